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

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cache
from typing import Final

from sekisho.law.memo import Memory
from sekisho.parties.candidates.first_letters import FirstLetters
from sekisho.parties.candidates.letter_shapes import LetterShapes
from sekisho.parties.candidates.printed_words import PrintedWords
from sekisho.parties.names.business_words import words
from sekisho.parties.names.contractions import FEWEST_WORDS, GROUP_WORDS, may_hold_group, words_of
from sekisho.parties.names.folding import common_han, katakana
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import Drawers, TextRows
from sekisho.parties.names.plain_latin import PlainName
from sekisho.regex import regex

_BEGINNING: Final = 3
"""Letters of a word cut short by which it is told whatever its last letter: *elec* and *sys*."""
_FEWEST_SHORT: Final = 2
"""Letters of the shortest word cut short."""
_LEAST_BEGINNING: Final = 3
"""Letters of a word cut short that need not be a word of the trade: *Dyn*, of a word of seven letters or more."""
_LONG_WORD: Final = 7
"""Letters of such a word. A guess. Smaller, *Den* is Denko; larger, *Dyn* is no Dynamics."""
_REMEMBERED: Final = 100_000
"""Words of which is remembered whether they may stand in a listed name. A guess, as for `folding`."""
_FEWEST_IN_ORDER: Final = 3
"""Words of a name that may stand in another order. With two, names of two words are each other's."""
_BITS: Final = 32
"""Bits for the letters of a word: an alphabet has 26, and figures share some. Smaller, more words are looked at."""
_BETWEEN: Final = regex(r"[\W_]+")


