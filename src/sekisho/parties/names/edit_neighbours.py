"""Strings within a few slips of another, found by what letters they hold; nothing that a full scan finds is lost.

Each string has a signature of 64 bits: whether a letter occurs, and whether it occurs twice. One slip (a letter left
out, put in, or exchanged) changes at most two of the bits, and a swap changes none; so strings whose signatures differ
in more than twice the slips allowed are further away, and only the others are measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

_LETTERS: Final = 32
"""Drawers for letters, each with a bit for one letter and a bit for two; letters that share a drawer only find more."""


def signature(text: str) -> int:
    """Tell which letters occur in a text, and which occur twice, as bits."""
    once = twice = 0
    for letter in text:
        bit = 1 << (ord(letter) % _LETTERS)
        twice |= once & bit
        once |= bit
    return once | twice << _LETTERS


@dataclass(slots=True)
class Nearby:
    """Strings sorted by length, each with its signature.

    Parameters
    ----------
    texts
        The strings, each once.
    """

    texts: tuple[str, ...]
    _order: NDArray[np.int32] = field(init=False)
    _signatures: NDArray[np.uint64] = field(init=False)
    _starts: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Sort by length."""
        lengths = np.fromiter((len(text) for text in self.texts), dtype=np.int64, count=len(self.texts))
        self._order = np.argsort(lengths, kind="stable").astype(np.int32)
        signatures = np.fromiter((signature(text) for text in self.texts), dtype=np.uint64, count=len(self.texts))
        self._signatures = signatures[self._order]
        longest = int(lengths.max(initial=0))
        self._starts = np.searchsorted(lengths[self._order], np.arange(longest + 2))

    def within(self, text: str, slips: int) -> list[int]:
        """Return the places of strings whose length and letters allow them to lie within so many slips of a text.

        All that do lie within are among them; the caller measures.
        """
        last = len(self._starts) - 1
        low, high = min(max(len(text) - slips, 0), last), min(len(text) + slips + 1, last)
        start, end = self._starts[low], self._starts[high]
        if start >= end:
            return []
        differing = np.bitwise_count(self._signatures[start:end] ^ np.uint64(signature(text)))
        found: list[int] = self._order[start:end][differing <= 2 * slips].tolist()
        return found


def nearby(texts: Iterable[str]) -> Nearby:
    """Index strings."""
    return Nearby(tuple(texts))


def distances(one: str, others: Sequence[str], most: int) -> list[int]:
    """Measure slips between a text and others; more than the most counts as one more than it."""
    if not others:
        return []
    found: list[int] = cdist([one], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0].tolist()
    return found


def similarities(one: str, others: Sequence[str]) -> list[float]:
    """Tell how alike a text and others are, 0 to 1, as a share of the longer that need not change."""
    found: list[float] = cdist([one], others, scorer=OSA.normalized_similarity, dtype=np.float64)[0].tolist()
    return found
