"""One writer for tables that Python holds: what is written of each kind is read back, whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

from sekisho.files.records import write_table
from sekisho.files.text_tables import open_table

COLUMNS = ("code", "share", "lines", "sure", "note", "marks")
ROWS: tuple[dict[str, object], ...] = (
    {"code": "007", "share": 0.25, "lines": 12, "sure": True, "note": "=1+1", "marks": ["a", "b"]},
    {"code": "3C001.a", "share": None, "lines": 3, "sure": False, "note": "三菱造船", "marks": []},
    {"code": "1E001", "share": 2, "lines": None, "sure": None},
)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_what_is_written_is_read_back(ending: str, tmp_path: Path):
    file = tmp_path / f"a.{ending}"
    write_table(file, COLUMNS, ROWS)
    table = open_table(file)
    assert table.header == COLUMNS
    sure = {"parquet": ("true", "false", "")}.get(ending, ("yes", "no", ""))
    rows = [dict(zip(COLUMNS, row.cells, strict=True)) for row in table.rows()][1:]
    assert [row["code"] for row in rows] == ["007", "3C001.a", "1E001"], "a code is not a number"
    assert [row["note"] for row in rows] == ["=1+1", "三菱造船", ""]
    assert [float(row["share"] or -1) for row in rows] == [0.25, -1, 2]
    assert [row["lines"] for row in rows] == ["12", "3", ""]
    assert tuple(row["sure"] for row in rows) == sure
    assert [row["marks"] for row in rows] == ["a;b", "", ""]
    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]


def test_no_spreadsheet_runs_a_text(tmp_path: Path):
    write_table(tmp_path / "a.csv", ("note",), [{"note": "=1+1"}])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "note\n'=1+1\n"


def test_columns_of_parquet_have_the_kinds_of_their_values_and_what_is_not_stated_is_null(tmp_path: Path):
    file = tmp_path / "a.parquet"
    write_table(file, COLUMNS, ROWS)
    with duckdb.connect() as connection:
        kinds = [row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
        assert kinds == ["VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN", "VARCHAR", "VARCHAR"]
        assert connection.execute(f"SELECT count(*) FROM '{file}' WHERE marks IS NULL").fetchall() == [(2,)]


def test_json_keeps_numbers_and_lists(tmp_path: Path):
    write_table(tmp_path / "a.json", COLUMNS, ROWS)
    write_table(tmp_path / "a.jsonl", COLUMNS, ROWS)
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert rows == [{name: row.get(name) for name in COLUMNS} for row in ROWS]
    assert [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()] == rows


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json", "jsonl"])
def test_what_breaks_off_leaves_the_older_file_alone(ending: str, tmp_path: Path):
    def rows() -> Iterator[Mapping[str, object]]:
        yield {"code": "1"}
        raise OSError(28, "No space left on device")

    file = tmp_path / f"a.{ending}"
    file.write_bytes(b"older")
    with pytest.raises(OSError, match="No space"):
        write_table(file, ("code",), rows())
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"older", [file])


def test_a_column_that_the_table_has_not_is_refused_unless_others_are_passed_over(tmp_path: Path):
    with pytest.raises(ValueError, match=r"no such columns: .'more'"):
        write_table(tmp_path / "a.csv", ("code",), [{"code": "1", "more": 2}])
    write_table(tmp_path / "a.csv", ("code",), [{"code": "1", "more": 2}], others=True)
    assert (tmp_path / "a.csv").read_text() == "code\n1\n"
