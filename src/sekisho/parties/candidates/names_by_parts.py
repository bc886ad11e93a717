"""Listed names by their parts: which may reach a score, by what each part of a query may add, and what they score.

A score of s needs pairs that cover s / (2 - s) of the query (see `align.score`). So it is enough to look up the rarest
parts until what is left could not reach that cover alone; a query whose weightiest part is like nothing on the lists
ends there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory
from sekisho.parties.candidates.candidate import NOT_STRICT, TINY, NameCandidate
from sekisho.parties.candidates.listed_parts import ListedParts
from sekisho.parties.candidates.part_holders import PartHolders
from sekisho.parties.candidates.score_bounds import (
    TELLING,
    Gain,
    NameBounds,
    Wanted,
    lightness,
    needed_gains,
    rarity,
    script_of,
    telling_in,
)
from sekisho.parties.names.alignment import AlignedParts, JoinedParts, Neighbours, align, least_cover, score
from sekisho.parties.names.part import NamePart, joined_parts, joined_text
from sekisho.parties.names.places import NumberRows
from sekisho.parties.names.tokenisation import ParsedName
from sekisho.parties.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from sekisho.parties.candidates.name_arrays import NameArrays

_FEW: Final = 16
"""Listed names that are looked at one by one. A guess: to leave some out takes longer. Larger, long lists take longer;
nothing else differs."""
_KEPT: Final = 20_000
"""Parts of queries of which is remembered what they may add, as for `vocabulary`."""
PartKey = tuple[str, tuple[str, ...], float]


@dataclass(slots=True)
class NamesByParts:
    """Listed names, findable by parts that are like those of a query.

    Parameters
    ----------
    names
        As `index.NameIndex` has them.
    rows
        Of each name: numbers of its parts.
    arrays
        The same for many queries at once; None where names are looked up one by one.
    longer
        Of queries that were looked at together: the names that they may be written short, by their parts.
    """

    names: InitVar[Iterable[ParsedName]]
    rows: NumberRows = field(init=False)
    vocabulary: Vocabulary = field(init=False)
    holders: PartHolders = field(init=False)
    arrays: NameArrays | None = None
    longer: dict[tuple[NamePart, ...], list[int]] = field(default_factory=dict)
    _apart: set[int] = field(default_factory=set)
    _both: dict[int, tuple[Neighbours, ...]] = field(default_factory=dict)
    _bounds: NameBounds = field(init=False)
    _gains: Memory[NamePart, Gain] = field(default_factory=lambda: Memory(_KEPT))
    _worth: dict[tuple[tuple[NamePart, ...], float], list[int]] = field(default_factory=dict)

    def __post_init__(self, names: Iterable[ParsedName]) -> None:
        """Number the parts of the names, and note what bounds their scores."""
        numbers: dict[PartKey, int] = {}
        parts: list[NamePart] = []
        rows: list[tuple[int, ...]] = []
        weights, scripts, telling = array("d"), bytearray(), bytearray()
        for number, name in enumerate(names):
            scripts.append(script_of(name.parts))
            telling.append(telling_in(name.parts))
            weights.append(name.weight)
            rows.append(tuple([_numbered(part, numbers, parts) for part in name.parts]))
            if any(not _is_same(part, parts[at]) for part, at in zip(name.parts, rows[-1], strict=True)):
                self._apart.add(number)
            both = [(at, word) for at, word in enumerate(joined_parts(name.parts)) if word is not None]
            if both:
                self._both[number] = tuple([Neighbours(at, _numbered(word, numbers, parts)) for at, word in both])
        self.rows = NumberRows(rows)
        self.vocabulary = Vocabulary(ListedParts(parts))
        doubled = {two.number for row in self._both.values() for two in row}
        spans = [(2 if at in doubled else 1) if part.kind in TELLING else 0 for at, part in enumerate(parts)]
        part_weights = array("d", [part.weight for part in parts])
        with_both = NumberRows(
            (*row, *(two.number for two in self._both.get(name, ()))) for name, row in enumerate(rows)
        )
        self._bounds = NameBounds(with_both, weights, scripts, telling, part_weights, spans)
        self.holders = PartHolders(len(parts), with_both)

    def forget(self) -> None:
        """Forget what was told of queries that were looked at together."""
        self._worth.clear()
        self.longer.clear()

    def is_told_of(self, parts: tuple[NamePart, ...], least: float) -> bool:
        """Tell whether a listed name may reach a score, or be written short, by a query looked at with others."""
        return bool(self._worth[parts, least] or self.longer[parts])

    def may_score(self, parts: tuple[NamePart, ...], least: float) -> bool:
        """Tell whether a listed name may reach a score, by a query looked at with others; by another one it may."""
        return bool(self._worth.get((parts, least), True))

    def look_at_once(self, queries: Iterable[ParsedName], least: float) -> None:
        """Tell of many queries by arrays which listed names may reach a score, and which they may be written short."""
        from sekisho.parties.candidates.name_arrays import AskedParts, NameArrays  # a single question needs no numpy

        if self.arrays is None:
            self.arrays = NameArrays(self._bounds, self.holders, self.rows)
        new = [parts for parts in dict.fromkeys(query.parts for query in queries) if (parts, least) not in self._worth]
        joined = [(at, self._gain_of_both(parts, both)) for at, parts in enumerate(new) for both in self._joined(parts)]
        asked = AskedParts(new, self._gain_of, joined)
        self._worth.update(zip([(parts, least) for parts in new], self.arrays.reaching_each(asked, least), strict=True))
        self.longer.update(zip(new, self.arrays.longer_each(asked), strict=True))

    def parts_of(self, number: int) -> tuple[NamePart, ...] | None:
        """Return the parts of a listed name; None if some is shown, or means, otherwise than one of its number."""
        return None if number in self._apart else tuple(map(self.vocabulary.parts.__getitem__, self.rows.row(number)))

    def size(self, number: int) -> int:
        """Count the parts of a listed name."""
        return len(self.rows.row(number))

    def find(self, query: ParsedName, least: float) -> Iterator[NameCandidate]:
        """Go through the listed names that score at least so much part by part."""
        parts = query.parts
        worth = self._worth.get((parts, least))
        if worth is not None and not worth:
            return
        gains, joined = self.gains_of(parts), self._joined(parts)
        for number in self._worth_comparing(parts, gains, least, joined) if worth is None else worth:
            pairs, value = self.scored(number, parts, gains, joined, self._both.get(number, ()))
            if value >= least - TINY:
                yield NameCandidate(number, min(value, NOT_STRICT), "parts", tuple(pairs))

    def may_find(self, query: ParsedName, gains: Sequence[Gain], least: float) -> bool:
        """Tell whether `find` may find something."""
        parts = query.parts
        worth = self._worth.get((parts, least))
        return bool(self._worth_comparing(parts, gains, least, self._joined(parts)) if worth is None else worth)

    def gains_of(self, parts: Sequence[NamePart]) -> list[Gain]:
        """Tell what each part of a query may add."""
        return [self._gain_of(part) for part in parts]

    def scored(
        self,
        number: int,
        parts: Sequence[NamePart],
        gains: Sequence[Gain],
        joined: Sequence[JoinedParts] = (),
        both: Sequence[Neighbours] = (),
    ) -> tuple[list[AlignedParts], float]:
        """Lay a listed name beside a query: the pairs of their parts, and the score by them, 0 to 1."""
        row = self.rows.row(number)
        pairs = align(parts, row, [gain.like for gain in gains], joined, both)
        return pairs, score(parts, [*map(self.vocabulary.parts.__getitem__, row)], pairs)

    def _gain_of(self, part: NamePart) -> Gain:
        """Tell what a part of a query may add; remembered."""
        gain = self._gains.get(part)
        if gain is None:
            like = self.vocabulary.like(part)
            gain = Gain(like, part.weight, int(part.kind in TELLING), self.holders.occurrences(like))
            self._gains.keep(part, gain)
            if len(self._gains) == 1:
                self.holders.forget_flags()
        return gain

    def _joined(self, parts: Sequence[NamePart]) -> list[JoinedParts]:
        """Find neighbours that a listed name writes as one word."""
        joined = []
        spelt = self.vocabulary.spelt
        for at, neighbours in enumerate(pairwise(parts)):
            text = joined_text(*neighbours)
            if text and (like := spelt(text)):
                joined.append(JoinedParts(at, like))
        return joined

    def _gain_of_both(self, parts: Sequence[NamePart], both: JoinedParts) -> Gain:
        """Tell what two neighbours may add that a listed name writes as one word."""
        weight = parts[both.at].weight + parts[both.at + 1].weight
        return Gain(both.like, weight, 2, self.holders.occurrences(both.like))

    def _worth_comparing(
        self, parts: Sequence[NamePart], gains: Sequence[Gain], least: float, joined: Sequence[JoinedParts]
    ) -> list[int]:
        """Return the listed names that may reach a score by their parts, by what each part of a query may add."""
        sought = self._sought(parts, gains, least, joined)
        return [] if sought is None else self._worth_scoring(*sought)

    def _sought(
        self, parts: Sequence[NamePart], gains: Sequence[Gain], least: float, joined: Sequence[JoinedParts]
    ) -> tuple[list[Gain], Wanted] | None:
        """Return the gains from which a name may reach a score, and what it must reach; None if none can."""
        weight = sum([part.weight for part in parts])
        need = least_cover(least) * weight - TINY
        some = [gain for gain in gains if gain.like]
        some += [self._gain_of_both(parts, both) for both in joined]
        if sum([gain.weight for gain in some]) < need:
            return None
        return some, Wanted(need=need, least=least, weight=weight, script=script_of(parts), telling=telling_in(parts))

    def _worth_scoring(self, gains: Sequence[Gain], wanted: Wanted) -> list[int]:
        """Return the names that may reach the score; only the rarest parts are looked up, the others only checked.

        A part that every name must have is looked up alone; else so many of the rarest that the others do not suffice.
        """
        from_rarest = sorted(gains, key=rarity)
        needed, in_script = needed_gains(from_rarest, wanted)
        rarest: list[int] = [*needed[0].like] if needed else []
        rest = sum([gain.weight for gain in gains])
        for gain in () if needed else from_rarest:
            if rest < wanted.need:
                break
            rest -= gain.weight
            rarest += gain.like
        if self.arrays is not None and self.arrays.are_worth(self.holders.occurrences(rarest)):
            return self.arrays.reaching(gains, wanted)
        names = self.holders.of(rarest)
        if needed or in_script:
            names = self._narrowed(names, gains, needed, in_script, wanted)
        if not names:
            return []
        gains = sorted(gains, key=lightness)
        return [name for name in names if self._bounds.reaches(name, gains, wanted)]

    def _narrowed(
        self, names: set[int], gains: Sequence[Gain], needed: Sequence[Gain], in_script: Sequence[Gain], wanted: Wanted
    ) -> set[int]:
        """Leave out names that lack a part that every name must have, or every one in the script of the query."""
        among = self.holders.among
        for gain in needed[1:]:
            names = among(names, gain)
        scripts = self._bounds.scripts
        others = {name for name in names if scripts[name] != wanted.script}
        names = names - others
        for gain in in_script:
            names = among(names, gain)
        return names | (
            self._bounds.with_more(others, needed[0], gains, wanted) if needed and len(others) > _FEW else others
        )


def _numbered(part: NamePart, numbers: dict[PartKey, int], parts: list[NamePart]) -> int:
    """Number a part; one of the same text, sounds and weight has the same number."""
    key = (part.text, part.sounds, part.weight)
    at = numbers.get(key)
    if at is None:
        at = numbers[key] = len(parts)
        parts.append(part)
    return at


def _is_same(part: NamePart, numbered: NamePart) -> bool:
    """Tell whether a part is the one of its number in all that is told of it."""
    return part is numbered or (
        part.shown == numbered.shown
        and part.concepts == numbered.concepts
        and part.kind == numbered.kind
        and part.alphabet == numbered.alphabet
        and part.tongues == numbered.tongues
    )
