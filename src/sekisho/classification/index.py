"""The index of goods: finds the codes of a list, and the things that only look like one, for a description.

Retrieval is BM25 over concepts and words. The best of what it finds is ranked again by names: how much of the
description a name explains, and how much of the name the description says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log
from pathlib import Path
from typing import Final

from sekisho.classification.documents import IndexedEntries, IndexedEntry, WeightedName
from sekisho.classification.lexicon import Lexicon, Tagged, words_of
from sekisho.classification.lookalikes import LookAlike, read_look_alikes
from sekisho.classification.name_scores import HEADING, INHERITED, NameScores, mean_share
from sekisho.classification.quantities import QuantityReader
from sekisho.classification.retrieval import Retrieval
from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.law.model.scheme import ControlEntry
from sekisho.regex import regex
from sekisho.trade.items.code import ENTRY
from sekisho.trade.items.control_list import ControlList

POOL: Final = 80
"""Documents that retrieval hands on to be ranked by names."""
REMEMBERED: Final = 20_000
"""Descriptions of which it is remembered what resembles them; those that differ in figures alone say the same.
About 50 MB. Fewer: a book of many goods is searched for again and again."""
LOOSE: Final = 0.6
"""Weight of a word that the lexicon does not know, against a concept."""
IMPLIED: Final = 0.5
"""Weight of what a concept implies, against the concept."""
PURPOSE: Final = 0.4
"""Weight of a concept that says what an item is for, against one that says what it is."""
STRANGE: Final = 0.3
"""Weight of a word that no name has: it leaves part of a description unexplained."""


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document found for a description.

    Parameters
    ----------
    score
        0 to 1: the mean of explained and covered, in favour of covered.
    explained
        Share of what the description says that the name explains.
    covered
        Share of the name that the description says.
    cas
        CAS number by which it was found, if it was.
    """

    document: IndexedEntry
    name: WeightedName
    score: float
    explained: float
    covered: float
    shared: tuple[str, ...]
    cas: str = ""


class Index:
    """The names of a control list and its look-alikes, ready for retrieval."""

    def __init__(self, items: ControlList, lexicon: Lexicon, folder: Path, *, by_names_alone: bool = False) -> None:
        """Tag all names once; `by_names_alone` is of a list for which no words were gathered."""
        self.items = items
        self.by_names_alone = by_names_alone
        self.lexicon = lexicon
        # Kept with the index, for its words are folded by the tables of OpenCC, which take a while to load.
        self.meter = QuantityReader(items.parameters)
        words = _keywords(folder / "lists" / "item-keywords.csv")
        look_alikes = read_look_alikes(folder / "lists" / "look-alikes.csv")
        raw: list[tuple[str, LookAlike | None, list[str], list[str]]] = []
        for code, item in items.items.items():
            if len(code) >= ENTRY and code not in items.limbs:
                above = [
                    name for upper in items.above(code) if len(upper.code) >= ENTRY for name in upper.names.values()
                ]
                names = [*filter(None, item.names.values()), *words.get(code, ()), *_about(item, items)]
                names += [
                    word for limb, owner in items.limbs.items() if owner == code for word in _called(limb, items, words)
                ]
                raw.append((code, None, names, above))
        raw += [(f"look:{found.id}", found, list(found.names), []) for found in look_alikes]
        bags = [[self.tokens(lexicon.tag(name)) for name in names] for _, _, names, _ in raw]
        above_bags = [[token for name in above for token in self.tokens(lexicon.tag(name))] for *_, above in raw]
        self._idf = _idf(bags)
        self._rarest = max(self._idf.values(), default=1.0)
        documents = [
            IndexedEntry(
                code,
                look_alike,
                tuple(self._name(text, tokens) for text, tokens in zip(names, tokens_of, strict=True) if tokens)
                or (self._name(code, {}),),
                frozenset(inherited),
            )
            for (code, look_alike, names, _), tokens_of, inherited in zip(raw, bags, above_bags, strict=True)
        ]
        self.documents = IndexedEntries(documents)
        self.shares = _greatest_shares(documents)
        self.areas = _areas(documents)
        self._scores = NameScores(documents, items.children.keys())
        self._places = {document.code: place for place, document in enumerate(documents)}
        corpus = [
            [token for tokens in tokens_of for token in tokens] + list(dict.fromkeys(inherited))
            for tokens_of, inherited in zip(bags, above_bags, strict=True)
        ]
        self._retrieval = Retrieval(corpus)
        self._found: dict[tuple[tuple[tuple[str, float], ...], frozenset[str]], tuple[DocumentHit, ...]] = {}

    def tokens(self, tagged: Tagged) -> dict[str, float]:
        """Write what a text says as weighted tokens."""
        weights = dict.fromkeys((f"~{word}" for word in tagged.loose), LOOSE)
        said = {tag.concept.name for tag in tagged.tags if tag.first not in tagged.purpose}
        for names, weight in ((tagged.concepts - said, PURPOSE), (said, 1.0)):
            for name in sorted(self.lexicon.implied(names)):
                weights[name] = max(weights.get(name, 0.0), weight * IMPLIED)
            for name in sorted(names):
                weights[name] = max(weights.get(name, 0.0), weight)
        return weights

    def _name(self, text: str, tokens: Mapping[str, float]) -> WeightedName:
        weighted = {token: weight * self._idf.get(token, 0.0) for token, weight in tokens.items()}
        return WeightedName(text, weighted, sum(weighted.values()) or 1.0)

    def name_of(self, code: str) -> WeightedName:
        """Return the English name of a code as a name to match."""
        text = self.items.items[code].name
        return self._name(text, self.tokens(self.lexicon.tag(text)))

    def of_code(self, code: str) -> IndexedEntry | None:
        """Return the document of a code; None if it has none."""
        place = self._places.get(code)
        return None if place is None else self.documents[place]

    def find(self, tagged: Tagged, also: Iterable[str] = ()) -> list[DocumentHit]:
        """Find documents for a description that may be candidates, best first.

        Parameters
        ----------
        also
            Codes that are told with what they share, however little, if retrieval finds them.
        """
        tokens = self.tokens(tagged)
        key = tuple(tokens.items()), frozenset(also)
        if key not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[key] = tuple(self._hits(tokens, key[1]))
        return list(self._found[key])

    def _hits(self, tokens: Mapping[str, float], also: Iterable[str]) -> list[DocumentHit]:
        weights = {token: weight * self._idf[token] for token, weight in tokens.items() if token in self._idf}
        if not weights:
            return []
        strange = sum(STRANGE * weight * self._rarest for token, weight in tokens.items() if token not in self._idf)
        places = self._retrieval.best(tuple(weights), POOL)
        total = sum(weights.values()) + strange
        asked = {place for code in also if (place := self._places.get(code)) in places}
        names = self._scores.best(weights, total, places, asked)
        hits = [
            hit
            for place in places
            if place in names and (hit := self._best_name(place, names[place], weights, total)) is not None
        ]
        return sorted(hits, key=lambda hit: -hit.score)

    def _best_name(
        self, place: int, names: Iterable[int], said: Mapping[str, float], total: float
    ) -> DocumentHit | None:
        """Score the names of a document that may be its best, and return the first that is."""
        document = self.documents[place]
        best: DocumentHit | None = None
        whole = HEADING if document.code in self.items.children else 1.0
        inherited = [token for token in said if token in document.inherited]
        for number in names:
            name = document.names[number]
            tokens = name.tokens
            shared = [token for token in tokens if token in said]
            covered = sum([tokens[token] for token in shared]) / name.total
            if best is not None and mean_share(1.0, covered) * whole <= best.score:
                continue
            above = sum([said[token] for token in inherited if token not in tokens])
            explained = (sum([said[token] for token in shared]) + INHERITED * above) / total
            score = mean_share(explained, covered) * whole
            if best is None or score > best.score:
                best = DocumentHit(document, name, score, explained, covered, tuple(shared))
        return best


