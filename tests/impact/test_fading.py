"""A curb that lasts costs less: users save by price, and plants elsewhere open one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.support.small_economy import LISTED, loss, losses, one_draw, stop

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.impact.dependence.data import Alternative
from sekisho.impact.economy.published import published_of
from sekisho.impact.materials.fading import AT_DAYS, HALF_YEAR, PriceThrift
from sekisho.impact.materials.figure import Array, FigureConfidence
from sekisho.impact.materials.origins import replaced_share
from sekisho.impact.model import Model
from sekisho.impact.results.account.national_figures import national_figures
from sekisho.impact.results.notes import beyond_estimates, unfaded
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.scenario.scenario import PolicyResponse
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import draw
from sekisho.impact.uncertainty.levels import PriorLevels

ONE = np.ones((1, 1))
HALF, YEAR, TWO = 182, 365, 730


def thrift(*, share: float = 0.2, ramp: float = 120, factor: float = 1.0, cap: float = 8.0) -> PriceThrift:
    return PriceThrift(
        price_cap=cap * ONE,
        elasticities=(0.1 * ONE, 0.25 * ONE, 0.5 * ONE),
        share=share * ONE,
        ramp_days=ramp * ONE,
        factor=factor,
    )


def test_a_year_and_two_years_save_what_price_makes_them_by_hand():
    """Eight times the price: 8^-0.25 = 0.595 is needed after a year, 8^-0.5 = 0.354 after two and later."""
    saved = thrift().saved(np.zeros((1, 1)), 1000)[0, :, 0]
    assert saved[YEAR] == pytest.approx(1 - 8**-0.25, abs=1e-3)
    assert saved[[TWO, 999]] == pytest.approx(1 - 8**-0.5, abs=1e-3)


def test_the_first_half_year_saves_no_more_than_the_band():
    saved = thrift(share=0.1).saved(np.zeros((1, 1)), 1000)[0, :, 0]
    days = np.arange(HALF + 1)
    assert (saved[days] <= 0.1 * -np.expm1(-days / 120) + 1e-12).all()
    assert (np.diff(saved) >= -1e-12).all()
    assert np.diff(saved).max() < 0.01


def test_nothing_is_saved_before_a_cut_or_where_price_does_not_move_or_thrift_is_off():
    start = np.full((1, 1), 50.0)
    assert not thrift().saved(start, 400)[0, :51].any()
    assert not thrift(cap=1.0).saved(start, 400).any()
    assert not thrift(factor=0.0, share=0.0).saved(start, 400).any()


def test_answers_of_nothing_switch_thrift_and_alternatives_off(library: Library, small: Model):
    none = loss(stop(months=12, answers=PolicyResponse(alternatives=0, thrift=0)), library, small)
    zero = loss(stop(months=12, fixed={"alternatives": "0", "thrift": "0"}), library, small)
    assert none == pytest.approx(zero, rel=1e-12)
    assert none > 1.05 * loss(stop(months=12), library, small)


def test_both_kernels_save_alike(library: Library, small: Model):
    pytest.importorskip("numba")
    scenario, drawn = stop(months=12), 16
    one, two = (
        simulate(scenario, library, small, RunSettings(draws=drawn, kernel=kernel)).totals()
        for kernel in ("numpy", "numba")
    )
    assert one == pytest.approx(two, rel=1e-9)


def plant(status: str, start: str, share: float, territory: str = "MY") -> Alternative:
    return Alternative(
        material=LISTED,
        supplier="A plant",
        territory=territory,
        product="metal",
        start=start,
        status=status,
        low=share / 2,
        central=share,
        high=min(1.0, 2 * share),
        source=("judgement",),
        confidence=FigureConfidence.LOW,
        note="",
    )


def replaced(small: Model, plants: tuple[Alternative, ...], late: float = 0.5) -> Array:
    of = replace(small, plants=plants)
    levels = PriorLevels(draws=one_draw(alternatives_lag=late), priors=of.priors, fixed={})
    parameters = of.parameters(levels, start=date(2026, 1, 6))
    return np.asarray(replaced_share(of.materials.ids.index(LISTED), np.zeros((1, 1)), 2000, parameters)[0])


def test_plants_share_out_what_alternatives_replace(small: Model):
    """0.3 of what is lost in the median: in the end all that is in operation or planned adds up to it."""
    both = replaced(small, (plant("in operation", "", 0.2), plant("planned", "2027", 0.1, "FR")))
    assert both[-1] == pytest.approx(0.3, abs=1e-3)
    assert replaced(small, ())[-1] == pytest.approx(0.3, abs=1e-3)


def test_a_planned_plant_delivers_from_its_day_and_its_delay(small: Model):
    """2027 begins on day 360; in the median draw it is a year late."""
    found = replaced(small, (plant("planned", "2027", 0.1),))
    assert not found[: 360 + 365].any()
    assert found[360 + 365 + 30] > 0.05
    early, late = (replaced(small, (plant("planned", "2027", 0.1),), late=level) for level in (0.0, 1.0))
    assert (late <= early).all()
    assert not late[: 360 + 730].any()


@pytest.mark.parametrize("status", ["suspended", "test"])
def test_what_is_suspended_or_a_test_delivers_nothing(small: Model, status: str):
    whole = replaced(small, (plant("in operation", "", 0.2),))
    both = replaced(small, (plant("in operation", "", 0.2), plant(status, "2025", 0.4)))
    assert both == pytest.approx(whole)


def test_the_figure_of_heavy_rare_earths_is_the_sum_of_their_plants(japan: Model):
    """Nearly all of them come from the seller, so a share of need is a share of what is lost."""
    counted = [one for one in japan.plants if one.material == "heavy-rare-earths" and one.status != "test"]
    figure = japan.materials["heavy-rare-earths"].figures["alternative_share"]
    for end in ("low", "central", "high"):
        assert sum(getattr(one, end) for one in counted) == pytest.approx(getattr(figure, end))


@pytest.mark.parametrize("material", ["cerium-lanthanum", "heavy-rare-earths", "light-rare-earths", "yttrium"])
def test_no_price_that_makes_users_save_is_above_the_highest_that_was_seen(
    library: Library, japan: Model, material: str
):
    """One account: the price of thrift and the price of the import bill end at the same multiple."""
    seen = national_figures(library, "JP", japan.table.scheme, japan.table.codes).values[material].most
    cap = japan.materials[material].figures["price_cap"]
    assert 1 < cap.low < cap.central < cap.high <= seen


def test_a_longer_wait_for_plants_costs_no_less(library: Library, small: Model):
    of = replace(small, plants=(plant("planned", "2026-02", 0.3),))
    early, late = (losses(stop(months=12), library, of, one_draw(alternatives_lag=level)).sum() for level in (0.1, 0.9))
    assert early < late


def test_the_third_year_of_a_stop_costs_at_most_half_of_the_first_in_the_median(library: Library, japan: Model):
    """Year 3 against year 1 of a stop of all rare earths, draw for draw the same horizon."""
    asked = RunSettings(draws=64, months=36, kernel=pytest.importorskip("numba") and "numba")
    result = simulate(scenario_of(library, ["rare-earths-stop"]), library, japan, asked)
    months = result.losses[result.reading].sum(axis=2)
    first, third = months[:, :12].sum(axis=1), months[:, 24:].sum(axis=1)
    assert np.median(third) < 0.5 * np.median(first)


def test_a_horizon_above_three_years_is_refused(library: Library, small: Model):
    with pytest.raises(ScenarioError, match=r"48 months cannot be run[\s\S]*1 to 36"):
        simulate(stop(), library, small, RunSettings(draws=16, months=48))


def test_draws_of_inputs_that_a_run_does_not_touch_are_those_of_the_first_version():
    """The first 21 columns hang on seed and count alone; another 22 stand beside them."""
    from scipy.stats import qmc

    first = qmc.Sobol(d=21, scramble=True, rng=np.random.default_rng(7)).random(64)
    assert np.array_equal(draw(64, 7).quantiles[:, :21], first)


def test_a_cut_of_three_years_that_does_not_fade_says_so():
    """Two draws over 36 months and two sectors: the third year costs 0.9 and 0.5 times the first, by hand."""
    horizon = Horizon(start=date(2026, 1, 1), months=36)
    losses = np.ones((2, 36, 2))
    losses[:, 24:] = 0.9
    (said_of_both,) = unfaded(losses, np.full(2, 100.0), horizon)
    assert "0.90 times the first" in str(said_of_both)
    losses[:, 24:] = 0.5
    assert not unfaded(losses, np.full(2, 100.0), horizon)
    assert not unfaded(losses[:, :12], np.full(2, 100.0), Horizon(start=date(2026, 1, 1), months=12))


def test_savings_follow_their_formula_on_every_day_and_are_nothing_where_nothing_is_cut():
    """Worked out anew, day by day, for cuts on the first day, in the middle, late, and never."""
    days, rng = 500, np.random.default_rng(3)
    six, twelve, two_years = np.sort(rng.uniform(0.05, 0.8, (3, 2, 4)), axis=0)
    made = PriceThrift(
        price_cap=rng.uniform(2, 6, (2, 4)),
        elasticities=(six, twelve, two_years),
        share=rng.uniform(0.1, 0.5, (2, 4)),
        ramp_days=rng.uniform(100, 500, (2, 4)),
    )
    start = np.array([[0.0, 90.0, 400.0, 500.0], [0.0, 10.0, 500.0, 500.0]])
    saved = made.saved(start, days)

    def by_price(at: int, material: int, since: float) -> float:
        e = np.interp(since, AT_DAYS, [0.0, *(each[at, material] for each in made.elasticities)])
        return float(1 - made.price_cap[at, material] ** -e)

    for at in range(2):
        for material in range(4):
            share, ramp = made.share[at, material], made.ramp_days[at, material]
            short = max(0.0, by_price(at, material, HALF_YEAR) - share * (1 - np.exp(-HALF_YEAR / ramp)))
            for day in range(0, days, 7):
                since = max(0.0, day - start[at, material])
                price = by_price(at, material, since)
                right = (
                    min(price, share * (1 - np.exp(-since / ramp)))
                    if since <= HALF_YEAR
                    else max(0.0, price - short * min(1.0, max(0.0, 2 - since / HALF_YEAR)))
                )
                assert saved[at, day, material] == pytest.approx(right, abs=1e-12)
    assert not saved[:, :, 3].any()


@pytest.mark.parametrize(("months", "of_year"), [(12, 1.0), (36, 3.0), (3, 0.25)])
def test_a_loss_beyond_every_published_estimate_is_told_whatever_the_length(
    library: Library, months: int, of_year: float
):
    """By the GDP of the same months: three years may cost three times what one may."""
    horizon, annual = Horizon(start=date(2026, 1, 1), months=months), np.array([60.0, 40.0])
    estimates = published_of(library)
    highest = max(estimate.percent for estimate in estimates if estimate.percent is not None)

    def lost(percent: float) -> np.ndarray:
        losses = np.zeros((64, len(horizon.days_of_periods), 2))
        losses[:, 0, 0] = percent * of_year
        return losses

    (warned,) = beyond_estimates(lost(highest * 1.1), annual, horizon, estimates)
    assert f"{highest:g} % (Daiwa)" in warned
    assert beyond_estimates(lost(highest * 0.9), annual, horizon, estimates) == ()
    assert beyond_estimates(lost(highest * 1.1), annual, horizon, ()) == ()
