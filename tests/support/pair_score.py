"""Two names compared without a list: how alike they are, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sekisho.law.model.match_policy import DIGITS
from sekisho.parties.candidates.candidate import NameCandidate, reasons
from sekisho.parties.candidates.index import NameIndex
from sekisho.parties.names.query import NameInterpretation, read_field
from sekisho.parties.names.tokenisation import take_apart
from sekisho.parties.reason import Reason

_LEAST = 0.3
"""Scores below this are told as 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How alike two names are, 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...]


def compare(left: str, right: str) -> Comparison:
    """Compare two names; the same whichever comes first.

    Each is read in all the ways in which the field of a name may be read, as a unit of a legal person for one.

    >>> compare("住友重機械工業株式会社", "Sumitomo Heavy Industries, Ltd.").score
    0.9
    >>> compare("三菱造船株式会社 下関造船所", "三菱造船株式会社").score
    1.0
    """
    ways = [way for asked, listed in ((left, right), (right, left)) for way in _ways(asked, listed)]
    if not ways:
        return Comparison(score=0.0, reasons=())
    best = max(ways, key=lambda way: way.score)
    told = reasons(take_apart(best.reading.name), _index(best.listed).listed(0), best.found)
    return Comparison(score=round(best.score, DIGITS), reasons=told)


@dataclass(frozen=True, slots=True)
class _Way:
    reading: NameInterpretation
    listed: str
    found: NameCandidate

    @property
    def score(self) -> float:
        return min(self.found.score, self.reading.most)


def _ways(asked: str, listed: str) -> Iterator[_Way]:
    for reading in read_field(asked).readings or (NameInterpretation(name=asked),):
        found = _index(listed).find(take_apart(reading.name), _LEAST)
        if found:
            yield _Way(reading, listed, found[0])


@lru_cache(maxsize=1_000)
def _index(name: str) -> NameIndex:
    return NameIndex((take_apart(name),))
