"""The clauses of all days as one graph, for who judges one line on many days: what no change of law touches, once.

Two days next to each other share nearly all of their clauses. A part that stands in the law of several days has one
place here, so a line is judged by it once, and a day on which no clause changed that bears on the line needs no
judgement at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date

from sekisho.dataclass import dataclass
from sekisho.determination.core.compiled_clauses import CompiledClauses, Subexpression, clauses_on
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext
from sekisho.determination.core.line_signature import LineSignatures, Signature
from sekisho.determination.core.outcome import Outcome, Verdict, decide
from sekisho.law.dates.calendar import change_days
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, Open
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Reading, Readings
from sekisho.parties.index import parties_of


@dataclass(frozen=True, slots=True)
class PlacedClause:
    """A clause with its level and the place of its condition in the graph of all days."""

    id: ClauseId
    level: Outcome
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausesOverDays:
    """The parts of the clauses of every day on which the law changes, each distinct part once.

    Parameters
    ----------
    graph
        All parts; it has no conditions of its own.
    roots
        Places of all clauses.
    disputed
        Places of the parts that hang on how a term is read.
    opening
        Places of the parts that a value of a named unknown of the law may open, though they are settled without it.
    on_day
        For the first day of each span of unchanged law, its clauses.
    changed
        For the same days, the clauses that the span before did not have or this one does not.
    """

    graph: CompiledClauses
    roots: frozenset[int]
    disputed: tuple[int, ...]
    opening: frozenset[int]
    on_day: Mapping[date, tuple[PlacedClause, ...]]
    changed: Mapping[date, frozenset[PlacedClause]]


@cached_per_library
def clauses_over_days(library: Library) -> ClausesOverDays:
    """Put the clauses of all days together."""
    parts: dict[Hashable, int] = {}
    every: list[Subexpression] = []
    disputed: set[int] = set()
    opening: set[int] = set()
    on_day: dict[date, tuple[PlacedClause, ...]] = {}
    changed: dict[date, frozenset[PlacedClause]] = {}
    before: frozenset[PlacedClause] = frozenset()
    for day in (date.min, *change_days(library)):  # what was before the first change began with time
        compiled = clauses_on(library, day)
        moved = frozenset[int]().union(*compiled.on_term.values())
        here: list[int] = []
        for number, part in enumerate(compiled.all):  # the parts of a part come before it
            below = tuple(here[other] for other in part.below)
            key: Hashable = part.leaf or (part.term or part.settled_by, _key(part, below))
            place = parts.setdefault(key, len(every))
            if place == len(every):
                every.append(Subexpression(below, part.settled_by, part.leaf, part.term))
            if number in moved:
                disputed.add(place)
            if isinstance(part.leaf, Open) or not opening.isdisjoint(below):
                opening.add(place)
            here.append(place)
        clauses = tuple(
            PlacedClause(name, level, here[root])
            for name, level, root in zip(compiled.ids, compiled.levels, compiled.roots.values(), strict=True)
        )
        on_day[day], changed[day] = clauses, before ^ frozenset(clauses)
        before = frozenset(clauses)
    graph = CompiledClauses(
        all=tuple(every),
        conditions={},
        roots={},
        numbers={},
        places={},
        terms={},
        on_fact={part.leaf.fact: frozenset() for part in every if part.leaf is not None},
        on_term={},
        openers=frozenset(),
        owners=(),
        disputed=(),
    )
    return ClausesOverDays(
        graph=graph,
        roots=frozenset(clause.place for clauses in on_day.values() for clause in clauses),
        disputed=tuple(disputed),
        opening=frozenset(opening),
        on_day=on_day,
        changed=changed,
    )


def _key(part: Subexpression, below: tuple[int, ...]) -> Hashable:
    """Return what the parts of a part are to it: of a term an order, of several at once a set."""
    return frozenset(below) if part.settled_by is not None else below


@cached_per_library
def _signatures(library: Library) -> LineSignatures:
    return LineSignatures(clauses_over_days(library).graph)


def signature_over_days(library: Library, facts: Mapping[FactName, FactValue]) -> Signature:
    """Return what the law of all days tells apart of a line: two lines with the same have the same answer on each day.

    Parameters
    ----------
    facts
        As for `LineOverDays`.
    """
    return _signatures(library).of(facts, date.min, parties_of(library))


class LineOverDays:
    """One line before the clauses of all days, with all disputed words read in each of the three ways.

    Its parties stand on no list and nobody on a list holds them, on whatever day: so a test of a list is made once.

    Parameters
    ----------
    facts
        Every fact of the table, typed; no day of those that are asked bears on them.
    """

    def __init__(self, library: Library, facts: Mapping[FactName, FactValue]) -> None:
        """Judge the line once under the central reading, as far as any day asks; the others begin from there."""
        self.library, self.facts = library, facts
        self.clauses = clauses_over_days(library)
        roots = self.clauses.roots
        central = self._read(Reading.CENTRAL, None)
        for place in roots:
            central.truth_at(place)
        self.heard = {reading: self._read(reading, central) for reading in Reading}
        values = {place: {way: heard.truth_at(place) for way, heard in self.heard.items()} for place in roots}
        self.met = {place: ways for place, ways in values.items() if any(way is not False for way in ways.values())}

    def _read(self, reading: Reading, other: Evaluation | None) -> Evaluation:
        """Put the line before the graph under a reading; what no reading bears on is as in the other evaluation."""
        context = EvaluationContext(
            facts=self.facts, day=date.min, terms={}, readings=Readings(reading), parties=parties_of(self.library)
        )
        signatures, facts = _signatures(self.library), self.facts
        tested = signatures.tested(signatures.of(facts, date.min, context.parties)) if other is None else None
        truths = tested if other is None else other.truths_without([self.clauses.disputed])
        return Evaluation(self.clauses.graph, context, truths)

    def is_moved(self, day: date) -> bool:
        """Tell whether the law that begins on a day may answer otherwise than that of the day before.

        It may not if each clause that changed is not met before nor after, however words are read and whatever the
        unknowns of the law turn out to be.
        """
        opening = self.clauses.opening
        return any(clause.place in opening or clause.place in self.met for clause in self.clauses.changed[day])

    def verdict(self, day: date, reading: Reading = Reading.CENTRAL) -> Verdict:
        """Return floor and ceiling under the law that begins on a day."""
        met = self.met
        return decide(
            (clause.level, clause.id, met[clause.place][reading])
            for clause in self.clauses.on_day[day]
            if clause.place in met
        )

    def missing(self, day: date, verdict: Verdict) -> Iterator[frozenset[FactName]]:
        """Return, for each open clause of a verdict of a day, the facts without which it cannot be settled."""
        places = {clause.id: clause.place for clause in self.clauses.on_day[day]}
        return (self.heard[Reading.CENTRAL].missing_at(places[name]) for name in verdict.open)
