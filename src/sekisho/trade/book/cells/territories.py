"""Territories as cells of order books name them: one letter, code and name together, the formal words behind a comma.

`territory-words.csv` holds words of order books, and names in other languages after Unicode CLDR 48. They are read in
columns of territories alone: a single letter such as 中 names a country there and nowhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex

_TABLE: Final = Path(__file__).with_name("territory-words.csv")
_ADJECTIVES: Final = Path(__file__).with_name("country-adjectives.csv")
_PARTS: Final = regex(r"\s*[,;/|:()\[\]\u3001\u30fb]\s*|\s*[-\u2013\u2014]\s*|(?<=[^\x00-\x7f])\s+(?=[A-Za-z])")
_WORD: Final = regex(r"[^\W_]+")
_FORMAL: Final = regex(
    r"republic|of|the|peoples?|s|democratic|kingdom|states?|federation|federal|federated|islamic|socialist|plurinational"
    r"|bolivarian|united|arab|commonwealth|mainland|sar|rep|dem|d|r|p|pr|drc|dpr|north|south|china|special|administrative"
    r"|region|and|province|country"
)
_TWO_OF_A_NAME: Final = {
    "korea": {"KP": {"democratic", "dem", "peoples", "people", "north", "dpr"}, "KR": {"republic", "rep", "south"}},
    "congo": {"CD": {"democratic", "dem", "drc"}, "CG": {"republic", "rep"}},
    "china": {"CN": {"peoples", "people", "mainland", "p", "pr"}},
}
"""Names of two states each: the words by which one is told, then those of the other."""
_CODE_AND_NAME: Final = regex(r"([A-Z]{2})\s+(\D+)")


@cache
def _words() -> dict[str, str]:
    return {_folded(row["word"]): row["alpha2"] for row in rows_of_file(_TABLE)}


@cache
def _adjectives() -> dict[str, str]:
    return {_folded(row["word"]): row["alpha2"] for row in rows_of_file(_ADJECTIVES)}


def country_of_adjective(word: str) -> str:
    """Return the ISO 3166 code of the country of which an English adjective speaks; empty if it speaks of none.

    >>> country_of_adjective("Chinese"), country_of_adjective("China")
    ('CN', '')
    """
    return _adjectives().get(_folded(word), "")


def _folded(text: str) -> str:
    """Bring a name to the form in which names are compared: in capitals, many are written without their accents."""
    if text.isascii():
        return "".join(_WORD.findall(text.casefold()))
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in marked if not "\u0300" <= letter <= "\u036f")
    return "".join(_WORD.findall(unicodedata.normalize("NFC", bare)))


def territory_in(text: str, official: Callable[[str], str], known: Callable[[str], bool]) -> str:
    """Return the ISO 3166 code of the territory that a cell names; empty if it names none, or may name two.

    Parameters
    ----------
    official
        Gives the code of a name of the data packages, or nothing.
    known
        Tells whether a text is a code.
    """

    def one(part: str) -> str:
        upper = part.strip().upper()
        if len(upper) == len("JP") and known(upper):
            return upper
        return _words().get(_folded(part), "") or official(part) or country_of_adjective(part)

    plain = unicodedata.normalize("NFKC", text).strip(" \t\r\n.*")
    whole = _words().get(_folded(plain), "") or official(plain) or country_of_adjective(plain)
    parts = [part for part in _PARTS.split(plain) if part]
    if not whole and (both := _CODE_AND_NAME.fullmatch(plain)):
        parts = list(both.groups())
    if len(parts) == 1 or (whole and _folded(parts[0]) not in _TWO_OF_A_NAME):
        return whole
    turned = official(" ".join(reversed(parts))) if "," in plain else ""
    if turned:
        return turned
    found, rest = set[str](), list[str]()
    for part in parts:
        words = _WORD.findall(part.casefold().replace("'", "").replace("\u2019", ""))
        if all(map(_FORMAL.fullmatch, words)) and _folded(part) not in _TWO_OF_A_NAME and found | set(rest):
            rest += words
            continue
        two = _TWO_OF_A_NAME.get(_folded(part))
        code = "" if two else one(part)
        if two:
            rest.append(_folded(part))
        elif not code:
            return whole
        else:
            found.add(code)
    for name, ways in _TWO_OF_A_NAME.items():
        if name in rest:
            rest.remove(name)
            told = next((code for code, words in ways.items() if words & set(rest)), "")
            found |= {told} if told else ({one(name)} if found else set())
    return found.pop() if len(found) == 1 and "" not in found else ""
