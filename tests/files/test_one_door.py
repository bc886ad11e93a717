"""Tables are opened and written in one room: nothing else in the sources names what does it in DuckDB."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src"
DOORS = re.compile(
    r"\b(read_csv\w*|read_parquet|parquet_scan|parquet_metadata|parquet_file_metadata|read_json\w*|read_text|read_blob"
    r"|sniff_csv|ATTACH|COPY|glob)\s*\(?[^\"']*\{|\b(read_csv\w*|read_parquet|parquet_scan|read_json\w*|sniff_csv)\b"
    r"|\b(ATTACH|COPY)\s"
)


def doors(text: str) -> list[str]:
    """Lines of Python that name a reader or a writer of DuckDB."""
    return [line for line in text.splitlines() if DOORS.search(line)]


def test_no_source_outside_the_room_names_a_reader_or_writer_of_duckdb() -> None:
    found = {
        str(file.relative_to(SOURCES)): lines
        for file in sorted(SOURCES.rglob("*.py"))
        if "sekisho/files" not in file.as_posix() and (lines := doors(file.read_text(encoding="utf-8")))
    }
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "connection.execute(f\"SELECT * FROM read_csv('{path}')\")",
        "connection.read_parquet(str(path))",
        'connection.execute(f"COPY lines TO {place}")',
        'connection.execute(f"ATTACH {place} AS kept")',
        "duckdb.read_json_auto(path)",
    ],
)
def test_the_scan_sees_each_of_them(line: str) -> None:
    assert doors(line)
