"""A name that is or may be on a list is heard whole, and what stands behind it: a word for goods, civil, a blank."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

DAY = date(2026, 10, 20)


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=DAY)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("gallium from Ningbo to Osaka for NEC Network Sensor, civil use", "NEC Network Sensor"),
        ("gallium from Ningbo to Osaka for NEC Aerospace, civil", "NEC Aerospace"),
        ("gallium from Ningbo to Osaka, end user NEC Aerospace, shipped by sea", "NEC Aerospace"),
        ("出口镓到日本 NEC网络传感器", "NEC网络传感器"),
        ("从上海出口镓到日本大阪 NEC网络传感器", "NEC网络传感器"),
        ("镓 中国→日本 NEC网络传感器", "NEC网络传感器"),
        ("出口镓到日本 IHI航空制造", "IHI航空制造"),
        ("出口镓到日本 三菱造船", "三菱造船"),
        ("ガリウムを上海から日本 NECネットワーク・センサ へ", "NECネットワーク・センサ"),
    ],
)
def test_the_longest_name_behind_a_mark_is_the_user(words: str, who: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"] == who
    assert read.facts["destination"] == "JP"
    stated = check(CheckRequest(facts={**read.facts, "end_user": "Naniwa Seiki"}, as_of=DAY), workspace)
    assert check(CheckRequest(facts=read.facts, as_of=DAY), workspace).parties != stated.parties


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("gallium from Ningbo to Osaka. NEC Network Sensor is involved", "NEC Network Sensor"),
        ("gallium from Ningbo to Osaka; ask NEC Aerospace about it", "NEC Aerospace"),
        ("出口镓到日本（NEC网络传感器）", "NEC网络传感器"),
        ("出口镓到日本给浪速精机，NEC网络传感器介绍的", "NEC网络传感器"),
    ],
)
def test_a_name_in_no_fact_that_may_be_on_a_list_is_told(words: str, who: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert who in read.facts.get("end_user", "") or who in str(read.unread["end_user"])


def test_a_name_like_none_on_a_list_is_not_told_so(workspace: Workspace):
    read = facts_in_words("gallium from Ningbo to Osaka; ask Naniwa Seiki about Indium Phosphide Wafers", workspace)
    assert "end_user" not in read.unread


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("gallium from Ningbo to Osaka for JMU, civil", "JMU"),
        ("gallium from Ningbo to Osaka for Hoya, civil", "Hoya"),
        ("lithium cells from Shanghai to Osaka for Naniwa Battery KK, civil use", "Naniwa Battery KK"),
        ("lithium cells for Naniwa Battery KK, civil use, from Shanghai to Osaka", "Naniwa Battery KK"),
        ("lithium cells from Shanghai to Osaka for Nissan, civil use", "Nissan"),
        ("gallium from Shanghai to Osaka for Naniwa Motor, civil use", "Naniwa Motor"),
        ("酸化テルビウムを上海から大阪へ 三菱マテリアル 民生", "三菱マテリアル"),
        ("酸化テルビウムを上海から三菱マテリアルへ、民生用", "三菱マテリアル"),
        ("氧化铽从上海到大阪，给Hoya，民用", "Hoya"),
        ("氧化铽从上海到大阪 浪速电池 民用", "浪速电池"),
    ],
)
def test_civil_behind_a_name_is_the_use_and_the_name_stays(words: str, who: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"] == who
    assert read.facts["end_use"].startswith(("civil", "民"))
    assert "words" not in read.unread
    assert "end_use" not in read.unread


@pytest.mark.parametrize(
    ("words", "use"),
    [
        ("gallium from Shanghai to Osaka for lamps, civil use", "lamps, civil use"),
        ("gallium from Shanghai to Osaka for missiles, civil use", "missiles, civil use"),
        ("gallium from Shanghai to Osaka via a firm that builds missiles, civil use", "unknown"),
    ],
)
def test_civil_stands_beside_a_use_that_is_read_and_never_in_its_place(words: str, use: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["end_use"] == use


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("LuAG:Ce phosphor from Shanghai to Osaka", "LuAG:Ce phosphor"),
        ("Gd2O2S:Tb scintillator from Shanghai to Osaka", "Gd2O2S:Tb scintillator"),
        ("Nd:YAG laser rods from Shanghai to Osaka", "Nd:YAG laser rods"),
        ("Gd2O2S:Tbシンチレータを上海から大阪へ", "Gd2O2S:Tbシンチレータ"),
        ("从上海出口LuAG:Ce荧光粉到大阪", "LuAG:Ce荧光粉"),
        ("Item:Ga from Shanghai to Osaka", "Ga"),
    ],
)
def test_a_colon_in_the_name_of_a_crystal_ends_no_label(words: str, goods: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["description"] == goods


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("日本国内で三菱造船に中国産ガリウムを販売", "三菱造船"),
        ("大阪府内で三菱プレシジョンに納入、ガリウム、上海から", "三菱プレシジョン"),
        ("中国産ガリウムを日本国内でJAXAへ転売", "JAXA"),
        ("中国産黒鉛を国内でIHIエアロスペースに販売", "IHIエアロスペース"),
        ("中国産ガリウムを当社工場内でNEC航空宇宙システムに引き渡す", "NEC航空宇宙システム"),
        ("gallium from China to Institute of Science Tokyo, civil research", "Institute of Science Tokyo"),
        ("gallium from China to University of Tokyo", "University of Tokyo"),
    ],
)
def test_a_place_beside_a_name_neither_hides_nor_cuts_it(words: str, who: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["end_user"] == who


@pytest.mark.parametrize(
    "words",
    [
        "gallium from China to Japan, end user Sony, civil use, no risk known",
        "ガリウムを中国から日本へ、Sony向け、民生用、懸念なし",
        "镓，中国到日本Sony，民用，没有已知风险",
    ],
)
def test_that_no_risk_is_known_is_no_part_of_a_name(words: str, workspace: Workspace):
    facts = facts_in_words(words, workspace).facts
    assert (facts["end_user"], facts["knowledge_of_risk"]) == ("Sony", "no")
