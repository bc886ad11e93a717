"""Customs codes as hints: the control codes under which a customs code may fall, never a ground of control."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import IntEnum
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import Text, joined, message
from sekisho.trade.items.code import is_at_or_below, related
from sekisho.trade.items.control_entry import order
from sekisho.trade.items.harmonised_system import LENGTHS
from sekisho.trade.items.tariff import FULL, STEM, Tariff, TariffLine, tariff

DIRECTION: Final = "may"
"""The only direction: an item under the customs code may fall under the control code."""

EDITIONS: Final = ("2022", "2017", "2012", "2007", "CN 2026", "CN 2023")
"""Editions of a customs code; those of China have six digits of HS 2022."""

SUBHEADING: Final = 6
"""Digits of a subheading, to which all countries count alike."""
_OLDER: Final = ("2017", "2012", "2007")
_LOW: Final = "low"
_RANK: Final[Mapping[str, int]] = {"high": 0, "medium": 1, _LOW: 2}


class CodeMatch(IntEnum):
    """How the customs code asked for meets the one that is printed, the closest first."""

    SAME = 0
    UNDER = 1
    WITHIN = 2
    SAME_STEM = 3

    @property
    def says(self) -> Text:
        """How it matched, in words."""
        return _SAYS[self]


_SAYS: Final[Mapping[CodeMatch, Text]] = {
    CodeMatch.SAME: message("item.code_same", "the same code"),
    CodeMatch.UNDER: message("item.code_under", "lies below the code on file"),
    CodeMatch.WITHIN: message("item.code_within", "the code on file lies below it"),
    CodeMatch.SAME_STEM: message("item.code_same_stem", "another code of the same six digits"),
}


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
    match: CodeMatch
    confidence: str
    group: str
    doubtful: bool
    converted: str = ""
    direction: str = DIRECTION


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
    tables = tariff(library)
    if edition in _OLDER:
        return _best(_of_older(digits, edition, tables))
    found = tuple(_matches(digits, tables)) or tuple(_as_older(digits, tables))
    return _best((*_renumbered(digits, tables), *found))


def hints_of(code: str, library: Library) -> tuple[Hint, ...]:
    """Return the customs codes printed for a control code, for the codes below it, and for those above it.

    Where a table gives a customs code to an entry above, it stands for all below.
    """
    printed = _printed_by_code(library)
    found = [
        Hint(
            code=entry,
            printed=line.printed,
            edition=line.edition,
            match=_match_of_entry(entry, code),
            confidence=_LOW if entry in line.doubtful else line.confidence,
            group=line.group,
            doubtful=entry in line.doubtful,
        )
        for entry in related(code, tuple(printed))
        for line in printed[entry]
    ]
    return tuple(
        sorted(found, key=lambda hint: (hint.match, order(hint.code), hint.doubtful, -len(hint.printed), hint.printed))
    )


@cached_per_library
def _printed_by_code(library: Library) -> Mapping[str, tuple[TariffLine, ...]]:
    """Return the lines of the tables by the control codes that they stand for, or may, in order of the codes."""
    by_code: dict[str, list[TariffLine]] = defaultdict(list)
    for line in tariff(library).lines:
        for code in (*line.codes, *line.doubtful):
            by_code[code].append(line)
    return {code: tuple(lines) for code, lines in sorted(by_code.items())}


def _match_of_entry(entry: str, code: str) -> CodeMatch:
    """Tell how an entry for which a customs code is printed lies to a control code."""
    if entry == code:
        return CodeMatch.SAME
    return CodeMatch.WITHIN if is_at_or_below(entry, code) else CodeMatch.UNDER


@cached_per_library
def subheadings_of(library: Library, code: str) -> frozenset[str]:
    """Return the subheadings (six digits) under which goods of a control code usually go; none that is doubtful."""
    return frozenset(
        hint.printed[:SUBHEADING]
        for hint in hints_of(code, library)
        if hint.match is not CodeMatch.WITHIN and not hint.doubtful and len(hint.printed) >= SUBHEADING
    )


def is_of_tariff(digits: str, library: Library) -> bool:
    """Tell whether the tables, or goods that a measure names by code, have a code of the same subheading.

    Countries make lines of their own below a subheading, and renumber them: its six digits tell.

    Parameters
    ----------
    digits
        Six digits or more.
    """
    return len(digits) >= SUBHEADING and digits[:SUBHEADING] in _subheadings(library)


@cached_per_library
def _subheadings(library: Library) -> frozenset[str]:
    """Return the first six digits of all codes of the tables and of the triggers of measures."""
    triggers = (code for trigger in library.facts.triggers for code in trigger.codes)
    renumbered = (old for edition, old in tariff(library).revisions if edition == "CN 2023")
    printed = (line.printed for line in tariff(library).lines)
    return frozenset(code[:SUBHEADING] for code in (*triggers, *renumbered, *printed))


def _digits(text: str, edition: str) -> str:
    digits = text.strip().replace(".", "").replace(" ", "")
    problems = []
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        problems.append(
            Problem(
                what=message("item.no_customs_code", "'{code}' is not a customs code.", code=text),
                remedy=message("item.expected_customs", "Expected 2, 4, 6, 8 or 10 digits."),
            )
        )
    if edition not in EDITIONS:
        problems.append(
            Problem(
                what=message("item.unknown_edition", "unknown edition '{edition}'.", edition=edition),
                remedy=message(
                    "error.expected_one_of", "Expected one of {choices}.", choices=joined(EDITIONS, "comma")
                ),
            )
        )
    if problems:
        raise FactError(problems)
    return digits


def _matches(digits: str, tables: Tariff, converted: str = "") -> Iterator[Hint]:
    for line in tables.by_stem.get(digits[:STEM], ()) if len(digits) >= STEM else tables.lines:
        match = _match(digits, line.printed)
        if match is None:
            continue
        far = match is CodeMatch.SAME_STEM or (match is CodeMatch.WITHIN and len(digits) < STEM)
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


def _match(digits: str, printed: str) -> CodeMatch | None:
    if digits == printed:
        return CodeMatch.SAME
    if digits.startswith(printed):
        return CodeMatch.UNDER
    if printed.startswith(digits):
        return CodeMatch.WITHIN
    return CodeMatch.SAME_STEM if digits[:STEM] == printed[:STEM] else None


def _of_older(digits: str, edition: str, tables: Tariff) -> Iterator[Hint]:
    """Convert a code of an older edition; of its national digits beyond the sixth nothing is known."""
    for hint in _converted(digits, edition, tables):
        yield replace(hint, match=CodeMatch.SAME_STEM, confidence=_LOW) if len(digits) > STEM else hint


def _converted(digits: str, edition: str, tables: Tariff) -> Iterator[Hint]:
    """Convert a code of an older edition; one that is not in the table kept its number, or is no heading of hints."""
    if len(digits) < STEM:
        yield from _matches(digits, tables)
        olds = [(key, new) for key, new in tables.revisions.items() if key[0] == edition and key[1].startswith(digits)]
    else:
        key = (edition, digits[:STEM])
        if key not in tables.revisions:
            same = message(
                "item.code_kept", "{code} of {edition}: taken as the same number", code=digits[:STEM], edition=edition
            )
            yield from _matches(digits[:STEM], tables, same)
            return
        olds = [(key, tables.revisions[key])]
    for (_, old), targets in olds:
        for new, whole in targets:
            told = _became(old, new, edition, whole=whole)
            for hint in _matches(new, tables, told):
                capped = hint.confidence if whole and hint.confidence != "high" else "medium" if whole else _LOW
                yield replace(hint, confidence=capped)


def _became(old: str, new: str, edition: str, *, whole: bool) -> Text:
    """Say what a customs code of an older edition became."""
    if whole:
        return message("item.code_became", "{old} of {edition} became {new}", old=old, edition=edition, new=new)
    return message(
        "item.code_became_part", "{old} of {edition} became in part {new}", old=old, edition=edition, new=new
    )


def _as_older(digits: str, tables: Tariff) -> Iterator[Hint]:
    """Read a code that the present edition leads nowhere as one of the latest older edition that has it."""
    for edition in _OLDER:
        if (edition, digits[:STEM]) in tables.revisions:
            yield from (replace(hint, confidence=_LOW) for hint in _of_older(digits, edition, tables))
            return


def _renumbered(digits: str, tables: Tariff) -> Iterator[Hint]:
    for new, whole in tables.revisions.get(("CN 2023", digits), ()):
        told = f"{digits} of 2023 became {'' if whole else 'perhaps '}{new}"
        for hint in _matches(new, tables, told):
            if hint.match is CodeMatch.SAME:
                yield replace(hint, confidence=_LOW if not whole or hint.confidence == _LOW else "medium")


def _best(found: Iterable[Hint]) -> tuple[Hint, ...]:
    """Keep the closest hint of each control code; beside the same ten digits all others are of low confidence."""
    ranked = sorted(found, key=lambda hint: (hint.match, hint.doubtful, _RANK[hint.confidence], -len(hint.printed)))
    best: dict[str, Hint] = {}
    for hint in ranked:
        best.setdefault(hint.code or f"{hint.group} {hint.printed}", hint)
    exact = any(hint.match is CodeMatch.SAME and len(hint.printed) == FULL for hint in best.values())
    kept = (
        replace(hint, confidence=_LOW) if exact and hint.match is not CodeMatch.SAME else hint for hint in best.values()
    )
    return tuple(sorted(kept, key=lambda hint: (hint.match, _RANK[hint.confidence], order(hint.code), hint.printed)))
