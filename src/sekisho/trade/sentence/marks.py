"""A shipment as a sentence in which marks say what each part is: *to*, *for*, *from*; を, から, へ; 从, 到, 给, 向.

It parts words and judges none: who is a place, a party or goods is asked of whoever calls. What stands around the
sentence says nothing of the shipment and is left out (`frame`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.sentence.frame import HAN, KANA, without_frame
from sekisho.trade.sentence.shipment_words import ARROW, HONORIFIC, Place


class PartMark(StrEnum):
    """What a word beside a part says of it: goods, whence, whither or to whom, for whom or what, by which way."""

    ITEM = "item"
    START = "start"
    END = "end"
    FOR = "for"
    VIA = "via"


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A part of a sentence, and the mark before it with its spaces, so that a part may be put back."""

    mark: PartMark
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where something goes and who gets it, as one part says both: *a civil maker in Osaka*, 大阪の民間メーカー.

    Parameters
    ----------
    place
        Code of a territory.
    """

    place: str = ""
    who: str = ""


_LATIN_MARKS: Final = regex(
    rf"\s+(?P<start>from|von|aus|ex)\s+|\s+(?P<end>to|into|nach|towards)\s+|\s*(?P<arrow>{ARROW})\s*"
    r"|\s+(?P<whom>for|für|fuer)\s+|\s+(?P<via>via|through|über|ueber)\s+",
    re.IGNORECASE,
)
_GERMAN_MARKS: Final = regex(rf"{_LATIN_MARKS.pattern}|\s+(?P<to>an|zu|zum|zur)\s+", re.IGNORECASE)
"""The same in a German sentence, in which *an* is no article."""
_GERMAN: Final = regex(
    r"\b(?:aus|nach|von|für|fuer|über|ueber|wir|ich|der|die|das|liefern|liefere|Lieferung|Ausfuhr|Ursprung|Herkunft|Lager|Endabnehmer|Empfänger|ein|eine|soll|geht|Kunde)\b"
)
_ARROW: Final = regex(ARROW)
_ARROW_WAY: Final = regex(rf"(?P<before>.*?)(?P<start>[^\s,，、]+)\s*{ARROW}\s*(?P<end>[^\s,，、]+)(?P<after>.*)")
_JAPANESE_MARKS: Final = regex(
    r"(?<=[^\u3041-\u3096\s])(?:(?P<item>を)|(?P<start>からの|から|より)|(?P<via>経由での|経由で|経由|を経て)|(?P<end>向けに|向けの|向けで|向け|宛てに|宛てで|宛に|宛て|宛|行きの|行き|あてに|御中"
    r"|への|へ|まで|に))(?=[\s、，,]|[^\u3041-\u3096\s]|$)[\s、，,]*"
)
_JAPANESE_NOUN: Final = regex(
    r"(?P<item>(?:(?!から|より)[^をへに])+?)の(?P<end>[^をへに]+?)(?:へ|向け)(?:の(?:再?輸出|出荷|販売|納入|供給|提供))?"
)
"""Goods whose export is a noun: 酸化ジスプロシウムの日本への輸出."""
_CHINESE_ROUTES: Final = tuple(
    regex(pattern)
    for pattern in (
        r"(?:从|自(?![卫衛动動])|由)(?P<start>[^的]+?)(?:经由?|途经|通过)(?P<via>[^的]+?)(?:转运|转口|中转|出口|再?运|发)?(?:到|至|往)(?P<end>[^的]+?)的(?P<item>.+)",
        r"(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:经由?|途经|通过)(?P<via>.+?)(?:把|将|出口|转运|转口|中转)(?P<item>.+?)(?:到|至|往)(?P<end>.+)",
        r"(?:把|将)?(?P<item>.+?)(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:经由?|途经|通过)(?P<via>.+?)(?:[转中]?[运口转]|出口|发)?[到至往](?P<end>.+)",
        r"(?:把|将)?(?P<item>.+?)(?:经由?|途经|通过)(?P<via>.+?)(?:转运|转口|中转|出口|再?运|发)?(?:到|至|往)(?P<end>.+)",
        r"(?:经由?|途经|通过)(?P<via>[^的]+?)(?:转运|转口|中转|出口|再?运|发)?(?:到|至|往)(?P<end>[^的]+?)的(?P<item>.+)",
        r"(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:转运|转口|运|出口|发|销|寄|卖)?(?:到|至|往)(?P<end>.+?)的(?P<item>.+)",
        r"(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:向|给)(?P<end>.+?)(?:出口|销售|供应|发运|运送|提供)(?P<item>.+)",
        r"(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:出口|发运|运送|运|发)(?P<item>.+?)(?:到|至|往|给)(?P<end>.+)",
        r"(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:把|将)(?P<item>.+?)(?:出口到|出口至|出口给|转运到|转运至|转口到|转口至|[海空陆]?运到|[海空陆]?运往|[海空陆]?运至|发往|卖给|卖到|转卖给|转售给|销售给|销售到|供应给|到|至|往|给)(?P<end>.+)",
        r"(?:把|将)(?P<item>.+?)(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:出口到|出口至|出口给|转运到|转运至|转口到|转口至|[海空陆]?运到|[海空陆]?运往|[海空陆]?运至|发往|卖给|到|至|往|给)(?P<end>.+)",
        r"(?:把|将)(?P<item>.+?)(?:出口到|出口至|出口给|转运到|转运至|转口到|转口至|运到|运往|发往|发给|寄给|转卖给|转售给|转让给|卖给|卖到|销售给|销售到|供应给|送到|交给)(?P<end>.+)",
        r"(?:向|给|对)(?P<end>.+?)(?:出口|销售|供应|发运|运送|提供|发货)(?P<item>.+)",
        r"(?:出口|销售|供应|提供|发运|运送|卖)(?:给|到|至|往)(?P<end>[^的]+?)的(?P<item>.+)",
        r"(?:出口|销售|供应|发运|运送)(?P<item>.+?)(?:到|至|往|给)(?P<end>.+)",
        r"(?P<item>.+?)(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:出口到|出口至|出口给|转运到|转运至|转口到|转口至|[海空陆]?运到|[海空陆]?运往|[海空陆]?运至|发往|卖给|到|至|往|给)(?P<end>.+)",
        r"(?:出口|销往|运往|发往)(?P<end>(?!管制|受限|禁止|限制|许可)[^的到至往给]{2,6}?)的(?P<item>.+)",
        r"(?P<item>.+?)(?:出口到|出口至|出口给|运往|运到|发往|转卖给|转售给|转让给|卖给|卖到|销售给|销售到|供应给|发给|寄给)(?P<end>.+)",
    )
)
_WITHIN: Final = regex(r"(?P<who>.+)\s(?:in|at|bei)\s(?P<place>.+)", re.IGNORECASE)
_COMMA: Final = regex(r"(?<=\S)\s*[,，、]\s*(?=\S)")
_BRACKETED: Final = regex(r"(?P<who>.+?)\s*[(（](?P<place>[^()（）]+)[)）]")
_BEHIND_ALL: Final = regex(r"(?P<text>.*[^\s(（].*?)\s*[(（](?P<note>[^()（）]+)[)）]")
_PLACE_FIRST: Final = regex(r"(?P<place>.+?)(?:の|的)(?P<who>.+)")
_LATIN_PLACE_FIRST: Final = regex(r"(?:(?:an?|the|our|my|their)\s+)?(?P<place>[A-Z]\w{2,}|US|UK)\s+(?P<who>[a-z].+)")
_LONGEST_PREFIX: Final = 6
"""Characters of the longest name of a place that is looked for before a word without a mark between: 日本大阪."""
_ARTICLE: Final = regex(r"^(?:an?|the|our|my|some|unser\w*|ein\w*|der|die|das)\s+", re.IGNORECASE)
_ABROAD: Final = regex(
    r"(?:(?:south[- ]?east|east|central|western|eastern|northern|southern) )?(?:europe|asia|africa)|e\.?u\.?|asean"
    r"|america|(?:north|south|latin) america|middle east|korea|congo"
    r"|overseas|abroad|elsewhere|(?:foreign|third) countr(?:y|ies)"
    r"|海外|国外|國外|境外|外国|外國|他国|第三国|欧州|欧洲|歐洲|ヨーロッパ|アジア|亚洲|亞洲|東南アジア|东南亚|中東|中东|北米|北美|アフリカ|非洲",
    re.IGNORECASE,
)
"""Words for several countries, which are no one's name."""
_SMALL: Final = frozenset({"of", "and", "for", "the", "de", "du", "der", "und", "di"})
"""Words within names that are written small."""
_OURS: Final = regex(r"^(?:(?:我们|我方|我司|本公司|弊社|当社|自社)(?:的|の)?)?(?:在|位于|位於)?")
"""What a Chinese or Japanese sentence says before the place of somebody: 我们在大阪的子公司, 当社の大阪工場."""
_KINDS_OF_USER: Final = regex(
    r"(?:メーカー|メーカ|企業|会社|工場|製造業者?|事業者|業者|ベンダー|厂家|厂商|工厂|企业|公司|制造商|生产商|厂"
    r"|客先|顧客|お客様|ユーザー|ユーザ|需要家|需要者|取引先|買主|商社|代理店|販売店|大学|研究所|研究室|研究機関|病院|学校|庁|省"
    r"|客户|用户|买家|买方|贸易商|经销商|代理商|大学|学院|研究院|医院)$"
    r"|\b(?:manufacturers?|makers?|compan(?:y|ies)|firms?|factor(?:y|ies)|plants?|mills?|customers?|clients?|buyers?"
    r"|users?|end[- ]users?|distributors?|traders?|trading (?:house|company)|universit(?:y|ies)|labs?"
    r"|laborator(?:y|ies)|hospitals?|institutes?|dealers?|kunden?"
    r"|subsidiar(?:y|ies)|affiliates?|tochter(?:firma|gesellschaft)|branch(?:es)?|offices?|warehouses?)$"
    r"|(?:hersteller|händler|betrieb|fabrik|firma|unternehmen|universität|hochschule|institut|behörde|klinik|krankenhaus|spedition)$",
    re.IGNORECASE,
)
_FIRMS: Final = regex(
    r"(?:メーカー|メーカ|企業|会社|工場|製造業者?|厂家|厂商|工厂|企业|公司|制造商|生产商|厂)$"
    r"|\b(?:manufacturers?|makers?|compan(?:y|ies)|firms?|factor(?:y|ies)|plants?|mills?"
    r"|subsidiar(?:y|ies)|affiliates?|tochter(?:firma|gesellschaft))$|(?:hersteller|betrieb|fabrik|firma|unternehmen)$",
    re.IGNORECASE,
)
_ANYBODY: Final = regex(
    r"客先|顧客|お客様|ユーザー|ユーザ|需要家|需要者|取引先|買主|客户|用户|买家|买方"
    r"|(?:customers?|clients?|buyers?|users?|end[- ]users?|kunden?|branch(?:es)?|offices?|warehouses?)",
    re.IGNORECASE,
)
"""Words that say of somebody no more than that he buys or uses."""
_TRADERS: Final = regex(r"商社|商事|貿易|贸易|trading|販売", re.IGNORECASE)
_CIVIL: Final = regex(r"民生|民用|\bcivil(?:ian)?\b", re.IGNORECASE)


