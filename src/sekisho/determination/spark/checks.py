"""What stops a run in Spark: cells that are no numbers, and rows that are no lines, each found in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

from sekisho.determination.spark.source import FLOATS, ROW, number_of, text_of
from sekisho.errors import Problem
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.message import counted, message
from sekisho.trade.book.cells.numbers import NOT_KNOWN
from sekisho.trade.book.columns import NEEDED, Columns
from sekisho.trade.book.non_lines import BLANK, NoLine, RowKind, row_text
from sekisho.trade.book.order_book import NO_NUMBER, NO_SHARE, SPACES_OF_CELLS, is_number, wrong_number_told

if TYPE_CHECKING:
    from pyspark.sql import Column as SparkColumn
    from pyspark.sql import DataFrame

NOT_STATED = ("", "unknown", "n/a", "-", *NOT_KNOWN)
TOTALS = (
    *("合計", "小計", "総計", "総合計", "計", "合计", "小计", "总计", "共计", "總計", "累計"),
    *("total", "subtotal", "sub total", "sub-total", "grand total", "totals", "sum"),
)
MOST_BLANK = 10_000
"""Rows in which nothing stands that are left out, and named in the run card; of more a book is refused.

A guess. Larger: run cards grow by a line for each. Smaller: books with long empty ends are refused."""
FACTS_FIRST = 3
"""Facts that are looked at first for rows of totals: nearly every line has one of them.

