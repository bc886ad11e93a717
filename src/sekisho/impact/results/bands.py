"""Bands of a loss: quantiles over the draws, and how far chance in the drawing moves each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.materials.figure import Array
from sekisho.impact.uncertainty.draws import COLUMNS
from sekisho.impact.uncertainty.walsh_coefficients import error_of_mean

QUANTILES: Final = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
CUTS: Final = (16, 32)
"""Numbers of blocks into which the draws are cut, to see how much less than of independent draws chance moves them; a
block is a set of Sobol points itself. Of two cuts the one that strays more counts, so that a lucky one tells no error
that is too small. Measured in record 132: fewer blocks stray too much themselves."""
LEAST_BLOCK: Final = 16
"""Draws of a block at the least, for quantiles: the medians of smaller ones agree far better than those of all draws
do, so that of 128 draws an error would be told a third too small. With fewer draws quantiles are as of independent
ones."""
MEAN_BLOCKS: Final = 16
"""Blocks from which the error of a mean is told where draws are too few for Walsh coefficients, or no power of two. It
is that of a mean that settles no faster than one of independent draws as blocks grow, so up to four times what seeds
show."""
LEAST_COEFFICIENTS: Final = 256
"""Draws from which the error of a mean is told by Walsh coefficients. Of 128 it would be told up to a sixth too small:
record 142."""
FEW_CARRY: Final = 1 / 3
"""Share of the draws below which so few carry a mean that points which lie evenly help it little: then blocks count if
they tell more. Losses of the first weeks are such, of which the coefficients tell two thirds of what seeds show."""
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


def errors_of(numbers: Array, *, even: bool = True) -> dict[str, float]:
    """Return the standard error of every quantile and of the mean; NaN if there are too few draws to tell.

    Parameters
    ----------
    numbers
        One a draw, in the order of the draws; shape (K,).
    even
        Whether they come of Sobol points, which lie more evenly than independent draws. What the evenness leaves of an
        error is told by how blocks of them differ, so that numbers that hang on other chance too lose nothing by it.

    Source
    ------
    Quantiles of independent draws: Maritz and Jarrett (1978), Journal of the American Statistical Association 73, 194.
    Mean: from Walsh coefficients of the draws; from blocks of them where they are few, and where few of them carry it
    and blocks tell more.
    """
    names = (*QUANTILES, "mean")
    if len(numbers) < 2 * MEAN_BLOCKS:
        return dict.fromkeys(names, 0.0 if float(np.ptp(numbers)) == 0.0 else float("nan"))
    largest = max(float(np.abs(numbers).max()), np.finfo(float).tiny)
    scaled = numbers / largest  # of losses far below one, squares would leave nothing of their differences
    order = np.argsort(scaled, kind="stable")
    ordered = scaled[order]
    weights = _order_weights(len(numbers))
    around = ordered[None, :] - (weights @ ordered)[:, None]
    spreads = np.sqrt((weights * np.square(around)).sum(axis=1)) * largest
    if not even:
        return dict(zip(names, (*map(float, spreads), float(numbers.std(ddof=1) / np.sqrt(len(numbers)))), strict=True))
    quantiles = map(float, spreads * _left_by_evenness(ordered, order))
    return dict(zip(names, (*quantiles, _error_of_mean(numbers)), strict=True))


def _error_of_mean(numbers: Array) -> float:
    count = len(numbers)
    if count < LEAST_COEFFICIENTS or count & (count - 1):
        return _error_by_blocks(numbers, MEAN_BLOCKS)
    error = error_of_mean(numbers, len(COLUMNS))
    if carrying(numbers) >= FEW_CARRY * count:
        return error
    return max(error, _error_by_blocks(numbers, CUTS[-1]))


def _error_by_blocks(numbers: Array, cut: int) -> float:
    means = np.array([block.mean() for block in np.array_split(numbers, cut)])
    return float(means.std(ddof=1) / np.sqrt(cut))


def carrying(numbers: Array) -> float:
    """Return how many draws carry the mean: all if they are alike, one if the others are nil; all of nothing at all.

    Source
    ------
    Kish, Survey Sampling (1965), section 8.2: the effective size of a sample of unequal weights.
    """
    largest = float(np.abs(numbers).max())
    if largest == 0.0:
        return float(len(numbers))
    sizes = np.abs(numbers) / largest
    return float(sizes.sum() ** 2 / np.square(sizes).sum())


def _left_by_evenness(ordered: Array, order: NDArray[np.intp]) -> Array:
    """Return how much evenness leaves of the error of each quantile, 1 of independent draws; shape (quantiles,).

    A quantile strays as the share of draws below it does. That of a block strays by so much from block to block, and
    would by as much as of a coin if draws were independent.

    Parameters
    ----------
    order
        Number of the draw that stands at each place of `ordered`; both of shape (K,).
    """
    count = len(ordered)
    cuts = [cut for cut in CUTS if count // cut >= LEAST_BLOCK]
    if not cuts:
        return np.ones(len(QUANTILES))
    left = []
    for level in QUANTILES.values():
        place = level * (count - 1)
        nearest = int(place)
        quantile = ordered[nearest] + (place - nearest) * (ordered[min(nearest + 1, count - 1)] - ordered[nearest])
        below = int(np.searchsorted(ordered, quantile, side="right"))
        of_coins = below * (count - below) / count**2
        strayed = max(_variance_of_counts(order[:below] * cut // count, cut) * cut / count for cut in cuts)
        left.append(math.sqrt(strayed / of_coins) if of_coins else 1.0)
    return np.array(left)


def _variance_of_counts(blocks: NDArray[np.intp], cut: int) -> float:
    """Return the variance of how often each block stands there, and that of the rounding of a count at the least."""
    counts = np.bincount(blocks, minlength=cut)
    return max(float(np.square(counts - len(blocks) / cut).sum()) / (cut - 1), 1.0 / 12.0)


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
