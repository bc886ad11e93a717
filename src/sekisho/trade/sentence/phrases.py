"""The phrases of a text about a shipment, each with the part that a word beside it says: whence, whither, to whom.

A text of several sentences, labels and fragments is no sentence of one form. It is parted at labels (*End user:*,
最终用户是), at words before a phrase (*from*, 从) and behind one (から, 向け), at commas and at the ends of sentences;
`role-words.csv` holds the words. Who is a place, a party or goods is asked of whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import header_rows
from sekisho.regex import regex
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.sentence.frame import HAN, KANA
from sekisho.trade.sentence.goods_words import doped_names
from sekisho.trade.sentence.marks import is_arrow, is_german
from sekisho.trade.sentence.shipment_words import ARROW, COMMA

_TABLE: Final = Path(__file__).with_name("role-words.csv")
_SENTENCE: Final = regex(
    r"\s*[。;；!！?？\n•●■▪◆]+\s*|(?<!\bCo)(?<!\b[A-Z])(?<![Ll]td)(?<!nc)(?<!orp)(?<!\bNo)(?<!\d)\.(?:\s+(?=[^\W\d_a-z])|\s*$)"
    r"|(?<=\d\d)\.\s+(?=[A-Z][a-z]+\s)|(?<=[A-Z]{3})(?<!ART)(?<!FIG)(?<!CAT)\.\s+(?=\d+\s)"
    r"|(?<=[a-z]{3})(?<!pprox)\.\s+(?=\d+[\s.,xX]|(?:ok(?:ay)?|can|could|may|is|are|do|does|pls|please|any|what|how|need|we|it"
    r"|they|thanks|thx|also|then|end[- ]user|buyer|origin)\b)"
    r"|(?:(?<=KK)|(?<=K\.K)|(?<=td)|(?<=nc))\.\s+(?=(?:any|is|are|do|does|can|pls|please|what|need)\b)"
)
"""What ends a sentence, a line or a point of a list."""
_BULLET: Final = regex(r"^[\s　]*(?:[-–・*]\s*|\(?\d{1,2}[.)、]\s*)(?=\D)")
_BETWEEN: Final = rf"[、，](?!\d{{3}}(?!\d))|(?!,\d{{3}}(?!\d)){COMMA}|\s[/|]\s|　+|(?<=[a-z]):\s+(?=\w)"
_WAY: Final = (
    rf"{ARROW}|\s>\s|(?<=[\u3400-\u9fff])转(?=[\u3400-\u9fff])|\s[-–—~〜～]+\s"
    r"|(?<=[^\x00-\x7f])\s*[-–—~〜～]+\s*(?=[^\x00-\x7f])|(?<=[a-z]{3})[-–—~](?=[A-Z][a-z]{2})"
)
_SIGN: Final = r"[\s　]*(?:[(（][^()（）]{1,20}[)）])?[\s　]*[:：=＝][\s　]*"
_BEGINS: Final = r"(?:^|(?<=[\s,，、;/|(（・　:：]))"
_OPEN_LABEL: Final = regex(
    rf"{_BEGINS}(?P<label>[^\s,，、;/|:：=()（）]{{1,14}}(?:[ ][A-Za-z][\w-]*){{0,2}}){_SIGN}(?=\S)"
)
"""A label that no table names."""
_OF_ALL: Final = frozenset({"货", "材料", "东西"})
"""Labels that are words of a sentence, too: they count before a sign or a verb alone."""
_TRADERS: Final = frozenset({"商社", "取扱商社", "輸入商社", "貿易商", "代理店"})
"""Labels of a buyer who may hold the goods, too."""
_NOBODY_SAYS: Final = r"(?!不(?!明|详|清楚|知)|[要想说会问们声订采购需怎么何谁把将])"
"""What stands behind somebody of whom a Chinese sentence tells something, and names nobody."""


_NEAR: Final = 40
"""Characters beside a word among which a place is looked for."""
_SUPPLIER: Final = regex(r"供[应货](?:商|方)")
_IMPORTED: Final = regex(r"[^,，、的]{2,10}(?:进口|购买|买|采购)的")
"""What stands behind 从 where goods were made: 从日本进口的机床."""
_FIRM: Final = regex(r"[钢铁机药造作品纸业粉综総总]")
"""What stands behind 制 or 产 in a word or a name of a firm."""
_STEEL: Final = "鉄鋼薬作造紙粉品図"
"""What stands behind 製 in a word or a name of a firm: 日本製鉄, 製品."""
_LEAVES: Final = regex(r"[^,，、]{2,8}?(?:发|运|出|买|采购|进口|购)")
"""What stands behind 从 where a place follows that no table names."""
_SOMEBODY: Final = regex(r"[^,，、]{0,14}(?:大学|公司|研究所|研究院|厂|省|厅|庁|部|客户|集团|株式会社|医院|军|队)")


def _nothing(text: str) -> tuple[tuple[int, int], ...]:  # noqa: ARG001 - no names are known
    return ()


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Gives the place with which words begin, and that with which they end, empty where there is none; and known names.

    Parameters
    ----------
    known
        Gives where the names of known parties begin and end in words: nothing is cut within them.
    """

    first: Callable[[str], str]
    last: Callable[[str], str]
    known: Callable[[str], Sequence[tuple[int, int]]] = _nothing


