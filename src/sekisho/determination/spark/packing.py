"""Cells packed into words by Spark: the same bits as in DuckDB, found by looking up small tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sekisho.determination.book.cells import PartitionedColumn
from sekisho.determination.book.derived_facts import SAME_PLACE
from sekisho.determination.book.packing import DATE, LAW, Places, number_column, thresholds_of
from sekisho.determination.spark.source import ROW, name, number_of, text_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Unknown
from sekisho.law.model.library import Library
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION
from sekisho.trade.book.order_book import SPACES_OF_CELLS

if TYPE_CHECKING:
    from pyspark.sql import Column as SparkColumn
    from pyspark.sql import DataFrame

    from sekisho.determination.spark.engine import SparkLines
    from sekisho.determination.spark.row_groups import NumberCells, Packing, SamePlace, TextCells

Meant = TypeVar("Meant", str | None, int)
MOST_LITERALS, MOST_ARMS = 4_000, 24
"""Texts, and numbers that they stand for, up to which a column is looked up in sets that are part of the query.

Guesses. Larger: Spark compiles a query to methods of at most 64 kB, and gives up compiling what passes that.
Smaller: columns that a set would answer cost a call into Python for each batch."""


def packed(
    lines: SparkLines, library: Library, columns: Sequence[PartitionedColumn], places: Places, words: int
) -> DataFrame:
    """Return each line's number, the words of its signature, and its value."""
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    coded = {column.fact: column for column in columns}
    lookups = _Lookups(lines=lines, library=library, frame=_needed(lines, coded, places))
    parts: list[list[SparkColumn]] = [[] for _ in range(words)]
    for fact, (word, shift) in places.items():
        if fact == SAME_PLACE:
            one, other = (lookups.place(coded[each]) for each in (DEPARTURE, DESTINATION))
            cell = F.when(one == other, 1).otherwise(0)
        else:
            cell = lookups.cell(DATE if fact == LAW else fact, coded[fact])
        parts[word].append(F.shiftleft(cell.cast("bigint"), shift))
    keys = []
    for word, part in enumerate(parts):
        key = F.lit(0).cast("bigint")
        for each in part:
            key = key.bitwiseOR(each)
        keys.append(key.alias(f"k{word}"))
    return lookups.frame.select("line", *keys, "value")


def cells_of(
    lines: SparkLines, library: Library, columns: Sequence[PartitionedColumn], places: Places, words: int
) -> Packing:
    """Return how lines become signatures, as those are told who read row groups."""
    coded = {column.fact: column for column in columns}
    texts: list[TextCells] = []
    numbers: list[NumberCells] = []
    same: list[SamePlace] = []
    for fact, place in places.items():
        if fact == SAME_PLACE:
            ends = [coded[end] for end in (DEPARTURE, DESTINATION)]
            territories = [_territories(lines, library, end) for end in ends]
            number = {
                name: at
                for at, name in enumerate(sorted({name for end in territories for name in end.values() if name}))
            }
            first, second = ({text: number[name] for text, name in end.items() if name} for end in territories)
            pair = (lines.columns.facts[DEPARTURE], lines.columns.facts[DESTINATION])
            same.append({"columns": pair, "territories": (first, second), "place": place})
            continue
        column, name_of_column = coded[fact], lines.columns.facts[DATE if fact == LAW else fact]
        if not column.cell_of and number_column(column):
            bounds = [float(str(bound)) for bound in thresholds_of(column)]
            numbers.append({"column": name_of_column, "thresholds": bounds, "missing": column.missing, "place": place})
            continue
        cells, usual = _cells(lines.tally(name_of_column), column)
        texts.append(
            {"column": name_of_column, "cells": cells, "usual": usual, "missing": column.missing, "place": place}
        )
    return {
        "line": lines.columns.line,
        "value": lines.columns.value,
        "words": words,
        "texts": texts,
        "numbers": numbers,
        "same": same,
        "spaces": SPACES_OF_CELLS,
    }


def _cells(texts: Iterable[str], column: PartitionedColumn) -> tuple[dict[str, int], int]:
    """Return the cell that most texts have, and those of the others."""
    cells = {text: column.cell_of.get(text, column.missing) for text in texts}
    usual = Counter(cells.values()).most_common(1)[0][0] if cells else column.missing
    return {text: cell for text, cell in cells.items() if cell != usual}, usual


