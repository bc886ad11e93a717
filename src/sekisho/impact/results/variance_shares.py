"""Where a spread comes from: shares of the variance of the loss, by cause.

First-order shares from the draws as they are: what tells most of the loss comes first, a column or several together,
then what tells most of the rest, and so on until nothing tells more than chance would. So columns that do nothing get
nothing, even from few draws. The reading of the law is a cause like the others, since the same draws are run under each
reading. What single columns leave is the work of several together, or of what the draws are too few to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.results.polynomial_chaos import column_shares
from sekisho.impact.uncertainty.draws import CAUSES, COLUMNS, Array, Draws, SpreadCause

STILL: Final = 1e-7
"""Variance, relative to the square of the mean, up to which nothing spreads: a third of a thousandth of the loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Shares of the variance by cause, and by column; they add up to 1, or are empty if nothing spreads.

    Parameters
    ----------
    correlations
        Rank correlation of each column with the loss, under all readings together.
    """

    shares: Mapping[SpreadCause, float]
    columns: Mapping[str, float]
    correlations: Mapping[str, float]


def spread_of(losses: Array, draws: Draws, causes: Mapping[str, SpreadCause] = CAUSES) -> Spread:
    """Share the variance of the loss out.

    Parameters
    ----------
    losses
        Shape (readings, K): the loss of each draw under each reading, the readings weighted alike.
    causes
        Column to the cause to which it is counted.
    """
    whole = float(losses.var())
    if whole <= STILL * float(np.square(losses.mean())):
        return Spread(shares={}, columns={}, correlations={})
    reading = float(losses.mean(axis=1).var()) / whole
    means = losses.mean(axis=0)
    factor = float(means.var()) / whole
    columns = {name: share * factor for name, share in _first_order(means, draws).items()}
    single = reading + sum(columns.values())
    if single > 1.0:  # chance, when hardly anything interacts: scaled back to the whole
        reading, columns = reading / single, {name: share / single for name, share in columns.items()}
    shares = dict.fromkeys(SpreadCause, 0.0)
    shares[SpreadCause.READING] = reading
    for name, share in columns.items():
        shares[causes[name]] += share
    shares[SpreadCause.INTERACTION] = max(0.0, 1.0 - sum(shares.values()))
    return Spread(shares=shares, columns=columns, correlations={name: _ranked(means, draws[name]) for name in CAUSES})


def _first_order(loss: Array, draws: Draws) -> dict[str, float]:
    """Return for each column the share of the variance of `loss` that it tells by itself."""
    shares = column_shares(loss, draws.quantiles)
    return {name: float(shares[COLUMNS.index(name)]) for name in CAUSES}


def _ranked(loss: Array, column: Array) -> float:
    """Return Spearman's rank correlation, with mean ranks for ties; 0 if nothing moves."""
    if float(np.ptp(loss)) == 0.0 or float(np.ptp(column)) == 0.0:
        return 0.0
    return float(np.corrcoef(_ranks(column), _ranks(loss))[0, 1])


def _ranks(values: Array) -> Array:
    """Return the rank of each value, from 1; those that are equal share their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean = (2.0 * last - counts + 1.0) / 2.0
    return np.asarray(mean[places], dtype=np.float64)
