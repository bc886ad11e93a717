"""Prove that no clause is unreachable: on every span of days on which it applies, some facts meet it.

For each clause, each span of days between two changes of the law and each reading, the search (see `search`) looks for
facts, none of them unknown, under which the clause is met and no graver one is: the clause decides. If there are none,
it looks for facts under which it is met at all. What is found is put to the judge of single lines, as a line, and
counts only if that agrees. What is not found does not exist: cells stand for all
values. An exception is tried together with what it excepts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cache

from sekisho.determination.core.compiled_clauses import CompiledClauses, compile_conditions
from sekisho.determination.core.domains import AS_FOLLOWS, Domain, leaves_in
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext, evaluate
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.outcome import Outcome, level_of
from sekisho.law.dates.calendar import LawOnDay, bare_condition
from sekisho.law.model.condition import FALSE, All, Any, Condition, FactName, Is, Leaf, Not, Open
from sekisho.law.model.fact import UNKNOWN, FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, Measure
from sekisho.law.model.term import Reading, Readings, expand
from sekisho.parties.index import parties_of
from sekisho.proofs.nesting import domains_on, laws_of
from sekisho.proofs.search import Goal, Search, Want, lowest

Facts = Mapping[FactName, FactValue]


class Reached(IntEnum):
    """How much a clause can do on a day under a reading."""

    NEVER = 0
    """No facts meet it."""
    OPEN = 1
    """No facts meet it, and some would if the text, which nobody knows, were met."""
    MET = 2
    """Some facts meet it, and under all of these a graver clause is met too."""
    DECIDES = 3
    """Some facts meet it and nothing graver, but then another clause of its level is met too."""
    ALONE = 4
    """Some facts meet it and nothing else of its level or above; or it obliges, and some facts meet it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReach:
    """What one clause can do on one span of days under one reading, with facts that show it.

    Parameters
    ----------
    agreed
        The judge of single lines says the same of these facts.
    """

    clause: ClauseId
    first: date | None
    last: date | None
    reading: Reading
    reached: Reached
    facts: Facts
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionReach:
    """Whether an exception meets a clause that it excepts on some day, with facts that show it."""

    exception: ClauseId
    target: ClauseId
    day: date | None
    facts: Facts = field(default_factory=dict)


def library_leaves(library: Library) -> tuple[Leaf, ...]:
    """Return every test that the law of any day makes, in one order."""
    found: dict[Leaf, None] = dict.fromkeys(leaves_in(AS_FOLLOWS))
    for law in laws_of(library):
        for condition in _conditions(law, library):
            found |= dict.fromkeys(leaves_in(condition))
            found |= dict.fromkeys(leaves_in(_with_any_text(condition)))
    return tuple(found)


def _conditions(law: LawOnDay, library: Library) -> Iterator[Condition]:
    """Yield the conditions of a day: of clauses, of exceptions, of what is paused, and of terms."""
    yield from (clause.condition for clause in law.clauses)
    yield from (term.reach(reading).when for term in law.terms.values() for reading in Reading)
    for measure, clause in library.clauses.values():
        yield bare_condition(clause, measure, law.day, library.measures)
        yield bare_condition(clause, measure, law.day, library.measures, although_paused=True)


def _with_any_text(condition: Condition) -> Condition:
    """Take a text that nobody knows for met, where it is open."""
    match condition:
        case Open(fact, values):
            return Is(fact, values)
        case All(parts):
            return All(tuple(map(_with_any_text, parts)))
        case Any(parts):
            return Any(tuple(map(_with_any_text, parts)))
        case Not(part):
            return Not(_with_any_text(part))
        case _:
            return condition


def clause_reaches(library: Library) -> Iterator[ClauseReach]:
    """Go through all clauses on all spans of days under all readings."""
    leaves = library_leaves(library)
    shown: dict[tuple[ClauseId, Reading], Facts] = {}
    for law in laws_of(library):
        domains = domains_on(leaves, law.day, library)
        for reading in Reading:
            prover = _Prover.of(law, reading, domains, library)
            for place, each in enumerate(law.clauses):
                key = each.clause.id, reading
                reached, facts = prover.reach(place, shown.get(key))
                shown[key] = facts
                yield ClauseReach(
                    clause=each.clause.id,
                    first=law.first,
                    last=law.last,
                    reading=reading,
                    reached=reached,
                    facts=facts,
                    agreed=prover.agrees(place, facts, reached),
                )


