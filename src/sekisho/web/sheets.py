"""A table of a page as CSV and as a workbook: what is text stays text, whatever a spreadsheet would make of it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Final

import xlsxwriter

from sekisho.report.records import as_csv, cell
from sekisho.report.sheets import fitting
from sekisho.web.page import Row

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WIDEST: Final = 60
_NARROWEST: Final = 10
_PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def harmless(value: object) -> object:
    """Put a mark before a text that a spreadsheet would take for a formula; numbers are left alone.

    >>> harmless("=1+1"), harmless("-0.5"), harmless("cn/2026-01")
    ("'=1+1", '-0.5', 'cn/2026-01')
    """
    text = cell(value)
    if isinstance(text, str) and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_of(rows: Sequence[Row]) -> str:
    """Write rows as CSV that a spreadsheet may open."""
    return as_csv({name: harmless(value) for name, value in row.items()} for row in rows)


def workbook_of(rows: Sequence[Row], *, title: str, says: Mapping[str, str]) -> bytes:
    """Write rows as a workbook: the table, and a sheet that says what it is.

    Parameters
    ----------
    says
        What the sheet beside the table says, a label and a text each.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _PLAIN) as book:
        book.set_properties({"title": title})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        number = book.add_format({"valign": "top"})
        sheet = book.add_worksheet("Data")
        names = list(rows[0]) if rows else []
        for column, name in enumerate(names):
            longest = max([len(name), *(len(str(cell(row[name]))) for row in rows[:500])])
            sheet.set_column(column, column, max(_NARROWEST, min(_WIDEST, longest + 1)))
            sheet.write_string(0, column, name, head)
            for at, row in enumerate(rows, start=1):
                value = cell(row[name])
                if isinstance(value, int | float):
                    sheet.write_number(at, column, value, number)
                else:
                    sheet.write_string(at, column, fitting(str(value)), text)
        if rows:
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(rows), len(names) - 1)
        about = book.add_worksheet("Read me")
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 100)
        for at, (label, said) in enumerate(says.items()):
            about.write_string(at, 0, label, head)
            about.write_string(at, 1, fitting(said), text)
    return target.getvalue()
