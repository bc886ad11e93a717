"""A book whose columns have types gives the results of the same book as text."""

from __future__ import annotations

from pathlib import Path

import duckdb

from sekisho import Library, determine_book

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
