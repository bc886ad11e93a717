"""Where a spread comes from: shares of the variance of the loss, by cause.

First-order shares from the draws as they are: the column that tells most of the loss comes first, then the one that
tells most of what it leaves, and so on until none tells more than chance would. So columns that do nothing get nothing,
even from few draws. The reading of the law is a cause like the others, since the same draws are run under each reading.
What single columns leave is the work of several together, or of what the draws are too few to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.uncertainty.draws import CAUSES, Array, Draws, SpreadCause

HIGHEST: Final = 8
"""Highest degree of the polynomials in a column by which a loss is told."""
CHANCE: Final = 0.05
"""Chance with which a column that does nothing is taken for one that does, over all columns together."""
STILL: Final = 1e-7
"""Variance, relative to the square of the mean, up to which nothing spreads: a third of a thousandth of the loss."""
NEGLIGIBLE: Final = 1e-12
"""Share of a variance that is rounding."""


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

    Source
    ------
    First-order shares are sums of squares over polynomials of one input: Sudret (2008), Reliability Engineering and
    System Safety 93, 964. Taking them in one after another: Blatman and Sudret (2010), Probabilistic Engineering
    Mechanics 25, 183.
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
    """Return for each column the share of the variance of `loss` that polynomials in it tell, less chance."""
    from scipy.stats import f

    shares = dict.fromkeys(CAUSES, 0.0)
    degree = min(HIGHEST, max(1, int(np.log2(len(loss))) - 3))
    shapes = {name: _polynomials(draws[name], degree) for name in CAUSES}
    rest = loss - loss.mean()
    whole, free = float(rest @ rest), len(loss) - 1 - degree
    while shapes and free > 0:
        told = {name: float(np.square(shape.T @ rest).sum()) for name, shape in shapes.items()}
        best = max(told, key=lambda name: told[name])
        left = max(0.0, float(rest @ rest) - told[best])
        by_chance = degree * left / free
        if told[best] <= NEGLIGIBLE * whole:
            break
        if left > NEGLIGIBLE * whole and f.sf(told[best] / by_chance, degree, free) > CHANCE / len(CAUSES):
            break
        shares[best] = max(0.0, (told[best] - by_chance) / whole)
        shape = shapes.pop(best)
        rest = rest - shape @ (shape.T @ rest)
        free -= degree
    return shares


def _polynomials(column: Array, degree: int) -> Array:
    """Return orthonormal polynomials of degree 1 and more at the quantiles of a column; shape (K, degree)."""
    raw = np.polynomial.legendre.legvander(2.0 * column - 1.0, degree)
    found: Array = np.linalg.qr(raw)[0][:, 1:]
    return found


def _ranked(loss: Array, column: Array) -> float:
    """Return Spearman's rank correlation, with mean ranks for ties; 0 if nothing moves."""
    from scipy.stats import spearmanr

    if float(np.ptp(loss)) == 0.0:
        return 0.0
    return float(spearmanr(column, loss).statistic)
