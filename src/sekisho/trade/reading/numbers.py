"""Numbers as books write them, in SQL: full-width digits, grouped thousands, currencies, shares in percent.

The work is done by DuckDB, so that a column of millions of different amounts never passes through Python.
"""

from __future__ import annotations

from typing import Final

from sekisho.trade.file import literal

WIDE: Final = "０１２３４５６７８９．，－＋％￥＄　"
NARROW: Final = "0123456789.,-+%¥$ "
CURRENCY: Final = r"(US\$|USD|JPY|CNY|RMB|EUR|GBP|KRW|\$|¥|€|£|円|元|ドル|米ドル|美元|日元|人民币|人民元|ユーロ|欧元)"
CURRENCY_NAMES: Final = {
    "USD": ("US$", "USD", "$", "ドル", "米ドル", "美元"),
    "JPY": ("JPY", "円", "日元"),
    "CNY": ("CNY", "RMB", "元", "人民币", "人民元"),
    "EUR": ("EUR", "€", "ユーロ", "欧元"),
    "GBP": ("GBP", "£"),
    "KRW": ("KRW",),
}
"""Signs and words of each currency; ¥ stands for two of them, and is taken for that of the column."""
NOT_KNOWN: Final = ("不明", "未定", "tbd", "待定", "不详", "未知", "未確認")
BLANKS: Final = "('', 'unknown', 'n/a', '-')"


_BOUND: Final = r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
BOUNDS: Final = (
    rf"^({_BOUND})\s*(?:to|\.\.)\s*({_BOUND})$|^[<>]=?\s*({_BOUND})$|^>=?\s*({_BOUND})\s*and\s*<=?\s*({_BOUND})$"
)
"""A number that is known by its bounds only, as `law.fact` reads it: `0.0004 to 0.0021`, `>= 0.001`."""


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


def bare_sql(text: str) -> str:
    """Return SQL that also takes a currency away; (1,000) and △1,000 are negative."""
    bare = f"regexp_replace({plain_sql(text)}, '^([+-]?){CURRENCY}|{CURRENCY}$', '\\1', 'gi')"
    return f"regexp_replace(regexp_replace({bare}, '^[△▲]', '-'), '^\\((.+)\\)$', '-\\1')"


def numbers_sql(source: str, *, comma: bool, share: bool, unit: str) -> str:
    """Return SQL that reads the numbers of `source`, which has the texts as `v`: `t` is the number, `why` a fault.

    Parameters
    ----------
    comma
        A comma is the decimal sign and a point groups thousands; else the other way about.
    share
        The fact is a share from 0 to 1, so that 0.1 % is 0.001.
    unit
        Currency of the column; a cell that states another one is unknown. Empty if none is known.
    """
    group, point = (r"\.", ",") if comma else (",", r"\.")
    ungrouped = f"regexp_replace(bare, '{group}', '', 'g')"
    number = f"replace({ungrouped}, ',', '.')" if comma else ungrouped
    whole = f"regexp_matches(bare, '^[+-]?(\\d{{1,3}}({group}\\d{{3}})+|\\d+)({point}\\d+)?$')"
    percent = "WHEN regexp_matches(bare, '^\\d+(\\.\\d+)?%$') THEN (rtrim(bare, '%')::DECIMAL(18, 6) / 100)::VARCHAR"
    other = f"currency IS NOT NULL AND currency <> {literal(unit)}" if unit else "false"
    phrases = ", ".join(literal(word) for word in NOT_KNOWN)
    return (
        f"SELECT v, CASE WHEN trim(lower(bare)) IN {BLANKS} THEN v WHEN lower(bare) IN ({phrases}) THEN 'unknown' "
        f"WHEN {other} THEN 'unknown' WHEN TRY_CAST(bare AS DOUBLE) IS NOT NULL AND NOT {str(comma).lower()} THEN bare "
        f"{percent if share else ''} WHEN {whole} THEN {number} END AS t, "
        f"CASE WHEN {other} THEN 'is in ' || currency || ', and the column in ' || {literal(unit)} END AS why FROM "
        f"(SELECT v, {bare_sql('v')} AS bare, {currency_sql('v')} AS currency FROM {source})"
    )


def currency_sql(text: str) -> str:
    """Return SQL that gives the currency that a cell states; NULL if it states none, or ¥ alone."""
    codes = ", ".join(
        f"{literal(sign.upper())}: {literal(code)}" for code, signs in CURRENCY_NAMES.items() for sign in signs
    )
    found = f"upper(regexp_extract({plain_sql(text)}, '(?i){CURRENCY}', 1))"
    return f"(MAP {{{codes}}})[{found}]"


def comma_evidence_sql(bare: str) -> str:
    """Return SQL that is true where a comma must be the decimal sign, false where it cannot be, else NULL."""
    return (
        f"CASE WHEN regexp_matches({bare}, '^[+-]?(\\d+,\\d{{1,2}}|\\d{{1,3}}(\\.\\d{{3}})+,\\d+"
        f"|\\d{{1,3}}(\\.\\d{{3}}){{2,}})$') THEN true "
        f"WHEN regexp_matches({bare}, '^[+-]?(\\d+\\.\\d{{1,2}}|\\d{{1,3}}(,\\d{{3}})+\\.\\d+"
        f"|\\d{{1,3}}(,\\d{{3}}){{2,}})$') THEN false END"
    )
