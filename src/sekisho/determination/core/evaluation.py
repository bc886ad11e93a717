"""The evaluator of conditions: the value of each for one line, why, what it waits for, and what else it could be.

A line is judged by the distinct parts of the conditions (`compiled_clauses`), each once and no sooner than it is asked
for. What a test of one fact says stands in `leaf_tests`; the answer that the clauses make together in `outcome.decide`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sekisho.dataclass import dataclass
from sekisho.determination.core.compiled_clauses import (
    CompiledClauses,
    clauses_on,
    compile_conditions,
    not_resolved,
)
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.outcome import Obligation, Verdict, decide
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import All, Any, Condition, FactName, Fold, Leaf, Not, Reaches, TermId, fold
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth, negate
from sekisho.law.model.library import Library
from sekisho.law.model.term import PLACES, Reading, Readings, Term, way_of
from sekisho.parties.index import PartyIndex, parties_of

NOTHING: frozenset[FactName] = frozenset()
NO_PLACES: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationContext:
    """What conditions are judged against: the facts of a line, the day, and how words are read."""

    facts: Mapping[FactName, FactValue]
    day: date
    terms: Mapping[TermId, Term]
    readings: Readings
    parties: PartyIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A condition with its value, and the same for each of its parts."""

    condition: Condition
    value: Truth
    parts: tuple[Trace, ...] = ()
    given: FactValue = UNKNOWN


