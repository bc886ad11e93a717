"""Run a scenario: the same draws under each reading, chunk by chunk, and everything that a result needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from sekisho.impact.defaults import SHADOWED
from sekisho.impact.economy.gdp_base import Anchor
from sekisho.impact.economy.published import published_of
from sekisho.impact.engine import Switches
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.model import Model
from sekisho.impact.results.account.account import ShockAccount, account_of
from sekisho.impact.results.account.national_figures import national_figures
from sekisho.impact.results.house_bridge import choice_outcomes
from sekisho.impact.results.notes import (
    assumptions_of,
    beyond_estimates,
    cautions_of,
    counted_trade,
    far_table,
    shortages_of,
    trade_of,
    unconverted,
    unfaded,
    weighing_of,
)
from sekisho.impact.results.raw_losses import RawLosses
from sekisho.impact.results.reading_parts import ReadingPart
from sekisho.impact.results.result import PERCENT, ImpactResult
from sekisho.impact.results.spill_over import spill_over
from sekisho.impact.results.static_brackets import ces_brackets, outside_ces, warnings_of
from sekisho.impact.results.structure import structural_rows
from sekisho.impact.results.total_effects import TotalEffect, total_effects
from sekisho.impact.results.variance_shares import Spread, spread_of
from sekisho.impact.run_companions import (
    bounds_of,
    brackets_beside,
    bridges_of,
    ces_beside,
    channels_of,
    estimates_beside,
    exchanged,
    middle_loss,
    percents,
    reading_parts,
)
from sekisho.impact.run_settings import RunSettings, as_asked, stamp_of_run
from sekisho.impact.run_setup import MoneyBases, gdp_in_dollars, postponed_share, prepared, switches_of
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon
from sekisho.impact.scenario.scenario import Employment, Scenario
from sekisho.impact.scenario_run import ScenarioRun, spans_of
from sekisho.impact.shock.import_flows import ImportFlows, counted_normals, together
from sekisho.impact.shock.shock import Shock
from sekisho.impact.uncertainty.draws import CAUSES, WITHOUT_LAW, Draws, draw
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading

ROUNDING: Final = 1e-12
"""Per cent of GDP below which a gain is rounding of the run, of which sums err by some 1e-15."""
SHADOWED_FROM: Final = 128
"""Draws from which that is done: in a run of fewer it would cost more than the run, and tell little."""


def raw_losses(model: Model, shock: Shock, drawn: Draws, settings: RunSettings, reading: Reading) -> RawLosses:
    """Run draws under a reading with every link of the scenario; losses and flows of each draw."""
    runner = ScenarioRun(model=model, shock=shock, draws=drawn, settings=settings)
    waits = postponed_share(model, shock.scenario, shock.horizon.months)
    return runner.run(reading, switches_of(shock.scenario, waits), drawn.count)


def flows_of_draws(model: Model, shock: Shock, drawn: Draws, settings: RunSettings, reading: Reading) -> ImportFlows:
    """Return what draws leave of imports under a reading, without the loss: far less work than a run."""
    runner = ScenarioRun(model=model, shock=shock, draws=drawn, settings=settings)
    return together(runner.flows(*span, reading) for span in spans_of(drawn.count))


def simulate(scenario: Scenario, library: Library, model: Model, settings: RunSettings | None = None) -> ImpactResult:
    """Run a scenario and read its cost off.

    Raises
    ------
    ScenarioError
        With everything in the scenario or the settings that cannot be run.
    LibraryError
        If a measure or a named unknown is not known.
    """
    settings = settings or RunSettings()
    return simulate_heads(scenario, library, model, settings, (settings.reading,))[settings.reading]


def simulate_heads(
    scenario: Scenario, library: Library, model: Model, settings: RunSettings, heads: Collection[Reading]
) -> dict[Reading, ImpactResult]:
    """Run a scenario once, and read its cost off under each of several readings as the one that heads the result.

    Where no reading counts, the one of the settings alone.

    Raises
    ------
    ScenarioError
        With everything in the scenario or the settings that cannot be run.
    LibraryError
        If a measure or a named unknown is not known.
    """
    progress = settings.progress or (lambda _stage, _share: None)
    scenario = as_asked(scenario, settings)
    horizon = Horizon(start=scenario.start, months=scenario.months)
    progress("asking the law", 0.0)
    shock, bases = prepared(scenario, horizon, library, model, settings)
    drawn = settings.points.get(settings.reading) or draw(settings.draws, settings.seed)
    runner = ScenarioRun(model=model, shock=shock, draws=drawn, settings=settings)
    whole = switches_of(scenario, postponed_share(model, scenario, horizon.months))
    readings = tuple(Reading) if shock.hangs_on_reading else (settings.reading,)
    found: dict[Reading, RawLosses] = {}
    for number, reading in enumerate(readings):
        progress(f"running the {reading} reading", number / len(readings))
        own = replace(runner, draws=settings.points[reading]) if reading in settings.points else runner
        found[reading] = own.run(reading, whole, drawn.count)
    annual = model.economy.value_added_share * model.economy.output * DAYS_A_YEAR
    # Readings whose draws are their own are not paired, so the spread is told of the one that heads the result.
    paired = [found[settings.reading]] if settings.points else [*found.values()]
    totals = np.stack([raw.losses.sum(axis=(1, 2)) for raw in paired]) / annual.sum()
    causes = CAUSES if shock.lawful else WITHOUT_LAW
    progress("exchanging causes", 0.9)
    run = _WholeRun(
        runner=runner,
        library=library,
        bases=bases,
        found=found,
        annual=annual,
        totals=totals,
        spread=spread_of(totals, drawn, causes),
        # Points that were given are not drawn evenly, so no cause of theirs can be exchanged.
        effects=()
        if settings.points
        else total_effects(partial(exchanged, runner, whole, readings), drawn, totals, causes),
        apart=()
        if settings.points or len(readings) == 1
        else reading_parts(runner, whole, dict(zip(readings, totals, strict=True))),
    )
    return {head: _headed_by(run, head) for head in heads if head in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class _WholeRun:
    """What a run found under all readings, whichever of them heads a result."""

    runner: ScenarioRun
    library: Library
    bases: MoneyBases
    found: Mapping[Reading, RawLosses]
    annual: Array
    totals: Array
    spread: Spread
    effects: tuple[TotalEffect, ...]
    apart: tuple[ReadingPart, ...]


def _headed_by(run: _WholeRun, head: Reading) -> ImpactResult:
    """Read a cost off, with one reading as its head."""
    settings = replace(run.runner.settings, reading=head)
    # What the first draws have of materials is kept of the reading of the run alone.
    runner = run.runner if head is run.runner.settings.reading else replace(run.runner, settings=settings)
    library, bases, found = run.library, run.bases, run.found
    model, shock, scenario, drawn = runner.model, runner.shock, runner.scenario, runner.draws
    horizon, annual, totals = shock.horizon, run.annual, run.totals
    postponed = postponed_share(model, scenario, horizon.months)
    whole = switches_of(scenario, postponed)
    losses = {reading: raw.losses for reading, raw in found.items()}
    ces = ces_beside(library, runner, losses[head])
    brackets = (*brackets_beside(runner, whole), *ces_brackets(ces, horizon))
    bounds = bounds_of(found, model, horizon, head)
    trade = trade_of(shock, model, drawn)
    inputs = {**model.inputs, **({"trade flows": shock.trade.sha256} if shock.trade else {})}
    dollars = gdp_in_dollars(library, scenario, bases.scales)
    estimates, beside = estimates_beside(library, scenario)
    own = totals[0 if settings.points else [*found].index(head)]
    return ImpactResult(
        scenario=scenario,
        horizon=horizon,
        reading=head,
        losses=losses,
        annual=annual,
        sectors=model.table.sectors,
        anchor=bases.anchor,
        scales=bases.scales,
        scales_today=bases.scales_today,
        spread=run.spread,
        effects=run.effects,
        structure=() if settings.points else structural_rows(partial(percents, runner), whole, own * PERCENT),
        published=estimates,
        beside=beside,
        readings_apart=run.apart,
        parts=channels_of(runner, postponed, losses[head], annual),
        brackets=brackets,
        bounds=bounds,
        trade=trade,
        shortages=shortages_of(found[head], model, horizon),
        hoarding=model.priors["hoarding"].central,
        seed=settings.seed,
        kernel=settings.kernel,
        hash=stamp_of_run(scenario, inputs, settings),
        assumptions=assumptions_of(shock, model, postponed),
        cautions=(
            *warnings_of(bounds),
            *beyond_estimates(losses[head], annual, horizon, published_of(library)),
            *cautions_of(shock, model, totals, trade),
            *unfaded(losses[head], annual, horizon),
            *unconverted(bases.anchor, bases.scales, dollars, scenario.buyer),
            *far_table(model.table.year, bases.anchor),
            *outside_ces(ces, months=horizon.months),
        ),
        weak=model.weak,
        inputs=inputs,
        ces=ces,
        counted=counted_trade(shock, model, drawn),
        weighing=weighing_of(shock),
        account=_account(library, runner, found[head], whole, dollars),
        flows={reading: raw.imports for reading, raw in found.items()},
        bridges=() if settings.points else bridges_of(runner, library),
        choices=() if settings.points else choice_outcomes(scenario, partial(middle_loss, runner, library)),
        normal=counted_normals(normal_imports(library), model.materials, shock.normal),
        uses=None if model.materials.at_home else model.basis,
        spill_over=spill_over(model.world, scenario.buyer, losses[head], model.economy.critical),
    )


def _account(
    library: Library, runner: ScenarioRun, raw: RawLosses, switches: Switches, usd_gdp: Anchor
) -> ShockAccount:
    """Derive what the loss means for work, incomes, trade and prices."""
    model, scenario = runner.model, runner.scenario
    return account_of(
        model,
        national_figures(library, scenario.buyer, model.table.scheme, model.table.codes),
        raw.losses,
        raw.flows,
        runner.shock.horizon,
        usd_gdp=usd_gdp,
        seed=runner.settings.seed,
        proportional=scenario.employment is Employment.PROPORTIONAL,
        gained=_gained(runner, raw, switches),
    )


def _gained(runner: ScenarioRun, raw: RawLosses, switches: Switches) -> dict[str, Array]:
    """Run the first draws again with a little more of one material at a time, and return what each saves.

    Only draws in which some firm is short of the material are run: in the others more of it would save nothing.

    Returns
    -------
    dict
        Material to value added saved in each draw, in per cent of a year's; those alone that are short in some draw.
    """
    model, count = runner.model, min(SHADOWED, len(raw.losses))
    if len(raw.losses) < SHADOWED_FROM:
        return {}
    materials = np.array([material for material, _ in model.needs])
    is_short = np.zeros((count, len(model.pairs.materials)), dtype=bool)
    for column, material in enumerate(materials.tolist()):
        is_short[:, material] |= raw.short[:count, column] < runner.shock.horizon.days
    numbers, short_of = np.nonzero(is_short)
    gained = np.zeros(is_short.shape)
    base, reading = raw.losses.sum(axis=(1, 2)), runner.settings.reading

    def lost_with_more(span: tuple[int, int]) -> Array:
        return runner.with_more_of(numbers[slice(*span)], short_of[slice(*span)], reading, switches)

    if len(numbers):
        lost = np.concatenate(runner.of_chunks(spans_of(len(numbers)), lost_with_more))
        saved = (base[numbers] - lost) / runner.annual * PERCENT
        gained[numbers, short_of] = np.where(np.abs(saved) > ROUNDING, saved, 0.0)
    return {str(model.pairs.materials[number].id): gained[:, number] for number in np.flatnonzero(is_short.any(axis=0))}