@dataclass(slots=True)
class _Prover:
    """The clauses of one day under one reading."""

    law: LawOnDay
    reading: Reading
    domains: Mapping[FactName, Domain]
    library: Library
    conditions: tuple[Condition, ...]
    compiled: CompiledClauses
    levels: tuple[Outcome, ...]
    search: Search

    @classmethod
    def of(cls, law: LawOnDay, reading: Reading, domains: Mapping[FactName, Domain], library: Library) -> _Prover:
        conditions = tuple(expand(clause.condition, law.terms, Readings(reading)) for clause in law.clauses)
        levels = tuple(level_of(clause.clause) for clause in law.clauses)
        compiled = compile_conditions(
            {dated.clause.id: condition for dated, condition in zip(law.clauses, conditions, strict=True)}, {}
        )
        return cls(law, reading, domains, library, conditions, compiled, levels, Search(domains))

    def reach(self, place: int, before: Facts | None) -> tuple[Reached, Facts]:
        """Find out what a clause can do; facts that showed it on other days are tried first."""
        if before is not None and self._decides_alone(place, before):
            return Reached.ALONE, before
        for reached, known, goals in self._ladder(place):
            follows = (AS_FOLLOWS, Want.TRUE if known else Want.NOT_FALSE)
            facts = self.search.find([follows, *goals], known=known)
            if facts is not None:
                return reached, {**self._anything(), **facts} if known else facts
        return Reached.NEVER, {}

    def _ladder(self, place: int) -> Iterator[tuple[Reached, bool, Sequence[Goal]]]:
        condition = self.conditions[place]
        yield Reached.ALONE, True, self._deciding(place, alone=True)
        yield Reached.DECIDES, True, self._deciding(place)
        yield Reached.DECIDES, False, self._deciding(place)
        yield Reached.MET, False, [(condition, Want.TRUE)]
        yield Reached.OPEN, True, [(_with_any_text(condition), Want.TRUE)]

    def _anything(self) -> Facts:
        """Return a known value of every fact: what a search among known values leaves out may have any of them."""
        return {fact: domain.values[lowest(domain.known)] for fact, domain in self.domains.items()}

    def _deciding(self, place: int, *, alone: bool = False) -> list[Goal]:
        """The clause is met, and none that is graver, or as grave; a clause that only obliges is met."""
        others = ((self.conditions[other], Want.NOT_TRUE) for other in self._rivals(place, alone=alone))
        return [(self.conditions[place], Want.TRUE), *others]

    def _rivals(self, place: int, *, alone: bool) -> list[int]:
        """Return the clauses that would take the decision from a clause, or share it."""
        level = self.levels[place]
        if level is Outcome.FREE:
            return []
        least = level if alone else level + 1
        return [other for other, grave in enumerate(self.levels) if grave >= least and other != place]

    def _decides_alone(self, place: int, facts: Facts) -> bool:
        context = EvaluationContext(
            facts={**dict.fromkeys(self.domains, UNKNOWN), **facts},
            day=self.law.day,
            terms={},
            readings=Readings(),
            parties=parties_of(self.library),
        )
        return self._is_met(place, self._rivals(place, alone=True), Evaluation(self.compiled, context))

    def _is_met(self, place: int, rivals: Sequence[int], evaluation: Evaluation) -> bool:
        """Tell whether a clause is met and none of its rivals is."""
        clauses = self.law.clauses
        met = evaluation.value(clauses[place].clause.id) is True
        return met and not any(evaluation.value(clauses[other].clause.id) is True for other in rivals)

    def agrees(self, place: int, facts: Facts, reached: Reached) -> bool:
        """Put the facts to the judge of single lines, everything else unknown."""
        table = self.library.facts
        line: dict[str, object] = {
            str(name): facts.get(name, UNKNOWN) for name, fact in table.facts.items() if fact.of != "law"
        }
        assumed = {
            str(name): str(value) for name, value in facts.items() if table[name].of == "law" and value is not UNKNOWN
        }
        typed, _, readings = settle_input(
            line, self.library, as_of=self.law.day, readings=Readings(self.reading), assume=assumed
        )
        evaluation = evaluate(self.library, typed, self.law.day, readings)
        value = evaluation.value(self.law.clauses[place].clause.id)
        if reached is Reached.NEVER:
            return value is not True
        if reached is Reached.OPEN:
            return value is UNKNOWN
        rivals = self._rivals(place, alone=reached is Reached.ALONE) if reached is not Reached.MET else []
        return self._is_met(place, rivals, evaluation)


def exception_reaches(library: Library) -> Iterator[ExceptionReach]:
    """Go through all exceptions and what they except, and look for a day on which some facts meet both."""
    leaves, laws = library_leaves(library), laws_of(library)
    domains = cache(lambda day: domains_on(leaves, day, library))  # of few days: an exception soon meets its clause
    for measure, clause in library.clauses.values():
        for target in clause.excepts:
            of, excepted = library.clauses[target]
            pair = ((clause, measure), (excepted, of))
            yield next(
                (
                    ExceptionReach(exception=clause.id, target=target, day=law.day, facts=facts)
                    for law in laws
                    if (facts := _meeting(pair, law, domains, library)) is not None
                ),
                ExceptionReach(exception=clause.id, target=target, day=None),
            )


def _meeting(
    pair: Sequence[tuple[Clause, Measure]],
    law: LawOnDay,
    domains: Callable[[date], Mapping[FactName, Domain]],
    library: Library,
) -> Facts | None:
    """Find facts that meet an exception and what it excepts on a day, under any reading."""
    bare = [bare_condition(clause, measure, law.day, library.measures) for clause, measure in pair]
    if FALSE in bare:
        return None
    for reading in Reading:
        goals = [(expand(condition, law.terms, Readings(reading)), Want.TRUE) for condition in (AS_FOLLOWS, *bare)]
        facts = Search(domains(law.day)).find(goals, known=True)
        if facts is not None:
            return facts
    return None
