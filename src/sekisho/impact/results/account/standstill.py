"""Capacity that a scenario takes away beside what materials do: which share of each sector stands still, and when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.scenario.horizon import Horizon
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
