"""Run a scenario: the same draws under each reading, chunk by chunk, and everything that a result needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.impact.economy.exchange_rates import read_rates
from sekisho.impact.economy.gdp import read_gdp
from sekisho.impact.economy.gdp_base import ABROAD, Anchor, anchor_of
from sekisho.impact.economy.money import PER_CENT, MoneyScale, scales_of
from sekisho.impact.economy.published import PublishedEstimate, published_of
from sekisho.impact.engine import Switches
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.model import Model
from sekisho.impact.results.account.account import ShockAccount, account_of
from sekisho.impact.results.account.national_figures import national_figures
from sekisho.impact.results.ces import CesCheck, ces_check
from sekisho.impact.results.house_bridge import BRIDGED_FROM, HouseBridge, choice_outcomes, house_bridge
from sekisho.impact.results.loss_bounds import LossBounds, loss_bounds
from sekisho.impact.results.notes import (
    assumptions_of,
    cautions_of,
    counted_trade,
    shortages_of,
    trade_of,
    unconverted,
    unfaded,
    weighing_of,
)
from sekisho.impact.results.raw_losses import RawLosses
from sekisho.impact.results.result import PERCENT, Bracket, ImpactResult, LossChannels
from sekisho.impact.results.spill_over import spill_over
from sekisho.impact.results.static_brackets import brackets_of, ces_brackets, outside_ces, warnings_of
from sekisho.impact.results.structure import structural_rows
from sekisho.impact.results.total_effects import Places, TotalEffect, total_effects
from sekisho.impact.results.variance_shares import Spread, spread_of
from sekisho.impact.run_settings import RunSettings, as_asked, stamp_of_run
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, MONTHS_A_YEAR, Horizon
from sekisho.impact.scenario.scenario import AssumedCut, Employment, LegalCut, Propagation, Scenario
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.impact.scenario_run import ScenarioRun, spans_of
from sekisho.impact.shock.import_flows import ImportFlows, counted_normals, together
from sekisho.impact.shock.shock import Shock, shock_of
from sekisho.impact.shock.trade_flows import flow_table
from sekisho.impact.uncertainty.draws import CAUSES, WITHOUT_LAW, Draws, draw, middle
from sekisho.impact.uncertainty.levels import QUANTILES, PriorLevels
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import joined, message

SHORT: Final = 3
"""Months from which the share of postponed demand falls towards that of a year."""

PUBLISHED_OF: Final = "JP"
"""Country of whom the published estimates on file speak."""

PARTS_FROM: Final = 64
"""Draws from which the way of a loss is told, scaled to the mean of all."""

SHADOWED: Final = 16
"""Draws that are run again for the price of the last kilogram of each material: the first, which are balanced among
themselves. Each costs a run for every material that is short in it."""
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
    shock, bases = _prepared(scenario, horizon, library, model, settings)
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
        else total_effects(partial(_exchanged, runner, whole, readings), drawn, totals, causes),
    )
    return {head: _headed_by(run, head) for head in heads if head in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class _WholeRun:
    """What a run found under all readings, whichever of them heads a result."""

    runner: ScenarioRun
    library: Library
    bases: _MoneyBases
    found: Mapping[Reading, RawLosses]
    annual: Array
    totals: Array
    spread: Spread
    effects: tuple[TotalEffect, ...]


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
    ces = _ces(library, runner, losses[head])
    brackets = (*_brackets(runner, whole), *ces_brackets(ces, horizon))
    bounds = _bounds(found, model, horizon, head)
    trade = trade_of(shock, model, drawn)
    inputs = {**model.inputs, **({"trade flows": shock.trade.sha256} if shock.trade else {})}
    dollars = _in_dollars(library, scenario, bases.scales)
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
        structure=() if settings.points else structural_rows(partial(_percents, runner), whole, own * PERCENT),
        published=estimates_of(library, scenario),
        parts=_parts(runner, postponed, losses[head], annual),
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
            *cautions_of(shock, model, totals, trade),
            *unfaded(losses[head], annual, horizon),
            *unconverted(bases.anchor, bases.scales, dollars),
            *outside_ces(ces),
        ),
        weak=model.weak,
        inputs=inputs,
        ces=ces,
        counted=counted_trade(shock, model, drawn),
        weighing=weighing_of(shock),
        account=_account(library, runner, found[head], whole, dollars),
        flows={reading: raw.imports for reading, raw in found.items()},
        bridges=() if settings.points else _bridges(runner, library),
        choices=() if settings.points else choice_outcomes(scenario, partial(_middle_loss, runner, library)),
        normal=counted_normals(normal_imports(library), model.materials, shock.normal),
        uses=None if model.materials.at_home else model.basis,
        spill_over=spill_over(model.world, scenario.buyer, losses[head], model.economy.critical),
    )


def _exchanged(
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


def _percents(runner: ScenarioRun, switches: Switches, count: int) -> Array:
    """Run the first draws under other rules; losses in per cent of annual GDP."""
    return runner.losses(runner.settings.reading, switches, count) * PERCENT


def _middle_loss(runner: ScenarioRun, library: Library, scenario: Scenario, count: int) -> float:
    """Run the first draws of another scenario on the same model; the middle of their losses, % of annual GDP."""
    horizon = Horizon(start=scenario.start, months=scenario.months)
    shock = shock_for(scenario, horizon, library, runner.model, runner.settings)
    other = replace(runner, shock=shock)
    waits = postponed_share(runner.model, scenario, horizon.months)
    losses = other.losses(runner.settings.reading, switches_of(scenario, waits), min(count, runner.draws.count))
    return float(np.median(losses)) * PERCENT


def _bridges(runner: ScenarioRun, library: Library) -> tuple[HouseBridge, ...]:
    """Build the way to ours from the house whose preset is run, or from all whose question our scenario asks."""
    scenario = runner.scenario
    if runner.draws.count < BRIDGED_FROM:
        return ()
    presets = [scenario] if scenario.own else presets_of(library, scenario)
    found = (
        house_bridge(preset, find_scenario(library, preset.own), partial(_middle_loss, runner, library))
        for preset in presets
    )
    return tuple(bridge for bridge in found if bridge is not None)


def presets_of(library: Library, own: Scenario) -> list[Scenario]:
    """Return the presets of our scenario, as long as it and from its first day."""
    every = (find_scenario(library, name) for name in scenario_names(library))
    return [
        replace(preset, start=own.start, months=own.months)
        for preset in every
        if preset.own == own.id and preset.buyer == own.buyer
    ]


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


def _prepared(
    scenario: Scenario, horizon: Horizon, library: Library, model: Model, settings: RunSettings
) -> tuple[Shock, _MoneyBases]:
    """Ask the law, and find the GDP in which amounts are given; tell of everything that is wrong at once."""
    problems = _unfit(scenario, model)
    try:
        bases = _money_bases(scenario, library, settings)
    except ScenarioError as fault:
        problems += fault.problems
    try:
        shock = shock_for(scenario, horizon, library, model, settings)
    except ScenarioError as fault:
        problems += fault.problems
    if problems:
        raise ScenarioError(problems)
    return shock, bases


@dataclass(frozen=True, slots=True, kw_only=True)
class _MoneyBases:
    """The GDP in which amounts are given, what one per cent of it is, and what one per cent of the latest is."""

    anchor: Anchor
    scales: tuple[MoneyScale, ...]
    scales_today: tuple[MoneyScale, ...]


def _money_bases(scenario: Scenario, library: Library, settings: RunSettings) -> _MoneyBases:
    """Find the GDP before the first day, and the latest one if it is another year's."""
    figures, rates, buyer = read_gdp(library), read_rates(library), scenario.buyer
    anchor = anchor_of(figures, buyer, before=scenario.start.year, as_of=settings.as_of)
    latest = anchor_of(figures, buyer, before=date.max.year, as_of=settings.as_of)
    return _MoneyBases(
        anchor=anchor,
        scales=scales_of(anchor, buyer, rates, implied=scenario.rate),
        scales_today=scales_of(latest, buyer, rates) if latest.year > anchor.year else (),
    )


