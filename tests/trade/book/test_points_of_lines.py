"""What points in each line is put together alike, however many columns point, and no question joins very many."""

from __future__ import annotations

import re
from random import Random

import duckdb
import pytest

from sekisho.files.formats import quoted
from sekisho.files.row_staging import FILE, ROW
from sekisho.trade.book import points_of_lines
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.order_book import Book
from sekisho.trade.book.points_of_lines import AT_ONCE, joined_points, keep_points

COLUMNS = tuple(f"field {at}" for at in range(2 * AT_ONCE + 5))
TEXTS = ("a", "b", "it's", "三菱", "", None)
LINES = 40


def book_of(connection: duckdb.DuckDBPyConnection, *, files: int) -> tuple[Book, list[list[str | None]]]:
    draw = Random(files)
    cells = [[draw.choice(TEXTS) for _ in COLUMNS] for _ in range(LINES)]
    own = {ROW: "BIGINT", **({FILE: "VARCHAR"} if files > 1 else {})}
    kinds = own | dict.fromkeys(COLUMNS, "VARCHAR")
    typed = ", ".join(f"{quoted(name)} {kind}" for name, kind in kinds.items())
    connection.execute(f"CREATE OR REPLACE TABLE lines ({typed})")
    rows = [
        [number // files, *([f"{number % files}.csv"] if files > 1 else []), *row] for number, row in enumerate(cells)
    ]
    connection.executemany(f"INSERT INTO lines VALUES ({', '.join('?' * len(kinds))})", rows)
    mapped = Columns(facts={}, value="", line="", unmapped=(), unknown=frozenset(), unit="")
    return Book(connection=connection, sql="lines", name="book", kinds=kinds, columns=mapped), cells


@pytest.mark.parametrize("files", [1, 2])
@pytest.mark.parametrize("held", [LINES, LINES - 1])
@pytest.mark.parametrize("columns", [0, 1, AT_ONCE, AT_ONCE + 1, len(COLUMNS)])
def test_what_points_in_a_line_stands_in_the_order_of_its_columns(
    monkeypatch: pytest.MonkeyPatch, columns: int, held: int, files: int
):
    monkeypatch.setattr(points_of_lines, "HELD_ROWS", held)
    points = {
        (name, text): f"{text}:{at}" for at, name in enumerate(COLUMNS[:columns]) for text in ("a", "三菱", "it's")
    }
    with duckdb.connect() as connection:
        book, cells = book_of(connection, files=files)
        found = keep_points(
            book,
            [(name, [(text, what) for (of, text), what in points.items() if of == name]) for name in COLUMNS[:columns]],
        )
        join, shown = joined_points(book, found, LINES)
        rows = connection.execute(f"SELECT {shown or 'NULL'} FROM lines AS book{join} ORDER BY book.rowid").fetchall()
    told = [
        ";".join(
            points[name, text]
            for name, text in zip(COLUMNS, row, strict=True)
            if text is not None and (name, text) in points
        )
        for row in cells
    ]
    assert [row or "" for (row,) in rows] == told
    assert found == COLUMNS[:columns]
    assert len(re.findall("JOIN", join)) <= AT_ONCE
