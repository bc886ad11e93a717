"""A city behind a name is where a paper puts its bearer: the name is heard as it would be without it."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.identification import with_relatives
from sekisho.parties.index import parties_of

PLACED = ("{}, Kobe", "{} Kobe", "{}, Aichi", "{} 神戸", "{} (横浜市)")


@pytest.mark.parametrize("written", PLACED)
def test_every_listed_name_is_heard_before_a_city(written: str, library: Library):
    index = parties_of(library)
    silent = [
        (entry.id, name)
        for entry in index.entries
        if entry.territory == "JP"
        for name in (entry.names[0], entry.name_in("ja"))
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


@pytest.mark.parametrize("name", ["NEC Tokyo", "NEC, Tokyo", "Nikko Tokyo", "Naniwa Seiki, Kobe", "浪速精機 神戸"])
def test_a_city_makes_no_innocent_firm_like_a_listed_one(name: str, library: Library):
    assert parties_of(library).whom(name).zone == "none"
