"""Units and places of forces are heard by the kind of their names, and services that sound like them are not."""

from __future__ import annotations

import re
from itertools import product

import pytest

from sekisho.files.package_csv import rows_of_file
from sekisho.trade.book.cells.defence_words import any_word_pattern, defence_words_in
from sekisho.trade.book.cells.force_units import UNITS, any_unit_pattern, force_units_in

NUMBERED = (
    "普通科連隊",
    "戦車連隊",
    "航空隊",
    "飛行隊",
    "高射隊",
    "施設団",
    "後方支援連隊",
    "旅団",
    "师团",
    "战车联队",
)
PLACED = ("警備隊", "教育隊", "通信隊", "救難隊", "航空隊", "警备队")
SURE = ("基地隊", "防備隊", "駐屯地", "分屯地", "分屯基地", "教育航空群", "沿岸監視隊", "補給処", "基地队", "驻屯地")
CIVIL = ("東京消防庁", "神奈川県警察", "福岡県警", "埼玉県防災", "成田国際空港", "鉄道", "国境", "南極観測隊")


@pytest.mark.parametrize("word", NUMBERED)
@pytest.mark.parametrize("number", ["第7", "第１２", "第三", "第三百一"])
def test_a_number_before_a_word_of_forces_makes_a_unit(number: str, word: str):
    assert force_units_in(f"{number}{word}")


@pytest.mark.parametrize("word", SURE)
@pytest.mark.parametrize("place", ["阪神", "余市", "由良", "祝園", "竜王"])
def test_a_word_that_only_forces_have_makes_a_unit_behind_any_place(place: str, word: str):
    assert [unit.name for unit in force_units_in(f"需要者は{place}{word}")] == [f"{place}{word}"]


@pytest.mark.parametrize("word", PLACED)
def test_a_word_that_others_have_makes_a_unit_at_a_place_of_forces_alone(word: str):
    assert force_units_in(f"大湊{word}")
    assert force_units_in(f"海上自衛隊呉{word}本部")
    assert not force_units_in(f"吹田{word}")
    assert not force_units_in(word)


@pytest.mark.parametrize(
    ("service", "word"), [*product(CIVIL, ("航空隊", "教育隊", "警備隊", "第2大隊", "第1通信大隊"))]
)
def test_a_service_in_uniform_that_is_no_force_is_none(service: str, word: str):
    assert force_units_in(f"{service}{word}", is_name=True) == ()


@pytest.mark.parametrize(
    "name",
    [
        *(
            "綜合警備保障",
            "大湊警備隊株式会社",
            "携帯電話基地局",
            "青年海外協力隊",
            "自警団",
            "教育委員会",
            "施設園芸協会",
        ),
        *("第一機動隊", "戦車連隊模型店", "第一旅団ラーメン", "LNG基地", "昭和基地", "产业基地", "第一旅团酒店"),
        *("Base Co., Ltd.", "Osaka Base Coffee", "Kyoto Garrison Hotel", "William Garrison", "Sub-base Aggregates Ltd"),
        *(
            "2nd Division Logistics Dept",
            "Boys Brigade 5th Company",
            "3rd Squadron Gaming LLC",
            "Naha Base Design Ltd.",
        ),
        *("82nd US Airborne Division", "5 Engineer Group Sdn Bhd", "1st Signal Company, Inc."),
    ],
)
def test_a_firm_or_a_club_of_such_words_is_none(name: str):
    assert force_units_in(name, is_name=True) == ()


@pytest.mark.parametrize(
    "name",
    [
        *("Hanshin Base Corps", "the Hanshin Base", "Kushimoto Sub Base", "Sendai Vice Camp", "Wajima Sub-base"),
        *("15th Rapid Deployment Regiment", "8th Division GSDF", "2nd Antiaircraft Artillery Brigade", "Naha Air Base"),
        *("Yonaguni Coast Observation Unit", "204th Tactical Fighter Squadron", "Fleet Air Squadron 51"),
    ],
)
def test_a_unit_is_heard_in_english(name: str):
    assert force_units_in(name, is_name=True)


def test_words_of_roads_and_shops_are_units_in_names_alone():
    assert force_units_in("Naha base", is_name=True)
    assert force_units_in("granular for the Naha base", is_name=False) == ()


@pytest.mark.parametrize("text", ["納入先：阪神基地隊", "for the 72nd Tank Regiment", "第１５即応機動連隊向け"])
def test_a_unit_points_in_a_text_and_in_a_long_book_too(text: str):
    assert defence_words_in(text)
    assert re.search(any_unit_pattern(), text.casefold())
    assert any_unit_pattern() in any_word_pattern()


def test_a_unit_that_a_text_denies_does_not_point():
    assert defence_words_in("阪神基地隊向けではない") == ()
    assert defence_words_in("not for 2nd Artillery Brigade") == ()


def test_each_word_stands_behind_what_it_needs():
    needs = {"any", "name", "number", "place", "site", "none", "latin_name", "latin_number", "latin_place"}
    rows = [*rows_of_file(UNITS)]
    assert {row["needs"] for row in rows} <= needs
    assert {row["where"] for row in rows} == {"name", "text"}
