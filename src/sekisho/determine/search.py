"""Search for facts that make conditions true, false, or neither: exact, and complete over cells.

A goal is a condition and what it is wanted to be. In Kleene logic a conjunction is true if all its parts are, and is
not true if one of them is not; so a goal is either several goals together, or a choice among goals, or a test of one
fact, which keeps some of the cells of that fact. The search follows every choice until the facts that remain meet all
goals, or until no choice is left. Then there are no such facts: cells stand for all values, so nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

from sekisho.determine.domains import Domain
from sekisho.law.condition import All, Any, Condition, FactName, InForce, Is, Leaf, Listed, Not, Open, Reaches, Under
from sekisho.law.condition import Between as _Between
from sekisho.law.fact import UNKNOWN, Codes, FactValue


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
_TOGETHER = {Want.TRUE, Want.NOT_FALSE}
"""What holds of a conjunction if it holds of every part; what holds of an alternative if of one."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of the values of a fact.

    Parameters
    ----------
    cells
        Bits of the cells that are left.
    needs
        For codes: of each of these sets of atoms, the value holds one at least.
    unknown
        For codes: that nothing is known of them is left too.
    """

    cells: int
    needs: tuple[int, ...] = ()
    unknown: bool = False

    @property
    def possible(self) -> bool:
        return self.unknown or all(self.cells & need for need in self.needs)


@dataclass(slots=True)
class Search:
    """Searches among the facts of one law.

    Parameters
    ----------
    known
        Only facts of which nothing is open: no unknown value, no code that the item may have.
    steps
        Choices that were followed, for a report.
    """

    domains: Mapping[FactName, Domain]
    known: bool = False
    steps: int = 0

    def find(self, goals: Iterable[Goal]) -> dict[FactName, FactValue] | None:
        """Return facts that meet all goals, or None if there are none; a fact left out may have any value."""
        found = self._meet(list(goals), (), {})
        return None if found is None else {fact: self._value(fact, left) for fact, left in found.items()}

    def _meet(
        self, goals: list[Goal], choices: tuple[tuple[Goal, ...], ...], left: dict[FactName, _Left]
    ) -> dict[FactName, _Left] | None:
        left, choices_now = dict(left), list(choices)
        while True:
            if not self._split(goals, choices_now, left):
                return None
            goals, choices_now, alive = self._prune(choices_now, left)
            if not alive:
                return None
            if not goals:
                break
        if not choices_now:
            return left
        first = min(range(len(choices_now)), key=lambda place: len(choices_now[place]))
        rest = tuple(choices_now[:first] + choices_now[first + 1 :])
        for goal in choices_now[first]:
            self.steps += 1
            found = self._meet([goal], rest, left)
            if found is not None:
                return found
        return None

    def _split(self, goals: list[Goal], choices: list[tuple[Goal, ...]], left: dict[FactName, _Left]) -> bool:
        """Take goals apart: tests narrow their facts, choices are kept; False if a fact has no value left."""
        queue = list(goals)
        while queue:
            condition, want = queue.pop()
            match condition:
                case All(parts) | Any(parts):
                    if (want in _TOGETHER) == isinstance(condition, All):
                        queue += [(part, want) for part in parts]
                    else:
                        choices.append(tuple((part, want) for part in parts))
                case Not(part):
                    queue.append((part, _NEGATED[want]))
                case Is() | Under() | _Between() | Listed() | Open():
                    narrowed = self._narrow(condition, want, left)
                    if not narrowed.possible:
                        return False
                    left[condition.fact] = narrowed
                case Reaches() | InForce():
                    message = f"{condition} was not replaced by what it stands for"
                    raise AssertionError(message)
                case _:
                    assert_never(condition)
        return True

    def _prune(
        self, choices: list[tuple[Goal, ...]], left: dict[FactName, _Left]
    ) -> tuple[list[Goal], list[tuple[Goal, ...]], bool]:
        """Drop what cannot be chosen; return goals without alternative, the choices left, and whether any may hold."""
        sole: list[Goal] = []
        kept: list[tuple[Goal, ...]] = []
        for choice in choices:
            options = []
            for goal in choice:
                fate = self._fate(goal, left)
                if fate is True:
                    break
                if fate is None:
                    options.append(goal)
            else:
                if not options:
                    return [], [], False
                if len(options) == 1:
                    sole.append(options[0])
                else:
                    kept.append(tuple(options))
        return sole, kept, True

    def _fate(self, goal: Goal, left: dict[FactName, _Left]) -> bool | None:
        """Tell whether a goal is met by all that is left (True), by nothing (False), or by a part (None)."""
        condition, want = goal
        match condition:
            case Not(part):
                return self._fate((part, _NEGATED[want]), left)
            case All(parts) | Any(parts):
                together = (want in _TOGETHER) == isinstance(condition, All)
                fates = [self._fate((part, want), left) for part in parts]
                if together:
                    return False if False in fates else None if None in fates else True
                return True if True in fates else None if None in fates else False
            case Is() | Under() | _Between() | Listed() | Open():
                before, after = self._left(condition.fact, left), self._narrow(condition, want, left)
                return False if not after.possible else True if after == before else None
            case _:
                return None

    def _left(self, fact: FactName, left: Mapping[FactName, _Left]) -> _Left:
        if fact in left:
            return left[fact]
        domain = self.domains[fact]
        return _Left(domain.known if self.known else domain.every, unknown=domain.several and not self.known)

    def _narrow(self, leaf: Leaf, want: Want, left: Mapping[FactName, _Left]) -> _Left:
        """Return what is left of a fact if a test of it is to be as wanted."""
        domain, before = self.domains[leaf.fact], self._left(leaf.fact, left)
        true, false = domain.true[leaf], domain.false[leaf]
        if not domain.several:
            meets = {
                Want.TRUE: true,
                Want.FALSE: false,
                Want.NOT_TRUE: ~true,
                Want.NOT_FALSE: ~false,
            }[want]
            cells = before.cells & meets
            return before if cells == before.cells else _Left(cells, (cells,))
        match want:
            case Want.TRUE:
                return _Left(before.cells, _with(before.needs, true), unknown=False)
            case Want.NOT_FALSE:
                return _Left(before.cells, _with(before.needs, domain.every & ~false), before.unknown)
            case Want.FALSE:
                return _Left(before.cells & false, before.needs, unknown=False)
            case Want.NOT_TRUE:
                return _Left(before.cells & ~true, before.needs, before.unknown)
            case _:
                assert_never(want)

    def _value(self, fact: FactName, left: _Left) -> FactValue:
        """Choose one value of what is left, with as few codes as need be."""
        domain = self.domains[fact]
        if not domain.several:
            return domain.values[_lowest(left.cells)]
        if not all(left.cells & need for need in left.needs):
            return UNKNOWN
        chosen = 0
        for need in left.needs:
            if not chosen & need:
                chosen |= 1 << _lowest(left.cells & need)
        return _together([value for place, value in enumerate(domain.values) if chosen >> place & 1])


def _with(needs: tuple[int, ...], need: int) -> tuple[int, ...]:
    return needs if need in needs else (*needs, need)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _together(atoms: Sequence[FactValue]) -> Codes:
    sure = frozenset(code for atom in atoms if isinstance(atom, Codes) for code in atom.sure)
    maybe = frozenset(code for atom in atoms if isinstance(atom, Codes) for code in atom.maybe)
    return Codes(sure, maybe - sure)
