"""Benchmark of screening: invented parties keep to their seed, and scores are judged as counted by hand."""

import importlib
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

Load = Callable[[str], ModuleType]
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Import a script of the folder of benchmarks."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    return load


def test_the_same_seed_invents_the_same_parties_and_another_seed_others(script: Load):
    parties = script("invented_parties")
    assert parties.listed(300, 1) == parties.listed(300, 1)
    assert parties.listed(300, 1) != parties.listed(300, 2)


def test_no_two_invented_parties_share_a_name(script: Load):
    seen: set[str] = set()
    for party in islice(script("invented_parties").invented(1), 5_000):
        assert seen.isdisjoint(party.names), party
        seen.update(party.names)


def test_a_clean_book_has_the_length_asked_for_and_no_listed_name(script: Load):
    parties = script("invented_parties")
    listed = parties.listed(5_000, 1)
    book = [name for name, _ in parties.clean_book(5_000, 1, listed)]
    assert len(set(book)) == 5_000
    assert {name for party in listed for name in party.names}.isdisjoint(book)


def test_listed_parties_are_written_in_four_scripts(script: Load):
    text = "".join(name for party in script("invented_parties").listed(200, 1) for name in party.names)
    for first, last in (("一", "鿿"), ("ァ", "ヶ"), ("А", "я"), ("a", "z")):
        assert any(first <= letter <= last for letter in text), (first, last)


def test_precision_recall_and_the_best_threshold_are_those_counted_by_hand(script: Load):
    """Scores 0.9 and 0.6 are of one party, the others of two: at 0.7 one of two is right, at 0.6 two of three."""
    judged = script("pair_quality").quality([0.9, 0.8, 0.6, 0.3, 0.0], _pairs(script, "ynynn"), 0.7)
    assert judged == pytest.approx({"P at 0.7": 0.5, "R at 0.7": 0.5, "F1 at 0.7": 0.5, "best F1": 0.8, "at": 0.6})


def test_a_pair_of_two_parties_is_right_if_it_stays_below_the_threshold(script: Load):
    kinds = script("pair_quality").right_by_kind([0.9, 0.7, 0.2], _pairs(script, "ynn"), 0.7)
    assert kinds == {"match: k": (1, 1.0), "nonmatch: k": (2, 0.5)}


def _pairs(script: Load, labels: str) -> list[object]:
    pair = script("screening_files").Pair
    return [pair(left="a", right="b", same=label == "y", kind="k", schema="Company") for label in labels]
