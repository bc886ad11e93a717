"""The World Input-Output Database of 2013: the world in long form, and Japan alone with imports from China apart."""

from __future__ import annotations

from typing import Final

from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import cells_of, grid_of_cells
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata
from sekisho.impact.economy.tables.national import PublisherLayout, national_table
from sekisho.impact.economy.tables.table_file import TableFile

COLUMNS: Final = ("origin", "row_code", "col_code", "value")
FINAL_USE: Final = frozenset({"CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN", "DISC"})
HOME: Final = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
SOURCE: Final = "World Input-Output Database, 2013 release"
_TAXES_INSIDE: Final = (
    "Value added holds taxes on products and transport margins, which the copy at hand does not tell apart."
)
SECTORS: Final = "wiod35"
WORLD: Final = TableMetadata(
    unit="million USD", prices="basic", source=SOURCE, scheme=SECTORS, rounding=1.0, assumptions=(_TAXES_INSIDE,)
)
"""What holds for every table of the world, which is published in long form (see `long_form`)."""


def origin(label: str) -> tuple[str, str]:
    """Take a row apart: `IMP_CHN/24` are imports from China of the products of sector 24.

    >>> origin("IMP_CHN/24"), origin("DOM/C")
    (('IMP:CHN', '24'), ('DOM', 'C'))
    """
    head, _, code = label.partition("/")
    return head.replace("IMP_", "IMP:"), code


NATIONAL: Final = PublisherLayout(
    name="wiod-national",
    source=SOURCE,
    scheme=SECTORS,
    unit="million USD",
    prices="basic",
    rounding=1.0,
    origin=origin,
    value_added=("VA/VA",),
    home=HOME,
    exports=("EXP_Z", "EXP_F", "DISC"),
    output_row="GO/GO",
    output_column="GO",
    assumptions=(_TAXES_INSIDE,),
)


def read_national(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read the table of one country: home-made products, imports by origin, value added and output.

    Which country it is stands first in the name of the file, as in `jpn_niot_2011.csv`.
    """
    rows = cells_of(sheet, COLUMNS, faults)
    cells = ((f"{row[0]}/{row[1]}", row[2], row[3], line) for line, row in rows)
    first = sheet.name.partition("_")[0].upper()
    about = stated.over(TableMetadata(region=first if first in known.territories else ""))
    return national_table(grid_of_cells(cells, faults), NATIONAL, about, known, faults)
