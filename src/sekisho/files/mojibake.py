"""Broken letters in text that comes decoded: names that were read in a wrong encoding before they came here.

`三菱造船` in UTF-8, read as CP1252, is `ä¸‰è±é€ èˆ¹`; read as GB18030 it is `涓夎彵閫犺埞`. Such a name is on no list,
and must not pass for that of a firm which is not listed: what it says is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sekisho.files.language import cost_of

READ_WRONGLY: Final = "its letters are broken; it was read in a wrong encoding before it came here"
LOST: Final = "letters of it were lost before it came here"
WRITTEN_AS_NUMBERS: Final = "its letters stand as numbers, and not as letters"
_LOST: Final = re.compile(r"\ufffd|[?？]{3,}|^[\s?？.・,]*[?？]{2,}[\s?？.・,]*$|\?{2,}\w|\w\?{2,}")
_ESCAPES: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]|~\{[\x21-\x7e]{2,}~\}")
"""Controls, and escape sequences of ISO 2022 and HZ, which are bytes of ASCII for other letters."""
_CONTROL: Final = re.compile(r"[\x80-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
_NUMBERED: Final = re.compile(
    r"&#x?[0-9A-Fa-f]{2,6};|\\u[0-9A-Fa-f]{4}|(?:%[89A-Fa-f][0-9A-Fa-f]){2,}|=(?:[89A-F][0-9A-F]=){2}"
)
_DOUBLE: Final = re.compile(r"[ÂÃâãäåæçèéêëìíîï][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]")
"""The first bytes of letters in UTF-8, read as Western letters, each with a sign behind it that follows no letter."""
_HARMLESS: Final = re.compile(r"[A-Za-zÀ-ÿ][®™©°ºª²³](?:\W|$)|[éèêëçàâîïôûü][’'»”]|«")
_WRONG: Final = (
    *("cp1252", "cp932", "gb18030", "cp949", "big5hkscs", "cp1251", "cp437", "cp850", "mac_roman", "latin-1", "koi8-r"),
)
_RIGHT: Final = ("utf-8", "cp932", "euc_jp", "gb18030", "cp949", "big5hkscs", "cp1251")
_WITHIN: Final = re.compile(r"[A-Za-z][\u0400-\u04ff\u2e80-\ud7a3\uff61-\uff9f][a-z]")
"""A letter of another script within a Latin word."""
_ODD: Final = re.compile(r"[•‘¢†‡‰ˆ‹›¤¥¦¨¬¯±´µ¶¸¹º¼½¾¿ƒ„˜∆◊≈√∫Ω\u2500-\u25a0]")
"""Signs that stand in no name; two of them show that its letters are none."""
_DRAWN: Final = re.compile(r"[\u2500-\u25a0]")
_OTHER_SCRIPT: Final = re.compile(r"[\u0100-\u03ff\u0530-\u2dff]")
_CLEARLY: Final = 10.0
"""How much better another reading must be, as a natural logarithm."""
_PLAIN_EAST: Final = 7.4
_PLAIN_WEST: Final = 5.2
"""What a letter costs at most, on average, in a name that need not be looked at further: of the east, and others."""
_GOOD: Final = 9.0
_NO_LANGUAGE: Final = 12.2
"""What a letter costs on average in a text that is no language."""
_FEWEST: Final = 4


@lru_cache(maxsize=1 << 16)
def broken_letters(text: str) -> str:
    """Say why a name is not what was written; empty if nothing is wrong with its letters.

    >>> bool(broken_letters("ä¸‰è±é€ èˆ¹")), bool(broken_letters("涓夎彵閫犺埞")), broken_letters("三菱造船")
    (True, True, '')
    >>> broken_letters("????????") == LOST, broken_letters("Müller & Söhne"), broken_letters("Société Générale")
    (True, '', '')
    """
    if _NUMBERED.search(text):
        return WRITTEN_AS_NUMBERS
    if _LOST.search(text):
        return LOST
    if _ESCAPES.search(text):
        return READ_WRONGLY
    if text.isascii():
        return ""
    if _CONTROL.search(text):
        return READ_WRONGLY
    if _is_double(text) or _WITHIN.search(text) or _was_another(text):
        return READ_WRONGLY
    return ""


def _is_double(text: str) -> bool:
    """Tell whether letters look like bytes of UTF-8 that were read as Western letters."""
    return _DOUBLE.search(_HARMLESS.sub(" ", text)) is not None


def _was_another(text: str) -> bool:
    """Tell whether the text is no language, or becomes a clearly better one where it is written and read once more."""
    own, letters = cost_of(text)
    if not letters or own <= (_PLAIN_EAST if max(text) > "\u2e7f" else _PLAIN_WEST) * letters:
        return False
    if len(_ODD.findall(text)) > 1 or _DRAWN.search(text):
        return True
    if letters >= _FEWEST and own > _NO_LANGUAGE * letters and not _OTHER_SCRIPT.search(text):
        return True
    for read in _read_again(text):
        cost, others = cost_of(read)
        if others and cost <= _GOOD * others and cost + _CLEARLY < own:
            return True
    return False


def _read_again(text: str) -> Iterator[str]:
    for wrong in _WRONG:
        try:
            raw = text.encode(wrong)
        except UnicodeEncodeError:
            continue
        for right in _RIGHT:
            if right == wrong:
                continue
            try:
                yield raw.decode(right)
            except UnicodeDecodeError as fault:
                if right == "utf-8" and fault.start > len(raw) // 2:
                    # A letter that was cut off, or that the wrong encoding lacks.
                    yield raw[: fault.start].decode("utf-8", "ignore")
