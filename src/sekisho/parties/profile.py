"""One party, gathered: its listings, who stands above, beside and below it, and who is easily taken for it.

Whom a profile is of is named by an id: that of an entry of a list, that of a head of a group, or a number of the party
(corporate number, LEI, credit code). A whole name does too, where it is one party's and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.law.memo import cached_per_library
from sekisho.law.model.holdings import OUTSIDERS, Group, Holding, PartyId
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision
from sekisho.law.model.namesakes import Namesake
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.listings import ListingOnDay, listing_of
from sekisho.parties.name_tables import is_military
from sekisho.parties.relations import RelationTables, Ties, ties_of

RelativeKind = Literal["holder", "head", "member", "held"]
"""Who holds it, or heads its group; who is of the same group; whom it holds."""
LIKE: Final = 0.7
"""Likeness from which another body's name is easily taken for that of a party. A guess: below it, listed names share no
more than a word of trade or a family of firms."""
MOST_LIKE: Final = 3
"""Neighbours that are told: who reads more than three compares none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeParty:
    """A party that is tied to another.

    Parameters
    ----------
    entries
        Its entries on lists; none if it stands on none.
    holding
        The holding of the one by the other, where they are tied by one alone.
    """

    party: PartyId
    kind: RelativeKind
    names: tuple[str, ...]
    territory: str
    entries: tuple[ListedParty, ...]
    holding: Holding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyProfile:
    """Everything that the tables tell of one party on a day.

    Parameters
    ----------
    entries
        Its entries, those on lists of states first; none if it heads a group and stands on no list itself.
    listings
        What put each entry on its list, and whether that applies on the day.
    group
        The row of the party as a head of a group, if it is one.
    namesakes
        Firms with a like name that are another person, each with the reason.
    neighbours
        Other listed bodies whose names are nearest to its own, the nearest first.
    decisions
        What people decided of names that may be this party.
    """

    id: PartyId
    day: date
    entries: tuple[ListedParty, ...]
    listings: tuple[ListingOnDay, ...]
    group: Group | None
    ties: Ties
    relatives: tuple[RelativeParty, ...]
    namesakes: tuple[Namesake, ...]
    neighbours: tuple[ListedParty, ...]
    decisions: tuple[Decision, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its full names, the one by which lists print it first."""
        own = [name for entry in self.entries for name in entry.names]
        return tuple(dict.fromkeys([*own, *(self.group.names if self.group else ())]))

    @property
    def weak_names(self) -> tuple[str, ...]:
        """Short names that others share too."""
        own = [name for entry in self.entries for name in entry.weak_names]
        return tuple(dict.fromkeys([*own, *(self.group.weak_names if self.group else ())]))

    @property
    def territory(self) -> str:
        """Code of the territory in which it has its seat; empty if nobody says."""
        return _seat(self.entries, self.group)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "party": self.id,
            "as_of": self.day.isoformat(),
            "names": list(self.names),
            "short_names": list(self.weak_names),
            "territory": self.territory,
            "listings": [
                {"entry": entry.id, "list": entry.list, "source": entry.source, **listing.to_dict()}
                for entry, listing in zip(self.entries, self.listings, strict=True)
            ],
            "relatives": [
                {
                    "party": relative.party,
                    "is": relative.kind,
                    "names": list(relative.names),
                    "share": [str(relative.holding.low), str(relative.holding.high)]
                    if relative.holding is not None and relative.holding.is_sourced
                    else None,
                    "lists": [entry.list for entry in relative.entries],
                }
                for relative in self.relatives
            ],
            "ties": self.ties.to_dict(),
            "namesakes": [
                {"names": list(firm.names), "why": firm.why, "source": firm.source} for firm in self.namesakes
            ],
            "neighbours": [
                {"party": entry.id, "names": list(entry.names), "list": entry.list} for entry in self.neighbours
            ],
            "decisions": [
                {
                    "name": decision.name,
                    "entry": decision.entry,
                    "same": decision.same,
                    "by": decision.by,
                    "on": decision.on.isoformat(),
                    "basis": decision.basis,
                }
                for decision in self.decisions
            ],
        }


def party_named(name: str, library: Library, *, by_name: bool = True) -> PartyId | None:
    """Return the one party that an id, a number or a whole name stands for; None if none does, or several do.

    Parameters
    ----------
    by_name
        Whether a name may say so too, and not only an id or a number.
    """
    index = parties_of(library)
    if name in index.by_id:
        return index.owners.party(name)
    groups, numbered = _by_id_and_number(library)
    if name in groups:
        return groups[name]
    bearers = numbered.get(name, frozenset()) or (frozenset(index.persons(name).sure) if by_name else frozenset())
    return next(iter(bearers)) if len(bearers) == 1 else None


@cached_per_library
def _by_id_and_number(library: Library) -> tuple[Mapping[str, PartyId], Mapping[str, frozenset[PartyId]]]:
    """Return groups by their ids, and parties by each number of theirs: a question asks of every word that it has."""
    index = parties_of(library)
    numbered: dict[str, set[PartyId]] = {}
    for entry in index.entries:
        for number in entry.identifiers:
            numbered.setdefault(number, set()).add(index.owners.party(entry.id))
    for group in index.groups:
        for number in group.identifiers:
            numbered.setdefault(number, set()).add(group.id)
    return {str(group.id): group.id for group in index.groups}, {name: frozenset(of) for name, of in numbered.items()}


def profile_of(party: PartyId, library: Library, day: date) -> PartyProfile:
    """Gather what the tables tell of a party on a day."""
    index = parties_of(library)
    tables = RelationTables(
        entries=library.entries,
        groups=(*index.groups, *index.own_parties),
        holdings=index.holdings,
        sales=library.defence_sales,
    )
    ties = ties_of(party, day, tables)
    named = {listing.entry for listing in ties.listed}
    entries = sorted(
        (entry for entry in index.entries if entry.id in named or index.owners.party(entry.id) == party),
        key=is_military,
    )
    own = {entry.id for entry in entries}
    group = next((group for group in tables.groups if group.id == party), None)
    return PartyProfile(
        id=party,
        day=day,
        entries=tuple(entries),
        listings=tuple(listing_of(entry, library, day) for entry in entries),
        group=group,
        ties=ties,
        relatives=tuple(_relatives(party, ties, index, day)),
        namesakes=tuple(firm for firm in index.other_firms if firm.entry in own),
        neighbours=_neighbours(party, entries, index, group),
        decisions=tuple(decision for decision in index.identity.decisions if decision.entry in own),
    )


def _neighbours(
    party: PartyId, entries: Sequence[ListedParty], index: PartyIndex, group: Group | None
) -> tuple[ListedParty, ...]:
    """Return the listed bodies with the names nearest to those of a party; none where names are not compared by parts.

    Military users of the project's own list are told by their kind, and one body under two entries is none beside
    itself.
    """
    if index.comparison is None:
        return ()
    listed = [entry for entry in entries if not is_military(entry)]
    first = listed[0] if listed else None
    asked = [first.name_in(tag) for tag in ("en", "ja", "zh")] if first else list(group.names) if group else []
    own = {name for entry in entries for name in entry.names}
    near: dict[str, tuple[float, ListedParty]] = {}
    for name in dict.fromkeys(filter(None, asked)):
        for hit in index.comparison.screen(name, least=LIKE).hits:
            other, score = hit.entry, hit.score or 0.0
            if index.owners.party(other.id) == party or is_military(other) or own.intersection(other.names):
                continue
            if other.id not in near or score > near[other.id][0]:
                near[other.id] = (score, other)
    ranked = sorted(near.values(), key=lambda pair: (-pair[0], pair[1].id))
    return tuple(other for _, other in ranked[:MOST_LIKE])


def _seat(entries: Iterable[ListedParty], group: Group | None) -> str:
    territories = [entry.territory for entry in entries] + ([group.territory] if group else [])
    return next(filter(None, territories), "")


def _relatives(party: PartyId, ties: Ties, index: PartyIndex, day: date) -> Iterator[RelativeParty]:
    """Go through holders, heads, members of the same group and the held, each once, by the nearest tie."""
    met = {party, OUTSIDERS}

    def tied(other: PartyId, kind: RelativeKind, holding: Holding | None = None) -> Iterator[RelativeParty]:
        if other in met:
            return
        met.add(other)
        entries = tuple(entry for entry in index.entries if index.owners.party(entry.id) == other)
        group = next((head for head in (*index.groups, *index.own_parties) if head.id == other), None)
        own = [name for entry in entries for name in entry.names]
        names = tuple(dict.fromkeys([*own, *(group.names if group else ())]))
        yield RelativeParty(
            party=other,
            kind=kind,
            names=names or (str(other),),
            territory=_seat(entries, group),
            entries=entries,
            holding=holding,
        )

    rows = [row for row in index.owners.rows if row.holds_on(day)]
    for row in rows:
        if row.owned == party:
            yield from tied(row.owner, "holder", row)
    for tie in ties.affiliates:
        if tie.is_owner:
            yield from tied(tie.party, "holder")
    for group in ties.groups:
        yield from tied(group.head, "head")
    for row in rows:
        if row.owner == party:
            yield from tied(row.owned, "held", row)
    for tie in ties.affiliates:
        if not tie.is_owner:
            yield from tied(tie.party, "held")
    for group in ties.groups:
        for other in group.listed:
            yield from tied(other, "member")
