"""Figures of a comparison of names and of a screening: right answers by class and tier, precision, recall, F1."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tests.support.parties.tables import CROSS_SCRIPT, Pair, Stranger, Variant, is_latin

MATCH: Final = "match"
REVIEW: Final = "review"
NONE: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What screening says of a name: its zone, the best entries (several if they score the same), and all hits."""

    zone: str
    best: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()


Parties = dict[str, frozenset[str]]
Score = Callable[[str, str], float]
Screen = Callable[[str], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A pair and its score, 0 to 1."""

    pair: Pair
    score: float

    def is_right(self, threshold: float) -> bool:
        """Tell whether the score falls on the right side of a threshold, which belongs to the matches."""
        return (self.score >= threshold) == self.pair.is_match


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Precision and recall of pairs called a match, shares of 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score_pairs(pairs: Iterable[Pair], score: Score) -> tuple[Scored, ...]:
    """Score each pair once."""
    return tuple(Scored(pair=pair, score=score(pair.left, pair.right)) for pair in pairs)


def quality(scored: Iterable[Scored], threshold: float) -> Quality:
    """Measure precision and recall over pairs of both labels."""
    found = wrong = lost = 0.0
    for each in scored:
        called = each.score >= threshold
        found += called and each.pair.is_match
        wrong += called and not each.pair.is_match
        lost += not called and each.pair.is_match
    return _quality(found, wrong, lost)


def quality_of_class(scored: Iterable[Scored], group: str, threshold: float) -> Quality:
    """Measure precision and recall of one class, which has one label, against all pairs of the other.

    The other label's calls count by the class's share of its own label, so that classes of any size compare.
    """
    everything = tuple(scored)
    own = tuple(each for each in everything if each.pair.group == group)
    label = own[0].pair.is_match
    other = tuple(each for each in everything if each.pair.is_match is not label)
    share = len(own) / (len(everything) - len(other))
    called = sum(each.score >= threshold for each in own)
    called_other = sum(each.score >= threshold for each in other) * share
    if label:
        return _quality(called, called_other, len(own) - called)
    return _quality(called_other, called, len(other) * share - called_other)


def _quality(found: float, wrong: float, lost: float) -> Quality:
    return Quality(
        precision=found / (found + wrong) if found + wrong else 1.0,
        recall=found / (found + lost) if found + lost else 1.0,
    )


def cross_script(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    """Choose the matches of the classes that cross scripts, and the pairs of two parties of which one name is Latin."""
    return tuple(
        each
        for each in scored
        if each.pair.group in CROSS_SCRIPT
        or (not each.pair.is_match and is_latin(each.pair.left) != is_latin(each.pair.right))
    )


def best_threshold(scored: Iterable[Scored]) -> float:
    """Find the lowest threshold of highest F1."""
    everything = tuple(scored)
    return max(sorted({each.score for each in everything}), key=lambda at: quality(everything, at).f1)


def is_found(variant: Variant, answer: Answer, parties: Parties) -> bool:
    """Tell whether the party of a variant is the best hit, or one of those that score the same."""
    return answer.zone != NONE and not parties[variant.entity].isdisjoint(answer.best)


def is_clear(stranger: Stranger, screen: Screen) -> bool:
    """Tell whether a party of no list raises no alarm, neither match nor review."""
    return screen(stranger.name).zone == NONE
