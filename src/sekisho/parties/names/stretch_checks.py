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
LONGEST_NOTED: Final = 14
"""Letters of the longest string of which is noted what it is without two letters: a longer one has over a hundred such
notes, and of words hardly any is longer. A guess. Smaller, more words are compared one by one; larger, more memory."""
_FEWEST_FOR_TWO: Final = 6
"""Letters of the shortest string that lies within two slips of one that may hold as many, which has eight."""
_CHECK_BITS: Final = 64
"""Bits of a checksum."""
_REST_BITS: Final = 16
"""Bits of a checksum that are kept beside those of its drawer. Fewer, more strings are measured in vain."""
_HALF_WORD: Final = 32
"""Bits of a place beside which another is written."""
_LOW_HALF: Final = (1 << _HALF_WORD) - 1
"""All bits of the lower of two places."""
_MOST_POWERS: Final = 1 << 17
"""Letters of the longest text of which the powers are kept. A guess: longer ones are read once, and their powers would
stay with every process; smaller, those of a chunk of names are worked out again each time."""
_AT_ONCE: Final = 20_000
"""Texts of which checksums are worked out together. A guess: larger, more memory for a moment; smaller, more calls."""


class StretchChecks:
    """A text, with checksums of its stretches.

    Parameters
    ----------
    text
        The text; its stretches are told by the places of its letters.
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

    def without_two(self, starts: Numbers, ends: Numbers, lost: Numbers, also: Numbers) -> Numbers:
        """Return the same without two letters, at a place and at one behind it."""
        inverse, sums = self._inverse, self._sums
        before = (sums[lost] - sums[starts]) * inverse[starts]
        between = (sums[also] - sums[lost + 1]) * inverse[starts + 1]
        return _mixed(before + between + (sums[ends] - sums[also + 1]) * inverse[starts + 2])


class TwoSlips:
    """Strings that lie within two slips of another, found by what both are with up to two letters left out.

    Each string is noted under itself and under itself without each of its letters and each two of them, in drawers that
    are numbered by the checksum, with some more of its bits beside each. That takes eight bytes a note.

    Parameters
    ----------
    texts
        The strings; they are not kept.
    places
        The place of each, which stands for it.
    """

    __slots__ = ("_bits", "_places", "_rest", "_starts")

    def __init__(self, texts: Sequence[str], places: Numbers) -> None:
        lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        some = np.flatnonzero(lengths <= LONGEST_NOTED)
        deletions = np.where(lengths >= _FEWEST_FOR_TWO, 2, 1)
        checks, of_text = _deletion_checks([texts[at] for at in some.tolist()], deletions[some])
        self._bits = np.uint64(_CHECK_BITS - max(10, len(checks).bit_length() - 1))
        drawers = checks >> self._bits
        order = np.argsort(drawers, kind="stable")
        self._places = places[some][of_text[order]].astype(np.int32)
        self._rest = _rest_of(checks[order], self._bits)
        counts = np.bincount(drawers.astype(np.intp), minlength=1 << (_CHECK_BITS - int(self._bits)))
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)

    def within_each(self, texts: Sequence[str], slips: Numbers) -> tuple[Numbers, Numbers]:
        """Return pairs of a text, by its place, and the place of a string that may lie within its slips, each once.

        All that do are among them, save strings that are longer than any that is noted.
        """
        checks, of_text = _deletion_checks(texts, slips)
        drawers = (checks >> self._bits).astype(np.intp)
        low = self._starts[drawers].astype(np.intp)
        at, of_check = spread_places(low, self._starts[drawers + 1] - low)
        same = self._rest[at] == _rest_of(checks, self._bits)[of_check]
        pairs = np.unique(of_text[of_check[same]].astype(np.int64) << _HALF_WORD | self._places[at[same]])
        return pairs >> _HALF_WORD, pairs & _LOW_HALF


def _rest_of(checks: Numbers, bits: np.uint64) -> Numbers:
    """Return some more bits of checksums than those that number their drawers."""
    rest: Numbers = (checks >> (bits - np.uint64(_REST_BITS))).astype(np.uint16)
    return rest


def _deletion_checks(texts: Sequence[str], deletions: Numbers) -> tuple[Numbers, Numbers]:
    """Return checksums of texts and of each without up to so many letters, one or two; and beside them which text."""
    starts, ends = borders(texts)
    checks, lengths = StretchChecks("".join(texts)), ends - starts
    rows, of_text = [checks.of(starts, ends)], [np.arange(len(texts), dtype=np.int32)]
    for length in np.unique(lengths).tolist():
        ones = np.flatnonzero(lengths == length).astype(np.int32)
        start = starts[ones][:, None]
        rows.append(checks.without(start, ends[ones][:, None], start + np.arange(length)).ravel())
        of_text.append(np.repeat(ones, length))
        twos, (first, second) = ones[deletions[ones] > 1], np.triu_indices(length, 1)
        for low in range(0, len(twos), _AT_ONCE):
            some = twos[low : low + _AT_ONCE]
            start = starts[some][:, None]
            rows.append(checks.without_two(start, ends[some][:, None], start + first, start + second).ravel())
            of_text.append(np.repeat(some, len(first)))
    return np.concatenate(rows), np.concatenate(of_text)


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
        powers = [
            np.cumprod(np.full(2 * count, base, dtype=np.uint64)) * np.uint64(pow(base, -1, WORD))
            for base in (BASE, INVERSE)
        ]
        if count > _MOST_POWERS:
            return powers[0], powers[1]
        _known[:] = powers
    return _known[0], _known[1]
