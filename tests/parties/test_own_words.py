"""The one word of a listed firm's name that is its own is heard alone; the words of houses, and any firm's, are not."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.screen import ScreenRequest, screen
from sekisho.service.workspace import Workspace

DAY = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Saronic", "Saronic Technologies, Inc."),
        ("BRINC", "BRINC Drones, Inc."),
        ("Antraco GmbH", "Antraco Chemie-Handelsgesellschaft mbH"),
        ("LUNGTEH", "Lungteh Shipbuilding Co., Ltd"),
        ("Tatra a.s.", "TATRA TRUCKS a.s."),
        ("奎托斯", "Kratos Unmanned Aerial Systems, Inc."),
    ],
)
def test_the_word_alone_is_to_review(name: str, entry: str, library: Library):
    screening = screen(ScreenRequest(names=(name,), as_of=DAY), Workspace(library=library)).found[0]
    assert screening.zone == "review"
    names = {party.id: party.name_in("en") for party in library.entries}
    assert entry in {names[str(hit.entity)] for hit in screening.hits}


@pytest.mark.parametrize(
    "name",
    [
        *("Fujitsu", "Hitachi", "IHI Corporation", "富士通", "Hanwha Ocean", "Tatra banka", "Saronic Ferries"),
        *("Technologies", "Aerospace", "Drones", "JC Co., Ltd.", "Leda", "青木", "日新"),
    ],
)
def test_the_word_of_a_house_a_short_one_and_any_firms_word_are_not(name: str, library: Library):
    assert screen(ScreenRequest(names=(name,), as_of=DAY), Workspace(library=library)).found[0].zone != "review"
