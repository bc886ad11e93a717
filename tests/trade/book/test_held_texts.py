"""What the columns of a book hold: by it rows are told for lines that no row judge has to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import Library, determine_book
from sekisho.determination.book import bulk
from sekisho.law.model.condition import FactName
from sekisho.trade.book import arrangement, held_texts, intake
from sekisho.trade.book.cleaning import Cleaned
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.held_texts import HeldTexts, Look, few_cells, look
from sekisho.trade.book.non_lines import NoLine
from sekisho.trade.book.order_book import Book, counts_at_once, distinct_texts
from sekisho.trade.book.reading_memory import clean_remembered

NAMES = ("No", "Total", "客先", "2026")
CELLS = (
    *(None, "", " ", "-", "―", "No", "ＮＯ", " n o ", "Total", "TOTAL:", "合計", "小　計", "Balance due", "Something"),
    *("客先", "Mihon KK", "12", "1,200", "2026", "注: 以下参照", "page 3", "Qty: 5", "〃", "Ditto", "社外秘"),
)
Rows = Sequence[Sequence[str | None]]
ROWS = st.lists(st.lists(st.sampled_from(CELLS), min_size=4, max_size=4), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def book_of(connection: duckdb.DuckDBPyConnection, rows: Rows, kinds: Sequence[str]) -> Book:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(NAMES, kinds, strict=True))
    connection.execute(f"CREATE OR REPLACE TABLE rows_of_book (sekisho_row BIGINT, {columns})")
    numbers = [[cell if kind == "VARCHAR" else None for cell, kind in zip(row, kinds, strict=True)] for row in rows]
    connection.executemany(
        "INSERT INTO rows_of_book VALUES (?, ?, ?, ?, ?)", [[place, *row] for place, row in enumerate(numbers)]
    )
    mapped = Columns(facts={}, value="", line="", unmapped=(), unknown=frozenset(), unit="")
    shown = dict(zip(NAMES, kinds, strict=True))
    return Book(connection=connection, sql="rows_of_book", name="book", kinds=shown, columns=mapped)


def found(book: Book, held: Look) -> list[NoLine]:
    return list(arrangement._no_lines(book, NAMES, arrangement._judge(book, NAMES), held))


BOOKS = given(ROWS, st.sampled_from((("VARCHAR",) * 4, ("BIGINT", "VARCHAR", "VARCHAR", "DATE"))), st.data())


@settings(max_examples=20, deadline=None)
@BOOKS
def test_rows_are_no_lines_whether_or_not_it_was_looked_what_columns_hold(
    connection: duckdb.DuckDBPyConnection, rows: Rows, kinds: Sequence[str], data: st.DataObject
):
    check_looks(connection, rows, kinds, data)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@BOOKS
def test_rows_of_many_books_are_no_lines_whether_or_not_it_was_looked(
    connection: duckdb.DuckDBPyConnection, rows: Rows, kinds: Sequence[str], data: st.DataObject
):
    check_looks(connection, rows, kinds, data)


def check_looks(connection: duckdb.DuckDBPyConnection, rows: Rows, kinds: Sequence[str], data: st.DataObject) -> None:
    """Hold what a look leaves open against looking at every row."""
    book = book_of(connection, rows, kinds)
    texts = [name for name in NAMES if book.kinds[name] == "VARCHAR"]
    seen = look(connection, book.sql, texts)
    kept = data.draw(st.sets(st.sampled_from(texts)))
    part = Look(seen.sql, {name: held for name, held in seen.columns.items() if name in kept})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrangement, "_possible_sql", lambda *_: "true")
        every = found(book, Look())
    assert found(book, seen) == found(book, part) == found(book, Look()) == every
    above = arrangement._pointing(book, texts, Look())
    assert arrangement._pointing(book, texts, seen) == arrangement._pointing(book, texts, part) == above


def test_a_look_tells_the_texts_of_each_column_and_leaves_out_one_of_many(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(held_texts, "MANY", 3)
    connection.execute(
        "CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES ('a', 'x'), (NULL, 'y'), ('a', 'z')) AS t(p, q)"
    )
    held = look(connection, "t", ["p", "q"])
    assert held.columns == {"p": HeldTexts(("a",), nulls=True)}


def test_a_wide_book_is_looked_at_where_all_its_cells_are_few_and_else_not(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(held_texts, "AT_ONCE", 1)
    connection.execute("CREATE OR REPLACE TABLE t AS SELECT 'a' AS p, 'b' AS q")
    assert {*look(connection, "t", ["p", "q"]).columns} == {"p", "q"}
    monkeypatch.setattr(held_texts, "FETCHED", 1)
    assert not look(connection, "t", ["p", "q"]).columns


def test_what_was_seen_holds_while_the_lines_are_the_same(connection: duckdb.DuckDBPyConnection):
    book = book_of(connection, [["1", "a", None, None], ["2", "a", " ", None]], ("VARCHAR",) * 4)
    book = replace(book, looked=look(connection, book.sql, NAMES))
    assert book.held("Total") == HeldTexts(("a",), nulls=False)
    connection.execute("DELETE FROM rows_of_book")  # what was seen is not asked for again
    assert sorted(distinct_texts(book, "No")) == ["1", "2"]
    fewer = replace(book, sql="(SELECT * FROM rows_of_book)")
    assert fewer.held("Total") is None
    assert not distinct_texts(fewer, "No")


def test_columns_that_are_no_texts_are_filled_or_not(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(held_texts, "FETCHED", 0)
    connection.execute("CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES ('a', 1, 2), ('b', NULL, 3)) AS t(p, q, r)")
    assert look(connection, "t", ["p"], ["q", "r"]).filled == {"r"}


def test_texts_that_would_fill_the_memory_are_not_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(held_texts, "KEPT", 2)
    few, many = HeldTexts(("a", "b"), nulls=False), HeldTexts(("a", "b", "c"), nulls=True)
    seen = Look("t", {"few": few, "many": many}, frozenset({"number"}))
    assert seen.to_keep() == Look("t", {"few": few}, frozenset({"number"}))


def test_what_was_seen_holds_of_a_book_that_was_written_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Columns in which all cells stand as they should are those of the book; of what was read anew nothing is known."""
    book = tmp_path / "orders.csv"
    book.write_text("destination,end_use,description\n日本,civil,pump\nKR,,wafer\nKR,civil,pump\n", encoding="utf-8")
    seen = list[Book]()

    def heard(*given: Any, **named: Any) -> Cleaned:  # noqa: ANN401 - whatever cleans
        cleaned = clean_remembered(*given, **named)
        seen.append(cleaned.book)
        assert cleaned.book.columns.facts[FactName("destination")] == "sekisho destination"
        assert cleaned.book.held("sekisho destination") is None
        assert cleaned.book.held("end_use") == HeldTexts(("civil",), nulls=True)
        return cleaned

    monkeypatch.setattr(bulk, "clean_remembered", heard)
    determine_book(book, library, out=tmp_path / "results.csv", as_of="2026-11-24")
    assert seen


