"""Law that sleeps or whose state nobody knows is told beside any reason, and what is assumed of it names its act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.determination.core.outcome import Determination
from sekisho.i18n.names import act_text
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import MeasureId
from sekisho.present.determination.brief import brief_data
from sekisho.present.outcome_labels import LABELS
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

LANGUAGES: Final = ("en", "ja", "zh")
TO_AMERICA: Final[Mapping[str, object]] = {"control_codes": "3C001.a", "departure": "CN", "destination": "US"}
CIVIL: Final[Mapping[str, object]] = {"end_user_kind": "civil", "end_use": "civil", "knowledge_of_risk": False}
FIRM: Final[Mapping[str, object]] = {**CIVIL, "end_user": "Acme Corp"}
BAN: Final = MeasureId("cn/2024-46-us-dual-use")
PAUSE: Final = MeasureId("cn/2025-72-us-suspension")
BATTERIES: Final = MeasureId("cn/2025-58-lithium-batteries")
HOLMIUM: Final = MeasureId("cn/2025-57-holmium-and-others")
SUSPENDED: Final = date(2026, 10, 1)
AFTER: Final = date(2026, 11, 28)


def _answer(
    facts: Mapping[str, object], day: date, library: Library, assume: Mapping[str, str] | None = None
) -> Determination:
    request = CheckRequest(facts=facts, as_of=day, assume=assume or {})
    return check(request, Workspace(library=library, today=day))


def _part(
    label: str, answer: Determination, facts: Mapping[str, object], library: Library, language: str = "en"
) -> list[str]:
    say = teller_of(library, language)
    told = brief_data(answer, facts, library, say)
    return next((part["lines"] for part in told if part["label"] == say(LABELS[label])), [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", [{}, CIVIL, FIRM], ids=["nothing else", "civil", "a firm"])
def test_the_reason_names_the_act_whose_state_bears_on_an_answer(
    more: Mapping[str, object], language: str, library: Library
):
    facts, say = {**TO_AMERICA, **more}, teller_of(library, language)
    after = " ".join(_part("why", _answer(facts, AFTER, library), facts, library, language))
    assert say(act_text(library.measures[BAN])) in after
    known = " ".join(
        _part(
            "why",
            _answer(facts, AFTER, library, {"ann72_after_2026_11_27": "extended"}),
            facts,
            library,
            language,
        )
    )
    assert say(act_text(library.measures[BAN])) not in known, "where it is stated nothing is unknown"


def test_the_reason_names_the_act_that_suspended_and_its_part(library: Library):
    facts = {**TO_AMERICA, **FIRM}
    answer = _answer(facts, AFTER, library)
    told = " ".join(_part("why", answer, facts, library))
    clause = next(name for name in answer.open if library.clauses[name][0].id == BAN)
    assert str(library.clauses[clause][1].article) in told
    say = teller_of(library, "en")
    assert say(act_text(library.measures[PAUSE])) in told
    assert "27 November 2026" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("facts", "of", "not_of"),
    [
        ({**TO_AMERICA, **FIRM}, None, BAN),
        ({**FIRM, "control_codes": "1C909.b", "departure": "CN", "destination": "DE"}, HOLMIUM, BAN),
        ({**FIRM, "control_codes": "3A001", "departure": "CN", "destination": "JP"}, BATTERIES, HOLMIUM),
    ],
    ids=["gallium", "holmium", "batteries"],
)
def test_what_the_ministry_said_is_told_of_the_acts_it_covers(
    facts: Mapping[str, object], of: MeasureId | None, not_of: MeasureId, language: str, library: Library
):
    say = teller_of(library, language)
    answer = _answer(facts, AFTER, library, {"as_the_ministry_said": "yes"})
    first, *_ = (*_part("assumed", answer, facts, library, language), "")
    if of is not None:
        assert say(act_text(library.measures[of])) in first
        assert say(act_text(library.measures[not_of])) not in first
        return
    said_nothing = {"en": "said nothing of", "ja": "触れていない", "zh": "未提及"}[language]
    assert said_nothing in first
    assert {"en": "was extended", "ja": "停止は延長", "zh": "暂停已延长"}[language] not in first


def test_what_is_assumed_of_a_pause_names_it_and_no_other(library: Library):
    facts = {**TO_AMERICA, **FIRM}
    for value, words in (("extended", "was extended"), ("ended", "ended"), ("changed", "was changed")):
        told = " ".join(_part("assumed", _answer(facts, AFTER, library, {"suspension": value}), facts, library))
        assert "Announcement 46 of 2024" in told
        assert words in told
        assert "of 2025" not in told, "acts that ask no more than the answer are not what is assumed of it"


@pytest.mark.parametrize("code", ["1C909.b", "2B005.b", "2B902.d", "3A001", "3B901", "1E902.a"])
@pytest.mark.parametrize("place", ["JP", "DE"])
@pytest.mark.parametrize("more", [{}, CIVIL, {"end_user_kind": "civil"}], ids=["nothing else", "civil", "civil user"])
def test_a_row_without_a_licence_says_which_act_sleeps_then(
    code: str, place: str, more: Mapping[str, object], library: Library
):
    facts = {"control_codes": code, "departure": "CN", "destination": place, **more}
    answer = _answer(facts, SUSPENDED, library)
    say = teller_of(library, "en")
    rows = [row for row in _part("if", answer, facts, library) if "○" in row]
    asked = [row for row in answer.rows if row.ceiling == 0]
    for told, row in zip(rows, asked, strict=True):
        stated: dict[str, object] = dict(facts)
        stated |= {str(name): values[0] for name, values in row.facts.items()}
        stated |= {str(name): value for name, value in row.cases[0].names.items()}
        then = _answer(stated, SUSPENDED, library)
        acts = {
            say(act_text(library.clauses[one.clause][0]))
            for one in then.sleeping
            if one.certain and one.state == "suspended"
        }
        assert bool(acts) == ("suspended" in told)
        assert not acts or any(act in told for act in acts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", [SUSPENDED, AFTER], ids=["suspended", "not known"])
def test_a_rule_that_sleeps_is_told_where_the_code_is_not_settled(day: date, language: str, library: Library):
    facts = {"description": "lithium battery", "departure": "CN", "destination": "JP"}
    answer = _answer(facts, day, library)
    assert answer.near, "its code is not settled"
    say = teller_of(library, language)
    assert say(act_text(library.measures[BATTERIES])) in " ".join(_part("why", answer, facts, library, language))
    chair = {**facts, "description": "chair"}
    told = " ".join(_part("why", _answer(chair, day, library), chair, library, language))
    assert say(act_text(library.measures[BATTERIES])) not in told
