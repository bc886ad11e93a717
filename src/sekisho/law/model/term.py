"""Terms of law: words with a reach of their own, and the readings of those that are disputed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import (
    Condition,
    FactName,
    Owned,
    Reaches,
    TermId,
    as_it_is,
    facts_of,
    fold,
    simplified,
    terms_of,
)
from sekisho.law.model.guidance import Argument
from sekisho.message import Text, message


class Reading(StrEnum):
    """How far a disputed term reaches; narrow implies central implies broad."""

    NARROW = "narrow"
    CENTRAL = "central"
    BROAD = "broad"

    @property
    def words(self) -> Text:
        """The reading in words."""
        return {
            Reading.NARROW: message("law.narrow", "narrow"),
            Reading.CENTRAL: message("law.central", "central"),
            Reading.BROAD: message("law.broad", "broad"),
        }[self]


PLACES = {reading: place for place, reading in enumerate(Reading)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyReach:
    """How far a listing reaches: what of a listed party may be named, and from which share on what it owns counts."""

    relations: frozenset[str]
    owned: Owned | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One reading of a term: the condition, the reasons for it, and who argues it.

    Parameters
    ----------
    party
        How far it reaches from a listed party, if the term is said of parties; then the condition is never met.
    argued_by
        Empty if no source supports the reading; None if nothing is said of that.
    """

    when: Condition
    because: str = ""
    argued_by: tuple[Argument, ...] | None = None
    line: int = 0
    party: PartyReach | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A defined term has one reach under all readings; a disputed one has three."""

    id: TermId
    words: Mapping[str, str]
    article: str
    source: str
    disputed: bool
    narrow: Reach
    central: Reach
    broad: Reach
    note: str = ""

    def reach(self, reading: Reading) -> Reach:
        """Return the reach under one reading."""
        match reading:
            case Reading.NARROW:
                return self.narrow
            case Reading.CENTRAL:
                return self.central
            case Reading.BROAD:
                return self.broad

    @property
    def is_of_parties(self) -> bool:
        """Tell whether the term is said of a party and not of the line."""
        return self.central.party is not None


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading chosen for each term: one for all, and exceptions by term."""

    default: Reading = Reading.CENTRAL
    by_term: tuple[tuple[TermId, Reading], ...] = ()

    def of(self, term: TermId) -> Reading:
        """Return the reading of one term."""
        return dict(self.by_term).get(term, self.default) if self.by_term else self.default

    def with_term(self, term: TermId, reading: Reading) -> Readings:
        """Return the same readings with one term read otherwise."""
        return Readings(self.default, tuple(sorted({**dict(self.by_term), term: reading}.items())))

    def to_dict(self) -> dict[str, str]:
        """Return the readings as plain data: `all`, then the exceptions."""
        return {"all": str(self.default), **{str(term): str(reading) for term, reading in self.by_term}}


def way_of(condition: Reaches, reading: Reading, terms: Mapping[TermId, Term]) -> Condition:
    """Return what a term that a condition names comes to there under a reading."""
    return condition.ways[PLACES[reading]] if condition.ways else terms[condition.term].reach(reading).when


def expand(condition: Condition, terms: Mapping[TermId, Term], readings: Readings) -> Condition:
    """Replace every term by its reach under the readings."""

    def reaches(named: Reaches) -> Condition:
        return fold(way_of(named, readings.of(named.term), terms), by)

    by = simplified(as_it_is, reaches, as_it_is)
    return fold(condition, by)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a clause depends on through all the terms that it names: disputed terms, and facts."""

    disputed: frozenset[TermId]
    facts: frozenset[FactName]


def reach_of(condition: Condition, terms: Mapping[TermId, Term]) -> Dependencies:
    """Follow a condition through its terms under all readings."""
    disputed: set[TermId] = set()
    facts = set(facts_of(condition))
    queue, seen = list(terms_of(condition)), set()
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        term = terms[name]
        if term.disputed:
            disputed.add(name)
        for reading in Reading:
            facts |= facts_of(term.reach(reading).when)
            queue += terms_of(term.reach(reading).when)
    return Dependencies(frozenset(disputed), frozenset(facts))
