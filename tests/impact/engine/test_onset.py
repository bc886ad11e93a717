"""The day before which a draw is normal is that on which the first firm of any pair runs out, pair by pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.made_tables import draws, economy, materials

from sekisho.impact.engine.onset import onset_of

DAYS, COUNT = 100, 30


@pytest.mark.parametrize("by_day", [False, True])
def test_days_are_those_of_each_pair_gone_through_alone(*, by_day: bool):
    """Six pairs, some of which have the same arrivals and savings and yet other stocks."""
    rng = np.random.default_rng(4)
    use = materials([(0, 1), (0, 2), (1, 1), (1, 3), (2, 0), (2, 4)], count=COUNT, days=DAYS, thrift=0.2)
    arrivals = 1.0 - (np.arange(DAYS) >= rng.integers(0, 60, COUNT)[:, None])[:, :, None] * rng.uniform(
        0, 0.6, (COUNT, 1, 3)
    )
    use = replace(
        use,
        arrivals=arrivals,
        pair_arrivals=np.array([0, 0, 1, 1, 2, 2]),
        stock_days=use.stock_days * rng.uniform(0.1, 2.0, (COUNT, 6, 1)),
    )
    if by_day:
        use = replace(use, saved=rng.uniform(0.0, 0.3, (COUNT, DAYS, 2)), pair_saved=np.array([0, 0, 0, 1, 1, 1]))
    given = draws(economy(1, 6, seed=5), COUNT, seed=6, materials=use)

    first, left = np.full(COUNT, DAYS), np.zeros((COUNT, 6))
    for draw in range(COUNT):
        for pair in range(6):
            taken, at_once = 0.0, use.stock_days[draw, pair].min()
            for day in range(DAYS):
                if use.saved is not None and use.pair_saved is not None:
                    need = 1.0 - use.saved[draw, day, use.pair_saved[pair]]
                else:
                    since = max(0.0, day - use.thrift_from[draw])
                    need = 1.0 - 0.2 * (1.0 - np.exp(-since / use.thrift_days[draw, pair]))
                taken += need - arrivals[draw, day, [0, 0, 1, 1, 2, 2][pair]]
                if taken > at_once:
                    first[draw] = min(first[draw], day)
                    break
                taken = max(taken, 0.0)
            left[draw, pair] = use.stock_days[draw, pair] @ use.weights - taken
    found = onset_of(given, DAYS)
    assert found.day.tolist() == first.tolist()
    assert 0 < (first == DAYS).sum() < COUNT
    assert found.stock_left[first == DAYS] == pytest.approx(left[first == DAYS], abs=1e-9)
