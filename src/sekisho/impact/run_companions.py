"""What stands beside a run: other rules and simpler models with the same draws, published figures, bridges to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from sekisho.impact.economy.published import PublishedEstimate, published_of
from sekisho.impact.engine import Switches
from sekisho.impact.materials.figure import Array
from sekisho.impact.model import Model
from sekisho.impact.results.ces import CesCheck, ces_check
from sekisho.impact.results.house_bridge import BRIDGED_FROM, HouseBridge, house_bridge
from sekisho.impact.results.loss_bounds import LossBounds, loss_bounds
from sekisho.impact.results.raw_losses import RawLosses
from sekisho.impact.results.reading_parts import ReadingPart, scrutiny_by_reading
from sekisho.impact.results.result import PERCENT, Bracket, LossChannels
from sekisho.impact.results.static_brackets import brackets_of
from sekisho.impact.results.total_effects import Places
from sekisho.impact.run_setup import postponed_share, shock_for, switches_of
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon
from sekisho.impact.scenario.scenario import AssumedCut, Propagation, Scenario
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.shock.shock import Shock
from sekisho.impact.uncertainty.draws import Draws, middle
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading

PUBLISHED_OF: Final = "JP"
"""Country of whom the published estimates on file speak."""
CUT_BY: Final = ("cuts", "start", "months", "supplier", "buyer")
"""What of a scenario decides its shock: two that agree in these have the same one."""
PARTED: Final = 64
"""Draws by which it is told why readings differ: the first, which are balanced among themselves."""
AS_BEFORE: Final = {"standing_disturbed": "0"}
"""What a scenario fixes so that licences that were required before go as before."""
PARTS_FROM: Final = 64
"""Draws from which the way of a loss is told, scaled to the mean of all."""


def exchanged(
    runner: ScenarioRun, switches: Switches, readings: tuple[Reading, ...], quantiles: Array, numbers: Places
) -> Array:
    """Run draws of other quantiles, each under its own reading; losses as shares of a year's value added."""
    losses = np.zeros(len(quantiles))
    for number, reading in enumerate(readings):
        mine = numbers == number
        if mine.any():
            changed = replace(runner, draws=Draws(quantiles=quantiles[mine], seed=runner.draws.seed))
            losses[mine] = changed.losses(reading, switches, int(mine.sum()))
    return losses


def percents(runner: ScenarioRun, switches: Switches, count: int) -> Array:
    """Run the first draws under other rules; losses in per cent of annual GDP."""
    return runner.losses(runner.settings.reading, switches, count) * PERCENT


def reading_parts(runner: ScenarioRun, switches: Switches, totals: Mapping[Reading, Array]) -> tuple[ReadingPart, ...]:
    """Run the first draws of each reading with licences as before, and share its mean out by what they lose.

    Parameters
    ----------
    totals
        Reading to the loss of every draw, as shares of a year's value added; shape (K,) each.
    """
    licences, count = scrutiny_by_reading(runner.shock), min(PARTED, runner.draws.count)
    scenario = replace(runner.scenario, fixed={**runner.scenario.fixed, **AS_BEFORE})
    before = replace(runner, shock=replace(runner.shock, scenario=scenario))
    parts = []
    for reading, level in licences.items():
        mean, first = (float(each.mean()) * PERCENT for each in (totals[reading], totals[reading][:count]))
        barred = float(before.losses(reading, switches, count).mean()) * PERCENT
        as_before = mean * barred / first if first > 0 else 0.0
        parts.append(
            ReadingPart(reading=reading, licences=level.name.lower(), mean=mean, as_before=as_before, draws=count)
        )
    return tuple(parts)


def middle_loss(runner: ScenarioRun, library: Library, scenario: Scenario, count: int) -> float:
    """Run the first draws of another scenario on the same model; the middle of their losses, % of annual GDP."""
    other = replace(runner, shock=_shock_beside(runner, library, scenario))
    horizon = other.shock.horizon
    waits = postponed_share(runner.model, scenario, horizon.months)
    losses = other.losses(runner.settings.reading, switches_of(scenario, waits), min(count, runner.draws.count))
    return float(np.median(losses)) * PERCENT


def _shock_beside(runner: ScenarioRun, library: Library, scenario: Scenario) -> Shock:
    """Return the shock of another scenario; where it cuts the same on the same days, the law is not asked again."""
    ran = runner.scenario
    if all(getattr(ran, name) == getattr(scenario, name) for name in CUT_BY):
        return replace(runner.shock, scenario=scenario)
    horizon = Horizon(start=scenario.start, months=scenario.months)
    return shock_for(scenario, horizon, library, runner.model, runner.settings)


def bridges_of(runner: ScenarioRun, library: Library) -> tuple[HouseBridge, ...]:
    """Build the way to ours from the house whose preset is run, or from all that are compared with our scenario."""
    scenario = runner.scenario
    if runner.draws.count < BRIDGED_FROM:
        return ()
    presets = [scenario] if scenario.own else presets_of(library, scenario)
    found = (
        house_bridge(
            preset,
            scenario if preset.own == scenario.beside else find_scenario(library, preset.own),
            partial(middle_loss, runner, library),
        )
        for preset in presets
    )
    return tuple(bridge for bridge in found if bridge is not None)


