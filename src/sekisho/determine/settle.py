"""What would settle an open answer: which facts are missing, the most telling first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import assert_never

from sekisho.determine.judge import Case, test
from sekisho.law.condition import (
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
    Under,
)
from sekisho.law.fact import UNKNOWN

Settling = frozenset[frozenset[FactName]]
MET: Settling = frozenset({frozenset()})
REFUTED: Settling = frozenset()


def residual(condition: Condition, case: Case, *, negated: bool = False) -> Settling:
    """Return the sets of unknown facts that together could still make a condition true.

    No set at all means that it is false; the empty set among them, that it is true. A set that contains
    another is dropped: the smaller one settles the same.
    """
    match condition:
        case All(parts) | Any(parts):
            inner = (residual(part, case, negated=negated) for part in parts)
            return _together(inner) if isinstance(condition, All) is not negated else _smallest(inner)
        case Not(part):
            return residual(part, case, negated=not negated)
        case Reaches(term):
            return residual(case.terms[term].reach(case.readings.of(term)).when, case, negated=negated)
        case Is() | Under() | Between() | Listed() | Open():
            return _leaf(condition, case, negated=negated)
        case InForce(measure):
            message = f"the state of {measure} was not resolved for a day"
            raise AssertionError(message)
        case _:
            assert_never(condition)


def _leaf(leaf: Leaf, case: Case, *, negated: bool) -> Settling:
    value = test(leaf, case.facts[leaf.fact], case.day, case.parties)
    if value is UNKNOWN:
        return frozenset({frozenset({leaf.fact})})
    return MET if value is not negated else REFUTED


def _together(inner: Iterable[Settling]) -> Settling:
    found: Settling = MET
    for sets in inner:
        if not sets:
            return REFUTED
        if sets == MET:
            continue
        found = smallest(a | b for a, b in product(found, sets))
    return found


def _smallest(inner: Iterable[Settling]) -> Settling:
    return smallest(one for sets in inner for one in sets)


def smallest(sets: Iterable[frozenset[FactName]]) -> Settling:
    """Keep the sets that contain no other.

    >>> smallest([frozenset("ab"), frozenset("a"), frozenset("c")]) == {frozenset("a"), frozenset("c")}
    True
    """
    unique = sorted(set(sets), key=len)
    kept: list[frozenset[FactName]] = []
    for one in unique:
        if not any(other <= one for other in kept):
            kept.append(one)
    return frozenset(kept)


def missing_facts(open_clauses: Iterable[Settling], rank: Mapping[FactName, int]) -> tuple[FactName, ...]:
    """Order the facts that open clauses wait for: first those that most clauses wait for.

    Facts that equally many clauses wait for stand in the order of the table of facts.
    """
    count: dict[FactName, int] = {}
    for sets in open_clauses:
        for name in frozenset().union(*sets):
            count[name] = count.get(name, 0) + 1
    return tuple(sorted(count, key=lambda name: (-count[name], rank.get(name, len(rank)))))
