"""The first page, the pages of measures, and answers say one thing of the state of a measure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Final

import pytest
from starlette.testclient import TestClient

from sekisho import Library, determine
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
