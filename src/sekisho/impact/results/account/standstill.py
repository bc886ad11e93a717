"""Capacity that is lost beside what materials do: what a scenario says stands still, and what leaves for good."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon
from sekisho.impact.scenario.scenario import CapacityLoss, Scenario


def capacity_shares(scenario: Scenario, codes: Sequence[str], horizon: Horizon) -> Array:
    """Return the share of each sector's capacity that stands still on each day, 0 to 1; shape (T, N)."""
    shares = np.zeros((horizon.days, len(codes)))
    for loss in scenario.capacity:
        shares[days_of(loss, scenario, horizon), list(codes).index(loss.sector)] += loss.share
    return np.minimum(shares, 1.0)


def days_of(loss: CapacityLoss, scenario: Scenario, horizon: Horizon) -> slice:
    """Return the days of the horizon on which plants stand still."""
    first = max(0, horizon.day_of(loss.since or scenario.start))
    last = horizon.days if loss.until is None else horizon.day_of(loss.until) + 1
    return slice(min(first, horizon.days), max(first, min(last, horizon.days)))


def leaving_a_day(share_a_year: Array) -> Array:
    """Return the share of idle capacity that leaves in a day, from that of a year of standing idle; shape (K,).

    >>> left = 1.0 - leaving_a_day(np.array([0.0, 0.05, 1.0]))
    >>> np.round(1.0 - left**DAYS_A_YEAR, 6).tolist()
    [0.0, 0.05, 1.0]
    """
    return np.asarray(1.0 - (1.0 - share_a_year) ** (1.0 / DAYS_A_YEAR))
