"""Results of a book that fits a sheet stand in its order, however many threads decide it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from sekisho import Library, determine_book
from sekisho.determination.book import result_files

LINES = 500_000
"""Four of the blocks that DuckDB hands to its threads: of so many some end before an earlier one in most runs."""


def _steps_back(book: Path, library: Library, out: Path) -> int:
    """Count the lines of the results that stand behind a later line of the book."""
    determine_book(book, library, out=out, as_of=date(2026, 9, 30), threads=4)
    ((back, lines),) = duckdb.execute(
        "SELECT count(*) FILTER (row < before), count(*) FROM ("
        "SELECT row, lag(row) OVER (ORDER BY file_row_number) AS before "
        f"FROM read_parquet('{out}', file_row_number = true))"
    ).fetchall()
    assert lines == LINES
    return int(back)


@pytest.mark.slow(reason="half a million lines, up to seven times")
def test_results_that_fit_a_sheet_stand_in_the_order_of_the_book(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = tmp_path / "book.parquet"
    duckdb.sql(
        "COPY (SELECT 'L' || i AS line, 'CN' AS departure, 'JP' AS destination, "
        "if(i % 7 = 0, '1C905.b', '9999') AS control_codes, if(i % 3 = 0, 'civil', 'unknown') AS end_user_kind "
        f"FROM range({LINES}) t(i)) TO '{book}' (FORMAT parquet)"
    )
    assert _steps_back(book, library, tmp_path / "sorted.parquet") == 0
    monkeypatch.setattr(result_files, "SHEET_ROWS", LINES - 1)
    assert any(_steps_back(book, library, tmp_path / f"{n}.parquet") for n in range(6)), "threads do change the order"
