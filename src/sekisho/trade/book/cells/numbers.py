"""Numbers as books write them, in SQL: full-width digits, grouped thousands, currencies, units, shares in percent.

The work is done by DuckDB, so that a column of millions of different amounts never passes through Python.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from sekisho.files.formats import literal

WIDE: Final = "０１２３４５６７８９．，－＋％￥＄　（）ｋｍ’`´"
NARROW: Final = "0123456789.,-+%¥$ ()km'''"
_CODES: Final = (
    *("USD", "JPY", "CNY", "EUR", "GBP", "KRW", "TWD", "HKD", "SGD", "THB", "VND", "INR", "IDR", "MYR"),
    *("PHP", "AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "RUB", "TRY", "BRL", "MXN", "PLN", "CZK", "AED", "ZAR"),
)
CURRENCY_NAMES: Final = {
    **{code: (code,) for code in _CODES},
    "USD": ("US$", "USD", "U.S.$", "$US", "$", "ドル", "米ドル", "米弗", "美元", "dollars", "dollar"),
    "JPY": ("JPY", "円", "日元", "日本円", "日圆", "yen"),
    "CNY": ("CNY", "RMB", "CNH", "元", "人民币", "人民元", "人民幣", "块", "yuan"),
    "EUR": ("EUR", "€", "ユーロ", "欧元", "euros", "euro"),
    "GBP": ("GBP", "£", "ポンド", "英镑"),
    "KRW": ("KRW", "₩", "ウォン", "韩元", "원"),
    "TWD": ("TWD", "NT$", "NTD", "台湾ドル", "台币", "新台币"),
    "HKD": ("HKD", "HK$", "香港ドル", "港币", "港元"),
    "INR": ("INR", "₹", "Rs.", "Rs"),
    "THB": ("THB", "฿", "バーツ"),
    "VND": ("VND", "₫"),
    "RUB": ("RUB", "₽", "руб.", "руб"),
    "CHF": ("CHF", "SFr."),
}
"""Signs and words of each currency; ¥ stands for two of them, and is taken for that of the column."""
_SIGNS: Final = sorted({"¥", *(sign for signs in CURRENCY_NAMES.values() for sign in signs)}, key=len, reverse=True)
CURRENCY: Final = f"({'|'.join(re.escape(sign) for sign in _SIGNS)})"
FACTORS: Final = {
    "千": 1e3, "万": 1e4, "萬": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "億": 1e8, "亿": 1e8, "十億": 1e9,
    "兆": 1e12,
    "k": 1e3, "thousand": 1e3, "tsd": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "mln": 1e6,
    "mm": 1e6, "ten thousand": 1e4, "hundred thousand": 1e5, "ten million": 1e7, "hundred million": 1e8, "bn": 1e9,
    "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "lac": 1e5, "crore": 1e7, "cr": 1e7,
    "tausend": 1e3, "millionen": 1e6, "mrd": 1e9, "mia": 1e9, "mld": 1e9, "milliarden": 1e9,
    "miles": 1e3, "millones": 1e6, "milhares": 1e3, "milhões": 1e6, "milliers": 1e3, "milliards": 1e9,
    "тыс": 1e3, "млн": 1e6, "млрд": 1e9, "천": 1e3, "만": 1e4, "백만": 1e6, "억": 1e8, "triệu": 1e6, "tỷ": 1e9,
}  # fmt: skip
_GLUED: Final = {"t": 1e3}
"""Words that scale an amount only where they touch a currency: TEUR is thousand euros, and 12 T are twelve tons."""
SCALE_NAMES: Final = {
    1e3: "thousand", 1e4: "ten thousand", 1e5: "hundred thousand", 1e6: "million", 1e7: "ten million",
    1e8: "hundred million", 1e9: "billion", 1e12: "trillion",
}  # fmt: skip
"""What each scale is called in the unit of a column."""
_UNITS: Final = f"({'|'.join(sorted(map(re.escape, FACTORS), key=len, reverse=True))})"
_ABOUT: Final = r"^(約|およそ|凡そ|概算|大约|约|大約|approximately|approx\.?|about|circa|ca\.?|c\.|[~～≈≒])"
_ABOUT_BEHIND: Final = r"(程度|くらい|ぐらい|位|前後|左右|上下|ほど|見込み?|\(概算\)|\(予定\)|\(見込\)|approx\.?)$"
_TAX: Final = (
    r"\((税抜き?|税込み?|税別|不含税|含税|未税|含稅|未稅|incl\.?(vat|tax)|excl\.?(vat|tax)|net|gross)\)$"
    r"|(税抜|税込|税別|也|整|正)$"
)
NOT_KNOWN: Final = (
    *("不明", "未定", "tbd", "待定", "不详", "不詳", "未知", "未確認", "未確定", "暂无", "暫無", "未記入", "未入力"),
    *("null", "(null)", "none", "nan", "nil", "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!"),
    *("n.a.", "n/d", "notavailable", "notknown", "なし", "無し", "无", "無", "—", "―", "–", "--", "---", "ー", "?"),
)
"""Words by which a cell says that it states no number, without spaces."""
BLANKS: Final = "('', 'unknown', 'n/a', '-')"


_BOUND: Final = r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
BOUNDS: Final = (
    rf"^({_BOUND})\s*(?:to|\.\.)\s*({_BOUND})$|^[<>]=?\s*({_BOUND})$|^>=?\s*({_BOUND})\s*and\s*<=?\s*({_BOUND})$"
)
"""A number that is known by its bounds only, as `law.model.notation` reads it: `0.0004 to 0.0021`, `>= 0.001`."""


def bounds_sql(text: str, *, share: bool) -> str:
    """Return SQL that is true of a cell that gives the bounds of a number, the lower one first.

    Parameters
    ----------
    share
        The fact is a share from 0 to 1, and so are its bounds.
    """
    numbers = f"list_transform(regexp_extract_all({text}, '{_BOUND}'), lambda bound: TRY_CAST(bound AS DOUBLE))"
    within = f" AND list_max({numbers}) <= 1" if share else ""
    return f"(regexp_matches({text}, '{BOUNDS}', 'i') AND list_sort({numbers}) = {numbers}{within})"


def plain_sql(text: str) -> str:
    """Return SQL that writes a cell with narrow digits and without spaces."""
    return (
        f"regexp_replace(translate({text}, {literal(WIDE)}, {literal(NARROW)}), '[\\s\\x{{a0}}\\x{{3000}}]', '', 'g')"
    )


def _stripped_sql(text: str) -> str:
    """Return SQL that also takes words away that leave the number as it is: about, with tax, a dash for no pence."""
    found = plain_sql(text)
    for pattern in (_TAX, _ABOUT, _ABOUT_BEHIND, r"[.,]-+$", r"^(金)"):
        found = f"regexp_replace({found}, {literal(pattern)}, '', 'i')"
    return found


def bare_sql(text: str) -> str:
    """Return SQL that also takes a currency away; (1,000), △1,000 and 1,000- are negative."""
    # 12 TEUR and T€ 12 are written as 12k EUR, and Mio. EUR 12 as 12 Mio.: the scale then stands behind the number.
    thousands = f"regexp_replace({_stripped_sql(text)}, {literal(f'(^|[^A-Z])T({CURRENCY})')}, '\\1k\\2', 'i')"
    ahead = f"^([+-]?)(?:({_UNITS})\\.?)?{CURRENCY}(?:({_UNITS})\\.?)?([\\d(△▲+-].*)$"
    behind = f"regexp_replace({thousands}, {literal(ahead)}, '\\1\\7\\2\\5', 'i')"
    bare = f"regexp_replace({behind}, {literal(f'^([+-]?){CURRENCY}|{CURRENCY}$')}, '\\1', 'gi')"
    bare = f"regexp_replace(regexp_replace({bare}, '^[△▲−]', '-'), '^\\((.+)\\)$', '-\\1')"
    return f"replace(regexp_replace({bare}, '^([\\d.,]+)-$', '-\\1'), '''', '')"


def numbers_sql(source: str, *, comma: bool, share: bool, unit: str, money: bool = False, of: str = "v") -> str:
    """Return SQL that reads the numbers of `source`, which has the texts as `v`.

    `t` is the number, `why` says why it is unknown, and `reason` is the key of a reason why it cannot be read.

    Parameters
    ----------
    comma
        A comma is the decimal sign and a point groups thousands; else the other way about.
    share
        The fact is a share from 0 to 1, so that 0.1 % is 0.001.
    unit
        Unit of the column, such as `USD` or `thousand JPY`; a cell in another currency cannot be read. Empty or
        `as stated` if none is known.
    money
        Cells may state thousands and millions.
    of
        Column of `source` with the texts in figures, where that is not `v`.
    """
    group, point = (r"\.", ",") if comma else (",", r"\.")
    ungrouped = f"regexp_replace(digits, '{group}', '', 'g')"
    number = f"replace({ungrouped}, ',', '.')" if comma else ungrouped
    indian = "" if comma else r"|\d{1,2}(,\d{2})+,\d{3}"
    whole = f"regexp_matches(digits, '^[+-]?(\\d{{1,3}}({group}\\d{{3}})+{indian}|\\d+)({point}\\d+)?$')"
    percent = "WHEN regexp_matches(bare, '^\\d+(\\.\\d+)?%$') THEN (rtrim(bare, '%')::DECIMAL(18, 6) / 100)::VARCHAR"
    scale, currency = unit_parts(unit)
    other = f"currency IS NOT NULL AND currency <> {literal(currency)}" if currency else "false"
    phrases = ", ".join(literal(word) for word in NOT_KNOWN)
    factor = f"(MAP {{{', '.join(f'{literal(word)}: {value}' for word, value in FACTORS.items())}}}[lower(factor)])"
    scaled = (
        f"CASE WHEN factor <> '' THEN (TRY_CAST({number} AS DOUBLE) * {factor} / {scale})::VARCHAR ELSE {number} END"
    )
    # In a column of thousands, an amount in another unit, such as 480円, states its own scale.
    own = f"WHEN {whole} AND factor = '' AND currency IS NOT NULL AND {scale} <> 1 THEN NULL" if scale != 1 else ""
    split = f"regexp_extract(bare, '(?i){_UNITS}\\.?$', 1)" if money else "''"
    digits = unscaled_sql("bare") if money else "bare"
    return (
        f"SELECT v, CASE WHEN trim(lower(bare)) IN {BLANKS} THEN v "
        f"WHEN lower({plain_sql('written')}) IN ({phrases}) THEN 'unknown' WHEN {other} THEN 'unknown' {own} "
        f"WHEN TRY_CAST(bare AS DOUBLE) IS NOT NULL AND NOT {str(comma).lower()} THEN bare "
        f"{percent if share else ''} WHEN {whole} THEN {scaled} END AS t, "
        f"CASE WHEN {other} THEN 'is in ' || currency || ', and the column in ' || {literal(currency)} END AS why, "
        f"CASE WHEN {other} THEN 'currency' END AS reason FROM "
        f"(SELECT *, {split} AS factor, {digits} AS digits FROM "
        f"(SELECT v, {of} AS written, {bare_sql(of)} AS bare, {currency_sql(of)} AS currency FROM {source}))"
    )


_AMBIGUOUS: Final = frozenset({"CAD", "TRY"})
"""Codes of currencies that are words of headers too: a CAD file, a try."""
_SCALE_WORDS: Final = "|".join(
    sorted((re.escape(word.replace(" ", "")) for word in (*FACTORS, *_GLUED)), key=len, reverse=True)
)
_SIGN_WORDS: Final = "|".join(
    sorted(
        {
            re.escape(sign.casefold())
            for code, signs in CURRENCY_NAMES.items()
            for sign in (code, *signs)
            if sign not in _AMBIGUOUS
        },
        key=len,
        reverse=True,
    )
)
_MONEY_WORD: Final = re.compile(rf"(?:({_SCALE_WORDS})\.?)?({_SIGN_WORDS})(?:({_SCALE_WORDS})\.?)?")
_MONEY_ENDING: Final = re.compile(rf"({_SCALE_WORDS})({_SIGN_WORDS})()$")
"""The unit at the end of a word that has no spaces: 総額百万円. Without a scale it may be part of the word: 次元."""
_SCALED_MONEY: Final = re.compile(
    rf"(?:({_SCALE_WORDS})\.?)?({_SIGN_WORDS})?(?:({_SCALE_WORDS})\.?)?([+-]?[\d.,]+)(?:({_SCALE_WORDS})\.?)?({_SIGN_WORDS})?"
)
_CODE_OF_SIGN: Final = {
    sign.casefold(): code for code, signs in CURRENCY_NAMES.items() for sign in (code, *signs) if sign not in _AMBIGUOUS
}
_ALONE: Final = {**FACTORS, "thousands": 1e3, "'000": 1e3, "000": 1e3, "000s": 1e3, "billions": 1e9}
"""Words that scale amounts beside a currency of their own word."""


def unit_in_words(words: Iterable[str]) -> str:
    """Return the unit of money that the words of a header state, as `unit_parts` reads it; empty if none.

    >>> unit_in_words(["umsatz", "teur"]), unit_in_words(["mio.", "€"]), unit_in_words(["百万円"]), unit_in_words(["t"])
    ('thousand EUR', 'million EUR', 'million JPY', '')
    """
    currency, scale = "", 0.0
    for word in words:
        plain = word.strip(".").casefold()
        match = _MONEY_WORD.fullmatch(plain) or _MONEY_WORD.fullmatch(word.casefold())
        if match is None and not plain.isascii():
            match = _MONEY_ENDING.search(plain)
        if match and not currency:
            currency = _CODE_OF_SIGN[match[2]]
            scale = {**FACTORS, **_GLUED}.get(match[1] or match[3] or "", scale)
        elif plain in _ALONE and not scale:
            scale = _ALONE[plain]
    name = SCALE_NAMES.get(scale, "")
    return f"{name} {currency}".strip() if currency else ""


def scaled_money(text: str) -> tuple[str, float, str] | None:
    """Take an amount in thousands or millions apart: its number, the scale and the currency, empty if it states none.

    None if it has no scale of its own, or two.

    >>> (
    ...     scaled_money("12.5 k€"),
    ...     scaled_money("TEUR 3"),
    ...     scaled_money("3百万円"),
    ...     scaled_money("12 T"),
    ...     scaled_money("12"),
    ... )
    (('12.5', 1000.0, 'EUR'), ('3', 1000.0, 'EUR'), ('3', 1000000.0, 'JPY'), None, None)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    match = _SCALED_MONEY.fullmatch(plain)
    if match is None:
        return None
    ahead, sign_ahead, beside, number, behind, sign_behind = match.groups()
    scales = [word for word in (ahead, beside, behind) if word]
    signs = [word for word in (sign_ahead, sign_behind) if word]
    if len(scales) != 1 or len(signs) > 1 or (not signs and scales[0] in _GLUED):
        return None
    return number, {**FACTORS, **_GLUED}[scales[0]], _CODE_OF_SIGN[signs[0]] if signs else ""


