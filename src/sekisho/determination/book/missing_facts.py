"""Which facts the open lines of a book wait for, found once a distinct combination of cells.

A clause tells fewer values apart than the whole law does. So each clause gets classes of cells of its own, and what
it waits for is found once a combination of classes, by the rule of `settle.waiting` over whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import CellClasses, Cells, PartitionedColumn, combinations
from sekisho.determination.book.law.clause_bits import WORD, Words, as_words, distinct_rows
from sekisho.determination.book.law.compiled_law import CODES, FALSE_CODE, TRUE_CODE, UNKNOWN_CODE
from sekisho.determination.book.law.condition_graph import Part, is_simple, listed_in, parts_in, tests_in
from sekisho.determination.book.law.law_judge import LawJudge
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue


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
    back: NDArray[np.int32]
    leaves: Mapping[Part, Values]
    waits: NDArray[np.uint16]


class MissingFactFinder:
    """Finds the facts that open clauses wait for."""

    def __init__(
        self, judge: LawJudge, columns: Mapping[FactName, PartitionedColumn], rank: Mapping[FactName, int]
    ) -> None:
        """Look at the clauses under the readings of the first variant."""
        self.judge, self.law, self.columns = judge, judge.law, columns
        self.order = sorted(rank, key=lambda name: rank[name])
        self.place = {name: place for place, name in enumerate(self.order)}
        self.roots = self.law.roots[0]
        constants = frozenset(self.law.constants)
        marks = np.array([is_simple(root, constants) for root in self.roots], dtype=bool)
        self.simple = as_words(marks[:, None])[0]
        self.simple_tables = self._simple_tables(marks) if marks.any() else {}

    def _simple_tables(self, marks: NDArray[np.bool_]) -> dict[FactName, Words]:
        """For each fact, the simple clauses whose tests of it are unknown in each cell; shape (cells, words)."""
        codes: dict[FactName, dict[int, NDArray[np.uint8]]] = {}
        for number in map(int, np.flatnonzero(marks)):
            for part in listed_in(self.roots[number]):
                if part.fact is not None and part.fact in self.columns:
                    of_fact = codes.setdefault(part.fact, {})
                    now = self.judge.codes(part)
                    of_fact[number] = np.minimum(of_fact[number], now) if number in of_fact else now
        tables: dict[FactName, Words] = {}
        for fact, of_fact in codes.items():
            unknown = np.zeros((len(self.roots), len(self.columns[fact].representatives)), dtype=bool)
            for number, now in of_fact.items():
                unknown[number] = now == UNKNOWN_CODE
            if unknown.any():
                tables[fact] = as_words(unknown)
        return tables

    def _classes(self, number: int, cells: Mapping[FactName, Cells]) -> dict[FactName, CellClasses]:
        """Return the classes of the cells of each fact with several, as one clause tells them apart."""
        tests: dict[FactName, list[Part]] = {}
        for part, leaf in tests_in([self.roots[number]]):
            if leaf.fact in cells and leaf.fact in self.judge.columns:
                tests.setdefault(leaf.fact, []).append(part)
        return {
            fact: self.columns[fact].classes(tuple(self.law.asked(part) for part in parts))
            for fact, parts in tests.items()
        }

    def open_clauses(self, opened: Words, cells: Mapping[FactName, Cells]) -> list[OpenClause]:
        """Find what each open clause waits for, save those whose parts each test one fact of the line.

        Parameters
        ----------
        opened
            The clauses that are unknown and would raise the outcome, as words; shape (signatures, words).
        """
        rest = opened & ~self.simple
        found = []
        for number in map(int, np.flatnonzero(_bits(np.bitwise_or.reduce(rest, axis=0), len(self.roots)))):
            where = np.flatnonzero(rest[:, number // WORD] >> np.uint64(number % WORD) & np.uint64(1))
            classes = self._classes(number, cells)
            classed = {fact: kinds.of[cells[fact][where]] for fact, kinds in classes.items()}
            first, back = combinations(
                [(classed[fact], len(kinds.first)) for fact, kinds in classes.items()], len(where)
            )
            leaves = self._leaves(number, {fact: kinds.first[classed[fact][first]] for fact, kinds in classes.items()})
            found.append(OpenClause(number, where, back, leaves, self._wanted(number, leaves, len(first))))
        return found

    def ask(
        self, opened: Words, clauses: Iterable[OpenClause], cells: Mapping[FactName, Cells], texts: Texts
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

    def _count_simple(self, opened: Words, cells: Mapping[FactName, Cells], counts: NDArray[np.uint16]) -> None:
        """Count for clauses whose parts each test one fact: such a clause waits for every fact that is open in it."""
        for fact, table in self.simple_tables.items():
            rows = table[cells[fact]] if fact in cells else table[:1]
            waiting = np.bitwise_count(opened & rows).sum(axis=1, dtype=np.uint16)
            counts[:, self.place[fact]] += waiting

    def judge_if(self, clause: OpenClause, name: FactName, values: Sequence[FactValue]) -> NDArray[np.int8]:
        """Judge an open clause for other values of a fact that is the same for all lines; (values, combinations)."""
        then: dict[Part, Values] = {
            part: np.array([[CODES[self.law.judged(part.leaf, value)]] for value in values], dtype=np.int8)
            for part in clause.leaves
            if part.leaf is not None and part.leaf.fact == name
        }
        judged, _ = waiting_columns(self.roots[clause.number], {**clause.leaves, **then}, self.place)
        return np.broadcast_to(np.asarray(judged, dtype=np.int8), (len(values), len(clause.waits)))

    def _leaves(self, number: int, chosen: Mapping[FactName, Cells]) -> dict[Part, Values]:
        """Return the leaves of one clause in each combination of classes, of which a cell of each fact is given."""
        return {
            part: self.judge.codes(part).view(np.int8)[chosen.get(leaf.fact, 0)]
            for part, leaf in tests_in([self.roots[number]])
        }

    def _wanted(self, number: int, leaves: Mapping[Part, Values], count: int) -> NDArray[np.uint16]:
        """Mark the facts that one open clause waits for, for each combination of classes; shape (keys, facts)."""
        _, facts = waiting_columns(self.roots[number], leaves, self.place)
        places = np.arange(len(self.order), dtype=np.uint64)
        return ((np.broadcast_to(facts, count)[:, None] >> places) & np.uint64(1)).astype(np.uint16)

    def _text(self, counts: NDArray[np.uint16]) -> str:
        wanted = sorted(np.flatnonzero(counts), key=lambda place: (-int(counts[place]), place))
        return ";".join(self.order[place] for place in wanted)


Values = NDArray[np.int8] | np.int8
Facts = NDArray[np.uint64] | np.uint64
Waiting = tuple[Values, Facts]
"""The values of a condition, and the facts that it waits for as bits; none where it is settled."""


def waiting_columns(root: Part, leaves: Mapping[Part, Values], place: Mapping[FactName, int]) -> Waiting:
    """Judge a condition in columns, with the facts it waits for: `settle.waiting` for many lines at once.

    Parameters
    ----------
    leaves
        Value of each test: 0 false, 1 unknown, 2 true; arrays of one shape, or single values.
    place
        Place of each fact among the bits of the result.
    """
    found: dict[Part, Waiting] = {}
    for part in parts_in([root]):
        if part.leaf is not None:
            values = leaves[part]
            found[part] = values, np.where(values == UNKNOWN_CODE, np.uint64(1 << place[part.leaf.fact]), np.uint64(0))
        elif part.settled_by is None:
            denied, facts = found[part.below[0]]
            found[part] = np.int8(TRUE_CODE) - denied, facts
        elif part.settled_by:
            found[part] = _together([found[inner] for inner in part.below], np.maximum, FALSE_CODE)
        else:
            found[part] = _together([found[inner] for inner in part.below], np.minimum, TRUE_CODE)
    return found[root]


def _together(parts: Iterable[Waiting], combined: np.ufunc, of_nothing: int) -> Waiting:
    value: Values = np.int8(of_nothing)
    facts: Facts = np.uint64(0)
    for part, more in parts:
        value = combined(value, part)
        facts = facts | np.where(part == UNKNOWN_CODE, more, np.uint64(0))
    return value, np.where(value == UNKNOWN_CODE, facts, np.uint64(0))


def _bits(words: Words, count: int) -> NDArray[np.uint8]:
    return np.unpackbits(words.view(np.uint8), bitorder="little", count=count)
