"""Weights of draws: from likelihoods, how many draws they leave, and draws of equal weight in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.results.bands import QuantileBand, band, errors_of
from sekisho.law.model.term import Reading


def normalised(logs: Array) -> Array:
    """Return weights that add up to 1 from their logarithms, which may lack any constant.

    >>> normalised(np.log([1.0, 3.0])).tolist()
    [0.25, 0.75]
    """
    raised = np.exp(logs - logs.max())
    weights: Array = raised / raised.sum()
    return weights


def effective_size(weights: Array) -> float:
    """Return the effective number of draws, (sum w)^2 / sum w^2.

    >>> effective_size(np.array([0.5, 0.5, 0.0, 0.0]))
    2.0
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def log_mean(logs: Array) -> float:
    """Return the logarithm of the mean of what logarithms are given of: the evidence of draws of equal weight."""
    most = float(logs.max())
    return most + float(np.log(np.mean(np.exp(logs - most))))


def systematic(weights: Array, count: int, rng: np.random.Generator) -> Array:
    """Draw numbers of draws by their weights, evenly: each stands there as often as its weight says, give or take one.

    >>> systematic(np.array([0.5, 0.0, 0.5]), 4, np.random.default_rng(1)).tolist()
    [0, 0, 2, 2]
    """
    reached = np.cumsum(weights / weights.sum())
    reached[-1] = 1.0
    steps = (rng.random() + np.arange(count)) / count
    return np.searchsorted(reached, steps).astype(np.intp)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedLosses:
    """Losses over all readings.

    Parameters
    ----------
    percent
        Loss of every draw under every reading, % of annual GDP; shape (readings x K,).
    weights
        Weight of each, that of its reading shared out among its draws; shape (readings x K,), adding up to 1.
    effective
        Draws of one reading that the observations left at most: draws are the same under all readings, so that more
        readings tell no more of the others.
    """

    percent: Array
    weights: Array
    effective: float

    @property
    def band(self) -> QuantileBand:
        """The band of all draws by their weights; its errors are those of as many equal ones as are left."""
        whole = band(self.percent, self.weights)
        count = max(1, round(self.effective))
        order = np.argsort(self.percent, kind="stable")
        even = (np.arange(count) + 0.5) / count
        reached = np.minimum(np.searchsorted(np.cumsum(self.weights[order]), even), len(order) - 1)
        errors = errors_of(self.percent[order][reached], even=False)  # by their weights draws are even no more
        return replace(whole, error=errors["p50"], errors=errors)


def weighed_losses(
    by_reading: Mapping[Reading, Array], weights: Mapping[Reading, float], effective: float
) -> WeightedLosses:
    """Put the losses under all readings together, shape (K,) each, by the weights of the readings."""
    return WeightedLosses(
        percent=np.concatenate(list(by_reading.values())),
        weights=np.concatenate([np.full(len(lost), weights[name] / len(lost)) for name, lost in by_reading.items()]),
        effective=effective,
    )
