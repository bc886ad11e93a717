"""The evaluator of conditions: the value of each for one line, why, what it waits for, and what else it could be.

A line is judged by the distinct parts of the conditions (`compiled_clauses`), each once and no sooner than it is asked
for. What a test of one fact says stands in `leaf_tests`; the answer that the clauses make together in `outcome.decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.compiled_clauses import (
    CompiledClauses,
    WrittenPart,
    clauses_on,
    compile_conditions,
)
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.line_signature import JudgedParts, LineSignatures, Signature, signatures_on
from sekisho.determination.core.outcome import Obligation, Verdict, decide
from sekisho.law.dates.calendar import law_on
from sekisho.law.memo import Memory
from sekisho.law.model.condition import Condition, FactName, Reaches, TermId, type_leaf
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth, negate
from sekisho.law.model.library import Library
from sekisho.law.model.term import PLACES, Reading, Readings, Term
from sekisho.parties.index import PartyIndex, parties_of

NOTHING: frozenset[FactName] = frozenset()
NO_PLACES: frozenset[int] = frozenset()
MOST_SIGNED: Final = 256
"""Lines that are remembered of a set of conditions, some hundred bytes each; a guess."""


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
    judged
        What was judged of a line that the law does not tell apart from this one.
    signed
        The signatures of lines, with the traces that are remembered, and that of this line.

    Attributes
    ----------
    truths
        Value of each part, None where it is not judged yet.
    """

    __slots__ = ("_signed", "_told", "_values", "_verdict", "_waits", "compiled", "context", "truths")

    def __init__(
        self,
        compiled: CompiledClauses,
        context: EvaluationContext,
        truths: list[Truth | None] | None = None,
        judged: JudgedParts | None = None,
        signed: tuple[LineSignatures, Signature] | None = None,
    ) -> None:
        self.compiled, self.context = compiled, context
        self.truths: list[Truth | None] = [None] * len(compiled.all) if truths is None else truths
        self._values: Sequence[Truth] | None = judged.values if judged is not None else None
        self._verdict: Verdict | None = judged.verdict if judged is not None else None
        self._waits: dict[int, frozenset[FactName]] = {}
        self._told: dict[int, Trace] = {}
        self._signed = signed

    def judged(self) -> JudgedParts:
        """Judge all conditions, and return what is known of every line of the same signature."""
        values, verdict = self.values, self.verdict
        return JudgedParts(self.truths, values, verdict)

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
        return self.compiled.obliged(self.values)

    def missing(self, name: str) -> frozenset[FactName]:
        """Return the facts without which a condition cannot be settled; none if it is.

        What a part waits for does not count once the whole is settled without it. When all these facts are known the
        condition is settled; save one of the law that is answered with a value that leaves the text open.
        """
        return self.missing_at(self.compiled.roots[name])

    def missing_at(self, place: int) -> frozenset[FactName]:
        """Return the facts without which a part cannot be settled; none if it is."""
        return self._waits_for(place) if self.truth_at(place) is UNKNOWN else NOTHING

    def trace(self, name: str) -> Trace:
        """Tell why a condition has its value: the value of every part, in the order in which it is written.

        Lines that say the same of the facts of a condition have one trace, which is remembered.
        """
        written = self.compiled.as_written(name, self.context.terms)
        return self._kept(name, written.place, lambda: self._traced(written))

    def _kept(self, named: Hashable, place: int, tell: Callable[[], Trace]) -> Trace:
        """Return the trace of a part, told anew unless a line that says the same of its facts had it told before."""
        if self._signed is None:
            return tell()
        lines, signature = self._signed
        key = self.context.readings, named, lines.said_at(place, signature, self.context.facts)
        trace: Trace | None = lines.traces.get(key)
        if trace is None:
            trace = tell()
            lines.keep_trace(key, trace)
        return trace

    def _traced(self, part: WrittenPart) -> Trace:
        condition, truth = part.condition, self.truth_at(part.place)
        if not isinstance(condition, Reaches):
            if not part.parts and isinstance(condition, type_leaf):
                return Trace(condition=condition, value=truth, given=self.context.facts[condition.fact])
            return Trace(condition=condition, value=truth, parts=tuple(map(self._traced, part.parts)))
        traced = self._told.get(id(condition))  # the library keeps it, so that nothing else has its number
        if traced is None:
            way = part.parts[PLACES[self.context.readings.of(condition.term)]]
            traced = self._told[id(condition)] = self._kept(
                id(condition),
                part.place,
                lambda: Trace(condition=condition, value=truth, parts=(self._traced(way),)),
            )
        return traced

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
        if readings == now:
            return self
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
            touched = frozenset(place for place in touched if not isinstance(self.truths[place], bool))
        context = replace(self.context, facts={**self.context.facts, **facts})
        return self._again(values, self._without(context, [touched]), touched)

    def with_all_facts(self, facts: Mapping[FactName, FactValue]) -> Evaluation:
        """Judge another line of the same day: again only what the facts that differ may change."""
        return self.with_facts(self.differing(facts))

    def differing(self, facts: Mapping[FactName, FactValue]) -> dict[FactName, FactValue]:
        """Return the facts of another line that differ from those of this one."""
        before = self.context.facts
        return {name: value for name, value in facts.items() if value is not before[name] and value != before[name]}

    def _without(self, context: EvaluationContext, touched: Iterable[frozenset[int]]) -> Evaluation:
        """Return an evaluation against another context, for which some parts are not judged yet."""
        return Evaluation(self.compiled, context, self.truths_without(touched))

    def truths_without(self, touched: Iterable[Iterable[int]]) -> list[Truth | None]:
        """Return the value of each part as far as it is judged, some parts taken as not judged yet."""
        truths = self.truths.copy()
        for places in touched:
            for place in places:
                truths[place] = None
        return truths

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
        truths = self.truths
        truth = truths[place]
        if truth is not None:
            return truth
        part = self.compiled.all[place]
        settled_by, leaf = part.settled_by, part.leaf
        if settled_by is not None:
            truth = not settled_by
            for below in part.below:
                value = truths[below]
                if value is None:
                    value = self.truth_at(below)
                if value is settled_by:
                    truth = value
                    break
                if value is UNKNOWN:
                    truth = UNKNOWN
        elif leaf is not None:
            context = self.context
            truth = judge_leaf(leaf, context.facts[leaf.fact], context.day, context.parties)
        elif part.term is not None:
            truth = self.truth_at(part.below[PLACES[self.context.readings.of(part.term)]])
        else:
            truth = negate(self.truth_at(part.below[0]))
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


