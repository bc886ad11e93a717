"""What stands in the words of a question, is part of no fact that was read, and must not be lost: forces and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.territories import territory_names
from sekisho.law.model.effects import stops_goods
from sekisho.law.model.library import Library
from sekisho.message import NameText, Text, joined, message
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import entries_named
from sekisho.service.line.name_spans import name_spans
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.book.cells.places import place_names
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

JAPAN: Final = "JP"
PARTIES: Final = ("end_user", "exporter", "importer")
_MOVES_ON: Final = regex(r"再|转|轉|その後|そこから|して|送り|\bthen\b")
"""What tells that words taken for a name are a second leg of a way."""
_BUYER_THERE: Final = regex(
    r"\bJapanese\s+(?:[\w-]+\s){0,2}(?:customers?|clients?|buyers?|importers?|makers?|manufacturers?|compan(?:y|ies)|firms?|partners?"
    r"|universit(?:y|ies)|end[- ]?users?)\b"
    r"|\bjapanische[nrms]?\s+(?:Kunden?|Käufer|Abnehmer|Firma|Hersteller)\b"
    r"|日本(?:的)?(?:客户|客戶|买家|買家|买方|買方|用户|用戶|采购商)|日本の(?:客先|顧客|お客|取引先|得意先|買主)|일본\s?(?:고객|거래처|바이어)"
)
"""Somebody in Japan who buys, where nothing says whither goods go."""
_MOST_NAMED: Final = 3
"""Listed parties that one note names."""
_LONG_NAME: Final = 4
"""Characters of a name that is told where it stands in a text: shorter ones are words, too."""
_NAME_REST: Final = 4
"""Characters that a name has beside that of its country, at most, where it stands alone."""
_SHORTEST: Final = 4
"""Letters of the shortest Latin name of a place that is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JapanLeftOut:
    """Words that name a place in Japan, whether they are taken for the destination, and what is said of them."""

    words: str
    is_taken: bool
    text: Text


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


def parties_left_out(words: str, texts: Sequence[str], goods: str, library: Library) -> Text | None:
    """Say that words name listed parties whom none of the texts names; None if they name none.

    Parameters
    ----------
    goods
        What is taken for the goods: a name within it is told with the answer.
    """
    if not is_installed():
        return None
    by_id = {entry.id: entry for entry in parties_of(library).entries}
    spans = [
        span
        for span in name_spans(words, library)
        if span.end - span.start >= _LONG_NAME or words[span.start : span.end].isascii()
    ]
    named = tuple(dict.fromkeys((*parties_of(library).named_in(words), *(by_id[span.party] for span in spans))))
    entries = frozenset[str]().union(*(entries_named(text, library) for text in texts)) if named else frozenset()
    inside = {entry.id for entry in parties_of(library).named_in(goods)} if named else set()
    entries |= {span.party for text in texts for span in name_spans(text, library)} - inside if named else frozenset()
    left = [entry for entry in named if str(entry.id) not in entries and entry.id not in inside]
    barred = [entry for entry in left if stops_goods(entry.list, library.effects)]
    names = [
        NameText({language: entry.name_in(language) for language in LANGUAGES})
        for entry in (barred or left)[:_MOST_NAMED]
    ]
    if barred:
        return message(
            "words.barred_left_out",
            "The words name {parties}, which is on a list of barred or military parties. State its part.",
            parties=joined(names, "comma"),
        )
    if left:
        return message(
            "words.party_left_out",
            "The words name {parties}, which is on a list. State its part: user, buyer or seller.",
            parties=joined(names, "comma"),
        )
    return None


