"""An open answer is of one piece: what its first line says may be, its cases show, and what it asks for decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Final

import pytest

from sekisho import Library
from sekisho.determination.core.deciding_table import DecidingKind
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.present.determination.brief import brief, spoken_on_page
from sekisho.present.outcome_labels import LABELS
from sekisho.present.render.brief_layout import margin_of, spoken
from sekisho.service.check import CheckRequest, check
from sekisho.service.party_decision import decisions_on, reviews_of, with_decisions
from sekisho.service.workspace import Workspace

DAY: Final = date(2026, 11, 30)
HAMBURG: Final[Mapping[str, object]] = {"description": "dysprosium magnets", "departure": "DE", "destination": "JP"}
KAWASAKI: Final[Mapping[str, object]] = {"end_user": "Kawasaki Heavy Industries"}
MADE: Final[Mapping[str, object]] = {"origin": "CN"}
CIVIL: Final[Mapping[str, object]] = {"end_user_kind": "civil", "end_use": "civil"}
SELLER: Final[Mapping[str, object]] = {"exporter_is_prc_person": False}
UNAWARE: Final[Mapping[str, object]] = {"knowledge_of_barred_use": False}
WALK: Final[tuple[Mapping[str, object], ...]] = (
    {**HAMBURG, **KAWASAKI},
    {**HAMBURG, **KAWASAKI, **MADE},
    {**HAMBURG, **KAWASAKI, **MADE, **CIVIL},
    {**HAMBURG, **KAWASAKI, **MADE, **CIVIL, **SELLER},
    {**HAMBURG, **KAWASAKI, **MADE, **CIVIL, **SELLER, **UNAWARE},
)
SHARE: Final = FactName("prc_content_share")
TECHNOLOGY: Final = FactName("prc_technology")


def _answer(facts: Mapping[str, object], library: Library, same: str | None = "no", **assumed: str) -> Determination:
    asked = reviews_of(library, facts) if same is not None and "end_user" in facts else ()
    if asked and same is not None:
        library = with_decisions(library, decisions_on({"": same}, asked, by="Sato", on=DAY, basis=""))
    return check(CheckRequest(facts=facts, as_of=DAY, assume=assumed), Workspace(library=library, today=DAY))


@pytest.mark.parametrize("same", [None, "no"], ids=["name open", "another party"])
@pytest.mark.parametrize("facts", WALK, ids=range(len(WALK)))
def test_the_cases_told_reach_as_far_as_the_first_line(facts: Mapping[str, object], same: str | None, library: Library):
    answer = _answer(facts, library, same)
    for language in ("en", "ja", "zh"):
        say = teller_of(library, language)
        parts = spoken(brief(answer, facts, library), say, margin_of(say, LABELS.values()))
        told = [answer.rows[at] for part in parts if part.rows for at in part.row_places]
        assert max(row.ceiling for row in told if row.ceiling is not None) >= answer.ceiling
        assert min(row.floor for row in told if row.floor is not None) <= answer.floor


@pytest.mark.parametrize(
    "facts",
    [
        {**HAMBURG, "origin": "DE", "prc_content_share": "0.02", "end_use": "civil"},
        {**HAMBURG, "origin": "DE", "prc_content_share": "0.02", **CIVIL},
        {**HAMBURG, "origin": "DE", "prc_content_share": "0.02", **CIVIL, "end_user": "Naniwa Seiki"},
        {
            **HAMBURG,
            "control_codes": "1C905.a.4",
            "origin": "DE",
            "prc_content_share": "0.02",
            **CIVIL,
            "end_user": "Naniwa Seiki",
        },
    ],
    ids=range(4),
)
def test_no_licence_under_one_state_of_the_law_never_stands_alone(facts: Mapping[str, object], library: Library):
    # "Suspension extended: no licence" reads as the answer where what holds if it ended is left out.
    answer = check(CheckRequest(facts=facts, as_of=date(2026, 11, 24)), Workspace(library=library, today=DAY))
    laws = [row for row in answer.rows if row.law]
    assert any(row.ceiling is Outcome.FREE for row in laws)
    for language in ("en", "ja", "zh"):
        say = teller_of(library, language)
        parts = spoken(brief(answer, facts, library), say, margin_of(say, LABELS.values()))
        told = [answer.rows[at] for part in parts if part.rows for at in part.row_places]
        for free in (row for row in told if row.law and row.ceiling is Outcome.FREE):
            others = [row for row in told if any(row.law.get(name, value) != value for name, value in free.law.items())]
            assert others or any(row.kind is DecidingKind.REST for row in told)


@pytest.mark.parametrize("facts", WALK, ids=range(len(WALK)))
def test_a_page_tells_every_case(facts: Mapping[str, object], library: Library):
    answer = _answer(facts, library)
    parts = spoken_on_page(answer, facts, library, teller_of(library, "en"))
    assert [len(part.rows) for part in parts if part.rows] == [len(answer.rows)]


def test_of_goods_made_in_china_nobody_is_asked_how_much_of_them_is_chinese(library: Library):
    plain = {**HAMBURG, "end_user": "Naniwa Seiki", **CIVIL, **SELLER, **UNAWARE}
    assert SHARE not in _answer({**plain, **MADE}, library).missing
    assert SHARE in _answer({**plain, "origin": "MY"}, library).missing


def test_what_is_not_asked_for_changes_nothing(library: Library):
    plain = {**HAMBURG, "end_user": "Naniwa Seiki", **MADE, **CIVIL, **SELLER, **UNAWARE}
    idle = _answer(plain, library).idle
    assert SHARE in idle
    for undertaking, law in product((True, False), ("extended", "lapsed")):
        line = {**plain, "prior_undertaking": undertaking}
        verdicts = {
            _answer({**line, name: value}, library, ann70_after_2026_11_10=law).floor
            for name, value in ((SHARE, "0"), (SHARE, "60%"), (TECHNOLOGY, True), (TECHNOLOGY, False))
        }
        assert len(verdicts) == 1


def test_what_decides_is_asked_for_before_all_else(library: Library):
    """What to do and the next question of a page name one fact."""
    plain = {**HAMBURG, "end_user": "Naniwa Seiki", **MADE, **CIVIL, **SELLER, **UNAWARE}
    answer = _answer(plain, library)
    assert answer.missing[0] == "prior_undertaking"
    steps = next(part.wordings for part in brief(answer, plain, library).parts if part.label == LABELS["next"])
    assert "--prior-undertaking" in steps[0]
