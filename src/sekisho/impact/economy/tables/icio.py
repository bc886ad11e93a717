"""Inter-country tables of the OECD (ICIO), one file a year: labels such as `JPN_C24`, `JPN_HFCE`, `TLS`, `VA`, `OUT`.

In the extended files, parts of China and Mexico stand as CN1, CN2, MX1 and MX2, while final use stays under CHN and
MEX. They are added up to one region each, so that no region is without final use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from sekisho.impact.economy.reshaping import merged_regions
from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid, filled, grid_of_matrix
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.numbers import tell_unknown_codes
from sekisho.impact.economy.tables.table_file import TableFile
from sekisho.message import joined, message

FINAL_USE: Final = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "NONRES", "DPABR", "FD", "P33", "CONS_NONRES", "CONS_ABR")
VALUE_ADDED: Final = ("VA", "VALU")
TAXES: Final = ("TLS", "TXS", "TAXSUB")
OUTPUT: Final = ("OUT", "OUTPUT", "TOTAL")
SPLIT: Final = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}
SOURCE: Final = "OECD, Inter-Country Input-Output Tables"
SCHEME: Final = "oecd45"
_NO_REGIONS: Final = frozenset({"TTL", "DOM", "IMP", "TXS"})
"""What stands before a line in national tables of the OECD."""
_LABEL: Final = re.compile(r"([A-Z][A-Z0-9]{2})_(\w+)")


def is_icio(header: Sequence[str]) -> bool:
    """Tell a file by its header: final use by country, or, if it lies on its side, value added and output."""
    labels = [label for label in header if _LABEL.fullmatch(label) and label[:3] not in _NO_REGIONS]
    on_its_side = set(header) & set(VALUE_ADDED) and set(header) & set(OUTPUT)
    return any(_part(label) in FINAL_USE for label in labels) or bool(labels and on_its_side)


def read_icio(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read one year of an inter-country table."""
    grid = _upright(grid_of_matrix(sheet, faults), faults)
    places = [label for label in grid.columns if _is_place(label)]
    sellers = [label for label in grid.rows if _is_place(label)]
    regions, codes = _regions_and_codes(places, faults)
    _compare(places, sellers, faults)
    if not places:
        faults.add(
            message("table.no_sectors", "the table has no sectors"),
            message("table.expected_icio_columns", "Expected columns such as JPN_C24."),
        )
        return None
    usual = TableMetadata(unit="million USD", prices="basic", source=SOURCE, scheme=SCHEME)
    stated = settled(stated.over(usual), where=sheet.name)
    whole = [f"{region}_{code}" for region in regions for code in codes]
    uses = [label for label in grid.columns if _part(label) in FINAL_USE]
    naming = known.naming(codes, stated.scheme)
    tell_unknown_codes(codes, naming, faults, regions[0])
    scheme = stated.scheme if naming else "isic4"
    split = {known.region(part): known.region(SPLIT[part]) for part in regions if part in SPLIT}
    merged = message(
        "impact.added_up",
        "{parts} were added up to {wholes}.",
        parts=", ".join(sorted(split)),
        wholes=", ".join(sorted(set(split.values()))),
    )
    table = InputOutputTable(
        name=stated.name,
        year=stated.year or 0,
        unit=stated.unit,
        prices=stated.prices,
        source=stated.source,
        regions=tuple(known.region(region) for region in regions),
        sectors=tuple(known.sector(naming.get(code, code), scheme, stated.sectors.get(code)) for code in codes),
        flows=filled(grid.block(whole, whole), whole, whole, faults),
        imports=np.zeros((len(codes), len(whole))),
        final=filled(grid.block(whole, uses), whole, uses, faults).sum(axis=1),
        output=_added(grid, OUTPUT, whole, faults, needed=True),
        value_added=_added(grid, VALUE_ADDED, whole, faults, needed=True),
        taxes=_added(grid, TAXES, whole, faults, needed=False),
        rounding=stated.rounding,
        assumptions=(*stated.assumptions, *((merged,) if split else ())),
    )
    return merged_regions(table, split) if split else table


def _is_place(label: str) -> bool:
    """Tell a sector of a country from final use, taxes and totals."""
    match = _LABEL.fullmatch(label)
    return bool(match) and match[2] not in {*FINAL_USE, *TAXES, *VALUE_ADDED, *OUTPUT} if match else False


def _part(label: str) -> str:
    match = _LABEL.fullmatch(label)
    return match[2] if match else ""


def _upright(grid: LabelledGrid, faults: TableFaults) -> LabelledGrid:
    if not set(grid.columns) & set(VALUE_ADDED):
        return grid
    faults.add(
        message("table.on_its_side", "the table lies on its side: value added should be a row and is a column"),
        message("table.turn_it", "Turn it: a row is what a sector sells, a column what it buys."),
    )
    return grid.turned()


def _regions_and_codes(places: Sequence[str], faults: TableFaults) -> tuple[list[str], list[str]]:
    """Return the regions and the codes; every region must have the same codes."""
    of_region: dict[str, list[str]] = {}
    for label in places:
        region, _, code = label.partition("_")
        of_region.setdefault(region, []).append(code)
    codes = max(of_region.values(), key=len, default=[])
    for region, own in of_region.items():
        for code in (*(code for code in codes if code not in own), *(code for code in own if code not in codes)):
            what = message("table.other_sectors", "regions have other sectors than the rest")
            faults.add(
                what, message("table.same_sectors", "Every region has the same sectors."), place=f"{region}_{code}"
            )
    return list(of_region), codes


def _compare(columns: Sequence[str], rows: Sequence[str], faults: TableFaults) -> None:
    """Tell which sectors stand only as a row or only as a column."""
    here, there = set(columns), set(rows)
    for label in (*(label for label in columns if label not in there), *(label for label in rows if label not in here)):
        kind = (
            message("table.column_alone", "a column and no row")
            if label in here
            else message("table.row_alone", "a row and no column")
        )
        faults.add(
            message("table.sectors_have", "sectors have {kind}", kind=kind),
            message("table.state_both", "State both, under one code."),
            place=label,
        )


def _added(
    grid: LabelledGrid, names: Sequence[str], whole: Sequence[str], faults: TableFaults, *, needed: bool
) -> Array:
    """Add up the rows of a name, such as `TLS`, or one a country, such as `JPN_TAXSUB`."""
    rows = [label for label in grid.rows if label in names or _part(label) in names]
    if needed and not rows:
        faults.add(
            message("table.no_row", "no row {names}", names=joined(names, "or")),
            message("table.add_row", "Add it: without it nothing can be checked."),
        )
    return np.asarray(filled(grid.block(rows, whole), rows, whole, faults).sum(axis=0))
