"""A works of a firm leads to that firm: to a listed one as a place of it, to one that is known as a question."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.parties.identification import identify
from sekisho.parties.index import parties_of
from sekisho.present.names.group import listed_relatives, not_found_text

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("三菱造船株式会社 下関造船所", "jp-ecl-a01"),
        ("三菱造船株式会社江浦工場", "jp-ecl-a01"),
        ("三菱造船下关造船厂", "jp-ecl-a01"),
        ("三菱造船株式会社上海支店", "jp-ecl-a01"),
        ("日本飛行機株式会社 厚木工場", "jp-ecl-b18"),
        ("NIPPI Corporation Atsugi Works", "jp-ecl-b18"),
        ("Mitsubishi Heavy Industries Aero Engines, Ltd. Komaki Plant", "jp-ecl-a02"),
        ("株式会社IHIエアロスペース相生工場", "jp-ecl-a12"),
        ("日野自动车 古河工厂", "jp-ewl-a14"),
        ("ENEOS株式会社 川崎製油所", "jp-ewl-a03"),
        ("伊藤忠アビエーション 大阪支店", "jp-ewl-a05"),
        ("SUBARU Corporation Gunma Plant", "jp-ewl-a01"),
    ],
)
def test_a_works_of_a_listed_firm_is_found_in_every_script(name: str, entry: str, library: Library):
    found = identify(name, parties_of(library), on=DAY)
    assert (found.zone, found.hits[0].entity, found.hits[0].relation) == ("match", entry, "site")


@pytest.mark.parametrize(
    ("name", "firm", "listed"),
    [
        ("三菱重工 長崎造船所", "mhi", 11),
        ("三菱重工業株式会社 名古屋航空宇宙システム製作所", "mhi", 11),
        ("三菱重工业株式会社长崎造船厂", "mhi", 11),
        ("Mitsubishi Heavy Industries, Ltd., Kobe Shipyard", "mhi", 11),
        ("Mitsubishi Heavy Industries Nagasaki Works", "mhi", 11),
        ("Mitsubishi Heavy Ind., Nagoya Aerospace Systems Works", "mhi", 11),
        ("MITSUBISHI HVY INDS LTD NAGASAKI WORKS", "mhi", 11),
        ("Mitsubishi Elec Corp Kamakura Works", "melco", 4),
        ("三菱電機鎌倉製作所", "melco", 4),
        ("东芝 府中工厂", "toshiba", 0),
        ("Toshiba Fuchu Branch", "toshiba", 0),
    ],
)
def test_a_works_of_a_known_firm_leads_to_it_and_settles_nothing(name: str, firm: str, listed: int, library: Library):
    found = identify(name, parties_of(library), on=DAY)
    assert (found.zone, found.hits, found.matches) == ("none", (), ())
    assert [(body.party, body.is_place) for body in found.known] == [(firm, True)]
    assert len(listed_relatives(found, library, DAY)) == listed
    assert "Not found itself; may be part of" in not_found_text(found)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        *(("三菱マテ", "jp-ewl-a08"), ("八洲電", "jp-ewl-a10"), ("住友重", "jp-ewl-a11"), ("日野自", "jp-ewl-a14")),
        *(("日東電", "jp-ewl-a18"), ("豊和工", "jp-ewl-b18")),
    ],
)
def test_the_short_name_of_a_share_may_be_the_listed_firm(name: str, entry: str, library: Library):
    found = identify(name, parties_of(library), on=DAY)
    assert (found.zone, found.hits[0].entity) == ("review", entry)


@pytest.mark.parametrize(("name", "listed"), [("三菱重", 11), ("三菱電", 4), ("日製鋼", 2), ("住友電", 1)])
def test_the_short_name_of_a_share_leads_to_its_group(name: str, listed: int, library: Library):
    assert len(listed_relatives(identify(name, parties_of(library), on=DAY), library, DAY)) == listed


@pytest.mark.parametrize("name", ["三菱電線工業", "住友電装株式会社", "日東電化工業", "三菱マヒンドラ農機"])
def test_a_firm_whose_name_goes_on_from_a_short_one_is_another(name: str, library: Library):
    found = identify(name, parties_of(library), on=DAY)
    assert (found.zone, found.hits) == ("none", ())


@pytest.mark.parametrize(
    "name",
    [
        "浪速精機 長崎造船所",
        "三菱電機エンジニアリング株式会社 名古屋事業所",
        "長崎造船所",
        "Quite Another Bakery Works",
        "工場",
        "三菱重工" * 40 + " 長崎造船所",
    ],
)
def test_a_works_of_nobody_known_leads_nowhere(name: str, library: Library):
    assert identify(name, parties_of(library), on=DAY).known == ()


def test_a_name_of_a_firm_is_that_firm_though_it_ends_like_a_works(library: Library):
    found = identify("日立製作所", parties_of(library), on=DAY)
    assert [(body.party, body.is_place) for body in found.known] == [("hitachi", False)]


def test_companies_of_a_group_count_on_the_day_alone(library: Library):
    index = parties_of(library)
    found = identify("三菱重工業", index, on=date(2026, 2, 23))
    assert (listed_relatives(found, library, date(2026, 2, 23)), "group" in not_found_text(found)) == ((), False)
    signs = [one.sign for one in listed_relatives(identify("三菱重工業", index, on=DAY), library, DAY)]
    assert signs == ["■"] * 10 + ["▲"]


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("Mitsubishi Heavy Inds. Ltd", "mhi"),
        ("MITSUBISHI HVY IND CO LTD", "mhi"),
        ("Ishikawajima-Harima Heavy Ind.", "ihi"),
    ],
)
def test_a_known_firm_is_heard_with_its_words_shortened(name: str, firm: str, library: Library):
    found = identify(name, parties_of(library), on=DAY)
    assert [(body.party, body.is_place) for body in found.known] == [(firm, False)]
    assert listed_relatives(found, library, DAY)
    assert firm in parties_of(library).persons(name).sure


def test_every_known_firm_is_heard_with_its_words_shortened(library: Library):
    short = {"Industries": "Inds.", "Heavy": "Hvy", "Electric": "Elec.", "Works": "Wks", "Systems": "Sys."}
    index, heard = parties_of(library), 0
    for group in index.groups:
        for name in filter(str.isascii, group.names):
            paper = " ".join(short.get(word.strip(","), word) for word in name.split())
            if paper != name:
                heard += 1
                found = identify(paper, index, on=DAY)
                assert found.hits or group.id in {body.party for body in found.known}, paper
    assert heard > 5


@pytest.mark.parametrize("name", ["Naniwa Hvy Inds. Ltd", "Mitsubishi Ind.", "Heavy Ind. Co., Ltd."])
def test_shortened_words_of_nobody_lead_to_no_firm(name: str, library: Library):
    assert not identify(name, parties_of(library), on=DAY).known
