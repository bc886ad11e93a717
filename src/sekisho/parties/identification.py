"""Who a name is: one answer for every face that asks for a party.

`identify` takes a cell as somebody wrote it and returns an `Identification`: how the cell was read, every entry of
every held list that it is or may be, and in which zone. Nothing else decides. What it is built on (`HeldLists`) holds
the lists of a library or of a user, ready to be asked; a `PartyIndex` has one as `lists`, and so has each server.

The zone tells who is meant, not whether a listing is in force: that is the `state` of a hit.

>>> from sekisho.law.loading.library import load_measures
>>> library = load_measures()
>>> from datetime import date
>>> found = identify("三菱造船株式会社", lists=held_lists(library), on=date(2026, 11, 24))
>>> found.zone, found.hits[0].entity, found.hits[0].effect, found.hits[0].state
('match', 'jp-ecl-a01', 'ban', 'in_force')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import ListId
from sekisho.law.model.effects import ListingEffect, effect_of
from sekisho.law.model.holdings import Group, Holding
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, MatchPolicy, Zone, digest_of
from sekisho.law.model.measure import Clause, Measure
from sekisho.law.model.namesakes import Namesake
from sekisho.law.model.user_list import OwnList
from sekisho.parties.answer import SEVERITY, Compared, Hit, Identification, Kin, ListingState
from sekisho.parties.comparison import Query, Resemblance, Screening
from sekisho.parties.folding import fold, name_key
from sekisho.parties.form_verdict import APART, verdict_on
from sekisho.parties.fuzzy_index import FuzzyIndex, algorithm, is_installed
from sekisho.parties.identifier import SHORTEST_BARE, is_another_person
from sekisho.parties.listings import clauses_by_list, foremost_stage, measures_by_list
from sekisho.parties.lists.own_entries import entries_of
from sekisho.parties.names.legal_forms import as_form
from sekisho.parties.namesakes import Namesakes, told_apart
from sekisho.parties.reason import CellPiece, Reason, Relation

if TYPE_CHECKING:
    from sekisho.parties.containing_names import Cores


KIN_SHOWN: Final = 25
"""Kin of one kind that are told at most."""


@dataclass(frozen=True)
class Register:
    """What people decided of names and entries, as far as it holds: the entry is as it was then.

    Parameters
    ----------
    decisions
        The newest last; of two on one name and entry the last counts.
    """

    decisions: tuple[Decision, ...] = ()
    _by_name: dict[tuple[str, ...], dict[str, Decision]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the decisions by folded name and legal form: what was decided of an Inc. says nothing of a GmbH."""
        for one in self.decisions:
            self._by_name.setdefault(name_key(one.name), {})[one.entry] = one

    def of(self, name: str) -> Mapping[str, Decision]:
        """Return what was decided of a name, by entry."""
        return self._by_name.get(name_key(name), {}) if self._by_name else {}


