"""Listed names of which a cell is the beginning: a field of a ledger was full before the name was at its end."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.text import keys_of
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import TextRows
from sekisho.parties.screening.noted_names import NamesOfEntries

CUT_LATIN: Final = 16
"""Latin letters of a cell from which it may be a name cut off; fields of ledgers are cut at 20 or more. A guess.
Smaller, short names are put to review as beginnings of longer ones; larger, names cut early are missed."""
_DRAWERS_A_NAME: Final = 8
"""Numbers that beginnings of names share, a byte each, for a name. A guess. Smaller, more names are looked for that no
list begins with; larger, the table takes more memory; nothing else differs."""
_CUT_WORDS: Final = frozenset({"a", "an", "t", "th"})
"""What is left of *and* and *the* where a name is cut off within them."""
CUT_OTHER: Final = 6
"""Letters of East Asia from which a cell may be a name cut off."""


class NameOfEntry(NamedTuple):
    """A listed name, and the number of its entry."""

    entry: int
    name: str


class NameBeginnings:
    """Listed names in the order of their letters, for what a cell begins.

    Parameters
    ----------
    entries
        The entries, which are not kept.
    names
        Their names, by numbers.
    """

    __slots__ = ("_begins", "_names", "_numbers", "keys")

    def __init__(self, entries: Sequence[ListedParty], names: NamesOfEntries) -> None:
        """Sort the names by their letters."""
        self._names = names
        rows: dict[tuple[str, int, str], int] = {}
        for entry, listed in enumerate(entries):
            for number, name in zip(names.numbers_of(entry), listed.names, strict=True):
                for key in ways_of(name):
                    rows.setdefault((key, entry, name), number)
        in_order = sorted(rows)
        self.keys = TextRows(key for key, _, _ in in_order)
        self._numbers = array("i", [rows[row] for row in in_order])
        self._begins = bytearray(_DRAWERS_A_NAME * (1 + len(self.keys)))
        for key in self.keys:
            self._begins[self._drawer_of(key[:CUT_LATIN])] = self._begins[self._drawer_of(key[:CUT_OTHER])] = 1

    def beginnings(self) -> set[str]:
        """Return the letters with which a name begins that may be cut off: as many as the shortest such cell has."""
        beginnings = {key[:CUT_LATIN] for key in self.keys if len(key) >= CUT_LATIN}
        beginnings.update(key[:CUT_OTHER] for key in self.keys if not key[:CUT_OTHER].isascii())
        return beginnings

    def may_be_cut(self, *keys: str) -> bool:
        """Tell whether a name may be the beginning of a listed one, by its letters as `cut` has them."""
        shortest = CUT_LATIN if keys[0].isascii() else CUT_OTHER
        begins = self._begins
        return any(
            len(key) >= shortest and begins[self._drawer_of(key[:shortest])] and self._is_beginning(key) for key in keys
        )

    def _is_beginning(self, key: str) -> bool:
        """Tell whether letters are the beginning of a listed name, or the whole of it."""
        place = bisect_left(self.keys, key)
        return place < len(self.keys) and self.keys[place].startswith(key)

    def cut(self, name: str, heads: Collection[str]) -> Iterator[NameOfEntry]:
        """Go through the names of which a name is the beginning, without being the whole; each entry once.

        Parameters
        ----------
        heads
            Letters of names that are the beginning of many, and mean none of them.
        """
        seen: set[int] = set()
        for key in (*ways_of(name), *before_cut_word(keys_of(name))):
            shortest = CUT_LATIN if key.isascii() else CUT_OTHER
            if len(key) < shortest or not self._begins[self._drawer_of(key[:shortest])] or key in heads:
                continue
            for place in range(bisect_left(self.keys, key), len(self.keys)):
                whole = self.keys[place]
                if not whole.startswith(key):
                    break
                number = self._numbers[place]
                entry = self._names.entry_of(number)
                if whole != key and entry not in seen:
                    seen.add(entry)
                    yield NameOfEntry(entry, self._names[number])

    def _drawer_of(self, beginning: str) -> int:
        """Number a beginning of a name, for telling that no listed name has it; a few share each number."""
        return crc32(beginning.encode("utf-8", "surrogatepass")) % len(self._begins)


@lru_cache(maxsize=20_000)
def ways_of(name: str) -> tuple[str, ...]:
    """Return the letters of a name without its legal form, and with it."""
    core = "".join(keys_of(read_form(name).text))
    return tuple(dict.fromkeys((core, "".join(keys_of(name)))))


def before_cut_word(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the letters in front of an *and* or *the* of which the end is cut off; other names have none."""
    return ("".join(keys[:-1]),) if keys and keys[-1] in _CUT_WORDS else ()
