"""The closed set of condition kinds; each is data, and readers interpret it, most of them by `fold`.

All, Any, Not combine in Kleene logic. Is, Under, Between and Listed test one fact. Reaches stands for
a term of law, or for such a term said of one party, InForce for the state of another measure; both are
replaced by what they stand for on a date and under a reading. Open marks a state of the law in which nobody
knows the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, NewType, TypeVar, assert_never

from sekisho.dataclass import dataclass

FactName = NewType("FactName", str)
TermId = NewType("TermId", str)
MeasureId = NewType("MeasureId", str)
ListId = NewType("ListId", str)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts it is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds; without parts it is false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Is:
    """The fact is one of the values."""

    fact: FactName
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Under:
    """Some code of the fact is at or below one of the entries, leaving out those of `without`."""

    fact: FactName
    scheme: str
    entries: frozenset[str]
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Between:
    """The number or date lies within the bounds, in the unit of the fact."""

    fact: FactName
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    low_open: bool = False
    high_open: bool = False


class Tiers(StrEnum):
    """How a rule on owners counts from one tier to the next."""

    MULTIPLIED = "multiplied"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Owned:
    """How much of a party those on a list must hold for a rule on owners.

    Parameters
    ----------
    also
        Further lists whose parties count as owners, together with those of the list itself.
    told
        The tables of holdings tell that they hold as much; else: the tables leave open whether they do.
    partly
        Asks something else: unknown if the tables tell of a holding of theirs and not whether it is as much, else
        false.
    borne
        Where the tables leave it open: a party that bears the name of listed ones is asked of their lists alone.
    """

    at_least: Decimal
    tiers: Tiers
    also: tuple[ListId, ...] = ()
    told: bool = True
    partly: bool = False
    borne: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The party stands on the list, or on that part of it, on the date of law; or parties that do own it.

    Parameters
    ----------
    relations
        What of a listed party may be named: self, site, unit; empty takes whatever it is.
    named
        The measure speaks of parties by name: a party whom nobody names is not on the list.
    """

    fact: FactName
    list: ListId
    owned: Owned | None = None
    relations: frozenset[str] = frozenset()
    named: bool = False

    @property
    def lists(self) -> tuple[ListId, ...]:
        """Return every list that the test asks of."""
        return (self.list, *(self.owned.also if self.owned else ()))


@dataclass(frozen=True, slots=True)
class Reaches:
    """A term of law reaches the line, under the reading chosen for it.

    Parameters
    ----------
    of
        The test of a party of which the term is said; None for a term that is said of the line.
    ways
        What it comes to narrowly, centrally and broadly, if it is said of a party; filled in when a library is read.
    """

    term: TermId
    of: Listed | None = None
    ways: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """Another measure is in force on the date of law."""

    measure: MeasureId


@dataclass(frozen=True, slots=True)
class Open:
    """A named unknown of the law has a value with which the text itself is not known.

    It is unknown if the fact has one of the values, else false. While nobody says which value it has, it is false: that
    a text may have been changed widens no answer; it is told as a branch of which nothing is known.
    """

    fact: FactName
    values: frozenset[str]


type_leaf = (Is, Under, Between, Listed, Open)
Leaf = Is | Under | Between | Listed | Open
Condition = All | Any | Not | Leaf | Reaches | InForce

TRUE = All(())
FALSE = Any(())


T = TypeVar("T")


# Without slots: Python 3.11 cannot call `Fold[Truth](...)` of a frozen generic class that has them.
@dataclass(frozen=True, kw_only=True)
class Fold(Generic[T]):
    """What a reader makes of each kind of condition: of a test, a term and a measure itself, else of its parts.

    Parameters
    ----------
    all_of, any_of, negated
        Given what was made of the parts, in their order.
    reaches
        Given the term as it stands there; what it comes to (`law.model.term.way_of`) is for the reader to follow.
    """

    leaf: Callable[[Leaf], T]
    all_of: Callable[[Sequence[T]], T]
    any_of: Callable[[Sequence[T]], T]
    negated: Callable[[T], T]
    reaches: Callable[[Reaches], T]
    in_force: Callable[[InForce], T]


def fold(condition: Condition, by: Fold[T]) -> T:
    """Read a condition from the innermost parts outwards; every part is read, whatever the others come to.

    >>> size = Fold(leaf=lambda _: 1, all_of=sum, any_of=sum, negated=int, reaches=lambda _: 1, in_force=lambda _: 1)
    >>> fold(All((Not(InForce(MeasureId("2026-1"))), Any((Reaches(TermId("export")), TRUE)))), size)
    2
    """
    match condition:
        case All(parts):
            return by.all_of([fold(part, by) for part in parts])
        case Any(parts):
            return by.any_of([fold(part, by) for part in parts])
        case Not(part):
            return by.negated(fold(part, by))
        case Is() | Under() | Between() | Listed() | Open():
            return by.leaf(condition)
        case Reaches():
            return by.reaches(condition)
        case InForce():
            return by.in_force(condition)
        case _:
            assert_never(condition)


def both(*parts: Condition) -> Condition:
    """All of the parts, without needless layers.

    >>> both(TRUE, FALSE) == FALSE
    True
    """
    open_parts = [part for part in parts if part != TRUE]
    if FALSE in open_parts:
        return FALSE
    return open_parts[0] if len(open_parts) == 1 else All(tuple(open_parts))


def either(*parts: Condition) -> Condition:
    """Any of the parts, without needless layers."""
    open_parts = [part for part in parts if part != FALSE]
    if TRUE in open_parts:
        return TRUE
    return open_parts[0] if len(open_parts) == 1 else Any(tuple(open_parts))


def denied(part: Condition) -> Condition:
    """The contrary of a part, without needless layers."""
    return FALSE if part == TRUE else TRUE if part == FALSE else Not(part)


def simplified(
    leaf: Callable[[Leaf], Condition],
    reaches: Callable[[Reaches], Condition],
    in_force: Callable[[InForce], Condition],
) -> Fold[Condition]:
    """Write a condition anew with other innermost parts, without the layers that become needless."""
    return Fold(
        leaf=leaf,
        all_of=lambda parts: both(*parts),
        any_of=lambda parts: either(*parts),
        negated=denied,
        reaches=reaches,
        in_force=in_force,
    )


def as_it_is(condition: Condition) -> Condition:
    """Leave a part as it is."""
    return condition


def walk(condition: Condition) -> Iterator[Condition]:
    """Go through a condition and all its parts, outermost first."""
    # A match of its own: it hands out the parts themselves, and whoever asks may stop at the first.
    yield condition
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from walk(part)
        case Not(part):
            yield from walk(part)
        case Reaches():
            for way in condition.ways:
                yield from walk(way)
        case Is() | Under() | Between() | Listed() | Open() | InForce():
            return
        case _:
            assert_never(condition)


def facts_of(condition: Condition) -> frozenset[FactName]:
    """Names of the facts that a condition tests itself (not through terms or other measures).

    >>> sorted(facts_of(All((Is(FactName("origin"), frozenset({"CN"})), Not(Reaches(TermId("export")))))))
    ['origin']
    """
    return frozenset(part.fact for part in walk(condition) if isinstance(part, type_leaf))


def terms_of(condition: Condition) -> frozenset[TermId]:
    """Ids of the terms that a condition names itself."""
    return frozenset(part.term for part in walk(condition) if isinstance(part, Reaches))


def measures_of(condition: Condition) -> frozenset[MeasureId]:
    """Ids of the measures whose state a condition asks for."""
    return frozenset(part.measure for part in walk(condition) if isinstance(part, InForce))
