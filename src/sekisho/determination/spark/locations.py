"""Places of books and results: files of this machine, or addresses such as s3a:// that Spark alone can reach."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from sekisho.files.text.delimited import TEXT

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(place: str) -> bool:
    """Tell whether a place has a scheme, so that it is left to Spark.

    >>> is_address("s3a://books/orders"), is_address("orders.parquet")
    (True, False)
    """
    return SCHEME.match(place) is not None


def for_spark(place: str) -> str:
    """Return a place as Spark is told it; a file of this machine never depends on the cluster's own default.

    >>> for_spark("/books/march [2]")
    'file:///books/march [2]'
    """
    return place if is_address(place) else f"file://{Path(place).resolve()}"


def to_read(place: str) -> str:
    r"""Return a place to read from; signs in the name of a file of this machine are no pattern.

    >>> print(to_read("/books/march [2]"))
    file:///books/march \[2\]
    """
    return place if is_address(place) else re.sub(r"([*?{}\[\]])", r"\\\1", for_spark(place))


def name_of(place: str) -> str:
    """Return the last part of a place, as errors name it.

    >>> name_of("s3a://books/orders.parquet/")
    'orders.parquet'
    """
    return PurePosixPath(place.rstrip("/")).name


def card_place(out: str) -> str:
    """Return where the run card goes: beside the results, as for results in one file.

    >>> card_place("s3a://results/march.parquet/"), card_place("march")
    ('s3a://results/march.run.yaml', 'march.run.yaml')
    """
    return _beside(out, ".run.yaml")


def matches_place(out: str) -> str:
    """Return where the table of parties goes that are or may be listed.

    >>> matches_place("s3a://results/march.parquet/")
    's3a://results/march.matches.csv'
    """
    return _beside(out, ".matches.csv")


def _beside(out: str, ending: str) -> str:
    whole = out.rstrip("/")
    head, _, last = whole.rpartition("/")
    stem = PurePosixPath(last).stem
    return f"{head}/{stem}{ending}" if head or whole.startswith("/") else f"{stem}{ending}"


def is_text(place: str) -> bool:
    """Tell whether a book is text: by its name, or for a folder of this machine by the names of its files."""
    path = PurePosixPath(place.rstrip("/"))
    if path.suffix.lower() in TEXT or is_address(place):
        return path.suffix.lower() in TEXT
    folder = Path(place)
    return folder.is_dir() and any(file.suffix.lower() in TEXT for file in folder.iterdir())


def has_row_groups(book: str, out: str) -> bool:
    """Tell whether book and results are files that Python can read and write, the book by its row groups.

    >>> has_row_groups("orders.parquet", "march"), has_row_groups("orders.csv", "march")
    (True, False)
    >>> has_row_groups("s3a://books/orders", "march"), has_row_groups("orders.parquet", "s3a://results/march")
    (False, False)
    """
    return not is_address(book) and not is_address(out) and not is_text(book)
