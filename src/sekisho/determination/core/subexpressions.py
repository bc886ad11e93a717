"""The clauses of a day taken apart, so that a part which many clauses share is found once.

`evaluation` says what a condition means; this gives the same values sooner. Every distinct part of the clauses and
terms of a day has a place, and a line keeps the values of the parts judged so far. If a term is then read otherwise,
or a fact is another, only the parts that depend on it are judged again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, assert_never

from sekisho.determination.core.decision import level_of
from sekisho.determination.core.outcome import Obligation, Outcome
from sekisho.errors import MeasureError, Problem
from sekisho.law.dates.calendar import LawOnDay, law_on
from sekisho.law.loading.condition_reader import LISTED_SHARE
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Leaf,
    Listed,
    Not,
    Open,
    Reaches,
    TermId,
    Under,
)
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId, Effect
from sekisho.law.model.term import Reading, Term


@dataclass(frozen=True, slots=True)
class Subexpression:
    """One distinct part of the clauses of a day.

    Parameters
    ----------
    settled_by
        Value of a part that settles the whole: False if all parts must hold, True if any.
    leaf, term
        The test of one fact, or the term, that it is; None if it is made of others.
    below
        Places of its parts, those that are sooner judged first; of a term, of its three reaches.
    """

    below: tuple[int, ...] = ()
    settled_by: bool | None = None
    leaf: Leaf | None = None
    term: TermId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledClauses:
    """The parts of the clauses of a day.

    Parameters
    ----------
    clauses
        Places of the clauses, in the order of the law.
    on_fact, on_term
        Places of the parts that depend on a fact, or on how a disputed term is read.
    terms
        Places of the disputed terms, several if it is said of parties; one that another rests on comes before it.
    duties
        Obligations of the clauses that oblige, if certain and if not, by place among the clauses.
    openers
        Named unknowns of the law of which a value leaves a text open.
    owners
        Facts that say whether parties on lists hold a share, as far as a clause depends on them; sorted.
    """

    all: tuple[Subexpression, ...]
    clauses: tuple[int, ...]
    ids: tuple[ClauseId, ...]
    levels: tuple[Outcome, ...]
    terms: Mapping[TermId, tuple[int, ...]]
    duties: Mapping[int, tuple[Obligation, Obligation]]
    on_fact: Mapping[FactName, frozenset[int]]
    on_term: Mapping[TermId, frozenset[int]]
    openers: frozenset[FactName]
    owners: tuple[FactName, ...]

    @property
    def disputed(self) -> tuple[TermId, ...]:
        """Disputed terms on which a clause depends, sorted."""
        clauses = set(self.clauses)
        return tuple(sorted(term for term, places in self.on_term.items() if places & clauses))


@dataclass(slots=True)
class _Apart:
    """Takes conditions apart, each distinct one once."""

    terms: Mapping[TermId, Term]
    unknowns: Collection[FactName]
    parts: list[Subexpression]
    places: dict[object, int]
    weights: list[int]
    """Number of parts that each part has in all: the more, the later it is judged."""
    facts: list[frozenset[FactName]]
    disputed: list[frozenset[TermId]]
    within: list[TermId]
    """Terms that are being taken apart."""

    def place(self, condition: Condition) -> int:
        """Return the place of a condition."""
        match condition:
            case All(parts) | Any(parts):
                below = self._in_order(map(self.place, parts))
                return self._keep(Subexpression(below, settled_by=isinstance(condition, Any)))
            case Not(part):
                return self._keep(Subexpression((self.place(part),)))
            case Reaches(term) if condition.ways:
                return self._keep(Subexpression(tuple(map(self.place, condition.ways)), term=term))
            case Reaches(term):
                return self._term(term)
            case Is() | Under() | Between() | Listed() | Open():
                return self._keep(Subexpression(leaf=condition))
            case InForce(measure):
                message = f"the state of {measure} was not resolved for a day"
                raise AssertionError(message)
            case _:
                assert_never(condition)

    def _term(self, term: TermId) -> int:
        if term in self.places:
            return self.places[term]
        if term in self.within:
            around = " -> ".join((*self.within[self.within.index(term) :], term))
            raise MeasureError(
                Problem(where=str(term), what=f"its reach rests on itself: {around}.", remedy="Leave one of them out.")
            )
        self.within.append(term)
        below = tuple(self.place(self.terms[term].reach(reading).when) for reading in Reading)
        self.within.pop()
        place = self._keep(Subexpression(below, term=term))
        self.places[term] = place
        return place

    def _in_order(self, below: Iterable[int]) -> tuple[int, ...]:
        """Put the parts that are sooner judged first, each once: neither order nor repetition changes the whole."""
        return tuple(sorted(set(below), key=lambda place: (self._changes(place), self.weights[place], place)))

    def _changes(self, place: int) -> bool:
        """Tell whether a part hangs on a reading or on a named unknown of the law, and so may be judged again."""
        return bool(self.disputed[place]) or not self.facts[place].isdisjoint(self.unknowns)

    def _keep(self, part: Subexpression) -> int:
        known = self.places.get(part)
        if known is None:
            known = self.places[part] = len(self.parts)
            self.parts.append(part)
            self.weights.append(1 + sum(self.weights[place] for place in part.below))
            own = frozenset({part.leaf.fact}) if part.leaf is not None else frozenset()
            self.facts.append(own.union(*(self.facts[place] for place in part.below)))
            read = {part.term} if part.term is not None and self.terms[part.term].disputed else set()
            self.disputed.append(frozenset(read).union(*(self.disputed[place] for place in part.below)))
        return known


def parts_of_law(law: LawOnDay) -> CompiledClauses:
    """Take the clauses of a day apart.

    Raises
    ------
    MeasureError
        If a term rests on itself.
    """
    apart = _Apart(law.terms, law.unknowns, [], {}, [], [], [], [])
    clauses = tuple(apart.place(clause.condition) for clause in law.clauses)
    disputed = frozenset[TermId]().union(*apart.disputed)
    tested = frozenset[FactName]().union(*(apart.facts[place] for place in clauses))
    return CompiledClauses(
        all=tuple(apart.parts),
        clauses=clauses,
        ids=tuple(clause.clause.id for clause in law.clauses),
        levels=tuple(level_of(clause.clause) for clause in law.clauses),
        terms={term: tuple(places) for term, places in _applied(apart.parts).items() if term in disputed},
        duties={
            number: (_duty(law, number, certain=True), _duty(law, number, certain=False))
            for number, clause in enumerate(law.clauses)
            if clause.clause.effect is Effect.OBLIGE
        },
        on_fact=_inverted(apart.facts),
        on_term=_inverted(apart.disputed),
        openers=frozenset(part.leaf.fact for part in apart.parts if isinstance(part.leaf, Open)),
        owners=tuple(sorted(name for name in tested if name.endswith(LISTED_SHARE))),
    )


def _duty(law: LawOnDay, number: int, *, certain: bool) -> Obligation:
    clause = law.clauses[number].clause
    return Obligation(clause=clause.id, duty=clause.duty, article=clause.article, certain=certain)


def _applied(parts: Sequence[Subexpression]) -> dict[TermId, list[int]]:
    """Gather the places at which each term stands."""
    found: dict[TermId, list[int]] = {}
    for place, part in enumerate(parts):
        if part.term is not None:
            found.setdefault(part.term, []).append(place)
    return found


Name = TypeVar("Name", FactName, TermId)


def _inverted(names: Sequence[frozenset[Name]]) -> dict[Name, frozenset[int]]:
    """Turn what each place depends on into the places that depend on each."""
    found: dict[Name, set[int]] = {}
    for place, each in enumerate(names):
        for name in each:
            found.setdefault(name, set()).add(place)
    return {name: frozenset(places) for name, places in found.items()}


@cached_per_library
def parts_on(library: Library, day: date) -> CompiledClauses:
    """Return the parts of the law of a day, once for all days between two changes if asked with `LawOnDay.day`.

    Raises
    ------
    MeasureError
        If a term rests on itself.
    """
    return parts_of_law(law_on(library, day))
