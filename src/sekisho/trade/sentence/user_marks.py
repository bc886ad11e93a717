"""Somebody before a word that says for whom goods are: 三菱重工用のガリウム, 供三菱重工使用的镓.

用 stands behind a use as well (航空機用, 汽车用), so that it marks a user only behind a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sekisho.regex import regex

_MARK: Final = regex(
    r"(?:様|さま|さん|殿|御中|社)?"
    r"(?:(?:専用|专用|專用|自用|使用|用)(?![いうえ意途法語语户戶品于於来來心地])"
    r"|分(?=[のを]|[\s　、，,。)）]|$)|案件|依頼(?=[の、，\s　]|$)|納入(?![元業者し先])"
    r"|(?:からの|の|的)?(?:注文|発注|订单|訂單|オーダー)(?![者書书單単单号號番数])"
    r"|所需要?|(?:委托|委託)?(?:采购|採購|订购|訂購|购买|購買|订货|訂貨|要|需要)(?=的))"
    r"(?:の|的|で|に)?"
)
"""A word that says for whom goods are, behind that one."""
_DEED: Final = regex(
    r"(?:が|は|で|にて|において)(?:購入|発注|注文|調達|使用|利用|加工|消費)(?!し?な[いく]|しません|せず|でき)"
    r"(?:し(?:た|ている|ていた)|する(?:予定)?|します|予定|され?る?)?(?:(?=[^、，,。\s])|[、，,。\s]?$)"
)
"""What somebody does with goods before or behind them: 三菱重工が発注したガリウム, ガリウム、三菱重工で使用."""
_SENT_TO: Final = regex(
    r"(?:发|發|寄|送|交|运|運|销|銷|供应|供應|提供|出售|卖|賣)(?:往|给|給)(?P<who>[^\s，,。、]{2,30}?)的(?=\w)"
)
"""To whom goods are sent, before them: 发给三菱重工的镓."""
_BRACKET: Final = regex(
    r"\s*[(（]\s*(?:供|给|給|为|為|for\s+)?(?P<who>[^()（）]{2,40}?)\s*(?:専用|专用|使用|用|向け|向|宛て?)?\s*[)）]"
)
"""Somebody in brackets behind goods, with a word that says that they are for that one."""
_LATIN_MARK: Final = regex(
    r"(?<=\w)[,;]?\s+(?:\(\s*for\s+(?P<bracket>[^()]+)\)|(?:(?:ordered|purchased|bought|procured|requested|required|needed)\s+by"
    r"|(?:under|as|per|on)?\s*(?:an?\s+|the\s+)?(?:purchase\s+)?orders?\s+(?:placed\s+)?(?:from|by)|on\s+behalf\s+of"
    r"|by\s+order\s+of|for\s+the\s+account\s+of|(?:destined|intended|meant|earmarked)\s+for)\s+(?=(?:the\s+)?[A-Z]))",
    re.IGNORECASE,
)
"""What says in English for whom goods are, and not whence: *on order from* names who ordered."""
_GOES_ON: Final = regex(r"[,;:.()]|\s+(?:to|from|in|at|via|by|for)\s")
"""What stands behind a name in a sentence."""
_WEEKDAY: Final = regex(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_HAS: Final = regex(r"\b(?:have|has|had|got|get|gets|received?|took|taken|is|are|was)(?:\s+\w+)?$", re.IGNORECASE)
"""What somebody does with an order of which the goods are told behind it: *I have an order from Subaru for powder*."""
_LATIN_OWNER: Final = regex(
    r"(?P<who>[A-Z][^,;]*?)(?:['’]s?\s+(?:purchase\s+)?order\s+(?:of|for)|\s+(?:has\s+|have\s+)?ordered)\s+(?P<what>[^,;]+)"
)
_GERMAN_OWNER: Final = regex(
    r"(?P<who>[A-Z][^,;]*?)\s+(?:hat|haben|möchte|will)\s+(?P<what>[^,;]+?)\s+(?:bestellt|gekauft|geordert|bestellen|kaufen)"
)
"""Who orders goods, before them."""
_ORDER_FROM: Final = regex(
    r"(?:(?:purchase\s+)?order|po|rfq|enquiry|inquiry|request)\s+(?:(?:no\.?\s*)?[\w/-]*\d[\w/-]*\s+)?(?:from|by)\s+(?P<who>[A-Z][^:;]*?)\s*[:;]\s*(?P<what>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""Who orders, as the heading of what is ordered."""
_ACTUAL: Final = (
    (
        "最终用户是",
        regex(
            r"(?:实际|實際|真正)的?(?:最终|终端)?(?:用户|使用人|使用者|使用方|使用单位|需求方|客户|买家)(?:是|为|為|[:：])?"
        ),
    ),
    (
        "需要者は",
        regex(r"(?:実際の|本当の|真の)(?:最終)?(?:需要者|使用者|需要家|エンドユーザー?|ユーザー?)(?:は|が|[:：])?"),
    ),
    (
        "end user is",
        regex(r"\b(?:actual|real|true|effective)\s+(?:end[- ]?)?user\b(?:\s+(?:is|will\s+be)|:)?", re.IGNORECASE),
    ),
)
"""Labels of who uses goods in truth, with the plain one."""
_FOR: Final = regex(r"供|给|給|为|為|由|用|宛|向|\bfor\s")
_PARTED: Final = regex(r"[\s　、，,。;；:：「」『』・をへに]|から|まで|より")
_WEAK: Final = regex(r"(?:向けの?|宛て?の?|[のがはでと的供给給从從到往为為由])")
"""What may stand before a name without a sign between them, and within one, too: 华为, 到津."""
_LONGEST: Final = 30
"""Letters of the longest name that is looked for."""
_KANA: Final = regex(r"[\u3041-\u30ff]")
_LETTER: Final = regex(r"\w")
_SHORTEST: Final = 2
"""Letters of the shortest: 東レ. With one, every 社用 would be looked up."""