def _territories(lines: SparkLines, library: Library, column: PartitionedColumn) -> dict[str, str | None]:
    """Return the territory that each text of a column means; None if it is unknown."""
    fact = library.facts[column.fact]
    territories: dict[str, str | None] = {}
    for text in lines.tally(lines.columns.facts[column.fact]):
        value = library.facts.parse(column.fact, lines.meant(fact, text).text)
        territories[text] = None if isinstance(value, Unknown) else str(value)
    return territories


def _needed(lines: SparkLines, coded: Mapping[FactName, PartitionedColumn], places: Places) -> DataFrame:
    """Choose what packing reads: the line, its value, and one column of plain name for each fact."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    columns = lines.columns
    line = name(columns.line) if columns.line else F.col(ROW)
    value = number_of(columns.value, lines.kinds[columns.value]) if columns.value else F.lit(None).cast("double")
    facts = {DATE if fact == LAW else fact for fact in places if fact != SAME_PLACE}
    facts |= {DEPARTURE, DESTINATION} if SAME_PLACE in places else set()
    shown = []
    for fact in sorted(facts):
        column = columns.facts[fact]
        numeric = fact in coded and not coded[fact].cell_of and number_column(coded[fact])
        shown.append((number_of if numeric else text_of)(column, lines.kinds[column]).alias(f"f_{fact}"))
    return lines.frame.select(line.alias("line"), value.alias("value"), *shown)


@dataclass(slots=True, kw_only=True)
class _Lookups:
    """Finds numbers of texts: in sets that are part of the query, or where texts are many in a table that is joined."""

    lines: SparkLines
    library: Library
    frame: DataFrame
    joins: int = 0

    def cell(self, fact: FactName, column: PartitionedColumn) -> SparkColumn:
        """Return the cell of each line in a column."""
        from pyspark.sql import functions as F  # noqa: N812 - as above

        field = F.col(f"f_{fact}")
        if not column.cell_of and number_column(column):
            return _ladder(field, column)
        rest, usual = _cells(self.lines.tally(self.lines.columns.facts[fact]), column)
        return F.when(field.isNull(), F.lit(column.missing)).otherwise(self.number(field, rest, usual))

    def place(self, column: PartitionedColumn) -> SparkColumn:
        """Return the territory itself, the same for all ways of writing it; NULL if it is unknown."""
        from pyspark.sql import functions as F  # noqa: N812 - as above

        field = F.col(f"f_{column.fact}")
        written: dict[str | None, list[str]] = {}
        for text, meant in _territories(self.lines, self.library, column).items():
            if text != meant:
                written.setdefault(meant, []).append(text)
        return _chain(field, written, field)

    def number(self, field: SparkColumn, numbers: Mapping[str, int], usual: int) -> SparkColumn:
        """Return the number of a text; `usual` if it has none."""
        from pyspark.sql import functions as F  # noqa: N812 - as above

        texts: dict[int, list[str]] = {}
        for text, number in numbers.items():
            texts.setdefault(number, []).append(text)
        if len(numbers) <= MOST_LITERALS and len(texts) <= MOST_ARMS:
            return _chain(field, texts, F.lit(usual))
        import pyarrow as pa

        mark = f"n{self.joins}"
        self.joins += 1
        rows = pa.table({f"{mark}_text": list(numbers), mark: pa.array(list(numbers.values()), pa.int64())})
        table = F.broadcast(self.lines.session.createDataFrame(rows))
        self.frame = self.frame.join(table, field == F.col(f"{mark}_text"), "left").drop(f"{mark}_text")
        return F.coalesce(F.col(mark), F.lit(usual))


def _chain(field: SparkColumn, texts: Mapping[Meant, list[str]], otherwise: SparkColumn) -> SparkColumn:
    """Return what each group of texts means; Spark makes a hash set of a group of more than ten."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    found = None
    for meant, group in texts.items():
        test, meaning = field.isin(*group), F.lit(meant)
        found = F.when(test, meaning) if found is None else found.when(test, meaning)
    return otherwise if found is None else found.otherwise(otherwise)


def _ladder(field: SparkColumn, column: PartitionedColumn) -> SparkColumn:
    """Place a number between the thresholds."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    thresholds = [float(str(bound)) for bound in thresholds_of(column)]
    found = F.when(field.isNull(), column.missing)
    for place, bound in enumerate(thresholds):
        found = found.when(field < bound, 2 * place).when(field == bound, 2 * place + 1)
    return found.otherwise(2 * len(thresholds))
