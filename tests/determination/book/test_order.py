"""Results of a book of any size stand in its order, however many threads decide them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from sekisho import Library, determine_book

LINES = 1_100_000
"""More than a sheet holds, and nine of the blocks that DuckDB hands to its threads: of so many some end before an
earlier one in most runs."""


@pytest.mark.slow(reason="more than a million lines")
def test_results_stand_in_the_order_of_the_book(library: Library, tmp_path: Path):
    book, out = tmp_path / "book.parquet", tmp_path / "results.parquet"
    duckdb.sql(
        "COPY (SELECT 'L' || i AS line, 'CN' AS departure, 'JP' AS destination, "
        "if(i % 7 = 0, '1C905.b', '9999') AS control_codes, if(i % 3 = 0, 'civil', 'unknown') AS end_user_kind "
        f"FROM range({LINES}) t(i)) TO '{book}' (FORMAT parquet)"
    )
    determine_book(book, library, out=out, as_of=date(2026, 9, 30), threads=4)
    rows = (
        "SELECT row, line, item_codes, lag(row) OVER (ORDER BY file_row_number) AS before "
        f"FROM read_parquet('{out}', file_row_number = true)"
    )
    ((back, swapped, lines),) = duckdb.execute(
        "SELECT count(*) FILTER (row < before), "
        "count(*) FILTER ((item_codes = ['1C905.b']) <> (substr(line, 2)::BIGINT % 7 = 0)), "
        f"count(*) FROM ({rows})"
    ).fetchall()
    assert lines == LINES
    assert back == 0, "lines that stand behind a later line of the book"
    assert swapped == 0, "lines with the codes of another"
    ((numbered, greatest, untimely),) = duckdb.execute(
        "SELECT count(*), max(danger), count(*) FILTER (danger < before) FROM (SELECT danger, "
        f"lag(danger) OVER (PARTITION BY triage, points, floor, ceiling, missing ORDER BY row) AS before FROM '{out}' "
        "WHERE danger IS NOT NULL)"
    ).fetchall()
    assert numbered == greatest >= LINES // 7
    assert untimely == 0, "of lines of one kind, the later ones are before the earlier ones in the order of danger"
