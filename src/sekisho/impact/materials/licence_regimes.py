"""Cuts as time lines: a licence regime as a delay with partial release, and several measures together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from sekisho.impact.materials.figure import Array


def licence_cut(
    days: int,
    *,
    start: int,
    delay_days: ArrayLike,
    released_share: ArrayLike,
    ramp_days: ArrayLike = 0.0,
    until: int | None = None,
) -> Array:
    """Share of a flow that a licence regime holds back on each day.

    Nothing leaves during the delay; then what is released grows towards its share with the time constant of the ramp.

    Parameters
    ----------
    days
        T, days of the simulation.
    start, until
        First day of the regime, and first day after it; None has no end.
    delay_days, released_share, ramp_days
        Days, share of the former flow (0 to 1), days; scalars or shape (K,).

    Returns
    -------
    Array
        cut, 0 to 1; shape (K, T), with K = 1 for scalars.

    Examples
    --------
    >>> licence_cut(6, start=1, delay_days=2, released_share=0.75).tolist()
    [[0.0, 1.0, 1.0, 0.25, 0.25, 0.25]]
    """
    delay, share, ramp = np.broadcast_arrays(*map(np.atleast_1d, (delay_days, released_share, ramp_days)))
    day = np.arange(days)[None, :]
    waited = day - start - delay[:, None]
    grown = -np.expm1(-np.maximum(waited, 0) / np.where(ramp > 0, ramp, 1.0)[:, None])
    grown = np.where(ramp[:, None] > 0, grown, 1.0)
    cut = np.where(waited < 0, 1.0, 1.0 - share[:, None] * grown)
    on = (day >= start) & (day < (days if until is None else until))
    return np.where(on, cut, 0.0)


def combined(cuts: Iterable[ArrayLike]) -> Array:
    """Cut of several measures on the same flow, 1 - product(1 - f); any shapes that broadcast.

    Examples
    --------
    >>> round(float(combined([0.5, 0.2])), 12)
    0.6
    """
    passed = np.asarray(1.0)
    for cut in cuts:
        passed = passed * (1.0 - np.asarray(cut, dtype=float))
    return np.asarray(1.0 - passed)
