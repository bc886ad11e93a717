"""Words within the name of somebody that are no part of a name: a verb, an amount, a place, goods beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.message import Text, joined, message
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import is_firm_name, is_military_in_words, is_written_as_name
from sekisho.service.line.goods_within import goods_within, object_in, says_more
from sekisho.service.line.places_in_words import PlacesInWords, names_body
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.word_roles import PIECES
from sekisho.service.line.words_left_out import PARTIES, military_left_out, parties_left_out
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.goods_words import measure_in
from sekisho.trade.sentence.law_questions import asks_of_law
from sekisho.trade.sentence.marks import is_kind_of_user, kind_of_user
from sekisho.trade.sentence.phrases import PhraseRole, phrases_in

_AMOUNT: Final = regex(
    r"(?:US|HK|NT|S|A)?[$€£¥￥]\s?\d|(?<![A-Za-z])(?:USD|JPY|CNY|RMB|EUR|GBP|HKD|SGD|KRW|TWD)\s?\d"
    r"|\d[\d,.]*\s?(?:万|億|亿|千|百万)?\s?(?:円|日元|美元|美金|欧元|人民币|USD|JPY|EUR|RMB|yen|dollars?)(?![A-Za-z])"
    r"|(?<![\w-])\d[\d,.]*\s?(?:公斤|千克|吨|克|kgs?|MT|t|pcs|ctns?|本|台|個|个|套|箱|枚|片|件)(?![A-Za-z\u3040-\u9fff])",
    re.IGNORECASE,
)
"""Money, and how many there are."""
_LATIN_VERB: Final = regex(
    r"(?<![\w-])(?:is|are|was|were|will|would|can|could|may|might|ok|okay|pls|please|wants?|needs?|orders?|ordered|buys?|bought"
    r"|sells?|sold|ships?|shipped|sends?|delivers?|delivered|asks?|asked|says?|said|does|do|has|have|to|from|via"
    r"|we|they|you|it|us|them|who|which)(?![\w-])"
    r"|(?<=\s)OK(?=$|\s)"
)
"""Verbs and words of a way in small letters: a name has none of them."""
_JAPANESE_VERB: Final = regex(
    r"です|ます|ました|でした|ません|したい|たいと|予定|未定|もら[いうっ]|くださ|ですか|だけ|けど|ので|から(?=[^\u3041-\u3096])|なら|載った|との(?:こと)?$"
)
_CHINESE_VERB: Final = regex(
    r"[要想买购订寄发]\s?\d|^说|要?(?:申请|申請|办证|許可|许可)|那[边里儿]|开发?票|付款|报关|想?要买|订的|要的|采购|购买|订购|做[^\s]*的|寄[往到给]|发往|能不能|可不可以|可以|是不是|[吗呢]$|的|我们"
)
_PAPER: Final = regex(r"リスト|名单|清单|公告|条例|規制|管制|証明書|誓約書|契約書|声明书")
"""Lists of law and papers, which are nobody."""
_LABEL: Final = regex(r"[;；]|\b[A-Za-z]{3,}:\s")
"""What begins another part of a form."""
_LABEL_BEHIND: Final = regex(r"\s*(?:[;；]|,?\s+[A-Za-z]{3,}:\s)")
_CLAUSE_MARK: Final = regex(r"(?<=[\u3400-\u9fff])[，,](?=[\u3400-\u9fff])")
"""A comma between characters, which no name holds."""
_SIGNS: Final = (_CLAUSE_MARK, _PAPER, _LABEL, _AMOUNT, _LATIN_VERB, _JAPANESE_VERB, _CHINESE_VERB)
_FIRM: Final = regex(
    r"(?:株式会社|有限会社|[(（]株[)）])[^\s、。，,()（）はがをにへの]+|[^\s、。，,()（）はがをにへの]+(?:株式会社|有限公司|公司)"
)
"""A firm by its legal form, whose name may hold words of goods."""
_OF_DEED: Final = regex(r"(?:修理|整備|搭載|部品|部件|维修)(?:用|向け)?$")
"""What is done for somebody, beside whose name it stands: JMUの護衛艦修理."""
_LEGAL_HEAD: Final = regex(
    r"[A-Z][\x20-\x7e]*?\b(?:GmbH|AG|KG|Ltd|Limited|Inc|LLC|Corp(?:oration)?|Co|K\.?K|S\.?A|B\.?V|Pte|SE|PLC)\b\.?(?=[^\x00-\x7f\w]|\s*[^\x00-\x7f]|$)"
)
"""A Latin name with its legal form, before words of another script."""
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
_SOME_ONE: Final = regex(r"一[家个所名]|某|那家|这家|ある(?=[\u3400-\u9fff])|とある")
"""The same in Chinese and Japanese."""
_SOMEBODY_THERE: Final = regex(r"(?:an?|the|our|ein|eine[mnrs]?)\s+(?:[a-zäöü-]+\s+){1,3}(?:in|at)\s+[A-Z]\w+$")
"""Somebody without a name in a place, taken for a use."""
_SENTENCE: Final = regex(r"[。！？\n]")
_OF_PLACE: Final = regex(r"\s+(?:in|at|from|of)\s+[A-Z].*$")
"""Where somebody is, behind what he is."""
_FIRM_KINDS: Final = frozenset({"civil", "civil|defence_contractor"})
"""Kinds of a user that words say of a firm."""
_WORDS: Final = regex(r"[^\W\d_][\w-]*")
_HAN_ALONE: Final = regex(r"[\u3400-\u9fff]{1,6}")
_COUNTRY: Final = 2
"""Characters of the names of most countries of trade: 日本, 韩国."""
_OF_WAY: Final = regex(r"手提|自提|空运|海运|陆运|快递|参展|展会|样品|出差|直达|手荷物|持参|客户说|中间商")
"""Words of a way behind a place, which are nobody."""
_MARKED: Final = frozenset(
    {PhraseRole.USER, PhraseRole.BUYER, PhraseRole.CONSIGNEE, PhraseRole.SELLER, PhraseRole.END, PhraseRole.FOR}
)
"""Roles of phrases beside which a word says that they are somebody."""
_CAPITALS: Final = regex(r"[A-Z]{3,6}(?=[^\x00-\x7f])")
"""A name of a few capitals before words of another script: JMU, JAXA."""
_NAME_AND_UNIT: Final = 2
_OF_LISTED: Final = frozenset({"words.barred_left_out", "words.party_left_out"})
"""What is said of a listed name that has no part: graver than what is said of words that are no name."""
_SMALL_WORD: Final = regex(
    r"[a-z]+|\d+\s*[A-Za-z]{1,5}|(?:asked|want(?:ed)?|it's)(?: to)?|it back"
    r"|行不行|(?:能不能|可不可以|可以|能否).{0,2}|询价|[有这]?一[批票]|客户声明|最终做成"
    r"|(?:例の|先日の)(?:中国の)?|先[月週]|[をへがで]?納入(?:、問題ある)?|の(?:引き?合い?|注文|見積|問い合わせ)(?:があり|です)?"
)
"""A word, a question or an amount that tells nothing of a shipment by itself."""
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
    return NameWithin(text[:start].strip(_MARKS), text[start:end].strip(), text[end:].strip(_MARKS))


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
    match = _LEGAL_HEAD.search(text) or _BODY_HEAD.match(text)
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


def without_foreign(read: WordsRead, words: str, reader: PlacesInWords) -> WordsRead:
    """Leave of each party its name alone, and of the goods the goods; what is neither is no fact, and is told.

    A user who is none would take the place of one who is not known, and an answer would be milder by it.
    """
    facts, unread = dict(read.facts), dict(read.unread)
    left = _names_alone(facts, unread, words, reader)
    use = _without_nameless(facts, unread, read.typed.get("end_use", ""))
    if "end_user" not in facts and (who := _name_in_use(use, reader)):
        facts["end_user"] = who
        if who == use or not is_military_in_words(use.replace(who, "")):
            left += _around(use, who)
            facts.pop("end_use", None)
            unread.pop("end_use", None)
    goods = facts.get("description", "")
    if alone := _goods_alone(words, facts, reader):
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


def _names_alone(facts: dict[str, str], unread: dict[str, str], words: str, reader: PlacesInWords) -> list[str]:
    """Leave of each party its name alone, and take out what is none; return what stood beside the names."""
    left: list[str] = []
    for name in PARTIES:
        text = _with_its_place(facts.get(name, ""), words, reader)
        facts |= {name: text} if text else {}
        if not is_foreign(text, reader) and not _is_no_name(text, words, reader):
            continue
        within = name_within(text, reader)
        if within is not None:
            facts[name] = within.who
            left += filter(None, (within.before, within.behind))
            continue
        if reader.is_known(text):
            continue  # it may be one on a list: nobody is cleared by a word beside the name
        del facts[name]
        is_one = name == "end_user" and not _SOME_ONE.match(text)
        kind = kind_of_user(_OF_PLACE.sub("", text)) if is_one else ""
        if kind in _FIRM_KINDS:
            facts.setdefault("end_user_kind", kind)
            unread.setdefault(name, _no_party(text))
            continue
        if name == "end_user" and getattr(unread.get("destination"), "id", "") == "words.taken_for_user":
            del unread["destination"]
        if getattr(unread.get(name), "id", "") not in _OF_LISTED:
            unread[name] = _no_party(text)
    return left


def _without_nameless(facts: dict[str, str], unread: dict[str, str], use: str) -> str:
    """Take somebody without a name out of the use, and a clause out of the kind of user; return the use left."""
    if _SOMEBODY_THERE.match(use) and "end_user" not in facts:
        facts.pop("end_use", None)
        unread.pop("end_use", None)
        unread["end_user"] = _no_party(use)  # a fire brigade in Fukuoka
        use = ""
    if _SENTENCE.search(kind := facts.get("end_user_kind", "")):
        del facts["end_user_kind"]
        unread.pop("end_user_kind", None)
        unread.setdefault("end_user", _no_party(kind))
    return use


def _with_its_place(text: str, words: str, reader: PlacesInWords) -> str:
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
    if _SOME_ONE.match(text):
        return not reader.known_spans(text)
    if _ANY_ONE.match(text):
        names = (word for word in _WORDS.findall(text)[1:] if word[0].isupper())
        return all(reader.place(name) or country_of_adjective(name) for name in names) or is_kind_of_user(text)
    place, _, kind = text.partition("の")
    return bool(kind) and reader.place(place) != "" and is_kind_of_user(kind) and not is_firm_name(kind)


def _is_no_name(text: str, words: str, reader: PlacesInWords) -> bool:
    """Tell whether words without a mark are taken for somebody, and are written as no name: 手提, 待定, 雑貨店."""
    if is_unnamed(text, reader):
        return True
    if text.isascii() or is_firm_name(text) or names_body(text) or reader.is_named(text):
        return False
    phrases = [phrase for phrase in phrases_in(words, reader.names) if phrase.role in _MARKED]
    if any(phrase.is_label and text in phrase.text for phrase in phrases):
        return False
    at = words.find(text)
    beside = (text[:_COUNTRY], text[-_COUNTRY:], words[max(at - _COUNTRY, 0) : max(at, 0)])
    if _HAN_ALONE.fullmatch(text) and any(len(part) == _COUNTRY and reader.territories.code(part) for part in beside):
        return False  # 日本电产, 迪卡侬日本
    if not is_written_as_name(text):
        return True
    is_behind = not _OF_WAY.fullmatch(text) and any(phrase.text.endswith(text) for phrase in phrases)
    return _HAN_ALONE.fullmatch(text) is not None and not is_behind


def _goods_alone(words: str, facts: Mapping[str, str], reader: PlacesInWords) -> tuple[str, ...]:
    """Return the goods within what was taken for them, or within the text where that is none; none if it may stay."""
    goods = facts.get("description", "")
    has_others = bool(facts.keys() - {"origin", "description"})
    if asks_of_law(words) or (goods.isascii() and not has_others):
        return ()  # We sell lamps. We are happy.
    if says_more(goods):
        return goods_within(_names_blank(goods, reader), reader.workspace) or _object_alone(goods, reader)
    if not has_others or (goods and reader.may_be_goods(goods)):
        return ()
    others = () if facts.keys() & {"control_codes", "hs_code"} else _goods_of_text(words, facts, reader)
    return () if any(part in goods for part in others) else others  # drawings of a gyroscope


def _object_alone(goods: str, reader: PlacesInWords) -> tuple[str, ...]:
    """Return to what the verb is done, where that is no place and nobody."""
    thing = object_in(goods)
    return (thing,) if thing and not (reader.place(thing) or reader.is_named(thing) or names_body(thing)) else ()


def _goods_of_text(words: str, facts: Mapping[str, str], reader: PlacesInWords) -> tuple[str, ...]:
    """Return the goods of a list that stand anywhere in a text whose goods were misread; none where none do."""
    rest = _FIRM.sub(lambda match: "," * len(match[0]), _names_blank(words, reader))
    for name in (*PARTIES, "end_use"):
        if text := facts.get(name, ""):
            rest = rest.replace(text, "," * len(text))
    parts = goods_within(rest, reader.workspace)
    return tuple(part for part in parts if reader.is_goods(part) and not says_more(part))


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
