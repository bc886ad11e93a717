"""Which listed names stand in the letters of a cell: found by their first letters, and then by their length.

All of them are found in one pass over a cell, whatever their number. A name is looked for at the borders of words, and
a long one wherever it stands, with the spaces taken out of it and of the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import accumulate
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.cell.text import CellText, keys_of, letters_of
from sekisho.parties.names.folding import PLAIN_CJK
from sekisho.parties.names.places import Places
from sekisho.regex import regex

_LATIN: Final = regex("[A-Za-z]")
_PLAIN: Final = regex(r"[A-Za-z0-9 .,()-]*")
"""A cell the letters of which are those of its words, whatever stands between these."""
_ESCAPE: Final = regex(r"[&<%\\]")
"""What may stand for another letter, as in `&#19977;`."""
_BEGINNING: Final = 4
"""Letters by which names are looked for; shorter ones are known by themselves."""
_GLUED_LATIN: Final = 14
"""Latin letters from which a name is found with all spaces taken out of it and of the cell. A guess. Smaller, names are
found across words that have nothing to do with each other."""
_GLUED_OTHER: Final = 5
"""The same for letters of East Asia, of which each tells more."""
SHORTEST_KEY: Final = 2
"""Letters of the shortest name that is looked for."""
_RARE: Final = 3
"""Latin letters of which hardly any listed name has fewer. No larger: among three, a figure is read as a letter."""


@dataclass(slots=True)
class ListedLetters:
    """Letters of listed names, with the numbers that are noted under them.

    Parameters
    ----------
    keys
        The letters of each name, as cells are compared by them.
    sizes, glued
        Sizes of the names by the letters with which they begin, and of those in Latin letters that are long.
    short, short_others
        Letters of names that are too short for that, and of those in letters of East Asia.
    """

    keys: Places = field(default_factory=Places)
    sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    glued: dict[str, tuple[int, ...]] = field(default_factory=dict)
    short: set[str] = field(default_factory=set)
    short_others: set[str] = field(default_factory=set)
    _fewest: int = 0
    _rare: frozenset[str] = frozenset()

    def note(self, key: str, number: int) -> None:
        """Note a number under the letters of a name."""
        self.keys.note(key, number)
        if len(key) < _BEGINNING:
            self.short.add(key)
            if not key.isascii():
                self.short_others.add(key)
        else:
            _add_size(self.sizes, key[:_BEGINNING], len(key))
        if key.isascii() and _is_long(key):
            _add_size(self.glued, key[:_GLUED_LATIN], len(key))

    def close(self) -> None:
        """Tell which names have the fewest letters, once all are noted."""
        self.sizes, self.glued = _each_once(self.sizes), _each_once(self.glued)
        latin = {"".join(_LATIN.findall(key)) for key in self.keys if key.isascii()}
        self._fewest = min(map(len, latin), default=0)
        self._rare = frozenset(letters for letters in latin if len(letters) < _RARE)

    def may_hold(self, name: str) -> bool:
        """Tell whether the letters of a cell hold a listed name at all; nearly none does, and it costs little."""
        if name.isascii() and len(_LATIN.findall(name)) < self._fewest and not _ESCAPE.search(name):
            return False  # a number, a day, the code of a part
        return self.may_hold_letters(letters_of(name))

    def may_hold_letters(self, letters: str) -> bool:
        """Tell whether letters of a cell hold a listed name at all, wherever words end."""
        starts = range(len(letters) - _BEGINNING + 1)
        if not self.sizes.keys().isdisjoint([letters[start : start + _BEGINNING] for start in starts]):
            sizes, names = self.sizes, self.keys
            for start in starts:
                for size in sizes.get(letters[start : start + _BEGINNING], ()):
                    if letters[start : start + size] in names:
                        return True
        short = self.short_others if PLAIN_CJK.fullmatch(letters) else self.short
        return bool(short) and not short.isdisjoint(
            [
                letters[at : at + size]
                for size in range(SHORTEST_KEY, _BEGINNING)
                for at in range(len(letters) - size + 1)
            ]
        )

    def may_stand(self, name: str) -> bool:
        """Tell whether a listed name may stand in a cell: as `may_hold`, and in a plain one at the borders of words."""
        if not _PLAIN.fullmatch(name):
            return self.may_hold(name)
        latin = _LATIN.findall(name)
        if len(latin) < _RARE and not self._may_be_rare("".join(latin).casefold()):
            return False
        keys = keys_of(name)
        letters, borders = "".join(keys), [0, *accumulate(map(len, keys))]
        names, sizes, ends = self.keys, self.sizes, frozenset(borders)
        for start in borders[:-1]:
            for size in (*range(SHORTEST_KEY, _BEGINNING), *sizes.get(letters[start : start + _BEGINNING], ())):
                end = start + size
                if (end in ends or (size >= _GLUED_LATIN and end <= borders[-1])) and letters[start:end] in names:
                    return True
        glued = self.glued
        for start in range(len(letters) - _GLUED_LATIN + 1):
            for size in glued.get(letters[start : start + _GLUED_LATIN], ()):
                if start + size <= borders[-1] and letters[start : start + size] in names:
                    return True
        return False

    def _may_be_rare(self, latin: str) -> bool:
        """Tell whether a name of so few Latin letters may stand among these: hardly any name has as few."""
        return len(latin) >= self._fewest and any(letters in latin for letters in self._rare)

    def may_stand_among(self, keys: Sequence[str]) -> bool:
        """Tell whether a listed name may stand in a plain Latin cell, by the keys of its words (see `may_stand`)."""
        letters, borders = "".join(keys), [0, *accumulate(map(len, keys))]
        if not self.keys.keys().isdisjoint(
            [letters[start:end] for at, start in enumerate(borders, start=1) for end in borders[at:]]
        ):
            return True
        starts = range(len(letters) - _GLUED_LATIN + 1)
        if self.glued.keys().isdisjoint([letters[start : start + _GLUED_LATIN] for start in starts]):
            return False
        return any(
            letters[start : start + size] in self.keys
            for start in starts
            for size in self.glued.get(letters[start : start + _GLUED_LATIN], ())
            if start + size <= len(letters)
        )

    def spans(self, text: CellText) -> list[tuple[int, int, str]]:
        """Find all listed names in the words of a cell, by where they begin and end among its letters."""
        letters = "".join([token.key for token in text.tokens])
        borders = {0, *accumulate(len(token.key) for token in text.tokens)}
        return [
            (start, start + size, key)
            for start in range(len(letters) - SHORTEST_KEY + 1)
            for size in (*range(SHORTEST_KEY, _BEGINNING), *self.sizes.get(letters[start : start + _BEGINNING], ()))
            if (key := letters[start : start + size]) in self.keys
            and len(key) == size
            and ((start in borders and start + size in borders) or _is_long(key))
        ]


def _add_size(sizes: dict[str, tuple[int, ...]], beginning: str, size: int) -> None:
    sizes[beginning] = tuple(sorted({*sizes.get(beginning, ()), size}))


def _each_once(sizes: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Keep sizes that are the same once: most beginnings have one name, and its size is that of thousands."""
    once: dict[tuple[int, ...], tuple[int, ...]] = {}
    return {beginning: once.setdefault(row, row) for beginning, row in sizes.items()}


def _is_long(key: str) -> bool:
    return len(key) >= _GLUED_LATIN if key.isascii() else len(key) >= _GLUED_OTHER