def is_german(words: str) -> bool:
    """Tell whether a sentence has words of German, in which *an* and *ab* are marks.

    >>> is_german("Gallium aus China nach Kobe"), is_german("an order from Kobe")
    (True, False)
    """
    return _GERMAN.search(words) is not None


def marked_parts(words: str) -> tuple[MarkedPart, ...]:
    """Part a sentence at its marks; of nothing that has a mark nothing comes.

    >>> [(part.mark.value, part.text) for part in marked_parts("gallium from Hamburg to Naniwa Seiki")]
    [('item', 'gallium'), ('start', 'Hamburg'), ('end', 'Naniwa Seiki')]
    >>> [(part.mark.value, part.text) for part in marked_parts("ガリウムを大阪の民間メーカーへ")]
    [('item', 'ガリウム'), ('end', '大阪の民間メーカー')]
    >>> [(part.mark.value, part.text) for part in marked_parts("向日本企业出口镓")]
    [('item', '镓'), ('end', '日本企业')]
    """
    plain = without_frame(words)
    if KANA.search(plain):
        parts = tuple(_japanese(plain))
    elif HAN.search(plain):
        parts = tuple(_chinese(plain)) or tuple(_latin(plain))
    else:
        parts = tuple(_latin(plain, german=is_german(words)))
    marks = [part.mark for part in parts]
    once = all(marks.count(mark) <= 1 for mark in (PartMark.ITEM, PartMark.START))
    return parts if len(parts) > 1 and PartMark.ITEM in marks and once else ()


