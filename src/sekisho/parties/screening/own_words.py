"""The one word of a firm's name that is its own: Saronic of Saronic Technologies, whose other words any firm may bear.

Papers leave the others out. The word alone is heard as a name that others share: to review, and never a match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.business_words import PROPER
from sekisho.parties.names.tokenisation import ParsedName, take_apart

_PLAIN: Final = frozenset({"field", "broad", "generic", "direction"})
"""Kinds of words that say what a firm does or how large it is, and not which it is."""
_SHORTEST_LATIN: Final = 5
"""Letters from which a Latin word is heard alone. A guess. Smaller, initials and first names (JC, Leda) are heard in
every cell that says no more; larger, BRINC and DZYNE pass."""
_SHORTEST_OTHER: Final = 3
"""The same in East Asia, where two characters are a surname or a town: 青木, 日新."""
_MOST_BEARERS: Final = 2
"""Firms that bear a word up to which it is told alone: a firm may stand on a list by two names."""


@dataclass(slots=True)
class OwnWords:
    """Collects the words of listed firms while their names are taken apart.

    >>> words = OwnWords()
    >>> words.note(0, take_apart("Saronic Technologies, Inc."))
    >>> words.note(1, take_apart("Japan Marine United"))
    >>> list(words.told(()))
    [(0, 'Saronic')]
    """

    _bearers: dict[str, dict[int, ParsedName]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, number: int, name: ParsedName) -> None:
        """Note the word of a name of a firm, if it has one beside plain ones."""
        first, *others = name.parts or (None,)
        if first is None or first.kind not in PROPER or not others:
            return
        least = _SHORTEST_LATIN if first.alphabet == "latin" else _SHORTEST_OTHER
        if len(first.text) >= least and " " not in first.text and all(part.kind in _PLAIN for part in others):
            self._bearers[first.text].setdefault(number, name)

    def told(self, heads: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Go through the words that tell one firm, with its number.

        Parameters
        ----------
        heads
            Names of groups and of owners, whose word means all of their firms.
        """
        of_heads = {name.parts[0].text for name in map(take_apart, heads) if name.parts}
        for word, bearers in self._bearers.items():
            if word not in of_heads and len({name.parts for name in bearers.values()}) <= _MOST_BEARERS:
                yield from ((number, _printed(word, name.given)) for number, name in bearers.items())


def _printed(word: str, name: str) -> str:
    """Return a word as the name prints it, where it does so in the same letters."""
    at = name.casefold().find(word)
    return name[at : at + len(word)] if at >= 0 else word
