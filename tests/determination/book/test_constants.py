"""Constants: what is the same in every line is said once, fills what a line leaves open, and holds for the run."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from tests.support.calling import LAW
from tests.support.open_books import COLUMNS, random_rows

from sekisho.cli import main
from sekisho.determination.book.answers import Answer, BookAnswers, fill_line
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.run_files import read_card
from sekisho.determination.book.supposition import read_constants
from sekisho.determination.line.determination import determine
from sekisho.determination.settle.completed_run import finished, open_lines
from sekisho.errors import BookError, FactError, SekishoError
from sekisho.files.formats import source_sql
from sekisho.law.loading.library import load_measures
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library

HEADER = "line,destination,control_codes,end_use,end_user,end_user_kind\n"
ROWS = "1,,1C905.a,civil,Mihon KK,civil\n2,DE,1C905.a,civil,Mihon KK,civil\n3,JP,none,military,Mihon KK,civil\n"
SAID = {"movement": "輸出", "departure": "CN", "destination": "JP"}


@pytest.fixture
def made_up() -> Library:
    """The law of the tests."""
    return load_measures([LAW])


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call sekisho with the law of the tests in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(HEADER + ROWS, encoding="utf-8")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--measures", str(LAW)])

    return run


def results(out: Path) -> dict[str, tuple[str, ...]]:
    """Return what a run found of each line."""
    columns = "line::VARCHAR, outcome, floor, ceiling, decisive, missing"
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT {columns} FROM {source_sql(out)}").fetchall()
    return {row[0]: tuple(str(one or "") for one in row[1:]) for row in rows}


def test_a_constant_fills_what_a_line_leaves_open_and_lines_that_say_otherwise_are_counted(
    tmp_path: Path, made_up: Library
):
    book, out = tmp_path / "orders.csv", tmp_path / "results.csv"
    book.write_text(HEADER + ROWS, encoding="utf-8")
    found = determine_book(book, made_up, out=out, as_of="2026-09-30", constants=SAID)
    told = found.card["constants"]
    assert told == {
        "movement": {"value": "export", "filled": 3, "otherwise": 0},
        "departure": {"value": "CN", "filled": 3, "otherwise": 0},
        "destination": {"value": "JP", "filled": 1, "otherwise": 1},
    }
    for row, line in zip(csv.DictReader((HEADER + ROWS).splitlines()), results(out).values(), strict=True):
        stated = {name: text for name, text in row.items() if text and name != "line"}
        whole = {"movement": "export", "departure": "CN", "destination": "JP", **stated}
        answer = determine(whole, made_up, as_of="2026-09-30")
        assert line[:3] == (answer.outcome, answer.floor.level, answer.ceiling.level)
    assert found.card["unknown"] == []
    assert "destination" not in found.absent


def test_a_book_with_constants_is_the_book_that_says_them_in_every_line(tmp_path: Path, made_up: Library):
    rows = [
        {**dict(zip(COLUMNS, row, strict=True)), "movement": "", "end_use_sector": ""} for row in random_rows(5, 60)
    ]
    said = {"movement": "export", "destination": "JP", "end_use": "civil", "end_use_sector": "general"}
    whole = []
    for row in rows:
        left = {name for name in said if row[name].lower() in {"", "unknown"}}
        whole.append({**row, **{name: said[name] for name in left}})
    names = (*rows[0],)
    for name, lines in (("short", rows), ("long", whole)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(lines)
    constants: dict[str, dict[str, object]] = {"short": {**said}, "long": {}}
    for name, same in constants.items():
        determine_book(tmp_path / f"{name}.csv", made_up, out=tmp_path / f"{name}.parquet", constants=same)
    assert results(tmp_path / "short.parquet") == results(tmp_path / "long.parquet")


def test_explain_and_settle_know_the_constants_of_a_run(call: Callable[..., Result], tmp_path: Path, made_up: Library):
    words = ["--set", "movement=輸出", "--set", "destination=JP", "--set", "departure=CN", "--as-of", "2026-09-30"]
    done = call("bulk", "orders.csv", "-o", "results.csv", *words, "--full")
    assert done.exit_code == 0
    assert "Said for every line: movement exported (3 lines), destination Japan (1 line; 1 line says otherwise)" in (
        " ".join(done.stdout.split())
    )
    for line in ("1", "2", "3"):
        said = call("explain", "results.csv", "--line", line)
        assert "The stored row says the same." in said.stdout
    out = tmp_path / "results.csv"
    run = finished(out, read_card(out), made_up)
    assert {one.facts[FactName("destination")] for one in open_lines(run).alike} <= {"JP", "DE"}


def test_a_mapping_file_keeps_constants(call: Callable[..., Result], tmp_path: Path):
    assert call("map", "orders.csv", "-o", "m.yaml", "--set", "destination=JP", "--set", "movement=輸出").exit_code == 0
    assert "constants:\n  destination: JP\n  movement: export\n" in (tmp_path / "m.yaml").read_text(encoding="utf-8")
    done = call("bulk", "orders.csv", "-o", "results.csv", "--mapping", "m.yaml", "--as-of", "2026-09-30", "--full")
    assert "destination Japan (1 line; 1 line says otherwise)" in " ".join(done.stdout.split())


def test_an_answer_goes_before_a_constant(made_up: Library):
    answers = BookAnswers(
        facts=(Answer(fact=FactName("end_use"), about=(("end_user", "Mihon KK"),), value="military"),),
        constants={FactName("end_use"): "civil"},
    )
    assert fill_line({"end_user": "Mihon KK"}, answers, made_up, line="1")["end_use"] == "military"
    assert fill_line({"end_user": "Other"}, answers, made_up, line="1")["end_use"] == "civil"


def test_a_date_and_a_value_may_be_the_same_in_every_line(tmp_path: Path, made_up: Library):
    book, out = tmp_path / "orders.csv", tmp_path / "results.csv"
    book.write_text("line,destination,date,value\n1,JP,,5\n2,JP,2026-02-01,\n", encoding="utf-8")
    found = determine_book(book, made_up, out=out, constants={"date": "2026-09-30", "value": 7})
    assert sum((found.value_by_headline or {}).values()) == 12
    assert found.card["as_of"] == "the date of each line"
    told = {"value": "2026-09-30", "filled": 1, "otherwise": 1}
    assert found.card["constants"] == {"date": told, "value": {"value": "7", "filled": 1, "otherwise": 1}}


def test_what_is_wrong_with_constants_is_told_together(made_up: Library):
    law = {"listing_after_2026_10": "lapsed"}
    given = {"line": "3", "destination": "q9", "distination": "JP", "end_use": "unknown", **law}
    with pytest.raises(FactError) as wrong:
        read_constants(given, made_up)
    assert len(wrong.value.problems) == len(given)


def test_the_engine_for_many_machines_takes_no_constants(call: Callable[..., Result]):
    done = call("bulk", "orders.csv", "-o", "out", "--engine", "spark", "--set", "destination=JP")
    assert isinstance(done.exception, BookError | SystemExit)
    assert "--set" in done.output + str(done.exception)


def test_a_word_that_is_no_choice_is_refused_with_the_choices(tmp_path: Path, library: Library):
    book = tmp_path / "book.csv"
    book.write_text("line,destination\n1,JP\n", encoding="utf-8")
    for stated in ({"constants": {"end_use": "war"}}, {"suppose": "end_use=war"}):
        with pytest.raises(SekishoError, match="Expected one of civil, research"):
            determine_book(book, library, out=tmp_path / "r.csv", as_of=date(2026, 9, 30), **stated)
        assert not (tmp_path / "r.csv").exists()


def test_only_a_currency_is_the_unit_of_a_column_of_values(tmp_path: Path, library: Library):
    for header, unit in (("value_gbp", "GBP"), ("VALUE_IN_FOREIGN_CURRENCY", "as stated")):
        book = tmp_path / f"{header}.csv"
        book.write_text(f"line,destination,{header}\n1,JP,10\n", encoding="utf-8")
        result = determine_book(
            book, library, out=tmp_path / "r.csv", as_of=date(2026, 9, 30), mapping={"value": header}
        )
        assert (header, result.unit) == (header, unit)
