"""The tables of labelled names are whole and agree with the lists, and the figures drawn from them are right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

import pytest
from tests.support.parties.figures import (
    MATCH,
    NONE,
    Answer,
    cross_script,
    is_found,
    quality,
    quality_of_class,
    score_pairs,
)
from tests.support.parties.quality import entries, parties, totals
from tests.support.parties.tables import (
    CROSS_SCRIPT,
    MATCH_CLASSES,
    NONMATCH_CLASSES,
    PAIRS,
    TIERS,
    UNRELATED,
    VARIANTS,
    Pair,
    is_latin,
    read_odd_names,
    read_odd_rows,
    read_pairs,
    read_rows,
    read_strangers,
    read_variants,
)

from sekisho.parties.folding import fold

KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
ORDER = ("name", "json", "times", "expect", "meets", "why")
FEW = 4
"""Characters in which a name and its look-alike may differ."""


@cache
def named() -> dict[str, frozenset[str]]:
    """By folded name, the entries whose certain name it is."""
    found: dict[str, set[str]] = {}
    for entry in entries():
        for name in entry.names:
            found.setdefault(fold(name), set()).add(entry.id)
    return {name: frozenset(ids) for name, ids in found.items()}


@cache
def known() -> frozenset[str]:
    """All folded names of all entries, the weak ones too."""
    return frozenset(fold(name) for entry in entries() for name in (*entry.names, *entry.weak_names))


def is_about_a_listed_party(pair: Pair) -> bool:
    return fold(pair.left) in known() or fold(pair.right) in known()


def twice(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


# ---------------------------------------------------------------- pairs


def test_every_pair_has_a_label_a_tier_and_a_class_that_fits_the_label():
    rows = read_rows(PAIRS)
    assert list(rows[0]) == ["left", "right", "label", "tier", "class", "note"]
    assert {row["label"] for row in rows} == {"match", "nonmatch"}
    assert {row["tier"] for row in rows} == set(TIERS)
    for pair in read_pairs():
        assert pair.group in (MATCH_CLASSES if pair.is_match else NONMATCH_CLASSES), pair
        assert pair.left.strip(), pair
        assert pair.right.strip(), pair


def test_no_pair_stands_twice_in_either_order_and_none_is_of_one_spelling():
    pairs = read_pairs()
    assert twice(frozenset((pair.left, pair.right)) for pair in pairs) == []
    assert [pair for pair in pairs if pair.left == pair.right] == []


def test_the_pairs_are_sorted_by_class_and_every_class_is_there():
    groups = [pair.group for pair in read_pairs()]
    assert groups == sorted(groups)
    assert set(groups) == MATCH_CLASSES | NONMATCH_CLASSES
    assert min(Counter(groups).values()) >= 20


def test_about_half_of_the_pairs_are_of_listed_parties_and_none_of_the_classes_is_of_one_kind_only():
    pairs = read_pairs()
    listed = [pair for pair in pairs if is_about_a_listed_party(pair)]
    assert len(pairs) >= 600
    assert 0.4 <= sum(not pair.is_match for pair in pairs) / len(pairs) <= 0.5
    assert 0.39 <= len(listed) / len(pairs) <= 0.61
    assert min(Counter(pair.group for pair in listed).values()) >= 10
    assert min(Counter(pair.group for pair in pairs if not is_about_a_listed_party(pair)).values()) >= 10


def test_the_labels_agree_with_the_lists():
    """Two certain names of one entry are a match; certain names of two parties are none.

    A site with an entry of its own is the legal person all the same; a weak pair may differ in its legal form alone.
    """
    wrong = []
    for pair in read_pairs():
        if pair.group == "division_branch" or pair.tier == "weak":
            continue
        left, right = named().get(fold(pair.left)), named().get(fold(pair.right))
        if left is not None and right is not None and pair.is_match is left.isdisjoint(right):
            wrong.append(pair)
    assert wrong == []


def test_a_typing_error_or_a_look_alike_says_that_it_is_made_up_or_where_it_comes_from():
    assert [pair for pair in read_pairs() if pair.group in {"typos", "homoglyphs"} and not pair.note] == []


def test_a_look_alike_has_other_characters_but_as_many():
    for pair in read_pairs():
        if pair.group == "homoglyphs":
            assert len(pair.left) == len(pair.right), pair
            assert 1 <= sum(a != b for a, b in zip(pair.left, pair.right, strict=True)) <= FEW, pair


def test_a_typing_error_leaves_most_of_the_name_in_its_place():
    for pair in read_pairs():
        if pair.group == "typos":
            assert SequenceMatcher(a=pair.left, b=pair.right, autojunk=False).ratio() >= 0.75, pair


def test_pairs_in_two_languages_are_written_in_two_scripts():
    for pair in read_pairs():
        if pair.group in {"scripts_ja_en", "scripts_zh_en"}:
            assert not is_latin(pair.left), pair
            assert is_latin(pair.right), pair
        if pair.group in {"scripts_ja_zh", "traditional"}:
            assert not is_latin(pair.left), pair
            assert not KANA.search(pair.right), pair


# ---------------------------------------------------------------- variants


def test_every_variant_has_a_party_a_class_a_tier_and_says_from_which_names_it_is_found():
    rows = read_rows(VARIANTS)
    assert list(rows[0]) == ["query", "entity", "class", "tier", "note", "findable"]
    for each in read_variants():
        assert each.entity in parties(), each
        assert each.group in MATCH_CLASSES, each
        assert each.tier in TIERS, each
        assert each.findable in {"notice", "all"}, each
        assert each.query.strip(), each


def test_there_are_variants_of_all_japanese_parties_and_of_sixty_others():
    variants = read_variants()
    of = Counter(each.entity for each in variants)
    japanese = {entry.id for entry in entries() if entry.id.startswith(("jp-ecl-", "jp-ewl-"))}
    assert len(variants) >= 500
    assert len(japanese) == 80
    assert japanese <= set(of)
    assert len(set(of) - japanese) >= 60
    assert min(of[entry] for entry in japanese) >= 4


def test_a_variant_stands_once_and_is_no_name_of_another_party():
    variants = read_variants()
    assert twice(each.query for each in variants) == []
    of_another = [
        each
        for each in variants
        if (found := named().get(fold(each.query))) and found.isdisjoint(parties()[each.entity])
    ]
    assert of_another == []


# ---------------------------------------------------------------- names of parties on no list


def test_no_stranger_is_a_name_of_a_listed_party_and_none_stands_twice():
    strangers = read_strangers()
    assert list(read_rows(UNRELATED)[0]) == ["name", "script", "note"]
    assert twice(each.name for each in strangers) == []
    assert [each.name for each in strangers if fold(each.name) in known()] == []


def test_no_stranger_is_a_variant_of_a_listed_party():
    variants = {fold(each.query) for each in read_variants()}
    assert [each.name for each in read_strangers() if fold(each.name) in variants] == []


def test_strangers_are_written_in_the_scripts_of_an_order_book():
    strangers = read_strangers()
    shares = {script: count / len(strangers) for script, count in Counter(each.script for each in strangers).items()}
    assert len(strangers) >= 1200
    assert set(shares) == {"latin", "japanese", "chinese"}
    assert 0.4 <= shares["latin"] <= 0.5
    assert 0.3 <= shares["japanese"] <= 0.4
    assert 0.15 <= shares["chinese"] <= 0.25
    for each in strangers:
        assert (each.script == "latin") is is_latin(each.name), each
        assert each.script == "japanese" or not KANA.search(each.name), each
        assert each.note, each


# ---------------------------------------------------------------- odd cells


def test_every_odd_cell_says_what_is_expected_of_it_and_why():
    for row in read_odd_rows():
        assert list(row) == [key for key in ORDER if key in row], row
        assert ("name" in row) is not ("json" in row), row
        assert str(row["why"]).endswith("."), row
    odd = read_odd_names()
    assert len(odd) >= 60
    assert twice(each.name for each in odd) == []
    assert {each.expect for each in odd} == {"result", "refusal", "unknown"}


def test_an_odd_cell_meets_a_listed_party_only_if_it_has_a_result():
    meeting = [each for each in read_odd_names() if each.meets]
    assert len(meeting) >= 20
    assert [each for each in meeting if each.expect != "result" or each.meets not in parties()] == []


# ---------------------------------------------------------------- figures


def test_a_score_that_is_always_right_has_no_fault_in_any_class():
    right = {(pair.left, pair.right): float(pair.is_match) for pair in read_pairs()}
    scored = score_pairs(read_pairs(), lambda left, right_: right[left, right_])
    assert quality(scored, 0.5).f1 == 1.0
    assert {quality_of_class(scored, group, 0.5).f1 for group in MATCH_CLASSES | NONMATCH_CLASSES} == {1.0}


def test_a_score_that_calls_everything_a_match_loses_none_and_is_right_as_often_as_there_are_matches():
    scored = score_pairs(read_pairs(), lambda _left, _right: 1.0)
    found = quality(scored, 0.5)
    share = sum(each.pair.is_match for each in scored) / len(scored)
    assert found.recall == 1.0
    assert found.precision == pytest.approx(share)
    assert quality_of_class(scored, "kana", 0.5).precision == pytest.approx(share)
    assert quality_of_class(scored, "siblings", 0.5).precision == pytest.approx(share)


def test_a_score_that_calls_nothing_a_match_finds_none():
    scored = score_pairs(read_pairs(), lambda _left, _right: 0.0)
    assert quality(scored, 0.5).recall == 0.0
    assert quality(scored, 0.5).f1 == 0.0


def test_across_scripts_holds_matches_and_others_in_two_scripts():
    chosen = [each.pair for each in cross_script(score_pairs(read_pairs(), lambda _left, _right: 0.0))]
    assert {pair.group for pair in chosen if pair.is_match} == CROSS_SCRIPT
    others = [pair for pair in chosen if not pair.is_match]
    assert len(others) >= 80
    assert all(is_latin(pair.left) != is_latin(pair.right) for pair in others)


def test_a_variant_is_found_if_its_party_is_the_best_hit_under_any_of_its_entries():
    variant = next(each for each in read_variants() if each.entity == "jp-ecl-a19")
    assert is_found(variant, Answer(zone=MATCH, best=("meu-054",)), parties())
    assert not is_found(variant, Answer(zone=MATCH, best=("jp-ecl-a18",), hits=("jp-ecl-a19",)), parties())
    assert not is_found(variant, Answer(zone=NONE, best=("jp-ecl-a19",)), parties())


def test_totals_add_up_the_tiers_of_a_class():
    assert totals({"kana": {"strong": (3, 5), "weak": (1, 2)}}) == {"kana": (4, 7)}
