"""Time lines: what the export of a code needed on every day, computed; and the stages of measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.unpresumed import determine

from sekisho import Library, load_measures
from sekisho.determination.line.timeline import (
    CIVIL,
    OutcomeSpan,
    named_destinations,
    other_destination,
    outcome_spans,
)
from sekisho.law.dates.calendar import stage_on
from sekisho.law.dates.stages import StageSpan, clauses_with_days, stages_of
from sekisho.law.model.scheme import control_entries, entries_named

LIBRARY = load_measures()
CODES = sorted(control_entries(LIBRARY))
DAYS = st.dates(date(2000, 1, 1), date(2028, 12, 31))
ANN70 = "ann70_after_2026_11_10"


def _told(spans: tuple[OutcomeSpan, ...]) -> list[tuple[str, str, str]]:
    return [(str(one.first), str(one.last or "on"), one.verdict.outcome) for one in spans]


def _line(code: str, destination: str) -> dict[str, object]:
    return {**CIVIL, "control_codes": code, "departure": "CN", "origin": "CN", "destination": destination}


def _whole(spans: Sequence[OutcomeSpan | StageSpan], since: date, until: date | None) -> None:
    """Spans follow each other without gap or overlap from the first day asked for to the last."""
    assert spans[0].first == since
    assert spans[-1].last == until
    for one, other in pairwise(spans):
        assert one.last is not None
        assert other.first == one.last + timedelta(days=1)
    assert all(one.last is None or one.first <= one.last for one in spans)


def test_dysprosium_oxide_is_free_to_2025_04_03_and_under_licence_from_the_next_day(library: Library):
    track = outcome_spans("1C905.b", library, since=date(2020, 1, 1), until=None)
    assert _told(track.spans) == [("2020-01-01", "2025-04-03", "free"), ("2025-04-04", "on", "licence")]
    assert "cn/2025-18-medium-heavy-rare-earths#list-licence" in track.spans[1].verdict.decisive
    assert track.asked == other_destination(library, "CN")


def test_holmium_oxide_is_paused_before_its_first_day_and_open_from_2026_11_11(library: Library):
    """Announcement 57 was to apply from 2025-11-08 and was paused on 2025-11-07: no day was ever under licence."""
    track = outcome_spans("1C909.b", library, since=date(2025, 1, 1), until=None)
    assert _told(track.spans) == [("2025-01-01", "2026-11-10", "free"), ("2026-11-11", "on", "undetermined")]
    assert track.spans[1].unknowns == (ANN70,)
    assert track.spans[1].missing == ()
    outcomes = {branch.value: branch.verdict.outcome for branch in track.spans[1].branches}
    assert outcomes == {"extended": "free", "lapsed": "licence", "changed": "undetermined"}


@pytest.mark.parametrize(("value", "outcome"), [("lapsed", "licence"), ("extended", "free")])
def test_an_assumption_settles_what_is_open(library: Library, value: str, outcome: str):
    track = outcome_spans("1C909.b", library, since=date(2026, 11, 11), until=None, assume={ANN70: value})
    assert _told(track.spans) == [("2026-11-11", "on", outcome)]


def test_gallium_to_the_united_states_is_refused_in_principle_while_clause_2_applies(library: Library):
    track = outcome_spans("3C001.a", library, since=date(2024, 12, 1), until=date(2026, 11, 28), destination="US")
    assert _told(track.spans) == [
        ("2024-12-01", "2024-12-02", "licence"),
        ("2024-12-03", "2025-11-08", "refused_in_principle"),
        ("2025-11-09", "2026-11-27", "licence"),
        ("2026-11-28", "2026-11-28", "undetermined"),
    ]


def test_days_before_all_law_loaded_are_silent_and_days_of_law_are_not(library: Library):
    track = outcome_spans("1C905.b", library, since=date(2001, 1, 1), until=date(2003, 1, 1))
    assert [(str(one.first), one.silent) for one in track.spans] == [("2001-01-01", True), ("2002-12-01", False)]


@given(
    code=st.sampled_from(CODES),
    destination=st.sampled_from(["", "JP", "US", "DE"]),
    days=st.tuples(DAYS, DAYS).map(sorted),
    data=st.data(),
)
def test_spans_of_a_code_cover_every_day_once_and_answer_as_a_line_of_that_day_does(
    code: str, destination: str, days: list[date], data: st.DataObject
):
    since, until = days[0], data.draw(st.sampled_from([None, days[1]]))
    track = outcome_spans(code, LIBRARY, since=since, until=until, destination=destination)
    _whole(track.spans, since, until)
    assert all(one != other for one, other in pairwise(map(_says, track.spans)))
    span = data.draw(st.sampled_from(track.spans))
    day = data.draw(st.dates(span.first, span.last or date(2030, 1, 1)))
    answer = determine(_line(code, track.asked), LIBRARY, as_of=day)
    assert (answer.verdict, answer.by_reading) == (span.verdict, span.by_reading)
    assert sorted(answer.missing) == sorted((*span.missing, *span.unknowns))
    assert span.branches == tuple(branch for branch in answer.branches if branch.unknown in span.unknowns)


def _says(span: OutcomeSpan) -> tuple[object, ...]:
    return (span.verdict, span.silent, span.unknowns, span.missing, span.branches, tuple(span.by_reading.items()))


@given(measure=st.sampled_from(list(LIBRARY.measures)), days=st.tuples(DAYS, DAYS).map(sorted), data=st.data())
def test_stages_of_a_measure_cover_every_day_once_and_are_those_of_each_day(
    measure: str, days: list[date], data: st.DataObject
):
    found = LIBRARY[measure]
    spans = stages_of(found, days[0], days[1])
    _whole(spans, days[0], days[1])
    span = data.draw(st.sampled_from(spans))
    day = data.draw(st.dates(span.first, span.last or days[1]))
    assert stage_on(found, day)[0] is span.stage
    for clause in clauses_with_days(found):
        _whole(stages_of(found, days[0], days[1], clause=clause), days[0], days[1])


@pytest.mark.parametrize("code", ["1C905.b", "3C001.a", "1C909.b", "9A012", "1C108.b"])
def test_destinations_that_no_measure_names_are_alike(library: Library, code: str):
    """Any of them stands for all: those of the European Union, of South-East Asia, Hong Kong, Taiwan."""
    assert other_destination(library, "CN") not in named_destinations(library) | {"CN"}
    others = [place for place in ("DE", "VN", "HK", "TW", "KR") if place not in named_destinations(library)]
    assert others
    since = date(2024, 1, 1)
    told = {place: outcome_spans(code, library, since=since, until=None, destination=place).spans for place in others}
    expected = outcome_spans(code, library, since=since, until=None).spans
    assert all(spans == expected for spans in told.values())


def test_a_clause_has_stages_of_its_own(library: Library):
    measure = library["cn/2024-46-us-dual-use"]
    assert [str(one.stage) for one in stages_of(measure, date(2024, 12, 3), None)] == ["in_force"]
    clauses = {clause.id.partition("#")[2]: clause for clause in clauses_with_days(measure)}
    assert set(clauses) == {"materials", "graphite", "retransfer-materials"}
    spans = stages_of(measure, date(2024, 12, 2), None, clause=clauses["materials"])
    assert [(str(one.first), str(one.stage)) for one in spans] == [
        ("2024-12-02", "unpublished"),
        ("2024-12-03", "in_force"),
        ("2025-11-09", "suspended"),
        ("2026-11-28", "unknown"),
    ]


def test_an_assumed_value_is_the_stage_and_is_told_as_assumed(library: Library):
    measure = library["cn/2025-57-holmium-and-others"]
    last = stages_of(measure, date(2026, 1, 1), None, assume={ANN70: "lapsed"})[-1]
    assert (str(last.first), str(last.stage), last.assumed) == ("2026-11-11", "in_force", "lapsed")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("dysprosium oxide", ["1C905.b"]),
        ("氧化镝", ["1C905.b"]),
        ("Dysprosium  METAL", ["1C905.a.1"]),
        ("unobtainium", []),
    ],
)
def test_words_find_entries_by_the_whole_name_first_and_else_by_a_part_of_it(
    library: Library, words: str, codes: list[str]
):
    assert [entry.code for entry in entries_named(words, library)] == codes
