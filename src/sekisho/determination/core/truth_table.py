"""All answers of a line at once, over some values of each of its open facts.

Every way to state or leave open some facts has a place in the table, and what is judged at all places is one number
with a bit a place: a few hundred operations on such numbers judge tens of thousands of lines. Only those parts of the
clauses are judged that are open in the line itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

from sekisho.determination.core.evaluation import Evaluation
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.outcome import Outcome
from sekisho.law.model.condition import FactName, Leaf
from sekisho.law.model.fact import UNKNOWN, FactValue
from sekisho.law.model.term import PLACES

Derive = Callable[[Mapping[FactName, FactValue]], Mapping[FactName, FactValue]]
Digits = Mapping[FactName, int]
"""Number of the value of each fact that is stated, from 1; a fact that is left out stays open."""


class TruthTable:
    """The levels that are decided at each place.

    Parameters
    ----------
    heard
        The line with all facts open.
    values
        Values of each fact; the first of each is the ordinary one.
    derive
        Returns all facts of the line, given values of some.
    follows
        For a fact that may follow from others, those others.
    """

    def __init__(
        self,
        heard: Evaluation,
        values: Mapping[FactName, Sequence[FactValue]],
        derive: Derive,
        follows: Mapping[FactName, tuple[FactName, ...]],
    ) -> None:
        self.heard, self.values, self.derive, self.follows = heard, values, derive, follows
        self.strides: dict[FactName, int] = {}
        size = 1
        for name, several in values.items():
            self.strides[name] = size
            size *= len(several) + 1
        self.size, self.every = size, (1 << size) - 1
        self.masks = {name: self._masks(name) for name in values}
        self._leaf_values: dict[FactName, list[tuple[FactValue, int]]] = {}
        self._judged: dict[int, tuple[int, int]] = {}
        self.decided = dict(self._levels())
        # A place of a number with a bit a place is read from its bytes: to shift such a number copies it.
        self._bytes = [(level, bits.to_bytes(size // 8 + 1, "little")) for level, bits in self.decided.items()]

    def place(self, digits: Digits) -> int:
        """Return the place of a way to state some facts."""
        return sum(self.strides[name] * digit for name, digit in digits.items())

    def digits(self, place: int) -> dict[FactName, int]:
        """Return what is stated at a place."""
        digits = {name: place // stride % (len(self.values[name]) + 1) for name, stride in self.strides.items()}
        return {name: digit for name, digit in digits.items() if digit}

    def level(self, digits: Digits) -> Outcome | None:
        """Return the level that facts decide; None if they do not."""
        return self._level_at(self.place(digits))

    def _level_at(self, place: int) -> Outcome | None:
        at, bit = place >> 3, 1 << (place & 7)
        for level, places in self._bytes:
            if places[at] & bit:
                return level
        return None

    def smallest(self, digits: Digits, order: Iterable[FactName]) -> dict[FactName, int]:
        """Leave out facts, in an order, without which the same level is decided; no part of the rest decides it."""
        left, place = dict(digits), self.place(digits)
        level = self._level_at(place)
        for name in order:
            if name in left:
                without = place - self.strides[name] * left[name]
                if self._level_at(without) is level:
                    place = without
                    del left[name]
        return left

    def cube(self, digits: Mapping[FactName, Iterable[int]]) -> int:
        """Return the places at which each fact has one of some values, whatever the others are."""
        bits = self.every
        for name, several in digits.items():
            bits &= sum(self.masks[name][digit] for digit in several)
        return bits

    @property
    def complete(self) -> int:
        """Places at which all facts are stated."""
        bits = self.every
        for masks in self.masks.values():
            bits &= ~masks[0]
        return bits

    def idle(self) -> Iterator[FactName]:
        """Go through the facts whose value changes no level, whatever all others are: nobody need ask for them."""
        complete = self.complete
        for name, masks in self.masks.items():
            stride = self.strides[name]
            by_value = [
                tuple((bits & complete & mask) >> digit * stride for bits in self.decided.values())
                for digit, mask in enumerate(masks)
                if digit
            ]
            if len(by_value) > 1 and len(set(by_value)) == 1:
                yield name

    def smallest_of(self, level: Outcome, most: int) -> Iterator[dict[FactName, int]]:
        """Go through the smallest ways to decide a level stating at most some facts, the fewest first."""
        decided = sum(self.decided.values())
        larger = 0
        for name, masks in self.masks.items():
            open_here = decided & masks[0]
            for digit in range(1, len(masks)):
                larger |= open_here << digit * self.strides[name]
        bits = self.decided.get(level, 0) & ~larger
        for stated in self._by_number(most):
            left = bits & stated
            while left:
                lowest = left & -left
                yield self.digits(lowest.bit_length() - 1)
                left ^= lowest

    def _by_number(self, most: int) -> list[int]:
        """Return the places at which 1, 2, ... facts are stated."""
        several = [self.every] + [0] * most
        for masks in self.masks.values():
            stated = self.every & ~masks[0]
            several = [
                (several[number] & masks[0]) | (several[number - 1] & stated if number else 0)
                for number in range(most + 1)
            ]
        return several[1:]

    def _masks(self, name: FactName) -> list[int]:
        """Return the places at which a fact has each of its values; first those at which it is open."""
        stride, number = self.strides[name], len(self.values[name]) + 1
        period = stride * number
        block, width = (1 << stride) - 1, period
        while width < self.size:
            block |= block << width
            width *= 2
        return [block << digit * stride & self.every for digit in range(number)]

    def _levels(self) -> Iterator[tuple[Outcome, int]]:
        compiled, verdict = self.heard.compiled, self.heard.verdict
        levels = dict(zip(compiled.ids, compiled.levels, strict=True))
        judged = [(levels[name], *self._judge(compiled.roots[name])) for name in verdict.open]
        for level in sorted({verdict.floor, *(level for level, _, _ in judged)}, reverse=True):
            reached = self.every if level == verdict.floor else 0
            for other, true, _ in judged:
                reached |= true if other >= level else 0
            for other, _, false in judged:
                reached &= false if other > level else self.every
            if reached:
                yield level, reached

    def _judge(self, place: int) -> tuple[int, int]:
        """Return where a part is true, and where it is false."""
        judged = self._judged.get(place)
        if judged is None:
            judged = self._judged[place] = self._judge_anew(place)
        return judged

    def _judge_anew(self, place: int) -> tuple[int, int]:
        heard, part = self.heard, self.heard.compiled.all[place]
        truth = heard.truth_at(place)
        if truth is not UNKNOWN:
            return (self.every, 0) if truth is True else (0, self.every)
        if part.leaf is not None:
            return self._judge_leaf(part.leaf)
        if part.term is not None:
            return self._judge(part.below[PLACES[heard.context.readings.of(part.term)]])
        below = [self._judge(other) for other in part.below]
        if part.settled_by is None:
            true, false = below[0]
            return false, true
        settled, other = (0, self.every)
        for true, false in below:
            settles, leaves = (true, false) if part.settled_by else (false, true)
            settled |= settles
            other &= leaves
        return (settled, other) if part.settled_by else (other, settled)

    def _judge_leaf(self, leaf: Leaf) -> tuple[int, int]:
        context = self.heard.context
        true = false = 0
        for value, bits in self._values_of(leaf.fact):
            truth = judge_leaf(leaf, value, context.day, context.parties)
            if truth is True:
                true |= bits
            elif truth is False:
                false |= bits
        return true, false

    def _values_of(self, fact: FactName) -> list[tuple[FactValue, int]]:
        """Return the values that a fact has, with the places at which it has each."""
        if fact not in self._leaf_values:
            names = [name for name in (fact, *self.follows.get(fact, ())) if name in self.values]
            values: list[tuple[FactValue, int]] = []
            for digits in product(*(range(len(self.values[name]) + 1) for name in names)):
                stated = {
                    name: self.values[name][digit - 1] for name, digit in zip(names, digits, strict=True) if digit
                }
                bits = self.every
                for name, digit in zip(names, digits, strict=True):
                    bits &= self.masks[name][digit]
                values.append((self.derive(stated)[fact], bits))
            self._leaf_values[fact] = values
        return self._leaf_values[fact]


def open_parts(heard: Evaluation) -> Iterator[int]:
    """Go through the places of the parts that are open in the open clauses of a line."""
    compiled, seen = heard.compiled, set[int]()
    left = [compiled.roots[name] for name in heard.verdict.open]
    while left:
        place = left.pop()
        if place in seen or heard.truth_at(place) is not UNKNOWN:
            continue
        seen.add(place)
        yield place
        part = compiled.all[place]
        left += part.below if part.term is None else [part.below[PLACES[heard.context.readings.of(part.term)]]]
