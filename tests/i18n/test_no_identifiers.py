"""What is chosen beside a line is said in words wherever it is printed: unknowns of the law, lists, facts, inputs.

Ids of clauses and measures stand in what is asked for in full, and every flag that is to be typed; an id with an
underscore is a word of data, and no text for people has one elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.support.speech.files import texts_of_file
from tests.support.speech.rules import LANGUAGES, words_of_data
from tests.support.speech.screens import printed

CHOSEN: Final = "--assume as_the_ministry_said=yes --assume ann72_after_2026_11_27=lapsed"
DAY: Final = "--as-of 2026-11-28"
HOLMIUM: Final = (
    '--origin CN --destination US --control-codes 1C909.b --end-user "Acme Corp" --end-user-kind civil --end-use civil'
)
LINES: Final = (
    f"check {HOLMIUM} {DAY} {CHOSEN} --full",
    f"check {HOLMIUM} {DAY} --assume as_the_ministry_said=no --reading broad --full",
    f"check {HOLMIUM} --knowledge-of-risk no {DAY} --presume no --full",
    "check 'drone from China to Japan' --as-of 2026-09-30 --full",
    f"timeline 1C909.b --full {CHOSEN}",
    "timeline cn/2025-57-holmium-and-others --full --assume ann70_after_2026_11_10=lapsed",
)
"""Whose answers say what was chosen of the law, in full."""
RUNS: Final = (
    "example dirty --lines 12 --seed 1 -o untidy.csv",
    f"bulk untidy.csv -o run.csv --threads 1 --full {DAY} {CHOSEN} --reading broad --unknown movement",
    "explain run.csv --line SO-0000003 --full",
    "report run.csv -o report.html",
    "report run.csv -o report.xlsx",
)


def _of_runs(folder: Path, language: str) -> Iterator[str]:
    for line in RUNS:
        yield from words_of_data(printed(line).replace(str(folder), ".").splitlines())
    for file in (folder / "report.html", folder / "report.xlsx"):
        yield from words_of_data(texts_of_file(file, language))


def test_what_is_chosen_of_the_law_is_said_in_words(monkeypatch: pytest.MonkeyPatch):
    found: list[str] = []
    for place, line in enumerate(LINES):
        monkeypatch.setenv("SEKISHO_LANGUAGE", LANGUAGES[place % 3])
        found += words_of_data(printed(line).splitlines())
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_in_full_run_or_report_has_a_word_of_data(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_LANGUAGE", language)
    found = [word for line in LINES for word in words_of_data(printed(line).splitlines())]
    found += _of_runs(tmp_path, language)
    assert found == []
    assert "holmium" in printed(LINES[0]).lower()
