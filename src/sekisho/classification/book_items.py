"""The items of a book: each distinct pair of description and customs code classified once, and kept for later runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Final

import sekisho.classification
import sekisho.trade
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier, JudgedItem
from sekisho.classification.lookalikes import LookAlike, is_mechanical_part
from sekisho.classification.resemblance import HEADING
from sekisho.determination.book.items import ItemFinding
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.model.library import Library
from sekisho.regex import regex
from sekisho.trade.items.harmonised_system import LENGTHS, is_no_customs_code

Pair = tuple[str, str]
LEADS: Final = 3
"""Codes that an unclassified item is told to compare with."""
CHUNK: Final = 500
"""Items that one process classifies before it hands them back. A guess: fewer, and handing over costs more than the
work; more, and one process works while the others wait."""
WORTH: Final = 1_000
"""Items from which a second process is worth its start."""
MOST_PARTS: Final = 200
"""Lines and sentences of a text, each of which is looked at. A guess: a letter has some thirty; of a longer paper only
the whole is."""
_PARTS: Final = regex(r"[\n。]+|(?<=[a-z\d)])\.\s+(?=[A-Z])")
_LISTED: Final = regex(r"[\n;；。]+|(?<=[a-z\d)])\.\s+(?=[A-Z])")
"""What stands between them. Beside a customs code a text may be that of its heading, which lists by semicolons all that
it holds."""
MOST: Final = 300_000
"""Items that are kept between runs; beyond, those of the last run alone. About 100 MB in memory."""

_CLASSIFIERS: dict[str, Classifier] = {}
"""The classifier of this process; worker processes inherit it when they are forked."""


class BookClassifier:
    """Says of the items of books what they may be on the control list; an item that it has seen costs nothing."""

    def __init__(self, library: Library, *, cache: Path | None = None, processes: int = 1) -> None:
        """Take the library; `cache` is the folder in which items are kept between runs, None keeps none."""
        self.library, self.processes = library, processes
        self.cache = cache
        self._file = _file_of(library, cache) if cache is not None else None
        before = read_cache(self._file) if self._file is not None else None
        self._seen: dict[Pair, ItemFinding] = before if isinstance(before, dict) else {}

    def __call__(self, pairs: Sequence[Pair]) -> list[ItemFinding]:
        """Classify pairs of description and customs code, each of which may be empty."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._seen]
        if new:
            self._seen.update(zip(new, self._classified(new), strict=True))
            if self._file is not None:
                if len(self._seen) > MOST:
                    self._seen = {pair: self._seen[pair] for pair in pairs}
                write_cache(self._file, self._seen)
        return [self._seen[pair] for pair in pairs]

    def _classified(self, pairs: list[Pair]) -> Iterable[ItemFinding]:
        # What an item is hangs on no day; the day of the classifier tells only how far the law has come.
        _CLASSIFIERS["this"] = Classifier(self.library, as_of=date.max, cache=self.cache)
        chunks = [pairs[at : at + CHUNK] for at in range(0, len(pairs), CHUNK)]
        try:
            if self.processes <= 1 or len(pairs) < WORTH or "fork" not in get_all_start_methods():
                yield from (finding for chunk in chunks for finding in _chunk(chunk))
                return
            with ProcessPoolExecutor(self.processes, mp_context=get_context("fork")) as pool:
                for findings in pool.map(_chunk, chunks):
                    yield from findings
        finally:
            _CLASSIFIERS.clear()


def _chunk(pairs: Sequence[Pair]) -> list[ItemFinding]:
    classifier = _CLASSIFIERS["this"]
    return [finding_of(description, code, classifier) for description, code in pairs]


def finding_of(description: str, hs: str, classifier: Classifier) -> ItemFinding:
    """Say what an item is, as a book needs it; a text that cannot be classified is unread."""
    code = hs if hs.isascii() and hs.isdigit() and len(hs) in LENGTHS and not is_no_customs_code(hs) else ""
    if not description and not code:
        return ItemFinding(state=str(ItemState.UNREAD))
    judged = classifier.judge(description, hs=code)
    finished = None if is_mechanical_part(description) else _finished(judged)
    return ItemFinding(
        state=str(judged.state),
        codes=_codes_of(judged, classifier) or _codes_in_parts(judged, description, code, classifier),
        customs=tuple(judged.customs.by_entry)[:LEADS],
        printed=code if judged.customs.printed else "",
        near=_near(judged),
        finished=finished.title if finished is not None else "",
        inside=finished.near[:LEADS] if finished is not None else (),
        near_heading=(bool(judged.known.intangible) and not code)
        or (len(code) >= HEADING and bool(judged.customs.by_entry)),
    )


def _codes_of(judged: JudgedItem, classifier: Classifier) -> tuple[str, ...]:
    if judged.state is ItemState.CLASSIFIED:
        return (judged.ranked[0].hit.document.code,)
    if judged.state is ItemState.UNCLASSIFIED:
        leads = classifier.resemblance.leads(judged.ranked, judged.customs, judged.known)
        own = filter(None, (judged.customs.only,))
        return tuple(dict.fromkeys((*judged.written, *own, *leads)))[:LEADS]
    return ()


def _codes_in_parts(judged: JudgedItem, description: str, hs: str, classifier: Classifier) -> tuple[str, ...]:
    """Return what the lines and sentences of a long text may fall under, of which nothing is near as a whole.

    In the words of a letter, or of several goods in one cell, the name of each is a small share.
    """
    parts = [part for part in (_PARTS if hs else _LISTED).split(description) if part.strip()]
    if judged.state is not ItemState.UNCLASSIFIED or not 1 < len(parts) <= MOST_PARTS:
        return ()
    of_parts = (_codes_of(classifier.judge(part, hs=hs), classifier) for part in parts)
    return tuple(dict.fromkeys(code for codes in of_parts for code in codes))[:LEADS]


def _finished(judged: JudgedItem) -> LookAlike | None:
    """Return which finished goods an item on no list is, if such goods usually have listed material inside."""
    first = judged.ranked[0].hit.document.look_alike if judged.ranked else None
    off_list = judged.state in {ItemState.UNLIKELY_LISTED, ItemState.NOT_LISTED}
    return first if first is not None and first.is_finished and off_list else None


def _near(judged: JudgedItem) -> tuple[str, ...]:
    """Return the codes of a look-alike of which an authority says what would make it one of them."""
    first = judged.ranked[0].hit.document.look_alike if judged.ranked else None
    if judged.state is not ItemState.UNLIKELY_LISTED or first is None:
        return ()
    return first.near[:LEADS] if first.by_ministry and first.ask else ()


def _file_of(library: Library, folder: Path) -> Path:
    """Name the file of items by all that an answer hangs on: the library, the program."""
    return cache_file(
        folder,
        library.hash,
        [one.folder for one in library.packages],
        kind="items",
        program=map(Path, (*sekisho.classification.__path__, *sekisho.trade.__path__)),
    )
