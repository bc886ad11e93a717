"""BM25: how well documents answer to words, by how rare each word is and how much of a document it is.

The variant is Lucene's (Kamphuis et al. 2020, "Which BM25 do you mean?"), worked out once for each word and document,
in single precision, as the package bm25s does it. Nothing but numpy is imported, so that the first answer of a process
comes fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Final

import numpy as np

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
        bags = [Counter(words) for words in documents]
        lengths = np.array([len(words) for words in documents], dtype=np.float64)
        longer = SATURATION * ((1 - LENGTH) + LENGTH * lengths / (lengths.mean() if self._count else 1.0))
        holds: dict[str, list[int]] = {}
        times: dict[str, list[int]] = {}
        for place, bag in enumerate(bags):
            for word, number in bag.items():
                holds.setdefault(word, []).append(place)
                times.setdefault(word, []).append(number)
        self._words = {word: number for number, word in enumerate(holds)}
        sizes = [len(places) for places in holds.values()]
        self._starts = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
        self._places = np.array([place for places in holds.values() for place in places], dtype=np.int32)
        often = np.array([number for numbers in times.values() for number in numbers], dtype=np.float32)
        rare = [log(1 + (self._count - size + 0.5) / (size + 0.5)) for size in sizes]
        rarity = np.repeat(np.array(rare, dtype=np.float32), sizes)
        self._adds = (rarity * (often / (longer[self._places] + often))).astype(np.float32)

    def scores(self, words: Iterable[str]) -> np.ndarray:
        """Return the score of each document; 0 if it has none of the words."""
        total = np.zeros(self._count, dtype=np.float32)
        for number in (self._words[word] for word in words if word in self._words):
            part = slice(self._starts[number], self._starts[number + 1])
            total[self._places[part]] += self._adds[part]
        return total
