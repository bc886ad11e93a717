"""What the tables know of a party beside its listing: owners, group, military body, defence business."""

from __future__ import annotations

from datetime import date
from typing import Final

from sekisho.determination.core.inputs import parties_of
from sekisho.law.model.library import Library
from sekisho.parties.relations import RelationTables, Ties, ties_of
from sekisho.present.render.terminal import count, wrap

SHOWN: Final = 3
"""Firms that are named of one group."""


def ties_known(name: str, library: Library, day: date) -> list[Ties]:
    """Return what is known of the parties of the tables that a name certainly is, listed or not."""
    tables = RelationTables(
        entries=library.entries, groups=library.groups, holdings=library.holdings, sales=library.defence_sales
    )
    found = (ties_of(person, day, tables) for person in sorted(parties_of(library).persons(name).sure))
    return [ties for ties in found if ties.affiliates or ties.groups or ties.is_military_body or ties.sales]


def ties_text(ties: Ties, width: int, indent: str = "  ") -> list[str]:
    """Tell the ties of a party, each kind by itself."""
    said = [f"{ties.name} ({ties.party})"]
    if ties.is_military_body:
        said.append("is a military body")
    for group in ties.groups:
        role = "heads" if group.head == ties.party else f"belongs to {group.name}, which heads"
        other = "other " if ties.is_listed else ""
        said.append(f"{role} a group with {count(len(group.listed), f'{other}listed party', f'{other}listed parties')}")
    above = [tie for tie in ties.affiliates if tie.is_owner]
    if above:
        names = ", ".join(f"{tie.name} ({_share(tie.to_dict())})" for tie in above[:SHOWN])
        said.append(f"is held by the listed {names}")
    for one in ties.sales[:1]:
        share = "share of sales not sourced" if one.share is None else f"{float(one.share):.1%} of sales"
        said.append(f"has defence business: {share}, {one.year} ({one.measure}; confidence {one.confidence})")
    if len(said) == 1:
        return []
    text = f"Known beside the lists: {said[0]} {'; '.join(said[1:])}. A tie is no listing, and changes no outcome "
    return wrap(text + "unless a clause states a rule on owners.", width=width, indent=indent, hang=indent + "  ")


def _share(tie: dict[str, object]) -> str:
    share = tie["share"]
    if isinstance(share, dict):
        low, high = share.get("low"), share.get("high")
        return f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"
    return "share not sourced"
