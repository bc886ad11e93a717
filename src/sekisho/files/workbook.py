"""Sheets of a workbook of Excel, written row by row in constant memory.

Every text stays a text: nothing becomes a formula, a number or a link, so `=1+1`, `+81`, `007` and long digits stand
as they were stated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Workbook  # noqa: PLC0414 - named to those who fill one
    from xlsxwriter.format import Format as Format  # noqa: PLC0414 - the same
    from xlsxwriter.worksheet import Worksheet

MOST_LETTERS: Final = 32_767
WIDEST: Final = 60
NARROWEST: Final = 8
MEASURED: Final = 1_000
"""Rows by which the widths of columns are chosen."""
MADE: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same results give the same bytes."""
WHOLE: Final = "#,##0"
A4: Final = 9
"""Number of the paper in Excel."""
FOOT_ROOM: Final = 180
"""Letters of a footer: Excel takes 255 of all its parts together."""
PAGE_LETTERS: Final = 190
"""Usual letters that a page of A4 landscape takes side by side and that can still be read: about 6 points high, as on
the lists of a report. A table that is wider goes on on the next page, beside its first column."""

Cell = str | int | float | date | None


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
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.row = 0
        self.widths: dict[int, int] = {}
        self.is_laid_out = False

    def write(
        self,
        values: Iterable[Cell],
        *,
        bold: bool = False,
        wrap: bool = False,
        measure: bool = True,
        forms: Mapping[int, Format] | None = None,
        height: float | None = None,
    ) -> None:
        """Write the next row.

        Parameters
        ----------
        forms
            How cells of some columns look; the others look like their row.
        height
            Of the row, in points; left out, a row of the sheet's usual height.
        """
        form, forms = self.bold if bold else self.wrapped if wrap else self.plain, forms or {}
        if height is not None:
            self.sheet.set_row(self.row, height)
        row = tuple(values)
        for column, value in enumerate((*row, *[None] * (max(forms, default=-1) + 1 - len(row)))):
            own = forms.get(column)
            if value == "" and own is None:
                continue
            if value == "" and own is not None:  # a line under the row has no gap
                self.sheet.write_blank(self.row, column, None, own)
            elif isinstance(value, str):
                self._text(column, value, own or form)
            elif isinstance(value, date):
                self.sheet.write_datetime(self.row, column, value, own or self.day)
            elif value is not None:
                number = self.whole if isinstance(value, int) else self.number
                self.sheet.write_number(self.row, column, value, own or number)
            elif own is not None:
                self.sheet.write_blank(self.row, column, None, own)
            if measure and self.row < MEASURED and value is not None:
                length = max((columns_of(line) for line in str(value).split("\n")), default=0)
                self.widths[column] = max(self.widths.get(column, 0), length + (3 if bold else 1))
        self.row += 1

    def _text(self, column: int, value: str, form: Format) -> None:
        text = fitting(value)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for finished markup; in two runs of letters it is written as text.
            self.sheet.write_rich_string(self.row, column, text[:1], self.plain, text[1:], form)
        elif text:
            self.sheet.write_string(self.row, column, text, form)

    def on_paper(self, *, tall: int = 0, rows: int | None = None, columns: int | None = None, foot: str = "") -> None:
        """Lay the sheet out on A4 landscape, one page wide, with its number on each page.

        Parameters
        ----------
        tall
            Pages that it may take at most; 0 is as many as it needs.
        rows, columns
            What of it is printed; left out, all that was written.
        foot
            What stands at the foot of each page beside its number.
        """
        sheet = self.sheet
        self.is_laid_out = True
        lay_out(sheet, tall=tall, foot=foot)
        last = self.row - 1 if rows is None else rows - 1
        sheet.print_area(0, 0, max(last, 0), (columns or max(self.widths, default=0) + 1) - 1)

    def finish(self, *, table_from: int | None = None) -> None:
        """Set widths; below a head, freeze it and offer filters."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width)))
        if table_from is not None and self.row > table_from:
            self.sheet.freeze_panes(table_from, 1)
            self.sheet.autofilter(table_from - 1, 0, max(self.row - 1, table_from), max(self.widths, default=0))
        if table_from and not self.is_laid_out:
            letters = sum(min(WIDEST, max(NARROWEST, width)) for width in self.widths.values())
            wide = max(1, ceil(letters / PAGE_LETTERS))
            lay_out(self.sheet, wide=wide)
            self.sheet.repeat_rows(table_from - 1)
            if wide > 1:
                self.sheet.repeat_columns(0)


def lay_out(sheet: Worksheet, *, wide: int = 1, tall: int = 0, foot: str = "") -> None:
    """Lay a sheet out on A4 landscape, some pages wide, with its number on each page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.55)
    sheet.fit_to_pages(wide, tall)
    escaped = foot.replace("&", "&&")
    sheet.set_footer(f"&L{escaped[:FOOT_ROOM]}&R&P / &N")


def columns_of(line: str) -> int:
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
    if text.isascii() and len(text) <= MOST_LETTERS:  # most cells: a workbook of a large book has millions
        return text
    whole = text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
    units = len(whole.encode("utf-16-le")) // 2
    if units <= MOST_LETTERS:
        return whole
    return whole.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"
