"""Camps, bases, units and schools of forces are told by their kind; a firm of such a name is somebody else."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.index import PartyIndex, parties_of


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> dict[str, str]:
    """Return the zone of each list on which somebody is that a cell names."""
    return {hit.entry.list: hit.zone for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize(
    "cell",
    [
        "健軍駐屯地 会計隊",
        "久居駐屯地業務隊",
        "春日基地",
        "NYUTABARU AIR BASE",
        "下総航空基地隊 御中",
        "佐世保造修補給所",
        "横造補所",
        "第2護衛隊群司令部",
        "護衛艦あきづき",
        "第7師団 後方支援連隊",
        "小平学校",
        "自衛隊高等工科学校",
        "空幕補給課",
        "技本",
        "防衛医大病院",
        "Kaijo Jieitai Hokyu Hombu",
        "Boei-sho",
        "Luft-Selbstverteidigungsstreitkräfte",
    ],
)
def test_a_body_of_the_forces_is_told_by_its_kind(cell: str, lists: PartyIndex):
    assert told(cell, lists).get("jp/military-users") in {"match", "review"}


@pytest.mark.parametrize(
    "cell", ["嘉手納基地", "CAMP ZAMA", "相模総合補給廠", "MCAS Futenma, Okinawa", "Fleet Activities Sasebo"]
)
def test_a_base_of_the_united_states_is_a_military_body(cell: str, lists: PartyIndex):
    assert told(cell, lists).get("us/military-users") in {"match", "review"}


@pytest.mark.parametrize(
    "cell",
    [
        "春日市役所",
        "久居商店",
        "健軍電子工業",
        "携帯電話基地局設備",
        "小平学園幼稚園",
        "武器屋本舗",
        "防衛商事",
        "三沢空港ビル",
        "横須賀汽船",
        "座間製作所",
        "第一師範塾",
    ],
)
def test_a_place_or_a_word_alone_is_no_body(cell: str, lists: PartyIndex):
    assert told(cell, lists) == {}


@pytest.mark.parametrize("cell", ["情報本部株式会社", "Joint Operations Command Ltd.", "富士学校合同会社"])
def test_a_firm_is_no_body_of_a_state_for_certain(cell: str, lists: PartyIndex):
    assert told(cell, lists).get("jp/military-users", "none") != "match"


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("JMU有明", "jp-ecl-a17"),
        ("JMU 呉", "jp-ecl-a17"),
        ("MNF 東海村", "jp-ewl-b05"),
        ("日油 武豊", "jp-ewl-a19"),
        ("JAXA種子島", "jp-ecl-a20"),
        ("東京科学大", "jp-ewl-a07"),
        ("日木飛行磯㈱", "jp-ecl-b18"),
        ("防街大学枚", "jp-ecl-a19"),
        ("三凌重工マリンマシナリ", "jp-ecl-a03"),
    ],
)
def test_a_short_name_with_a_place_and_a_misread_name_are_told(cell: str, entry: str, lists: PartyIndex):
    assert entry in {hit.entity for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("L3ハリス・テクノロジーズ社", "us-ecl-2501-02"),
        ("イルミナ株式会社", "uel-2502-02"),
        ("FLIR SYSTEMS INC", "uel-2510-09"),
        ("NCSIST Taoyuan", "tw-ecl-2507-03"),
        ("RAYTHEON MISSLE SYSTEMS TUCSON", "us-ecl-2501-11"),
        ("GD-OTS", "us-ecl-2501-12"),
        ("ヴロツワフ工科大学", "eu-ecl-2607-10"),
    ],
)
def test_parties_abroad_are_told_as_japanese_papers_write_them(cell: str, entry: str, lists: PartyIndex):
    assert entry in {hit.entity for hit in lists.settle(cell).hits if hit.zone != "none"}


def test_a_firm_of_japan_that_a_listed_one_owns_is_asked_about_and_no_match(lists: PartyIndex):
    assert {hit.zone for hit in lists.settle("イルミナ株式会社").hits} == {"review"}


@pytest.mark.parametrize(
    "name", ["大和株式会社", "Asaka Co", "Senzo", "SHUANSH", "TSINGANG", "ヤマト㈱", "福島工業", "Fuji Kogyo"]
)
def test_a_firm_with_the_name_of_a_place_is_no_body_there(name: str, lists: PartyIndex):
    assert not [hit.entity for hit in lists.settle(name).hits if hit.entry.is_state_body and hit.zone != "none"]


@pytest.mark.parametrize("name", ["Camp Asaka", "Asaka Chutonchi", "大和駐屯地業務隊", "Yokosuka Kichi"])
def test_a_place_with_the_kind_of_a_body_is_asked_about(name: str, lists: PartyIndex):
    assert [hit.entity for hit in lists.settle(name).hits if hit.entry.is_state_body and hit.zone != "none"]
