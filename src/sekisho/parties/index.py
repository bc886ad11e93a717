"""The index of parties: whom a name means, and whether that stands on a list on a day.

There is one of a library with the user's own lists and what people decided (`parties_of`), and whoever asks for a party
asks it: the conditions of law (`list_tests`), `identification` for every face, books, and the search of the pages. Its
tables of names are read when the first name is asked for; what it said of a name is remembered.

>>> from sekisho.law.loading.library import load_measures
>>> whom = parties_of(load_measures()).whom("三菱造船株式会社")
>>> whom.zone, whom.hits[0].entity, whom.hits[0].effect
('match', 'jp-ecl-a01', 'ban')
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import ListId
from sekisho.law.model.effects import OWN_LISTS, ListingEffect, effect_of
from sekisho.law.model.fact import Truth
from sekisho.law.model.holdings import Group, Holding, PartyId
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, Zone
from sekisho.law.model.measure import Clause, Measure
from sekisho.law.model.namesakes import Namesake
from sekisho.law.model.user_list import OwnList
from sekisho.parties.answer import SEVERITY, Compared, Hit, Identification, ListingState, Match
from sekisho.parties.comparison import NameComparison, Query, Resemblance, Screening
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import APART, form_verdict, verdict_on
from sekisho.parties.identifier import SHORTEST_BARE, is_another_person
from sekisho.parties.listings import clauses_by_list, foremost_stage, measures_by_list
from sekisho.parties.name_tables import ClearNames, NameTables, algorithm, comparison_of, is_military, tables_of
from sekisho.parties.ownership.linking import linked
from sekisho.parties.ownership.rule import Owners, Persons
from sekisho.parties.reason import CellPiece, Reason, Relation
from sekisho.parties.register import Register, by_decisions, register_of
from sekisho.regex import regex

if TYPE_CHECKING:
    from sekisho.parties.namesakes import Namesakes

_REMEMBERED: Final = 1_000_000
"""Names that are remembered of each kind of question. A guess: as many as a large book has. Smaller, a name is looked
up again; larger, an index that lives as long as a server takes more memory."""
_SHORTEST_BODY: Final = 3
"""Letters of the shortest beginning or end that may be the name of a body. A guess: with two, any name that begins with
an abbreviation of two characters would be a unit of that body."""

_STAND_IN: Final = "\ue000"
"""Begins the name of a stand-in. A letter of the private use area: no paper has it."""

Recalled = tuple[Sequence[tuple[str, bool, Relation]], str]
"""Whom a name means, as plain data: entries by id with whether they are certain, and what is named; and a problem."""


@dataclass
class PartyIndex:
    """All parties of all lists: who a name is, on whatever day, and what conditions of law ask of that.

    Parameters
    ----------
    groups, holdings
        Heads of groups, and who holds whom; they tell kin and owners.
    own_parties
        Parties that only the user's own tables of holdings name; they are known by whole names and identifiers.
    identity
        Thresholds, what people decided, and the folder in which the tables of names are kept between runs.
    effects
        What the lists do.
    other_firms
        Firms that bear names like those of entries and are another person.
    measures, clauses
        The announcement of each list, or the clauses that ask for it, for the state of a listing.
    """

    entries: tuple[ListedParty, ...]
    groups: tuple[Group, ...] = ()
    holdings: tuple[Holding, ...] = ()
    own_parties: tuple[Group, ...] = ()
    identity: Identity = field(default_factory=Identity)
    effects: Sequence[ListingEffect] = ()
    other_firms: Sequence[Namesake] = ()
    measures: Mapping[ListId, Measure] = field(default_factory=dict)
    clauses: Mapping[ListId, tuple[tuple[Measure, Clause], ...]] = field(default_factory=dict)
    register: Register = field(init=False)
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

    def __post_init__(self) -> None:
        """Take the decisions that hold."""
        self.register = register_of(self.identity, self.entries)

    def decide_anew(self, identity: Identity) -> None:
        """Let other decisions hold from now on; what was remembered of names is looked up again."""
        self.identity, self.register = identity, register_of(identity, self.entries)
        self._found, self._recalled, self._persons, self._military, self._alike = {}, set(), {}, {}, {}

    # ------------------------------------------------------------ what names are looked up in

    @cached_property
    def tables(self) -> NameTables:
        """The names of all parties, as they are looked up."""
        return tables_of(self.entries, self.groups, self.other_firms, self.identity.cache)

    @cached_property
    def comparison(self) -> NameComparison | None:
        """The comparison of names by parts; None where it is not installed, and only equal names are found."""
        return comparison_of(self.entries, self.identity.policy, self.tables)

    @cached_property
    def by_id(self) -> dict[str, ListedParty]:
        """Entries by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _codes(self) -> dict[str, list[ListedParty]]:
        codes: dict[str, list[ListedParty]] = {}
        for entry in self.entries:
            for identifier in entry.identifiers:
                codes.setdefault(identifier, []).append(entry)
        return codes

    @cached_property
    def _namesakes(self) -> Namesakes:
        from sekisho.parties.namesakes import Namesakes

        listed = {entry.id: entry.names for entry in self.entries}
        return Namesakes(self.other_firms, self.tables.firms, listed)

    @cached_property
    def owners(self) -> Owners:
        """Who holds whom among the parties of the tables."""
        return Owners(self.entries, self.groups, self.holdings)

    @cached_property
    def _own_names(self) -> dict[str, list[Group]]:
        """The parties that only own tables name, by identifier and by folded name."""
        by_name: dict[str, list[Group]] = {}
        for party in self.own_parties:
            for key in (*party.identifiers, *map(fold, party.names)):
                by_name.setdefault(key, []).append(party)
        return by_name

    def own_persons(self, party: str, names: Iterable[str] = ()) -> list[PartyId]:
        """Return the parties of the user's own tables of holdings, on no list, that a name or an identifier is."""
        if not self.own_parties:
            return []
        met = [own.id for own in self._own_names.get(party.strip(), ())]
        for name in dict.fromkeys((party, *names)):
            for own in self._own_names.get(fold(name), ()):
                apart = form_verdict(name, own.names, territory=own.territory).apart
                met += [] if apart else [own.id]
        return list(dict.fromkeys(met))

    @cached_property
    def compared(self) -> Compared:
        """What a name is compared with, as it is told with an answer."""
        return Compared(
            entries=tuple(sorted(Counter(map(_whole_list, self.entries)).items())),
            newest=max((entry.listed for entry in self.entries if entry.listed), default=None),
            policy=self.identity.policy,
            algorithm=algorithm(),
        )

    def names(self) -> Iterator[str]:
        """Go through every name and identifier of every party of the law's own tables."""
        for entry in self.entries:
            if not entry.list.startswith(OWN_LISTS):
                yield from (*entry.names, *entry.weak_names, *entry.identifiers)
        for group in self.groups:
            yield from (*group.names, *group.weak_names, *group.identifiers)

    # ------------------------------------------------------------ who a name is

    def equal(self, cell: str, identifiers: tuple[str, ...] = ()) -> Iterator[Hit]:
        """Go through the entries that are equal to a cell after folding, or to an identifier."""
        bare = cell.strip()
        for code in dict.fromkeys((*((bare,) if len(bare) >= SHORTEST_BARE else ()), *identifiers)):
            for entry in self._codes.get(code, ()):
                by_code = (Reason(kind="identifier", asked=code),)
                yield self.hit(entry, name=entry.names[0], score=1.0, zone="match", reasons=by_code)
        for number, name, own in self.tables.equal.get(fold(cell), ()):
            entry = self.entries[number]
            if is_another_person(entry, identifiers):
                continue
            how: tuple[Reason, ...] = (Reason(kind="equal" if own else "abbreviation", asked=cell, listed=name),)
            form = verdict_on(cell, entry) if own else None
            if form is not None and form.apart:
                shared = Reason(kind="abbreviation", asked=cell, listed=name)
                how = (*how, Reason(kind="form", asked=form.asked, listed=form.listed) if form.asked else shared)
                yield self.hit(entry, name=name, score=APART, zone="review", reasons=how)
            else:
                zone: Zone = "match" if own else "review"
                yield self.hit(entry, name=name, score=1.0 if own else None, zone=zone, reasons=how)

    def hit(
        self,
        entry: ListedParty,
        *,
        name: str,
        score: float | None,
        zone: Zone,
        reasons: tuple[Reason, ...],
        relation: Relation = "self",
    ) -> Hit:
        """Make a hit, with the effect of its list."""
        effect = effect_of(entry.list, self.effects)
        kind = effect.kind if effect is not None else ""
        return Hit(entry=entry, name=name, score=score, zone=zone, relation=relation, reasons=reasons, effect=kind)

    def state(self, entry: ListedParty, day: date) -> ListingState:
        """Return the state of a listing on a day."""
        if entry.listed is not None and day < entry.listed:
            return "not_yet"
        if entry.until is not None and day > entry.until:
            return "ended"
        if entry.open_from is not None and day >= entry.open_from:
            return "unknown"
        measure, clauses = self.measures.get(entry.list), self.clauses.get(entry.list)
        if measure is not None:
            return _OF_STAGE[stage_on(measure, day)[0]]
        return _OF_STAGE[foremost_stage(clauses, day)] if clauses else "in_force"

    def holding(self, name: str, shortest: int | None = None) -> Iterator[tuple[ListedParty, str]]:
        """Go through the entries with a name that holds this one whole, each with the first such name; no hits.

        Parameters
        ----------
        shortest
            Letters from which a name is looked for, if not the usual number.
        """
        likeness = self.tables.likeness
        for number, listed in likeness.holding(name, shortest) if likeness is not None else ():
            yield self.entries[number], listed

    def named_in(self, text: str) -> tuple[ListedParty, ...]:
        """Return the listed parties whose names stand whole in a text, such as a remark; what people ruled out is not.

        Nothing but a whole name tells a party there: words of goods and places are like many names.
        """
        hits = self.comparison.standing_in(text) if self.comparison is not None else ()
        decisions = self.register.of(text) if hits else {}
        ruled_out = {entry for entry, decision in decisions.items() if not (decision.same or decision.escalated)}
        return tuple(dict.fromkeys(hit.entry for hit in hits if hit.entry.id not in ruled_out))

    def beginnings(self) -> tuple[str, ...]:
        """Return with what listed names begin, in small letters: a Latin word of three letters, or two characters."""
        names = (name for entry in self.entries for name in (*entry.names, *entry.weak_names))
        return tuple(sorted({start for name in names if (start := _beginning(name))}))

    def settle(
        self,
        cell: str,
        register: Register | None = None,
        *,
        territory: str = "",
        identifiers: tuple[str, ...] = (),
        screened: Screening | None = None,
        least: float | None = None,
    ) -> Identification:
        """Tell whom a cell names, without what belongs to a day, and without kin: for many names at once.

        Parameters
        ----------
        register
            What people decided; left out, what they decided when the index was built.
        screened
            What the comparison by parts found of it, if that was done already.
        """
        from sekisho.parties.namesakes import told_apart

        if screened is None and self.comparison is not None:
            query = Query(name=cell, territory=territory, identifiers=identifiers)
            screened = self.comparison.screen(query, least=least)
        equal = list(self.equal(cell, identifiers))
        hits = _gravest([*(map(self._resembling, screened.hits) if screened is not None else ()), *equal])
        problem = screened.problem if screened is not None and not equal else ""
        read = screened.read if screened is not None else ()
        names = (cell, *_names(read))
        others = self._namesakes.of(names, identifiers)
        hits = [*told_apart([*hits, *self._unfound(others, hits)], others, self._namesakes.like(names))]
        decisions = (self.register if register is None else register).of(cell)
        yes = (entry for entry, decision in decisions.items() if decision.same or decision.escalated)
        waiting = (replace(hit, zone="review") for hit in self._unfound(yes, hits))  # nothing found it: a person says
        settled = by_decisions([*hits, *waiting], decisions, below=least is not None)
        zones: list[Zone] = [hit.zone for hit in settled]
        zone: Zone = max((*zones, "review" if problem else "none"), key=SEVERITY.__getitem__)
        return Identification(query=cell, read=read, zone=zone, hits=settled, problem=problem)

    def _resembling(self, found: Resemblance) -> Hit:
        return self.hit(
            found.entry,
            name=found.name,
            score=found.score,
            zone=found.zone,
            reasons=found.reasons,
            relation=found.relation,
        )

    def _unfound(self, entries: Iterable[str], hits: Sequence[Hit]) -> Iterator[Hit]:
        """Make hits of entries that nothing found and that are to be told all the same."""
        met = {hit.entry.id for hit in hits}
        for name in entries:
            entry = self.by_id.get(name)
            if entry is not None and name not in met:
                yield self.hit(entry, name=entry.names[0], score=None, zone="match", reasons=())

    def screen_all(
        self, queries: Sequence[Query], workers: int, least: float | None = None
    ) -> Iterator[Screening | None]:
        """Compare many parties by parts, in order; each None if names cannot be compared so."""
        if self.comparison is None:
            return iter([None] * len(queries))
        return self.comparison.screen_all(queries, workers=workers, least=least)

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

        A unit is named by its body and more: "Air Self-Defense Force depot", "Depot, Air Self-Defense Force".
        """
        found = self._military.get(party)
        if found is None:
            likely = tuple(match for match in self.matches(party) if is_military(match.entry))
            sure = tuple(match for match in likely if match.certain)
            found = sure or (likely if self._stands_for(party) else self._unit(party) or likely)
            if len(self._military) < _REMEMBERED:
                self._military[party] = found
        return found

    def homes(self) -> frozenset[str]:
        """Territories whose military bodies are listed."""
        return frozenset(entry.territory for entry in self.entries if is_military(entry))

    def _unit(self, party: str) -> tuple[Match, ...]:
        bodies = self.tables.bodies
        for part in _parts(party) if bodies else ():
            numbers = bodies.get(fold(part), ())
            if numbers:
                return tuple(Match(entry=self.entries[number], certain=True) for number in numbers)
        return ()

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

    def heads(self, party: str) -> Iterator[tuple[PartyId, bool]]:
        """Go through the heads of groups that have a name's words; one whose legal form keeps it apart is not sure."""
        for number, certain in self.tables.heads.get(fold(party), ()):
            group = self.groups[number]
            form = form_verdict(party, group.names, weak=group.weak_names, territory=group.territory)
            yield group.id, certain and not form.apart

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


