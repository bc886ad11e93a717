"""A city behind a name, or before it, is where a paper puts its bearer: the name is heard as it would be without it."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.identification import with_relatives
from sekisho.parties.index import parties_of
from sekisho.parties.names.business_words import OF_TRADE
from sekisho.parties.names.tokenisation import take_apart

PLACED = ("{}, Kobe", "{} Kobe", "{}, Aichi", "{} 神戸", "{} (横浜市)")
GLUED = ("神戸{}", "横浜の{}")
"""Forms in which words of the trade behind a city are another firm's name: 神戸輸送機工業."""
PLACED_FIRST = ("Kobe {}", "Yokohama {}", "神戸{}", "神戸 {}", "横浜の{}")


def _is_of_trade(name: str) -> bool:
    return all(part.kind in OF_TRADE for part in take_apart(name).parts)


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("written", [*PLACED, *PLACED_FIRST])
def test_every_listed_name_is_heard_beside_a_city(written: str, step: int, library: Library):
    """But for makers whose dealers bear the name of their town before theirs (see `namesakes.csv`)."""
    index = parties_of(library)
    dealt = {row.entry for row in library.namesakes if row.any_town}
    silent = [
        (entry.id, name)
        for entry in index.entries[::step]
        if entry.territory == "JP" and not (entry.id in dealt and written in PLACED_FIRST)
        for name in (entry.names[0], entry.name_in("ja"))
        if not (written in GLUED and _is_of_trade(name))
        if index.whom(name).zone != "none" and index.whom(written.format(name)).zone == "none"
    ]
    assert not silent


@pytest.mark.parametrize("written", ["{}, Kobe", "{} 神戸"])
def test_a_group_with_listed_companies_is_known_before_a_city(written: str, library: Library):
    index = parties_of(library)
    heads = [group for group in index.groups if group.territory == "JP"]
    assert len(heads) > 10
    lost = []
    for group in heads:
        name = group.names[0] if "神" not in written else next((n for n in group.names if not n.isascii()), "")
        if not name or index.whom(name).zone != "none":
            continue
        alone, placed = (with_relatives(index.whom(text), index).known for text in (name, written.format(name)))
        if {body.party for body in alone} - {body.party for body in placed}:
            lost.append(name)
    assert not lost


@pytest.mark.parametrize("name", ["三菱造船", "浪速精機", "IHIエアロスペース", "日東電工"])
@pytest.mark.parametrize("placed", ["神戸{}", "大阪の{}", "日本东京的{}"])
def test_a_legal_form_in_front_says_of_a_place_what_one_behind_says(placed: str, name: str, library: Library):
    index, cell = parties_of(library), placed.format(name)
    behind = {hit.entity: hit.zone for hit in index.whom(f"{cell}株式会社").hits}
    for form in ("株式会社", "㈱", "(株)", "(株) "):
        assert {hit.entity: hit.zone for hit in index.whom(f"{form}{cell}").hits} == behind


FIRMS_OF_CITIES = (
    *("Tokyo Electron", "Kobe Steel", "Yokohama Rubber", "Sasebo Heavy Industries", "Shanghai Mitsubishi Elevator"),
    *(
        "株式会社神戸製鋼所",
        "㈱東京機械製作所",
        "株式会社大阪ソーダ",
        "東京エレクトロン",
        "神戸製鋼所",
        "川崎汽船",
        "名古屋三菱自動車販売",
        "長崎キヤノン",
        "上海三菱电梯",
        "苏州日立",
    ),
)
"""Firms that no list names, whose names begin with the city."""


@pytest.mark.parametrize(
    "name", ["NEC Tokyo", "NEC, Tokyo", "Nikko Tokyo", "Naniwa Seiki, Kobe", "浪速精機 神戸", *FIRMS_OF_CITIES]
)
def test_a_city_makes_no_innocent_firm_like_a_listed_one(name: str, library: Library):
    assert parties_of(library).whom(name).zone == "none"
