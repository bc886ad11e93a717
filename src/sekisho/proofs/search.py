"""Search for facts that make conditions true, false, or neither: exact, and complete over cells.

A goal is a condition and what it is wanted to be. In Kleene logic a conjunction is true if all its parts are, and is
not true if one of them is not; so a goal is several goals together, or a choice among goals, or a test of one fact,
which keeps some of the cells of that fact. The search follows every choice until what is left of the facts meets all
goals, or until no choice is left. Then there are no such facts: cells stand for all values, so nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias, assert_never

from sekisho.determination.core.domains import Domain
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Leaf,
    Listed,
    Not,
    Open,
    Reaches,
    Under,
)
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue


class Want(Enum):
    """What a condition is wanted to be."""

    TRUE = "true"
    FALSE = "false"
    NOT_TRUE = "false or unknown"
    NOT_FALSE = "true or unknown"


Goal: TypeAlias = tuple[Condition, Want]

_NEGATED = {
    Want.TRUE: Want.FALSE,
    Want.FALSE: Want.TRUE,
    Want.NOT_TRUE: Want.NOT_FALSE,
    Want.NOT_FALSE: Want.NOT_TRUE,
}


@dataclass(frozen=True, slots=True)
class _Cells:
    """The fact has one of these cells."""

    fact: FactName
    bits: int


@dataclass(frozen=True, slots=True)
class _Atoms:
    """The codes are so: one of the atoms is held (`some`), or none but these are; unknown codes do, or do not."""

    fact: FactName
    bits: int
    some: bool
    unknown: bool


@dataclass(frozen=True, slots=True)
class _Together:
    """All of these goals."""

    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of these goals."""

    parts: tuple[int, ...]


