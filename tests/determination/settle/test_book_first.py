"""The whole book is asked first, then its customers and goods in grids; what is promised is what happens."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.filled_sheets import fill_sheets
from tests.support.open_books import outcomes, random_of, random_rows, run_of, write_book

from sekisho import Library
from sekisho.cli import main
from sekisho.determination.book.answers import answers_of_card, pointed_by
from sekisho.determination.book.run_files import read_card
from sekisho.determination.settle.answer_effects import MeasuredAnswer, determine_again
from sekisho.determination.settle.book_questions import (
    AnswerMeasure,
    BookAsking,
    BookQuestion,
    BookQuestions,
    given_of,
    promised,
)
from sekisho.determination.settle.grids import of_customer
from sekisho.files.text_tables import open_sheets, read_table
from sekisho.law.model.condition import FactName
from sekisho.present.settle_sheets import book_lines, book_rows

pytest.importorskip("python_calamine")

DATA = next((folder / "shared/data" for folder in Path(__file__).parents if (folder / "shared/data").is_dir()), Path())
ORDERS = (
    ("order no", "supplier", "buyer", "country of dispatch", "goods", "使途"),
    ("1", "Ningbo Example Trading", "東海見本株式会社", "CN", "office chair", "量産"),
    ("2", "Ningbo Example Trading", "東海見本㈱", "中国", "cotton gloves", "量産"),
    ("3", "Ningbo Example Trading", "尾張見本工業", "", "corrugated cardboard box", ""),
    ("4", "Ningbo Example Trading", "尾張見本工業", "CN", "cotton gloves", "護衛艦搭載機器"),
    ("5", "Ningbo Example Trading", "豊和工業株式会社", "CN", "office chair", ""),
    ("6", "Ningbo Example Trading", "", "CN", "office chair", ""),
)
USUAL = {"departure": "中国", "users": "はい", "use": "いいえ", "risk": "no", "undertaking": "无", "goods": "是"}
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call sekisho in a folder with the results of a purchase book."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, list(words), catch_exceptions=False)

    with (tmp_path / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ORDERS)
    constants = ["--set", "movement=export", "--set", "destination=JP", "--set", "origin=CN"]
    done = run("bulk", "orders.csv", "-o", "results.csv", *constants, "--as-of", "2026-11-27", "--threads", "1")
    assert done.exit_code == 0
    return run


def answers(
    kind: str = "civil", more: Mapping[str, str] | None = None
) -> Callable[[str, dict[str, str]], dict[str, str]]:
    """Fill the sheets as usual: every question of the whole book, and every customer of a kind."""
    said = {**USUAL, **(more or {})}

    def fill(sheet: str, row: dict[str, str]) -> dict[str, str]:
        if sheet == "Whole book" and row["key"] in said:
            return {"your answer": said[row["key"]], "answered by": "A. Tester", "on": "2026-11-27"}
        return {"kind": kind} if sheet == "Customers" else {}

    return fill


def test_the_usual_answers_and_one_grid_settle_what_was_promised(call: Call, tmp_path: Path):
    asked = json.loads(call("settle", "results.csv", "-o", "sheet.xlsx", "--format", "json").stdout)
    assert len(asked["book"]) <= 8
    assert [table.sheet for table in open_sheets(tmp_path / "sheet.xlsx")][:3] == ["Whole book", "Customers", "Goods"]
    fill_sheets(tmp_path / "sheet.xlsx", tmp_path / "filled.xlsx", answers("民生"))
    done = json.loads(call("settle", "apply", "filled.xlsx", "results.csv", "-o", "new.csv", "--format", "json").stdout)
    after = outcomes(tmp_path / "new.csv")
    settled = sum(row[0] != "undetermined" for row in after.values())
    assert done["settled"] == done["promised"] == asked["settled_by_usual_answers"] == settled
    # The part of a frigate stays open, and what a watched firm buys; every line in which nothing points is settled.
    assert {line for line, row in after.items() if row[0] == "undetermined"} == {"4", "5"}
    # What was answered is kept, and answers the next book.
    tables = [word for name in ("answers.csv", "items.csv") for word in ("--answers", name)]
    constants = ["--set", "movement=export", "--set", "destination=JP", "--set", "origin=CN", "--as-of", "2026-11-27"]
    assert call("bulk", "orders.csv", "-o", "next.csv", *constants, *tables, "--threads", "1").exit_code == 0
    assert outcomes(tmp_path / "next.csv") == after
    for line in ("1", "4"):
        assert "The stored row says the same." in call("explain", "new.csv", "--line", line).stdout


@pytest.mark.parametrize(
    ("column", "stated", "first"),
    [("destination", "DE", "JP"), ("departure", "HK", "CN"), ("movement", "deemed_export", "export")],
)
def test_the_ordinary_answer_is_offered_first_whatever_a_few_lines_state(
    column: str, stated: str, first: str, library: Library, tmp_path: Path
):
    """What alone stands in the book is not all that is offered of the lines that leave it open."""
    way = {"movement": "export", "departure": "CN", "destination": "JP"}
    if column == "movement":  # where both ends are stated, these lines do not wait for it
        way = dict.fromkeys(way, "unknown")
    rows = [{**way, column: text} for text in (stated, "unknown", "unknown")]
    book = tmp_path / "way.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["line", "date", *way, "control_codes", "end_user", "end_use"])
        table.writeheader()
        table.writerows(
            {"line": n, "date": "2026-09-30", **row, "control_codes": "1C905.a"} for n, row in enumerate(rows)
        )
    run = run_of(book, library)
    asked = {question.id: question.choices for question in BookAsking(run.inquiry).listed().questions}
    assert asked[column][0] == first


def test_yes_goes_before_no_and_what_decides_nothing_by_any_answer_stands_apart(library: Library):
    def question(name: str, choices: tuple[str, str], *lines: int) -> BookQuestion:
        measured = tuple(AnswerMeasure(answer=one, lines=n) for one, n in zip(choices, lines, strict=True))
        return BookQuestion(id=name, choices=choices, lines=9, measured=measured)

    told = (question("use", ("no", "yes"), 7, 0), question("users", ("yes", "no"), 3, 1))
    asked = BookQuestions(questions=(*told, question("risk", ("no", "yes"), 0, 0)), customers=(), goods=())
    text = " ".join(" ".join(book_lines(asked, library, language="en", width=100)).split())
    assert "yes: 0; no: 7" in text
    assert "yes: 3; no: 1" in text
    assert "no: 0" not in text
    assert "no answer decides a line: a known risk." in text
    assert "counts only beside the usual answers" in text
    for row in book_rows(asked, library, language="en"):
        assert row["choices"] == "yes | no"


def test_customers_are_one_row_each_however_they_are_written(call: Call, tmp_path: Path):
    call("settle", "results.csv", "-o", "sheet.xlsx")
    rows = [row for _, row in read_table(tmp_path / "sheet.xlsx", (), remedy="", sheet="Customers")]
    lines = {row["customer"]: float(row["lines"]) for row in rows}
    merged = sum(name.startswith("東海見本") for name in lines)
    assert merged == 1
    assert sorted(lines.values()) == [1, 1, 2, 2]
    assert "(no customer named)" in lines
    listed = next(row for row in rows if row["customer"] == "豊和工業株式会社")
    assert listed["on a list"]
    assert listed["country"] == "-"  # of a listed company nobody is asked where it is from


@pytest.mark.parametrize(("language", "sheet"), [("ja", "一覧全体"), ("zh", "总体问题")])
def test_the_sheets_are_read_in_the_language_in_which_they_were_written(
    language: str, sheet: str, call: Call, tmp_path: Path
):
    assert call("settle", "results.csv", "-o", "sheet.xlsx", "--language", language).exit_code == 0

    def fill(name: str, row: dict[str, str]) -> dict[str, str]:
        heads = list(row)
        return (
            {heads[5]: "no", heads[6]: "A. Tester", heads[7]: "2026-11-27"}
            if name == sheet and row[heads[9]] == "use"
            else {}
        )

    fill_sheets(tmp_path / "sheet.xlsx", tmp_path / "filled.xlsx", fill)
    done = call("settle", "apply", "filled.xlsx", "results.csv", "-o", "new.csv", "--format", "json")
    assert done.exit_code == 0
    assert {row["answer"] for _, row in read_table(tmp_path / "answers.csv", (), remedy="")} == {"civil"}


def test_an_answer_that_cannot_be_read_says_where_and_what_is_expected(call: Call, tmp_path: Path):
    call("settle", "results.csv", "-o", "sheet.xlsx")
    fill_sheets(tmp_path / "sheet.xlsx", tmp_path / "filled.xlsx", answers("civlian", {"departure": "Atlantis"}))
    done = call("settle", "apply", "filled.xlsx", "results.csv", "-o", "new.csv")
    said = done.stderr
    assert done.exit_code == 0
    assert "filled.xlsx: Customers:2: kind: 'civlian' is not an answer here." in said
    assert "Expected one of: civil" in said
    assert "answer: 'Atlantis' is not an answer here." in said
    assert "Expected a country" in said


def test_without_a_name_or_a_day_an_answer_answers_nothing(call: Call, tmp_path: Path):
    call("settle", "results.csv", "-o", "sheet.xlsx")
    fill_sheets(
        tmp_path / "sheet.xlsx",
        tmp_path / "filled.xlsx",
        lambda sheet, row: {"your answer": "no"} if sheet == "Whole book" and row["key"] == "use" else {},
    )
    done = call("settle", "apply", "filled.xlsx", "results.csv", "-o", "new.csv")
    assert done.exit_code != 0
    assert "nobody answers." in done.stderr
    assert not (tmp_path / "new.csv").exists()


def test_an_answer_on_the_use_of_a_book_is_none_for_a_line_in_which_something_points():
    assert pointed_by("defence_words:護衛艦") == "words"
    assert pointed_by("party_perhaps:jp-ecl-a02") == "party"
    assert pointed_by("code_stated:3C001") == "none"


SEEDS = (0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6)))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_promised_of_any_answers_is_what_happens(seed: int, tmp_path: Path, small_law: Library):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(seed, 40)), small_law)
    asking, rng = BookAsking(run.inquiry), random_of(seed)
    asked = asking.listed()
    said: list[MeasuredAnswer] = []
    for question in asked.questions:
        choice = rng.choice(question.choices)
        said += given_of(asking.said(question.id, choice, asked.goods), by="A. Tester", on="2026-11-20", basis="")
    for customer in asked.customers:
        kind = rng.choice(("civil", "civil", "military"))
        facts = {FactName("end_user_kind"): kind, FactName("end_use"): rng.choice(("civil", "military"))}
        said += given_of(of_customer(customer, facts), by="A. Tester", on="2026-11-20", basis="")
    ahead = promised(asking, said)
    before = outcomes(run.results)
    determine_again(run.inquiry.run, said, tmp_path / "new.csv")
    after = outcomes(tmp_path / "new.csv")
    assert ahead == sum(before[line][0] == "undetermined" != after[line][0] for line in before)
    assert answers_of_card(read_card(tmp_path / "new.csv")).facts


@pytest.mark.skipif(not (DATA / "osaka_like_book.xlsx").is_file(), reason="the purchase book is not present")
def test_book_answers_and_one_grid_settle_the_lines_of_the_purchase_book_that_nothing_on_the_list_resembles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, list(words), catch_exceptions=False)

    constants = ["--set", "movement=export", "--set", "destination=JP", "--suppose", "ordinary"]
    book = str(DATA / "osaka_like_book.xlsx")
    assert run("bulk", book, "-o", "results.parquet", *constants, "--as-of", "2026-11-27").exit_code == 0
    asked = json.loads(run("settle", "results.parquet", "-o", "sheet.xlsx", "--top", "1", "--format", "json").stdout)
    assert 5 <= sum(bool(max(each["settles"].values())) for each in asked["book"]) <= 8
    assert len(asked["customers"]) <= 18
    fill_sheets(tmp_path / "sheet.xlsx", tmp_path / "filled.xlsx", answers())
    done = json.loads(
        run("settle", "apply", "filled.xlsx", "results.parquet", "-o", "new.parquet", "--format", "json").stdout
    )
    assert done["settled"] == done["promised"] >= 60
    innocent = {each["description"] for each in asked["goods"] if each["state"] in {"unlikely_listed", "not_listed"}}
    left = json.loads(run("settle", "new.parquet", "-o", "next.xlsx", "--top", "1", "--format", "json").stdout)
    assert innocent
    assert not innocent & {each["description"] for each in left["goods"]}


def test_who_says_that_suppliers_are_chinese_speaks_of_none_whose_legal_form_is_of_another_country(
    library: Library, tmp_path: Path
):
    sellers = ("大須見本商会株式会社", "Example Trading", "unknown")
    book = tmp_path / "sellers.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("line", "date", "movement", "departure", "destination", "exporter", "description"))
        table.writerows(
            (n, "2026-11-27", "export", "unknown", "JP", seller, "office chair") for n, seller in enumerate(sellers)
        )
    asking = BookAsking(run_of(book, library).inquiry)
    (question,) = [one for one in asking.listed().questions if one.id == "exporter_is_prc_person"]
    assert question.lines == 2
    said = list(asking.said(question.id, "yes", ()))
    about = {dict(about)["exporter"] for _, about, _ in said}
    assert "Example Trading" in about
    assert not any("株式会社" in name for name in about)
    (alone,) = (dict(about) for _, about, _ in asking.said(question.id, "no", ()))
    assert "exporter" not in alone, "that they are not Chinese is said of all of them at once"


def test_who_says_that_suppliers_are_not_chinese_speaks_of_none_that_writes_itself_as_china_does(
    library: Library, tmp_path: Path
):
    sellers = ("苏州见本精密有限公司", "Example Trading", "unknown")
    book = tmp_path / "sellers.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("line", "date", "movement", "departure", "destination", "exporter", "description"))
        table.writerows(
            (n, "2026-11-27", "export", "unknown", "JP", seller, "office chair") for n, seller in enumerate(sellers)
        )
    asking = BookAsking(run_of(book, library).inquiry)
    about = {dict(about)["exporter"] for _, about, _ in asking.said("exporter_is_prc_person", "no", ())}
    assert about == {"Example Trading", "unknown"}
    (whole,) = (dict(about) for _, about, _ in asking.said("exporter_is_prc_person", "yes", ()))
    assert "exporter" not in whole


def test_that_an_undertaking_was_given_for_some_goods_says_it_of_none(library: Library, tmp_path: Path):
    book = tmp_path / "open.csv"
    book.write_text("line,date,movement,departure,destination,description\n1,2026-11-27,export,DE,JP,gallium\n")
    asking = BookAsking(run_of(book, library).inquiry)
    assert [value for _, _, value in asking.said("undertaking", "no", ())] == ["no"]
    assert not list(asking.said("undertaking", "yes", ()))