def unit_parts(unit: str) -> tuple[float, str]:
    """Return the scale of the unit of a column, and its currency; 1 and nothing if it states none.

    >>> unit_parts("thousand JPY"), unit_parts("USD"), unit_parts("as stated")
    ((1000.0, 'JPY'), (1.0, 'USD'), (1.0, ''))
    """
    *scale, currency = unit.split() or [""]
    return FACTORS.get(" ".join(scale).lower(), 1.0), currency if currency in CURRENCY_NAMES else ""


def currency_sql(text: str) -> str:
    """Return SQL that gives the currency that a cell states; NULL if it states none, or ¥ alone."""
    codes = ", ".join(
        f"{literal(sign.upper())}: {literal(code)}" for code, signs in CURRENCY_NAMES.items() for sign in signs
    )
    found = f"upper(regexp_extract({_stripped_sql(text)}, {literal(f'(?i){CURRENCY}')}, 1))"
    return f"(MAP {{{codes}}})[{found}]"


def unscaled_sql(bare: str) -> str:
    """Return SQL that takes thousands and millions away from behind a number that stands without its currency."""
    return f"regexp_replace({bare}, '(?i){_UNITS}\\.?$', '')"


def comma_evidence_sql(bare: str) -> str:
    """Return SQL that is true where a comma must be the decimal sign, false where it cannot be, else NULL."""
    return (
        f"CASE WHEN regexp_matches({bare}, '^[+-]?(\\d+,\\d{{1,2}}|\\d{{1,3}}(\\.\\d{{3}})+,\\d+"
        f"|\\d{{1,3}}(\\.\\d{{3}}){{2,}})$') THEN true "
        f"WHEN regexp_matches({bare}, '^[+-]?(\\d+\\.\\d{{1,2}}|\\d{{1,3}}(,\\d{{3}})+\\.\\d+"
        f"|\\d{{1,3}}(,\\d{{3}}){{2,}})$') THEN false END"
    )
