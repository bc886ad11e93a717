"""Listed names that a cell gives in part: cut off at its end, or with words left out.

A name of a head of a group, or of the owner of a listed firm, is the beginning of many names of its firms, and means
none of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Final, NamedTuple

from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.text import keys_of
from sekisho.parties.names.legal_forms import read_form

_LATIN: Final = 16
"""Latin letters of a cell from which it may be a name cut off; fields of ledgers are cut at 20 or more. A guess.
Smaller, short names are put to review as beginnings of longer ones; larger, names cut early are missed."""
_OTHER: Final = 6
"""Letters of a cell from which it may be a name cut off."""


class Cut(NamedTuple):
    """A listed name of which a cell is the beginning."""

    entry: int
    name: str


@dataclass(slots=True)
class CutNames:
    """All listed names by their beginnings."""

    entries: InitVar[Sequence[ListedParty]]
    groups: InitVar[Iterable[Group]] = ()
    _rows: list[tuple[str, int, str]] = field(default_factory=list)
    _heads: frozenset[str] = frozenset()

    def __post_init__(self, entries: Sequence[ListedParty], groups: Iterable[Group]) -> None:
        """Sort the names, with and without their legal forms."""
        rows = {
            (key, number, name) for number, entry in enumerate(entries) for name in entry.names for key in _ways(name)
        }
        self._rows = sorted(rows)
        heads = [name for group in groups for name in (*group.names, *group.weak_names)]
        parents = {entry.parent for entry in entries if entry.parent}
        self._heads = frozenset(key for name in (*heads, *parents) for key in _ways(name))

    def is_head(self, name: str) -> bool:
        """Tell whether a name is that of a head of a group, or of the owner of a listed firm."""
        return not self._heads.isdisjoint(_ways(name))

    def find(self, name: str) -> Iterator[Cut]:
        """Go through the names of which a name is the beginning, without being the whole; each entry once."""
        seen: set[int] = set()
        for key in _ways(name):
            if len(key) < (_LATIN if key.isascii() else _OTHER) or key in self._heads:
                continue
            for place in range(bisect_left(self._rows, (key, -1, "")), len(self._rows)):
                whole, number, listed = self._rows[place]
                if not whole.startswith(key):
                    break
                if whole != key and number not in seen:
                    seen.add(number)
                    yield Cut(number, listed)


def _ways(name: str) -> tuple[str, ...]:
    """Return the letters of a name without its legal form, and with it."""
    core = "".join(keys_of(read_form(name).text))
    return tuple(dict.fromkeys((core, "".join(keys_of(name)))))
