"""A place directly behind a known name is where a firm has a works: IHI瑞穂, NEC府中, ENEOS Negishi."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho import Library, determine
from sekisho.law.model.condition import FactName
from sekisho.message import Message
from sekisho.parties.cell.words import cell_words
from sekisho.parties.identification import identify, with_relatives
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.service.line.goods_or_party import is_unit

PLACES = ("瑞穂", "府中", "名古屋", "根岸", "兵庫県神戸市")
IN_LATIN = ("Negishi", "Asaka", "Mizuho")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> set[str]:
    """Return the listed parties and the heads of groups that are told of a cell."""
    found = with_relatives(lists.whom(cell), lists)
    return {hit.entity for hit in found.hits if hit.zone != "none"} | {str(body.party) for body in found.known}


def names_of_japan(lists: PartyIndex) -> Iterator[tuple[str, str]]:
    """Go through the names of heads of groups, and of firms listed, of Japan."""
    for group in lists.groups:
        yield from ((str(group.id), name) for name in group.names if group.territory == "JP")
    for entry in lists.entries:
        if entry.territory == "JP" and entry.kind == "company":
            yield from ((entry.id, name) for name in entry.names)


@pytest.mark.parametrize("place", PLACES)
def test_every_name_is_heard_with_a_place_directly_behind_it(place: str, lists: PartyIndex):
    asked = [(party, name + place) for party, name in names_of_japan(lists) if not name.isascii() or name.isupper()]
    assert len(asked) > 150
    assert [cell for party, cell in asked if party not in told(cell, lists)] == []


@pytest.mark.parametrize("place", IN_LATIN)
def test_every_short_latin_name_is_heard_before_a_place(place: str, lists: PartyIndex):
    asked = [(party, f"{name} {place}") for party, name in names_of_japan(lists) if name.isascii() and name.isupper()]
    assert len(asked) > 5
    assert [cell for party, cell in asked if party not in told(cell, lists)] == []


@pytest.mark.parametrize("place", ["名古屋", "瑞穂", "根岸"])
def test_a_place_makes_no_other_firm_a_known_one(place: str, lists: PartyIndex):
    with (Path(__file__).parent / "unrelated.csv").open(encoding="utf-8", newline="") as rows:
        names = [row["name"] for row in csv.DictReader(rows)]
    clean = [name for name in names if not name.isascii() and not told(name, lists)]
    assert len(clean) > 500
    assert [name for name in clean if told(name + place, lists)] == []


@pytest.mark.parametrize("cell", ["三菱電機ビル", "日立ハイテク", "NEC東芝", "日産化学", "IHIサービス"])
def test_what_is_no_place_behind_a_head_of_a_group_is_not_read_as_one(cell: str, lists: PartyIndex):
    assert not [body for body in with_relatives(lists.whom(cell), lists).known if body.is_place]


def test_a_town_without_its_kind_is_one_only_where_nothing_follows(lists: PartyIndex):
    assert ("瑞", "穂") in cell_words().town.rows
    assert ("瑞", "穂") not in cell_words().place.rows
    assert "jp-ewl-a12" in told("TDK瑞穂", lists)
    assert not told("TDK瑞穂銀行", lists)


def test_a_place_that_is_a_town_of_another_name_is_cut_from_none():
    assert ("四", "日") not in cell_words().town.rows


@pytest.mark.parametrize("words", ["NEC府中", "三菱重工名古屋", "IHI瑞穂"])
def test_words_of_a_question_say_a_site(words: str, library: Library):
    assert is_unit(words, library)
    assert not is_unit(words + "線", library)
    answer = determine(f"ガリウム {words}", library)
    assert answer.facts[FactName("end_user")] == words
    assert [note for note in answer.notes if isinstance(note, Message) and note.id.startswith("note.group")]


def test_the_state_of_a_listing_is_told_of_a_site(library: Library, lists: PartyIndex):
    hits = identify("ENEOS Negishi", lists, on=library.horizon).hits
    assert {hit.entity: hit.zone for hit in hits}["jp-ewl-a03"] == "review"
