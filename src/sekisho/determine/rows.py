"""Conditions as rows of one-fact tests: the form from which bit sets are made.

De Morgan's laws and distribution hold in Kleene logic, so the rows of a clause have, together, exactly its value.
A part that depends on a single fact stays whole as one test, however deep it is: that keeps the rows few. Named
unknowns of the law are constants here, since they are the same for every line of a book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import assert_never

from sekisho.law.calendar import both, either
from sekisho.law.condition import (
    FALSE,
    TRUE,
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Listed,
    Not,
    Open,
    Reaches,
    TermId,
    Under,
    facts_of,
)
from sekisho.law.term import Readings, Term, way_of

NO_FACT = FactName("")
"""Stands for the state of the law: a test that no fact of a line can change."""


@dataclass(frozen=True, slots=True)
class Row:
    """Tests that must hold together, at most one a fact."""

    tests: tuple[tuple[FactName, Condition], ...]


def expand(condition: Condition, terms: Mapping[TermId, Term], readings: Readings) -> Condition:
    """Replace every term by its reach under the readings."""
    match condition:
        case All(parts):
            return both(*(expand(part, terms, readings) for part in parts))
        case Any(parts):
            return either(*(expand(part, terms, readings) for part in parts))
        case Not(part):
            inner = expand(part, terms, readings)
            return FALSE if inner == TRUE else TRUE if inner == FALSE else Not(inner)
        case Reaches(term):
            return expand(way_of(condition, readings.of(term), terms), terms, readings)
        case Is() | Under() | Between() | Listed() | Open() | InForce():
            return condition
        case _:
            assert_never(condition)


@lru_cache(maxsize=4096)
def rows_of(condition: Condition, constants: frozenset[FactName]) -> tuple[Row, ...]:
    """Turn an expanded condition into rows.

    Parameters
    ----------
    constants
        Named unknowns of the law: tests of them alone are made on `NO_FACT`.
    """
    rows = _rows(condition, constants, negated=False)
    return tuple(Row(tuple(sorted(row.items()))) for row in _smallest(rows))


def is_simple(condition: Condition, constants: frozenset[FactName]) -> bool:
    """Tell whether a condition is a list of parts that must all hold, each on one fact of the line."""
    if facts_of(condition) & constants:
        return False
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return all(_only_fact(part, constants) not in {None, NO_FACT} for part in parts)


_Tests = dict[FactName, Condition]


def _only_fact(condition: Condition, constants: frozenset[FactName]) -> FactName | None:
    """Return the one fact that a condition depends on, NO_FACT if it is none, None if they are several."""
    facts = facts_of(condition) - constants
    if len(facts) > 1:
        return None
    return next(iter(facts), NO_FACT)


def _rows(condition: Condition, constants: frozenset[FactName], *, negated: bool) -> list[_Tests]:
    if condition == (FALSE if negated else TRUE):
        return [{}]
    if condition == (TRUE if negated else FALSE):
        return []
    fact = _only_fact(condition, constants)
    if fact is not None:
        return [{fact: Not(condition) if negated else condition}]
    match condition:
        case Not(part):
            return _rows(part, constants, negated=not negated)
        case All(parts) | Any(parts):
            together = isinstance(condition, All) is not negated
            whole, mixed = _by_fact(parts, constants, negated=negated)
            if together:
                found: list[_Tests] = [{fact: both(*tests) for fact, tests in whole.items()}]
                # Rows that another holds are dropped at each step: else their number is the product of all parts.
                for rows in sorted((_rows(part, constants, negated=negated) for part in mixed), key=len):
                    found = _smallest([_merge(pair) for pair in product(found, rows)])
                return found
            alone = [{fact: either(*tests)} for fact, tests in whole.items()]
            return [*alone, *(row for part in mixed for row in _rows(part, constants, negated=negated))]
        case _:
            message = f"{condition} was not expanded"
            raise AssertionError(message)


def _by_fact(
    parts: Iterable[Condition], constants: frozenset[FactName], *, negated: bool
) -> tuple[dict[FactName, list[Condition]], list[Condition]]:
    whole: dict[FactName, list[Condition]] = {}
    mixed: list[Condition] = []
    for part in parts:
        fact = _only_fact(part, constants)
        if fact is None:
            mixed.append(part)
        else:
            whole.setdefault(fact, []).append(Not(part) if negated else part)
    return whole, mixed


def _merge(rows: Iterable[_Tests]) -> _Tests:
    merged: dict[FactName, list[Condition]] = {}
    for row in rows:
        for fact, test in row.items():
            tests = merged.setdefault(fact, [])
            if test not in tests:
                tests.append(test)
    return {fact: both(*tests) for fact, tests in merged.items()}


def _smallest(rows: list[_Tests]) -> list[_Tests]:
    """Drop rows that hold only where another row of the clause holds too, test by test.

    A row is looked for among those that share its rarest test: a row that another holds has all tests of that other.
    """
    if len(rows) < 2:  # noqa: PLR2004 - nothing to compare
        return rows
    distinct = {frozenset(row.items()): row for row in rows}
    number = Counter(item for items in distinct for item in items)
    kept: dict[tuple[FactName, Condition], list[frozenset[tuple[FactName, Condition]]]] = {}
    found: list[_Tests] = []
    for items, row in sorted(distinct.items(), key=lambda pair: len(pair[0])):
        if not items:
            return [row]
        if any(other <= items for item in items for other in kept.get(item, ())):
            continue
        kept.setdefault(min(items, key=number.__getitem__), []).append(items)
        found.append(row)
    return found
