"""Identifiers of legal persons: read from free text, and checked by the sum that each scheme states.

A corporate number, an LEI and a credit code carry a check digit, so a slip of the pen is found. A stock code has none,
and its four characters could be anything: it counts only where a prefix or suffix says what it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from sekisho.law.model.listed_party import Identifier, IdentifierKind, ListedParty
from sekisho.regex import regex

_PREFIXES: Final[tuple[tuple[str, IdentifierKind], ...]] = (
    (r"(?:国税庁)?法人番号|会社法人等番号|法人番號|CORPORATE ?(?:NUMBER|NO\.?)|HOUJIN ?BANGOU|JCN", "corporate_number"),
    (r"LEI(?: ?CODE)?|LEGAL ENTITY IDENTIFIER|取引主体識別子|法人机构识别编码", "lei"),
    (r"統一社会信用コード|统一社会信用代码|統一社會信用代碼|USCC|USCI|CREDIT ?CODE|信用代码", "credit_code"),
    (r"証券コード|銘柄コード|证券代码|STOCK ?CODE|TICKER|TYO|TSE|東証|JPX", "stock_code"),
)
_PREFIX: Final = tuple((re.compile(rf"(?:{words})[\s:.#=]*", re.IGNORECASE), kind) for words, kind in _PREFIXES)
_SUFFIX: Final = regex(r"\.(?:T|TYO|JP)$", re.IGNORECASE)
_APART: Final = regex(r"[\s\-‐‑–—−ー_/]")
_LEI: Final = regex(r"[0-9A-Z]{18}[0-9]{2}")
_STOCK: Final = regex(r"[1-9][0-9][0-9][0-9]|[1-9][0-9ACDFGHJKLMNPRSTUWXY][0-9][0-9ACDFGHJKLMNPRSTUWXY]")
_CREDIT_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT: Final = regex(rf"[{_CREDIT_LETTERS}]{{2}}[0-9]{{6}}[{_CREDIT_LETTERS}]{{10}}")
_CORPORATE_LENGTH: Final = 13
"""Digits of a Japanese corporate number: one check digit and twelve others (Order of the Ministry of Finance no. 70 of
2014)."""
SHORTEST_BARE: Final = _CORPORATE_LENGTH
"""Letters from which a code that is looked up without its kind is surely no name: those of a corporate number."""
_PLAIN: Final[tuple[IdentifierKind, ...]] = ("corporate_number", "lei", "credit_code")
"""Kinds that are known without a word before them, by their check digit."""


def identifier_of(text: str) -> Identifier | None:
    """Read an identifier; None if the text is none, or its check digit is wrong.

    Full width, spaces, hyphens and a word before it do not matter. Four characters without a word are no stock code.

    >>> identifier_of("法人番号 ７０００－０１２０５０００２").value
    '7000012050002'
    >>> identifier_of("7011.T").kind, identifier_of("TYO:130A").value, identifier_of("7011")
    ('stock_code', '130A', None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    for pattern, kind in _PREFIX:
        found = pattern.match(plain)
        if found:
            return _as(kind, plain[found.end() :])
    if _SUFFIX.search(plain):
        return _as("stock_code", plain)
    for kind in _PLAIN:
        identifier = _as(kind, plain)
        if identifier:
            return identifier
    return None


def identifier_in_column(text: str, kind: IdentifierKind) -> Identifier | None:
    """Read a cell whose column says what it holds; there a bare stock code is one."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    for pattern, stated in _PREFIX:
        if stated == kind:
            plain = pattern.sub("", plain, count=1) if pattern.match(plain) else plain
    return _as(kind, plain)


def is_another_person(entry: ListedParty, identifiers: Iterable[str]) -> bool:
    """Tell whether identifiers of a kind that an entry has say that it is another legal person."""
    if not entry.typed_identifiers:
        return False
    stated = {(one.kind, one.value) for text in identifiers if (one := identifier_of(text)) is not None}
    kinds = {kind for kind, _ in stated} & {one.kind for one in entry.typed_identifiers}
    known = {(one.kind, one.value) for one in entry.typed_identifiers}
    return bool(kinds) and stated.isdisjoint(known)


def corporate_check_digit(base: str) -> int:
    """Check digit of a Japanese corporate number: 9 - (sum of P_n Q_n mod 9).

    Parameters
    ----------
    base
        The twelve digits after the check digit; P_n is the n-th from the right, Q_n is 1 for odd n and 2 for even n.

    Source
    ------
    Ordinance of the Ministry of Finance on the designation of corporate numbers (2014), Art. 2.

    >>> corporate_check_digit("700110005901")
    8
    """
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def _is_corporate_number(value: str) -> bool:
    if len(value) != _CORPORATE_LENGTH or not value.isascii() or not value.isdigit():
        return False
    return int(value[0]) == corporate_check_digit(value[1:])


def _is_lei(value: str) -> bool:
    """Check an LEI: letters as 10 to 35, the whole number leaves 1 by 97 (ISO 17442, ISO/IEC 7064 MOD 97-10)."""
    return bool(_LEI.fullmatch(value)) and int("".join(str(int(letter, 36)) for letter in value)) % 97 == 1


def _is_credit_code(value: str) -> bool:
    """Check a unified social credit code: weights 3^n mod 31, the last character makes the sum 0 (GB 32100-2015)."""
    if not _CREDIT.fullmatch(value):
        return False
    return (
        sum(_CREDIT_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(value[:-1])) % 31
        == (31 - _CREDIT_LETTERS.index(value[-1])) % 31
    )


def _is_stock_code(value: str) -> bool:
    """Check the form: four digits, or, for codes given since 2024, letters in the second and fourth place too."""
    return bool(_STOCK.fullmatch(value))


_CHECKS: Final[dict[IdentifierKind, Callable[[str], bool]]] = {
    "corporate_number": _is_corporate_number,
    "lei": _is_lei,
    "stock_code": _is_stock_code,
    "credit_code": _is_credit_code,
    "other": bool,
}


def _as(kind: IdentifierKind, text: str) -> Identifier | None:
    bare = _APART.sub("", _SUFFIX.sub("", text) if kind == "stock_code" else text)
    found = Identifier(kind=kind, value=bare)
    return found if bare and _CHECKS[kind](bare) else None
