"""Many queries at once: which listed names may reach a score, told of pairs of a query and a name by arrays of numpy.

A pair is made where a listed name has what some part of a query is like, the rarest that every name must have. Then one
part of all queries after the other is laid beside their names, and pairs that cannot reach the score any more are left
out. The arrays share the memory of the index. A single question does without, since to load numpy takes longer than to
look at some thousand names one by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.dataclass import dataclass
from sekisho.parties.candidates.part_holders import PartHolders
from sekisho.parties.candidates.score_bounds import (
    FEWEST_PARTS,
    SCRIPTS,
    TELLING,
    Gain,
    NameBounds,
    Wanted,
)
from sekisho.parties.names.alignment import DIFFERS, least_cover
from sekisho.parties.names.business_words import PROPER
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.places import NumberRows
from sekisho.parties.names.similarity import group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

_MANY_NAMES: Final = 96
"""Listed names from which numpy tells of a single query which of them may reach a score, in some 200 us. A guess.
Smaller or larger, it takes longer; nothing else differs."""
_PAIRS_AT_ONCE: Final = 1 << 17
"""Pairs that are looked at together. A guess: what they take, some 20 MiB, is let go again. Smaller, more calls;
larger, more memory; nothing else differs."""
_DRAWERS: Final = range(10, 21)
"""Bits of the numbers of drawers in which a gain and a listed part are looked for first. A guess. Smaller, more pairs
of them are looked up in vain; larger, the table does not stay near; nothing else differs."""
_DRAWERS_A_PAIR: Final = 16
"""Drawers for each gain with a listed part that it is like, as far as so many bits allow. A guess, as before."""
_SPREADING: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads what it is multiplied with (the golden ratio, as Knuth has it)."""
_TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""