_ORDERS: Final = r"\b(?:orders?|enquir(?:y|ies)|inquir(?:y|ies)|requests?)"
_ORDER_FROM: Final = regex(rf"{_ORDERS}\s+from\s+(?P<who>[^,;]+?)\s+for\s+", re.IGNORECASE)
"""Who asks for goods, and the goods."""
_ORDER_BY: Final = regex(
    r"(?:^|(?<=[.;]\s))(?:(?:the|an?|our|this)\s+)?(?:orders?|enquir(?:y|ies)|inquir(?:y|ies))\s+(?:is\s+|comes?\s+|came\s+)?(?:from|by)\s+"
    r"(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""Who asks for goods that stand elsewhere: *Order from NEC, Fuchu*."""
_ORDER_FOR: Final = regex(
    rf"(?:we\s+(?:have|got|received)\s+)?(?:an?\s+)?{_ORDERS}\s+for\s+(?P<goods>[^,;]+?)(?P<from>\s+from\s+)(?=[A-Z])",
    re.IGNORECASE,
)
"""The goods, and who asks for them."""
_TURNED: Final = regex(
    r"\s*(?:加工|精製|成形|混|変|入|組|付|載|内蔵|なる|なり|し[てた、]|する|ある|あり|関|対|よる|基)"
)
"""What stands behind に where nothing goes there: コンパウンドに加工し."""
_STAYS: Final = regex(
    r"(?:出向|勤務|在籍|駐在|滞在|出張中|住んで|いる|居る|所属)|[^、。]{0,24}(?:入って|入れて|入った|保存|格納|含まれ|載って)"
)
"""What stands behind に where somebody or something is."""
_OF_TIME: Final = frozenset("側前後際時間中月日年内上")
"""How words of time end before に."""
_EAST: Final = regex(r"[\u3040-\u9fff]")
_WITHIN_WORD: Final = regex(
    "\0(?:发(?:动机|电|光|热|射|泡|酵|票|展|明|现|布|改委)|向(?:导|量|心)|到(?:底|时|期)|往(?:来|返)|给定)"
    "|(?:研|开|批|触|激|引|喷)\0发|(?:方|定|轴|径|单|双|面|导|趋)\0向|(?:收|达|得|买|遇|接|听|看|想|直|提)\0到|(?:供|补)\0给"
)
"""Words of which a character is a mark elsewhere; the mark begins at the sign."""
_PRONOUN: Final = regex(r"(?:it|them|these|those)\b")
_ORDERED: Final = regex(
    r"(?P<from>から|より)(?P<item>[^。、]{2,30}?|、[^。]{2,40}?)?の(?:ご)?(?:見積|注文|引き?合い?|依頼|照会|発注|オーダー)[^。、]*"
)
"""Who asks for goods, and the goods: ○○から…の注文."""
_LEAVES_FROM: Final = regex(
    r"(?<=\S)\s+(?:will\s+)?(?:leaves?|leaving|left|departs?|departing)\s+(?:(?:our|my|the|an?|their)\s+(?:[a-z]+\s+){1,2}(?:in|at)\s+)?(?=[A-Z])"
)
"""A verb between goods and the place that they leave."""
_INFINITIVE: Final = (
    r"(?:to\s+(?:buy|sell|resell|re-?export|ship|export|import|send|deliver|supply|purchase|use|know|do|be|make|get)\b)"
)
_GERMAN_ALONE: Final = frozenset({"an", "zu", "zum", "zur", "ab", "von", "aus"})
"""Marks of a German sentence that are words of English."""


class PhraseRole(StrEnum):
    """What a word beside a phrase says that the phrase is; open where none says it."""

    ITEM = "item"
    GRADE = "grade"
    ORIGIN = "origin"
    START = "start"
    HELD = "held"
    VIA = "via"
    END = "end"
    USER = "user"
    BUYER = "buyer"
    CONSIGNEE = "consignee"
    SELLER = "seller"
    USE = "use"
    FOR = "for"
    NONE = "none"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and its role; `is_label` where a label says the role, and not a word of a sentence."""

    role: PhraseRole
    text: str
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class _Cut:
    """A word that says a role, or a mark that parts, and where it stands.

    Parameters
    ----------
    role
        What stands behind it.
    before
        What stands in front of it; None where it says nothing of that.
    """

    start: int
    end: int
    role: PhraseRole = PhraseRole.OPEN
    before: PhraseRole | None = None
    is_label: bool = False


@cache
def _roles(position: str) -> dict[str, PhraseRole]:
    """Return the role of each word of a position."""
    with _TABLE.open(encoding="utf-8", newline="") as source:
        return {
            word: PhraseRole(row["role"])
            for row in header_rows(source)
            if row["position"] == position
            for word in row["words"].split("|")
        }


def _any_of(position: str) -> str:
    """Return all words of a position as a part of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(_roles(position), key=len, reverse=True))


