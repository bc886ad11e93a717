"""A line whose party is listed after the day of the line is looked at: an order that is overdue leaves later."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.random_lines import rows_of, write_lines

from sekisho import Library
from sekisho.cli import main
from sekisho.determination.book.bulk import determine_book
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.index import parties_of

NEVER = date.max
LINE = {"description": "steel bolts", "movement": "export", "origin": "CN", "departure": "CN", "destination": "JP"}


def judged(lines: list[dict[str, str]], library: Library, folder: Path, day: date | None = None):
    book = write_lines([{"line": str(at), **LINE, **line} for at, line in enumerate(lines)], folder / "book.csv")
    return rows_of(determine_book(book, library, out=folder / "out.parquet", as_of=day, suppose=("ordinary",)).out)


def standing(library: Library) -> list[ListedParty]:
    """Every party on China's control list whose own name is its alone."""
    index = parties_of(library)
    found = []
    for entry in index.entries:
        hits = {hit.entry.id for hit in index.whom(entry.names[0]).hits if hit.zone == "match"}
        if str(entry.list).startswith("cn/control-list") and entry.listed and not entry.until and hits == {entry.id}:
            found.append(entry)
    return found


def test_every_party_is_told_on_the_day_before_its_listing_and_stops_on_the_day(library: Library, tmp_path: Path):
    entries = standing(library)
    assert len(entries) > 30
    lines = [
        {"end_user": entry.names[0], "date": str((entry.listed or NEVER) - timedelta(days=before))}
        for entry in entries
        for before in (1, 0)
    ]
    rows = judged(lines, library, tmp_path)
    for entry, before, on in zip(entries, rows[::2], rows[1::2], strict=True):
        later = f"party_listed_later:{entry.id}"
        assert later in before["points"].split(";"), (entry.id, before["points"])
        assert before["triage"] != "nothing_points", entry.id
        assert later not in on["points"], entry.id
        assert on["triage"] in {"stop", "look"}, entry.id


def test_it_moves_no_level_and_what_is_supposed_of_the_user_stays(library: Library, tmp_path: Path):
    lines = [{"end_user": name, "date": "2026-01-20"} for name in ("三菱造船株式会社", "浪速精機株式会社")]
    listed, innocent = judged(lines, library, tmp_path)
    same = ("outcome", "floor", "ceiling", "headline", "supposed", "supposed_facts")
    assert [listed[name] for name in same] == [innocent[name] for name in same]
    assert (listed["triage"], innocent["triage"]) == ("look", "nothing_points")


def test_a_run_on_one_day_says_it_as_lines_with_days_do(library: Library, tmp_path: Path):
    line = {"end_user": "三菱造船株式会社"}
    (dated,) = judged([{**line, "date": "2026-01-20"}], library, tmp_path)
    (asked,) = judged([line], library, tmp_path, date(2026, 1, 20))
    assert asked["points"] == dated["points"]


def test_a_listing_that_has_ended_since_is_not_told(library: Library, tmp_path: Path):
    ended = [entry for entry in parties_of(library).entries if entry.listed and entry.until]
    lines = [{"end_user": entry.names[0], "date": str((entry.listed or NEVER) - timedelta(days=1))} for entry in ended]
    assert ended
    for row, entry in zip(judged(lines, library, tmp_path), ended, strict=True):
        assert f"party_listed_later:{entry.id}" not in row["points"], entry.id


@pytest.mark.parametrize(("day", "times"), [("2026-01-20", 1), ("2026-03-01", 0)])
def test_one_question_about_a_past_day_says_it_too(day: str, times: int):
    asked = ["check", "--origin", "CN", "--destination", "JP", "--control-codes", "1C905.b", "--as-of", day]
    answer = CliRunner().invoke(main, [*asked, "--end-user", "三菱造船株式会社"]).output
    assert " ".join(answer.split()).count("after the day of this line") == times


SHORT = {"JMU": "jp-ecl-a17", "Nitto": "", "OKI": "", "Howa": "", "KGM": ""}
"""Short names of listed parties, each with its entry where that is looked up here."""


@pytest.mark.parametrize("name", SHORT)
def test_a_short_name_is_told_as_perhaps_listed_later_and_as_perhaps_listed_on_the_day(
    name: str, library: Library, tmp_path: Path
):
    index = parties_of(library)
    hits = [hit.entry for hit in index.whom(name).hits if hit.zone == "review" and hit.entry.listed]
    assert hits, "a person has to decide who it is"
    assert not SHORT[name] or SHORT[name] in {str(entry.id) for entry in hits}
    day = min(entry.listed or NEVER for entry in hits)
    before, on = judged(
        [{"end_user": name, "date": str(day - timedelta(days=1))}, {"end_user": name, "date": str(day)}],
        library,
        tmp_path,
    )
    later = {f"party_perhaps_later:{entry.id}" for entry in hits if entry.listed == day}
    assert later <= set(before["points"].split(";"))
    assert before["triage"] == "look"
    assert f"{day.day} {day:%B %Y}" in before["why"]
    assert "may be" in before["why"]
    assert later.isdisjoint(on["points"].split(";"))
    assert f"party_perhaps:{min(entry.id for entry in hits if entry.listed == day)}" in on["points"]
