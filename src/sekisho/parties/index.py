"""Parties by name in a determination: whom a name means, and whether that stands on a list on a day.

Who a name is, `identification` decides alone; here its answers are remembered, and asked by the conditions of law.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date
from typing import Final

from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import Listed, ListId
from sekisho.law.model.effects import OWN_LISTS
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth, Unknown
from sekisho.law.model.holdings import Group, Holding, PartyId
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, Zone
from sekisho.law.model.measure import MeasureState
from sekisho.parties.answer import Identification, Match
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import form_verdict
from sekisho.parties.identification import HeldLists, Register, on_day, register_of, settle
from sekisho.parties.identifier import SHORTEST_BARE
from sekisho.parties.ownership.rule import Owners, Persons
from sekisho.parties.reason import Relation

SHORTEST_BORNE: Final = 3
"""Letters of a name from which it can be borne."""
_PIECES: Final = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Runs of letters of an alphabet, and runs of Han and kana."""


def whom_data(found: Identification, lists: HeldLists, day: date | None = None) -> dict[str, object]:
    """Return whom a name means as JSON: the zone, how the cell was read, and the entries with the gravest first.

    Parameters
    ----------
    day
        The day for which the state of each listing is told; left out, none is.
    """
    told = on_day(found, lists, day) if day is not None else found
    plain = told.to_dict()
    return {name: plain[name] for name in ("zone", "hits", "read", "problem") if name in plain}


Recalled = tuple[Sequence[tuple[str, bool, Relation]], str]
"""Whom a name means, as plain data: entries by id with whether they are certain, and what is named; and a problem."""


