"""The seam to the national model: the same draws of the same materials, so that firm and country agree."""

from __future__ import annotations

from typing import Final

import numpy as np

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.exposure.time_to_stop import Availability
from sekisho.impact.materials.balance import StockPolicy, supply_of
from sekisho.impact.model import Model
from sekisho.impact.run_settings import RunSettings, as_asked
from sekisho.impact.run_setup import shock_for
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.uncertainty.draws import Draws, draw
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.library import Library
from sekisho.message import joined, message

CHUNK: Final = 64
"""Draws that are worked on at once."""


def national_availability(
    scenario: Scenario,
    library: Library,
    model: Model,
    settings: RunSettings,
    *,
    sector: str = "",
) -> Availability:
    """Return how much of each material arrives in the country, draw by draw, as `simulate_impact` takes it.

    Parameters
    ----------
    settings
        Draws, seed, months, start, reading and assumptions; with the same ones the draws are the same.
    sector
        Sector of end use whose flows count, a code of the economy; all by their base use if left out.

    Raises
    ------
    ScenarioError
        If the scenario or a setting cannot be run, or no flow goes to the sector.
    """
    scenario = as_asked(scenario, settings)
    horizon = Horizon(start=scenario.start, months=scenario.months)
    pairs = model.pairs
    weight = _weights(model, sector)
    shock = shock_for(scenario, horizon, library, model, settings)
    drawn = draw(settings.draws, settings.seed)
    share = np.ones((drawn.count, horizon.days, len(pairs.materials)), dtype=np.float32)
    answers = scenario.answers
    policy = StockPolicy(release=answers.public_release, release_day=answers.release_day, allocation=answers.allocation)
    for first in range(0, drawn.count, CHUNK):
        here = Draws(quantiles=drawn.quantiles[first : first + CHUNK], seed=drawn.seed)
        levels = PriorLevels(draws=here, priors=model.priors, fixed=scenario.fixed)
        parameters = model.parameters(
            levels, alternatives=answers.alternatives, thrift=answers.thrift, start=horizon.start
        )
        supply = supply_of(
            pairs,
            parameters,
            shock.cut(levels, settings.reading),
            policy=policy,
            apart=True,
            passing=shock.passing(levels, settings.reading),
        )
        share[first : first + CHUNK] = np.clip(supply.arrivals @ weight, 0.0, 1.0)
    return Availability(materials=tuple(str(one.id) for one in pairs.materials), share=share)


def _weights(model: Model, sector: str) -> np.ndarray:
    """Return how much of each flow counts for each material; shape (flows, materials), columns sum to 1."""
    pairs = model.pairs
    chosen = np.array([not sector or flow.end_use_sector == sector for flow in pairs.flows], dtype=bool)
    if not chosen.any():
        known = sorted({flow.end_use_sector for flow in pairs.flows})
        remedy = did_you_mean(sector, known) or message(
            "error.expected_one_of", "Expected one of {choices}.", choices=joined(known, "comma")
        )
        raise ScenarioError(
            Problem(
                where="sector",
                what=message("exposure.no_material_to_sector", "no material goes to sector '{sector}'.", sector=sector),
                remedy=remedy,
            )
        )
    weight = np.zeros((len(pairs.flows), len(pairs.materials)))
    weight[np.arange(len(pairs.flows)), pairs.flow_material] = pairs.flow_share * chosen
    without = weight.sum(axis=0) == 0  # no flow of the material goes to the sector: the mean of all stands in
    whole = np.zeros_like(weight)
    whole[np.arange(len(pairs.flows)), pairs.flow_material] = pairs.flow_share
    weight[:, without] = whole[:, without]
    return np.asarray(weight / weight.sum(axis=0))
