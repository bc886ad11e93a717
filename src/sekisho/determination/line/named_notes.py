"""What to know of a listed party that stands in the words of a line and is not stated as a party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.list_names import PartyListText
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import stops_goods
from sekisho.law.model.library import Library
from sekisho.law.model.measure import MeasureState
from sekisho.message import NameText, Text, message
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.trade.transaction import ALIASES


def named_notes(
    given: Mapping[str, object], parties: Mapping[FactName, Mapping[str, object]], library: Library, day: date
) -> Iterator[Text]:
    """Say of each listed party whose whole name stands in a text of a line that it does, and on which list it is.

    Nothing is decided by it: goods may be marked for a firm that neither buys nor uses them, and may be made by it.

    Parameters
    ----------
    parties
        Whom the parties of the line name, as its answer tells it: of these it is known.
    """
    texts = [value for name, value in given.items() if isinstance(value, str) and _is_text(name, library)]
    if not texts or not is_installed():
        return
    index = parties_of(library)
    entries = dict.fromkeys(entry for text in texts for entry in index.named_in(text))
    hits = (hit for answer in parties.values() if isinstance(rows := answer["hits"], Sequence) for hit in rows)
    stated = {str(hit["entity"]) for hit in hits}
    for entry in entries:
        if str(entry.id) not in stated and entry_state(entry, day) is MeasureState.IN_FORCE:
            named = NameText({language: entry.name_in(language) for language in LANGUAGES})
            listed = PartyListText("/".join(entry.list.split("/")[:2]))
            if stops_goods(entry.list, library.effects):
                yield message(
                    "note.barred_named",
                    "The text names {party}, which is on {list}: know its part before you ship.",
                    party=named,
                    list=listed,
                )
            else:
                yield message(
                    "note.named",
                    "The text names {party}, which is on {list}: ask whether it buys or uses the goods.",
                    party=named,
                    list=listed,
                )


def _is_text(name: str, library: Library) -> bool:
    fact = library.facts.facts.get(FactName(ALIASES.get(name, name)))
    return fact is not None and fact.kind == "text" and not fact.scheme
