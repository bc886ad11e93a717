"""Which facts the open lines of a book wait for, found once a distinct combination of cells.

A clause tells fewer values apart than the whole law does. So each clause gets classes of cells of its own, and what
it waits for is found once a combination of classes, by the same function as for a single line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.determine.cells import CompiledLaw, leaves_of
from sekisho.determine.cut import Column
from sekisho.determine.judge import Case
from sekisho.determine.settle import waiting
from sekisho.law.condition import FactName, Leaf
from sekisho.law.fact import FactValue

Array = NDArray[np.integer]
DENSE = 1 << 18


class Texts:
    """Numbers distinct patterns, and keeps one text for each."""

    def __init__(self) -> None:
        """Start without any."""
        self.numbers: dict[object, int] = {}
        self.by_text: dict[str, int] = {}
        self.texts: list[str] = []

    def keep(self, key: object, text: str) -> int:
        """Return the number of a text; a pattern is known by its key from then on."""
        number = self.by_text.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        self.numbers[key] = number
        return number


@dataclass(frozen=True, slots=True)
class _Classes:
    """Classes of the cells of one fact, as one clause tells them apart; `of` has shape (cells,)."""

    of: NDArray[np.int64]
    count: int
    first: tuple[int, ...]


class Asker:
    """Finds the facts that open clauses wait for."""

    def __init__(
        self, law: CompiledLaw, place: int, columns: Mapping[FactName, Column], rank: Mapping[FactName, int]
    ) -> None:
        """Class the cells of every fact, clause by clause, under the readings of the first variant.

        Parameters
        ----------
        place
            Place of the law among those of the run.
        """
        self.law, self.columns = law, columns
        self.patterns = {fact: column.patterns[place] for fact, column in columns.items()}
        self.order = sorted(rank, key=lambda name: rank[name])
        self.place = {name: place for place, name in enumerate(self.order)}
        self.known: list[dict[int, NDArray[np.uint16]]] = [{} for _ in law.clauses]
        self.leaves = [tuple(dict.fromkeys(leaves_of(condition))) for condition in law.expanded]
        self.classes = [self._classes(leaves) for leaves in self.leaves]

    def _classes(self, leaves: Iterable[Leaf]) -> dict[FactName, _Classes]:
        places: dict[FactName, list[int]] = {}
        for leaf in leaves:
            if leaf.fact in self.columns and len(self.columns[leaf.fact].representatives) > 1:
                places.setdefault(leaf.fact, []).append(self.law.place(leaf))
        return {fact: self._cut(fact, chosen) for fact, chosen in places.items()}

    def _cut(self, fact: FactName, chosen: Iterable[int]) -> _Classes:
        kinds: dict[object, int] = {}
        of, first = [], []
        for cell, pattern in enumerate(self.patterns[fact]):
            kind = tuple(pattern[place] for place in chosen)
            if kind not in kinds:
                kinds[kind] = len(kinds)
                first.append(cell)
            of.append(kinds[kind])
        return _Classes(np.array(of, dtype=np.int64), len(kinds), tuple(first))

    def ask(self, unknown: NDArray[np.bool_], cells: Mapping[FactName, Array], texts: Texts) -> NDArray[np.int32]:
        """Return, for each signature, the number of the text that lists what its open clauses wait for.

        Parameters
        ----------
        unknown
            Whether each clause is unknown and would raise the outcome; shape (clauses, signatures).
        """
        count = unknown.shape[1]
        counts = np.zeros((count, len(self.order)), dtype=np.uint16)
        for number in np.flatnonzero(unknown.any(axis=1)):
            where = np.flatnonzero(unknown[number])
            classes = {fact: kinds for fact, kinds in self.classes[number].items() if fact in cells}
            key = np.zeros(len(where), dtype=np.int64)
            total = 1
            for fact, kinds in classes.items():
                key = key * kinds.count + kinds.of[cells[fact][where]]
                total *= kinds.count
            found, back = _distinct(key, total)
            counts[where] += np.stack([self._wanted(int(number), classes, int(one)) for one in found])[back]
        numbers = np.empty(count, dtype=np.int32)
        for place, row in enumerate(counts):
            pattern = row.tobytes()
            known = texts.numbers.get(pattern)
            numbers[place] = texts.keep(pattern, self._text(row)) if known is None else known
        return numbers

    def _wanted(self, number: int, classes: Mapping[FactName, _Classes], key: int) -> NDArray[np.uint16]:
        """Mark the facts that one open clause waits for, given the classes of the facts that it tests."""
        if key not in self.known[number]:
            law = self.law
            cells: dict[FactName, int] = {}
            rest = key
            for fact, kinds in reversed(list(classes.items())):
                rest, kind = divmod(rest, kinds.count)
                cells[fact] = kinds.first[kind]
            values: dict[FactName, FactValue] = dict(law.constants)
            for leaf in self.leaves[number]:
                if leaf.fact in self.columns:
                    values[leaf.fact] = self.columns[leaf.fact].representatives[cells.get(leaf.fact, 0)]
            case = Case(facts=values, day=law.law.day, terms={}, readings=law.variants[0], parties=law.parties)
            _, wanted = waiting(law.expanded[number], case)
            marks = np.zeros(len(self.order), dtype=np.uint16)
            marks[[self.place[name] for name in wanted]] = 1
            self.known[number][key] = marks
        return self.known[number][key]

    def _text(self, counts: NDArray[np.uint16]) -> str:
        wanted = sorted(np.flatnonzero(counts), key=lambda place: (-int(counts[place]), place))
        return ";".join(self.order[place] for place in wanted)


def _distinct(key: NDArray[np.int64], total: int) -> tuple[Array, Array]:
    """Return the distinct keys below `total`, and for each key which of them it is."""
    if total > DENSE:
        return np.unique(key, return_inverse=True)
    present = np.zeros(total, dtype=bool)
    present[key] = True
    number = np.cumsum(present) - 1
    return np.flatnonzero(present), number[key]
