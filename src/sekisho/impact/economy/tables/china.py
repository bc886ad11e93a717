"""National tables of China by its National Bureau of Statistics, a row a cell, as 42 or 153 sectors.

The table of 42 sectors has home-made and imported inputs apart; that of 153 has total inputs and a column of imports,
to be taken off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import cells_of, grid_of_cells
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata
from sekisho.impact.economy.tables.national import HOME_MADE, IMPORTED, TOTAL, PublisherLayout, national_table
from sekisho.impact.economy.tables.table_file import TableFile
from sekisho.message import joined, message

COLUMNS: Final = ("row_code", "col_code", "value")
ORIGINS: Final = {"Domestic": HOME_MADE, "Imports": IMPORTED, "TOT": ""}


def origin(label: str) -> tuple[str, str]:
    """Take a row apart: `DOM/01` are home-made products of sector 01."""
    head, line, code = label.partition("/")
    return (head, code) if line else (TOTAL, label)


FINE: Final = PublisherLayout(
    name="cn-nbs-153",
    source="National Bureau of Statistics of China, input-output table",
    scheme="nbs153",
    unit="10 thousand CNY",
    prices="producers'",
    rounding=0.01,
    origin=origin,
    value_added=("VA001", "VA002", "VA003", "VA004"),
    home=("FU101", "FU102", "FU103", "FU201", "FU202"),
    exports=("EX",),
    imports=("IM",),
    repeats=("TII", "TVA", "TIU", "THC", "TC", "GCF", "TFU"),
    output_row="TI",
    output_column="GO",
    imports_sign=1.0,
    sparse=True,
    region="CHN",
)

COARSE: Final = replace(
    FINE,
    name="cn-nbs-42",
    scheme="nbs42",
    home=("TC", "FU201", "FU202"),
    imports=(),
    repeats=("TII", "TVA", "TIU", "TFU", "THC", "GCF"),
)


def is_fine(sheet: TableFile) -> bool:
    """Tell by its codes whether a table of rows, columns and values is one of these, and not a make table, say."""
    row, column = (sheet.header.index(name) for name in COLUMNS[:2])
    marks = {*FINE.value_added, FINE.output_row, FINE.output_column, *FINE.home, *FINE.repeats}
    whole = (cells for _, cells in sheet.read() if len(cells) > max(row, column))
    return any(cells[row] in marks or cells[column] in marks for cells in whole)


def read_fine(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a table of total inputs."""
    cells = ((row[0], row[1], row[2], line) for line, row in cells_of(sheet, COLUMNS, faults))
    return national_table(grid_of_cells(cells, faults), FINE, stated, known, faults)


def read_coarse(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a table with home-made and imported inputs apart."""

    def label(where: str, code: str, line: int) -> str:
        if where not in ORIGINS:
            faults.add(
                message("table.unknown_origin", "unknown origin '{where}'", where=where),
                message("error.expected_either", "Expected {choices}.", choices=joined(ORIGINS, "comma")),
                place=message("table.line", "line {line}", line=line),
            )
        return f"{ORIGINS.get(where)}/{code}" if ORIGINS.get(where) else code

    rows = cells_of(sheet, ("origin", *COLUMNS), faults)
    cells = ((label(row[0], row[1], line), row[2], row[3], line) for line, row in rows)
    return national_table(grid_of_cells(cells, faults), COARSE, stated, known, faults)
