"""The share of Chinese content in a sentence of a shipment: taken where it is one of the value, else told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace
from sekisho.trade.sentence.content_words import without_content

SHARE = "prc_content_share"


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "share", "goods", "origin"),
    [
        ("越南生产的电机，含中国稀土价值占比0.08%，海防到名古屋，客户日本电产", "0.0008", "电机", "VN"),
        ("Magnets made in Thailand, 0.3 % of the value is Chinese dysprosium, to Yokohama", "0.003", "Magnets", "TH"),
        ("Motor assembly from Vietnam, PRC content 12%, for Terra Drone, Tokyo", "0.12", "Motor assembly", None),
        (
            "中国産ガリウムをドイツで加工したGaAsウエハ。原産地ドイツ、中国産含有比率40％。フランクフルト→成田、住友電工向け。",
            "0.4",
            "GaAsウエハ",
            "DE",
        ),
        (
            "Servo motor made in Vietnam, containing 0.5% Chinese rare earths by value, to Osaka",
            "0.005",
            "Servo motor",
            "VN",
        ),
        ("Elektromotoren aus Thailand nach Yokohama, 12 % chinesischer Anteil", "0.12", "Elektromotoren", None),
        ("Motor assembly from Vietnam to Japan (PRC-origin content: 5 %)", "0.05", "Motor assembly", None),
        ("Magnet from Thailand, less than 0.1% Chinese dysprosium by value, to Japan", "< 0.001", "Magnet", None),
        ("タイ製モーター、中国産レアアースの価額比率0.05％、横浜向け", "0.0005", "モーター", "TH"),
        ("タイ製モーター、中国産含有率0.1％未満、横浜向け", "< 0.001", "モーター", "TH"),
        ("德国产晶片，中国成分占价值的5%，法兰克福到东京", "0.05", "晶片", "DE"),
        ("德國產晶片，中國成分占價值的5%，法蘭克福到東京", "0.05", "晶片", "DE"),
    ],
)
def test_a_share_of_chinese_content_is_a_fact_and_no_part_of_the_goods(
    words: str, share: str, goods: str, origin: str | None, workspace: Workspace
):
    read = facts_in_words(words, workspace)
    assert read.facts[SHARE] == share
    assert read.facts["description"] == goods
    assert read.facts.get("origin") == origin
    assert read.facts["destination"] == "JP"
    workspace.library.facts.parse(SHARE, read.facts[SHARE])


@pytest.mark.parametrize(
    "words",
    [
        "Magnets, 30 % by weight Chinese neodymium, Bangkok to Osaka",
        "Magnets with 3 % Chinese neodymium, Bangkok to Osaka",
        "Magnets, 4 % Chinese content by value, 12 % PRC content by value, from Bangkok to Osaka",
        "Magnets, about 0.1 % Chinese content by value, from Bangkok to Osaka",
        "越南产磁铁，其中中国稀土占比千分之三，出口日本",
        "中国産ガリウムをドイツで加工したGaAsウエハをフランクフルトから成田へ",
    ],
)
def test_a_share_that_is_open_is_told_and_not_taken(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert SHARE not in read.facts
    assert "by value" in str(read.unread[SHARE])
    assert not any("%" in value for value in read.facts.values())


@pytest.mark.parametrize(
    "words",
    [
        "gallium 99.99 % from Shanghai to Osaka",
        "tungsten carbide with 3 % cobalt from Shanghai to Osaka",
        "Chinese gallium, purity 99.9999%, to Osaka",
        "25 % Chinese gallium from Shanghai to Osaka",
        "中国産ガリウム 純度99.99％を大阪へ",
        "中国镓，含量99.99%，出口日本",
        "discount of 10 % for Chinese customers, gallium to Osaka",
    ],
)
def test_a_purity_or_a_part_of_an_alloy_is_no_share_of_chinese_content(words: str):
    assert without_content(words).rest == words


PHRASES = (
    ", PRC content {}%",
    ", containing {} % Chinese rare earths by value",
    " ({} % of the value is Chinese gallium)",
)


@settings(max_examples=25, deadline=None)
@given(
    share=st.decimals(min_value="0.01", max_value="100", places=2),
    phrase=st.sampled_from(PHRASES),
    goods=st.sampled_from(["Servo motor", "sintered magnets", "GaAs wafers"]),
    user=st.sampled_from(["Terra Drone", "Denso", "Mitsubishi Heavy Industries"]),
)
def test_parting_a_share_off_changes_nothing_else(
    share: object, phrase: str, goods: str, user: str, workspace: Workspace
):
    plain = f"{goods} from Vietnam{{}} to Osaka, end user {user}"
    without = facts_in_words(plain.format(""), workspace).facts
    assert facts_in_words(plain.format(phrase.format(share)), workspace).facts.items() >= without.items()


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("pump from Hamburg to Kubota Osaka, no Chinese content", "Kubota Osaka"),
        ("pump with no content of Chinese origin from Hamburg to Kubota Osaka", "Kubota Osaka"),
        ("pump, does not contain any Chinese parts or materials, from Hamburg to Kubota Osaka", "Kubota Osaka"),
        ("Pumpe ohne chinesischen Anteil aus Hamburg nach Osaka an Kubota", "Kubota"),
        ("水泵 汉堡到大阪 久保田 不含中国成分", "久保田"),
        ("中国成分を含まないポンプ、ハンブルクから大阪のクボタ向け", "クボタ"),
    ],
)
def test_content_that_is_denied_is_none_of_the_value_and_no_part_of_a_name(words: str, user: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts[SHARE] == "0"
    assert read.facts["end_user"] == user
    assert "origin" not in read.facts


@pytest.mark.parametrize(
    "words",
    [
        "pump from Hamburg to Kubota Osaka, no Chinese parts",
        "pump from Hamburg to Kubota Osaka without Chinese-origin materials",
        "pump from Hamburg to Kubota Osaka, free of Chinese rare earths",
        "ポンプ ハンブルクから大阪のクボタへ 中国産の部品なし",
        "水泵 从汉堡到大阪 久保田 不含中国零部件",
        "pump from Hamburg to Kubota Osaka, contains Chinese components",
        "ドイツ製ポンプ、中国製モーター使用、ハンブルクから大阪のクボタ向け",
        "德国产水泵，含中国产电机，汉堡到大阪",
    ],
)
def test_parts_that_are_denied_or_named_are_told_and_are_no_origin(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert SHARE not in read.facts
    assert "by value" in str(read.unread[SHARE])
    assert read.facts.get("origin", "DE") == "DE"
    assert read.facts["destination"] == "JP"


@pytest.mark.parametrize(
    "words",
    ["gallium to Osaka, no Chinese customer", "gallium, no licence in China yet, to Osaka", "Chinese motors to Osaka"],
)
def test_a_denial_of_something_else_is_none_of_content(words: str):
    assert without_content(words).rest == words
