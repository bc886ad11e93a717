"""A line before all clauses of a day: the value of each, and how it changes with another reading or another fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sekisho.determine.decide import decide
from sekisho.determine.given import parties_of
from sekisho.determine.judge import Case, negate, test
from sekisho.determine.outcome import Obligation, Verdict
from sekisho.determine.parts import Part, Parts, parts_on
from sekisho.law.condition import FactName
from sekisho.law.fact import UNKNOWN, FactValue, Truth
from sekisho.law.library import Library
from sekisho.law.measure import ClauseId
from sekisho.law.term import Reading, Readings

NOTHING: frozenset[FactName] = frozenset()
_READINGS = {reading: place for place, reading in enumerate(Reading)}


@dataclass(slots=True)
class Sitting:
    """A line that is judged by the clauses of a day, with all that is known so far.

    Parameters
    ----------
    known
        Value of each part of the law, None if it is not judged yet.
    values
        Value of each clause, in the order of the law.
    """

    parts: Parts
    case: Case
    known: list[Truth | None]
    values: list[Truth] = field(default_factory=list)
    _verdict: Verdict | None = None

    @property
    def verdict(self) -> Verdict:
        """Floor and ceiling, and the clauses that make them."""
        if self._verdict is None:
            self._verdict = decide(zip(self.parts.levels, self.parts.ids, self.values, strict=True))
        return self._verdict

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """Duties that come with the answer, or may."""
        return tuple(
            duties[0] if self.values[number] is True else duties[1]
            for number, duties in self.parts.duties.items()
            if self.values[number] is not False
        )

    def if_read(self, readings: Readings) -> Sitting:
        """Judge again what another choice of readings may change."""
        now = self.case.readings
        touched = [places for term, places in self.parts.on_term.items() if now.of(term) != readings.of(term)]
        return self._again(replace(self.case, readings=readings, _reached={}), frozenset[int]().union(*touched))

    def if_known(self, facts: Mapping[FactName, FactValue]) -> Sitting:
        """Judge again what other facts may change."""
        touched = frozenset[int]().union(*(self.parts.on_fact.get(name, frozenset()) for name in facts))
        return self._again(replace(self.case, facts={**self.case.facts, **facts}, _reached={}), touched)

    def waits_for(self, clauses: Iterable[ClauseId]) -> list[frozenset[FactName]]:
        """Return, of each open clause, the facts without which it cannot be settled (see `settle.waiting`)."""
        wanted = frozenset(clauses)
        return [
            self._waits(place)
            for name, place, value in zip(self.parts.ids, self.parts.clauses, self.values, strict=True)
            if value is UNKNOWN and name in wanted
        ]

    def _again(self, case: Case, touched: frozenset[int]) -> Sitting:
        if not touched:
            return Sitting(self.parts, case, self.known, self.values, self._verdict)
        known = self.known.copy()
        for place in touched:
            known[place] = None
        other = Sitting(self.parts, case, known)
        other.values = [
            other.value(place) if place in touched else value
            for place, value in zip(self.parts.clauses, self.values, strict=True)
        ]
        if other.values == self.values:
            other._verdict = self.verdict
        return other

    def value(self, place: int) -> Truth:
        """Judge a part, unless it was judged already."""
        found = self.known[place]
        if found is None:
            found = self.known[place] = self._judge(self.parts.all[place])
        return found

    def _judge(self, part: Part) -> Truth:
        if part.leaf is not None:
            return test(part.leaf, self.case.facts[part.leaf.fact], self.case.day, self.case.parties)
        if part.settled_by is not None:
            return self._together(part.below, settled_by=part.settled_by)
        if part.term is not None:
            return self.value(part.below[_READINGS[self.case.readings.of(part.term)]])
        return negate(self.value(part.below[0]))

    def _together(self, below: tuple[int, ...], *, settled_by: bool) -> Truth:
        known = self.known
        outcome: Truth = not settled_by
        for place in below:
            value = known[place]
            if value is None:
                value = self.value(place)
            if value is settled_by:
                return settled_by
            if value is UNKNOWN:
                outcome = UNKNOWN
        return outcome

    def _waits(self, place: int) -> frozenset[FactName]:
        if self.value(place) is not UNKNOWN:
            return NOTHING
        part = self.parts.all[place]
        if part.leaf is not None:
            return frozenset({part.leaf.fact})
        if part.term is not None:
            return self._waits(part.below[_READINGS[self.case.readings.of(part.term)]])
        return NOTHING.union(*(self._waits(other) for other in part.below if self.known[other] is UNKNOWN))


def sitting(
    library: Library, facts: Mapping[FactName, FactValue], day: date, readings: Readings | None = None
) -> Sitting:
    """Judge a line by every clause of a day.

    Parameters
    ----------
    facts
        Every fact of the table, typed.
    readings
        How disputed terms are read; central unless said otherwise.
    """
    law = library.law_on(day)
    case = Case(facts=facts, day=day, terms=law.terms, readings=readings or Readings(), parties=parties_of(library))
    parts = parts_on(library, law.day)
    found = Sitting(parts, case, [None] * len(parts.all))
    found.values = [found.value(place) for place in parts.clauses]
    return found
