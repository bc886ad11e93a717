"""Names in Hangul as they may be compared: words of the trade in Chinese characters, the rest as Japanese sounds.

Korean papers write a Japanese firm by its sound and its trade in Sino-Korean: 가와사키중공업 is Kawasaki 重工業. No
list has such names, and a sound may be of several names: what is found so is to review at most, and the cell stays
unread.

>>> from_hangul("가와사키중공업 주식회사"), from_hangul("Kawasaki")
('kawasaki 重工業 株式会社', '')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.parties.names.legal_forms import is_only_form
from sekisho.regex import regex

_RUN: Final = regex(r"[\uac00-\ud7a3]+|[^\uac00-\ud7a3]+")
_STOCK: Final = regex(r"\((?:주|株)\)|（(?:주|株)）|㈜|㈱")
"""Short forms of 주식회사."""
_FIRST: Final = ord("가")
_VOWELS: Final = 21
"""Vowels, in the order in which Unicode numbers syllables of Hangul."""
_FINALS: Final = 28
"""Ends of a syllable, in the order in which Unicode numbers syllables of Hangul."""
_INITIAL: Final = ("g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "ts", "ch", "k", "t", "p", "h")
_AT_BEGIN: Final = {"g": "k", "d": "t"}
"""What the plain sounds stand for in front of a word: カ and タ are written 가 and 다 there."""
_VOWEL: Final = (
    *("a", "e", "ya", "e", "o", "e", "yo", "e", "o", "wa", "e", "e", "yo", "u", "wo", "e", "i", "yu", "u", "i", "i"),
)
_FINAL: Final = {1: "k", 4: "n", 8: "r", 16: "n", 17: "p", 21: "n"}
"""Ends of a syllable that sound, by their number in Unicode; other ends, but for `_DOUBLING`, end no Japanese one."""
_DOUBLING: Final = (ord("갓") - _FIRST) % _FINALS
"""The end of a syllable that doubles the next consonant."""
_SYLLABLES: Final = {
    "쓰": "tsu",
    "츠": "tsu",
    "즈": "zu",
    "시": "shi",
    "치": "chi",
    "지": "ji",
    "후": "fu",
    "샤": "sha",
    "쇼": "sho",
}
_LONGEST_WORD: Final = 7
"""Syllables of the longest word of the table. Smaller, that word is not found; larger, reading takes longer."""
_MOST_BEHIND: Final = 4
"""Words of a name of which those behind the first may be left out. A guess: an address has more, and stands apart."""


@cache
def _words() -> Mapping[str, str]:
    return {row["written"]: row["stands_for"] for row in rows_of_file(Path(__file__).with_name("hangul-words.csv"))}


def from_hangul(name: str) -> str:
    """Return a name with its Hangul in other letters; empty if it has none."""
    plain = _STOCK.sub(" 株式会社 ", unicodedata.normalize("NFC", name))
    if not any(map(_is_hangul, plain)):
        return ""
    runs = (_together(_parts(run)) if _is_hangul(run[0]) else run.strip() for run in _RUN.findall(plain))
    return " ".join(filter(None, runs))


def ways_from_hangul(name: str) -> Iterator[str]:
    """Read a name in Hangul whole, and without what stands behind its first words, as a place or a works."""
    given = name.split() if any(map(_is_hangul, name)) else []
    for end in range(len(given), max(0, len(given) - _MOST_BEHIND), -1):
        way = from_hangul(" ".join(given[:end]))
        if way and not is_only_form(way):
            yield way


def _together(parts: Iterable[str]) -> str:
    """Write words of a run together where both are Chinese characters, as 重機械 and 工業 are one word of the trade."""
    together = ""
    for part in filter(None, parts):
        apart = bool(together) and (together[-1].isascii() or part[0].isascii())
        together += f" {part}" if apart else part
    return together


def _is_hangul(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3"


def _parts(run: str) -> Iterator[str]:
    """Go through the words of a run: those of the table, the longest first, and sounds between them."""
    words, sounds, at = _words(), "", 0
    while at < len(run):
        size = next((size for size in range(_LONGEST_WORD, 1, -1) if run[at : at + size] in words), 0)
        if not size:
            sounds, at = sounds + run[at], at + 1
            continue
        yield from filter(None, (_sound(sounds), words[run[at : at + size]]))
        sounds, at = "", at + size
    yield _sound(sounds)


def _sound(run: str) -> str:
    """Write syllables as the Japanese that they transcribe, in Latin letters."""
    latin, doubles = "", False
    for letter in run:
        syllable, end = divmod(ord(letter) - _FIRST, _FINALS)
        initial, vowel = divmod(syllable, _VOWELS)
        bare = chr(_FIRST + syllable * _FINALS)
        first = _INITIAL[initial] if latin else _AT_BEGIN.get(_INITIAL[initial], _INITIAL[initial])
        sound = _SYLLABLES.get(bare, f"{first}{_VOWEL[vowel]}")
        latin += (sound[0] if doubles else "") + sound + _FINAL.get(end, "")
        doubles = end == _DOUBLING
    return latin
