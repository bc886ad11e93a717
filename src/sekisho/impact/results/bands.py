"""Bands of a loss: quantiles over the draws, and how far chance in the drawing moves each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array

QUANTILES: Final = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
BLOCKS: Final = 16
"""Blocks into which the draws are cut to see how far chance moves a mean; each is a set of Sobol points itself."""
NOTHING: Final = 1e-9
"""Share of the largest loss below which a draw counts as one without a loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantileBand:
    """Quantiles of a number over the draws.

    Parameters
    ----------
    error
        Standard error of the median that comes from the finite number of draws, in the number's unit; NaN where the
        draws are too few to tell.
    errors
        The same of each quantile and of the mean, by name; empty where nobody worked them out.
    """

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    mean: float
    error: float
    errors: Mapping[str, float] = field(default_factory=dict)

    def __mul__(self, factor: float) -> QuantileBand:
        """Return the band in another unit; the factor must be 0 or more."""
        each = (self.p5, self.p25, self.p50, self.p75, self.p95, self.mean, self.error)
        names = ("p5", "p25", "p50", "p75", "p95", "mean", "error")
        errors = {name: error * factor for name, error in self.errors.items()}
        scaled = {name: number * factor for name, number in zip(names, each, strict=True)}
        return QuantileBand(**scaled, errors=errors)

    def error_of(self, name: str) -> float:
        """Return the error of a quantile or of the mean; NaN if it is not known."""
        return self.errors.get(name, self.error if name == "p50" else float("nan"))

    def to_dict(self) -> dict[str, float | None]:
        """Return the quantiles with the mean and the error, None where it cannot be told, as JSON wants them."""
        return {
            "p5": self.p5,
            "p25": self.p25,
            "p50": self.p50,
            "p75": self.p75,
            "p95": self.p95,
            "mean": self.mean,
            "error": None if math.isnan(self.error) else self.error,
            **{f"{name}_error": None if math.isnan(error) else error for name, error in self.errors.items()},
        }


def band(numbers: Array, weights: Array | None = None) -> QuantileBand:
    """Return the band of one number over the draws.

    Parameters
    ----------
    numbers
        Shape (K,).
    weights
        Weight of each draw, shape (K,); left out, all weigh the same.
    """
    levels = np.array(tuple(QUANTILES.values()))
    found = _quantiles(numbers, levels, weights)
    mean = float(np.average(numbers, weights=weights))
    errors = dict.fromkeys((*QUANTILES, "mean"), float("nan")) if weights is not None else errors_of(numbers)
    quantiles = dict(zip(QUANTILES, map(float, found), strict=True))
    return QuantileBand(**quantiles, mean=mean, error=errors["p50"], errors=errors)


def _quantiles(numbers: Array, levels: Array, weights: Array | None) -> Array:
    if weights is None:
        return np.quantile(numbers, levels)
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(levels, reached / weights.sum(), numbers[order])


def errors_of(numbers: Array) -> dict[str, float]:
    """Return the standard error of every quantile and of the mean; NaN if there are too few draws to tell.

    Source
    ------
    Quantiles: Maritz and Jarrett (1978), Journal of the American Statistical Association 73, 194. Mean: from blocks of
    the draws.
    """
    names = (*QUANTILES, "mean")
    if len(numbers) < 2 * BLOCKS:
        return dict.fromkeys(names, 0.0 if float(np.ptp(numbers)) == 0.0 else float("nan"))
    ordered = np.sort(numbers)
    largest = max(float(np.abs(ordered).max()), np.finfo(float).tiny)
    ordered = ordered / largest  # of losses far below one, squares would leave nothing of their differences
    weights = _order_weights(len(numbers))
    around = ordered[None, :] - (weights @ ordered)[:, None]
    spreads = np.sqrt((weights * np.square(around)).sum(axis=1)) * largest
    means = np.array([block.mean() for block in np.array_split(numbers, BLOCKS)])
    return dict(zip(names, (*map(float, spreads), float(means.std(ddof=1) / np.sqrt(BLOCKS))), strict=True))


@lru_cache(maxsize=8)
def _order_weights(count: int) -> Array:
    """Return how likely each value in order stands at a quantile; shape (quantiles, count), each row sums to 1."""
    from scipy.special import betainc  # the beta distribution of `scipy.stats`, which takes seconds to import

    ranks = np.arange(count + 1) / count
    rows = [np.diff(betainc(level * (count + 1), (1.0 - level) * (count + 1), ranks)) for level in QUANTILES.values()]
    return np.array(rows)


def share_without_loss(numbers: Array) -> float:
    """Return the share of draws in which nothing is lost."""
    largest = float(np.abs(numbers).max(initial=0.0))
    return float(np.mean(numbers <= NOTHING * largest)) if largest else 1.0
