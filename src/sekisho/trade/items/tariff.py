"""Tables of customs codes: what each may stand for, and what codes of older editions became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries

STEM: Final = 6
"""Digits that all countries share."""

FULL: Final = 10
"""Digits of a Chinese customs code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffLine:
    """A customs code of a table, with the control codes that it may stand for.

    Parameters
    ----------
    doubtful
        Control codes at which a noisy transcription prints it and another source doubts it.
    group
        Part of the licence catalogue: dual-use list, monitored chemical, drug precursor, nuclear list or unknown.
    """

    printed: str
    codes: tuple[str, ...]
    doubtful: tuple[str, ...]
    group: str
    edition: str
    confidence: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tariff:
    """All customs codes of the tables.

    Parameters
    ----------
    revisions
        Edition and old code to the new codes, each with whether it took over the whole.
    """

    lines: tuple[TariffLine, ...]
    by_stem: Mapping[str, tuple[TariffLine, ...]]
    revisions: Mapping[tuple[str, str], tuple[tuple[str, bool], ...]]


@cached_per_library
def tariff(library: Library) -> Tariff:
    """Return the customs codes of the tables and control lists of a library; a package need not have any."""
    folders = [package.folder for package in library.packages]
    lines = [line for folder in folders for line in _read_lines(folder)]
    held = {line.printed for line in lines}
    entries: dict[str, list[str]] = defaultdict(list)
    for entry in control_entries(library).values():
        for customs in entry.customs_codes:
            if customs not in held:
                entries[customs].append(entry.code)
    lines += [
        _line(customs, codes, (), group="dual-use list", edition="HS 2022", confidence="medium")
        for customs, codes in entries.items()
    ]
    revisions: dict[tuple[str, str], tuple[tuple[str, bool], ...]] = defaultdict(tuple)
    for folder in folders:
        for row in rows_of_table(folder / "lists" / "hs-revisions.csv", "edition", "old", "new", "share"):
            revisions[row["edition"], row["old"]] += ((row["new"], row["share"] == "whole"),)
    by_stem: dict[str, tuple[TariffLine, ...]] = defaultdict(tuple)
    for line in lines:
        by_stem[line.printed[:STEM]] += (line,)
    return Tariff(tuple(lines), dict(by_stem), dict(revisions))


def _read_lines(folder: Path) -> Iterator[TariffLine]:
    printed = ("hs10", "codes", "doubtful", "name_zh", "name_en", "group", "edition", "confidence")
    for row in rows_of_table(folder / "lists" / "hs-cn-2026.csv", *printed):
        yield _line(
            row["hs10"],
            _codes(row["codes"]),
            _codes(row["doubtful"]),
            group=row["group"],
            edition=row["edition"],
            confidence=row["confidence"],
            names={language: row[f"name_{language}"] for language in ("zh", "en") if row[f"name_{language}"]},
        )
    yield from _hint_lines(folder)


def _hint_lines(folder: Path) -> Iterator[TariffLine]:
    for row in rows_of_table(folder / "lists" / "hs-hints.csv", "hs6", "codes", "doubtful", "confidence"):
        yield _line(
            row["hs6"],
            _codes(row["codes"]),
            _codes(row["doubtful"]),
            group="dual-use list",
            edition="HS 2022",
            confidence=row["confidence"],
        )


Hints = Mapping[str, tuple[str, ...]]


def read_hints(folder: Path) -> Hints:
    """Read which control entries a six-digit customs code may stand for, from a data package.

    Entries that a noisy source puts at a code, and that another source doubts, are among them: a hint only ever makes
    an item possibly listed.
    """
    return {line.printed: (*line.codes, *line.doubtful) for line in _hint_lines(folder)}


def _line(
    printed: str,
    codes: Iterable[str],
    doubtful: Iterable[str],
    *,
    group: str,
    edition: str,
    confidence: str,
    names: Mapping[str, str] | None = None,
) -> TariffLine:
    return TariffLine(
        printed=printed,
        codes=tuple(codes),
        doubtful=tuple(doubtful),
        group=group,
        edition=edition,
        confidence=confidence,
        names=names or {},
    )


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
