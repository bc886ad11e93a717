"""Results are typed: lists are lists in Parquet and texts in CSV, and whatever wrote them, they are read as one."""

import csv
from pathlib import Path

import duckdb
import pytest
import yaml

from sekisho import BookError, Library
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.results.columns import LISTS, RESULTS_VERSION, VERSION, VERSION_KEY, results_sql
from sekisho.determination.book.run_files import open_run, run_card_of
from sekisho.determination.settle.completed_run import counts_by_headline
from sekisho.files.tables import literal, stored_notes, write_query

BOOK = """line,date,description,departure,destination,end_user,control_codes,value_usd
A1,2026-03-02,gallium arsenide wafer,CN,JP,,3C001.a,120.5
A2,2026-03,bearing,CN,JP,Naniwa Seiki,none,
"""


@pytest.fixture
def results(library: Library, tmp_path: Path) -> Path:
    book, out = tmp_path / "book.csv", tmp_path / "out.parquet"
    book.write_text(BOOK, encoding="utf-8")
    determine_book(book, library, out=out, as_of="2026-09-30")
    return out


def test_lists_are_lists_dates_are_dates_and_the_book_s_own_columns_are_carried(results: Path):
    with duckdb.connect() as connection:
        table = connection.sql(f"SELECT * FROM '{results}'")
        kinds = dict(zip(table.columns, map(str, table.types), strict=True))
        row = table.filter("line = 'A1'").project("points, missing, description, value, currency, date").fetchall()[0]
        other = table.filter("line = 'A2'").project("value, date::VARCHAR, item_codes").fetchall()
        notes = dict(connection.execute(stored_notes(results)).fetchall())
        nulls = connection.execute(
            f"SELECT {' + '.join(f'count(*) - count({name})' for name in sorted(LISTS))} FROM '{results}'"
        )
        assert nulls.fetchall() == [(0,)]
    assert {name for name, kind in kinds.items() if kind == "VARCHAR[]"} == LISTS
    assert (kinds["date"], kinds["value"], kinds["danger"]) == ("DATE", "DOUBLE", "INTEGER")
    assert row[0][0] == "code_stated:3C001.a"
    assert "end_user" in row[1]
    assert (*row[2:5], row[5].isoformat()) == ("gallium arsenide wafer", 120.5, "USD", "2026-03-02")
    assert other == [(None, "2026-03-01", ["none"])]
    assert notes == {VERSION_KEY: str(RESULTS_VERSION)}
    assert open_run(results).card[VERSION] == str(RESULTS_VERSION)


def test_csv_holds_the_same_with_lists_as_texts(results: Path, library: Library, tmp_path: Path):
    out = tmp_path / "out.csv"
    determine_book(tmp_path / "book.csv", library, out=out, as_of="2026-09-30")
    with out.open(encoding="utf-8", newline="") as text:
        written = list(csv.DictReader(text))
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * EXCLUDE (sekisho_row) FROM {results_sql(connection, results)}")
        names = [column[0] for column in found.description or ()]
        rows = [
            dict(zip(names, ("" if cell is None else str(cell) for cell in row), strict=True))
            for row in found.fetchall()
        ]
    assert written == rows
    assert ";" in rows[0]["missing"]


def test_what_an_earlier_version_wrote_is_read_as_before(results: Path, tmp_path: Path):
    old = tmp_path / "old.parquet"
    with duckdb.connect() as connection:
        left = "sekisho_row, description, value, currency, date"
        rows = f"SELECT * EXCLUDE ({left}) FROM {results_sql(connection, results)}"
        write_query(connection, rows, old)
        same = [
            connection.execute(
                f"SELECT line, points, decisive, missing FROM {results_sql(connection, place)}"
            ).fetchall()
            for place in (old, results)
        ]
        assert dict(connection.execute(stored_notes(old)).fetchall()) == {}
    assert same[0] == same[1]
    assert counts_by_headline(old) == counts_by_headline(results)


def test_a_later_version_is_refused_with_what_to_do(results: Path):
    later = results.with_name("later.parquet")
    with duckdb.connect() as connection:
        write_query(connection, f"SELECT * FROM {literal(str(results))}", later, notes={VERSION_KEY: "3"})
        with pytest.raises(BookError, match=r"results of version 3; this program reads up to version 2"):
            results_sql(connection, later)
    card = run_card_of(results)
    stated = yaml.safe_load(card.read_text(encoding="utf-8"))
    card.write_text(yaml.safe_dump({**stated, VERSION: 3}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BookError, match=r"results of version 3"):
        open_run(results)
