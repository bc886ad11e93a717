"""`bulk`, `explain` and `example`: order books."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from tests.support.calling import Call, signed_again

from sekisho import Library
from sekisho.examples.orders import invented, listed, write_orders
from sekisho.parties.index import PartyIndex
from sekisho.present.render.brief_layout import MOST

BOOK = """\
line,departure,destination,control_codes,end_use,customer,value_usd,remark
1,CN,JP,1C905.a,civil,Mihon KK,1000,
2,CN,JP,1C905.a,weapons,Mihon KK,2000,
3,CN,JP,1C905.a,,Mihon KK,3000,ask
4,CN,JP,none,civil,Mihon KK,4000,
5,CN,NO,,civil,Mihon KK,5000,
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    return tmp_path / "orders.csv"


RUN = ("bulk", "orders.csv", "-o", "results.csv", "--map", "end_user=customer", "--as-of", "2026-09-30")


@pytest.mark.usefixtures("book")
def test_a_run_is_told_counts_first_and_what_to_settle(call: Call):
    done = call(*RUN, "--full")
    assert done.exit_code == 0
    counts, read, *_ = done.stdout.splitlines()
    assert counts == "5 lines: 5 judged, 0 judged with a gap, 0 not judged; 0 rows are not lines."
    assert read.startswith("As of 30 September 2026;")
    assert "\n\n\n" not in done.stdout
    assert re.search(r"■ prohibited +1 +20.0% +USD 2,000\n", done.stdout)
    assert re.search(r"◆ not decided +2 +40.0% +USD 8,000\n", done.stdout)
    assert "Unknown: " in done.stdout
    assert "Ask first" in done.stdout
    assert "lines a second" in done.stderr
    assert "lines a second" not in done.stdout


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_run_is_told_in_short_with_the_worst_lines_and_what_to_do(call: Call, language: str):
    told = call(*RUN, "--language", language).stdout
    whole = call(*RUN, "--language", language, "--full").stdout
    assert len(told.splitlines()) <= MOST
    assert len(told.splitlines()) < len(whole.splitlines())
    assert "results.csv" in told
    assert "results.run.yaml" in whole
    assert re.search(r"sekisho (?:explain results.csv --line|settle results.csv -o)", told)
    assert "sekisho settle results.csv" in whole
    assert "--full" in told
    assert "2026-" not in told  # days in words, as everywhere that people read
    head = told.splitlines()[0]
    for place in re.findall(r"^  (?:stop|look|nothing points) +(\d+) ", whole, re.MULTILINE):
        assert re.search(rf" {place}\b", head)


@pytest.mark.usefixtures("book")
def test_a_run_as_json_counts_lines_outcomes_and_seconds(call: Call):
    found = json.loads(call(*RUN, "--format", "json").stdout)
    assert found["lines"] == 5
    assert {word: lines for word, lines in found["by_headline"].items() if lines} == {
        "prohibited": 1,
        "licence required": 1,
        "undetermined": 2,
        "free": 1,
    }
    assert found["value_by_headline"]["prohibited"] == 2000.0
    assert found["seconds"] >= 0
    assert found["as_of"] == "2026-09-30"
    assert found["unmapped"] == ["remark"]


def test_the_date_of_each_line_counts_if_the_book_has_one(call: Call, book: Path, monkeypatch: pytest.MonkeyPatch):
    from datetime import date

    monkeypatch.setattr("sekisho.cli.options.today", lambda: date(2026, 9, 30))
    today = json.loads(call(*RUN[:-2], "--format", "json").stdout)
    assert today["as_of"] == "2026-09-30"
    rows = BOOK.splitlines()
    dated = [rows[0] + ",date", *(row + ",2025-06-01" for row in rows[1:])]
    book.write_text("\n".join(dated) + "\n", encoding="utf-8")
    counts, read, *_ = call(*RUN[:-2], "--full").stdout.splitlines()
    assert counts.startswith("5 lines: 5 judged,")
    assert read.startswith("As of the date of each line;")


@pytest.mark.usefixtures("book")
def test_a_line_is_explained_and_checked_against_the_stored_row(call: Call):
    call(*RUN)
    said = call("explain", "results.csv", "--line", "2").stdout
    assert said.startswith("Line 2 of orders.csv\n\n■ Prohibited: ")
    assert len(said.split("\n\n")[1].splitlines()) <= 12
    full = call("explain", "results.csv", "--line", "2", "--full").stdout
    assert "✓ it falls under “whatever helps armed forces” (central reading; end use: weapons)" in full
    assert said.endswith("The law data are those of the run.\nThe stored row says the same.\n")


@pytest.mark.usefixtures("book")
def test_in_full_every_term_is_set_out_once_below_the_clauses(call: Call):
    call(*RUN)
    said = call("explain", "results.csv", "--line", "3", "--full").stdout
    clauses, _, terms = said.partition("\nTerms\n")
    assert "  leaves  defined  Art. 2\n" in terms
    assert said.count("✓ it leaves China") == 1
    assert "应当申请许可" in clauses
    assert "it falls under “whatever helps armed forces” (central reading), which depends on end use" in clauses
    assert "because  The plain sense." in terms


