"""A name of which one word is written in kana is the listed one still: ボウエイ大学校, ミツビシ重工業."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.identification import with_relatives
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.folding import japanese_han
from sekisho.parties.names.romanisation import pieces, ways_in_kana
from sekisho.regex import regex

HAN = regex(r"[\u3400-\u9fff々]{2,}")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> set[str]:
    found = with_relatives(lists.whom(cell), lists)
    return {hit.entity for hit in found.hits if hit.zone != "none"} | {str(body.party) for body in found.known}


def with_first_word_in_kana(name: str) -> str:
    """Write the first word of Chinese characters in kana, as the dictionary reads it; nothing of another name."""
    run = HAN.search(name.replace("株式会社", "・・・・"))
    first = pieces(run[0])[0] if run is not None and japanese_han(name) == name else None
    if run is None or first is None or not (first.known and first.reading):
        return ""
    return name[: run.start()] + first.reading + name[run.start() + first.end :]


def test_names_of_bodies_and_firms_are_heard_with_their_first_word_in_kana(lists: PartyIndex):
    asked = [
        (entry.id, cell)
        for entry in lists.entries
        if entry.territory == "JP" and entry.kind != "person"
        for name in entry.names
        if (cell := with_first_word_in_kana(name)) and told(name, lists)
    ]
    silent = [cell for party, cell in asked if party not in told(cell, lists)]
    assert len(asked) > 400
    # Some words sound otherwise where others stand beside them: コウクウウチュウ has one u in 航空宇宙.
    assert len(silent) < len(asked) / 30, silent


def test_heads_of_groups_are_known_with_any_words_in_kana(lists: PartyIndex):
    asked = [
        (str(group.id), cell)
        for group in lists.groups
        for name in group.names
        if not name.isascii() and japanese_han(name) == name
        for cell in ways_in_kana(name.replace("株式会社", ""))
    ]
    assert len(asked) > 200
    assert [cell for party, cell in asked if party not in told(cell, lists)] == []


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        *(
            (cell, "jp-ecl-a19")
            for cell in ("ボウエイ大学校", "ぼうえい大学校", "防衛ダイガッコウ", "ボウエイダイガッコウ")
        ),
        *((cell, "jp-ecl-b01") for cell in ("ボウエイ研究所", "防衛ケンキュウ所")),
        *((cell, "mhi") for cell in ("ミツビシ重工業", "三菱ジュウコウ株式会社", "みつびし重工")),
        *(("沖デンキ", "jp-ewl-b11"), ("フジツウ株式会社", "fujitsu"), ("ニホン電気株式会社", "nec")),
        ("ウチュウ航空研究開発機構", "jp-ecl-a20"),
        *((cell, "meu-017") for cell in ("第1クウテイダン", "第１くうていだん", "第1クウテイ団", "空挺団")),
    ],
)
def test_a_word_in_kana_tells_the_party(cell: str, entry: str, lists: PartyIndex):
    assert entry in told(cell, lists)


def test_a_word_in_kana_is_never_sure(lists: PartyIndex):
    assert {hit.zone for hit in lists.settle("ボウエイ大学校").hits} == {"review"}


@pytest.mark.parametrize(
    "cell",
    [
        *("ボウエイ印刷", "ボウエキ大学校", "ミツビシ鉛筆株式会社", "フジツボ株式会社", "ニホン精機", "三井ゾウエン"),
        # It sounds so, and is written in other Chinese characters.
        *("日本非行キ", "ニッポン非行機"),
        *("護衛艦", "輸送艦"),  # without the name in kana of a ship
    ],
)
def test_another_name_is_none(cell: str, lists: PartyIndex):
    assert not told(cell, lists)


def test_names_in_kana_are_told_alone_as_among_many(lists: PartyIndex):
    comparison = lists.comparison
    assert comparison is not None
    names = ["ボウエイ大学校", "リクジョウ装備研究所", "NEC航空ウチュウシステム", "浪速セイキ", "喫茶キタハマ店"] * 12
    assert list(comparison.screen_all(names)) == [comparison.screen(name) for name in names]


@pytest.mark.parametrize(
    ("cell", "same"),
    [
        ("ミツビシ重工", "三菱重工"),
        ("みつびし重工業", "三菱重工業"),
        ("カワサキ重工業株式会社", "川崎重工業株式会社"),
        ("フジツウ", "富士通"),
    ],
)
def test_a_head_in_kana_is_told_as_it_is_by_itself(cell: str, same: str, lists: PartyIndex):
    assert told(cell, lists) == told(same, lists)
    assert lists.whom(cell).zone == lists.whom(same).zone


@pytest.mark.parametrize("cell", ["第2クウテイダン", "第9ゴエイ隊群", "第100コウクウ群"])
def test_a_unit_of_another_number_sounds_otherwise(cell: str, lists: PartyIndex):
    assert not told(cell, lists)
