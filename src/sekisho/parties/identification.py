"""Who a name is: one answer for every face that asks for a party.

`identify` takes a cell as somebody wrote it and returns an `Identification`: how the cell was read, every entry of
every list of the index that it is or may be, and in which zone. Nothing else decides.

The zone tells who is meant, not whether a listing is in force: that is the `state` of a hit.

>>> from sekisho.law.loading.library import load_measures
>>> from sekisho.parties.index import parties_of
>>> from datetime import date
>>> found = identify("三菱造船株式会社", parties_of(load_measures()), on=date(2026, 11, 24))
>>> found.zone, found.hits[0].entity, found.hits[0].effect, found.hits[0].state
('match', 'jp-ecl-a01', 'ban', 'in_force')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final, Literal

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.answer import Identification, Kin
from sekisho.parties.comparison import Query
from sekisho.parties.folding import fold
from sekisho.parties.index import PartyIndex
from sekisho.parties.register import Register

KIN_SHOWN: Final = 25
"""Kin of one kind that are told at most."""


def identify(
    cell: str,
    parties: PartyIndex,
    register: Register | None = None,
    *,
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
    parties
        What it is compared with.
    register
        What people decided; left out, what they decided when the index was built.
    on
        The day for which states of listings and holdings are told; left out, none are.
    territory
        ISO 3166 alpha-2 code of the party's seat, if known: a second signal for short names.
    identifiers
        Corporate number, LEI and others of the party; they decide.
    least
        Score from which hits below review are told too; they change no zone.
    """
    found = parties.settle(cell, register, territory=territory, identifiers=identifiers, least=least)
    answer = replace(with_relatives(found, parties, on), lists=parties.compared)
    return on_day(answer, parties, on) if on is not None else answer


def identify_all(
    asked: Iterable[Query],
    parties: PartyIndex,
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
    queries = list(asked)
    for query, screened in zip(queries, parties.screen_all(queries, workers, least), strict=True):
        yield parties.settle(
            query.name,
            register,
            territory=query.territory,
            identifiers=query.identifiers,
            screened=screened,
            least=least,
        )


def with_relatives(found: Identification, parties: PartyIndex, day: date | None = None) -> Identification:
    """Add the firms that a name is or may be part of, and what it stands near, to a name of many."""
    from sekisho.parties.known_body import known_bodies  # a line without a name needs no tables of names

    names = (found.query, *(piece.text for piece in found.read if piece.kind == "name"))
    bodies = known_bodies(names, parties)
    if any(hit.zone != "none" for hit in found.hits):  # a listed party is told, and its ties with it
        bodies = tuple(body for body in bodies if not body.bears_name)
    answer = replace(found, known=bodies)
    return replace(answer, kin=tuple(_kin_of(answer, parties, day)))


def as_printed(entry: ListedParty) -> ListedParty:
    """Leave an entry the names that its notice prints, and no others."""
    return replace(entry, names=entry.printed or entry.names[:1], weak_names=(), former_names=())


def names_that_hold(name: str, parties: PartyIndex, *, shortest: int | None = None) -> tuple[Kin, ...]:
    """Return the listed names that hold a name whole; no hits: who shortens a name may mean one of them.

    Parameters
    ----------
    shortest
        Letters from which a name is looked for, if not the usual number.
    """
    return tuple(
        Kin(kind="fuller", party=entry.id, name=listed, list=entry.list)
        for entry, listed in parties.holding(name, shortest)
    )


def _kin_of(found: Identification, parties: PartyIndex, day: date | None) -> Iterator[Kin]:
    """Go through what a name stands near and is no hit of: members of a group it heads, holders and held, fuller names.

    It is told and moves no outcome, unless a clause or a reading says so.
    """
    read = [piece.text for piece in found.read if piece.kind == "name"]
    names = {*map(fold, (found.query, *read)), *(fold(name) for body in found.known for name in body.names)}
    heads = [group for group in parties.groups if not names.isdisjoint(map(fold, (*group.names, *group.weak_names)))]
    met = {hit.entity for hit in found.hits if hit.zone != "none"}
    own = set(parties.own_persons(found.query, read))
    rows = (row for row in parties.holdings if day is None or row.holds_on(day))
    named: set[str] = set()
    borne = {body.party for body in found.known if body.bears_name}
    listed = {str(party) for party in borne}.union(*(group.entries for group in parties.groups if group.id in borne))
    for head in (entry for entry in parties.entries if entry.id in listed and _applies(entry, parties, day)):
        named.add(head.id)
        yield Kin(kind="group", party=head.id, name=head.names[0], list=head.list)
    for row in rows:
        for end, other, kind in ((row.owner, row.owned, "group"), (row.owned, row.owner, "affiliate")):
            entry = parties.by_id.get(other)
            near = any(end == head.id for head in heads) if kind == "group" else end in met
            if entry is None or other in met or other in named or not (near or end in met or end in own):
                continue
            if not _applies(entry, parties, day):
                continue
            named.add(other)
            share = f"{row.low:f} to {row.high:f}" if row.is_sourced else ""
            near_by: Literal["group", "affiliate"] = "group" if near and kind == "group" else "affiliate"
            yield Kin(kind=near_by, party=other, name=entry.names[0], list=entry.list, share=share)
    for entry in parties.entries:
        if (
            entry.parent
            and fold(entry.parent) in names
            and entry.id not in met | named
            and _applies(entry, parties, day)
        ):
            named.add(entry.id)
            yield Kin(kind="group", party=entry.id, name=entry.names[0], list=entry.list)
    if found.zone == "none":
        ruled_out = {hit.entity for hit in found.hits if hit.is_ruled_out}
        fuller = (kin for kin in names_that_hold(found.query, parties) if kin.party not in ruled_out)
        yield from islice(fuller, KIN_SHOWN)


def _applies(entry: ListedParty, parties: PartyIndex, day: date | None) -> bool:
    """Tell whether a listing applies on a day, or may; without a day all do."""
    return day is None or parties.state(entry, day) not in {"ended", "not_yet"}


def on_day(found: Identification, parties: PartyIndex, day: date) -> Identification:
    """Tell the state of each listing on a day."""
    return replace(found, hits=tuple(replace(hit, state=parties.state(hit.entry, day)) for hit in found.hits))


def whom_data(found: Identification, parties: PartyIndex, day: date | None = None) -> dict[str, object]:
    """Return whom a name means as JSON: the zone, how the cell was read, and the entries with the gravest first.

    Parameters
    ----------
    day
        The day for which the state of each listing is told; left out, none is.
    """
    plain = (on_day(found, parties, day) if day is not None else found).to_dict()
    return {name: plain[name] for name in ("zone", "hits", "read", "problem") if name in plain}


def has_unread_letters(name: str) -> bool:
    """Tell whether a name can be compared with no list, for its letters; one that says nothing names nobody.

    >>> has_unread_letters("가와사키중공업"), has_unread_letters("川崎重工業"), has_unread_letters("TBD")
    (True, False, False)
    """
    from sekisho.parties.names.query import read_field  # a line whose names are all compared never asks

    written = read_field(name)
    return bool(written.refused) and not written.nobody
