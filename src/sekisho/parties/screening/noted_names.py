"""Listed names by their letters, each with what it tells of its party, in little memory.

A list of 150,000 parties has 800,000 ways to write a name. An object for each would take a gigabyte; here each is a
number of an entry, that of a name, and a byte.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import accumulate, chain
from typing import NamedTuple

from sekisho.dataclass import dataclass
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.names.places import TextRows
from sekisho.parties.screening.listed_letters import ListedLetters


class ListedName(NamedTuple):
    """A name of an entry, as one word.

    Parameters
    ----------
    by_itself
        Whether it tells its party wherever it stands; else only if all around it are pieces.
    is_weak
        Whether it is an abbreviation that others share.
    has_form
        Whether its legal form is part of it as it was found.
    is_strong
        Whether it tells its party without its legal form too.
    is_body
        Whether it names a body of a state, and has letters enough to be nobody else's.
    is_coined
        Whether it is one long word of a firm that is no word of the trade, so that those behind it say what is its.
    is_perhaps
        Whether it may be of another unit of the same firm too.
    """

    entry: int
    name: str
    by_itself: bool
    is_weak: bool = False
    has_form: bool = False
    is_strong: bool = False
    is_body: bool = False
    is_coined: bool = False
    is_perhaps: bool = False


_MARKS = len(ListedName._fields) - 2
"""What a listed name is or is not: one bit each."""


class NamesOfEntries:
    """Names of entries by their numbers: first the names of their own, in the order of the entries, then all others.

    Parameters
    ----------
    entries
        The entries, which are not kept.
    short
        Of each entry: further names that others share too.
    own
        The names of their own, if they stand in one string already.
    """

    __slots__ = ("_first", "_first_weak", "_more", "_own")

    def __init__(
        self, entries: Sequence[ListedParty], short: Sequence[Sequence[str]] = (), own: TextRows | None = None
    ) -> None:
        self._own = own if own is not None else TextRows(name for entry in entries for name in entry.names)
        self._first = array("I", accumulate((len(entry.names) for entry in entries), initial=0))
        self._first_weak = array("I", accumulate((len(entry.weak_names) for entry in entries), initial=len(self._own)))
        self._more = TextRows([*(name for entry in entries for name in entry.weak_names), *chain.from_iterable(short)])

    def __len__(self) -> int:
        """Count the names."""
        return len(self._own) + len(self._more)

    def __getitem__(self, number: int) -> str:
        """Return a name."""
        own = len(self._own)
        return self._own[number] if number < own else self._more[number - own]

    def entry_of(self, number: int) -> int:
        """Return the number of the entry whose own a name is."""
        return bisect_right(self._first, number) - 1

    def numbers_of(self, entry: int) -> range:
        """Return the numbers of the names of its own that an entry has."""
        return range(self._first[entry], self._first[entry + 1])

    def weak_numbers_of(self, entry: int) -> range:
        """Return the numbers of its names that others share."""
        return range(self._first_weak[entry], self._first_weak[entry + 1])


@dataclass(slots=True)
class NotedNames:
    """Listed names by their letters; those of one key in the order in which they were noted.

    Parameters
    ----------
    names
        The names, by the numbers under which they are noted.
    letters
        Where the letters are found in cells.
    """

    names: NamesOfEntries | TextRows
    letters: ListedLetters = field(default_factory=ListedLetters)
    _entries: array[int] = field(default_factory=lambda: array("i"))
    _numbers: array[int] = field(default_factory=lambda: array("i"))
    _marks: bytearray = field(default_factory=bytearray)

    def note(self, key: str, listed: ListedName, number: int) -> None:
        """Note a name by its number under its letters; once for each entry, and for whether it tells it by itself."""
        for place in self.letters.keys.of(key):
            if self._entries[place] == listed.entry and bool(self._marks[place] & 1) == listed.by_itself:
                return
        self.letters.note(key, len(self._numbers))
        self._entries.append(listed.entry)
        self._numbers.append(number)
        self._marks.append(sum(mark << at for at, mark in enumerate(listed[2:])))

    def of(self, key: str) -> Iterator[ListedName]:
        """Go through the names that were noted under a key.

        >>> names = NotedNames(TextRows(["Tarumi Corporation"]))
        >>> names.note("tarumi", ListedName(3, "Tarumi Corporation", by_itself=False, is_strong=True), 0)
        >>> [*names.of("tarumi")] == [ListedName(3, "Tarumi Corporation", by_itself=False, is_strong=True)]
        True
        """
        for place in self.letters.keys.of(key):
            marks = self._marks[place]
            is_so = [bool(marks >> at & 1) for at in range(_MARKS)]
            yield ListedName(self._entries[place], self.names[self._numbers[place]], *is_so)
