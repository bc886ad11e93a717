"""All parties of all lists, and whom a name means among them: equal names, numbers, likeness, and what people decided.

Each name is looked up anew. `index` remembers what was said of it, and is what whoever asks for a party asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.model.condition import ListId
from sekisho.law.model.effects import OWN_LISTS, ListingEffect, effect_of
from sekisho.law.model.holdings import Group, Holding, PartyId
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Identity, Zone
from sekisho.law.model.measure import Clause, Measure
from sekisho.law.model.namesakes import Namesake
from sekisho.parties.answer import SEVERITY, Compared, Hit, Identification, ListingState, Match
from sekisho.parties.comparison import NameComparison, Query, Resemblance, Screening
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import APART, form_verdict, verdict_on
from sekisho.parties.identifier import SHORTEST_BARE, is_another_person
from sekisho.parties.listings import foremost_stage
from sekisho.parties.name_tables import NameTables, algorithm, comparison_of, is_military, tables_of
from sekisho.parties.ownership.rule import Owners
from sekisho.parties.reason import CellPiece, Reason, Relation
from sekisho.parties.register import Register, by_decisions, register_of
from sekisho.regex import regex

if TYPE_CHECKING:
    from sekisho.parties.namesakes import Namesakes

_SHORTEST_BODY: Final = 3
"""Letters of the shortest beginning or end that may be the name of a body. A guess: with two, any name that begins with
an abbreviation of two characters would be a unit of that body."""


@dataclass
class PartyDirectory:
    """All parties of all lists, and whom a name means among them, on whatever day.

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

    def __post_init__(self) -> None:
        """Take the decisions that hold."""
        self.register = register_of(self.identity, self.entries)

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

        The name of a house, such as 三菱, is held by those of its firms in every script, however short it is.

        Parameters
        ----------
        shortest
            Letters from which a name is looked for, if not the usual number.
        """
        likeness, names = self.tables.likeness, self.tables.group_names
        met: set[str] = set()
        for number, listed in likeness.holding(name, shortest) if likeness is not None else ():
            met.add(self.entries[number].id)
            yield self.entries[number], listed
        is_head = fold(name) in self.tables.heads  # IHI is told with its group
        for entry, listed in names.of_house(name).items() if names is not None and not is_head else ():
            if entry not in met:
                yield self.by_id[entry], listed

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
        others = {**(self._namesakes.of_towns(names) if hits else {}), **self._namesakes.of(names, identifiers)}
        hits = [*told_apart([*hits, *self._unfound(others, hits)], others, self._namesakes.like(names))]
        decisions = (self.register if register is None else register).of(cell)
        yes = (entry for entry, decision in decisions.items() if decision.same or decision.escalated)
        hits += list(self._units_of_forces(cell, hits))
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

    def _units_of_forces(self, cell: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Make hits of the bodies whose units a cell names by their kind, where no military body was found by name."""
        if not self.tables.bodies or any(is_military(hit.entry) and hit.zone != "none" for hit in hits):
            return
        from sekisho.trade.book.cells.force_units import force_units_in  # a line without a name needs none

        met = {hit.entry.id for hit in hits}
        for unit in force_units_in(cell, is_name=True):
            reasons = (Reason(kind="force_unit", asked=unit.name),)
            for entry in (self.entries[number] for number in self.tables.bodies.get(fold(unit.body), ())):
                if entry.id not in met:
                    met.add(entry.id)
                    name = entry.names[0]
                    yield self.hit(entry, name=name, score=None, zone="review", reasons=reasons, relation="unit")

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

    def heads(self, party: str) -> Iterator[tuple[PartyId, bool]]:
        """Go through the heads of groups that have a name's words; one whose legal form keeps it apart is not sure.

        Words that papers shorten, such as *Hvy Inds.*, are written out where the name as it stands is no head's.
        """
        for number, certain in self.tables.heads.get(fold(party)) or self._heads_in_short(party):
            group = self.groups[number]
            form = form_verdict(party, group.names, weak=group.weak_names, territory=group.territory)
            yield group.id, certain and not form.apart

    def head_borne(self, name: str) -> str:
        """Return the id of the group, or of the listed firm, whose name stands in front of a name; empty if of none."""
        names = self.tables.group_names
        return names.head_of(name) if names is not None else ""

    def head_in_words(self, name: str) -> str:
        """Return the id of the group, or of the listed firm, that has the words of a name in another script."""
        names = self.tables.group_names
        return names.same_words(name) if names is not None else ""

    def _heads_in_short(self, party: str) -> Sequence[tuple[int, bool]]:
        if not self.tables.heads or not party.isascii():
            return ()
        from sekisho.parties.names.contractions import written_out  # a line without a name reads no table of words

        name = written_out(party)
        return self.tables.heads.get(fold(name), ()) if name else ()

    def homes(self) -> frozenset[str]:
        """Territories whose military bodies are listed."""
        return frozenset(entry.territory for entry in self.entries if is_military(entry))

    def bodies_of_unit(self, party: str) -> tuple[Match, ...]:
        """Return the military bodies of which a name names a unit.

        A unit is named by its body and more: "Air Self-Defense Force depot", "Depot, Air Self-Defense Force".
        """
        bodies = self.tables.bodies
        for part in _parts(party) if bodies else ():
            numbers = bodies.get(fold(part), ())
            if numbers:
                return tuple(Match(entry=self.entries[number], certain=True) for number in numbers)
        return ()


_OF_STAGE: Final[Mapping[Stage, ListingState]] = {
    Stage.UNPUBLISHED: "not_yet",
    Stage.PUBLISHED: "not_yet",
    Stage.IN_FORCE: "in_force",
    Stage.SUSPENDED: "paused",
    Stage.UNKNOWN: "unknown",
    Stage.REPEALED: "ended",
}


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
