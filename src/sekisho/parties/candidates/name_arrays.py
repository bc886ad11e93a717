"""Many names at once: which listed names may reach a score, told by arrays of numpy that share the index's memory.

A single question does without, since to load numpy takes longer than to look at some thousand names one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from sekisho.dataclass import dataclass
from sekisho.parties.candidates.part_holders import PartHolders
from sekisho.parties.candidates.score_bounds import Gain, NameBounds, Wanted, lightness
from sekisho.parties.names.alignment import DIFFERS
from sekisho.parties.names.places import NumberRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

_MANY_NAMES: Final = 96
"""Listed names from which numpy tells which of them may reach a score, in some 60 us. A guess. Smaller or larger, it
takes longer; nothing else differs."""
_MANY_PARTS: Final = 20
"""Parts from which their names are gathered by numpy in one go. Measured (2026-12-01): 20 take 9 us either way, 100
take 15 us so and 45 one by one."""
_TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""


@dataclass(slots=True, eq=False)
class NameArrays:
    """Listed names as numpy reads them.

    Parameters
    ----------
    rows
        Of each name: numbers of its parts alone.
    """

    bounds: NameBounds
    holders: PartHolders
    rows: NumberRows
    _starts: Numbers = field(init=False)
    _numbers: Numbers = field(init=False)
    _row_starts: Numbers = field(init=False)
    _row_numbers: Numbers = field(init=False)
    _postings: Numbers = field(init=False)
    _posting_starts: Numbers = field(init=False)
    _weights: Numbers = field(init=False)
    _scripts: Numbers = field(init=False)
    _telling: Numbers = field(init=False)
    _part_weights: Numbers = field(init=False)
    _spans: Numbers = field(init=False)
    _alike: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Read the arrays of the index; all but the spans share its memory."""
        bounds = self.bounds
        starts, numbers = bounds.numbers.columns()
        self._starts, self._numbers = np.frombuffer(starts, dtype=np.uint32), np.frombuffer(numbers, dtype=np.intc)
        starts, numbers = self.rows.columns()
        self._row_starts = np.frombuffer(starts, dtype=np.uint32)
        self._row_numbers = np.frombuffer(numbers, dtype=np.intc)
        self._postings = np.frombuffer(self.holders.postings, dtype=np.intc)
        self._posting_starts = np.frombuffer(self.holders.starts, dtype=np.uint32)
        self._weights = np.frombuffer(bounds.weights, dtype=np.float64)
        self._scripts = np.frombuffer(bounds.scripts, dtype=np.uint8)
        self._telling = np.frombuffer(bounds.telling, dtype=np.uint8)
        self._part_weights = np.frombuffer(bounds.part_weights, dtype=np.float64)
        self._spans = np.array(bounds.spans, dtype=np.uint8)
        self._alike = np.zeros(len(bounds.part_weights))

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Leave them out of what is kept: they are made again where many names are looked up."""
        return type(None), ()

    @staticmethod
    def are_worth(occurrences: int) -> bool:
        """Tell whether so many names are looked at faster by arrays than one by one."""
        return occurrences >= _MANY_NAMES

    def worth_scoring(
        self,
        rarest: Sequence[int],
        gains: Sequence[Gain],
        needed: Sequence[Gain],
        in_script: Sequence[Gain],
        wanted: Wanted,
    ) -> list[int]:
        """Return the names with some parts that may reach the score.

        Parameters
        ----------
        rarest
            Numbers of the parts of which every name must have one.
        needed, in_script
            Gains without which no name reaches it, and others without which none in the script of the query does; the
            first of those needed is looked for by its parts.
        """
        names = self._holding(rarest)
        for gain in needed[1:]:
            flagged = self._flagged_in(names, gain)
            names = names if flagged is None else names[flagged]
        for gain in in_script:
            flagged = self._flagged_in(names, gain)
            if flagged is not None:
                names = names[flagged | (self._scripts[names] != wanted.script)]
        if len(names) >= _MANY_NAMES:
            return self._reaching(names, gains, wanted)
        gains = sorted(gains, key=lightness)
        return [name for name in dict.fromkeys(names.tolist()) if self.bounds.reaches(name, gains, wanted)]

    def longer(self, size: int, rarest: Gain, others: Sequence[Gain]) -> list[int]:
        """Return the names of more parts than so many in which something of each gain stands."""
        ends = self._row_starts
        names = self._holding(rarest.like)
        names = names[ends[names + 1] - ends[names] > size]
        for gain in others:
            flagged = self._flagged_in(names, gain)
            names = names if flagged is None else names[flagged]
        for gain in others:
            if not len(names):
                return []
            parts, rows = _rows_of(ends, self._row_numbers, names)
            names = names[np.maximum.reduceat(self._alike_to(gain, parts), rows) > 0]
        return [*dict.fromkeys(names.tolist())]

    def _holding(self, parts: Collection[int]) -> Numbers:
        """Return the names in which any of some parts occurs, a name in which several occur several times."""
        if len(parts) >= _MANY_PARTS:
            return _rows_of(self._posting_starts, self._postings, np.fromiter(parts, dtype=np.intp))[0]
        starts = self.holders.starts
        return np.concatenate([self._postings[starts[part] : starts[part + 1]] for part in parts])

    def _flagged_in(self, names: Numbers, gain: Gain) -> Numbers | None:
        """Tell in which of some names something occurs of which a gain is made; None if they are not flagged."""
        flags = gain.flags or self._flags_of(gain)
        if flags is None:
            return None
        flagged: Numbers = (np.frombuffer(flags, dtype=np.uint8)[names >> 3] >> (names & 7) & 1) != 0
        return flagged

    def _flags_of(self, gain: Gain) -> bytes | None:
        """Flag the names of a gain as `PartHolders.flags_of` does."""
        if not self.holders.takes_flags(gain):
            return None
        marks = np.zeros(8 * self.holders.size_of_flags, dtype=bool)
        marks[self._holding(gain.like)] = True
        gain.flags = np.packbits(marks, bitorder="little").tobytes()
        return gain.flags

    def _reaching(self, names: Numbers, gains: Sequence[Gain], wanted: Wanted) -> list[int]:
        """Return those of many names for which `NameBounds.reaches` holds, and perhaps some that miss it by a rounding.

        Parameters
        ----------
        names
            Their numbers, as an array of numpy.
        """
        parts, rows = _rows_of(self._starts, self._numbers, names)
        cover, telling = np.zeros(len(names)), np.zeros(len(names), dtype=np.intp)
        other, other_telling = np.zeros(len(parts)), np.zeros(len(parts), dtype=np.intp)
        for gain in gains:
            alike = self._alike_to(gain, parts)
            best = np.maximum.reduceat(alike, rows)
            cover += best * gain.weight
            telling += (best > 0) * gain.telling
            other += alike
            other_telling += alike > 0
        reaching = cover >= wanted.need - _TINY
        if not reaching.any():
            return []
        weights = self._weights[names]
        of_listed = np.minimum(np.add.reduceat(other * self._part_weights[parts], rows), weights)
        reaching &= cover + of_listed >= wanted.least * (wanted.weight + weights) - 2 * _TINY
        if wanted.least > DIFFERS:
            listed_telling = np.add.reduceat(other_telling * self._spans[parts], rows)
            reaching &= (self._scripts[names] != wanted.script) | (
                (telling >= wanted.telling) & (listed_telling >= self._telling[names])
            )
        return [*dict.fromkeys(names[reaching].tolist())]

    def _alike_to(self, gain: Gain, parts: Numbers) -> Numbers:
        """Return how alike what a gain is of is to each of some listed parts, 0 to 1."""
        keys = np.fromiter(gain.like, dtype=np.intp, count=len(gain.like))
        self._alike[keys] = np.fromiter(gain.like.values(), dtype=np.float64, count=len(gain.like))
        values: Numbers = self._alike[parts]
        self._alike[keys] = 0.0  # zeroes again for the next
        return values


def _rows_of(starts: Numbers, numbers: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of some rows, one row behind the other, and where each begins.

    Sums over each row need one number at least in every row.

    Parameters
    ----------
    starts, numbers
        As `NumberRows.columns` has them, as arrays of numpy.
    """
    first = starts[places].astype(np.intp)
    sizes = starts[places + 1] - first
    ends = np.cumsum(sizes)
    rows = ends - sizes
    return numbers[np.repeat(first - rows, sizes) + np.arange(int(ends[-1]))], rows
