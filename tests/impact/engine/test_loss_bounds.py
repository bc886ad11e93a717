"""A run loses no more than the cascade of its own ceilings, unless its suppliers ration by orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.made_tables import draws, economy, materials

from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import EngineDraws, Switches, run_engine
from sekisho.impact.engine.normalised_economy import setting_of
from sekisho.impact.engine.rationing import NO_LEVEL, RationingRule
from sekisho.impact.engine.variants import Rationing
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.loss_bounds import SLACK, bounds_of_draws, loss_bounds
from sekisho.impact.results.static_models import links_of, settled
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon

HORIZON = Horizon(start=date(2026, 1, 1), months=12)
RULES: list[dict[str, Any]] = [
    {},
    {"rationing": "intermediates_first"},
    {"rationing": "final_first"},
    {"rationing": "priority", "priority": ("s3", "s0")},
    {"postponed_share": 0.5},
    {"smoothing_days": 0},
]


def short_stocks(table: Economy, stock: float, count: int = 8) -> EngineDraws:
    """Return draws with short stocks and a refill that may be slow: the corner in which orders run away."""
    rng = np.random.default_rng(round(stock * 7))
    use = materials([(0, 1), (1, 2), (0, 4)], count=count, stock=10.0, thrift=0.1, days=HORIZON.days)
    own = {"inventory_days": np.full((count, len(table.sectors)), stock), "restoration_days": rng.uniform(2, 60, count)}
    return draws(table, count, seed=5, materials=use, **own)


def loss_and_cascade(table: Economy, given: EngineDraws, **switches: Any) -> tuple[Array, Array]:  # noqa: ANN401
    """Return the loss of each draw and its bound, per cent of a year."""
    paths = run_engine(table, given, days=HORIZON.days, periods=HORIZON.periods, switches=Switches(**switches))
    annual = float((table.value_added_share * table.output).sum()) * DAYS_A_YEAR
    loss = paths.value_added_loss.sum(axis=(1, 2)) / annual * 100.0
    return loss, bounds_of_draws(table, paths.least_ceiling, HORIZON).cascade


@pytest.mark.parametrize("critical", [0.5, 1.0])
@pytest.mark.parametrize("switches", RULES)
def test_no_draw_loses_more_than_its_cascade_however_short_stocks_are(switches: dict[str, Any], critical: float):
    table = economy(critical=critical)
    for stock in (1.0, 3.0, 8.0, 15.0):
        loss, cascade = loss_and_cascade(table, short_stocks(table, stock), **switches)
        assert (loss <= cascade + SLACK).all(), f"{stock} days"
        assert loss.min() > 1.0, "the shock must be felt for the comparison to say something"


def test_rationing_by_orders_breaks_the_bound_and_is_told():
    table = economy()
    loss, cascade = loss_and_cascade(table, short_stocks(table, 1.0), rationing="by_orders")
    assert (loss > cascade).any()
    switches = Switches(rationing=Rationing.BY_ORDERS)
    paths = run_engine(table, short_stocks(table, 1.0), days=HORIZON.days, periods=HORIZON.periods, switches=switches)
    bounds = loss_bounds(table, [loss], [paths.least_ceiling], HORIZON, 0)
    assert bounds.draws_above == int((loss > cascade + SLACK).sum())
    assert bounds.first_above == int(np.flatnonzero(loss > cascade + SLACK)[0])
    assert not bounds.hold
    beside = loss_bounds(table, [np.zeros_like(loss), loss], [paths.least_ceiling] * 2, HORIZON, 0)
    assert (beside.draws_above, beside.first_above) == (bounds.draws_above, bounds.first_above)


@pytest.mark.parametrize("critical", [0.5, 1.0])
def test_a_shortage_that_travels_along_all_whole_links_at_once_ends_where_one_link_a_round_ends(critical: float):
    """The fixed point by the plain rule, a link a round: r_j = p_j - max over i of c_ij (p_j - r_i)+."""
    table = economy(1, 12, seed=3, critical=critical)
    links = links_of(table)
    links = replace(links, binding=np.where(np.random.default_rng(3).random((12, 12)) < 0.2, 1.0, links.binding))
    u = np.random.default_rng(4).uniform(0.6, 1.2, (20, 12))
    ratio = np.minimum(u, 1.0)
    for _ in range(3_000):
        planned = np.minimum(np.minimum(u, 1.0), ((ratio * links.normal) @ links.inputs.T + links.final) / links.normal)
        lacks = links.binding[None] * np.maximum(planned[:, None, :] - ratio[:, :, None], 0.0)
        ratio = planned - lacks.max(axis=1)
    assert settled(links, u, passed_on=True) == pytest.approx(ratio, abs=1e-10)
    assert (ratio < np.minimum(u, 1.0) - 1e-3).any()


@settings(max_examples=12, deadline=None)
@given(st.floats(1.0, 20.0), st.floats(1.0, 60.0), st.integers(0, 10_000), st.sampled_from([0.3, 0.5, 1.0]))
def test_the_bound_holds_for_any_table_stock_and_refill(stock: float, refill: float, seed: int, critical: float):
    table = economy(1, 5, seed=seed, critical=critical)
    given = replace(
        short_stocks(table, stock, 2), restoration_days=np.full(2, refill), inventory_days=np.full((2, 5), stock)
    )
    loss, cascade = loss_and_cascade(table, given)
    assert (loss <= cascade + SLACK).all()


def test_shares_add_up_to_what_was_made_and_nobody_gets_more_than_it_ordered():
    """The rule alone, on a supplier that makes half: who asks for little gets it, the others share one level."""
    table = economy(1, 4)
    setting = setting_of(table, Switches(), "float64")
    rule = RationingRule(setting)
    orders = np.array([[0.1], [1.0], [1.6], [0.9]])
    asked = setting.final[:, None].copy()
    demand = setting.sold[:, 0] @ orders + asked
    output = np.where(np.arange(4)[:, None] == 2, 0.5 * demand, demand)
    shares = rule.shares(output, demand, asked, lambda some: np.repeat(orders[None], len(some), axis=0))
    assert shares.short.tolist() == [2]
    assert (shares.levels[0, [0, 1, 3]] == NO_LEVEL).all()
    level = shares.levels[0, 2, 0]
    got = np.minimum(orders[:, 0], level)
    assert got[0] == 0.1
    handed_out = float(setting.sold[2, 0] @ got + shares.final[2, 0] * asked[2, 0])
    assert handed_out == pytest.approx(float(output[2, 0]), rel=1e-12)
    assert shares.final[2, 0] * asked[2, 0] == pytest.approx(level * setting.final[2], rel=1e-12)


@pytest.mark.parametrize("rationing", ["customary", "final_first", "intermediates_first", "priority"])
@pytest.mark.parametrize("former", [0.05, 0.7, 3.0])
def test_levels_are_the_same_wherever_the_search_for_them_begins(rationing: str, former: float):
    """From a level far too low, near, and far too high; and what is handed out is what was made, draw by draw."""
    table = economy(1, 6, seed=4)
    switches = Switches(rationing=Rationing(rationing), priority=("s2",) if rationing == "priority" else ())
    setting = setting_of(table, switches, "float64")
    random = np.random.default_rng(3)
    orders = random.uniform(0.0, 2.0, (6, 6, 40))
    asked = setting.final[:, None] * random.uniform(0.5, 1.5, (6, 40))
    demand = np.einsum("ij,ijk->ik", setting.sold[:, 0], orders) + asked
    output = demand * random.choice([0.2, 0.8, 1.0], (6, 40))
    fresh, carried = RationingRule(setting), RationingRule(setting)
    carried.former = np.full((len(setting.user_tiers), 6, 40), former)
    one, two = (rule.shares(output, demand, asked, lambda some: orders[some]) for rule in (fresh, carried))
    got = []
    for shares in (one, two):
        limits = np.empty((6, 6, 40))
        for level, users in zip(shares.levels, setting.users_by_tier, strict=True):
            limits[:, users] = level[:, None]
        got.append(np.minimum(orders, limits))
    assert got[1] == pytest.approx(got[0], rel=1e-12)
    assert two.final == pytest.approx(one.final, rel=1e-12)
    handed_out = np.einsum("ij,ijk->ik", setting.sold[:, 0], got[1]) + two.final * asked
    assert (handed_out <= output * (1 + 1e-11)).all()
    if rationing != "priority":  # where a list goes first, final demand may leave part of what is kept for it
        assert handed_out == pytest.approx(output, rel=1e-11)


@pytest.mark.parametrize("critical", [0.5, 1.0])
def test_the_cascade_of_many_ceilings_is_that_of_each_and_binds_by_half_as_the_run_does(critical: float):
    table = economy(critical=critical)
    links = links_of(table)
    u = np.random.default_rng(1).uniform(0.6, 1.0, (40, 6))
    u[u > 0.9] = 1.0
    together = settled(links, u, passed_on=True)
    for ceilings, ratio in zip(u, together, strict=True):
        np.testing.assert_allclose(settled(links, ceilings[None], passed_on=True)[0], ratio, atol=1e-7)
        lacks = critical * np.maximum(0.0, _planned(table, ceilings, ratio) - ratio.min())
        np.testing.assert_allclose(ratio, _planned(table, ceilings, ratio) - lacks, atol=1e-7)


def _planned(table: Economy, ceilings: Array, ratio: Array) -> Array:
    demand = (table.flows / table.output[:, None]) @ ratio + table.final / table.output
    return np.minimum(ceilings, demand)
