"""Whether words that were taken for somebody are a name: what no name holds, and the name within other words."""

from __future__ import annotations

import re
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import (
    is_firm_name,
    is_military_in_words,
    is_written_as_name,
    settles_code,
)
from sekisho.service.line.goods_within import goods_within
from sekisho.service.line.places_in_words import PlacesInWords, names_body
from sekisho.service.line.word_roles import PIECES
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.sentence.clause_signs import ends_sentence, tells_of_name
from sekisho.trade.sentence.goods_words import measure_in
from sekisho.trade.sentence.marks import is_kind_of_user
from sekisho.trade.sentence.phrases import PhraseRole, phrases_in
from sekisho.trade.sentence.word_classes import content_in

_OF_DEED: Final = regex(r"(?:修理|整備|搭載|部品|部件|维修)(?:用|向け)?$")
"""What is done for somebody, beside whose name it stands: JMUの護衛艦修理."""
_LABEL_BEHIND: Final = regex(r"\s*(?:[;；]|,?\s+[A-Za-z]{3,}:\s)")
_LEGAL_HEAD: Final = regex(
    r"[A-Z][\x20-\x7e]*?\b(?:GmbH|AG|KG|Ltd|Limited|Inc|LLC|Corp(?:oration)?|Co|K\.?K|S\.?A|B\.?V|Pte|SE|PLC)\b\.?(?=[^\x00-\x7f\w]|\s*[^\x00-\x7f]|$)"
)
"""A Latin name with its legal form, before words of another script."""
_LATIN_TAIL: Final = regex(r"(?<=[^\x00-\x7f]\s)[A-Z][\w&.'-]+(?:\s+[A-Z][\w&.'-]*)*$")
"""A Latin name behind words of another script: 只给了名字 Yamato Shoji."""
_BODY_HEAD: Final = regex(r"[^\s、，,をへにの的]{2,12}?(?:大学|大学院|研究所|研究院|病院|医院|学院)(?=[の的])")
"""A school or an institute before what is told of it: 九州大学的教授."""
_OWN_TAIL: Final = regex(r"[\s　]?[(（][^()（）]{1,20}[)）]")
"""What stands in brackets behind a name."""
_LONGEST_PLACE: Final = 4
"""Characters of the longest place after which a school is named."""
_ANY_ONE: Final = regex(
    r"(?:an?|one|some|another|ein|eine[mnrs]?)\s+\S|(?:the|our|der|die|das|dem)\s+\S+$", re.IGNORECASE
)
"""An article before somebody of whom it is not said which one."""
SOME_ONE: Final = regex(r"一[家个所名]|某|那家|这家|ある(?=[\u3400-\u9fff])|とある")
"""The same in Chinese and Japanese."""
_ACQUAINTANCE: Final = regex(
    r"[我他她]?的?(?:朋友|同学|個人|个人|家属|家人|熟人|友人|知人|本人|同僚)(?:買家|买家|客户|客戶)?"
)
"""Somebody of whom only that is said."""
_WORDS: Final = regex(r"[^\W\d_][\w-]*")
_GRADE: Final = regex(r"[A-Z]{1,4}-?\d{2,5}[A-Za-z]{0,2}|[A-Z]{2,5}s")
"""A grade or things by initials, taken for somebody: T700, LEDs."""
_GERMAN_KIND: Final = regex(
    r"(?:(?:die|der|eine?)\s+)?(?:Werft|Spedition|Spediteur|Firma|Händler|Hersteller|Werk|Fabrik|Labor|Maschinenbauer|Zulieferer|Kunde)"
    r"\s+(?:in|aus|bei)\s+[A-ZÄÖÜ]\w+"
)
"""What somebody is, and where, in German."""
_KIN: Final = regex(
    r"(?:我们的?|我司的?|弊社の?|当社の?)?(?:母公司|子公司|分公司|总公司|總公司|总部|總部|集团总部|親会社|子会社|本社|支社|支店|グループ会社)"
    r"(?P<behind>\s+[\x20-\x7e]+)?"
)
"""What a firm is to whoever asks, and no name."""
_JAPANESE_VERB: Final = regex(r"[\u3400-\u9fff]{1,2}[\u3041-\u3096]+(?:い|る|た|て|ます|ました|ない)")
"""A verb that was taken for somebody: 買ってい."""
_KOREAN_KIND: Final = regex(
    r"(?!.*(?:주식회사|\(주\)|㈜))(?:.*\s)?\S*(?:회사|공장|고객사?|업체|기업|거래처|제조사|메이커|바이어|대리점)"
)
"""What somebody is, in Korean, and not who."""
_HAN_ALONE: Final = regex(r"[\u3400-\u9fff]{1,6}")
_COUNTRY: Final = 2
"""Characters of the names of most countries of trade: 日本, 韩国."""
_OF_WAY: Final = regex(r"手提|自提|空运|海运|陆运|快递|参展|展会|样品|出差|直达|手荷物|持参|客户说|中间商")
"""Words of a way behind a place, which are nobody."""
_MARKED: Final = frozenset(
    {PhraseRole.USER, PhraseRole.BUYER, PhraseRole.CONSIGNEE, PhraseRole.SELLER, PhraseRole.END, PhraseRole.FOR}
)
"""Roles of phrases beside which a word says that they are somebody."""
_VERB_FIRST: Final = regex(
    r"[和与與跟](?=.*(?:没|沒|无|無))|做|说|説|要|没|沒|给|給|把|让|讓|被|想|生产(?=[^\s]{2})|用于|用於|专门|不是|哪|谁|誰|什么|怎|了(?=[^\s])|.*不(?:知道|清楚|是)|[来來去](?:修|取|看|做|谈|买|拿|换|退)"
    r"|.*[也都还還](?:没|沒|未)|(?:公司)?(?:名称|名字|抬头|公司名)"
)
"""Verbs and particles before words that are no name."""
_KANA_CLAUSE: Final = regex(
    r"[\u3400-\u9fff](?:[\u3041-\u3096]{0,2}[てで]|した|という|といった|との(?=\S)|と名の|だった|は|を|らしい)(?=[\u3400-\u9fff\u30a1-\u30ff]|$)|[\u3400-\u9fff\u30a1-\u30ff]用$|^(?:先週|今週|来週|先月|今月|来月|例の)"
)
"""Endings of Japanese verbs and particles between words, which no name has."""
_GOES: Final = regex(r"(?<=[\u3400-\u9fff])[来來去到赴](?=[\u3400-\u9fff])")
_PARAMETER: Final = regex(r"\d\s?(?:[%％]|(?:[kmMGµμn]?[WVAJm]h?|ppm|g|Hz|Pa)(?:/(?:k?g|cm3|m2?|L))?)(?![A-Za-z])")
"""A figure of what goods are like, which no name holds."""
_FOR_THING: Final = regex(r"[\u30a1-\u30fc]用(?=[\u3400-\u9fff\u30a1-\u30ff])")
_OF_THING: Final = regex(r"[\u3400-\u9fff\u30a1-\u30ff][用のと的](?=[\u3400-\u9fff\u30a1-\u30ff])")
"""What stands within the words for a thing, and in no name of a firm: フランジ用ガスケット."""
_CAPITALS: Final = regex(r"[A-Z]{3,6}(?=[^\x00-\x7f])")
"""A name of a few capitals before words of another script: JMU, JAXA."""
_NAME_AND_UNIT: Final = 2
_ELEMENT: Final = 2
"""Characters of an element, which a name may hold: 金 and 銀 are words of houses."""
MARKS: Final = " 　,，、。.;；:：()（）"