@dataclass
class HeldLists:
    """All lists that names are compared with, ready to be asked.

    Parameters
    ----------
    groups, holdings
        Heads of groups, and who holds whom; they tell kin.
    measures, clauses
        The announcement of each list, or the clauses that ask for it, for the state of a listing.
    cache
        Folder in which the index of names is kept between runs; None keeps none.
    """

    entries: tuple[ListedParty, ...]
    groups: tuple[Group, ...] = ()
    holdings: tuple[Holding, ...] = ()
    policy: MatchPolicy = field(default_factory=MatchPolicy)
    effects: tuple[ListingEffect, ...] = ()
    other_firms: tuple[Namesake, ...] = ()
    measures: Mapping[ListId, Measure] = field(default_factory=dict)
    clauses: Mapping[ListId, tuple[tuple[Measure, Clause], ...]] = field(default_factory=dict)
    cache: Path | None = None

    @cached_property
    def by_id(self) -> dict[str, ListedParty]:
        """Entries by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def likely(self) -> FuzzyIndex:
        """The comparison by parts, built when it is first asked."""
        return FuzzyIndex(self.entries, self.policy, self.cache, groups=self.groups)

    @cached_property
    def cores(self) -> Cores:
        """All names without their legal forms, each by itself and in one text; needs the extra `screen`."""
        from sekisho.parties.containing_names import cores_of

        return cores_of(self.entries)

    @cached_property
    def namesakes(self) -> Namesakes:
        """Firms that bear names like those of entries and are another person."""
        return Namesakes(self.other_firms, {entry.id: entry.names for entry in self.entries})

    @cached_property
    def compared(self) -> Compared:
        """What a name is compared with, as it is told with an answer."""
        return Compared(
            entries=tuple(sorted(Counter(map(_whole_list, self.entries)).items())),
            newest=max((entry.listed for entry in self.entries if entry.listed), default=None),
            policy=self.policy,
            algorithm=algorithm(),
        )

    @cached_property
    def _equal(self) -> tuple[dict[str, list[tuple[ListedParty, str, bool]]], dict[str, list[ListedParty]]]:
        """Index entries by folded name, and by identifier; the bool tells a name of its own from a shared one."""
        names: dict[str, list[tuple[ListedParty, str, bool]]] = {}
        identifiers: dict[str, list[ListedParty]] = {}
        for entry in self.entries:
            for name in entry.names:
                names.setdefault(fold(name), []).append((entry, name, True))
            for name in entry.weak_names:
                names.setdefault(fold(name), []).append((entry, name, False))
            for identifier in entry.identifiers:
                identifiers.setdefault(identifier, []).append(entry)
        return names, identifiers

    def equal(self, cell: str, identifiers: tuple[str, ...] = ()) -> Iterator[Hit]:
        """Go through the entries that are equal to a cell after folding, or to an identifier."""
        names, codes = self._equal
        bare = cell.strip()
        for code in dict.fromkeys((*((bare,) if len(bare) >= SHORTEST_BARE else ()), *identifiers)):
            for entry in codes.get(code, ()):
                by_code = (Reason(kind="identifier", asked=code),)
                yield self.hit(entry, name=entry.names[0], score=1.0, zone="match", reasons=by_code)
        for entry, name, own in names.get(fold(cell), ()):
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
        told = effect.kind if effect is not None else ""
        return Hit(entry=entry, name=name, score=score, zone=zone, relation=relation, reasons=reasons, effect=told)

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


_OF_STAGE: Final[Mapping[Stage, ListingState]] = {
    Stage.UNPUBLISHED: "not_yet",
    Stage.PUBLISHED: "not_yet",
    Stage.IN_FORCE: "in_force",
    Stage.SUSPENDED: "paused",
    Stage.UNKNOWN: "unknown",
    Stage.REPEALED: "ended",
}


@cached_per_library
def held_lists(library: Library) -> HeldLists:
    """Return the lists of a library, and those of the user's own that it names, built once: every face asks these.

    Raises
    ------
    LibraryError
        If a list of the user's own is missing or was changed since it was added.
    """
    return HeldLists(
        entries=(*library.entries, *_own_entries(library.own_lists)),
        groups=library.groups,
        holdings=library.holdings,
        policy=library.identity.policy,
        effects=library.effects,
        other_firms=library.namesakes,
        measures=measures_by_list(library),
        clauses=clauses_by_list(library),
        cache=library.identity.cache,
    )


@lru_cache(maxsize=2)
def _own_entries(lists: tuple[OwnList, ...]) -> tuple[ListedParty, ...]:
    """Read the user's own lists once, for the libraries that differ in thresholds and decisions alone."""
    return entries_of(lists)


def register_of(identity: Identity, entries: Iterable[ListedParty]) -> Register:
    """Return the decisions that hold: those whose entry is as it was when it was decided."""
    if not identity.decisions:
        return Register()
    states = {entry.id: digest_of(entry) for entry in entries}
    return Register(tuple(one for one in identity.decisions if states.get(one.entry) == one.digest))


