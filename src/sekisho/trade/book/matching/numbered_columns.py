"""Columns that hold one text in pieces, since the field of a system is too short: NAME1 and NAME2, 得意先名1 and 2.

A name of 60 letters in fields of 35 is a listed party only when both are read as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_NUMBERED: Final = re.compile(
    r"(?P<stem>.*?)[\s_.\-/(\[（【]*(?:\b(?:line|row|part|zeile|ligne|linea|línea)|行|段|欄|栏|その|之)?[\s_.\-]*"
    r"(?P<number>(?<!\d)[1-9]|(?<![^\W\d_])(?:i{1,3}|iv)|[上下]段?|前半|後半|续|続き?|continued|cont)[\s)\]）】.行段]*",
    re.IGNORECASE | re.DOTALL,
)
_PLACES: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "上": 1,
    "上段": 1,
    "前半": 1,
    "下": 2,
    "下段": 2,
    "後半": 2,
    "续": 2,
    "続": 2,
    "続き": 2,
    "continued": 2,
    "cont": 2,
}
"""Words that stand for the number of a piece."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_MARKS: Final = re.compile(r"[\W_]+")


def numbered_columns(columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns that hold one text in pieces, in order, by what their headers have in common.

    They count from 1, and none is left out; the first may go without its number. No text has ten pieces, so that the
    last figure of a number of two is none: of 400 numbered columns each nine would be read as one.

    >>> numbered_columns(["KUNNR", "NAME1", "NAME2", "City"])
    {'NAME': ('NAME1', 'NAME2')}
    >>> numbered_columns(["得意先名（上段）", "得意先名（下段）", "Consignee", "Consignee Line 2", "Item 2", "Item 4"])
    {'得意先名': ('得意先名（上段）', '得意先名（下段）'), 'Consignee': ('Consignee', 'Consignee Line 2')}
    >>> numbered_columns(["Rate 1", "Rate 11", "Rate 12"])
    {}
    """
    columns = list(columns)
    pieces: dict[str, dict[int, tuple[str, str]]] = {}
    for column in columns:
        match = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", column).strip())
        if match is not None and _LETTER.search(match["stem"]):
            number = match["number"].lower()
            place = int(number) if number.isdigit() else _PLACES[number]
            pieces.setdefault(_key(match["stem"]), {}).setdefault(place, (match["stem"].strip(), column))
    for column in columns:
        numbered = pieces.get(_key(column))
        if numbered is not None and column not in (name for _, name in numbered.values()):
            numbered.setdefault(1, (column.strip(), column))
    return {
        numbered[1][0]: tuple(numbered[place][1] for place in range(1, len(numbered) + 1))
        for numbered in pieces.values()
        if len(numbered) > 1 and set(numbered) == set(range(1, len(numbered) + 1))
    }


def _key(stem: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", stem).casefold())
