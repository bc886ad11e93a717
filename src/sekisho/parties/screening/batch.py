"""Many names against the entries of lists: each distinct one once, shared out over processes where that is worth it.

The process that hands the answers out screens too, while those that it started do. Each of them copies the pages of
listed names as it looks at them, so that one process less is a quarter less memory.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Zone
from sekisho.parties.comparison import Query, Resemblance, Screening
from sekisho.parties.reason import CellPiece

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult, Pool

Closed: TypeAlias = tuple[Zone, str, tuple[CellPiece, ...], tuple[tuple[int, Resemblance], ...]] | None
"""A screening on its way between processes: zone, problem, pieces, hits with the number in place of the entry."""
_CHUNK: Final = 2_000
"""Parties that one process screens before it hands them back. A guess: some seconds of work. Smaller, processes wait
for each other's answers to be sent; larger, the last ones wait for one process."""
_READY: Final = 2
"""Chunks that lie ready for each process that was started, so that it need not wait while this one screens. With one,
it rests until this one has done its chunk; more, this one has less to do at the end."""
_MOST_WAITING: Final = 8
"""Chunks that are screened before the first of them is handed out, if that takes long. A guess. Smaller, this process
rests; larger, it holds more answers."""
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
    times = Counter(asked)
    distinct = asked if len(times) == len(asked) else list(times)
    to_ask = {query: count for query, count in times.items() if count > 1}
    del times  # of a million names it takes as much as a list of parties
    _shared["screener"] = screener
    # Dictionaries and tables that a name needs are loaded before, so that the processes share them.
    screener.look_at_once(len(distinct))
    _without_collector(screener, distinct[:: 1 + len(distinct) // _SAMPLE], least)
    # What stands now stays: the collector of cycles need not copy its pages in each process.
    gc.collect()
    _give_back_memory()
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(workers - 1, initializer=gc.disable) as pool:
            answers = chain.from_iterable(_shared_out(screener, distinct, pool, workers - 1, least))
            kept: dict[Query | str, Screening] = {}
            for query in asked:
                answer = kept.pop(query) if query in kept else next(answers)
                if query in to_ask:
                    to_ask[query] -= 1
                    if to_ask[query]:
                        kept[query] = answer
                yield answer
            pool.close()
            pool.join()
    finally:
        gc.unfreeze()
        _shared.clear()


def _give_back_memory() -> None:
    """Let the C library of Linux give back what was freed within its heap: a sixth of what a long list takes."""
    import ctypes  # a single question does without

    with suppress(OSError, AttributeError):  # another library has no such function
        ctypes.CDLL(None).malloc_trim(0)


def _shared_out(
    screener: BatchScreener, asked: Sequence[Query | str], pool: Pool, processes: int, least: float | None
) -> Iterator[list[Screening]]:
    """Go through the answers chunk by chunk; while the other processes have enough to do, this one screens."""
    chunks = _chunks(asked)
    waiting: deque[tuple[list[Query | str], AsyncResult[list[Closed]] | list[Screening]]] = deque()
    while True:
        at_work = sum(not isinstance(answers, list) and not answers.ready() for _, answers in waiting)
        for chunk in islice(chunks, max(0, _READY * processes - at_work)):
            waiting.append((chunk, pool.apply_async(_screen_chunk, (chunk, least))))
        if not waiting:
            return
        chunk, first = waiting[0]
        is_ready = isinstance(first, list) or first.ready()
        own = next(chunks, None) if not is_ready and len(waiting) < _MOST_WAITING * processes else None
        if own is not None:
            waiting.append((own, _without_collector(screener, own, least)))
            continue
        waiting.popleft()
        if not isinstance(first, list):
            first = [_opened(answer, query, screener) for answer, query in zip(first.get(), chunk, strict=True)]
        yield first


def _screen_chunk(chunk: Sequence[Query | str], least: float | None) -> list[Closed]:
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
