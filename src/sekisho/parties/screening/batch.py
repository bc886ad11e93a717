"""Many names against the entries of lists: each distinct one once, shared out over processes where that is worth it."""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Final, Protocol, TypeAlias

from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Zone
from sekisho.parties.comparison import Query, Resemblance, Screening
from sekisho.parties.reason import CellPiece

Closed: TypeAlias = tuple[Zone, str, tuple[CellPiece, ...], tuple[tuple[int, Resemblance], ...]] | None
"""A screening on its way between processes: zone, problem, pieces, hits with the number in place of the entry."""
_CHUNK: Final = 2_000
"""Parties that one process screens before it hands them back. A guess: some seconds of work. Smaller, processes wait
for each other's answers to be sent; larger, the last ones wait for one process."""
_WORTH: Final = 4_000
"""Parties from which processes of their own are worth starting. A guess. Smaller, a process is started for what one
does in a second; larger, one core works while others rest."""
_SAMPLE: Final = 200
"""Parties that are screened before processes are started. A guess: names of each script should be among them. Smaller,
each process loads tables of its own; larger, one core works while others rest."""
_shared: dict[str, BatchScreener] = {}
"""The screener of a run: a forked process finds here what it shares with its parent, which no pickle need carry."""


class BatchScreener(Protocol):
    """Whatever compares one name with entries, and numbers them: `screener.Screener`."""

    @property
    def entries(self) -> Sequence[ListedParty]:
        """The entries, in their order."""

    def screen_each(self, asked: Sequence[Query | str], *, least: float | None = None) -> Iterator[Screening]:
        """Compare parties with all entries."""

    def number_of(self, entry: ListedParty) -> int:
        """Return the place of an entry."""

    def look_at_once(self, count: int) -> None:
        """Work out what so many parties are looked up by together."""


def screen_batch(
    screener: BatchScreener, asked: Iterable[Query | str], *, workers: int, least: float | None = None
) -> Iterator[Screening]:
    """Screen parties in order; a party that occurs again is answered from the first time."""
    everything = iter(asked)
    first = list(islice(everything, _WORTH))
    if workers <= 1 or len(first) < _WORTH or "fork" not in multiprocessing.get_all_start_methods():
        screened: dict[Query | str, Screening] = {}
        for chunk in _chunks(chain(first, everything)):
            new = list(dict.fromkeys(query for query in chunk if query not in screened))
            screened.update(zip(new, _without_collector(screener, new, least), strict=True))
            yield from map(screened.__getitem__, chunk)
        return
    yield from _in_processes(screener, (*first, *everything), workers, least)


def _without_collector(screener: BatchScreener, chunk: Sequence[Query | str], least: float | None) -> list[Screening]:
    """Compare the parties of a chunk while the collector of cycles rests: with a long list it goes over millions."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return list(screener.screen_each(chunk, least=least))
    finally:
        if was_on:
            gc.enable()


def _chunks(asked: Iterable[Query | str]) -> Iterator[list[Query | str]]:
    rest = iter(asked)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _in_processes(
    screener: BatchScreener, asked: Sequence[Query | str], workers: int, least: float | None
) -> Iterator[Screening]:
    """Share distinct parties out, and answer in the order asked; only what is asked again is remembered until then."""
    to_ask = Counter(asked)
    distinct = list(to_ask)
    context = multiprocessing.get_context("fork")
    _shared["screener"] = screener
    # Dictionaries and tables that a name needs are loaded before, so that the processes share them.
    screener.look_at_once(len(distinct))
    _without_collector(screener, distinct[:: 1 + len(distinct) // _SAMPLE], least)
    # What stands now stays: the collector of cycles need not copy its pages in each process.
    gc.collect()
    gc.freeze()
    try:
        with context.Pool(workers, initializer=gc.disable) as pool:
            rows = pool.imap(partial(_screen_chunk, least=least), _chunks(distinct))
            answers = chain.from_iterable(rows)
            kept: dict[Query | str, Closed] = {}
            for query in asked:
                answer = kept.pop(query) if query in kept else next(answers)
                to_ask[query] -= 1
                if to_ask[query]:
                    kept[query] = answer
                yield _opened(answer, query, screener)
            pool.close()
            pool.join()
    finally:
        gc.unfreeze()
        _shared.clear()


def _screen_chunk(chunk: Sequence[Query | str], *, least: float | None) -> list[Closed]:
    screener = _shared["screener"]
    return [_closed(screening, screener) for screening in screener.screen_each(chunk, least=least)]


def _closed(found: Screening, screener: BatchScreener) -> Closed:
    if found.zone == "none" and not found.hits and not found.read:
        return None
    hits = tuple((screener.number_of(hit.entry), replace(hit, entry=screener.entries[0])) for hit in found.hits)
    return found.zone, found.problem, found.read, hits


def _opened(closed: Closed, asked: Query | str, screener: BatchScreener) -> Screening:
    query = asked if isinstance(asked, str) else asked.name
    if closed is None:
        return Screening(query=query, zone="none")
    zone, problem, read, hits = closed
    opened = tuple(replace(hit, entry=screener.entries[number]) for number, hit in hits)
    return Screening(query=query, zone=zone, hits=opened, problem=problem, read=read)
