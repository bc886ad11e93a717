"""Customs codes as cells of order books write them: with marks, as numbers that lost a zero, several in a cell."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.items.harmonised_system import LENGTHS, last_heading

_BEFORE: Final = regex(
    r"^\s*(?:ex\s+|h\.?\s*s\.?\s*(?:codes?|no\.?|番号|コード|编码)?|税[号则番則]*(?:番号)?|統計品目番号|htsus?|taric|ncm|第)[\s:.#№]*",
    re.IGNORECASE,
)
_MARKS: Final = r"[.\s\-–_/]"
_POWER: Final = regex(r"(\d)\.(\d+)E\+?0?(\d{1,2})", re.IGNORECASE)
_FLOAT: Final = regex(r"(\d{4,12})\.0+")
_CODE: Final = regex(rf"\d{{2}}(?:{_MARKS}?\d){{0,12}}")
_SEVERAL: Final = regex(r"\s*[,;、，；\n|]\s*|\s+(?:and|or|及び|和|/)\s+|(?<=\d)\s*/\s*(?=\d{4})")
_MOST: Final = 12
"""Digits of the longest customs code that a country uses; behind the tenth nothing is used here."""
_LOST: Final = frozenset({5, 7, 9})
"""Digits of a number that lost its first one, a zero."""
_LONGER: Final = frozenset({7, 9})
_ODD: Final = 11
"""Digits of the codes of Armenia's customs, ten and one of its own."""


@dataclass(frozen=True, slots=True)
class CustomsCell:
    """A customs code of 2, 4, 6, 8 or 10 digits, and whether the cell states more than is used."""

    code: str
    several: bool = False


def read_customs_code(text: str) -> CustomsCell | None:
    """Read a cell that states a customs code; None if it states none.

    >>> [read_customs_code(text).code for text in ("69072100.0", "6.9072E+09", "HS 8505.11", "10121", "852990909000")]
    ['69072100', '6907', '850511', '010121', '8529909090']
    >>> [
    ...     found and found.code
    ...     for text in ("69072190090", "100630980", "90139000000")
    ...     for found in [read_customs_code(text)]
    ... ]
    ['6907219009', '100630', None]
    >>> read_customs_code("8505.11; 8506.10"), read_customs_code("magnets")
    (CustomsCell(code='850511', several=True), None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    parts = [part for part in _SEVERAL.split(plain) if part]
    codes = [_one(part) for part in parts]
    if not codes or codes[0] is None:
        return None
    return CustomsCell(codes[0], several=len(codes) > 1)


def _one(text: str) -> str | None:
    plain = _BEFORE.sub("", text, count=1).strip(" .:号*")
    if match := _POWER.fullmatch(plain):
        digits, places = match[1] + match[2], int(match[3]) + 1
        return _code(digits[:4].ljust(4, "0"), whole=True) if places in {6, 8, 10, 12} and len(digits) > 3 else None  # noqa: PLR2004 - a heading has four digits
    if match := _FLOAT.fullmatch(plain):
        plain = match[1]
    if not _CODE.fullmatch(plain):
        return None
    digits = re.sub(_MARKS, "", plain)
    return _code(digits, whole=not re.search(_MARKS, plain))


def _code(digits: str, *, whole: bool) -> str | None:
    """Return a code of even length: with the zero that a number lost, or without digits that stand behind a mark.

    Parameters
    ----------
    whole
        The digits were written without marks between them, as a number is.
    """
    if len(digits) % 2:
        restored = f"0{digits}"
        may_have_lost = whole and 1 <= int(restored[2:4]) <= last_heading(int(restored[:2]))
        if may_have_lost and len(digits) in _LOST:
            digits = restored
        elif len(digits) == _ODD:
            # Either it is whole, or it lost the zero of twelve: nothing says which where both are headings.
            digits = "" if may_have_lost else digits[:10]
        else:
            # Of a code that is longer than the international one, that is kept.
            digits = digits[:6] if len(digits) in _LONGER else ""
    if len(digits) > _MOST:
        return None
    digits = digits[:10]
    return digits if len(digits) in LENGTHS and last_heading(int(digits[:2])) else None
