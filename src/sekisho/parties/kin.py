"""What a name stands near and is no hit of: the group that it heads, and listed names that hold it whole.

It is told and moves no outcome, unless a clause or a reading says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from sekisho.parties.answer import Kin
from sekisho.parties.folding import fold
from sekisho.parties.identification import names_that_hold

if TYPE_CHECKING:
    from sekisho.parties.answer import Identification
    from sekisho.parties.identification import HeldLists

SHOWN: Final = 25
"""Kin of one kind that are told at most."""


def kin_of(found: Identification, lists: HeldLists, day: date | None) -> Iterator[Kin]:
    """Go through the members of a group that a name heads, the holders and the held, and fuller names."""
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
        yield from names_that_hold(found.query, lists)[:SHOWN]
