"""Names of which papers give the first letters, a short word, the Korean sound or a misread character."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.hangul import from_hangul, ways_from_hangul
from sekisho.parties.names.initials import initial_names


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def zones(cell: str, lists: PartyIndex) -> dict[str, str]:
    """Return the zone of each entry that a cell names or may name."""
    return {hit.entry.id: hit.zone for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("三菱電機DST 鎌倉", "jp-ecl-b07"),
        ("MELCO D&S", "jp-ecl-b07"),
        ("富士通DNS", "jp-ecl-a08"),
        ("JMU DS", "jp-ecl-a18"),
        ("三菱重工ET 相模原", "jp-ecl-a04"),
        ("Lockheed Martin MFC, Dallas", "us-ecl-2501-08"),
    ],
)
def test_letters_for_what_stands_behind_the_name_of_a_group_are_asked_about(cell: str, entry: str, lists: PartyIndex):
    assert zones(cell, lists).get(entry) == "review"


@pytest.mark.parametrize("name", ["NEC AS", "三菱電機XY", "富士通ゼネラル", "Kitahama DS", "JMU"])
def test_other_letters_behind_a_group_name_no_firm_that_is_cut_to_letters(name: str, lists: PartyIndex):
    assert {"jp-ecl-a16", "jp-ecl-b07", "jp-ecl-a08", "jp-ecl-a18"}.isdisjoint(zones(name, lists))


def test_one_letter_and_a_legal_form_are_no_abbreviation():
    owner = ["Naniwa Electric Corporation"]
    assert list(initial_names(["Naniwa Electric Software Corporation"], owner)) == []
    assert list(initial_names(["Naniwa Electric Aerospace Systems Ltd."], owner)) == []  # Naniwa Electric AS
    assert list(initial_names(["Kitahama Space Systems Ltd."], owner)) == []
    assert list(initial_names(["Naniwa Electric Marine Power Ltd."], owner)) == ["Naniwa Electric MP"]


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("미쓰비시중공업 항공엔진 주식회사", "jp-ecl-a02"),
        ("히노자동차(주) 하무라 공장", "jp-ewl-a14"),
        ("도쿄과학대학 스즈카케다이", "jp-ewl-a07"),
        ("닛신전기", "jp-ewl-a16"),
        ("일본비행기 주식회사", "jp-ecl-b18"),
    ],
)
def test_a_listed_firm_in_hangul_is_told_and_never_matched(cell: str, entry: str, lists: PartyIndex):
    answer = lists.settle(cell)
    assert zones(cell, lists).get(entry) == "review"
    assert answer.problem, "the cell stays one that was not compared letter by letter"


@pytest.mark.parametrize("name", ["삼성전자 주식회사", "현대중공업", "대한항공", "서울대학교", "히노끼가구"])
def test_a_korean_firm_names_no_listed_one_and_is_still_asked_about(name: str, lists: PartyIndex):
    answer = lists.settle(name)
    assert (zones(name, lists), answer.zone) == ({}, "review")


def test_hangul_is_read_by_words_and_by_sound():
    assert from_hangul("스미토모중기계공업㈜") == "sumitomo 重機械工業 株式会社"
    assert from_hangul("닛토덴코") == "nittodenko"
    assert from_hangul("TDK") == ""
    assert list(ways_from_hangul("주식회사")) == []


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("Mitsubishi H.I. Maritime Systems", "jp-ecl-a05"),
        ("Mitsubishi Electric Eng. (MEE) Nagoya", "jp-ecl-b09"),
        ("Nat. Defense Academy", "jp-ecl-a19"),
        ("Mitsubishi Nucl. Fuel", "jp-ewl-b05"),
        ("Naniwa Shoji O/A JAPAN MARINE UNITED", "jp-ecl-a17"),
        ("日本マリンユナイテッド", "jp-ecl-a17"),
        ("日野白動車株式会社 羽村工場", "jp-ewl-a14"),
        ("日東霞工株式会社", "jp-ewl-a18"),
        ("TCOM L.P., Columbia MD", "us-ecl-2504-14"),
        ("にちゆ", "jp-ewl-a19"),
        ("JMU津", "jp-ecl-a17"),
    ],
)
def test_short_words_and_misread_characters_are_asked_about(cell: str, entry: str, lists: PartyIndex):
    assert zones(cell, lists).get(entry) == "review"


@pytest.mark.parametrize(
    "name",
    [
        "Kitahama Eng. Works",
        "Nat. Furniture Academy",
        "Orion Med. Coll.",
        "白山自動車学校",
        "北浜霞工房",
        "Kitahama H.I.",
    ],
)
def test_short_words_of_other_names_name_nobody(name: str, lists: PartyIndex):
    assert lists.settle(name).zone == "none"


@pytest.mark.parametrize("name", ["JS Asahi Shoji", "Js Towada Kanko", "呉警備保障株式会社", "津商店", "白立製作所"])
def test_the_name_of_a_ship_or_a_town_in_a_longer_name_names_nobody(name: str, lists: PartyIndex):
    assert lists.settle(name).zone == "none"


@pytest.mark.parametrize(
    "cell",
    [
        "JS Kaga (DDH-184)",
        "潜水艦たいげい",
        "西部方面総監部 健軍",
        "舞鶴地方総監部 経理部",
        "飛行開発実験団 岐阜基地",
        "日本陸軍自衛隊",
        "Forces maritimes d'autodéfense japonaises",
        "Nationale Verteidigungsakademie Japan, Yokosuka",
        "Commander Fleet Activities Yokosuka",
        "항공자위대",
    ],
)
def test_forces_are_told_in_other_languages_and_by_ship_and_headquarters(cell: str, lists: PartyIndex):
    assert any(hit.entry.list.endswith("military-users") for hit in lists.settle(cell).hits if hit.zone != "none")


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("東京 日東電工", "jp-ewl-a18"),
        ("神奈川県鎌倉市 三菱プレシジョン", "jp-ecl-b10"),
        ("六ヶ所 日本原燃", "jp-ewl-b06"),
        ("大阪 細谷火工", "jp-ewl-b19"),
        ("Kyoto Nacalai Tesque", "jp-ewl-a20"),
    ],
)
def test_a_name_behind_a_place_is_asked_about(cell: str, entry: str, lists: PartyIndex):
    assert zones(cell, lists).get(entry) == "review"


@pytest.mark.parametrize(
    "name", ["東京スバル株式会社", "Tokyo Subaru Inc", "大阪日野自動車", "東京 三菱UFJ銀行", "広島 マツダ"]
)
def test_a_dealer_that_bears_the_name_of_its_town_names_nobody(name: str, lists: PartyIndex):
    assert lists.settle(name).zone == "none"


@pytest.mark.parametrize("name", ["札幌スバル", "Sendai Hino Motor"])
def test_a_dealer_of_a_listed_maker_is_shown_as_another_firm_in_every_town(name: str, lists: PartyIndex):
    (hit,) = [hit for hit in lists.settle(name).hits if hit.relation == "namesake"]
    assert hit.zone == "none"
    assert hit.reasons[-1].asked == name, "It is named itself, and not the dealer that stands for all."


@pytest.mark.parametrize("name", ["Yokohama NIPPI Corp", "秋田TDK", "横浜の日本飛行機", "SUBARU Tokyo"])
def test_other_firms_are_heard_behind_a_town(name: str, lists: PartyIndex):
    assert lists.settle(name).zone == "review"


def test_a_head_of_a_group_is_told_behind_its_town_as_before_it(lists: PartyIndex):
    ways = ("神戸 三菱重工", "三菱重工 神戸")
    assert [[body.party for body in identify(way, lists).known] for way in ways] == [["mhi"], ["mhi"]]


def test_a_works_is_told_by_each_word_for_one(lists: PartyIndex):
    assert [body.party for body in identify("日本電気㈱ 府中事業場", lists).known] == ["nec"]


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("Mitsubishi Hvy Inds Mar. Mach.", "jp-ecl-a03"),
        ("Kawasaki Hvy Ind. Aerosp.", "jp-ecl-a06"),
        ("Nat. Inst. Defense Studies", "jp-ecl-b01"),
        ("Aoki Prec. Kogyo", "jp-ecl-b20"),
    ],
)
def test_a_name_in_shortened_words_is_heard_though_other_words_are_missing(cell: str, entry: str, lists: PartyIndex):
    assert zones(cell, lists).get(entry) == "review"


@pytest.mark.parametrize(
    "name",
    [
        "Shenzhen Kailuo Tech Co., Ltd.",
        "Naniwa Eng. Inc.",
        "Tarumi Log. K.K.",
        "Kitahama Mach. Ind.",
        "Harbour Res. Lab",
    ],
)
def test_innocent_names_in_shortened_words_name_nobody(name: str, lists: PartyIndex):
    assert lists.settle(name).zone == "none"
