"""A unit of forces that no list names may be of the body that its kind tells; a person says, and that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sekisho import Library
from sekisho.files.package_csv import rows_of_file
from sekisho.law.model.match_policy import Decision, digest_of
from sekisho.parties.derived_facts import body_of
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.register import register_of
from sekisho.trade.book.cells.force_units import UNITS

GROUND, SEA, CAMPS, AIR_BASES, DIVISIONS = "meu-005", "meu-006", "meu-077", "meu-079", "meu-083"


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> dict[str, str]:
    """Return the zone of each entry that a cell names."""
    return {hit.entity: hit.zone for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        *(
            ("阪神基地隊", SEA),
            ("余市防備隊 御中", SEA),
            ("小月教育航空群", SEA),
            ("第51航空隊", SEA),
            ("阪神基地队", SEA),
        ),
        *(("祝園分屯地", CAMPS), ("新岛分屯地", CAMPS), ("経ヶ岬分屯基地", AIR_BASES), ("第4施設団", GROUND)),
        *(("第72戦車連隊", DIVISIONS), ("15th Rapid Deployment Regiment", DIVISIONS), ("第8高射特科联队", DIVISIONS)),
    ],
)
def test_a_unit_may_be_of_the_body_that_its_kind_tells(cell: str, entry: str, lists: PartyIndex):
    assert told(cell, lists) == {entry: "review"}


def test_a_unit_is_no_firm_and_not_surely_military(lists: PartyIndex):
    body = body_of("阪神基地隊", lists)
    assert body is not None
    assert (body.territory, body.certain) == ("JP", False)


def test_each_kind_of_unit_is_of_a_listed_body(lists: PartyIndex):
    assert [row["body"] for row in rows_of_file(UNITS) if not told(row["body"], lists)] == []


def test_a_name_that_is_known_keeps_its_own_body(lists: PartyIndex):
    assert told("横須賀地方隊", lists) == {"meu-034": "match"}


def test_what_a_person_decided_of_a_unit_counts(lists: PartyIndex):
    entry = next(each for each in lists.entries if each.id == SEA)
    on = date(2026, 12, 1)
    decision = Decision(
        name="阪神基地隊", entry=SEA, same=False, by="A", on=on, digest=digest_of(entry), basis="a club"
    )
    register = register_of(replace(lists.identity, decisions=(decision,)), (entry,))
    assert lists.settle("阪神基地隊", register).zone == "none"
