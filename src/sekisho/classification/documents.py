"""Documents of the index of goods: each code of the list, and each thing that only looks like one, with its names.

A name is a bag of weighted tokens. The documents of an index lie in columns, from which each is made when it is asked
for.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import overload

from sekisho.classification.lookalikes import LookAlike
from sekisho.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WeightedName:
    """One name of a document as weighted tokens."""

    text: str
    tokens: Mapping[str, float]
    total: float


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """A code of the list, or a look-alike, with everything that it is called; one without words has its code."""

    code: str
    look_alike: LookAlike | None
    names: tuple[WeightedName, ...]
    inherited: frozenset[str]


class IndexedEntries(Sequence[IndexedEntry]):
    """The documents of an index in columns, each made when it is first asked for.

    There are thousands of names, of which a question looks at some dozens: to load all of them as objects would take
    longer than to answer.
    """

    def __init__(self, entries: Iterable[IndexedEntry]) -> None:
        """Write the documents into columns."""
        self._codes: list[str] = []
        self._look_alikes: dict[int, LookAlike] = {}
        self._texts: list[str] = []
        self._totals = array("d")
        self._weights = array("d")
        self._tokens = array("i")
        self._inherited = array("i")
        names, tokens, inherited = [0], [0], [0]
        numbers: dict[str, int] = {}
        for place, entry in enumerate(entries):
            self._codes.append(entry.code)
            if entry.look_alike is not None:
                self._look_alikes[place] = entry.look_alike
            for name in entry.names:
                self._texts.append(name.text)
                self._totals.append(name.total)
                self._tokens.extend(numbers.setdefault(token, len(numbers)) for token in name.tokens)
                self._weights.extend(name.tokens.values())
                tokens.append(len(self._tokens))
            self._inherited.extend(numbers.setdefault(token, len(numbers)) for token in sorted(entry.inherited))
            names.append(len(self._texts))
            inherited.append(len(self._inherited))
        self._words = list(numbers)
        self._names, self._ends, self._heirs = array("i", names), array("i", tokens), array("i", inherited)
        self._made: dict[int, IndexedEntry] = {}

    def __getstate__(self) -> dict[str, object]:
        """Leave out of what is kept what was made of the columns."""
        return {**self.__dict__, "_made": {}}

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._codes)

    @overload
    def __getitem__(self, place: int) -> IndexedEntry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[IndexedEntry, ...]: ...
    def __getitem__(self, place: int | slice) -> IndexedEntry | tuple[IndexedEntry, ...]:
        """Return a document, the same each time."""
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(len(self))))
        at = range(len(self))[place]
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    def _make(self, place: int) -> IndexedEntry:
        inherited = self._inherited[self._heirs[place] : self._heirs[place + 1]]
        return IndexedEntry(
            self._codes[place],
            self._look_alikes.get(place),
            tuple(self._name(name) for name in range(self._names[place], self._names[place + 1])),
            frozenset(self._words[token] for token in inherited),
        )

    def _name(self, name: int) -> WeightedName:
        part = slice(self._ends[name], self._ends[name + 1])
        tokens = [self._words[token] for token in self._tokens[part]]
        weights = dict(zip(tokens, self._weights[part], strict=True))
        return WeightedName(self._texts[name], weights, self._totals[name])
