"""What is told of many names at once is what is told of each: forms, letters, stretches, sounds, signatures."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.support.parties.misspelt import misspelt, table_names

from sekisho import Library
from sekisho.files.language import are_of_east_asia, is_of_east_asia
from sekisho.parties.cell.place_beside import after_place
from sekisho.parties.index import parties_of
from sekisho.parties.names import edit_neighbours, legal_forms
from sekisho.parties.names.edit_neighbours import AskedTexts, OneSlip, nearby, signature, signature_of_pairs
from sekisho.parties.names.folding import PLAIN_CJK
from sekisho.parties.names.phonetics import learn_sounds, skeleton, skeletons, sounds_of_latin
from sekisho.parties.names.plain_cjk import behind_place, plain_cjk, plain_cjk_each
from sekisho.parties.names.plain_latin import PlainReader
from sekisho.parties.names.similarity import most_slips
from sekisho.parties.names.stretch_checks import LONGEST_NOTED, NotedTexts, StretchChecks, borders, checks_of
from sekisho.parties.screening.listed_names import ListedNames
from sekisho.parties.screening.name_beginnings import before_cut_word
from sekisho.parties.screening.screener import Screener

WRONGLY_READ = ("涓夎彵閫犺埞", "瀵屽＋閫氭牚", "鏃ョ珛瑁戒綔")
BITS = "ch t tion s sh gh ck kh h c e i y m p b n g a o u ough wr kn dz r l k x tech sion ea ee oo ' -"
"""Of which words are made that no rule of sounds is unmoved by."""
FORMS = (
    "株式会社",
    "有限公司",
    "股份有限公司",
    "公司",
    "集团",
    "未定",
    "々",
    "ー",
    "工",
    "東京",
    "北京",
    "ドイツ",
    "の",
)


@pytest.fixture(scope="module")
def cjk() -> list[str]:
    """Names in kana and Chinese characters alone, some with forms, places and signs in them."""
    rng = random.Random(17)
    names = [name for name in table_names() if PLAIN_CJK.fullmatch(name)]
    with_bits = [
        f"{name[:at]}{rng.choice(FORMS)}{name[at:]}" for name in names for at in (0, len(name) // 2, len(name))
    ]
    return list(dict.fromkeys([*names, *with_bits, *WRONGLY_READ]))


@pytest.fixture(scope="module")
def listed(library: Library) -> ListedNames:
    comparison = parties_of(library).comparison
    assert isinstance(comparison, Screener)
    return comparison.indices.listed


def test_forms_of_many_names_are_those_of_each(cjk: list[str]):
    legal_forms._read.clear()
    legal_forms.learn_forms(cjk)
    assert len(legal_forms._read) > 1000
    at_once = {name: legal_forms.read_form(name) for name in cjk}
    assert at_once == {name: legal_forms._form_of(name) for name in cjk}
    assert 0 < sum(bool(form.forms) for form in at_once.values()) < len(cjk)


def test_many_texts_are_of_east_asia_as_each_is(cjk: list[str]):
    at_once = are_of_east_asia(cjk)
    assert at_once == [*map(is_of_east_asia, cjk)]
    assert 0 < at_once.count(False) < len(at_once)


def test_plain_names_are_read_together_as_one_by_one(cjk: list[str]):
    together = plain_cjk_each(cjk)
    assert together == {name: read for name in cjk if (read := plain_cjk(name)) is not None}
    assert 0 < len(together) < len(cjk)
    behind = {name: behind_place(name, read.keys) for name, read in together.items() if not name.startswith("ー")}
    assert behind == {name: next(after_place(name), "") for name in behind}
    assert any(behind.values())


def test_sounds_and_skeletons_of_many_words_are_those_of_each():
    rng = random.Random(3)
    words = sorted({"".join(rng.choices(BITS.split(), k=rng.randrange(1, 8))) for _ in range(3000)})
    learn_sounds(words)
    assert [sounds_of_latin(word) for word in words] == [_spoken_alone(word) for word in words]
    sounds = [sound for word in words for sound in sounds_of_latin(word)]
    assert skeletons(sounds) == [*map(skeleton, sounds)]


def _spoken_alone(word: str) -> tuple[str, ...]:
    from sekisho.parties.names.phonetics import _spoken

    return _spoken([word])[0]


def test_checksums_of_stretches_tell_texts_apart():
    rng = random.Random(5)
    texts = ["".join(rng.choices("ab株式", k=rng.randrange(1, 7))) for _ in range(2000)]
    few = sorted(set(texts[:300]))
    noted, (starts, ends) = NotedTexts(few), borders(texts)
    checks = StretchChecks("".join(texts))
    assert noted.hold(checks.of(starts, ends)).tolist() == [text in few for text in texts]
    middle = starts + (ends - starts) // 2
    shorter = [text[: len(text) // 2] + text[len(text) // 2 + 1 :] for text in texts]
    assert noted.hold(checks.without(starts, ends, middle)).tolist() == [text in few for text in shorter]
    assert checks_of(texts).tolist() == checks.of(starts, ends).tolist()
    assert not NotedTexts([]).hold(checks.of(starts, ends)).any()


def test_texts_within_one_slip_of_many_are_those_of_each():
    rng = random.Random(6)
    words = sorted({word.casefold() for name in table_names() for word in name.split()})
    index = OneSlip(words)
    asked = [*words[::7], *[misspelt(word, rng) for word in words[::5]], "", "x"]
    near = index.within_each(asked)
    assert near == [*map(index.within, asked)]
    assert sum(map(len, near)) > len(words[::7])


def test_texts_within_two_slips_are_found_by_what_is_noted_as_by_their_letters(monkeypatch: pytest.MonkeyPatch):
    """Whatever lies within two slips is found, and of texts that are too long to be noted too."""
    rng = random.Random(7)
    words = sorted({word.casefold() for name in table_names() for word in name.split() if name.isascii()})
    asked = AskedTexts([misspelt(misspelt(word, rng), rng) for word in words] + words[::9])
    slips = np.array([most_slips(length, "latin") for length in asked.lengths.tolist()])
    rows = np.flatnonzero(slips)
    table = nearby(words)
    by_letters = sorted(table.alike_each(asked, rows, slips[rows], "latin", 0.7))
    monkeypatch.setattr(edit_neighbours, "_WORTH_NOTING", 1)
    monkeypatch.setattr(edit_neighbours, "_NEARLY_ALL", 0.5)
    table.look_at_once()
    assert table._two_slips is not None
    assert sorted(table.alike_each(asked, rows, slips[rows], "latin", 0.7)) == by_letters
    assert len(by_letters) > len(words) // 3
    assert max(asked.lengths) > LONGEST_NOTED


def test_signatures_of_many_texts_are_those_of_each():
    rng = random.Random(8)
    texts = ["".join(rng.choices("abcxyz式社カ", k=rng.randrange(40))) for _ in range(500)]
    asked = AskedTexts(texts)
    assert asked.lengths.tolist() == [*map(len, texts)]
    assert asked.signatures.tolist() == [*map(signature, texts)]
    assert asked.pairs.tolist() == [*map(signature_of_pairs, texts)]
    assert AskedTexts([]).signatures.dtype == np.uint64


def test_listed_names_in_many_cells_are_those_in_each(listed: ListedNames, cjk: list[str]):
    rng = random.Random(9)
    reader = PlainReader()
    names = [name for name in table_names() if name.isascii()]
    cut = [name[: rng.randrange(8, 40)] for name in names]
    latin = [read for name in [*names, *cut, *[misspelt(name, rng) for name in names]] if (read := reader.read(name))]
    letters = listed.cells.look_at_once()
    unlisted = listed.cells.are_unlisted_latin(latin)
    assert unlisted == [
        not (
            listed.letters.may_stand_among(read.keys)
            or listed.beginnings.may_be_cut("".join(read.core), "".join(read.keys), *before_cut_word(read.keys))
        )
        for read in latin
    ]
    assert 0 < unlisted.count(False) < len(unlisted)
    plain = [*plain_cjk_each([*cjk, *[name[: rng.randrange(3, 20)] for name in cjk]]).values()]
    unlisted = listed.cells.are_unlisted_cjk(plain)
    apart = [
        listed.letters.may_hold_letters(read.letters) or listed.beginnings.may_be_cut(read.core, read.keys)
        for read in plain
    ]
    assert unlisted == [not holds for holds in apart]
    assert 0 < unlisted.count(False) < len(unlisted)
    assert listed.cells.look_at_once() is letters
