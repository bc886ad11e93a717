"""Listed names on a line that a person decided to be those of another party: told in every answer, with who and why.

What was decided takes a hit out of the verdict. It never takes it out of sight: whoever reads the answer sees on whose
word it rests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.locale import quantity
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.message import Text, WordsText, message
from sekisho.parties.index import parties_of

_STANDS_NOT = frozenset({"ended", "not_yet"})
"""States of a listing that bars nobody on the day, so that nothing was ruled out."""


def ruled_out_texts(
    parties: Mapping[FactName, Mapping[str, Any]], facts: Mapping[FactName, object], library: Library
) -> Iterator[Text]:
    """Say of each listed party that a party of a line was decided not to be who decided so, when and on what ground.

    Parameters
    ----------
    parties
        Whom the parties of the line mean, as an answer tells it.
    """
    entries = parties_of(library).by_id
    for role, party in parties.items():
        for hit in party["hits"]:
            decision = hit["decision"]
            if hit["zone"] != "none" or not decision or decision["same"] != "no" or hit["state"] in _STANDS_NOT:
                continue
            entry = entries.get(hit["entity"])
            places = {
                "role": fact_label(role),
                "name": str(facts[role]),
                "listed": WordsText({tongue: entry.name_in(tongue) for tongue in LANGUAGES}) if entry else hit["name"],
                "list": PartyListText(hit["list"]),
                "by": decision["by"],
                "day": quantity("short_day", date.fromisoformat(decision["on"])),
                "basis": decision["basis"] or message("caution.no_ground", "no reason is given"),
            }
            if hit["score"] is None or hit["score"] >= 1:
                yield message(
                    "caution.ruled_out",
                    "This line names {listed}, a name on {list}. {by} decided on {day} that {role} {name} is another "
                    "party: {basis}.",
                    **places,
                )
            else:
                yield message(
                    "caution.ruled_out_like",
                    "This line has a name like {listed}, a name on {list}. {by} decided on {day} that {role} {name} is "
                    "another party: {basis}.",
                    **places,
                )
