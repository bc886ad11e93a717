"""Whence goods leave, where words that no reading took name another place than the country whose measures are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sekisho.message import message
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import home_of
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.scrutiny.word_kinds import places_backwards
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.words_left_out import JAPAN
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

_STORE_OF: Final = regex(
    r"\b(?P<before>[A-Z][\w-]+)\s+(?:warehouse|depot|stock|store|hub|storage|free\s?port)\b"
    r"|\b(?:(?:(?:on|in|ex)\s+(?:stock|store|storage)|stored|stocked|warehoused|held|lying|lagernd|gelagert"
    r"|auf\s+Lager)\s+(?:in|at)|ab\s+Lager)\s+(?:(?:our|the)\s+)?(?P<behind>[A-Z][\w-]+)"
)
"""A store that is called by its place, known or not."""
_FROM: Final = regex(
    r"(?P<item>\S.*?)\s+(?:from|ex|ab|aus)\s+(?:our\s+|(?:Lager|stock|store)\s+)?(?P<place>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)"
)
"""Goods with a place at their end that nobody knows."""
_MADE_IN: Final = regex(
    r"\b(?:made|produced|manufactured|built|assembled|machined|fertig(?:e|t|en)|gefertigt|hergestellt|herstellen|produzier(?:t|en))"
    r"\b[^.;:]{0,40}?\b(?:in|at)\s+(?:(?:our|the|unser\w*)\s+)?(?P<place>[A-Z][\w-]+)",
    re.IGNORECASE,
)
"""Where goods were made, in words that were taken for the goods or not read."""
_NO_PLACES: Final = frozenset({"Our", "The", "Your", "Their", "Bonded", "Customs", "Main", "In", "From", "Unser"})
"""What stands before a warehouse and says not where it is."""
_SHORTEST: Final = 4
"""Letters of the shortest Latin name of a place that counts here: Can is no Canada."""


def with_start_open(read: WordsRead, rest: str, reader: PlacesInWords) -> WordsRead:
    """Leave open whence goods leave of which nothing is read, where what is left of a text names a place abroad.

    That goods made in China leave China goes without saying only where no other place is named: *we have it in
    Kaohsiung; to a customer in Kumamoto*.

    Parameters
    ----------
    rest
        What no fact and no note holds of the text.
    """
    facts, home = read.facts, home_of(reader.library)
    if not home or facts.get("origin") != home or {"departure", "via"} & facts.keys() or "destination" not in facts:
        return read
    start = "" if "origin" in read.implied else read.typed.get("origin", "")
    is_from_home = start != "" and reader.place(start) == home
    if is_from_home and reader.territories.code(start) != home:
        return read  # a town from which the goods leave
    taken = {home, JAPAN, facts["destination"], facts.get("end_user_territory", home)}
    goods = _FROM.fullmatch(facts.get("description", ""))
    places = [goods["place"]] if goods is not None and reader.place(goods["place"]) not in taken else []
    places += _stores(rest, taken, reader)
    goods_and_rest = f"{facts.get('description', '')}\n{rest}"
    abroad = list(_makers(goods_and_rest, taken, reader)) if "origin" in read.implied or is_from_home else []
    places += abroad
    if not (is_from_home or facts["destination"] == UNKNOWN_WORD):  # else it may be where they go
        places += _towns(rest, taken, reader)
    if not places:
        return read
    place = places[0]
    note = message(
        "words.home_left_out",
        "“{words}” is named, and its part is not read. State where the goods leave from.",
        words=place,
    )
    stated = {name: text for name, text in facts.items() if name != "origin" or not (abroad or name in read.implied)}
    if goods is not None and place == goods["place"]:
        stated["description"] = goods["item"]
    return replace(
        read,
        facts={**stated, "departure": UNKNOWN_WORD},
        unread={**read.unread, "departure": note},
        implied=read.implied - {"origin"},
    )


def _stores(rest: str, taken: set[str], reader: PlacesInWords) -> Iterator[str]:
    """Go through the stores of goods in words, at places where no part of the shipment that is read can be."""
    for match in _STORE_OF.finditer(rest):
        name = match["before"] or match["behind"]
        if name not in _NO_PLACES and reader.place(name) not in taken:
            yield name


def _makers(text: str, taken: set[str], reader: PlacesInWords) -> Iterator[str]:
    """Go through the places abroad where goods are made: what comes from China is then perhaps a part of them."""
    for match in _MADE_IN.finditer(text):
        if match["place"][0].isupper() and reader.place(match["place"]) not in taken:
            yield match["place"]


def _towns(rest: str, taken: set[str], reader: PlacesInWords) -> Iterator[str]:
    """Go through the other such places that words name."""
    for name in places_backwards(rest, reader):
        if (len(name) >= _SHORTEST or not name.isascii()) and reader.place(name) not in taken:
            yield name
