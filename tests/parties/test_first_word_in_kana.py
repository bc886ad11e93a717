"""Firms of which the first word is in kana or Hangul and stands in one word with the trade: オキ電気, 니혼비행기."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.business_words import cjk_key, words


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def told(cell: str, lists: PartyIndex) -> set[str]:
    return {hit.entity for hit in lists.settle(cell).hits if hit.zone != "none"}


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        *((cell, "jp-ewl-b11") for cell in ("オキ電気", "おき電気工業", "오키전기공업", "오키덴키")),
        *((cell, "jp-ecl-b18") for cell in ("ニッポン飛行機", "にほん飛行機㈱", "니혼비행기", "닛폰비행기")),
    ],
)
def test_a_firm_is_told_with_its_first_word_in_kana_or_hangul(cell: str, entry: str, lists: PartyIndex):
    assert entry in told(cell, lists)


def test_each_word_that_begins_with_japan_is_known_in_kana():
    known, kinds, tongues = words().cjk, words().kinds, words().tongues
    japan = [
        form
        for form, concepts in known.items()
        if form.startswith("日本")
        and len(form) > len("日本鉄")
        and kinds[concepts[0]] == "house"
        and "ja" in tongues[form]
    ]
    assert len(japan) > 20
    assert [form for form in japan if cjk_key("ニッポン") + form.removeprefix("日本") not in known] == []


@pytest.mark.parametrize(
    "cell", ["オキ酸素", "オキナワ電気", "おきなわ電気工業", "オキシ電気", "ニホン酸素", "오키나와전기"]
)
def test_another_firm_that_begins_so_is_not_told(cell: str, lists: PartyIndex):
    assert not told(cell, lists)
