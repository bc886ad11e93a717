"""A way that words say outright is read, whatever else the words around it are taken for."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        (
            "5 t flake graphite, 94% C, Qingdao to Yokohama, for Naniwa Pencil Co., Ltd. - they make leads out of it.",
            "CN",
            "JP",
        ),
        (
            "Order from a chandler in Maizuru: hex bolts, 4,000 pcs, Ningbo > Maizuru. Just bolts. OK to book?",
            "CN",
            "JP",
        ),
        (
            "2 t graphite, 94% C, Rotterdam to Yokohama, for Naniwa Pencil Co., Ltd. - they make leads out of it.",
            "NL",
            "JP",
        ),
    ],
)
def test_a_way_between_two_known_places_is_read(words: str, start: str, end: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] == end
    assert read.facts.get("departure", read.facts.get("origin")) == start
    assert "departure" not in read.unread


@pytest.mark.parametrize(
    ("words", "fact", "value"),
    [
        ("LFP cathode powder, 3MT to Osaka battery pack maker, ETD Dec 10", "departure", None),
        ("gallium from Rotterdam to Osaka, not Qingdao to Yokohama", "departure", "NL"),
        ("gallium, Qingdao to Busan to Osaka", "via", "KR"),
    ],
)
def test_what_is_no_way_of_one_leg_is_none(words: str, fact: str, value: str | None, workspace: Workspace):
    assert facts_in_words(words, workspace).facts.get(fact) == value


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("2 drums terbium oxide, TAO – ICN (3 days) – KIX", {"departure": "CN", "via": "KR", "destination": "JP"}),
        ("氧化铽2桶，航线 DLC-PUS-XYZ，收货方在神户", {"departure": "CN", "via": "KR"}),
        (
            "from Reno NV, terbium rods (country of origin China as the mill certificate says), to Naniwa Seiki, Osaka",
            {"origin": "CN", "departure": "US", "destination": "JP"},
        ),
    ],
)
def test_codes_of_airports_and_a_country_of_origin_are_read(words: str, facts: dict[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert facts.items() <= read.facts.items(), read.facts


@pytest.mark.parametrize(
    ("words", "goods", "user", "end"),
    [
        ("ガリウム、大阪のクボタ向け", "ガリウム", "クボタ", "JP"),
        ("ガリウム 大阪のクボタ向け", "ガリウム", "クボタ", "JP"),
        ("高純度ガリウム 99.99% 大阪のクボタへ", "高純度ガリウム 99.99%", "クボタ", "JP"),
        ("ガリウム、東京の防衛省向け", "ガリウム", "防衛省", "JP"),
        ("ガリウム、名古屋の三菱重工業株式会社向け 上海発", "ガリウム", "三菱重工業株式会社", "JP"),
        ("ガリウム、大阪 クボタ向け", "ガリウム", "クボタ", "JP"),
        ("ガリウム、深圳のBYD向け", "ガリウム", "BYD", "CN"),
    ],
)
def test_a_place_before_a_receiver_says_where_that_one_is(
    words: str, goods: str, user: str, end: str, workspace: Workspace
):
    facts = facts_in_words(words, workspace).facts
    assert (facts["description"], facts["end_user"], facts["destination"]) == (goods, user, end)
    assert "departure" not in facts


def test_a_place_elsewhere_beside_a_receiver_may_be_whence(workspace: Workspace):
    assert "destination" not in facts_in_words("ガリウム 上海 クボタ向け", workspace).facts
