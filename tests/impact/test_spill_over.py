"""What other countries lose when the buyer makes less: by hand, against Leontief's inverse, and as laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.raw_tables import table_of

from sekisho import Library
from sekisho.impact.economy.table import InputOutputTable, Sector
from sekisho.impact.model import model_of
from sekisho.impact.results.spill_over import SpillOver, spill_over
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.simulation import simulate
from sekisho.present.impact.comparisons import spill_over_lines, spill_over_table
from sekisho.present.impact.data import impact_data


def two_countries() -> InputOutputTable:
    """Japan sells 20 to America, which buys 50 of the product in all; America sells 10 to Japan."""
    return InputOutputTable(
        name="two",
        year=2020,
        unit="million USD",
        regions=("JP", "US"),
        sectors=(Sector(code="x", name="X", scheme="made-up"),),
        flows=np.array([[30.0, 20.0], [10.0, 30.0]]),
        imports=np.zeros((1, 2)),
        final=np.array([50.0, 160.0]),
        output=np.array([100.0, 200.0]),
        value_added=np.array([60.0, 150.0]),
        taxes=np.zeros(2),
    )


def of(world: InputOutputTable, shares: list[float], critical: object, *, draws: int = 2) -> tuple[SpillOver, ...]:
    """Spill over the same loss in every draw, stated as a share of Japan's value added by sector."""
    n = len(world.sectors)
    lost = np.tile(np.array(shares) * world.value_added[:n], (draws, 1, 1))
    return spill_over(world, "JP", lost, np.asarray(critical, dtype=np.float64))


def test_by_hand_an_input_that_binds_and_orders_that_fall():
    """America lacks a tenth of 20 / 50 of its input: 4 %. Orders alone: q = (10 * 0.1 + 30 q) / 200."""
    (america,) = of(two_countries(), [0.1], [[1.0]])
    assert america.country == "US"
    assert america.percent.mean == pytest.approx(4.0)
    assert america.orders.mean == pytest.approx(100 / 170, rel=1e-5)
    assert america.amount.mean == pytest.approx(0.04 * 150e6 / 1e9)
    assert america.currency == "USD"
    (half,) = of(two_countries(), [0.1], [[0.5]])
    assert half.percent.mean == pytest.approx(2.0)
    (none,) = of(two_countries(), [0.1], [[0.0]])
    assert none.percent.mean == pytest.approx(none.orders.mean)


def test_orders_alone_are_leontiefs_answer():
    """Other countries' loss by orders is (I - B)^-1 b with the buyer's output held at its own loss."""
    world = table_of(3, sectors=4, regions=3, closed=True)
    shares = [0.1, 0.0, 0.3, 0.05]
    rows = {row.country: row for row in of(world, shares, np.zeros((4, 4)))}
    sold = world.flows / world.output[:, None]
    abroad = slice(4, 12)
    lost = np.linalg.solve(np.eye(8) - sold[abroad, abroad], sold[abroad, :4] @ np.array(shares))
    made = world.value_added[abroad] * lost
    for at, country in enumerate(("CN", "KR")):
        own = world.value_added[4 + 4 * at : 8 + 4 * at].sum()
        assert rows[country].orders.mean == pytest.approx(100 * made[4 * at : 4 * at + 4].sum() / own, rel=1e-4)


@given(st.integers(0, 500), st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(0, 1))
@settings(max_examples=25)
def test_nobody_loses_more_than_the_buyers_hardest_hit_and_more_loss_never_means_less(
    seed: int, shares: list[float], degree: float
):
    world = table_of(seed, sectors=3, regions=3, closed=True)
    critical = np.full((3, 3), degree)
    rows = {row.country: row for row in of(world, shares, critical)}
    larger = {row.country: row for row in of(world, [min(1.0, share + 0.1) for share in shares], critical)}
    assert rows.keys() == {"CN", "KR"}
    for country, row in rows.items():
        assert -1e-9 <= row.orders.mean <= row.percent.mean + 1e-9
        assert row.percent.mean <= 100 * max(shares) + 1e-6
        assert row.percent.mean <= larger[country].percent.mean + 1e-3
    if not any(shares):
        assert all(row.percent.mean == 0 for row in rows.values())


def test_a_table_of_one_country_has_no_spill_over():
    assert spill_over(None, "JP", np.zeros((2, 1, 4)), np.zeros((4, 4))) == ()
    assert of(replace(two_countries(), regions=("DE", "US")), [0.1], [[1.0]]) == ()


@pytest.mark.slow
def test_a_run_on_a_world_table_tells_them_on_every_face(library: Library):
    """Japan's shipped table, and a second country as large that buys a tenth of its inputs there."""
    from sekisho.impact.economy.tables.user_tables import find_table

    japan = find_table(library, "jpn-2018")
    n = len(japan.sectors)
    abroad = 0.1 * japan.flows
    flows = np.block([[japan.flows, abroad], [japan.imports, japan.flows + japan.imports - abroad]])
    output = np.tile(japan.output, 2)
    world = replace(
        japan,
        name="two",
        regions=("JP", "DE"),
        flows=flows,
        imports=np.zeros((n, 2 * n)),
        output=output,
        final=output - flows.sum(axis=1),
        value_added=np.tile(japan.value_added, 2),
        taxes=np.tile(japan.taxes, 2),
        origins={},
    )
    model = model_of(library, world)
    result = simulate(scenario_of(library, ["rare-earths-stop"]), library, model, RunSettings(draws=16, months=2))
    (germany,) = result.spill_over
    assert 0 < germany.orders.mean <= germany.percent.mean < result.percent().p95 * 100
    told = impact_data(result)
    assert told["spill_over"]["DE"]["percent"]["mean"] > 0  # type: ignore[index]
    assert list(told["by_country"]) == ["JP", "DE"]  # type: ignore[call-overload]
    assert spill_over_table(result) is not None
    assert [country for country, _, _ in spill_over_lines(result)] == ["Germany"] * 3
