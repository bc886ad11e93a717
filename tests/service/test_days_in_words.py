"""The day on which goods leave, and whom an address belongs to, in a sentence of a shipment."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library, determine
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "gallium to Japan on 2026-05-01",
        "gallium to Japan, 1 May 2026",
        "shipping gallium to Japan May 1, 2026",
        "gallium, 2026/5/1, to Japan",
        "Gallium nach Japan am 01.05.2026",
        "Gallium nach Japan, Versand 01.05.26",
        "ガリウムを2026年5月1日に日本へ",
        "ガリウムを日本へ、出荷日は令和8年5月1日",
        "2026年5月1日向日本出口镓",
        "镓出口到日本，出运日期：2026年5月1日",
    ],
)
def test_a_day_in_words_is_the_day_on_which_goods_leave(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["date"] == "2026-05-01"
    assert read.facts["destination"] == "JP"
    assert read.facts["description"].lower() in {"gallium", "ガリウム", "镓"}
    assert not read.notes


@pytest.mark.parametrize(
    "words",
    [
        "gallium to Japan before 2026-05-01",
        "gallium to Japan, contract of 2025-12-20",
        "gallium to Japan 03/04/2026",
        "gallium to Japan on 3 May",
        "gallium to Japan in March",
        "gallium to Japan for June delivery",
        "gallium to Japan in Q1",
        "ガリウムを3月に日本へ",
        "来年の3月にガリウムを日本へ",
        "3月份出口镓到日本",
        "明年3月出口镓到日本",
        "去年12月从上海出口镓到日本",
        "上个月出口镓到日本",
        "先月大阪へガリウムを出荷",
        "gallium to Japan, shipped last month",
        "gallium to Japan last Friday",
        "2026年底出口镓到日本",
        "2026年に日本へガリウムを輸出",
        "gallium to Japan between 2026-05-01 and 2026-06-01",
        "ガリウムを日本へ、2026年5月1日以降",
        "2026年5月以后向日本出口镓",
    ],
)
def test_a_day_that_is_another_or_open_is_told_and_stands_in_no_other_fact(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "date" not in read.facts
    assert "date" in read.unread
    assert not any(letter.isdigit() for value in read.facts.values() for letter in value)


def test_the_year_of_an_act_is_no_day(workspace: Workspace):
    assert "date" not in facts_in_words("2026年第1号公告，镓到日本", workspace).unread


def test_the_day_of_a_contract_does_not_hide_that_of_leaving(workspace: Workspace):
    read = facts_in_words("gallium to Japan 2026-01-08, contract signed December 2025", workspace)
    assert read.facts["date"] == "2026-01-08"
    assert "December 2025" in read.notes[0]


@pytest.mark.parametrize("words", ["HS 2804290010 to Japan", "bolt M12-2026-05 to Japan", "part 2026-05-01A to Japan"])
def test_a_number_is_no_day(words: str, workspace: Workspace):
    assert "date" not in facts_in_words(words, workspace).facts


def test_the_law_of_the_day_in_words_answers(library: Library):
    """The licence rule for medium and heavy rare earths began on 2025-04-04, the Japan ban on 2026-01-06."""
    forces = "dysprosium metal from China to the Air Self-Defense Force in Japan"
    assert determine(f"{forces} on 2026-01-05", library=library).outcome == "licence"
    assert determine(f"{forces} on 2026-01-06", library=library).outcome == "prohibited"
    before, after = (
        determine(f"dysprosium metal from China to Naniwa Seiki in Japan, civil, 2025-04-0{day}", library=library)
        for day in (3, 4)
    )
    assert (before.to_dict()["floor"], after.to_dict()["floor"]) == ("free", "licence")


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("gallium to JAXA, Sagamihara, Japan", "JAXA"),
        ("gallium from Germany to Subaru Corporation, Ota, Japan", "Subaru Corporation"),
        ("gallium to Japan Marine United, Yokohama, Japan, merchant ship", "Japan Marine United"),
        ("ガリウムを三菱造船、下関、日本へ", "三菱造船"),
        ("gallium from China to TDK Narita, civil", "TDK"),
        ("gallium from China to JAXA, Sagamihara, Japan on 2026-02-24, civil", "JAXA"),
    ],
)
def test_a_listed_party_is_not_lost_with_its_address(words: str, user: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"].startswith(user)
    assert read.facts["destination"] == "JP"


def test_a_day_between_two_parts_leaves_them_parted(library: Library, workspace: Workspace):
    words = "gallium from China to JAXA, Sagamihara, Japan on 2026-02-{}, civil"
    assert facts_in_words(words.format(24), workspace).facts["end_use"] == "civil"
    floors = [determine(words.format(day), library=library).to_dict()["floor"] for day in (23, 24)]
    assert floors == ["licence", "prohibited_save_special"]


def test_a_city_with_its_country_is_no_party(workspace: Workspace):
    for words in ("gallium to Osaka, Japan", "gallium to Kariya, Aichi, Japan", "gallium to New York, USA"):
        assert "end_user" not in facts_in_words(words, workspace).facts


def test_where_goods_were_made_is_read_beside_a_listed_party(workspace: Workspace):
    words = "gallium arsenide wafers of Chinese origin from Germany to NEC Network and Sensor Systems"
    read = facts_in_words(words, workspace)
    assert (read.facts["origin"], read.facts["departure"]) == ("CN", "DE")
    assert read.facts["end_user"] == "NEC Network and Sensor Systems"


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("gallium to a US LED maker", {"destination": "US", "end_user_kind": "civil|defence_contractor"}),
        ("gallium to a Japanese lamp maker", {"destination": "JP", "end_user_kind": "civil|defence_contractor"}),
        ("InP wafers to a seeker maker in Japan, weapon", {"destination": "JP", "end_use": "weapon"}),
        ("氧化镝 荷兰到日本 民用", {"departure": "NL", "destination": "JP", "end_use": "民用"}),
        ("酸化ガドリニウム 浪速理工大学 中国から 民生", {"end_user": "浪速理工大学", "end_use": "民生"}),
        ("copper wire from China to Osaka University of Arts", {"end_user": "Osaka University of Arts"}),
    ],
)
def test_somebody_and_a_use_beside_a_place_are_read(words: str, stated: dict[str, str], workspace: Workspace):
    facts = facts_in_words(words, workspace).facts
    assert {name: facts.get(name) for name in stated} == stated


def test_a_word_for_two_countries_is_nobodys_name(workspace: Workspace):
    read = facts_in_words("helium from China to Congo", workspace)
    assert read.facts["destination"] in {"unknown", "CD", "CG"}
    assert "end_user" not in read.facts


def test_korea_is_the_south_and_that_is_told(workspace: Workspace):
    read = facts_in_words("helium from China to Korea", workspace)
    assert read.facts["destination"] == "KR"
    assert "North Korea" in str(read.unread["destination"])
    assert facts_in_words("helium to North Korea", workspace).facts["destination"] == "KP"


def test_a_firm_named_after_its_country_stays_whole(workspace: Workspace):
    assert facts_in_words("gallium to China Steel Company", workspace).facts["end_user"] == "China Steel Company"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("gallium from Shanghai to Osaka ETD 20DEC26, end user Naniwa Seiki", "2026-12-20"),
        ("gallium from Shanghai to Osaka, 14-DEC-2026, end user Naniwa Seiki", "2026-12-14"),
    ],
)
def test_a_day_as_forwarders_write_it_is_read(words: str, day: str, workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert (read.get("date"), read.get("end_user")) == (day, "Naniwa Seiki")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("gallium from Shanghai to Osaka, 14 Dec, end user Naniwa Seiki", date(2026, 12, 14)),
        ("ガリウム 上海→大阪 1月8日出荷", date(2027, 1, 8)),
    ],
)
def test_a_day_without_its_year_is_the_next_and_told(words: str, day: date, library: Library):
    read = facts_in_words(words, Workspace(library=library, today=date(2026, 12, 1)))
    assert read.facts["date"] == day.isoformat()
    assert str(day.year) in str(read.unread["date"])
    past = facts_in_words(words, Workspace(library=library, today=date(2026, 5, 1)))
    assert "date" not in past.facts
    assert "date" in past.unread


@pytest.mark.parametrize(
    ("words", "parted"),
    [
        ("来月15日に上海から大阪へガリウムを輸出。最終需要者は浪速精機", "来月15日"),
        ("下个月初从宁波发氧化镝到大阪，最终用户浪速精机", "下个月初"),
        ("next week gallium from Shanghai to Nagoya for Naniwa Seiki", "next week"),
        ("Ende Januar Galliumarsenid aus Hamburg nach Nagoya, Endverwender Naniwa Seiki", "Ende Januar"),
    ],
)
def test_a_day_that_is_none_is_told_and_names_nobody(words: str, parted: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"] in {"浪速精機", "浪速精机", "Naniwa Seiki"}
    assert "date" not in read.facts
    assert parted in str(read.unread["date"])
