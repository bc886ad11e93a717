"""Which goods of a text are judged: what was taken for the goods, a part of it, or others that the text names.

What was taken for the goods is one candidate. Each way below proposes another where that one settles no code of the
list; the first that proposes something is taken. A way knows nothing of the others, and of sentences only what no goods
hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from sekisho.classification.suggestion import Suggestion
from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import UNREAD as UNKNOWN_GOODS
from sekisho.message import joined, message
from sekisho.regex import regex
from sekisho.service.line.goods_of_text import (
    BARE_ELEMENT,
    CODED,
    FIGURE,
    LONG_WORD,
    SHAPE,
    are_goods,
    is_settled,
    item_of,
    listed_goods_in,
)
from sekisho.service.line.goods_within import goods_within
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.words_left_out import PARTIES
from sekisho.trade.sentence.clause_signs import is_maker, tells_of_goods
from sekisho.trade.sentence.goods_words import denied_content, measure_in, without_packing
from sekisho.trade.sentence.law_questions import asks_of_law
from sekisho.trade.sentence.word_classes import content_in, has_verb, noun_phrases, words_of_content

WHOLE_GOODS: Final = "whole_goods"
"""Under which the words of the goods are kept that were left out of these: they are read, and no fact."""
_PIECES: Final = regex(r",\s+(?![^(]*\))|\s*[、，;；](?![^(（]*[)）])\s*")
_HEAD: Final = regex(r"(?:and|also|plus|then)\s|还有|還有|以及|另有|还|有(?=\d)")
"""How words begin that go on from others."""
_DENIED: Final = regex(r"不是|并非|並非|(?:not|no|nicht|kein\w*)\s", re.IGNORECASE)
"""How words begin that say which goods are not meant."""
_CLOSED_FIRST: Final = regex(
    r"(?:kindly|please|pls|can|could|may|need|want|is|are|we|i|our|my|have|check|confirm|ship|send)\b", re.IGNORECASE
)
"""How a clause begins of which goods are a part."""
_LIKE: Final = regex(r"\s*(?:相当|同等|クラス|グレード|タイプ)(?:品)?の(?=\S)")
"""What says that goods are like those of a grade: N48SH 相当の焼結磁石."""
_STORE_HAS: Final = regex(r"^(?:我们的?|我們的?|我司的?)?[^\s，。,]{2,6}(?:仓库|倉庫|库房)(?:里|内)?存?有(?=.{2})")
"""A store before the goods that lie in it."""
_SENTENCES: Final = regex(r"(?<=[a-z)]{2})[.?!]\s+[A-Z]|[。？！]\s*\S")
"""Where a sentence ends within words and another follows."""
_LEAD: Final = regex(
    r"^(?:(?:with|some|an?|the|of|approx\.?|about|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several)\s+)+"
    r"|^(?:就|只有|大概|大约|一共)?\d+\s?[片个块根支件只枚本個]的?",
    re.IGNORECASE,
)
"""How many there are, before goods."""
_BRACKET: Final = regex(r"[(（](?P<note>[^()（）]+)[)）]")
_HANGUL: Final = regex(r"[\uac00-\ud7a3]")
_QUOTES: Final = regex(r"[“”「」『』]")
"""Signs around a name."""
_BROKEN: Final = regex(r"[。！？]|^[^(（]*[)）]|言[うっわ]|と思|(?:です|ます)$|だと")
"""Signs that words were cut out of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenGoods:
    """What was taken for the goods of a text, and what classification tells of it.

    Parameters
    ----------
    words
        The text, without what it denies.
    text
        The same without the parties and the use.
    """

    goods: str
    item: Suggestion | None
    read: WordsRead
    words: str
    text: str
    reader: PlacesInWords

    @property
    def elsewhere(self) -> str:
        """The text without those goods."""
        return self.text.replace(self.goods or "\n", "\n")

    @property
    def pieces(self) -> list[str]:
        """What stands between the commas of the goods."""
        return [piece for piece in _PIECES.split(self.goods) if piece]

    @property
    def is_unknown(self) -> bool:
        """Whether classification knows no word of them, or they hold none of content."""
        if self.item is None or self.item.state == UNKNOWN_GOODS:
            return True
        return self.goods.isascii() and not content_in(self.goods)

    @property
    def has_codes(self) -> bool:
        """Whether they settle a code of the list."""
        return self.item is not None and bool(self.item.codes)