@dataclass(frozen=True, slots=True)
class NameWithin:
    """A name that stands within other words, and the words before and behind it."""

    before: str
    who: str
    behind: str


def is_clause(text: str, reader: PlacesInWords) -> bool:
    """Tell whether words begin with a verb or go somewhere, as no name does: 做尾气催化剂, 学生来北京, 仕入れて."""
    if _VERB_FIRST.match(text) or _KANA_CLAUSE.search(text):
        return True
    return any(reader.first_place(text[match.end() :]) != "" for match in _GOES.finditer(text))


def is_foreign(text: str, reader: PlacesInWords) -> bool:
    """Tell whether words that were taken for somebody hold what no name holds."""
    if not text:
        return False
    rest = _without_names(text, reader)
    is_whole = rest == text and reader.is_listed_name(text)
    if not is_whole and (
        tells_of_name(rest) or ends_sentence(text) or _PARAMETER.search(rest) or is_clause(rest, reader)
    ):
        return True
    if not text.isascii() and _OF_DEED.search(rest) and is_military_in_words(rest):
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
    if len(spans) > 1:
        return None
    span = spans[0] if spans else _unlisted_span(text, reader)
    if span is None:
        return None
    start, end = span
    tail = _OWN_TAIL.match(text, end)
    end = tail.end() if tail is not None else end
    return NameWithin(text[:start].strip(MARKS), text[start:end].strip(), text[end:].strip(MARKS))


def _unlisted_span(text: str, reader: PlacesInWords) -> tuple[int, int] | None:
    """Return where a name that no list prints so stands: before a label, of capitals, with a form, of a firm."""
    first = next(iter(text.split(maxsplit=1)), "")
    label = _LABEL_BEHIND.search(text)
    if label is not None and label.start():
        return 0, label.start()
    if not text.isascii() and first != text.strip() and reader.is_known(first):
        return text.index(first), text.index(first) + len(first)
    capitals = _CAPITALS.match(text)
    if capitals is not None and reader.is_known(capitals[0]):
        return capitals.span()
    match = _LEGAL_HEAD.search(text) or _BODY_HEAD.match(text) or _LATIN_TAIL.search(text)
    if match is not None:
        return match.span()
    if not text.isascii() and first != text.strip() and is_firm_name(first):
        return text.index(first), text.index(first) + len(first)
    return None


