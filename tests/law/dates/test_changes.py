"""Changes of law: what happens on a day, what is pending, what is not known."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from sekisho import Library, load_measures
from sekisho.law.dates.calendar import change_days, stage_on
from sekisho.law.dates.changes import ChangeKind, LawChange, changes, open_questions, pending, unknown_listings
from sekisho.law.loading.data_package import installed_folders

PAUSED = (
    "cn/2025-55-superhard",
    "cn/2025-56-rare-earth-equipment",
    "cn/2025-57-holmium-and-others",
    "cn/2025-58-lithium-batteries",
    "cn/2025-61-rare-earths-abroad",
    "cn/2025-62-rare-earth-technology",
)


def _of(found: tuple[LawChange, ...], kind: ChangeKind) -> list[str]:
    return [str(change.clause or change.measure or change.list) for change in found if change.kind is kind]


def test_nothing_happens_on_the_day_before_a_measure_is_published_and_takes_effect(library: Library):
    assert changes(library, date(2025, 4, 3), date(2025, 4, 3)) == ()
    found = changes(library, date(2025, 4, 4), date(2025, 4, 4))
    assert "cn/2025-18-medium-heavy-rare-earths" in _of(found, ChangeKind.PUBLISHED)
    assert "cn/2025-18-medium-heavy-rare-earths" in _of(found, ChangeKind.TAKES_EFFECT)


def test_announcement_70_suspends_six_measures_on_its_first_day(library: Library):
    found = changes(library, date(2025, 11, 7), date(2025, 11, 7))
    assert _of(found, ChangeKind.SUSPENDED) == list(PAUSED)
    spans = {change.span for change in found if change.kind is ChangeKind.SUSPENDED}
    assert {(span.start, span.until, span.by) for span in spans if span} == {
        (date(2025, 11, 7), date(2026, 11, 10), "cn/2025-70-suspension")
    }


def test_the_pause_lasts_through_its_last_day_and_opens_a_question_on_the_next(library: Library):
    # That day two pauses of lists of parties are open already: their statements give one year and no last day.
    lists = {"cn/2020-unreliable-entity-list", "cn/2021-countermeasures"}
    told = [str(one.measure).partition("#")[0] for one in changes(library, date(2026, 11, 10), date(2026, 11, 10))]
    assert set(told) == lists
    assert "ann70_after_2026_11_10" not in [one.name for one in open_questions(library, date(2026, 11, 10))]
    found = changes(library, date(2026, 11, 11), date(2026, 11, 11))
    assert {*PAUSED, "cn/2025-21-us-control-list"} <= set(_of(found, ChangeKind.UNKNOWN))
    named = {question.name: question for question in open_questions(library, date(2026, 11, 11))}
    assert named["ann70_after_2026_11_10"].touches == PAUSED  # type: ignore[index]
    assert named["ann70_after_2026_11_10"].since == date(2026, 11, 11)  # type: ignore[index]


def test_a_measure_paused_before_its_first_day_takes_effect_suspended_and_its_codes_come_in_then(library: Library):
    found = changes(library, date(2025, 11, 8), date(2025, 11, 8))
    assert {(change.kind, str(change.stage)) for change in found} == {
        (ChangeKind.TAKES_EFFECT, "suspended"),
        (ChangeKind.CODES_ADDED, "suspended"),
    }
    added = {change.measure: change.names for change in found if change.kind is ChangeKind.CODES_ADDED}
    assert "1C909.b" in added["cn/2025-57-holmium-and-others"]  # type: ignore[index]


def test_a_clause_that_is_paused_alone_is_named_alone(library: Library):
    found = changes(library, date(2025, 11, 9), date(2025, 11, 9))
    assert _of(found, ChangeKind.SUSPENDED) == [
        f"cn/2024-46-us-dual-use#{name}" for name in ("graphite", "materials", "retransfer-materials")
    ]


def test_clauses_with_a_later_first_day_begin_on_it(library: Library):
    found = changes(library, date(2025, 12, 1), date(2025, 12, 1))
    assert "cn/2025-61-rare-earths-abroad#content" in _of(found, ChangeKind.BEGINS)
    assert "cn/2025-61-rare-earths-abroad#prc-origin-items" not in _of(found, ChangeKind.BEGINS)


def test_listed_parties_are_counted_by_list_and_named(library: Library):
    found = changes(library, date(2026, 2, 24), date(2026, 2, 24))
    listed = {change.list: change for change in found if change.kind is ChangeKind.LISTED}
    entries = [entry for entry in library.entries if entry.listed == date(2026, 2, 24)]
    assert sum(len(change.names) for change in listed.values()) == len(entries) == 40
    assert listed["cn/watch-list/2026-12"].measure == "cn/2026-12-japan-watch-list"
    assert "SUBARU Corporation" in listed["cn/watch-list/2026-12"].names


def test_a_measure_is_pending_between_its_publication_and_its_first_day(library: Library):
    assert {*PAUSED[:4], "cn/2025-68-state-trading"} <= {one.id for one in pending(library, date(2025, 11, 6))}
    assert "cn/2025-55-superhard" not in [one.id for one in pending(library, date(2025, 10, 8))]
    assert "cn/2025-55-superhard" not in [one.id for one in pending(library, date(2025, 11, 8))]


def test_every_turn_of_every_measure_is_told_on_its_day_and_no_other(library: Library):
    """The stage of a measure differs from that of the day before on the days told, and on no other day."""
    told = {(change.measure, change.day) for change in changes(library, date.min, None) if not change.clause}
    first, last = change_days(library)[0], change_days(library)[-1]
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    for measure in library.measures.values():
        before = stage_on(measure, first - timedelta(days=1))
        for day in days:
            now = stage_on(measure, day)
            assert now == before or (measure.id, day) in told, f"{measure.id} turns on {day} and nothing says so"
            before = now


def test_what_is_not_known_of_a_listing_and_what_is_revived_is_told(tmp_path: Path):
    """No measure of the library is revived yet: its files say so here, and the answer follows."""
    folder = tmp_path / "law"
    shutil.copytree(installed_folders()[0], folder)
    suspended = folder / "cn/2025-13-us-control-list.yaml"
    text = suspended.read_text(encoding="utf-8")
    assert "from: 2025-11-10, until: open" in text
    suspended.write_text(text.replace("from: 2025-11-10, until: open", "from: 2025-11-10, until: 2025-12-31"), "utf-8")
    parties = folder / "lists/cn-watch-list.csv"
    rows = parties.read_text(encoding="utf-8").replace(",2026-02-24,,,", ",2026-02-24,2026-03-31,2026-05-01,", 1)
    parties.write_text(rows, encoding="utf-8")
    library = load_measures([folder])
    found = changes(library, date(2026, 1, 1), date(2026, 5, 1))
    assert _of(found, ChangeKind.REVIVED) == ["cn/2025-13-us-control-list"]
    ended = [
        (str(one.day), one.kind, one.names)
        for one in found
        if one.kind is ChangeKind.UNLISTED and "SUBARU Corporation" in one.names
    ]
    assert ended == [("2026-04-01", ChangeKind.UNLISTED, ("SUBARU Corporation",))]
    assert [str(one.day) for one in found if one.kind is ChangeKind.LISTING_UNKNOWN] == ["2026-05-01"]
    assert unknown_listings(library, date(2026, 5, 1)) == {"cn/watch-list/2026-12": ("SUBARU Corporation",)}
    assert unknown_listings(library, date(2026, 4, 30)) == {}


@pytest.mark.parametrize("day", [date(2020, 12, 1), date(2025, 2, 4), date(2026, 11, 28)])
def test_changes_of_a_longer_span_hold_those_of_each_day(library: Library, day: date):
    whole = changes(library, date(2002, 1, 1), None)
    assert set(changes(library, day, day)) == {change for change in whole if change.day == day}
