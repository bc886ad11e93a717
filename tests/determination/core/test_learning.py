"""A fact learnt never takes an answer out of its bounds, save where it contradicts what is stated, which is told."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from tests.support.real_lines import Trader
from tests.support.unpresumed import determine

from sekisho import Determination, FactError, Library

SOME = 6
CIVIL = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "control_codes": "1C905.a",
    "end_user_kind": "civil",
    "end_use": "civil",
}


def pairs(trader: Trader, library: Library) -> Iterator[tuple[str, str]]:
    """Every fact that a line may state, with each of its choices, or one value of it."""
    for name in trader.facts:
        fact = library.facts[name]
        values = fact.choices or (("yes", "no") if fact.kind == "yes_no" else (trader.value(name),))
        yield from ((name, value) for value in values)


def is_within(then: Determination, before: Determination) -> bool:
    return before.floor <= then.floor and then.ceiling <= before.ceiling


def contradictions_of(answer: Determination) -> set[tuple[str, str]]:
    """Facts of a line that contradict each other."""
    return {(one["fact"], one["by"]) for one in answer.to_dict()["contradictions"]}


@pytest.mark.slow
def test_every_fact_learnt_narrows_or_is_a_contradiction(library: Library, rng: random.Random):
    """What the line contradicted before it learnt anything excuses nothing."""
    trader, narrowed, contradicted = Trader(library, rng), 0, 0
    lines = [CIVIL, {**CIVIL, "hs_code": "2804290010"}, {**CIVIL, "end_user": "防衛装備庁"}]
    for line in [*lines, *({**trader.line(0.3)} for _ in range(SOME))]:
        before = determine(line, library, as_of="2026-11-13")
        for name, value in pairs(trader, library):
            absent_is_unknown = library.facts[name].absent == "unknown" and name not in {"hs_code", "description"}
            if line.get(name, "unknown") != "unknown" or not (absent_is_unknown or line.get(name) == "unknown"):
                continue
            try:
                then = determine({**line, name: value}, library, as_of="2026-11-13")
            except FactError:
                continue
            learnt = contradictions_of(then) - contradictions_of(before)
            assert all(name in pair for pair in learnt), (line, name, value)
            assert learnt or is_within(then, before), (line, name, value)
            contradicted += bool(learnt)
            narrowed += not learnt and (then.floor, then.ceiling) != (before.floor, before.ceiling)
    assert contradicted > 0
    assert narrowed > 0


def test_a_military_name_against_a_stated_civil_kind_is_told_and_the_graver_is_the_ceiling(library: Library):
    line = {**CIVIL, "knowledge_of_risk": "no"}
    before = determine(line, library, as_of="2026-11-13")
    then = determine({**line, "end_user": "防衛装備庁"}, library, as_of="2026-11-13")
    (one,) = then.to_dict()["contradictions"]
    assert {each["value"] for each in one["answers"]} == {"civil", "military"}
    assert then.ceiling.level == max(one["answers"], key=lambda each: each["value"] == "military")["ceiling"]
    assert then.ceiling.level == "prohibited"
    assert before.ceiling < then.ceiling
    assert any("find out which is right" in text for text in then.cautions)
