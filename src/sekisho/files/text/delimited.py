"""Texts of separated cells: what separates them, their header and their rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from sekisho.errors import BookError, Problem
from sekisho.files.formulas import as_meant
from sekisho.files.read_spec import HEADER_WITHIN, TextRow, columns_alike
from sekisho.files.text.encoding import is_whole
from sekisho.message import message
from sekisho.regex import regex

TEXT: Final = frozenset({".csv", ".txt", ".tsv"})
DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 1 << 28
"""Letters that one cell may hold; the usual limit of `csv` is 128 KiB, and some cells hold all addresses of a firm."""
LETTERS: Final = 1 << 18
"""Letters of the beginning by which separator and header are found: 30 rows of thousands of letters, and titles."""
_QUOTED: Final = regex(r'(?<![^\n\r,;\t|])"(?:[^"]|"")*"')
"""A cell in quotes may hold any delimiter, and tells nothing of which one parts cells."""


@contextmanager
def long_cells() -> Iterator[None]:
    """Read cells of up to `LONGEST_CELL` letters, as the limit is one of the whole process."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def delimiter_of(text: str) -> str:
    r"""Find what separates the cells of a text by its beginning: the sign that stands equally often in most lines.

    >>> delimiter_of("price;note\n1,5;a\n2,5;b\n"), delimiter_of('"Smith, Jones"|JP\n'), delimiter_of("name")
    (';', '|', ',')
    >>> delimiter_of('"Name"\t"City"\n"Smith, J."\t"Osaka"\n')
    '\t'
    """
    lines = [line for line in _QUOTED.sub("", text[:LETTERS]).splitlines() if line.strip(" ")][:HEADER_WITHIN]
    counts = {sign: [line.count(sign) for line in lines] for sign in DELIMITERS}
    most = {sign: max(counts[sign], default=0) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: (_same(counts[sign]), most[sign]))
    return best if most[best] else DELIMITERS[0]


def _same(counts: Sequence[int]) -> int:
    """Count the lines that have the commonest number of separators, if that is any."""
    some = [number for number in counts if number]
    return max((some.count(number) for number in set(some)), default=0)


def beginning_of(source: Path) -> str:
    """Return the first `LETTERS` letters of a text in UTF-8, without its mark."""
    with source.open(encoding="utf-8", errors="replace", newline="") as opened:
        return opened.read(LETTERS).removeprefix("\ufeff")


def text_rows(lines: Iterable[str], delimiter: str, *, where: str) -> Iterator[TextRow]:
    """Take rows apart, each with the line on which it begins; empty rows are left out.

    Raises
    ------
    BookError
        If a row is no CSV.
    """
    with long_cells():
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield TextRow(line, [as_meant(cell) for cell in cells] if "'" in "".join(cells) else cells)
                line = reader.line_num + 1
        except csv.Error as fault:
            what = message(
                "file.rows_unread_from", "the row that begins here cannot be read as CSV ({fault}).", fault=str(fault)
            )
            remedy = message(
                "file.stray_quote_or_long", "Look for a stray double quote, or a text that is far too long."
            )
            raise BookError(Problem(where=f"{where}:{line}", what=what, remedy=remedy)) from None


def header_of(book: Path) -> tuple[list[str], str]:
    """Return the columns of a text file in UTF-8, and what separates them.

    Raises
    ------
    BookError
        If the file is empty, is not UTF-8, or names a column twice.
    """
    if not is_whole(book, "utf-8", nul=True):
        raise BookError(
            Problem(
                where=book.name,
                what=message("file.not_utf8", "is not UTF-8 text."),
                remedy=message("file.save_csv_utf8", "Save it as CSV in UTF-8."),
            )
        )
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
        raise BookError(
            Problem(
                where=book,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )
    delimiter = delimiter_of(first)
    text.seek(0)
    with long_cells():
        names = next(csv.reader(text, delimiter=delimiter))
    names = [name.strip() or f"column {number}" for number, name in enumerate(names, start=1)]
    check_distinct(names, book)
    return names, delimiter


def check_distinct(names: Iterable[str], where: str) -> None:
    """Make sure that no two columns have one name, capitals or not.

    Raises
    ------
    BookError
        With all that have.
    """
    first_of: dict[str, str] = {}
    problems = []
    for name in names:
        other = first_of.setdefault(name.lower(), name)
        if other is not name:
            problems.append(columns_alike(other, name, where))
    if problems:
        raise BookError(problems)
