"""What is parted off the words of a shipment before they are read, and the facts that it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.message import Text, message
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.trade.sentence.content_words import ContentInWords, without_content

SHARE: Final = "prc_content_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedWords:
    """Words, with all that is read apart taken off them.

    Parameters
    ----------
    rest
        The words that are read as a shipment.
    content
        What they say of Chinese content.
    """

    rest: str
    content: ContentInWords = field(default_factory=lambda: ContentInWords(""))

    @classmethod
    def of(cls, words: str) -> PartedWords:
        """Part off words what is read apart."""
        content = without_content(words)
        return cls(rest=content.rest, content=content)

    def stated_by(self, read: WordsRead) -> WordsRead:
        """Add to what was read of the rest what the parted words state, and what is to be said of them."""
        return _stating(read, *_of_content(self.content))


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


def _stating(
    read: WordsRead, facts: Mapping[str, str], typed: Mapping[str, str], unread: Mapping[str, Text]
) -> WordsRead:
    return replace(
        read,
        facts={**read.facts, **facts},
        typed={**read.typed, **typed},
        unread={**read.unread, **unread},
    )
