"""The export law of the place that a shipment leaves: questions, rules and addresses, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.names import territory_text
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.model.home_law import HomeLaw, HomeLawKind, HomeRule
from sekisho.law.model.library import Library
from sekisho.message import Text, joined, message
from sekisho.present.render.terminal import Ink, indented, paint, table

QUESTIONS: Final = (
    message(
        "homelaw.on_the_list",
        "Is the item on the control list of that place? Its own codes and limits decide; a Chinese code is a hint.",
    ),
    message(
        "homelaw.catch_all",
        "Is there a rule for military use, mass destruction or other uses of items off the list? Do you know of one?",
    ),
    message("homelaw.general", "Does a general licence cover the destination? It may ask you to register."),
    message("homelaw.party", "Is a party on a sanctions or end-user list of that place? China's lists do not say."),
    message(
        "homelaw.promise",
        "Does the promise that the Chinese supplier asks for break a rule there? See the last part.",
    ),
)
"""What to ask of the law of any place."""
HEADS: Final = {
    HomeLawKind.EXPORT: message("homelaw.export", "Export control"),
    HomeLawKind.PROMISE: message("homelaw.promises", "Rules on the promise itself"),
}
LEAD: Final = message(
    "homelaw.lead",
    "Pointers to the law of this place, to look up yourself. They do not say whether an item needs "
    "a licence. An answer under Chinese law does not answer for this place, and a licence there "
    "does not count in China.",
)


def home_law_title(law: HomeLaw, library: Library) -> Text:
    """Say what a page or a text of a place is about."""
    return message(
        "homelaw.title", "Shipping from {place}: the law to look up there", place=territory_text(law.place, library)
    )


def read_text(rule: HomeRule) -> Text:
    """Say when an address was read, or that nobody did."""
    if not rule.read:
        return message("homelaw.not_read", "Address not opened for this page; general knowledge.")
    year, _, month = rule.read.partition("-")
    return message("homelaw.read", "Read in excerpts in {month}.", month=quantity("month", int(year), int(month)))


def home_law_text(law: HomeLaw, library: Library, *, language: str, width: int) -> list[str]:
    """Set out the rules of a place for a terminal."""
    tell = teller_of(library, language)
    return list(_lines(law, library, tell, width))


def _lines(law: HomeLaw, library: Library, tell: PackageTranslator, width: int) -> Iterator[str]:
    yield paint(tell(home_law_title(law, library)), Ink.BOLD)
    yield from indented(tell(LEAD), width=width)
    yield ""
    yield from table([(str(at), tell(text)) for at, text in enumerate(QUESTIONS, 1)], indent="  ", width=width)
    for kind, head in HEADS.items():
        rules = [rule for rule in law.rules if rule.kind is kind]
        if rules:
            yield ""
            yield paint(tell(head), Ink.BOLD)
        for rule in rules:
            yield from indented(paint(tell(rule.what), Ink.BOLD), width=width)
            yield from indented(tell(joined([rule.note, read_text(rule)], "sentence")), width=width)
            yield f"  {rule.source}"


def home_law_rows(law: HomeLaw) -> list[dict[str, Any]]:
    """Return the rules of a place as rows of a table."""
    return [
        {
            "place": law.place,
            "kind": str(rule.kind),
            **{f"what_{language}": text for language, text in rule.what.words.items()},
            **{f"note_{language}": text for language, text in rule.note.words.items()},
            "source": rule.source,
            "read": rule.read,
        }
        for rule in law.rules
    ]


def home_law_data(law: HomeLaw) -> dict[str, Any]:
    """Return the rules of a place as plain data, with the questions that are the same everywhere."""
    return {
        "place": law.place,
        "questions": [str(text) for text in QUESTIONS],
        "rules": [
            {
                "kind": str(rule.kind),
                "what": dict(rule.what.words),
                "note": dict(rule.note.words),
                "source": rule.source,
                "read": rule.read,
            }
            for rule in law.rules
        ],
    }