@dataclass(frozen=True, slots=True)
class GoodsChoice:
    """The goods that are judged, and all that are named where these are more than the judged ones alone.

    `whole` is what the judged goods were taken out of, where all of it says something of them.
    """

    judged: tuple[str, ...]
    named: tuple[str, ...] = ()
    whole: str = ""

    def stated_in(self, read: WordsRead) -> WordsRead:
        """Describe a line by the goods that are judged, and say of several that they are judged as one."""
        described = ", ".join(self.judged)
        several = {}
        if len(self.named) > 1:
            several["several_goods"] = message(
                "words.several_goods",
                "Several goods are judged as one: {goods}. Ask each apart.",
                goods=joined(self.named, "comma"),
            )
        return replace(
            read,
            facts={**read.facts, "description": described},
            typed={**read.typed, "description": described, **({WHOLE_GOODS: self.whole} if self.whole else {})},
            unread={**read.unread, **several},
        )


def with_goods_of_text(read: WordsRead, words: str, reader: PlacesInWords) -> WordsRead:
    """Take the goods that settle a code where what was taken for the goods does not.

    Of several goods those of the list are judged, and the others are told; words of which classification knows nothing
    and that say nothing else are no goods where the text names some.

    Parameters
    ----------
    words
        The text, without what it denies.
    """
    if CODED & read.facts.keys() or asks_of_law(words):
        return read
    taken = _taken(read, words, reader)
    ways = (_without_clause,) if taken.has_codes else _WAYS
    choice = next((choice for way in ways if (choice := way(taken)) is not None), None)
    return taken.read if choice is None else choice.stated_in(taken.read)


def _taken(read: WordsRead, words: str, reader: PlacesInWords) -> TakenGoods:
    goods = _STORE_HAS.sub("", _LIKE.sub(" ", read.facts.get("description", "")))
    item = item_of(goods, reader) if goods and not _DENIED.match(goods) else None
    text = words
    for name in (*PARTIES, "end_use"):
        text = text.replace(read.facts.get(name) or "\n", "\n")
    read = replace(read, facts={**read.facts, "description": goods}) if goods else read
    return TakenGoods(goods=goods, item=item, read=read, words=words, text=text, reader=reader)


def _without_clause(taken: TakenGoods) -> GoodsChoice | None:
    """Propose, of a clause that settles a code, the goods within it alone, where these settle the same."""
    goods, item = taken.goods, taken.item
    if item is None or not (tells_of_goods(goods) or has_verb(goods) or _HEAD.match(goods)):
        return None
    within = goods_within(goods, taken.reader.workspace)
    if len(within) != 1 or FIGURE.search(goods.replace(within[0], "")):
        return None
    alone = item_of(within[0], taken.reader)
    return GoodsChoice(within) if alone is not None and set(alone.codes) == set(item.codes) else None


