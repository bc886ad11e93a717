"""The law of a day compiled for a book: the clauses that can change an outcome, and the tests that they make."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.law.condition_graph import Part, parts_under, tests_in
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.outcome import Outcome, level_of
from sekisho.law.dates.calendar import ClauseOnDay, LawOnDay
from sekisho.law.model.condition import Condition, FactName, Leaf, Listed, type_leaf, walk
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth
from sekisho.law.model.measure import Effect
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Readings, expand
from sekisho.parties.index import PartyIndex
from sekisho.parties.list_tests import number_of_states

Codes = NDArray[np.uint8]
CODES: Final[Mapping[Truth, int]] = {False: 0, UNKNOWN: 1, True: 2}
FALSE_CODE, UNKNOWN_CODE, TRUE_CODE = 0, 1, 2
"""Truth values as numbers in Kleene's order: `and` is the least, `or` the greatest, `not` what is left to 2."""
Asked = Hashable
"""A test as it is asked on a day: tests of lists are the same only on days on which the same stands on the lists."""


@dataclass(frozen=True, kw_only=True)
class CompiledLaw:
    """The law of one day, ready for bulk.

    Parameters
    ----------
    clauses
        Clauses that can change an outcome, gravest first; or those for which it was asked.
    variants
        The readings under which it is compiled, in order.
    roots
        For each variant, the condition of each clause.
    constants
        Values of the named unknowns of the law, the same for every line.
    """

    law: LawOnDay
    clauses: tuple[ClauseOnDay, ...]
    variants: tuple[Readings, ...]
    roots: tuple[tuple[Part, ...], ...]
    constants: Mapping[FactName, FactValue]
    parties: PartyIndex
    _asked: dict[Part, Asked] = field(default_factory=dict, repr=False, compare=False)

    def first_alone(self) -> CompiledLaw:
        """Return the same law under the first of its readings alone."""
        return replace(self, variants=self.variants[:1], roots=self.roots[:1])

    @cached_property
    def expanded(self) -> tuple[Condition, ...]:
        """The condition of each clause under the first of the variants, terms replaced by what they reach."""
        return tuple(expand(clause.condition, self.law.terms, self.variants[0]) for clause in self.clauses)

    @cached_property
    def levels(self) -> NDArray[np.uint8]:
        """Level of each clause; shape (clauses,)."""
        return np.array([level_of(clause.clause) for clause in self.clauses], dtype=np.uint8)

    @cached_property
    def tests(self) -> Mapping[FactName, tuple[Part, ...]]:
        """The tests of each fact of a line, under all of the readings."""
        found: dict[FactName, list[Part]] = {}
        for part, leaf in tests_in(part for roots in self.roots for part in roots):
            if leaf.fact not in self.constants:
                found.setdefault(leaf.fact, []).append(part)
        return {fact: tuple(parts) for fact, parts in found.items()}

    @property
    def facts(self) -> tuple[FactName, ...]:
        """Facts of a line that some clause tests."""
        return tuple(self.tests)

    def asked(self, test: Part) -> Asked:
        """Return a test as it is asked on the day of the law."""
        if not isinstance(test.leaf, Listed):
            return test
        if test not in self._asked:
            self._asked[test] = test, number_of_states(self.parties, test.leaf, self.law.day)
        return self._asked[test]

    def judged(self, leaf: Leaf, value: FactValue) -> Truth:
        """Judge a test against a value on the day of the law."""
        return judge_leaf(leaf, value, self.law.day, self.parties)


def compile_law(
    law: LawOnDay,
    *,
    variants: Iterable[Readings],
    constants: Mapping[FactName, FactValue],
    parties: PartyIndex,
    clauses: Iterable[ClauseOnDay] | None = None,
) -> CompiledLaw:
    """Compile clauses of a day under each of the readings.

    Parameters
    ----------
    clauses
        In this order; those that can change an outcome if left out.
    """
    chosen = tuple(variants)
    asked = grave_clauses(law) if clauses is None else tuple(clauses)
    return CompiledLaw(
        law=law,
        clauses=asked,
        variants=chosen,
        roots=_roots(law, asked, chosen),
        constants={**constants, **answered_on(constants, law.assumptions, law.day)},
        parties=parties,
    )


_Roots = tuple[tuple[Part, ...], ...]
_ROOTS: WeakKeyDictionary[LawOnDay, dict[Hashable, tuple[tuple[ClauseOnDay, ...], _Roots]]] = WeakKeyDictionary()
"""Conditions by what was asked of a law: let go with it. Clauses count by which object they are, and each is kept with
its condition. Who asks of a book what answers would settle asks the same of the same laws many times."""


def _roots(law: LawOnDay, clauses: tuple[ClauseOnDay, ...], variants: tuple[Readings, ...]) -> _Roots:
    """Take the conditions of clauses apart under each of the readings, once."""
    by_clauses = _ROOTS.setdefault(law, {})
    key = tuple(map(id, clauses)), variants
    if key not in by_clauses:
        roots = tuple(
            tuple(map(parts_under(law.terms, readings), (clause.condition for clause in clauses)))
            for readings in variants
        )
        by_clauses[key] = clauses, roots
    return by_clauses[key][1]


def grave_clauses(law: LawOnDay) -> tuple[ClauseOnDay, ...]:
    """Return the clauses of a day that can change an outcome, gravest first."""
    grave = (clause for clause in law.clauses if level_of(clause.clause) > Outcome.FREE)
    return tuple(sorted(grave, key=lambda clause: (-level_of(clause.clause), clause.clause.id)))


def duty_clauses(law: LawOnDay) -> tuple[ClauseOnDay, ...]:
    """Return the clauses of a day that oblige, in the order of the law."""
    return tuple(clause for clause in law.clauses if clause.clause.effect is Effect.OBLIGE)


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """Go through the tests of single facts in a condition."""
    return (part for part in walk(condition) if isinstance(part, type_leaf))
