"""No table that is written as CSV holds a formula, and every reader reads what was written."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.support.calling import LAW

from sekisho import determine_book, load_measures
from sekisho.cli import main
from sekisho.files.formats import source_sql
from sekisho.files.formulas import TableWriter, as_meant, harmless, table_rows
from sekisho.files.records import as_csv
from sekisho.files.tables import as_meant_sql, harmless_sql, write_query
from sekisho.files.text import staging as text_staging
from sekisho.files.text_tables import open_table, read_table

SOURCES = Path(__file__).parents[2] / "src" / "sekisho"
TEXTS = (
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\tindented",
        "\rx",
        "\nx",
        "'=1",
        "''-x",
        "＝1+1",
        "＠x",
        "-",
        "+",
        "=",
    ),
    *("'quoted'", "plain", "", "-5", "+81312345678", "-0.5e-3", "a=1", "'-5", '=HYPERLINK("http://x","y")'),
)
NUMBERS = {"-5", "+81312345678", "-0.5e-3"}
RUNS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
INTERNAL = {"files/row_staging.py", "files/versions.py", "files/formulas.py", "files/package_csv.py"}
"""Files between two steps of this program, its own records of lists, and what writes a text so that nothing runs it."""

PLAIN = {
    *("trade/official_lists/store.py", "parties/lists/store.py"),  # records of a user's lists, which are read back
    *("determination/settle/what_if.py", "exposure/part_outcomes.py"),  # books between two steps of one run
    *("impact/economy/tables/writer.py", "examples/dirty_orders.py"),  # figures, and made-up orders as firms have them
    "service/packages/new_package.py",  # tables of a new data package, of the program's own words
}
"""Who writes texts as they stand: none of it comes from outside and is opened by a person."""


@pytest.mark.parametrize("text", TEXTS)
def test_no_cell_is_a_formula_and_each_is_read_back(text: str):
    assert text in NUMBERS or not RUNS.match(harmless(text))
    assert as_meant(harmless(text)) == text


@given(st.text(alphabet="'=+-@\t＝a1.e", max_size=6))
def test_whatever_is_written_is_read_back_and_no_spreadsheet_runs_it(text: str):
    cell = harmless(text)
    assert as_meant(cell) == text
    assert not RUNS.match(cell) or re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", cell)


def test_python_and_sql_write_and_read_alike():
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (t VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?)", [[text] for text in TEXTS])
        written = connection.execute(f"SELECT {harmless_sql('t')} FROM t").fetchall()
        assert [row[0] for row in written] == [harmless(text) for text in TEXTS]
        connection.execute(f"CREATE TABLE u AS SELECT {harmless_sql('t')} AS u FROM t")
        assert [row[0] for row in connection.execute(f"SELECT {as_meant_sql('u')} FROM u").fetchall()] == list(TEXTS)


def test_every_reader_of_tables_reads_what_is_written(tmp_path: Path):
    texts = [text for text in TEXTS if text]
    target = io.StringIO()
    TableWriter(target, ("name", "n")).write_all({"name": text, "n": "x"} for text in texts)
    place, other = tmp_path / "t.csv", tmp_path / "u.csv"
    place.write_text(target.getvalue(), encoding="utf-8", newline="")
    assert [row["name"] for row in table_rows(io.StringIO(target.getvalue(), newline=""))] == texts
    assert [row["name"] for _, row in read_table(place, ("name",), remedy="")] == texts
    assert [row.cells[0] for row in open_table(place).rows()][1:] == texts
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT name FROM {source_sql(place, row='row')} ORDER BY row").fetchall()
        assert [row[0] for row in rows] == texts
        write_query(connection, f"SELECT name, n FROM {source_sql(place, row='row')} ORDER BY row", other, "csv")
    assert [row["name"] for _, row in read_table(other, ("name",), remedy="")] == texts
    with other.open(encoding="utf-8", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == [harmless(text) for text in texts]


def test_records_printed_as_csv_hold_no_formula():
    assert as_csv([{"a": "=1", "b": -5, "c": ["-x", "y"], "d": None}]) == "a,b,c,d\n'=1,-5,'-x;y,\n"


def test_results_of_a_book_are_read_by_every_command_under_the_names_of_its_lines(tmp_path: Path):
    book, out = tmp_path / "orders.csv", tmp_path / "r.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("line", "departure", "destination", "control_codes", "end_user"))
        rows.writerows([(text, "CN", "JP", "1C905.a", "Alpha Works") for text in ("=1+1", "@x", "''=1", "-5")])
    determine_book(book, load_measures([LAW]), out=out, as_of="2026-09-30", threads=1)
    with out.open(encoding="utf-8", newline="") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["'=1+1", "'@x", "''=1", "-5"]
    done = CliRunner().invoke(main, ["explain", str(out), "--line", "=1+1", "--measures", str(LAW)])
    assert "The stored row says the same." in done.stdout, done.output


def test_nothing_else_writes_csv():
    found = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.py")
        if re.search(r"csv\.(Dict)?[wW]riter\(", file.read_text(encoding="utf-8"))
    }
    assert found == INTERNAL
    plain = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.py")
        if re.search(r"\bcsv_(text|bytes)\(", file.read_text(encoding="utf-8"))
    }
    assert plain - INTERNAL == PLAIN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a;b\n1;'=2\n", True),
        ("a;b\r\n'=1;2\r\n", True),
        ('a;b\n1;"\'=2"\n', True),
        ("a;b\n1;it's 2\n", False),
        ("a;b\n1,'=2;3\n", False),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 1 << 20])
def test_a_cell_behind_a_single_quote_is_seen_wherever_a_block_ends(
    text: str, *, found: bool, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(text_staging, "_BLOCK", block)
    file = tmp_path / "orders.csv"
    file.write_bytes(text.encode())
    assert text_staging._has_cell_after_quote(file, ";") is found
