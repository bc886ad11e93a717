"""Descriptions as sequences of units: Latin words, numbers, and single characters of Chinese and Japanese.

Widths are folded, traditional characters and Japanese forms become simplified ones, plurals singular, so that the
words of a table and those of a description meet whoever wrote them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.regex import regex
from sekisho.trade.items.unit import with_powers

if TYPE_CHECKING:
    import opencc

_UNIT: Final = regex(r"[A-Za-z]+[0-9]*(?:[A-Za-z0-9]+)?|[0-9]+(?:[.,][0-9]+)*[A-Za-z]*|[぀-ヿー㐀-鿿々]")
_CJK: Final = regex(r"[぀-ヿー㐀-鿿々]")
_GLUED: Final = regex(r"(?<![A-Za-z0-9])([A-Z][a-z]?)(?=[<>≤≥~]?\d+(?:[.,]\d+)?\s*(?:%|wt|ppm))")
_OLD_METALS: Final = regex(r"(?<=[ニリミジヂチシビピ])ュ[ウー]ム")
"""How names of metals were written and are still: ゲルマニュウム, アルミニューム."""
_ELEMENTS_IN_KANA: Final = dict(
    zip(
        ("ふっ", "ふつ", "よう", "ひ", "ほう", "けい", "りん", "しゅう", "ちっ", "ちつ", "か"),
        ("フッ", "フッ", "ヨウ", "ヒ", "ホウ", "ケイ", "リン", "シュウ", "窒", "窒", "苛"),
        strict=True,
    )
)
_IN_KANA: Final = regex(
    r"(?<![ぁ-ん])(?:ふ[っつ](?=[化素酸])|よう(?=[化素])|ひ(?=[化素酸])|ほう(?=[化素酸砂])|けい(?=[化素酸石砂藻])"
    r"|りん(?=[化酸青])|しゅう(?=酸)|ち[っつ](?=[化素])|か(?=性[ソカ]))|(?<=[化酸黄赤])りん(?![ぁ-ん])"
)
"""Elements as the customs tariff and the list of Japan write them: 三塩化りん, りん酸鉄リチウム, ふっ化水素, ほう素."""
_SMALL: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
"""Small letters of katakana, which old systems print large: ターゲツト, シヤフト."""
_HALVES: Final = regex(r"[\ud800-\udfff]")
"""Halves of letters, which no library takes: a text that holds one is read without it."""
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class TextToken(NamedTuple):
    """A Latin word, a number or one character, with its place in the folded text."""

    written: str
    plain: str
    start: int
    end: int


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    import opencc

    return opencc.OpenCC("jp2t"), opencc.OpenCC("t2s")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Fold widths and character forms; part a symbol from the share that is written on to it.

    Names of metals are written as they are today, and elements that an office writes in hiragana in katakana.

    >>> fold("ゲルマニュウム"), fold("アルミニューム合金"), fold("五硫化りん"), fold("りんご酸")
    ('ゲルマニウム', 'アルミニウム合金', '五硫化リン', 'りんご酸')
    >>> fold("鏑鐵永磁　ＮｄＦｅＢ"), fold("焼結磁石"), fold("Dy₂O₃"), fold("Dy2.5%")
    ('镝铁永磁 NdFeB', '烧结磁石', 'Dy2O3', 'Dy 2.5%')
    """
    plain = _GLUED.sub(
        r"\1 ", unicodedata.normalize("NFKC", with_powers(_HALVES.sub("\ufffd", text).translate(_SUBSCRIPTS)))
    )
    if plain.isascii() or not _CJK.search(plain):
        return plain
    plain = _IN_KANA.sub(lambda found: _ELEMENTS_IN_KANA[found[0]], _OLD_METALS.sub("ウム", plain))
    to_traditional, to_simplified = _converters()
    return str(to_simplified.convert(to_traditional.convert(plain)))


def units_of(folded: str) -> list[TextToken]:
    """Cut folded text into units.

    >>> [unit.plain for unit in units_of(fold("Sintered magnets, 2 boxes, 磁石"))]
    ['sintered', 'magnet', '2', 'box', '磁', '石']
    """
    return [TextToken(found[0], plain_word(found[0]), *found.span()) for found in _UNIT.finditer(folded)]


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for the longest of some words, which tries at each letter those alone that begin with it.

    >>> any_of(["mm", "m", "kg"])
    'm(?:m|)|k(?:g)'
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in rest.items()) or "(?!)"


@lru_cache(maxsize=100_000)
def plain_word(word: str) -> str:
    """Write a Latin word without case and in the singular, and a small letter of katakana large.

    >>> [plain_word(word) for word in ("Batteries", "gases", "Glass", "lens", "alloys", "axes", "ッ")]
    ['battery', 'gas', 'glass', 'lens', 'alloy', 'axe', 'ツ']
    """
    low = word.lower()
    if len(low) < _SHORT or not low.isalpha():
        return low if low.isascii() else low.translate(_SMALL)
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("sses", "xes", "ches", "shes")) and low != "axes":
        return low[:-2]
    if low.endswith(("gases", "lenses")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "ics", "lens", "gas", "series")):
        return low[:-1]
    return low


_SHORT: Final = 4
"""Letters of a word from which an ending is a plural: gas and lens are none."""


def is_character(text: str) -> bool:
    """Tell whether a unit is a Chinese or Japanese character."""
    return len(text) == 1 and _CJK.match(text) is not None


_READ: Final = frozenset(
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC"}
)
"""Scripts of which words are known here, as the names of letters begin; the long mark of モーター is of two."""
_OF_SCIENCE: Final = frozenset({"GREEK", "MICRO", "OHM", "KELVIN", "ANGSTROM", "DOUBLE-STRUCK", "SUPERSCRIPT"})
"""Scripts whose single letters are signs of units and of quantities."""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNNAMED").split(" ", 1)[0]


@lru_cache(maxsize=100_000)
def _is_read(letter: str) -> bool:
    """Tell whether a character is no letter, or one of a script that is read here."""
    return not letter.isalpha() or _script(letter) in _READ | _OF_SCIENCE


def scripts_unread(folded: str) -> tuple[tuple[str, ...], float]:
    """Return the scripts of which no word is known here, and the share of the letters that is in them, 0 to 1.

    >>> scripts_unread("кружка EB"), scripts_unread("耐火 brick, 5 μm")
    ((('Cyrillic',), 0.75), ((), 0.0))
    >>> scripts_unread("サーボモーター")
    ((), 0.0)
    """
    if folded.isascii() or all(map(_is_read, set(folded))):
        return (), 0.0
    scripts: dict[str, int] = {}
    letters = 0
    for letter in folded:
        if letter.isalpha():
            letters += 1
            if not _is_read(letter):
                script = _script(letter)
                scripts[script] = scripts.get(script, 0) + 1
    found = sorted(scripts, key=lambda script: -scripts[script])
    return tuple(script.capitalize() for script in found), sum(scripts.values()) / letters if letters else 0.0
