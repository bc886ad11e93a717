"""A listed party is named for its readers: in Japanese and Chinese by its name there, not in English."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.support.speech.files import texts_of_file
from tests.support.speech.own_words import english_names
from tests.support.speech.screens import printed

from sekisho import Library

LINE: Final = "check --origin CN --destination JP --control-codes 3C001.a --as-of 2026-09-30 --full --end-user"
NAMES: Final = ("三菱重工業", "JMU", "IHIエアロスペース", "川崎重工", "SHI", "Subaru")
"""A head of a group, short names, one that is listed, parts of a firm, one that others share."""


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_an_answer_in_full_names_listed_parties_in_the_language(
    language: str, library: Library, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SEKISHO_LANGUAGE", language)
    found = [
        name for asked in NAMES for name in english_names(printed(f"{LINE} '{asked}'").splitlines(), library, language)
    ]
    assert found == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_a_sheet_of_questions_letters_and_a_report_name_listed_parties_in_the_language(
    language: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SEKISHO_LANGUAGE", language)
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{place},CN,CN,JP,gallium,3C001.a,{name}\n" for place, name in enumerate(NAMES))
    head = "line,origin,departure,destination,description,control_codes,end_user\n"
    Path("orders.csv").write_text(head + rows, encoding="utf-8")
    for line in (
        "bulk orders.csv -o run.csv --threads 1 --as-of 2026-09-30",
        "settle run.csv -o questions.xlsx",
        "letters run.csv -o letters --every-line",
        "report run.csv -o report.html",
        "report run.csv -o report.xlsx",
    ):
        found = list(english_names(printed(line).splitlines(), library, language))
        assert found == [], line
    files = [file for file in sorted(tmp_path.rglob("*")) if file.suffix in {".xlsx", ".html", ".docx", ".txt"}]
    assert len(files) > 3
    for file in files:
        assert list(english_names(texts_of_file(file, language), library, language)) == [], file