def test_every_line_of_a_run_agrees_with_its_explanation(call: Call, book: Path):
    call(*RUN)
    with (book.parent / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        found = json.loads(call("explain", "results.csv", "--line", row["line"], "--format", "json").stdout)
        assert {name: row[name] for name in ("outcome", "floor", "ceiling")} == {
            name: found[name] for name in ("outcome", "floor", "ceiling")
        }
        assert row["decisive"].split(";") == (found["decisive"] or [""])


def test_a_book_that_changed_since_the_run_is_not_explained(call: Call, book: Path):
    call(*RUN)
    book.write_text(BOOK.replace("weapons", "civil"), encoding="utf-8")
    done = call("explain", "results.csv", "--line", "2")
    assert (done.exit_code, "the book has changed since the run" in done.stderr) == (1, True)


def test_a_stored_row_that_differs_is_said_to(call: Call, book: Path):
    call(*RUN)
    results = book.parent / "results.csv"
    results.write_text(results.read_text("utf-8").replace("prohibited", "free"), "utf-8")
    signed_again(results)
    assert "outcome: stored 'free', now 'prohibited'" in call("explain", "results.csv", "--line", "2").stdout


@pytest.mark.parametrize("column", ["duties", "duties_open", "branches"])
def test_stored_duties_and_branches_that_differ_are_said_to(call: Call, book: Path, column: str):
    call(*RUN)
    results = book.parent / "results.csv"
    with results.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with results.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, column: "other"} for row in rows)
    signed_again(results)
    said = call("explain", "results.csv", "--line", "2").stdout
    assert f"{column}: stored 'other', now '" in said
    assert said.endswith("The stored row differs as shown.\n")


