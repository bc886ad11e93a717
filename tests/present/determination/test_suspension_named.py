"""A suspension is named: which rule is suspended, and what the ministry said of what follows, on every day alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.i18n.names import act_text
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import MeasureId
from sekisho.present.determination.brief import brief_data, spoken_on_page
from sekisho.present.outcome_labels import LABELS
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

HOLMIUM: Final[Mapping[str, object]] = {
    "control_codes": "1C909.b",
    "origin": "CN",
    "departure": "CN",
    "destination": "JP",
}
CIVIL: Final[Mapping[str, object]] = {
    "end_user": "Naniwa Seiki",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": False,
}
RULE: Final = MeasureId("cn/2025-57-holmium-and-others")
SUSPENDED: Final = date(2026, 3, 1)
UNKNOWN: Final = date(2026, 11, 30)
AFTER_ALL: Final = date(2027, 6, 1)
"""A day after the last one to which the ministry said that the suspension goes on."""


def _told(facts: Mapping[str, object], day: date, library: Library, language: str) -> str:
    answer = check(CheckRequest(facts=facts, as_of=day), Workspace(library=library, today=day))
    parts = spoken_on_page(answer, facts, library, teller_of(library, language))
    return " ".join(" ".join((*part.lines, *(case for case, _ in part.rows))) for part in parts)


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize("day", [SUSPENDED, UNKNOWN], ids=["suspended", "not known"])
@pytest.mark.parametrize("facts", [HOLMIUM, {**HOLMIUM, "end_user": "Naniwa Seiki", "end_use": "civil"}])
def test_the_rule_that_is_suspended_is_named(facts: Mapping[str, object], day: date, language: str, library: Library):
    act = teller_of(library, language)(act_text(library.measures[RULE]))
    assert act in _told(facts, day, library, language)


@pytest.mark.parametrize("day", [UNKNOWN, AFTER_ALL], ids=str)
def test_what_the_ministry_said_stands_where_the_law_alone_is_open(day: date, library: Library):
    told = _told({**HOLMIUM, **CIVIL}, day, library, "en")
    assert "MOFCOM said on 28 Sep" in told
    assert "10 January 2027" in told
    assert "No source read says what follows" not in told


def test_what_was_said_to_a_day_is_not_said_of_days_after_it(library: Library):
    facts = {**HOLMIUM, **CIVIL}
    cases = []
    for day in (UNKNOWN, AFTER_ALL):
        answer = check(CheckRequest(facts=facts, as_of=day), Workspace(library=library, today=day))
        told = brief_data(answer, facts, library, teller_of(library, "en"))
        cases.append(next(part["lines"] for part in told if part["label"] == LABELS["if"]))
    assert ["as MOFCOM said" in " ".join(rows) for rows in cases] == [True, False]
