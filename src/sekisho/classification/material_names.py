"""Controlled materials and goods under names that the lexicon does not have: of other languages, misspelt, by a number.

The lexicon reads English, Chinese and Japanese. A book has German, Korean, Russian and Spanish too, slips of the pen,
words that are run together, and CAS numbers. What such a text names is added to it in English, so that it is never
taken for goods of which nothing is controlled. It only raises questions: what is added settles no code by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex

TABLE: Final = Path(__file__).with_name("material-names.csv")
_CAS: Final = regex(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])")
_WORDS: Final = regex(r"[a-z0]{6,}")
_LETTER: Final = regex(r"[a-zа-я]")
_SHORTEST: Final = 6
"""Letters of a word that may hold one slip. A guess. Smaller, everyday words are one letter from a material; larger,
slips in the names of short ones pass."""
_OTHER_WORDS: Final = frozenset(
    {"geranium", "allium", "antinomy", "graphic", "graphics", "serbian", "medium", "helium", "phosphite", "arsenite"}
)
"""Words of everyday goods, and of other chemicals, that are one letter from a material."""
_GRADE: Final = regex(r"(?<![A-Z0-9])N\d{2}(?:SH|UH|EH|AH|VH|TH)(?![A-Z0-9])", re.IGNORECASE)
"""Grade of a magnet of high coercivity, which dysprosium or terbium gives it."""
_GRADED: Final = "neodymium magnet with dysprosium"


@dataclass(frozen=True, slots=True)
class MaterialNames:
    """The table, ready to be looked up.

    Parameters
    ----------
    written
        Finds a spelling of another language, the longest at a place.
    materials
        That spelling to its material.
    numbers
        CAS number to material.
    slips
        Words, and words with one letter left out, to the material that they are a slip of.
    """

    written: re.Pattern[str]
    materials: dict[str, str]
    numbers: dict[str, str]
    slips: dict[str, str]


@cache
def material_names() -> MaterialNames:
    """Read the table."""
    rows = list(rows_of_file(TABLE))
    materials = {_plain(word): row["material"] for row in rows for word in row["written"].split("|") if word}
    slips: dict[str, str] = {}
    for word in (row["material"] for row in rows):
        if " " not in word and len(word) >= _SHORTEST:
            slips |= {short: word for short in _shortened(word) if short not in slips or short == word}
    return MaterialNames(
        written=_any_of(materials),
        materials=materials,
        numbers={number: row["material"] for row in rows for number in row["cas"].split("|") if number},
        slips=slips,
    )


def with_materials(text: str) -> str:
    """Add to a description, in English, the controlled materials that it names otherwise.

    >>> with_materials("Dysprosiumoxid 99,9 %"), with_materials("CAS 1303-00-0 wafer")
    ('Dysprosiumoxid 99,9 %; dysprosium', 'CAS 1303-00-0 wafer; gallium arsenide')
    >>> with_materials("germanuim dioxide"), with_materials("geranium oil")
    ('germanuim dioxide; germanium', 'geranium oil')
    """
    named = _named(text)
    return f"{text}; {', '.join(named)}" if named else text


@lru_cache(maxsize=50_000)
def _named(text: str) -> tuple[str, ...]:
    plain = _plain(text)
    materials = dict.fromkeys(_materials_in(text, plain))
    return tuple(material for material in materials if not re.search(rf"\b{material}\b", plain))


def _materials_in(text: str, plain: str) -> Iterator[str]:
    table = material_names()
    for number in _CAS.findall(text):
        if number in table.numbers:
            yield table.numbers[number]
    for match in table.written.finditer(plain):
        yield table.materials[match[0]]
    for word in _WORDS.findall(plain):
        if word not in _OTHER_WORDS and (material := _slip_of(word.replace("0", "o"), table)):
            yield material
    if _GRADE.search(text):
        yield _GRADED


def _slip_of(word: str, table: MaterialNames) -> str:
    """Return the material of which a word is a slip by one letter left out, put in, exchanged or swapped."""
    return next((table.slips[short] for short in _shortened(word) if short in table.slips), "")


def _shortened(word: str) -> Iterator[str]:
    """Yield a word, and the word with each of its letters but the first left out: a slip is seldom in the first."""
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(1, len(word)))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Find one of some words, the longest at a place; one of Latin or Russian letters where a word begins.

    Words are put together by their first letter, so that a letter with which none begins is passed at once.
    """
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    begun = {letter: f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()}
    bounded = [begun.pop(letter) for letter in tuple(begun) if _LETTER.match(letter)]
    return re.compile("|".join((rf"(?<![a-zа-я])(?:{'|'.join(bounded)})", *begun.values())))


def _plain(text: str) -> str:
    """Write a text small, in one width, and Latin letters without accents."""
    small = unicodedata.normalize("NFKC", text).lower()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFD", small)
    bare = "".join(
        letter for at, letter in enumerate(apart) if not ("\u0300" <= letter <= "\u036f" and apart[at - 1] < "\u0250")
    )
    return unicodedata.normalize("NFC", bare)
