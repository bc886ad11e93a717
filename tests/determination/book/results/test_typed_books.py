"""A book whose columns have types gives the results of the same book as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from sekisho import Library, determine_book
from sekisho.determination.book import packing
from sekisho.trade.book.order_book import Book

LINES = (
    (1, "2026-11-24", "3C001.a", 5.0),
    (2, None, "none", None),
    (3, "0987-06-05", "1C905.b;3C001.a", 7.5),
    (4, "2026-12-01", None, 1.0),
    (5, "12026-01-01", "3C001.a?", 3.0),
)
"""Line, day, codes and value; the last day has more figures in its year than a day that is read."""


def results(library: Library, folder: Path, kind: str) -> list[tuple[object, ...]]:
    book = folder / f"{kind}.parquet"
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE b (line INTEGER, date VARCHAR, control_codes VARCHAR, value DOUBLE)")
        connection.executemany("INSERT INTO b VALUES (?, ?, ?, ?)", LINES)
        connection.execute(
            f"COPY (SELECT * REPLACE (date::{kind} AS date), 'CN' AS departure, 'JP' AS destination FROM b) TO '{book}'"
        )
    out = folder / f"{kind}-results.parquet"
    determine_book(book, library, out=out, as_of="2026-11-24")
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT * FROM '{out}' ORDER BY row").fetchall()


def test_days_and_codes_are_told_alike(library: Library, tmp_path: Path):
    typed = results(library, tmp_path, "DATE")
    assert typed == results(library, tmp_path, "VARCHAR")
    assert len({row[0] for row in typed}) == len(LINES)


def test_a_description_stands_as_the_book_has_it_whether_few_or_many(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = tmp_path / "goods.csv"
    goods = ["Pump 'A'; spare", '"gallium" 砷化镓', "", " Pump 'A'; spare", "", "none"]
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "departure", "destination", "description"])
        writer.writerows([number, "CN", "JP", text] for number, text in enumerate(goods))
    found, numbered = {}, list[str]()
    number = packing._numbered

    def heard(opened: Book, table: str, texts: Iterable[str]) -> dict[str, int]:
        numbered.append(table)
        return number(opened, table, texts)

    monkeypatch.setattr(packing, "_numbered", heard)
    for most in (0, packing.FEW_DESCRIPTIONS):
        monkeypatch.setattr(packing, "FEW_DESCRIPTIONS", most)
        determine_book(book, library, out=tmp_path / f"results-{most}.parquet", as_of="2026-11-24")
        with duckdb.connect() as connection:
            rows_of = connection.execute(f"SELECT * FROM '{tmp_path}/results-{most}.parquet' ORDER BY row")
            place = [column[0] for column in rows_of.description].index("description")
            found[most] = rows_of.fetchall()
    assert numbered.count(packing.STATED_DESCRIPTIONS) == 1
    assert found[0] == found[packing.FEW_DESCRIPTIONS]
    assert [row[place] or "" for row in found[0]] == goods
