"""Sheets that a person filled in: CSV, or the first sheet of a spreadsheet, each row with its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, FactError, Problem
from sekisho.files.csv_rows import Row, read_table
from sekisho.files.spreadsheet import unreadable

SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


def read_sheet(path: Path, needed: Iterable[str], *, remedy: str) -> list[tuple[str, Row]]:
    """Read the rows of a sheet as text.

    Parameters
    ----------
    needed
        Columns without which the sheet says nothing.
    remedy
        What to do if one of them is lacking.

    Raises
    ------
    BookError
        If the file cannot be read.
    FactError
        If a column is lacking, or a row cannot be read; with all problems.
    """
    if not path.is_file():
        raise BookError(Problem(where=str(path), what="no such file.", remedy="Name a sheet, .xlsx or .csv."))
    if path.suffix not in SPREADSHEETS:
        return read_table(path, needed, remedy=remedy)
    cells = _cells(path)
    names = [text.strip() for text in cells[0]] if cells else []
    problems = [
        Problem(where=path.name, what=f"no column '{name}'.", remedy=remedy) for name in needed if name not in names
    ]
    if problems:
        raise FactError(problems)
    return [
        (f"{path.name}:{number}", dict(zip(names, row, strict=False)))
        for number, row in enumerate(cells[1:], start=2)
        if any(row)
    ]


def _cells(path: Path) -> list[list[str]]:
    try:
        import python_calamine as calamine
    except ModuleNotFoundError:
        remedy = "Install it with `pip install 'sekisho[sheets]'`, or save the sheet as CSV."
        raise BookError(Problem(where=path.name, what="spreadsheets need python-calamine.", remedy=remedy)) from None
    try:
        with calamine.load_workbook(path) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise  # the disk or the rights, and not the file
        what, remedy = f"cannot be read as a spreadsheet: {unreadable(fault)}.", "Save it again as .xlsx or CSV."
        raise BookError(Problem(where=path.name, what=what, remedy=remedy)) from None
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """Write a cell as a person sees it: whole numbers without a point, days as YYYY-MM-DD, TRUE as yes."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