def shock_for(scenario: Scenario, horizon: Horizon, library: Library, model: Model, settings: RunSettings) -> Shock:
    """Ask the law what a scenario hits of a model's trade, with the trade statistics at hand.

    Raises
    ------
    ScenarioError
        With everything in the scenario that is not known.
    BookError, LibraryError
        If the trade statistics cannot be read, or were changed.
    """
    return shock_of(
        scenario,
        horizon,
        library,
        model.materials,
        model.pairs.flows,
        assume=settings.assume,
        cache=settings.cache,
        trade=flow_table(library, settings.flows) if any(isinstance(cut, LegalCut) for cut in scenario.cuts) else None,
    )


def _unfit(scenario: Scenario, model: Model) -> list[Problem]:
    """Tell where a scenario speaks of other countries than the data."""
    held = model.materials
    problems = []
    if (scenario.supplier, scenario.buyer) != (held.seller, held.importer):
        what = message(
            "impact.asks_what_buys",
            "asks what {buyer} buys from {supplier}.",
            buyer=scenario.buyer,
            supplier=scenario.supplier,
        )
        remedy = message(
            "impact.materials_at_hand",
            "The materials at hand are those that {importer} buys from {seller}.",
            importer=held.importer,
            seller=held.seller,
        )
        problems.append(Problem(where=scenario.id, what=what, remedy=remedy))
    codes = model.table.codes
    problems += [
        Problem(
            where=f"{scenario.id}: capacity",
            what=message("impact.no_sector_at_hand", "no sector '{code}'.", code=loss.sector),
            remedy=did_you_mean(loss.sector, codes)
            or message("impact.known", "Known: {known}.", known=joined(codes, "comma")),
        )
        for loss in scenario.capacity
        if loss.sector not in codes
    ]
    return problems