@cache
def _label() -> re.Pattern[str]:
    """Return the pattern of a label with a sign behind it, or with a verb, or before a name."""
    every = _any_of("label")
    labels = sorted(_roles("label"), key=len, reverse=True)
    han = "|".join(re.escape(word) for word in labels if _EAST.search(word))
    latin = "|".join(re.escape(word) for word in labels if not _EAST.search(word))
    bare = "|".join(word for word in han.split("|") if word not in _OF_ALL)
    named = "|".join(
        re.escape(word)
        for word, role in sorted(_roles("label").items(), key=lambda pair: -len(pair[0]))
        if word[0].isascii()
        and word != "sold to"  # graphite stored here, sold to somebody
        and (
            role in {PhraseRole.USER, PhraseRole.BUYER, PhraseRole.CONSIGNEE, PhraseRole.SELLER}
            or word in {"notify party", "notify", "payer"}
        )
    )
    return re.compile(
        rf"{_BEGINS}(?P<sign>{every})(?:名|\s?\d{{1,2}})?{_SIGN}"
        rf"|(?P<topic>{bare})(?:[(（][^()（）]{{1,20}}[)）])?(?:には|は|が)[、，]?"
        rf"|(?P<verb>{han})(?:是|为|為|在)"
        rf"|(?:^|(?<=[\s，,、　:：]))(?P<bare>{bare})[\s　]*{_NOBODY_SAYS}(?=[^\s　])"
        rf"|\b(?P<is>{latin})(?:\s+in\s+(?P<where>[A-Z]\w+)(?=,\s+[A-Z]|\s+(?:is|are|ist|will)\b))?"
        r"(?:\s+(?:is|are|ist|will\s+be)\s+|(?(where),\s+|(?!)))"
        rf"|\b(?P<name>{named})\s+(?=(?-i:[A-Z])|unknown|not\s+(?:yet\s+)?(?:known|disclosed|named)|undisclosed|confidential|tbd)"
        r"|\b(?P<none>value|price|qty|quantity|amount|weight)\s+(?=[A-Z]{3}\s?\d|\d|[$€¥£])",
        re.IGNORECASE,
    )


