"""The seam to the national model: the same draws of the same materials, so that firm and country agree."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.exposure.part_kinds import CODES, Kinds
from sekisho.exposure.part_outcomes import Curbs
from sekisho.exposure.shortage_network import Uses
from sekisho.exposure.time_to_stop import Availability
from sekisho.impact.materials.balance import StockPolicy, supply_of
from sekisho.impact.materials.material import Material, Materials
from sekisho.impact.model import Model
from sekisho.impact.run_settings import RunSettings, as_asked
from sekisho.impact.run_setup import shock_for
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.uncertainty.draws import Draws, draw
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.trade.bom.bill import UNSTATED, Bill
from sekisho.trade.items.code import is_at_or_below

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


def national_uses(bill: Bill, kinds: Kinds, curbs: Curbs, materials: Materials, names: Collection[str]) -> Uses:
    """Find where the materials of the national model come into a bill.

    A line is one of them if it crosses the border of the restricting territory, or may, and its part falls under an
    entry under which a form of the material falls, or is called by the name of the material.

    Parameters
    ----------
    names
        Ids of the materials, in the order of the availability.
    """
    place = {name: number for number, name in enumerate(names)}
    chosen = [one for one in materials.items if str(one.id) in place]
    by_name = {text.casefold(): place[str(one.id)] for one in chosen for text in (str(one.id), *one.names.values())}
    of_kind = [{place[str(one.id)] for one in _by_code(facts.get(CODES, ""), chosen)} for facts in kinds.facts]
    crossing = np.flatnonzero(curbs.of_line != UNSTATED).tolist()
    alone = np.flatnonzero(curbs.of_product != UNSTATED).tolist()
    inside = [(line, int(bill.lines.part[line])) for line in crossing]
    rows: list[tuple[int, int, int]] = []
    for line, part in (*inside, *((UNSTATED, part) for part in alone)):
        named = {text.casefold() for text in (bill.parts.ids[part], bill.parts.description[part])}
        own = of_kind[int(kinds.of_part[part])] | {by_name[text] for text in named if text in by_name}
        rows += [(line, part, material) for material in sorted(own)]
    columns = np.array(rows, dtype=np.int32).reshape(-1, 3)
    return Uses(line=columns[:, 0], part=columns[:, 1], material=columns[:, 2])


def _by_code(codes: str, materials: list[Material]) -> list[Material]:
    """Return the materials with a form under which a code that an item surely has may fall."""
    sure = [code for code in codes.split(";") if code and code != "none" and not code.startswith("?")]
    return [
        one
        for one in materials
        if any(
            is_at_or_below(code, entry) or is_at_or_below(entry, code)
            for code in sure
            for form in one.forms
            for entry in form.control_codes
        )
    ]
