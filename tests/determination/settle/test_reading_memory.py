"""A list whose answers are saved again and again is read once, and what is read once says what is read anew."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.files.package_csv import csv_text
from sekisho.service.book import BookRequest, book_inputs, determine_asked
from sekisho.service.settle import GridAnswers, SettleRequest, apply_answers, rank_questions
from sekisho.service.workspace import Workspace
from sekisho.trade.book import reading_memory
from sekisho.trade.book.intake import open_book
from sekisho.trade.book.reading_memory import books_remembered

HEAD = ("line", "movement", "departure", "destination", "control_codes", "importer", "date", "remark")
ROWS = (
    ("1", "export", "中国", "日本", "3C001.a", "尾張見本工業", "2026-11-02", "護衛艦搭載用"),
    ("2", "export", "上海", "JPN", "none", "三菱造船株式会社", "11/03/2026", ""),
    ("3", "export", "中国", "日本", "1C902.a.4", "知多見本商会", "未定", ""),
    ("4", "export", "nowhere at all", "", "?", "知多見本商会", "2026/11/5", "IHI"),
)
ANSWERS = GridAnswers(
    customers=({"customer": "知多見本商会", "kind": "civil", "country": "日本", "end_use": "civil"},),
    by="A",
    on="2026-11-27",
)


def _told(results: Path) -> dict[str, list[dict[str, str]]]:
    """Every table of a run, row by row, without the name of the run."""
    tables = {}
    for place in sorted(results.parent.glob(f"{results.stem}*.csv")):
        with place.open(encoding="utf-8-sig", newline="") as table:
            rows = csv.DictReader(table)
            tables[place.name] = [{name: text for name, text in row.items() if name != "run"} for row in rows]
    return tables


@pytest.fixture
def workspace(library: Library) -> Workspace:
    """Where questions are asked."""
    return Workspace(library=library)


@pytest.fixture
def results(workspace: Workspace, tmp_path: Path) -> Path:
    """The results of an untidy list."""
    book, out = tmp_path / "orders.csv", tmp_path / "first" / "results.csv"
    book.write_text(csv_text((HEAD, *ROWS)), encoding="utf-8")
    out.parent.mkdir()
    determine_asked(book_inputs(BookRequest(no_classify=True), workspace, str(book)), workspace, out)
    return out


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The books that are opened for whoever asks again, each time that one is."""
    opened: list[str] = []
    plain = open_book

    def counting(connection: object, book: object, *rest: object, **more: object) -> object:
        opened.append(str(book))
        return plain(connection, book, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reading_memory, "open_book", counting)
    return opened


def _saved(workspace: Workspace, results: Path, out: Path) -> dict[str, list[dict[str, str]]]:
    out.parent.mkdir()
    apply_answers(SettleRequest(), workspace, results, None, out, grid=ANSWERS)
    rank_questions(SettleRequest(), workspace, out)
    return _told(out)


def test_answers_are_saved_and_questions_ranked_with_one_reading_and_come_out_the_same(
    workspace: Workspace, results: Path, tmp_path: Path, times: list[str]
):
    plain = _saved(workspace, results, tmp_path / "plain" / "results.csv")
    assert len(times) > 1, "without a memory the list is read for each of them"
    times.clear()
    with books_remembered():
        first = _saved(workspace, results, tmp_path / "first-save" / "results.csv")
        second = _saved(workspace, results, tmp_path / "second-save" / "results.csv")
    assert len(times) == 1
    assert first == second == plain
    assert {"results.csv", "results.gaps.csv", "results.matches.csv"} <= plain.keys()
    assert len(plain["results.csv"]) == len(ROWS)
    assert _told(results)["results.csv"] != plain["results.csv"], "the answers count"


def test_a_list_that_was_written_anew_is_read_anew(workspace: Workspace, tmp_path: Path, times: list[str]):
    book, out = tmp_path / "orders.csv", tmp_path / "results.csv"
    with books_remembered():
        for rows in (ROWS, ROWS[:2], ROWS[:2]):
            book.write_text(csv_text((HEAD, *rows)), encoding="utf-8")
            result = determine_asked(book_inputs(BookRequest(no_classify=True), workspace, str(book)), workspace, out)
            assert result.lines == len(rows)
    assert len(times) == 3


def test_nothing_is_left_of_what_was_remembered(workspace: Workspace, results: Path, tmp_path: Path):
    with books_remembered():
        _saved(workspace, results, tmp_path / "saved" / "results.csv")
        (reading,) = reading_memory._READINGS[-1]
        assert reading.folder.is_dir()
    assert not reading.folder.exists()
    assert not reading_memory._READINGS
