"""Why a line stands in the queue, and whom to ask: one sentence each, by the gravest of what points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Final

from sekisho.determination.line.gravity import DEFENCE_WORDS, MEASURE, MILITARY_USE
from sekisho.determination.line.party_points import LISTED_LATER, PARTY_KINDS, PARTY_UNREAD, PERHAPS_LATER
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.list_names import PartyListText, entry_name, whole_list
from sekisho.i18n.names import fact_name, goods_name, plain_name, speech_of, value_phrase
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.scheme import control_entries
from sekisho.message import LawText, Text, message
from sekisho.parties.derived_facts import KIND
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_military

_WHY: Final[Mapping[str, Callable[[str], Text]]] = {
    "party_listed": lambda name: message(
        "why.party_listed", "{subject} is on a list that bars or restricts dealings.", subject=name
    ),
    "military_body": lambda name: message("why.military_body", "A party is a military body ({subject}).", subject=name),
    "party_perhaps": lambda name: message(
        "why.party_perhaps", "A party may be {subject}, which is listed.", subject=name
    ),
    "party_watched": lambda name: message("why.party_watched", "{subject} is on the watch list.", subject=name),
    LISTED_LATER: lambda name: message(
        "why.party_listed_some_day", "{subject} is listed after the day of this line.", subject=name
    ),
    PERHAPS_LATER: lambda name: message(
        "why.perhaps_some_day", "A party may be {subject}, which is listed after the day of this line.", subject=name
    ),
    PARTY_UNREAD: lambda name: message(
        "why.party_unread", "The {subject} has a name in letters that no list is compared in.", subject=name
    ),
    MILITARY_USE: lambda name: message("why.military_use", "The stated use is {subject}.", subject=name),
    DEFENCE_WORDS: lambda name: message("why.defence_words", "“{subject}” points to a military use.", subject=name),
    "code_stated": lambda name: message("why.code_stated", "The goods are stated as {subject}.", subject=name),
    "code_suggested": lambda name: message("why.code_suggested", "The goods look like {subject}.", subject=name),
    "code_lead": lambda name: message(
        "why.code_lead", "The goods may be {subject}; figures are missing.", subject=name
    ),
    "customs_code": lambda name: message(
        "why.customs_code", "The control catalogue prints the customs code {subject}.", subject=name
    ),
    "special_item": lambda name: message(
        "why.special_item", "The goods may be {subject}, which a measure names.", subject=name
    ),
    "route": lambda name: message("why.route", "By this route {subject} applies.", subject=name),
    MEASURE: lambda name: message("why.measure", "By what the line states {subject} applies.", subject=name),
    "route_unknown": lambda name: message("why.route_unknown", "It is not known: {subject}.", subject=name),
    "item_unread": lambda _: message("why.item_unread", "The text does not say what the goods are."),
    "user_unnamed": lambda _: message("why.user_unnamed", "The end user is not named."),
    "row_unread": lambda _: message("why.row_unread", "The row could not be read."),
    "law_unknown": lambda _: message("why.law_unknown", "It depends on a state of the law that nobody can say."),
}
"""What each kind of point means; the subject is a name, never an id."""
_AS_WRITTEN: Final[Mapping[str, Callable[[str, str], Text]]] = {
    "party_listed": lambda name, listed: message(
        "why.listed_as", "“{name}” ({subject}) is on a list that bars or restricts dealings.", name=name, subject=listed
    ),
    "military_body": lambda name, listed: message(
        "why.military_as", "“{name}” is a military body ({subject}).", name=name, subject=listed
    ),
    "party_perhaps": lambda name, listed: message(
        "why.perhaps_as", "“{name}” may be {subject}, which is listed.", name=name, subject=listed
    ),
    "party_watched": lambda name, listed: message(
        "why.watched_as", "“{name}” ({subject}) is on the watch list.", name=name, subject=listed
    ),
    LISTED_LATER: lambda name, listed: message(
        "why.later_as", "“{name}” ({subject}) is listed after the day of this line.", name=name, subject=listed
    ),
    PERHAPS_LATER: lambda name, listed: message(
        "why.perhaps_later_as",
        "“{name}” may be {subject}, which is listed after the day of this line.",
        name=name,
        subject=listed,
    ),
}
"""The same of a party, by the name that the paper gives it: an entry may be that of many bodies, such as all camps."""
_OF_FORCES: Final = message(
    "why.of_forces", "The end user is stated to be of the armed forces or the police, or a defence contractor."
)
"""Where no name points, but what the line says of the user."""
_ASK_USE: Final = message("ask.defence_words", "Sales: ask the customer who uses the goods and for what.")
_BARRED_USE: Final = message("ask.barred_use", "Do not ship: for this use no licence can be had.")
"""Where the use that the line states is barred."""
_ASK_NAME: Final = message("ask.party_perhaps", "Sales: ask the party for its full name and address.")
_ASK: Final[Mapping[str, Text]] = {
    "party_listed": message("ask.party_listed", "Export control: confirm whether it is that party; until then, stop."),
    "military_body": message("ask.military_body", "Sales: ask who uses the goods and for what; until then, stop."),
    "party_perhaps": _ASK_NAME,
    "party_watched": message("ask.party_watched", "Supplier: ask for an individual licence for this end user."),
    LISTED_LATER: message(
        "ask.party_listed_later", "Logistics: have the goods left? If not, stop: the law of the day they leave counts."
    ),
    PERHAPS_LATER: _ASK_NAME,
    PARTY_UNREAD: message("ask.party_unread", "Sales: ask for its name in Latin letters, in Chinese or in Japanese."),
    MILITARY_USE: _ASK_USE,
    DEFENCE_WORDS: _ASK_USE,
    "code_stated": message("ask.code_stated", "Supplier: ask whether there is a licence, and which."),
    "code_suggested": message("ask.code_suggested", "Supplier: ask for the control code and the licence."),
    "code_lead": message("ask.code_lead", "Supplier: ask for the control code, or the figures that decide."),
    "customs_code": message("ask.customs_code", "Supplier: ask for the control code of this customs code."),
    "special_item": message("ask.special_item", "Supplier: ask whether the goods are that."),
    "route": message("ask.route", "Do not ship before logistics has confirmed the route and the origin."),
    MEASURE: message("ask.measure", "Export control: do not ship before you know whether this measure bars the line."),
    "route_unknown": message("ask.route_unknown", "Logistics: ask for the route."),
    "item_unread": message("ask.item_unread", "Purchasing: ask what the goods are, and for their drawings."),
    "user_unnamed": message("ask.user_unnamed", "Sales: ask who the end user is."),
    "row_unread": message("ask.row_unread", "Purchasing: correct the row in the book."),
    "law_unknown": message("ask.law_unknown", "Export control: ask the ministry how the law stands."),
}
"""Whom to ask, and what."""
_EXPORT_CONTROL: Final = message("ask.who_export_control", "export control")
_SALES: Final = message("ask.who_sales", "sales")
_SUPPLIER: Final = message("ask.who_supplier", "the supplier")
_LOGISTICS: Final = message("ask.who_logistics", "logistics")
_PURCHASING: Final = message("ask.who_purchasing", "purchasing")
_WHO: Final[Mapping[str, Text]] = {
    **dict.fromkeys(("party_listed", MEASURE, "law_unknown"), _EXPORT_CONTROL),
    **dict.fromkeys(
        ("military_body", "party_perhaps", PERHAPS_LATER, PARTY_UNREAD, MILITARY_USE, DEFENCE_WORDS, "user_unnamed"),
        _SALES,
    ),
    **dict.fromkeys(
        ("party_watched", "code_stated", "code_suggested", "code_lead", "customs_code", "special_item"), _SUPPLIER
    ),
    **dict.fromkeys((LISTED_LATER, "route", "route_unknown"), _LOGISTICS),
    **dict.fromkeys(("item_unread", "row_unread"), _PURCHASING),
}
"""Who takes the step, or knows the answer, of each kind: said however short the step is put."""
OF_PAPER: Final = ("row_unread", "paper")
_WHOLE_PAPER: Final = message("why.paper_unread", "A whole paper is read as this one line; it is not parted into rows.")
_PARTED: Final = message(
    "ask.paper_unread", "Purchasing: get the lines as a table, or check the names and goods in the paper."
)
END_USE: Final = FactName("end_use")
_PARTIES: Final = frozenset(PARTY_KINDS)
_CODES: Final = frozenset({"code_stated", "code_suggested", "code_lead"})


class PointReasons:
    """Says in sentences what points in lines; names are looked up in a library."""

    def __init__(self, library: Library, language: str = "en") -> None:
        """Take the library that names are of, and the language for the names of facts and parties."""
        self.library, self.language = library, language

    def why(self, points: str, names: Iterable[str] = (), *, short: bool = False) -> Text | None:
        """Say why a line stands in the queue, by the gravest of its points; None if nothing points.

        Parameters
        ----------
        points
            As in the results: `kind:subject`, the gravest first, joined by `;`.
        names
            Names of parties as the line has them; the one that is meant is said as it is written.
        short
            Name a list without the announcement of its part.
        """
        kind, subject = _first(points)
        if kind not in _WHY:
            return None
        if (kind, subject) == ("military_body", str(KIND)):
            return _OF_FORCES
        if (kind, subject) == OF_PAPER:
            return _WHOLE_PAPER
        name = self._name(kind, subject)
        if _is_barred_use(kind, subject):
            return message("why.barred_use", "For the use that the line states, {subject} applies.", subject=name)
        entry = self._parties.get(subject) if kind in _AS_WRITTEN else None
        written = self._written(entry, names) if entry is not None else ""
        if entry is not None and _is_named(entry, written):
            if kind == "military_body":
                return message("why.military_itself", "“{name}” is a military body.", name=written)
            written = ""  # who would be named twice is named as the list does
        if entry is not None and kind == "party_listed":
            return _on_list(name, written, PartyListText(whole_list(entry.list) if short else str(entry.list)))
        if entry is not None and kind == LISTED_LATER and entry.listed is not None:
            return _listed_from(entry.listed, name, written)
        if entry is not None and kind == PERHAPS_LATER and entry.listed is not None:
            return _perhaps_from(entry.listed, name, written)
        if entry is not None and kind == "party_perhaps" and is_military(entry):
            return _perhaps_military(name, written)
        return _AS_WRITTEN[kind](written, name) if written else _WHY[kind](name)

    def _written(self, entry: ListedParty, names: Iterable[str]) -> str:
        """Return the name by which a line means an entry; nothing if none of its names does."""
        index = parties_of(self.library)
        for name in dict.fromkeys(names):
            met = {hit.entry.id for hit in index.whom(name).hits} | {match.entry.id for match in index.military(name)}
            if entry.id in met:
                return name
        return ""

    def ask(self, points: str) -> Text | None:
        """Say whom to ask and what, by the gravest of the points of a line; None if nothing points."""
        point = _first(points)
        if _is_barred_use(*point):
            return _BARRED_USE
        return _PARTED if point == OF_PAPER else _ASK.get(point[0])

    def short_ask(self, points: str, *, stops: bool) -> Text | None:
        """Say with whom to confirm the gravest point, where there is no room to say what; None if nothing points.

        Parameters
        ----------
        stops
            Whether the line stops until then.
        """
        kind, subject = _first(points)
        if _is_barred_use(kind, subject):
            return _BARRED_USE
        who = _WHO.get(kind)
        if who is None:
            return None
        if stops:
            return message("ask.confirm_or_stop", "Confirm it with {who}; until then, stop.", who=who)
        return message("ask.confirm", "Confirm it with {who}.", who=who)

    @cached_property
    def _parties(self) -> Mapping[str, ListedParty]:
        return {str(number): entry for number, entry in parties_of(self.library).by_id.items() if entry.names}

    def _name(self, kind: str, subject: str) -> str:
        if kind in _PARTIES:
            entry = self._parties.get(subject)
            if entry is not None:
                return entry_name(entry)
            return fact_label(FactName(subject))
        if kind in _CODES:
            listed = control_entries(self.library).get(subject)
            name = listed.name if listed is not None else ""
            return message("why.code", "{code} ({name})", code=subject, name=LawText(name)) if name else subject
        if kind == "special_item":
            return goods_name(FactName(kind), subject)
        if kind == MILITARY_USE and "#" not in subject:
            return value_phrase(END_USE, subject)
        if kind in {"route", MEASURE, MILITARY_USE}:
            measure = next(
                (one for key, one in self.library.measures.items() if key == subject.partition("#")[0]), None
            )
            return plain_name(measure, self.library) if measure is not None else subject
        if kind == "route_unknown":
            return fact_name(FactName(subject), speech_of(self.library, language=self.language))
        return subject


def _is_named(entry: ListedParty, written: str) -> bool:
    """Tell whether a name as written is the name of the entry, so that to say both would say one thing twice."""
    return bool(written) and written.strip().casefold() in {entry.name_in(tongue).casefold() for tongue in LANGUAGES}


def _on_list(name: str, written: str, where: Text) -> Text:
    if written:
        return message("why.on_list_as", "“{name}” ({subject}) is on {list}.", name=written, subject=name, list=where)
    return message("why.on_list", "{subject} is on {list}.", subject=name, list=where)


def _listed_from(day: date, name: str, written: str) -> Text:
    if written:
        return message(
            "why.later_from_as",
            "“{name}” ({subject}) is listed from {day} on, after the day of this line.",
            name=written,
            subject=name,
            day=day,
        )
    return message(
        "why.party_listed_later",
        "{subject} is listed from {day} on, after the day of this line.",
        subject=name,
        day=day,
    )


def _perhaps_from(day: date, name: str, written: str) -> Text:
    if written:
        return message(
            "why.perhaps_later_from_as",
            "“{name}” may be {subject}, which is listed from {day} on, after the day of this line.",
            name=written,
            subject=name,
            day=day,
        )
    return message(
        "why.perhaps_later_from",
        "A party may be {subject}, which is listed from {day} on, after the day of this line.",
        subject=name,
        day=day,
    )


def _perhaps_military(name: str, written: str) -> Text:
    if written:
        return message(
            "why.perhaps_body_as", "“{name}” may be a military body ({subject}).", name=written, subject=name
        )
    return message("why.perhaps_body", "A party may be a military body ({subject}).", subject=name)


def _first(points: str) -> tuple[str, str]:
    kind, _, subject = points.partition(";")[0].partition(":")
    return kind, subject


def _is_barred_use(kind: str, subject: str) -> bool:
    """Tell whether a point says that a clause bars the line for the use that it states."""
    return kind == MILITARY_USE and "#" in subject
