"""Two names compared without a list: how alike they are, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sekisho.parties.names.candidates import Found, NameIndex
from sekisho.parties.names.explain import Reason, reasons
from sekisho.parties.names.parts import take_apart

_LEAST = 0.3
"""Scores below this are told as 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How alike two names are, 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...]


def compare(left: str, right: str) -> Comparison:
    """Compare two names; the same whichever comes first.

    >>> compare("住友重機械工業株式会社", "Sumitomo Heavy Industries, Ltd.").score > 0.9
    True
    """
    ways = [
        (found, asked, listed) for asked, listed in ((left, right), (right, left)) if (found := _best(asked, listed))
    ]
    if not ways:
        return Comparison(score=0.0, reasons=())
    found, asked, listed = max(ways, key=lambda way: way[0].score)
    return Comparison(score=round(found.score, 4), reasons=reasons(take_apart(asked), take_apart(listed), found))


def _best(asked: str, listed: str) -> Found | None:
    found = _index(listed).find(take_apart(asked), _LEAST)
    return found[0] if found else None


@lru_cache(maxsize=1_000)
def _index(name: str) -> NameIndex:
    return NameIndex((take_apart(name),))
