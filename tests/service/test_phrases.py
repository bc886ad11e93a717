"""Texts of several sentences, labels and fragments, as clerks and forwarders send them, read phrase by phrase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from sekisho.law.model.library import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

LETTERS: Final = Path(__file__).with_name("letters.yaml")


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    "case", yaml.safe_load(LETTERS.read_text(encoding="utf-8")), ids=lambda case: case["text"][:30]
)
def test_a_text_of_phrases_is_read(case: Mapping[str, Any], workspace: Workspace):
    read = facts_in_words(case["text"], workspace).facts
    assert {name: read.get(name) for name in case["facts"]} == case["facts"]


@pytest.mark.parametrize(
    "words",
    [
        "スカンジウム合金ターゲット、蘇州→京都。自衛隊では使いません",
        "APT 20トン 連雲港から神戸 需要家は超硬工具メーカー 軍事用途なし",
        "We make headlamps. gallium nitride chips to Nagoya. We have nothing to do with defence.",
        "chinese germanium lens, my company in Nagoya bought, used in fishing boat camera, not navy",
        "We, a Nagoya buyer, want europium oxide\n- phosphor for lamps\n- we never sell to JSDF",
        "Galliummetall 4N, Ursprung China, ab Hamburg nach Osaka, keine militärische Verwendung",
    ],
)
def test_what_a_text_denies_is_neither_user_nor_use(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] == "JP"
    assert read.facts.get("end_use") in {"unknown", "fishing boat camera"}
    assert "says what it is not" in str(read.unread["end_use"])
    for name in ("自衛隊", "JSDF", "navy", "defence"):
        assert name not in read.facts.get("end_user", "")


def test_who_is_meant_is_said_behind_who_is_not(workspace: Workspace):
    read = facts_in_words("最终用户不是自卫队，是丰田汽车；货物：含镝钕铁硼；起运国中国；目的国日本", workspace).facts
    assert (read["end_user"], read["description"], read["destination"]) == ("丰田汽车", "含镝钕铁硼", "JP")


@pytest.mark.parametrize(
    "words",
    ["gallium from China to Germany", "はさみを日本へ", "fob watch", "pump price 8112.92", "steel resistant to rust"],
)
def test_a_plain_sentence_is_not_read_anew(words: str, workspace: Workspace):
    """What one sentence says whole, or names of goods, are not parted at words that mark a way elsewhere."""
    assert "end_user" not in facts_in_words(words, workspace).facts
