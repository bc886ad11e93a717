"""The day that results show stands in its line; a line without one is judged on all days, and every face says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho import Library, determine, determine_book
from sekisho.cli import main

HEADER = "line,date,departure,destination,description,end_user\n"
STATED = {
    "2026-11-20": "2026-11-20",
    "20261205": "2026-12-05",
    "2026年12月8日": "2026-12-08",
    "45995": "2025-12-04",
    "2026-12": "2026-12-01",
    "2026年11月末": "2026-11-21",
    "2026-12-09 10:00": "2026-12-09",
}
"""Cells of a column of dates, and the first day that each states."""
STATES_NONE = ("31.11.2026", "2026-11-31", "soon", "未定", "")


def book_of(folder: Path, *days: str) -> Path:
    """Write a book of one line a day."""
    book = folder / "book.csv"
    lines = [f"L{number},{day},China,Japan,gallium,Sony\n" for number, day in enumerate(days, start=1)]
    book.write_text(HEADER + "".join(lines), encoding="utf-8")
    return book


def test_results_show_the_day_that_a_line_states_and_no_day_of_another_line(library: Library, tmp_path: Path):
    book, out = book_of(tmp_path, *STATED, *STATES_NONE), tmp_path / "r.csv"
    determine_book(book, library, out=out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        shown = [row["date"] for row in csv.DictReader(file)]
    assert shown == [*STATED.values(), *("" for _ in STATES_NONE)]


@pytest.mark.parametrize("day", ["31.11.2026", "未定"])
def test_a_line_without_a_day_is_explained_under_all_the_days_on_which_it_was_judged(tmp_path: Path, day: str):
    book, out = book_of(tmp_path, "2026-11-20", day), tmp_path / "r.csv"
    for words in (("bulk", str(book), "-o", str(out)), ("explain", str(out), "--line", "L2")):
        told = CliRunner().invoke(main, list(words), catch_exceptions=False)
    assert "20 Nov 2026 on" in told.output
    assert "2028" not in told.output, "the last state of the law is no day of the line"
    assert "The stored row says the same." in told.output


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2026-01", "January 2026"),
        ("2026-01-03/2026-01-09", "3 Jan 2026 to 9 Jan 2026"),
        ("2026-01-03/9999-12-31", "3 Jan 2026 on"),
        ("2026-01-07", "7 Jan 2026"),
    ],
)
def test_an_answer_over_several_days_names_them_all(library: Library, day: str, shown: str):
    words = ["check", "gallium from China to Sony in Japan", "--date", day]
    told = CliRunner().invoke(main, words, catch_exceptions=False)
    assert f"Scope   {shown}, read to" in told.output
    full = CliRunner().invoke(main, [*words, "--full"], catch_exceptions=False)
    assert ("as of 7 January 2026" if shown.startswith("7") else f"as of {shown}") in full.output
    data = determine({"date": day, "departure": "CN", "destination": "JP"}, library).to_dict()
    assert data.get("days", data["as_of"]) == day
