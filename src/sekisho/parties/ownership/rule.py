"""What the tables of holdings tell of a party by name: held by listed parties at a threshold, not held, or left open.

A head of a group and the entries that name it are one party. A party that no table knows, or whose name is only
like one of theirs, is left open: that nothing is on file is not that nothing is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date
from decimal import Decimal

from sekisho.dataclass import dataclass
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import ListId, Owned, Tiers
from sekisho.law.model.fact import UNKNOWN, Truth
from sekisho.law.model.holdings import Group, Holding, PartyId
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import MeasureState
from sekisho.parties.ownership.intervals import HoldingsOnDay, ownership

_KEPT = 10_000
"""Days with rules and lists that are remembered. A guess: a book over years of law asks for some thousands, and each
costs a place in a table alone, for days on which the same is on file share what was worked out."""
_Held = tuple[frozenset[tuple[PartyId, Truth]], tuple[bool, ...], Decimal, Tiers]
"""What who holds whom hangs on: who is listed, which holdings are on file, the threshold, and how tiers count."""


@dataclass(frozen=True, slots=True)
class Persons:
    """The parties of the tables that a name is certainly, and those that it may be."""

    sure: frozenset[PartyId] = frozenset()
    possible: frozenset[PartyId] = frozenset()


@dataclass(slots=True)
class Owners:
    """Groups, holdings and listings, asked for one rule on one day at a time.

    Parameters
    ----------
    rows
        The holdings between one id a person; filled in here. Who holds whom is worked out only for a party that one
        of them says is held: of any other nothing is known, whatever the list, the rule and the day.
    """

    entries: tuple[ListedParty, ...]
    groups: tuple[Group, ...] = ()
    holdings: tuple[Holding, ...] = ()
    _heads: dict[str, PartyId] = field(default_factory=dict)
    rows: tuple[Holding, ...] = ()
    _owned: frozenset[PartyId] = frozenset()
    _held: dict[_Held, HoldingsOnDay] = field(default_factory=dict)
    _worked_out: dict[tuple[tuple[ListId, ...], Decimal, Tiers, date], HoldingsOnDay] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw together each head with the entries that name it."""
        self._heads = {entry: group.id for group in self.groups for entry in group.entries}
        self.rows = tuple(
            replace(row, owned=self.party(row.owned), owner=self.party(row.owner)) for row in self.holdings
        )
        self._owned = frozenset(row.owned for row in self.rows)

    def party(self, name: str) -> PartyId:
        """Return the one id of an entry or a group."""
        return self._heads.get(name, PartyId(name))

    def on_day(self, lists: Iterable[ListId], rule: Owned, day: date) -> HoldingsOnDay:
        """Work out who holds whom on a day under a rule, once; days on which the same is on file share it."""
        key = tuple(lists), rule.at_least, rule.tiers, day
        if key not in self._worked_out:
            if len(self._worked_out) >= _KEPT:
                self._worked_out.clear()
            listed = self.listed(key[0], day)
            state = frozenset(listed.items()), tuple(row.holds_on(day) for row in self.rows), rule.at_least, rule.tiers
            if state not in self._held:
                self._held[state] = ownership(self.rows, listed, day, least=rule.at_least, tiers=rule.tiers)
            self._worked_out[key] = self._held[state]
        return self._worked_out[key]

    def listed(self, lists: Iterable[ListId], day: date) -> dict[PartyId, Truth]:
        """Return the parties that stand on one of the lists on a day, or may do so."""
        chosen = tuple(lists)
        found: dict[PartyId, Truth] = {}
        for entry in self.entries:
            if not any(entry.list == one or entry.list.startswith(one + "/") for one in chosen):
                continue
            state, party = entry_state(entry, day), self.party(entry.id)
            if state is MeasureState.IN_FORCE:
                found[party] = True
            elif state is MeasureState.UNKNOWN:
                found.setdefault(party, UNKNOWN)
        return found

    def tell(self, persons: Persons, lists: Iterable[ListId], rule: Owned, day: date) -> Truth:
        """Judge whether listed parties hold the threshold of a party, as far as the tables tell."""
        if persons.sure.isdisjoint(self._owned):
            return UNKNOWN
        shares = self.on_day(lists, rule, day)
        answers = [shares.share_of(person).is_at_least(rule.at_least) for person in persons.sure]
        if any(answer is True for answer in answers):
            return True
        return False if all(answer is False for answer in answers) else UNKNOWN

    def some_held(self, persons: Persons, lists: Iterable[ListId], rule: Owned, day: date) -> bool:
        """Tell whether the tables know a holding of listed parties in a party, directly or through others."""
        if persons.sure.isdisjoint(self._owned):
            return False
        shares = self.on_day(lists, rule, day)
        return any(shares.held(person).chains for person in persons.sure)
