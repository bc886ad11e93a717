"""Row groups read as they stand: the texts, numbers and signatures that Spark would read, and the same results."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest
from tests.support.spark_answers import rows_of, same
from tests.support.spark_runs import LINES

from sekisho import Library, load_measures
from sekisho.determination.spark import determine_book_spark, grouped_book, result_files, run
from sekisho.determination.spark.faults import detail
from sekisho.law.model.condition import FactName
from sekisho.trade.book.columns import Columns

pa = pytest.importorskip("pyarrow", reason="`pip install 'sekisho[spark]'` brings it")
row_groups = pytest.importorskip("sekisho.determination.spark.row_groups")

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DAY = "2026-11-24"
SPACES = " \t\u3000"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1_000", 1000), (" .5\u3000", 0.5), ("5.", 5), ("-1e-3", -0.001), ("+7", 7), ("0.1", 0.1), ("1e999", math.inf)],
)
def test_plain_numbers_are_read(text: str, number: float):
    assert row_groups.number_of(text, SPACES) == number


@pytest.mark.parametrize("text", ["", "1,000", "0x10", "nan", "inf", "1_", "_1", "1 000", "e5", "1e", "١"])
def test_what_is_no_plain_number_is_none(text: str):
    assert math.isnan(row_groups.number_of(text, SPACES))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pa.decimal128(14, 2), ["24816.17", "-2596.99", None, "138979.36", "0.00"]),
        (pa.decimal128(38, 2), ["123456789012345678901234567890.12", "0.07", None]),
        (pa.decimal128(18, 6), ["-999999999999.999999", "0.000001"]),
        (pa.decimal256(50, 3), ["0.001", "1234567890123456789012345678901234567890.123"]),
    ],
)
def test_decimals_become_the_nearest_doubles(kind: object, values: list[str | None]):
    column = pa.array([None if value is None else Decimal(value) for value in values], kind)
    found = row_groups._of_decimals(pa.concat_arrays([column, column])[1:])
    expected = [math.nan if value is None else float(value) for value in (*values, *values)[1:]]
    assert np.array_equal(found, expected, equal_nan=True)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Ten rows in four row groups, of several types; the third has an empty cell."""
    place = tmp_path / "book.parquet"
    table = pa.table(
        {
            "line": [f"L{row}" for row in range(10)],
            "text": ["b", "a", None, "a", "b", "b", "c", "a", "b", ""],
            "day": pa.array([20000 + row % 3 for row in range(10)], pa.date32()),
            "number": pa.array([row / 4 if row != 2 else None for row in range(10)]),
            "worth": pa.array([Decimal(f"{row}.10") for row in range(10)], pa.decimal128(9, 2)),
            "said": ["0.5", "1", "x", "2", "-1", "", "0.5", "1e0", "3", "0"],
            "yes": [row % 2 == 0 for row in range(10)],
        }
    )
    import pyarrow.parquet as pq

    pq.write_table(table, place, row_group_size=3)
    return place


def parts_of(book: Path) -> list[tuple[str, int, int]]:
    return [(str(book), number, 1 + 3 * number) for number in range(4)]


def test_texts_are_counted_with_their_first_rows(book: Path):
    found = row_groups.tallied(parts_of(book), ["text", "day", "yes"]).to_pydict()
    rows = sorted(zip(found["n"], found["v"], found["rows"], found["first"], strict=True), key=str)
    texts = [(0, "", 1, 10), (0, "a", 3, 2), (0, "b", 4, 1), (0, "c", 1, 7), (0, None, 1, 3)]
    days = [(1, "2024-10-04", 4, 1), (1, "2024-10-05", 3, 2), (1, "2024-10-06", 3, 3)]
    assert rows == sorted([*texts, *days, (2, "true", 5, 1), (2, "false", 5, 2)], key=str)


def packing(**more: object) -> dict[str, object]:
    plain = {"line": "line", "value": "worth", "words": 2, "texts": [], "numbers": [], "same": [], "spaces": SPACES}
    return plain | more


def test_cells_stand_at_their_places_in_the_words(book: Path):
    texts = [{"column": "text", "cells": {"a": 2, "c": 3}, "usual": 1, "missing": 0, "place": (0, 1)}]
    numbers = [
        {"column": "number", "thresholds": [0.5, 1.5], "missing": 7, "place": (1, 0)},
        {"column": "said", "thresholds": [1.0], "missing": 3, "place": (1, 3)},
    ]
    ends = [{"columns": ("text", "said"), "territories": ({"b": 1, "a": 0}, {"0.5": 1, "1": 0}), "place": (0, 0)}]
    lines = pa.concat_tables(
        row_groups.packed(parts_of(book), packing(texts=texts, numbers=numbers, same=ends))
    ).to_pydict()
    assert lines["line"] == [f"L{row}" for row in range(10)]
    assert lines["value"] == [row + 0.1 for row in range(10)]
    assert [key >> 1 for key in lines["k0"]] == [1, 2, 0, 2, 1, 1, 3, 2, 1, 1]
    assert [key & 1 for key in lines["k0"]] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [key & 7 for key in lines["k1"]] == [0, 0, 7, 2, 2, 2, 3, 4, 4, 4]
    assert [key >> 3 for key in lines["k1"]] == [0, 1, 3, 2, 0, 3, 0, 1, 2, 0]


