"""Eora26: matrices of numbers alone, and labels in files of their own, for about 190 countries of 26 sectors.

`Eora26_2017_bp_T.txt` holds what sectors sell each other, `_FD` what final users buy, `_VA` what sectors pay their
workers, owners and the state. `labels_T.txt` and so on name rows and columns: country, its code, kind, name. They lie
in the same archive or beside it in `indices.zip`. Amounts are thousand dollars.

The countries of the database do not all balance. Output is what a sector sells, and value added what its inputs leave
of it; by how much the published value added differs is told, and where that is too much the table is refused.
Source: Lenzen and others, Building Eora (Economic Systems Research 25, 2013); https://worldmrio.com/eora26/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.numbers import tell_unknown_codes
from sekisho.impact.economy.tables.publishers.archive import TableArchive, numbers_of_line, open_archive
from sekisho.message import counted, joined, message

SOURCE: Final = "Eora global supply chain database, Eora26"
SCHEME: Final = "eora26"
INDICES: Final = "indices.zip"
WORLD_GAP: Final = 0.05
"""Share of the world's value added by which what is published may differ from what inputs leave of output. A judgement:
statistical differences of national accounts are 1 to 2 %; larger lets a file with a part in another unit pass, smaller
refuses releases in which a few small countries do not balance."""
TELLING: Final = 0.01
"""Share of a country's value added from which its gap is named."""
_SHOWN: Final = 5
"""Countries that are named."""
_PERCENT: Final = 100
"""Per cent of one."""
_LABEL_CELLS: Final = 4
"""Cells of a label: country, code, kind, name."""


def is_eora(archive: TableArchive) -> bool:
    """Tell an archive by its matrix of sales and that of final use."""
    return bool(archive.find("_T.txt") and archive.find("_FD.txt"))


