"""Who stands in the words, named whole: one party by two names, of which the one behind stands in brackets."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.goods_or_party import entries_named
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.words_left_out import PARTIES

_TWO_NAMES: Final = regex(r"(?P<first>[^()（）]+?)\s*[(（](?P<second>[^()（）]+)[)）]\s*")
"""A name, and what stands in brackets behind it."""
_CLAUSE_END: Final = regex(r"(?:[でにへをはが、，,\s　]|から|まで|内の|在|向|给|給)$")
"""How words end that stand before a name and are no part of it."""


def with_one_name(read: WordsRead, reader: PlacesInWords) -> WordsRead:
    """State a listed party by its name alone where the name beside it in brackets is of the same party.

    Two names in one are like the entry and are not its name; each by itself is.
    """
    facts = {name: _one_name(text, reader) if name in PARTIES else text for name, text in read.facts.items()}
    typed = {name: read.facts[name] for name in facts if facts[name] != read.facts[name]}
    return replace(read, facts=facts, typed={**read.typed, **typed}) if typed else read


def _without_clause(text: str, reader: PlacesInWords) -> str:
    """Leave out what stands before a listed name as no part of it: 内で三菱造船."""
    spans = () if text.isascii() or reader.is_listed_name(text) else reader.known_spans(text)
    start = spans[0][0] if spans else 0
    return text[start:] if _CLAUSE_END.search(text[:start]) else text


def _one_name(text: str, reader: PlacesInWords) -> str:
    text = _without_clause(text, reader)
    match = _TWO_NAMES.fullmatch(text)
    if match is None or reader.is_listed_name(text):
        return text
    first, second = (match[name].strip() for name in ("first", "second"))
    entries = entries_named(first, reader.library)
    is_same = bool(entries) and entries == entries_named(second, reader.library)
    return first if is_same and reader.is_listed_name(first) else text