def _pieces_of_list(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the pieces that settle a code by themselves, where no other says more of them in figures."""
    pieces = taken.pieces
    sure = [piece for piece in pieces if len(pieces) > 1 and not BARE_ELEMENT.fullmatch(piece)]
    sure = [piece for piece in sure if is_settled(piece, taken.reader)]
    rest = [piece for piece in pieces if piece not in sure]
    if not sure or taken.item is None or any(map(FIGURE.search, rest)):
        return None
    others = (piece for piece in rest if are_goods(piece, taken.reader) and not is_maker(piece, 1))
    return GoodsChoice(tuple(sure), (*sure, *others))


def _plainer(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods without how many there are in words, or the shape of a metal, where these settle a code."""
    plain = _LEAD.sub("", taken.goods)
    names = dict.fromkeys(name for name in (plain, SHAPE.sub("", plain)) if name and name != taken.goods)
    plainer = next((name for name in names if is_settled(name, taken.reader)), "")
    return GoodsChoice((plainer,), whole=taken.goods) if plainer else None


def _goods_of_sentences(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods within several sentences: these are no description."""
    if taken.item is None or not _SENTENCES.search(taken.goods):
        return None
    inside = tuple(listed_goods_in(taken.goods, taken.reader, near=True))
    return GoodsChoice(inside, inside) if inside else None


def _list_of_clause(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods that settle a code within words that hold a verb or a part of a bracket."""
    is_cut = taken.goods.count("(") != taken.goods.count(")")
    if not (is_cut or tells_of_goods(taken.goods) or has_verb(taken.goods)):
        return None
    inside = tuple(listed_goods_in(taken.goods, taken.reader))
    return GoodsChoice(inside, inside) if inside else None


def _head(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the last noun phrase of words of East Asia: what stands before it says what it is for, or how it is."""
    phrases = () if taken.goods.isascii() else noun_phrases(taken.goods)
    if len(phrases) < 2 or not taken.goods.endswith(head := phrases[-1]):  # noqa: PLR2004
        return None
    before = taken.goods.removesuffix(head)
    if FIGURE.search(before) or before.endswith((" ", "　", "(", "（")) or BARE_ELEMENT.fullmatch(head):
        return None
    return GoodsChoice((head,)) if is_settled(head, taken.reader) else None


def _unpacked(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods without what they are packed in: 三甲基铟 6N 钢瓶装."""
    bare = without_packing(taken.goods)
    return GoodsChoice((bare,)) if bare != taken.goods and is_settled(bare, taken.reader) else None


def _within_brackets(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the formula or name in brackets behind words in Hangul: 산화물(Tb4O7)."""
    match = _BRACKET.search(taken.goods)
    if match is None or not _HANGUL.search(taken.goods[: match.start()]):
        return None
    note = match["note"].strip()
    first = note.split()[0] if note else ""
    return next((GoodsChoice((text,)) for text in (note, first) if text and is_settled(text, taken.reader)), None)


def _pieces_of_goods(taken: TakenGoods) -> GoodsChoice | None:
    """Propose, of goods that are near an entry, the pieces that name goods or say what these are like."""
    pieces = taken.pieces
    if taken.item is None or not taken.item.near:
        return None
    alone = tuple(piece for piece in pieces if _is_of_goods(piece, taken.reader))
    return GoodsChoice((", ".join(alone),)) if 0 < len(alone) < len(pieces) else None


def _list_elsewhere(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods elsewhere in the text that settle a code."""
    listed = tuple(listed_goods_in(taken.elsewhere, taken.reader))
    if not listed:
        return None
    is_apart = not any(part in taken.goods for part in listed)
    beside = is_apart and not taken.is_unknown and are_goods(taken.goods, taken.reader)
    return GoodsChoice(listed, (*listed, taken.goods) if beside else listed)


def _goods_of_clause(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods within a clause with a verb that are known, and keep the clause where none is."""
    goods = taken.goods
    is_clause = _CLOSED_FIRST.match(goods) is not None and has_verb(goods) and not FIGURE.search(goods)
    if taken.is_unknown or not is_clause:
        return None
    phrases = (part for part in noun_phrases(goods) if are_goods(part, taken.reader))
    return GoodsChoice((", ".join(phrases) or goods,))


def _goods_elsewhere(taken: TakenGoods) -> GoodsChoice | None:
    """Propose the goods anywhere in the text that are known, where what was taken for goods is an unknown clause."""
    goods, reader = taken.goods, taken.reader
    is_alone = not taken.read.facts.keys() - {"origin", "description"} and goods == taken.words.strip()
    is_clause = taken.item is None or tells_of_goods(goods) or _BROKEN.search(goods) is not None
    if not taken.is_unknown or is_alone or not (is_clause or not content_in(goods)):
        return None  # We sell lamps. We are happy.
    plain = tuple(_known_in(taken.text, reader))
    return GoodsChoice(plain, plain) if plain else None


def _known_in(text: str, reader: PlacesInWords) -> Iterator[str]:
    """Go through the goods of a text: words near an entry before those of which classification knows a word."""
    near = [word for word in words_of_content(text) if len(word) >= LONG_WORD and reader.is_goods(word)]
    anywhere = (*noun_phrases(text), *goods_within(text, reader.workspace))
    plain = tuple(dict.fromkeys(near or (part for part in anywhere if are_goods(part, reader))))
    yield from (part for part in plain if not any(part in other != part for other in plain))


def _is_of_goods(piece: str, reader: PlacesInWords) -> bool:
    """Tell whether a piece of a description names goods, or says in figures or by a denial what they are like."""
    says_more = FIGURE.search(piece) is not None or bool(denied_content(piece)) or len(piece) <= LONG_WORD
    return says_more or bool(measure_in(piece)) or (reader.may_be_goods(piece) and not _QUOTES.search(piece))


_WAYS: Final[tuple[Callable[[TakenGoods], GoodsChoice | None], ...]] = (
    _pieces_of_list,
    _goods_of_sentences,
    _list_of_clause,
    _head,
    _unpacked,
    _within_brackets,
    _plainer,
    _pieces_of_goods,
    _list_elsewhere,
    _goods_of_clause,
    _goods_elsewhere,
)
"""Ways of finding other goods, those before the others that stay nearest to what was read."""