def arrow_way(words: str, place: Place) -> tuple[str, str, str, str] | None:
    """Part words at a way that an arrow marks between two places: goods, whence, whither, and what stands behind.

    None where there is no such way. Places are codes of territories.

    >>> osaka = {"シンガポール": "SG", "大阪": "JP"}
    >>> arrow_way("ガリウム シンガポール→大阪 防衛省向け", lambda text: osaka.get(text, ""))
    ('ガリウム', 'SG', 'JP', '防衛省向け')
    >>> arrow_way("USB -> HDMI", lambda text: osaka.get(text, ""))
    """
    match = _ARROW_WAY.fullmatch(words)
    if match is None:
        return None
    goods, beside = match["before"].strip(" ,，、"), match["after"].strip(" ,，、")
    start, end = place(match["start"]), place(match["end"])
    return (goods, start, end, beside) if goods and start and end else None


def is_arrow(mark: str) -> bool:
    """Tell whether a mark between two parts is an arrow.

    >>> is_arrow(" -> "), is_arrow(" to ")
    (True, False)
    """
    return _ARROW.fullmatch(mark.strip()) is not None


def _mark(match: re.Match[str]) -> PartMark:
    """Return what the mark that was found says."""
    names = {"item": PartMark.ITEM, "start": PartMark.START, "via": PartMark.VIA, "whom": PartMark.FOR}
    return next((mark for name, mark in names.items() if match.groupdict().get(name)), PartMark.END)


