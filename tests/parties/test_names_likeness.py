"""Laws of the comparison: symmetric, from 0 to 1, whole with itself and after folding; no near word is overlooked."""

from __future__ import annotations

import random
import unicodedata

import pytest
from rapidfuzz.distance import OSA
from tests.support.pair_score import compare
from tests.support.parties.misspelt import ADVERSARIAL, HAN, KANA, LATIN, misspelt, table_names

from sekisho.law.model.match_policy import MatchPolicy
from sekisho.parties.names.edit_neighbours import SCAN, OneSlip, nearby
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.similarity import FLOOR, likeness
from sekisho.parties.names.tokenisation import take_apart

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.fixture(scope="module")
def parts() -> list[NamePart]:
    """Parts of names of all tables, and of the same with slips."""
    rng = random.Random(2)
    names = rng.sample(table_names(), 400)
    found = [part for name in (*names, *ADVERSARIAL) for part in take_apart(name).parts]
    return found + [part for name in names for part in take_apart(misspelt(name, rng)).parts]


def test_likeness_is_the_same_whichever_part_is_named_first(parts: list[NamePart], rng: random.Random):
    alike = 0
    for one in rng.sample(parts, 300):
        for other in rng.sample(parts, 150):
            there, back = likeness(one, other), likeness(other, one)
            assert there == back, (one.text, other.text)
            alike += there is not None and there.how != "same"
    assert alike > 100


def test_a_likeness_lies_between_the_floor_and_1_and_is_1_for_equal_parts_alone(
    parts: list[NamePart], rng: random.Random
):
    for one in rng.sample(parts, 300):
        for other in rng.sample(parts, 150):
            found = likeness(one, other)
            if found is not None:
                assert FLOOR <= found.value <= 1
                assert (found.value == 1) == (one.text == other.text), (one.text, other.text)


def test_a_score_is_symmetric_and_lies_between_0_and_1(rng: random.Random):
    names = rng.sample(table_names(), 150)
    for name in (*names, *ADVERSARIAL):
        for other in (misspelt(name, rng), rng.choice(names)):
            there, back = compare(name, other).score, compare(other, name).score
            assert there == back, (name, other)
            assert 0 <= there <= 1


def test_every_name_scores_1_with_itself_and_with_what_is_equal_after_folding(rng: random.Random):
    for name in rng.sample(table_names(), 300):
        for same in (
            name,
            name.upper(),
            name.translate(WIDE),
            f"  {name}\u3000",
            unicodedata.normalize("NFD", name),
            name.replace(" ", "\u00a0"),
        ):
            assert compare(name, same).score == 1.0, (name, same)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("沖電気工業株式会社", "冲電氣工業(株)"),
        ("キヤノン", "キャノン"),
        ("Mitsubishi Electric", "ＭＩＴＳＵＢＩＳＨＩ Électric Co., Ltd."),
        ("Subaru Corp.", "SUBARU株式会社"),
        ("三菱重工業", "三菱重エ業"),
    ],
)
def test_width_case_marks_forms_and_the_three_standards_of_characters_do_not_count(name: str, same: str):
    assert compare(name, same).score == 1.0


@pytest.mark.parametrize("patience", [10**9, 0], ids=["one by one", "numpy"])
def test_all_words_within_the_slips_are_among_those_that_lie_nearby(
    rng: random.Random, monkeypatch: pytest.MonkeyPatch, patience: int
):
    monkeypatch.setattr(SCAN, "patience", patience)
    for letters in (LATIN[:8], LATIN, KANA, HAN):
        words = list(dict.fromkeys("".join(rng.choices(letters, k=rng.randint(1, 9))) for _ in range(700)))
        words += [misspelt(word, rng) for word in words[:300]]
        index = nearby(words)
        within = 0
        for word in (*rng.sample(words, 120), ""):
            for slips in (0, 1, 2):
                expected = {at for at, other in enumerate(words) if OSA.distance(word, other) <= slips}
                assert expected <= set(index.within(word, slips)), (word, slips)
                within += len(expected)
        assert within > 3 * 120


def test_all_words_within_one_slip_are_among_those_that_share_what_is_left_of_both(rng: random.Random):
    for letters in (LATIN[:5], LATIN, HAN):
        words = list(dict.fromkeys("".join(rng.choices(letters, k=rng.randint(1, 9))) for _ in range(700)))
        index, within, near = OneSlip(words), 0, 0
        for word in (*rng.sample(words, 120), *(misspelt(word, rng) for word in words[:200]), ""):
            expected = {at for at, other in enumerate(words) if OSA.distance(word, other) <= 1}
            assert expected <= index.within(word), word
            within, near = within + len(expected), near + len(index.within(word))
        assert 120 < within <= near < 60 * 320, "Some are near, and by far not all."


def test_both_ways_to_go_through_words_find_the_same(rng: random.Random, monkeypatch: pytest.MonkeyPatch):
    words = list(dict.fromkeys("".join(rng.choices(LATIN, k=rng.randint(4, 12))) for _ in range(3_000)))
    asked = [misspelt(word, rng) for word in words[:200]]
    index = nearby(words)
    places: list[list[list[int]]] = []
    for patience in (10**9, 0):
        monkeypatch.setattr(SCAN, "patience", patience)
        places.append([index.within(word, slips) for word in asked for slips in (1, 2)])
    assert places[0] == places[1]
    assert sum(map(len, places[0])) > len(asked)


def test_what_lies_nearby_is_few_of_all(rng: random.Random):
    """Otherwise everything would lie nearby, and the law above would prove nothing."""
    words = list(dict.fromkeys("".join(rng.choices(LATIN, k=8)) for _ in range(2_000)))
    index = nearby(words)
    assert max(len(list(index.within(word, 1))) for word in words[:200]) < 100


@pytest.mark.parametrize("written", ["Bandou Shipyard", "Bandoh Shipyard KK", "Bandoo Shipyard", "BANDŌ SHIPYARD"])
def test_a_place_in_a_name_is_the_same_however_its_long_vowel_is_written(written: str):
    listed = "Bando Shipyard Co., Ltd."
    assert compare(written, listed).score >= MatchPolicy().review
    assert compare("Kondou Shipyard", listed).score < MatchPolicy().review
