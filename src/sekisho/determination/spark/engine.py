"""The lines of a book in Spark: what its columns hold, found in one pass, and the signatures of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from sekisho.determination.book.cells import PartitionedColumn
from sekisho.determination.book.engine import NONE_NUMBERED, Numbered, Signatures
from sekisho.determination.book.packing import DATE, Places
from sekisho.determination.spark.checks import (
    columns_first,
    number_columns,
    rows_that_are_none,
    says_nothing,
    wrong_numbers,
    wrong_texts,
)
from sekisho.determination.spark.grouped_book import GroupedBook
from sekisho.determination.spark.packing import cells_of, packed
from sekisho.determination.spark.source import ROW, name, text_of
from sekisho.errors import BookError, FactError, Problem
from sekisho.files.zones import BEIJING, zone_of_texts
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Fact, FactValue, is_blank, when_absent
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.trade.book.cells.dates import order_of
from sekisho.trade.book.cells.meanings import CellMeaning, Meanings, is_read, other_lists_in
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.non_lines import NoLine
from sekisho.trade.book.order_book import bad_values_told, is_number

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from sekisho.determination.spark.row_groups import Packing

MOST_VALUES = 2_000_000
"""Distinct values of all columns together that are typed on the machine that asks; about 300 bytes each.

600 MB of Python's memory then, by arithmetic; that any machine has as much is a guess. Larger: it runs out of memory in
place of an error that names the column. Smaller: large books are refused that would fit. Above it a column of free text
is mostly taken for a fact, which no run can use."""
MOST_SIGNATURES = 5_000_000
"""Distinct signatures that are decided on the machine that asks; about 400 bytes each.

