"""Where the names of listed parties stand in a text, as the lists and their tables print them.

They are found before places, codes and particles are looked for: 日本海洋联合 begins with a country, JMU防务系统 with
the code of one, and *National Institute for Defense Studies* holds a word that marks a way.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.language import simplified
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.regex import regex

_SHORTEST_HAN: Final = 3
"""Characters of the shortest name in Chinese or Japanese that is looked for: 东丽 is a word of places too."""
_SHORTEST_LATIN: Final = 5
"""Letters of the shortest Latin name, or of one with a space."""
_CAPITALS: Final = regex(r"[A-Z]{3,4}")
"""A shorter name: it is one where it is written in capitals: JAXA, TDK."""
_SURE_LATIN: Final = 7
"""Letters from which a Latin name of one word is one in small letters, too: Subaru is, and *toray* may be a slip."""

_FORM: Final = regex(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|株式会社|有限会社|合同会社|一般財団法人)$|^(?:株式会社|有限会社|合同会社|一般財団法人|国立研究開発法人)"
    r"|,?\s+(?:Co\.?,?\s*Ltd|Corporation|Corp|Incorporated|Inc|Company\s+Limited|Limited|Ltd|GmbH|LLC|K\.K)\.?$"
)
"""The legal form of a name as it is printed; people leave it out."""


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A listed name in a text: where it begins and ends, and the identifier of the party."""

    start: int
    end: int
    party: str


@lru_cache(maxsize=4096)
def name_spans(words: str, library: Library) -> tuple[NameSpan, ...]:
    """Return where listed names stand in a text, in order; of names in each other the longest.

    Every sign counts for one, so that the places hold in the text as it is; letters in small or large are one.
    """
    if not is_installed():
        return ()
    plain = _plain(words)
    if len(plain) != len(words):
        return ()
    ids = _names(library)
    places = (match.span() for match in _pattern(library).finditer(plain))
    return tuple(NameSpan(start, end, ids[plain[start:end]]) for start, end in places if _is_name(words[start:end]))


def _is_name(text: str) -> bool:
    """Tell whether letters of a name are written as one: a short Latin word begins with a capital, or has only such."""
    if len(text) < _SHORTEST_LATIN and text.isascii() and " " not in text:
        return text.isupper()
    return not text.isascii() or " " in text or len(text) >= _SURE_LATIN or text[0].isupper()


def _plain(text: str) -> str:
    """Write a text in the form in which names are compared: simplified characters, small letters."""
    shorter = simplified(text)
    return (shorter if len(shorter) == len(text) else text).lower()


@cache
def _names(library: Library) -> dict[str, str]:
    """Return the parties by their names as they are printed and written, without names that are words."""
    names: dict[str, str] = {}
    for entry in parties_of(library).entries:
        for name in entry.names:
            least = _SHORTEST_LATIN if name.isascii() else _SHORTEST_HAN
            if len(name) >= least or (name.isascii() and " " in name) or _CAPITALS.fullmatch(name):
                names.setdefault(_plain(name), str(entry.id))
    for entry in parties_of(library).entries:
        for name in entry.names:
            bare = _FORM.sub("", name).strip()
            if bare != name and (" " in bare if bare.isascii() else len(bare) > _SHORTEST_HAN):
                names.setdefault(_plain(bare), str(entry.id))
    return names


@cache
def _pattern(library: Library) -> re.Pattern[str]:
    names = sorted(_names(library), key=len, reverse=True)
    apart = "[^\\W\u3040-\u9fff\uac00-\ud7af]"  # a letter, and none of a script without spaces: 受雇于JAXA
    ways = [rf"(?<!{apart}){re.escape(name)}(?!{apart})" if name.isascii() else re.escape(name) for name in names]
    return re.compile("|".join(ways) or r"(?!)")
