"""Of what kind a few words are, where a text says one thing in the place of another: a place, somebody, or goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.goods_or_party import is_firm_name, is_written_as_name
from sekisho.service.line.goods_within import goods_within
from sekisho.service.line.places_in_words import PlacesInWords, names_body
from sekisho.trade.sentence.clause_signs import tells_of_name
from sekisho.trade.sentence.marks import is_kind_of_user, is_proper_name
from sekisho.trade.sentence.word_classes import content_in

PLACE: Final = "place"
PARTY: Final = "party"
GOODS: Final = "goods"
_TOKEN: Final = regex(r"[A-Z][\w-]+(?:\s[A-Z][\w-]+)?|[\u3400-\u9fff\u30a1-\u30fc]{2,}|[\uac00-\ud7a3]{2,}")
_LONGEST_PLACE: Final = 7
"""Characters of the longest name of a place in characters that is looked for."""


def kind_of(text: str, reader: PlacesInWords) -> str:
    """Return the kind of some words; empty where they are of none, or only say what somebody is."""
    if reader.is_goods(text):
        return GOODS
    if reader.place(text):
        return PLACE
    if is_kind_of_user(text) and not reader.is_named(text):
        return ""
    if reader.is_named(text) or names_body(text) or is_proper_name(text) or is_firm_name(text):
        return PARTY
    is_name = not text.isascii() and is_written_as_name(text) and bool(content_in(text)) and not tells_of_name(text)
    return PARTY if is_name else ""


def last_of(kind: str, text: str, reader: PlacesInWords) -> str:
    """Return the last place, the last known party, or the one thing on a list of a text; empty where there is none."""
    if kind == PARTY:
        spans = reader.known_spans(text)
        return text[slice(*spans[-1])] if spans else ""
    if kind == GOODS:
        goods = goods_within(text, reader.workspace)
        return goods[0] if len(goods) == 1 and reader.is_goods(goods[0]) else ""
    return next(places_backwards(text, reader), "") if kind == PLACE else ""


def places_backwards(text: str, reader: PlacesInWords) -> Iterator[str]:
    """Go through the places that a text names, of each run of letters the last, from the end on."""
    for token in reversed([match[0] for match in _TOKEN.finditer(text)]):
        is_latin = token[0].isascii()
        ends = (len(token),) if is_latin else range(len(token), 1, -1)
        cuts = (token[max(end - size, 0) : end] for end in ends for size in range(min(_LONGEST_PLACE, end), 1, -1))
        names = (token,) if is_latin else cuts
        if name := next((name for name in names if reader.place(name)), ""):
            yield name
