"""Where the names of listed parties stand in a text, as the lists and their tables print them.

They are found before places, codes and particles are looked for: 日本海洋联合 begins with a country, JMU防务系统 with
the code of one, and *National Institute for Defense Studies* holds a word that marks a way.
"""

from __future__ import annotations

from collections.abc import Iterator
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
_LETTER: Final = regex("[^\\W\u3040-\u9fff\uac00-\ud7af]")
"""A letter, and none of a script without spaces: 受雇于JAXA. Beside one, a Latin name is a part of a word."""


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
    places = _places(plain, library)
    return tuple(NameSpan(start, end, ids[plain[start:end]]) for start, end in places if _is_name(words[start:end]))


def _places(plain: str, library: Library) -> Iterator[tuple[int, int]]:
    """Go from left to right through where names begin and end: of those that begin at one place the longest."""
    names, (head, lengths) = _names(library), _lengths(library)
    at, last = 0, len(plain) - head
    while at <= last:
        for length in lengths.get(plain[at : at + head], ()):
            end = at + length
            name = plain[at:end]
            if end <= len(plain) and name in names and not (name.isascii() and _is_part_of_word(plain, at, end)):
                yield at, end
                at = end - 1
                break
        at += 1


def _is_part_of_word(plain: str, start: int, end: int) -> bool:
    return bool((start and _LETTER.match(plain, start - 1)) or _LETTER.match(plain, end))


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
def _lengths(library: Library) -> tuple[int, dict[str, list[int]]]:
    """Return how many characters the shortest name has, and by so many first ones the lengths of names, falling.

    One expression of all names would take seconds to compile, and would try each at every place.
    """
    names = _names(library)
    head = min(map(len, names), default=1)
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:head], set()).add(len(name))
    return head, {start: sorted(found, reverse=True) for start, found in lengths.items()}
