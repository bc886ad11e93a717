"""A book of which some cells are read otherwise says the same joined whenever it is read, or written again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from sekisho import Library, determine_book
from sekisho.trade.book import cleaning

LINES = 2_500
"""More than are held in memory, so that the book is joined or written."""


@pytest.mark.parametrize("day", [None, date(2026, 9, 30)])
def test_lines_are_the_same_whether_a_book_is_joined_or_written(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: date | None
):
    book = tmp_path / "book.parquet"
    duckdb.sql(
        "COPY (SELECT 'L' || (i // 2) AS line, 'CN' AS departure, if(i % 5 = 0, '日本', 'JP') AS destination, "
        "if(i % 7 = 0, '1C905b', if(i % 11 = 0, '??', '9999')) AS control_codes, "
        "if(i % 3 = 0, '防衛省', 'ABC Trading') AS end_user, if(i % 13 = 0, 'rocket motor of a missile', 'shirt') "
        f"AS description, DATE '2026-02-01' + i::INTEGER % 200 AS date, i * 1.5 AS value FROM range({LINES}) t(i)) "
        f"TO '{book}' (FORMAT parquet)"
    )
    rows = []
    for columns in (0, 1000):
        monkeypatch.setattr(cleaning, "COLUMNS_A_JOIN", columns)
        out = tmp_path / f"results-{columns}.parquet"
        result = determine_book(book, library, out=out, as_of=day)
        gaps = out.with_suffix("").with_suffix(".gaps.csv")
        lines = duckdb.execute(f"SELECT * FROM '{out}'").fetchall()
        rows.append((lines, gaps.read_text().splitlines()[1:3], result.worst))
    joined, written = rows
    assert len(joined[0]) == LINES
    assert joined == written
