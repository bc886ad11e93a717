"""A run counts the lines that get a graver answer once a suspension ends, and those that hang on law nobody tells."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from tests.support.random_lines import write_lines

from sekisho import Library
from sekisho.determination.book.bulk import determine_book
from sekisho.present.book import book_data, book_text
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

CIVIL: Final = {
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
GOODS: Final = [
    {**CIVIL, "control_codes": code, "destination": place}
    for code in ("3C001.a", "1C909.b", "3A001", "3C901.b", "1C905.b", "none")
    for place in ("US", "DE", "JP")
]
AS_GRAVE: Final = [
    {**GOODS[4], "knowledge_of_risk": "yes"},
    {**GOODS[4], "end_user_kind": "military", "destination": "JP"},
]
"""Lines of known risk, or banned: they ask as much as the rule that sleeps, or more."""
LINES: Final = [*GOODS, *AS_GRAVE]
LAST_DAYS: Final = (date(2026, 11, 10), date(2026, 11, 27))


def _ends(day: date, library: Library) -> list[tuple[int, int]]:
    """Floor and ceiling of every line on a day, each judged alone."""
    asked = (CheckRequest(facts=line, as_of=day, presume=False) for line in LINES)
    return [
        (answer.floor, answer.ceiling)
        for answer in (check(one, Workspace(library=library, today=day)) for one in asked)
    ]


@pytest.mark.parametrize("day", [date(2026, 10, 20), date(2026, 11, 20)])
def test_as_many_lines_are_told_as_change_when_each_is_judged_alone(day: date, library: Library, tmp_path: Path):
    book = write_lines([{"line": str(at), **line} for at, line in enumerate(LINES)], tmp_path / "book.csv")
    result = determine_book(book, library, out=tmp_path / "out.parquet", as_of=day)
    expected: dict[date, int] = {}
    before, told = _ends(day, library), set[int]()
    for last in (last for last in LAST_DAYS if last >= day):
        after = _ends(last + timedelta(days=1), library)
        changed = {at for at, (own, then) in enumerate(zip(before, after, strict=True)) if own != then} - told
        told |= changed
        expected[last] = len(changed)
    assert {last: lines for last, lines in expected.items() if lines} == dict(result.pauses)
    assert result.pauses, "some line changes"
    said = " ".join(" ".join(book_text(result, library, full=full)) for full in (False, True))
    for last in result.pauses:
        assert f"{last.day} Nov 2026" in said
    assert book_data(result, seconds=0.0)["pauses"] == {str(last): lines for last, lines in expected.items() if lines}


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_lines_that_hang_on_the_law_are_counted_by_what_is_not_known(language: str, library: Library, tmp_path: Path):
    day = date(2026, 11, 28)
    book = write_lines([{"line": str(at), **line} for at, line in enumerate(LINES)], tmp_path / "book.csv")
    result = determine_book(book, library, out=tmp_path / "out.parquet", as_of=day)
    alone = [
        check(CheckRequest(facts=line, as_of=day, presume=False), Workspace(library=library, today=day))
        for line in LINES
    ]
    bearing = [{branch.unknown for branch in answer.branches if branch.bears} for answer in alone]
    for name in set().union(*bearing):
        assert result.open_law[name] == sum(name in of for of in bearing)
    assert result.open_law.keys() == set().union(*bearing)
    told = " ".join(book_text(result, library, language=language, full=True))
    assert {"en": "depend on the suspension", "ja": "の停止によります", "zh": "取决于"}[language] in told.replace(
        "\n", ""
    )


def test_a_run_in_which_nothing_sleeps_says_nothing_of_it(library: Library, tmp_path: Path):
    book = write_lines([{"line": "1", **CIVIL, "control_codes": "none", "destination": "DE"}], tmp_path / "book.csv")
    result = determine_book(book, library, out=tmp_path / "out.parquet", as_of=date(2025, 3, 1))
    assert not result.pauses
    assert "suspension" not in " ".join(book_text(result, library))
