"""Conditions taken apart, so that a part which many of them share is judged once.

Every distinct part of the clauses and terms of a day has a place. `evaluation` judges a line by these places alone: it
keeps the values of the parts judged so far, and if a term is then read otherwise, or a fact is another, only the parts
that depend on it are judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import NoReturn, TypeVar

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import Obligation, Outcome, level_of
from sekisho.errors import MeasureError, Problem
from sekisho.law.dates.calendar import LawOnDay, law_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import (
    All,
    Any,
    Condition,
    FactName,
    Fold,
    InForce,
    Leaf,
    Not,
    Open,
    Reaches,
    TermId,
    fold,
)
from sekisho.law.model.fact import Truth
from sekisho.law.model.fact_table import LISTED_SHARE
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, Effect
from sekisho.law.model.term import Reading, Term, way_of
from sekisho.message import message


@dataclass(frozen=True, slots=True)
class Subexpression:
    """One distinct part of the conditions.

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


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part of a condition as it is written, with its place.

    Parameters
    ----------
    parts
        Its parts in their order; of a term, what it comes to narrowly, centrally and broadly.
    """

    condition: Condition
    place: int
    parts: tuple[WrittenPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledClauses:
    """The parts of the clauses of a day, or of other conditions.

    Parameters
    ----------
    conditions, roots
        The conditions by name, in the order of the law, and the place of each.
    numbers
        For the place of each condition, its numbers in that order: several conditions may say the same.
    places
        Place of each part: of a test of one fact by itself, of a denial by `("not", place)`, of several by what
        settles them and the set of their places, of a term by its id, or of one said of a party with its three reaches.
    on_fact, on_term
        Places of the parts that depend on a fact, or on how a disputed term is read.
    terms
        Places of the disputed terms, several if it is said of parties; one that another rests on comes before it.
    openers
        Named unknowns of the law of which a value leaves a text open.
    owners
        Facts that say whether parties on lists hold a share, as far as a condition depends on them; sorted.
    disputed
        Disputed terms on which a condition depends, sorted.
    ids, levels
        Of clauses: their ids and levels, in order. Other conditions set none.
    duties
        Obligations of the clauses that oblige, if certain and if not, by place among the clauses.
    """

    all: tuple[Subexpression, ...]
    conditions: Mapping[str, Condition]
    roots: Mapping[str, int]
    numbers: Mapping[int, tuple[int, ...]]
    places: Mapping[Hashable, int]
    terms: Mapping[TermId, tuple[int, ...]]
    on_fact: Mapping[FactName, frozenset[int]]
    on_term: Mapping[TermId, frozenset[int]]
    openers: frozenset[FactName]
    owners: tuple[FactName, ...]
    disputed: tuple[TermId, ...]
    ids: tuple[ClauseId, ...] = ()
    levels: tuple[Outcome, ...] = ()
    duties: Mapping[int, tuple[Obligation, Obligation]] = field(default_factory=dict)
    by_level: tuple[tuple[Outcome, tuple[int, ...]], ...] = ()
    """Of clauses: the places of those that set each level, the gravest level first."""
    above: tuple[tuple[int, ...], ...] = ()
    """Places of the parts that each part is directly a part of; all of them come after it."""
    written: dict[str, WrittenPart] = field(default_factory=dict, repr=False, compare=False)
    """The conditions that were told, as they are written, by name: one condition is told of many lines."""
    written_terms: dict[int, WrittenPart] = field(default_factory=dict, repr=False, compare=False)
    """The terms within them, by the number of the object, which the part keeps: many conditions name the same term."""

    def obliged(self, values: Sequence[Truth]) -> tuple[Obligation, ...]:
        """Return the duties of the clauses that oblige with some values, or may."""
        return tuple(
            duties[0] if values[number] is True else duties[1]
            for number, duties in self.duties.items()
            if values[number] is not False
        )

    def as_written(self, name: str, terms: Mapping[TermId, Term]) -> WrittenPart:
        """Return a condition as it is written, with the place of each of its parts.

        Parameters
        ----------
        terms
            What the terms come to, as they were compiled.
        """
        if name not in self.written:
            self.written[name] = fold(self.conditions[name], self._writing(terms))
        return self.written[name]

    def _writing(self, terms: Mapping[TermId, Term]) -> Fold[WrittenPart]:
        def group(parts: Sequence[WrittenPart], *, settled_by: bool) -> WrittenPart:
            place = self.places[settled_by, frozenset(part.place for part in parts)]
            condition = (Any if settled_by else All)(tuple(part.condition for part in parts))
            return WrittenPart(condition, place, tuple(parts))

        def reaches(named: Reaches) -> WrittenPart:
            part = self.written_terms.get(id(named))
            if part is None or part.condition is not named:  # a copy from another process keeps numbers of that one
                ways = tuple(fold(way_of(named, reading, terms), by) for reading in Reading)
                part = self.written_terms[id(named)] = WrittenPart(named, self.place_of_term(named), ways)
            return part

        by: Fold[WrittenPart] = Fold(
            leaf=lambda leaf: WrittenPart(leaf, self.places[leaf]),
            all_of=lambda parts: group(parts, settled_by=False),
            any_of=lambda parts: group(parts, settled_by=True),
            negated=lambda part: WrittenPart(Not(part.condition), self.places["not", part.place], (part,)),
            reaches=reaches,
            in_force=not_resolved,
        )
        return by

    def place_of(self, condition: Condition) -> int:
        """Return the place of a condition that is some part of the compiled ones."""
        by: Fold[int] = Fold(
            leaf=self.places.__getitem__,
            all_of=lambda parts: self.places[False, frozenset(parts)],
            any_of=lambda parts: self.places[True, frozenset(parts)],
            negated=lambda part: self.places["not", part],
            reaches=self.place_of_term,
            in_force=not_resolved,
        )
        return fold(condition, by)

    def place_of_term(self, named: Reaches) -> int:
        """Return the place of a term as a condition names it."""
        return self.places[(named.term, *map(self.place_of, named.ways)) if named.ways else named.term]


def not_resolved(other: InForce) -> NoReturn:
    """Refuse a condition in which the state of another measure still stands: conditions are judged on a day."""
    message = f"the state of {other.measure} was not resolved for a day"
    raise AssertionError(message)


class _Compiler:
    """Takes conditions apart, each distinct part once."""

    def __init__(self, terms: Mapping[TermId, Term], unknowns: Collection[FactName]) -> None:
        self.terms, self.unknowns = terms, unknowns
        self.parts: list[Subexpression] = []
        self.places: dict[Hashable, int] = {}
        # Number of parts that each part has in all: the more, the later it is judged.
        self.weights: list[int] = []
        self.facts: list[frozenset[FactName]] = []
        self.disputed: list[frozenset[TermId]] = []
        # Terms that are being taken apart.
        self.within: list[TermId] = []
        self.by: Fold[int] = Fold(
            leaf=lambda leaf: self._place(leaf, lambda: Subexpression(leaf=leaf)),
            all_of=lambda parts: self._group(parts, settled_by=False),
            any_of=lambda parts: self._group(parts, settled_by=True),
            negated=lambda part: self._place(("not", part), lambda: Subexpression((part,))),
            reaches=self._reaches,
            in_force=not_resolved,
        )

    def place(self, condition: Condition) -> int:
        """Return the place of a condition."""
        return fold(condition, self.by)

    def _group(self, parts: Iterable[int], *, settled_by: bool) -> int:
        below = frozenset(parts)
        return self._place((settled_by, below), lambda: Subexpression(self._in_order(below), settled_by=settled_by))

    def _reaches(self, named: Reaches) -> int:
        if not named.ways:
            return self._term(named.term)
        below = tuple(map(self.place, named.ways))
        return self._place((named.term, *below), lambda: Subexpression(below, term=named.term))

    def _term(self, term: TermId) -> int:
        if term in self.places:
            return self.places[term]
        if term in self.within:
            around = " -> ".join((*self.within[self.within.index(term) :], term))
            raise MeasureError(
                Problem(
                    where=str(term),
                    what=message("run.reach_circle", "its reach rests on itself: {terms}.", terms=around),
                    remedy=message("error.leave_one_out", "Leave one of them out."),
                )
            )
        self.within.append(term)
        below = tuple(self.place(self.terms[term].reach(reading).when) for reading in Reading)
        self.within.pop()
        return self._place(term, lambda: Subexpression(below, term=term))

    def _in_order(self, below: Iterable[int]) -> tuple[int, ...]:
        """Put the parts that are sooner judged first: their order does not change the whole."""
        return tuple(sorted(below, key=lambda place: (self._changes(place), self.weights[place], place)))

    def _changes(self, place: int) -> bool:
        """Tell whether a part hangs on a reading or on a named unknown of the law, and so may be judged again."""
        return bool(self.disputed[place]) or not self.facts[place].isdisjoint(self.unknowns)

    def _place(self, key: Hashable, make: Callable[[], Subexpression]) -> int:
        place = self.places.get(key)
        if place is None:
            part = make()
            place = self.places[key] = len(self.parts)
            self.parts.append(part)
            self.weights.append(1 + sum(self.weights[other] for other in part.below))
            own = frozenset({part.leaf.fact}) if part.leaf is not None else frozenset()
            self.facts.append(own.union(*(self.facts[other] for other in part.below)))
            read = {part.term} if part.term is not None and self.terms[part.term].disputed else set()
            self.disputed.append(frozenset(read).union(*(self.disputed[other] for other in part.below)))
        return place


def compile_conditions(
    conditions: Mapping[str, Condition], terms: Mapping[TermId, Term], unknowns: Collection[FactName] = ()
) -> CompiledClauses:
    """Take conditions apart; whoever judges them for many lines does so once.

    Parameters
    ----------
    terms
        What the terms that they name come to.
    unknowns
        Named unknowns of the law: what hangs on them may be judged again, and is judged last.

    Raises
    ------
    MeasureError
        If a term rests on itself.
    """
    compiler = _Compiler(terms, unknowns)
    roots = {name: compiler.place(condition) for name, condition in conditions.items()}
    disputed = frozenset[TermId]().union(*compiler.disputed)
    on_term, places = _inverted(compiler.disputed), frozenset(roots.values())
    tested = frozenset[FactName]().union(*(compiler.facts[place] for place in roots.values()))
    return CompiledClauses(
        all=tuple(compiler.parts),
        conditions=conditions,
        roots=roots,
        numbers=_numbers(roots.values()),
        places=compiler.places,
        terms={term: tuple(places) for term, places in _applied(compiler.parts).items() if term in disputed},
        on_fact=_inverted(compiler.facts),
        on_term=on_term,
        openers=frozenset(part.leaf.fact for part in compiler.parts if isinstance(part.leaf, Open)),
        owners=tuple(sorted(name for name in tested if name.endswith(LISTED_SHARE))),
        disputed=tuple(sorted(term for term, several in on_term.items() if several & places)),
        above=_above(compiler.parts),
    )


def _above(parts: Sequence[Subexpression]) -> tuple[tuple[int, ...], ...]:
    """Return the places of the parts that each part is directly a part of."""
    above: list[list[int]] = [[] for _ in parts]
    for place, part in enumerate(parts):
        for below in dict.fromkeys(part.below):
            above[below].append(place)
    return tuple(map(tuple, above))


def _numbers(roots: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the conditions that stand at each place."""
    found: dict[int, list[int]] = {}
    for number, place in enumerate(roots):
        found.setdefault(place, []).append(number)
    return {place: tuple(numbers) for place, numbers in found.items()}


