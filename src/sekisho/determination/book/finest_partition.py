"""What tells values apart on any day of a library: the cut that a run keeps, so that it can be judged again.

The tests of a fact are few beside the days of a library, and only tests of lists depend on the day. Values that no
test of any measure tells apart, on any day on which a list or a holding changes, are one cell under the law of every
day, and under every reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

from sekisho.determination.book.derived_facts import met_by
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.dates.calendar import change_days_of
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, Leaf, Listed, type_leaf, walk
from sekisho.law.model.fact import FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import digest_of
from sekisho.law.model.measure import conditions_of
from sekisho.law.model.trigger import Trigger
from sekisho.parties.derived_facts import DESTINATION, END_USER, KIND, MILITARY, TERRITORY, body_of
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.trade.items.inference import GOODS, KNOWLEDGE, triggered_facts

DIGITS = 16
"""Hexadecimal digits of a digest, 64 bits: that two of a million digests are alike is a chance of one in 37 million.
Fewer: two clauses may pass for one, and a changed clause for unchanged. More: kept runs grow by as much a clause."""


def digest(*stated: object) -> str:
    """Return a digest of data, the same in every process: sets are put in order."""
    return hashlib.sha256(json.dumps(_plain(stated)).encode()).hexdigest()[:DIGITS]


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted((_plain(part) for part in value), key=json.dumps)
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, each.name)) for each in fields(value))]
    return value if isinstance(value, bool | int | None) else str(value)


@cached_per_library
def _entry_digests(library: Library) -> tuple[str, ...]:
    return tuple(digest_of(entry) for entry in library.entries)


def parties_digest(library: Library) -> str:
    """Return a digest of all on which the matching of names hangs: entries, groups, holdings, and the user's own.

    It is not remembered: what people decide changes in a library that a server keeps (see `parties.index.decide_anew`).
    """
    entries = _entry_digests(library)
    identity = (library.identity.policy, library.identity.decisions)
    own = tuple((one.name, one.digest) for one in library.own_lists)
    return digest(entries, library.groups, library.holdings, identity, *([own] if own else ()))


def triggers_digest(triggers: Iterable[Trigger], facts: Collection[FactName] | None = None) -> str:
    """Return a digest of the triggers, or of those that point to some facts; empty if there are none."""
    stated = tuple(
        (one.fact, one.value, one.sets, one.codes, one.words, one.but)
        for one in triggers
        if facts is None or one.fact in facts
    )
    return digest(stated) if stated else ""


def leaves_of_library(library: Library) -> dict[FactName, tuple[Leaf, ...]]:
    """Gather every test of a fact of a line, in whatever clause, subject or reading of a term it stands."""
    found: dict[FactName, dict[Leaf, None]] = {}
    for measure in library.measures.values():
        for _, condition in conditions_of(measure):
            for part in walk(condition):
                if isinstance(part, type_leaf) and library.facts[part.fact].of != "law":
                    found.setdefault(part.fact, {})[part] = None
    return {fact: tuple(leaves) for fact, leaves in found.items()}


@dataclass(frozen=True, kw_only=True)
class FinestPartition:
    """Tells values of a fact apart by tests of it, and by what follows from it.

    Parameters
    ----------
    leaves
        The tests of each fact.
    days
        Days on which tests of lists are judged.
    bodies
        Whether names of military bodies, and the territories of these, are told apart.
    triggers
        By which customs codes and descriptions are told apart, and the facts to which they point.
    """

    leaves: Mapping[FactName, tuple[Leaf, ...]]
    days: tuple[date, ...]
    parties: PartyIndex
    bodies: bool = True
    triggers: tuple[Trigger, ...] = ()
    _met: dict[Hashable, Hashable] = field(default_factory=dict, repr=False)

    def telling(self, fact: FactName) -> Callable[[FactValue], Hashable]:
        """Return what tells values of one fact apart; two values are alike if it returns the same for both."""
        leaves = self.leaves.get(fact, ())
        plain = tuple(leaf for leaf in leaves if not isinstance(leaf, Listed))
        listed = tuple(leaf for leaf in leaves if isinstance(leaf, Listed))
        follows = self._follows(fact)

        def tells(value: FactValue) -> Hashable:
            by_test = tuple(judge_leaf(leaf, value, date.min, self.parties) for leaf in plain)
            return isinstance(value, Unknown), by_test, self._listed(fact, listed, value), follows(value)

        return tells

    def _listed(self, fact: FactName, leaves: tuple[Listed, ...], value: FactValue) -> Hashable:
        """Judge tests of lists on every day, once for all names that mean the same parties."""
        if not leaves or isinstance(value, Unknown) or value == "none":
            return str(value) if leaves and value == "none" else None
        name = str(value)
        whom = self.parties.whom(name)
        key = (
            fact,
            tuple((id(match.entry), match.certain, match.relation) for match in whom.matches),
            bool(whom.problem),
            self.parties.persons(name),
            self.parties.borne(name),
        )
        if key not in self._met:
            self._met[key] = tuple(judge_leaf(leaf, name, day, self.parties) for leaf in leaves for day in self.days)
        return self._met[key]

    def _follows(self, fact: FactName) -> Callable[[FactValue], Hashable]:
        """Return what tells values of a source of other facts apart."""
        if fact == END_USER and self.bodies:
            return lambda value: (
                None if isinstance(value, Unknown) or value == "none" else body_of(str(value), self.parties)
            )
        if fact == KIND:
            return lambda value: value == MILITARY
        if fact in GOODS:
            return met_by(fact, self.triggers)
        if fact in KNOWLEDGE or fact in triggered_facts(self.triggers):
            return str
        if fact == DESTINATION:
            homes = self.parties.homes() if self.bodies else frozenset()
            leaves = self.leaves.get(TERRITORY, ())
            return lambda value: (
                str(value) if value in homes else None,
                tuple(judge_leaf(leaf, value, date.min, self.parties) for leaf in leaves),
            )
        return lambda _value: None


def list_days(library: Library) -> tuple[date, ...]:
    """Return one day of each span between which no list and no holding changes."""
    return (date.min, *change_days_of((), library.entries, library.holdings))


def finest_of(library: Library) -> FinestPartition:
    """Return what tells values apart on any day of a library."""
    return FinestPartition(
        leaves=leaves_of_library(library),
        days=list_days(library),
        parties=parties_of(library),
        triggers=library.facts.triggers,
    )


def leaf_digests(leaves: Mapping[FactName, Iterable[Leaf]]) -> dict[FactName, list[str]]:
    """Return the digests of the tests of each fact, in order."""
    return {fact: sorted(digest(leaf) for leaf in each) for fact, each in leaves.items()}
