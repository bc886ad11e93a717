"""Firms' stocks of a material: how long they last, and where they go."""

import numpy as np

from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import EngineDraws, MaterialUse, run_engine


def one_sector() -> Economy:
    """Make an economy of one sector that sells all it makes to final buyers."""
    one = np.ones(1)
    return Economy(
        regions=("JP",),
        sectors=("20",),
        flows=np.zeros((1, 1)),
        final=one,
        output=one,
        value_added_share=one,
        critical=np.zeros((1, 1)),
        unit="million USD",
        year=2018,
    )


def test_sixty_days_of_stock_last_ninety_five_days_of_a_cut_of_63_percent():
    """60 / 0.63 = 95.2: days 0 to 94 are covered, day 95 is not."""
    days = 120
    draws = EngineDraws(
        inventory_days=np.zeros((1, 1)),
        restoration_days=np.ones(1),
        psi=np.ones(1),
        overcapacity=np.ones(1),
        overcapacity_days=np.ones(1),
        materials=MaterialUse(
            pair_material=np.zeros(1, int),
            pair_sector=np.zeros(1, int),
            phi=np.ones((1, 1)),
            arrivals=np.full((1, days, 1), 0.37),
            thrift_max=np.zeros((1, 1)),
            thrift_days=np.ones((1, 1)),
            thrift_from=np.zeros(1),
            stock_days=np.full((1, 1, 1), 60.0),
            weights=np.ones(1),
        ),
    )
    paths = run_engine(one_sector(), draws, days=days)
    assert paths.first_short[0, 0] == 95
    np.testing.assert_array_equal(paths.daily[0, :95], 0)
    np.testing.assert_allclose(paths.daily[0, 96:], 0.63, rtol=1e-12)
