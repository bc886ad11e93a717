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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import did_you_mean
from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import ONCE, cells_of
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.numbers import nearest_code, number_of
from sekisho.impact.economy.tables.table_file import TableFile
from sekisho.message import joined, message

COLUMNS: Final = ("kind", "from_region", "from_code", "to_region", "to_code", "value")
KINDS: Final = ("Z", "M", "F", "T", "V", "X")

_Name = tuple[str, str]
"""Region and code."""
_Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """The rows of a file as columns; sellers and buyers are numbers of names."""

    lines: _Whole
    kinds: NDArray[np.str_]
    sellers: _Whole
    buyers: _Whole
    values: Array
    names: tuple[_Name, ...]

    def of(self, kind: str) -> _Cells:
        """Return the rows of one kind."""
        at = np.flatnonzero(self.kinds == kind)
        return _Cells(
            lines=self.lines[at],
            kinds=self.kinds[at],
            sellers=self.sellers[at],
            buyers=self.buyers[at],
            values=self.values[at],
            names=self.names,
        )


def read_long(
    sheet: TableFile,
    stated: TableMetadata,
    known: KnownCodes,
    faults: TableFaults,
    *,
    usual: Mapping[str, TableMetadata] | None = None,
) -> InputOutputTable | None:
    """Read a table in long form; None if it has no sectors.

    Parameters
    ----------
    usual
        What holds for a table with some code of final use, since its publisher alone has it.

    Raises
    ------
    TableError
        If neither the file nor anybody states its year and unit.
    """
    cells = _cells(sheet, known, faults)
    sectors = dict.fromkeys(cells.names[at] for at in cells.of("X").sellers)
    if not sectors:
        faults.add(
            message("table.no_output_rows", "no row states the output of a sector"),
            message("table.expected_x_rows", "Expected rows of kind X, one a sector."),
        )
        return None
    regions = tuple(dict.fromkeys(region for region, _ in sectors))
    codes = tuple(dict.fromkeys(code for _, code in sectors))
    uses = {cells.names[at][1] for at in set(cells.of("F").buyers.tolist())}
    for each in [each for code, each in (usual or {}).items() if code in uses]:
        fits = each.scheme not in known.schemes or known.naming(codes, each.scheme)
        stated = stated.over(each if fits else replace(each, scheme=""))
    stated = settled(stated, where=sheet.name)
    _check_scheme(codes, stated.scheme, known, faults)
    places = {name: at for at, name in enumerate((region, code) for region in regions for code in codes)}
    for region, code in places:
        if (region, code) not in sectors:
            remedy = message("table.state_x", "State X for every sector of every region.")
            faults.add(
                message("table.no_output", "sectors have no output (kind X)"), remedy, place=f"{region} {code}".strip()
            )
    return _Arrays(cells, places, codes, faults).table(regions, stated, known)


def _check_scheme(codes: Sequence[str], scheme: str, known: KnownCodes, faults: TableFaults) -> None:
    """Tell codes that are not of the classification which is stated; not all of its sectors need be there."""
    if scheme in known.schemes:
        names = known.schemes[scheme].names
        for code in codes:
            if code not in names:
                remedy = joined(
                    (
                        nearest_code(code, names),
                        message("table.none_of_scheme", "It is none of the scheme {scheme}.", scheme=scheme),
                    ),
                    "sentence",
                )
                faults.add(message("table.unknown_sector", "unknown sector code '{code}'", code=code), remedy)


def _cells(sheet: TableFile, known: KnownCodes, faults: TableFaults) -> _Cells:
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in cells_of(sheet, COLUMNS, faults):
        rows.append(row)
        lines.append(line)
    kinds, from_regions, from_codes, to_regions, to_codes, values = zip(*rows, strict=True) if rows else [()] * 6
    for kind, line in zip(kinds, lines, strict=True) if set(kinds) - set(KINDS) else ():
        if kind not in KINDS:
            faults.add(
                message("table.unknown_kind", "rows are of an unknown kind"),
                message("error.expected_either", "Expected {choices}.", choices=joined(KINDS, "comma")),
                place=message("table.line_and", "line {line}, {place}", line=line, place=f"'{kind}'"),
            )
    names: dict[_Name, int] = {}
    return _Cells(
        lines=np.array(lines, dtype=np.intp),
        kinds=np.array(kinds, dtype=np.str_),
        sellers=_numbered(from_regions, from_codes, names),
        buyers=_numbered(to_regions, to_codes, names),
        values=_values(values, lines, faults),
        names=tuple((known.region(region), code) for region, code in names),
    )


def _numbered(regions: Iterable[str], codes: Iterable[str], names: dict[_Name, int]) -> _Whole:
    found = [names.setdefault(name, len(names)) for name in zip(regions, codes, strict=True)]
    return np.array(found, dtype=np.intp)


def _values(texts: Sequence[str], lines: Sequence[int], faults: TableFaults) -> Array:
    try:
        found = np.array(list(map(float, texts)))
    except ValueError:
        found = np.array([np.nan])
    if np.isfinite(found).all():
        return found
    return np.array(
        [
            number_of(text, faults, place=message("table.line", "line {line}", line=line))
            for text, line in zip(texts, lines, strict=True)
        ]
    )


