"""The goods of a text by what classification knows in it, wherever they stand, and not by the form of its sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sekisho.classification.suggestion import Suggestion, suggestion_of
from sekisho.determination.core.outcome import UNREAD as UNKNOWN_GOODS
from sekisho.errors import FactError
from sekisho.message import joined, message
from sekisho.regex import regex
from sekisho.service.line.foreign_words import FIRM
from sekisho.service.line.goods_or_party import is_firm_name
from sekisho.service.line.goods_within import goods_within
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.words_left_out import PARTIES
from sekisho.trade.sentence.clause_signs import tells_of_goods
from sekisho.trade.sentence.goods_words import denied_content
from sekisho.trade.sentence.law_questions import asks_of_law
from sekisho.trade.sentence.word_classes import content_in, has_verb, noun_phrases, words_of_content

CODED: Final = frozenset({"control_codes", "hs_code"})
_PIECES: Final = regex(r",\s+(?![^(]*\))|\s*[，、;；](?![^(（]*[)）])\s*")
_MAKER: Final = regex(
    r"[\s　]*(?:[a-z-]+\s+)?(?:makers?|manufacturers?|producers?|plants?|factor(?:y|ies)|works|compan(?:y|ies)"
    r"|traders?|dealers?|hersteller|fabrik|industry|business|division|department)\b"
    r"|(?:[\u3400-\u9fff]{0,2}(?:メーカー|工場|会社|商社|業者|業界|事業部|製造業)|厂|工厂|企业|公司|生产商|制造商|行业|业务)",
    re.IGNORECASE,
)
"""What stands behind goods that somebody makes, and that do not go."""
_BARE: Final = regex(r"[A-Za-z]+\d*|[\u3400-\u9fff]{1,2}|[\u30a1-\u30ff]{2,8}|[A-Z][A-Za-z\d]{1,7}")
"""An element or a formula alone: it may be what other goods are made of."""
_HEAD: Final = regex(r"(?:and|also|plus|then)\s|还有|還有|以及|另有|还|有(?=\d)")
"""How words begin that go on from others."""
_DENIED: Final = regex(r"不是|并非|並非|(?:not|no|nicht|kein\w*)\s", re.IGNORECASE)
"""How words begin that say which goods are not meant."""
_BESIDE: Final = regex(r"(?:with|and|plus|incl\w*|together|along|mit|und)\s", re.IGNORECASE)
"""How words begin that name something beside something else, and no use."""
_NO_USE: Final = regex(r"許可|许可|\blicen[cs]e|\bpermit|[?？]|(?:ください|でしょう)$", re.IGNORECASE)
"""What stands in a question, and in no use."""
_CLOSED_FIRST: Final = regex(
    r"(?:kindly|please|pls|can|could|may|need|want|is|are|we|i|our|my|have|check|confirm|ship|send)\b", re.IGNORECASE
)
"""How a clause begins of which goods are a part."""
_LIKE: Final = regex(r"\s*(?:相当|同等|クラス|グレード|タイプ)(?:品)?の(?=\S)")
"""What says that goods are like those of a grade: N48SH 相当の焼結磁石."""
_SENTENCES: Final = regex(r"(?<=[a-z)]{2})[.?!]\s+[A-Z]|[。？！]\s*\S")
"""Where a sentence ends within words and another follows."""
_QUOTES: Final = regex(r"[“”「」『』]")
"""Signs around a name."""
_BROKEN: Final = regex(r"[。！？]|^[^(（]*[)）]|言[うっわ]|と思|(?:です|ます)$|だと")
"""Signs that words were cut out of a sentence."""
_LONG_WORD: Final = 5
"""Signs of a word that may be goods by what it is like: 3 are like many."""
_FIGURE: Final = regex(r"\d\s?(?:[%％]|[A-Za-zµμ]+[/\d]*)")
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
    for part in dict.fromkeys((*in_lexicon, *noun_phrases(rest))):
        is_made = _MAKER.match(text, text.find(part) + len(part)) is not None or _names_maker(part)
        is_read = any(part in other or other in part for other in listed)
        item = None if is_made or is_read or tells_of_goods(part) or _BARE.fullmatch(part) else item_of(part, reader)
        if item is not None and (item.codes or (near and part in in_lexicon and item.near)):
            listed[part] = item.codes
    return listed


def with_goods_of_text(read: WordsRead, words: str, reader: PlacesInWords) -> WordsRead:
    """Take the goods that settle a code where what was taken for the goods does not.

    Of several goods those of the list are judged, and the others are told; words of which classification knows nothing
    and that say nothing else are no goods where the text names some.

    Parameters
    ----------
    words
        The text, without what it denies.
    """
    read = _without_false_use(read)
    facts = dict(read.facts)
    goods = facts.get("description", "")
    if (plainer := _LIKE.sub(" ", goods)) != goods:
        return with_goods_of_text(replace(read, facts={**facts, "description": plainer}), words, reader)
    if CODED & facts.keys() or asks_of_law(words):
        return read
    item = item_of(goods, reader) if goods and not _DENIED.match(goods) else None
    if item is not None and item.codes:
        alone = _alone(goods, item.codes, reader)
        return replace(read, facts={**facts, "description": alone}) if alone else read
    pieces = [piece for piece in _PIECES.split(goods) if piece]
    sure = [piece for piece in pieces if len(pieces) > 1 and not _BARE.fullmatch(piece) and is_settled(piece, reader)]
    rest = [piece for piece in pieces if piece not in sure]
    if sure and item is not None and not any(map(_FIGURE.search, rest)):
        others = [piece for piece in rest if _are_goods(piece, reader) and not _MAKER.search(piece, 1)]
        return _taking(read, [*sure, *others], sure)
    if item is not None and _SENTENCES.search(goods) and (inside := listed_goods_in(goods, reader, near=True)):
        return _taking(read, [*inside], [*inside])
    goods_alone = [piece for piece in pieces if _is_of_goods(piece, reader)]
    if item is not None and item.near and 0 < len(goods_alone) < len(pieces):
        return replace(read, facts={**facts, "description": ", ".join(goods_alone)})
    text = words
    for name in (*PARTIES, "end_use"):
        text = text.replace(facts.get(name) or "\n", "\n")
    is_unknown = item is None or item.state == UNKNOWN_GOODS or (goods.isascii() and not content_in(goods))
    listed = tuple(listed_goods_in(text.replace(goods or "\n", "\n"), reader))
    if listed:
        is_apart = not any(part in goods for part in listed)
        beside = [goods] if is_apart and not is_unknown and _are_goods(goods, reader) else []
        return _taking(read, [*listed, *beside], listed)
    if not is_unknown and _CLOSED_FIRST.match(goods) and has_verb(goods) and not _FIGURE.search(goods):
        phrases = [part for part in noun_phrases(goods) if _are_goods(part, reader)]
        return replace(read, facts={**facts, "description": ", ".join(phrases)}) if phrases else read
    is_alone = not facts.keys() - {"origin", "description"} and goods == words.strip()  # We sell lamps. We are happy.
    is_clause = item is None or tells_of_goods(goods) or _BROKEN.search(goods) is not None or not content_in(goods)
    if not is_unknown or is_alone or not is_clause:
        return read
    near = [word for word in words_of_content(text) if len(word) >= _LONG_WORD and reader.is_goods(word)]
    anywhere = (*noun_phrases(text), *goods_within(text, reader.workspace))
    plain = near or [part for part in anywhere if _are_goods(part, reader)]
    plain = [part for part in dict.fromkeys(plain) if not any(part in other != part for other in plain)]
    return _taking(read, plain, plain) if plain else read


def _without_false_use(read: WordsRead) -> WordsRead:
    """Take out of the use what goes with somebody, or asks: *with two tellurium ingots in the suitcase*, 許可いる."""
    use = read.typed.get("end_use", "")
    if not (_BESIDE.match(use) or _NO_USE.search(use)):
        return read
    facts = {name: text for name, text in read.facts.items() if name != "end_use"}
    unread = {name: text for name, text in read.unread.items() if name != "end_use"}
    typed = {name: text for name, text in read.typed.items() if name != "end_use"}
    return replace(read, facts=facts, typed=typed, unread=unread)


def _alone(goods: str, codes: Sequence[str], reader: PlacesInWords) -> str:
    """Return the goods within a clause that settle its codes; empty where the words are goods alone or say more."""
    if not (tells_of_goods(goods) or has_verb(goods) or _HEAD.match(goods)):
        return ""
    within = goods_within(goods, reader.workspace)
    if len(within) != 1 or _FIGURE.search(goods.replace(within[0], "")):
        return ""
    item = item_of(within[0], reader)
    return within[0] if item is not None and set(item.codes) == set(codes) else ""


def _are_goods(words: str, reader: PlacesInWords) -> bool:
    """Tell whether words are goods that classification knows, and nobody who makes such."""
    is_body = _names_maker(words) or is_firm_name(words) or reader.is_named(words) or reader.place(words)
    return not (is_body or tells_of_goods(words)) and reader.may_be_goods(words)


def _is_of_goods(piece: str, reader: PlacesInWords) -> bool:
    """Tell whether a piece of a description names goods, or says in figures or by a denial what they are like."""
    says_more = _FIGURE.search(piece) is not None or bool(denied_content(piece)) or len(piece) <= _LONG_WORD
    return says_more or (reader.may_be_goods(piece) and not _QUOTES.search(piece))


def _names_maker(words: str) -> bool:
    """Tell whether words end as those for somebody who makes goods: 电池负极厂."""
    return any(_MAKER.fullmatch(words, at) for at in range(1, len(words)))


def _taking(read: WordsRead, goods: list[str], judged: list[str] | tuple[str, ...]) -> WordsRead:
    """Describe a line by the goods that are judged, and say of several that they are judged as one."""
    facts: dict[str, str] = {**read.facts, "description": ", ".join(judged)}
    typed: Mapping[str, str] = {**read.typed, "description": facts["description"]}
    several = (
        {}
        if len(goods) == 1
        else {
            "several_goods": message(
                "words.several_goods",
                "Several goods are judged as one: {goods}. Ask each apart.",
                goods=joined(goods, "comma"),
            )
        }
    )
    return replace(read, facts=facts, typed=typed, unread={**read.unread, **several})
