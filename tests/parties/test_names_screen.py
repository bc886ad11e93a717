"""What decides beside the score: identifiers, a second signal for short names, thresholds; and many names at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.support.pair_score import compare
from tests.support.parties.misspelt import misspelt, table_names

from sekisho import Library
from sekisho.errors import FactError
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import MatchPolicy, policy_of, read_policy
from sekisho.parties.comparison import Query, Screening
from sekisho.parties.identification import as_printed
from sekisho.parties.identifier import corporate_check_digit
from sekisho.parties.screening import batch, indices
from sekisho.parties.screening.screener import Screener


@pytest.fixture(scope="module")
def numbered(library: Library) -> ListedParty:
    """An entry with a corporate number."""
    return next(
        entry for entry in library.entries if any(one.kind == "corporate_number" for one in entry.typed_identifiers)
    )


def hit_of(found: Screening, entry: ListedParty) -> str:
    """Zone of an entry in an answer."""
    return next((hit.zone for hit in found.hits if hit.entry.id == entry.id), "none")


# ---------------------------------------------------------------- identifiers


def test_the_right_corporate_number_is_a_match_under_a_wrong_name(screener: Screener, numbered: ListedParty):
    found = screener.screen(Query(name="Quite Another Bakery Ltd.", identifiers=numbered.identifiers[:1]))
    assert found.zone == "match"
    assert [hit.entry.id for hit in found.hits] == [numbered.id]
    assert found.hits[0].reasons[0].kind == "identifier"


def test_a_corporate_number_in_the_field_of_the_name_is_a_match(screener: Screener, numbered: ListedParty):
    assert hit_of(screener.screen(numbered.identifiers[0]), numbered) == "match"


def test_another_corporate_number_under_the_right_name_is_no_match(screener: Screener, numbered: ListedParty):
    name = numbered.names[0]
    other = "700001205000"
    number = f"{corporate_check_digit(other)}{other}"
    assert hit_of(screener.screen(name), numbered) == "match"
    assert hit_of(screener.screen(Query(name=name, identifiers=(number,))), numbered) == "none"


def test_an_identifier_that_nobody_can_read_decides_nothing(screener: Screener, numbered: ListedParty):
    found = screener.screen(Query(name=numbered.names[0], identifiers=("customer 17",)))
    assert hit_of(found, numbered) == "match"


# ---------------------------------------------------------------- short names


def shared(library: Library) -> Iterator[tuple[str, ListedParty]]:
    """Short abbreviations that others share, of entries with a territory."""
    for entry in library.entries:
        if entry.territory:
            yield from (
                (name, entry) for name in entry.weak_names if name.isascii() and len(name) < MatchPolicy().short_name
            )


def test_a_short_abbreviation_alone_is_none_and_with_its_territory_it_is_put_to_review(
    screener: Screener, library: Library
):
    looked_at = 0
    for name, entry in shared(library):
        if max(compare(name, own).score for own in entry.names) >= MatchPolicy().review:
            continue  # another name of the entry is that abbreviation and a form, or a word of the trade stands for it
        assert hit_of(screener.screen(name), entry) == "none", name
        assert hit_of(screener.screen(Query(name=name, territory=entry.territory)), entry) == "review", name
        assert hit_of(screener.screen(Query(name=name, territory="ZZ")), entry) == "none", name
        looked_at += 1
    assert looked_at >= 30


def test_a_policy_says_how_short_a_short_name_is(library: Library):
    name, entry = next(shared(library))
    bold = Screener((entry,), MatchPolicy(short_name=len(name)))
    assert hit_of(bold.screen(name), entry) == "review"


# ---------------------------------------------------------------- the policy


NEAR = "Mitsubishi Shipbuildin Co., Ltd."


@pytest.mark.parametrize(
    ("policy", "zone"),
    [
        (MatchPolicy(), "review"),
        (MatchPolicy(match=0.9), "match"),
        (MatchPolicy(review=0.99), "none"),
        (MatchPolicy(match=0.7, review=0.6), "match"),
    ],
)
def test_thresholds_move_the_zones(library: Library, policy: MatchPolicy, zone: str):
    entry = next(entry for entry in library.entries if "三菱造船" in entry.names)
    assert Screener((entry,), policy).screen(NEAR).zone == zone


def test_a_score_at_a_threshold_belongs_to_the_graver_zone():
    policy = MatchPolicy(match=0.95, review=0.8)
    assert [policy.zone(score) for score in (0.95, 0.9494, 0.8, 0.7994)] == ["match", "review", "review", "none"]


def test_hits_below_review_are_told_if_asked_for_and_change_no_zone(screener: Screener):
    name = "Mitsubishi Shipping"
    low = screener.screen(name, least=0.5)
    assert low.zone == screener.screen(name).zone
    assert [hit for hit in low.hits if hit.zone == "none"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"match": "high"}, "'high' is not a number"),
        ({"match": 1.2}, "1.2 is out of range"),
        ({"review": 0.1}, "0.1 is out of range"),
        ({"revew": 0.9}, "unknown key 'revew'"),
        ({"match": 0.85, "review": 0.9}, "review lies above match"),
        ({"short_name": "four"}, "'four' is not a number"),
        ({"short_name": 2.7}, "2.7 is not a number of letters."),
        ({"short_name": -1}, "-1 is not a number of letters."),
        ({"match": "nan"}, "'nan' is not a number."),
    ],
)
def test_each_wrong_value_of_a_policy_is_told(given: dict[str, object], told: str):
    with pytest.raises(FactError, match=told):
        policy_of(given, where="policy.yaml")


def test_all_problems_of_a_policy_file_are_told_at_once(tmp_path: Path):
    file = tmp_path / "policy.yaml"
    file.write_text("match: 2\nreview: low\nshort: 3\n", encoding="utf-8")
    with pytest.raises(FactError) as fault:
        read_policy(file)
    assert [problem.what for problem in fault.value.problems] == [
        "'low' is not a number.",
        "unknown key 'short'.",
        "2 is out of range.",
    ]


def test_a_policy_file_states_what_differs_and_leaves_the_rest(tmp_path: Path):
    file = tmp_path / "policy.yaml"
    file.write_text("review: 0.9\n", encoding="utf-8")
    assert read_policy(file) == MatchPolicy(review=0.9)
    assert policy_of({}, where="policy.yaml") == MatchPolicy()


# ---------------------------------------------------------------- many at once


def test_many_names_are_answered_in_order_as_one_by_one_by_one_process_and_by_two(
    screener: Screener, rng: random.Random, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch, "_WORTH", 50)
    monkeypatch.setattr(batch, "_CHUNK", 7)
    names = rng.sample(table_names(), 120)
    asked: list[Query | str] = [*names, *(misspelt(name, rng) for name in names[:30]), *names[:20], "", "不明"]
    asked += [Query(name=name, territory="JP") for name in names[:20]]
    expected = [screener.screen(one) for one in asked]
    assert {one.zone for one in expected} == {"match", "review", "none"}
    for workers in (1, 2, 3):
        assert list(screener.screen_all(asked, workers=workers)) == expected


def test_names_indexed_in_a_process_of_its_own_are_found_as_those_indexed_in_this_one(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
):
    index_here, indexed = indices._indexed, []

    def counted(entries: Sequence[ListedParty], groups: tuple[Group, ...]) -> indices.Indices:
        indexed.append(len(entries))
        return index_here(entries, groups)

    monkeypatch.setattr(indices, "_indexed", counted)
    monkeypatch.setattr(indices, "_VERY_MANY", 1)
    apart = Screener(screener.entries, built=indices.index_of(screener.entries))
    assert not indexed, "It was indexed in another process, of which this one does not hear."
    here = Screener(screener.entries, built=index_here(screener.entries, ()))
    names = table_names()[:150]
    assert list(apart.screen_all(names)) == list(here.screen_all(names))


def test_a_threshold_of_ones_own_reaches_every_process(screener: Screener, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch, "_WORTH", 2)
    names = ["Mitsubishi Shipping", "Kawasaki Heavy", "Mitsubishi Shipping"]
    expected = [screener.screen(name, least=0.5) for name in names]
    assert list(screener.screen_all(names, workers=2, least=0.5)) == expected


def test_as_printed_leaves_only_the_names_of_the_notice(library: Library):
    for entry in library.entries:
        bare = as_printed(entry)
        assert set(bare.names) <= set(entry.names)
        assert not bare.weak_names
        assert bare.names
