"""Where goods were made, as words say it beside them or in a cell: *made in China*, *Chinese*, 中国産, 原产于中国.

What stands before or behind a mark is a place only if whoever calls knows it as one: 日本製鉄 and 中国産業 name firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sekisho.regex import regex
from sekisho.trade.sentence.shipment_words import LONGEST_PLACE, Place

_BEFORE_PLACE: Final = regex(
    r"\b(?:made|manufactured|produced|mined|refined|smelted)\s+in\s+(?:the\s+)?"
    r"|\bproducts?\s+of\s+(?:the\s+)?|\boriginat(?:ing|ed|es)\s+(?:in|from)\s+(?:the\s+)?"
    r"|\b(?:country\s+of\s+)?origin\s*(?:is\s+|[:=]\s*)|\b(?:country\s+of\s+)?origin\s+(?=(?-i:[A-Z]))"
    r"|\bhergestellt\s+in\s+|\b(?:ursprung|herkunft)(?:sland)?\s*:?\s*"
    r"|原産(?:国|地)?(?:は|が)?[:：\s]*|(?:原产(?:地|国)?|产地|产)(?:于|自|是|为)?[:：\s]*",
    re.IGNORECASE,
)
"""Words behind which the place stands where something was made."""
_BEHIND_PLACE: Final = regex(
    r"(?:\s+|-)made\b(?!\s+(?:in|of|from|to|by)\b)|(?:\s+|-)origin(?:at(?:ed|ing))?\b"
    r"|\s+(?:ursprungs?|herkunft)\b"
    r"|(?:原産|産)(?![業地物出権額総])(?:の)?|製(?:造(?!所))?(?![品鋼鉄紙薬造作油粉氷糖麺缶塩菓材罐版図本])(?:の)?"
    r"|(?:原产|生产|制造|产(?![业品权能量生地于自机综総总])|制(?![造品药造剂件冷钢铁作]))(?:的)?",
    re.IGNORECASE,
)
"""Words before which it stands."""
_OF_WHOLE: Final = regex(r"[\s,，、]*(?:country\s+of\s+origin|原産国|原产国|原产地)[^,，、;；()（）]*$", re.IGNORECASE)
"""What stands in brackets before a country that is that of the goods themselves, whatever follows."""
_BEFORE: Final = regex(r"\s*\b(?:of|with|is|are)$|[\s,，、;(（]+$|在$")
_BEHIND: Final = regex(r"^[\s,，、;()（）]+")
"""What stands beside words of making, before and behind them, and goes with them."""
_CLAUSE: Final = regex(
    r"\s*([,，、;；])\s*(?=(?:the\s+|our\s+)?(?:end[- ]?)?(?:users?|customers?|buyers?|consignees?|kunden?|use|uses)\b"
    r"|最終|需要|客|用途|用户|最终)",
    re.IGNORECASE,
)
"""A mark before what is said of the user or the use, which begins a clause of its own."""
_BREAK: Final = regex(r"[,，、;()（）]")
"""What no name of a place goes across."""
_LONGEST_HAN: Final = 8
"""Characters of the longest name of a place that is looked for before a mark: サウジアラビア."""
_SHORTEST_HAN: Final = 2
"""One character before a mark names no place: 日産 is a firm."""


def without_origin(words: str, place: Place) -> tuple[str, str]:
    """Part words from where the goods were made, as a mark says it; the place is empty where none does.

    Parameters
    ----------
    place
        Gives the code of the territory of a place or of the adjective of a country, empty if it is none.

    >>> places = {"China": "CN", "Chinese": "CN", "中国": "CN", "日本": "JP"}
    >>> def code(text):
    ...     return places.get(text, "")
    >>> without_origin("tungsten oxide made in China Hamburg to Japan", code)
    ('tungsten oxide Hamburg to Japan', 'China')
    >>> without_origin("gallium of Chinese origin", code), without_origin("中国産ガリウムを日本へ", code)
    (('gallium', 'Chinese'), ('ガリウムを日本へ', '中国'))
    >>> without_origin("日本製鉄", code), without_origin("中国産業", code), without_origin("gallium", code)
    (('日本製鉄', ''), ('中国産業', ''), ('gallium', ''))
    >>> without_origin("motor (中国製磁石入り)", code), without_origin("gallium (Chinese origin) to Japan", code)
    (('motor (中国製磁石入り)', ''), ('gallium to Japan', 'Chinese'))
    """
    for start, end, text in (*_behind_marks(words), *_before_marks(words)):
        if not _BREAK.search(text) and place(text) and not _is_of_part(words, start, end):
            return _joined(words[:start], words[end:]), text
    return words, ""


def _is_of_part(words: str, start: int, end: int) -> bool:
    """Tell whether brackets around a place say more than where goods were made: of a part (中国製磁石入り)."""
    opened = max(words.rfind("(", 0, start), words.rfind("（", 0, start))
    if opened < 0 or any(mark in words[opened:start] for mark in ")）"):
        return False
    if _OF_WHOLE.match(words[opened + 1 : end]):
        return False  # (country of origin China per the certificate)
    behind = re.split(r"[)）]", words[end:])[0]
    return bool(behind.strip(" ,、，の"))


def _behind_marks(words: str) -> Iterator[tuple[int, int, str]]:
    """Go through what may be a place behind a mark, the longest first, with where mark and place begin and end."""
    for mark in _BEFORE_PLACE.finditer(words):
        rest = words[mark.end() :]
        ends = [part.end() for part in re.finditer(r"[^\s,，、;()（）]+", rest)][:LONGEST_PLACE]
        longest = 0 if rest[:1].isascii() else min(_LONGEST_HAN, *ends[:1] or [0])
        tight = range(longest, _SHORTEST_HAN - 1, -1)
        for length in (*reversed(ends), *tight):
            text = rest[:length].rstrip(" .") if length in ends else rest[:length]
            yield mark.start(), mark.end() + length, text


def _before_marks(words: str) -> Iterator[tuple[int, int, str]]:
    """Go through what may be a place before a mark, the longest first, with where place and mark begin and end."""
    for mark in _BEHIND_PLACE.finditer(words):
        before = words[: mark.start()]
        starts = [part.start() for part in re.finditer(r"[^\s,，、;()（）]+", before)][-LONGEST_PLACE:]
        tight = range(0)
        if before and not before[-1].isascii():
            within = max(len(before) - _LONGEST_HAN, starts[-1] if starts else 0)
            tight = range(within, len(before) - _SHORTEST_HAN + 1)
            starts = [start for start in starts if len(before) - start >= _SHORTEST_HAN]
        for start in (*starts, *tight):
            yield start, mark.end(), before[start:]


def _joined(before: str, behind: str) -> str:
    """Put together what is left on both sides of what was taken out."""
    left, right = before, _BEHIND.sub("", behind)
    while (shorter := _BEFORE.sub("", left)) != left:
        left = shorter
    if left and (clause := _CLAUSE.match(behind)) is not None:
        return f"{left}{clause[1]}{' ' * clause[1].isascii()}{right}".strip()
    is_apart = before[-1:].isspace() or behind[:1].isspace() or (left[-1:].isascii() and right[:1].isascii())
    is_bracketed = bool(left) and before.endswith(("(", "（")) and not "\u3041" <= right[:1] <= "\u3096"
    space = " " if is_apart or is_bracketed else ""
    return f"{left}{space}{right}".strip()
