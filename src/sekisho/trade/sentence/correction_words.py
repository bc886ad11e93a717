"""What a text takes back: *to Osaka, sorry, not Osaka but Busan*, 間違えました、釜山です, 写错了，是釜山.

What is said in its place is read where the first stood, if both are of one kind: a place, somebody, or goods. A text
that takes something back without it is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex

_NAME: Final = r"[A-Z][\w&.'-]*(?:\s+[A-Z][\w&.'-]*){0,4}"
_THING: Final = rf"(?:{_NAME}|[a-z]+(?:\s[a-z]+)?)"
_HAN: Final = r"[\u3400-\u9fff\u30a1-\u30fcA-Za-z&]{1,16}?"
_WAY: Final = r"(?:(?:出口|发|發|运|運|销|銷)(?:到|至|往)?|去|到|给|給|从|從)"
_BY_NAME: Final = (
    regex(
        rf"(?P<gap>[\s,;.(-]*)(?:\b(?:sorry|correction|oops|wait)\b[\s,:]*(?:it\s+is\s+|it's\s+)?)?\b(?i:not)\s+(?:to\s+|for\s+|from\s+)?"
        rf"(?P<old>{_THING})\s*,?\s+(?:but|it\s+is|it's|instead)\s+(?:rather\s+)?(?:to\s+|for\s+|from\s+)?(?P<new>{_THING})(?=\s+(?:to|from|for|via)\b|[,.;)]|$)"
    ),
    regex(
        rf"(?P<gap>(?:[、。]\s*(?:失礼(?:しました)?|すみません|訂正(?:します)?|間違え(?:ました|た))[、。\s]*)?)"
        rf"(?P<old>{_HAN})(?:では|じゃ)(?:なく(?:て)?|ありません(?:が)?|ない(?:です)?)[、。\s]*(?P<new>{_HAN})(?=を|へ|に|から|です|でした|の|[、。]|$)"
    ),
    regex(
        rf"(?P<gap>[，,。\s]*(?:(?:不对|不對|[写寫说說搞]错了?|[寫說搞]錯了?|更正)[，,：:\s]*)?)不是{_WAY}?(?P<old>{_HAN})[，,]?\s*而?是"
        rf"{_WAY}?(?P<new>{_HAN})(?=[，,。、：:（(\s的]|从|從|到|$)"
    ),
)
"""What is taken back by its name, and what is said in its place."""
_INSTEAD: Final = (
    regex(
        rf"(?P<new>{_THING})\s+(?:instead\s+of|rather\s+than|in\s+place\s+of|(?:an)?statt|anstelle\s+von)\s+(?P<old>{_THING})"
        r"(?=\s+(?:to|from|for|via|nach|aus|von|für)\b|[,.;)]|$)"
    ),
    regex(rf"(?P<old>{_HAN})の(?:代わり|かわり|替わり)に[、\s]*(?P<new>{_HAN})(?=を|へ|に|から|[、。]|$)"),
    regex(
        rf"(?<![\u3400-\u9fff])(?P<verb>出口|进口|采购|购买|发运|运送|发|运|卖)?(?P<new>{_HAN})[，,]?\s*而(?:不是|非)(?P<old>{_HAN})"
        r"(?=[，,。、（(\s]|从|從|到|出口|输出|运|发|去|卖|$)"
    ),
    regex(rf"用(?P<new>{_HAN})(?:代替|替代|取代)(?P<old>{_HAN})(?=[，,。、（(\s]|从|從|到|出口|输出|运|发|去|卖|$)"),
)
"""What goes in the place of something else, which does not go: *germanium instead of gallium*."""
_EARLIER: Final = regex(
    r"(?:前面|之前|上次|刚才|剛才|先前)(?:说|說|提到|写|寫|报|報|发|發)?(?:过|過)?的(?=收货|收貨|买方|買方|客户|客戶|用户|用戶|最终|最終|目的)|^\s*(?:更正|订正|訂正)[：:，,]\s*"
)
"""What says of a label that it was said before, and that it is put right."""
_MARKED: Final = (
    regex(
        rf"(?P<gap>\s*[,;.(–—-]+\s*)(?i:sorry|correction|no[,\s]+wait|wait|oops|i\s+mean)\b[\s,:]*(?:it\s+is\s+|it's\s+)?"
        rf"(?:to\s+|for\s+|from\s+)?(?P<new>{_NAME})"
    ),
    regex(
        rf"(?P<gap>\s*[,;.(–—-]+\s*)(?i:no,?\s+)?(?i:sorry|correction|wait|oops|i\s+mean|rather)\b[\s,:]*(?:it\s+is\s+|it's\s+)?"
        rf"(?P<new>{_THING})(?=\s+(?:to|from|for|via)\b|[,.;)]|$)"
    ),
    regex(
        rf"(?P<gap>[へにを]?[、。]\s*)(?:失礼(?:しました)?|訂正(?:します)?|間違え(?:ました|た)|いや)[、。：:\s]+(?:正しくは)?"
        rf"(?P<new>{_HAN})(?=へ|に|から|です|でした|の間違い|[、。]|$)(?:です|でした|の間違い(?:です)?)?"
    ),
    regex(
        rf"(?P<gap>\s*[，,、。.;；]\s*)(?:(?i:sorry|oops)|不好意思|抱歉|すみません|对不起)?[，,、\s]*(?:又|再)?(?:改|换|変|变)[^，,、。.;；]{{0,20}}?了?"
        rf"(?:[，,、]\s*(?:是|改成|改为|改到|现在是|変更先は)|改成|改为|改到|を)\s*(?P<new>{_HAN}|{_NAME})(?=[，,。、.（(\s]|に変更|$)(?:に変更(?:です|します|しました)?)?"
    ),
    regex(
        rf"(?P<gap>[へにを]?\s*[，,、。.;；]\s*)(?:(?i:sorry|oops)|不好意思|抱歉|すみません|失礼)?[，,、。\s]*(?i:destination|consignee|port|dest)\s*(?:は|を|is|=|改成|改为|→|->|:)\s*"
        rf"(?P<new>{_HAN}|{_NAME})\s*(?:に変更|に変わり|了|now)(?:です|します|しました|ました)?"
    ),
    regex(
        rf"(?P<gap>[，,。？?]\s*)(?:不对|不對|[写寫说說搞][错錯]了?|更正|啊不|不)[，,：:\s]+(?:应该|應該)?(?:是|改为|改成|為)?"
        rf"(?:到|给|給|从|從|发|發)?(?P<new>{_HAN})(?=[，,。、（(\s]|$)"
    ),
)
"""A word that takes back the last of its kind, and what is said in its place."""

_NOT_THERE: Final = (
    regex(
        r"[,;(]?\s*\b(?:and\s+|but\s+)?(?:not|never|nicht|niemals)\s+(?:going\s+|shipped\s+|destined\s+)?(?:to|for|into|nach)\s+"
        r"(?P<place>[A-Z]\w+(?:\s[A-Z]\w+)*)\)?(?=[,.;]|\s+(?:from|via)\b|$)"
    ),
    regex(
        rf"[，,。；;]?\s*(?:但|而)?(?:并|並)?不(?:会|會|是)?{_WAY}(?P<place>[\u3400-\u9fff]{{2,6}}?)(?=[，,。；;、\s]|$)(?![，,]\s*而?是)"
    ),
    regex(
        r"[、。，,]?\s*(?P<place>[\u3400-\u9fff\u30a1-\u30fc]{2,8}?)(?:(?:へ|に|まで)は[^、。]{0,8}?(?:ません|ない(?:です)?)"
        r"|向けで?は?(?:ありません|ない(?:です)?))(?=[、。]|$)"
    ),
)
"""A place to which goods do not go: 不去日本, 日本向けではありません."""

_Kind = Callable[[str], str]
_Last = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Correction:
    """Words as they are meant, what they took back, and what they say in its place; the latter two may be empty."""

    words: str
    old: str = ""
    new: str = ""


def corrected(words: str, kind: _Kind, last: _Last) -> Correction:
    """Write what is said in the place of what a text takes back where that stood; words without such stay.

    Parameters
    ----------
    kind
        Tells of what kind words are, empty where they are of none.
    last
        Gives the last words of a kind in a text, empty where there are none.

    >>> places = ("Osaka", "Busan", "大阪", "釜山")
    >>> def kind(text):
    ...     return "place" if text in places else ""
    >>> def last(kind, text):
    ...     return max(places, key=text.rfind) if any(name in text for name in places) else ""
    >>> corrected("gallium to Osaka, sorry, not Osaka but Busan", kind, last).words
    'gallium to Busan'
    >>> corrected("ガリウムを大阪へ。間違えました、釜山です。", kind, last).words
    'ガリウムを釜山へ。'
    >>> corrected("镓，到大阪，写错了，是釜山", kind, last)
    Correction(words='镓，到釜山', old='大阪', new='釜山')
    >>> corrected("gallium to Osaka instead of Busan", kind, last).words
    'gallium to Osaka'
    >>> corrected("wafers, sorry, no price yet", kind, last).old
    ''
    """
    for pattern in _BY_NAME:
        match = pattern.search(words)
        if match is not None and (of_kind := kind(match["new"])) and kind(match["old"]) == of_kind:
            return _by_name(words, match)
    for pattern in _INSTEAD:
        match = pattern.search(words)
        if match is not None and (of_kind := kind(match["new"])) and kind(match["old"]) == of_kind:
            plain = f"{words[: match.start()]}{match.groupdict().get('verb') or ''}{match['new']}{words[match.end() :]}"
            return Correction(plain, match["old"], match["new"])
    for pattern in _MARKED:
        match = pattern.search(words)
        if match is not None and (of_kind := kind(match["new"])):
            behind = words[match.end() :]
            before = words[: match.start()] + ("" if _particle(behind) else _particle(match["gap"]))
            old = last(of_kind, before)
            if old and old != match["new"]:
                return Correction(_replaced(before, old, match["new"]) + behind, old, match["new"])
    return Correction(words)


def _by_name(words: str, match: re.Match[str]) -> Correction:
    """Replace what was said before; where it was not, what is said in its place stands for both."""
    old, new = match["old"], match["new"]
    before, behind = words[: match.start()], words[match.end() :]
    if old in before:
        return Correction(_replaced(before, old, new) + behind, old, new)
    lead = words[match.start() : match.start("old")]
    plain = re.sub(r"(?i:\b(?:sorry|correction|oops|wait)\b[\s,:]*)?\bnot\s+|不是", "", lead)
    return Correction(_EARLIER.sub("", f"{before}{plain}{new}{behind}"), old, new)


def _replaced(text: str, old: str, new: str) -> str:
    at = text.rfind(old)
    return f"{text[:at]}{new}{text[at + len(old) :]}"


def _particle(text: str) -> str:
    """Return the particle with which words begin; empty where they begin with none."""
    return text[:1] if text[:1] in {"へ", "に", "を"} else ""


def without_denied_place(words: str, is_place: Callable[[str], bool]) -> tuple[str, str]:
    """Part words from a place to which goods do not go; what says so is empty where nothing does.

    >>> places = {"日本", "Japan"}.__contains__
    >>> without_denied_place("氧化钇到新加坡，不去日本", places), without_denied_place("gallium, not to Japan", places)
    (('氧化钇到新加坡', '不去日本'), ('gallium', 'not to Japan'))
    >>> without_denied_place("gallium not to standard", places)
    ('gallium not to standard', '')
    """
    for pattern in _NOT_THERE:
        match = next((match for match in pattern.finditer(words) if is_place(match["place"])), None)
        if match is not None and (rest := words[: match.start()] + words[match.end() :]).strip():
            return rest, match[0].strip(" ,;，。、；()")
    return words, ""
