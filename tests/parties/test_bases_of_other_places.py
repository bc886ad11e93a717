"""A place that is known is no slip for the place of a listed base, and does not stand for one that sounds like it."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.business_words import words
from sekisho.parties.names.tokenisation import take_apart

FRAMES = ("Camp {}", "{} Camp", "{} Air Base", "{} Garrison")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> list[str]:
    return [hit.name for hit in lists.settle(cell).hits if hit.zone != "none"]


@pytest.mark.parametrize("frame", FRAMES)
def test_no_other_known_place_is_like_that_of_a_base(frame: str, lists: PartyIndex):
    table = words()
    places = [form for form, concepts in table.latin.items() if table.kinds[concepts[0]] == "place" and len(form) > 3]
    assert len(places) > 300
    odd = [
        (cell, hit.name)
        for place in places
        for cell in [frame.format(place.title())]
        for hit in lists.settle(cell).hits
        if any(reason.kind in {"spelling", "sound"} for reason in hit.reasons)
        and not {concept for part in take_apart(hit.name).parts for concept in part.concepts} & {*table.latin[place]}
    ]
    assert odd == []


@pytest.mark.parametrize("cell", ["Camp Osaka", "Osaka Camp", "Camp Okayama", "Camp Takamatsu", "Camp Osaka Grill"])
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
