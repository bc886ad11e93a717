"""A line before all clauses of a day: the value of each, and how it changes with another reading or another fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sekisho.determination.core.decision import decide
from sekisho.determination.core.evaluation import EvaluationContext, negate, test
from sekisho.determination.core.inputs import parties_of
from sekisho.determination.core.outcome import Obligation, Verdict
from sekisho.determination.core.subexpressions import CompiledClauses, parts_on
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Reading, Readings

NOTHING: frozenset[FactName] = frozenset()
_READINGS = {reading: place for place, reading in enumerate(Reading)}


@dataclass(slots=True)
class Evaluation:
    """A line that is judged by the clauses of a day, with all that is known so far.

    Parameters
    ----------
    known
        Value of each part of the law, None if it is not judged yet.
    values
        Value of each clause, in the order of the law.
    """

    parts: CompiledClauses
    case: EvaluationContext
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

    def if_read(self, readings: Readings) -> Evaluation:
        """Judge again what another choice of readings changes: nothing, if every term has the value that it had."""
        now, terms = self.case.readings, self.parts.terms
        others = [term for term in terms if now.of(term) != readings.of(term)]
        case = replace(self.case, readings=readings, _reached={})
        read = self._without(case, (self.parts.on_term[term] for term in others))
        moved = [term for term in others if any(read.value(place) is not self.value(place) for place in terms[term])]
        return self._again(read, frozenset[int]().union(*(self.parts.on_term[term] for term in moved)))

    def if_known(self, facts: Mapping[FactName, FactValue]) -> Evaluation:
        """Judge again what other facts may change; learning what was unknown changes only what is unknown.

        An unknown of the law is the exception: a value that leaves a text open opens what was settled without it.
        """
        touched = frozenset[int]().union(*(self.parts.on_fact.get(name, frozenset()) for name in facts))
        if all(self.case.facts[name] is UNKNOWN for name in facts) and self.parts.openers.isdisjoint(facts):
            touched = frozenset(place for place in touched if not isinstance(self.known[place], bool))
        case = replace(self.case, facts={**self.case.facts, **facts}, _reached={})
        return self._again(self._without(case, [touched]), touched)

    def _without(self, case: EvaluationContext, touched: Iterable[frozenset[int]]) -> Evaluation:
        """Return another case, for which some parts are not judged yet."""
        known = self.known.copy()
        for places in touched:
            for place in places:
                known[place] = None
        return Evaluation(self.parts, case, known)

    def _again(self, other: Evaluation, touched: frozenset[int]) -> Evaluation:
        """Judge the clauses of another case, save those whose parts were not touched."""
        values = [
            other.value(place) if place in touched else value
            for place, value in zip(self.parts.clauses, self.values, strict=True)
        ]
        return Evaluation(self.parts, other.case, other.known, values, self.verdict if values == self.values else None)

    def waits_for(self, clauses: Iterable[ClauseId]) -> list[frozenset[FactName]]:
        """Return, of each open clause, the facts without which it cannot be settled (see `settle.waiting`)."""
        wanted, told = frozenset(clauses), dict[int, frozenset[FactName]]()
        return [
            self._waits(place, told)
            for name, place, value in zip(self.parts.ids, self.parts.clauses, self.values, strict=True)
            if value is UNKNOWN and name in wanted
        ]

    def value(self, place: int) -> Truth:
        """Judge a part, unless it was judged already."""
        known, part = self.known, self.parts.all[place]
        found = known[place]
        if found is not None:
            return found
        if part.leaf is not None:
            found = test(part.leaf, self.case.facts[part.leaf.fact], self.case.day, self.case.parties)
        elif part.settled_by is None:
            inner = self.value(part.below[0 if part.term is None else _READINGS[self.case.readings.of(part.term)]])
            found = negate(inner) if part.term is None else inner
        else:
            found = not part.settled_by
            for other in part.below:
                value = known[other]
                if value is None:
                    value = self.value(other)
                if value is part.settled_by:
                    found = value
                    break
                if value is UNKNOWN:
                    found = UNKNOWN
        known[place] = found
        return found

    def _waits(self, place: int, told: dict[int, frozenset[FactName]]) -> frozenset[FactName]:
        """Return the facts that an unknown part waits for; `told` are those of parts that were looked at before."""
        found = told.get(place)
        if found is None:
            part = self.parts.all[place]
            if part.leaf is not None:
                found = frozenset({part.leaf.fact})
            elif part.term is not None:
                found = self._waits(part.below[_READINGS[self.case.readings.of(part.term)]], told)
            else:
                found = NOTHING.union(
                    *(self._waits(other, told) for other in part.below if self.value(other) is UNKNOWN)
                )
            told[place] = found
        return found


def sitting(
    library: Library, facts: Mapping[FactName, FactValue], day: date, readings: Readings | None = None
) -> Evaluation:
    """Judge a line by every clause of a day.

    Parameters
    ----------
    facts
        Every fact of the table, typed.
    readings
        How disputed terms are read; central unless said otherwise.
    """
    law = law_on(library, day)
    case = EvaluationContext(
        facts=facts, day=day, terms=law.terms, readings=readings or Readings(), parties=parties_of(library)
    )
    parts = parts_on(library, law.day)
    found = Evaluation(parts, case, [None] * len(parts.all))
    found.values = [found.value(place) for place in parts.clauses]
    return found