@dataclass(slots=True)
class WrittenOtherwise:
    """Listed names, findable by what stays when they are written otherwise; numbered by their place.

    Parameters
    ----------
    names
        The listed names.
    """

    names: InitVar[Iterable[str]]
    _given: TextRows = field(init=False)
    _rows: PrintedWords = field(init=False)
    _words: Drawers = field(default_factory=Drawers)
    _alone: Drawers = field(default_factory=Drawers)
    _shapes: LetterShapes = field(init=False)
    _letters: FirstLetters = field(init=False)
    _met: Memory[str, bool] = field(default_factory=lambda: Memory(_REMEMBERED))
    _counterparts: Memory[str, tuple[int, ...]] = field(default_factory=lambda: Memory(_REMEMBERED))

    def __post_init__(self, names: Iterable[str]) -> None:
        """Index the names."""
        self._given = names if isinstance(names, TextRows) else TextRows(names)
        rows: list[tuple[str, ...]] = []
        printed: dict[str, str] = {}
        for number, name in enumerate(self._given):
            self._alone.note(_without_group(name), number)
            row = tuple([printed.setdefault(word, word) for word in words_of(name)])
            rows.append(row)
            if row:
                beginnings = _beginnings(row)
                for key in (beginnings, *(f"{beginnings} {word}" for word in dict.fromkeys(row))):
                    self._words.note(key, number)
        self._alone.close()
        self._words.close()
        self._rows = PrintedWords(rows)
        self._shapes, self._letters = LetterShapes(self._given), FirstLetters(self._rows)

    def find(self, name: str) -> list[int]:
        """Return the listed names that a name may be, written otherwise."""
        numbers = self._of_words(words_of(name))
        if GROUP_WORDS.search(name):
            numbers += self._of_group(_without_group(name))
        numbers += self._shapes.find(name)
        numbers += self._letters.find(name)
        return list(dict.fromkeys(numbers))

    def may_be_each(self, names: Sequence[PlainName]) -> list[bool]:
        """Tell of plain Latin names whether each may be a listed one."""
        shapes = self._shapes.may_be_each([("".join(name.words), name.letters) for name in names])
        return [shape or self._may_be_words(name) for name, shape in zip(names, shapes, strict=True)]

    def _may_be_words(self, name: PlainName) -> bool:
        """Tell the same of one, by its words."""
        words = name.others
        if len(words) >= FEWEST_WORDS:
            row = tuple([word.text for word in words])
            if self._of_words(row) or self._letters.of_row(row):
                return True
        return name.has_group and bool(self._of_group(_without_group(name.name)))

    def may_be_letters_each(self, names: Sequence[tuple[str, str]]) -> list[bool]:
        """Tell the same of names in kana and Chinese characters alone.

        Parameters
        ----------
        names
            Each name, and its letters without its legal form, in katakana and the common form.
        """
        shapes = self._shapes.may_be_letters_each([letters for _, letters in names])
        return [
            shape or (may_hold_group(name) and bool(self._of_group(_without_group(name))))
            for (name, _), shape in zip(names, shapes, strict=True)
        ]

    def _of_words(self, row: tuple[str, ...]) -> list[int]:
        """Return the listed names of which words may be the words."""
        latin = words().latin
        telling = max([word for word in row if word not in latin], key=len, default="")
        if (telling and not self._counterparts_of(telling)) or not all(map(self._has_counterpart, row)):
            return []
        alike = self._words_alike(row, telling)
        if not alike:
            return []
        rows = self._rows
        if len(row) < _FEWEST_IN_ORDER:
            return [number for number in alike if _is_same_in_order(row, rows[number])]
        typed = _TypedWords(row)
        return [number for number in alike if typed.are_those_of(rows[number])]

    def _words_alike(self, row: tuple[str, ...], telling: str) -> list[int]:
        """Return the listed names with words of the same first letters, one of them what a word of a name may be.

        Parameters
        ----------
        telling
            That word; empty if all are words of the trade.
        """
        beginnings = _beginnings(row)
        if not telling:
            return self._words.of(beginnings)
        keys = [f"{beginnings} {self._rows.words[at]}" for at in self._counterparts_of(telling)]
        return self._words.of(keys[0]) if len(keys) == 1 else sorted({at for key in keys for at in self._words.of(key)})

    def _counterparts_of(self, word: str) -> tuple[int, ...]:
        """Return the places of the printed words that a word of none of the trade may be; remembered.

        They begin with it, or are words of the trade that it is cut from.
        """
        if word in self._counterparts:
            return self._counterparts[word]
        printed = self._rows.words
        low = bisect_left(printed, word)
        high = next((at for at in range(low, len(printed)) if not printed[at].startswith(word)), len(printed))
        places = [at for at in range(low, high) if printed[at] == word or _is_cut(word, printed[at])]
        size, letters = len(word), _letters_in(word)
        of_trade = (*_trade_beginnings().get(word[:_BEGINNING], ()), *_trade_ends().get(f"{word[0]}{word[-1]}", ()))
        longer = [text for text, lacking in of_trade if not letters & lacking and len(text) >= size]
        for text in longer:
            at = bisect_left(printed, text)
            if printed[at : at + 1] == [text] and _is_cut(word, text):
                places.append(at)
        return self._counterparts.keep(word, tuple(dict.fromkeys(places)))

    def _of_group(self, key: str) -> list[int]:
        """Return the listed names that have such letters without the words for a group."""
        return [number for number in self._alone.of(key) if _without_group(self._given[number]) == key]

    def _has_counterpart(self, word: str) -> bool:
        """Tell whether some word of a listed name may be the same as a word, or one of the two be the other cut short.

        Words of names come again, so it is remembered. A word of the trade may be the longer of the two.
        """
        has_one = self._met.get(word)
        if has_one is None:
            has_one = self._begins_printed(word) or word in words().latin or _may_be_cut_of_trade(word)
            self._met.keep(word, has_one)
        return has_one

    def _begins_printed(self, word: str) -> bool:
        """Tell whether a word of a listed name begins with a word, or is that."""
        place = bisect_left(self._rows.words, word)
        return place < len(self._rows.words) and self._rows.words[place].startswith(word)


