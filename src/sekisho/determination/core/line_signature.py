"""What the law of a day tells apart of a line: two lines of one signature have the same value of every test.

A signature has a number for each fact that a clause asks of, equal for values on which all tests of the fact agree:
end users on no list have one, and so have countries that no clause names. What was judged of one line stands for all
lines of its signature.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sekisho.determination.core.compiled_clauses import CompiledClauses, clauses_on
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.outcome import Verdict
from sekisho.law.memo import Memory, cached_per_library
from sekisho.law.model.condition import FactName, Leaf, Listed
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue, Truth, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.parties.index import PartyIndex

MOST_VALUES: Final = 4096
"""Values of a fact that are remembered; a guess. Lists of goods have some 2,000 codes. Each takes some 100 bytes; with
fewer a server that is asked of all goods works some out again."""
MOST_LINES: Final = 256
"""Lines that are remembered of a day of law; a guess. Each takes some 7 kB; with fewer, lines of one order list that
are asked one by one are judged again."""
MOST_TRACES: Final = 4096
"""Traces of clauses and terms that are remembered of a day of law; a guess. Each takes some 3 kB; with fewer, clauses
that are told of line after line are told anew."""
Signature = tuple[int, ...]


class JudgedParts(NamedTuple):
    """What was judged of a line: the value of each part, None where none was needed, of each clause; the verdict."""

    truths: list[Truth | None]
    values: Sequence[Truth]
    verdict: Verdict


class Move(NamedTuple):
    """A test that comes out otherwise: its place among the parts, its value before and after."""

    place: int
    before: Truth
    after: Truth


class LineSignatures:
    """The signatures of lines under the clauses of a day, and what was judged of lines by them.

    Attributes
    ----------
    traces
        Traces of clauses and terms that were told, by what `said_at` returns and how terms are read.
    """

    __slots__ = (
        *("_by_number", "_compiled", "_judged", "_leaves", "_moves", "_named", "_numbers", "_of_place", "_parties"),
        *("_patterns", "_places", "traces"),
    )

    def __init__(self, compiled: CompiledClauses) -> None:
        self._leaves: dict[FactName, list[Leaf]] = {name: [] for name in compiled.on_fact}
        self._places: dict[FactName, list[int]] = {name: [] for name in compiled.on_fact}
        for place, part in enumerate(compiled.all):
            if part.leaf is not None:
                self._leaves[part.leaf.fact].append(part.leaf)
                self._places[part.leaf.fact].append(place)
        self._moves = Memory[tuple[FactName, int, int], tuple[Move, ...]](MOST_VALUES)
        self._numbers: dict[FactName, dict[Hashable, int]] = {name: {} for name in self._leaves}
        self._patterns: dict[FactName, dict[tuple[Truth, ...], int]] = {name: {} for name in self._leaves}
        self._by_number: dict[FactName, list[tuple[Truth, ...]]] = {name: [] for name in self._leaves}
        self._parties = frozenset(
            leaf.fact for leaves in self._leaves.values() for leaf in leaves if type(leaf) is Listed
        )
        self._named = tuple((at, name) for at, name in enumerate(self._numbers) if name in self._parties)
        self._judged: dict[tuple[Signature, Readings], JudgedParts] = {}
        self._compiled = compiled
        self._of_place: dict[int, tuple[tuple[int, FactName], ...]] = {}
        self.traces: dict[Hashable, Any] = {}

    def of(self, facts: Mapping[FactName, FactValue], day: date, parties: PartyIndex) -> Signature:
        """Return the signature of a line."""
        signature = [numbers.get(facts[name]) for name, numbers in self._numbers.items()]
        for at, name in self._named:
            signature[at] = self.number(name, facts[name], day, parties)
        if None in signature:
            for at, name in enumerate(self._numbers):
                if signature[at] is None:
                    signature[at] = self._kept(name, facts[name], facts[name], day, parties)
        return tuple(signature)  # type: ignore[arg-type] # none of them is None any more

    def number(self, name: FactName, value: FactValue, day: date, parties: PartyIndex) -> int | None:
        """Return the number of a value, the same for all values of a fact that no test tells apart; None if none is."""
        numbers = self._numbers.get(name)
        if numbers is None:
            return None
        kind: Hashable = value
        if name in self._parties and value != "none" and not isinstance(value, Unknown):
            kind = parties.alike(str(value)), day
        number = numbers.get(kind)
        return self._kept(name, kind, value, day, parties) if number is None else number

    def tested(self, signature: Signature) -> list[Truth | None]:
        """Return the value of each part of a line of a signature that is a test of one fact; None for all others."""
        truths: list[Truth | None] = [None] * len(self._compiled.all)
        for (name, places), number in zip(self._places.items(), signature, strict=True):
            for place, truth in zip(places, self._by_number[name][number], strict=True):
                truths[place] = truth
        return truths

    def moves(self, name: FactName, before: int, after: int) -> tuple[Move, ...]:
        """Return the tests of a fact that come out otherwise with another value of it.

        Parameters
        ----------
        before, after
            Numbers of the two values.
        """
        key = name, before, after
        moves = self._moves.get(key)
        if moves is None:
            patterns = self._by_number[name]
            moves = tuple(
                Move(place, one, other)
                for place, one, other in zip(self._places[name], patterns[before], patterns[after], strict=True)
                if one is not other
            )
            self._moves.keep(key, moves)
        return moves

    def _kept(self, name: FactName, kind: Hashable, value: FactValue, day: date, parties: PartyIndex) -> int:
        """Number a value, and remember its number for all of its kind."""
        number = self._number(name, value, day, parties)
        numbers = self._numbers[name]
        if len(numbers) < MOST_VALUES:
            numbers[kind] = number
        return number

    def _number(self, name: FactName, value: FactValue, day: date, parties: PartyIndex) -> int:
        pattern = tuple(judge_leaf(leaf, value, day, parties) for leaf in self._leaves[name])
        number = self._patterns[name].setdefault(pattern, len(self._patterns[name]))
        if number == len(self._by_number[name]):
            self._by_number[name].append(pattern)
        return number

    def judged(self, signature: Signature, readings: Readings) -> JudgedParts | None:
        """Return what was judged of a line of a signature; None if nobody asked of one lately."""
        return self._judged.get((signature, readings))

    def keep(self, signature: Signature, readings: Readings, judged: JudgedParts) -> None:
        """Remember what was judged of a line; after many all are let go, and asked again."""
        if len(self._judged) >= MOST_LINES:
            self._judged.clear()
        self._judged[signature, readings] = judged

    def said_at(self, place: int, signature: Signature, facts: Mapping[FactName, FactValue]) -> Hashable:
        """Return what a line says of the facts of a part, and how their tests come out; so much is in its trace."""
        asked = self._of_place.get(place)
        if asked is None:
            on_fact = self._compiled.on_fact
            asked = tuple((at, name) for at, name in enumerate(self._numbers) if place in on_fact[name])
            self._of_place[place] = asked
        values = [facts[name] for _, name in asked]
        # Most facts are unknown or a word: to ask a function of each takes half of this.
        exact = [value if value is UNKNOWN or type(value) is str else _exactly(value) for value in values]
        return tuple([signature[at] for at, _ in asked]), tuple(exact)

    def keep_trace(self, key: Hashable, trace: object) -> None:
        """Remember a trace; after many all are let go."""
        if len(self.traces) >= MOST_TRACES:
            self.traces.clear()
        self.traces[key] = trace


def _exactly(value: FactValue) -> Hashable:
    """Return a value so that only one that is also written so is equal: 1.0 and 1 are one number and two texts."""
    return value if type(value) in {str, bool, date, Codes} or value is UNKNOWN else (type(value), repr(value))


@cached_per_library
def signatures_on(library: Library, day: date) -> LineSignatures:
    """Return the signatures under the clauses of a day, once for all days between two changes (`LawOnDay.day`)."""
    return LineSignatures(clauses_on(library, day))
