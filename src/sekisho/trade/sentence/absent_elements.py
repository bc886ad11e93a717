"""Elements of which a text says that the goods hold none: *no Dy and no Tb inside*, 镝、铽未检出, Dy・Tb不検出.

A magnet with dysprosium stands on a list that one without it does not stand on. What stands in a text apart from the
goods is put beside them, so that classification reads the one with the other.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.sentence.frame import HAN

_SYMBOL: Final = r"(?-i:Dy|Tb|Ho|Tm|Eu|Yb|Sm|Gd|Lu|Sc|Co)(?![a-z])"
_LATIN: Final = (
    r"(?:(?:heavy\s+|other\s+)?rare[- ]earths?(?:\s+elements?)?|dysprosium|terbium|holmium|erbium|thulium|europium"
    rf"|ytterbium|samarium|gadolinium|lutetium|scandium|yttrium|cobalt|{_SYMBOL}|(?:schwere\s+)?seltene\s+erden)"
)
_HAN: Final = rf"(?:重?稀土(?:元素)?|[镝鏑铽鋱钬鈥铒鉺铥銩铕銪镱鐿钐釤钆釓镥鑥钪鈧钇釔钴鈷]|{_SYMBOL})"
_KANA: Final = (
    r"(?:重?レアアース|重?希土類|ジスプロ(?:シウム)?|テルビウム|ホルミウム|エルビウム|ツリウム|ユウロピウム|イッテルビウム|サマリウム|ガドリニウム"
    rf"|ルテチウム|スカンジウム|イットリウム|コバルト|{_SYMBOL})"
)
_HANGUL: Final = (
    r"(?:희토류|디스프로슘|테르븀|홀뮴|에르븀|툴륨|유로퓸|이터븀"
    rf"|사마륨|가돌리늄|루테튬|스칸듐|이트륨|코발트|{_SYMBOL})"
)
_AND: Final = r"\s*(?:,|/|&|\band\b|\bor\b|\bnor\b|\bund\b|\boder\b)\s*(?:and\s+)?(?:no\s+|any\s+|kein\w*\s+)?"
_AND_EAST: Final = r"\s*[、,，/和及与與・とやも]\s*"
_LATIN_LIST: Final = rf"(?P<what>{_LATIN}(?:{_AND}{_LATIN})*)"
_PATTERNS: Final = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"[\s,;]*(?:\b(?:(?:the\s+)?(?:shipper|supplier|maker|mill|seller|they|he|she)\s+(?:says?|states?|confirms?)(?:\s+that)?"
            r"|contains?|contain|with|has|have|there\s+is)\s+)?\b(?:no|without(?:\s+any)?|free\s+of|neither|(?:do(?:es)?\s+not|don't|doesn't)\s+contain(?:\s+any)?|ohne|kein(?:e[nr]?)?)\s+"
            rf"{_LATIN_LIST}(?:\s+(?:inside|in\s+(?:it|them|there)|content|at\s+all|added|contained|drin|enthalten))?"
            r"(?=\s*(?:[,.;:()!?]|$|[^\x00-\x7f]|\b(?:only|but|just|nur)\b))"
        ),
        (
            rf"[\s,;]*(?<![\w-]){_LATIN_LIST}\s*(?:(?:are|is|were|was|both|all|sind|ist)\s+)*(?:not\s+(?:detected|contained|present|added)"
            r"|n\.?d\.?(?![a-z])|below\s+(?:the\s+)?(?:detection(?:\s+limit)?|lod)\b|nicht\s+(?:nachweisbar|nachgewiesen|enthalten))"
        ),
        (
            rf"[\s,，、]*(?:检测报告|檢測報告|报告|检测|测试)?(?:显示|表明|里|中)?\s*(?P<what>{_HAN}(?:{_AND_EAST}{_HAN})*)\s*(?:均|都|皆)?(?:未检出|未檢出|没检出)"
            r"(?:\s*[（(]\s*ND\s*[)）])?"
        ),
        rf"[\s,，、]*(?:无|無)(?P<what>{_HAN}(?:{_AND_EAST}{_HAN})*)(?=[\s，,。；;、）)（(]|$)",
        (
            rf"[\s、,]*(?P<what>{_KANA}(?:{_AND_EAST}{_KANA})*)\s*(?:は|も|とも|共に|ともに|いずれも|を)*\s*(?:不検出|検出(?:され(?:ず|ない|ません|ていない|ていません)|なし|せず)"
            r"|含まない|含みません|無添加|不使用|ND(?![A-Za-z]))(?:です)?"
        ),
        (
            rf"[\s,]*(?P<what>{_HANGUL}(?:\s*(?:,|/|와|과|및)\s*{_HANGUL})*)\s*(?:은|는|이|가|도|모두|\s)*(?:불검출|미검출|미함유|없음|없습니다|미포함)(?:입니다)?"
        ),
    )
)
_EMPTY: Final = regex(r"\s*[(（][\s,，、]*[)）]|(?<=\s)[.;](?=\s)|[,，、]\s*(?=[,，、])")
"""What is left around words that were taken out."""
_OPEN_BEFORE: Final = regex(
    r"(?:\b(?:if|whether|unsure|unclear|unknown|doubt\w*|not\s+(?:sure|say|state|confirm|known|clear)\w*|cannot|can't|could\s+not|ob)\b"
    r"|是否|不确定|不清楚|不知|未确认)[^.;。；,，、]{0,24}$",
    re.IGNORECASE,
)
"""Before what is not known to be so."""
_OPEN_BEHIND: Final = regex(r"\s*(?:か(?!ら)|とは(?:言え|限ら|思え)|かもしれ|わけでは|吗|嗎|么|[?？]|인지|는지)")
"""Behind what is asked, or is denied in turn."""
_JAPANESE: Final = regex(r"[\u3041-\u30ff]")
_ANY: Final = regex(
    r"\b(?:no|without|free|neither|not|don't|doesn't|below|ohne|kein|nicht|n\.?d)|ND|未检|未檢|没检|不検|検出|含ま|含み|無添|不使用|검출|함유|없|미포함",
    re.IGNORECASE,
)
"""Without one of these a text denies no element."""
_SPLIT: Final = regex(rf"{_AND}|{_AND_EAST}|\s*(?:와|과|및)\s*", re.IGNORECASE)
"""What stands between elements."""


@dataclass(frozen=True, slots=True)
class AbsentElements:
    """Words without what they say of elements that are not in the goods; these elements, and the words for that."""

    rest: str
    elements: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()

    def beside(self, goods: str) -> str:
        """Return goods and what they do not hold, as one description."""
        if not self.elements:
            return goods
        if _JAPANESE.search(goods):
            return f"{goods}（{'・'.join(self.elements)}を含まない）"
        if HAN.search(goods):
            return f"{goods}（不含{'和'.join(self.elements)}）"
        return f"{goods} (without {' and '.join(self.elements)})"


def _is_open(words: str, match: re.Match[str]) -> bool:
    """Tell whether it is asked, or not known, that an element is not there."""
    return (
        _OPEN_BEFORE.search(words[: match.start("what")]) is not None
        or _OPEN_BEHIND.match(words, match.end()) is not None
    )


def without_absent(words: str) -> AbsentElements:
    """Part words from the elements that the goods are said not to hold.

    >>> without_absent("magnets N52, no Dy and no Tb inside, to Nagoya")
    AbsentElements(rest='magnets N52, to Nagoya', elements=('Dy', 'Tb'), typed=('no Dy and no Tb inside',))
    >>> without_absent("磁钢N52，检测报告Dy、Tb未检出").elements, without_absent("磁石、Dy・Tb不検出").elements
    (('Dy', 'Tb'), ('Dy', 'Tb'))
    >>> without_absent("no dysprosium licence yet").elements, without_absent("magnets with Dy").elements
    ((), ())
    """
    if _ANY.search(words) is None:
        return AbsentElements(words)
    elements: dict[str, None] = {}
    typed: list[str] = []
    for pattern in _PATTERNS:
        while (match := pattern.search(words)) is not None and not _is_open(words, match):
            elements |= dict.fromkeys(part.strip() for part in _SPLIT.split(match["what"]) if part.strip())
            typed.append(match[0].strip(" ,，、;"))
            words = words[: match.start()] + words[match.end() :]
    rest = _EMPTY.sub("", words) if typed else words
    return AbsentElements(rest, tuple(elements), tuple(typed))
