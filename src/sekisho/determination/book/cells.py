"""The values of a fact cut into cells: values that no test of any law of a run tells apart share one.

Each test is judged once a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.law.compiled_law import CODES, Asked, Codes, CompiledLaw
from sekisho.law.model.condition import FactName, Leaf
from sekisho.law.model.fact import FactValue, Unknown
from sekisho.numbering import distinct
from sekisho.parties.index import PartyIndex

Cells = NDArray[np.integer]
"""A cell of each of some lines or signatures; as narrow as its numbers allow."""
Marks = NDArray[np.bool_]
# Measured on 2026-12-01: ten million lines of forty million combinations take 0.8 s by the table, 1.5 by slots and 4.2
# by sorting; a million of a thousand 9, 16 and 150 ms; 2,000 of 262,144 0.17, 0.07 and 0.10 ms. Larger: few lines pay
# for a table that is nearly empty.
ROOM: Final = 4
"""Combinations a line up to which they are told apart by a table of all that there may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellClasses:
    """Classes of the cells of one fact, as some tests tell them apart.

    Parameters
    ----------
    of
        Class of each cell; shape (cells,).
    first
        The first cell of each class; shape (classes,).
    """

    of: NDArray[np.intp]
    first: NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionedColumn:
    """The cells of one fact over all laws of a run.

    Parameters
    ----------
    representatives
        One value of each cell.
    cell_of
        Cell of each distinct value, as written in the book; empty for numbers.
    missing
        Cell of an empty field.
    truths
        Value of each test in each cell, as `CODES` has them; shape (cells,).
    """

    fact: FactName
    representatives: tuple[FactValue, ...]
    cell_of: Mapping[str, int] = field(default_factory=dict)
    missing: int = 0
    truths: Mapping[Asked, Codes] = field(default_factory=dict, repr=False, compare=False)
    _classes: dict[tuple[Asked, ...], CellClasses] = field(default_factory=dict, repr=False, compare=False)

    @property
    def bits(self) -> int:
        """Bits that hold the number of a cell."""
        return (len(self.representatives) - 1).bit_length()

    def with_value(self, value: FactValue, laws: Iterable[CompiledLaw]) -> PartitionedColumn:
        """Return the column with one cell more, for what the laws ask."""
        more = FactTests(self.fact, laws).truths([value])
        truths = {asked: np.append(self.truths[asked], codes) for asked, codes in more.items()}
        return replace(self, representatives=(*self.representatives, value), truths=truths, _classes={})

    def classes(self, tests: tuple[Asked, ...]) -> CellClasses:
        """Return the classes of cells that some tests tell apart."""
        if tests not in self._classes:
            codes = np.stack([self.truths[test] for test in tests])
            _, first, of = np.unique(codes, axis=1, return_index=True, return_inverse=True)
            self._classes[tests] = CellClasses(of=of.reshape(-1), first=first)
        return self._classes[tests]


class FactTests:
    """The distinct tests that some laws make of one fact: each is judged once for all laws that ask the same."""

    def __init__(self, fact: FactName, laws: Iterable[CompiledLaw]) -> None:
        """Gather the tests."""
        self.asked: dict[Asked, tuple[CompiledLaw, Leaf]] = {}
        for law in laws:
            for part in law.tests.get(fact, ()):
                if part.leaf is not None:
                    self.asked.setdefault(law.asked(part), (law, part.leaf))
        self._several = tuple(self.asked.values())

    def pattern(self, value: FactValue) -> tuple[int, ...]:
        """Judge every test against one value; values with equal patterns share a cell."""
        return tuple(CODES[law.judged(leaf, value)] for law, leaf in self._several)

    def truths(self, values: Iterable[FactValue]) -> dict[Asked, Codes]:
        """Judge every test against some values."""
        return self.table([self.pattern(value) for value in values])

    def table(self, patterns: Sequence[tuple[int, ...]]) -> dict[Asked, Codes]:
        """Turn the patterns of cells into the values of each test."""
        codes = np.array(patterns, dtype=np.uint8).reshape(len(patterns), len(self.asked)).T.copy()
        return dict(zip(self.asked, codes, strict=True))


class Partitioner:
    """Puts the values of one fact into cells, one after another.

    Parameters
    ----------
    apart
        What else tells values apart, beside the tests of the laws; nothing if left out.
    """

    def __init__(
        self,
        fact: FactName,
        laws: Sequence[CompiledLaw],
        apart: Callable[[FactValue], Hashable] | None = None,
        parties: PartyIndex | None = None,
    ) -> None:
        """Start without any cell; parties are found by the entries that they match, if the fact is a party."""
        self.fact, self.tests, self.apart, self.parties = fact, FactTests(fact, laws), apart, parties
        self._cells: dict[tuple[tuple[int, ...], bool, Hashable], int] = {}
        self._quick: dict[Hashable, int] = {}
        self._representatives: list[FactValue] = []

    def cell(self, value: FactValue, tag: Hashable = None) -> int:
        """Return the cell of a value; values with different tags never share one."""
        if tag is None and self.apart is not None:
            tag = self.apart(value)
        quick: Hashable = None
        if self.parties is not None and isinstance(value, str) and value != "none":
            whom = self.parties.whom(value)
            met = tuple((id(match.entry), match.certain, match.relation) for match in whom.matches)
            quick = (tag, met, bool(whom.problem), self.parties.persons(value), self.parties.borne(value))
            if quick in self._quick:
                return self._quick[quick]
        key = (self.tests.pattern(value), isinstance(value, Unknown), tag)
        if key not in self._cells:
            self._cells[key] = len(self._representatives)
            self._representatives.append(value)
        if quick is not None:
            self._quick[quick] = self._cells[key]
        return self._cells[key]

    def column(self, cell_of: Mapping[str, int] | None = None, missing: int = 0) -> PartitionedColumn:
        """Return the column of all cells so far."""
        return PartitionedColumn(
            fact=self.fact,
            representatives=tuple(self._representatives),
            cell_of=cell_of or {},
            missing=missing,
            truths=self.tests.table([pattern for pattern, _, _ in self._cells]),
        )


def combinations(cells: Iterable[tuple[Cells | Marks, int]], count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return a line of each combination of cells that occurs, and for each line which combination it has.

    They stand in the order of the cells, the first column first, where a table of all combinations is small beside the
    lines; else as they come.

    Parameters
    ----------
    cells
        Columns of cells, each of shape (lines,), and how many different cells each may hold.
    """
    keys, total = np.zeros(count, dtype=np.int64), 1
    for cell, size in cells:
        if total > _LARGEST // size:
            keys = distinct(keys.view(np.uint64))[1].astype(np.int64)
            total = count
        keys *= size
        keys += cell
        total *= size
    if total > ROOM * count:
        return distinct(keys.view(np.uint64))
    is_there = np.zeros(total, dtype=bool)
    is_there[keys] = True
    numbers = np.cumsum(is_there, dtype=np.int32) - np.int32(1)
    which = numbers[keys]
    first = np.empty(int(numbers[-1]) + 1 if total else 0, dtype=np.int32)
    first[which[::-1]] = np.arange(count - 1, -1, -1, dtype=np.int32)  # of equal places the last that is set stays
    return first, which


_LARGEST: Final = np.iinfo(np.int64).max
