"""From a scenario to what is run: the shock, the rules of the engine, and the GDP that amounts are shares of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.impact.economy.exchange_rates import read_rates
from sekisho.impact.economy.gdp import read_gdp
from sekisho.impact.economy.gdp_base import ABROAD, Anchor, anchor_of
from sekisho.impact.economy.money import PER_CENT, MoneyScale, scales_of
from sekisho.impact.engine import Switches
from sekisho.impact.materials.material import Rule
from sekisho.impact.model import Model
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import MONTHS_A_YEAR, Horizon
from sekisho.impact.scenario.scenario import LegalCut, Propagation, Scenario
from sekisho.impact.shock.shock import Shock, shock_of
from sekisho.impact.shock.trade_flows import flow_table
from sekisho.impact.uncertainty.levels import QUANTILES
from sekisho.law.model.library import Library
from sekisho.message import joined, message

SHORT: Final = 3
"""Months from which the share of postponed demand falls towards that of a year."""
FARTHEST: Final = 5
"""Years after that of the last GDP in which a span may begin: what a loss is a share of is that old then."""


def prepared(
    scenario: Scenario, horizon: Horizon, library: Library, model: Model, settings: RunSettings
) -> tuple[Shock, MoneyBases]:
    """Ask the law, and find the GDP in which amounts are given; tell of everything that is wrong at once."""
    problems = [*_unfit(scenario, model), *_never_met(scenario, horizon, model)]
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
class MoneyBases:
    """The GDP in which amounts are given, what one per cent of it is, and what one per cent of the latest is."""

    anchor: Anchor
    scales: tuple[MoneyScale, ...]
    scales_today: tuple[MoneyScale, ...]


def _money_bases(scenario: Scenario, library: Library, settings: RunSettings) -> MoneyBases:
    """Find the GDP before the first day, and the latest one if it is another year's."""
    figures, rates, buyer = read_gdp(library), read_rates(library), scenario.buyer
    anchor = anchor_of(figures, buyer, before=scenario.start.year, as_of=settings.as_of)
    _check_near(scenario.start, anchor.year)
    latest = anchor_of(figures, buyer, before=date.max.year, as_of=settings.as_of)
    return MoneyBases(
        anchor=anchor,
        scales=scales_of(anchor, buyer, rates, implied=scenario.rate),
        scales_today=scales_of(latest, buyer, rates) if latest.year > anchor.year else (),
    )


def _check_near(start: date, year: int) -> None:
    """Make sure that a span does not begin long after the last GDP on file.

    Raises
    ------
    ScenarioError
        If it does.
    """
    if start.year - year > FARTHEST:
        what = message(
            "impact.start_far_off",
            "the span begins on {start}. The last GDP on file is that of {year}, {n} years before.",
            start=start,
            year=str(year),
            n=start.year - year,
        )
        remedy = message(
            "impact.expected_near_start", "Expected a first day up to {last}.", last=date(year + FARTHEST, 12, 31)
        )
        raise ScenarioError(Problem(where="start", what=what, remedy=remedy))


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


def _never_met(scenario: Scenario, horizon: Horizon, model: Model) -> list[Problem]:
    """Tell of what a scenario states of days outside its span, which would never come to pass."""
    last, problems = horizon.date_of(horizon.days - 1), []
    for loss in scenario.capacity:
        if loss.since is not None and loss.since > last:
            what = message(
                "impact.standstill_after_span",
                "a standstill begins on {first}, after the last day of the span, {last}.",
                first=loss.since,
                last=last,
            )
        elif loss.until is not None and loss.until < horizon.start:
            what = message(
                "impact.standstill_before_span",
                "a standstill ends on {until}, before the first day of the span, {first}.",
                until=loss.until,
                first=horizon.start,
            )
        else:
            continue
        remedy = message("impact.standstill_in_span", "Expected days of the span; or move the span.")
        problems.append(Problem(where=f"{scenario.id}: capacity", what=what, remedy=remedy))
    day, rule = scenario.answers.release_day, scenario.answers.public_release
    rules = {rule} if rule is not None else {material.public_rule for material in model.pairs.materials}
    if day >= horizon.days and Rule.FROM_DAY in rules:
        what = message(
            "impact.release_after_span",
            "public stocks open on day {day}, and the span has {days} days.",
            day=day,
            days=horizon.days,
        )
        remedy = message("impact.expected_release_day", "Expected a day of the span, or no release at all.")
        problems.append(Problem(where=f"{scenario.id}: answers", what=what, remedy=remedy))
    return problems


def gdp_in_dollars(library: Library, scenario: Scenario, scales: tuple[MoneyScale, ...]) -> Anchor:
    """Return the GDP in US dollars that amounts in dollars are given in; the last on file where no rate leads to it."""
    for scale in scales:
        if scale.currency == ABROAD:
            return Anchor(currency=ABROAD, year=scale.year, gdp=scale.billion / PER_CENT, source="")
    gdp = [figure for figure in read_gdp(library) if figure.currency == ABROAD]
    return anchor_of(gdp, scenario.buyer, before=scenario.start.year)


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
