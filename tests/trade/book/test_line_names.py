"""Names of lines that are no line's own are found, however the lines are named or numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pytest

from sekisho.trade.book import line_names
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.line_names import count_double
from sekisho.trade.book.order_book import Book

FAR = 2**63 - 1


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    ("lines", "double"),
    [
        ((1, 2, 3), 0),
        ((3, 1, 2, 2), 1),
        ((5, 5, 5, 7, 7), 2),
        ((-4, -3, -2), 0),
        ((-1, 0, 0), 1),
        ((1, None, 2), 1),
        ((10, 1_000_000_000_000), 0),
        ((-FAR, FAR), 0),
        ((FAR, FAR - 1), 0),
        ((FAR, FAR), 1),
        ((), 0),
    ],
)
def test_numbers_that_several_lines_have_are_counted(
    connection: duckdb.DuckDBPyConnection, lines: Sequence[int | None], double: int
):
    connection.execute("CREATE OR REPLACE TABLE numbered (line BIGINT, sekisho_row BIGINT)")
    for place, line in enumerate(lines):
        connection.execute("INSERT INTO numbered VALUES (?, ?)", [line, place])
    columns = Columns(facts={}, line="line", value="", unit="", unmapped=())
    book = Book(connection=connection, sql="numbered", name="book", kinds={"line": "BIGINT"}, columns=columns)
    assert count_double(book) == double


def test_dense_numbers_are_told_apart_by_a_bit_each(connection: duckdb.DuckDBPyConnection):
    connection.execute("CREATE OR REPLACE TABLE numbered AS SELECT 100 + 3 * i AS line FROM range(50) AS t(i)")
    columns = Columns(facts={}, line="line", value="", unit="", unmapped=())
    book = Book(connection=connection, sql="numbered", name="book", kinds={"line": "BIGINT"}, columns=columns)
    assert line_names._differ_by_bits(book)
    connection.execute("INSERT INTO numbered VALUES (103)")
    assert not line_names._differ_by_bits(book)
