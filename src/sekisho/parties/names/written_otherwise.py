"""Names that are listed ones written otherwise: words cut short or in another order, letters taken for others.

Whoever types from a form writes *Mfg.* and *Sys.*; an index puts the last word first; a scanner reads rn for m and a
clerk 曰 for 日. Each such name is found by a key that it shares with the listed one, and then looked at word by word.

>>> names = WrittenOtherwise(["Kitahama Aerospace Systems Co., Ltd.", "Tarumi Corporation", "北浜日本造船株式会社"])
>>> [
...     names.find(name)
...     for name in ("KITAHAMA AERO. SYS.", "Systems, Kitahama Aerospace", "Tarurni Corp", "北浜曰本造船")
... ]
[[0], [0], [1], [2]]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from typing import Final

from sekisho.parties.cell.text import keys_of
from sekisho.parties.names.business_words import words
from sekisho.parties.names.folding import common_han, katakana
from sekisho.parties.names.legal_forms import read_form

_BEGINNING: Final = 3
"""Letters with which a word is compared first: nearly every word that is cut short keeps them."""
_FEWEST_SHORT: Final = 2
"""Letters of the shortest word cut short."""
_FEWEST_WORDS: Final = 2
"""Words of a name of which one may be cut short: one word alone may be anybody's."""
_FEWEST_IN_ORDER: Final = 3
"""Words of a name that may stand in another order. With two, names of two words are each other's."""
_SHORTEST_LATIN: Final = 5
"""Letters of a name of which one may be taken for another. A guess. Smaller, short names are each other's; larger,
short listed names pass."""
_SHORTEST_OTHER: Final = 4
"""The same for letters of East Asia."""
_LONG_OTHER: Final = 7
"""Letters of East Asia from which one lost, put in or swapped leaves a name the same. A guess. Smaller, one character
makes another firm; larger, slips in long names pass."""
_CONTRACTED: Final = {
    "mfg": "manufacturing",
    "grp": "group",
    "hldgs": "holdings",
    "hldg": "holding",
    "svc": "service",
    "svcs": "services",
    "agcy": "agency",
    "hvy": "heavy",
    "mtrs": "motors",
    "avn": "aviation",
    "ctr": "center",
    "cntr": "center",
    "dept": "department",
    "mgmt": "management",
    "mtl": "material",
    "bldg": "building",
    "govt": "government",
    "labs": "laboratories",
    "mtls": "materials",
    "rsch": "research",
    "trdg": "trading",
}
"""Words that do not keep their first three letters, or would be taken for others."""
_SHAPES: Final = tuple(
    (re.compile(pattern), shape)
    for pattern, shape in (
        ("rn", "m"),
        ("vv", "w"),
        ("cl", "d"),
        ("0", "o"),
        ("[1ij|]", "l"),
        ("ll", "u"),
        ("5", "s"),
        ("8", "b"),
        ("[9q]", "g"),
        ("2", "z"),
    )
)
"""Letters and digits that a scanner takes for each other, with the one that stands for all of them."""
_ALIKE: Final = (
    *("日曰", "大太犬", "未末", "土士", "己已巳", "千干", "人入", "王玉", "崎埼", "治冶", "鸟乌", "侯候", "析折"),
    *("宣宜", "问间", "目自", "田由甲申", "牛午", "夫天", "东束", "电雷", "设说", "科料", "师帅", "住往", "研硏"),
    *("シツ", "ソン", "クワ", "コユ", "マア", "ロ口", "ヌス", "ナメ", "テチ", "カ力", "エ工", "ニ二", "タ夕", "ト卜"),
)
"""Characters and kana that are taken for each other, in the common form."""
_ALIKE_LETTERS: Final = str.maketrans({letter: group[0] for group in _ALIKE for letter in group[1:]})
_SPELT: Final = re.compile(r"[\W_]+")


@dataclass(slots=True)
class WrittenOtherwise:
    """Listed names, findable by what stays when they are written otherwise; numbered by their place.

    Parameters
    ----------
    names
        The listed names.
    """

    names: InitVar[Iterable[str]]
    _words: dict[tuple[str, ...], list[tuple[int, tuple[str, ...]]]] = field(default_factory=dict)
    _shapes: dict[str, list[int]] = field(default_factory=dict)
    _lost: dict[str, list[int]] = field(default_factory=dict)
    _long: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self, names: Iterable[str]) -> None:
        """Index the names."""
        for number, name in enumerate(names):
            row = _row(name)
            if row:
                self._words.setdefault(_beginnings(row), []).append((number, row))
            shape = _shape_of(name)
            if shape:
                self._shapes.setdefault(shape, []).append(number)
            if len(shape) >= _LONG_OTHER and not shape.isascii():
                self._long.setdefault(shape, []).append(number)
                for short in _one_less(shape):
                    self._lost.setdefault(short, []).append(number)

    def find(self, name: str) -> list[int]:
        """Return the listed names that a name may be, written otherwise."""
        row = _row(name)
        numbers = [number for number, listed in self._words.get(_beginnings(row), ()) if _is_same(row, listed)]
        shape = _shape_of(name)
        numbers += (*self._shapes.get(shape, ()), *self._lost.get(shape, ()))
        if len(shape) >= _LONG_OTHER and not shape.isascii():
            near = _one_less(shape) | _swapped(shape)
            numbers += [number for other in near for number in self._long.get(other, ())]
        return list(dict.fromkeys(numbers))


def _row(name: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, contractions written out; nothing of another name."""
    core = read_form(name).text
    if not core.isascii():
        return ()
    row = tuple(_CONTRACTED.get(key, key) for key in keys_of(core) if key != "of")
    return row if len(row) >= _FEWEST_WORDS else ()


def _beginnings(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(word[:_BEGINNING] for word in row))


def _is_same(row: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    """Tell whether words are those of a listed name, each whole or a word of the trade cut short."""
    if len(row) < _FEWEST_IN_ORDER and tuple(word[:_BEGINNING] for word in row) != tuple(
        word[:_BEGINNING] for word in listed
    ):
        return False
    pairs = zip(sorted(row), sorted(listed), strict=True)
    return all(typed == printed or _is_cut(*sorted((typed, printed), key=len)) for typed, printed in pairs)


def _is_cut(short: str, long: str) -> bool:
    """Tell whether a word is a word of the trade cut short: its beginning, or some of its letters in their order."""
    if len(short) < _FEWEST_SHORT or long not in words().latin:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _one_less(shape: str) -> set[str]:
    """Return letters with each of them left out."""
    return {shape[:place] + shape[place + 1 :] for place in range(len(shape))}


def _swapped(shape: str) -> set[str]:
    """Return letters with each two neighbours swapped."""
    return {shape[:at] + shape[at + 1] + shape[at] + shape[at + 2 :] for at in range(len(shape) - 1)}


def _shape_of(name: str) -> str:
    """Return the letters of a name with one for all that are taken for each other; nothing of a short name."""
    core = _SPELT.sub("", common_han(katakana(read_form(name).text)))
    if len(core) < (_SHORTEST_LATIN if core.isascii() else _SHORTEST_OTHER):
        return ""
    for pattern, shape in _SHAPES:
        core = pattern.sub(shape, core)
    return core.translate(_ALIKE_LETTERS)
