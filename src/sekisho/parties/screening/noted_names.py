"""Listed names by their letters, each with what it tells of its party, in little memory.

A list of 150,000 parties has 800,000 ways to write a name. An object for each would take a gigabyte; here each is a
number of an entry, a name that the list holds anyway, and a byte.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple

from sekisho.dataclass import dataclass
from sekisho.parties.names.places import Places


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


@dataclass(slots=True)
class NotedNames:
    """Listed names by their letters; those of one key in the order in which they were noted."""

    places: Places = field(default_factory=Places)
    _entries: array[int] = field(default_factory=lambda: array("i"))
    _names: list[str] = field(default_factory=list)
    _marks: bytearray = field(default_factory=bytearray)

    def note(self, key: str, listed: ListedName) -> None:
        """Note a name under its letters; once for each entry, and for whether it tells its party by itself."""
        if any((noted.entry, noted.by_itself) == (listed.entry, listed.by_itself) for noted in self.of(key)):
            return
        self.places.note(key, len(self._names))
        self._entries.append(listed.entry)
        self._names.append(listed.name)
        self._marks.append(sum(mark << at for at, mark in enumerate(listed[2:])))

    def of(self, key: str) -> Iterator[ListedName]:
        """Go through the names that were noted under a key.

        >>> names = NotedNames()
        >>> names.note("tarumi", ListedName(3, "Tarumi Corporation", by_itself=False, is_strong=True))
        >>> [*names.of("tarumi")] == [ListedName(3, "Tarumi Corporation", by_itself=False, is_strong=True)]
        True
        """
        for place in self.places.of(key):
            marks = self._marks[place]
            is_so = [bool(marks >> at & 1) for at in range(_MARKS)]
            yield ListedName(self._entries[place], self._names[place], *is_so)


@dataclass(slots=True)
class NamedEntries:
    """Names with the numbers of their entries, in order."""

    entries: array[int] = field(default_factory=lambda: array("i"))
    names: list[str] = field(default_factory=list)

    def add(self, entry: int, name: str) -> None:
        """Add a name."""
        self.entries.append(entry)
        self.names.append(name)
