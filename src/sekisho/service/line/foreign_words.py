"""Words within the name of somebody that are no part of a name: a verb, an amount, a place, goods beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.message import Text, joined, message
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import is_firm_name, is_military_in_words
from sekisho.service.line.goods_within import goods_within, says_more
from sekisho.service.line.places_in_words import PlacesInWords, names_body
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.word_roles import PIECES
from sekisho.service.line.words_left_out import PARTIES, military_left_out, parties_left_out
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.goods_words import measure_in
from sekisho.trade.sentence.law_questions import asks_of_law

_AMOUNT: Final = regex(
    r"(?:US|HK|NT|S|A)?[$€£¥￥]\s?\d|(?<![A-Za-z])(?:USD|JPY|CNY|RMB|EUR|GBP|HKD|SGD|KRW|TWD)\s?\d"
    r"|\d[\d,.]*\s?(?:万|億|亿|千|百万)?\s?(?:円|日元|美元|美金|欧元|人民币|USD|JPY|EUR|RMB|yen|dollars?)(?![A-Za-z])"
    r"|(?<![\w-])\d[\d,.]*\s?(?:公斤|千克|吨|克|kgs?|MT|t|pcs|ctns?|本|台|個|个|套|箱|枚|片|件)(?![A-Za-z\u3040-\u9fff])",
    re.IGNORECASE,
)
"""Money, and how many there are."""
_LATIN_VERB: Final = regex(
    r"(?<![\w-])(?:is|are|was|were|will|would|can|could|may|might|ok|okay|pls|please|wants?|needs?|orders?|ordered|buys?|bought"
    r"|sells?|sold|ships?|shipped|sends?|delivers?|delivered|asks?|asked|says?|said|does|do|has|have|to|from|via)(?![\w-])"
    r"|(?<=\s)OK(?=$|\s)"
)
"""Verbs and words of a way in small letters: a name has none of them."""
_JAPANESE_VERB: Final = regex(
    r"です|ます|ました|でした|ません|したい|たいと|予定|未定|もら[いうっ]|くださ|ですか|けど|ので|から(?=[^\u3041-\u3096])|なら|載った|との(?:こと)?$"
)
_CHINESE_VERB: Final = regex(
    r"[要想买购订寄发]\s?\d|想?要买|订的|要的|采购|购买|订购|做[^\s]*的|寄[往到给]|发往|能不能|可不可以|可以|是不是|[吗呢]$|的|我们"
)
_PAPER: Final = regex(r"リスト|名单|清单|公告|条例|規制|管制|証明書|誓約書|契約書|声明书")
"""Lists of law and papers, which are nobody."""
_SIGNS: Final = (_PAPER, _AMOUNT, _LATIN_VERB, _JAPANESE_VERB, _CHINESE_VERB)
_LEGAL_HEAD: Final = regex(
    r"[A-Z][\x20-\x7e]*?\b(?:GmbH|AG|KG|Ltd|Limited|Inc|LLC|Corp(?:oration)?|Co|K\.?K|S\.?A|B\.?V|Pte|SE|PLC)\b\.?(?=[^\x00-\x7f\w]|\s*[^\x00-\x7f]|$)"
)
"""A Latin name with its legal form, before words of another script."""
_BODY_HEAD: Final = regex(r"[^\s、，,をへにの的]{2,12}?(?:大学|大学院|研究所|研究院|病院|医院|学院)(?=[の的])")
"""A school or an institute before what is told of it: 九州大学的教授."""
_OWN_TAIL: Final = regex(r"[\s　]?[(（][^()（）]{1,20}[)）]")
"""What stands in brackets behind a name."""
_NAME_AND_UNIT: Final = 2
_SMALL_WORD: Final = regex(r"[a-z]+|\d+\s*[A-Za-z]{1,5}")
"""A word or an amount that tells nothing of a shipment by itself."""
_COMMAS: Final = regex(r"[,，、;；]")
_MARKS: Final = " 　,，、。.;；:：()（）"


@dataclass(frozen=True, slots=True)
class NameWithin:
    """A name that stands within other words, and the words before and behind it."""

    before: str
    who: str
    behind: str


def is_foreign(text: str, reader: PlacesInWords) -> bool:
    """Tell whether words that were taken for somebody hold what no name holds."""
    if not text:
        return False
    rest = _without_names(text, reader)
    is_whole = rest == text and reader.is_listed_name(text)
    if not is_whole and any(sign.search(rest) for sign in _SIGNS):
        return True
    if rest.isascii():
        return False
    pieces = [piece for piece in PIECES.findall(text) if len(piece) > 1]
    if len(pieces) == _NAME_AND_UNIT and not pieces[1].endswith("用"):
        return False  # 三菱重工業 航空エンジン
    return len(pieces) > 1 and any(_is_of_goods(piece, reader) for piece in pieces[1:])


def name_within(text: str, reader: PlacesInWords) -> NameWithin | None:
    """Find the one name of a listed party, or the one with a legal form, within words; None where there is none."""
    spans = reader.known_spans(text)
    if len(spans) == 1:
        start, end = spans[0]
    elif not spans and (match := _LEGAL_HEAD.search(text) or _BODY_HEAD.match(text)) is not None:
        start, end = match.span()
    elif not spans and not text.isascii() and " " in text.strip() and is_firm_name(first := text.split(maxsplit=1)[0]):
        start, end = text.index(first), text.index(first) + len(first)
    else:
        return None
    tail = _OWN_TAIL.match(text, end)
    end = tail.end() if tail is not None else end
    return NameWithin(text[:start].strip(_MARKS), text[start:end].strip(), text[end:].strip(_MARKS))


def _without_names(text: str, reader: PlacesInWords) -> str:
    rest = text
    for start, end in reversed(reader.known_spans(text)):
        rest = f"{rest[:start]} {rest[end:]}"
    return rest


def _names_blank(text: str, reader: PlacesInWords) -> str:
    """Write commas in the place of listed names, so that no word of one is taken for goods."""
    for start, end in reader.known_spans(text):
        text = f"{text[:start]}{',' * (end - start)}{text[end:]}"
    return text


def _is_of_goods(piece: str, reader: PlacesInWords) -> bool:
    """Tell whether one of several words is goods or a grade, and no part of somebody's name."""
    if names_body(piece) or reader.is_named(piece):
        return False
    return measure_in(piece) is not None or reader.is_goods(piece)


