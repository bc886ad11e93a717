"""`sekisho settle` and `sekisho settle apply`: a sheet to fill in, read back, and kept."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from tests.support.calling import LAW
from tests.support.open_books import COLUMNS, outcomes, random_rows, write_book

from sekisho.cli import main
from sekisho.determination.settle.question_sheet import COLUMNS as SHEET
from sekisho.determination.settle.question_sheet import NOT_KNOWN, SINGLE, SINGLE_HEADS
from sekisho.files.text_tables import read_table
from sekisho.i18n.messages import Translator

Call = Callable[..., Result]
Rows = list[dict[str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call sekisho with the law of the tests, in a folder with the results of a book."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--measures", str(LAW)], catch_exceptions=False)

    write_book(tmp_path / "orders.csv", random_rows(1, 40))
    assert run("bulk", "orders.csv", "-o", "results.csv", "--threads", "1").exit_code == 0
    return run


def read(path: Path) -> Rows:
    """Read a CSV sheet."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def filled(path: Path, answers: Mapping[str, str], *, to: Path, turned: bool = False) -> Rows:
    """Fill a CSV sheet: an answer for every question of these facts."""
    rows = read(path)
    for row in rows:
        if row["fact"] in answers:
            row |= {"answer": answers[row["fact"]], "by": "A. Tester", "on": "2026-11-20", "basis": "asked"}
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SHEET)
        writer.writeheader()
        writer.writerows(reversed(rows) if turned else rows)
    return [row for row in rows if row["answer"]]


ANSWERS = {"control_codes": "none", "end_use": "civil", "same": "no", "listing_after_2026_10": "lapsed"}


def test_answers_go_from_the_sheet_to_the_lines_and_are_kept_where_their_kind_has_its_place(call: Call, tmp_path: Path):
    said = call("settle", "results.csv", "-o", "sheet.csv", "--full")
    assert said.exit_code == 0
    assert "Ask first" in said.stdout
    given = filled(tmp_path / "sheet.csv", ANSWERS, to=tmp_path / "filled.csv")
    done = call("settle", "apply", "filled.csv", "results.csv", "-o", "new.csv", "--format", "json")
    found = json.loads(done.stdout)
    assert len(found["answers"]) == len(given) > 10
    assert all(one["held"] for one in found["answers"])
    before, after = outcomes(tmp_path / "results.csv"), outcomes(tmp_path / "new.csv")
    opened = {line for line, row in before.items() if row[0] == "undetermined"}
    assert found["settled"] == sum(after[line][0] != "undetermined" for line in opened) > 0
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*")}
    assert {"answers.csv", "items.csv", "matches.csv"} <= set(first)
    # A second time nothing changes, whatever the order of the rows.
    filled(tmp_path / "sheet.csv", ANSWERS, to=tmp_path / "filled.csv", turned=True)
    first["filled.csv"] = (tmp_path / "filled.csv").read_bytes()
    call("settle", "apply", "filled.csv", "results.csv", "-o", "new.csv")
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*")} == first
    # The next run takes them from where they are kept.
    tables = [word for name in ("answers.csv", "items.csv", "matches.csv") for word in ("--answers", name)]
    call("bulk", "orders.csv", "-o", "next.csv", *tables, "--threads", "1")
    assert outcomes(tmp_path / "next.csv") == after
    line = next(line for line in opened if after[line][0] != "undetermined")
    assert "The stored row says the same." in call("explain", "new.csv", "--line", line).stdout


def test_an_excel_sheet_offers_choices_and_is_read_back_as_it_was_written(call: Call, tmp_path: Path):
    pytest.importorskip("python_calamine")
    call("settle", "results.csv", "-o", "sheet.csv")
    assert call("settle", "results.csv", "-o", "sheet.xlsx", "--language", "ja").exit_code == 0
    with zipfile.ZipFile(tmp_path / "sheet.xlsx") as parts:
        text = parts.read("xl/worksheets/sheet4.xml").decode()
        assert '<dataValidation type="list"' in text
        assert "<f>" not in text
        assert "緊急援助" in text
        assert "emergency_relief" not in text
    one = [row for _, row in read_table(tmp_path / "sheet.csv", SHEET, remedy="")]
    heads = {Translator("ja").say(text): name for name, text in SINGLE_HEADS.items()}
    other = [
        {heads.get(head, head): cell for head, cell in row.items()}
        for _, row in read_table(tmp_path / "sheet.xlsx", (), remedy="", sheet="個別の質問")
    ]
    said = ("question", "about", "choices")
    assert [{name: row[name] for name in SHEET if name not in said and "value" not in name} for row in one] == [
        {name: row[name] for name in SHEET if name not in said and "value" not in name} for row in other
    ]
    assert all(
        row["question"] != same["question"]
        for row, same in zip(one, other, strict=True)
        if row["fact"] != "listing_after_2026_10"
    )


