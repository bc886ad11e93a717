"""Customs codes as hints: the control codes under which a customs code may fall, never a ground of control."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from sekisho.errors import FactError, Problem
from sekisho.law.library import Library
from sekisho.trade.code import is_at_or_below
from sekisho.trade.entry import HOME_SCHEME, order, read_scheme

DIRECTION: Final = "may"
"""The only direction: an item under the customs code may fall under the control code."""

EDITIONS: Final = ("2022", "2017", "2012", "2007", "CN 2026", "CN 2023")
"""Editions of a customs code; those of China have six digits of HS 2022."""

LENGTHS: Final = (2, 4, 6, 8, 10)
STEM: Final = 6
FULL: Final = 10
_OLDER: Final = ("2017", "2012", "2007")
_LOW: Final = "low"
_RANK: Final[Mapping[str, int]] = {"high": 0, "medium": 1, _LOW: 2}


class Match(IntEnum):
    """How the customs code asked for meets the one that is printed, the closest first."""

    SAME = 0
    UNDER = 1
    WITHIN = 2
    SAME_STEM = 3

    @property
    def says(self) -> str:
        """How it matched, in words."""
        return _SAYS[self]


_SAYS: Final[Mapping[Match, str]] = {
    Match.SAME: "the same code",
    Match.UNDER: "lies below the code printed",
    Match.WITHIN: "the code printed lies below it",
    Match.SAME_STEM: "another code of the same six digits",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A control code under which an item of a customs code may fall.

    Parameters
    ----------
    code
        Control code; empty where the catalogue prints the customs code and nobody tied it to an entry.
    printed, edition
        Customs code of the table that led here, and its edition.
    converted
        What the customs code became in the present edition; empty if it was taken as it is.
    """

    code: str
    printed: str
    edition: str
    match: Match
    confidence: str
    group: str
    doubtful: bool
    converted: str = ""
    direction: str = DIRECTION


@dataclass(frozen=True, slots=True)
class _Tables:
    lines: tuple[Line, ...]
    by_stem: Mapping[str, tuple[Line, ...]]
    revisions: Mapping[tuple[str, str], tuple[tuple[str, bool], ...]]


def hints(hs_code: str, library: Library, *, edition: str = "2022") -> tuple[Hint, ...]:
    """Return the control codes under which an item of a customs code may fall, the closest match first.

    A customs code with no hint may still be that of a controlled item.

    Parameters
    ----------
    hs_code
        Customs code of 2, 4, 6, 8 or 10 digits; dots and spaces are left out.
    edition
        Edition of its first six digits. A code of an older edition is converted; so is one that the present edition
        knows nothing of and an older one does, and a ten-digit code of 2023 that was renumbered.

    Raises
    ------
    FactError
        If the code is not of such digits, or the edition is not known.
    """
    digits = _digits(hs_code, edition)
    tables = _tables(library)
    if edition in _OLDER:
        return _best(_of_older(digits, edition, tables))
    found = tuple(_matches(digits, tables)) or tuple(_as_older(digits, tables))
    return _best((*_renumbered(digits, tables), *found))


def hints_of(code: str, library: Library) -> tuple[Hint, ...]:
    """Return the customs codes printed for a control code, for the codes below it, and for those above it.

    Where a table gives a customs code to an entry above, it stands for all below.
    """
    found = [
        Hint(
            code=one,
            printed=line.printed,
            edition=line.edition,
            match=Match.SAME if one == code else Match.WITHIN if is_at_or_below(one, code) else Match.UNDER,
            confidence=_LOW if one in line.doubtful else line.confidence,
            group=line.group,
            doubtful=one in line.doubtful,
        )
        for line in _tables(library).lines
        for one in (*line.codes, *line.doubtful)
        if is_at_or_below(one, code) or is_at_or_below(code, one)
    ]
    return tuple(
        sorted(found, key=lambda hint: (hint.match, order(hint.code), hint.doubtful, -len(hint.printed), hint.printed))
    )


def lines_of(library: Library) -> tuple[Line, ...]:
    """Return all customs codes of the tables, with what they may stand for."""
    return _tables(library).lines


def _digits(text: str, edition: str) -> str:
    digits = text.strip().replace(".", "").replace(" ", "")
    problems = []
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        problems.append(Problem(what=f"'{text}' is no customs code.", do="Expected 2, 4, 6, 8 or 10 digits."))
    if edition not in EDITIONS:
        problems.append(Problem(what=f"unknown edition '{edition}'.", do=f"Expected one of {', '.join(EDITIONS)}."))
    if problems:
        raise FactError(problems)
    return digits


def _matches(digits: str, tables: _Tables, converted: str = "") -> Iterator[Hint]:
    for line in tables.by_stem.get(digits[:STEM], ()) if len(digits) >= STEM else tables.lines:
        match = _match(digits, line.printed)
        if match is None:
            continue
        far = match is Match.SAME_STEM or (match is Match.WITHIN and len(digits) < STEM)
        for code in (*line.codes, *line.doubtful) or ("",):
            doubtful = code in line.doubtful
            yield Hint(
                code=code,
                printed=line.printed,
                edition=line.edition,
                match=match,
                confidence=_LOW if far or doubtful else line.confidence,
                group=line.group,
                doubtful=doubtful,
                converted=converted,
            )