class _Arrays:
    """The arrays of a table, out of its cells."""

    def __init__(self, cells: _Cells, places: Mapping[_Name, int], codes: Sequence[str], faults: TableFaults) -> None:
        """Find where every name stands; -1 is nowhere."""
        self.cells, self.places, self.codes, self.faults = cells, places, codes, faults
        self.place_of = np.array([places.get(name, -1) for name in cells.names], dtype=np.intp)
        of_code = {code: at for at, code in enumerate(codes)}
        self.product_of = np.array([of_code.get(code, -1) for _, code in cells.names], dtype=np.intp)

    def table(self, regions: tuple[str, ...], stated: TableMetadata, known: KnownCodes) -> InputOutputTable:
        """Put every cell in its place."""
        imported = self.cells.of("M")
        output = self.single("X", self.cells.of("X").sellers)
        return InputOutputTable(
            name=stated.name,
            year=stated.year or 0,
            unit=stated.unit,
            prices=stated.prices or "basic",
            source=stated.source,
            regions=regions,
            sectors=tuple(known.sector(code, stated.scheme, stated.sectors.get(code)) for code in self.codes),
            flows=self.double(self.cells.of("Z"), self.place_of, len(self.places), "sector"),
            imports=self.double(imported, self.product_of, len(self.codes), "product"),
            final=self.single("F", self.cells.of("F").sellers),
            output=output,
            value_added=self.value_added(output),
            taxes=self.single("T", self.cells.of("T").buyers),
            origins=self.origins(imported),
            rounding=stated.rounding,
            assumptions=stated.assumptions,
        )

    def double(self, cells: _Cells, row_of: _Whole, rows: int, sold: str) -> Array:
        """Return cells with a seller and a buyer; shape (rows, N). Imports of several origins are added up."""
        self._twice(cells)
        row, column = row_of[cells.sellers], self.place_of[cells.buyers]
        self._unknown(cells, cells.sellers, row, sold)
        self._unknown(cells, cells.buyers, column, message("table.sector", "sector"))
        there = (row >= 0) & (column >= 0)
        array = np.zeros((rows, len(self.places)))
        np.add.at(array, (row[there], column[there]), cells.values[there])
        return array

    def single(self, kind: str, names: _Whole) -> Array:
        """Add up cells of one sector; shape (N,)."""
        cells = self.cells.of(kind)
        self._twice(cells)
        at = self.place_of[names]
        self._unknown(cells, names, at, message("table.sector", "sector"))
        array = np.zeros(len(self.places))
        np.add.at(array, at[at >= 0], cells.values[at >= 0])
        return array

    def value_added(self, output: Array) -> Array:
        """Return value added, which every sector with output must have."""
        cells = self.cells.of("V")
        stated = set(self.place_of[cells.buyers])
        for name, at in self.places.items():
            if at not in stated and output[at]:
                self.faults.add(
                    message("table.no_value_added", "sectors have output and no value added (kind V)"),
                    place=" ".join(name).strip(),
                )
        return self.single("V", cells.buyers)

    def origins(self, imported: _Cells) -> dict[str, Array]:
        """Return imports by origin, where one is named."""
        found: dict[str, Array] = {}
        names = np.array([region for region, _ in imported.names], dtype=np.str_)
        of_origin = names[imported.sellers] if len(imported.sellers) else names[:0]
        for origin in dict.fromkeys(filter(None, of_origin.tolist())):
            at = of_origin == origin
            row, column = self.product_of[imported.sellers[at]], self.place_of[imported.buyers[at]]
            there = (row >= 0) & (column >= 0)
            array = np.zeros((len(self.codes), len(self.places)))
            np.add.at(array, (row[there], column[there]), imported.values[at][there])
            found[origin] = array
        return found

    def _twice(self, cells: _Cells) -> None:
        """Tell cells that are stated twice."""
        pairs = cells.sellers * len(cells.names) + cells.buyers
        _, first, times = np.unique(pairs, return_index=True, return_counts=True)
        for at in np.sort(first[times > 1]):
            again = cells.lines[np.flatnonzero(pairs == pairs[at])[1]]
            self.faults.add(
                message("table.cells_twice", "cells are stated twice"),
                ONCE,
                place=message("table.line", "line {line}", line=int(again)),
            )

    def _unknown(self, cells: _Cells, names: _Whole, places: _Whole, kind: str) -> None:
        """Tell names that are no sectors."""
        known = self.codes if kind == "product" else [" ".join(name).strip() for name in self.places]
        for at in np.flatnonzero(places < 0):
            region, code = cells.names[names[at]]
            name = code if kind == "product" else f"{region} {code}".strip()
            hint = joined(
                (
                    did_you_mean(name, known),
                    message("table.known_by_output", "A sector is known by its output (kind X)."),
                ),
                "sentence",
            )
            self.faults.add(
                message("table.unknown_of_kind", "unknown {kind} '{name}'", kind=kind, name=name),
                hint,
                place=message("table.line", "line {line}", line=int(cells.lines[at])),
            )