def _sort_behind(word: str) -> int:
    """Sort a word behind a phrase: a particle with its verb, 用, what says an origin, another particle."""
    if re.fullmatch(r"[がでに].+[うる]", word):
        return 0
    return 1 if word[0] == "用" else 2 if word[0] in "原産製" else 3


@cache
def _behind() -> re.Pattern[str]:
    """Return the pattern of Japanese words behind a phrase: they follow no hiragana, and none follows them."""
    words = sorted(_roles("behind"), key=len, reverse=True)
    verbs, nouns, origins, particles = (
        "|".join(re.escape(word) for word in words if _sort_behind(word) == sort) for sort in range(4)
    )
    return re.compile(
        rf"(?<=[^\u3041-\u3096\s、，])(?:(?P<verb>{verbs})|(?P<noun>{nouns})(?=[\s　、，(（]|$|(?<=の))"
        rf"|(?P<origin>{origins})(?![{_STEEL}])|(?P<particle>{particles})(?=[\s　、，]|[^\u3041-\u3096]|$)"
        rf"|[ ](?P<apart>へ|まで|むけ|向け|から|より)(?=[\s　、，]|$))"
    )


def phrases_in(words: str, places: PlaceNames) -> tuple[Phrase, ...]:
    """Part a text into its phrases, each with the role that a word beside it says.

    Parameters
    ----------
    places
        Names the places at the ends of words.

    >>> known = {"宁波", "大阪", "Ningbo", "Osaka", "上海", "中国"}
    >>> place = PlaceNames(
    ...     first=lambda text: next((name for name in known if text.startswith(name)), ""),
    ...     last=lambda text: next((name for name in known if text.endswith(name)), ""),
    ... )
    >>> [(phrase.role.value, phrase.text) for phrase in phrases_in("氧化镝，从宁波发往大阪，最终用户是九州大学", place)]
    [('open', '氧化镝'), ('start', '宁波'), ('end', '大阪'), ('user', '九州大学')]
    >>> [(phrase.role.value, phrase.text) for phrase in phrases_in("ガリウムを上海から大阪へ。用途は研究です", place)]
    [('item', 'ガリウム'), ('start', '上海'), ('end', '大阪'), ('use', '研究です')]
    >>> [(phrase.role.value, phrase.text) for phrase in phrases_in("Item: oxide / Ship to: Osaka / Buyer: IHI", place)]
    [('item', 'oxide'), ('end', 'Osaka'), ('buyer', 'IHI')]
    """
    return tuple(
        phrase
        for sentence in _SENTENCE.split(words)
        if sentence.strip()
        for phrase in _of_sentence(_BULLET.sub("", sentence), places)
    )


def _of_sentence(sentence: str, places: PlaceNames) -> Iterator[Phrase]:
    """Part one sentence at its cuts."""
    role, is_label, at = PhraseRole.OPEN, False, 0
    for cut in _cuts_of(sentence, places):
        text = _bare(sentence[at : cut.start])
        if cut.before is not None:
            *heads, last = _parts_before(text, cut.before, places)
            yield from (Phrase(role, part, is_label) for part in heads if part)
            yield Phrase(cut.before, last)
        elif text:
            yield Phrase(role, text, is_label)
        role, is_label = cut.role, cut.is_label
        at = cut.end
    if rest := _bare(sentence[at:]):
        yield Phrase(role, rest, is_label)


