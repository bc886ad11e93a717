"""Documents and names: what each code of the list, and each thing that only looks like one, is called.

Retrieval is BM25 over concepts and words. The best of what it finds is ranked again by names: how much of the
description a name explains, and how much of the name the description says.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from math import log
from pathlib import Path
from typing import Final, overload

import sekisho.classification
import sekisho.trade
from sekisho.classification.lexicon import Lexicon, Tagged, read_lexicon, words_of
from sekisho.classification.lookalikes import LookAlike, read_look_alikes
from sekisho.classification.quantities import QuantityReader
from sekisho.classification.retrieval import Retrieval
from sekisho.dataclass import dataclass
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.files.package_csv import rows_of_table
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import ControlEntry, words_folder
from sekisho.regex import regex
from sekisho.trade.items.code import ENTRY
from sekisho.trade.items.control_list import ControlList, control_list

WORDS: Final = "item-words.csv"
"""The table of words by which items are called."""
POOL: Final = 80
"""Documents that retrieval hands on to be ranked by names."""
WEIGHED: Final = 30
"""Documents whose limits are judged."""
REMEMBERED: Final = 20_000
"""Descriptions of which it is remembered what resembles them; those that differ in figures alone say the same.
About 50 MB. Fewer: a book of many goods is searched for again and again."""
FLOOR: Final = 0.15
"""Score below which a document is no candidate."""
ROUNDING: Final = 1e-9
"""How far two sums of the same shares may lie apart that are added up in different orders."""
LOOSE: Final = 0.6
"""Weight of a word that the lexicon does not know, against a concept."""
IMPLIED: Final = 0.5
"""Weight of what a concept implies, against the concept."""
PURPOSE: Final = 0.4
"""Weight of a concept that says what an item is for, against one that says what it is."""
STRANGE: Final = 0.3
"""Weight of a word that no name has: it leaves part of a description unexplained."""
HEADING: Final = 0.85
"""How much a heading counts against the codes below it, whose names hold its own."""
INHERITED: Final = 0.5
"""Weight in a document of words that stand in the names of the headings above it."""


@dataclass(frozen=True, slots=True)
class WeightedName:
    """One name of a document as weighted tokens."""

    text: str
    tokens: Mapping[str, float]
    total: float


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """A code of the list, or a look-alike, with everything that it is called; one without words has its code."""

    code: str
    look_alike: LookAlike | None
    names: tuple[WeightedName, ...]
    inherited: frozenset[str]


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


class IndexedEntries(Sequence[IndexedEntry]):
    """The documents of an index in columns, each made when it is first asked for.

    There are thousands of names, of which a question looks at some dozens: to load all of them as objects would take
    longer than to answer.
    """

    def __init__(self, entries: Iterable[IndexedEntry]) -> None:
        """Write the documents into columns."""
        self._codes: list[str] = []
        self._look_alikes: dict[int, LookAlike] = {}
        self._texts: list[str] = []
        self._totals = array("d")
        self._weights = array("d")
        self._tokens = array("i")
        self._inherited = array("i")
        names, tokens, inherited = [0], [0], [0]
        numbers: dict[str, int] = {}
        for place, entry in enumerate(entries):
            self._codes.append(entry.code)
            if entry.look_alike is not None:
                self._look_alikes[place] = entry.look_alike
            for name in entry.names:
                self._texts.append(name.text)
                self._totals.append(name.total)
                self._tokens.extend(numbers.setdefault(token, len(numbers)) for token in name.tokens)
                self._weights.extend(name.tokens.values())
                tokens.append(len(self._tokens))
            self._inherited.extend(numbers.setdefault(token, len(numbers)) for token in sorted(entry.inherited))
            names.append(len(self._texts))
            inherited.append(len(self._inherited))
        self._words = list(numbers)
        self._names, self._ends, self._heirs = array("i", names), array("i", tokens), array("i", inherited)
        self._made: dict[int, IndexedEntry] = {}

    def __getstate__(self) -> dict[str, object]:
        """Leave out of what is kept what was made of the columns."""
        return {**self.__dict__, "_made": {}}

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._codes)

    @overload
    def __getitem__(self, place: int) -> IndexedEntry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[IndexedEntry, ...]: ...
    def __getitem__(self, place: int | slice) -> IndexedEntry | tuple[IndexedEntry, ...]:
        """Return a document, the same each time."""
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(len(self))))
        at = range(len(self))[place]
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    def _make(self, place: int) -> IndexedEntry:
        inherited = self._inherited[self._heirs[place] : self._heirs[place + 1]]
        return IndexedEntry(
            self._codes[place],
            self._look_alikes.get(place),
            tuple(self._name(name) for name in range(self._names[place], self._names[place + 1])),
            frozenset(self._words[token] for token in inherited),
        )

    def _name(self, name: int) -> WeightedName:
        part = slice(self._ends[name], self._ends[name + 1])
        tokens = [self._words[token] for token in self._tokens[part]]
        weights = dict(zip(tokens, self._weights[part], strict=True))
        return WeightedName(self._texts[name], weights, self._totals[name])


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
            if best is not None and _mean(1.0, covered) * whole <= best.score:
                continue
            above = sum([said[token] for token in inherited if token not in tokens])
            explained = (sum([said[token] for token in shared]) + INHERITED * above) / total
            score = _mean(explained, covered) * whole
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


def _mean(explained: float, covered: float) -> float:
    """Weigh both shares: a weighted harmonic mean in which neither can make up for the lack of the other."""
    if explained <= 0 or covered <= 0:
        return 0.0
    return float((1 + FAVOUR) / (1 / explained + FAVOUR / covered))


FAVOUR: Final = 1.0
"""Weight of the covered share of a name against the explained share of a description."""


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


_INDEXES: Final[dict[str, Index]] = {}
"""Indexes of this process, by the hash and the folders of their library."""
_KEPT_AT_MOST: Final = 4
"""Indexes of libraries that a process keeps: the one in use and those of a comparison of two laws."""


def index_of(library: Library, *, cache: Path | None = None) -> Index:
    """Build the index of a library once a process, or take the one that an earlier process kept.

    Parameters
    ----------
    cache
        Folder in which the index is kept for the next process; none is kept if left out.
    """
    key = repr((library.hash, [str(package.folder) for package in library.packages]))
    found = _INDEXES.get(key)
    if found is None:
        kept = None if cache is None else kept_index(library, cache)
        found = kept if isinstance(kept, Index) else _build(library)
        if cache is not None and kept is None:
            keep_index(library, cache, found)
        if len(_INDEXES) >= _KEPT_AT_MOST:
            _INDEXES.pop(next(iter(_INDEXES)))
        _INDEXES[key] = found
    return found


def _build(library: Library) -> Index:
    items = control_list(library)
    folder = words_folder(library)
    if folder is not None:
        return Index(items, read_lexicon(folder / "lists" / WORDS), folder)
    # Another country's list, whose package has no words of its own: things are called by the words that come with
    # sekisho, entries by their names alone. What was set on the words of one list settles nothing on another.
    words = next(
        (place / "lists" / WORDS for place in installed_folders() if (place / "lists" / WORDS).is_file()), None
    )
    lexicon = Lexicon() if words is None else read_lexicon(words)
    return Index(items, lexicon, library.packages[0].folder, by_names_alone=True)


def kept_index(library: Library, folder: Path) -> object | None:
    """Return the index that was kept for a library, or None."""
    return read_cache(_file(library, folder))


def keep_index(library: Library, folder: Path, index: object) -> None:
    """Keep the index of a library; where that cannot be done, nothing happens."""
    write_cache(_file(library, folder), index)


def _file(library: Library, folder: Path) -> Path:
    """Name the file by all that an index is made of: entries, limits and terms of law, and names."""
    return cache_file(
        folder,
        library.hash,
        [one.folder for one in library.packages],
        kind="index",
        program=map(Path, (*sekisho.classification.__path__, *sekisho.trade.__path__)),
    )
