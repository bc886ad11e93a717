"""Weights of draws: from likelihoods, how many draws they leave, and draws of equal weight in their place."""

from __future__ import annotations

import numpy as np

from sekisho.impact.materials.figure import Array


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