def _without_group(name: str) -> str:
    """Return the letters of a name without its legal form and the words for a group; nothing of another."""
    return _BETWEEN.sub("", common_han(katakana(read_form(GROUP_WORDS.sub(" ", name)).text)))


def _beginnings(row: tuple[str, ...]) -> str:
    """Return the first letters of words: in order where the words may stand in no other."""
    letters = [word[0] for word in row]
    return "".join(letters if len(row) < _FEWEST_IN_ORDER else sorted(letters))


@cache
def _trade_beginnings() -> dict[str, list[tuple[str, int]]]:
    """Return the words of the trade by their first letters, each with the letters that it lacks."""
    beginnings: dict[str, list[tuple[str, int]]] = {}
    for text in words().latin:
        for size in range(1, _BEGINNING + 1) if " " not in text else ():
            beginnings.setdefault(text[:size], []).append((text, ~_letters_in(text)))
    return beginnings


@cache
def _trade_ends() -> dict[str, list[tuple[str, int]]]:
    """Return the words of the trade by their first letter and their last, likewise."""
    ends: dict[str, list[tuple[str, int]]] = {}
    for text in (text for text in words().latin if " " not in text):
        ends.setdefault(f"{text[0]}{text[-1]}", []).append((text, ~_letters_in(text)))
    return ends


def _may_be_cut_of_trade(word: str) -> bool:
    """Tell whether a word may be one of the trade cut short."""
    ends = _trade_ends()
    size, letters = len(word), _letters_in(word)
    others = (*ends.get(f"{word[0]}{word[-1]}", ()), *_trade_beginnings().get(word[:_BEGINNING], ()))
    longer = [other for other, lacking in others if not letters & lacking and size < len(other)]
    return any(_stands_in(word, other) for other in longer)


def _letters_in(word: str) -> int:
    """Tell which letters occur in a word, a bit each; letters that share a bit only let more pass."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % _BITS)
    return bits


def _is_same_in_order(row: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    """Tell whether words are those of a listed name in their order, each whole or a word of the trade cut short."""
    return all(typed == printed or _is_cut(typed, printed) for typed, printed in zip(row, listed, strict=True))


class _TypedWords:
    """Words of a name that may stand in another order, held against many listed names, which share most of theirs."""

    __slots__ = ("_cut", "_row")

    def __init__(self, row: tuple[str, ...]) -> None:
        """Take the words, the longest first."""
        self._row = sorted(row, key=len, reverse=True)
        self._cut: dict[tuple[str, str], bool] = {}

    def are_those_of(self, listed: tuple[str, ...]) -> bool:
        """Tell whether the words are those of a listed name, each whole or a word of the trade cut short."""
        left = list(listed)
        cut = self._cut
        for typed in self._row:
            if typed in left:
                left.remove(typed)
                continue
            for word in left:
                is_cut = cut.get((typed, word))
                if is_cut is None:
                    is_cut = cut[typed, word] = _is_cut(typed, word)
                if is_cut:
                    left.remove(word)
                    break
            else:
                return False
        return True


def _is_cut(typed: str, printed: str) -> bool:
    """Tell whether one of two words is the other cut short.

    A word of the trade: its beginning, or some of its letters in their order, the first and the last among them. Any
    long word that is printed: its beginning.
    """
    short, long = sorted((typed, printed), key=len)
    if len(short) < _FEWEST_SHORT or short[0] != long[0]:
        return False
    if long not in words().latin:
        return short == typed and len(short) >= _LEAST_BEGINNING and len(long) >= _LONG_WORD and long.startswith(short)
    begins = short[:_BEGINNING] == long[:_BEGINNING] or short[-1] == long[-1]
    return begins and _stands_in(short, long)


def _stands_in(short: str, long: str) -> bool:
    """Tell whether the letters of a word stand in another in their order."""
    place = 0
    for letter in short:
        place = long.find(letter, place) + 1
        if not place:
            return False
    return True
