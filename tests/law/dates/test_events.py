"""Events: the table is whole and in order, names measures, and never bears on an answer."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.law.dates.events import COLUMNS, TYPES, events_of, events_on, is_within_days, measure_named, read_events
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.measure import Measure
from sekisho.proofs.lint import lint_folder

GOOD = {
    "event": "2025-11-07-pause",
    "date": "2025-11-07",
    "type": "measure",
    "text": "A pause begins.",
    "measures": "cn/2025-70-suspension",
    "confidence": "high",
    "source": "https://example.org/pause",
    "note": "",
}


def _table(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    file = folder / "events.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_events_of_the_library_are_dated_sourced_and_in_order(library: Library):
    events = events_of(library)
    assert len(events) == 80
    assert [event.first for event in events] == sorted(event.first for event in events)
    assert set(TYPES) == {event.type for event in events}
    assert all(event.sources and event.text.endswith(".") for event in events)
    assert Counter(event.precision for event in events) == {"day": 78, "month": 2}


def test_an_event_of_a_measure_lies_on_a_day_of_that_measure_or_says_otherwise_why(library: Library):
    """Of events of type `measure`, all but those told here lie on a day on which a measure turns."""
    turns = {
        measure.id: {measure.published, measure.effective, measure.repealed, _last_day(measure)}
        | {span.start for spans in (measure.status, *(c.status for c in measure.clauses)) for span in spans}
        | {span.until for spans in (measure.status, *(c.status for c in measure.clauses)) for span in spans}
        for measure in library.measures.values()
    }
    odd = {
        event.id
        for event in events_of(library)
        if event.type == "measure"
        for name in event.measures
        for measure in [measure_named(name, library)]
        if measure is not None and event.precision == "day" and event.first not in turns[measure]
    }
    assert odd <= {
        "2024-09-30-decree-792",  # the day of signature
        "2025-07-15-technology-catalogue",  # an adjustment of the catalogue, which has no version of its own
        "2027-01-07-dichlorosilane-ends",  # the normal end of a case, and no day of its measure
        "2025-11-10-us-listings-stopped",  # one pause of Announcement 21 was prolonged: one span in its file
    }


def _last_day(measure: Measure) -> date | None:
    return measure.repealed - timedelta(days=1) if measure.repealed else None


def test_a_name_leads_to_a_measure_by_id_or_by_year_and_number(library: Library):
    assert measure_named("cn/2025-70-suspension", library) == "cn/2025-70-suspension"
    assert measure_named("cn/2025-70", library) == "cn/2025-70-suspension"
    assert measure_named("cn/2025-7", library) is None
    assert measure_named("cn/1999-01", library) is None
    assert measure_named("cn/2024", library) is None


def test_events_that_name_a_measure_are_found(library: Library):
    found = [event.id for event in events_on(library, ["cn/2025-70-suspension"])]
    assert "2025-11-07-package-paused" in found
    assert "2025-11-07-taiwan-remark" not in found


def test_an_event_of_a_month_counts_with_its_first_day(library: Library):
    event = next(event for event in events_of(library) if event.id == "2026-06-supply-chain-investigations")
    assert is_within_days(event, date(2026, 6, 1), date(2026, 6, 1))
    assert not is_within_days(event, date(2026, 6, 2), None)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"date": "2025-13-07", "event": "2025-13-07-pause"}, "'2025-13-07' is not a date"),
        ({"date": "", "event": "-pause"}, "has no date"),
        ({"source": ""}, "has no source"),
        ({"source": "a newspaper"}, "source 'a newspaper' is not an address"),
        ({"text": "", "source": ""}, "has no text, source"),
        ({"type": "war"}, "'war' is not a type of event"),
        ({"confidence": "sure"}, "'sure' is not a confidence"),
        ({"event": "pause"}, "does not begin with its date"),
        ({"measures": "Announcement 70"}, "'Announcement 70' is not the name of a measure"),
    ],
)
def test_what_is_wrong_with_an_event_is_told_with_its_line(tmp_path: Path, change: dict[str, str], what: str):
    events, problems = read_events(_table(tmp_path, {**GOOD, **change}))
    assert events == []
    assert [problem.where for problem in problems] == ["lists/events.csv:2"] * len(problems)
    assert any(what in problem.what for problem in problems)


def test_events_out_of_order_and_twice_are_told(tmp_path: Path):
    later = {**GOOD, "event": "2025-11-08-more", "date": "2025-11-08"}
    events, problems = read_events(_table(tmp_path, later, GOOD, later))
    assert [event.id for event in events] == ["2025-11-08-more"]
    assert [problem.where for problem in problems] == ["lists/events.csv:3", "lists/events.csv:4"]


def test_other_columns_are_told(tmp_path: Path):
    _, problems = read_events(_table(tmp_path, GOOD, columns=("event", "date")))
    assert "columns" in problems[0].what


def test_lint_finds_a_measure_that_is_misspelt_and_lets_one_pass_that_may_not_be_encoded(tmp_path: Path):
    folder = tmp_path / "law"
    shutil.copytree(installed_folders()[0], folder)
    rows = [
        {**GOOD, "event": "2025-11-07-a", "measures": "cn/2025-70-suspensoin"},
        {**GOOD, "event": "2025-11-07-b", "measures": "cn/2020-export-controls-law"},
        {**GOOD, "event": "2025-11-07-c", "measures": "cn/2019-17|cn/2025-foreign-trade-law"},
        {**GOOD, "event": "2025-11-07-d", "source": ""},
    ]
    _table(folder / "lists", *rows[:3])
    # The events of the package are gone with its table: its translations and the count beside it no longer fit.
    left_over = {"M133", "M145"}
    found = [(problem.code, problem.what) for problem in lint_folder(folder) if problem.code not in left_over]
    assert found == [
        ("M118", "no measure 'cn/2025-70-suspensoin'."),
        ("M118", "no measure 'cn/2020-export-controls-law'."),
    ]
    _table(folder / "lists", *rows)
    assert {problem.code for problem in lint_folder(folder)} == {*left_over, "M140"}