class _Rows:
    """Rows of numbers, as `NumberRows.columns` has them."""

    __slots__ = ("numbers", "starts")

    def __init__(self, starts: Numbers, numbers: Numbers) -> None:
        """Take where each row starts, with the end of the last, and the numbers of all rows."""
        self.starts, self.numbers = starts, numbers

    def spread(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return the numbers of some rows, one row behind the other, and beside each which of the rows it is of."""
        first = self.starts[places].astype(np.intp)
        sizes = self.sizes(places)
        of_row = np.repeat(np.arange(len(places)), sizes)
        first -= np.cumsum(sizes) - sizes
        return self.numbers[first[of_row] + np.arange(len(of_row))], of_row

    def sizes(self, places: Numbers) -> Numbers:
        """Count the numbers of some rows."""
        sizes: Numbers = self.starts[places + 1].astype(np.intp) - self.starts[places]
        return sizes


class AskedParts:
    """The parts of many queries, each once, with what each may add; and which parts each query has.

    Parameters
    ----------
    queries
        The parts of each query.
    gain_of
        Tells what a part may add.
    joined
        What two neighbours of a query may add, with the place of the query.
    """

    __slots__ = (
        "_gains",
        "_like",
        "_proper",
        "_script",
        "_table",
        "_telling",
        "count",
        "gains",
        "number",
        "query",
        "sizes",
    )

    def __init__(
        self,
        queries: Sequence[Sequence[NamePart]],
        gain_of: Callable[[NamePart], Gain],
        joined: Sequence[tuple[int, Gain]],
    ) -> None:
        numbers: dict[NamePart, int] = {}
        number = [numbers.setdefault(part, len(numbers)) for parts in queries for part in parts]
        sizes = np.fromiter(map(len, queries), dtype=np.intp, count=len(queries))
        self.count, self.sizes = len(queries), sizes
        self._table: _GainTable | None = None
        self.gains = [*map(gain_of, numbers), *[gain for _, gain in joined]]
        self.number = np.array([*number, *range(len(numbers), len(self.gains))], dtype=np.intp)
        self.query = np.concatenate((np.repeat(np.arange(len(sizes)), sizes), [at for at, _ in joined])).astype(np.intp)
        rows = [(gain.weight, gain.telling, gain.occurrences, bool(gain.like)) for gain in self.gains]
        columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
        self._gains, self._like = columns[:3], columns[3].astype(bool)
        self._script = np.array([SCRIPTS[group(part.alphabet)] for part in numbers], dtype=np.uint8)
        self._telling = np.array([part.kind in TELLING for part in numbers], dtype=np.float64)
        self._proper = np.array([part.kind in PROPER for part in numbers], dtype=np.float64)

    def table_for(self, parts: int) -> _GainTable:
        """Return the table of what the gains are made of, of so many listed parts."""
        if self._table is None:
            self._table = _GainTable(self.gains, parts)
        return self._table

    def _of_parts(self, values: Numbers) -> Numbers:
        """Add up, for each query, a value of each of its parts."""
        parts = int(self.sizes.sum())
        summed: Numbers = np.bincount(self.query[:parts], values[self.number[:parts]], minlength=self.count)
        return summed

    def wanted(self, least: float) -> tuple[_Slots, _WantedEach]:
        """Return the gains of the queries that may reach a score, and what each query must reach."""
        weight = self._of_parts(self._gains[0])
        need = least_cover(least) * weight - _TINY
        like = self._like[self.number]
        number, query = self.number[like], self.query[like]
        some = np.bincount(query, self._gains[0][number], minlength=self.count) >= need
        hopeful = some[query]
        script = np.zeros(self.count, dtype=np.intp)
        for bit in SCRIPTS.values():
            script += bit * (self._of_parts(self._script & bit) > 0)
        slots = _Slots(number[hopeful], query[hopeful], self._gains, self.count)
        return slots, _WantedEach(need, np.full(self.count, least), weight, script, self._of_parts(self._telling))

    def short(self) -> _Slots:
        """Return the gains of the queries that may be longer names written short."""
        parts = int(self.sizes.sum())
        may_be = (self.sizes >= FEWEST_PARTS) & (self._of_parts(self._proper) > 0)
        may_be &= self._of_parts(~self._like[: len(self._script)]) == 0
        some = may_be[self.query[:parts]]
        return _Slots(self.number[:parts][some], self.query[:parts][some], self._gains, self.count)


class _WantedEach(NamedTuple):
    """What a listed name must reach against each of many queries (see `Wanted`)."""

    need: Numbers
    least: Numbers
    weight: Numbers
    script: Numbers
    telling: Numbers


class _GainTable:
    """What many gains are made of: the listed parts of each, and how alike a gain and a part are, for many pairs."""

    def __init__(self, gains: Sequence[Gain], parts: int) -> None:
        """Take the gains, and how many listed parts there are."""
        sizes = np.fromiter((len(gain.like) for gain in gains), dtype=np.intp, count=len(gains))
        count, starts = int(sizes.sum()), np.concatenate(([0], np.cumsum(sizes)))
        numbers = np.fromiter(chain.from_iterable(gain.like for gain in gains), dtype=np.intp, count=count)
        values = chain.from_iterable(gain.like.values() for gain in gains)
        keys = np.repeat(np.arange(len(gains)), sizes) * parts + numbers
        order = np.argsort(keys)
        self.rows = _Rows(starts, numbers)
        self._parts = parts
        self._keys, self._values = keys[order], np.fromiter(values, dtype=np.float64, count=count)[order]
        self._bits = min(max((_DRAWERS_A_PAIR * count).bit_length(), _DRAWERS.start), _DRAWERS.stop - 1)
        self._marked = np.zeros(1 << self._bits, dtype=bool)
        self._marked[_drawer_of(keys, self._bits)] = True

    def alike(self, gains: Numbers, parts: Numbers) -> tuple[Numbers, Numbers]:
        """Return which of some pairs of a gain and a listed part are alike, and how much, 0 to 1."""
        keys = gains * self._parts + parts
        maybe = np.flatnonzero(self._marked[_drawer_of(keys, self._bits)])
        keys = keys[maybe]
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        same = self._keys[at] == keys
        return maybe[same], self._values[at[same]]


class _Slots:
    """The gains of many queries: one behind the other, those from which a query starts the last, else the heaviest.

    Parameters
    ----------
    number, query
        Of each gain of a query: which of all gains it is, and which query.
    gains
        Weight, telling parts, and occurrences of each gain; a row each.
    count
        How many queries there are.
    """

    def __init__(self, number: Numbers, query: Numbers, gains: Numbers, count: int) -> None:
        self.number, self.query = number, query
        self.weight, self.telling, self.occurrences = (column[number] for column in gains)
        self.sizes = np.bincount(query, minlength=count)
        self.first = np.cumsum(self.sizes) - self.sizes
        self.starts_here = np.zeros(len(number), dtype=bool)

    def sum_of(self, values: Numbers) -> Numbers:
        """Add up, for each query, a value of each of its gains."""
        summed: Numbers = np.bincount(self.query, values, minlength=len(self.sizes))
        return summed

    def sort(self, *keys: Numbers) -> None:
        """Sort the gains of each query, by the last key first."""
        order = np.lexsort((*keys, self.query))
        for name in ("number", "query", "weight", "telling", "occurrences", "starts_here"):
            setattr(self, name, getattr(self, name)[order])

    def start_from_rarest(self, need: Numbers) -> None:
        """Let each query start from a gain without which it cannot reach what is needed, or else from several.

        From the rarest of those needed, or from so many of the rarest that the others do not suffice.
        """
        self.sort(self.occurrences)
        weight = self.sum_of(self.weight)
        needed = self.weight > (weight - need + _TINY)[self.query]
        before = np.cumsum(self.weight) - self.weight
        rest = weight[self.query] - (before - before[self.first[self.query]])
        has_needed = self.sum_of(needed) > 0
        ones_needed = np.flatnonzero(needed)
        first_needed = ones_needed[np.unique(self.query[ones_needed], return_index=True)[1]]
        self.starts_here = ~has_needed[self.query] & (rest >= need[self.query] - _TINY)
        self.starts_here[first_needed] = True
        self.sort(-self.weight, self.starts_here)

    def start_from_first(self) -> None:
        """Let each query start from its rarest gain."""
        self.sort(self.occurrences)
        self.starts_here[self.first[self.sizes > 0]] = True
        self.sort(self.starts_here)


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
    _with_both: _Rows = field(init=False)
    _alone: _Rows = field(init=False)
    _postings: _Rows = field(init=False)
    _weights: Numbers = field(init=False)
    _scripts: Numbers = field(init=False)
    _telling: Numbers = field(init=False)
    _part_weights: Numbers = field(init=False)
    _spans: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Read the arrays of the index; all but the spans share its memory."""
        bounds = self.bounds
        self._with_both, self._alone = _read(bounds.numbers.columns()), _read(self.rows.columns())
        self._postings = _read((self.holders.starts, self.holders.postings))
        self._weights = np.frombuffer(bounds.weights, dtype=np.float64)
        self._scripts = np.frombuffer(bounds.scripts, dtype=np.uint8)
        self._telling = np.frombuffer(bounds.telling, dtype=np.uint8)
        self._part_weights = np.frombuffer(bounds.part_weights, dtype=np.float64)
        self._spans = np.array(bounds.spans, dtype=np.uint8)

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Leave them out of what is kept: they are made again where many names are looked up."""
        return type(None), ()

    @staticmethod
    def are_worth(occurrences: int) -> bool:
        """Tell whether so many names are looked at faster by arrays than one by one."""
        return occurrences >= _MANY_NAMES

    def reaching(self, gains: Sequence[Gain], wanted: Wanted) -> list[int]:
        """Return the names that may reach the score against one query, if each part finds its best counterpart."""
        of_one = _WantedEach(
            *np.array([[wanted.need], [wanted.least], [wanted.weight], [wanted.script], [wanted.telling]])
        )
        return self._reaching(_GainTable(gains, len(self._part_weights)), _slots_of(gains), of_one)[0]

    def reaching_each(self, asked: AskedParts, least: float) -> list[list[int]]:
        """Return the same of many queries."""
        return self._reaching(asked.table_for(len(self._part_weights)), *asked.wanted(least))

    def _reaching(self, table: _GainTable, slots: _Slots, wanted: _WantedEach) -> list[list[int]]:
        """Return for each query the names that may reach the score.

        They are those for which `NameBounds.reaches` holds, and perhaps some that miss it by a rounding.
        """
        names_of: list[list[int]] = [[] for _ in range(len(wanted.need))]
        if not len(slots.number):
            return names_of
        need, least, weight, script, telling = wanted
        slots.start_from_rarest(need)
        strict = least > DIFFERS
        for queries, names in self._pairs(slots, table):
            asked, listed = queries, names
            hope, shared = slots.sum_of(slots.weight)[asked], slots.sum_of(slots.telling)[asked]
            of_listed, listed_telling = np.zeros(len(asked)), np.zeros(len(asked))
            for at in range(int(slots.sizes.max())):
                some = np.flatnonzero(slots.sizes[asked] > at)
                slot = slots.first[asked[some]] + at
                parts, of_pair = self._with_both.spread(listed[some])
                where, values = table.alike(slots.number[slot][of_pair], parts)
                where, parts = of_pair[where], parts[where]
                best = np.zeros(len(some))
                np.maximum.at(best, where, values)
                hope[some] -= (1 - best) * slots.weight[slot]
                shared[some] -= (best == 0) * slots.telling[slot]
                of_listed[some] += np.bincount(where, values * self._part_weights[parts], minlength=len(some))
                listed_telling[some] += np.bincount(where, self._spans[parts], minlength=len(some))
                left = (hope >= need[asked] - _TINY) & (
                    ~strict[asked] | (self._scripts[listed] != script[asked]) | (shared >= telling[asked])
                )
                asked, listed, hope, shared = asked[left], listed[left], hope[left], shared[left]
                of_listed, listed_telling = of_listed[left], listed_telling[left]
            weights = self._weights[listed]
            reach = hope + np.minimum(of_listed, weights) >= least[asked] * (weight[asked] + weights) - 2 * _TINY
            alike_written = strict[asked] & (self._scripts[listed] == script[asked])
            reach &= ~alike_written | (listed_telling >= self._telling[listed])
            _share_out(asked[reach], listed[reach], names_of)
        return names_of

    def longer(self, size: int, gains: Sequence[Gain]) -> list[int]:
        """Return the names of more parts than a query, in which something like each of its parts stands."""
        return self._longer(_GainTable(gains, len(self._part_weights)), _slots_of(gains), np.array([size]))[0]

    def longer_each(self, asked: AskedParts) -> list[list[int]]:
        """Return the same of many queries; of one that cannot be a longer name written short, nothing."""
        return self._longer(asked.table_for(len(self._part_weights)), asked.short(), asked.sizes)

    def _longer(self, table: _GainTable, slots: _Slots, sizes: Numbers) -> list[list[int]]:
        names_of: list[list[int]] = [[] for _ in range(len(sizes))]
        if not len(slots.number):
            return names_of
        slots.start_from_first()
        for queries, names in self._pairs(slots, table):
            left = self._alone.sizes(names) > sizes[queries]
            asked, listed = queries[left], names[left]
            for at in range(int(slots.sizes.max())):
                lacking = slots.sizes[asked] > at
                some = np.flatnonzero(lacking)
                parts, of_pair = self._alone.spread(listed[some])
                where, _ = table.alike(slots.number[slots.first[asked[some]] + at][of_pair], parts)
                lacking[some[of_pair[where]]] = False
                asked, listed = asked[~lacking], listed[~lacking]
            _share_out(asked, listed, names_of)
        return names_of

    def _pairs(self, slots: _Slots, table: _GainTable) -> Iterator[tuple[Numbers, Numbers]]:
        """Go through pairs of a query and a name with what the query starts from, so many at once; some come again."""
        starts = np.flatnonzero(slots.starts_here)
        parts, of_start = table.rows.spread(slots.number[starts])
        queries = slots.query[starts][of_start]
        until = np.cumsum(self._postings.sizes(parts))
        low = 0
        while low < len(parts):
            before = int(until[low - 1]) if low else 0
            high = max(low + 1, int(np.searchsorted(until, before + _PAIRS_AT_ONCE, side="right")))
            names, of_part = self._postings.spread(parts[low:high])
            yield queries[low:high][of_part], names
            low = high


def _slots_of(gains: Sequence[Gain]) -> _Slots:
    """Return the gains of a single query."""
    columns = np.array([(gain.weight, gain.telling, gain.occurrences) for gain in gains], dtype=np.float64)
    number = np.arange(len(gains))
    return _Slots(number, np.zeros(len(gains), dtype=np.intp), columns.reshape(-1, 3).T, 1)


def _read(columns: tuple[array[int], array[int]]) -> _Rows:
    starts, numbers = columns
    return _Rows(np.frombuffer(starts, dtype=np.uint32), np.frombuffer(numbers, dtype=np.intc))


def _drawer_of(keys: Numbers, bits: int) -> Numbers:
    """Number the drawers of some keys, by so many bits."""
    spread: Numbers = (keys.astype(np.uint64) * _SPREADING) >> np.uint64(64 - bits)
    return spread


def _share_out(queries: Numbers, names: Numbers, found: list[list[int]]) -> None:
    """Add names to those found for their queries, each once."""
    for query, name in dict.fromkeys(zip(queries.tolist(), names.tolist(), strict=True)):
        if name not in found[query]:
            found[query].append(name)
