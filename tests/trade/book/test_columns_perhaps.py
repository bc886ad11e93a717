"""A column that may state a party, and that nobody has mapped, is never taken as nobody."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.support.unpresumed import determine

from sekisho import Library, determine_book
from sekisho.trade.book.line_lookup import line_of_book

PLAIN = {
    "line": "1",
    "movement": "export",
    "departure": "CN",
    "destination": "KR",
    "origin": "CN",
    "control_codes": "none",
    "description": "steel brackets",
    "end_user": "Example Works",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
    "special_item": "no",
}
UNSURE = "取引先"
"""A header that may mean who receives or who sells: proposed as the importer, and not sure."""
DAY = date(2026, 9, 30)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*PLAIN, UNSURE])
        writer.writeheader()
        writer.writerow({**PLAIN, UNSURE: "三菱重工航空エンジン株式会社"})
    return path


def test_who_stands_under_a_header_that_is_not_sure_is_unknown_and_not_nobody(library: Library, book: Path):
    result = determine_book(book, library, out=book.with_name("results.csv"), as_of=DAY)
    assert [(guess.column, guess.fact) for guess in result.reading.unsure] == [(UNSURE, "importer")]
    assert result.card["unknown"] == ["importer"]
    assert result.card["inputs"] == {"used": 0, "not_needed": 0, "contradicted": 0}
    line = line_of_book(result.card, 1, facts=library.facts, territory=str)
    assert line["importer"] == "unknown"
    with book.with_name("results.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    answer = determine(line, library, as_of=DAY).to_dict()
    assert [answer[key] for key in ("outcome", "floor", "ceiling")] == [
        row[key] for key in ("outcome", "floor", "ceiling")
    ]


def test_named_none_or_mapped_it_is_what_was_said(library: Library, book: Path):
    without = determine_book(book, library, out=book.with_name("a.csv"), as_of=DAY, mapping={"importer": ""})
    assert without.card["unknown"] == []
    mapped = determine_book(book, library, out=book.with_name("b.csv"), as_of=DAY, mapping={"importer": UNSURE})
    assert (mapped.card["unknown"], mapped.parties.zones["match"]) == ([], 1)
