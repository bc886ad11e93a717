"""What is known of a party on a day, as separate things that are never drawn together into one verdict.

Whether it is listed itself; which listed parties own it, or are owned by it; whose group it is of; whether it is a
military body; and what sources say of its defence sales. All of this informs: an outcome changes only where a clause
states a rule (see `law.model.condition.Listed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import ListId
from sekisho.law.model.holdings import OUTSIDERS, DefenceSales, Group, Holding, PartyId
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import MeasureState
from sekisho.parties.folding import fold
from sekisho.parties.name_tables import is_military
from sekisho.parties.ownership.intervals import Chain, chain_of, chains_to, rows_on
from sekisho.parties.ownership.rule import Owners


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRelation:
    """One entry that names a party: on which list, and whether it applies on the day."""

    entry: str
    list: ListId
    state: MeasureState

    def to_dict(self) -> dict[str, object]:
        """Return the listing as plain values."""
        return {"entry": self.entry, "list": self.list, "state": str(self.state)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A listed party that owns the party, or is owned by it, and the chain between them, from the top down.

    Parameters
    ----------
    is_owner
        The listed party stands above; else below.
    """

    party: PartyId
    name: str
    is_owner: bool
    chain: Chain

    def to_dict(self) -> dict[str, object]:
        """Return the tie as plain values; a share that no source gives is named so."""
        return {
            "party": self.party,
            "name": self.name,
            "is": "owner" if self.is_owner else "owned",
            "share": self.chain.share.to_dict() if self.is_sourced else "not sourced",
            "chain": list(self.chain.parties),
            "sources": list(dict.fromkeys(row.source for row in self.chain.holdings if row.source)),
            "confidence": min((row.confidence for row in self.chain.holdings), key=_GRADES.index),
        }

    @property
    def is_sourced(self) -> bool:
        """Tell whether every share of the chain has a source."""
        return all(row.is_sourced for row in self.chain.holdings)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTie:
    """A head of a group that stands above the party, or is it, and the other listed parties below that head."""

    head: PartyId
    name: str
    listed: tuple[PartyId, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the group as plain values."""
        return {"head": self.head, "name": self.name, "listed": list(self.listed)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Everything that the tables know of a party on a day.

    Parameters
    ----------
    affiliates
        Listed parties above and below it, one tie a chain.
    groups
        Heads of groups with other listed parties.
    sales
        What sources say of its defence business; empty if it is not known to have any.
    """

    party: PartyId
    name: str
    day: date
    listed: tuple[ListingRelation, ...]
    affiliates: tuple[Tie, ...]
    groups: tuple[GroupTie, ...]
    is_military_body: bool
    sales: tuple[DefenceSales, ...]

    @property
    def is_listed(self) -> bool:
        """Tell whether a listing of the party applies on the day."""
        return any(listing.state is MeasureState.IN_FORCE for listing in self.listed)

    def to_dict(self) -> dict[str, object]:
        """Return the ties as plain values, each kind by itself."""
        return {
            "party": self.party,
            "name": self.name,
            "day": self.day.isoformat(),
            "listed": [listing.to_dict() for listing in self.listed],
            "affiliates": [tie.to_dict() for tie in self.affiliates],
            "groups": [group.to_dict() for group in self.groups],
            "military_body": self.is_military_body,
            "defence_contractor": [_sales(one) for one in self.sales],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationTables:
    """The tables that ties are read from, as a library has them."""

    entries: tuple[ListedParty, ...]
    groups: tuple[Group, ...]
    holdings: tuple[Holding, ...]
    sales: tuple[DefenceSales, ...]


_GRADES = ("", "low", "medium", "high")
HALF: Final = Decimal("0.5")
"""Share below which an owner is no head of the group."""


def ties_of(party: str, day: date, tables: RelationTables) -> Ties:
    """Gather what is known of an entry or a group on a day.

    Parameters
    ----------
    party
        Id of an entry of a list, or of a group; of an id that no table has, nothing is known.
    """
    owners = Owners(tables.entries, tables.groups, tables.holdings)
    person = owners.party(party)
    entries = _namesakes(tuple(entry for entry in tables.entries if owners.party(entry.id) == person), tables.entries)
    names = _names(tables, owners)
    rows = rows_on(owners.rows, day)
    listed = _listed(tables.entries, owners, day)
    return Ties(
        party=person,
        name=names.get(person, person),
        day=day,
        listed=tuple(_listing(entry, day) for entry in entries if not is_military(entry)),
        affiliates=tuple(_affiliates(person, listed, rows, names)),
        groups=tuple(_groups(person, listed, _ruling(rows), names, {group.id for group in tables.groups})),
        is_military_body=any(is_military(entry) for entry in entries),
        sales=tuple(one for one in tables.sales if owners.party(one.party) == person),
    )


def _namesakes(own: tuple[ListedParty, ...], entries: Iterable[ListedParty]) -> tuple[ListedParty, ...]:
    """Add entries of other lists that name the same party: one territory, and a full name in common."""
    names = {(entry.territory, fold(name)) for entry in own for name in entry.names}
    more = (one for one in entries if any((one.territory, fold(name)) in names for name in one.names))
    return tuple(dict.fromkeys((*own, *more)))


def _listing(entry: ListedParty, day: date) -> ListingRelation:
    return ListingRelation(entry=entry.id, list=entry.list, state=entry_state(entry, day))


def _listed(entries: Iterable[ListedParty], owners: Owners, day: date) -> tuple[PartyId, ...]:
    """Return the parties of which a listing applies on a day, or may."""
    found = (
        owners.party(entry.id)
        for entry in entries
        if not is_military(entry) and entry_state(entry, day) is not MeasureState.SUSPENDED
    )
    return tuple(dict.fromkeys(found))


def _names(tables: RelationTables, owners: Owners) -> dict[PartyId, str]:
    entries = {owners.party(entry.id): entry.names[0] for entry in reversed(tables.entries)}
    return {**entries, **{group.id: group.names[0] for group in tables.groups}}


Rows = Mapping[PartyId, tuple[Holding, ...]]


def _affiliates(
    person: PartyId, listed: tuple[PartyId, ...], rows: Rows, names: Mapping[PartyId, str]
) -> Iterator[Tie]:
    for way in chains_to(person, rows):
        if way[0].owner in listed:
            yield _tie(way[0].owner, way, names, is_owner=True)
    for other in listed:
        for way in chains_to(other, rows):
            if way[0].owner == person:
                yield _tie(other, way, names, is_owner=False)


def _tie(party: PartyId, way: tuple[Holding, ...], names: Mapping[PartyId, str], *, is_owner: bool) -> Tie:
    return Tie(party=party, name=names.get(party, party), is_owner=is_owner, chain=chain_of(way))


def _groups(
    person: PartyId,
    listed: tuple[PartyId, ...],
    rows: Rows,
    names: Mapping[PartyId, str],
    heads: set[PartyId],
) -> Iterator[GroupTie]:
    above = _above(person, rows)
    for head in (one for one in (person, *above) if one in heads):
        others = tuple(one for one in listed if one != person and head in (one, *_above(one, rows)))
        if others:
            yield GroupTie(head=head, name=names.get(head, head), listed=others)


def _ruling(rows: Rows) -> Rows:
    """Keep the holdings that may make a group: half or more, or of unknown size."""
    return {party: tuple(row for row in held if row.high >= HALF) for party, held in rows.items()}


def _above(person: PartyId, rows: Rows) -> tuple[PartyId, ...]:
    """Return every owner above a party, nearest first."""
    return tuple(dict.fromkeys(way[0].owner for way in chains_to(person, rows) if way[0].owner != OUTSIDERS))


def _sales(one: DefenceSales) -> dict[str, object]:
    return {
        "year": one.year,
        "measure": one.measure,
        "share_of_sales": "not sourced" if one.share is None else float(one.share),
        "amount": None if one.amount is None else float(one.amount),
        "unit": one.unit,
        "source": one.source,
        "confidence": one.confidence,
        "note": one.note,
    }
