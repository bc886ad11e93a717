"""Signs that words of a shipment were misread: what they count decides between two readings of one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.name_spans import name_spans
from sekisho.service.line.names_within import is_foreign
from sekisho.service.line.phrase_reader import PhraseReader
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.word_roles import WordRoles
from sekisho.service.line.words_left_out import PARTIES, countries_left_out
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.frame import says_nobody
from sekisho.trade.sentence.goods_words import says_nothing
from sekisho.trade.sentence.marks import is_capitalised
from sekisho.trade.sentence.phrases import Phrase, PhraseRole, phrases_in
from sekisho.trade.sentence.word_classes import content_in

_SENTENCE_MARK: Final = regex(r"[。；;!！?？\n:：=＝]|(?<!Co)(?<!Ltd)(?<!Inc)(?<!orp)\.\s+[A-Z]")
_LEFT_OVER: Final = regex(
    r"\s(?:ab|aus|von|nach|from|to|in|of|for|an|and)$|(?<=\s)[をへにが]$"
    r"|(?<=\S\S)(?:納め|送り|買い|売り|渡し|届け|仕入れ|出荷し|輸出し|使い)$"
)
"""A word at the end of goods behind which something was taken away."""
_VERB: Final = regex(r"[\u3400-\u9fff](?:し|して|する|した|したい|します|ます|る)$")
"""How a Japanese verb ends, and no name."""
_PARTED: Final = regex(r"[。、，,;；\sはが]")
"""What stands between a name and words that are no part of it."""
_HAN_COMMA: Final = regex(r"[、，]")
"""A comma that stands in no name of Chinese or Japanese."""
ON_FROM_THERE: Final = regex(r"\bfrom\s+(?:there|here)\b|\bvon\s+dort\b|そこから|从(?:那里|那儿|当地)", re.IGNORECASE)
"""What tells that goods go on from the last place."""
_COMMAS: Final = regex(r"[,;]")
_TELLS: Final = regex(
    r"(?i:(?:can|may|we|i|our|my|is|are|does|do|please|how|what|dear|wir|ich|können)\b)|弊社|当社|我们|我司|客户|请|您"
)
"""How a sentence begins, and no name of goods."""
_VERB_FIRST: Final = regex(r"(?:wants?|needs?|sends?|asks?|buys?|ships?|goes|parent)\s")
"""A verb before goods: somebody who stands before it was lost."""
_IN_PLACE: Final = regex(r"(?:in|at|bei)\s+[A-Z]")
"""How words begin that say where something is, and name no goods."""
_FOREIGN: Final = 2
"""Faults as which a verb, an amount or goods within a name count. A guess: one more than an address behind it."""
_LONGEST_GOODS: Final = 70
"""Characters of the longest description that is no whole sentence."""
_OF_GOODS: Final = frozenset(
    {
        PhraseRole.OPEN,
        PhraseRole.ITEM,
        PhraseRole.USE,
        PhraseRole.FOR,
        PhraseRole.GRADE,
        PhraseRole.ORIGIN,
        PhraseRole.NONE,
    }
)
"""Roles of phrases that belong to a description."""
_OF_USE: Final = _OF_GOODS - {PhraseRole.NONE}
"""Roles of phrases that belong to a use."""
_OF_NAME: Final = frozenset({PhraseRole.OPEN, PhraseRole.FOR, PhraseRole.START})
"""Roles of phrases that belong to a name: *Institute for Materials*, 自…"""
_NO_PLACE: Final = regex(r"[,，、;；。:：?？!！]|^[^\w(（]|\s\S+\s\S+\s")
"""Signs that words that are no known place are more than a name."""
PLACES: Final = ("departure", "via", "destination")
_PARTY_FACTS: Final = {
    PhraseRole.USER: ("end_user", "end_user_kind"),
    PhraseRole.BUYER: ("importer", "end_user"),
    PhraseRole.CONSIGNEE: ("importer", "end_user", "destination"),
    PhraseRole.SELLER: ("exporter", "departure"),
}
"""Facts of which one at least says what a label says."""
_WAY_ROLES: Final = frozenset({PhraseRole.VIA, PhraseRole.HELD, PhraseRole.END})
GOODS: Final = frozenset({"description", "control_codes", "hs_code"})


def faults_in(read: WordsRead, words: str, reader: PhraseReader, is_goods: Callable[[str], bool]) -> int:
    """Count the signs of a misreading: words of a way, a label or a sentence within a fact, and what is left out.

    Parameters
    ----------
    words
        The text, as it was read.
    is_goods
        Tells whether words are goods that classification knows.
    """
    facts = read.facts
    goods = facts.get("description", "")
    faults = read.left_out + countries_left_out(words, facts, reader.library)
    if not facts.keys() & GOODS and len(phrases_in(words, reader.names)) > 1:
        faults += 2
    if goods:
        faults += _marked(goods, reader, _OF_GOODS) + (len(goods) > _LONGEST_GOODS)
        faults += bool(_SENTENCE_MARK.search(goods)) + bool(_TELLS.match(goods)) + bool(_LEFT_OVER.search(goods))
        faults += 2 * bool(_VERB_FIRST.match(goods))
        rest, code = reader.place_behind(goods, small=True) if goods.isascii() else ("", "")
        faults += code != "" and is_goods(rest)  # gallium shanghai
        name = "" if goods.isascii() else reader.last_place(goods)
        faults += name != "" and is_goods(goods.removesuffix(name))  # 工作機械（5軸）天津
        faults += 3 * (_IN_PLACE.match(goods) is not None)
        faults += 2 * says_nothing(goods) + bool(name_spans(goods, reader.library))
        faults += 2 * (not content_in(goods) and not is_goods(goods))
        faults += bool(faults) and not is_goods(goods)  # what nobody knows may be goods nevertheless
    for name in PARTIES:
        text = facts.get(name, "")
        if text and text != UNKNOWN_WORD:
            faults += _marked(text, reader, _OF_NAME) + bool(
                _SENTENCE_MARK.search(text) or _HAN_COMMA.search(text) or _VERB.search(text)
            )
            faults += _FOREIGN * is_foreign(text, reader)
            faults += 3 * any(_is_cut(words[start:end], text) for start, end in reader.known_spans(words))
            faults += text[0].isdigit() or (text.isascii() and text.islower())
            faults += 3 * any(
                _PARTED.search(text[:start]) for start, _ in reader.known_spans(text)
            )  # behind other words
            faults += not text.isascii() and bool(reader.place(text)) and not reader.is_known(text)
    faults += _silent(facts, words, reader) + 2 * (ON_FROM_THERE.search(words) is not None and "via" not in facts)
    for name in PLACES:
        text = read.typed.get(name, "")
        faults += facts.get(name, UNKNOWN_WORD) == UNKNOWN_WORD and bool(_NO_PLACE.search(text))
    use = read.typed.get("end_use", "")
    faults += 3 * any(use and use in words[start:end] != use for start, end in reader.known_spans(words))
    somebody = is_capitalised(_COMMAS.split(use)[0]) and (facts.get("end_use") == UNKNOWN_WORD or "," in use)
    faults += somebody + bool(_SENTENCE_MARK.search(use))  # taken for a use
    return faults + (_marked(use, reader, _OF_USE) if use else 0)


def _is_cut(name: str, text: str) -> bool:
    """Tell whether words hold a listed name without its first or its last sign: 立アドバンストシステムズ."""
    return name not in text and (name[1:] in text or name[:-1] in text)


def _silent(facts: Mapping[str, str], words: str, reader: PhraseReader) -> int:
    """Count the phrases of a text that name somebody or a place on the way, of which no fact says anything."""
    codes = {facts.get(name, "") for name in ("departure", "via", "destination", "origin")}
    faults = 0
    phrases = phrases_in(words, reader.names)
    is_nobody = any(phrase.role is PhraseRole.USER and says_nobody(phrase.text) for phrase in phrases)
    for at, phrase in enumerate(phrases):
        is_use = at and phrase.role is PhraseRole.OPEN and phrase.text.endswith("用")
        faults += bool(is_use) and "end_use" not in facts and not any(phrase.text in text for text in facts.values())
        if is_nobody and phrase.role in {PhraseRole.BUYER, PhraseRole.CONSIGNEE}:
            faults += phrase.text == facts.get("end_user", "")
        if phrase.is_label and phrase.role in _PARTY_FACTS and phrase.text and not says_nobody(phrase.text):
            faults += not facts.keys() & set(_PARTY_FACTS[phrase.role])
        elif phrase.role in _WAY_ROLES and (name := reader.place_name(phrase.text)):
            faults += reader.place(name) not in codes
    return faults


def is_better(other: WordsRead, faults: int, read: WordsRead, found: int, reader: WordRoles) -> bool:
    """Tell whether another reading is to be taken: it has fewer faults, or as few and says more, and names goods.

    Parameters
    ----------
    faults, found
        Faults of the other reading, and of the first.
    """
    is_goods = reader.is_goods
    first, second = (reading.facts.get("description", "") for reading in (read, other))
    found += bool(first) and bool(second) and not is_goods(first) and is_goods(second)
    # Goods that no phrase names may be found in the whole text, where the first reading is far from it.
    says = other.facts.keys() - {"origin", "date", *GOODS} and (
        other.facts.keys() & GOODS or found - faults > 2 * _FOREIGN
    )
    is_known = second in {"", first} or is_goods(second) or found - faults > 2  # noqa: PLR2004
    rest = first.partition(second)[2].split() if second else []
    is_known = is_known or (bool(rest) and reader.place(rest[-1]) != "")  # bearings from Dalian
    is_known = is_known or (_names_more(other, read, reader) and reader.may_be_goods(second))
    faults += len(_open_facts(other) - _open_facts(read))
    return bool(says) and is_known and (faults, -_known(other)) < (found, -_known(read))


def _names_more(other: WordsRead, read: WordsRead, reader: WordRoles) -> bool:
    """Tell whether another reading names a place whither, or somebody who is known, where the first names none."""
    more = {name: text for name, text in other.facts.items() if name not in read.facts and text != UNKNOWN_WORD}
    return "destination" in more or any(reader.is_named(more[name]) for name in PARTIES if name in more)


def _known(read: WordsRead) -> int:
    """Count the facts that a reading says."""
    return len(read.facts) - len(_open_facts(read))


def _open_facts(read: WordsRead) -> set[str]:
    """Name the facts that a reading leaves unknown."""
    return {name for name, text in read.facts.items() if text == UNKNOWN_WORD}


def _marked(text: str, reader: PhraseReader, own: frozenset[PhraseRole]) -> int:
    """Count the phrases within a text that are no part of it, by the words beside them."""
    phrases = phrases_in(text, reader.names)
    return _listed(phrases) + sum(_is_foreign(phrase, reader, own) for phrase in phrases)


def _is_foreign(phrase: Phrase, reader: PhraseReader, own: frozenset[PhraseRole]) -> bool:
    """Tell whether a phrase says something else than the text in which it stands."""
    if phrase.role not in own:
        return not (phrase.role is PhraseRole.START and reader.is_made_of(phrase.text))
    return phrase.is_label and phrase.role is not PhraseRole.NONE


def _listed(phrases: tuple[Phrase, ...]) -> int:
    """Tell whether a text is a list of more than two phrases: goods may have two, a name and its place too."""
    return int(len(phrases) > 2)  # noqa: PLR2004
