"""Which of many cells hold a listed name, or begin one, asked of all at once by checksums of stretches of letters.

What is told here of many cells `ListedNames` tells of each by its letters; a checksum tells no two texts apart once in
some thousand millions of times, so that a cell is compared in full for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from sekisho.parties.names.stretch_checks import NotedTexts, StretchChecks, borders, spread_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

_SHORT_SIZES: Final = (2, 3)
"""Letters of listed names that are too short to be looked for by their beginning."""


class _Beginnings:
    """Beginnings of listed names, each with the sizes of the names that begin so."""

    __slots__ = ("_first", "_of", "_sizes", "_texts", "size")

    def __init__(self, sizes: Mapping[str, Sequence[int]], size: int) -> None:
        """Take the beginnings, all of one size."""
        self.size = size
        self._texts = NotedTexts(sizes)
        rows = list(sizes.values())
        self._sizes = np.fromiter(chain.from_iterable(rows), dtype=np.intp)
        counts = np.fromiter(map(len, rows), dtype=np.intp, count=len(rows))
        ends = np.cumsum(counts)
        self._first, self._of = (ends - counts)[self._texts.order], counts[self._texts.order]

    def of(self, checks: StretchChecks, ends: Numbers) -> tuple[Numbers, Numbers]:
        """Return the stretches of a text that may be names, by where they start and end.

        Parameters
        ----------
        ends
            Where the cell ends in which a letter stands, of each letter.
        """
        starts = np.flatnonzero(np.arange(len(ends)) + self.size <= ends)
        found = self._texts.find(checks.of(starts, starts + self.size))
        begins = found >= 0
        starts, found = starts[begins], found[begins]
        at, of_start = spread_places(self._first[found], self._of[found])
        starts = starts[of_start]
        stops = starts + self._sizes[at]
        fits = stops <= ends[starts]
        return starts[fits], stops[fits]


class StandingLetters:
    """Listed names by checksums of their letters.

    Parameters
    ----------
    names
        Letters of all names.
    sizes, glued
        Sizes of the names by the letters with which they begin, and of those in Latin letters that are long.
    short
        Letters of short names in kana and Chinese characters.
    beginnings
        Letters with which a listed name begins that may be cut off: of each as many as the shortest such cell has.
    """

    __slots__ = ("_beginnings", "_glued", "_names", "_short", "_sizes")

    def __init__(
        self,
        names: Collection[str],
        sizes: Mapping[str, Sequence[int]],
        glued: Mapping[str, Sequence[int]],
        short: Collection[str],
        beginnings: Iterable[str],
    ) -> None:
        """Work the checksums out."""
        self._names, self._short = NotedTexts(names), NotedTexts(short)
        self._sizes = _Beginnings(sizes, len(next(iter(sizes), "")))
        self._glued = _Beginnings(glued, len(next(iter(glued), "")))
        self._beginnings = NotedTexts(beginnings)

    def may_hold(self, cells: Sequence[str]) -> list[bool]:
        """Tell of the letters of cells in kana and Chinese characters whether they hold a listed name."""
        starts, ends = borders(cells)
        checks, holds = StretchChecks("".join(cells)), np.zeros(len(cells), dtype=bool)
        of_letter = np.repeat(np.arange(len(cells)), ends - starts)
        last = ends[of_letter]
        for size in _SHORT_SIZES:
            low = np.flatnonzero(np.arange(len(last)) + size <= last)
            holds[of_letter[low[self._short.hold(checks.of(low, low + size))]]] = True
        low, high = self._sizes.of(checks, last)
        holds[of_letter[low[self._names.hold(checks.of(low, high))]]] = True
        return holds.tolist()

    def may_stand(self, cells: Sequence[Sequence[str]]) -> list[bool]:
        """Tell of the words of plain Latin cells whether a listed name stands there, or a long one anywhere."""
        words = [*chain.from_iterable(cells)]
        starts, ends = borders(words)
        counts = np.fromiter(map(len, cells), dtype=np.intp, count=len(cells))
        of_word = np.repeat(np.arange(len(cells)), counts)
        checks, stands = StretchChecks("".join(words)), np.zeros(len(cells), dtype=bool)
        for more in range(int(counts.max(initial=0))):
            first = np.flatnonzero(of_word[: len(words) - more] == of_word[more:])
            stands[of_word[first[self._names.hold(checks.of(starts[first], ends[first + more]))]]] = True
        of_letter = np.repeat(of_word, ends - starts)
        low, high = self._glued.of(checks, ends[np.cumsum(counts) - 1][of_letter])
        stands[of_letter[low[self._names.hold(checks.of(low, high))]]] = True
        return stands.tolist()

    def may_begin(self, cells: Sequence[str], size: int) -> list[bool]:
        """Tell of the letters of cells whether they begin with so many letters with which a listed name begins."""
        starts, ends = borders(cells)
        begins = starts + size <= ends
        checks = StretchChecks("".join(cells)).of(starts[begins], starts[begins] + size)
        begins[begins] = self._beginnings.hold(checks)
        answers: list[bool] = begins.tolist()
        return answers
