"""What is asked of the lines of a book, whatever engine holds them: DuckDB on this machine, or Spark on many.

`encoder` types values, cuts cells and decides signatures in one place; an engine lists what a column holds, packs the
cells of each line into words, and counts the distinct words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import PartitionedColumn
from sekisho.determination.book.items import BookItems
from sekisho.determination.book.packing import Places, distinct, pack
from sekisho.errors import Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact, FactValue, is_blank
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.order_book import Book, number_problems, text_of, typed_values, value_problems

Numbered = Mapping[FactName, Mapping[str, int]]
"""Facts of which each line keeps which text it has, with the number of each text."""
NONE_NUMBERED: Final[Numbered] = MappingProxyType({})
Signatures = tuple[tuple[NDArray[np.int64], ...], NDArray[np.int64], NDArray[np.float64]]
"""The words of the distinct signatures, and the lines and the value of each."""


class BookEngine(Protocol):
    """The lines of a book under one engine."""

    @property
    def name(self) -> str:
        """Name of the book, as errors say it."""

    @property
    def kinds(self) -> Mapping[str, str]:
        """Type of each column, as DuckDB names it."""

    @property
    def columns(self) -> Columns:
        """Which columns are which facts."""

    def shown(self, column: str) -> str:
        """Name a column as the book does."""

    def states(self, fact: Fact) -> bool:
        """Tell whether a column states the fact."""

    def empty(self, fact: Fact) -> FactValue:
        """Return what an empty cell of a fact's column means."""

    def some_blank(self, fact: Fact) -> bool:
        """Tell whether some line leaves the column of a fact blank."""

    def counted(self, fact: Fact) -> list[tuple[str, int]]:
        """Return what is stated of a fact, in order, and in how many lines each; nothing if no column tells."""

    def typed_values(self, fact: Fact, table: FactTable) -> tuple[dict[str, FactValue], list[Problem]]:
        """Type every distinct value of a fact's column; report the wrong ones, with counts and rows."""

    def number_problems(self, fact: Fact, column: str) -> list[Problem]:
        """Find what is no number in a column of numbers."""

    def value_problems(self, table: FactTable, *, but: Collection[FactName]) -> list[Problem]:
        """Find every wrong value, save in the columns of the facts in `but`."""

    def pack(
        self, library: Library, columns: Sequence[PartitionedColumn], places: Places, words: int, *, numbered: Numbered
    ) -> None:
        """Give each line its number, the words of its signature, its value, and the numbers of its texts."""

    def distinct(self, words: int) -> Signatures:
        """Return the distinct signatures."""


@dataclass(frozen=True, slots=True)
class DuckLines:
    """The lines of a book opened in DuckDB, with its items where somebody says what they are."""

    book: Book
    items: BookItems | None = None

    @property
    def name(self) -> str:
        """Name of the book."""
        return self.book.name

    @property
    def kinds(self) -> Mapping[str, str]:
        """Type of each column."""
        return self.book.kinds

    @property
    def columns(self) -> Columns:
        """Which columns are which facts."""
        return self.book.columns

    def shown(self, column: str) -> str:
        """Name a column as the book does."""
        return self.book.shown(column)

    def states(self, fact: Fact) -> bool:
        """Tell whether a column states the fact."""
        return self.book.text_sql(fact) is not None

    def empty(self, fact: Fact) -> FactValue:
        """Return what an empty cell of a fact's column means."""
        return self.book.empty(fact)

    def some_blank(self, fact: Fact) -> bool:
        """Look through the distinct values of the column."""
        column = self.columns.facts[fact.name]
        if (seen := self.book.held(column)) is not None:
            return seen.nulls or any(map(is_blank, seen.texts))
        text = text_of(column, self.kinds[column])
        found = self.book.connection.execute(f"SELECT DISTINCT {text} FROM {self.book.sql}").fetchall()
        return any(is_blank(value) for (value,) in found)

    def counted(self, fact: Fact) -> list[tuple[str, int]]:
        """Return what is stated of a fact, in order, and in how many lines each."""
        text = self.book.text_sql(fact)
        if text is None:
            return []
        rows = self.book.connection.execute(
            f"SELECT {text} AS v, count(*) FROM {self.book.sql} WHERE {text} IS NOT NULL GROUP BY v ORDER BY v"
        ).fetchall()
        return [(str(value), int(lines)) for value, lines in rows]

    def typed_values(self, fact: Fact, table: FactTable) -> tuple[dict[str, FactValue], list[Problem]]:
        """Type every distinct value of a fact's column."""
        return typed_values(self.book, fact, table)

    def number_problems(self, fact: Fact, column: str) -> list[Problem]:
        """Find what is no number in a column of numbers."""
        return number_problems(self.book, fact, column)

    def value_problems(self, table: FactTable, *, but: Collection[FactName]) -> list[Problem]:
        """Find every wrong value, save in the columns of the facts in `but`."""
        return value_problems(self.book, table, but=but)

    def pack(
        self,
        library: Library,
        columns: Sequence[PartitionedColumn],
        places: Places,
        words: int,
        *,
        numbered: Numbered = NONE_NUMBERED,
    ) -> None:
        """Make the table `encoded`."""
        pack(self.book, library, columns, places, words, numbered=numbered, items=self.items is not None)

    def distinct(self, words: int) -> Signatures:
        """Return the distinct signatures of the table `encoded`."""
        return distinct(self.book, words)