def with_users_marked(words: str, is_name: Callable[[str], bool], is_place: Callable[[str], bool]) -> str:
    """Write somebody for whom goods are in the way in which a sentence marks a user.

    Parameters
    ----------
    is_name
        Tells whether words name somebody who is known, or bear a legal form.
    is_place
        Tells whether words are a place: an order comes from there, and of nobody.

    >>> known, place = {"三菱重工", "MHI"}.__contains__, {"Shanghai"}.__contains__
    >>> (
    ...     with_users_marked("三菱重工用のガリウム", known, place),
    ...     with_users_marked("ガリウム（MHI用）を日本へ", known, place),
    ... )
    ('三菱重工向けのガリウム', 'ガリウムを日本へ、MHI向け')
    >>> (
    ...     with_users_marked("供三菱重工使用的镓，从中国到日本", known, place),
    ...     with_users_marked("镓（三菱重工用）", known, place),
    ... )
    ('镓，从中国到日本，供三菱重工使用', '镓，供三菱重工使用')
    >>> (
    ...     with_users_marked("gallium ordered by MHI", known, place),
    ...     with_users_marked("MHI hat Gallium bestellt", known, place),
    ... )
    ('gallium for MHI', 'Gallium for MHI')
    >>> with_users_marked("order from Shanghai: gallium", known, place)
    'order from Shanghai: gallium'
    >>> with_users_marked("航空機用チタン合金", known, place)
    '航空機用チタン合金'
    """
    for label, pattern in _ACTUAL:
        words = pattern.sub(label, words)
    words = _in_latin(words, is_name, is_place)
    bracket = next((match for match in _BRACKET.finditer(words) if _says_for(match[0]) and is_name(match["who"])), None)
    if bracket is not None:
        return _with_user(words, bracket.span(), bracket["who"], "、")
    sent = next((match for match in _SENT_TO.finditer(words) if is_name(match["who"])), None)
    if sent is not None:
        return _with_user(words, sent.span(), sent["who"], "")
    for mark in (*_DEED.finditer(words), *_MARK.finditer(words)):
        for end in (mark.start(), *([mark.start() - 1] if words[: mark.start()].endswith("所") else [])):
            start = _start_of_name(words[:end], is_name)
            if start is not None:
                first = start - 1 if start and words[start - 1] in "供给給为為由" else start
                return _with_user(words, (first, mark.end()), words[start:end], "")
    return words


def _in_latin(words: str, is_name: Callable[[str], bool], is_place: Callable[[str], bool]) -> str:
    def is_somebody(text: str) -> bool:
        who = _GOES_ON.split(text, maxsplit=1)[0].strip()
        is_written = who[:1].isupper() and not _WEEKDAY.match(who) and not is_place(who)
        return bool(who) and (is_name(who) or is_written)

    for pattern in (_LATIN_OWNER, _GERMAN_OWNER):
        owner = pattern.match(words)
        if owner is not None and is_name(owner["who"]):
            return f"{owner['what']} for {owner['who']}{words[owner.end() :]}"
    heading = _ORDER_FROM.match(words)
    if heading is not None and is_somebody(heading["who"]):
        return f"{heading['what']}; end user: {heading['who']}"
    marked = next((mark for mark in _LATIN_MARK.finditer(words) if not _HAS.search(words, 0, mark.start())), None)
    if marked is None or not (marked["bracket"] or is_somebody(words[marked.end() :])):
        return words
    return f"{words[: marked.start()]} for {marked['bracket'] or ''}{words[marked.end() :]}"


def _says_for(bracket: str) -> bool:
    return _FOR.search(bracket) is not None


def _start_of_name(before: str, is_name: Callable[[str], bool]) -> int | None:
    """Return where a name begins with which words end, the longest first; None where they end with none."""
    least = max([match.end() for match in _PARTED.finditer(before)] + [len(before) - _LONGEST, 0])
    starts = [least, *(match.end() for match in _WEAK.finditer(before, least))]
    return next((at for at in starts if len(before) - at >= _SHORTEST and is_name(before[at:])), None)


def _with_user(words: str, span: tuple[int, int], who: str, sign: str) -> str:
    """Say behind the goods for whom they are in Chinese; in Japanese in the place where it stands."""
    before, behind = words[: span[0]], words[span[1] :]
    if _KANA.search(before + behind) is None:
        rest = f"{before.rstrip(' 　、，,')}{behind}" if not behind or not before else before + behind
        return f"{rest.strip(' 　、，,')}，供{who}使用"
    if behind.startswith("を") and before:
        return f"{before.rstrip(' 　、，,')}{behind}、{who}向け"  # ガリウム 三菱重工分を中国から
    goes_on = "の" if not sign and _LETTER.match(behind) else sign if behind else ""
    return f"{before}{sign if before else ''}{who}向け{goes_on}{behind}"
