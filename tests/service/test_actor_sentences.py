"""Questions as people ask them who buy, sell and wait for goods, in three languages and German."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.files.package_csv import header_rows
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.word_roles import WordRoles
from sekisho.service.workspace import Workspace
from sekisho.trade.sentence import trade_terms


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        (
            "我们公司从上海出口镝铁合金到大阪，最终用户三菱电机",
            {"description": "镝铁合金", "destination": "JP", "end_user": "三菱电机"},
        ),
        ("我们想把一批高纯镓从天津运到名古屋", {"description": "高纯镓", "destination": "JP"}),
        ("我公司向日本客户销售钨粉，需要办理什么手续？", {"description": "钨粉", "destination": "JP"}),
        ("公司准备把稀土磁体卖给日本丰田", {"description": "稀土磁体", "destination": "JP", "end_user": "丰田"}),
        ("出口日本的石墨电极要不要许可证", {"description": "石墨电极", "destination": "JP"}),
        ("经香港转口到日本的锑锭", {"description": "锑锭", "via": "HK", "destination": "JP"}),
        ("我们公司在苏州，客户是浪速精机，要买碳化硅纤维", {"description": "碳化硅纤维", "end_user": "浪速精机"}),
        (
            "弊社は中国からガリウムを輸入して三菱電機に納入しています",
            {"description": "ガリウム", "origin": "CN", "end_user": "三菱電機"},
        ),
        (
            "中国から輸入したジスプロシウムをドイツの顧客に再輸出したい",
            {"description": "ジスプロシウム", "origin": "CN", "destination": "DE"},
        ),
        (
            "取引先の川崎重工に酸化ガドリニウムを販売します（中国製）",
            {"description": "酸化ガドリニウム", "origin": "CN", "end_user": "川崎重工"},
        ),
        ("中国の仕入先がゲルマニウムを大阪へ送ってくれない", {"description": "ゲルマニウム", "destination": "JP"}),
        (
            "ドイツから日本に送る中国製モーターは規制対象ですか",
            {"description": "モーター", "origin": "CN", "departure": "DE", "destination": "JP"},
        ),
        (
            "We are Naniwa Photonics in Hamamatsu, buying gallium arsenide wafers from Wuhan",
            {"description": "gallium arsenide wafers", "destination": "JP", "end_user": "Naniwa Photonics"},
        ),
        (
            "We are a Hamburg trader and want to resell Chinese antimony ingots to a customer in Nagoya",
            {"description": "antimony ingots", "origin": "CN", "departure": "DE", "destination": "JP"},
        ),
        (
            "My supplier in Shenzhen refuses to ship dysprosium oxide to us in Osaka",
            {"description": "dysprosium oxide", "origin": "CN", "destination": "JP"},
        ),
        (
            "Our Chinese supplier stopped shipping terbium oxide to our plant in Kobe",
            {"description": "terbium oxide", "origin": "CN", "destination": "JP"},
        ),
        (
            "Our company in Osaka imports neodymium magnets from Ningbo",
            {"description": "neodymium magnets", "origin": "CN", "destination": "JP"},
        ),
        (
            "We export tungsten powder from Xiamen to Sumitomo Electric in Itami",
            {"description": "tungsten powder", "destination": "JP", "end_user": "Sumitomo Electric"},
        ),
        (
            "Our customer Mitsubishi Electric needs germanium lenses made in China",
            {"description": "germanium lenses", "origin": "CN", "end_user": "Mitsubishi Electric"},
        ),
        (
            "Endkunde ist die japanische Marine, Ware: Sonarteile, aus Hamburg nach Yokosuka",
            {"description": "Sonarteile", "departure": "DE", "destination": "JP", "end_user": "japanische Marine"},
        ),
        ("germanium dioxide, PVG to KIX", {"description": "germanium dioxide", "origin": "CN", "destination": "JP"}),
        ("gallium, FRA-NRT", {"description": "gallium", "departure": "DE", "destination": "JP"}),
    ],
)
def test_it_is_read_as_it_is_meant(words: str, facts: Mapping[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert {name: read.facts.get(name) for name in facts} == dict(facts)
    assert read.unread.keys() <= {"destination"}  # 日本丰田 names a firm, and may be a place


@pytest.mark.parametrize("words", ["USB to HDMI adapter", "出口管制的镓", "Our supplier is late", "SIN-COS encoder"])
def test_what_is_no_such_sentence_stays_as_it_is(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts.get("departure", "unknown") == "unknown"
    assert read.facts.get("destination", "unknown") == "unknown"


def test_the_city_of_every_airport_is_a_known_place(workspace: Workspace):
    table = Path(trade_terms.__file__).with_name("airports.csv").read_text(encoding="utf-8")
    cities = {row["code"]: row["city"] for row in header_rows(table.splitlines())}
    roles = WordRoles(workspace, None)
    assert [code for code, city in cities.items() if not roles.place(city)] == []