def without_foreign(read: WordsRead, reader: PlacesInWords) -> WordsRead:
    """Leave of each party its name alone, and of the goods the goods; what is neither is no fact, and is told.

    A user who is none would take the place of one who is not known, and an answer would be milder by it.
    """
    facts, unread = dict(read.facts), dict(read.unread)
    left: list[str] = []
    for name in PARTIES:
        text = facts.get(name, "")
        if not is_foreign(text, reader):
            continue
        within = name_within(text, reader)
        if within is not None:
            facts[name] = within.who
            left += filter(None, (within.before, within.behind))
            continue
        if reader.is_known(text):
            continue  # it may be one on a list: nobody is cleared by a word beside the name
        del facts[name]
        if name == "end_user" and getattr(unread.get("destination"), "id", "") == "words.taken_for_user":
            del unread["destination"]
        unread[name] = _no_party(text)
    use = read.typed.get("end_use", "")
    if "end_user" not in facts and (who := _name_in_use(use, reader)):
        facts["end_user"] = who
        if who == use or not is_military_in_words(use.replace(who, "")):
            left += _around(use, who)
            facts.pop("end_use", None)
            unread.pop("end_use", None)
    goods = facts.get("description", "")
    if facts.keys() - {"origin", "description"} and says_more(goods) and not asks_of_law(goods):
        alone = goods_within(_names_blank(goods, reader), reader.workspace) or (goods,)
        facts["description"] = ", ".join(alone)
        left += _around(goods, *alone)
    if left:
        unread["more_words" if "words" in unread else "words"] = message(
            "words.not_read", "Not read: “{words}”.", words=joined(left, "comma")
        )
        named = [facts[name] for name in PARTIES if name in facts]
        parties = parties_left_out(", ".join(left), named, facts.get("description", ""), reader.library)
        if parties is not None:
            unread.setdefault("end_user", parties)
        military = military_left_out(", ".join(left), facts.values())
        if military is not None:
            facts.setdefault("end_use", UNKNOWN_WORD)
            unread["end_use"] = military
    typed = {name: text for name, text in read.typed.items() if name in facts or name not in read.facts}
    return replace(read, facts=facts, typed=typed, unread=unread)


def _name_in_use(use: str, reader: PlacesInWords) -> str:
    """Return the listed party that words for a use name beside other words; empty where they name none."""
    pieces = [piece.strip() for piece in _COMMAS.split(use) if piece.strip()]
    if len(pieces) > 1 and (
        who := next((piece for piece in pieces if reader.is_known(piece) and not reader.is_goods(piece)), "")
    ):
        return who
    within = name_within(use, reader) if reader.known_spans(use) else None
    return within.who if within is not None else ""


def _no_party(text: str) -> Text:
    return message("words.no_party", "Not read as a name: “{words}”. State who that is.", words=text)


def _around(text: str, *parts: str) -> list[str]:
    """Return what stands before, between and behind parts of a text."""
    for part in parts:
        text = text.replace(part, "\n", 1)
    pieces = (words.strip(_MARKS + "/") for words in text.split("\n"))
    return [bare for bare in pieces if len(bare) > 1 and measure_in(bare) is None and not _SMALL_WORD.fullmatch(bare)]