@dataclass(slots=True)
class PartyIndex:
    """All entries of all lists, findable by folded name and by identifier; and who holds whom among them."""

    entries: Iterable[ListedParty]
    groups: Iterable[Group] = ()
    holdings: Iterable[Holding] = ()
    identity: Identity = field(default_factory=Identity)
    held: InitVar[HeldLists | None] = None
    lists: HeldLists = field(init=False)
    register: Register = field(init=False)
    _found: dict[str, Identification] = field(default_factory=dict)
    _bodies: dict[str, list[Match]] = field(default_factory=dict)
    _military: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    _has_bodies: bool = False
    _groups: dict[str, list[tuple[PartyId, bool]]] = field(default_factory=dict)
    _persons: dict[str, Persons] = field(default_factory=dict)
    _owners: Owners = field(default_factory=lambda: Owners(()))
    _names: BorneNames | None = None
    told: dict[Hashable, dict[int, Truth]] = field(default_factory=dict)
    """Tests of parties that were made already, by test and state of the lists, then by number of `alike`."""
    _alike: dict[str, int] = field(default_factory=dict)
    _kinds: dict[Hashable, int] = field(default_factory=dict)
    _states: dict[Hashable, Hashable] = field(default_factory=dict)

    def __post_init__(self, held: HeldLists | None) -> None:
        """Build the index; the lists, if they stand ready, are taken as they are."""
        self._owners = Owners(tuple(self.entries), tuple(self.groups), tuple(self.holdings))
        for group in self.groups:
            for name in group.names:
                self._groups.setdefault(fold(name), []).append((group.id, True))
            for name in group.weak_names:
                self._groups.setdefault(fold(name), []).append((group.id, False))
            for identifier in group.identifiers:
                self._groups.setdefault(identifier, []).append((group.id, True))
        for entry in self.entries:
            self._has_bodies |= is_military(entry)
            for name in entry.names if is_military(entry) else ():
                self._bodies.setdefault(fold(name), []).append(Match(entry=entry, certain=True))
        self.lists = held or HeldLists(
            entries=tuple(self.entries),
            groups=tuple(self.groups),
            holdings=tuple(self.holdings),
            policy=self.identity.policy,
            cache=self.identity.cache,
        )
        self.register = register_of(self.identity, self.lists.entries)

    def decide_anew(self, identity: Identity) -> None:
        """Let other decisions hold from now on; what was remembered of names is looked up again."""
        self.identity, self.register = identity, register_of(identity, self.lists.entries)
        self._found, self._persons, self._military = {}, {}, {}

    def matches(self, party: str) -> tuple[Match, ...]:
        """Return every entry that a name or identifier is or may be, on whatever day, with what of it is named."""
        return self.whom(party).matches

    def whom(self, party: str) -> Identification:
        """Tell whom a name or identifier means, on whatever day (see `identification.identify`); remembered."""
        found = self._found.get(party)
        return found if found is not None else self._keep(party, settle(party, self.lists, self.register))

    def look_up(self, parties: Iterable[str], workers: int) -> None:
        """Find whom many names mean, over several processes, so that `whom` knows them."""
        open_ = [party for party in dict.fromkeys(parties) if party not in self._found]
        for party, screened in self.lists.likely.screen_many(open_, workers):
            self._keep(party, settle(party, self.lists, self.register, screened=screened))

    def recall(self, known: Mapping[str, Recalled]) -> None:
        """Take over whom names mean from an earlier look-up among the same entries, so that they need none.

        Of a hit only the entry, the zone and what of it is named come back, and no reason.
        """
        by_id = self.lists.by_id
        for party, (matches, problem) in known.items():
            if party in self._found or any(name not in by_id for name, _, _ in matches):
                continue
            hits = tuple(
                self.lists.hit(
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

    def _keep(self, party: str, found: Identification) -> Identification:
        if len(self._found) < _CACHE:
            self._found[party] = found
        return found

    def decided(self, party: str) -> Mapping[str, Decision]:
        """Return what people decided of a name, by entry, as far as it holds."""
        return self.register.of(party)

    def military(self, party: str) -> tuple[Match, ...]:
        """Return the military bodies that a name meets, or of which it names a unit.

        A unit is named by its body and more: "Air Self-Defense Force depot", "Depot, Air Self-Defense Force".
        """
        found = self._military.get(party)
        if found is None:
            likely = tuple(match for match in self.matches(party) if is_military(match.entry))
            sure = tuple(match for match in likely if match.certain)
            found = sure or self._unit(party) or likely
            if len(self._military) < _CACHE:
                self._military[party] = found
        return found

    def homes(self) -> frozenset[str]:
        """Territories whose military bodies are listed."""
        return frozenset(entry.territory for entry in self.entries if is_military(entry))

    def _unit(self, party: str) -> tuple[Match, ...]:
        if not self._has_bodies:
            return ()
        for part in _parts(party):
            bodies = tuple(self._bodies.get(fold(part), ()))
            if bodies:
                return bodies
        return ()

    def listed(self, party: FactValue, on_list: ListId, day: date, relations: frozenset[str] = frozenset()) -> Truth:
        """Judge whether a party stands on a list, or on that part of it, on a day.

        Parameters
        ----------
        relations
            What of a listed party the name may name; empty takes whatever it is.
        """
        if isinstance(party, Unknown):
            return UNKNOWN
        name = str(party)
        if name == "none":
            return False
        whom = self.whom(name)
        outcome: Truth = UNKNOWN if whom.problem else False
        for match in whom.matches:
            if match.entry.list != on_list and not match.entry.list.startswith(on_list + "/"):
                continue
            if relations and match.relation not in relations:
                continue
            state = entry_state(match.entry, day)
            if state is MeasureState.IN_FORCE and match.certain:
                return True
            if state is not MeasureState.SUSPENDED:
                outcome = UNKNOWN
        return outcome

    def persons(self, party: str) -> Persons:
        """Return the parties of all tables that a name or an identifier is, or may be: entries and heads of groups."""
        found = self._persons.get(party)
        if found is None:
            bare = party.strip()
            groups = self._groups.get(bare, []) if len(bare) >= SHORTEST_BARE else []
            names = dict.fromkeys((party, *(one.text for one in self.whom(party).read if one.kind == "name")))
            groups = [*groups, *(head for name in names for head in self._heads(name))]
            met = [(self._owners.party(match.entry.id), match.certain) for match in self.matches(party)] + groups
            sure = frozenset(person for person, certain in met if certain)
            found = Persons(sure, frozenset(person for person, _ in met) - sure)
            if len(self._persons) < _CACHE:
                self._persons[party] = found
        return found

    def _heads(self, party: str) -> Iterator[tuple[PartyId, bool]]:
        """Go through the heads of groups that have a name's words; one whose legal form keeps it apart is not sure."""
        for head, certain in self._groups.get(fold(party), ()):
            group = next(one for one in self.groups if one.id == head)
            form = form_verdict(party, group.names, weak=group.weak_names, territory=group.territory)
            yield head, certain and not form.apart

    def owned(self, party: FactValue, leaf: Listed, day: date) -> Truth:
        """Judge whether the tables tell that listed parties hold the threshold of a party, or leave that open."""
        if isinstance(party, Unknown) or leaf.owned is None:
            return UNKNOWN
        if party == "none":
            return False
        name, rule = str(party), leaf.owned
        told = self._owners.tell(self.persons(name), leaf.lists, rule, day)
        if rule.partly:
            held = told is UNKNOWN and self._owners.some_held(self.persons(name), leaf.lists, rule, day)
            return UNKNOWN if held else False
        if rule.told:
            return told is True
        return told is UNKNOWN and not (rule.borne and self._bears_others(name, leaf.lists))

    def borne(self, party: str) -> frozenset[str]:
        """Return the lists of the listed parties whose name a party bears."""
        if self._names is None:
            self._names = BorneNames(self.entries)
        return self._names.lists(party)

    def _bears_others(self, party: str, lists: Iterable[ListId]) -> bool:
        """Tell whether a party bears the name of listed parties, and of none on the lists that are asked."""
        borne = self.borne(party)
        return bool(borne) and not any(one == name or one.startswith(f"{name}/") for one in borne for name in lists)

    def alike(self, party: str) -> int:
        """Number names so that no test tells two of one number apart: whom each means, whose name and body it bears."""
        found = self._alike.get(party)
        if found is None:
            whom = self.whom(party)
            met = tuple((match.entry.id, match.certain, match.relation) for match in whom.matches)
            bodies = tuple((match.entry.id, match.certain) for match in self.military(party))
            shown = met, bool(whom.problem), self.persons(party), self.borne(party), bodies, party.isascii()
            found = self._alike[party] = self._kinds.setdefault((party == "none", shown), len(self._kinds))
        return found

    def state_on(self, leaf: Listed, day: date) -> Hashable:
        """Return the states, on a day, of what a test of a list hangs on: entries, and holdings if it asks of them."""
        key = leaf.lists, leaf.owned is None, day
        if key not in self._states:
            states = tuple(
                entry_state(entry, day)
                for entry in self.entries
                if any(entry.list == name or entry.list.startswith(f"{name}/") for name in leaf.lists)
            )
            held = tuple(one.holds_on(day) for one in self.holdings) if leaf.owned is not None else ()
            self._states[key] = states, held
        return self._states[key]

    @property
    def owners(self) -> Owners:
        """Who holds whom among the parties of the tables."""
        return self._owners

    def names(self) -> Iterator[str]:
        """Go through every name and identifier of every party of the tables."""
        for entry in self.entries:
            yield from (*entry.names, *entry.weak_names, *entry.identifiers)
        for group in self.groups:
            yield from (*group.names, *group.weak_names, *group.identifiers)


_CACHE = 1_000_000
"""Names that are remembered of each kind of question. A guess: as many as a large book has. Smaller, a name is looked
up again; larger, an index that lives as long as a server takes more memory."""
_SHORTEST_BODY = 3
"""Letters of the shortest beginning or end that may be the name of a body. A guess: with two, any name that begins with
an abbreviation of two characters would be a unit of that body."""


def is_military(entry: ListedParty) -> bool:
    """Tell whether an entry stands on a list of military users; a list of the user's own makes nobody military."""
    return entry.list.endswith("/military-users") and not entry.list.startswith(OWN_LISTS)


def _parts(name: str) -> Iterator[str]:
    """Yield the beginnings and ends of a name that may be the name of a body, longest first."""
    words = re.split(r"[\s,;/]+", unicodedata.normalize("NFKC", name).strip())
    for count in range(len(words) - 1, 0, -1):
        for part in (" ".join(words[:count]), " ".join(words[-count:])):
            if len(part) > _SHORTEST_BODY:
                yield part
    if len(words) == 1 and not name.isascii():
        for count in range(len(name) - 1, _SHORTEST_BODY - 1, -1):
            yield name[:count]


class BorneNames:
    """The names of listed parties that another party bears at the beginning of its own: TDK Sales bears that of TDK.

    It is no hit, since anybody may bear it. It tells one thing: where a line states that listed parties hold a share of
    a firm and nobody says which, the firm whose name it bears is taken to be the owner.

    >>> entry = ListedParty(
    ...     **{**dict.fromkeys(ListedParty.__dataclass_fields__, ""), "names": ("TDK株式会社",), "list": "xx/list"}
    ... )
    >>> names = BorneNames([entry])
    >>> [sorted(names.lists(name)) for name in ("TDK Sales Co., Ltd.", "TDK販売株式会社", "TDKX Corporation")]
    [['xx/list'], ['xx/list'], []]
    """

    def __init__(self, entries: Iterable[ListedParty]) -> None:
        """Index names of their own, not those that others share too."""
        self._lists: dict[str, set[str]] = {}
        for entry in entries:
            for name in entry.names:
                if len(folded := fold(name)) >= SHORTEST_BORNE:
                    self._lists.setdefault(folded, set()).add(entry.list)
        self._starts = {name[:SHORTEST_BORNE] for name in self._lists}

    def lists(self, party: str) -> frozenset[str]:
        """Return the lists of the parties whose name a party bears: the longest such name counts."""
        if fold(party)[:SHORTEST_BORNE] not in self._starts:
            return frozenset()
        found: frozenset[str] = frozenset()
        for start in _beginnings(party):
            known = self._lists.get(start)
            if known is not None:
                found = frozenset(known)
        return found


def _beginnings(party: str) -> Iterator[str]:
    """Yield the folded beginnings of a name that end where a word ends, or among Han and kana; the shortest first."""
    pieces = _PIECES.findall(unicodedata.normalize("NFKC", party))
    for count, piece in enumerate(pieces):
        before = " ".join(pieces[:count])
        if not piece.isascii() and fold(piece) == piece:
            yield from (fold(f"{before} {piece[:length]}") for length in range(1, len(piece)))
        yield fold(f"{before} {piece}")
