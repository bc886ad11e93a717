"""Conditions as rows of one-fact tests: the form in which a book judged them before, kept to be compared with.

De Morgan's laws and distribution hold in Kleene logic, so the rows of a clause have, together, exactly its value.
A part that depends on a single fact stays whole as one test, however deep it is: that keeps the rows few. Named
unknowns of the law are constants here, since they are the same for every line of a book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from sekisho.law.model.condition import (
    FALSE,
    TRUE,
    All,
    Any,
    Condition,
    FactName,
    Not,
    both,
    either,
    facts_of,
)

NO_FACT = FactName("")
"""Stands for the state of the law: a test that no fact of a line can change."""


@dataclass(frozen=True, slots=True)
class TestRow:
    """Tests that must hold together, at most one a fact."""

    tests: tuple[tuple[FactName, Condition], ...]


# The library has 148 clauses, and most ask the same under every reading and on every day: 4,096 hold those of a run in
# which each line has a day of its own. Fewer: clauses are multiplied out again for each day. More: only memory. A
# guess.
@lru_cache(maxsize=4096)
def rows_of(condition: Condition, constants: frozenset[FactName]) -> tuple[TestRow, ...]:
    """Turn an expanded condition into rows.

    Parameters
    ----------
    constants
        Named unknowns of the law: tests of them alone are made on `NO_FACT`.
    """
    expansion = _Expansion(constants)
    rows = _smallest(expansion.rows(condition, negated=False))
    tests = tuple(expansion.numbers)
    return tuple(_row(sorted(row), tests) for row in rows)


def _row(numbers: Iterable[int], tests: Sequence[tuple[FactName, Condition]]) -> TestRow:
    by_fact: dict[FactName, list[Condition]] = {}
    for number in numbers:
        fact, test = tests[number]
        by_fact.setdefault(fact, []).append(test)
    return TestRow(tuple(sorted((fact, both(*found)) for fact, found in by_fact.items())))


def _only_fact(condition: Condition, constants: frozenset[FactName]) -> FactName | None:
    """Return the one fact that a condition depends on, NO_FACT if it is none, None if they are several."""
    facts = facts_of(condition) - constants
    if len(facts) > 1:
        return None
    return next(iter(facts), NO_FACT)


_Tests = frozenset[int]
"""Numbers of the tests of one row."""


@dataclass(slots=True)
class _Expansion:
    """Multiplies a condition out. Tests are numbers meanwhile, since comparing conditions takes most of the time."""

    constants: frozenset[FactName]
    numbers: dict[tuple[FactName, Condition], int] = field(default_factory=dict)

    def rows(self, condition: Condition, *, negated: bool) -> list[_Tests]:
        if condition == (FALSE if negated else TRUE):
            return [frozenset()]
        if condition == (TRUE if negated else FALSE):
            return []
        fact = _only_fact(condition, self.constants)
        if fact is not None:
            return [self._tests(fact, condition, negated=negated)]
        # A match of its own: a denial is carried inwards, and a part of one fact is not entered.
        match condition:
            case Not(part):
                return self.rows(part, negated=not negated)
            case All(parts) | Any(parts):
                together = isinstance(condition, All) is not negated
                return self._together(parts, negated=negated) if together else self._either(parts, negated=negated)
            case _:
                message = f"{condition} was not expanded"
                raise AssertionError(message)

    def _together(self, parts: Iterable[Condition], *, negated: bool) -> list[_Tests]:
        found: list[_Tests] = [frozenset()]
        # Rows that another holds are dropped at each step: else their number is the product of all parts.
        for rows in sorted((self.rows(part, negated=negated) for part in parts), key=len):
            found = _smallest([one | other for one, other in product(found, rows)])
        return found

    def _either(self, parts: Iterable[Condition], *, negated: bool) -> list[_Tests]:
        whole: dict[FactName, list[Condition]] = {}
        found: list[_Tests] = []
        for part in parts:
            fact = _only_fact(part, self.constants)
            if fact is None:
                found += self.rows(part, negated=negated)
            else:
                whole.setdefault(fact, []).append(Not(part) if negated else part)
        return [*(self._tests(fact, either(*tests), negated=False) for fact, tests in whole.items()), *found]

    def _tests(self, fact: FactName, condition: Condition, *, negated: bool) -> _Tests:
        """Number what tests one fact: each part by itself where all must hold, so that fewer parts hold more."""
        match condition:
            case Not(part):
                if isinstance(part, (All, Any, Not)):
                    return self._tests(fact, part, negated=not negated)
            case All(parts) if not negated:
                return frozenset[int]().union(*(self._tests(fact, part, negated=False) for part in parts))
            case Any(parts) if negated:
                return frozenset[int]().union(*(self._tests(fact, part, negated=True) for part in parts))
            case _:
                pass
        return frozenset({self.numbers.setdefault((fact, Not(condition) if negated else condition), len(self.numbers))})


def _smallest(rows: list[_Tests]) -> list[_Tests]:
    """Drop rows that hold only where another row of the clause holds too, test by test.

    A row is looked for among those that share its rarest test: a row that another holds has all tests of that other.
    """
    if len(rows) < 2:
        return rows
    distinct = dict.fromkeys(rows)
    number = Counter(test for row in distinct for test in row)
    kept: dict[int, list[_Tests]] = {}
    found: list[_Tests] = []
    for row in sorted(distinct, key=len):
        if not row:
            return [row]
        if any(other <= row for test in row for other in kept.get(test, ())):
            continue
        kept.setdefault(min(row, key=number.__getitem__), []).append(row)
        found.append(row)
    return found