_OF_STAGE: Final[Mapping[Stage, ListingState]] = {
    Stage.UNPUBLISHED: "not_yet",
    Stage.PUBLISHED: "not_yet",
    Stage.IN_FORCE: "in_force",
    Stage.SUSPENDED: "paused",
    Stage.UNKNOWN: "unknown",
    Stage.REPEALED: "ended",
}


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


def _names(read: tuple[CellPiece, ...]) -> Iterator[str]:
    """Yield the name that was left of a cell, with the legal forms that were taken off it and without them."""
    from sekisho.parties.names.legal_forms import as_form

    left = [piece.text for piece in read if piece.kind == "name"]
    forms = [as_form(piece.text) for piece in read if piece.kind == "form"]
    yield from left
    if left and forms:
        yield " ".join([*left, *forms])


_BEGINNING: Final = regex(r"[a-z0-9&]{2,}|[\u3040-\u30ff\u3400-\u9fff]{2}")


def _beginning(name: str) -> str:
    """Return what a name begins with, legal form aside; empty if it is a letter."""
    from sekisho.parties.names.legal_forms import read_form

    start = _BEGINNING.search(read_form(name).text.lower())
    return start[0] if start is not None else ""


def _gravest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep each entry once, in its gravest zone; of two, that which a number tells."""
    found: dict[str, Hit] = {}
    for hit in hits:
        before = found.get(hit.entry.id)
        if before is None or (SEVERITY[hit.zone], bool(hit.number)) > (SEVERITY[before.zone], bool(before.number)):
            found[hit.entry.id] = hit
    return list(found.values())


def _whole_list(entry: ListedParty) -> str:
    """Name the list of which an entry's list is a part: cn/control-list of cn/control-list/2026-11."""
    return entry.list.rpartition("/")[0] if entry.list.count("/") > 1 else entry.list


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
