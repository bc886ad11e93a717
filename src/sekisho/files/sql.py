"""Names, texts and paths as DuckDB is told them, so that none is read as anything but itself.

DuckDB takes the name of a file for a pattern: `orders[1].csv` is to it the file `orders1.csv`, and `or*.csv` are all
files whose names begin so. `exact` is the one place where a path becomes what DuckDB is handed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem

_PATTERN: Final = re.compile(r"[\[*?]")
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def exact(path: Path | str) -> str:
    """Write a path so that DuckDB reads that file alone.

    The path is made absolute, so that a name such as `~t.csv` or `s3:` is the name of a file too.

    Raises
    ------
    BookError
        If the name holds a backslash beside one of `[ * ?`: DuckDB cannot be told such a name.

    Examples
    --------
    >>> exact("/books/orders[1].csv"), exact("/books/or*.csv"), exact("/books/plain.csv")
    ('/books/orders[[]1].csv', '/books/or[*].csv', '/books/plain.csv')
    """
    whole = os.path.abspath(path)  # noqa: PTH100 - without following links: the file is read under its own name
    if "\\" not in whole:
        return _PATTERN.sub(lambda sign: f"[{sign[0]}]", whole)
    if not _PATTERN.search(_ESCAPED.sub("", whole)):
        return whole
    what = "the name holds a backslash beside '[', '*' or '?', and is not read."
    raise BookError(Problem(where=whole, what=what, remedy="Rename the file or its folder."))
