"""The first page, the pages of measures, and answers say one thing of the state of a measure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Final

import pytest
from starlette.testclient import TestClient

from sekisho import Library, determine
from sekisho.impact.economy.published import published_of
from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.present.law.front import law_front
from sekisho.present.law.measures import measures_rows

DAYS: Final = (date(2025, 11, 1), date(2026, 9, 30), date(2026, 11, 30))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_bar_is_that_of_the_measure_itself_or_says_that_another_absorbed_it(day: date, library: Library):
    absorbed = 0
    for _, bars in law_front(library, day).groups:
        for bar in bars:
            today = law_front(library, day).today
            now = next((span for span in bar.spans if span.start <= today < span.start + span.width), None)
            stage, _ = stage_on(library[bar.measure], day)
            if now is not None:
                assert now.stage == str(stage) or (now.absorbed and stage is Stage.REPEALED), bar.measure
                absorbed += now.absorbed
    assert absorbed


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_answers_count_the_measures_as_their_list_does(client: TestClient, day: date, language: str, library: Library):
    states = Counter(str(row["state"]) for row in measures_rows(library, day, only_in_force=False))
    coverage = determine({}, library, as_of=day).coverage
    assert (coverage.in_force, coverage.not_known) == (states["in_force"], states["unknown"])
    line = {"control_codes": "3C001.a", "destination": "JP", "origin": "CN", "as_of": day.isoformat()}
    page = client.get("/check/result", params=line, headers={"accept-language": language}).text
    counted = next(part for part in re.findall(r"<p>[^<]*</p>", page) if library.hash[:7] in part)
    assert {str(states["in_force"]), str(states["unknown"])} <= set(re.findall(r"\d+", counted))


def test_a_measure_of_which_clauses_alone_are_open_is_said_to_be_so_in_part(client: TestClient, library: Library):
    page = client.get("/?as_of=2026-11-30").text
    for row in re.findall(r"<li><time datetime=.*?</li>", page, re.DOTALL):
        named = re.findall(r"/measures/([a-z]{2}/[0-9a-z-]+)", row)
        day = date.fromisoformat(re.findall(r"datetime=\"([0-9-]+)\"", row)[0])
        if "state not known" in row:
            wholly = {name for name in named if stage_on(library[name], day)[0] is Stage.UNKNOWN}
            assert ("in part" in row) == (not wholly)
        assert not (day > date(2026, 11, 30) and ">ended" in row)


def test_each_day_of_the_first_page_is_one_row_and_what_is_ahead_says_in_how_many_days(client: TestClient):
    page = client.get("/?as_of=2026-11-30", headers={"accept-language": "en"}).text
    rows = re.findall(r"<li><time datetime=\"([0-9-]+)\">.*?<span class=\"stage-tag[^>]*>([^<]*)<", page, re.DOTALL)
    days = [date.fromisoformat(day) for day, _ in rows]
    assert days == sorted(set(days))
    ahead = [(day, tag) for day, (_, tag) in zip(days, rows, strict=True) if day > date(2026, 11, 30)]
    assert ahead
    assert all(tag == f"in {(day - date(2026, 11, 30)).days} days" for day, tag in ahead)


def test_the_first_page_draws_the_range_of_the_ban_beside_what_others_published(client: TestClient, library: Library):
    page = client.get("/", headers={"accept-language": "en"}).text
    drawing = re.findall(r"<figure class=\"range\">.*?</figure>", page, re.DOTALL)
    year = [one for one in published_of(library) if one.scope == "rare-earths" and one.months == 12 and one.percent]
    rings = re.findall(r"class=\"ring\" cx=\"([0-9.]+)%\"", drawing[0])
    assert len(rings) == len(year) > 1
    places = dict(zip(sorted(one.percent or 0.0 for one in year), map(float, rings), strict=True))
    scale = [place / percent for percent, place in places.items()]
    assert max(scale) - min(scale) < 0.5  # all on one axis that begins at nothing, each place rounded
    low, wide = map(float, re.findall(r"class=\"band\" x=\"([0-9.]+)%\" width=\"([0-9.]+)%\"", drawing[0])[0])
    middle, mean = (
        float(re.findall(rf"class=\"{name}\" cx=\"([0-9.]+)%\"", drawing[0])[0]) for name in ("middle", "mean")
    )
    assert low < middle < mean < low + wide
    assert all(one.house in drawing[0] for one in year)


def test_each_door_of_the_first_page_has_its_drawing(client: TestClient):
    doors = re.findall(r"<ul class=\"doors\">.*?</ul>", client.get("/").text, re.DOTALL)[0]
    drawings = re.findall(r"<path d=\"([^\"]+)\"", doors)
    assert len(drawings) == len(set(drawings)) == doors.count("<li>") == 6