def _latin(plain: str, *, german: bool = False) -> Iterator[MarkedPart]:
    marks = list((_GERMAN_MARKS if german else _LATIN_MARKS).finditer(plain))
    if not marks or marks[0].start() == 0:
        return
    yield MarkedPart(PartMark.ITEM, plain[: marks[0].start()].strip(" ,、，"))
    for at, match in enumerate(marks):
        ends = marks[at + 1].start() if at + 1 < len(marks) else len(plain)
        mark = _mark(match)
        yield MarkedPart(mark, plain[match.end() : ends].strip(" ,、，"), match.group())


def _japanese(plain: str) -> Iterator[MarkedPart]:
    """Part at particles that follow no hiragana; what is left at the end is the goods, unless を told them."""
    if noun := _JAPANESE_NOUN.fullmatch(plain):
        yield MarkedPart(PartMark.ITEM, noun["item"])
        yield MarkedPart(PartMark.END, noun["end"])
        return
    at, has_item = 0, "を" in plain
    for match in _JAPANESE_MARKS.finditer(plain):
        text = plain[at : match.start()].strip(" 　、，,")
        mark = _mark(match)
        *before, text = text.split() or [""]
        if before and mark is not PartMark.ITEM:
            if has_item:
                text = " ".join([*before, text])
            else:
                yield MarkedPart(PartMark.ITEM, " ".join(before))
                has_item = True
        elif before:
            text = " ".join([*before, text])
        if mark is PartMark.END and (stated := _LISTED.fullmatch(text)) is not None:
            if stated["item"] and not has_item:
                yield MarkedPart(PartMark.ITEM, stated["item"])
                has_item = True
            yield MarkedPart(PartMark.FOR, stated["use"])
            text = stated["who"]
        if text:
            yield MarkedPart(mark, text.removeprefix("の"), match.group())
        at = match.end()
    rest = plain[at:].strip(" 　、，,").removeprefix("の")
    if rest and at:
        yield MarkedPart(PartMark.FOR if has_item else PartMark.ITEM, rest.removesuffix("で"))


_LISTED: Final = regex(r"(?:(?P<item>[^、，,]+)[、，,])?(?P<use>[^、，,]+用)[、，,](?P<who>[^、，,]+)")
"""Behind what goods are for stands to whom they go: 赤外線カメラ用、防衛装備庁向け."""


def _chinese(plain: str) -> Iterator[MarkedPart]:
    for route in _CHINESE_ROUTES:
        match = route.fullmatch(plain)
        if match is not None:
            yield MarkedPart(PartMark.ITEM, match["item"].strip(" ,、，的"))
            for mark in (PartMark.START, PartMark.VIA, PartMark.END):
                if text := match.groupdict().get(mark):
                    yield MarkedPart(mark, text.strip(" ,、，"))
            return


