"""What stands in the words of a question, is part of no fact that was read, and must not be lost: forces and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.library import Library
from sekisho.message import NameText, Text, joined, message
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.service.line.goods_or_party import entries_named
from sekisho.trade.book.cells.defence_words import defence_words_in


def military_left_out(words: str, texts: Iterable[str]) -> Text | None:
    """Say that words point to a military use which none of the texts says; None if they do not.

    >>> str(military_left_out("magnets via a firm that builds missiles", ["magnets"]))
    'The words point to a military use (missiles). State who uses it, and for what.'
    >>> military_left_out("magnets for missiles", ["magnets", "missiles"])
    """
    read = {word.casefold() for text in texts for word in defence_words_in(text, use=True)}
    left = [word for word in defence_words_in(words, use=True) if word.casefold() not in read]
    if not left:
        return None
    return message(
        "words.military_left_out",
        "The words point to a military use ({words}). State who uses it, and for what.",
        words=joined(left, "comma"),
    )


def parties_left_out(words: str, texts: Sequence[str], library: Library) -> Text | None:
    """Say that words name listed parties whom none of the texts names; None if they name none."""
    if not is_installed():
        return None
    named = parties_of(library).named_in(words)
    entries = frozenset[str]().union(*(entries_named(text, library) for text in texts)) if named else frozenset()
    inside = {entry.id for text in texts for entry in parties_of(library).named_in(text)} if named else set()
    left = [entry for entry in named if str(entry.id) not in entries and entry.id not in inside]
    if not left:
        return None
    return message(
        "words.party_left_out",
        "The words name {parties}, which is on a list. State its part: user, buyer or seller.",
        parties=joined(
            [NameText({language: entry.name_in(language) for language in LANGUAGES}) for entry in left[:3]], "comma"
        ),
    )
