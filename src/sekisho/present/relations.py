"""What the tables know of a party beside its listing: owners, group, military body, defence business."""

from __future__ import annotations

from datetime import date
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.holdings import PartyId
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.parties.answer import Identification
from sekisho.parties.index import parties_of
from sekisho.parties.relations import RelationTables, Ties, ties_of
from sekisho.present.names.group import name_text
from sekisho.present.render.terminal import wrap

SHOWN: Final = 3
"""Firms that are named of one group."""


def ties_known(found: Identification, library: Library, day: date) -> list[Ties]:
    """Return what is known of the parties of the tables that a name certainly is, listed or not, or may be part of."""
    parties = parties_of(library)
    tables = RelationTables(
        entries=library.entries,
        groups=(*parties.groups, *parties.own_parties),
        holdings=parties.holdings,
        sales=library.defence_sales,
    )
    persons = parties.persons(found.query).sure | {body.party for body in found.known}
    everything = (ties_of(person, day, tables) for person in sorted(persons))
    return [ties for ties in everything if ties.affiliates or ties.groups or ties.is_military_body or ties.sales]


def called(party: str, name: str, library: Library) -> Text | str:
    """Name a party or the head of a group for readers of each language; as it stands where the tables have no more."""
    parties = parties_of(library)
    for group in (*parties.groups, *parties.own_parties):
        if group.id == party:
            return name_text(group.names)
    entry = parties.by_id.get(PartyId(party))
    return name_text((), [entry]) if entry is not None else name


def ties_text(
    ties: Ties, library: Library, words: Translator, width: int, indent: str = "  ", *, group_told: bool = False
) -> list[str]:
    """Tell the ties of a party, each kind by itself.

    Parameters
    ----------
    group_told
        Whether the companies of the group that it heads were told by name already.
    """
    kinds = _kinds(ties, library, group_told=group_told)
    if not kinds:
        return []
    text = message(
        "ties.known",
        "Known beside the lists: {party} {ties}. A tie does not list a party, and changes no outcome "
        "unless a clause states a rule on owners.",
        party=message("ties.with_id", "{name} ({id})", name=called(ties.party, ties.name, library), id=str(ties.party)),
        ties=joined(kinds, "semicolon"),
    )
    return wrap(words.say(text), width=width, indent=indent, hang=indent + "  ")


def ties_sentence(ties: Ties, library: Library, *, group_told: bool = False, is_named: bool = True) -> Text | None:
    """Say the ties of a party in one sentence, without ids; None if there are none.

    Parameters
    ----------
    is_named
        Whether the sentence names the party; else it speaks of the only one there is.
    """
    kinds = _kinds(ties, library, group_told=group_told, short=True)
    if not kinds:
        return None
    if not is_named:
        return message("ties.brief_it", "It {ties}.", ties=joined(kinds, "semicolon"))
    party = called(ties.party, ties.name, library)
    return message("ties.brief_known", "{party} {ties}.", party=party, ties=joined(kinds, "semicolon"))


def _kinds(ties: Ties, library: Library, *, group_told: bool, short: bool = False) -> list[Text]:
    kinds: list[Text] = []
    if ties.is_military_body:
        kinds.append(message("ties.military_body", "is a military body"))
    for group in ties.groups:
        if group_told and group.head == ties.party:
            continue
        number = len(group.listed)
        members = (
            counted("ties.other_listed", "{n} other listed party", "{n} other listed parties", n=number)
            if ties.is_listed
            else counted("ties.listed", "{n} listed party", "{n} listed parties", n=number)
        )
        kinds.append(
            message("ties.heads", "heads a group with {members}", members=members)
            if group.head == ties.party
            else message(
                "ties.belongs",
                "belongs to {group}, which heads a group with {members}",
                group=called(group.head, group.name, library),
                members=members,
            )
        )
    above = [tie for tie in ties.affiliates if tie.is_owner]
    if above:
        owners = [
            message(
                "ties.owner", "{name} ({share})", name=called(tie.party, tie.name, library), share=_share(tie.to_dict())
            )
            for tie in above[:SHOWN]
        ]
        kinds.append(message("ties.held", "is owned by the listed {owners}", owners=joined(owners, "comma")))
    for sales in ties.sales[:1]:
        share = (
            message("ties.sales_not_sourced", "share of sales not sourced")
            if sales.share is None
            else message("ties.sales", "{share} of sales", share=f"{float(sales.share):.1%}")
        )
        if short:
            kinds.append(
                message(
                    "ties.defence_short", "has defence business: {share}, {year}", share=share, year=str(sales.year)
                )
            )
            continue
        kinds.append(
            message(
                "ties.defence",
                "has defence business: {share}, {year} ({measure}; confidence {confidence})",
                share=share,
                year=str(sales.year),
                measure=LawText(sales.measure),
                confidence=Confidence(sales.confidence).words,
            )
        )
    return kinds


def _share(tie: dict[str, object]) -> str:
    share = tie["share"]
    if not isinstance(share, dict):
        return message("ties.share_not_sourced", "share not sourced")
    low, high = share.get("low"), share.get("high")
    if low == high:
        return f"{low:.0%}"
    return message("ties.span", "{low} to {high}", low=f"{low:.0%}", high=f"{high:.0%}")
