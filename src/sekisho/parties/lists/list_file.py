"""The file of a party list as rows of text: CSV in the encodings of East Asian offices, or a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, ListError, Problem
from sekisho.files.delimited import long_cells
from sekisho.files.encoding import EIGHT_BIT, text_of_file
from sekisho.files.formats import DELIMITERS
from sekisho.files.formulas import as_meant
from sekisho.files.spreadsheet import unreadable

ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", *EIGHT_BIT)
"""Encodings that can be named; Shift_JIS is read as CP932, which has all of it, GBK as GB18030."""

SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_BINARY: Final = {b"%PDF": "a PDF file", b"PK\x03\x04": "a spreadsheet or archive", b"\x1f\x8b": "a packed file"}
_SAMPLE: Final = 20_000
"""Letters of a file by which its encoding is judged."""

HEADER_WITHIN: Final = 30
"""Rows in which a header must stand; titles may stand above it. A guess. Smaller, a header below a long title is not
found; larger, a row of entries is taken for one."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a file: its number, counted from 1 as a spreadsheet counts lines, and its cells."""

    number: int
    cells: Sequence[str]


def text_of(file: Path, encoding: str = "", *, seems_right: Callable[[str], bool] = bool) -> tuple[str, str]:
    """Read a text file; returns the text and its encoding.

    Parameters
    ----------
    encoding
        Which to take; empty finds out.
    seems_right
        Whether the beginning of the text is as expected, such as a header of known words; it speaks for an encoding.

    Raises
    ------
    ListError
        If it is no text, or not in that encoding.
    """
    with file.open("rb") as opened:
        raw = opened.read(8)
    for start, what in _BINARY.items():
        if raw.startswith(start):
            raise ListError(Problem(where=file.name, what=f"is {what}.", remedy="Expected CSV, JSON lines or .xlsx."))
    try:
        return text_of_file(file, encoding, known=lambda text: int(seems_right(text[:_SAMPLE])))
    except BookError as fault:
        raise ListError(fault.problems) from None


def rows_of_text(text: str, *, where: str) -> list[TableRow]:
    """Take CSV apart; what separates cells is found out.

    Raises
    ------
    ListError
        If a quote is left open.
    """
    lines = _QUOTED.sub("", text[:_SAMPLE]).splitlines()[:HEADER_WITHIN]
    delimiter = max(DELIMITERS, key=lambda each: max((line.count(each) for line in lines), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[TableRow] = []
    last = 0
    with long_cells():
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    found.append(TableRow(last + 1, [as_meant(cell) for cell in cells]))
                last = reader.line_num
        except csv.Error as fault:
            what = f"the row cannot be read as CSV ({fault})."
            raise ListError(
                Problem(where=f"{where}, row {last + 1:,}", what=what, remedy="Look for a stray double quote.")
            ) from None
    return found


_QUOTED: Final = re.compile(r'"[^"]*"')
"""A cell in quotes may hold any delimiter, and tells nothing of which one parts cells."""


def sheets_of_spreadsheet(file: Path) -> list[list[TableRow]]:
    """Read the sheets of a spreadsheet; cells as they are shown, numbers without a needless '.0'.

    Raises
    ------
    ListError
        If python-calamine is not installed, or the file is damaged.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        remedy = "Install sekisho[lists], or save the sheet as CSV."
        raise ListError(Problem(where=file.name, what="spreadsheets need python-calamine.", remedy=remedy)) from None
    try:
        book = calamine.load_workbook(file)
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (calamine.CalamineError, OSError, ValueError) as fault:
        what, remedy = (
            f"cannot be read as a spreadsheet: {unreadable(fault)}.",
            "Open it in a spreadsheet program and save it as CSV.",
        )
        raise ListError(Problem(where=file.name, what=what, remedy=remedy)) from None
    return [_filled(cells) for cells in sheets]


def _filled(cells: Iterable[Sequence[object]]) -> list[TableRow]:
    rows = (TableRow(number, [_cell(value) for value in row]) for number, row in enumerate(cells, start=1))
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
