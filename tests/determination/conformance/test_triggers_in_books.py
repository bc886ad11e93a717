"""Triggers in an order book: the same answers as line by line, asked about, and judged again under other triggers."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests.support.unpresumed import determine

from sekisho import BookError, Library
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.settle.completed_run import finished
from sekisho.determination.settle.question_ranking import inquire
from sekisho.law.model.fact_table import FactTable

COLUMNS = ("line", "description", "hs_code", "special_item", "destination", "control_codes", "known_rare_earth_help")
LINES = (
    ("1", "liquid helium", "2804.29.0010", "", "KR", "none", ""),
    ("2", "liquid helium", "2804290010", "none", "KR", "none", ""),
    ("3", "氦气", "", "", "KR", "none", ""),
    ("4", "氦气", "", "none", "KR", "none", ""),
    ("5", "heliumfree", "", "", "KR", "none", ""),
    ("6", "drone", "880624", "", "US", "none", ""),
    ("7", "drone", "880624", "civil_drone", "JP", "none", ""),
    ("8", "rare-earth separation plant", "", "", "KZ", "none", ""),
    ("9", "steel", "721049", "unknown", "KR", "none", "unknown"),
    ("10", "silver grey paint", "28042900", "helium|none", "KR", "none", "no"),
    ("11", "steel", "721049", "", "KR", "none", ""),
    ("12", "silver grey paint", "320890", "", "KR", "none", ""),
    ("13", "silver grey paint", "320890", "none", "KR", "none", ""),
)
REST = {
    "movement": "export",
    "departure": "CN",
    "origin": "CN",
    "exporter_is_prc_person": "yes",
    "end_user": "Haneul Semiconductor",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
    "prior_undertaking": "no",
}
DAY = "2026-09-15"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("book") / "book.csv"
    with place.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*COLUMNS, *REST])
        rows.writerows([*line, *REST.values()] for line in LINES)
    return place


def results_of(out: Path) -> dict[str, tuple[str, ...]]:
    rows = duckdb.execute(
        "SELECT line::VARCHAR, outcome::VARCHAR, floor::VARCHAR, ceiling::VARCHAR, array_to_string(missing, ';') "
        f"FROM '{out}'"
    ).fetchall()
    return {line: tuple(rest) for line, *rest in rows}


def test_a_book_gives_what_each_line_gives(book: Path, library: Library, tmp_path: Path):
    out = tmp_path / "out.parquet"
    determine_book(book, library, out=out, as_of=DAY)
    found = results_of(out)
    for line in LINES:
        facts = {**dict(zip(COLUMNS, line, strict=True)), **REST}
        del facts["line"]
        answer = determine(facts, library, as_of=DAY)
        ends = (answer.outcome, answer.floor.level, answer.ceiling.level, ";".join(answer.missing))
        assert found[line[0]] == ends, line


def test_what_a_trigger_opens_is_asked_about(book: Path, library: Library, tmp_path: Path):
    result = determine_book(book, library, out=tmp_path / "out.parquet", as_of=DAY)
    asked = inquire(finished(result.out, result.card, library))
    about = {question.about for waits in asked.waits for question in waits.needed if question.fact == "special_item"}
    assert (("description", "氦气"),) in about
    assert (("description", "drone"),) in about


@pytest.mark.slow
def test_a_kept_run_is_judged_again_under_other_triggers(book: Path, library: Library, tmp_path: Path):
    from sekisho.determination.book.snapshot import kept_of, opened
    from sekisho.determination.rescreen.comparison import compare
    from sekisho.determination.rescreen.law_side import law_side, stored_side

    out = tmp_path / "out.parquet"
    determine_book(book, library, out=out, as_of=DAY, keep=True)
    steel = replace(library.facts.triggers[0], value="helium", sets=False, codes=("721049",), words=("steel", "paint"))
    table = library.facts
    other = replace(library, facts=FactTable(table.facts, table.schemes, (*table.triggers, steel)))
    with opened(kept_of(out), memory_limit="500MB") as kept:
        day = kept.day
        moved = compare(kept, stored_side(kept), law_side(kept, other, day)).result
    anew = tmp_path / "anew.parquet"
    determine_book(book, other, out=anew, as_of=DAY)
    before, after = results_of(out), results_of(anew)
    changed = {line: (ends[0], after[line][0]) for line, ends in before.items() if ends[:3] != after[line][:3]}
    assert changed == {"11": ("free", "undetermined"), "12": ("free", "undetermined")}
    assert [after[line][2:] for line in changed] == [("prohibited", "special_item")] * 2
    assert moved.changed == 2
    assert [one[:3] for one in moved.by_change] == [("free", "undetermined", 2)]


@pytest.mark.slow
def test_a_run_without_triggers_says_that_it_cannot_be_judged_by_them(book: Path, library: Library, tmp_path: Path):
    from sekisho.determination.book.snapshot import kept_of, opened
    from sekisho.determination.rescreen.comparison import compare
    from sekisho.determination.rescreen.law_side import law_side, stored_side

    table = library.facts
    bare = replace(library, facts=FactTable(table.facts, table.schemes))
    out = tmp_path / "out.parquet"
    determine_book(book, bare, out=out, as_of=DAY, keep=True)
    assert results_of(out)["1"][0] == "free"
    with opened(kept_of(out), memory_limit="500MB") as kept, pytest.raises(BookError, match="did not keep"):
        compare(kept, stored_side(kept), law_side(kept, library, kept.day))
