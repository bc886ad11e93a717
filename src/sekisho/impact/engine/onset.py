"""The day before which a draw is in its normal state: nothing has to be computed until something binds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.table import Array
from sekisho.impact.engine.firm_stocks import saving_of
from sekisho.impact.engine.inputs import EngineDraws, MaterialUse

BLOCK = 512
"""Draws looked at together."""


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
    arrivals, series = np.moveaxis(use.arrivals[block], 0, -1), use.pair_arrivals
    of_pair = np.arange(arrivals.shape[1]) if series is None else series
    stock = use.stock_days[block].min(axis=2, initial=np.inf).T
    if use.saved is None or use.pair_saved is None:
        alike, smallest, saved, of_saved = np.arange(len(of_pair)), stock, None, None
        series = of_pair
    else:
        # Pairs that have the same series use up the same, so the smallest stock of them all runs out first.
        both = np.stack([of_pair, use.pair_saved])
        (series, of_saved), alike = np.unique(both, axis=1, return_inverse=True)
        alike = alike.reshape(-1)
        smallest, saved = np.full((len(series), stock.shape[1]), np.inf), np.moveaxis(use.saved[block], 0, -1)
        np.minimum.at(smallest, alike, stock)
    most, ramp = use.thrift_max[block].T, use.thrift_days[block].T
    saving = saving_of(most, ramp, use.thrift_from[block], saved, of_saved)
    taken = np.zeros_like(smallest)
    first = np.full(taken.shape[1], days, np.int64)
    for day in range(days):
        taken += saving.need(day)
        taken -= arrivals[day][series]
        short = (taken > smallest).any(axis=0) & (first == days)
        first[short] = day
        np.maximum(taken, 0, out=taken)
        if (first < days).all():
            break
    return first, taken[alike].T
