"""A listed name is heard behind the places of which it is said to be, in Japanese and in Chinese."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.comparison import NameComparison
from sekisho.parties.index import parties_of

FRAMES = (
    "大阪的{}",
    "大阪の{}",
    "大阪之{}",
    "日本东京的{}",
    "日本東京の{}",
    "日本，东京的{}",
    "位于长崎的{}",
    "总部位于东京的{}",
    "長崎にある{}",
    "長崎市の{}",
    "長崎県長崎市の{}",
    "神奈川県横浜市の{}",
)


@pytest.fixture(scope="module")
def comparison(library: Library) -> NameComparison:
    found = parties_of(library).comparison
    assert found is not None
    return found


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", ["三菱造船株式会社", "防卫装备厅", "防衛大学校", "三菱造船"])
def test_a_listed_name_is_heard_behind_its_places(frame: str, name: str, comparison: NameComparison):
    screen = comparison.screen
    plain, placed = screen(name), screen(frame.format(name))
    assert plain.hits
    assert {hit.entry.id for hit in placed.hits} >= {plain.hits[0].entry.id}


@pytest.mark.parametrize(
    "name",
    [
        "大阪的久保田",
        "長崎市の喫茶店",
        "日本东京的面包店",
        "位于长崎的书店",
        "横浜市立病院",
        "Yokohama City University",
    ],
)
def test_a_place_makes_no_other_name_a_listed_one(name: str, comparison: NameComparison):
    assert not comparison.screen(name).hits


def test_names_behind_places_are_told_alone_as_among_many(comparison: NameComparison):
    names = [frame.format(name) for frame in FRAMES for name in ("三菱造船株式会社", "喫茶店北浜", "防卫装备厅")]
    assert list(comparison.screen_all(names)) == [comparison.screen(name) for name in names]
