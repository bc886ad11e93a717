"""The parties of the user's own tables of who holds whom, drawn together with those of the lists and of the groups.

A party of a table is an entry of a list, or a head of a group, if an identifier or a whole name says so; a legal form
that keeps two names apart keeps the parties apart. Else it is a party of its own, known by its name and identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from sekisho.dataclass import dataclass
from sekisho.law.model.holdings import Group, Holding, PartyId
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import form_verdict


@dataclass(slots=True)
class KnownParties:
    """Entries and heads of groups by name and by identifier, each with the one id of its person."""

    _by_name: dict[str, list[tuple[PartyId, tuple[str, ...], str]]] = field(default_factory=dict)
    _by_code: dict[str, PartyId] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[ListedParty], groups: Iterable[Group]) -> KnownParties:
        """Gather the parties of lists and groups; the entries of a head stand for the head."""
        gathered = cls()
        heads = {entry: group.id for group in groups for entry in group.entries}
        for group in groups:
            gathered.add(group.id, group.names, group.territory, group.identifiers)
        for entry in entries:
            gathered.add(heads.get(entry.id, PartyId(entry.id)), entry.names, entry.territory, entry.identifiers)
        return gathered

    def add(self, person: PartyId, names: tuple[str, ...], territory: str, codes: Iterable[str]) -> None:
        """Let a person be found by its names and codes."""
        for key in dict.fromkeys(map(fold, names)):
            self._by_name.setdefault(key, []).append((person, names, territory))
        for code in codes:
            self._by_code.setdefault(code, person)

    def person_of(self, party: Group) -> PartyId | None:
        """Return who a party is: by an identifier, or by a whole name; None if nobody who is known."""
        by_code = next((self._by_code[code] for code in party.identifiers if code in self._by_code), None)
        return by_code or next(self._named(party), None)

    def _named(self, party: Group) -> Iterator[PartyId]:
        for name in party.names:
            for person, names, territory in self._by_name.get(fold(name), ()):
                abroad = party.territory and territory and party.territory != territory
                if not abroad and not form_verdict(name, names, territory=territory).apart:
                    yield person


@dataclass(frozen=True, slots=True)
class LinkedHoldings:
    """Holdings between one id a person, and the parties of own tables that stand on no list and head no group.

    Parameters
    ----------
    persons
        The one id of each party of the tables.
    """

    holdings: tuple[Holding, ...]
    others: tuple[Group, ...]
    persons: Mapping[PartyId, PartyId] = field(default_factory=dict)


def linked(
    entries: Sequence[ListedParty], groups: Sequence[Group], own: Sequence[Group], holdings: Sequence[Holding]
) -> LinkedHoldings:
    """Draw the parties of own tables together with those that are known, and with each other."""
    if not own:
        return LinkedHoldings(tuple(holdings), ())
    by_name = KnownParties.of(entries, groups)
    persons: dict[PartyId, PartyId] = {}
    others: list[Group] = []
    for party in own:
        person = by_name.person_of(party)
        if person is None:
            person = party.id
            others.append(party)
            by_name.add(party.id, party.names, party.territory, party.identifiers)
        persons[party.id] = person
    rows = (
        replace(row, owned=persons.get(row.owned, row.owned), owner=persons.get(row.owner, row.owner))
        for row in holdings
    )
    return LinkedHoldings(tuple(row for row in rows if row.owned != row.owner), tuple(others), persons)


def reached(holdings: Iterable[Holding], persons: Iterable[PartyId]) -> frozenset[PartyId]:
    """Return the parties that persons hold, directly or through others, as far as holdings tell."""
    below: dict[PartyId, list[PartyId]] = {}
    for row in holdings:
        below.setdefault(row.owner, []).append(row.owned)
    waiting, met = list(persons), set[PartyId]()
    while waiting:
        for party in below.get(waiting.pop(), ()):
            if party not in met:
                met.add(party)
                waiting.append(party)
    return frozenset(met)
