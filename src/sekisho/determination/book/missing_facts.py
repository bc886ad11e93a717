"""Which facts the open lines of a book wait for, found once a distinct combination of cells.

A clause tells fewer values apart than the whole law does. So each clause gets classes of cells of its own, and what
it waits for is found once a combination of classes, by the rule of `settle.waiting` over whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import (
    WORD,
    CompiledLaw,
    PartitionedColumn,
    Words,
    as_words,
    distinct_rows,
    leaves_of,
)
from sekisho.determination.book.clause_rows import is_simple
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.model.condition import (
    Condition,
    FactName,
    Fold,
    Leaf,
    fold,
)
from sekisho.law.model.fact import UNKNOWN, FactValue

Array = NDArray[np.integer]
# Keys below this are found by a table of marks, others by sorting. Measured on 2026-11-28: of 500,000 keys below 2^18
# the table takes 8 ms and sorting 55, below 2^22 51 and 43; of 50,000 keys below 2^18 both take 3 ms. Larger: few
# keys pay for a table that is nearly empty (2,000 keys below 2^18: 5 ms, sorting 0.1). Smaller: many keys are sorted
# for nothing.
DENSE = 1 << 18
CODES = {False: 0, UNKNOWN: 1, True: 2}
FALSE_CODE, UNKNOWN_CODE, TRUE_CODE = 0, 1, 2
"""Truth values as numbers in Kleene's order: `and` is the least, `or` the greatest, `not` what is left to 2."""


class Texts:
    """Numbers distinct patterns, and keeps one text for each."""

    def __init__(self) -> None:
        """Start without any."""
        self.numbers: dict[object, int] = {}
        self.by_text: dict[str, int] = {}
        self.texts: list[str] = []

    def keep(self, key: object, text: str) -> int:
        """Return the number of a text; a pattern is known by its key from then on."""
        number = self.by_text.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        self.numbers[key] = number
        return number


@dataclass(frozen=True, slots=True)
class _Classes:
    """Classes of the cells of one fact, as one clause tells them apart; `of` has shape (cells,)."""

    of: NDArray[np.int64]
    count: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenClause:
    """A clause that some signatures leave open, judged once a combination of classes of their cells.

    Parameters
    ----------
    number
        Its place among the clauses of the law.
    where, back
        The signatures, and the combination of each.
    leaves
        Value of each test of a fact in each combination.
    waits
        Whether it waits for each fact in each combination; shape (combinations, facts).
    """

    number: int
    where: NDArray[np.intp]
    back: Array
    leaves: Mapping[Leaf, NDArray[np.int8]]
    waits: NDArray[np.uint16]