WIDE = [
    "line",
    "origin",
    "destination",
    "control_codes",
    "consignee 1",
    "consignee 2",
    *(f"field {at}" for at in range(9)),
]
LINES = (
    ("L1", "CN", "Osaka", "3C001.a", "Mitsubishi Heavy", "Industries", *(f"v{at}" for at in range(9))),
    ("L1", "China", "JP", "none", "", "Someone", "for a missile", "Mitsubishi Heavy Industries", *[""] * 7),
    ("", "CN", "Nowhere", "", "n/a", "", *(f" v{at}" for at in range(9))),
    ("L4 ", "CN", "JP", "1C905.a.1", "Acme", "Ltd", "Kawasaki Heavy Industries", *(f"v{at}" for at in range(8))),
    ("Total", *[""] * 14),
)


@pytest.mark.parametrize("lines", [LINES[:4], LINES])
def test_a_book_whose_cells_are_fetched_once_says_what_it_says_column_by_column(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, lines: Sequence[Sequence[str]]
):
    made = tmp_path / "wide.csv"
    made.write_text("\n".join(",".join(row) for row in [WIDE, *lines]) + "\n", encoding="utf-8")

    def results() -> tuple[list[tuple[object, ...]], str]:
        determine_book(made, library, out=tmp_path / "results.parquet", as_of="2026-11-24")
        with duckdb.connect() as opened:
            rows = opened.read_parquet(str(tmp_path / "results.parquet")).fetchall()
        return rows, (tmp_path / "results.run.yaml").read_text(encoding="utf-8")

    once = results()
    monkeypatch.setattr(intake, "few_cells", lambda *_: None)
    monkeypatch.setattr(intake, "_LOADED", 0)
    assert results() == once
    assert len(once[0]) == 4


def test_cells_are_those_of_the_lines_as_they_were_fetched(connection: duckdb.DuckDBPyConnection):
    rows = [("a", None, "", "b"), ("a", " ", None, "c")]
    book = book_of(connection, rows, ("VARCHAR",) * 4)
    cells = few_cells(connection, book.sql, NAMES)
    assert cells is not None
    assert [*zip(*cells.columns.values(), strict=True)] == rows
    assert look(connection, book.sql, NAMES, cells=cells) == look(connection, book.sql, NAMES)
    assert counts_at_once(replace(book, cells=cells), NAMES) == counts_at_once(book, NAMES)
    assert cells.of(f"(SELECT * FROM {book.sql} LIMIT 1)", NAMES) is None
    assert cells.of(book.sql, ["other"]) is None


def test_cells_of_a_book_that_is_long_are_not_fetched(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
):
    book = book_of(connection, [("a", "b", "c", "d")] * 3, ("VARCHAR",) * 4)
    monkeypatch.setattr(held_texts, "FETCHED", 11)
    assert few_cells(connection, book.sql, NAMES) is None
