"""The matcher gets right what any competent screener must, and no class falls below the frozen counts."""

from __future__ import annotations

import pytest
from tests.support.parties.figures import MATCH, Scored, score_pairs
from tests.support.parties.quality import (
    Counts,
    Judged,
    folding,
    markdown,
    matcher,
    measure,
    parties,
    read_baseline,
    worse,
)
from tests.support.parties.tables import TIERS, read_known_faults, read_odd_names, read_pairs, read_variants

from sekisho.errors import SekishoError

REWRITE = (
    "run `python -m tests.support.parties.quality --write`, read the difference, and say in the change why it is right"
)


@pytest.fixture(scope="module")
def judged() -> Judged:
    found = matcher()
    if found is None:
        pytest.skip("sekisho.parties has no compare and screen yet")
    return found


@pytest.fixture(scope="module")
def now() -> dict[str, Counts]:
    return measure(matcher() or folding(), read_baseline()[1])


def right(counts: Counts) -> dict[str, dict[str, int]]:
    return {group: {tier: total for tier, (_, total) in tiers.items()} for group, tiers in counts.items()}


# ---------------------------------------------------------------- the baseline


def test_the_baseline_counts_what_stands_in_the_tables_and_is_of_what_is_compared_with_it(now: dict[str, Counts]):
    name, _, frozen = read_baseline()
    assert name == (matcher() or folding()).name, REWRITE
    assert {table: right(counts) for table, counts in frozen.items()} == {
        table: right(counts) for table, counts in now.items()
    }, REWRITE


def test_no_class_has_fewer_right_answers_than_the_baseline(now: dict[str, Counts]):
    assert worse(read_baseline()[2], now) == [], REWRITE


def test_a_lost_answer_is_told_by_table_and_class_unless_another_of_the_class_is_won():
    before: dict[str, Counts] = {"pairs": {"kana": {"strong": (3, 4), "weak": (1, 4)}}}
    assert worse(before, before) == []
    assert worse(before, {"pairs": {"kana": {"strong": (2, 4), "weak": (2, 4)}}}) == []
    assert worse(before, {"pairs": {"kana": {"strong": (2, 4), "weak": (1, 4)}}}) == [
        "pairs, kana: 3 right, 4 of 8 before"
    ]


def test_the_figures_are_shown_for_every_class():
    shown = markdown(folding(), 0.85)
    assert {pair.group for pair in read_pairs() if f"| {pair.group} |" not in shown} == set()
    assert "| width_symbol | 29 of 29 |" in shown


# ---------------------------------------------------------------- the matcher


def test_no_strong_pair_falls_on_the_wrong_side(judged: Judged):
    """Any competent screener gets a strong pair right: a failure is a fault of the matcher, or of the label.

    Faults that are known stand in a table with their reasons; what is right again is taken out of it.
    """
    threshold = read_baseline()[1]
    wrong = {
        (each.pair.left, each.pair.right): f"{each.pair.group}: {each.score:.3f}"
        for each in score_pairs(read_pairs(), judged.score)
        if each.pair.tier == TIERS[0] and not each.is_right(threshold)
    }
    known = read_known_faults("pair")
    assert {pair: told for pair, told in wrong.items() if pair not in known} == {}
    assert known - wrong.keys() == set(), "These are right now: take them out of known_faults.csv."


def test_the_order_of_two_names_does_not_matter_and_a_score_lies_between_0_and_1(judged: Judged):
    for pair in read_pairs():
        there, back = judged.score(pair.left, pair.right), judged.score(pair.right, pair.left)
        assert there == pytest.approx(back), pair
        assert 0.0 <= there <= 1.0, pair


def test_a_name_is_one_party_with_itself(judged: Judged):
    own = [Scored(pair=pair, score=judged.score(pair.left, pair.left)) for pair in read_pairs()]
    assert [each.pair.left for each in own if each.score < 1.0] == []


def test_no_odd_cell_raises_anything_but_an_error_of_this_project(judged: Judged):
    broken = []
    for each in read_odd_names():
        try:
            judged.screen(each.name)
        except SekishoError:
            continue
        except Exception as fault:  # noqa: BLE001 - any other fault is what the test looks for
            broken.append((ascii(each.name[:60]), repr(fault)))
    assert broken == []


def test_a_cell_that_names_nobody_matches_nobody(judged: Judged):
    matching = []
    for each in read_odd_names():
        if each.expect == "unknown":
            try:
                matching += [each.name] * (judged.screen(each.name).zone == MATCH)
            except SekishoError:
                continue
    assert matching == []


def test_a_listed_name_is_found_inside_an_odd_cell(judged: Judged):
    meeting = [each for each in read_odd_names() if each.meets]
    lost = {
        (each.name, each.meets) for each in meeting if parties()[each.meets].isdisjoint(judged.screen(each.name).hits)
    }
    assert lost == read_known_faults("cell")


def test_a_variant_that_is_a_known_name_as_it_stands_is_a_match(judged: Judged):
    as_it_stands = folding().screen
    lost = {
        (each.query, each.entity)
        for each in read_variants()
        if as_it_stands(each.query).zone == MATCH and judged.screen(each.query).zone != MATCH
    }
    assert lost == read_known_faults("variant")
