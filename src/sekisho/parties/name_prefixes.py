"""Names of listed parties that another party bears at the beginning of its own: TDK Sales bears that of TDK.

It is no hit, since anybody may bear it. It tells one thing: where a line states that listed parties hold a share of a
firm and nobody says which, the firm whose name it bears is taken to be the owner.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.folding import fold

SHORTEST: Final = 3
"""Letters of a name from which it can be borne."""
_PIECES: Final = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Runs of letters of an alphabet, and runs of Han and kana."""


class BorneNames:
    """The names of listed parties, findable as the beginning of another name.

    >>> entry = ListedParty(
    ...     **{**dict.fromkeys(ListedParty.__dataclass_fields__, ""), "names": ("TDK株式会社",), "list": "xx/list"}
    ... )
    >>> names = BorneNames([entry])
    >>> [sorted(names.lists(name)) for name in ("TDK Sales Co., Ltd.", "TDK販売株式会社", "TDKX Corporation")]
    [['xx/list'], ['xx/list'], []]
    """

    def __init__(self, entries: Iterable[ListedParty]) -> None:
        """Index names of their own, not those that others share too."""
        self._lists: dict[str, set[str]] = {}
        for entry in entries:
            for name in entry.names:
                if len(folded := fold(name)) >= SHORTEST:
                    self._lists.setdefault(folded, set()).add(entry.list)
        self._starts = {name[:SHORTEST] for name in self._lists}

    def lists(self, party: str) -> frozenset[str]:
        """Return the lists of the parties whose name a party bears: the longest such name counts."""
        if fold(party)[:SHORTEST] not in self._starts:
            return frozenset()
        found: frozenset[str] = frozenset()
        for start in _beginnings(party):
            known = self._lists.get(start)
            if known is not None:
                found = frozenset(known)
        return found


def _beginnings(party: str) -> Iterator[str]:
    """Yield the folded beginnings of a name that end where a word ends, or among Han and kana; the shortest first."""
    pieces = _PIECES.findall(unicodedata.normalize("NFKC", party))
    for count, piece in enumerate(pieces):
        before = " ".join(pieces[:count])
        if not piece.isascii() and fold(piece) == piece:
            yield from (fold(f"{before} {piece[:length]}") for length in range(1, len(piece)))
        yield fold(f"{before} {piece}")