class MissingFactFinder:
    """Finds the facts that open clauses wait for."""

    def __init__(
        self, law: CompiledLaw, place: int, columns: Mapping[FactName, PartitionedColumn], rank: Mapping[FactName, int]
    ) -> None:
        """Class the cells of every fact, clause by clause, under the readings of the first variant.

        Parameters
        ----------
        place
            Place of the law among those of the run.
        """
        self.law, self.columns = law, columns
        self.patterns = {fact: column.patterns[place] for fact, column in columns.items()}
        self.order = sorted(rank, key=lambda name: rank[name])
        self.place = {name: place for place, name in enumerate(self.order)}
        self.known: dict[Leaf, NDArray[np.int8]] = {}
        self.leaves = [tuple(dict.fromkeys(leaves_of(condition))) for condition in law.expanded]
        self.classes = [self._classes(leaves) for leaves in self.leaves]
        constants = frozenset(law.constants)
        marks = np.array([is_simple(condition, constants) for condition in law.expanded], dtype=bool)
        self.simple = as_words(marks[:, None])[0]
        self.simple_tables = self._simple_tables(marks) if marks.any() else {}

    def _simple_tables(self, marks: NDArray[np.bool_]) -> dict[FactName, Words]:
        """For each fact, the simple clauses whose tests of it are unknown in each cell; shape (cells, words)."""
        tables: dict[FactName, Words] = {}
        for fact, patterns in self.patterns.items():
            unknown = np.zeros((len(self.law.clauses), len(patterns)), dtype=bool)
            for number in np.flatnonzero(marks):
                span = self.law.spans[0][number]
                for test_of, condition in self.law.rows[span.first].tests if span.end > span.first else ():
                    if test_of == fact:
                        place = self.law.test_place(fact, condition)
                        unknown[number] = [pattern[place] is UNKNOWN for pattern in patterns]
            if unknown.any():
                tables[fact] = as_words(unknown)
        return tables

    def _classes(self, leaves: Iterable[Leaf]) -> dict[FactName, _Classes]:
        places: dict[FactName, list[int]] = {}
        for leaf in leaves:
            if leaf.fact in self.columns and len(self.columns[leaf.fact].representatives) > 1:
                places.setdefault(leaf.fact, []).append(self.law.place(leaf))
        return {fact: self._cut(fact, chosen) for fact, chosen in places.items()}

    def _cut(self, fact: FactName, chosen: Iterable[int]) -> _Classes:
        kinds: dict[object, int] = {}
        of, first = [], []
        for cell, pattern in enumerate(self.patterns[fact]):
            kind = tuple(pattern[place] for place in chosen)
            if kind not in kinds:
                kinds[kind] = len(kinds)
                first.append(cell)
            of.append(kinds[kind])
        return _Classes(np.array(of, dtype=np.int64), len(kinds), tuple(first))

    def open_clauses(self, opened: Words, cells: Mapping[FactName, Array]) -> list[OpenClause]:
        """Find what each open clause waits for, save those whose parts each test one fact of the line.

        Parameters
        ----------
        opened
            The clauses that are unknown and would raise the outcome, as words; shape (signatures, words).
        """
        rest = opened & ~self.simple
        found = []
        for number in map(int, np.flatnonzero(_bits(np.bitwise_or.reduce(rest, axis=0), len(self.law.clauses)))):
            where = np.flatnonzero(rest[:, number // WORD] >> np.uint64(number % WORD) & np.uint64(1))
            classes = {fact: kinds for fact, kinds in self.classes[number].items() if fact in cells}
            key = np.zeros(len(where), dtype=np.int64)
            total = 1
            for fact, kinds in classes.items():
                key = key * kinds.count + kinds.of[cells[fact][where]]
                total *= kinds.count
            keys, back = _distinct(key, total)
            leaves = self._leaves(number, classes, keys)
            found.append(OpenClause(number, where, back, leaves, self._wanted(number, leaves, len(keys))))
        return found

    def ask(
        self, opened: Words, clauses: Iterable[OpenClause], cells: Mapping[FactName, Array], texts: Texts
    ) -> NDArray[np.int32]:
        """Return, for each signature, the number of the text that lists what its open clauses wait for.

        Parameters
        ----------
        opened, clauses
            As `open_clauses` takes and finds them.
        """
        count = len(opened)
        counts = np.zeros((count, -(-len(self.order) // 4) * 4), dtype=np.uint16)
        if self.simple.any():
            self._count_simple(opened & self.simple, cells, counts)
        for clause in clauses:
            counts[clause.where, : len(self.order)] += clause.waits[clause.back]
        rows, which = distinct_rows(counts.view(np.uint64))
        numbers = np.empty(len(rows), dtype=np.int32)
        for place, row in enumerate(rows):
            pattern = row.tobytes()
            known = texts.numbers.get(pattern)
            numbers[place] = texts.keep(pattern, self._text(row.view(np.uint16))) if known is None else known
        return numbers[which]

    def _count_simple(self, opened: Words, cells: Mapping[FactName, Array], counts: NDArray[np.uint16]) -> None:
        """Count for clauses whose parts each test one fact: such a clause waits for every fact that is open in it."""
        for fact, table in self.simple_tables.items():
            rows = table[cells[fact]] if fact in cells else table[:1]
            waiting = np.bitwise_count(opened & rows).sum(axis=1, dtype=np.uint16)
            counts[:, self.place[fact]] += waiting

    def judge_if(self, clause: OpenClause, name: FactName, values: Sequence[FactValue]) -> NDArray[np.int8]:
        """Judge an open clause for other values of a fact that is the same for all lines; (values, combinations)."""
        day, parties = self.law.law.day, self.law.parties
        then = {
            leaf: np.array([[CODES[judge_leaf(leaf, value, day, parties)]] for value in values], dtype=np.int8)
            for leaf in clause.leaves
            if leaf.fact == name
        }
        held, _ = waiting_columns(self.law.expanded[clause.number], {**clause.leaves, **then}, self.place)
        return np.broadcast_to(np.asarray(held, dtype=np.int8), (len(values), len(clause.waits)))

    def _leaves(self, number: int, classes: Mapping[FactName, _Classes], keys: Array) -> dict[Leaf, NDArray[np.int8]]:
        """Return the leaves of one clause in each combination of classes."""
        chosen: dict[FactName, Array] = {}
        rest = keys
        for fact, kinds in reversed(list(classes.items())):
            rest, kind = np.divmod(rest, kinds.count)
            chosen[fact] = np.array(kinds.first)[kind]
        return {leaf: self._values(leaf)[chosen.get(leaf.fact, 0)] for leaf in self.leaves[number]}

    def _wanted(self, number: int, leaves: Mapping[Leaf, NDArray[np.int8]], count: int) -> NDArray[np.uint16]:
        """Mark the facts that one open clause waits for, for each combination of classes; shape (keys, facts)."""
        _, facts = waiting_columns(self.law.expanded[number], leaves, self.place)
        places = np.arange(len(self.order), dtype=np.uint64)
        return ((np.broadcast_to(facts, count)[:, None] >> places) & np.uint64(1)).astype(np.uint16)

    def _values(self, leaf: Leaf) -> NDArray[np.int8]:
        """Return the value of a leaf in each cell of its fact; shape (cells,)."""
        if leaf not in self.known:
            if leaf.fact in self.columns:
                place = self.law.place(leaf)
                values = [pattern[place] for pattern in self.patterns[leaf.fact]]
            else:
                values = [judge_leaf(leaf, self.law.constants[leaf.fact], self.law.law.day, self.law.parties)]
            self.known[leaf] = np.array([CODES[value] for value in values], dtype=np.int8)
        return self.known[leaf]

    def _text(self, counts: NDArray[np.uint16]) -> str:
        wanted = sorted(np.flatnonzero(counts), key=lambda place: (-int(counts[place]), place))
        return ";".join(self.order[place] for place in wanted)


def _distinct(key: NDArray[np.int64], total: int) -> tuple[Array, Array]:
    """Return the distinct keys below `total`, and for each key which of them it is."""
    if total > DENSE:
        return np.unique(key, return_inverse=True)
    present = np.zeros(total, dtype=bool)
    present[key] = True
    number = np.cumsum(present) - 1
    return np.flatnonzero(present), number[key]


Values = NDArray[np.int8] | np.int8
Facts = NDArray[np.uint64] | np.uint64
Waiting = tuple[Values, Facts]
"""The values of a condition, and the facts that it waits for as bits; none where it is settled."""


def waiting_columns(
    condition: Condition, leaves: Mapping[Leaf, Values], place: Mapping[FactName, int]
) -> tuple[Values, Facts]:
    """Judge a condition in columns, with the facts it waits for: `settle.waiting` for many lines at once.

    Parameters
    ----------
    condition
        A condition without terms.
    leaves
        Value of each leaf: 0 false, 1 unknown, 2 true; arrays of one shape, or single values.
    place
        Place of each fact among the bits of the result.
    """

    def leaf(test: Leaf) -> Waiting:
        values = leaves[test]
        return values, np.where(values == UNKNOWN_CODE, np.uint64(1 << place[test.fact]), np.uint64(0))

    by = Fold[Waiting](
        leaf=leaf,
        all_of=lambda parts: _together(parts, np.minimum, TRUE_CODE),
        any_of=lambda parts: _together(parts, np.maximum, FALSE_CODE),
        negated=lambda part: (np.int8(TRUE_CODE) - part[0], part[1]),
        reaches=_not_expanded,
        in_force=_not_expanded,
    )
    return fold(condition, by)


def _together(parts: Iterable[Waiting], combined: np.ufunc, of_nothing: int) -> Waiting:
    value: Values = np.int8(of_nothing)
    facts: Facts = np.uint64(0)
    for part, more in parts:
        value = combined(value, part)
        facts = facts | np.where(part == UNKNOWN_CODE, more, np.uint64(0))
    return value, np.where(value == UNKNOWN_CODE, facts, np.uint64(0))


def _not_expanded(condition: Condition) -> NoReturn:
    message = f"{condition} was not expanded"
    raise AssertionError(message)


def _bits(words: Words, count: int) -> NDArray[np.uint8]:
    return np.unpackbits(words.view(np.uint8), bitorder="little", count=count)