def test_a_workbook_filled_in_words_of_its_language_gives_the_same_answers(call: Call, tmp_path: Path):
    pytest.importorskip("python_calamine")
    words = {"end_use": "民用", "control_codes": "none", "same": "否"}
    call("settle", "results.csv", "-o", "sheet.csv")
    given = {**ANSWERS, "end_use": "civil"}
    filled(tmp_path / "sheet.csv", {fact: given[fact] for fact in words}, to=tmp_path / "filled.csv")
    call("settle", "apply", "filled.csv", "results.csv", "-o", "by-data.csv")
    zh = Translator("zh")
    with xlsxwriter.Workbook(str(tmp_path / "filled.xlsx")) as book:
        sheet = book.add_worksheet(zh.say(SINGLE))
        sheet.write_row(0, 0, [zh.say(SINGLE_HEADS.get(name, name)) for name in SHEET])
        rows = [row for _, row in read_table(tmp_path / "sheet.csv", SHEET, remedy="")]
        for number, row in enumerate(rows, start=1):
            said = {"answer": words.get(row["fact"], zh.say(NOT_KNOWN)), "by": "王", "on": "2026-11-20"}
            for place, name in enumerate(SHEET):
                sheet.write_string(number, place, str({**row, **said}[name]))  # a text such as '=1' is no formula
    done = call("settle", "apply", "filled.xlsx", "results.csv", "-o", "by-words.csv")
    assert done.exit_code == 0, done.stderr
    assert "no open line" not in done.stdout + done.stderr
    assert outcomes(tmp_path / "by-words.csv") == outcomes(tmp_path / "by-data.csv")
    assert outcomes(tmp_path / "by-words.csv") != outcomes(tmp_path / "results.csv")


def test_a_filled_excel_sheet_with_days_and_numbers_is_understood(call: Call, tmp_path: Path):
    pytest.importorskip("python_calamine")
    from datetime import date

    call("settle", "results.csv", "-o", "sheet.csv", "--top", "3")
    rows = read(tmp_path / "sheet.csv")
    with xlsxwriter.Workbook(str(tmp_path / "filled.xlsx")) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, SHEET)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row[name] for name in SHEET])
            sheet.write(number, SHEET.index("answer"), ANSWERS.get(row["fact"], ""))
            sheet.write(number, SHEET.index("by"), 7)
            sheet.write_datetime(number, SHEET.index("on"), date(2026, 11, 20), day)
    done = call("settle", "apply", "filled.xlsx", "results.csv", "-o", "new.csv")
    assert done.exit_code == 0, done.stderr
    assert "settled" in done.stdout
    assert ",7,2026-11-20," in "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("[aim]*s.csv"))


def test_everything_that_is_wrong_with_a_sheet_is_told_at_once_and_nothing_is_written(call: Call, tmp_path: Path):
    call("settle", "results.csv", "-o", "sheet.csv")
    rows = filled(tmp_path / "sheet.csv", ANSWERS, to=tmp_path / "filled.csv")
    use, codes = (next(row for row in rows if row["fact"] == fact) for fact in ("end_use", "control_codes"))
    wrong = [
        use | {"answer": "war", "by": ""},
        codes | {"answer": "?1C905.a"},
        codes | {"description": "another thing", "on": "soon"},
        next(row for row in rows if row["fact"] == "same") | {"answer": "perhaps"},
    ]
    with (tmp_path / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SHEET)
        writer.writeheader()
        writer.writerows(wrong)
    done = call("settle", "apply", "filled.csv", "results.csv", "-o", "new.csv")
    assert done.exit_code == 1
    for text in (
        "filled.csv:2: answer: 'war' is not a choice.",
        "filled.csv:2: by: nobody answers.",
        "filled.csv:3: answer: '?1C905.a' leaves the question open.",
        "filled.csv:4: no open line of results.csv depends on this question.",
        "filled.csv:5: answer: 'perhaps' is not an answer.",
    ):
        assert text in done.stderr
    assert not list(tmp_path.glob("new*"))
    assert not (tmp_path / "answers.csv").exists()


def test_a_sheet_in_which_nothing_is_known_changes_nothing(call: Call, tmp_path: Path):
    call("settle", "results.csv", "-o", "sheet.csv")
    filled(tmp_path / "sheet.csv", dict.fromkeys(ANSWERS, "unknown"), to=tmp_path / "filled.csv")
    done = call("settle", "apply", "filled.csv", "results.csv", "-o", "new.csv")
    assert done.exit_code == 1
    assert done.stderr.startswith("filled.csv: has no answer.")
    assert not list(tmp_path.glob("new*"))


def test_results_of_a_book_that_was_changed_since_are_not_asked_about(call: Call, tmp_path: Path):
    with (tmp_path / "orders.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(["L99", *[""] * (len(COLUMNS) - 1)]) + "\n")
    done = call("settle", "results.csv", "-o", "sheet.csv")
    assert done.exit_code == 1
    assert "the book has changed since the run." in done.stderr
    assert not (tmp_path / "sheet.csv").exists()


def test_lines_share_what_the_user_says(call: Call):
    found = json.loads(
        call("settle", "results.csv", "-o", "s.csv", "--group", "destination", "--format", "json").stdout
    )
    about = {row["about"] for row in found["questions"] if row["fact"] == "end_use"}
    assert about
    assert all(text.startswith("destination: ") for text in about)
    wrong = call("settle", "results.csv", "-o", "s.csv", "--group", "colour")
    assert wrong.exit_code == 1
    assert wrong.stderr.startswith("group: 'colour' is nothing that lines share.")


def test_an_item_that_is_kept_otherwise_already_is_not_overwritten(call: Call, tmp_path: Path):
    call("settle", "results.csv", "-o", "sheet.csv")
    rows = filled(tmp_path / "sheet.csv", {"control_codes": "none"}, to=tmp_path / "filled.csv")
    item = next(row["description"] for row in rows if row["description"])
    (tmp_path / "items.csv").write_text(
        'item,description,kept,kept_by,kept_on\n,"{}",3C001,B,2026-01-01\n'.format(item.replace('"', '""')),
        encoding="utf-8",
    )
    done = call("settle", "apply", "filled.csv", "results.csv", "-o", "new.csv")
    assert done.exit_code == 1
    assert "is saved there as 3C001, and answered as none." in done.stderr
    assert not list(tmp_path.glob("new*"))
