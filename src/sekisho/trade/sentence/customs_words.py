"""Customs codes that stand anywhere in a text, with a word for them or without: *helium gas 2804290010*, 品番 811292.

Goods are typed with their code behind them. A number of eight or ten digits is one where the tariff has such a code;
of fewer digits, where a word says that it is one. What a telephone, a part or an order is called by is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.items.amounts import UNITS
from sekisho.trade.sentence.word_classes import content_in

_CODE: Final = r"\d{4}(?:[. ]?\d{2}){0,3}"
_SAID: Final = regex(rf"(?:HS|海关编码|税号|税番)\s*(?:codes?|コード|编码)?\s*[:：はが为是]?\s*{_CODE}", re.IGNORECASE)
"""A code behind the word for it, which each reading knows."""
_LISTED: Final = regex(
    r"(?<![A-Za-z])(?:HS|海关编码|税号|税番)\s*(?:codes?|コード|编码)?\s*[:：はが为是]?\s*"
    r"(?P<codes>\d{4}(?:[. ]?\d{2}){0,3}(?:\s*[/,、和・]\s*\d{4}(?:[. ]?\d{2}){1,3})*)(?!\d)",
    re.IGNORECASE,
)
"""One customs code or several behind the word for them."""
_BY_WORD: Final = regex(
    r"(?:品番|品目番号|統計品目番号|商品编码|商品編碼|商品编号|税则号|稅號|稅則號列"
    r"|customs\s+(?:code|no\.?|number)|tariff\s+(?:code|no\.?|number|line)|commodity\s+code|Zolltarifnummer|Warennummer)"
    r"\s*[:：はが为是#]?\s*(?P<code>\d{4}[. ]?\d{2}(?:[. ]?\d{2}){0,2})(?![\d.-]*\d)",
    re.IGNORECASE,
)
"""A code of six digits at the least behind another word for it; a part, too, has a 品番."""
_ALONE: Final = regex(
    r"(?<![A-Za-z0-9_.+#$€¥£￥-])(?P<code>\d{4}[. ]?\d{2}[. ]?\d{2}(?:[. ]?\d{2})?)(?![A-Za-z0-9_]|[.,-]\d)"
    rf"(?!\s?(?:{UNITS}|k?g|t|yen|USD|JPY|CNY|RMB|EUR|円|元|圆|日元|ドル|万|千)(?![A-Za-z]))"
)
_OTHER_NUMBER: Final = regex(
    r"(?:\b(?:part|article|item|drawing|material|product)s?\s*(?:nos?|nr|numbers?|code|id|#)\.?"
    r"|\b(?:order|serial|lot|batch|ref(?:erence)?|invoice|account|contract|job|model|tracking|awb|b/l|id|imo)s?(?:\s*(?:no|nr|number|code|id))?\.?"
    r"|\b(?:p\.?/?n|s/?n|p\.?o|tel(?:ephone)?|phone|fax|mobile|call|whatsapp|ean|jan|gtin|cas|USD|JPY|CNY|RMB|EUR)\.?"
    r"|型番|型号|型號|図番|图号|電話(?:番号)?|电话|手机号?|微信|传真|注文(?:番号|書)?|订单号?|合同号?|单号|発注(?:番号)?|ロット|批号|製番|社内コード|伝票(?:番号)?|品番|品號|品号)"
    r"(?:\s*(?:no|nr|number|番号|号)\.?)?\s*[:：.#はが是为]*\s*$",
    re.IGNORECASE,
)
"""What says of a number behind it that it is another."""
_WAY_ALONE: Final = regex(
    r"\s*(?:from\s[^,;]{2,40}?\sto\s[^,;]{2,40}?|(?:从|自|由)[^，,\s]{2,8}[到至往][^，,\s]{2,8})[\s,，]*", re.IGNORECASE
)
"""A way, and no goods: a code behind it is all that is said of these."""
_CLAUSE_END: Final = regex(r"[\n。；;!！?？]")
_EMPTY: Final = regex(r"[(（\[【][\s,，、:：]*[)）\]】]")
_COMMA_LEFT: Final = regex(r"\s*[,，、/]\s*$")


@dataclass(frozen=True, slots=True)
class CustomsInWords:
    """A text without the customs codes that stand beside goods, and these.

    Parameters
    ----------
    rest
        The text; a code that stands alone, or first, or beside another is left in it, behind the word for it.
    codes
        The digits of the codes found, each once; those behind a word that each reading knows are not among them.
    typed
        The codes, and words for them, that were taken out.
    """

    rest: str
    codes: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


def customs_codes_in(words: str) -> tuple[str, ...]:
    """Return the digits of the customs codes that a text names as such, each once.

    >>> customs_codes_in("クリスマス飾り。HSコードは9505.10です"), customs_codes_in("chairs, HS 9401.39 / 9403.10")
    (('950510',), ('940139', '940310'))
    """
    codes = (code for match in _LISTED.finditer(words) for code in re.findall(_CODE, match["codes"]))
    return tuple(dict.fromkeys(map(_digits, codes)))


def without_customs(words: str, is_code: Callable[[str], bool]) -> CustomsInWords:
    """Part a text from the customs codes in it.

    Parameters
    ----------
    is_code
        Tells of digits whether the tariff has such a code.

    >>> def is_code(digits):
    ...     return digits.startswith("28042900")
    >>> without_customs("helium gas 2804290010 from Shanghai", is_code)
    CustomsInWords(rest='helium gas from Shanghai', codes=('2804290010',), typed=('2804290010',))
    >>> without_customs("2804290010を上海から", is_code), without_customs("valve, part no. 2804290010", is_code).codes
    (CustomsInWords(rest='HS 2804290010を上海から', codes=('2804290010',), typed=()), ())
    """
    worded = [match.span() for match in (*_SAID.finditer(words), *_LISTED.finditer(words))]
    matches = [match for match in _BY_WORD.finditer(words) if is_code(_digits(match["code"]))]
    taken = [*worded, *(match.span() for match in matches)]
    matches += [
        match
        for match in _ALONE.finditer(words)
        if not any(start < match.end() and match.start() < end for start, end in taken)
        and not _OTHER_NUMBER.search(words[: match.start()])
        and is_code(_digits(match["code"]))
    ]
    rest, typed = words, list[str]()
    codes = dict.fromkeys(_digits(match["code"]) for match in sorted(matches, key=re.Match.start))
    for match in sorted(matches, key=re.Match.start, reverse=True):
        before, behind = rest[: match.start()], rest[match.end() :]
        is_beside = content_in(_CLAUSE_END.split(before)[-1]) and not _WAY_ALONE.fullmatch(before)
        if is_beside and len(codes) == 1:
            rest = _joined(before, behind)
            typed.append(match[0])
        else:
            rest = f"{before}HS {_digits(match['code'])}{behind}"
    return CustomsInWords(rest, tuple(codes), tuple(reversed(typed)))


def _joined(before: str, behind: str) -> str:
    """Write what stands before and behind a code as one text, without the bracket or the comma that held it."""
    bracket = _EMPTY.search(f"{before[-1:]}{behind[:1]}")
    if bracket is not None:
        before, behind = before[:-1].rstrip(), behind[1:]
    elif not behind.strip() or behind.lstrip()[0] in ",，、.;。；)）":
        before = _COMMA_LEFT.sub("", before.rstrip())
        return f"{before}{behind.lstrip()}"
    else:
        before = before.rstrip()
    is_apart = not before or behind[:1] in {"", " ", "　"} or not (before[-1].isascii() and behind[0].isascii())
    return f"{before}{'' if is_apart else ' '}{behind}"


def _digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
