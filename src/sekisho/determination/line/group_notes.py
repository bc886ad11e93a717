"""What to know of a party that is on no list and heads a group of which others are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.names import act_text
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import effect_of
from sekisho.law.model.fact import FactValue
from sekisho.law.model.holdings import Group, PartyId
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import MeasureState
from sekisho.message import Text, WordsText, counted, joined
from sekisho.parties.folding import fold
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.name_tables import is_installed


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
        for heads, is_sure in _heads(name, index):
            yield from _notes(name, heads, index, library, day, is_sure=is_sure)


def _notes(
    name: str, heads: frozenset[PartyId], index: PartyIndex, library: Library, day: date, *, is_sure: bool
) -> Iterator[Text]:
    by_list: dict[str, list[ListedParty]] = {}
    for entry in banned_of_group(heads, index, library, day):
        by_list.setdefault("/".join(entry.list.split("/")[:2]), []).append(entry)
    for whole, listed in by_list.items():
        measures = {entry.list: index.measures[entry.list] for entry in listed if entry.list in index.measures}
        acts = joined(dict.fromkeys(act_text(measure) for measure in measures.values()), "comma")
        if is_sure:
            yield counted(
                "note.group",
                "{party} is on no list; {n} company of its group is on {list} ({acts}).",
                "{party} is on no list; {n} companies of its group are on {list} ({acts}).",
                n=len(listed),
                party=_owner(name, index) or name,
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
                head=_head_text(head),
                list=PartyListText(whole),
                acts=acts,
            )


def _heads(name: str, index: PartyIndex) -> Iterator[tuple[frozenset[PartyId], bool]]:
    """Go through the heads of groups that a party, or the owner of a works, is, and whether it surely is.

    By letters such as MHI a firm may be known, and another firm too.
    """
    groups = {group.id for group in index.groups}
    persons = [index.persons(who) for who in filter(None, (name, _owner(name, index)))]
    sure = frozenset(person for named in persons for person in named.sure) & groups
    if sure:
        yield sure, True
        return
    for head in sorted({person for named in persons for person in named.possible} & groups):
        yield frozenset((head,)), False


def _head_text(head: Group) -> WordsText:
    """Name the head of a group for readers of each language: its English name first, then the Chinese and its own."""
    own = [name for name in head.names if not name.isascii()] or list(head.names)
    return WordsText({"en": head.names[0], "zh": own[0], "ja": own[min(1, len(own) - 1)]})


def _owner(name: str, index: PartyIndex) -> str:
    from sekisho.parties.known_body import owner_named  # a line without a name needs no tables of names

    return owner_named(name, index)


def banned_of_group(heads: frozenset[PartyId], index: PartyIndex, library: Library, day: date) -> list[ListedParty]:
    """Return the companies of the group of a head that a ban names."""
    members = {str(row.owned) for row in index.holdings if row.owner in heads and row.holds_on(day)}
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
