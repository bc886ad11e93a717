"""Text files with separated cells: which endings they have, what separates them, and their header."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sekisho.errors import BookError, Problem

TEXT = frozenset({".csv", ".txt", ".tsv"})
DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1 << 28
"""Letters that one cell may hold; the usual limit of `csv` is 128 KiB, and some cells hold all addresses of a firm."""


@contextmanager
def long_cells() -> Iterator[None]:
    """Read cells of up to `LONGEST_CELL` letters, as the limit is one of the whole process."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def header_of(book: Path) -> tuple[list[str], str]:
    """Return the columns of a text file, and what separates them.

    Raises
    ------
    BookError
        If the file is empty, is not UTF-8, or names a column twice.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with book.open("rb") as file:
        try:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise BookError(
                Problem(where=book.name, what="is not UTF-8 text.", remedy="Save it as CSV in UTF-8.")
            ) from None
    with book.open(encoding="utf-8-sig", newline="") as text:
        return split_header(text, book.name)


def split_header(text: TextIO, book: str) -> tuple[list[str], str]:
    """Return the columns that a header names, and what separates them.

    Raises
    ------
    BookError
        If there is no header, or it names a column twice.
    """
    first = text.readline()
    if not first.strip():
        raise BookError(Problem(where=book, what="the file is empty.", remedy="Expected a header and rows."))
    delimiter = max(DELIMITERS, key=first.count)
    text.seek(0)
    with long_cells():
        names = next(csv.reader(text, delimiter=delimiter))
    names = [name.strip() or f"column {number}" for number, name in enumerate(names, start=1)]
    first_of: dict[str, str] = {}
    problems = []
    for name in names:
        other = first_of.setdefault(name.lower(), name)
        if other is not name:
            what = f"columns '{other}' and '{name}' cannot be told apart."
            remedy = f"Rename one, or leave it out; --map {name.lower()}=COLUMN takes the column of a name."
            problems.append(Problem(where=book, what=what, remedy=remedy))
    if problems:
        raise BookError(problems)
    return names, delimiter
