"""National tables of the OECD: the long form and the wide one, total or with home-made and imported products apart."""

from __future__ import annotations

import re
from typing import Final

from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import cells_of, grid_of_cells, grid_of_matrix
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata
from sekisho.impact.economy.tables.national import HOME_MADE, IMPORTED, TOTAL, PublisherLayout, national_table
from sekisho.impact.economy.tables.table_file import TableFile
from sekisho.message import counted, joined, message

LONG: Final = ("iso3", "year", "row_code", "col_code", "value")
_D: Final = re.compile(r"(?<![A-Z])D(?=\d)")
"""Some editions write D01T02 for 01T02; the industry D, without a number, stays."""


def origin(label: str) -> tuple[str, str]:
    """Take a row apart: `DOM_01T02` are home-made products of industry 01T02; without origin, all of them.

    >>> origin("IMP_A01_02"), origin("07")
    (('IMP', 'A01_02'), ('TTL', '07'))
    """
    head, line, code = label.partition("_")
    return (head, code) if line and head in {TOTAL, HOME_MADE, IMPORTED} else (TOTAL, label)


LAYOUT: Final = PublisherLayout(
    name="oecd-iot",
    source="OECD, Input-Output Tables",
    scheme="oecd45",
    unit="million USD",
    prices="basic",
    rounding=0.1,
    origin=origin,
    value_added=("VALU",),
    taxes=("TXS_IMP_FNL", "TXS_INT_FNL"),
    home=("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "CONS_ABR", "DPABR", "CONS_NONRES"),
    exports=("EXPO",),
    imports=("IMPO",),
    repeats=("TTL_INT_FNL", "TOTAL"),
    output_row="OUTPUT",
    output_column="OUTPUT",
)


def read_wide(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a file with a column a column, such as `JPN2018ttl.csv` or `JPN2018dom.csv`."""
    grid = grid_of_matrix(sheet, faults, name=lambda label: _D.sub("", label.strip()))
    return national_table(grid, LAYOUT, stated, known, faults)


def read_long(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a file with a row a cell, of several countries and years; which one is stated, or there is but one."""
    rows = [(line, [cell.strip() for cell in row]) for line, row in cells_of(sheet, LONG, faults)]
    held = sorted({(row[0], row[1]) for _, row in rows})
    region = known.region(stated.region)
    wanted = [
        (country, year)
        for country, year in held
        if region in {"", known.region(country)} and str(stated.year or year) == year
    ]
    if len(wanted) != 1:
        what = (
            counted("table.tables_fit", "{n} table fits", "{n} tables fit", n=len(wanted))
            if wanted
            else message("table.none_fits", "no table fits")
        )
        remedy = message(
            "table.name_one",
            "Name one with --region and --year: {held}. For a loss, write it to a separate file first: sekisho table "
            "FILE --region CODE --year YEAR -o one.csv.",
            held=joined((" ".join(each) for each in wanted or held), "comma"),
        )
        faults.add(
            message("table.several_tables", "the file contains {n} tables, and {what}", n=len(held), what=what), remedy
        )
        return None
    ((country, year),) = wanted
    cells = ((row[2], row[3], row[4], line) for line, row in rows if (row[0], row[1]) == (country, year))
    about = TableMetadata(year=int(year) if year.isdigit() else None, region=country, name=stated.name).over(stated)
    return national_table(grid_of_cells(cells, faults), LAYOUT, about, known, faults)
