"""How well a name explains a description, and the description covers the name; of all names of an index at once."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Final

from sekisho.classification.documents import IndexedEntry

WEIGHED: Final = 30
"""Documents whose limits are judged."""
FLOOR: Final = 0.15
"""Score below which a document is no candidate."""
ROUNDING: Final = 1e-9
"""How far two sums of the same shares may lie apart that are added up in different orders."""
HEADING: Final = 0.85
"""How much a heading counts against the codes below it, whose names hold its own."""
INHERITED: Final = 0.5
"""Weight in a document of words that stand in the names of the headings above it."""
FAVOUR: Final = 1.0
"""Weight of the covered share of a name against the explained share of a description."""


def mean_share(explained: float, covered: float) -> float:
    """Weigh both shares: a weighted harmonic mean in which neither can make up for the lack of the other."""
    if explained <= 0 or covered <= 0:
        return 0.0
    return float((1 + FAVOUR) / (1 / explained + FAVOUR / covered))


class NameScores:
    """Scores of all names at once, by what each token of a description adds to the names that hold it.

    Of a description most names share nothing; a table from token to names spares looking at each of them.
    """

    def __init__(self, documents: Sequence[IndexedEntry], headings: Collection[str]) -> None:
        """Note of each token the names that hold it, and the documents that inherit it."""
        self._document = array("i", [place for place, document in enumerate(documents) for _ in document.names])
        self._first = array("i", accumulate([0, *(len(document.names) for document in documents)]))
        self._whole = array("d", [HEADING if document.code in headings else 1.0 for document in documents])
        holds: dict[str, list[tuple[int, float, float]]] = {}
        inherits: dict[str, list[int]] = {}
        number = 0
        for place, document in enumerate(documents):
            for token in document.inherited:
                inherits.setdefault(token, []).append(place)
            earlier: set[tuple[tuple[str, float], ...]] = set()
            for name in document.names:
                # Names that say the same, in another language, score the same; the first of them stands for all.
                tokens = tuple(name.tokens.items())
                same = tokens in earlier
                earlier.add(tokens)
                for token, weight in () if same else name.tokens.items():
                    more = 1.0 - INHERITED if token in document.inherited else 1.0
                    holds.setdefault(token, []).append((number, weight / name.total, more))
                number += 1
        self._holds = _parts(holds)
        # One array for all tokens: thousands of small ones take longer to load than the rest of an index.
        every = [row for rows in holds.values() for row in rows]
        self._names = array("i", [name for name, _, _ in every])
        self._covers = array("d", [covers for _, covers, _ in every])
        self._explains = array("d", [explains for _, _, explains in every])
        self._inherits = _parts(inherits)
        self._heirs = array("i", [place for places in inherits.values() for place in places])

    def best(
        self, said: Mapping[str, float], total: float, pool: Collection[int], also: Collection[int]
    ) -> Mapping[int, Sequence[int]]:
        """Return the documents of a pool that may be candidates, each with its names that may be the best of it.

        Parameters
        ----------
        said, total
            Weight of each token of the description that some name has, and of all of them.
        pool
            Places of documents.
        also
            Documents of the pool that are returned with any score above 0.
        """
        above = dict.fromkeys(pool, 0.0)
        for token in said.keys() & self._inherits.keys():
            for heir in self._heirs[self._inherits[token]]:
                if heir in above:
                    above[heir] += said[token] * INHERITED
        scores = self._scores(said, total, above)
        best = {document: max(names.values()) for document, names in scores.items()}
        least = max(FLOOR, sorted(best.values())[-WEIGHED]) if len(best) > WEIGHED else FLOOR
        likely = {
            document: [name for name, score in scores[document].items() if score >= highest - ROUNDING]
            for document, highest in best.items()
            if highest >= least - ROUNDING
        }
        likely |= {document: list(scores[document]) for document in also if document in scores}
        return {document: [name - self._first[document] for name in names] for document, names in likely.items()}

    def _scores(
        self, said: Mapping[str, float], total: float, above: Mapping[int, float]
    ) -> dict[int, dict[int, float]]:
        """Score the names of some documents that share something with a description; by document, in order."""
        owners = self._document
        shares: dict[int, list[float]] = {}
        for token, weight in said.items():
            part = self._holds.get(token)
            rows = () if part is None else zip(self._names[part], self._covers[part], self._explains[part], strict=True)
            for name, covers, explains in rows:
                if owners[name] not in above:
                    continue
                share = shares.get(name)
                if share is None:
                    shares[name] = [covers, explains * weight]
                else:
                    share[0] += covers
                    share[1] += explains * weight
        scores: dict[int, dict[int, float]] = {}
        for name in sorted(shares):
            covered, explained = shares[name]
            owner = owners[name]
            mean = (1 + FAVOUR) / (total / (explained + above[owner]) + FAVOUR / covered)
            scores.setdefault(owner, {})[name] = mean * self._whole[owner]
        return scores


def _parts(rows: Mapping[str, Sequence[object]]) -> dict[str, slice]:
    """Tell where the rows of each token lie, if those of all are written one after another."""
    ends = list(accumulate(map(len, rows.values())))
    return {token: slice(start, end) for token, start, end in zip(rows, [0, *ends], ends, strict=False)}
