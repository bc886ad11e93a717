"""What a text tells of the use apart: of a military one that whoever asks heard of, and last of all that it is civil.

*We heard that they end up in a destroyer*, 護衛艦に使うと聞いた; *for Hoya, civil*.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex

_SENTENCES: Final = regex(r"[。；;!！?？\n]|(?<=[a-z\d)])\.\s+")
_CLAUSES: Final = regex(r"[，,、]\s*")
_TOLD: Final = regex(
    r"\b(?:they|customer|client|buyer|he|she|agent)\s+(?:also\s+)?(?:said|says|say)\b|\b(?:the|our|their)\s+\w+\s+(?:said|says)\b|\b(?:told|tells|heard|hear|informed|learn(?:t|ed)|know|knows|knew|aware|mentioned|admitted|confirmed|rumou?rs?|suspect(?:s|ed)?|hörte[n]?|erfuhr|erfahren|wissen|weiß)\b"
    r"|言っ(?:てい|てまし|た)|とのこと|聞[いかき]|伺[いっ]|言われ|教え(?:て|られ)|知[っり]|分か[っり]|判明|漏らし|噂"
    r"|(?<![没不小解用])[说說](?!明)|听说|听到|据说|得知|告诉|告知|透露|知道|了解到|获悉|提到|說過|聽說",
    re.IGNORECASE,
)
"""Verbs of whoever was told, or knows."""
_ASKS: Final = regex(
    r"\b(?:do\s+not|don't|does\s+not|not|never|whether|if)\s+(?:know|aware|told|informed|sure)|\b(?:let\s+(?:us|me)\s+know|would\s+like\s+to\s+know|want\s+to\s+know)"
    r"|知りたい|分から|わから|知ら(?:な|ず)|聞いていない|聞いてません|不知道|不清楚|想知道|没听说|未听说|是否",
    re.IGNORECASE,
)
"""What says that one does not know, or asks."""

_NOT_BUT: Final = regex(r"では?なく、?|じゃなく、?|(?:不是|并非)[^，,。]*[，,]?\s*而是|\bnot\b.*\bbut\b", re.IGNORECASE)
_DENIES: Final = regex(
    r"\b(?:not|no|never|nothing|none|without|isn't|aren't|won't|non|nicht|kein\w*)\b"
    r"|では?な[いくか]|じゃな|でな[いく]|ません|なし|無し|無関係|使わな|されな|しな[いく]|(?:入って|受けて|含まれて|関わって|関与して|携わって)い?な[いく]|(?:関係|関わり|関与|取引)[はがも]?な[いく]|向けでは"
    r"|不是|并非|不用|不会|没有|无关|非军|不涉|与[^，。]*无关|否认",
    re.IGNORECASE,
)
"""What says that it is not so: who was told that it is no missile knows of none."""


def told_of_forces(words: str, is_military: Callable[[str], bool]) -> str:
    """Return the sentence in which whoever asks says that he was told of a military use; empty where none does.

    Parameters
    ----------
    is_military
        Tells whether a sentence names arms or forces, and does not deny them.

    >>> def arms(text):
    ...     return "destroyer" in text or "護衛艦" in text
    >>> told_of_forces("Someone told us they may end up in a destroyer. Valves to Kobe.", arms)
    'Someone told us they may end up in a destroyer'
    >>> told_of_forces("We do not know if a destroyer gets them. Valves to Kobe.", arms)
    ''
    >>> told_of_forces("護衛艦のソナーに使うと聞いてしまいました。買主は商社", arms)
    '護衛艦のソナーに使うと聞いてしまいました'
    """
    for sentence in _SENTENCES.split(words):
        matter = _NOT_BUT.split(sentence)[-1]  # what is told after *not this, but*
        if _TOLD.search(sentence) and not _ASKS.search(sentence) and not _DENIES.search(matter) and is_military(matter):
            clauses = _CLAUSES.split(matter)
            short = next((clause for clause in clauses if _TOLD.search(clause) and is_military(clause)), sentence)
            return short.strip()
    return ""


_CIVIL: Final = regex(
    r"[\s　]*[,，、;；(（][\s　]*(?:(?:for\s+)?"
    r"(?P<latin>civil(?:ian)?(?:\s+(?:use|purposes?|applications?))?(?:\s+only)?)"
    r"|(?:用途(?:は|が|是|为)?)?(?P<east>(?:民生|民用|民需)(?:用途?|品|目的)?)(?:です|のみ)?)[)）]?"
    r"(?=[\s　]*(?:[.。!！?？]?[\s　]*$|[,，、;；]))"
    r"|(?<=\S)[\s　]+(?P<alone>(?:民生|民用|民需)(?:用途?|品|目的)?)(?=[\s　]*[.。!！?？]?[\s　]*$)",
    re.IGNORECASE,
)
"""That the use is civil, behind a comma, or last of all."""
_SET_AGAINST: Final = regex(
    r"(?:(?:では|じゃ)なく(?:て)?|不是.*|\b(?:not|nicht)\b[^,;]*|而是|\b(?:but|or|and|sondern)|或|和|または)\s*$",
    re.IGNORECASE,
)
"""Words before that are set against these: they are read together."""


@dataclass(frozen=True, slots=True)
class CivilInWords:
    """A text without the words that say last, or in brackets of commas, that the use is civil, and these words."""

    rest: str
    use: str = ""


def without_civil(words: str) -> CivilInWords:
    """Part a text from words by which its use is civil and no name or goods go on.

    >>> without_civil("gallium to Osaka for Hoya, civil")
    CivilInWords(rest='gallium to Osaka for Hoya', use='civil')
    >>> without_civil("cells for Naniwa KK, civil use, from Ningbo")
    CivilInWords(rest='cells for Naniwa KK, from Ningbo', use='civil use')
    >>> without_civil("ガリウムを大阪へ 三菱マテリアル 民生").rest
    'ガリウムを大阪へ 三菱マテリアル'
    >>> without_civil("cells for Hoya, civil and military").use
    ''
    """
    match = _CIVIL.search(words)
    if match is None or not match.start() or _SET_AGAINST.search(words[: match.start()]):
        return CivilInWords(words)
    use = match["latin"] or match["east"] or match["alone"]
    return CivilInWords(words[: match.start()] + words[match.end() :], use)


_NO_RISK: Final = regex(
    r"[\s　]*[,，、;；(（]?[\s　]*(?:(?:with|there\s+is|we\s+know\s+of|i\s+know\s+of|and)\s+)?(?:"
    r"no\s+(?:security\s+|known\s+|other\s+|military\s+)?risks?(?:\s+(?:is\s+|are\s+)?known|\s+to\s+(?:national\s+)?security\s+known)?"
    r"|no\s+knowledge\s+of\s+(?:any\s+)?(?:security\s+)?risks?|kein(?:e)?\s+(?:Sicherheits)?risik(?:o|en)\s+bekannt"
    r"|(?:安全保障上の?|軍事上の?)?(?:懸念|リスク)(?:は|も)?(?:なし|無し|ない|ありません|無い)|(?:没有|没|无|無|未发现|未發現)(?:已知)?(?:安全)?(?:风险|風險|顾虑))[)）]?"
    r"(?=[\s　]*(?:[.。!！?？]?[\s　]*$|[,，、;；。]))",
    re.IGNORECASE,
)
"""That whoever asks knows of no risk."""


@dataclass(frozen=True, slots=True)
class RiskInWords:
    """A text without the words by which no risk is known, and these words; empty where it says none."""

    rest: str
    typed: str = ""


def without_risk(words: str) -> RiskInWords:
    """Part a text from words by which whoever asks knows of no risk.

    >>> without_risk("gallium to Japan, no risk known, civil use")
    RiskInWords(rest='gallium to Japan, civil use', typed='no risk known')
    >>> without_risk("ガリウムを日本へ、懸念なし").rest, without_risk("is there no risk in gallium to Japan?").typed
    ('ガリウムを日本へ', '')
    """
    match = _NO_RISK.search(words)
    if match is None or not match.start():
        return RiskInWords(words)
    return RiskInWords(words[: match.start()] + words[match.end() :], match[0].strip(" 　,，、;；()（）"))