@pytest.mark.parametrize(("kind", "row"), [("csv", "prohibited"), ("csv", ""), ("parquet", "")])
def test_the_answer_as_data_says_whether_the_stored_row_holds(call: Call, book: Path, kind: str, row: str):
    results = book.parent / f"results.{kind}"
    call(*RUN[:3], results.name, *RUN[4:])
    if row:
        results.write_text(results.read_text("utf-8").replace(row, "free"), "utf-8")
        signed_again(results)
    found = json.loads(call("explain", results.name, "--line", "2", "--format", "json").stdout)
    assert bool(found["differs"]) == bool(row)
    assert set(found["library_of_run"]) >= {"version", "hash"}
    assert "file_row_number" not in found["stored"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_results_that_are_none_are_told_without_a_stack_trace(call: Call, book: Path, kind: str):
    results = book.parent / f"results.{kind}"
    call(*RUN[:3], results.name, *RUN[4:])
    results.write_text("lin,outcome\n2,free\n", encoding="utf-8")
    assert "files of two runs: results" in call("explain", results.name, "--line", "2").stderr
    signed_again(results)
    done = call("explain", results.name, "--line", "2")
    assert done.exit_code == 1
    assert f"{results.name}: cannot be read as" in done.stderr


@pytest.mark.usefixtures("book")
def test_a_line_that_is_not_there_is_named(call: Call):
    call(*RUN)
    done = call("explain", "results.csv", "--line", "99")
    assert done.exit_code == 1
    assert "no line '99'" in done.stderr
    assert "in column 'line'" in done.stderr


@pytest.mark.parametrize(
    ("names", "line", "says"),
    [
        (("A", "A"), "A", "Name one with its row, as column 'line' of the results does: 'A (row N)'."),
        ((), "3", "Expected 1 to 2."),
        ((), "x", "Expected 1 to 2."),
    ],
)
def test_what_a_line_may_be_called_is_told(call: Call, book: Path, names: tuple[str, ...], line: str, says: str):
    rows = ["destination,control_codes", "JP,none", "JP,1C905.a"]
    if names:
        rows = [f"{name},{row}" for name, row in zip(("line", *names), rows, strict=True)]
    book.write_text("\n".join(rows) + "\n", encoding="utf-8")
    call("bulk", "orders.csv", "-o", "results.csv", "--as-of", "2026-09-30")
    assert says in call("explain", "results.csv", "--line", line).stderr


def test_all_problems_of_a_book_are_told_at_once(call: Call, book: Path):
    book.write_text(BOOK.replace("JP", "Japn", 1).replace("civil", "civl", 1), encoding="utf-8")
    done = call(*RUN, "--strict")
    assert done.exit_code == 1
    assert "'Japn' is not a territory." in done.stderr
    assert "'civl' is not a choice." in done.stderr
    assert not (book.parent / "results.csv").exists()


def test_a_made_up_book_runs_and_the_same_seed_gives_the_same_bytes(call: Call, tmp_path: Path):
    for name in ("a.csv", "b.csv"):
        done = call("example", "orders", "--lines", "3000", "--seed", "7", "-o", name)
        assert (done.exit_code, done.stdout) == (0, "")
    first, second = ((tmp_path / name).read_bytes() for name in ("a.csv", "b.csv"))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    call("example", "orders", "--lines", "3000", "--seed", "8", "-o", "c.csv")
    assert (tmp_path / "c.csv").read_bytes() != first
    assert call("bulk", "a.csv", "-o", "r.parquet", "--as-of", "2026-09-30").exit_code == 0


def test_a_made_up_book_looks_like_a_real_one(library: Library, tmp_path: Path):
    out = tmp_path / "orders.parquet"
    columns = write_orders(library, lines=20_000, seed=1, out=out)
    with duckdb.connect() as connection:
        book = connection.read_parquet(str(out))
        assert tuple(book.columns) == columns
        row = book.aggregate(
            "count(*), avg((end_use IS NULL)::INT), avg((control_codes IS NULL)::INT), avg((destination = 'JP')::INT), "
            "avg((departure = destination)::INT), min(line), max(line), min(value_usd)"
        ).fetchall()[0]
    lines, no_use, no_code, japan, home, first, last, least = row
    assert (lines, first, last, home) == (20_000, 1, 20_000, 0)
    assert 0.57 < no_use < 0.63
    assert 0.18 < no_code < 0.22
    assert japan > 0.5
    assert least > 0


def test_csv_and_parquet_hold_the_same_lines(library: Library, tmp_path: Path):
    for name in ("o.csv", "o.parquet"):
        write_orders(library, lines=500, seed=3, out=tmp_path / name)
    with duckdb.connect() as connection:
        from_csv = connection.read_csv(str(tmp_path / "o.csv"), all_varchar=True).fetchall()
        from_parquet = connection.read_parquet(str(tmp_path / "o.parquet")).project("COLUMNS(*)::VARCHAR").fetchall()
    assert from_csv == from_parquet


def test_no_invented_firm_stands_on_a_list_and_listed_ones_do(library: Library):
    parties = PartyIndex(library.entries)
    for territory in ("JP", "CN", "DE", "KR", "VN", "TH", "US"):
        assert not [name for name in invented(territory) if parties.matches(name)]
    assert listed(library, "JP", by_nature=False)
    assert all(parties.matches(name) for name in listed(library, "JP", by_nature=True))


def test_every_code_and_heading_of_the_goods_can_be_read(library: Library):
    from sekisho.examples.orders import goods

    for good in goods(library, seed=1):
        library.facts.parse("control_codes", good.control_codes)
        library.facts.parse("hs_code", good.hs_code)


@pytest.mark.slow
def test_ten_million_lines_are_made_within_a_minute_and_two_gigabytes(tmp_path: Path):
    sekisho, out = Path(sys.executable).parent / "sekisho", tmp_path / "orders.parquet"
    subprocess.run([sekisho, "example", "orders", "--lines", "10000000", "-o", out], check=True, timeout=60)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * 1024 * 1024


@pytest.mark.usefixtures("book")
def test_a_run_never_takes_the_place_of_decisions_on_its_parties(call: Call, tmp_path: Path):
    table = tmp_path / "results.matches.csv"
    decided = "name,entry,same,by,on,digest\nMihon KK,jp-ecl-a05,no,A,2026-10-01,ab0caa78d67e\n"
    table.write_text(decided, encoding="utf-8")
    for words in ((), ("--matches", "results.matches.csv")):
        told = call(*RUN, *words)
        assert told.exit_code == 1
        assert "results.matches.csv: contains 1 decision that would be lost." in told.stderr
    assert table.read_text(encoding="utf-8") == decided
    assert not (tmp_path / "results.csv").exists()
    table.rename(tmp_path / "decided.csv")
    assert call(*RUN, "--matches", "decided.csv").exit_code == 0


def test_lines_that_share_a_name_are_named_with_their_rows_and_each_is_explained(call: Call, tmp_path: Path):
    head = "line,control_codes,departure,destination,end_use"
    rows = ("A-1,3C001.a,CN,JP,civil", "A-2,none,CN,JP,civil", "A-1,none,CN,JP,civil", ",3C001.a,CN,JP,weapons")
    (tmp_path / "orders.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    done = call("bulk", "orders.csv", "-o", "results.csv", "--as-of", "2026-09-30", "--full")
    assert "these lines are named with their rows" in " ".join(done.stdout.split())
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        names = sorted(row["line"] for row in csv.DictReader(file))
    assert names == ["A-1 (row 1)", "A-1 (row 3)", "A-2", "row 4"]
    for name in names:
        told = call("explain", "results.csv", "--line", name).stdout
        assert "The stored row says the same." in told, name
    assert "several lines 'A-1'" in call("explain", "results.csv", "--line", "A-1").stderr


def test_results_go_beside_where_one_works_if_nothing_is_said(call: Call, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("description,destination\noffice chair,Japan\n", encoding="utf-8")
    answer = call("bulk", "orders.csv")
    assert answer.exit_code == 0, answer.stderr
    assert (tmp_path / "orders.results.csv").is_file()
    assert "orders.results.csv" in answer.stdout


def test_a_run_on_spark_needs_a_place_for_its_results(call: Call) -> None:
    answer = call("bulk", "orders.csv", "--engine", "spark")
    assert answer.exit_code != 0
    assert "Name a folder or an address with --out." in answer.stderr
