"""A sheet of a publisher's workbook: cells as they are, and the blocks of numbers that stand under codes.

An empty cell, or a dash, is a flow of nothing: so do the offices that publish workbooks write it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.errors import BookError, TableError
from sekisho.files.spreadsheet import cell_text, sheets_of
from sekisho.impact.economy.table import Array
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid
from sekisho.impact.economy.tables.numbers import number_of
from sekisho.impact.economy.tables.table_file import Rows, TableFile
from sekisho.message import message

HEAD: Final = 14
"""Rows in which the codes of a sheet begin: titles and units take up to six, codes and names up to four more."""
NOTHING: Final = frozenset({"", "-", "–", "—", "―", "‐", "−", "…", "***"})
"""What stands for a flow of nothing, with full-width signs folded."""

Row = Sequence[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSheet:
    """One sheet, read row by row.

    Parameters
    ----------
    file, name
        Names of the file and of the sheet.
    read
        Goes through the rows from the first; each call begins anew.
    """

    file: str
    name: str
    read: Callable[[], Iterator[Row]]

    def head(self) -> list[list[str]]:
        """Return the first rows as folded text."""
        return [[folded(cell) for cell in row] for row in islice(self.read(), HEAD)]

    def table_file(self) -> TableFile:
        """Take the sheet for a file with a header, as if it were saved as CSV."""
        texts = ([cell_text(cell) for cell in row] for row in self.read())
        header = next((row for row in texts if any(map(str.strip, row))), [])
        width = max((at + 1 for at, cell in enumerate(header) if cell.strip()), default=0)

        def rows() -> Rows:
            begun = False
            for line, row in enumerate(self.read(), start=1):
                cells = [cell_text(cell) for cell in row]
                if not any(map(str.strip, cells)):
                    continue
                if begun:
                    yield line, [*cells[:width], *([""] * (width - len(cells)))]
                begun = True

        return TableFile(name=self.file, header=tuple(cell.strip() for cell in header[:width]), read=rows)


def sheets(path: Path) -> list[PublishedSheet]:
    """Open the sheets of a workbook.

    Raises
    ------
    TableError
        If it is damaged, protected by a password, or no workbook; or what reads workbooks is not installed.
    """
    try:
        return [PublishedSheet(file=path.name, name=page.name, read=page.cells.iter_rows) for page in sheets_of(path)]
    except BookError as fault:
        raise TableError(fault.problems) from None


def folded(cell: object) -> str:
    """Write a cell as text without blanks, full-width letters as narrow ones.

    >>> folded("（控除） 輸入計"), folded(11.0), folded(None)
    ('(控除)輸入計', '11', '')
    """
    return "".join(unicodedata.normalize("NFKC", "" if cell is None else cell_text(cell)).split())


def coded_rows(
    sheet: PublishedSheet,
    columns: Mapping[int, str],
    label: Callable[[Row], str],
    faults: TableFaults,
    *,
    after: int,
) -> LabelledGrid:
    """Read the numbers of some columns in all rows that have a label.

    Parameters
    ----------
    columns
        Place of a column to its label.
    label
        The label of a row; empty for one to pass over.
    after
        Rows above the first that counts.
    """
    names, lines = [], []
    for line, row in enumerate(islice(sheet.read(), after, None), start=after + 1):
        name = label(row)
        if name:
            names.append(name)
            place = message("table.line_and", "line {line}, {place}", line=line, place=name)
            lines.append(numbers_of(row, columns, faults, place=place))
    values = np.array(lines) if lines else np.zeros((0, len(columns)))
    return LabelledGrid(rows=tuple(names), columns=tuple(columns.values()), values=values)


def numbers_of(row: Row, columns: Mapping[int, str], faults: TableFaults, *, place: str) -> Array:
    """Read some cells of a row as numbers; a cell that is neither number nor empty is a fault."""
    values = np.zeros(len(columns))
    for at, (column, label) in enumerate(columns.items()):
        cell = row[column] if column < len(row) else None
        if isinstance(cell, float | int) and math.isfinite(cell):
            values[at] = cell
        else:
            text = folded(cell)
            values[at] = 0.0 if text in NOTHING else number_of(text, faults, place=f"{place} to {label}")
    return values
