"""Checksums of any stretch of a long text, all at once, and texts that are told by theirs.

A checksum is the value of a polynomial of the letters, so that what a stretch adds is told from two sums at its ends:
whether any of some thousand stretches of a book is one of a hundred thousand listed texts is asked in one go.

>>> noted = NotedTexts(["tarumi", "marine"])
>>> checks = StretchChecks("the tarumi lines")
>>> noted.hold(checks.of(np.array([0, 4]), np.array([3, 10]))).tolist()
[False, True]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from sekisho.parties.names.edit_neighbours import BASE, HALF, INVERSE, MIXING, WORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

_MIXING: Final = np.uint64(MIXING)
_HALF: Final = np.uint64(HALF)
_DRAWERS_A_TEXT: Final = 8
"""Marks for each text, a byte each. A guess. Smaller, more texts are looked up in vain; larger, the marks do not stay
near; nothing else differs."""
_AT_ONCE: Final = 20_000
"""Texts of which checksums are worked out together. A guess: larger, more memory for a moment; smaller, more calls."""


class StretchChecks:
    """A text, with checksums of its stretches.

    Parameters
    ----------
    text
        The text; what it is made of is told by the places of its letters.
    """

    __slots__ = ("_inverse", "_sums")

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        powers, self._inverse = _powers(len(codes) + 1)
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(codes * powers[: len(codes)], out=self._sums[1:])

    def of(self, starts: Numbers, ends: Numbers) -> Numbers:
        """Return the checksums of stretches, each from a place until another."""
        return _mixed((self._sums[ends] - self._sums[starts]) * self._inverse[starts])

    def without(self, starts: Numbers, ends: Numbers, lost: Numbers) -> Numbers:
        """Return the checksums of stretches without the letter at a place in each."""
        before = (self._sums[lost] - self._sums[starts]) * self._inverse[starts]
        return _mixed(before + (self._sums[ends] - self._sums[lost + 1]) * self._inverse[starts + 1])


class NotedTexts:
    """Texts that are told by their checksums, numbered by their place in `order`.

    Parameters
    ----------
    texts
        The texts, each once; they are not kept.
    """

    __slots__ = ("_bits", "_checks", "_marked", "order")

    def __init__(self, texts: Iterable[str]) -> None:
        checks = checks_of(texts)
        self.order = np.argsort(checks)
        self._checks = checks[self.order]
        self._bits = np.uint64(64 - max(10, (_DRAWERS_A_TEXT * len(checks)).bit_length()))
        self._marked = np.zeros(1 << (64 - int(self._bits)), dtype=bool)
        self._marked[checks >> self._bits] = True

    def hold(self, checks: Numbers) -> Numbers:
        """Tell of checksums whether each is that of a text."""
        return self.find(checks) >= 0

    def find(self, checks: Numbers) -> Numbers:
        """Return the place of the text of each checksum, in sorted order; -1 of those of none."""
        found = np.full(len(checks), -1, dtype=np.intp)
        maybe = np.flatnonzero(self._marked[checks >> self._bits])
        if len(maybe):
            at = np.minimum(np.searchsorted(self._checks, checks[maybe]), len(self._checks) - 1)
            same = self._checks[at] == checks[maybe]
            found[maybe[same]] = at[same]
        return found


def checks_of(texts: Iterable[str]) -> Numbers:
    """Return the checksums of many texts."""
    given, rows = tuple(texts), []
    for low in range(0, len(given), _AT_ONCE):
        some = given[low : low + _AT_ONCE]
        starts, ends = borders(some)
        rows.append(StretchChecks("".join(some)).of(starts, ends))
    return np.concatenate(rows) if rows else np.empty(0, dtype=np.uint64)


def short_checks_each(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return checksums of 32 bits of many texts and of each without each of its letters, beside them which text it is.

    They are those of `edit_neighbours.short_checks`; letters that stand twice give one checksum twice.
    """
    starts, ends = borders(texts)
    checks, of_letter = StretchChecks("".join(texts)), np.repeat(np.arange(len(texts)), ends - starts)
    shorter = checks.without(starts[of_letter], ends[of_letter], np.arange(len(of_letter)))
    every = np.concatenate((checks.of(starts, ends), shorter)) >> _HALF
    return every.astype(np.uint32), np.concatenate((np.arange(len(texts)), of_letter))


def borders(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return where each of some texts starts and ends, one behind the other."""
    ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.intp, count=len(texts)))
    return np.concatenate(([0], ends[:-1])).astype(np.intp), ends


def spread_places(starts: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places of stretches of some sizes, one behind the other, and beside each which stretch it is of."""
    of_row = np.repeat(np.arange(len(starts)), sizes)
    first = starts - (np.cumsum(sizes) - sizes)
    return first[of_row] + np.arange(len(of_row)), of_row


def _mixed(values: Numbers) -> Numbers:
    """Spread what tells texts apart over all bits: the lowest of a polynomial tell little."""
    mixed: Numbers = (values ^ (values >> _HALF)) * _MIXING
    return mixed


_known: list[Numbers] = [np.ones(1, dtype=np.uint64), np.ones(1, dtype=np.uint64)]
"""Powers of the base and of its inverse, as far as they were asked for."""


def _powers(count: int) -> tuple[Numbers, Numbers]:
    if len(_known[0]) < count:
        for at, base in enumerate((BASE, INVERSE)):
            _known[at] = np.cumprod(np.full(2 * count, base, dtype=np.uint64)) * np.uint64(pow(base, -1, WORD))
    return _known[0], _known[1]
