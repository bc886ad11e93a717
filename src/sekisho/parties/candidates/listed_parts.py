"""Parts of listed names by their numbers, in columns: each is made when it is asked for.

A list of 150,000 parties has 94,000 parts. As objects they take 50 MB, and each process that looks at them copies as
much again; most of them are never looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, overload

from sekisho.law.memo import Memory
from sekisho.parties.names.business_words import Kind
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.places import TextRows

_REMEMBERED: Final = 5_000
"""Parts that are remembered, half a kB each. A guess: names that are found share words of the trade. Smaller, they are
made again; larger, each process takes more memory."""
_END: Final = "\n"
"""What ends each sound of a part; no sound has it."""


class _Sort(NamedTuple):
    """What many parts have in common."""

    alphabet: str
    concepts: tuple[str, ...]
    kind: Kind
    weight: float
    tongues: frozenset[str]


class ListedParts(Sequence[NamePart]):
    """Parts by their place.

    >>> from sekisho.parties.names.tokenisation import take_apart
    >>> parts = take_apart("Tarumi Heavy Industries").parts
    >>> [part.text for part in ListedParts(parts)], ListedParts(parts)[1].concepts == parts[1].concepts
    (['tarumi', 'heavy industries'], True)
    """

    __slots__ = ("_made", "_shown", "_sort", "_sorts", "_sounds", "_texts")

    def __init__(self, parts: Sequence[NamePart]) -> None:
        """Put what the parts are into columns."""
        numbers: dict[_Sort, int] = {}
        self._texts = TextRows(part.text for part in parts)
        self._shown = TextRows("" if part.shown == part.text else part.shown for part in parts)
        self._sounds = TextRows("".join([f"{sound}{_END}" for sound in part.sounds]) for part in parts)
        self._sort = array("I", [numbers.setdefault(_sort_of(part), len(numbers)) for part in parts])
        self._sorts = tuple(numbers)
        self._made: Memory[int, NamePart] = Memory(_REMEMBERED)

    def __len__(self) -> int:
        """Count the parts."""
        return len(self._sort)

    @overload
    def __getitem__(self, at: int) -> NamePart: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[NamePart]: ...
    def __getitem__(self, at: int | slice) -> NamePart | Sequence[NamePart]:
        """Return the part at a place, or those of a stretch."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        part = self._made.get(at)
        return self._made.keep(at, self._part(at)) if part is None else part

    def __iter__(self) -> Iterator[NamePart]:
        """Go through the parts; none of them is remembered."""
        return map(self._part, range(len(self)))

    def _part(self, at: int) -> NamePart:
        alphabet, concepts, kind, weight, tongues = self._sorts[self._sort[at]]
        text, sounds = self._texts[at], self._sounds[at]
        return NamePart(
            text=text,
            shown=self._shown[at] or text,
            alphabet=alphabet,
            concepts=concepts,
            kind=kind,
            weight=weight,
            sounds=tuple(sounds.split(_END)[:-1]),
            tongues=tongues,
        )


def _sort_of(part: NamePart) -> _Sort:
    return _Sort(part.alphabet, part.concepts, part.kind, part.weight, part.tongues)