def test_signatures_are_counted_with_their_value(book: Path):
    texts = [{"column": "text", "cells": {"a": 1}, "usual": 0, "missing": 0, "place": (0, 0)}]
    found = row_groups.signatures(parts_of(book), packing(texts=texts)).to_pydict()
    rows = dict(zip(found["k0"], zip(found["n"], found["value"], strict=True), strict=True))
    assert {key: lines for key, (lines, _) in rows.items()} == {0: 7, 1: 3}
    assert rows[1][1] == pytest.approx(1.1 + 3.1 + 7.1)


def test_a_signature_that_was_not_decided_stops_the_run(tmp_path: Path):
    """As when a book changes while it is read."""
    for name, table in {
        row_groups.SIGNATURES: pa.table({"k0": [5, 6], "k1": [1, 1], "verdict": pa.array([1, 0], pa.int32())}),
        row_groups.VERDICTS: pa.table({"headline": ["no", "yes"]}),
    }.items():
        with pa.OSFile(str(tmp_path / name), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    verdicts = row_groups.VerdictFiles(str(tmp_path), 2)
    known = [pa.chunked_array([[6, 5, 6]]), pa.chunked_array([[1, 1, 1]])]
    assert verdicts.rows(known).to_pylist() == [0, 1, 0]
    for keys in ([[6, 5], [1, 2]], [[6, 7], [1, 1]]):
        with pytest.raises(ValueError, match="1 lines have a signature that was not decided"):
            verdicts.rows([pa.chunked_array([key]) for key in keys])


def test_row_groups_are_shared_out_in_their_order():
    parts = [(("a", number, 1 + number * 300_000), 300_000) for number in range(20)]
    tasks = grouped_book._shared_out(parts, 6_000_000)
    assert [len(task) for task in tasks] == [3, 4, 3, 3, 4, 3]
    assert [part for task in tasks for part in task] == [part for part, _ in parts]


KINDS = {"control_codes": "VARCHAR", "destination": "VARCHAR", "value_jpy": "DOUBLE"}


@pytest.mark.parametrize(
    ("kinds", "out", "rows"),
    [
        (KINDS, "results", 5),
        (KINDS, "file:///tmp/results", None),
        (KINDS | {"control_codes": "VARCHAR[]"}, "results", None),
        (KINDS | {"destination": "DOUBLE"}, "results", None),
    ],
)
def test_what_row_groups_do_not_tell_is_left_to_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kinds: dict[str, str], out: str, rows: int | None
):
    monkeypatch.setattr(grouped_book, "reads", lambda _session, _paths: True)
    place = tmp_path / "book.parquet"
    with duckdb.connect() as connection:
        shown = ", ".join(f"NULL::{kind} AS {name}" for name, kind in kinds.items())
        connection.sql(f"SELECT {shown} FROM range(5)").write_parquet(str(place))
    table = load_measures().facts
    facts = {FactName(name): name for name in ("control_codes", "destination")}
    columns = Columns(facts=facts, line="", value="value_jpy", unit="JPY", unmapped=())
    session: Any = None
    found = grouped_book.grouped_book(session, str(place), out, kinds=kinds, columns=columns, table=table, files=1)
    assert (found and found.rows) == rows


def test_what_python_raises_where_spark_works_is_told_by_its_last_line():
    text = (
        "An exception was thrown from the Python worker.\nTraceback (most recent call last):\n"
        '  File "worker.py", line 1, in main\n    work: int = 1\nOSError: [Errno 28] No space left on device.\n\n'
        "\tat org.apache.spark.Task.run(Task.scala:147)"
    )
    assert detail(ValueError(text)) == "[Errno 28] No space left on device"
    assert detail(ValueError("org.apache.spark.SparkException: Job aborted.\n\tat x")) == "Job aborted"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("python", ["nowhere", "to write", "to read and write"])
def test_spark_and_row_groups_give_the_same_results(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str
):
    spark, orders, library = (request.getfixturevalue(name) for name in ("spark", "orders", "library"))
    if python != "to read and write":
        monkeypatch.setattr(run, "grouped_book", lambda *_, **__: None)
    if python == "nowhere":
        monkeypatch.setattr(result_files, "reads", lambda *_: False)
    assert same(spark, orders["parquet"], library, tmp_path, {"as_of": None}) == LINES
    (part,) = (tmp_path / "by-spark").glob("*.parquet")
    assert ("snappy" in part.name) == (python == "nowhere"), "Spark's own writer says so"
    assert spark._jsparkSession.sharedState().cacheManager().isEmpty(), "Spark keeps nothing of a run that is over"
    kinds = [connection_kinds(place) for place in (tmp_path / "by-duckdb.parquet", tmp_path / "by-spark" / "*.parquet")]
    assert kinds[0] == kinds[1]


def connection_kinds(place: Path) -> list[tuple[str, str]]:
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(place))
        return list(zip(found.columns, map(str, found.types), strict=True))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_rows_without_anything_are_left_out_of_parquet_too(spark: SparkSession, library: Library, tmp_path: Path):
    book = tmp_path / "orders.parquet"
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT * FROM (VALUES (1, 'a', '1C905.a', 'JP', '0.5'), (2, NULL, NULL, '-', NULL), "
            "(3, 'b', 'none', 'NO', '1_0')) AS t(i, line, control_codes, destination, value_jpy) ORDER BY i"
        ).project("* EXCLUDE (i)").write_parquet(str(book))
    result = determine_book_spark(spark, book, library, out=tmp_path / "results", as_of=DAY)
    assert [one.row for one in result.reading.no_lines] == [2]
    assert [row[0] for row in rows_of(str(tmp_path / "results" / "*.parquet"))[1:]] == ["a", "b"]