def japan_left_out(
    words: str, facts: Mapping[str, str], typed: Mapping[str, str], named: Callable[[str], bool]
) -> JapanLeftOut | None:
    """Return words that name a place in Japan which no fact says, and what is said of them; None where there are none.

    A second leg, an end user behind a dealer, a port without a mark: whatever was not understood, goods that may end in
    Japan are not judged as if they stayed where they stop. Where no destination is read, Japan is taken for it.

    Parameters
    ----------
    named
        Tells whether a text names a known party, or bears a legal form: a place within it belongs to the name.
    """
    if JAPAN in {facts.get(name) for name in ("destination", "departure", "via", "origin", "end_user_territory")}:
        return None
    rest = words
    for name in PARTIES:
        text = facts.get(name, "")
        rest = rest.replace(text, " ") if text and named(text) and not _MOVES_ON.search(text) else rest
    for name in ("destination", "departure", "via", "origin"):
        rest = rest.replace(typed.get(name) or "\n", " ")
    match = _japan().search(rest)
    buyer = _BUYER_THERE.search(rest)
    if match is None and buyer is None:
        return None
    if buyer is not None and facts.get("destination", UNKNOWN_WORD) == UNKNOWN_WORD:
        return JapanLeftOut(words=buyer[0], is_taken=True, text=taken_for_end(buyer[0]))
    if match is None:
        return None
    is_one_name = len(words.split()) == 1 and len(words) - len(match[0]) <= _NAME_REST  # 日本製鉄
    if "destination" in facts or is_one_name:
        text = message(
            "words.japan_left_out",
            "“{words}” is named, and its part is not read. State where the goods end up.",
            words=match[0],
        )
        return JapanLeftOut(words=match[0], is_taken=False, text=text)
    return JapanLeftOut(words=match[0], is_taken=True, text=taken_for_end(match[0]))


def taken_for_end(place: str) -> Text:
    """Say of a place in Japan that it is taken for where the goods go."""
    return message(
        "words.japan_taken",
        "“{words}” is taken for where the goods go. If they go elsewhere, state that.",
        words=place,
    )


def countries_left_out(words: str, facts: Mapping[str, str], library: Library) -> int:
    """Count the countries that words name and no fact says: a sign that they were misread; nothing is told of it.

    A country within the name of a party belongs to the name.
    """
    read = {facts.get(name, "") for name in ("destination", "departure", "via", "origin", "end_user_territory")}
    rest = words
    for name in PARTIES:
        rest = rest.replace(facts.get(name) or "\n", " ")
    named = {_countries(library)[match[0].casefold()] for match in _country_names(library).finditer(rest)}
    return len(named - read)


@cache
def _countries(library: Library) -> dict[str, str]:
    """Return the codes of territories by their names, in small letters; a single letter is no name."""
    names = territory_names(library)
    return {name.casefold(): code for by_code in names.values() for code, name in by_code.items() if len(name) > 1}


@cache
def _country_names(library: Library) -> re.Pattern[str]:
    names = sorted(_countries(library), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name.isascii())
    others = "|".join(re.escape(name) for name in names if not name.isascii())
    ways = [rf"\b(?:{latin})\b(?!\s+(?!to\b)[A-Z])" if latin else "", others]
    return re.compile("|".join(filter(None, ways)) or r"(?!)", re.IGNORECASE)


@cache
def _japan() -> re.Pattern[str]:
    """Return a pattern of the names of Japan and of its main ports and cities; *Kobe Steel* is another name."""
    names = {name for name, territory in place_names(main=True) if territory == JAPAN}
    latin = sorted((name for name in names if name.isascii() and len(name) >= _SHORTEST), key=len, reverse=True)
    others = sorted((name for name in names if not name.isascii() and len(name) > 1), key=len, reverse=True)
    every = {name for name, territory in place_names() if territory == JAPAN and name.isascii()}
    cities = "|".join(map(re.escape, sorted(every, key=len, reverse=True)))
    own = rf"\b(?:{cities})\b(?=\s+City\b)|\bJAPAN\b|\bJapan\b|\bJapon\b|日本|일본"
    return re.compile(
        "|".join(
            [own, *(rf"\b{re.escape(name)}\b(?!\s+(?!Japan)[A-Z][a-z])" for name in latin), *map(re.escape, others)]
        )
    )
