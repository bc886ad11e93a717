"""Entries that are found by an identifier: a corporate number, an LEI or another code, stated or in the field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.comparison import Query, Resemblance, Screening
from sekisho.parties.identifier import identifier_of
from sekisho.parties.reason import Reason
from sekisho.regex import regex

_HAS_CODE: Final = regex(r"\d{4}")
_LONG_CODE: Final = regex(r"(?<![0-9A-Z])[0-9A-Z]{13,20}(?![0-9A-Z])")
_NUMBER_ALONE: Final = "It is a number alone, and no entry holds it. State the name; until then the party is unknown."


class IdentifierHits:
    """Entries by their identifiers.

    Parameters
    ----------
    entries
        The entries; their place is their number.
    """

    __slots__ = ("_by_identifier", "_entries")

    def __init__(self, entries: Sequence[ListedParty]) -> None:
        self._entries = entries
        self._by_identifier: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            for identifier in entry.identifiers:
                self._by_identifier.setdefault(identifier, []).append(number)

    def decide(self, query: Query) -> Screening | None:
        """Decide by an identifier: that of an entry is a match, whatever the name; None if there is none."""
        stated = identifier_of(query.name) if any(map(str.isdigit, query.name)) else None
        if stated is None and not query.identifiers:
            return None
        values = [*query.identifiers, *((stated.value,) if stated else ())]
        numbers = dict.fromkeys(number for value in values for number in self._by_identifier.get(value, ()))
        if not numbers:
            bare = stated is not None and not query.identifiers
            return Screening(query=query.name, zone="review", problem=_NUMBER_ALONE) if bare else None
        hits = tuple(
            Resemblance(
                entry=(entry := self._entries[number]),
                name=entry.names[0],
                score=1.0,
                zone="match",
                reasons=(
                    Reason(kind="identifier", asked=next(value for value in values if value in entry.identifiers)),
                ),
            )
            for number in numbers
        )
        return Screening(query=query.name, zone="match", hits=hits)

    def beside(self, query: Query) -> Iterator[tuple[int, Resemblance]]:
        """Find entries whose corporate number, LEI or other code stands in the field beside a name."""
        for run in _LONG_CODE.findall(query.name.upper()) if _HAS_CODE.search(query.name) else ():
            for code in (run, run[1:]):
                stated = identifier_of(code)
                for number in self._by_identifier.get(stated.value, ()) if stated is not None else ():
                    entry = self._entries[number]
                    told = (Reason(kind="identifier", asked=code),)
                    hit = Resemblance(entry=entry, name=entry.names[0], score=1.0, zone="match", reasons=told)
                    yield number, hit