def _brackets(runner: ScenarioRun, switches: Switches) -> tuple[Bracket, ...]:
    """Run the draw in the middle of all inputs, and set static companions beside it."""
    middling = replace(runner, draws=middle())
    economy, reading = runner.model.economy, runner.settings.reading
    bare = replace(switches, upstream=False, downstream=False, postponed_share=0.0)
    share = np.where(economy.value_added_share > 0, economy.value_added_share, 1.0)
    lacking = middling.run(reading, bare, 1).losses[0] / share
    dynamic = float(middling.losses(reading, switches, 1)[0]) * PERCENT
    return brackets_of(economy, lacking, runner.shock.horizon, dynamic)


def _bounds(found: Mapping[Reading, RawLosses], model: Model, horizon: Horizon, head: Reading) -> LossBounds:
    """Compare every draw of every reading with the cascade of its own ceilings."""
    economy, readings = model.economy, list(found)
    annual = float((economy.value_added_share * economy.output).sum()) * DAYS_A_YEAR
    totals = [raw.losses.sum(axis=(1, 2)) / annual * 100.0 for raw in found.values()]
    ceilings = [raw.least_ceiling for raw in found.values()]
    return loss_bounds(economy, totals, ceilings, horizon, readings.index(head))


def _ces(library: Library, runner: ScenarioRun, losses: Array) -> CesCheck | None:
    """Check the months of a run against an aggregate production function, where the question fits it."""
    model, shock = runner.model, runner.shock
    if not model.materials.at_home:
        return None  # shares of cost on file are those of the importer of the file
    levels = PriorLevels(draws=middle(), priors=model.priors, fixed=runner.scenario.fixed)
    daily = float((model.economy.value_added_share * model.economy.output).sum())
    months = losses.sum(axis=2) / (daily * shock.horizon.days_of_periods) * 100.0
    return ces_check(library, model, shock, levels, months, reading=runner.settings.reading)


def _parts(runner: ScenarioRun, postponed: float, losses: Array, annual: Array) -> LossChannels:
    """Switch links off in turn, with the same draws, and share the mean loss out, in per cent of annual GDP."""
    count = min(PARTS_FROM, runner.draws.count)
    reading, scenario = runner.settings.reading, runner.scenario
    per_cent = 100.0 / float(annual.sum())

    def mean(*, upstream: bool, downstream: bool, waits: float) -> float:
        switches = replace(switches_of(scenario, waits), upstream=upstream, downstream=downstream)
        return float(runner.losses(reading, switches, count).mean()) * PERCENT

    up, down = scenario.propagation is not Propagation.NONE, scenario.propagation is Propagation.FULL
    part = float(losses[:count].sum(axis=(1, 2)).mean()) * per_cent
    whole = float(losses.sum(axis=(1, 2)).mean()) * per_cent
    scale = whole / part if part else 1.0
    both = mean(upstream=up, downstream=down, waits=0.0) if postponed else part
    with_up = mean(upstream=up, downstream=False, waits=0.0) if down else both
    direct = mean(upstream=False, downstream=False, waits=0.0) if up else with_up
    return LossChannels(
        direct=direct * scale,
        upstream=(with_up - direct) * scale,
        downstream=(both - with_up) * scale,
        recovery=(part - both) * scale,
    )


def _in_dollars(library: Library, scenario: Scenario, scales: tuple[MoneyScale, ...]) -> Anchor:
    """Return the GDP in US dollars that amounts in dollars are given in; the last on file where no rate leads to it."""
    for scale in scales:
        if scale.currency == ABROAD:
            return Anchor(currency=ABROAD, year=scale.year, gdp=scale.billion / PER_CENT, source="")
    gdp = [figure for figure in read_gdp(library) if figure.currency == ABROAD]
    return anchor_of(gdp, scenario.buyer, before=scenario.start.year)


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


def postponed_share(model: Model, scenario: Scenario, months: int) -> float:
    """Return the share of unserved final demand that waits: less the longer a curb lasts, at the priors' centres."""
    said = scenario.fixed.get("postponed", "central")
    if said not in QUANTILES:
        return min(1.0, float(said))
    level = np.array(QUANTILES[said])
    short, long = (float(model.priors[f"postponed_{span}_months"].at(level)) for span in (SHORT, MONTHS_A_YEAR))
    return float(np.interp(months, (SHORT, MONTHS_A_YEAR), (short, long)))


def switches_of(scenario: Scenario, postponed: float) -> Switches:
    """Return the structural options that a scenario names."""
    return Switches(
        inventory=scenario.inventory,
        rationing=scenario.rationing,
        ceilings=scenario.ceilings,
        upstream=scenario.propagation is not Propagation.NONE,
        downstream=scenario.propagation is Propagation.FULL,
        postponed_share=postponed,
    )
