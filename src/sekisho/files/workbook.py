"""Sheets of a workbook of Excel, written row by row in constant memory.

Every text stays a text: nothing becomes a formula, a number or a link, so `=1+1`, `+81`, `007` and long digits stand
as they were stated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Workbook  # noqa: PLC0414 - named to those who fill one
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_LETTERS: Final = 32_767
WIDEST: Final = 60
NARROWEST: Final = 8
MEASURED: Final = 1_000
"""Rows by which the widths of columns are chosen."""
MADE: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same results give the same bytes."""
WHOLE: Final = "#,##0"

Cell = str | int | float | None


def write_sheets(out: Path, title: str, fill: Callable[[Workbook], None]) -> None:
    """Write a workbook to a place, in constant memory: rows one below the other.

    Parameters
    ----------
    fill
        Adds the sheets.
    """
    out.write_bytes(workbook_bytes(title, fill, constant_memory=True))


def workbook_bytes(title: str, fill: Callable[[Workbook], None], *, constant_memory: bool = False) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    fill
        Adds the sheets.
    constant_memory
        Keep no more than a row at once, so that rows can only be written one below the other.
    """
    from xlsxwriter import Workbook

    options = {
        "constant_memory": constant_memory,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    # Packed in memory first: on a disk without room the packer itself would end in a stack trace.
    packed = BytesIO()
    with Workbook(packed, options) as book:
        book.set_properties({"title": title, "created": MADE})
        fill(book)
    return packed.getvalue()


class WorksheetWriter:
    """A sheet that is written row by row; columns grow to what stands in them.

    Parameters
    ----------
    numbers
        How numbers that are not whole are shown, in the notation of Excel.
    """

    def __init__(self, book: Workbook, name: str, numbers: str = WHOLE) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.bold: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.plain: Format = book.add_format({"valign": "top"})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.number: Format = book.add_format({"num_format": numbers, "valign": "top"})
        self.whole: Format = book.add_format({"num_format": WHOLE, "valign": "top"})
        self.row = 0
        self.widths: dict[int, int] = {}

    def write(self, values: Iterable[Cell], *, bold: bool = False, wrap: bool = False, measure: bool = True) -> None:
        """Write the next row."""
        form = self.bold if bold else self.wrapped if wrap else self.plain
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._text(column, value, form)
            elif value is not None:
                self.sheet.write_number(self.row, column, value, self.whole if isinstance(value, int) else self.number)
            if measure and self.row < MEASURED and value is not None:
                length = max((_columns(line) for line in str(value).split("\n")), default=0)
                self.widths[column] = max(self.widths.get(column, 0), length + (3 if bold else 1))
        self.row += 1

    def _text(self, column: int, value: str, form: Format) -> None:
        text = fitting(value)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for finished markup; in two runs of letters it is written as text.
            self.sheet.write_rich_string(self.row, column, text[:1], self.plain, text[1:], form)
        elif text:
            self.sheet.write_string(self.row, column, text, form)

    def finish(self, *, table_from: int | None = None) -> None:
        """Set widths; below a head, freeze it and offer filters."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width)))
        if table_from is not None and self.row > table_from:
            self.sheet.freeze_panes(table_from, 1)
            self.sheet.autofilter(table_from - 1, 0, max(self.row - 1, table_from), max(self.widths, default=0))


def _columns(line: str) -> int:
    """Columns of usual letters that a line takes; a Chinese or Japanese letter takes two, a mark above one none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in line
    )


def fitting(text: str) -> str:
    """Return a text as a cell can hold it: half letters replaced, and cut with a mark where it is too long.

    >>> fitting("=1+1"), len(fitting("x" * 40_000)), fitting("x" * 40_000)[-1]
    ('=1+1', 32767, '…')
    """
    whole = text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
    units = len(whole.encode("utf-16-le")) // 2
    if units <= MOST_LETTERS:
        return whole
    return whole.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"
