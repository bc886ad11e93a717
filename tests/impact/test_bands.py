"""Bands: quantiles, mixtures by weight, and how far chance moves a median."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sekisho.impact.materials.figure import Array
from sekisho.impact.results.bands import (
    FEW_CARRY,
    QUANTILES,
    QuantileBand,
    band,
    carrying,
    errors_of,
    share_without_loss,
)
from sekisho.impact.uncertainty.draws import draw

NUMBERS = arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e3, 1e3))


def test_quantiles_of_the_whole_numbers_to_a_hundred():
    found = band(np.arange(101.0))
    assert (found.p5, found.p25, found.p50, found.p75, found.p95, found.mean) == (5, 25, 50, 75, 95, 50)


@given(NUMBERS)
def test_quantiles_are_in_order_and_within_the_draws(numbers: Array):
    found = band(numbers)
    row = [numbers.min(), found.p5, found.p25, found.p50, found.p75, found.p95, numbers.max()]
    assert (np.diff(row) >= -1e-9).all()


@given(NUMBERS, st.floats(0, 1e3))
def test_a_band_in_another_unit_is_the_band_of_the_numbers_in_that_unit(numbers: Array, factor: float):
    one, two = band(numbers) * factor, band(numbers * factor)
    for name in (*QUANTILES, "mean"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), rel=1e-9, abs=1e-6)


@given(NUMBERS)
def test_equal_weights_give_nearly_the_quantiles_without_weights(numbers: Array):
    """Both interpolate between the same neighbours."""
    plain, weighted = band(numbers), band(numbers, np.full(len(numbers), 1 / len(numbers)))
    ordered = np.sort(numbers)
    gap = float(np.diff(ordered).max(initial=0.0))
    for name in QUANTILES:
        assert abs(getattr(plain, name) - getattr(weighted, name)) <= gap + 1e-9
    assert plain.mean == pytest.approx(weighted.mean, abs=1e-9)


def test_a_mixture_weighs_its_parts():
    """A tenth at 100 and the rest at 0: the median is 0, the 95th quantile 100, the mean 10."""
    numbers = np.concatenate([np.zeros(1000), np.full(1000, 100.0)])
    weights = np.concatenate([np.full(1000, 0.9 / 1000), np.full(1000, 0.1 / 1000)])
    found = band(numbers, weights)
    assert (found.p5, found.p50, found.p75, found.p95) == (0, 0, 0, 100)
    assert found.mean == pytest.approx(10.0)


def test_unequal_weights_count_to_the_middle_of_each_draw():
    """By hand: the middles lie at .05, .2, .45 and .8 of the weight, so the median is 3 + (.5 - .45) / (.8 - .45)."""
    found = band(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.1, 0.2, 0.3, 0.4]))
    assert found.p50 == pytest.approx(3 + 1 / 7, abs=1e-12)
    assert found.p25 == pytest.approx(2.2, abs=1e-12)
    assert [found.p5, found.p95, found.mean] == pytest.approx([1.0, 4.0, 3.0])


def test_a_part_without_weight_counts_for_nothing():
    numbers = np.concatenate([np.linspace(0, 1, 500), np.full(500, 1e6)])
    found = band(numbers, np.concatenate([np.full(500, 1 / 500), np.zeros(500)]))
    assert found.p95 == pytest.approx(0.95, abs=0.01)


def test_the_error_of_a_median_is_of_the_size_that_other_seeds_show():
    """The median of a skewed loss over 32 seeds of 256 Sobol draws scatters about as much as each run says."""
    bands = [band(np.exp(2 * draw(256, seed)["phi"] + draw(256, seed)["leakage"])) for seed in range(32)]
    seen = float(np.std([each.p50 for each in bands], ddof=1))
    told = float(np.mean([each.error for each in bands]))
    assert 0.2 * told < seen < 2 * told


def test_few_draws_tell_no_error_and_equal_ones_none():
    assert math.isnan(band(np.arange(16.0)).error)
    assert band(np.zeros(16)).error == 0.0
    assert band(np.ones(64)).error == 0.0


def test_an_error_that_cannot_be_told_is_null_in_json():
    found = band(np.arange(16.0)).to_dict()
    assert found["error"] is None
    assert json.loads(json.dumps(found, allow_nan=False))["error"] is None
    assert list(found) == [
        "p5",
        "p25",
        "p50",
        "p75",
        "p95",
        "mean",
        "error",
        *(f"{name}_error" for name in (*QUANTILES, "mean")),
    ]
    assert found["p95_error"] is None


def test_draws_without_a_loss_are_counted():
    assert share_without_loss(np.array([0.0, 0.0, 1.0, 2.0])) == 0.5
    assert share_without_loss(np.zeros(4)) == 1.0
    assert share_without_loss(np.array([-1.0, 1.0])) == 0.5
    assert share_without_loss(np.array([1e-12, 1.0])) == 0.5


def test_a_band_is_named_by_its_fields():
    errors = dict.fromkeys((*QUANTILES, "mean"), 0.0)
    assert band(np.ones(32)) == QuantileBand(p5=1, p25=1, p50=1, p75=1, p95=1, mean=1, error=0, errors=errors)


def test_the_error_of_a_quantile_is_that_of_independent_draws():
    """Of uniform draws: median 0.5 / sqrt(n), 95th quantile sqrt(.05 x .95 / n), mean 1 / sqrt(12 n)."""
    bands = [band(np.random.default_rng(seed).random(1024)) for seed in range(40)]
    for name, error in (("p50", 0.5 / 32), ("p95", math.sqrt(0.0475) / 32), ("mean", 1 / math.sqrt(12) / 32)):
        told = float(np.mean([each.error_of(name) for each in bands]))
        assert told == pytest.approx(error, rel=0.15), name


def test_the_error_of_a_skewed_tail_is_of_the_size_that_seeds_show():
    bands = [band(np.exp(2 * np.random.default_rng(seed).normal(size=512))) for seed in range(200)]
    for name in ("p5", "p50", "p95", "mean"):
        seen = float(np.std([getattr(each, name) for each in bands], ddof=1))
        told = float(np.mean([each.error_of(name) for each in bands]))
        assert 0.7 * seen < told < 1.5 * seen, name


def of_columns(count: int, seed: int) -> Array:
    """A skewed loss that some inputs move together, hardly any where stocks outlast the cut."""
    drawn = draw(count, seed)
    cut = np.logaddexp(0.0, 6 * (drawn["severity"] - 0.3 * drawn["firm_stock"] - 0.2 * drawn["recycling"])) / 6
    return np.asarray(cut * np.exp(1.5 * drawn["phi"] - drawn["leakage"]) * (0.3 + drawn["dependence"]))


@pytest.mark.parametrize("count", [256, 1024])
def test_the_error_of_even_draws_is_of_the_size_that_seeds_show(count: int):
    """As of independent draws, the error of a median would be told 2.5 times what 32 seeds show."""
    bands = [band(of_columns(count, seed)) for seed in range(32)]
    for name in (*QUANTILES, "mean"):
        seen = float(np.std([getattr(each, name) for each in bands], ddof=1))
        said = float(np.mean([each.error_of(name) for each in bands]))
        assert 0.7 * seen < said < (2.0 if name in QUANTILES else 2.5) * seen, name


def test_two_errors_hold_what_a_quantile_tends_to():
    truth = band(of_columns(16_384, 99))
    for name in (*QUANTILES, "mean"):
        bands = [band(of_columns(1024, seed)) for seed in range(40)]
        held = [abs(getattr(each, name) - getattr(truth, name)) <= 2 * each.error_of(name) for each in bands]
        assert sum(held) >= 36, name


def early(count: int, seed: int) -> Array:
    """A loss of the first weeks: nothing unless a cut is deep and stocks small, and then by leaps, as firms stop."""
    drawn = draw(count, seed)
    lacking = drawn["severity"] + 0.5 * drawn["phi"] - drawn["firm_stock"] - 0.4 * drawn["leakage"]
    return np.asarray(np.floor(8 * np.maximum(0.0, lacking - 0.5)) * np.exp(1.5 * drawn["phi"]))


def test_draws_that_carry_a_mean_are_counted_by_hand():
    assert carrying(np.array([2.0, 2.0, 2.0, 2.0])) == 4
    assert carrying(np.array([5.0, 0.0, 0.0, 0.0])) == 1
    assert carrying(np.array([3.0, 1.0])) == pytest.approx(16 / 10)
    assert carrying(np.zeros(3)) == 3


def test_a_mean_that_few_draws_carry_has_the_error_of_blocks_if_that_is_more():
    numbers = early(1024, 1)
    assert carrying(numbers) < FEW_CARRY * 1024
    blocks = np.array([block.mean() for block in np.split(numbers, 32)])
    assert errors_of(numbers)["mean"] >= float(blocks.std(ddof=1) / np.sqrt(32))
    assert carrying(of_columns(1024, 1)) > FEW_CARRY * 1024


def test_two_errors_hold_the_mean_of_a_loss_that_few_draws_carry():
    bands = [band(early(1024, seed)) for seed in range(40)]
    truth = float(np.mean([each.mean for each in bands]))
    held = [abs(each.mean - truth) <= 2 * each.error_of("mean") for each in bands]
    assert sum(held) >= 36


def test_draws_in_another_order_are_no_longer_even_and_their_error_is_that_of_independent_ones():
    numbers = of_columns(1024, 1)
    mixed = numbers[np.random.default_rng(0).permutation(1024)]
    alone, apart = errors_of(numbers, even=False), errors_of(mixed)
    for name in (*QUANTILES, "mean"):
        assert apart[name] == pytest.approx(alone[name], rel=0.45), name
    assert errors_of(numbers)["p50"] < 0.8 * alone["p50"]


def test_other_chance_on_top_of_even_draws_counts_in_full():
    """Figures as they would be published stray by themselves: that part is as of independent draws."""
    noise = np.random.default_rng(1).standard_normal(1024)
    even, strayed = of_columns(1024, 1), of_columns(1024, 1) + 20 * noise
    assert errors_of(strayed)["mean"] == pytest.approx(20 / 32, rel=0.45)
    assert errors_of(even)["mean"] < 0.01


def test_what_one_input_alone_moves_has_the_error_of_a_whole_count():
    """Every block has the same share below: less than the rounding of a count is not told, nor is nothing."""
    numbers = draw(1024, 1)["phi"].copy()
    said, seen = errors_of(numbers)["p50"], np.std([np.median(draw(1024, seed)["phi"]) for seed in range(32)])
    assert 0 < seen < said < 0.2 * errors_of(numbers, even=False)["p50"]