class Evaluation:
    """One line before all clauses of a day, or before other conditions; every part that they share is judged once.

    Parameters
    ----------
    compiled
        The conditions taken apart, with the terms of the context.
    truths
        Value of each part, None where it is not judged yet; left out if none is.
    """

    __slots__ = ("_told", "_truths", "_values", "_verdict", "_waits", "compiled", "context")

    def __init__(
        self, compiled: CompiledClauses, context: EvaluationContext, truths: list[Truth | None] | None = None
    ) -> None:
        self.compiled, self.context = compiled, context
        self._truths: list[Truth | None] = [None] * len(compiled.all) if truths is None else truths
        self._values: list[Truth] | None = None
        self._verdict: Verdict | None = None
        self._waits: dict[int, frozenset[FactName]] = {}
        self._told: dict[int, tuple[int, Trace]] = {}

    def value(self, name: str) -> Truth:
        """Return the value of one condition."""
        return self.truth_at(self.compiled.roots[name])

    @property
    def values(self) -> Sequence[Truth]:
        """The value of every condition, in order."""
        if self._values is None:
            self._values = [self.truth_at(place) for place in self.compiled.roots.values()]
        return self._values

    @property
    def verdict(self) -> Verdict:
        """Floor and ceiling, and the clauses that make them."""
        if self._verdict is None:
            self._verdict = decide(zip(self.compiled.levels, self.compiled.ids, self.values, strict=True))
        return self._verdict

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """Duties that come with the answer, or may."""
        values = self.values
        return tuple(
            duties[0] if values[number] is True else duties[1]
            for number, duties in self.compiled.duties.items()
            if values[number] is not False
        )

    def ways_of(self, named: Reaches) -> tuple[Truth, ...]:
        """Return what a term that some condition names comes to narrowly, centrally and broadly."""
        return tuple(map(self.truth_at, self.compiled.all[self.compiled.place_of_term(named)].below))

    def missing(self, name: str) -> frozenset[FactName]:
        """Return the facts without which a condition cannot be settled; none if it is.

        What a part waits for does not count once the whole is settled without it. When all these facts are known the
        condition is settled; save one of the law that is answered with a value that leaves the text open.
        """
        place = self.compiled.roots[name]
        return self._waits_for(place) if self.truth_at(place) is UNKNOWN else NOTHING

    def trace(self, name: str) -> Trace:
        """Tell why a condition has its value: the value of every part, in the order in which it is written."""
        places = self.compiled.places

        def leaf(test: Leaf) -> tuple[int, Trace]:
            place = places[test]
            return place, Trace(condition=test, value=self.truth_at(place), given=self.context.facts[test.fact])

        def group(parts: Sequence[tuple[int, Trace]], *, settled_by: bool) -> tuple[int, Trace]:
            place, traces = places[settled_by, frozenset(at for at, _ in parts)], tuple(part for _, part in parts)
            condition = (Any if settled_by else All)(tuple(part.condition for part in traces))
            return place, Trace(condition=condition, value=self.truth_at(place), parts=traces)

        def negated(part: tuple[int, Trace]) -> tuple[int, Trace]:
            place = places["not", part[0]]
            return place, Trace(condition=Not(part[1].condition), value=self.truth_at(place), parts=(part[1],))

        def reaches(named: Reaches) -> tuple[int, Trace]:
            traced = self._told.get(id(named))  # the trace keeps it, so that nothing else has its number
            if traced is None:
                place = self.compiled.place_of_term(named)
                _, inner = fold(way_of(named, self.context.readings.of(named.term), self.context.terms), by)
                traced = place, Trace(condition=named, value=self.truth_at(place), parts=(inner,))
                self._told[id(named)] = traced
            return traced

        by: Fold[tuple[int, Trace]] = Fold(
            leaf=leaf,
            all_of=lambda parts: group(parts, settled_by=False),
            any_of=lambda parts: group(parts, settled_by=True),
            negated=negated,
            reaches=reaches,
            in_force=not_resolved,
        )
        return fold(self.compiled.conditions[name], by)[1]

    def is_moved(self, term: TermId, reading: Reading) -> bool:
        """Tell whether a term comes to something else under a reading; if not, no condition does."""
        way = PLACES[reading]
        return any(
            self.truth_at(self.compiled.all[place].below[way]) is not self.truth_at(place)
            for place in self.compiled.terms[term]
        )

    def with_readings(self, readings: Readings) -> Evaluation:
        """Judge again what another choice of readings changes: nothing, if every term has the value that it had."""
        values, now, terms = self.values, self.context.readings, self.compiled.terms
        others = [term for term in terms if now.of(term) != readings.of(term)]
        read = self._without(replace(self.context, readings=readings), (self.compiled.on_term[term] for term in others))
        moved = [
            term for term in others if any(read.truth_at(place) is not self.truth_at(place) for place in terms[term])
        ]
        return self._again(values, read, frozenset[int]().union(*(self.compiled.on_term[term] for term in moved)))

    def with_facts(self, facts: Mapping[FactName, FactValue]) -> Evaluation:
        """Judge again what other facts may change; learning what was unknown changes only what is unknown.

        An unknown of the law is the exception: a value that leaves a text open opens what was settled without it.
        """
        values = self.values
        touched = frozenset[int]().union(*(self.compiled.on_fact.get(name, NO_PLACES) for name in facts))
        if all(self.context.facts[name] is UNKNOWN for name in facts) and self.compiled.openers.isdisjoint(facts):
            touched = frozenset(place for place in touched if not isinstance(self._truths[place], bool))
        context = replace(self.context, facts={**self.context.facts, **facts})
        return self._again(values, self._without(context, [touched]), touched)

    def _without(self, context: EvaluationContext, touched: Iterable[frozenset[int]]) -> Evaluation:
        """Return an evaluation against another context, for which some parts are not judged yet."""
        truths = self._truths.copy()
        for places in touched:
            for place in places:
                truths[place] = None
        return Evaluation(self.compiled, context, truths)

    def _again(self, values: Sequence[Truth], other: Evaluation, touched: frozenset[int]) -> Evaluation:
        """Judge the conditions in another context, save those whose parts were not touched."""
        judged = list(values)
        for place in touched & self.compiled.numbers.keys():
            truth = other.truth_at(place)
            for number in self.compiled.numbers[place]:
                judged[number] = truth
        other._values = judged
        other._verdict = self._verdict if other._values == values else None
        return other

    def truth_at(self, place: int) -> Truth:
        """Judge a part in Kleene logic, unless it was judged already; parts stop at the first that settles them."""
        truths, part = self._truths, self.compiled.all[place]
        truth = truths[place]
        if truth is not None:
            return truth
        if part.leaf is not None:
            truth = judge_leaf(part.leaf, self.context.facts[part.leaf.fact], self.context.day, self.context.parties)
        elif part.term is not None:
            truth = self.truth_at(part.below[PLACES[self.context.readings.of(part.term)]])
        elif part.settled_by is None:
            truth = negate(self.truth_at(part.below[0]))
        else:
            truth = not part.settled_by
            for below in part.below:
                value = truths[below]
                if value is None:
                    value = self.truth_at(below)
                if value is part.settled_by:
                    truth = value
                    break
                if value is UNKNOWN:
                    truth = UNKNOWN
        truths[place] = truth
        return truth

    def _waits_for(self, place: int) -> frozenset[FactName]:
        """Return the facts that an unknown part waits for."""
        waits = self._waits.get(place)
        if waits is None:
            part = self.compiled.all[place]
            if part.leaf is not None:
                waits = frozenset({part.leaf.fact})
            elif part.term is not None:
                waits = self._waits_for(part.below[PLACES[self.context.readings.of(part.term)]])
            else:
                waits = NOTHING.union(
                    *(self._waits_for(below) for below in part.below if self.truth_at(below) is UNKNOWN)
                )
            self._waits[place] = waits
        return waits


def judge(condition: Condition, context: EvaluationContext) -> Truth:
    """Judge a single condition. Whoever judges the same one often compiles it once and asks an `Evaluation`."""
    return Evaluation(compile_conditions({"": condition}, context.terms), context).value("")


def evaluate(
    library: Library, facts: Mapping[FactName, FactValue], day: date, readings: Readings | None = None
) -> Evaluation:
    """Put a line before every clause of a day; each is judged when it is asked for.

    Parameters
    ----------
    facts
        Every fact of the table, typed.
    readings
        How disputed terms are read; central unless said otherwise.
    """
    law = law_on(library, day)
    context = EvaluationContext(
        facts=facts, day=day, terms=law.terms, readings=readings or Readings(), parties=parties_of(library)
    )
    return Evaluation(clauses_on(library, law.day), context)


def missing_facts(open_clauses: Iterable[frozenset[FactName]], rank: Mapping[FactName, int]) -> tuple[FactName, ...]:
    """Order the facts that open clauses wait for: first those that most clauses wait for.

    Facts that equally many clauses wait for stand in the order of the table of facts.
    """
    count: dict[FactName, int] = {}
    for facts in open_clauses:
        for name in facts:
            count[name] = count.get(name, 0) + 1
    return tuple(sorted(count, key=lambda name: (-count[name], rank.get(name, len(rank)))))
