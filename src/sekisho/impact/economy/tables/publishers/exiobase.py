"""EXIOBASE 3: an archive of texts between tabs, 49 regions of 163 industries or 200 products, in million euros.

`Z.txt` holds flows, or `A.txt` coefficients of output; `Y.txt` final use, `x.txt` output. Region and sector stand in
two rows over the numbers and two columns before them (one row over those of `x.txt`). Value added and taxes are rows of
`F.txt` among the satellite accounts. Its 9,800 rows are read one after another and added up at once to the divisions of
NACE Rev. 1.1, by which EXIOBASE is built, so that no more than a row of the large matrix is held.
Source: Stadler and others, EXIOBASE 3 (Journal of Industrial Ecology 22, 2018); https://doi.org/10.5281/zenodo.3583070
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.publishers.archive import TableArchive, numbers_of_line
from sekisho.impact.economy.tables.publishers.exiobase_divisions import division_of
from sekisho.message import joined, message

SOURCE: Final = "EXIOBASE 3"
SCHEME: Final = "nace1"
TAXES: Final = re.compile(r"Taxes less subsidies on products", re.IGNORECASE)
VALUE_ADDED: Final = re.compile(
    r"Other net taxes on production|Compensation of employees|Operating surplus", re.IGNORECASE
)
LABELS: Final = 2
"""Rows over the numbers, and columns before them: region and sector."""

_Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Divisions:
    """Where every sector of the file goes.

    Parameters
    ----------
    regions, codes
        In the order of the file, and of the classification.
    place_of
        Place of each sector of the file, region by region; shape (columns,).
    """

    regions: tuple[str, ...]
    codes: tuple[str, ...]
    place_of: _Whole

    @property
    def size(self) -> int:
        return len(self.regions) * len(self.codes)

    def added(self, values: Array) -> Array:
        """Add the cells of a row up."""
        return np.asarray(np.bincount(self.place_of, weights=values, minlength=self.size), dtype=np.float64)


def is_exiobase(archive: TableArchive) -> bool:
    """Tell an archive by its files."""
    return bool(
        archive.named("x.txt") and archive.named("Y.txt") and (archive.named("Z.txt") or archive.named("A.txt"))
    )


def read_exiobase(
    archive: TableArchive, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a year, added up to divisions of NACE Rev. 1.1; None if something is not as it should be."""
    places, output = _outputs(archive, faults)
    divisions = _divisions(places, faults)
    if faults or not places:
        return None
    flows, in_order = _flows(archive, divisions, output, faults)
    if in_order != places:
        faults.add(
            message(
                "table.other_order", "files of the archive name regions and sectors otherwise, or in another order"
            ),
            message("table.archive_expected", "Expected the archive as its publisher hands it out."),
        )
    final = _final(archive, divisions, faults)
    whole = divisions.added(output)
    inputs = flows.sum(axis=0)
    added, taxes, assumed = _primary(archive, divisions, whole - inputs, faults)
    if faults:
        return None
    shares = message(
        "table.added_up_to_divisions",
        "{n} sectors a region were added up to {divisions} divisions of NACE Rev. 1.1.",
        n=len(places) // len(divisions.regions),
        divisions=len(divisions.codes),
    )
    usual = TableMetadata(unit="million EUR", prices="basic", source=SOURCE, scheme=SCHEME)
    about = settled(stated.over(usual), where=archive.path.name)
    size = divisions.size
    return InputOutputTable(
        name=about.name,
        year=about.year or 0,
        unit=about.unit,
        prices=about.prices,
        source=about.source,
        regions=tuple(known.region(region) for region in divisions.regions),
        sectors=tuple(known.sector(code, about.scheme, about.sectors.get(code)) for code in divisions.codes),
        flows=flows,
        imports=np.zeros((len(divisions.codes), size)),
        final=final,
        output=whole,
        value_added=added,
        taxes=taxes,
        rounding=about.rounding,
        assumptions=(*about.assumptions, shares, *assumed),
    )


