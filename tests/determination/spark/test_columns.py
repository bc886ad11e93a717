"""What Spark writes of a line is what the other path writes, but for the columns that it says it leaves empty.

These tests need no Spark, so that every run of tests holds the two paths together.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from tests.support.spark_answers import NOT_COMPARED, rows_of, shown_of
from tests.support.spark_runs import LINES

from sekisho import Library, determine_book
from sekisho.determination.book import bulk
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.results import files
from sekisho.determination.book.results.columns import RESULT_COLUMNS
from sekisho.determination.book.run_summary import RunResult
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.spark.verdict_rows import (
    LEFT_EMPTY,
    OF_THE_LINE,
    RESULTS_LEFT_EMPTY,
    VerdictRows,
    members,
    verdict_rows,
)

PAGES = Path(__file__).parents[3] / "docs"
DAY = "2026-11-24"


def written_by_spark(connection: duckdb.DuckDBPyConnection, rows: VerdictRows, *, once: bool) -> list[tuple[Any, ...]]:
    """The lines as Spark joins them, with another engine in its place."""
    which, places = rows.once() if once else (np.arange(len(rows.keys["k0"])), rows.places)
    texts = {name: np.array(rows.texts[name], dtype=object)[of_rows][which] for name, of_rows in places.items()}
    connection.register("joined", {**rows.keys, **texts})
    shown = ", ".join((*(f"joined.{name}" for name in texts), *(f"NULL AS {name}" for name in LEFT_EMPTY)))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE written AS SELECT encoded.line, encoded.value, {shown} "
        f"FROM encoded JOIN joined USING ({', '.join(rows.keys)})"
    )
    connection.unregister("joined")
    names = [column.name for column in RESULT_COLUMNS]
    return [tuple(names), *connection.table("written").project(shown_of(names)).order("ALL").fetchall()]


def test_signatures_tell_of_every_line_what_the_other_path_writes(
    orders: dict[str, Path], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """And together with what is left empty, that is every column of results."""
    caught: list[list[tuple[Any, ...]]] = []
    whole: Callable[..., object] = files.write_results

    def watched(
        connection: duckdb.DuckDBPyConnection, stage: EncodedBook, verdicts: Verdicts, *more: object, **named: object
    ) -> object:
        rows = verdict_rows(stage, verdicts)
        assert sorted([*rows.places, *OF_THE_LINE, *LEFT_EMPTY]) == sorted(column.name for column in RESULT_COLUMNS)
        assert rows.places.keys() == rows.texts.keys()
        which, places = rows.once()
        differ = set(zip(*(values.tolist() for values in rows.places.values()), strict=True))
        assert len(differ) == len(places["headline"]) == max(which) + 1 < len(which)
        caught.extend(written_by_spark(connection, rows, once=once) for once in (False, True))
        return whole(connection, stage, verdicts, *more, **named)

    monkeypatch.setattr(bulk, "write_results", watched)
    determine_book(orders["csv"], library, out=tmp_path / "results.parquet", as_of=DAY)
    expected = rows_of(str(tmp_path / "results.parquet"))
    assert len(expected) == LINES + 1
    assert caught == [expected, expected]


def test_lists_are_lists():
    assert members("decisive", "a;b") == ["a", "b"]
    assert members("decisive", "") == []
    assert members("alerts", "a;b") == "a;b"


def test_what_is_left_empty_of_a_run_is_an_attribute_of_it():
    assert set(RESULTS_LEFT_EMPTY) < set(RunResult.__slots__)
    assert set(RunResult.__slots__) > NOT_COMPARED


def test_the_pages_name_what_spark_leaves_empty():
    named = ", ".join(f"`{name}`" for name in [*LEFT_EMPTY][:-1]) + f" and `{[*LEFT_EMPTY][-1]}`"
    for page in ("how-to/run-on-spark.md", "reference/results.md"):
        text = " ".join((PAGES / page).read_text(encoding="utf-8").split())
        assert f"leaves {named} empty" in text, page
