"""A place that is known is no slip for the place of a listed base, and does not stand for one that sounds like it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sekisho import Library
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.business_words import words
from sekisho.parties.names.tokenisation import take_apart

FRAMES = ("Camp {}", "{} Camp", "{} Air Base", "{} Garrison")
FRAMES_CJK = ("{}基地", "キャンプ{}", "{}駐屯地")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> list[str]:
    return [hit.name for hit in lists.settle(cell).hits if hit.zone != "none"]


def alike_elsewhere(frame: str, table: Mapping[str, tuple[str, ...]], lists: PartyIndex, shortest: int) -> list[str]:
    """Return the places at which a base would be like a listed one at another place."""
    kinds = words().kinds
    places = [form for form, concepts in table.items() if kinds[concepts[0]] == "place" and len(form) >= shortest]
    assert len(places) > 300
    return [
        place
        for place in places
        for hit in lists.settle(frame.format(place.title())).hits
        if any(reason.kind in {"spelling", "sound", "whole"} for reason in hit.reasons)
        and not {concept for part in take_apart(hit.name).parts for concept in part.concepts} & {*table[place]}
    ]


@pytest.mark.parametrize("frame", FRAMES)
def test_no_other_known_place_is_like_that_of_a_base(frame: str, lists: PartyIndex):
    """What stands before a place may be a name cut off: Camp Kita, of Kitachitose, before Osaka."""
    odd = alike_elsewhere(frame, words().latin, lists, shortest=4)
    assert [place for place in odd if not place.startswith(("kita ", "higashi ", "shin "))] == []


@pytest.mark.parametrize("frame", FRAMES_CJK)
def test_hardly_a_known_place_sounds_like_that_of_a_base(frame: str, lists: PartyIndex):
    """A word such as 绍兴, and what a camp and a place sound like together, are left."""
    assert len({*alike_elsewhere(frame, words().cjk, lists, shortest=2)}) <= 6


@pytest.mark.parametrize(
    "cell",
    [
        "Camp Osaka",
        "Osaka Camp",
        "Camp Okayama",
        "Camp Takamatsu",
        "Camp Osaka Grill",
        "Camp Kyushu",
        "Camp Taiwan",
        "九州基地",
    ],
)
def test_a_camp_at_another_place_is_none(cell: str, lists: PartyIndex):
    assert not told(cell, lists)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        *((cell, "Camp Asaka") for cell in ("Camp Asaka", "Camp Asakaa", "Asaka Camp", "Camp Asaka, Saitama")),
        *(("Yokota Air Base", "Yokota"), ("Camp Zamaa", "座間"), ("Naha Air Base", "Naha")),
        *(("Camp Hamamatsu", "浜松"), ("Misawa Airbase", "Misawa"), ("Nara Base", "奈良")),
    ],
)
def test_a_base_is_heard_with_its_own_place_and_with_slips(cell: str, name: str, lists: PartyIndex):
    assert any(name in each for each in told(cell, lists))