def without_bracket(text: str) -> tuple[str, str]:
    """Part a text from what stands in brackets behind it; the latter is empty where nothing does.

    >>> without_bracket("照明メーカー（民生用）"), without_bracket("a lamp maker in Japan (civil use)")
    (('照明メーカー', '民生用'), ('a lamp maker in Japan', 'civil use'))
    >>> without_bracket("Naniwa Seiki")
    ('Naniwa Seiki', '')
    """
    match = _BEHIND_ALL.fullmatch(text.strip())
    return (match["text"].strip(), match["note"].strip()) if match else (text, "")


def receiver_in(text: str, place: Place, named: Callable[[str], bool]) -> Receiver:
    """Part where something goes from who gets it, as one part says both; nothing where it does not.

    Parameters
    ----------
    named
        Tells whether a text names a known party or bears a legal form.

    >>> osaka = {"Osaka": "JP", "大阪": "JP", "日本": "JP"}
    >>> receiver_in("a civil maker in Osaka", lambda text: osaka.get(text, ""), lambda text: False)
    Receiver(place='JP', who='civil maker')
    >>> receiver_in("日本民用企业", lambda text: osaka.get(text, ""), lambda text: False)
    Receiver(place='JP', who='民用企业')
    >>> receiver_in("a Japanese LED maker", lambda text: "", lambda text: False)
    Receiver(place='JP', who='LED maker')
    """
    text = _OURS.sub("", text.strip())
    for ends in _ends_of(text):
        for where, who in (ends, ends[::-1]):
            if code := place(where.strip()):
                return Receiver(code, _bare(who))
    first, _, rest = text.partition(" ")
    if rest and not first.isascii() and (code := place(first)):
        return Receiver(code, _bare(rest))
    whose, _, who = _ARTICLE.sub("", text).partition(" ")
    is_kind = bool(who) and whose[:1].isupper() and who.split()[-1].islower() and is_kind_of_user(who)
    if is_kind and (code := country_of_adjective(whose) or place(whose)):
        return Receiver(code, _bare(who))  # a US lamp maker; China Steel Company is a name
    if HAN.match(text) or KANA.match(text):
        for length in range(min(_LONGEST_PREFIX, len(text) - 1), 1, -1):
            code, who = place(text[:length]), text[length:]
            if code and (is_kind_of_user(who) or named(who)):
                return Receiver(code, _bare(who))
    return Receiver()


def _ends_of(text: str) -> Iterator[tuple[str, str]]:
    """Go through the ways to part somebody from a place; a Latin name stands before the first comma that fits."""
    for pattern in (_BRACKETED, _WITHIN):
        if match := pattern.fullmatch(text):
            yield match["place"], match["who"]
    commas = list(_COMMA.finditer(text))
    for comma in commas if text.isascii() else commas[::-1]:
        yield text[comma.end() :], text[: comma.start()]
    for pattern in (_PLACE_FIRST, _LATIN_PLACE_FIRST):
        if match := pattern.fullmatch(text):
            yield match["place"], match["who"]


def _bare(who: str) -> str:
    return HONORIFIC.sub("", _ARTICLE.sub("", who.strip())).strip()


def is_kind_of_user(text: str) -> bool:
    """Tell whether words say what kind of user somebody is, and name nobody: 民間メーカー, *a civil customer*."""
    return _KINDS_OF_USER.search(_bare(text)) is not None


def kind_of_user(text: str) -> str:
    """Return the kind that words say of a user, as a line states it; the words where they say another, or nothing.

    A private firm may work for the forces: it is civil or a contractor of defence. One that is called civil is civil.

    >>> (
    ...     kind_of_user("民間メーカー"),
    ...     kind_of_user("民用企业"),
    ...     kind_of_user("customer"),
    ...     kind_of_user("trading company"),
    ... )
    ('civil|defence_contractor', 'civil', '', 'trading company')
    """
    bare = _bare(text)
    if _CIVIL.search(bare):
        return "civil"
    if _FIRMS.search(bare) and not _TRADERS.search(bare):
        return "civil|defence_contractor"
    return "" if _ANYBODY.fullmatch(bare) else bare


_STORE: Final = regex(
    r"(?:(?:our|my|the|an?|their|his)\s+)?(?:own\s+|local\s+)?(?:stocks?|warehouses?|stores?|inventory|depots?|suppliers?|vendors?|factory|plants?|makers?|manufacturers?|lager)"
    r"|(?:弊社|当社|自社|客先|先方)?の?(?:在庫|倉庫|工場|仕入先|サプライヤー|メーカー)"
    r"|(?:我司|我们|我方|国内|本地)?的?(?:仓库|库存|厂家|工厂|供应商|厂里)(?:直接)?",
    re.IGNORECASE,
)


