"""The lines of a book in Spark: what its columns hold, found in one pass, and the signatures of its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sekisho.determine.cut import Column
from sekisho.determine.lines import Signatures
from sekisho.determine.packing import Places
from sekisho.determine.spark.pack import packed
from sekisho.determine.spark.source import ROW, name
from sekisho.errors import BookError, FactError, Problem
from sekisho.law.condition import FactName
from sekisho.law.fact import UNKNOWN, Fact, FactTable, FactValue, is_blank
from sekisho.law.library import Library
from sekisho.trade.book import SPACES_OF_CELLS, bad_values_told, is_number, wrong_number_told
from sekisho.trade.columns import Columns

if TYPE_CHECKING:
    from pyspark.sql import Column as SparkColumn
    from pyspark.sql import DataFrame, SparkSession

MOST_VALUES = 2_000_000
"""Distinct values of all columns together that are typed on the machine that asks; about 300 bytes each."""
MOST_SIGNATURES = 5_000_000
"""Distinct signatures that are decided on the machine that asks; about 400 bytes each."""
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
NOT_STATED = ("", "unknown", "n/a", "-")

Tally = dict[str, tuple[int, int]]
"""Distinct texts of a column, with the lines that hold each and the first of them."""


@dataclass(slots=True, kw_only=True)
class SparkLines:
    """The lines of a book in Spark; what was found in them is kept, so that no pass is made twice."""

    session: SparkSession
    frame: DataFrame
    name: str
    kinds: Mapping[str, str]
    columns: Columns
    encoded: DataFrame | None = None
    _tallies: dict[str, Tally] = field(default_factory=dict)
    _numbers: dict[str, list[Problem]] | None = None

    def states(self, fact: Fact) -> bool:
        """Tell whether a column states the fact."""
        return fact.name in self.columns.facts and fact.name not in self.columns.unknown

    def empty(self, fact: Fact) -> FactValue:
        """Return what an empty cell of a fact's column means: as if the fact were left out."""
        return "none" if fact.absent == "none" and fact.name not in self.columns.unknown else UNKNOWN

    def some_blank(self, fact: Fact) -> bool:
        """Tell whether some line leaves the column of a fact blank."""
        column = self.columns.facts[fact.name]
        return any(is_blank(text) for text in self.tally(column)) or bool(
            self.frame.filter(name(column).isNull()).limit(1).count()
        )

    def text(self, column: str) -> SparkColumn:
        """Return a column as text; lists become codes separated by ';'."""
        from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

        found = name(column)
        if self.kinds[column].endswith("[]"):
            return F.when(F.size(found) == 0, "none").otherwise(F.array_join(found.cast("array<string>"), ";"))
        return found.cast("string")

    def tally(self, column: str) -> Tally:
        """Return what a column holds."""
        if column not in self._tallies:
            self._tallies.update(self._count([column]))
        return self._tallies[column]

    def prepare(self, table: FactTable) -> None:
        """Find what all columns hold that are typed by their distinct values, in one pass."""
        typed = [
            column
            for fact, column in self.columns.facts.items()
            if not _free_text(table[fact]) and not (table[fact].kind == "number" and is_number(self.kinds[column]))
        ]
        self._tallies.update(self._count(list(dict.fromkeys(typed))))

    def _count(self, columns: list[str]) -> dict[str, Tally]:
        """Count the lines of every distinct text of several columns.

        Raises
        ------
        BookError
            If there are more distinct texts than fit.
        """
        from pyspark.sql import functions as F  # noqa: N812 - as above

        found: dict[str, Tally] = {column: {} for column in columns}
        if not columns:
            return found
        cells = F.array(*(F.struct(F.lit(n).alias("n"), self.text(c).alias("v")) for n, c in enumerate(columns)))
        each = self.frame.select(ROW, F.explode(cells).alias("cell")).select(ROW, "cell.n", "cell.v")
        counted = each.filter(F.col("v").isNotNull()).groupBy("n", "v").agg(F.count("*"), F.min(ROW))
        rows = counted.limit(MOST_VALUES + 1).toArrow()
        if rows.num_rows > MOST_VALUES:
            counts = dict.fromkeys(columns, 0)
            for number in rows.column(0).to_pylist():
                counts[columns[number]] += 1
            worst = max(counts, key=counts.__getitem__)
            raise BookError(
                Problem(
                    where=self.name,
                    what=f"its columns hold more than {MOST_VALUES:,} distinct values, most of them column '{worst}'.",
                    do="Leave that fact out with --unknown, or run parts of the book.",
                )
            )
        for number, text, count, first in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            found[columns[number]][text] = (count, first)
        return found

    def typed_values(self, fact: Fact, table: FactTable) -> tuple[dict[str, FactValue], list[Problem]]:
        """Type every distinct value of a fact's column that is stated; report the wrong ones, with counts and rows."""
        if not self.states(fact):
            return {}, []
        column = self.columns.facts[fact.name]
        tally = self.tally(column)
        values: dict[str, FactValue] = {}
        bad: dict[str, Problem] = {}
        for text in tally:
            try:
                if not is_blank(text):
                    values[text] = table.parse(fact.name, text)
            except FactError as fault:
                bad[text] = fault.problems[0]
        counts = sorted(((text, *tally[text]) for text in bad), key=lambda row: row[2])
        return values, list(bad_values_told(self.name, column, counts, bad))

    def number_problems(self, fact: Fact, column: str) -> list[Problem]:
        """Find what is no number in a column of numbers: text, NaN, infinities, shares outside 0 to 1."""
        del fact
        assert self._numbers is not None  # noqa: S101 - `check_numbers` comes first
        return self._numbers[column]

    def check_numbers(self, table: FactTable) -> None:
        """Find what is no number in all columns of numbers, in one pass."""
        from pyspark.sql import functions as F  # noqa: N812 - as above

        facts = {column: table[name] for name, column in self.columns.facts.items() if table[name].kind == "number"}
        if self.columns.value:
            facts[self.columns.value] = table["value"]
        tests = [test for column, fact in facts.items() for test in self._wrong_numbers(column, fact)]
        self._numbers = {column: [] for column in facts}
        if not tests:
            return
        shown = [F.count("*").alias("rows")]
        for place, (column, _, wrong) in enumerate(tests):
            row = F.when(wrong, F.col(ROW))
            shown += [
                F.count(row).alias(f"n{place}"),
                F.min(row).alias(f"r{place}"),
                F.min_by(name(column).cast("string"), row).alias(f"v{place}"),
            ]
        found = self.frame.agg(*shown).collect()[0]
        for place, (column, what, _) in enumerate(tests):
            if found[f"n{place}"]:
                row = (found[f"n{place}"], found[f"r{place}"], found[f"v{place}"], found["rows"])
                self._numbers[column].append(wrong_number_told(self.name, column, what, row, facts[column]))

    def _wrong_numbers(self, column: str, fact: Fact) -> Iterable[tuple[str, str, SparkColumn]]:
        from pyspark.sql import functions as F  # noqa: N812 - as above

        number, stated = self.number(column), name(column).isNotNull()
        if not is_number(self.kinds[column]):
            text = F.lower(F.btrim(self.text(column), F.lit(SPACES_OF_CELLS)))
            stated &= ~text.isin(*NOT_STATED)
        infinite = number.isNull() | F.isnan(number) | (F.abs(number) == float("inf"))
        yield column, "is not a number", stated & infinite
        if fact.unit == "share 0-1":
            yield column, "is not a share from 0 to 1", stated & ~infinite & ~number.between(0.0, 1.0)

    def number(self, column: str) -> SparkColumn:
        """Return a column as numbers; NULL where the text is none, as DuckDB reads it."""
        from pyspark.sql import functions as F  # noqa: N812 - as above

        if is_number(self.kinds[column]):
            return name(column).cast("double")
        text = F.btrim(self.text(column), F.lit(SPACES_OF_CELLS))
        plain = F.regexp_replace(text, r"(?<=\d)_(?=\d)", "")
        return F.when(plain.rlike(NUMBER), plain.try_cast("double"))

    def value_problems(self, table: FactTable, *, but: Collection[FactName]) -> list[Problem]:
        """Find every wrong value in the columns of a book; those of the facts in `but` are typed elsewhere."""
        problems: list[Problem] = []
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

    def pack(self, library: Library, columns: Sequence[Column], places: Places, words: int) -> None:
        """Give each line its number, the words of its signature, and its value."""
        self.encoded = packed(self, library, columns, places, words)

    def distinct(self, words: int) -> Signatures:
        """Return the distinct signatures.

        Raises
        ------
        BookError
            If there are more than fit.
        """
        from pyspark.sql import functions as F  # noqa: N812 - as above

        assert self.encoded is not None  # noqa: S101 - `pack` comes first
        keys = [f"k{word}" for word in range(words)]
        counted = self.encoded.groupBy(*keys).agg(
            F.count("*").alias("n"), F.coalesce(F.sum("value"), F.lit(0.0)).alias("value")
        )
        found = counted.limit(MOST_SIGNATURES + 1).toArrow()
        if found.num_rows > MOST_SIGNATURES:
            raise BookError(
                Problem(
                    where=self.name,
                    what=f"more than {MOST_SIGNATURES:,} lines differ in what the law can tell apart.",
                    do="Run parts of the book, or leave facts out with --unknown.",
                )
            )
        arrays = {key: np.asarray(found.column(key).to_numpy()) for key in (*keys, "n", "value")}
        return tuple(arrays[key].astype(np.int64) for key in keys), arrays["n"], arrays["value"]


def _free_text(fact: Fact) -> bool:
    return fact.kind == "map" or (fact.kind == "text" and not fact.scheme)
