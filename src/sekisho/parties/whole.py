"""The safety rule: a listed name that stands whole in a cell is never below review.

All listed names are found in one pass over a cell, whatever their number: by the letters with which they begin, and
then by their length, in a table of whole names. What stands around a name found is read piece by piece, and says how
sure it is. No score and no threshold has a say.

| what stands whole | with what around it |
|---|---|
| a name with its legal form, at the borders of words | anything behind; nothing, a separator or a piece before |
| its core of two or more words, or four or more letters of East Asia | the same |
| a core of one word, or three letters of East Asia, or an abbreviation | pieces alone |
| 14 Latin letters, or 5 others, wherever words end | as in the first two rows |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

from sekisho.law.lists import Entry
from sekisho.parties.cell.pieces import HARD, PieceReader, Stretch
from sekisho.parties.cell.text import CellText, keys_of, words_in
from sekisho.parties.fuller import core_words

_BEGINNING: Final = 3
"""Letters by which names are looked for."""
_GLUED_LATIN: Final = 14
_GLUED_OTHER: Final = 5
_LEAST_OTHER: Final = 4
_LEAST_WORDS: Final = 2
_LEAST_LATIN: Final = 2


class ListedName(NamedTuple):
    """A name of an entry, as one word.

    Parameters
    ----------
    by_itself
        Whether it tells its party wherever it stands; else only if all around it are pieces.
    is_weak
        Whether it is an abbreviation that others share.
    """

    entry: int
    name: str
    by_itself: bool
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A listed name that stands whole in a cell, with what was read around it.

    Parameters
    ----------
    low, high
        Places of its first word and behind its last; both as far as it goes, if it ends within a word.
    several
        Whether the cell holds other names beside it.
    """

    listed: ListedName
    low: int
    high: int
    before: Stretch
    behind: Stretch
    several: bool

    @property
    def all_pieces(self) -> bool:
        """Whether everything around it was understood."""
        return self.before.whole and self.behind.whole


@dataclass(slots=True)
class WholeNames:
    """All listed names, findable in a cell."""

    entries: Sequence[Entry]
    _names: dict[str, list[ListedName]] = field(default_factory=dict)
    _sizes: dict[str, set[int]] = field(default_factory=dict)
    _owners: dict[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the names, with and without their legal forms."""
        for number, entry in enumerate(self.entries):
            for name in entry.names:
                core = core_words(name)
                strong = words_in(core) >= _LEAST_WORDS or _others(core) >= _LEAST_OTHER
                self._note("".join(keys_of(core)), ListedName(number, name, strong, False))
                self._note("".join(keys_of(name)), ListedName(number, name, strong or core != name, False))
            for name in entry.weak_names:
                self._note("".join(keys_of(name)), ListedName(number, name, False, True))
            if entry.parent:
                self._owners[number] = frozenset({"".join(keys_of(core_words(entry.parent))), "".join(keys_of(entry.parent))})

    def _note(self, key: str, listed: ListedName) -> None:
        if len(key) < _LEAST_LATIN:
            return
        known = self._names.setdefault(key, [])
        if all((one.entry, one.by_itself) != (listed.entry, listed.by_itself) for one in known):
            known.append(listed)
        self._sizes.setdefault(key[:_BEGINNING], set()).add(len(key))

    def find(self, text: CellText) -> Iterator[Standing]:
        """Go through the names that stand whole in a cell; one within a longer one is part of that."""
        spans = self._spans(text)
        if not spans:
            return
        hard = [at for at in range(1, len(text.tokens)) if HARD.search(text.gap(at))]
        found: list[Standing] = []
        for start, end, key in spans:
            low, high = _places(text, start, end)
            first = max((at for at in hard if at <= low), default=0)
            last = min((at for at in hard if at >= high), default=len(text.tokens))
            stretches: dict[frozenset[str], tuple[Stretch, Stretch]] = {}
            for listed in self._names[key]:
                owners = self._owners.get(listed.entry, frozenset())
                if owners not in stretches:
                    reader = PieceReader(text, owners)
                    stretches[owners] = reader.before(first, low), reader.behind(high, last)
                before, behind = stretches[owners]
                if _stands(listed, before, behind):
                    several = first > 0 or last < len(text.tokens)
                    found.append(Standing(listed, low, high, before, behind, several))
        yield from _longest(found)

    def _spans(self, text: CellText) -> list[tuple[int, int, str]]:
        """Find all listed names in the letters of a cell, by where they begin and end among them."""
        keys = [token.key for token in text.tokens]
        letters = "".join(keys)
        ends = list(accumulate(map(len, keys)))
        borders = {0, *ends}
        found = []
        for start in range(len(letters) - _LEAST_LATIN + 1):
            for size in self._sizes.get(letters[start : start + _BEGINNING], ()):
                key = letters[start : start + size]
                if key in self._names and (
                    (start in borders and start + size in borders) or _is_long(key)
                ):
                    found.append((start, start + size, key))
            if start in borders and letters[start : start + _LEAST_LATIN] in self._sizes:
                key = letters[start : start + _LEAST_LATIN]
                if start + _LEAST_LATIN in borders:
                    found.append((start, start + _LEAST_LATIN, key))
        return found


def _stands(listed: ListedName, before: Stretch, behind: Stretch) -> bool:
    if listed.by_itself:
        return before.adjoins
    return before.whole and behind.whole


def _longest(found: Sequence[Standing]) -> Iterator[Standing]:
    """Leave out names that stand within a longer name found, save those of the same entry; each entry once a place."""
    for one in found:
        within = any(
            other.low <= one.low and one.high <= other.high and other.high - other.low > one.high - one.low
            for other in found
            if not other.listed.is_weak or one.listed.is_weak
        )
        if not within:
            yield one


def _places(text: CellText, start: int, end: int) -> tuple[int, int]:
    """Return the places of the words in which letters begin and end."""
    at = 0
    low = high = 0
    for place, token in enumerate(text.tokens):
        if at <= start:
            low = place
        at += len(token.key)
        if at >= end:
            high = place + 1
            break
    return low, high


def _others(name: str) -> int:
    return sum(not letter.isascii() for key in keys_of(name) for letter in key)


def _is_long(key: str) -> bool:
    return len(key) >= _GLUED_LATIN if key.isascii() else len(key) >= _GLUED_OTHER


def names_at(standing: Iterable[Standing]) -> frozenset[int]:
    """Return the numbers of the entries that names mean."""
    return frozenset(one.listed.entry for one in standing)
