"""Texts of several sentences, labels and fragments, as clerks and forwarders send them, read phrase by phrase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.goods_or_party import entries_named
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
    ("words", "goods"),
    [
        ("gallium from China to Germany", "gallium"),
        ("はさみを日本へ", "はさみ"),
        ("fob watch", "fob watch"),
        ("pump price 8112.92", "pump price 8112.92"),
        ("steel resistant to rust", "steel resistant to rust"),
    ],
)
def test_a_plain_sentence_is_not_read_anew(words: str, goods: str, workspace: Workspace):
    """What one sentence says whole, or names of goods, are not parted at words that mark a way elsewhere."""
    read = facts_in_words(words, workspace).facts
    assert (read["description"], read.get("end_user")) == (goods, None)


FRAMES: Final = (
    "yttrium oxide, customer in Osaka ({}) wants 20 kg, ship from Ningbo",
    "gallium wafers for {}, civil research",
    "20 kg gallium from Shanghai to an engineer of {}, Yokohama",
    "{} asked for germanium lenses. ok to ship from Kunming?",
    "gallium from Dalian, notify {}, consignee Naniwa Seiki, Osaka",
    "酸化イットリウム20kgを{}様へ、12月20日出荷",
    "氧化镝 上海→大阪 {} 12/25",
    "镓锭发{}",
    "镓锭卖给{}能不能走",
    "氧化镝，最终用户是{}，用途民用，从上海发往大阪",
    "这单终端是{}，买的是镓锭",
    "炭素繊維 T800 {} 向け 研究用途",
    "ガリウムを{}へ",
    "支払人は{}、品名は酸化イットリウム、仕向地は日本",
    "{}から酸化イットリウムの注文がありました。",
    "gallium to {}",
    "yttria powder for coatings, Nagoya, {}, from China",
    "end user: {} in Nagoya; goods: gallium",
)
"""Ways to name somebody in a text."""


@pytest.mark.parametrize("frame", FRAMES)
def test_a_listed_name_in_any_frame_is_the_user_or_told(frame: str, workspace: Workspace):
    """Names that begin with a country or the code of one, or hold a word that marks a way, stay whole."""
    check_is_user_or_told(frame, FRAMES.index(frame) % 12, 12, workspace)


@pytest.mark.slow
@pytest.mark.parametrize("frame", FRAMES)
def test_a_fifth_of_the_listed_names_in_any_frame_is_the_user_or_told(frame: str, workspace: Workspace):
    check_is_user_or_told(frame, 0, 5, workspace)


def check_is_user_or_told(frame: str, first: int, step: int, workspace: Workspace) -> None:
    library = workspace.library
    names = [
        (name, str(entry.id))
        for entry in parties_of(library).entries[first::step]
        for name in entry.printed
        if entry.territory == "JP" and name.isascii() == frame.isascii() and len(name) > 2
    ]
    assert len(names) > 5
    for name, entry in names:
        read = facts_in_words(frame.format(name), workspace)
        is_user = entry in entries_named(read.facts.get("end_user", ""), library)
        assert is_user or any("on a list" in str(note) for note in read.unread.values()), (name, read.facts)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "スカンジウム酸化物 広州発 マレーシア・ポートクラン積替え 横浜行き 日油株式会社宛",
            "マレーシア・ポートクラン積替え",
        ),
        ("产品:四氯化锗,目的地:日本,终端用户:藤仓,光纤预制棒生产", "光纤预制棒生产"),
    ],
)
def test_phrases_that_are_taken_for_nothing_are_told(words: str, told: str, workspace: Workspace):
    assert told in str(facts_in_words(words, workspace).unread["words"])
