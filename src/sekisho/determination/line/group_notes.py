"""What to know of a party that is on no list and heads a group of which others are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.names import act_text
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import effect_of
from sekisho.law.model.fact import FactValue
from sekisho.law.model.holdings import PartyId
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import MeasureState
from sekisho.message import Text, WordsText, counted, joined
from sekisho.parties.answer import KnownBody
from sekisho.parties.folding import fold
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.name_tables import is_installed

_Tie: TypeAlias = Literal["is", "may_be", "bears"]
"""Whether a party surely is a head, may be one, or bears the name of one before its own."""


def group_notes(
    parties: Mapping[FactName, Mapping[str, object]], facts: Mapping[FactName, FactValue], library: Library, day: date
) -> Iterator[Text]:
    """Say of each party that is on no list how many companies of its group are, on which list and by which act.

    Nothing is decided by it: a listing reaches whom it names, and the buyer knows which company gets the goods.
    """
    if not is_installed():
        return
    index = parties_of(library)
    said: set[str] = set()
    for fact, told in parties.items():
        name = str(facts[fact])
        if told["zone"] != "none" or name in said:
            continue
        said.add(name)
        for heads, tie in _heads(name, index):
            yield from _notes(name, heads, index, library, day, tie=tie)


def _notes(
    name: str, heads: frozenset[PartyId], index: PartyIndex, library: Library, day: date, *, tie: _Tie
) -> Iterator[Text]:
    by_list: dict[str, list[ListedParty]] = {}
    itself = heads if tie == "bears" else frozenset[PartyId]()
    for entry in banned_of_group(heads, index, library, day, itself=itself):
        by_list.setdefault("/".join(entry.list.split("/")[:2]), []).append(entry)
    for whole, listed in by_list.items():
        measures = {entry.list: index.measures[entry.list] for entry in listed if entry.list in index.measures}
        acts = joined(dict.fromkeys(act_text(measure) for measure in measures.values()), "comma")
        if tie == "is":
            yield counted(
                "note.group",
                "{party} is on no list; {n} company of its group is on {list} ({acts}).",
                "{party} is on no list; {n} companies of its group are on {list} ({acts}).",
                n=len(listed),
                party=_owner(name, index) or name,
                list=PartyListText(whole),
                acts=acts,
            )
        elif tie == "bears":
            bearer = _bearer(name, index)
            names = bearer.names if bearer is not None else ()
            yield counted(
                "note.group_name",
                "The name of {party} begins with that of {head}; {n} company of that group is on {list} ({acts}).",
                "The name of {party} begins with that of {head}; {n} companies of that group are on {list} ({acts}).",
                n=len(listed),
                party=name,
                head=_words_of(names),
                list=PartyListText(whole),
                acts=acts,
            )
        else:
            (head,) = (group for group in index.groups if group.id in heads)
            yield counted(
                "note.group_perhaps",
                "{party} may be {head}, which is on no list; {n} company of that group is on {list} ({acts}).",
                "{party} may be {head}, which is on no list; {n} companies of that group are on {list} ({acts}).",
                n=len(listed),
                party=_owner(name, index) or name,
                head=_words_of(head.names),
                list=PartyListText(whole),
                acts=acts,
            )


def _heads(name: str, index: PartyIndex) -> Iterator[tuple[frozenset[PartyId], _Tie]]:
    """Go through the heads of groups that a party, or the owner of a works, is or may be, or else whose name it bears.

    By letters such as MHI a firm may be known, and another firm too.
    """
    groups = {group.id for group in index.groups}
    persons = [index.persons(who) for who in filter(None, (name, _owner(name, index)))]
    sure = frozenset(person for named in persons for person in named.sure) & groups
    if sure:
        yield sure, "is"
        return
    possible = {person for named in persons for person in named.possible} & groups
    for head in sorted(possible):
        yield frozenset((head,)), "may_be"
    bearer = None if possible else _bearer(name, index)
    if bearer is not None:
        yield frozenset((PartyId(bearer.party),)), "bears"


def _words_of(names: Sequence[str]) -> WordsText:
    """Name a head for readers of each language: its English name stands first, then the Chinese and its own."""
    own = [name for name in names if not name.isascii()] or list(names)
    return WordsText({"en": names[0], "zh": own[0], "ja": own[min(1, len(own) - 1)]})


def _bearer(name: str, index: PartyIndex) -> KnownBody | None:
    from sekisho.parties.known_body import bearer_of  # a line without a name needs no tables of names

    return bearer_of(name, index)


def _owner(name: str, index: PartyIndex) -> str:
    from sekisho.parties.known_body import owner_named  # a line without a name needs no tables of names

    return owner_named(name, index)


def banned_of_group(
    heads: frozenset[PartyId],
    index: PartyIndex,
    library: Library,
    day: date,
    *,
    itself: frozenset[PartyId] = frozenset(),
) -> list[ListedParty]:
    """Return the companies of the group of a head that a ban names.

    Parameters
    ----------
    itself
        Heads that count too, where they are listed themselves.
    """
    members = {str(row.owned) for row in index.holdings if row.owner in heads and row.holds_on(day)} | set(itself)
    members |= {entry for group in index.groups if group.id in itself for entry in group.entries}
    named = {
        folded
        for folded, rows in index.tables.heads.items()
        if any(certain and index.groups[number].id in heads for number, certain in rows)
    }
    return [
        entry
        for entry in library.entries
        if (entry.id in members or (entry.parent and fold(entry.parent) in named))
        and (effect := effect_of(entry.list, library.effects)) is not None
        and effect.kind == "ban"
        and entry_state(entry, day) is MeasureState.IN_FORCE
    ]
