"""A workbook of questions filled in as a person does: the same sheets, with some cells written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from sekisho.files.text_tables import open_sheets

Fill = Callable[[str, dict[str, str]], dict[str, str]]


def fill_sheets(source: Path, target: Path, fill: Fill) -> Path:
    """Copy a workbook; `fill` gives, for the name of a sheet and a row by its headings, the cells that are written."""
    with xlsxwriter.Workbook(str(target)) as book:
        for table in open_sheets(source):
            sheet = book.add_worksheet(table.sheet)
            header, *rows = [row.cells for row in table.rows()]
            sheet.write_row(0, 0, header)
            for place, cells in enumerate(rows, start=1):
                row = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
                row |= fill(table.sheet, row)
                for column, name in enumerate(header):
                    sheet.write_string(place, column, row[name])
    return target