def _parts_before(text: str, role: PhraseRole, places: PlaceNames) -> list[str]:
    """Part what stands before a word from what that word marks: a place, or the last of words with spaces.

    Goods, and who buys in Latin letters, are all that stands there.
    """
    if role in {PhraseRole.ITEM, PhraseRole.USER, PhraseRole.HELD}:
        return [text]
    plain = text.replace("　", " ")
    name = places.last(plain) if role in {PhraseRole.START, PhraseRole.END, PhraseRole.VIA, PhraseRole.ORIGIN} else ""
    if name and (plain.isascii() or role is PhraseRole.ORIGIN):
        return [plain.removesuffix(name).strip(), name]
    head, _, last = ("", "", plain) if plain.isascii() else plain.rpartition(" ")
    if any(start < len(head) < end for start, end in places.known(plain)):
        return [plain]  # Terra Drone株式会社
    return [head, last] if head else [plain]


def _bare(text: str) -> str:
    return text.strip(" \t　,，、:：/|.'\"“”「」『』【】-–—")


def _cuts_of(sentence: str, places: PlaceNames) -> list[_Cut]:
    """Find where a sentence is cut, in order; of cuts at one place the longest."""
    closed = [match.span() for match in re.finditer(r"[(（][^()（）]*[)）]", sentence)]
    names = places.known(sentence)
    cuts = [
        cut
        for cut in _all_cuts(sentence, places)
        if not any(start < cut.start < end for start, end in closed)
        and not any(start <= cut.start < end and cut.end > start for start, end in names)
    ]
    cuts.sort(key=lambda cut: (cut.start, -cut.end))
    kept: list[_Cut] = []
    for cut in cuts:
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def _all_cuts(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    yield from _labels(sentence, places)
    yield from (_Cut(match.start(), match.end()) for match in re.finditer(_BETWEEN, sentence))
    yield from _ways(sentence, places)
    if KANA.search(sentence) or _has_way_in_han(sentence):
        yield from _japanese(sentence, places)
    elif HAN.search(sentence):
        yield from _chinese(sentence, places)
    yield from _latin(sentence, places)


def _has_way_in_han(sentence: str) -> bool:
    """Tell whether a sentence without kana is Japanese by 発, 着 or 向."""
    return re.search(r"[発着産製経]", sentence) is not None and not re.search(r"[经发产运给从对为]", sentence)


def _labels(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    roles = {word.casefold(): role for word, role in _roles("label").items()}
    for match in _label().finditer(sentence):
        word = next(text for text in match.group("sign", "topic", "verb", "bare", "is", "name", "none") if text)
        role = roles[word.casefold()]
        if match["topic"] in _TRADERS and match[0].endswith("が"):
            continue  # 商社が在庫している: who holds goods
        if match["where"]:
            yield _Cut(match.start(), match.start("where"), PhraseRole.END, is_label=True)
            yield _Cut(match.end("where"), match.end(), role, is_label=True)
        else:
            yield _Cut(match.start(), match.end(), role, is_label=True)
    for match in _ORDER_FROM.finditer(sentence):
        yield _Cut(match.start(), match.start("who"), PhraseRole.USER, is_label=True)
        yield _Cut(match.end("who"), match.end(), PhraseRole.ITEM)
    for match in _ORDER_BY.finditer(sentence):
        who = _bare(re.split(_BETWEEN, sentence[match.end() :])[0])
        if places.first(who) != who:
            yield _Cut(match.start(), match.end(), PhraseRole.USER, is_label=True)
    for match in _ORDER_FOR.finditer(sentence):
        who = _bare(re.split(_BETWEEN, sentence[match.end() :])[0])
        if places.first(who) != who:
            yield _Cut(match.start(), match.start("goods"), PhraseRole.ITEM)
            yield _Cut(match.start("from"), match.end(), PhraseRole.USER, is_label=True)
    known = [match.span() for match in _label().finditer(sentence)]
    doped = doped_names(sentence)
    for match in _OPEN_LABEL.finditer(sentence):
        if any(start < match.end() <= end for start, end in doped):
            continue
        is_known = any(start < match.end() and match.start() < end for start, end in known)
        if is_known or places.last(match["label"]):
            continue
        of_country = bool(country_of_adjective(match["label"].partition(" ")[0]))
        yield _Cut(match.end("label") if of_country else match.start(), match.end())  # Chinese bars: goods


def _ways(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    """Find signs between places: what stands before the first is whence, behind the last whither, others on the way."""
    signs = [
        match
        for match in re.finditer(_WAY, sentence)
        if is_arrow(match[0])
        or (_ends_in_place(sentence[: match.start()], places) and _begins_with_place(sentence[match.end() :], places))
    ]
    for number, match in enumerate(signs):
        last = number + 1 == len(signs)
        yield _Cut(
            match.start(),
            match.end(),
            PhraseRole.END if last else PhraseRole.VIA,
            before=None if number else PhraseRole.START,
        )


def _ends_in_place(text: str, places: PlaceNames) -> bool:
    return bool(places.last(re.split(_BETWEEN, _bare(text))[-1][-_NEAR:]))


def _begins_with_place(text: str, places: PlaceNames) -> bool:
    return bool(places.first(re.split(_BETWEEN, _bare(text))[0][:_NEAR]))


def _japanese(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    for match in _ORDERED.finditer(sentence):
        if match["item"] is None:
            yield _Cut(match.start(), match.end(), before=PhraseRole.USER)
        elif not match["item"].startswith("、") or not _ends_in_place(sentence[: match.start()], places):
            yield _Cut(match.start("from"), match.end("from"), PhraseRole.ITEM, before=PhraseRole.USER)
            yield _Cut(match.end("item"), match.end())
    roles = _roles("behind")
    for match in _behind().finditer(sentence):
        word = next(text for text in match.group("verb", "noun", "origin", "particle", "apart") if text)
        if match["origin"] and not _ends_in_place(sentence[: match.start()], places):
            continue
        if word == "に" and _is_no_way(sentence, match.start(), match.end(), places):
            continue
        start = match.start() + len("用") if match["noun"] else match.start()  # 民生用 is a use as it stands
        yield _Cut(start, match.end(), before=roles[word])
    for match in re.finditer(
        r"(?<=[^\u3041-\u3096\s])(?:(?P<start>発)|着|行)(?=[\s　、，のでに]|$|[^\u3041-\u309f]{2})", sentence
    ):
        if _ends_in_place(sentence[: match.start()], places):
            yield _Cut(match.start(), match.end(), before=PhraseRole.START if match["start"] else PhraseRole.END)


def _is_no_way(sentence: str, start: int, end: int, places: PlaceNames) -> bool:
    """Tell whether nothing goes where に stands: 公告の前に, 粉末に加工し, ノートPCに…入って, 包頭に出向中の."""
    behind = sentence[end:]
    if _TURNED.match(behind) or _STAYS.match(behind):
        return True
    return sentence[start - 1 : start] in _OF_TIME and not _ends_in_place(sentence[:start], places)


def _chinese(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    roles = _roles("han_before")
    for match in re.finditer(_any_of("han_before"), sentence):
        word, behind = match[0], sentence[match.end() :].lstrip()
        is_place = _begins_with_place(behind, places)
        leaves = word == "从" and _LEAVES.match(behind) is not None
        if len(word) == 1 and roles[word] in {PhraseRole.START, PhraseRole.VIA} and not (is_place or leaves):
            continue  # 自卫队, 经济
        is_known = any(start == 0 for start, _ in places.known(behind))
        if word in "到至往向发去寄" and not (is_place or is_known) and not _SOMEBODY.match(behind):
            continue
        if _WITHIN_WORD.search(sentence[: match.start()] + "\0" + sentence[match.start() :]):
            continue  # 发动机, 研发, 收到
        if word == "给" and (not behind or sentence[: match.start()].endswith("供")):
            continue
        if word == "供" and _SUPPLIER.match(sentence[match.start() :]):
            continue
        role = roles[word]
        if word == "供" and re.search(r"[给向为]", sentence[: match.start()]):
            role = PhraseRole.ITEM  # 给台湾的公司供紧固件
        if word in "从自由" and _IMPORTED.match(behind):
            role = PhraseRole.ORIGIN
        yield _Cut(match.start(), match.end(), role)
    yield from _chinese_starts(sentence, places)
    roles = _roles("han_behind")
    for match in re.finditer(_any_of("han_behind"), sentence):
        role, before = roles[match[0]], _bare(sentence[: match.start()])
        if role is PhraseRole.ORIGIN and _FIRM.match(sentence[match.end() :]):
            continue  # 日本制铁
        if role in {PhraseRole.ORIGIN, PhraseRole.VIA} and not _ends_in_place(before, places):
            continue
        last = re.split(_BETWEEN, before)[-1]
        if role is PhraseRole.START and not (places.first(last) and len(last) < _NEAR // 4) and not places.last(last):
            continue
        if before:
            yield _Cut(match.start(), match.end(), before=role)


def _chinese_starts(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    """Find verbs of leaving right behind a place: 张家港出, 厦门发宇都宫."""
    for match in re.finditer(r"(?<=[\u3400-\u9fff])(?:出(?=[\s,，。]|$)|发(?=[\u3400-\u9fff]{2}))", sentence):
        last = re.split(_BETWEEN, _bare(sentence[: match.start()]))[-1]
        if match[0] == "发" and not _begins_with_place(sentence[match.end() :], places):
            continue
        if last and places.last(last) == last:
            role = PhraseRole.END if match[0] == "发" else PhraseRole.OPEN
            yield _Cut(match.start(), match.end(), role, before=PhraseRole.START)


def _latin(sentence: str, places: PlaceNames) -> Iterator[_Cut]:
    roles = _roles("latin_before")
    words = sorted(roles, key=len, reverse=True)
    terms = "|".join(re.escape(word) for word in words if word.isupper())
    others = "|".join(re.escape(word) for word in words if not word.isupper())
    pattern = (
        rf"(?:^|(?<=[^A-Za-z]))(?!{_INFINITIVE})"
        rf"(?P<word>(?-i:{terms})(?=\s|[\u3041-\u9fff])|(?:{others})(?=\s))\s*(?=[^\s\d])"
    )
    german = is_german(sentence)
    for match in re.finditer(pattern, sentence, re.IGNORECASE):
        word = match["word"]
        if word in _GERMAN_ALONE and not german:
            continue
        yield _Cut(match.start(), match.end(), roles[word] if word in roles else roles[word.lower()])
    roles = _roles("latin_behind")
    pattern = (
        rf"(?P<joined>\s+(?:and|but|then|und))?\s+(?P<word>{_any_of('latin_behind')})(?:\s+{_INFINITIVE})?"
        r"(?:\s+(?!an?\s+licen[cs]e)(?=\S)|(?=,|$))"
    )
    for match in re.finditer(pattern, sentence):
        if _PRONOUN.match(sentence[match.end() :]):
            continue  # our dealer sends them on
        role = roles[match["word"]]
        behind = PhraseRole.OPEN if role is PhraseRole.OPEN else PhraseRole.ITEM
        yield _Cut(match.start(), match.end(), behind, before=None if match["joined"] else role)
    for match in _LEAVES_FROM.finditer(sentence):
        if _begins_with_place(sentence[match.end() :], places):
            yield _Cut(match.start(), match.end(), PhraseRole.START, before=PhraseRole.ITEM)
    for match in re.finditer(r"\sof\s+(?=[a-z])", sentence):
        if _ends_in_place(sentence[: match.start()], places):
            yield _Cut(match.start(), match.end())  # to the ministry of a country, of goods
