"""The way of goods that a text says outright, from one known place to another, where its reading lost an end of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.goods_or_party import home_of
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.word_roles import ALSO_WORDS
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

_LATIN: Final = r"[A-Z][\w'-]+(?:[ ][A-Z][\w'-]+){0,2}"
_EAST: Final = r"[\u3400-\u9fff\u30a1-\u30fc]{2,8}"
_ROUTE: Final = regex(
    rf"(?<![\w'-])(?P<start>{_LATIN})\s*(?:\bto\b|\bnach\b|->|=>|[>→⇒➡])\s*(?P<end>{_LATIN})"
    rf"|(?P<start_east>{_EAST}?)[港市]?(?:から|到|至|发往|發往|运往|運往|→|⇒)(?P<end_east>{_EAST})"
)
"""Two names with what leads from one to the other between them."""
_SMALL_ROUTE: Final = regex(
    r"(?<![\w'-])(?P<start>[a-z]{4,})\s*(?:\bto\b|\bnach\b|->|=>|[>→⇒➡]|\s[-–—]\s)\s*(?P<end>[a-z]{4,})(?![\w'-])"
)
"""The same in small letters, as people type them: *shanghai - tokyo*."""
_LEG: Final = regex(r"\s*(?:\bto\b|\bthen\b|\bvia\b|\bnach\b|->|=>|[>→⇒➡]|から|到|至|经|經|再)")
"""What begins another leg of a way."""
_SHORTEST: Final = (2, 3)
"""Characters of the shortest name of a place that counts here, of East Asia and in Latin letters: MT are tonnes."""
_NOT: Final = regex(r"(?:\bnot|\bnicht|\bkein\w*|不是|非)\s*(?:\bfrom\s+)?$")


def with_route_named(read: WordsRead, words: str, reader: PlacesInWords) -> WordsRead:
    """Take the ends of a way that words say outright where the reading has none, or found no place in other words.

    *Qingdao to Yokohama, for a maker of pencils, who makes leads out of it*: from *it* nothing leaves.
    """
    facts, home = read.facts, home_of(reader.library)
    if "via" in facts:
        return read
    routes = list(_routes(words, reader))
    if len(routes) != 1:
        return read
    (first, last), *_ = routes
    start, end = reader.place(first), reader.place(last)
    departure, destination = facts.get("departure", ""), facts.get("destination", "")
    opens = departure == UNKNOWN_WORD or (not departure and start != home and "origin" in read.implied)
    ends = destination in {"", UNKNOWN_WORD}
    if not (opens or ends) or (not opens and departure not in {"", start}) or (not ends and destination != end):
        return read
    stated, typed, unread = dict(facts), dict(read.typed), dict(read.unread)
    if opens:
        unread.pop("departure", None)
        stated.pop("departure", None)
        if start == home:
            stated.setdefault("origin", home)
            typed["origin"] = typed.get("origin") or first
        else:
            stated["departure"], typed["departure"] = start, first
            if "origin" in read.implied:
                stated.pop("origin", None)
    if ends:
        unread.pop("destination", None)
        stated["destination"], typed["destination"] = end, last
    way = rf"[\s,，、]+{re.escape(first)}(?:\s*(?:[^\w\s]{{1,2}}|to|nach)\s*{re.escape(last)})?$"
    if goods := re.sub(way, "", stated.get("description", "")):
        stated["description"] = goods
    return replace(read, facts=stated, typed=typed, unread=unread, implied=read.implied & stated.keys())


def _routes(words: str, reader: PlacesInWords) -> Iterator[tuple[str, str]]:
    """Go through the ways of one leg between two known places of different countries."""
    for match in _ROUTE.finditer(words):
        start = reader.last_place(match["start"] or match["start_east"] or "")
        end = reader.first_place(match["end"] or match["end_east"] or "")
        behind = match.start("end" if match["end"] else "end_east") + len(end)
        if min(len(start), len(end)) < _SHORTEST[start.isascii()] or reader.place(start) == reader.place(end):
            continue
        if _LEG.match(words, behind) or _NOT.search(words[: match.start()]):
            continue
        yield start, end
    for match in _SMALL_ROUTE.finditer(words):
        start, end = match["start"], match["end"]
        places = reader.place(start), reader.place(end)
        if not all(places) or places[0] == places[1] or ALSO_WORDS & {start, end}:
            continue
        if not (_LEG.match(words, match.end()) or _NOT.search(words[: match.start()])):
            yield start, end
