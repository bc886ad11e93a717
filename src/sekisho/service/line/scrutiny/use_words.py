"""What goods are for, left clean: a use is one sentence that asks nothing, and no amount of goods."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from sekisho.errors import FactError
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN
from sekisho.law.model.library import Library
from sekisho.regex import regex
from sekisho.service.check import in_words
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.line_facts import words_of_use
from sekisho.trade.items.amounts import UNITS
from sekisho.trade.sentence.word_classes import content_in

USE: Final = "end_use"
_NEXT_SENTENCE: Final = regex(r"\s*[。！？!?\n；;]\s*|(?<=[^\W\d_]{3})\.\s+(?=[A-Z])")
"""Where a sentence ends within words, and another may follow."""
_BESIDE: Final = regex(r"(?:with|and|plus|incl\w*\.?|together|along|mit|und)\s", re.IGNORECASE)
"""How words begin that name something beside something else, and no use."""
_PAPERS: Final = regex(
    r"^(?:only|just|nur)\b|\b(?:(?:test|lab|analysis|inspection)\s+(?:report|data|certificate)s?|certificates?|data\s?sheets?|msds|coa|statement)\b"
    r"|(?:検査|分析|試験)(?:報告書|成績書|表)|(?:检测|检验|分析)报告",
    re.IGNORECASE,
)
"""Papers, and what is said of a composition: no goods are for these."""
_OURS: Final = regex(r"(?:us|uns|me|mich|you|them|euch)\b|我们|我司|我方|弊社|当社", re.IGNORECASE)
"""Whoever asks, for whom something holds."""
_ASKS: Final = regex(
    r"許可|许可|\blicen[cs]e|\bpermit|[?？]|(?:ください|でしょう|ですか|ますか|よね)$|[吗呢吧么嗎]$", re.IGNORECASE
)
"""What stands in a question, and in no use."""
_GRADE: Final = regex(
    r"(?:民用|民生|消费|工业)[级級品]|\b(?:civil(?:ian)?|consumer|industrial)[- ]grade\b", re.IGNORECASE
)
"""What says for whom goods are made, and not what these are for."""
_OF_GOODS: Final = regex(
    rf"\d\s?[%％]|(?<![\w.])[2-9]N\d?(?!\w)|\d\s?[x×]\s?\d|(?<![\w.-])\d[\d.,]*\s?(?:{UNITS})(?![A-Za-z])",
    re.IGNORECASE,
)
"""A share, a grade, sizes, or how many there are: they say something of goods that go."""


def with_use_alone(read: WordsRead, reader: PlacesInWords) -> WordsRead:
    """Take out of the use what is none: a question, a further sentence, what goes with somebody, or the goods.

    What is taken out stands in no fact any more, and is searched and told as other words are. Goods are put before
    those that were read beside them, or in their place.

    Parameters
    ----------
    reader
        Tells which words may be goods.
    """
    use = read.typed.get(USE, "")
    if not use or USE not in read.facts:
        return read
    first = _NEXT_SENTENCE.split(use.strip(" .,;，、。"))[0]
    if _are_goods(first, read, reader):
        beside = read.facts.get("description", "")
        described = f"{first}, {beside}" if beside and reader.may_be_goods(beside) else first
        alone = _without(read)
        return replace(alone, facts={**alone.facts, "description": described})
    if _is_no_use(first, use) or not (content_in(first) or is_use(first, reader.library)):
        return _without(read)
    return read if first == use else _stating(read, first, reader)


def _is_no_use(first: str, use: str) -> bool:
    """Tell whether words ask, go with somebody, or say of what grade goods are."""
    asks = _ASKS.search(use if first == use else first) is not None
    return bool(
        asks or _BESIDE.match(first) or _OURS.match(first) or _GRADE.search(first) or _PAPERS.search(first) or not first
    )


def is_use(text: str, library: Library) -> bool:
    """Tell whether words are one of the uses that the law asks for."""
    read = in_words({USE: text}, library)[0][USE]
    try:
        return library.facts.parse(USE, read) is not UNKNOWN
    except FactError:
        return False


def _are_goods(text: str, read: WordsRead, reader: PlacesInWords) -> bool:
    """Tell whether words for a use are goods: they say how many, or of what grade, or no others are named."""
    if not text or not reader.may_be_goods(text):
        return False
    is_alone = not read.facts.keys() & {"description", "control_codes", "hs_code"} and text.isascii()
    return is_alone or _OF_GOODS.search(text) is not None


def _without(read: WordsRead) -> WordsRead:
    return replace(
        read,
        facts={name: text for name, text in read.facts.items() if name != USE},
        unread={name: text for name, text in read.unread.items() if name != USE},
        typed={name: text for name, text in read.typed.items() if name != USE},
    )


def _stating(read: WordsRead, first: str, reader: PlacesInWords) -> WordsRead:
    """State the first sentence of a use alone; where its words leave the use open, that is said of them."""
    typed, is_word = {**read.typed, USE: first}, " " not in first and not is_use(first, reader.library)
    if read.facts[USE] != UNKNOWN_WORD and not is_word:
        return replace(read, facts={**read.facts, USE: first}, typed=typed)
    read = replace(read, facts={**read.facts, USE: UNKNOWN_WORD})  # a word alone is a slip where a value is chosen
    is_open = USE not in read.unread or getattr(read.unread[USE], "id", "") == "caution.use_open"
    unread = {**read.unread, USE: words_of_use(FactName(USE), first)} if is_open else read.unread
    return replace(read, typed=typed, unread=unread)
