"""The functions of one line that presume nothing, for tests of what the law says of what is stated."""

from __future__ import annotations

from functools import partial

import sekisho

determine = partial(sekisho.determine, presume=False)
readings = partial(sekisho.readings, presume=False)