_Node: TypeAlias = _Cells | _Atoms | _Together | _Choice


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of the values of a fact.

    Parameters
    ----------
    bits
        The cells, or atoms of codes, that are left.
    needs
        For codes: of each of these sets of atoms, the value holds one at least.
    unknown
        For codes: that nothing is known of them is left too.
    """

    bits: int
    needs: frozenset[int] = frozenset()
    unknown: bool = False

    @property
    def possible(self) -> bool:
        return self.unknown or (self.bits != 0 and all(self.bits & need for need in self.needs))


_State: TypeAlias = dict[FactName, _Left]
_Open: TypeAlias = tuple[int, int]
"""A choice that is not made yet: the goal from which it came, and what is left of it."""

_MET, _NOTHING = 0, 1
"""Places of the goal that is always met, and of the one that never is."""


@dataclass(slots=True)
class Search:
    """Searches among the facts of one law; goals are kept in one form, each once.

    Parameters
    ----------
    steps
        Choices that were followed, for a report.
    """

    domains: Mapping[FactName, Domain]
    steps: int = 0
    _heat: dict[int, int] = field(default_factory=dict)
    _nodes: list[_Node] = field(default_factory=lambda: [_Together(()), _Choice(())])
    _places: dict[_Node, int] = field(default_factory=dict)
    _goals: dict[tuple[int, Want], tuple[int, Condition]] = field(default_factory=dict)
    _opposite: dict[int, int] = field(default_factory=lambda: {_MET: _NOTHING, _NOTHING: _MET})
    _start: _State = field(default_factory=dict)

    def find(self, goals: Iterable[Goal], *, known: bool = False) -> dict[FactName, FactValue] | None:
        """Return facts that meet all goals, or None if there are none; a fact left out may have any value.

        Parameters
        ----------
        known
            Only facts of which nothing is open: no unknown value, no code that the item may have.
        """
        self._heat = {}
        self._start = {
            fact: _Left(domain.known if known else domain.every, unknown=domain.several and not known)
            for fact, domain in self.domains.items()
        }
        found = self._meet([self._goal(condition, want) for condition, want in goals], (), {})
        return None if found is None else {fact: self._value(fact, left) for fact, left in sorted(found.items())}

    # --- goals in one form ---------------------------------------------------------------------

    def _goal(self, condition: Condition, want: Want) -> int:
        known = self._goals.get((id(condition), want))
        if known is not None:
            return known[0]
        match condition:
            case All(parts) | Any(parts):
                places = [self._goal(part, want) for part in parts]
                together = (want in {Want.TRUE, Want.NOT_FALSE}) == isinstance(condition, All)
                place = self._join(places, together=together)
            case Not(part):
                place = self._goal(part, _NEGATED[want])
            case Is() | Under() | Between() | Listed() | Open():
                place = self._test(condition, want)
            case Reaches() | InForce():
                message = f"{condition} was not replaced by what it stands for"
                raise AssertionError(message)
            case _:
                assert_never(condition)
        self._goals[id(condition), want] = place, condition  # the condition is kept, so that its id stays its own
        return place

    def _keep(self, node: _Node) -> int:
        place = self._places.get(node)
        if place is None:
            place = self._places[node] = len(self._nodes)
            self._nodes.append(node)
        return place

    def _test(self, leaf: Leaf, want: Want) -> int:
        domain = self.domains[leaf.fact]
        true, false = domain.true[leaf], domain.false[leaf]
        if not domain.several:
            bits = {
                Want.TRUE: true,
                Want.FALSE: false,
                Want.NOT_TRUE: domain.every & ~true,
                Want.NOT_FALSE: domain.every & ~false,
            }[want]
            return self._cells(leaf.fact, bits)
        match want:
            case Want.TRUE:
                return self._keep(_Atoms(leaf.fact, true, some=True, unknown=False))
            case Want.NOT_TRUE:
                return self._keep(_Atoms(leaf.fact, domain.every & ~true, some=False, unknown=True))
            case Want.FALSE:
                return self._keep(_Atoms(leaf.fact, false, some=False, unknown=False))
            case Want.NOT_FALSE:
                return self._keep(_Atoms(leaf.fact, domain.every & ~false, some=True, unknown=True))
            case _:
                assert_never(want)

    def _cells(self, fact: FactName, bits: int) -> int:
        if bits == 0:
            return _NOTHING
        return _MET if bits == self.domains[fact].every else self._keep(_Cells(fact, bits))

    def _join(self, places: Iterable[int], *, together: bool) -> int:
        """Join goals; tests of one fact that has one value become one test."""
        void, end = (_MET, _NOTHING) if together else (_NOTHING, _MET)
        cells: dict[FactName, int] = {}
        kept: dict[int, None] = {}
        queue = list(places)
        while queue:
            place = queue.pop(0)
            node = self._nodes[place]
            if place == end:
                return end
            if isinstance(node, _Cells):
                before = cells.get(node.fact)
                merged = node.bits if before is None else before & node.bits if together else before | node.bits
                cells[node.fact] = merged
            elif isinstance(node, _Together if together else _Choice):
                queue[:0] = node.parts
            elif place != void:
                kept[place] = None
        for fact, bits in cells.items():
            place = self._cells(fact, bits)
            if place == end:
                return end
            if place != void:
                kept[place] = None
        if not kept:
            return void
        parts = tuple(sorted(kept))
        return parts[0] if len(parts) == 1 else self._keep(_Together(parts) if together else _Choice(parts))

    def _complement(self, place: int) -> int:
        """Return the goal that is met by just those facts that do not meet this one."""
        if place not in self._opposite:
            node = self._nodes[place]
            match node:
                case _Cells(fact, bits):
                    other = self._cells(fact, self.domains[fact].every & ~bits)
                case _Atoms(fact, bits, some, unknown):
                    every = self.domains[fact].every
                    other = self._keep(_Atoms(fact, every & ~bits, some=not some, unknown=not unknown))
                case _Together(parts):
                    other = self._join([self._complement(part) for part in parts], together=False)
                case _Choice(parts):
                    other = self._join([self._complement(part) for part in parts], together=True)
                case _:
                    assert_never(node)
            self._opposite[place] = other
        return self._opposite[place]

    # --- the search ----------------------------------------------------------------------------

    def _meet(self, goals: list[int], choices: tuple[_Open, ...], left: _State) -> _State | None:
        left, open_choices = dict(left), list(choices)
        while goals:
            if not self._take(goals, open_choices, left):
                return None
            pruned = self._prune(open_choices, left)
            if pruned is None:
                return None
            goals, open_choices = pruned
        if not open_choices:
            return left
        first = min(open_choices, key=lambda choice: (-self._heat.get(choice[0], 0), len(self._parts(choice[1]))))
        rest = tuple(choice for choice in open_choices if choice != first)
        failed: list[int] = []
        for part in self._parts(first[1]):
            self.steps += 1
            found = self._meet([*failed, part], rest, left)
            if found is not None:
                return found
            failed.append(self._complement(part))
        return None

    def _parts(self, place: int) -> tuple[int, ...]:
        node = self._nodes[place]
        return node.parts if isinstance(node, _Together | _Choice) else (place,)

    def _take(self, goals: Iterable[int], choices: list[_Open], left: _State) -> bool:
        """Take goals apart: tests narrow their facts, choices are kept; False if a fact has no value left."""
        queue = list(goals)
        while queue:
            place = queue.pop()
            node = self._nodes[place]
            match node:
                case _Together(parts):
                    queue += parts
                case _Choice():
                    choices.append((place, place))
                case _Cells() | _Atoms():
                    narrowed = self._narrow(node, left)
                    if not narrowed.possible:
                        return False
                    left[node.fact] = narrowed
                case _:
                    assert_never(node)
        return True

    def _prune(self, choices: Sequence[_Open], left: _State) -> tuple[list[int], list[_Open]] | None:
        """Drop what is met or cannot be; return the goals without alternative and the choices left; None if stuck."""
        sole: list[int] = []
        kept: dict[int, int] = {}
        fates: dict[int, bool | None] = {}
        for origin, choice in choices:
            options = []
            for part in self._parts(choice):
                fate = self._fate(part, left, fates)
                if fate is True:
                    break
                if fate is None:
                    options.append(part)
            else:
                if not options:
                    self._heat[origin] = self._heat.get(origin, 0) + 1
                    return None
                place = self._join(options, together=False)
                if isinstance(self._nodes[place], _Choice):
                    kept.setdefault(place, origin)
                else:
                    sole.append(place)
        return sole, [(origin, place) for place, origin in kept.items()]

    def _fate(self, place: int, left: _State, fates: dict[int, bool | None]) -> bool | None:
        """Tell whether a goal is met by all that is left (True), by none of it (False), or by a part (None)."""
        if place in fates:
            return fates[place]
        node = self._nodes[place]
        fate: bool | None
        match node:
            case _Together(parts):
                found = [self._fate(part, left, fates) for part in parts]
                fate = False if False in found else None if None in found else True
            case _Choice(parts):
                found = [self._fate(part, left, fates) for part in parts]
                fate = True if True in found else None if None in found else False
            case _Cells() | _Atoms():
                before, after = left.get(node.fact) or self._start[node.fact], self._narrow(node, left)
                fate = False if not after.possible else True if after == before else None
            case _:
                assert_never(node)
        fates[place] = fate
        return fate

    def _narrow(self, node: _Cells | _Atoms, left: _State) -> _Left:
        """Return what is left of a fact if a test of it is to be as wanted."""
        before = left.get(node.fact) or self._start[node.fact]
        match node:
            case _Cells(_, bits):
                return _Left(before.bits & bits)
            case _Atoms(_, bits, some, unknown):
                if some:
                    return _Left(before.bits, before.needs | {bits}, before.unknown and unknown)
                return _Left(before.bits & bits, before.needs, before.unknown and unknown)
            case _:
                assert_never(node)

    def _value(self, fact: FactName, left: _Left) -> FactValue:
        """Choose one value of what is left, with as few codes as need be."""
        domain = self.domains[fact]
        if not domain.several:
            return domain.values[lowest(left.bits)]
        if not all(left.bits & need for need in left.needs):
            return UNKNOWN
        chosen = 0
        for need in sorted(left.needs):
            if not chosen & left.bits & need:
                chosen |= 1 << lowest(left.bits & need)
        return _codes([value for place, value in enumerate(domain.values) if chosen >> place & 1])


def lowest(bits: int) -> int:
    """Return the place of the lowest bit that is set."""
    return (bits & -bits).bit_length() - 1


def _codes(atoms: Sequence[FactValue]) -> Codes:
    sure = frozenset(code for atom in atoms if isinstance(atom, Codes) for code in atom.sure)
    maybe = frozenset(code for atom in atoms if isinstance(atom, Codes) for code in atom.maybe)
    return Codes(sure, maybe - sure)