def _outputs(archive: TableArchive, faults: TableFaults) -> tuple[list[tuple[str, str]], Array]:
    """Read regions, sectors and output of `x.txt`."""
    lines = archive.lines(archive.named("x.txt"))
    next(lines, "")
    places: list[tuple[str, str]] = []
    values: list[float] = []
    for number, line in enumerate(lines, start=2):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) > LABELS:
            places.append((cells[0], cells[1]))
            values.append(float(numbers_of_line(line, 1, faults, place=_line("x.txt", number), skip=LABELS)[0]))
    if not places:
        faults.add(message("table.no_sectors", "the table has no sectors"), place="x.txt")
    return places, np.array(values)


def _divisions(places: Sequence[tuple[str, str]], faults: TableFaults) -> _Divisions:
    regions = tuple(dict.fromkeys(region for region, _ in places))
    division: dict[str, str] = {}
    for sector in dict.fromkeys(sector for _, sector in places):
        division[sector] = division_of(sector)
        if not division[sector]:
            faults.add(
                message("table.unknown_sector", "unknown sector code '{code}'", code=sector),
                message("table.expected_sectors_of", "Expected the sectors of {source}.", source=SOURCE),
            )
    codes = tuple(sorted(set(division.values()) - {""}))
    at = {code: number for number, code in enumerate(codes)}
    where = [regions.index(region) * len(codes) + at.get(division[sector], 0) for region, sector in places]
    return _Divisions(regions=regions, codes=codes, place_of=np.array(where, dtype=np.intp))


def _flows(
    archive: TableArchive, divisions: _Divisions, output: Array, faults: TableFaults
) -> tuple[Array, list[tuple[str, str]]]:
    """Add flows up row by row; coefficients are flows once they are taken of the buyer's output."""
    member = archive.named("Z.txt")
    factor = np.ones_like(output) if member else output
    flows = np.zeros((divisions.size, divisions.size))
    places = []
    for number, place, values in _rows(archive, member or archive.named("A.txt"), len(output), faults):
        places.append(place)
        if number < len(divisions.place_of):
            flows[divisions.place_of[number]] += divisions.added(values * factor)
    return flows, places


def _final(archive: TableArchive, divisions: _Divisions, faults: TableFaults) -> Array:
    """Add final use up over who uses."""
    final = np.zeros(divisions.size)
    for number, _, values in _rows(archive, archive.named("Y.txt"), 0, faults):
        if number < len(divisions.place_of):
            final[divisions.place_of[number]] += values.sum()
    return final


def _rows(
    archive: TableArchive, member: str, width: int, faults: TableFaults
) -> Iterator[tuple[int, tuple[str, str], Array]]:
    """Go through the rows of a matrix: number from 0, region and sector, cells."""
    lines = archive.lines(member)
    header = next(lines, "").rstrip("\r\n").split("\t")
    next(lines, "")
    wide = width or len(header) - LABELS
    number = 0
    for at, line in enumerate(lines, start=3):
        cells = line.split("\t", LABELS)
        if len(cells) <= LABELS or not cells[LABELS].strip():
            continue  # a third header row names the two columns of labels
        yield number, (cells[0], cells[1]), numbers_of_line(line, wide, faults, place=_line(member, at), skip=LABELS)
        number += 1


def _primary(
    archive: TableArchive, divisions: _Divisions, left: Array, faults: TableFaults
) -> tuple[Array, Array, tuple[str, ...]]:
    """Return value added, taxes on products, and what was assumed of them."""
    member = next(
        (name for name in archive.members if name.endswith("/F.txt") and re.search("satellite|factor|value", name)), ""
    ) or archive.named("F.txt")
    added, taxes, rows = np.zeros_like(left), np.zeros_like(left), 0
    if member:
        for number, line in enumerate(archive.lines(member), start=1):
            name = line.partition("\t")[0]
            is_tax, is_added = bool(TAXES.match(name)), bool(VALUE_ADDED.match(name))
            if is_tax or is_added:
                values = numbers_of_line(line, len(divisions.place_of), faults, place=_line(member, number), skip=1)
                (taxes if is_tax else added)[:] += divisions.added(values)
                rows += is_added
    if rows:
        return added, taxes, ()
    residual = message(
        "table.value_added_left",
        "Value added is what inputs leave of output, taxes on products with it: the archive has no rows of it.",
    )
    return left, taxes, (residual,)


def _line(member: str, number: int) -> str:
    where = message("table.line", "line {line}", line=number)
    return joined((member.rpartition("/")[2], where), "comma")