def _match(digits: str, printed: str) -> Match | None:
    if digits == printed:
        return Match.SAME
    if digits.startswith(printed):
        return Match.UNDER
    if printed.startswith(digits):
        return Match.WITHIN
    return Match.SAME_STEM if digits[:STEM] == printed[:STEM] else None


def _of_older(digits: str, edition: str, tables: _Tables) -> Iterator[Hint]:
    """Convert a code of an older edition; of its national digits beyond the sixth nothing is known."""
    for hint in _converted(digits, edition, tables):
        yield replace(hint, match=Match.SAME_STEM, confidence=_LOW) if len(digits) > STEM else hint


def _converted(digits: str, edition: str, tables: _Tables) -> Iterator[Hint]:
    """Convert a code of an older edition; one that is not in the table kept its number, or is no heading of hints."""
    if len(digits) < STEM:
        yield from _matches(digits, tables)
        olds = [(key, new) for key, new in tables.revisions.items() if key[0] == edition and key[1].startswith(digits)]
    else:
        key = (edition, digits[:STEM])
        if key not in tables.revisions:
            told = f"{digits[:STEM]} of {edition}: taken as the same number"
            yield from _matches(digits[:STEM], tables, told)
            return
        olds = [(key, tables.revisions[key])]
    for (_, old), targets in olds:
        for new, whole in targets:
            told = f"{old} of {edition} became {'' if whole else 'in part '}{new}"
            for hint in _matches(new, tables, told):
                capped = hint.confidence if whole and hint.confidence != "high" else "medium" if whole else _LOW
                yield replace(hint, confidence=capped)


def _as_older(digits: str, tables: _Tables) -> Iterator[Hint]:
    """Read a code that the present edition leads nowhere as one of the latest older edition that has it."""
    for edition in _OLDER:
        if (edition, digits[:STEM]) in tables.revisions:
            yield from (replace(hint, confidence=_LOW) for hint in _of_older(digits, edition, tables))
            return


def _renumbered(digits: str, tables: _Tables) -> Iterator[Hint]:
    for new, whole in tables.revisions.get(("CN 2023", digits), ()):
        told = f"{digits} of 2023 became {'' if whole else 'perhaps '}{new}"
        for hint in _matches(new, tables, told):
            if hint.match is Match.SAME:
                yield replace(hint, confidence=_LOW if not whole or hint.confidence == _LOW else "medium")


def _best(found: Iterable[Hint]) -> tuple[Hint, ...]:
    """Keep the closest hint of each control code; beside the same ten digits all others are of low confidence."""
    ranked = sorted(found, key=lambda hint: (hint.match, hint.doubtful, _RANK[hint.confidence], -len(hint.printed)))
    best: dict[str, Hint] = {}
    for hint in ranked:
        best.setdefault(hint.code or f"{hint.group} {hint.printed}", hint)
    exact = any(hint.match is Match.SAME and len(hint.printed) == FULL for hint in best.values())
    kept = (
        replace(hint, confidence=_LOW) if exact and hint.match is not Match.SAME else hint for hint in best.values()
    )
    return tuple(sorted(kept, key=lambda hint: (hint.match, _RANK[hint.confidence], order(hint.code), hint.printed)))


def _tables(library: Library) -> _Tables:
    return _read(tuple(package.folder for package in library.packages))


@lru_cache(maxsize=16)
def _read(folders: tuple[Path, ...]) -> _Tables:
    lines = [line for folder in folders for line in _read_lines(folder)]
    held = {line.printed for line in lines}
    entries: dict[str, list[str]] = defaultdict(list)
    for entry in read_scheme(folders, HOME_SCHEME).values():
        for customs in entry.customs_codes:
            if customs not in held:
                entries[customs].append(entry.code)
    lines += [
        _line(customs, codes, (), group="dual-use list", edition="HS 2022", confidence="medium")
        for customs, codes in entries.items()
    ]
    revisions: dict[tuple[str, str], tuple[tuple[str, bool], ...]] = defaultdict(tuple)
    for folder in folders:
        for row in _rows(folder, "hs-revisions.csv"):
            revisions[row["edition"], row["old"]] += ((row["new"], row["share"] == "whole"),)
    by_stem: dict[str, tuple[Line, ...]] = defaultdict(tuple)
    for line in lines:
        by_stem[line.printed[:STEM]] += (line,)
    return _Tables(tuple(lines), dict(by_stem), dict(revisions))


def _read_lines(folder: Path) -> Iterator[Line]:
    for row in _rows(folder, "hs-cn-2026.csv"):
        yield _line(
            row["hs10"],
            _codes(row["codes"]),
            _codes(row["doubtful"]),
            group=row["group"],
            edition=row["edition"],
            confidence=row["confidence"],
            names={language: row[f"name_{language}"] for language in ("zh", "en") if row[f"name_{language}"]},
        )
    for row in _rows(folder, "hs-hints.csv"):
        yield _line(
            row["hs6"],
            _codes(row["codes"]),
            _codes(row["doubtful"]),
            group="dual-use list",
            edition="HS 2022",
            confidence=row["confidence"],
        )


def _line(
    printed: str,
    codes: Iterable[str],
    doubtful: Iterable[str],
    *,
    group: str,
    edition: str,
    confidence: str,
    names: Mapping[str, str] | None = None,
) -> Line:
    return Line(
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


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    file = folder / "lists" / name
    if file.is_file():
        with file.open(encoding="utf-8-sig", newline="") as text:
            yield from csv.DictReader(text)
