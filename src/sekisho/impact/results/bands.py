"""Bands of a loss: quantiles over the draws, and how far chance in the drawing moves them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array

QUANTILES: Final = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
BLOCKS: Final = 16
"""Blocks into which the draws are cut to see how far chance moves a quantile; each is a set of Sobol points itself."""
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
    """

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    mean: float
    error: float

    def __mul__(self, factor: float) -> QuantileBand:
        """Return the band in another unit; the factor must be 0 or more."""
        each = (self.p5, self.p25, self.p50, self.p75, self.p95, self.mean, self.error)
        names = ("p5", "p25", "p50", "p75", "p95", "mean", "error")
        return QuantileBand(**{name: number * factor for name, number in zip(names, each, strict=True)})

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
    return QuantileBand(
        **dict(zip(QUANTILES, map(float, found), strict=True)), mean=mean, error=error_of_median(numbers)
    )


def _quantiles(numbers: Array, levels: Array, weights: Array | None) -> Array:
    if weights is None:
        return np.quantile(numbers, levels)
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(levels, reached / weights.sum(), numbers[order])


def error_of_median(numbers: Array) -> float:
    """Return the standard error of the median, from blocks of draws; NaN if there are too few draws to tell."""
    if len(numbers) < 2 * BLOCKS:
        return 0.0 if float(np.ptp(numbers)) == 0.0 else float("nan")
    medians = np.array([np.median(block) for block in np.array_split(numbers, BLOCKS)])
    return float(medians.std(ddof=1) / np.sqrt(BLOCKS))


def share_without_loss(numbers: Array) -> float:
    """Return the share of draws in which nothing is lost."""
    largest = float(np.abs(numbers).max(initial=0.0))
    return float(np.mean(numbers <= NOTHING * largest)) if largest else 1.0
