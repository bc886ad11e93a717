"""Clause values of many lines as packed bits: by clause, by line, and which lines have the same."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.numbering import distinct

Words = NDArray[np.uint64]
WORD: Final = 64
"""Bits of a word of numpy; not a choice."""


class ClauseValues:
    """Clause values of many lines under one variant: SURE and MAY of each clause, as packed bits over the lines.

    Parameters
    ----------
    sure_words, may_words
        Each of shape (clauses, words); what lies beyond the last line means nothing.
    count
        Number of lines.
    """

    def __init__(self, sure_words: Words, may_words: Words, count: int) -> None:
        """Take the bits over."""
        self.sure_words, self.may_words, self.count = sure_words, may_words, count

    @classmethod
    def of(cls, sure: NDArray[np.bool_], may: NDArray[np.bool_]) -> ClauseValues:
        """Pack marks of shape (clauses, lines)."""
        return cls(packed(sure), packed(may), sure.shape[1])

    @cached_property
    def sure(self) -> NDArray[np.bool_]:
        """Whether each clause is met; shape (clauses, lines)."""
        return unpacked(self.sure_words, self.count)

    @cached_property
    def sure_by_line(self) -> Words:
        """Which clauses each line meets, as bits; shape (lines, words)."""
        return by_line(self.sure_words, self.count)

    @cached_property
    def may_by_line(self) -> Words:
        """Which clauses each line meets or leaves unknown, as bits; shape (lines, words)."""
        return by_line(self.may_words, self.count)

    @cached_property
    def may(self) -> NDArray[np.bool_]:
        """Whether each clause is met or unknown; shape (clauses, lines)."""
        return unpacked(self.may_words, self.count)


def packed(marks: NDArray[np.bool_]) -> Words:
    """Pack marks along the last axis to words, with zeros beyond the last."""
    narrow = np.packbits(marks, axis=-1, bitorder="little")
    wide = np.zeros((*narrow.shape[:-1], max(1, -(-narrow.shape[-1] // 8)) * 8), dtype=np.uint8)
    wide[..., : narrow.shape[-1]] = narrow
    return wide.view(np.uint64)


def unpacked(words: Words, count: int) -> NDArray[np.bool_]:
    """Return the first marks of words, along their last axis."""
    return np.unpackbits(words.view(np.uint8), axis=-1, bitorder="little", count=count).view(np.bool_)


def floors(values: ClauseValues, levels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return floor and ceiling of each line: the greatest level of the clauses met, and of those possible."""
    floor, ceiling = np.zeros(values.count, dtype=np.uint8), np.zeros(values.count, dtype=np.uint8)
    for level in np.unique(levels):
        here = levels == level
        for ends, words in ((floor, values.sure_words), (ceiling, values.may_words)):
            ends[unpacked(np.bitwise_or.reduce(words[here], axis=0), values.count)] = level
    return floor, ceiling


def as_words(marks: NDArray[np.bool_]) -> Words:
    """Pack marks of clauses, of shape (clauses, lines), to words of shape (lines, words)."""
    return by_line(packed(marks), marks.shape[1])


def by_line(words: Words, count: int) -> Words:
    """Turn bits over lines into bits over clauses: from shape (clauses, words of lines) to (lines, words of clauses).

    Squares of 64 lines and 64 clauses are turned over their diagonal in six steps: halves of a square change places,
    then halves of these, down to single bits.
    """
    squares = np.zeros((max(1, -(-len(words) // WORD)), WORD, words.shape[1]), dtype=np.uint64)
    squares.reshape(-1, words.shape[1])[: len(words)] = words
    for half, mask in _HALVES:
        pairs = squares.reshape(len(squares), WORD // (2 * half), 2, half, -1)
        upper, lower = pairs[:, :, 0], pairs[:, :, 1]
        moved = (upper >> np.uint64(half) ^ lower) & mask
        lower ^= moved
        upper ^= moved << np.uint64(half)
    return np.ascontiguousarray(squares.transpose(2, 1, 0).reshape(-1, len(squares))[:count])


def _halves() -> tuple[tuple[int, np.uint64], ...]:
    """Return, for each step, how many bits a half has, and the lower half of every square."""
    sizes = [WORD >> step for step in range(1, WORD.bit_length())]
    ones = {half: sum(((1 << half) - 1) << start for start in range(0, WORD, 2 * half)) for half in sizes}
    return tuple((half, np.uint64(mask)) for half, mask in ones.items())


_HALVES: Final = _halves()


def distinct_rows(rows: Words) -> tuple[Words, NDArray[np.int32]]:
    """Return the distinct rows of a table of words, and for each row which of them it is.

    Rows are told apart by a hash first; if two different rows share one, they are compared word by word.
    """
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for word in range(rows.shape[1]):
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) + rows[:, word]
    first, which = distinct(mixed)
    found = rows[first]
    if not np.array_equal(found[which], rows):
        found, inverse = np.unique(rows, axis=0, return_inverse=True)
        return found, inverse.astype(np.int32)
    return found, which
