"""Whom the rules bind outside China: what is said to bind only some binds nobody else, in any state of the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Final

import pytest

from sekisho import Library
from sekisho.message import Message
from sekisho.present.determination.brief import brief
from sekisho.present.outcome_labels import LABELS
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

Cases = tuple[Mapping[str, object], ...]
DAYS: Final = (date(2025, 11, 1), date(2026, 3, 1), date(2026, 11, 30))
"""Announcement 61 of 2025 is in force, suspended, and of a state that nobody knows."""
GOODS: Final[Cases] = ({"control_codes": "1C905.a"}, {"control_codes": "3C001.a"}, {})
USERS: Final[Cases] = (
    {},
    {"end_user_kind": "civil", "end_use": "civil"},
    {"knowledge_of_barred_use": False},
)
SELLERS: Final[Cases] = ({}, {"exporter_is_prc_person": False}, {"prior_undertaking": False})
NEITHER: Final = {"exporter_is_prc_person": False, "prior_undertaking": False}
ONLY: Final = ("brief.why_abroad", "brief.why_abroad_one", "brief.why_abroad_short")


def _reasons(facts: Mapping[str, object], day: date, library: Library) -> list[Message]:
    answer = check(CheckRequest(facts=facts, as_of=day), Workspace(library=library, today=day))
    parts = [part for part in brief(answer, facts, library).parts if part.label == LABELS["why"]]
    return [text for part in parts for text in part.wordings if isinstance(text, Message)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_that_rules_bind_only_some_abroad_is_said_where_nobody_else_can_be_bound(day: date, library: Library):
    workspace, said_any = Workspace(library=library, today=day), 0
    for goods, user, seller in product(GOODS, USERS, SELLERS):
        facts = {"departure": "DE", "destination": "JP", "origin": "CN", **goods, **user, **seller}
        wordings = _reasons(facts, day, library)
        if any(text.id in ONLY for text in wordings):
            then = check(CheckRequest(facts={**facts, **NEITHER}, as_of=day), workspace)
            assert then.verdict.headline in {"free", "free_if_supposed"}, facts
        said_any += any(text.id.startswith("brief.why_abroad_") and text.id not in ONLY for text in wordings)
    assert said_any


ABROAD: Final[Mapping[str, object]] = {
    "departure": "DE",
    "destination": "JP",
    "origin": "CN",
    "end_user": "Naniwa",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_barred_use": False,
}


def test_a_rule_whose_state_nobody_knows_is_named_beside_those_in_force(library: Library):
    wordings = _reasons({**ABROAD, "control_codes": "1C905.a"}, DAYS[-1], library)
    assert "Announcement 61 of 2025" in [str(text.parameters.get("measure")) for text in wordings]


def test_goods_that_announcement_61_does_not_reach_bind_a_chinese_seller_alone(library: Library):
    assert _reasons({**ABROAD, "control_codes": "3C001.a"}, DAYS[-1], library)[0].id in ONLY
