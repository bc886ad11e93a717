"""National tables of Japan by the Ministry of Internal Affairs and Communications: by sectors, and goods by industries.

The table of goods by industries goes with the make table that stands beside it, in which `make` takes the place of
`use` in the name. Industries by industries come from it by fixed shares of sales: a good is sold by the industries
that make it, in proportion, whoever buys it (Eurostat Manual of Supply, Use and Input-Output Tables, 2008, model D).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid, cells_of, grid_of_cells
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.national import TOTAL, PublisherLayout, national_table
from sekisho.impact.economy.tables.table_file import TableFile, open_sheet
from sekisho.message import message

SECTOR_COLUMNS: Final = ("row_kind", "row_code", "row_name", "col_kind", "col_code", "col_name", "value")
MAKE_COLUMNS: Final = ("row_code", "col_code", "value")
SOURCE: Final = "Ministry of Internal Affairs and Communications of Japan, Input-Output Tables"
INDUSTRY: Final = "industry"
_NUMBER: Final = re.compile(r"^\d+_")


def _total(label: str) -> tuple[str, str]:
    return TOTAL, label.partition("/")[2]


SECTORS: Final = PublisherLayout(
    name="jp-mic",
    source=SOURCE,
    scheme="mic13",
    unit="million JPY",
    prices="producers'",
    rounding=1.0,
    origin=_total,
    value_added=tuple(f"valueadded/{code}" for code in ("71", "91", "92", "93", "94", "95")),
    home=tuple(f"finaldemand/{code}" for code in ("71", "72", "73", "74", "76", "77")),
    exports=("export/81",),
    imports=("import/84", "import/85", "import/86"),
    region="JPN",
)


def read_sectors(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a table of sectors by sectors, a row a cell, with the kind, code and name of row and column."""
    names: dict[str, str] = {}
    cells = []
    for line, row in cells_of(sheet, SECTOR_COLUMNS, faults):
        row_kind, row_code, row_name, col_kind, col_code, _, value = row
        if row_kind == INDUSTRY:
            names[row_code] = _NUMBER.sub("", row_name).replace(",", ", ")
        row_label = f"{row_kind}/{row_code}"
        cells.append((row_label, col_code if col_kind == INDUSTRY else f"{col_kind}/{col_code}", value, line))
    about = stated.over(TableMetadata(sectors=names))
    return national_table(grid_of_cells(cells, faults), SECTORS, about, known, faults)


VALUE_ADDED: Final = ("epin", "ssce", "opse", "depr", "idtx", "subs")
FINAL_USE: Final = ("hhco", "gvci", "gvcc", "invp", "invg", "stck", "expo")
IMPORT_COLUMNS: Final = ("impo", "imta", "imtx")
FIXED_SALES: Final = message(
    "impact.fixed_sales",
    "Industries by industries come from goods by industries by fixed shares of sales: every buyer of a good buys it "
    "from the industries that make it, in proportion.",
)


def read_goods(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults, *, path: Path
) -> InputOutputTable | None:
    """Read a use table with home-made and imported goods apart, and the make table beside it."""
    beside = path.with_name(re.sub("use", "make", re.sub("_dom_imp", "", path.name)))
    if beside == path or not beside.is_file():
        remedy = message(
            "table.put_make_table",
            "Put the make table beside it as {name}: without it nobody knows which industry makes which good.",
            name=beside.name,
        )
        faults.add(message("table.no_make_table", "the use table has no make table beside it"), remedy)
        return None
    use = _grid(sheet, ("origin", *MAKE_COLUMNS), faults)
    make = _grid(open_sheet(beside), MAKE_COLUMNS, faults)
    goods, industries = make.rows, make.columns
    _check_codes(use, goods, industries, faults)
    usual = TableMetadata(
        unit="billion JPY", prices="producers'", source=SOURCE, region="JPN", scheme="mic18", rounding=0.001
    )
    stated = settled(stated.over(usual), where=sheet.name)
    made = np.nan_to_num(make.values)
    home = np.nan_to_num(use.block([f"dom/{good}" for good in goods], industries))
    imports = np.nan_to_num(use.block([f"imp/{good}" for good in goods], industries))
    final = np.nan_to_num(use.block([f"dom/{good}" for good in goods], FINAL_USE)).sum(axis=1)
    value_added = np.nan_to_num(use.block([f"dom/{row}" for row in VALUE_ADDED], industries)).sum(axis=0)
    made, home, moved = by_products(made, home)
    sold = np.divide(made, made.sum(axis=1)[:, None], out=np.zeros_like(made), where=made.sum(axis=1)[:, None] > 0)
    by_product = message(
        "impact.by_products",
        "By-products worth {amount} {unit} that were booked as inputs below zero count as output.",
        amount=f"{moved:,.1f}",
        unit=stated.unit,
    )
    return InputOutputTable(
        name=stated.name,
        year=stated.year or 0,
        unit=stated.unit,
        prices=stated.prices,
        source=stated.source,
        regions=(known.region(stated.region),),
        sectors=tuple(known.sector(code, stated.scheme, stated.sectors.get(code)) for code in industries),
        flows=sold.T @ home,
        imports=sold.T @ imports,
        final=sold.T @ final,
        output=made.sum(axis=0),
        value_added=value_added,
        taxes=np.zeros(len(industries)),
        rounding=stated.rounding,
        assumptions=(*stated.assumptions, FIXED_SALES, *((by_product,) if moved else ())),
    )


def by_products(made: Array, home: Array) -> tuple[Array, Array, float]:
    """Move inputs below zero to what the industry makes: it sells them as by-products.

    Returns
    -------
    tuple
        Make and use tables, shape (goods, industries), and the amount moved.
    """
    scrap = np.maximum(-home, 0.0)
    return made + scrap, home + scrap, float(scrap.sum())


def _grid(sheet: TableFile, columns: Sequence[str], faults: TableFaults) -> LabelledGrid:
    rows = cells_of(sheet, columns, faults)
    return grid_of_cells((("/".join(row[:-2]), row[-2], row[-1], line) for line, row in rows), faults)


def _check_codes(use: LabelledGrid, goods: Sequence[str], industries: Sequence[str], faults: TableFaults) -> None:
    """Tell codes of the use table that the make table does not know."""
    known = {*(f"{origin}/{good}" for origin in ("dom", "imp") for good in goods)}
    known |= {f"dom/{row}" for row in VALUE_ADDED}
    for label in use.rows:
        if label not in known:
            faults.add(
                message("table.unknown_good", "unknown good '{label}'", label=label),
                message("table.expected_goods", "Expected the goods of the make table."),
            )
    for label in use.columns:
        if label not in (*industries, *FINAL_USE, *IMPORT_COLUMNS):
            faults.add(
                message("table.unknown_industry", "unknown industry '{label}'", label=label),
                message("table.expected_industries", "Expected the industries of the make table."),
            )
    for good in goods:
        if f"dom/{good}" not in use.rows:
            faults.add(message("table.goods_not_used", "goods of the make table are not in the use table"), place=good)
