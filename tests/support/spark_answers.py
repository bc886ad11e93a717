"""DuckDB against Spark: the same book by both, and every value of every line compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from sekisho import Library, determine_book
from sekisho.determination.book.run_files import run_card_of
from sekisho.determination.book.run_summary import RunResult
from sekisho.determination.spark import determine_book_spark
from sekisho.files.tables import listless, literal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NOT_COMPARED = {"out", "run_card", "card", "matches", "reading", "value_by_headline"}

_SHOWN = {
    **{name: f"'' AS {name}" for name in ("danger", "description", "currency", "date")},
    "points": "regexp_replace(points::VARCHAR, '(code_stated)[^;]*(;code_stated[^;]*)*', '\\1') AS points",
}
"""Spark gives no order of danger, carries no words of a line, and does not say which codes of a line point."""


def rows_of(results: str) -> list[tuple[Any, ...]]:
    """All lines of results, every value as text, in the order of the lines."""
    with duckdb.connect() as connection:
        table = connection.sql(f"SELECT * FROM {listless(connection, f'read_parquet({literal(results)})')}")
        shown = ", ".join(_SHOWN.get(name, f'"{name}"::VARCHAR AS "{name}"') for name in table.columns)
        return [tuple(table.columns), *table.project(shown).order("ALL").fetchall()]


def same(spark: SparkSession, book: Path, library: Library, folder: Path, more: Mapping[str, Any]) -> int:
    """Determine a book by both engines, compare lines, counts and run cards, and return the number of lines."""
    by_duckdb = determine_book(book, library, out=folder / "by-duckdb.parquet", threads=1, **more)
    by_spark = determine_book_spark(spark, book, library, out=folder / "by-spark", **more)
    assert rows_of(str(folder / "by-spark" / "*.parquet")) == rows_of(str(folder / "by-duckdb.parquet"))
    assert (folder / "by-spark" / "_SUCCESS").is_file()
    assert run_card_of(folder / "by-spark").is_file()
    compare_counts(by_duckdb, by_spark)
    sheets = [result.matches and Path(result.matches).read_text(encoding="utf-8") for result in (by_duckdb, by_spark)]
    assert sheets[0] == sheets[1]
    return by_spark.lines


def compare_counts(one: RunResult, other: RunResult) -> None:
    """Counts are equal, values equal but for the order of adding up; cards differ in the engine."""
    for name in RunResult.__slots__:
        if name not in NOT_COMPARED:
            assert getattr(one, name) == getattr(other, name), name
    values = [result.value_by_headline or {} for result in (one, other)]
    assert values[0].keys() == values[1].keys()
    assert all(abs(value - values[1][name]) <= 1e-9 * abs(value) for name, value in values[0].items())
    assert replace(one.reading, double=other.reading.double) == replace(other.reading, gaps_file=one.reading.gaps_file)
    cards = [{name: value for name, value in result.card.items() if name != "engine"} for result in (one, other)]
    assert cards[0] == {name: value for name, value in cards[1].items() if name != "files"}
