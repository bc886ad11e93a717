"""Tables of who owns whom of the user's own (`ownership/NAME`): what one holds and changes, and putting it in use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import ListError, Problem
from sekisho.files.formats import sha256_of
from sekisho.files.versions import VersionCard, VersionFolder, card_text, named_folders, version_name
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.loading.user_lists import OWNERSHIP
from sekisho.law.model.holdings import Group, Holding, holding_lines, read_holding_lines
from sekisho.law.model.library import Library
from sekisho.message import counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.parties.lists import store
from sekisho.parties.ownership.linking import linked, reached

if TYPE_CHECKING:
    from sekisho.parties.ownership.table import OwnershipTable

LARGE: Final = 20_000
"""Holdings of a table from which only those below parties on lists are taken. A guess: a table of a firm has hundreds,
level 2 of GLEIF half a million, of which next to none touches a list. Larger, each start reads them all; smaller, a
party that comes onto a list later is known to hold nothing until the table is added again."""
_Pair = tuple[str, str]
"""Names of the party that is owned, and of its owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipRequest:
    """How a table of who owns whom is read from a file."""

    name: str = ""
    layout: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOwnership:
    """A table of who owns whom that was read and is not in use yet.

    Parameters
    ----------
    below_lists
        Holdings of parties that those on lists, or heads of groups, hold directly or through others.
    names
        Of the parties, by id.
    before
        The version in use; empty if none is.
    changes
        Against that version: kind (added, removed, changed), the two parties, share and days.
    """

    name: str
    table: OwnershipTable
    below_lists: tuple[Holding, ...]
    names: Mapping[str, str]
    before: str
    changes: tuple[dict[str, object], ...]


def table_names(home: Path) -> list[str]:
    """Name the tables that are there, `ownership/NAME`, in use or not."""
    return [f"{OWNERSHIP.prefix}{name}" for name in named_folders(home / "lists" / OWNERSHIP.prefix)]


def table_versions(home: Path, name: str) -> VersionFolder:
    """Return the versions of a table, named `ownership/NAME`."""
    return VersionFolder(home / "lists" / name, OWNERSHIP)


def cards(home: Path) -> list[dict[str, object]]:
    """Describe every version of every table, and whether it is in use; a broken one says so."""
    tables = (table_versions(home, name) for name in table_names(home))
    return [card for versions in tables for card in versions.cards(versions.card)]


def read_holdings(request: OwnershipRequest, file: Path, library: Library, home: Path) -> NewOwnership:
    """Read a table of who owns whom, and say what of it lies below lists and what it changes.

    Raises
    ------
    ListError
        If it has no name that a folder may have, or cannot be read.
    """
    from sekisho.parties.ownership.table import LAYOUTS, read_ownership

    store.check_name(request.name)
    if request.layout and request.layout not in LAYOUTS:
        what = message("ownership.layout_of_others", "'{layout}' is not a layout of holdings.", layout=request.layout)
        remedy = message("ownership.layouts", "Layouts: {layouts}.", layouts=joined(LAYOUTS, "comma"))
        raise ListError(Problem(where="layout", what=what, remedy=remedy))
    name = f"{OWNERSHIP.prefix}{request.name}"
    table = read_ownership(file, territories_of(library), layout=request.layout)
    parties = parties_of(library)
    drawn = linked(parties.entries, parties.groups, table.parties, table.holdings)
    on_lists = {*drawn.persons.values()} - {party.id for party in drawn.others}
    below = reached(drawn.holdings, on_lists)
    if len(table.holdings) > LARGE:
        table = _near(table, [row for row in table.holdings if drawn.persons.get(row.owned, row.owned) in below])
    names = {str(party.id): _name(party) for party in table.parties}
    names |= {entry.id: entry.names[0] for entry in parties.entries}
    names |= {str(group.id): group.names[0] for group in parties.groups}
    versions = table_versions(home, name)
    before = versions.in_use()
    earlier: tuple[Iterable[Group], Iterable[Holding]] = ((), ())
    if before:
        held_before, rows = read_holding_lines(versions.read(before)[1], name)
        earlier = held_before.values(), rows
    return NewOwnership(
        name=name,
        table=table,
        below_lists=tuple(row for row in drawn.holdings if row.owned in below),
        names=names,
        before=before,
        changes=tuple(_changes(_stated(*earlier), _stated(table.parties, table.holdings))),
    )


def _near(table: OwnershipTable, rows: Sequence[Holding]) -> OwnershipTable:
    """Return a table with some of its holdings and the parties of these, and say how many were left out."""
    named = {party for row in rows for party in (row.owned, row.owner)}
    left_out = counted(
        "ownership.not_near",
        "{n} holding below no party on a list left out. Add the table again when a list changes.",
        "{n} holdings below no party on a list left out. Add the table again when a list changes.",
        n=len(table.holdings) - len(rows),
    )
    return replace(
        table,
        holdings=tuple(rows),
        parties=tuple(party for party in table.parties if party.id in named),
        remarks=(*table.remarks, left_out),
    )


def _name(party: Group) -> str:
    return next(iter((*party.names, *party.identifiers)), party.id)


def _stated(parties: Iterable[Group], rows: Iterable[Holding]) -> dict[_Pair, tuple[str, str, str, str]]:
    """Return share and days of the holdings of a table, by the names of the two parties."""
    names = {party.id: _name(party) for party in parties}
    return {
        (names.get(row.owned, row.owned), names.get(row.owner, row.owner)): (
            f"{row.low.normalize():f}",
            f"{row.high.normalize():f}",
            str(row.start or ""),
            str(row.until or ""),
        )
        for row in rows
    }


def _changes(
    before: Mapping[_Pair, tuple[str, str, str, str]], after: Mapping[_Pair, tuple[str, str, str, str]]
) -> Iterator[dict[str, object]]:
    """Go through the holdings that came, went, or have another share or other days."""
    for kind, pairs in (
        ("added", [pair for pair in after if pair not in before]),
        ("removed", [pair for pair in before if pair not in after]),
        ("changed", [pair for pair in after if pair in before and before[pair] != after[pair]]),
    ):
        for pair in pairs:
            low, high, start, until = after[pair] if pair in after else before[pair]
            parties: dict[str, object] = {"kind": kind, "owned": pair[0], "owner": pair[1]}
            yield {**parties, "share_low": low, "share_high": high, "from": start, "until": until}


def keep_ownership(new: NewOwnership, file: Path, card: VersionCard, home: Path) -> Path:
    """Keep a table of who owns whom and put it in use; returns the folder of the version.

    Raises
    ------
    ListError
        If it is not fit to be used.
    """
    if new.table.problems:
        raise ListError(new.table.problems)
    body = holding_lines(new.table.parties, new.table.holdings)
    sha, digest = sha256_of(file), hashlib.sha256(body).hexdigest()
    version = version_name(card.read, sha, digest)
    stated = {
        "list": new.name,
        "layout": new.table.layout,
        "version": version,
        "title": card.title,
        "url": card.url,
        "read": card.read,
        "added": card.added,
        "file": file.name,
        "holdings": len(new.table.holdings),
        "sha256": sha,
        OWNERSHIP.digest: digest,
    }

    def write(draft: Path) -> None:
        (draft / OWNERSHIP.data).write_bytes(body)
        (draft / OWNERSHIP.card).write_text(card_text(stated), encoding="utf-8")

    return table_versions(home, new.name).add(version, file, write, day=card.added)