def presets_of(library: Library, own: Scenario) -> list[Scenario]:
    """Return the presets that our scenario is compared with, as long as it and from its first day."""
    every = (find_scenario(library, name) for name in scenario_names(library))
    return [
        replace(preset, start=own.start, months=own.months)
        for preset in every
        if preset.own and preset.own in {own.id, own.beside} and preset.buyer == own.buyer
    ]


def estimates_beside(library: Library, scenario: Scenario) -> tuple[tuple[PublishedEstimate, ...], str]:
    """Return what others published of the same question; if nobody did, of another, with the title of that one."""
    estimates = estimates_of(library, scenario)
    if estimates or not scenario.beside:
        return estimates, ""
    other = find_scenario(library, scenario.beside)
    return estimates_of(library, replace(other, months=scenario.months)), other.title


def estimates_of(library: Library, scenario: Scenario) -> tuple[PublishedEstimate, ...]:
    """Return what others published of the same materials and months, or of the same episode."""
    if scenario.buyer != PUBLISHED_OF:
        return ()
    scopes = {scenario.id}
    if all(isinstance(cut, AssumedCut) for cut in scenario.cuts):
        materials = {name for cut in scenario.cuts if isinstance(cut, AssumedCut) for name in cut.materials}
        whole = all(cut.until is None for cut in scenario.cuts)
        scopes |= materials if len(materials) == 1 and whole else set()
    return tuple(
        estimate
        for estimate in published_of(library)
        if estimate.scope in scopes and estimate.months == scenario.months
    )


def brackets_beside(runner: ScenarioRun, switches: Switches) -> tuple[Bracket, ...]:
    """Run the draw in the middle of all inputs, and set static companions beside it."""
    middling = replace(runner, draws=middle())
    economy, reading = runner.model.economy, runner.settings.reading
    bare = replace(switches, upstream=False, downstream=False, postponed_share=0.0)
    share = np.where(economy.value_added_share > 0, economy.value_added_share, 1.0)
    lacking = middling.run(reading, bare, 1).losses[0] / share
    dynamic = float(middling.losses(reading, switches, 1)[0]) * PERCENT
    return brackets_of(economy, lacking, runner.shock.horizon, dynamic)


def bounds_of(found: Mapping[Reading, RawLosses], model: Model, horizon: Horizon, head: Reading) -> LossBounds:
    """Compare every draw of every reading with the cascade of its own ceilings."""
    economy, readings = model.economy, list(found)
    annual = float((economy.value_added_share * economy.output).sum()) * DAYS_A_YEAR
    totals = [raw.losses.sum(axis=(1, 2)) / annual * 100.0 for raw in found.values()]
    ceilings = [raw.least_ceiling for raw in found.values()]
    return loss_bounds(economy, totals, ceilings, horizon, readings.index(head))


def ces_beside(library: Library, runner: ScenarioRun, losses: Array) -> CesCheck | None:
    """Check the months of a run against an aggregate production function, where the question fits it."""
    model, shock = runner.model, runner.shock
    if not model.materials.at_home:
        return None  # shares of cost on file are those of the importer of the file
    levels = PriorLevels(draws=middle(), priors=model.priors, fixed=runner.scenario.fixed)
    daily = float((model.economy.value_added_share * model.economy.output).sum())
    months = losses.sum(axis=2) / (daily * shock.horizon.days_of_periods) * 100.0
    return ces_check(library, model, shock, levels, months, reading=runner.settings.reading)


def channels_of(runner: ScenarioRun, postponed: float, losses: Array, annual: Array) -> LossChannels:
    """Switch links off in turn, with the same draws, and share the mean loss out, in per cent of annual GDP."""
    count = min(PARTS_FROM, runner.draws.count)
    reading, scenario = runner.settings.reading, runner.scenario
    per_cent = 100.0 / float(annual.sum())

    def mean(*, upstream: bool, downstream: bool, binding: bool) -> float:
        switches = replace(switches_of(scenario, 0.0), upstream=upstream, downstream=downstream, binding=binding)
        return float(runner.losses(reading, switches, count).mean()) * PERCENT

    up, down = scenario.propagation is not Propagation.NONE, scenario.propagation is Propagation.FULL
    part = float(losses[:count].sum(axis=(1, 2)).mean()) * per_cent
    whole = float(losses.sum(axis=(1, 2)).mean()) * per_cent
    scale = whole / part if part else 1.0
    linked = mean(upstream=up, downstream=down, binding=True) if postponed else part
    stocked = mean(upstream=up, downstream=True, binding=False) if down else linked
    ordered = mean(upstream=up, downstream=False, binding=False) if down else linked
    direct = mean(upstream=False, downstream=False, binding=False) if up else ordered
    return LossChannels(
        direct=direct * scale,
        upstream=(ordered - direct) * scale,
        restocking=(stocked - ordered) * scale,
        downstream=(linked - stocked) * scale,
        recovery=(part - linked) * scale,
    )