def compile_law(law: LawOnDay) -> CompiledClauses:
    """Take the clauses of a day apart.

    Raises
    ------
    MeasureError
        If a term rests on itself.
    """
    compiled = compile_conditions({dated.clause.id: dated.condition for dated in law.clauses}, law.terms, law.unknowns)
    by_level: dict[Outcome, dict[int, None]] = {}
    for dated in law.clauses:
        by_level.setdefault(level_of(dated.clause), {})[compiled.roots[dated.clause.id]] = None
    return replace(
        compiled,
        by_level=tuple((level, tuple(by_level[level])) for level in sorted(by_level, reverse=True) if level),
        ids=tuple(dated.clause.id for dated in law.clauses),
        levels=tuple(level_of(dated.clause) for dated in law.clauses),
        duties={
            number: (_duty(dated.clause, certain=True), _duty(dated.clause, certain=False))
            for number, dated in enumerate(law.clauses)
            if dated.clause.effect is Effect.OBLIGE
        },
    )


def _duty(clause: Clause, *, certain: bool) -> Obligation:
    return Obligation(clause=clause.id, duty=clause.duty, article=clause.article, certain=certain)


def _applied(parts: Sequence[Subexpression]) -> dict[TermId, list[int]]:
    """Gather the places at which each term stands."""
    places: dict[TermId, list[int]] = {}
    for place, part in enumerate(parts):
        if part.term is not None:
            places.setdefault(part.term, []).append(place)
    return places


Name = TypeVar("Name", FactName, TermId)


def _inverted(names: Sequence[frozenset[Name]]) -> dict[Name, frozenset[int]]:
    """Turn what each place depends on into the places that depend on each."""
    places: dict[Name, set[int]] = {}
    for place, several in enumerate(names):
        for name in several:
            places.setdefault(name, set()).add(place)
    return {name: frozenset(several) for name, several in places.items()}


@cached_per_library
def clauses_on(library: Library, day: date) -> CompiledClauses:
    """Return the clauses of a day taken apart, once for all days between two changes if asked with `LawOnDay.day`.

    Raises
    ------
    MeasureError
        If a term rests on itself.
    """
    return compile_law(law_on(library, day))