def read_eora(
    archive: TableArchive, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a year; a country with fewer sectors than most, the rest of the world, keeps those it has."""
    labels = _labels(archive, faults)
    value_added_file = archive.find("_VA.txt")
    if not value_added_file:
        faults.add(
            message("table.archive_lacks", "the archive has no file {name}", name="*_VA.txt"),
            message("table.archive_expected", "Expected the archive as its publisher hands it out."),
        )
    if faults or not labels:
        return None
    places = [(row[1], row[3]) for row in labels]
    regions = list(dict.fromkeys(region for region, _ in places))
    sectors = list(dict.fromkeys(sector for _, sector in places))
    at = {place: number for number, place in enumerate((region, sector) for region in regions for sector in sectors)}
    own, size = np.array([at[place] for place in places]), len(regions) * len(sectors)
    whole = _matrix(archive, archive.find("_T.txt"), own, size, faults)
    final = _sums(archive, archive.find("_FD.txt"), len(places), faults)
    published = _rows_sum(archive, value_added_file, len(places), faults)
    if faults:
        return None
    use, paid = np.zeros(size), np.zeros(size)
    use[own], paid[own] = final, published
    output = whole.sum(axis=1) + use
    left = output - whole.sum(axis=0)
    balance = _gap(left, paid, regions, len(sectors), faults)
    naming = known.naming(sectors, SCHEME)
    tell_unknown_codes(sectors, naming, faults)
    if faults:
        return None
    usual = TableMetadata(unit="thousand USD", prices="basic", source=SOURCE, scheme=SCHEME)
    about = settled(stated.over(usual), where=archive.path.name)
    return InputOutputTable(
        name=about.name,
        year=about.year or 0,
        unit=about.unit,
        prices=about.prices,
        source=about.source,
        regions=tuple(known.region(region) for region in regions),
        sectors=tuple(known.sector(naming.get(name, name), about.scheme, about.sectors.get(name)) for name in sectors),
        flows=whole,
        imports=np.zeros((len(sectors), size)),
        final=use,
        output=output,
        value_added=left,
        taxes=np.zeros(size),
        rounding=about.rounding,
        assumptions=(*about.assumptions, balance),
    )


def _labels(archive: TableArchive, faults: TableFaults) -> list[list[str]]:
    """Return the labels of the sectors: country, code, kind, name."""
    beside = archive.path.with_name(INDICES)
    places = [archive, *([open_archive(beside)] if beside.is_file() else [])]
    for place in places:
        member = place.find("labels_T.txt")
        if member:
            rows = [line.rstrip("\r\n").split("\t") for line in place.lines(member) if line.strip()]
            short = next((number for number, row in enumerate(rows, start=1) if len(row) < _LABEL_CELLS), 0)
            if short:
                faults.add(
                    message("table.labels_short", "a label has fewer than four cells"),
                    message("table.labels_expected", "Expected country, code, kind and name between tabs."),
                    place=message("table.line", "line {line}", line=short),
                )
            return rows
    faults.add(
        message("table.archive_lacks", "the archive has no file {name}", name="labels_T.txt"),
        message("table.put_indices", "Put {name} of the same release beside it.", name=INDICES),
    )
    return []


def _matrix(archive: TableArchive, member: str, own: NDArray[np.intp], size: int, faults: TableFaults) -> Array:
    """Read a square matrix into the places of its rows and columns."""
    values = np.zeros((size, size))
    count = 0
    for count, line in enumerate(_filled_lines(archive, member), start=1):
        if count <= len(own):
            values[own[count - 1], own] = numbers_of_line(line, len(own), faults, place=_place(member, count))
    _check_rows(member, count, len(own), faults)
    return values


def _sums(archive: TableArchive, member: str, rows: int, faults: TableFaults) -> Array:
    """Add up the cells of each row, as many as the first has."""
    values = np.zeros(rows)
    count = width = 0
    for count, line in enumerate(_filled_lines(archive, member), start=1):
        width = width or len(line.strip("\r\n\t").split("\t"))
        if count <= rows:
            values[count - 1] = numbers_of_line(line, width, faults, place=_place(member, count)).sum()
    _check_rows(member, count, rows, faults)
    return values


def _rows_sum(archive: TableArchive, member: str, width: int, faults: TableFaults) -> Array:
    """Add the rows of a matrix up."""
    values = np.zeros(width)
    for number, line in enumerate(_filled_lines(archive, member), start=1):
        values += numbers_of_line(line, width, faults, place=_place(member, number))
    return values


def _filled_lines(archive: TableArchive, member: str) -> Iterator[str]:
    return (line for line in archive.lines(member) if line.strip())


def _place(member: str, line: int) -> str:
    where = message("table.line", "line {line}", line=line)
    return joined((Path(member).name, where), "comma")


def _check_rows(member: str, found: int, expected: int, faults: TableFaults) -> None:
    if found != expected:
        faults.add(
            message(
                "table.rows_and_labels",
                "{name} has {found} rows, and {expected} are labelled",
                name=Path(member).name,
                found=found,
                expected=expected,
            ),
            message("table.one_release", "Take matrices and labels of one release."),
        )


def _gap(left: Array, paid: Array, regions: Sequence[str], n: int, faults: TableFaults) -> str:
    """Say by how much the published value added differs from what inputs leave of output."""
    by_region = left.reshape(-1, n).sum(axis=1)
    gaps = np.abs(by_region - paid.reshape(-1, n).sum(axis=1))
    whole = float(gaps.sum() / max(float(np.abs(by_region).sum()), np.finfo(float).tiny))
    shares = gaps / np.maximum(np.abs(by_region), np.finfo(float).tiny)
    worst = [regions[int(at)] for at in np.argsort(-shares, kind="stable") if shares[at] > TELLING]
    if whole > WORLD_GAP:
        faults.add(
            message(
                "table.eora_gap",
                "published value added is {percent}% off what inputs leave of output, and {bound}% is the bound",
                percent=f"{_PERCENT * whole:.1f}",
                bound=f"{_PERCENT * WORLD_GAP:g}",
            ),
            message("table.one_release", "Take matrices and labels of one release."),
            place=", ".join(worst[:_SHOWN]),
        )
    if worst:
        return counted(
            "table.eora_residual_of",
            "Value added is what inputs leave of output; the published figure differs by {percent}% of it in all, and "
            "by more than 1% in {n} country ({countries}).",
            "Value added is what inputs leave of output; the published figure differs by {percent}% of it in all, and "
            "by more than 1% in {n} countries, most in {countries}.",
            n=len(worst),
            percent=f"{_PERCENT * whole:.2f}",
            countries=", ".join(worst[:_SHOWN]),
        )
    return message(
        "table.eora_residual",
        "Value added is what inputs leave of output; the published figure differs by {percent}% of it in all.",
        percent=f"{_PERCENT * whole:.2f}",
    )
