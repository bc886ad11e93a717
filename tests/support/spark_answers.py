"""DuckDB against Spark: the same book by both, and every value of every line compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from sekisho import Library, determine_book
from sekisho.determination.book.run_files import run_card_of
from sekisho.determination.book.run_summary import RunResult
from sekisho.determination.spark import determine_book_spark
from sekisho.determination.spark.verdict_rows import LEFT_EMPTY, RESULTS_LEFT_EMPTY
from sekisho.files.tables import listless, literal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

VALUES = ("value_by_headline", "value_by_triage")
"""Sums of money, which each engine adds up in an order of its own."""
NOT_COMPARED = {"out", "run_card", "card", "matches", "reading", *VALUES, *RESULTS_LEFT_EMPTY}
CARDS_DIFFER = {"engine", "digests", "files"}
"""Entries of a card that are of the engine: its name, the files that it wrote, and into how many a book was cut."""

_SHOWN = {
    **{name: f"'' AS {name}" for name in LEFT_EMPTY},
    "points": "regexp_replace(points::VARCHAR, '(code_stated)[^;]*(;code_stated[^;]*)*', '\\1') AS points",
}
"""What Spark leaves empty is not compared; and it does not say which codes of a line point."""


def rows_of(results: str) -> list[tuple[Any, ...]]:
    """All lines of results, every value as text, in the order of the lines."""
    with duckdb.connect() as connection:
        table = connection.sql(f"SELECT * FROM {listless(connection, f'read_parquet({literal(results)})')}")
        return [tuple(table.columns), *table.project(shown_of(table.columns)).order("ALL").fetchall()]


def shown_of(columns: Iterable[str]) -> str:
    """What is compared of columns of results, as SQL."""
    return ", ".join(_SHOWN.get(name, f'"{name}"::VARCHAR AS "{name}"') for name in columns)


def same(spark: SparkSession, book: Path, library: Library, folder: Path, more: Mapping[str, Any]) -> int:
    """Determine a book by both engines, compare lines, counts and run cards, and return the number of lines."""
    by_duckdb = determine_book(book, library, out=folder / "by-duckdb.parquet", threads=1, **more)
    by_spark = determine_book_spark(spark, book, library, out=folder / "by-spark", **more)
    assert rows_of(str(folder / "by-spark" / "*.parquet")) == rows_of(str(folder / "by-duckdb.parquet"))
    assert (folder / "by-spark" / "_SUCCESS").is_file()
    assert run_card_of(folder / "by-spark").is_file()
    numbers = {"value", *(fact.name for fact in library.facts.facts.values() if fact.kind == "number")}
    compare_counts(by_duckdb, by_spark, numbers)
    sheets = [result.matches and Path(result.matches).read_text(encoding="utf-8") for result in (by_duckdb, by_spark)]
    assert sheets[0] == sheets[1]
    return by_spark.lines


def compare_counts(one: RunResult, other: RunResult, numbers: Collection[str]) -> None:
    """Counts are equal, sums equal but for the order of adding up; cards differ in the engine.

    Spark does not count which of the `numbers` are not written plainly.
    """
    for name in RunResult.__slots__:
        if name not in NOT_COMPARED:
            assert getattr(one, name) == getattr(other, name), name
    for name in VALUES:
        values = [getattr(result, name) or {} for result in (one, other)]
        assert values[0].keys() == values[1].keys()
        assert all(abs(value - values[1][word]) <= 1e-9 * abs(value) for word, value in values[0].items()), name
    assert not any(getattr(other, name) for name in RESULTS_LEFT_EMPTY)
    words = [
        {fact: counts for fact, counts in result.reading.words.items() if fact not in numbers}
        for result in (one, other)
    ]
    assert words[0] == words[1]
    reading = replace(one.reading, double=other.reading.double, words=other.reading.words)
    assert reading == replace(other.reading, gaps_file=one.reading.gaps_file)
    for name in one.card.keys() | other.card.keys():
        if name not in CARDS_DIFFER:
            assert one.card.get(name) == other.card.get(name), name
    digests = [{*_digests(result)} for result in (one, other)]
    assert digests[0] - digests[1] == {"datapackage"}
    assert digests[1] < digests[0]


def _digests(result: RunResult) -> dict[str, str]:
    """The digests of the files of a run, by what these are."""
    digests = result.card["digests"]
    assert isinstance(digests, dict)
    return digests
