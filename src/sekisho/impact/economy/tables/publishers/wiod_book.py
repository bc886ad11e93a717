"""World tables of the World Input-Output Database as workbooks: 44 regions of 56 industries, or 41 of 35.

Four rows stand over the numbers, code, title, region and number (`c1`), and four columns before them. Below the
products stand rows of the region `TOT`: inputs together, taxes on products, what was added to bring prices in line,
value added, international transport margins, output. Source: Timmer and others, The World Input-Output Database:
Contents, Sources and Methods (2012), and An Illustrated User Guide (Review of International Economics 23, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.numbers import tell_unknown_codes
from sekisho.impact.economy.tables.publishers.sheet import PublishedSheet, coded_rows, folded
from sekisho.message import message

SOURCE: Final = "World Input-Output Database"
SCHEMES: Final = {56: "wiod56", 35: "wiod35"}
"""Classification by how many industries a region has."""
WHOLE: Final = "TOT"
"""Region of rows and columns that add others up."""
VALUE_ADDED: Final = frozenset({"VA", "r64", "Valueaddedatbasicprices"})
OUTPUT: Final = frozenset({"GO", "r69", "Outputatbasicprices"})
REPEATS: Final = frozenset({"II_fob", "r60", "Totalintermediateconsumption"})
MARGINS: Final = message(
    "table.margins_in_taxes",
    "Taxes on inputs include the margins of international transport, and what brings prices of trade in line. The "
    "publisher books both apart.",
)
_HEADS: Final = range(4)
_CODE, _TITLE, _REGION, _NUMBER = _HEADS
"""Rows over the numbers, and columns before them, in their order."""


def is_wiod(head: Sequence[Sequence[str]]) -> bool:
    """Tell the sheet by its row of numbers, and the region `TOT` over it."""
    at = _numbered_row(head)
    return at is not None and WHOLE in head[at - 1]


def _numbered_row(head: Sequence[Sequence[str]]) -> int | None:
    return next((at for at, row in enumerate(head) if at >= _NUMBER and {"c1", "c2"} <= set(row)), None)


def read_wiod(
    sheet: PublishedSheet, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a world table; None if it has no industries."""
    head = sheet.head()
    numbered = _numbered_row(head)
    if numbered is None:
        faults.add(
            message("table.no_numbers_row", "no row numbers the columns (c1, c2 ...)"),
            message("table.expected_as_in", "Expected rows and columns as in {source}.", source=SOURCE),
        )
        return None
    codes, _, places, numbers = (head[numbered - _NUMBER + at] for at in _HEADS)
    first = numbers.index("c1")
    before = first - len(_HEADS)
    columns = {
        at: f"{places[at]} {codes[at] or numbers[at]}"
        for at in range(first, len(numbers))
        if at < len(places) and places[at]
    }

    def label(row: Sequence[object]) -> str:
        cells = [folded(cell) for cell in row[before:first]]
        if len(cells) <= _NUMBER or not any(cells):
            return ""
        if cells[_REGION] and cells[_REGION] != WHOLE:
            return f"{cells[_REGION]} {cells[_CODE] or cells[_NUMBER]}"
        return f"{WHOLE} {cells[_CODE] or cells[_NUMBER] or cells[_TITLE]}"

    grid = coded_rows(sheet, columns, label, faults, after=numbered + 1)
    return _table(grid, stated, known, faults)


def _table(
    grid: LabelledGrid, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    sellers = dict.fromkeys(label for label in grid.rows if not label.startswith(WHOLE))
    codes = list(dict.fromkeys(_code_of(label) for label in sellers))
    columns = [label for label in grid.columns if not label.startswith(WHOLE)]
    places = dict.fromkeys(label for label in columns if _code_of(label) in codes)
    uses = [label for label in columns if label not in places]
    regions = list(dict.fromkeys(label.partition(" ")[0] for label in (*sellers, *places)))
    whole = [f"{region} {code}" for region in regions for code in codes]
    for label in whole:
        if label not in places or label not in sellers:
            alone = (
                message("table.row_alone", "a row and no column")
                if label in sellers
                else message("table.column_alone", "a column and no row")
                if label in places
                else message("table.neither", "neither row nor column")
            )
            faults.add(
                message("table.sectors_have", "sectors have {kind}", kind=alone),
                message("table.state_both", "State both, under one code."),
                place=label,
            )
    if not places:
        faults.add(
            message("table.no_sectors", "the table has no sectors"),
            message("table.expected_as_in", "Expected rows and columns as in {source}.", source=SOURCE),
        )
        return None
    scheme = SCHEMES.get(len(codes), "")
    usual = TableMetadata(unit="million USD", prices="basic", source=SOURCE, scheme=scheme, assumptions=(MARGINS,))
    stated = settled(stated.over(usual), where=faults.name)
    totals = {_code_of(label): label for label in grid.rows if label.startswith(WHOLE)}
    taxes = [label for code, label in totals.items() if code not in {*VALUE_ADDED, *OUTPUT, *REPEATS}]
    naming = known.naming(codes, stated.scheme)
    tell_unknown_codes(codes, naming, faults)
    return InputOutputTable(
        name=stated.name,
        year=stated.year or 0,
        unit=stated.unit,
        prices=stated.prices,
        source=stated.source,
        regions=tuple(known.region(region) for region in regions),
        sectors=tuple(known.sector(naming.get(code, code), stated.scheme, stated.sectors.get(code)) for code in codes),
        flows=_block(grid, whole, whole),
        imports=np.zeros((len(codes), len(whole))),
        final=_block(grid, whole, uses).sum(axis=1),
        output=_row(grid, totals, OUTPUT, whole, faults),
        value_added=_row(grid, totals, VALUE_ADDED, whole, faults),
        taxes=_block(grid, taxes, whole).sum(axis=0),
        rounding=stated.rounding,
        assumptions=stated.assumptions,
    )


def _code_of(label: str) -> str:
    """Return the industry, or the final use, of a label."""
    return label.partition(" ")[2]


def _block(grid: LabelledGrid, rows: Sequence[str], columns: Sequence[str]) -> Array:
    return np.nan_to_num(grid.block(rows, columns))


def _row(
    grid: LabelledGrid, totals: dict[str, str], names: frozenset[str], whole: Sequence[str], faults: TableFaults
) -> Array:
    rows = [label for code, label in totals.items() if code in names]
    if not rows:
        faults.add(
            message("table.no_row", "no row {names}", names=min(names, key=len)),
            message("table.add_row", "Add it: without it nothing can be checked."),
        )
    return np.asarray(_block(grid, rows[:1], whole).sum(axis=0))
