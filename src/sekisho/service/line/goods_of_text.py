"""The goods in a text by what classification knows there, wherever they stand, and not by the form of its sentences."""

from __future__ import annotations

import re
from typing import Final

from sekisho.classification.suggestion import Suggestion, suggestion_of
from sekisho.errors import FactError
from sekisho.regex import regex
from sekisho.service.line.foreign_words import FIRM
from sekisho.service.line.goods_or_party import is_firm_name
from sekisho.service.line.goods_within import goods_within, is_chemical
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.trade.sentence.clause_signs import makes_goods, names_maker, tells_of_goods
from sekisho.trade.sentence.word_classes import noun_phrases

CODED: Final = frozenset({"control_codes", "hs_code"})
BARE_ELEMENT: Final = regex(r"[A-Za-z]+\d*|[\u3400-\u9fff]{1,2}|[\u30a1-\u30ff]{2,8}|[A-Z][A-Za-z\d]{1,7}")
"""An element or a formula alone: it may be what other goods are made of."""
LONG_WORD: Final = 5
"""Signs of a word that may be goods by what it is like: 3 are like many."""
SHAPE: Final = regex(
    r"(?<=\bmetal)\s+(?:rods?|bars?|sticks?|chips|flakes|pieces|chunks|lumps|wires?|sheets?|foils?|granules?|pellets?|ingots?|buttons?)$",
    re.IGNORECASE,
)
"""Of what shape a metal is."""
FIGURE: Final = regex(r"\d\s?(?:[%％]|[A-Za-zµμ]+[/\d]*)")
"""A figure with its unit: it says something of the goods before it."""


def item_of(words: str, reader: PlacesInWords) -> Suggestion | None:
    """Return what classification tells of words; None where it tells nothing."""
    day = reader.as_of or reader.library.horizon
    try:
        return suggestion_of({"description": words}, reader.library, day, cache=reader.workspace.cache)
    except FactError:
        return None  # a chapter that there is not: whoever judges the line says so


def is_settled(words: str, reader: PlacesInWords) -> bool:
    """Tell whether words alone settle a code of the list."""
    item = item_of(words, reader)
    return item is not None and bool(item.codes)


def listed_goods_in(text: str, reader: PlacesInWords, *, near: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the goods in a text that settle a code by themselves, each with its codes.

    Those that somebody makes or deals in are none, and an element alone is none: other goods may be made of it.

    Parameters
    ----------
    near
        Whether goods of which classification knows a word, and that are near an entry, are returned too.
    """
    rest = text
    for start, end in reader.known_spans(text):
        rest = f"{rest[:start]}{',' * (end - start)}{rest[end:]}"
    rest = FIRM.sub(lambda match: "," * len(match[0]), rest)
    in_lexicon = [part for clause in rest.split("\n") for part in goods_within(clause, reader.workspace)]
    listed: dict[str, tuple[str, ...]] = {}
    phrases = [*in_lexicon, *noun_phrases(rest)]
    for part in dict.fromkeys((*phrases, *(SHAPE.sub("", phrase) for phrase in phrases))):
        is_bare = BARE_ELEMENT.fullmatch(part) is not None
        is_made = makes_goods(text, part)
        is_read = any(part in other or other in part for other in listed)
        if is_made or is_read or tells_of_goods(part) or (is_bare and not is_chemical(part, reader.workspace)):
            continue
        item = item_of(part, reader)
        if item is not None and (item.codes or (near and part in in_lexicon and item.near and not is_bare)):
            listed[part] = item.codes
    return listed


def are_goods(words: str, reader: PlacesInWords) -> bool:
    """Tell whether words are goods that classification knows, and nobody who makes such."""
    is_body = names_maker(words) or is_firm_name(words) or reader.is_named(words) or reader.place(words)
    return not (is_body or tells_of_goods(words)) and reader.may_be_goods(words)