Only where some row has none of these is the book gone through for all of them. A guess. Fewer: rows that leave one fact
open send more books through the long way. More: the first look reads more columns of every book."""


def number_columns(columns: Columns, table: FactTable) -> dict[str, Fact]:
    """Return the columns of numbers, with the fact that each tells."""
    facts = {column: table[name] for name, column in columns.facts.items() if table[name].kind == "number"}
    return facts | ({columns.value: table["value"]} if columns.value else {})


def wrong_texts(
    tally: Mapping[str, tuple[int, int]], fact: Fact, column: str, *, book: str, rows: int
) -> list[Problem]:
    """Find what is no number among the counted texts of a column; `rows` is the count of all rows."""
    from sekisho.determination.spark.row_groups import number_of as number_of_text

    by_fault: dict[str, list[tuple[int, int, str]]] = {}
    for text, (lines, first) in tally.items():
        if text.strip(SPACES_OF_CELLS).lower() in NOT_STATED:
            continue
        number = number_of_text(text, SPACES_OF_CELLS)
        if not isfinite(number):
            by_fault.setdefault(NO_NUMBER, []).append((lines, first, text))
        elif fact.unit == "share 0-1" and not 0 <= number <= 1:
            by_fault.setdefault(NO_SHARE, []).append((lines, first, text))
    problems = []
    for what in (NO_NUMBER, NO_SHARE):
        if wrong := by_fault.get(what):
            _, first, text = min(wrong, key=lambda fault: fault[1])
            counted_rows = (sum(lines for lines, _, _ in wrong), first, text, rows)
            problems.append(wrong_number_told(book, column, what, counted_rows, fact))
    return problems


def wrong_numbers(
    frame: DataFrame, kinds: Mapping[str, str], facts: Mapping[str, Fact], *, book: str
) -> dict[str, list[Problem]]:
    """Find what is no number in each column of numbers: text, NaN, infinities, shares outside 0 to 1."""
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    tests = [test for column, fact in facts.items() for test in _tests(column, kinds[column], fact)]
    problems: dict[str, list[Problem]] = {column: [] for column in facts}
    if not tests:
        return problems
    shown = [F.count("*").alias("rows")]
    for place, (column, _, wrong) in enumerate(tests):
        row = F.when(wrong, F.col(ROW))
        shown += [
            F.count(row).alias(f"n{place}"),
            F.min(row).alias(f"r{place}"),
            F.min_by(text_of(column, kinds[column]), row).alias(f"v{place}"),
        ]
    found = frame.agg(*shown).collect()[0]
    for place, (column, what, _) in enumerate(tests):
        if found[f"n{place}"]:
            one = (found[f"n{place}"], found[f"r{place}"], found[f"v{place}"], found["rows"])
            problems[column].append(wrong_number_told(book, column, what, one, facts[column]))
    return problems


def _tests(column: str, kind: str, fact: Fact) -> Iterable[tuple[str, str, SparkColumn]]:
    from pyspark.sql import functions as F  # noqa: N812 - as above

    value, shown = number_of(column, kind), text_of(column, kind)
    stated = shown.isNotNull()
    if not is_number(kind):
        stated &= ~F.lower(F.btrim(shown, F.lit(SPACES_OF_CELLS))).isin(*NOT_STATED)
    infinite = value.isNull() | (F.abs(value) == float("inf"))
    if kind in FLOATS or not is_number(kind):  # whole numbers and decimals are numbers, and finite
        yield column, NO_NUMBER, stated & infinite
    if fact.unit == "share 0-1":
        yield column, NO_SHARE, stated & ~infinite & ~value.between(0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsThatAreNone:
    """Rows of a book that are no lines: those of totals, which stop a run, and those in which nothing stands.

    Parameters
    ----------
    rest
        What is left if the rows in which nothing stands are left out.
    """

    problems: tuple[Problem, ...]
    blank: tuple[NoLine, ...]
    rest: DataFrame


def rows_that_are_none(frame: DataFrame, kinds: Mapping[str, str], columns: Columns, *, book: str) -> RowsThatAreNone:
    """Find rows of totals, which have a word for it and no fact of a line but the value, and rows with nothing in them.

    Few books have rows without the facts that nearly every line states, and only these are gone through for them.
    """
    from pyspark.sql import functions as F  # noqa: N812 - as above

    chosen = _chosen(columns)
    texts = [F.lower(F.trim(text_of(name, kind))) for name, kind in kinds.items() if kind == "VARCHAR"]
    none = RowsThatAreNone(problems=(), blank=(), rest=frame)
    if not texts or not chosen:
        return none
    empty = [
        F.coalesce(F.lower(F.trim(text_of(name, kinds[name]))), F.lit("")).isin("", "-", *TOTALS) for name in chosen
    ]
    if not frame.filter(_all(empty[:FACTS_FIRST])).limit(1).count():
        return none
    problems = _totals(frame, empty, texts, book=book)
    cells = [F.btrim(text_of(name, kind), F.lit(SPACES_OF_CELLS)) for name, kind in kinds.items()]
    blank = _all([F.coalesce(cell, F.lit("")).isin(*BLANK) for cell in cells])
    rows = frame.filter(blank).select(ROW, F.array(*cells).alias("cells")).limit(MOST_BLANK + 1).collect()
    if len(kinds) == 1 or not rows:
        return replace(none, problems=tuple(problems))
    if len(rows) > MOST_BLANK:
        what = message("spark.blank_rows", "more than {most} rows are empty.", most=MOST_BLANK)
        problems.append(
            Problem(where=book, what=what, remedy=message("spark.take_them_out", "Take them out of the book."))
        )
    lines = tuple(
        NoLine(row=row[ROW], kind=RowKind.BLANK, text=row_text(cell or "" for cell in row["cells"]))
        for row in sorted(rows, key=lambda row: int(row[ROW]))
    )
    return RowsThatAreNone(problems=tuple(problems), blank=lines, rest=frame.filter(~blank))


def columns_first(columns: Columns) -> list[str]:
    """Return the columns that are looked at first for rows that are no lines."""
    return _chosen(columns)[:FACTS_FIRST]


def says_nothing(text: str) -> bool:
    """Tell whether a text states no fact of a line: it is empty, or a word for a total."""
    return text.strip(" ").lower() in {"", "-", *TOTALS}


def _chosen(columns: Columns) -> list[str]:
    mapped = columns.facts
    return list(dict.fromkeys([*(mapped[fact] for fact in NEEDED if fact in mapped), *mapped.values()]))


def _totals(
    frame: DataFrame, empty: Sequence[SparkColumn], texts: Sequence[SparkColumn], *, book: str
) -> list[Problem]:
    from pyspark.sql import functions as F  # noqa: N812 - as above

    named = F.arrays_overlap(F.array(*texts), F.array(*(F.lit(word) for word in TOTALS)))
    found = frame.filter(_all(empty) & named).agg(F.count("*").alias("n"), F.min(ROW).alias("first")).collect()[0]
    if not found["n"]:
        return []
    what = message("spark.totals", "is a row of totals, and no line.")
    if found["n"] > 1:
        what = counted(
            "spark.totals_rows",
            "is a row of totals, and no line ({n} row, first).",
            "is a row of totals, and no line ({n} rows, first).",
            n=found["n"],
        )
    return [
        Problem(
            where=message("error.at_row", "{file}, row {row}", file=book, row=found["first"]),
            what=what,
            remedy=message("spark.take_out", "Take it out of the book."),
        )
    ]


def _all(tests: Iterable[SparkColumn]) -> SparkColumn:
    first, *rest = tests
    for test in rest:
        first = first & test
    return first
