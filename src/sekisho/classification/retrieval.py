"""BM25: how well documents answer to words, by how rare each word is and how much of a document it is.

The variant is Lucene's (Kamphuis et al. 2020, "Which BM25 do you mean?"), worked out once for each word and document,
in single precision, as the package bm25s does it. A description has few words, and few documents have any of them, so
that plain loops over arrays of the standard library cost less than to load numpy, and no more where much is asked.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import log
from typing import Final

SATURATION: Final = 1.2
"""k1 of BM25, the usual value: how soon a word that stands in a document once more adds nothing."""
LENGTH: Final = 0.6
"""b of BM25: how much a word of a long document counts less. Below the usual 0.75: codes have few names or many."""


class Retrieval:
    """Scores of documents that are bags of words.

    >>> scores = Retrieval([["oxide", "powder"], ["magnet"], ["magnet", "alloy", "powder"]]).scores(["magnet", "glass"])
    >>> [round(float(score), 3) for score in scores]
    [0.0, 0.255, 0.184]
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """Work out what each word adds to each document that has it.

        Parameters
        ----------
        documents
            The words of each; one that stands in it twice counts more.
        """
        self._count = len(documents)
        mean = sum(map(len, documents)) / self._count if self._count else 1.0
        longer = [SATURATION * ((1 - LENGTH) + LENGTH * len(words) / mean) for words in documents]
        holds: dict[str, list[tuple[int, int]]] = {}
        for place, words in enumerate(documents):
            for word, number in Counter(words).items():
                holds.setdefault(word, []).append((place, number))
        self._words = {word: number for number, word in enumerate(holds)}
        self._starts = [0, *accumulate(map(len, holds.values()))]
        self._places = array("i", [place for rows in holds.values() for place, _ in rows])
        self._adds = array("f")
        for rows in holds.values():
            (rare,) = array("f", [log(1 + (self._count - len(rows) + 0.5) / (len(rows) + 0.5))])
            self._adds.extend(rare * (number / (longer[place] + number)) for place, number in rows)

    def scores(self, words: Iterable[str]) -> array[float]:
        """Return the score of each document; 0 if it has none of the words."""
        total = array("f", bytes(array("f").itemsize * self._count))
        for part in self._parts(words):
            for place, more in zip(self._places[part], self._adds[part], strict=True):
                total[place] += more  # rounded to single precision each time, as bm25s does it
        return total

    def best(self, words: Sequence[str], most: int) -> list[int]:
        """Return the places of the documents that answer best, so many at most, the best first."""
        total = self.scores(words)
        places = set().union(*(self._places[part] for part in self._parts(words)))
        return sorted(sorted(places), key=lambda place: -total[place])[:most]

    def _parts(self, words: Iterable[str]) -> Iterator[slice]:
        """Go through where the documents of each word stand."""
        for number in (self._words[word] for word in words if word in self._words):
            yield slice(self._starts[number], self._starts[number + 1])
