"""A table of a page as CSV and as a workbook: what is text stays text, whatever a spreadsheet would make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sekisho.files.records import as_csv, cell
from sekisho.files.workbook import Cell, WorksheetWriter, workbook_bytes
from sekisho.web.response import Row

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook


def csv_of(rows: Sequence[Row]) -> str:
    """Write rows as CSV that a spreadsheet may open."""
    return as_csv(rows)


def workbook_of(rows: Sequence[Row], *, title: str, says: Mapping[str, str]) -> bytes:
    """Write rows as a workbook: the table, and a sheet that says what it is.

    Parameters
    ----------
    says
        What the sheet beside the table says, a label and a text each.
    """

    def fill(book: Workbook) -> None:
        sheet = WorksheetWriter(book, "Data", numbers="0.######")
        names = list(rows[0]) if rows else []
        sheet.write(names, bold=True)
        for row in rows:
            sheet.write(_cell(row[name]) for name in names)
        sheet.finish(table_from=1)
        about = WorksheetWriter(book, "Read me")
        for label, said in says.items():
            about.write([label, said], wrap=True)
        about.finish()
        about.on_paper()

    return workbook_bytes(title, fill)


def _cell(value: object) -> Cell:
    told = cell(value)
    return told if isinstance(told, int | float | str) else str(told)