def _without_names(text: str, reader: PlacesInWords) -> str:
    rest = text
    for start, end in reversed(reader.known_spans(text)):
        rest = f"{rest[:start]} {rest[end:]}"
    return rest


def _is_of_goods(piece: str, reader: PlacesInWords) -> bool:
    """Tell whether one of several words is goods or a grade, and no part of somebody's name."""
    if names_body(piece) or reader.is_named(piece):
        return False
    return measure_in(piece) is not None or reader.is_goods(piece)


def with_its_place(text: str, words: str, reader: PlacesInWords) -> str:
    """Give a body that is named after its place that place back: 東京 before 理科大学."""
    at = words.find(text) if text and names_body(text) and not is_firm_name(text) else 0
    for length in range(min(_LONGEST_PLACE, at), 1, -1):
        place = words[at - length : at]
        is_town = not reader.territories.code(place) and reader.place(place) != ""
        if not place.isascii() and is_town and not reader.is_named(text):
            return place + text
    return text


def is_unnamed(text: str, reader: PlacesInWords) -> bool:
    """Tell whether words say what somebody is, or where, and not who: *a hospital in Sapporo*, 京都の大学, 某公司."""
    if text and text.isascii() and (not content_in(text) or (" " not in text and is_kind_of_user(text.lower()))):
        return not reader.is_named(text)  # Do you; University
    if _ACQUAINTANCE.fullmatch(text):
        return True
    if SOME_ONE.match(text):
        return not reader.known_spans(text)
    if _ANY_ONE.match(text):
        names = (word for word in _WORDS.findall(text)[1:] if word[0].isupper())
        return all(reader.place(name) or country_of_adjective(name) for name in names) or is_kind_of_user(text)
    place, _, kind = text.partition("の")
    return bool(kind) and reader.place(place) != "" and is_kind_of_user(kind) and not is_firm_name(kind)


def _holds_goods(text: str, reader: PlacesInWords) -> bool:
    """Tell whether goods of the list stand within words that no list, form or house tells to be a firm."""
    if not text or reader.is_named(text) or is_firm_name(text):
        return False
    within = (part for part in goods_within(text, reader.workspace) if len(part) > _ELEMENT)
    return any((not part.isascii() or part.islower()) and settles_code(part, reader.workspace, None) for part in within)


def is_kin(text: str) -> bool:
    """Tell whether words say what a firm is to whoever asks, and no more: 母公司, 本社."""
    match = _KIN.fullmatch(text)
    return match is not None and not match["behind"]


def _is_thing_or_kind(text: str) -> bool:
    """Tell whether words are a grade, what somebody is, or a part of a bracket, whatever their letters."""
    is_cut = text.count("(") != text.count(")") or text.count("（") != text.count("）")
    return is_cut or any(sign.fullmatch(text) for sign in (_GRADE, _KOREAN_KIND, _GERMAN_KIND, _JAPANESE_VERB))


def is_no_name(text: str, words: str, reader: PlacesInWords) -> bool:
    """Tell whether words without a mark are taken for somebody, and are written as no name: 手提, 待定, 雑貨店."""
    if is_unnamed(text, reader) or _holds_goods(text, reader):
        return True
    if _KIN.fullmatch(text) and not reader.known_spans(text):
        return True  # 母公司 bears a form
    if not reader.is_named(text) and _is_thing_or_kind(text):
        return True
    if text.isascii() or is_firm_name(text) or names_body(text) or reader.is_named(text):
        return False
    phrases = [phrase for phrase in phrases_in(words, reader.names) if phrase.role in _MARKED]
    if any(phrase.is_label and text in phrase.text for phrase in phrases):
        return False
    is_thing = _FOR_THING.search(text) is not None or (_OF_THING.search(text) and reader.may_be_goods(text))
    if is_thing and not is_military_in_words(text):
        return True
    at = words.find(text)
    beside = (text[:_COUNTRY], text[-_COUNTRY:], words[max(at - _COUNTRY, 0) : max(at, 0)])
    if _HAN_ALONE.fullmatch(text) and any(len(part) == _COUNTRY and reader.territories.code(part) for part in beside):
        return False  # 日本电产, 迪卡侬日本
    if not is_written_as_name(text):
        return True
    is_behind = not _OF_WAY.fullmatch(text) and any(phrase.text.endswith(text) for phrase in phrases)
    return _HAN_ALONE.fullmatch(text) is not None and not is_behind
