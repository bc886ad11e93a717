"""What words say of a shipment, as far as they were read, and what is to be said of those that were not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.language import simplified
from sekisho.message import Text, joined, message
from sekisho.trade.sentence.day_words import DayInWords

MOST_LEFT: Final = 3
"""Phrases that are not read, of which a note tells."""


@dataclass(slots=True)
class ShipmentReading:
    """What words say of a shipment, as far as they were read; places as codes of territories.

    Parameters
    ----------
    whole
        Whether all words name a party.
    strange_start, strange_end, strange_via, strange_unit
        Words that stand where a place, or a unit of the party, stands and name none.
    taken
        Words at the end that name no place and were taken for the end user.
    territory
        Country of the end user, by an adjective.
    seller, consignee
        Who sells, and to whom the goods go, as labels name them.
    left
        Phrases that are taken for nothing.
    """

    item: str = ""
    start: str = ""
    end: str = ""
    party: str = ""
    kind: str = ""
    use: str = ""
    whole: bool = False
    origin: str = ""
    via: str = ""
    strange_start: str = ""
    strange_end: str = ""
    strange_via: str = ""
    strange_unit: str = ""
    taken: str = ""
    territory: str = ""
    seller: str = ""
    consignee: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """What a few words state of a shipment.

    Parameters
    ----------
    facts
        As they are written in a line; what could not be read of a place is unknown.
    typed
        The words that state a fact, as they were typed.
    unread
        What is to be said of words that are not read, by the fact that they leave unknown.
    implied
        Facts of which the words say nothing: they are taken to hold, and a reader is told so.
    left_out
        How many of a listed name, a military use and a place of Japan stand in the words and in no fact.
    """

    facts: dict[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()
    left_out: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of all words that are not read."""
        return tuple(self.unread.values())


def _plain(text: str) -> str:
    """Write signs of full width as plain ones, and characters as they are simplified."""
    return simplified(unicodedata.normalize("NFKC", text))


def as_typed(stated: WordsRead, words: str, typed: str) -> WordsRead:
    """Return what was read in simplified characters in those that were typed."""
    if words == typed:
        return stated

    def text_of(text: str) -> str:
        at = words.find(text) if text and len(words) == len(typed) else -1
        written = typed[at : at + len(text)]
        return written if at >= 0 and not text.isascii() and _plain(written) == _plain(text) else text

    facts = {name: text_of(text) for name, text in stated.facts.items()}
    return replace(stated, facts=facts, typed={name: text_of(text) for name, text in stated.typed.items()})


def words_not_read(shipment: ShipmentReading, several: Callable[[str], Text | None]) -> dict[str, str]:
    """Say which words stand where a place or a party stands, and are neither; by the fact that they leave unknown.

    Parameters
    ----------
    several
        Says of a city of which there are several where they are; None of other words.
    """
    unread: dict[str, str] = {}
    if shipment.strange_start:
        unread["departure"] = several(shipment.strange_start) or message(
            "words.no_start",
            "Not read as a place: “{words}”. State where it leaves from.",
            words=shipment.strange_start,
        )
    if shipment.strange_via:
        unread["via"] = several(shipment.strange_via) or message(
            "words.no_via", "Not read as a place on the way: “{words}”.", words=shipment.strange_via
        )
    if shipment.strange_unit:
        unread["end_user"] = message(
            "words.no_unit",
            "Not read as a unit of {party}: “{words}”.",
            party=shipment.party,
            words=shipment.strange_unit,
        )
    if shipment.taken and not shipment.end:
        unread["destination"] = message(
            "words.taken_for_user",
            "No place “{words}” is known here: it is taken for the end user.",
            words=shipment.taken,
        )
    if shipment.strange_end:
        unread["destination"] = several(shipment.strange_end) or message(
            "words.no_end",
            "Not read as a place or a party: “{words}”. State the destination or the end user.",
            words=shipment.strange_end,
        )
    if shipment.left:
        unread["words"] = message(
            "words.not_read", "Not read: “{words}”.", words=joined([*shipment.left[:MOST_LEFT]], "comma")
        )
    return unread


def on_day(stated: WordsRead, leaves: DayInWords, today: date | None) -> WordsRead:
    """Add the day on which goods leave, and say which days are not taken for it; one without its year is the next."""
    unread: dict[str, str] = {}
    day = leaves.day
    if today is not None and (soon := leaves.next_day(today)):
        day = soon.isoformat()
        unread["date"] = message("words.year_taken", "“{words}” is taken for {day}.", words=leaves.short, day=soon)
    elif leaves.strange and leaves.day:
        unread["date"] = message(
            "words.other_day", "“{words}” is not taken for the day on which it leaves.", words=leaves.strange
        )
    elif leaves.strange:
        unread["date"] = message(
            "words.no_day",
            "Not read as the day on which it leaves: “{words}”. State that day, as its law counts.",
            words=leaves.strange,
        )
    facts, typed = dict(stated.facts), dict(stated.typed)
    if day:
        facts["date"], typed["date"] = day, leaves.typed or leaves.short
    return replace(stated, facts=facts, typed=typed, unread={**stated.unread, **unread})
