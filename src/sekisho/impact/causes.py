"""Where a spread comes from: shares of the variance of the loss, by cause.

First-order shares from the draws as they are: the variance of the mean loss over bins of one column, over the whole
variance, less what chance alone would give. The reading of the law is a cause like the others, since the same draws
are run under each reading. What single columns leave is the work of several together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.draws import CAUSES, Array, Cause, Draws

BINS: Final = 16
NEGLIGIBLE: Final = 1e-12
"""Variance, relative to the square of the mean, below which nothing spreads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Shares of the variance by cause, and by column; they add up to 1, or are empty if nothing spreads.

    Parameters
    ----------
    correlations
        Rank correlation of each column with the loss, under all readings together.
    """

    shares: Mapping[Cause, float]
    columns: Mapping[str, float]
    correlations: Mapping[str, float]


def spread_of(losses: Array, draws: Draws) -> Spread:
    """Share the variance of the loss out.

    Parameters
    ----------
    losses
        Shape (readings, K): the loss of each draw under each reading, the readings weighted alike.

    Source
    ------
    First-order indices from given data: Saltelli and others, Global Sensitivity Analysis (2008), sections 4.5 and 5.
    """
    whole = float(losses.var())
    if whole <= NEGLIGIBLE * max(float(np.square(losses.mean())), NEGLIGIBLE):
        return Spread(shares={}, columns={}, correlations={})
    reading = float(losses.mean(axis=1).var()) / whole
    means = losses.mean(axis=0)
    columns = {name: _first_order(means, draws[name]) * float(means.var()) / whole for name in CAUSES}
    single = reading + sum(columns.values())
    if single > 1.0:  # chance, when hardly anything interacts: scaled back to the whole
        reading, columns = reading / single, {name: share / single for name, share in columns.items()}
    shares = dict.fromkeys(Cause, 0.0)
    shares[Cause.READING] = reading
    for name, share in columns.items():
        shares[CAUSES[name]] += share
    shares[Cause.INTERACTION] = max(0.0, 1.0 - sum(shares.values()))
    return Spread(shares=shares, columns=columns, correlations={name: _ranked(means, draws[name]) for name in CAUSES})


def _first_order(loss: Array, column: Array) -> float:
    """Return the share of the variance of `loss` that the mean by bins of a column carries, less chance."""
    whole = float(loss.var())
    if whole == 0.0:
        return 0.0
    bins = min(BINS, max(2, len(loss) // 8))
    parts = np.array_split(loss[np.argsort(column, kind="stable")], bins)
    between = sum(len(part) * float(np.square(part.mean() - loss.mean())) for part in parts) / len(loss)
    within = whole - between
    chance = within * (bins - 1) / max(1, len(loss) - bins)
    return max(0.0, (between - chance) / whole)


def _ranked(loss: Array, column: Array) -> float:
    """Return Spearman's rank correlation, with mean ranks for ties; 0 if nothing moves."""
    from scipy.stats import spearmanr

    if float(np.ptp(loss)) == 0.0:
        return 0.0
    return float(spearmanr(column, loss).statistic)
