"""Camps, bases and stations in Latin letters, and words for a kind of place that are no name of one."""

from __future__ import annotations

import re

import pytest

from sekisho import Library
from sekisho.determination.line.presumptions import presumed_firm
from sekisho.law.model.fact import UNKNOWN
from sekisho.parties.derived_facts import END_USER, KIND
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.legal_forms import read_form

CAMPS, SHIPS, PLANES, AMERICAN = "meu-077", "meu-078", "meu-079", "ume-020"


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> dict[str, str]:
    """Return the zone of each entry that a cell names."""
    return {hit.entity: hit.zone for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize(
    ("entry", "written", "ways"),
    [
        (CAMPS, "Camp {}", ("{} Camp", "{} Garrison", "Garrison {}", "JGSDF Camp {}", "Camp {} PX")),
        (PLANES, "{} Air Base", ("{} AB", "{} Base", "JASDF {} Airbase", "{} Air Base Supply Office")),
        (SHIPS, "{} Naval Base", ("Naval Base {}", "{} Base", "JMSDF {} Base", "{} Naval Base Supply Office")),
    ],
)
def test_each_place_of_the_forces_is_told_in_any_order(
    entry: str, written: str, ways: tuple[str, ...], library: Library, lists: PartyIndex
):
    names = next(each.names for each in library.entries if each.id == entry)
    before, behind = written.split("{}")
    places = [
        name.removeprefix(before).removesuffix(behind)
        for name in names
        if name.startswith(before) and name.endswith(behind) and "SDF" not in name
    ]
    assert len(places) >= {CAMPS: 130, PLANES: 20, SHIPS: 5}[entry]
    silent = [
        (way, place) for place in places for way in (written, *ways) if entry not in told(way.format(place), lists)
    ]
    assert silent == []


def test_each_camp_in_japanese_has_a_name_in_latin_letters(library: Library):
    names = next(each.names for each in library.entries if each.id == CAMPS)
    japanese = [name for name in names if re.fullmatch("(?!.*自衛隊).+駐屯地", name)]
    assert len(japanese) > 130
    assert len([name for name in names if re.fullmatch("(?!JGSDF).+ Garrison", name)]) >= len(japanese)


@pytest.mark.parametrize("place", ["Yokosuka", "Sasebo", "Kure", "Maizuru", "Ominato"])
@pytest.mark.parametrize("way", ["{} Naval Base", "Naval Base {}"])
def test_a_naval_base_is_of_the_navy_and_of_nobody_else(way: str, place: str, lists: PartyIndex):
    found = told(way.format(place), lists)
    assert found[SHIPS] == "match"
    assert set(found) <= {SHIPS, AMERICAN}


@pytest.mark.parametrize(
    "cell",
    ["US Naval Base Yokosuka", "Yokota AB", "Kadena AB, Okinawa", "NAF Atsugi Supply", "Fleet Activities Sasebo PX"],
)
def test_a_base_of_the_united_states_is_told(cell: str, lists: PartyIndex):
    assert AMERICAN in told(cell, lists)


@pytest.mark.parametrize(
    "cell", ["Japan Ground SDF Camp Nerima", "Jap. Seeselbstverteidigungsstreitkräfte, Basis Yokosuka"]
)
def test_forces_are_told_as_papers_abroad_name_them(cell: str, lists: PartyIndex):
    assert {"meu-005", "meu-006"} & set(told(cell, lists))


@pytest.mark.parametrize("cell", ["Naval Kogyo", "Naval Base", "Tokyo Naval Store", "Naval Kichi"])
def test_a_word_for_a_kind_of_place_is_no_place_that_sounds_so(cell: str, lists: PartyIndex):
    assert not {CAMPS, PLANES} & set(told(cell, lists))


@pytest.mark.parametrize(
    "cell",
    [
        *("Base Co., Ltd.", "BASE株式会社", "Basecamp Inc.", "Camp Design", "Nara Base Coffee", "Kochi Camp Field"),
        *(
            "Yokohama Camp Supplies",
            "Oracle Data Base",
            "Base Camp Kyoto",
            "Snow Peak Camp Site",
            "Naha Base Design Ltd.",
        ),
    ],
)
def test_a_firm_or_a_campsite_is_no_place_of_forces(cell: str, lists: PartyIndex):
    assert not [entry for entry in told(cell, lists) if entry.startswith(("meu", "ume"))]


def test_a_firm_with_the_name_of_a_camp_is_asked_about(lists: PartyIndex):
    assert told("Camp Naha Co., Ltd.", lists)[CAMPS] == "review"


@pytest.mark.parametrize("name", ["Camp Kyoto", "Kyoto Naval Base", "Zorro Air Base", "Zorro Base", "Zorro Garrison"])
def test_what_may_be_a_base_is_not_taken_for_a_firm(name: str, library: Library):
    assert presumed_firm({END_USER: name, KIND: UNKNOWN}, {KIND}, library) == ()


@pytest.mark.parametrize("name", ["Camp Design", "Base Co., Ltd.", "Camp Kyoto Co., Ltd.", "Kyoto Data Base"])
def test_a_firm_that_bears_such_a_word_is_taken_for_one(name: str, library: Library):
    assert presumed_firm({END_USER: name, KIND: UNKNOWN}, {KIND}, library)


@pytest.mark.parametrize("cell", ["camp ASA", "CAMP ASA.", "Camp ASA Ltd"])
def test_a_word_for_a_kind_of_place_is_no_name_beside_a_legal_form(cell: str, lists: PartyIndex):
    """ASA is a legal form of Norway, and the beginning of Asahikawa: what would be left of the name is *camp*."""
    assert "Camp Asahikawa" in {hit.name for hit in lists.settle(cell).hits}


@pytest.mark.parametrize(("cell", "core"), [("Tarumi ASA", "tarumi"), ("Camp ASA", "camp asa"), ("AB Base", "ab base")])
def test_a_short_form_is_taken_off_a_name_alone(cell: str, core: str):
    assert read_form(cell).core == core
