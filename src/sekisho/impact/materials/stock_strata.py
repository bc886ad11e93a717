"""Stocks of firms as strata of a log-normal distribution, the weakest cut finest."""

from __future__ import annotations

from math import erf, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array

EDGES: Final = (0.0, 0.01, 0.03, 0.07, 0.15, 0.3, 0.5, 0.75, 1.0)
"""Shares of need at which strata end, weakest first: the first stratum is the 1 % of need with the shortest stock."""

_erf = np.frompyfunc(erf, 1, 1)


def weights(edges: tuple[float, ...] = EDGES) -> Array:
    """Return the share of need of each stratum; shape (B,), sums to 1."""
    return np.diff(np.asarray(edges))


def strata(median: Array, dispersion: Array, edges: tuple[float, ...] = EDGES) -> Array:
    """Mean stock of each stratum of firms, where stocks are spread log-normally.

    Parameters
    ----------
    median
        Stock of the firm in the middle, days of base use; any shape S.
    dispersion
        Standard deviation of the logarithm of stocks; shape S; 0 is one stock for all.
    edges
        Shares of need at which strata end, from 0 to 1.

    Returns
    -------
    Array
        Days of base use; shape (*S, B), rising in B. Weighted by `weights` it has exactly the mean of the
        distribution, median x exp(dispersion^2 / 2).

    Source
    ------
    Mean of a log-normal variable between two quantiles: Johnson, Kotz and Balakrishnan, Continuous Univariate
    Distributions, 2nd ed. (1994), ch. 14.

    Examples
    --------
    >>> found = strata(np.array(100.0), np.array(0.7))
    >>> round(float(found @ weights()), 6) == round(float(100 * np.exp(0.7**2 / 2)), 6)
    True
    """
    normal = NormalDist()
    inner = [normal.inv_cdf(share) for share in edges[1:-1]]
    spread = np.asarray(dispersion, dtype=float)[..., None]
    # Most draws have the same few dispersions, and erf is called in Python for each number.
    distinct, place = np.unique(spread, return_inverse=True)
    of_distinct = 0.5 * (1 + np.asarray(_erf((np.asarray(inner) - distinct[:, None]) / sqrt(2)), dtype=float))
    below = of_distinct[place.reshape(spread.shape[:-1])]
    nothing, whole = np.zeros((*below.shape[:-1], 1)), np.ones((*below.shape[:-1], 1))
    parts = np.diff(np.concatenate([nothing, below, whole], axis=-1), axis=-1)
    middle = np.asarray(median, dtype=float)[..., None]
    found = middle * np.exp(spread**2 / 2) * parts / weights(edges)
    return np.where(spread > 0, found, middle)
