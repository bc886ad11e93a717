"""An export that is free of a licence is told its duty, and one that leaves on a certificate no days of a licence."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest
from tests.support.situations import golden_cases

from sekisho import Library
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.determination.line.golden_cases import GoldenCase
from sekisho.i18n.package_translation import teller_of
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.brief_parts.next_steps import steps_of
from sekisho.present.outcome_labels import LABELS
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

LANGUAGES: Final = ("en", "ja", "zh")
BY_ID: Final = {case.id: case for case in golden_cases()}
REPORT: Final = "cn/2025-61-rare-earths-abroad#relief-report"


def _answer(case: GoldenCase, library: Library) -> tuple[Determination, dict[str, object]]:
    facts: dict[str, object] = {str(name): value for name, value in case.facts.items()}
    day = date.fromisoformat(str(case.as_of))
    request = CheckRequest(facts=facts, as_of=day, assume=case.assume, presume=False)
    return check(request, Workspace(library=library, today=day)), facts


def _next(answer: Determination, facts: dict[str, object], library: Library, language: str) -> str:
    say = teller_of(library, language)
    told = brief_data(answer, facts, library, say)
    return " ".join(next(part["lines"] for part in told if part["label"] == say(LABELS["next"])))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["R61", "R62"])
def test_relief_is_told_what_to_report_and_within_which_days(name: str, language: str, library: Library):
    answer, facts = _answer(BY_ID[name], library)
    assert answer.verdict.headline == "free"
    assert REPORT in {duty.clause for duty in answer.obligations if duty.certain}
    told = _next(answer, facts, library, language)
    assert {"en": "within 10 working days", "ja": "10業務日以内", "zh": "10个工作日内"}[language] in told
    assert {"en": "clause 5", "ja": "第5項", "zh": "第五款"}[language] in told


def test_a_free_export_with_a_sure_duty_is_never_told_that_there_is_nothing_to_do(library: Library):
    asked = 0
    for case in golden_cases():
        answer, facts = _answer(case, library)
        if answer.verdict.headline == "free" and any(duty.certain for duty in answer.obligations):
            asked += 1
            told = _next(answer, facts, library, "en")
            assert any(word in told for word in ("A duty comes with it", "report it", "with it: --papers")), case.id
    assert asked > 3, "some free exports have duties"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_is_told_without_the_days_of_a_licence(language: str, library: Library):
    answer, facts = _answer(BY_ID["T52"], library)
    assert answer.floor is Outcome.REGISTRATION
    say = teller_of(library, language)
    told = _next(answer, facts, library, language)
    steps = [f"{say(step.text)} {step.rows}" for step in steps_of(answer, library, say)]
    for text in (told, *steps):
        assert "45" not in text
    assert all(licensing.clock is None for _, licensing in answer.licensing)
    assert {"en": "Art. 19", "ja": "第19条", "zh": "第19条"}[language] in told


def test_a_licence_keeps_its_days(library: Library):
    answer, facts = _answer(BY_ID["X41"], library)
    assert answer.floor is Outcome.LICENCE
    assert "45 working days" in _next(answer, facts, library, "en")
