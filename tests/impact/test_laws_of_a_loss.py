"""A loss is nothing without a cut, grows with what is cut, and falls with what stands in for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from tests.support.small_economy import LISTED, OTHER, START, figure, loss, losses, one_draw, stop

from sekisho import Library
from sekisho.impact.materials.material import Rule
from sekisho.impact.model import Model
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario import PolicyResponse, Propagation
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import COLUMNS, draw

ROUNDING = 1e-12
QUANTILES = st.fixed_dictionaries({name: st.floats(0, 1) for name in COLUMNS})
TWO = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
RELEASED = PolicyResponse(public_release=Rule.AT_ONCE)
FEW = settings(max_examples=12)


def test_no_cut_loses_exactly_nothing(library: Library, small: Model):
    found = losses(stop(0.0, months=6), library, small, draw(16, 1))
    assert not found.any()


def test_a_result_without_a_cut_is_nothing_everywhere_and_says_so(library: Library, small: Model):
    result = simulate(stop(0.0, months=2), library, small, RunSettings(draws=16))
    band = result.percent()
    assert (band.p5, band.p95, band.mean) == (0.0, 0.0, 0.0)
    assert result.without_loss() == 1.0
    assert result.spread.shares == {}
    assert result.shortages == ()
    assert "No draw loses anything within the span." in result.cautions


def test_a_cut_loses_something(library: Library, small: Model):
    assert loss(stop(1.0), library, small) > 0.01


@FEW
@given(rest=QUANTILES, two=TWO)
def test_a_larger_share_costs_no_less(library: Library, small: Model, rest: dict[str, float], two: list[float]):
    less, more = (loss(stop(share), library, small, **rest) for share in two)
    assert less <= more + ROUNDING


@FEW
@given(rest=QUANTILES, two=st.tuples(st.integers(0, 150), st.integers(0, 150)).map(sorted))
def test_a_longer_cut_costs_no_less_within_one_horizon(
    library: Library, small: Model, rest: dict[str, float], two: list[int]
):
    ends = [START + timedelta(days=days) for days in two]
    less, more = (loss(stop(months=6, until=end), library, small, **rest) for end in ends)
    assert less <= more + ROUNDING


@pytest.mark.parametrize(
    ("column", "moves"),
    [
        ("phi", "up"),
        ("dependence", "up"),
        ("severity", "up"),
        ("alternatives_lag", "up"),
        ("leakage", "down"),
        ("firm_stock", "down"),
        ("public_stock", "down"),
        ("alternatives", "down"),
        ("recycling", "down"),
        ("thrift", "down"),
    ],
)
@settings(max_examples=6)
@given(data=st.data())
def test_a_loss_moves_one_way_with_each_input(
    library: Library, small: Model, column: str, moves: str, data: DataObject
):
    rest, two = data.draw(QUANTILES), data.draw(TWO)
    scenario = stop(figure(0.3, 0.6, 1), answers=RELEASED)
    low, high = (loss(scenario, library, small, **{**rest, column: level}) for level in two)
    less, more = (low, high) if moves == "up" else (high, low)
    assert less <= more + ROUNDING


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("dependence", "0.9", "0.3"),
        ("leakage", "0.05", "0.6"),
        ("firm_stock", "5", "80"),
        ("public_stock", "0", "60"),
        ("alternatives", "0", "0.9"),
        ("recycling", "0", "0.3"),
        ("thrift", "0", "0.6"),
        ("phi", "high", "low"),
    ],
)
def test_what_a_scenario_fixes_is_what_is_run(library: Library, small: Model, name: str, low: str, high: str):
    """Each number is taken: it changes the loss, the right way, and in every draw alike."""
    found = [
        losses(stop(answers=RELEASED, fixed={name: said}), library, small, draw(16, 2)).sum(axis=1)
        for said in (low, high)
    ]
    assert (found[0] >= found[1]).all()
    assert found[0].mean() > 1.1 * found[1].mean()


def test_a_fixed_input_spreads_nothing(library: Library, small: Model):
    """With every column fixed all draws are the same draw."""
    fixed = dict.fromkeys((*COLUMNS, "postponed"), "central")
    found = losses(stop(fixed=fixed), library, small, draw(16, 3)).sum(axis=1)
    assert np.ptp(found) == 0.0
    assert found[0] == pytest.approx(loss(stop(fixed=fixed), library, small), rel=1e-12)


def test_overcapacity_fixed_at_a_ratio_leaves_the_days_to_reach_it(library: Library, small: Model):
    """Fixing the ratio at its own median changes nothing in the median draw; its days are not fixed at the ratio."""
    ratio = str(float(small.priors["overcapacity"].central))
    assert loss(stop(months=6, fixed={"overcapacity": ratio}), library, small) == loss(stop(months=6), library, small)


def test_answers_scale_what_stands_in(library: Library, small: Model):
    none = loss(stop(months=6, answers=PolicyResponse(alternatives=0, thrift=0)), library, small)
    some = loss(stop(months=6), library, small)
    more = loss(stop(months=6, answers=PolicyResponse(alternatives=2, thrift=2)), library, small)
    assert none > some > more


def test_two_cuts_on_one_flow_leave_what_each_leaves(library: Library, small: Model):
    """Halved twice is a quarter left: 1 - (1 - 0.5)(1 - 0.5) = 0.75."""
    one, two = stop(0.5, materials=(LISTED,)), stop(0.75, materials=(LISTED,))
    twice = stop(0.5, materials=(LISTED,))
    both = replace(one, cuts=one.cuts + twice.cuts)
    assert loss(both, library, small) == pytest.approx(loss(two, library, small), rel=1e-12)


def test_materials_that_are_not_cut_lose_nobody_anything(library: Library, small: Model):
    """Only electronics use the other metal; without links between sectors nobody else loses."""
    scenario = stop(materials=(OTHER,), propagation=Propagation.NONE)
    found = losses(scenario, library, small, one_draw())[0]
    codes = small.table.codes
    assert [code for code, share in zip(codes, found, strict=True) if share > 0] == ["ELE"]


def test_a_field_that_is_not_cut_loses_nothing(library: Library, small: Model):
    whole = stop(materials=(LISTED,), propagation=Propagation.NONE)
    part = stop(materials=(LISTED,), propagation=Propagation.NONE, fields=("aerospace",))
    found, all_found = (losses(each, library, small, one_draw())[0] for each in (part, whole))
    machines = small.table.codes.index("MAC")
    assert found[machines] == pytest.approx(all_found[machines], rel=1e-9)
    assert found.sum() == found[machines] < all_found.sum()


def test_links_switched_off_in_turn_never_lose_more_than_upstream_adds(library: Library, small: Model):
    none, up = (
        loss(stop(months=6, propagation=way), library, small) for way in (Propagation.NONE, Propagation.UPSTREAM)
    )
    assert 0 < none < up


def test_a_group_is_all_its_materials(library: Library, small: Model):
    by_name = loss(stop(materials=(LISTED, "plain-metal")), library, small)
    assert loss(stop(materials=("metals",)), library, small) == by_name
    assert loss(stop(materials=("metals", OTHER)), library, small) == loss(stop(), library, small)
