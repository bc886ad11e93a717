"""Codes that stand among the words of goods: *gallium metal 3C001.a (HS 8112.92)*.

A control code counts if the list has it, or has what it would lie below; one that is said to be of another list, as an
ECCN is, is none of this one. A customs code counts behind a word for it, or in the shape of a tariff line: other
numbers may be anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex

CONTROL_CODE: Final = r"\d[A-Ea-e]\d{3}"
"""What every text with a control code holds, as a pattern of Python and of DuckDB."""
_CONTROL: Final = regex(rf"(?<![A-Za-z0-9_.-])({CONTROL_CODE}(?:\.[A-Za-z0-9]{{1,2}})*)(?![A-Za-z0-9_-])")
_OTHER_LIST: Final = regex(
    r"(?:\b(?:eccn|usml|scomet|eu|al|ausfuhrliste|annex i|export control classification)"
    r"(?:[ -]?(?:no|nr|number|nummer|code)\.?)?|輸出令|貨物等省令)[ :：#.]*$",
    re.IGNORECASE,
)
"""What says, in front of a code, that it is of the list of the United States, of Europe or of Japan."""
_CUSTOMS: Final = regex(
    r"(?:(?:\b(?:hs|hts|taric)|customs|tariff)(?:[ -]?(?:codes?|no\.?|numbers?|line|heading))*"
    r"|税則番号|hsコード|税则号列?|税号|海关编码|hs编码)[ .:：#]*(\d{4}(?:[. ]?\d{2}){1,3})(?!\d)"
    r"|(?<![\d.])(\d{4}\.\d{2}\.\d{2}(?:\.?\d{2})?)(?![\d.])",
    re.IGNORECASE,
)
_BESIDE_CONTROL: Final = regex(r"(?<![\w.])\d{4}\.\d{2}(?![\w.])")
"""A subheading beside a control code needs no word for it; alone such a number may be a price."""
_LABEL: Final = regex(
    r"\b(?:control|dual[ -]use|item|export)?[ -]*(?:codes?|nos?\.?|numbers?|items?)\b|\b(?:and|or|und|oder|et)\b"
    r"|該非|項番|番号|管制|编码|編碼|コード|および|及び|又は|または|[和与及或と]",
    re.IGNORECASE,
)
"""Words that stand with codes and say nothing of goods."""


@dataclass(frozen=True, slots=True)
class WrittenCodes:
    """The codes in a text, each once in the order of the text.

    Parameters
    ----------
    control
        Control codes as the list writes them.
    customs
        Digits of customs codes.
    are_all
        Whether the text says nothing else.
    """

    control: tuple[str, ...] = ()
    customs: tuple[str, ...] = ()
    are_all: bool = False


def written_codes(text: str, codes: Container[str]) -> WrittenCodes:
    """Find the codes in a text.

    Parameters
    ----------
    codes
        The codes of the list.

    >>> codes = {"3C001", "3C001.a", "1C905.b"}
    >>> written_codes("3C001.a (HS 8112.92)", codes)
    WrittenCodes(control=('3C001.a',), customs=('811292',), are_all=True)
    >>> written_codes("3C001.a 8112.92", codes).customs, written_codes("price 8112.92", codes).customs
    (('811292',), ())
    >>> written_codes("gallium, 項番３c００１.a.9; 1C905.b", codes)
    WrittenCodes(control=('3C001.a', '1C905.b'), customs=(), are_all=False)
    >>> written_codes("wafer, ECCN 3C001", codes)
    WrittenCodes(control=(), customs=(), are_all=False)
    """
    if not any(map(str.isdigit, text)):
        return WrittenCodes()
    text = unicodedata.normalize("NFKC", text)
    control, customs = {}, {}
    rest = text
    for match in _CONTROL.finditer(text):
        code = _known(match[1], codes)
        if code and not _OTHER_LIST.search(text[: match.start()]):
            control[code] = True
            rest = rest.replace(match[0], " ", 1)
    for match in _CUSTOMS.finditer(text):
        digits = (match[1] or match[2]).replace(".", "").replace(" ", "")
        if not _is_day(digits):
            customs[digits] = True
            rest = rest.replace(match[0], " ", 1)
    if not control and not customs:
        return WrittenCodes()
    for match in _BESIDE_CONTROL.finditer(rest) if control else ():
        customs[match[0].replace(".", "")] = True
        rest = rest.replace(match[0], " ", 1)
    are_all = not any(map(str.isalnum, _LABEL.sub(" ", rest)))
    return WrittenCodes(tuple(control), tuple(customs), are_all)


def is_of_other_list(header: str) -> bool:
    """Tell whether the header of a column says that its codes are of a list of another country.

    >>> is_of_other_list("ECCN"), is_of_other_list("Export class")
    (True, False)
    """
    return bool(_OTHER_LIST.search(unicodedata.normalize("NFKC", header)))


_NAMES_OTHER: Final = regex(
    r"eccn|usml|scomet|ccl\b|\b(?:eu|us|usa|uk|bis|ear|al|ag|mtcr|nsg|meti|japan|jp|annex|wassenaar)\b|ausf[uü]hrliste"
    r"|\bear ?99\b|\bnlr\b|の項|輸出令|貨物等|外為|省令|米国|美国|欧|日本|韓国|한국|미국|전략물자"
)
"""Words in a header by which its codes are of the list of another country."""


def names_other_list(header: str) -> bool:
    """Tell whether a header speaks of the list of another country anywhere in it.

    >>> names_other_list("ECCN番号"), names_other_list("US class"), names_other_list("中国管制番号")
    (True, True, False)
    """
    plain = unicodedata.normalize("NFKC", header).casefold().replace("_", " ")
    return is_of_other_list(header) or bool(_NAMES_OTHER.search(plain))


def _known(written: str, codes: Container[str]) -> str:
    """Return the code of the list that is written, or the nearest above it that the list has."""
    head, *below = written.split(".")
    parts = [head.upper(), *map(str.lower, below)]
    spelled = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((code for code in spelled if code in codes), "")


def _is_day(digits: str) -> bool:
    """Tell whether eight digits are a day rather than a tariff line: 2026.11.30."""
    if len(digits) != len("20261130") or not digits.startswith(("19", "20")):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
