"""Korean and Russian names behind a place in Japanese or Chinese; and what is found of a name that cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.present.brief.screening import screening_lines
from sekisho.present.screening import screening_text
from sekisho.regex import regex

DAY = date(2026, 11, 24)
FRAMES = (
    "日本的{}",
    "日本的 {}",
    "大阪的{}",
    "大阪の{}",
    "日本东京的{}",
    "位于长崎的{}",
    "神奈川県横浜市の{}",
    "日本 {}",
    "大阪{}",
    "일본의 {}",
    "일본에 있는 {}",
    "오사카의 {}",
    "일본 오사카의 {}",
    "도쿄 소재 {}",
)
BY_SOUND = ("가와사키중공업", "미쓰비시조선", "니혼비행기", "오키전기공업")
FOREIGN = regex(r"[\u0400-\u04ff\uac00-\ud7a3]")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> set[str]:
    return {hit.entity for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_name_in_hangul_or_cyrillic_is_heard_behind_its_place(frame: str, lists: PartyIndex):
    listed = [name for entry in lists.entries for name in entry.names if FOREIGN.search(name)]
    asked = [name for name in (*listed, *BY_SOUND) if told(name, lists)]
    assert len(asked) > 12
    assert [name for name in asked if not told(name, lists) <= told(frame.format(name), lists)] == []


@pytest.mark.parametrize(
    "cell",
    [
        "일본의 김밥천국",
        "오사카의 부산식당",
        "日本的 김밥천국",
        "大阪的부산식당",
        "日本的Кафе Нева",
        "韩国的 한국전력공사",
    ],
)
def test_another_name_in_these_letters_is_none(cell: str, lists: PartyIndex):
    found = lists.settle(cell)
    assert not found.hits
    assert found.is_unread
    assert found.zone == "review"


def test_names_behind_places_are_told_alone_as_among_many(lists: PartyIndex):
    comparison = lists.comparison
    assert comparison is not None
    names = [frame.format(name) for frame in FRAMES for name in (*BY_SOUND, "Кафе Нева")]
    assert list(comparison.screen_all(names)) == [comparison.screen(name) for name in names]


@pytest.mark.parametrize("cell", ["미쓰비시조선", "日本的 방위대학교"])
def test_what_is_found_of_a_name_in_other_letters_is_shown(cell: str, library: Library, lists: PartyIndex):
    found = lists.settle(cell)
    assert found.problem
    assert not found.is_unread
    name = found.hits[0].entry.names[0]
    short = " ".join(" ".join(screening_lines([found], library, DAY, width=200)).split())
    whole = " ".join(screening_text(found, library, DAY, library.identity.policy, width=200))
    for text in (short, whole):
        assert name[:30] in text
        assert "Hangul" in text
        assert "Unknown" not in text


def test_a_name_of_which_nothing_is_found_is_unknown(library: Library, lists: PartyIndex):
    assert "Unknown" in "".join(screening_lines([lists.settle("김밥천국")], library, DAY, width=80))


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        *((frame.format("가와사키중공업"), "khi") for frame in ("{}", "일본의 {}", "오사카에 있는 {}")),
        *(("미쓰비시중공업", "mhi"), ("도쿄의 미쓰비시중공업 서멀시스템즈", "mhi"), ("일본의 미쓰비시전기", "melco")),
    ],
)
def test_a_head_in_hangul_is_told_with_its_group_beside_what_could_not_be_read(cell: str, head: str, library: Library):
    found = identify(cell, parties_of(library), on=DAY)
    assert [body.party for body in found.known] == [head]
    lines = screening_lines([found], library, DAY, width=80)
    assert any("Unknown" in line for line in lines)
    assert any(line.startswith("  Group") for line in lines)