def identify(
    cell: str,
    *,
    lists: HeldLists,
    register: Register | None = None,
    on: date | None = None,
    territory: str = "",
    identifiers: tuple[str, ...] = (),
    least: float | None = None,
) -> Identification:
    """Tell whom a cell names.

    Parameters
    ----------
    cell
        What somebody wrote in the place of a name.
    lists
        What it is compared with.
    register
        What people decided; left out, nobody decided anything.
    on
        The day for which states of listings and holdings are told; left out, none are.
    territory
        ISO 3166 alpha-2 code of the party's seat, if known: a second signal for short names.
    identifiers
        Corporate number, LEI and others of the party; they decide.
    least
        Score from which hits below review are told too; they change no zone.
    """
    found = settle(cell, lists, register or Register(), territory=territory, identifiers=identifiers, least=least)
    found = replace(found, lists=lists.compared, kin=tuple(_kin_of(found, lists, on)))
    return on_day(found, lists, on) if on is not None else found


def identify_all(
    asked: Iterable[Query],
    lists: HeldLists,
    register: Register | None = None,
    *,
    workers: int = 1,
    least: float | None = None,
) -> Iterator[Identification]:
    """Tell whom many parties are, in order, without what belongs to a day and without kin.

    Parameters
    ----------
    workers
        Processes that share the comparison.
    least
        As for `identify`.
    """
    queries, decisions = list(asked), register or Register()
    for query, screened in zip(queries, lists.likely.screen_all(queries, workers, least), strict=True):
        yield settle(
            query.name,
            lists,
            decisions,
            territory=query.territory,
            identifiers=query.identifiers,
            screened=screened,
            least=least,
        )


def as_printed(entry: ListedParty) -> ListedParty:
    """Leave an entry the names that its notice prints, and no others."""
    return replace(entry, names=entry.printed or entry.names[:1], weak_names=(), former_names=())


def names_that_hold(name: str, lists: HeldLists, *, shortest: int | None = None) -> tuple[Kin, ...]:
    """Return the listed names that hold a name whole; no hits: who shortens a name may mean one of them.

    Parameters
    ----------
    shortest
        Letters from which a name is looked for, if not the usual number.
    """
    if not is_installed():
        return ()
    from sekisho.parties.containing_names import SHORTEST, fuller_names

    held = fuller_names(name, lists.cores, shortest=shortest or SHORTEST)
    return tuple(Kin(kind="fuller", party=one.entry.id, name=one.name) for one in held)


def _kin_of(found: Identification, lists: HeldLists, day: date | None) -> Iterator[Kin]:
    """Go through what a name stands near and is no hit of: members of a group it heads, holders and held, fuller names.

    It is told and moves no outcome, unless a clause or a reading says so.
    """
    names = {fold(found.query), *(fold(piece.text) for piece in found.read if piece.kind == "name")}
    heads = [group for group in lists.groups if not names.isdisjoint(map(fold, (*group.names, *group.weak_names)))]
    met = {hit.entity for hit in found.hits if hit.zone != "none"}
    rows = (row for row in lists.holdings if day is None or row.holds_on(day))
    told: set[str] = set()
    for row in rows:
        for one, other, kind in ((row.owner, row.owned, "group"), (row.owned, row.owner, "affiliate")):
            entry = lists.by_id.get(other)
            near = any(one == head.id for head in heads) if kind == "group" else one in met
            if entry is None or other in met or other in told or not (near or one in met):
                continue
            told.add(other)
            share = f"{row.low:f} to {row.high:f}" if row.is_sourced else ""
            yield Kin(
                kind="group" if near and kind == "group" else "affiliate", party=other, name=entry.names[0], share=share
            )
    for entry in lists.entries:
        if entry.parent and fold(entry.parent) in names and entry.id not in met | told:
            told.add(entry.id)
            yield Kin(kind="group", party=entry.id, name=entry.names[0])
    if found.zone == "none":
        yield from names_that_hold(found.query, lists)[:KIN_SHOWN]


def on_day(found: Identification, lists: HeldLists, day: date) -> Identification:
    """Tell the state of each listing on a day."""
    return replace(found, hits=tuple(replace(hit, state=lists.state(hit.entry, day)) for hit in found.hits))


