"""Episodes of the past, run on the frozen priors: what was seen then is what the model says. Nothing here is tuned.

Episodes and what was seen in them are on file under `economy/episodes`; the bounds are those that were set before the
model was built.
"""

from __future__ import annotations

import numpy as np
import pytest

from sekisho import Library
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult, Shortage
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.simulation import simulate

FEW, MANY = 64, 1024
VEHICLES = "20"


def run(library: Library, japan: Model, name: str, draws: int = FEW) -> ImpactResult:
    return simulate(scenario_of(library, [name]), library, japan, RunSettings(draws=draws))


def autumn_2010_is_invisible(result: ImpactResult) -> None:
    """No stop of production was found: below 0.02 % of a year's GDP, in the median and on average."""
    assert result.percent().p50 < 0.02
    assert result.percent().mean < 0.02


def spring_2025_is_one_maker_and_no_more(result: ImpactResult) -> None:
    """One line of one maker stopped on day 52; national output rose. Below 0.05 % of a year's GDP in the median."""
    assert result.percent().p50 < 0.05
    vehicles = shortage(result)
    assert vehicles.short.p50 is not None
    assert reaches(vehicles.short.p5, vehicles.short.p95, result)
    assert reaches(vehicles.felt.p5, vehicles.felt.p95, result)
    assert vehicles.short.p50 <= 70


def gallium_is_invisible(result: ImpactResult) -> None:
    """No stop was reported though 85 % less came for a year: next to nothing in the median."""
    assert result.percent().p50 < 0.002
    assert result.percent().p95 < 0.02


def a_stop_stays_below_the_earthquake(result: ImpactResult) -> None:
    """All losses along supply chains after March 2011 peaked at about 1.3 % of GDP."""
    assert result.percent().p95 < 1.3
    assert result.percent().p50 > 0.05


def shortage(result: ImpactResult) -> Shortage:
    (found,) = (one for one in result.shortages if one.sector == VEHICLES)
    return found


def reaches(early: int | None, late: int | None, result: ImpactResult) -> bool:
    """Tell whether days 40 to 70 lie within a band; a late end that never comes lies past the horizon."""
    last = result.horizon.days if late is None else late
    return early is not None and early <= 40 and last >= 70


CHECKS = {
    "senkaku-2010": autumn_2010_is_invisible,
    "licensing-2025": spring_2025_is_one_maker_and_no_more,
    "gallium-2023": gallium_is_invisible,
    "rare-earths-stop": a_stop_stays_below_the_earthquake,
}


LATE = pytest.mark.xfail(
    strict=True, reason="goods take days to arrive: felt from day 47 (1 in 20 runs), day 40 was asked; seen on day 52"
)
"""A bound that the model misses is not moved: it stays here until the model meets it."""
EPISODES = [pytest.param(name, marks=[LATE] * (name == "licensing-2025")) for name in CHECKS]


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_costs_about_what_was_seen(library: Library, japan: Model, name: str):
    CHECKS[name](run(library, japan, name))


@pytest.mark.slow
@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_costs_about_what_was_seen_in_as_many_draws_as_a_result_has(
    library: Library, japan: Model, name: str
):
    CHECKS[name](run(library, japan, name, MANY))


def test_no_episode_was_cut_more_than_customs_counted(library: Library):
    """Shares are those of the monthly tonnages: 1 - 1278/1884 and 1 - 634/1884 of a normal month in 2010."""
    october, november = scenario_of(library, ["senkaku-2010"]).cuts
    assert october.share.central == pytest.approx(1 - 1278 / 1884, abs=0.005)  # type: ignore[union-attr]
    assert november.share.central == pytest.approx(1 - 634 / 1884, abs=0.005)  # type: ignore[union-attr]
    nothing, rest = (cut.share.central for cut in scenario_of(library, ["gallium-2023"]).cuts)  # type: ignore[union-attr]
    days = np.array([61, 305])
    assert (np.array([nothing, rest]) * days).sum() / days.sum() == pytest.approx(0.85, abs=0.005)


def test_a_stop_of_a_year_costs_more_than_one_of_three_months_by_far(library: Library, japan: Model):
    """Stocks come first: a quarter of the time costs much less than a quarter of the loss, in the median."""
    scenario = scenario_of(library, ["rare-earths-stop"])
    three, twelve = (simulate(scenario, library, japan, RunSettings(draws=FEW, months=months)) for months in (3, 12))
    assert three.percent().p50 < 0.25 * twelve.percent().p50
    assert three.percent_of_window().p50 < twelve.percent_of_window().p50
