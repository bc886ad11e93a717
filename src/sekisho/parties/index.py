"""The index of parties: whom a name means, remembered, under what people decided.

There is one of a library with the user's own lists and what people decided (`parties_of`), and whoever asks for a party
asks it: the conditions of law (`list_tests`), `identification` for every face, books, and the search of the pages. Its
tables of names are read when the first name is asked for; what it said of a name is remembered.

>>> from sekisho.law.loading.library import load_measures
>>> whom = parties_of(load_measures()).whom("三菱造船株式会社")
>>> whom.zone, whom.hits[0].entity, whom.hits[0].effect
('match', 'jp-ecl-a01', 'ban')
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from sekisho.law.memo import cached_per_library
from sekisho.law.model.fact import Truth
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, Zone
from sekisho.law.model.user_list import OwnList
from sekisho.parties.answer import Identification, Match
from sekisho.parties.comparison import Screening
from sekisho.parties.directory import PartyDirectory
from sekisho.parties.identifier import SHORTEST_BARE
from sekisho.parties.listings import clauses_by_list, measures_by_list
from sekisho.parties.name_tables import ClearNames, is_military
from sekisho.parties.ownership.linking import linked
from sekisho.parties.ownership.rule import Persons
from sekisho.parties.reason import Relation
from sekisho.parties.register import register_of

_REMEMBERED: Final = 1_000_000
"""Names that are remembered of each kind of question. A guess: as many as a large book has. Smaller, a name is looked
up again; larger, an index that lives as long as a server takes more memory."""
_STAND_IN: Final = "\ue000"
"""Begins the name of a stand-in. A letter of the private use area: no paper has it."""

Recalled = tuple[Sequence[tuple[str, bool, Relation]], str]
"""Whom a name means, as plain data: entries by id with whether they are certain, and what is named; and a problem."""


@dataclass
class PartyIndex(PartyDirectory):
    """The directory with its memory: whom a name means, looked up once, and what conditions of law ask of that."""

    told: dict[Hashable, dict[int, Truth]] = field(init=False, default_factory=dict)
    """Tests of parties that were made already, by test and state of the lists, then by number of `alike`."""
    states: dict[Hashable, Hashable] = field(init=False, default_factory=dict)
    """States of what tests of lists hang on, by lists and day."""
    numbers_of_day: dict[Hashable, int] = field(init=False, default_factory=dict)
    numbers_of_states: dict[Hashable, int] = field(init=False, default_factory=dict)
    """A number for each distinct one of these states, and for each day."""
    _found: dict[str, Identification] = field(init=False, default_factory=dict)
    _recalled: set[str] = field(init=False, default_factory=set)
    _military: dict[str, tuple[Match, ...]] = field(init=False, default_factory=dict)
    _persons: dict[str, Persons] = field(init=False, default_factory=dict)
    _alike: dict[str, int] = field(init=False, default_factory=dict)
    _kinds: dict[Hashable, int] = field(init=False, default_factory=dict)

    def decide_anew(self, identity: Identity) -> None:
        """Let other decisions hold from now on; what was remembered of names is looked up again."""
        self.identity, self.register = identity, register_of(identity, self.entries)
        self._found, self._recalled, self._persons, self._military, self._alike = {}, set(), {}, {}, {}

    # ------------------------------------------------------------ what was said, remembered

    def matches(self, party: str) -> tuple[Match, ...]:
        """Return every entry that a name or identifier is or may be, on whatever day, with what of it is named."""
        return self.whom(party).matches

    def whom(self, party: str) -> Identification:
        """Tell whom a name or identifier means, on whatever day (see `identification.identify`); remembered."""
        found = self._found.get(party)
        if found is not None:
            return found
        entry = self._stands_for(party)
        return self._keep(party, self.settle(party) if entry is None else self._surely(party, entry))

    def stand_in(self, entry: ListedParty) -> str:
        """Return what stands for a party of the tables that is surely meant, so that no names are compared for it.

        An answer that asks what would be if the end user stood on a list needs some body of that list, and neither the
        tables of names nor the comparison: a single check without a name does not read them.
        """
        return f"{_STAND_IN}{entry.id}"

    def _stands_for(self, party: str) -> ListedParty | None:
        return self.by_id.get(party[1:]) if party.startswith(_STAND_IN) else None

    def _surely(self, party: str, entry: ListedParty) -> Identification:
        hit = self.hit(entry, name=entry.names[0], score=None, zone="match", reasons=())
        return Identification(query=party, zone="match", hits=(hit,))

    def look_up(self, parties: Iterable[str], workers: int) -> None:
        """Find whom many names mean, over several processes, so that `whom` knows them.

        Names that were found to be like nothing before are known from the cache.
        """
        names = [party for party in dict.fromkeys(parties) if party not in self._found]
        if not names:  # to name the file of what is clear takes longer than a small book has for all of its names
            return
        if self.comparison is None:
            for party in names:
                self._keep(party, self.settle(party))
            return
        clear = ClearNames(self.entries, self.identity.policy, self.identity.cache)
        asked = [party for party in names if party not in clear]
        for party in names:
            if party in clear:
                self._keep(party, self.settle(party, screened=Screening(query=party, zone="none")))
        for party, screened in zip(asked, self.comparison.screen_all(asked, workers=workers), strict=True):
            if screened.zone == "none":
                clear.add(party)
            self._keep(party, self.settle(party, screened=screened))
        clear.save()

    def recall(self, known: Mapping[str, Recalled]) -> None:
        """Take over whom names mean from an earlier look-up among the same entries, so that they need none.

        Of a hit only the entry, the zone and what of it is named come back, and no reason: enough to judge by, and no
        answer to show (see `drop_recalled`).
        """
        by_id = self.by_id
        for party, (matches, problem) in known.items():
            if party in self._found or any(name not in by_id for name, _, _ in matches):
                continue
            hits = tuple(
                self.hit(
                    by_id[name],
                    name=by_id[name].names[0],
                    score=None,
                    zone="match" if certain else "review",
                    reasons=(),
                    relation=relation,
                )
                for name, certain, relation in matches
            )
            zone: Zone = (
                "match" if any(hit.zone == "match" for hit in hits) else "review" if hits or problem else "none"
            )
            self._found[party] = Identification(query=party, zone=zone, hits=hits, problem=problem)
            self._recalled.add(party)

    def drop_recalled(self, parties: Iterable[str]) -> None:
        """Let names be looked up anew of which only what was recalled is known: whoever asks is told the reasons."""
        for party in self._recalled.intersection(parties):
            self._recalled.discard(party)
            for remembered in (self._found, self._persons, self._military):
                remembered.pop(party, None)

    def _keep(self, party: str, found: Identification) -> Identification:
        if len(self._found) < _REMEMBERED:
            self._found[party] = found
        return found

    def decided(self, party: str) -> Mapping[str, Decision]:
        """Return what people decided of a name, by entry, as far as it holds."""
        return self.register.of(party)

    def military(self, party: str) -> tuple[Match, ...]:
        """Return the military bodies that a name meets, or of which it names a unit.

        Where a name is not sure to be a body, that whose unit it names goes before those that it is like.
        """
        found = self._military.get(party)
        if found is None:
            likely = tuple(match for match in self.matches(party) if is_military(match.entry))
            sure = tuple(match for match in likely if match.certain)
            found = sure or (likely if self._stands_for(party) else self.bodies_of_unit(party) or likely)
            if len(self._military) < _REMEMBERED:
                self._military[party] = found
        return found

    # ------------------------------------------------------------ what tests of law take of a name

    def persons(self, party: str) -> Persons:
        """Return the parties of all tables that a name or an identifier is, or may be: entries and heads of groups."""
        persons = self._persons.get(party)
        if persons is None:
            bare, stands_for = party.strip(), self._stands_for(party)
            coded = self.groups if len(bare) >= SHORTEST_BARE else ()
            groups = [(group.id, True) for group in coded if bare in group.identifiers]
            read = (piece.text for piece in self.whom(party).read if piece.kind == "name")
            names = dict.fromkeys((party, *read)) if stands_for is None else {}
            groups = [*groups, *(head for name in names for head in self.heads(name))]
            groups += [(person, True) for person in self.own_persons(party, names)] if stands_for is None else []
            met = [(self.owners.party(match.entry.id), match.certain) for match in self.matches(party)] + groups
            sure = frozenset(person for person, certain in met if certain)
            persons = Persons(sure, frozenset(person for person, _ in met) - sure)
            if len(self._persons) < _REMEMBERED:
                self._persons[party] = persons
        return persons

    def borne(self, party: str) -> frozenset[str]:
        """Return the lists of the listed parties whose name a party bears."""
        entry = self._stands_for(party)
        if entry is not None:
            return frozenset((entry.list,))
        if self.decided(party) and any(hit.is_ruled_out for hit in self.whom(party).hits):  # it is another's name
            return frozenset()
        return self.tables.borne.lists(party)

    def alike(self, party: str) -> int:
        """Number names so that no test tells two of one number apart: whom each means, whose name and body it bears."""
        number = self._alike.get(party)
        if number is None:
            whom = self.whom(party)
            met = tuple((match.entry.id, match.certain, match.relation) for match in whom.matches)
            bodies = tuple((match.entry.id, match.certain) for match in self.military(party))
            shown = met, bool(whom.problem), self.persons(party), self.borne(party), bodies, party.isascii()
            number = self._alike[party] = self._kinds.setdefault((party == "none", shown), len(self._kinds))
        return number


@cached_per_library
def parties_of(library: Library) -> PartyIndex:
    """Return the index of the parties of a library and of the user's own lists that it names, built once.

    Raises
    ------
    LibraryError
        If a list of the user's own is missing or was changed since it was added.
    """
    entries = (*library.entries, *_own_entries(library.own_lists))
    owned = linked(entries, library.groups, library.own_parties, library.holdings)
    return PartyIndex(
        entries=entries,
        groups=library.groups,
        holdings=owned.holdings,
        own_parties=owned.others,
        identity=library.identity,
        effects=library.effects,
        other_firms=library.namesakes,
        measures=measures_by_list(library),
        clauses=clauses_by_list(library),
    )


@lru_cache(maxsize=2)
def _own_entries(lists: tuple[OwnList, ...]) -> tuple[ListedParty, ...]:
    """Read the user's own lists once, for the libraries that differ in thresholds and decisions alone."""
    if not lists:
        return ()
    from sekisho.parties.lists.own_entries import entries_of

    return entries_of(lists)


def decide_anew(library: Library, decisions: tuple[Decision, ...]) -> None:
    """Let other decisions on names hold in a library from now on, on a server that stays up: the one change of it.

    All else that was worked out of the library stands, since no decision moves it.
    """
    object.__setattr__(library, "identity", replace(library.identity, decisions=decisions))
    parties_of(library).decide_anew(library.identity)
