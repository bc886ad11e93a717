"""Many parties at once: each distinct one once, over several processes that share the lists."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from sekisho.law.model.match_policy import Zone
    from sekisho.parties.query import Query
    from sekisho.parties.reason import CellPiece
    from sekisho.parties.screening import Resemblance, Screener, Screening

_CHUNK: Final = 2_000
_WORTH: Final = 4_000
"""Parties from which processes of their own are worth starting."""
_shared: dict[str, Screener] = {}
"""The screener of a run: a forked process finds here what it shares with its parent, which no pickle need carry."""


def screen_together(
    screener: Screener, asked: Iterable[Query | str], *, workers: int, least: float | None = None
) -> Iterator[Screening]:
    """Screen parties in order; a party that occurs again is answered from the first time."""
    everything = iter(asked)
    first = list(islice(everything, _WORTH))
    if workers <= 1 or len(first) < _WORTH or "fork" not in multiprocessing.get_all_start_methods():
        known: dict[Query | str, Screening] = {}
        for one in (*first, *everything):
            if one not in known:
                known[one] = screener.screen(one, least=least)
            yield known[one]
        return
    yield from _in_processes(screener, (*first, *everything), workers, least)


def _in_processes(
    screener: Screener, asked: Sequence[Query | str], workers: int, least: float | None
) -> Iterator[Screening]:
    """Share distinct parties out, and answer in the order asked; only those that are like an entry are remembered."""
    distinct = list(dict.fromkeys(asked))
    context = multiprocessing.get_context("fork")
    _shared["screener"] = screener
    # What stands now stays: the collector of cycles need not copy its pages in each process.
    gc.collect()
    gc.freeze()
    try:
        with context.Pool(workers, initializer=gc.disable) as pool:
            chunks = (distinct[start : start + _CHUNK] for start in range(0, len(distinct), _CHUNK))
            answers = (one for row in pool.imap(partial(_screen_chunk, least=least), chunks) for one in row)
            seen: set[Query | str] = set()
            kept: dict[Query | str, Screening] = {}
            for one in asked:
                if one not in seen:
                    seen.add(one)
                    answer = _opened(next(answers), one, screener)
                    if answer.zone != "none" or answer.hits or answer.read:
                        kept[one] = answer
                yield kept.get(one) or _opened(None, one, screener)
            pool.close()
            pool.join()
    finally:
        gc.unfreeze()
        _shared.clear()


Closed: TypeAlias = "tuple[Zone, str, tuple[CellPiece, ...], tuple[tuple[int, Resemblance], ...]] | None"
"""A screening on its way between processes: zone, problem, pieces, hits with the number in place of the entry."""


def _screen_chunk(chunk: Sequence[Query | str], *, least: float | None) -> list[Closed]:
    screener = _shared["screener"]
    return [_closed(screener.screen(one, least=least), screener) for one in chunk]


def _closed(found: Screening, screener: Screener) -> Closed:
    if found.zone == "none" and not found.hits and not found.read:
        return None
    hits = tuple((screener.number_of(hit.entry), replace(hit, entry=screener.entries[0])) for hit in found.hits)
    return found.zone, found.problem, found.read, hits


def _opened(closed: Closed, asked: Query | str, screener: Screener) -> Screening:
    from sekisho.parties.screening import Screening

    query = asked if isinstance(asked, str) else asked.name
    if closed is None:
        return Screening(query=query, zone="none")
    zone, problem, read, hits = closed
    opened = tuple(replace(hit, entry=screener.entries[number]) for number, hit in hits)
    return Screening(query=query, zone=zone, hits=opened, problem=problem, read=read)
