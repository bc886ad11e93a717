"""Where an answer has no room for its reason and its next step, it names the first rule and the first question."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.situations import SITUATIONS

from sekisho import Library
from sekisho.determination.line.point_reasons import PointReasons
from sekisho.i18n.package_translation import teller_of
from sekisho.parties.index import parties_of
from sekisho.present.determination.brief import brief
from sekisho.present.outcome_labels import LABELS
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

DAY = date(2026, 12, 1)


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize("situation", [name for name, facts in SITUATIONS.items() if facts])
def test_the_shortest_wording_of_an_open_answer_names_a_rule_and_a_fact(
    situation: str, language: str, library: Library
):
    facts = SITUATIONS[situation]
    answer = check(CheckRequest(facts=facts, as_of=DAY), Workspace(library=library, today=DAY))
    if answer.verdict.headline != "undetermined":
        return
    say = teller_of(library, language)
    last = {part.label: say(part.wordings[-1]) for part in brief(answer, facts, library).parts if part.wordings}
    assert last[LABELS["why"]].endswith("--why." if language == "en" else "--why。")
    assert (
        any(letter.isdigit() for letter in last[LABELS["why"]])
        or "Law" in last[LABELS["why"]]
        or "法" in last[LABELS["why"]]
    )
    counts = {"en": "What to ask, and whom", "ja": "だれに", "zh": "向谁"}[language]
    assert any(library.facts[name].of != "law" for name in answer.missing) == (
        not last[LABELS["next"]].startswith(counts)
    )


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_listed_party_is_told_with_the_name_of_its_list(language: str, library: Library):
    say = teller_of(library, language)
    reasons = PointReasons(library, language)
    words = {"en": "the control list", "ja": "輸出管理規制リスト", "zh": "管控名单"}[language]
    listed = [entry for entry in parties_of(library).entries if str(entry.list).startswith("cn/control-list/")][:20]
    assert listed
    for entry in listed:
        why = reasons.why(f"party_listed:{entry.id}", [])
        assert why is not None
        assert words in say(why)
