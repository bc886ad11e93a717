"""Addresses of places that are no files of this machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

SCHEME: Final = "s3://"
_FOLDED: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):/(?=[^/])")


def address(place: Path | str) -> str:
    """Return a place as it was given: a path folds the two slashes of an address to one.

    >>> address(Path("s3a://bucket/orders")), address(Path("orders.csv"))
    ('s3a://bucket/orders', 'orders.csv')
    """
    return _FOLDED.sub(r"\1://", place if isinstance(place, str) else place.as_posix())


def is_object(place: Path | str) -> bool:
    """Tell whether a place is in object storage.

    >>> is_object("s3://bucket/orders.csv"), is_object(Path("s3://bucket/a.csv")), is_object("s3.csv")
    (True, True, False)
    """
    return address(place).startswith(SCHEME)