2 GB then, by arithmetic: what a run by DuckDB may take. Larger and smaller as with values."""

Tally = dict[str, tuple[int, int]]
"""Distinct texts of a column, with the lines that hold each and the first of them."""


@dataclass(slots=True, kw_only=True)
class SparkLines:
    """The lines of a book in Spark; what was found in them is kept, so that no pass is made twice.

    Parameters
    ----------
    meanings
        Reads the distinct texts of a column, as for DuckDB; numbers are read where they are plain.
    words
        For each fact, how many lines were read in other words, and are unknown for a reason.
    told
        What was found out of how the book is written.
    blank
        Rows in which nothing stands, which are no lines.
    grouped
        The row groups of the book, where they can be read as they stand; None where Spark reads the book.
    keeps
        Takes what Spark is to drop when the run ends, well or badly.
    packing, encoded
        How lines become signatures, and the lines that Spark made so; each None until lines are packed its way.
    """

    session: SparkSession
    frame: DataFrame
    name: str
    kinds: Mapping[str, str]
    columns: Columns
    meanings: Meanings
    grouped: GroupedBook | None = None
    packing: Packing | None = None
    keeps: list[DataFrame] = field(default_factory=list)
    encoded: DataFrame | None = None
    words: dict[FactName, tuple[int, int]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    blank: tuple[NoLine, ...] = ()
    _tallies: dict[str, Tally] = field(default_factory=dict)
    _empty: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, list[Problem]] = field(default_factory=dict)
    _totals: tuple[Problem, ...] = ()

    def shown(self, column: str) -> str:
        """Name a column as the book does."""
        return column

    def states(self, fact: Fact) -> bool:
        """Tell whether a column states the fact."""
        return fact.name in self.columns.facts and fact.name not in self.columns.unknown

    def empty(self, fact: Fact) -> FactValue:
        """Return what an empty cell of a fact's column means: as if the fact were left out."""
        return UNKNOWN if fact.name in self.columns.unknown else when_absent(fact)

    def some_blank(self, fact: Fact) -> bool:
        """Tell whether some line leaves the column of a fact blank."""
        column = self.columns.facts[fact.name]
        if any(is_blank(text) for text in self.tally(column)):
            return True
        if self.blank:  # rows that were left out count as empty cells
            return bool(self.frame.filter(name(column).isNull()).limit(1).count())
        return self._empty[column] > 0

    def tally(self, column: str) -> Tally:
        """Return what a column holds."""
        if column not in self._tallies:
            self._tallies.update(self._count([column]))
        return self._tallies[column]

    def prepare(self, table: FactTable) -> None:
        """Find what all columns hold that are typed by their distinct values, in one pass; then what stops the run."""
        typed = [
            column
            for fact, column in self.columns.facts.items()
            if not _free_text(table[fact]) and not (table[fact].kind == "number" and is_number(self.kinds[column]))
        ]
        self._tallies.update(self._count(list(dict.fromkeys(typed))))
        if DATE in self.columns.facts:
            days = self.tally(self.columns.facts[DATE])
            zone = zone_of_texts(days)
            self.meanings = replace(self.meanings, orders={str(DATE): order_of(days)}, zone=zone or BEIJING)
            self.told |= {f"zone of {self.columns.facts[DATE]}": zone} if zone else {}
        self.meanings = replace(self.meanings, other_lists=other_lists_in(self.columns.facts))
        if self._may_be_none():
            none = rows_that_are_none(self.frame, self.kinds, self.columns, book=self.name)
            self.frame, self._totals, self.blank = none.rest, none.problems, none.blank
            self.grouped = None if none.blank else self.grouped
        facts = number_columns(self.columns, table)
        texts = {column: self._tallies[column] for column in facts if column in self._tallies}
        rows = self._rows() - len(self.blank)
        self._numbers = {
            **{
                column: wrong_texts(tally, facts[column], column, book=self.name, rows=rows)
                for column, tally in texts.items()
            },
            **wrong_numbers(
                self.frame,
                self.kinds,
                {column: facts[column] for column in facts if column not in texts},
                book=self.name,
            ),
        }

    def _may_be_none(self) -> bool:
        """Tell whether some row may be no line, as far as the columns tell that are looked at first."""
        first = columns_first(self.columns)
        return all(
            column not in self._tallies or self._empty[column] > 0 or any(map(says_nothing, self._tallies[column]))
            for column in first
        )

    def _rows(self) -> int:
        """Return the rows of the book, from a column that was counted."""
        column = next(iter(self._tallies), None)
        return 0 if column is None else self._empty[column] + sum(lines for lines, _ in self._tallies[column].values())

    def _count(self, columns: list[str]) -> dict[str, Tally]:
        """Count the lines of every distinct text of several columns.

        Raises
        ------
        BookError
            If there are more distinct texts than fit.
        """
        from pyspark.sql import functions as F  # noqa: N812 - as above

        found: dict[str, Tally] = {column: {} for column in columns}
        self._empty |= dict.fromkeys(columns, 0)
        if not columns:
            return found

        def sums(texts: DataFrame) -> pa.Table:
            rows, first = F.sum("rows").alias("rows"), F.min("first").alias("first")
            return texts.groupBy("n", "v").agg(rows, first).limit(MOST_VALUES + 1).toArrow()

        rows = self._counted_by_groups(columns, sums)
        rows = sums(self._texts(columns)) if rows is None else rows
        if rows.num_rows > MOST_VALUES:
            counts = dict.fromkeys(columns, 0)
            for number in rows.column(0).to_pylist():
                counts[columns[number]] += 1
            worst = max(counts, key=counts.__getitem__)
            raise BookError(
                Problem(
                    where=self.name,
                    what=message(
                        "spark.too_many_values",
                        "its columns have more than {most} distinct values, most of them column '{column}'.",
                        most=MOST_VALUES,
                        column=worst,
                    ),
                    remedy=message("spark.leave_fact", "Leave that fact out with --unknown, or run parts of the book."),
                )
            )
        for number, value, count, first in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            if value is None:
                self._empty[columns[number]] = count
            else:
                found[columns[number]][value] = (count, first)
        return found

    def _counted_by_groups(self, columns: list[str], sums: Callable[[DataFrame], pa.Table]) -> pa.Table | None:
        """Count texts by row groups; None if Spark must read the book.

        What goes wrong there, from a Python that is missing to a file that is torn, is left for Spark to read or to
        tell.
        """
        from pyspark.errors import PySparkException

        if self.grouped is not None:
            try:
                return sums(self.grouped.tallied(columns))
            except PySparkException:
                self.grouped = None
        return None

    def _texts(self, columns: list[str]) -> DataFrame:
        """Return the texts of columns: the number of the column, the text, how many rows have it, and the first."""
        from pyspark.sql import functions as F  # noqa: N812 - as above

        texts = (text_of(column, self.kinds[column]).alias("v") for column in columns)
        cells = F.array(*(F.struct(F.lit(number).alias("n"), each) for number, each in enumerate(texts)))
        each = self.frame.select(ROW, F.explode(cells).alias("cell")).select(ROW, "cell.n", "cell.v")
        return each.groupBy("n", "v").agg(F.count("*").alias("rows"), F.min(ROW).alias("first"))

    def meant(self, fact: Fact, text: str) -> CellMeaning:
        """Say what a text means for a fact, in the words of three languages; a number says what it is."""
        return self.meanings.meant(fact, text) if is_read(fact) else CellMeaning(text=text)

    def counted(self, fact: Fact) -> list[tuple[str, int]]:
        """Return what is stated of a fact, in order, and in how many lines each."""
        if not self.states(fact):
            return []
        found: Counter[str] = Counter()
        for text, (lines, _) in self.tally(self.columns.facts[fact.name]).items():
            found[self.meant(fact, text).text] += lines
        return sorted(found.items())

    def typed_values(self, fact: Fact, table: FactTable) -> tuple[dict[str, FactValue], list[Problem]]:
        """Type every distinct value of a fact's column that is stated; report the wrong ones, with counts and rows."""
        if not self.states(fact):
            return {}, []
        column = self.columns.facts[fact.name]
        tally = self.tally(column)
        values: dict[str, FactValue] = {}
        bad: dict[str, Problem] = {}
        read, unknown = 0, 0
        for text, (lines, _) in tally.items():
            meant = self.meant(fact, text)
            try:
                if meant.bad:
                    table.parse(fact.name, text)
                    bad[text] = Problem(what=meant.why, remedy=meant.remedy)
                elif not is_blank(meant.text):
                    values[text] = table.parse(fact.name, meant.text)
            except FactError as fault:
                bad[text] = fault.problems[0]
            if meant.text != text and not meant.bad:
                read, unknown = (read, unknown + lines) if meant.why else (read + lines, unknown)
        if read or unknown:
            self.words[fact.name] = (read, unknown)
        counts = sorted(((text, *tally[text]) for text in bad), key=lambda row: row[2])
        return values, list(bad_values_told(self.name, column, counts, bad))

    def number_problems(self, fact: Fact, column: str) -> list[Problem]:
        """Find what is no number in a column of numbers: text, NaN, infinities, shares outside 0 to 1."""
        del fact
        return self._numbers[column]

    def value_problems(self, table: FactTable, *, but: Collection[FactName]) -> list[Problem]:
        """Find every wrong value in the columns of a book; those of the facts in `but` are typed elsewhere."""
        problems = list(self._totals)
        for fact_name, column in self.columns.facts.items():
            fact = table[fact_name]
            if fact_name in but or _free_text(fact):
                continue
            problems += (
                self.number_problems(fact, column) if fact.kind == "number" else self.typed_values(fact, table)[1]
            )
        if self.columns.value:
            problems += self.number_problems(table["value"], self.columns.value)
        return problems

    def pack(
        self,
        library: Library,
        columns: Sequence[PartitionedColumn],
        places: Places,
        words: int,
        *,
        numbered: Numbered = NONE_NUMBERED,
    ) -> None:
        """Give each line its number, the words of its signature, and its value."""
        assert not numbered  # noqa: S101 - a run in Spark keeps no texts
        if self.grouped is not None:
            self.packing = cells_of(self, library, columns, places, words)
            return
        from pyspark.storagelevel import StorageLevel

        self.encoded = packed(self, library, columns, places, words).persist(StorageLevel.MEMORY_AND_DISK)
        self.keeps.append(self.encoded)

    def distinct(self, words: int) -> Signatures:
        """Return the distinct signatures.

        Raises
        ------
        BookError
            If there are more than fit.
        """
        from pyspark.sql import functions as F  # noqa: N812 - as above

        keys = [f"k{word}" for word in range(words)]
        value = F.coalesce(F.sum("value"), F.lit(0.0)).alias("value")
        if self.grouped is not None and self.packing is not None:
            counted = self.grouped.signatures(self.packing).groupBy(*keys).agg(F.sum("n").alias("n"), value)
        else:
            assert self.encoded is not None  # noqa: S101 - `pack` comes first
            counted = self.encoded.groupBy(*keys).agg(F.count("*").alias("n"), value)
        found = counted.limit(MOST_SIGNATURES + 1).toArrow()
        if found.num_rows > MOST_SIGNATURES:
            raise BookError(
                Problem(
                    where=self.name,
                    what=message(
                        "spark.too_many_kinds",
                        "more than {most} lines differ in what the law can tell apart.",
                        most=MOST_SIGNATURES,
                    ),
                    remedy=message("spark.run_parts", "Run parts of the book, or leave facts out with --unknown."),
                )
            )
        arrays = {key: np.asarray(found.column(key).to_numpy()) for key in (*keys, "n", "value")}
        return tuple(arrays[key].astype(np.int64) for key in keys), arrays["n"], arrays["value"]


def _free_text(fact: Fact) -> bool:
    return fact.kind == "map" or (fact.kind == "text" and not fact.scheme)