class SignedConditions:
    """Conditions taken apart, with what was judged of lines by their signatures."""

    def __init__(self, compiled: CompiledClauses) -> None:
        self._compiled, self._lines = compiled, LineSignatures(compiled)
        self._judged = Memory[tuple[Signature, Readings], list[Truth]](MOST_SIGNED)

    def values(self, case: EvaluationContext) -> list[Truth]:
        """Return the value of every condition for a line, in order."""
        signature = self._lines.of(case.facts, case.day, case.parties)
        values = self.known(signature, case.readings)
        if values is None:
            judged = Evaluation(self._compiled, case, self._lines.tested(signature))
            values = self._judged.keep((signature, case.readings), list(judged.values))
        return values

    def known(self, signature: Signature, readings: Readings) -> list[Truth] | None:
        """Return what was judged of a line of a signature; None if nobody asked of one lately."""
        return self._judged.get((signature, readings))


@dataclass(frozen=True, slots=True)
class LineEvaluation:
    """The facts of a line as they were judged, those presumed among them, before all clauses of its day.

    Parameters
    ----------
    unstated
        Facts that neither the line nor the question states.
    """

    given: Mapping[str, object]
    heard: Evaluation
    unstated: frozenset[FactName]

    def answers(self, given: Mapping[str, object], library: Library) -> bool:
        """Tell whether it is the line that is asked of, under the same law."""
        return self.given == given and self.heard.context.parties is parties_of(library)


def judge(condition: Condition, context: EvaluationContext) -> Truth:
    """Judge a single condition. Whoever judges the same one often compiles it once and asks an `Evaluation`."""
    return Evaluation(compile_conditions({"": condition}, context.terms), context).value("")


def evaluate(
    library: Library,
    facts: Mapping[FactName, FactValue],
    day: date,
    readings: Readings | None = None,
    near: Evaluation | None = None,
) -> Evaluation:
    """Put a line before every clause of a day; of lines that the law does not tell apart the first alone is judged.

    Parameters
    ----------
    facts
        Every fact of the table, typed.
    readings
        How disputed terms are read; central unless said otherwise.
    near
        A line of the same day and readings that says nearly the same: what it shares is not judged again.
    """
    law = law_on(library, day)
    context = EvaluationContext(
        facts=facts, day=day, terms=law.terms, readings=readings or Readings(), parties=parties_of(library)
    )
    compiled, signatures = clauses_on(library, law.day), signatures_on(library, law.day)
    signature = signatures.of(facts, day, context.parties)
    judged = signatures.judged(signature, context.readings)
    if judged is not None:
        # Lines of one signature share the values of parts: what is judged of one is judged of all.
        return Evaluation(compiled, context, judged.truths, judged, (signatures, signature))
    if near is not None:
        heard = near.with_all_facts(facts)
    else:
        heard = Evaluation(compiled, context, signatures.tested(signature), signed=(signatures, signature))
    signatures.keep(signature, context.readings, heard.judged())
    return heard


def missing_facts(open_clauses: Iterable[frozenset[FactName]], rank: Mapping[FactName, int]) -> tuple[FactName, ...]:
    """Order the facts that open clauses wait for: first those that most clauses wait for.

    Facts that equally many clauses wait for stand in the order of the table of facts.
    """
    count: dict[FactName, int] = {}
    for facts in open_clauses:
        for name in facts:
            count[name] = count.get(name, 0) + 1
    return tuple(sorted(count, key=lambda name: (-count[name], rank.get(name, len(rank)))))
