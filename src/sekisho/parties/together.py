"""Many parties at once: each distinct one once, over several processes that share the lists."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sekisho.parties.screen import Query, Screener, Screening

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
    distinct = list(dict.fromkeys(asked))
    context = multiprocessing.get_context("fork")
    _shared["screener"] = screener
    try:
        with context.Pool(workers) as pool:
            chunks = (distinct[start : start + _CHUNK] for start in range(0, len(distinct), _CHUNK))
            answers = dict(
                zip(
                    distinct,
                    (one for row in pool.imap(partial(_screen_chunk, least=least), chunks) for one in row),
                    strict=True,
                )
            )
    finally:
        _shared.clear()
    yield from map(answers.__getitem__, asked)


def _screen_chunk(chunk: Sequence[Query | str], *, least: float | None) -> list[Screening]:
    screener = _shared["screener"]
    return [screener.screen(one, least=least) for one in chunk]
