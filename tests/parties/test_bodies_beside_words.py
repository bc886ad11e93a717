"""Names of bodies and abbreviations beside words that nobody knows, and units as contracts name them."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.cell.text import keys_of
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.screening.listed_names import is_state_body


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def entries_of(cell: str, lists: PartyIndex) -> dict[str, str]:
    """Return the zone of each entry that a cell names."""
    return {hit.entity: hit.zone for hit in lists.settle(cell).hits if hit.zone != "none"}


def test_an_abbreviation_of_several_words_is_told_before_an_address_that_nobody_knows(
    library: Library, lists: PartyIndex
):
    asked = [
        (entry.id, name) for entry in library.entries for name in entry.weak_names if name.isascii() and " " in name
    ]
    assert len(asked) > 20
    assert [name for ident, name in asked if ident not in entries_of(f"{name}, 3-2-1 Zorrogaoka", lists)] == []


def test_an_abbreviation_is_told_before_an_address_in_its_country_of_which_a_word_is_unknown(
    library: Library, lists: PartyIndex
):
    asked = [
        (entry.id, name)
        for entry in library.entries
        for name in entry.weak_names
        if entry.territory == "JP" and name.isascii() and name.isupper()
    ]
    assert len(asked) > 20
    silent = [name for ident, name in asked if ident not in entries_of(f"{name}, 30 Zorrogaoka, Chuo-ku, Osaka", lists)]
    assert silent == []
    assert entries_of("MNF, Zorrodong, Seoul", lists) == entries_of("OKI, Zorro toys", lists) == {}


def test_a_short_name_of_a_body_is_told_before_a_blank(library: Library, lists: PartyIndex):
    asked = [
        (entry.id, name)
        for entry in library.entries
        for name in entry.weak_names
        if is_state_body(entry) and not name.isascii()
    ]
    assert len(asked) > 10
    assert [name for ident, name in asked if ident not in entries_of(f"{name} 第9鯨課", lists)] == []


@pytest.mark.parametrize("cell", ["陸自柿島駐屯地 第9鯨課", "陸自 柿島", "Self-Defence Forces Whale Group"])
def test_what_follows_a_body_of_the_forces_does_not_hide_it(cell: str, lists: PartyIndex):
    assert entries_of(cell, lists)


@pytest.mark.parametrize(
    "cell",
    [
        *("Department of War Studies", "Department of the Army Museum Shop", "MOD Pizza", "Self-Defence Karate Club"),
        *("National Defense Academy, Pune, India", "防大戸太郎", "川重冷熱工業株式会社"),
    ],
)
def test_words_that_begin_as_a_body_does_name_no_body(cell: str, lists: PartyIndex):
    assert not {entity for entity, zone in entries_of(cell, lists).items() if zone == "match"}


def test_a_body_behind_a_sign_is_told_whatever_stands_before_it(library: Library, lists: PartyIndex):
    bodies = [
        (entry.id, name)
        for entry in library.entries
        for name in entry.names
        if is_state_body(entry) and name.isascii() and len(keys_of(name)) == 1 and len(name) > len("NDA")
    ]
    assert len(bodies) > 10
    assert [name for ident, name in bodies if ident not in entries_of(f"Whale Study Circle (WSC), {name}", lists)] == []


def test_another_name_of_the_party_in_brackets_leaves_it_as_sure(library: Library, lists: PartyIndex):
    """JMU in brackets behind Japan Marine United is no word that nobody knows."""
    asked = [
        (entry.id, f"{entry.names[0]} ({weak})")
        for entry in library.entries
        for weak in entry.weak_names
        if entry.kind == "company" and weak.isascii() and weak.isupper() and " " not in weak
    ]
    assert len(asked) > 5
    assert [cell for ident, cell in asked if entries_of(cell, lists).get(ident) != "match"] == []


@pytest.mark.parametrize(
    "cell",
    [
        "川崎重工業㈱ 航空宇宙システムカンパニー 岐阜工場",
        "川崎重工業株式会社航空宇宙システムカンパニー",
        "川崎重工业株式会社航空宇宙系统公司",
        "Kawasaki Heavy Industries, Ltd., Aerospace Systems Company, Gifu Works, Kakamigahara",
    ],
)
def test_a_listed_unit_is_sure_with_the_legal_form_of_its_owner(cell: str, lists: PartyIndex):
    assert entries_of(cell, lists).get("jp-ecl-a06") == "match"


def test_another_unit_of_that_owner_is_not_the_listed_one(lists: PartyIndex):
    found = entries_of("川崎重工業㈱ 精密機械・ロボットカンパニー", lists)
    assert found.get("jp-ecl-a06") != "match"


@pytest.mark.parametrize("spelt", [("Defense", "Defence"), ("Center", "Centre")])
def test_british_and_american_spelling_are_one(spelt: tuple[str, str], library: Library, lists: PartyIndex):
    american, british = spelt
    asked = [(entry.id, name) for entry in library.entries for name in entry.names if american in name]
    assert len(asked) > 4
    for ident, name in asked:
        other = entries_of(name.replace(american, british), lists)
        assert other.get(ident) == entries_of(name, lists).get(ident), name


def test_an_address_behind_a_comma_leaves_a_name_of_several_words_sure(lists: PartyIndex):
    assert entries_of("Mitsubishi Precision, Kamakura", lists)["jp-ecl-b10"] == "match"
    assert entries_of("Mitsubishi Precision, London, UK", lists)["jp-ecl-b10"] == "review"
    assert entries_of("JAXA, Sagamihara", lists)["jp-ecl-a20"] == "match"
    assert entries_of("JAXA, London, UK", lists)["jp-ecl-a20"] == "review"
    assert entries_of("Hino, Tokyo", lists)["jp-ewl-a14"] == "review"
