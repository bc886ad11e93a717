"""Spark reads instants as days in Beijing, whatever the zone of its session, and no bytes as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from sekisho import BookError
from sekisho.determination.spark.source import open_book
from sekisho.files.tables import write_query

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_instants_are_days_in_beijing(spark: SparkSession, tmp_path: Path) -> None:
    book = tmp_path / "book[1].parquet"
    with duckdb.connect() as connection:
        write_query(
            connection,
            "SELECT TIMESTAMPTZ '2026-02-23 16:30:00+00' AS date, TIMESTAMPTZ '2026-02-23 15:00:00+00' AS shipped, "
            "{'a': 1} AS other",
            book,
        )
    for zone in ("UTC", "America/Los_Angeles"):
        spark.conf.set("spark.sql.session.timeZone", zone)
        source = open_book(spark, str(book))
        [row] = source.frame.collect()
        assert (str(row["date"]), str(row["shipped"])) == ("2026-02-24", "2026-02-24")
        assert source.told["zone of date"] == "Asia/Shanghai"
        assert source.told["zone of shipped"] == "UTC+09:00"
        assert "other" not in source.kinds


def test_bytes_are_refused_by_name(spark: SparkSession, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    with duckdb.connect() as connection:
        write_query(connection, "SELECT 'abc'::BLOB AS end_user", book)
    with pytest.raises(BookError, match="binary is not read"):
        open_book(spark, str(book))
