"""The workbook of a run: every text comes back as it was, and nothing becomes a formula, a number or a link."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace
from math import ceil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support.hostile_rows import HEAD, HOSTILE, MakeRun, hostile_rows

from sekisho.errors import BookError
from sekisho.files.workbook import fitting
from sekisho.i18n.messages import Translator
from sekisho.present.book_results import workbook
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.book_results.workbook import write_workbook
from sekisho.present.outcome_labels import SHAPES


def sheets(path: Path) -> dict[str, list[list[object]]]:
    """All sheets, row by row; numbers and texts are told apart."""
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def test_hostile_texts_come_back_as_they_were(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["_data"]
    own = {name: head.index(name) for name in ("line", "end_user", "remark", "outcome (book)", "value_usd")}
    wanted = {
        row[0]: (row[0], *(row[HEAD.index(name)] for name in ("end_user", "remark", "outcome", "value_usd")))
        for row in hostile_rows()
    }
    assert len(rows) == len(wanted)
    assert {row[own["line"]]: tuple(row[at] for at in own.values()) for row in rows} == wanted
    assert {row[own["remark"]] for row in rows} == set(HOSTILE)


def test_lines_stand_in_order_of_danger_and_the_others_as_in_the_book(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["_data"]
    danger = [row[head.index("danger")] for row in rows]
    queue = [number for number in danger if number]
    assert queue == list(range(1, len(queue) + 1))
    assert danger == [*queue, *[""] * (len(rows) - len(queue))]
    others = [str(row[head.index("line")]) for row in rows[len(queue) :]]
    assert others == [row[0] for row in hostile_rows() if row[0] in others]


def test_lines_of_equal_danger_follow_in_the_order_of_the_book(make_run: MakeRun, tmp_path: Path):
    """Line 2 goes before line 11, which text would put first."""
    numbers = [str(number) for number in range(1, 31)]
    equal = [(line, "CN", "JP", "1C905.a", "weapons", "Mihon KK", "1000", "", "") for line in numbers]
    quiet = [(f"q{line}", "CN", "JP", "none", "civil", "Mihon KK", "1000", "", "") for line in numbers]
    write_workbook(make_run([*equal, *quiet]), tmp_path / "report.xlsx")
    head, *rows = sheets(tmp_path / "report.xlsx")["_data"]
    lines = [str(row[head.index("line")]) for row in rows]
    assert [line for line in lines if line[0] != "q"] == numbers
    assert [line for line in lines if line[0] == "q"] == [f"q{line}" for line in numbers]


def test_nothing_is_a_formula_or_a_link(hostile_workbook: Path):
    with zipfile.ZipFile(hostile_workbook) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text
            assert "<hyperlink" not in text
            assert "externalLink" not in name


SHEETS = ["Cover", "Danger list", "All lines", "Questions", "Gaps", "Scope", "_data", "_clauses"]


def test_a_workbook_holds_its_sheets_and_hides_those_of_data(hostile_workbook: Path):
    assert list(sheets(hostile_workbook)) == SHEETS
    with zipfile.ZipFile(hostile_workbook) as parts:
        book = parts.read("xl/workbook.xml").decode()
        assert re.findall('name="([^"]+)" sheetId="[0-9]+" state="hidden"', book) == SHEETS[-2:]
        assert "xl/charts/chart1.xml" in parts.namelist()


def test_every_sheet_for_people_prints_on_landscape_pages_one_page_wide(hostile_workbook: Path):
    """500 lines take at most 14 pages: eight of all lines, two of those to stop, and one of each other sheet."""
    assert ceil(501 / workbook.ROWS_A_PAGE) + ceil(61 / workbook.WRAPPED_A_PAGE) + 4 <= 14
    with zipfile.ZipFile(hostile_workbook) as parts:
        book = parts.read("xl/workbook.xml").decode()
        for number, name in enumerate(SHEETS[:6]):
            text = parts.read(f"xl/worksheets/sheet{number + 1}.xml").decode()
            assert re.search(r'<pageSetup paperSize="9"[^>]*orientation="landscape"', text)
            assert '<pageSetUpPr fitToPage="1"' in text
            assert "&amp;P / &amp;N" in text
            assert re.search(f'Print_Area" localSheetId="{number}"', book)
            if name in {"Danger list", "All lines", "Questions", "Gaps"}:
                assert re.search(f'Print_Titles" localSheetId="{number}"', book)
                assert 'state="frozen"' in text
            if name in {"Danger list", "All lines", "Questions"}:
                assert "<autoFilter" in text


def test_headlines_of_the_lines_count_as_every_summary_does(hostile: ReportedRun, hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["All lines"]
    counted = Counter(str(row[head.index("Outcome")]) for row in rows)
    wanted = {word: amount.lines for word, amount in hostile.tally.by_headline().items() if amount.lines}
    names = {"undetermined": "not decided", "free": "no licence required"}
    assert counted == {f"{SHAPES[word]} {names.get(word, word)}": lines for word, lines in wanted.items()}
    cover = [str(cell) for row in sheets(hostile_workbook)["Cover"] for cell in row]
    assert any(
        all(f"{SHAPES[word]} " in cell and f" {lines}" in cell for word, lines in wanted.items()) for cell in cover
    )


def test_the_danger_list_has_the_queue_and_all_lines_have_the_same_reasons(
    hostile: ReportedRun, hostile_workbook: Path
):
    book = sheets(hostile_workbook)
    head, *danger = book["Danger list"]
    whole_head, *whole = book["All lines"]
    queue = hostile.tally.by_triage
    assert [row[1] for row in danger] == ["Stop"] * queue["stop"].lines + ["Look"] * queue["look"].lines
    reasons = {row[0]: (row[whole_head.index("Why")], row[whole_head.index("Whom to ask")]) for row in whole}
    assert {row[0]: (row[head.index("Why")], row[head.index("Whom to ask")]) for row in danger} == {
        line: reasons[line] for line in (row[0] for row in danger)
    }
    assert all(why and ask for why, ask in (reasons[row[0]] for row in danger))


def test_questions_are_answered_by_choice_and_their_keys_are_hidden(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["Questions"]
    assert head == ["key", "question", "About", "lines", "your answer", "answered by", "on", "basis"]
    assert {str(row[0]) for row in rows} >= {"use", "note"}
    with zipfile.ZipFile(hostile_workbook) as parts:
        text = parts.read("xl/worksheets/sheet4.xml").decode()
    assert re.search(r'<col min="1" max="1"[^>]* hidden="1"', text)
    assert text.count("<dataValidation ") >= 2


def test_every_line_has_its_ends_and_three_readings(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["_data"]
    assert {"floor", "ceiling", "narrow_floor", "broad_ceiling", "decisive", "missing"} <= set(head)
    assert {row[0]: row[head.index("headline")] for row in rows}["=1"] == "prohibited"


def test_the_scope_says_what_the_run_rests_on(hostile: ReportedRun, hostile_workbook: Path):
    text = "\n".join(str(cell) for row in sheets(hostile_workbook)["Scope"] for cell in row)
    for said in (
        hostile.library.version,
        hostile.library.hash,
        "30 September 2026",
        "3 October 2026",
        "DuckDB",
        "USD",
        "Not covered",
    ):
        assert said in text


def test_clauses_come_with_words_source_and_numbers(hostile: ReportedRun, hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["_clauses"]
    assert {row[0] for row in rows} == {*hostile.tally.decisive, *hostile.tally.open}
    first = dict(zip(map(str, head), rows[0], strict=True))
    assert first["Decides"] == max(amount.lines for amount in hostile.tally.decisive.values())
    assert first["words (zh)"]
    assert str(first["Source"]).startswith("http")


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_sheets_are_named_in_the_language_asked_for(hostile: ReportedRun, tmp_path: Path, language: str):
    run, out = replace(hostile, words=Translator(language, ("report",))), tmp_path / "report.xlsx"
    write_workbook(run, out)
    wanted = {"ja": ["表紙", "危険順の一覧", "全行", "確認事項"], "zh": ["封面", "按危险排序", "全部行", "确认事项"]}
    assert list(sheets(out))[:4] == wanted[language]


def test_the_same_results_give_the_same_bytes(hostile: ReportedRun, hostile_workbook: Path, tmp_path: Path):
    write_workbook(hostile, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == hostile_workbook.read_bytes()


def test_more_lines_than_a_sheet_holds_are_refused_with_a_way_out(
    hostile: ReportedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workbook, "MOST_LINES", 17)
    with pytest.raises(BookError, match="18 lines") as raised:
        write_workbook(hostile, tmp_path / "report.xlsx")
    assert ".html" in raised.value.problems[0].remedy
    assert not (tmp_path / "report.xlsx").exists()


def test_what_no_cell_can_hold_is_marked():
    assert fitting("half \ud800 letter") == "half ? letter"
    assert len(fitting("𠮷" * 20_000).encode("utf-16-le")) // 2 <= 32_767
    assert fitting("𠮷" * 20_000).endswith("𠮷…")


ALERTS = {
    "en": (
        ("importer, end user", "yes", "A list of your own."),
        ("end user", "may be: a person decides", "Not stated;"),
    ),
    "ja": (("輸入者、需要者", "該当", "自社のリスト。"), ("需要者", "可能性あり（人が判断）", "記載なし。")),
    "zh": (("进口方、最终用户", "是", "自有名单。"), ("最终用户", "可能：由人判断", "未载明")),
}


@pytest.mark.parametrize("language", ALERTS)
def test_parties_on_held_lists_stand_in_the_scope_with_effect_and_lines(
    alerted_run: ReportedRun, tmp_path: Path, language: str
):
    own, other = ALERTS[language]
    write_workbook(replace(alerted_run, words=Translator(language, ("report",))), tmp_path / "report.xlsx")
    [alpha] = [entry for entry in alerted_run.library.entries if "Alpha Works" in entry.names]
    names = {"Isobe Magnetics Works Co. Ltd.", alpha.name_in(language)}
    scope = list(sheets(tmp_path / "report.xlsx").values())[5]
    rows = [row for row in scope if row[0] in names]
    assert [(row[0], row[5]) for row in rows] == [
        ("Isobe Magnetics Works Co. Ltd.", 3),
        (alpha.name_in(language), 1),
    ]
    for row, (role, zone, effect) in zip(rows, (own, other), strict=False):
        assert (row[1], row[2]) == (role, zone)
        assert str(row[3]).startswith(effect)