def settle(
    cell: str,
    lists: HeldLists,
    register: Register,
    *,
    territory: str = "",
    identifiers: tuple[str, ...] = (),
    screened: Screening | None = None,
    least: float | None = None,
) -> Identification:
    """Tell whom a cell names, without what belongs to a day, and without kin: for many names at once.

    Parameters
    ----------
    screened
        What the comparison by parts found of it, if that was done already.
    """
    if screened is None:
        screened = lists.likely.screen(cell, territory, identifiers, least)
    equal = list(lists.equal(cell, identifiers))
    hits = [*(_of_screening(screened.hits, lists) if screened is not None else ()), *equal]
    problem = screened.problem if screened is not None and not equal else ""
    read = screened.read if screened is not None else ()
    hits = list(told_apart(_gravest(hits), (cell, *_names(read)), lists, identifiers))
    decided = tuple(_decided(hits, register.of(cell), lists, below=least is not None))
    zones: list[Zone] = [hit.zone for hit in decided]
    zone: Zone = max((*zones, "review" if problem else "none"), key=SEVERITY.__getitem__)
    return Identification(query=cell, read=read, zone=zone, hits=decided, problem=problem)


def _names(read: tuple[CellPiece, ...]) -> Iterator[str]:
    """Yield the name that was left of a cell, with the legal forms that were taken off it and without them."""
    left = [piece.text for piece in read if piece.kind == "name"]
    forms = [as_form(piece.text) for piece in read if piece.kind == "form"]
    yield from left
    if left and forms:
        yield " ".join([*left, *forms])


def _of_screening(found: Sequence[Resemblance], lists: HeldLists) -> Iterator[Hit]:
    for one in found:
        yield lists.hit(
            one.entry, name=one.name, score=one.score, zone=one.zone, reasons=one.reasons, relation=one.relation
        )


def _gravest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep each entry once, in its gravest zone."""
    found: dict[str, Hit] = {}
    for hit in hits:
        known = found.get(hit.entry.id)
        if known is None or SEVERITY[hit.zone] > SEVERITY[known.zone]:
            found[hit.entry.id] = hit
    return list(found.values())


def _decided(hits: Sequence[Hit], known: Mapping[str, Decision], lists: HeldLists, *, below: bool) -> Iterable[Hit]:
    """Let what people decided go before what was found; what they ruled out stays in sight."""
    told = [_as_decided(hit, known[hit.entry.id]) if hit.entry.id in known else hit for hit in hits]
    met = {hit.entry.id for hit in hits}
    for name, decision in known.items():
        entry = lists.by_id.get(name)
        if entry is not None and (decision.same or decision.escalated) and name not in met:
            told.append(
                _as_decided(lists.hit(entry, name=entry.names[0], score=None, zone="match", reasons=()), decision)
            )
    return sorted(
        (hit for hit in told if below or hit.zone != "none" or hit.decision is not None or hit.relation == "namesake"),
        key=_gravity,
    )


def _gravity(hit: Hit) -> tuple[int, bool, float, str]:
    """Return by what hits are ordered: the gravest zone first, and in it what was escalated."""
    waits = hit.decision is not None and hit.decision.escalated
    return -SEVERITY[hit.zone], not waits, -(hit.score if hit.score is not None else 1.0), hit.entry.id


def _as_decided(hit: Hit, decision: Decision) -> Hit:
    told = Reason(kind="decided", asked=f"by {decision.by} on {decision.on.isoformat()}", listed=decision.basis)
    zone: Zone = "review" if decision.escalated else "match" if decision.same else "none"
    return replace(hit, zone=zone, decision=decision, reasons=(*hit.reasons, told))


def _whole_list(entry: ListedParty) -> str:
    """Name the list of which an entry's list is a part: cn/control-list of cn/control-list/2026-11."""
    return entry.list.rpartition("/")[0] if entry.list.count("/") > 1 else entry.list
