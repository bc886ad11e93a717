"""In which listed names each part stands, and which of some names hold what is like a part of a query."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import InitVar, field
from itertools import accumulate
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.candidates.score_bounds import Gain
from sekisho.parties.names.places import NumberRows

_FREQUENT: Final = 64
"""Listed names with a part from which they are kept as a set. A guess. Smaller, more memory; larger, more time."""
_MOST_FLAGS: Final = 16 * 2**20
"""Bytes of flags of names. A guess. Smaller, names of frequent parts are looked for one by one in long lists; larger,
each process takes more memory; nothing else differs."""


@dataclass(slots=True)
class PartHolders:
    """The listed names in which each part stands.

    Parameters
    ----------
    count
        Number of different parts; it is not kept.
    numbers
        Of each name: numbers of its parts and of its neighbours written together.
    postings, starts
        Names one part behind the other, and where those of each part begin, with the end of the last.
    """

    count: InitVar[int]
    numbers: NumberRows
    postings: array[int] = field(default_factory=lambda: array("i"))
    starts: array[int] = field(init=False)
    _flagged: int = 0

    def __post_init__(self, count: int) -> None:
        """Note in which names each part occurs, all in one row."""
        names: list[array[int]] = [array("i") for _ in range(count)]
        for number in range(len(self.numbers)):
            for part in set(self.numbers.row(number)):
                names[part].append(number)
        for column in names:
            self.postings += column
        self.starts = array("I", accumulate(map(len, names), initial=0))

    def of(self, parts: Iterable[int]) -> set[int]:
        """Return the names in which any of some parts occurs."""
        starts, postings = self.starts, self.postings
        return set().union(*[postings[starts[part] : starts[part + 1]] for part in parts])

    def occurrences(self, parts: Iterable[int]) -> int:
        """Count how often some parts occur in names."""
        starts = self.starts
        return sum([starts[number + 1] - starts[number] for number in parts])

    def among(self, names: set[int], gain: Gain) -> set[int]:
        """Return those of some names in which something occurs of which a gain is made."""
        if not names:
            return names
        flags = gain.flags or self.flags_of(gain)
        if flags is not None:
            return {name for name in names if flags[name >> 3] >> (name & 7) & 1}
        like, numbers_of = gain.like.keys(), self.numbers.row
        return {name for name in names if not like.isdisjoint(numbers_of(name))}

    def flags_of(self, gain: Gain) -> bytes | None:
        """Flag the names of a gain that is made of frequent parts, unless much memory went into such flags already."""
        if not self.takes_flags(gain):
            return None
        flags = bytearray(self.size_of_flags)
        for name in self.of(gain.like):
            flags[name >> 3] |= 1 << (name & 7)
        gain.flags = bytes(flags)
        return gain.flags

    @property
    def size_of_flags(self) -> int:
        """Bytes of the flags of all names."""
        return (len(self.numbers) >> 3) + 1

    def takes_flags(self, gain: Gain) -> bool:
        """Tell whether the names of a gain are worth flags and there is memory for them, which is then taken."""
        if gain.occurrences <= _FREQUENT or self._flagged + self.size_of_flags > _MOST_FLAGS:
            return False
        self._flagged += self.size_of_flags
        return True

    def forget_flags(self) -> None:
        """Count the memory of flags anew: what was forgotten took its flags along."""
        self._flagged = 0
