"""The long form of a table, a row a cell: kind, from_region, from_code, to_region, to_code, value.

It is the project's own format, and that of world tables cut to rows.

Z  intermediate use of a product made inside the table's regions: seller to buyer
M  imported inputs: from_region is the origin, if told apart; from_code the product
F  final use of a product made inside; to_code says by whom or for what, exports with it
T  taxes less subsidies on products used as inputs
V  value added
X  gross output; its rows say which regions and sectors there are, and in which order

Cells of Z, M, F and T that are left out are zero. Every sector has one X and, unless it has no output, a V.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.errors import did_you_mean
from sekisho.impact.table import Array, InputOutputTable
from sekisho.impact.tables.faults import Faults
from sekisho.impact.tables.numbers import number_of
from sekisho.impact.tables.sheet import Sheet
from sekisho.impact.tables.stated import Known, Stated, settled

COLUMNS: Final = ("kind", "from_region", "from_code", "to_region", "to_code", "value")
KINDS: Final = ("Z", "M", "F", "T", "V", "X")
ONCE: Final = "State each cell once."


@dataclass(frozen=True, slots=True)
class _Cell:
    """A row of the file."""

    line: int
    kind: str
    seller: tuple[str, str]
    buyer: tuple[str, str]
    value: float


def read_long(sheet: Sheet, stated: Stated, known: Known, faults: Faults) -> InputOutputTable | None:
    """Read a table in long form; None if it has no sectors.

    Raises
    ------
    TableError
        If neither the file nor anybody states its year and unit.
    """
    cells = _cells(sheet, known, faults)
    places = _places(cells, faults)
    if not places:
        faults.add("no row states the output of a sector", "Expected rows of kind X, one a sector.")
        return None
    stated = settled(stated, where=sheet.name)
    regions = tuple(dict.fromkeys(region for region, _ in places))
    codes = tuple(dict.fromkeys(code for _, code in places))
    whole = {(region, code): at for at, (region, code) in enumerate((r, c) for r in regions for c in codes)}
    for region, code in whole.keys() - places:
        faults.add("a sector has no output (kind X)", "State X for every sector of every region.", place=region + code)
    return _Filled(whole, codes, faults).table(cells, regions, stated, known)


def _cells(sheet: Sheet, known: Known, faults: Faults) -> list[_Cell]:
    columns = [sheet.header.index(name) for name in COLUMNS]
    found = []
    for line, row in sheet.read():
        if len(row) < len(sheet.header):
            faults.add("rows have fewer cells than the header", place=f"line {line:,}")
            continue
        kind, from_region, from_code, to_region, to_code, value = (row[at] for at in columns)
        number = number_of(value, faults, place=f"line {line:,}")
        if kind not in KINDS:
            faults.add("rows of an unknown kind", f"Expected {', '.join(KINDS)}.", place=f"line {line:,}, '{kind}'")
            continue
        seller, buyer = (known.region(from_region), from_code), (known.region(to_region), to_code)
        found.append(_Cell(line, kind, seller, buyer, number))
    return found


def _places(cells: Sequence[_Cell], faults: Faults) -> dict[tuple[str, str], None]:
    """Find the sectors: those whose output is stated."""
    found: dict[tuple[str, str], None] = {}
    for cell in cells:
        if cell.kind == "X":
            if cell.seller in found:
                faults.add("the output of a sector is stated twice", ONCE, place=f"line {cell.line:,}")
            found[cell.seller] = None
    return found


class _Filled:
    """Arrays that rows are put into."""

    def __init__(self, places: dict[tuple[str, str], int], codes: tuple[str, ...], faults: Faults) -> None:
        """Begin with nothing."""
        self.places, self.codes, self.faults = places, {code: at for at, code in enumerate(codes)}, faults
        n, size = len(codes), len(places)
        self.flows, self.imports = np.zeros((size, size)), np.zeros((n, size))
        self.final, self.output, self.taxes = np.zeros(size), np.zeros(size), np.zeros(size)
        self.value_added = np.full(size, np.nan)
        self.origins: dict[str, Array] = defaultdict(lambda: np.zeros((n, size)))
        self.seen: set[tuple[str, tuple[str, str], tuple[str, str]]] = set()

    def table(self, cells: Sequence[_Cell], regions: tuple[str, ...], stated: Stated, known: Known) -> InputOutputTable:
        """Put every row in its place."""
        for cell in cells:
            self.put(cell)
        lacking = np.isnan(self.value_added)
        for place, at in self.places.items():
            if lacking[at] and self.output[at]:
                self.faults.add("a sector has output and no value added (kind V)", place=" ".join(place).strip())
        self.value_added[lacking] = 0.0
        return InputOutputTable(
            name=stated.name,
            year=stated.year or 0,
            unit=stated.unit,
            prices=stated.prices or "basic",
            source=stated.source,
            regions=regions,
            sectors=tuple(known.sector(code, stated.scheme) for code in self.codes),
            flows=self.flows,
            imports=self.imports,
            final=self.final,
            output=self.output,
            value_added=self.value_added,
            taxes=self.taxes,
            origins=dict(self.origins),
            rounding=stated.rounding,
            assumptions=stated.assumptions,
        )

    def put(self, cell: _Cell) -> None:
        """Put one row in its place."""
        key = (cell.kind, cell.seller, cell.buyer)
        if key in self.seen:
            self.faults.add("a cell is stated twice", ONCE, place=f"line {cell.line:,}")
            return
        self.seen.add(key)
        match cell.kind:
            case "Z":
                row, column = self.place(cell.seller, cell), self.place(cell.buyer, cell)
                if row is not None and column is not None:
                    self.flows[row, column] = cell.value
            case "M":
                product, column = self.product(cell), self.place(cell.buyer, cell)
                if product is not None and column is not None:
                    self.imports[product, column] += cell.value
                    if cell.seller[0]:
                        self.origins[cell.seller[0]][product, column] = cell.value
            case "F" | "X":
                array = self.final if cell.kind == "F" else self.output
                row = self.place(cell.seller, cell)
                if row is not None:
                    array[row] += cell.value
            case _:
                array = self.value_added if cell.kind == "V" else self.taxes
                column = self.place(cell.buyer, cell)
                if column is not None:
                    array[column] = cell.value if np.isnan(array[column]) else array[column] + cell.value

    def place(self, name: tuple[str, str], cell: _Cell) -> int | None:
        """Find where a sector stands."""
        found = self.places.get(name)
        if found is None:
            region, code = name
            hint = did_you_mean(code, self.codes) or "Its output is not stated (kind X)."
            self.faults.add(f"unknown sector '{f'{region} {code}'.strip()}'", hint, place=f"line {cell.line:,}")
        return found

    def product(self, cell: _Cell) -> int | None:
        """Find which product is imported."""
        found = self.codes.get(cell.seller[1])
        if found is None:
            hint = did_you_mean(cell.seller[1], self.codes) or "Its output is not stated (kind X)."
            self.faults.add(f"unknown product '{cell.seller[1]}'", hint, place=f"line {cell.line:,}")
        return found
