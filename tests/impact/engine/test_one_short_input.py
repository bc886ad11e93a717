"""One input at nine tenths for a year: its user loses a tenth of its output, half of that where it binds by half."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.made_tables import draws

from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import Switches, run_engine
from sekisho.impact.engine.variants import Rationing

DAYS = 365
PERIODS = np.repeat([0, 1], [DAYS - 30, 30])
"""The last month stands apart: by then stocks are gone."""


def _chain(degree: float) -> Economy:
    """A supplier that sells half of what it makes to its one user, and half to final demand."""
    critical = np.zeros((2, 2))
    critical[0, 1] = degree
    return Economy(
        regions=("r0",),
        sectors=("s0", "s1"),
        flows=np.array([[0.0, 30.0], [0.0, 0.0]]),
        final=np.array([30.0, 100.0]),
        output=np.array([60.0, 100.0]),
        value_added_share=np.array([1.0, 0.7]),
        critical=critical,
        unit="million XXX",
        year=2020,
    )


@pytest.mark.parametrize(("degree", "percent"), [(0.0, 0.0), (0.5, 5.0), (1.0, 10.0)])
@pytest.mark.parametrize("rationing", [Rationing.CUSTOMARY, Rationing.FINAL_FIRST])
def test_its_user_loses_in_the_steady_state_what_the_degree_says(degree: float, percent: float, rationing: Rationing):
    table = _chain(degree)
    profile = np.zeros((DAYS, 2))
    profile[:, 0] = 1.0
    given = draws(
        table,
        inventory_days=np.full((1, 2), 10.0),
        restoration_days=np.full(1, 10.0),
        overcapacity=np.ones(1),
        capacity_loss=(profile, np.full(1, 0.1)),
    )
    paths = run_engine(table, given, days=DAYS, periods=PERIODS, switches=Switches(rationing=rationing))
    month = paths.value_added_loss[0, -1, 1] / (30 * 0.7 * 100.0) * 100.0
    assert month == pytest.approx(percent, abs=0.1)
