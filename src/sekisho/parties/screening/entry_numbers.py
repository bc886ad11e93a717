"""Entries of lists by their numbers: whose a listed name is, and which number an entry has."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.names.places import Drawers


class EntryNumbers:
    """Numbers of entries, which are their places.

    Parameters
    ----------
    entries
        The entries; the numbers of their names go through the names of one after those of the one before.
    """

    __slots__ = ("_entries", "_numbers", "_owners")

    def __init__(self, entries: Sequence[ListedParty]) -> None:
        self._entries = entries
        self._owners = array("i")
        for number, entry in enumerate(entries):
            self._owners.extend([number] * len(entry.names))
        self._numbers: Drawers | None = None

    def owner_of(self, name: int) -> int:
        """Return the number of the entry that has a name of such a number."""
        return self._owners[name]

    def of(self, entry: ListedParty) -> int:
        """Return the number of an entry."""
        if self._numbers is None:
            self._numbers = Drawers()
            for number, each in enumerate(self._entries):
                self._numbers.note(_label(each), number)
            self._numbers.close()
        return next(number for number in self._numbers.of(_label(entry)) if self._entries[number] is entry)


def _label(entry: ListedParty) -> str:
    return f"{entry.list} {entry.id}"
