"""The cases that decide an open answer, looked for in a truth table around the ordinary case.

A case gives some of the open facts a value, by its place: 1 is the ordinary one. A fact that is left out may have any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final

from sekisho.determination.core.outcome import Outcome
from sekisho.determination.core.truth_table import TruthTable
from sekisho.law.model.condition import FactName

MOST_FACTS: Final = 3
"""Facts of a row, the ordinary case apart, which has what it needs. Set by hand: more do not fit on one line, and with
fewer a re-export that nobody tells of has no row."""
MOST_CASES: Final = 3
"""Cases of a row: "the user or the use is military". Set by hand, as the facts of a row are."""
_TRIED: Final = 64
"""Cases far from the ordinary one, of which the plainest is told. A guess: with fewer a stranger one may be told; more
are as good as never there, and each takes time."""


class CaseSearch:
    """The smallest cases that decide an open answer, and the other values with which they decide the same.

    Parameters
    ----------
    table
        The outcome of every combination of the open facts.
    names
        The open facts, that first which is to be told first; the first value of each is its ordinary one.
    parties
        Those of them that name a party.
    odd
        Places of values that hardly any line has: a case with one is taken where no other decides the same.
    """

    def __init__(
        self,
        table: TruthTable,
        names: Sequence[FactName],
        parties: frozenset[FactName],
        odd: Mapping[FactName, int] | None = None,
    ) -> None:
        """Take the ordinary case as where the search begins."""
        self.table, self.names, self.parties, self.odd = table, names, parties, odd or {}
        self.whole = dict.fromkeys(names, 1)
        self.level = table.level(self.whole)

    def ordinary(self) -> dict[FactName, int]:
        """Return what is needed of the ordinary case; nothing if it decides nothing."""
        return self.table.smallest(self.whole, reversed(self.names)) if self.level is not None else {}

    def boxes(self, level: Outcome) -> list[list[dict[FactName, list[int]]]]:
        """Return the rows of a level, each as boxes of which any is enough."""
        if level is self.level:
            return [[self._grown(level, self.ordinary())]]
        every = self._near(level)
        near = [digits for digits in every if len(digits) <= MOST_FACTS + 1]
        single = {name: self._alone(level, name) for name in self.names}
        alone: list[dict[FactName, list[int]]] = [{name: digits} for name, digits in single.items() if digits]
        if alone:
            return [alone[:MOST_CASES]]
        plain = [digits for digits in near if not self._is_odd(digits)]
        if not plain:
            # A plain case may have one fact more than others: who has it reads what nobody has to look for.
            plain = [digits for digits in every if len(digits) <= MOST_FACTS + 2 and not self._is_odd(digits)]
        if not plain:
            far = sorted(islice(self.table.smallest_of(level, MOST_FACTS), _TRIED), key=self._strange)
            plain = [digits for digits in far if not self._is_odd(digits)] or self._instead(level, far) or near or far
        return [[self._grown(level, plain[0])]] if plain else []

    def _instead(self, level: Outcome, odd: Sequence[Mapping[FactName, int]]) -> list[dict[FactName, int]]:
        """Return what decides a level in place of the odd value of the plainest case, its other facts as they are."""
        rest = {name: place for name, place in next(iter(odd), {}).items() if self.odd.get(name) != place}
        others = [name for name in self.names if rest.get(name, 1) == 1]
        moved = (
            {**self.whole, **rest, name: digit}
            for name in others
            for digit in range(2, len(self.table.values[name]) + 1)
        )
        smallest = [self.table.smallest(case, self.names[::-1]) for case in moved if self.table.level(case) is level]
        plain = (digits for digits in smallest if len(digits) <= MOST_FACTS + 2 and not self._is_odd(digits))
        return sorted(plain, key=self._strange)

    def _is_odd(self, digits: Mapping[FactName, int]) -> bool:
        return any(digits.get(name) == place for name, place in self.odd.items())

    def _near(self, level: Outcome) -> list[dict[FactName, int]]:
        """Return the smallest ways to decide a level that differ from the ordinary case in one fact, best first."""
        near = []
        for name in self.names:
            for digit in range(2, len(self.table.values[name]) + 1):
                digits = {**self.whole, name: digit}
                if self.table.level(digits) is level:
                    order = [*(other for other in reversed(self.names) if other != name), name]
                    near.append(self.table.smallest(digits, order))
        return sorted(near, key=self._strange)

    def _alone(self, level: Outcome, name: FactName) -> list[int]:
        """Return the values of a fact that decide a level by themselves."""
        digits = range(1, len(self.table.values[name]) + 1)
        return [digit for digit in digits if self.table.level({name: digit}) is level]

    def _strange(self, digits: Mapping[FactName, int]) -> tuple[int, int, int]:
        """Say how far a case is from what is plain: many facts, rare values, facts that are asked late."""
        rare = sum(digit > 1 for digit in digits.values())
        return len(digits), rare, sum(self.names.index(name) for name in digits)

    def _grown(self, level: Outcome, digits: Mapping[FactName, int]) -> dict[FactName, list[int]]:
        """Add other values of each fact with which the level is the same, but never all of them.

        A party on no list stays by itself: "on no list, or on that one" says nothing.
        """
        box = {name: [digit] for name, digit in digits.items()}
        for name, several in box.items():
            number = len(self.table.values[name])
            first = 2 if name in self.parties else 1
            for digit in range(first if several[0] >= first else number + 1, number + 1):
                if digit in several or len(several) + 1 == number:
                    continue
                if all(self.table.level(group) is level for group in _each({**box, name: [digit]})):
                    several.append(digit)
        return {name: sorted(several) for name, several in box.items()}


def _each(box: Mapping[FactName, Sequence[int]]) -> Iterator[dict[FactName, int]]:
    """Go through the cases of a box."""
    for several in product(*box.values()):
        yield dict(zip(box, several, strict=True))
