"""The values that a fact can have, cut into cells on which no test of a law tells two values apart.

For one fact with one value, the cells are the different patterns that the tests make of all its values: every choice;
every territory that some test names, and one that none names; each bound of a number or a date, and the gaps between
bounds; every name and identifier of every party on file, and a name that no table holds.

An item may have several codes, so its codes are a set of atoms: one code that it has, or one that it may have. A test
of codes is true if one atom makes it so, and false if every atom does; so a set of codes never needs to be listed.
Together the atoms stand for every set of codes of any size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from sekisho.dataclass import dataclass
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.dates.calendar import entry_state, is_within
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    Is,
    Leaf,
    Listed,
    ListId,
    Not,
    Open,
    Under,
    type_leaf,
    walk,
)
from sekisho.law.model.fact import UNKNOWN, Codes, Fact, FactValue, Truth, Unknown
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.parties.derived_facts import END_USER, KIND, MILITARY, body_of
from sekisho.parties.index import PartyIndex
from sekisho.parties.list_tests import states_on
from sekisho.trade.items.code import GROUP
from sekisho.trade.items.inference import BARRED_USE, RISK

UNLISTED = "A firm on no list whatever"
NOBODY = "none"
BODY = Listed(END_USER, ListId("bodies of armed forces"))
"""Stands for what an end user's name tells (see `parties.derived_facts`): true if it certainly is a military body's."""

_YES = frozenset({"yes"})
AS_FOLLOWS: Condition = All(
    (
        Any((Not(BODY), Is(KIND, frozenset({MILITARY})))),
        Any((Not(Is(BARRED_USE, _YES)), Is(RISK, _YES))),
    )
)
"""True of every line without unknown facts that does not contradict itself: the end user is military if its name says
so, and a barred use that is known is a risk that is known."""

_BELOW = ".zz9"
"""A sub-level that no list has: stands for everything below an entry that no test names."""


@dataclass(frozen=True, slots=True)
class Domain:
    """One fact of one law: its cells, and what each test makes of each.

    Parameters
    ----------
    values
        One value of each cell; for codes, one atom each.
    known
        Bits of the cells whose value leaves nothing open; bit n stands for `values[n]`.
    true, false
        For each test, the bits of the cells on which it is true, and on which it is false.
    several
        The value is a set of cells, not one: codes.
    """

    values: tuple[FactValue, ...]
    known: int
    true: Mapping[Leaf, int]
    false: Mapping[Leaf, int]
    several: bool

    @property
    def every(self) -> int:
        """Bits of all cells."""
        return (1 << len(self.values)) - 1


def domains_of(leaves: Iterable[Leaf], facts: FactTable, day: date, parties: PartyIndex) -> dict[FactName, Domain]:
    """Cut every fact that the tests name."""
    by_fact: dict[FactName, dict[Leaf, None]] = {}
    for leaf in leaves:
        by_fact.setdefault(leaf.fact, {})[leaf] = None
    return {name: _domain(facts, name, tuple(tests), day, parties) for name, tests in by_fact.items()}


def leaves_in(condition: Condition) -> Iterator[Leaf]:
    """Go through the tests of single facts in a condition."""
    return (part for part in walk(condition) if isinstance(part, type_leaf))


def cells_of(domain: Domain) -> tuple[object, ...]:
    """Return what tells one cutting of a fact from another: the tests, and on which cells each is true or false."""
    return (tuple(domain.true.items()), tuple(domain.false.items()), domain.known)


def _domain(facts: FactTable, name: FactName, leaves: tuple[Leaf, ...], day: date, parties: PartyIndex) -> Domain:
    fact = facts[name]
    if fact.kind == "codes":
        cells: Mapping[tuple[Truth, ...], FactValue] = _atoms(leaves, facts.schemes.get(fact.scheme, frozenset()))
    else:
        found: dict[tuple[Truth, ...], FactValue] = {}
        if fact.kind == "party":
            found = _party_cells(leaves, single_values(fact, leaves, facts, parties), day, parties)
        else:
            for value in single_values(fact, leaves, facts, parties):
                found.setdefault(tuple(_truth(leaf, value, day, parties) for leaf in leaves), value)
        found.setdefault(tuple(_truth(leaf, UNKNOWN, day, parties) for leaf in leaves), UNKNOWN)
        cells = found
    return Domain(
        values=tuple(cells.values()),
        known=_bits(not (value is UNKNOWN or (isinstance(value, Codes) and value.maybe)) for value in cells.values()),
        true={leaf: _bits(pattern[place] is True for pattern in cells) for place, leaf in enumerate(leaves)},
        false={leaf: _bits(pattern[place] is False for pattern in cells) for place, leaf in enumerate(leaves)},
        several=fact.kind == "codes",
    )


def _party_cells(
    leaves: tuple[Leaf, ...], values: Iterable[FactValue], day: date, parties: PartyIndex
) -> dict[tuple[Truth, ...], FactValue]:
    """Judge tests of parties once for all names that mean the same, and once for all days with the same listings."""
    tested = [
        parties.told.setdefault((leaf, states_on(parties, leaf, day) if isinstance(leaf, Listed) else ()), {})
        for leaf in leaves
    ]
    found: dict[tuple[Truth, ...], FactValue] = {}
    seen: set[int] = set()
    for value in values:
        name = parties.alike(str(value))
        if name in seen:
            continue
        seen.add(name)
        for leaf, known in zip(leaves, tested, strict=True):
            if name not in known:
                known[name] = _truth(leaf, value, day, parties)
        found.setdefault(tuple(known[name] for known in tested), value)
    return found


def _truth(leaf: Leaf, value: FactValue, day: date, parties: PartyIndex) -> Truth:
    if leaf is not BODY:
        return judge_leaf(leaf, value, day, parties)
    if isinstance(value, Unknown):
        return UNKNOWN
    body = None if value == NOBODY else body_of(str(value), parties)
    return False if body is None else True if body.certain else UNKNOWN


def _bits(marks: Iterable[bool]) -> int:
    return sum(1 << place for place, mark in enumerate(marks) if mark)


def single_values(fact: Fact, leaves: Iterable[Leaf], facts: FactTable, parties: PartyIndex) -> Iterator[FactValue]:
    """Yield a value of every cell of a fact that has one known value; several of one cell may come."""
    match fact.kind:
        case "yes_no":
            yield from (True, False)
        case "choice":
            yield from fact.choices
        case "territory":
            named = sorted(value for leaf in leaves if isinstance(leaf, Is | Open) for value in leaf.values)
            yield from named
            yield from sorted(facts.schemes.get("iso/3166", frozenset({"ZZ"})) - set(named))[:1]
        case "party":
            yield from (UNLISTED, NOBODY)
            yield from parties.names()
        case "number":
            bounds = {bound for bound in _bounds(leaves) if isinstance(bound, Decimal)}
            yield from (number for number in _numbers(bounds) if fact.unit != "share 0-1" or 0 <= number <= 1)
        case "date":
            days = {bound for bound in _bounds(leaves) if isinstance(bound, date)}
            yield from _days(days)
        case _:
            return


def _bounds(leaves: Iterable[Leaf]) -> Iterator[Decimal | date]:
    for leaf in leaves:
        if isinstance(leaf, Between):
            yield from (bound for bound in (leaf.low, leaf.high) if bound is not None)


def _numbers(bounds: Iterable[Decimal]) -> Iterator[Decimal]:
    """Yield the bounds, a number in every gap between two, and one beyond each end."""
    ordered = sorted({Decimal(0), Decimal(1), *bounds})
    yield from ordered
    yield from ((low + high) / 2 for low, high in pairwise(ordered))
    yield from (ordered[0] - 1, ordered[-1] + 1)


def _days(bounds: Iterable[date]) -> Iterator[date]:
    one = timedelta(days=1)
    for bound in sorted(bounds):
        yield bound
        if bound > date.min:
            yield bound - one
        if bound < date.max:
            yield bound + one


@lru_cache(maxsize=256)
def _atoms(leaves: tuple[Leaf, ...], scheme: frozenset[str]) -> Mapping[tuple[Truth, ...], FactValue]:
    """Return one atom of every pattern, and that of an item without codes.

    A code's pattern hangs on the entries at or above it, on those below it, and on whether it is a group. So these
    codes are enough: all of the scheme, every entry that a test names and all that hold it, and one below each of
    them that no test names.
    """
    named = {
        part
        for leaf in leaves
        if isinstance(leaf, Under)
        for entry in (*leaf.entries, *leaf.without)
        for part in _holders(entry)
    }
    codes = {code for code in (*scheme, *named) if code and (not scheme or code.partition(".")[0] in scheme)}
    if not scheme:
        codes |= {"0Z999", "0Z"}
    codes |= {code + _BELOW for code in codes if len(code) > GROUP}
    found: dict[tuple[Truth, ...], FactValue] = {_pattern(leaves, Codes()): Codes()}
    for code in sorted(codes, key=lambda code: (len(code), code)):
        found.setdefault(_pattern(leaves, Codes(frozenset({code}))), Codes(frozenset({code})))
    for code in sorted(codes, key=lambda code: (len(code), code)):
        found.setdefault(_pattern(leaves, Codes(frozenset(), frozenset({code}))), Codes(frozenset(), frozenset({code})))
    return found


def _pattern(leaves: tuple[Leaf, ...], value: Codes) -> tuple[Truth, ...]:
    return tuple(judge_leaf(leaf, value, date.min, _NO_PARTIES) for leaf in leaves)


_NO_PARTIES = PartyIndex(())


def _holders(entry: str) -> Iterator[str]:
    """Yield an entry and all that hold it: 1C905.a, 1C905, 1C, 1."""
    parts = entry.split(".")
    yield from (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    yield from (entry[:length] for length in (GROUP, 1) if len(entry) > length)


def lists_on(day: date, library: Library, tests: Collection[Listed]) -> tuple[object, ...]:
    """Return the states of the entries that tests of lists ask of, and who holds whom, on the day of a law."""
    names = {name for test in tests for name in test.lists}
    states = tuple(
        str(entry_state(entry, day))
        for entry in library.entries
        if any(entry.list == name or entry.list.startswith(f"{name}/") for name in names)
    )
    held = any(test.owned for test in tests)
    holdings = tuple(is_within(day, one.start, one.until) for one in library.holdings) if held else ()
    owners = tuple(str(entry_state(entry, day)) for entry in library.entries) if held else ()
    return states, holdings, owners