def is_store(text: str) -> bool:
    """Tell whether words say that goods leave a store or a maker, and not where that is.

    >>> is_store("our warehouse"), is_store("弊社倉庫"), is_store("Suzhou")
    (True, True, False)
    """
    return _STORE.fullmatch(text.strip()) is not None


_GERMAN_THING: Final = regex(r"[A-ZÄÖÜ][a-zäöüß]{7,}(?:en|er|e|n|ik|el|bau|ung)(?:\s*\([^()]*\))?|[A-Z]{2,5}s")


def is_german_thing(text: str) -> bool:
    """Tell whether words are one long German noun, or things by initials: behind *für* what goods are for.

    >>> is_german_thing("Poliermittel (CMP)"), is_german_thing("LEDs"), is_german_thing("Bosch")
    (True, True, False)
    """
    return _GERMAN_THING.fullmatch(text) is not None


_STORE_BEHIND: Final = regex(
    r"(?<=[\u3400-\u9fff\u30a1-\u30fc]{2})(?:の|的)?(?:保税|自社|外部|営業)?(?:倉庫|仓库|倉儲|库房|仓|物流センター|配送センター|物流中心|デポ|ストックヤード|保税区|保稅區)$"
)
"""A store behind the place where it is: 高雄倉庫."""
_WORKS: Final = regex(r"^(?:works?|factory|mill|warehouse|stock|werk|lager)\s+(?=[A-Z])")


def without_works(text: str) -> str:
    """Leave out of where goods leave the word before the place, and the store there: *ex works Suzhou*, 高雄倉庫.

    >>> without_works("works Suzhou"), without_works("Suzhou"), without_works("高雄の保税倉庫")
    ('Suzhou', 'Suzhou', '高雄')
    """
    return _STORE_BEHIND.sub("", _WORKS.sub("", text))


def is_proper_name(text: str) -> bool:
    """Tell whether Latin words are written like a name of several words: Naniwa Seiki.

    >>> is_proper_name("Naniwa Seiki"), is_proper_name("gas turbines"), is_proper_name("MRI")
    (True, False, False)
    """
    return " " in text.strip() and is_capitalised(text)


def is_capitalised(text: str) -> bool:
    """Tell whether each of some Latin words begins with a capital: a name, where one is expected.

    Small words between others do not count: Osaka University of Arts.

    >>> is_capitalised("Naniwa"), is_capitalised("civil makers"), is_capitalised("Naniwa 21")
    (True, False, True)
    >>> is_capitalised("Osaka University of Arts"), is_capitalised("of Osaka")
    (True, False)
    """
    first, *others = text.split() or [""]
    words = [first, *(word for word in others if word not in _SMALL)]
    return (
        text.isascii()
        and any(map(str.isalpha, text))
        and all(word[0].isupper() or not word[0].isalpha() for word in words)
    )


def is_likely_name(text: str) -> bool:
    """Tell whether words that name no known place are somebody's name, where goods are said to go to somebody or there.

    >>> is_likely_name("Naniwa Seiki"), is_likely_name("トヨタ"), is_likely_name("smelters")
    (True, True, False)
    >>> is_likely_name("Europe"), is_likely_name("海外"), is_likely_name("the EU")
    (False, False, False)
    """
    bare = _ARTICLE.sub("", text.strip())
    if not bare or _ABROAD.fullmatch(bare) or is_kind_of_user(bare):
        return False
    return is_capitalised(bare) if bare.isascii() else len(bare) > 1


def goods_last(parts: Sequence[MarkedPart], is_goods: Callable[[str], bool]) -> tuple[MarkedPart, ...] | None:
    """Put the goods first where what stands in front is a place and they stand last: 大阪 浪速精機向けガリウム.

    None where the parts are others, or what stands last is no goods.
    """
    marks = [part.mark for part in parts]
    if marks != [PartMark.ITEM, PartMark.END, PartMark.FOR] or not is_goods(parts[-1].text):
        return None
    place, receiver, goods = parts
    return replace(goods, mark=PartMark.ITEM), replace(receiver, text=f"{place.text} {receiver.text}")
