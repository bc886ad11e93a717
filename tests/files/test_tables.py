"""Tables in files: read by questions of one database, and held where they are small."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pytest

from sekisho.files.tables import HELD_ROWS, held_table, short_connection, stored_table, write_query


def test_a_file_that_is_written_anew_is_read_anew_by_questions_of_one_database(tmp_path: Path):
    """Also where size and time are those of before."""
    place, told = tmp_path / "a.parquet", []
    for text in ("one", "two"):
        with short_connection() as connection:
            write_query(connection, f"SELECT '{text}' AS text", place)
        os.utime(place, (1, 1))
        with short_connection() as connection:
            told.append(connection.execute(f"SELECT text FROM {stored_table(place)}").fetchall()[0][0])
    assert told == ["one", "two"]


def test_what_one_question_keeps_for_a_while_is_not_there_for_another():
    with short_connection() as one, short_connection() as other:
        one.execute("CREATE TEMP TABLE kept AS SELECT 1")
        one.register("given", {"a": np.array([1])})
        for name in ("kept", "given"):
            with pytest.raises(duckdb.CatalogException):
                other.execute(f"FROM {name}")


def test_a_table_of_few_rows_is_held_and_a_larger_one_is_not():
    with duckdb.connect() as connection:
        few, many = f"(SELECT * FROM range({HELD_ROWS}))", f"(SELECT * FROM range({HELD_ROWS + 1}))"
        held = held_table(connection, few)
        assert held != few
        assert connection.execute(f"SELECT count(*) FROM {held}").fetchall() == [(HELD_ROWS,)]
        assert held_table(connection, many) == many
        assert held_table(connection, "read_parquet('nowhere')") == "read_parquet('nowhere')"
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(1,)]