def _greatest_shares(documents: Iterable[IndexedEntry]) -> dict[str, float]:
    """Return, for each concept, the greatest share that it weighs of a name of an entry, 0 to 1."""
    share: dict[str, float] = {}
    for document in documents:
        if document.look_alike is None:
            for name in document.names:
                for token, weight in name.tokens.items():
                    share[token] = max(share.get(token, 0.0), weight / name.total)
    return share


def _areas(documents: Iterable[IndexedEntry]) -> dict[str, frozenset[str]]:
    """Return, for each concept, the entries of five letters and the look-alikes of which some name has it."""
    areas: dict[str, set[str]] = {}
    for document in documents:
        for token in {token for name in document.names for token in name.tokens}:
            areas.setdefault(token, set()).add(document.code[:ENTRY])
    return {token: frozenset(codes) for token, codes in areas.items()}


def _idf(bags: Iterable[Iterable[Iterable[str]]]) -> dict[str, float]:
    """Weigh tokens by how few documents have them."""
    counts: dict[str, int] = {}
    documents = 0
    for names in bags:
        documents += 1
        for token in {token for tokens in names for token in tokens}:
            counts[token] = counts.get(token, 0) + 1
    return {token: log(1 + documents / count) for token, count in counts.items()}


def _called(code: str, items: ControlList, words: Mapping[str, list[str]]) -> Iterable[str]:
    """Give the names of a limb; those that name no more than a shape are no name of the whole."""
    return words.get(code, ()) if len(items.items[code].name.split()) < _SHAPE else items.items[code].names.values()


_SHAPE: Final = 2
"""Words of a name from which it says what a thing is, and not only its shape."""


def _about(item: ControlEntry, items: ControlList) -> Iterable[str]:
    """Name software and technology after the codes that their names refer to: "technology for 6C002"."""
    if item.kind not in {"software", "technology"}:
        return
    for code in _CODES.findall(" ".join(item.names.values())):
        for about in (code, *items.children.get(code, ())):
            if about in items.items:
                for name in items.items[about].names.values():
                    if name:
                        yield f"{name} {item.kind}"


_CODES: Final = regex(r"(?<![0-9A-Z])[0-9][A-E][0-9]{3}(?:\.[a-z0-9]{1,3})*")


def _keywords(path: Path) -> dict[str, list[str]]:
    return {row["code"]: words_of(row, "en", "zh", "ja") for row in rows_of_table(path, "code", "en", "zh", "ja")}
