"""Listed names as papers write them: none passes in silence, and what only bears such a name is none."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.support.parties.distortions import Distort
from tests.support.parties.papers import BODIES, PAPERS

from sekisho import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.words import cell_words
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.screening.listed_names import is_state_body

KNOWN_SILENT = {
    "UABURBOBANKASCOLTD",  # a form in front of the name and another behind it, both glued
    "SARI Stratcgy Analytics Privatc Limitcd",  # two misspelt words of one legal form
    "SARl STRATEGY ANALYTlCS PRlVATE LlMlTED",
    "CSBC CORPORATlON, TAlWAN",  # a misspelt form within the name
}
"""Cells that pass all the same."""
COAST_GUARDS = ("Philippine", "Canadian", "Korea", "Indian", "Swedish", "Brazilian")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def silent(entries: tuple[ListedParty, ...], ways: Mapping[str, Distort], lists: PartyIndex) -> list[tuple[str, str]]:
    """Return the cells that say nothing, with the way in which they were written and the entry."""
    found = []
    for entry in entries:
        for way, write in ways.items():
            cells = filter(None, map(write, entry.names))
            passed = (cell for cell in cells if cell not in KNOWN_SILENT and lists.settle(cell).zone == "none")
            found += [(f"{way}: {entry.id}", cell) for cell in passed]
    return found


def tried(entries: tuple[ListedParty, ...], ways: Mapping[str, Distort]) -> dict[str, int]:
    return {way: sum(bool(write(name)) for entry in entries for name in entry.names) for way, write in ways.items()}


@pytest.mark.parametrize("way", [*PAPERS])
def test_no_name_on_a_paper_is_silent(way: str, library: Library, lists: PartyIndex):
    assert silent(library.entries[::9], {way: PAPERS[way]}, lists) == []


@pytest.mark.slow
@pytest.mark.parametrize("way", [*PAPERS])
def test_no_name_of_any_entry_on_a_paper_is_silent(way: str, library: Library, lists: PartyIndex):
    assert silent(library.entries, {way: PAPERS[way]}, lists) == []


def test_every_way_of_papers_fits_some_names(library: Library):
    assert [way for way, number in tried(library.entries, {**PAPERS, **BODIES}).items() if number < 5] == []


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("way", [*BODIES])
def test_a_body_of_a_state_is_heard_before_any_part_of_it(way: str, step: int, library: Library, lists: PartyIndex):
    """Of four Latin letters or three others; a name that begins so is that of a museum no more than of the body."""
    bodies = tuple(entry for entry in library.entries if is_state_body(entry))
    assert len(bodies) > 50
    assert silent(bodies[::step], {way: BODIES[way]}, lists) == []


@pytest.mark.parametrize("country", COAST_GUARDS)
def test_the_coast_guard_of_another_country_is_nobodys(country: str, lists: PartyIndex):
    assert lists.settle(f"{country} Coast Guard").zone == "none"
    assert lists.settle("U.S. Coast Guard").zone == "match"


@pytest.mark.parametrize("cell", ["三菱造船所記念館", "三菱造船ビル", "日野自動車館"])
def test_a_house_that_bears_a_listed_name_is_no_sure_match(cell: str, lists: PartyIndex):
    assert lists.settle(cell).zone == "review"


def test_no_country_is_read_within_a_word_of_katakana(lists: PartyIndex):
    """マリン does not begin with Mali."""
    mali = {meant.code for meant in cell_words().country.rows.values() if meant.code == "ML"}
    assert mali
    read = lists.settle("住友重機械マリンエンジニアリング").read
    assert not [piece for piece in read if piece.kind == "country"]


@pytest.mark.parametrize(
    ("cell", "other"),
    [
        ("TARUMICORP", "Tarumi Corporation"),
        ("OKINAWA PWR SYS", "Okinawa Power Systems"),
        ("日本テスト新聞社", "日本テスト新聞"),
    ],
)
def test_what_is_read_otherwise_accuses_nobody(cell: str, other: str, lists: PartyIndex):
    assert lists.settle(cell).zone == lists.settle(other).zone == "none"


def test_a_brand_in_a_remark_is_no_party(library: Library, lists: PartyIndex):
    """TDK (inductor, 10 uH) says what is sold; in the cell of a party it is a name with something behind it."""
    brands = [name for entry in library.entries for name in entry.names if name.isascii() and name.isalpha()]
    bodies = {name for entry in library.entries if is_state_body(entry) for name in entry.names}
    several = {"".join(name.split()[:2]).casefold() for entry in library.entries for name in entry.names if " " in name}
    brands = [
        name for name in brands if name not in bodies and name.casefold() not in several and len(name) > len("TDK")
    ]
    assert len(brands) > 10
    assert [name for name in brands if lists.settle(f"{name} (zorro coil)").zone == "none"] == []
    assert [name for name in brands if lists.named_in(f"{name} (zorro coil)")] == []
