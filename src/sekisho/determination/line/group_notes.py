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
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import MeasureState
from sekisho.message import Text, counted, joined
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
        by_list: dict[str, list[ListedParty]] = {}
        for entry in banned_of_group(name, index, library, day):
            by_list.setdefault("/".join(entry.list.split("/")[:2]), []).append(entry)
        for whole, listed in by_list.items():
            measures = {entry.list: index.measures[entry.list] for entry in listed if entry.list in index.measures}
            yield counted(
                "note.group",
                "{party} is on no list; {n} company of its group is on {list} ({acts}).",
                "{party} is on no list; {n} companies of its group are on {list} ({acts}).",
                n=len(listed),
                party=_owner(name, index) or name,
                list=PartyListText(whole),
                acts=joined(dict.fromkeys(act_text(measure) for measure in measures.values()), "comma"),
            )


def _owner(name: str, index: PartyIndex) -> str:
    from sekisho.parties.known_body import owner_of_place  # a line without a name needs no tables of names

    return owner_of_place(name, index)


def banned_of_group(name: str, index: PartyIndex, library: Library, day: date) -> list[ListedParty]:
    """Return the companies of the group that a party heads, or that the owner of a works heads, that a ban names."""
    groups = {group.id for group in index.groups}
    whom = filter(None, (name, _owner(name, index)))
    heads = {person for who in whom for person in index.persons(who).sure} & groups
    if not heads:
        return []
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
