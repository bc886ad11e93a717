"""What a suspension keeps from a graver answer, and what hangs on unknown law, each face says of a run alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.support.random_lines import write_lines

from sekisho import Library
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.run_summary import RunResult
from sekisho.i18n.languages import LANGUAGES
from sekisho.present.book import book_data, book_text
from sekisho.present.book_results.boss import boss_page
from sekisho.present.book_results.export import reported_run
from sekisho.present.book_results.law_ahead import law_ahead
from sekisho.present.book_results.page import page

CIVIL = {
    "movement": "export",
    "origin": "CN",
    "departure": "CN",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
    "end_user": "Acme Corp",
    "exporter_is_prc_person": "yes",
    "special_item": "none",
}
LINES = [
    {**CIVIL, "line": f"{code} {place}", "control_codes": code, "destination": place}
    for code in ("3C001.a", "1C909.b", "3C901.b", "none")
    for place in ("US", "DE")
]
DAYS = {
    date(2026, 10, 20): "may get a graver answer after 10 Nov 2026",
    date(2026, 11, 20): "depend on the suspension of",
    date(2025, 3, 1): "",
}


def _run(day: date, library: Library, folder: Path) -> RunResult:
    book = write_lines([dict(line) for line in LINES], folder / "book.csv")
    return determine_book(book, library, out=folder / "out.parquet", as_of=day)


@pytest.mark.parametrize(("day", "said"), DAYS.items())
def test_the_command_the_report_and_the_boss_say_the_same_of_the_law(
    day: date, said: str, library: Library, tmp_path: Path
):
    result = _run(day, library, tmp_path)
    for language in LANGUAGES:
        run = reported_run(tmp_path / "out.parquet", library, language)
        texts = [run.words.say(text) for text in law_ahead(run.card, library, language)]
        if language == "en":
            assert said in " ".join(texts)
        assert len(texts) == len(result.pauses) + len(result.open_law)
        command = "".join("".join(book_text(result, library, language=language, full=True)).split())
        shown, boss = page(run), " ".join(text for _, text in boss_page(run).lines)
        for text in texts:
            assert "".join(text.split()) in command
            assert text in boss
            assert text in shown
    data = book_data(result, seconds=0.0)
    assert [str(text) for text in law_ahead(data, library, "en")] == [
        str(text) for text in law_ahead(result.card, library, "en")
    ]


def test_a_line_that_hangs_on_two_unknowns_counts_once(library: Library, tmp_path: Path):
    result = _run(date(2026, 12, 2), library, tmp_path)
    with duckdb.connect() as connection:
        (lines,) = connection.execute(
            "SELECT count(*) FROM read_parquet(?) WHERE len(branches) > 0", [str(tmp_path / "out.parquet")]
        ).fetchone() or (0,)
    assert result.open_law_lines == lines
    assert len(result.open_law) > 1


def test_a_card_from_before_says_nothing_of_it(library: Library):
    assert law_ahead({"lines": 8}, library, "en") == []
