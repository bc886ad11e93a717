"""The day before which a draw is in its normal state: nothing has to be computed until something binds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.table import Array
from sekisho.impact.engine.firm_stocks import Saving
from sekisho.impact.engine.inputs import EngineDraws, MaterialUse

BLOCK = 512
"""Draws looked at together."""
TURNED = 32
"""Days that are turned over at once: those of a draw lie side by side, and those of a day far apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """When draws begin.

    Parameters
    ----------
    day
        First day on which anything binds, T if nothing ever does; shape (K,).
    stock_left
        Stock of each pair at the end of draws in which nothing binds, mean over firms; shape (K, P).
    """

    day: NDArray[np.int64]
    stock_left: Array


def onset_of(draws: EngineDraws, days: int) -> Onset:
    """Find the first day on which a material is short or capacity is lost, draw by draw.

    As long as no firm is short, all strata have used up the same: d' = max(d + need - arrivals, 0), and the smallest
    stock is the first to run out. So one number for each pair is enough.
    """
    first = np.full(draws.count, days, np.int64)
    if draws.capacity_loss is not None:
        profile, size = draws.capacity_loss
        lossy = np.flatnonzero((np.asarray(profile) > 0).any(axis=1))
        if len(lossy):
            first[np.asarray(size) > 0] = lossy[0]
    use = draws.materials
    if use is None:
        return Onset(day=first, stock_left=np.zeros((draws.count, 0)))
    stock_left = np.zeros((draws.count, len(use.pair_sector)))
    for begin in range(0, draws.count, BLOCK):
        block = slice(begin, begin + BLOCK)
        day, taken = _first_short(use, block, days)
        np.minimum(first[block], day, out=first[block])
        stock_left[block] = np.matmul(use.stock_days[block], use.weights) - taken
    return Onset(day=first, stock_left=stock_left)


def _first_short(use: MaterialUse, block: slice, days: int) -> tuple[NDArray[np.int64], Array]:
    """First day on which a firm is short, and, where none ever is, what was used up of stocks; shape (K, P)."""
    series = np.arange(use.arrivals.shape[2]) if use.pair_arrivals is None else use.pair_arrivals
    smallest = use.stock_days[block].min(axis=2, initial=np.inf).T
    alike = np.arange(len(series))
    if use.saved is None or use.pair_saved is None:
        saving = Saving(use.thrift_max[block].T, use.thrift_days[block].T, use.thrift_from[block])
        needs = (saving.need(day) for day in range(days))
    else:
        # Pairs that have the same series use up the same, so the smallest stock of them all runs out first.
        (series, of_saved), alike = np.unique(np.stack([series, use.pair_saved]), axis=1, return_inverse=True)
        alike, of_pairs = alike.reshape(-1), smallest
        smallest = np.full((len(series), of_pairs.shape[1]), np.inf)
        np.minimum.at(smallest, alike, of_pairs)
        needs = (1 - saved[of_saved] for saved in _by_day(use.saved[block]))
    taken = np.zeros_like(smallest)
    first = np.full(taken.shape[1], days, np.int64)
    for day, (need, arriving) in enumerate(zip(needs, _by_day(use.arrivals[block]), strict=True)):
        taken += need
        taken -= arriving[series]
        short = taken > smallest
        if short.any():
            first[short.any(axis=0) & (first == days)] = day
            if (first < days).all():
                break
        np.maximum(taken, 0, out=taken)
    return first, taken[alike].T


def _by_day(values: Array) -> Iterator[Array]:
    """Go through the days of some draws and series, shape (K, T, S), as (S, K); some days at once are turned over."""
    for begin in range(0, values.shape[1], TURNED):
        yield from np.ascontiguousarray(values[:, begin : begin + TURNED].transpose(1, 2, 0))
