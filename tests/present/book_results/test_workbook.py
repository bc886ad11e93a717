"""The workbook of a run: every text comes back as it was, and nothing becomes a formula, a number or a link."""

from __future__ import annotations

import zipfile
from dataclasses import replace
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


def sheets(path: Path) -> dict[str, list[list[object]]]:
    """All sheets, row by row; numbers and texts are told apart."""
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def test_hostile_texts_come_back_as_they_were(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["Results"]
    own = {name: head.index(name) for name in ("line", "end_user", "remark", "outcome (book)", "value_usd")}
    wanted = {
        row[0]: (row[0], *(row[HEAD.index(name)] for name in ("end_user", "remark", "outcome", "value_usd")))
        for row in hostile_rows()
    }
    assert len(rows) == len(wanted)
    assert {row[own["line"]]: tuple(row[at] for at in own.values()) for row in rows} == wanted
    assert {row[own["remark"]] for row in rows} == set(HOSTILE)


def test_lines_stand_in_order_of_danger_and_the_others_as_in_the_book(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["Results"]
    danger = [str(row[head.index("danger")]) for row in rows]
    queue = [number for number in danger if number]
    assert queue == [str(number) for number in range(1, len(queue) + 1)]
    assert danger == [*queue, *[""] * (len(rows) - len(queue))]
    others = [str(row[head.index("line")]) for row in rows[len(queue) :]]
    assert others == [row[0] for row in hostile_rows() if row[0] in others]


def test_lines_of_equal_danger_follow_in_the_order_of_the_book(make_run: MakeRun, tmp_path: Path):
    """Line 2 goes before line 11, which text would put first."""
    numbers = [str(number) for number in range(1, 31)]
    equal = [(line, "CN", "JP", "1C905.a", "weapons", "Mihon KK", "1000", "", "") for line in numbers]
    quiet = [(f"q{line}", "CN", "JP", "none", "civil", "Mihon KK", "1000", "", "") for line in numbers]
    write_workbook(make_run([*equal, *quiet]), tmp_path / "report.xlsx")
    head, *rows = sheets(tmp_path / "report.xlsx")["Results"]
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


def test_a_workbook_holds_its_sheets_with_frozen_and_filtered_heads(hostile_workbook: Path):
    assert list(sheets(hostile_workbook)) == ["Read me", "Results", "Not read", "Clauses", "Settle first", "Data"]
    with zipfile.ZipFile(hostile_workbook) as parts:
        lines = parts.read("xl/worksheets/sheet2.xml").decode()
    assert 'state="frozen"' in lines
    assert "<autoFilter" in lines


def test_every_line_has_its_ends_and_three_readings(hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["Results"]
    assert {"floor", "ceiling", "narrow_floor", "broad_ceiling", "decisive", "missing"} <= set(head)
    assert head[:2] == ["line", "headline"]
    assert {row[0]: row[1] for row in rows}["=1"] == "■ prohibited"


def test_the_first_sheet_says_what_the_run_rests_on(hostile: ReportedRun, hostile_workbook: Path):
    text = "\n".join(str(cell) for row in sheets(hostile_workbook)["Read me"] for cell in row)
    for said in (
        hostile.library.version,
        hostile.library.hash,
        "2026-09-30",
        "2026-10-03",
        "DuckDB",
        "USD",
        "Not covered",
    ):
        assert said in text


def test_clauses_come_with_words_source_and_numbers(hostile: ReportedRun, hostile_workbook: Path):
    head, *rows = sheets(hostile_workbook)["Clauses"]
    assert {row[0] for row in rows} == {*hostile.tally.decisive, *hostile.tally.open}
    first = dict(zip(map(str, head), rows[0], strict=True))
    assert first["Decides"] == max(amount.lines for amount in hostile.tally.decisive.values())
    assert first["words (zh)"]
    assert str(first["Source"]).startswith("http")


def test_counts_of_the_data_sheet_add_up(hostile_workbook: Path):
    rows = sheets(hostile_workbook)["Data"]
    counts = [row[3] for row in rows[1:] if str(row[0])[:1] in "■▲◆○" and row[0]]
    total = next(row for row in rows if row[0] == "Total")
    assert sum(float(str(each)) for each in counts) == total[3] == 18
    assert ["end_user", "end_user"] in [row[:2] for row in rows]


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_sheets_are_named_in_the_language_asked_for(hostile: ReportedRun, tmp_path: Path, language: str):
    run, out = replace(hostile, words=Translator(language, ("report",))), tmp_path / "report.xlsx"
    write_workbook(run, out)
    assert run.words("sheet_results") in sheets(out)


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
    "en": ("Alerts", ("end user", "yes", "A list of your own."), ("end user", "may be: a person decides", "Not told;")),
    "ja": ("要確認", ("需要者", "該当", "自社のリスト。"), ("需要者", "可能性あり（人が判断）", "記載なし。")),
    "zh": ("警示", ("最终用户", "是", "自有名单。"), ("最终用户", "可能：由人判断", "未载明")),
}


@pytest.mark.parametrize("language", ALERTS)
def test_parties_on_held_lists_have_a_sheet_with_list_effect_and_lines(
    alerted_run: ReportedRun, tmp_path: Path, language: str
):
    name, own, other = ALERTS[language]
    write_workbook(replace(alerted_run, words=Translator(language, ("report",))), tmp_path / "report.xlsx")
    head, *rows = sheets(tmp_path / "report.xlsx")[name]
    assert len(head) == 8
    assert [(row[1], row[3], row[6], row[7]) for row in rows] == [
        ("Isobe Magnetics Works Co. Ltd.", "own/ours", 2, 3000),
        ("Alpha Works", "xx/listed", 1, 4000),
        ("Isobe Magnetics Works Co. Ltd.", "own/ours", 1, 4000),
    ]
    for row, (role, zone, effect) in zip(rows, (own, other), strict=False):
        assert (row[0], row[2]) == (role, zone)
        assert str(row[4]).startswith(effect)


def test_a_run_without_such_parties_has_no_sheet_of_them(hostile_workbook: Path):
    assert "Alerts" not in sheets(hostile_workbook)
