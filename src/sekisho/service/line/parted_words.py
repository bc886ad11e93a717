"""What is parted off the words of a shipment before they are read, and the facts that it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.message import Text, message
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.trade.sentence.content_words import ContentInWords, without_content
from sekisho.trade.sentence.movement_words import (
    FOREIGNER,
    INSIDE,
    TRANSIT,
    MovementInWords,
    without_movement,
)

SHARE: Final = "prc_content_share"
MOVEMENT: Final = "movement"
CHINA: Final = "CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedWords:
    """Words, with all that is read apart taken off them.

    Parameters
    ----------
    rest
        The words that are read as a shipment.
    content
        What they say of Chinese content.
    movement
        What they say of how goods move.
    """

    rest: str
    content: ContentInWords = field(default_factory=lambda: ContentInWords(""))
    movement: MovementInWords = field(default_factory=lambda: MovementInWords(""))

    @classmethod
    def of(cls, words: str) -> PartedWords:
        """Part off words what is read apart."""
        content = without_content(words)
        movement = without_movement(content.rest)
        return cls(rest=movement.rest, content=content, movement=movement)

    def stated_by(self, read: WordsRead, home: str) -> WordsRead:
        """Add to what was read of the rest what the parted words state, and what is to be said of them.

        Parameters
        ----------
        home
            The country whose measures are asked; empty where there are several.
        """
        read = _stating(read, *_of_content(self.content))
        return _moving(read, self.movement, home) if self.movement.movement else read


def _of_content(content: ContentInWords) -> tuple[dict[str, str], dict[str, str], dict[str, Text]]:
    unread: dict[str, Text] = {}
    if content.strange:
        unread[SHARE] = message(
            "words.no_share",
            "Not taken as the share of Chinese content: “{words}”. State that share, by value.",
            words=content.strange,
        )
    stated = {SHARE: content.share} if content.share else {}
    return stated, dict.fromkeys(stated, content.typed), unread


def _moving(read: WordsRead, moved: MovementInWords, home: str) -> WordsRead:
    """Add how goods move, where what was read of their way goes with it; else say that it is open."""
    facts, typed = read.facts, {MOVEMENT: moved.typed}
    origin = facts.get("origin", "")
    if moved.movement in {INSIDE, FOREIGNER}:
        places = {"departure": facts.get("departure", home), "destination": facts.get("destination", home)}
        # Where a foreign person is from may have been read as where it goes: that is left as it is.
        is_inside = moved.movement == FOREIGNER or places["destination"] == home
        if home == CHINA and places["departure"] == home and is_inside:
            stated = {MOVEMENT: moved.movement, **places}
            return _stating(read, stated, {**dict.fromkeys(stated, moved.typed), **read.typed}, {})
    elif moved.movement != TRANSIT:
        return _stating(read, {MOVEMENT: moved.movement}, typed, {})
    elif home and facts.get("via") == home and facts.get("departure") != home:
        plain = {
            name: text for name, text in facts.items() if name != "origin" or origin != home or name not in read.implied
        }
        # What only passes through was not, as a rule, made there.
        return _stating(replace(read, facts=plain, implied=frozenset()), {MOVEMENT: TRANSIT}, typed, {})
    text = message(
        "words.no_movement",
        "“{words}” does not settle how it moves. State the movement, and the way.",
        words=moved.typed,
    )
    return _stating(read, {}, {}, {MOVEMENT: text})


def _stating(
    read: WordsRead, facts: Mapping[str, str], typed: Mapping[str, str], unread: Mapping[str, Text]
) -> WordsRead:
    return replace(
        read,
        facts={**read.facts, **facts},
        typed={**read.typed, **typed},
        unread={**read.unread, **unread},
    )
