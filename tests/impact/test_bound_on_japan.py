"""Japan's own economy keeps to the bound with inventories of 1 to 15 days under every rule but one, which is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.impact.engine.variants import Rationing
from sekisho.impact.model import Model
from sekisho.impact.results.loss_bounds import SLACK, bounds_of_draws
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.run_setup import postponed_share, shock_for, switches_of
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.scenario.scenario_reader import find_scenario
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.term import Reading
from sekisho.present.brief.cost import cost_lines
from sekisho.present.impact.data import impact_data

SETTINGS = RunSettings(draws=64)
CARS_FIRST = ("20", "19")


def short_of_goods(library: Library, days: int) -> Scenario:
    """Return a stop of rare earths where every stock of inputs lasts for some days."""
    return replace(find_scenario(library, "rare-earths-stop"), fixed={"inventories": f"{days}"})


@pytest.mark.slow
@pytest.mark.parametrize("days", [1, 3, 8, 15])
@pytest.mark.parametrize("rule", [rule for rule in Rationing if rule is not Rationing.BY_ORDERS])
def test_no_draw_loses_more_than_its_cascade(library: Library, japan: Model, rule: Rationing, days: int):
    scenario = short_of_goods(library, days)
    horizon = Horizon(start=scenario.start, months=scenario.months)
    shock = shock_for(scenario, horizon, library, japan, SETTINGS)
    runner = ScenarioRun(model=japan, shock=shock, draws=draw(64, 1), settings=SETTINGS)
    switches = replace(
        switches_of(scenario, postponed_share(japan, scenario, horizon.months)),
        rationing=rule,
        priority=CARS_FIRST if rule is Rationing.PRIORITY else (),
    )
    raw = runner.run(Reading.CENTRAL, switches, 64)
    loss = raw.losses.sum(axis=(1, 2)) / runner.annual * 100.0
    cascade = bounds_of_draws(japan.economy, raw.least_ceiling, horizon).cascade
    assert (loss <= cascade + SLACK).all()
    assert np.median(loss) > 0.1, "the stop must be felt for the comparison to say something"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_the_rule_that_collapses_is_told_with_its_draw_and_no_number(library: Library, japan: Model, language: str):
    """By orders, with a day of stock: of 1,024 draws 239 lost more than their cascade when this was written."""
    result = simulate(replace(short_of_goods(library, 1), rationing=Rationing.BY_ORDERS), library, japan, SETTINGS)
    assert not result.bounds.hold
    data = impact_data(result)
    bounds = data["bounds"]
    assert isinstance(bounds, dict)
    assert bounds["draws_above"] == result.bounds.draws_above > 0
    said = cost_lines(result, width=80, translator=Translator(language))
    assert str(result.bounds.draws_above) in said[0] + said[1]
    assert "%" not in said[0]
