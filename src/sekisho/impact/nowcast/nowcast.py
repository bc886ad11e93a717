"""A scenario held against what was observed up to a day: prior, posterior, and forecasts of what will be published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from sekisho.errors import Problem, ScenarioError
from sekisho.files.frames.html_table import html_table
from sekisho.impact.economy.gdp import read_gdp
from sekisho.impact.economy.gdp_base import anchor_of
from sekisho.impact.materials.figure import Array
from sekisho.impact.model import Model
from sekisho.impact.nowcast.observation import Observation, ObservationKind, ObservedSeries, of_vintage
from sekisho.impact.nowcast.observation_file import period_of
from sekisho.impact.nowcast.posterior import (
    MovedInput,
    ObservationUse,
    ReadingPosterior,
    log_likelihoods,
    moved_inputs,
    sampled_figures,
)
from sekisho.impact.nowcast.prediction import Predictor
from sekisho.impact.nowcast.reading_runs import NowcastDesk
from sekisho.impact.nowcast.weighing import WeighedRuns, weigh, weighed_readings
from sekisho.impact.nowcast.weights import WeightedLosses, systematic
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.comparison import WeighedReading
from sekisho.impact.run_settings import RunSettings, as_asked, stamp_of
from sekisho.impact.run_setup import shock_for
from sekisho.impact.scenario.horizon import LONGEST, Horizon, months_later
from sekisho.impact.scenario.scenario import Scenario
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import message

PERCENT: Final = 100.0
"""Per cent of one."""
TINY: Final = 1e-9
"""Keeps logarithms of what is not lost finite."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastSeries:
    """What will be published of a series in a month, before and after the observations.

    Parameters
    ----------
    period
        Calendar month, `2026-04`.
    prior, posterior
        Figures as they would be published, one a draw, all of equal weight; shape (K,).
    last, last_period
        Last figure of the series that was known on the day, and its month; None and empty if none was.
    year_ago
        Figure of the same month a year before, where it was known.
    """

    series: ObservedSeries
    country: str
    variable: str
    period: str
    prior: Array
    posterior: Array
    last: float | None
    last_period: str
    year_ago: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NowcastResult:
    """A scenario after observations.

    Parameters
    ----------
    as_of
        The vintage: nothing that was known later weighs.
    months
        Months of the forecast.
    readings_before, readings_after
        What each reading weighs.
    posteriors
        By reading, its draws after the observations.
    loss_before, loss_after
        Loss over the horizon, over all readings by their weights: of all draws, so that both differ by the
        observations alone.
    gdp_year
        Year of the GDP that a loss is a share of.
    correlation
        Between the share of the flow that is missing and the loss per missing share, after the observations; near -1
        the data could not tell a mild cut of a dear material from a deep cut of a cheap one.
    """

    scenario: Scenario
    horizon: Horizon
    as_of: date
    months: int
    observations: tuple[ObservationUse, ...]
    readings_before: Mapping[Reading, float]
    readings_after: Mapping[Reading, float]
    posteriors: Mapping[Reading, ReadingPosterior]
    loss_before: WeightedLosses
    loss_after: WeightedLosses
    gdp_year: int
    moved: tuple[MovedInput, ...]
    correlation: float
    forecasts: tuple[ForecastSeries, ...]
    draws: int
    seed: int
    hash: str
    inputs: Mapping[str, str]
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it the answer is told in a line."""

    def __repr__(self) -> str:
        """Show the middle of the loss before and after the observations in one line."""
        before, after = (loss.p50 for loss in self.loss_bands)
        used = sum(1 for row in self.observations if row.unused is None)
        return (
            f"<NowcastResult of {self.scenario.id} as of {self.as_of}: loss {before:.3f} % of GDP, "
            f"{after:.3f} after {used} observations>"
        )

    def _repr_html_(self) -> str:
        """Show prior, posterior and forecasts in a notebook."""
        return self.shown() if self.shown is not None else html_table([("", repr(self)[1:-1])])

    @property
    def readings(self) -> Mapping[Reading, WeighedReading]:
        """What each reading weighs before and after, and how the observations left its draws."""
        return weighed_readings(self.readings_before, self.readings_after, self.posteriors)

    @property
    def loss_bands(self) -> tuple[QuantileBand, QuantileBand]:
        """Loss before and after."""
        return self.loss_before.band, self.loss_after.band


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mixture:
    """Draws of several readings by their weights: each is a reading and the number of its draw."""

    predictors: Mapping[Reading, Predictor]
    picks: Sequence[tuple[Reading, int]]

    def published(self, month: Observation, last: Observation | None, rng: np.random.Generator) -> Array:
        """Return a figure of a month for each draw, as it would be published; shape (K,)."""
        by_reading = {
            reading: _published(month, last, predictor, rng) for reading, predictor in self.predictors.items()
        }
        return _mixed(by_reading, self.picks)


def _published(month: Observation, last: Observation | None, predictor: Predictor, rng: np.random.Generator) -> Array:
    """Return a figure of a month for each draw under one reading; an index goes on from its last figure."""
    figures = sampled_figures(month, predictor, rng)
    if month.series.kind is not ObservationKind.OUTPUT or last is None or last.value is None:
        return figures
    now = predictor.predicted(month.series, last.since, last.until).mean
    return np.asarray(last.value * (1.0 + (figures - now) / PERCENT))


def nowcast(
    scenario: Scenario,
    library: Library,
    model: Model,
    observations: Sequence[Observation],
    *,
    as_of: date,
    months: int,
    settings: RunSettings,
) -> NowcastResult:
    """Hold a scenario against what was known on a day.

    Parameters
    ----------
    months
        Calendar months after that day of which figures are forecast.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run over that time.
    ConvergenceError
        If the observations cannot be reached.
    """
    scenario, desk = _ready(scenario, library, model, as_of=as_of, months=months, settings=settings)
    rows = of_vintage(observations, as_of)
    weighed = weigh(desk, rows)
    # Before and after are drawn by the same chance, so that what differs is what the observations moved.
    chance = int(weighed.rng.integers(2**63))
    picks_before, picks_after = (
        _picks(parts, settings.draws, np.random.default_rng(chance))
        for parts in (weighed.readings_before, weighed.readings_after)
    )
    mixture_before = _Mixture(predictors=weighed.priors, picks=picks_before)
    mixture_after = _Mixture(predictors=weighed.after, picks=picks_after)
    inputs = _inputs(desk, rows)
    return NowcastResult(
        scenario=scenario,
        horizon=desk.shock.horizon,
        as_of=as_of,
        months=months,
        observations=weighed.uses(),
        readings_before=weighed.readings_before,
        readings_after=weighed.readings_after,
        posteriors=weighed.posteriors,
        loss_before=weighed.loss_before,
        loss_after=weighed.loss_after,
        gdp_year=anchor_of(read_gdp(library), scenario.buyer, before=scenario.start.year, as_of=settings.as_of).year,
        moved=_moved(weighed),
        correlation=_correlation(weighed.used, weighed.after, weighed.lost_after, picks_after),
        forecasts=tuple(_forecasts(rows, (mixture_before, mixture_after), as_of, months, chance)),
        draws=settings.draws,
        seed=settings.seed,
        hash=_stamp(scenario, inputs, settings, as_of=as_of, months=months),
        inputs=inputs,
    )


def _ready(
    scenario: Scenario, library: Library, model: Model, *, as_of: date, months: int, settings: RunSettings
) -> tuple[Scenario, NowcastDesk]:
    """Return a scenario as long as the forecast asks, and a desk at which it can be run."""
    last = _month_end(months_later(as_of.replace(day=1), months))
    asked = as_asked(scenario, replace(settings, months=_length(scenario, settings, last)))
    horizon = Horizon(start=asked.start, months=asked.months)
    shock = shock_for(asked, horizon, library, model, settings)
    return asked, NowcastDesk(library=library, model=model, shock=shock, settings=settings)


def _inputs(desk: NowcastDesk, rows: Sequence[Observation]) -> Mapping[str, str]:
    """Name what a nowcast is made of: the data of the model, trade flows, observations."""
    flows = {"trade flows": desk.shock.trade.sha256} if desk.shock.trade else {}
    return {**desk.model.inputs, **flows, "observations": _stamp_of_rows(rows)}


def _stamp(scenario: Scenario, inputs: Mapping[str, str], settings: RunSettings, *, as_of: date, months: int) -> str:
    asked = {
        "as_of": as_of.isoformat(),
        "months": months,
        "draws": settings.draws,
        "seed": settings.seed,
        "kernel": settings.kernel,
        "assume": dict(settings.assume),
    }
    return stamp_of(scenario, inputs, asked)


def _moved(weighed: WeighedRuns) -> tuple[MovedInput, ...]:
    """Tell which inputs the observations moved most."""
    logs = {reading: log_likelihoods(weighed.used, prior) for reading, prior in weighed.priors.items()}
    particles = {reading: posterior.particles for reading, posterior in weighed.posteriors.items()}
    return moved_inputs(
        weighed.used, logs, weighed.before, particles, weighed.readings_after, effective=weighed.effective
    )


def _length(scenario: Scenario, settings: RunSettings, last: date) -> int:
    """Return the months of a run that reaches a day; as long as the scenario, or as asked, if that is longer."""
    start = settings.start or scenario.start
    if last < start:
        raise ScenarioError(
            Problem(
                where="as_of",
                what=message(
                    "nowcast.before_scenario",
                    "the forecast ends before the scenario begins, on {day}.",
                    day=start,
                ),
                remedy=message("nowcast.later_vintage", "Name a later day, or more months."),
            )
        )
    lengths = range(1, LONGEST + 1)
    needed = next((number for number in lengths if months_later(start, number) > last), LONGEST + 1)
    if needed > LONGEST:
        raise ScenarioError(
            Problem(
                where="months",
                what=message(
                    "nowcast.too_late",
                    "{day} lies more than {months} months after the first day.",
                    day=last,
                    months=LONGEST,
                ),
                remedy=message("nowcast.fewer_months", "Ask for fewer months."),
            )
        )
    return max(needed, settings.months or scenario.months)


def _month_end(day: date) -> date:
    return months_later(day.replace(day=1), 1) - timedelta(days=1)


def _stamp_of_rows(rows: Sequence[Observation]) -> str:
    from hashlib import sha256

    return sha256("\n".join(repr(replace(row, where="")) for row in rows).encode()).hexdigest()


def _picks(weights: Mapping[Reading, float], count: int, rng: np.random.Generator) -> list[tuple[Reading, int]]:
    """Choose for each of the draws of a mixture its reading and the draw of that reading."""
    readings = tuple(weights)
    chosen = systematic(np.array([weights[reading] for reading in readings]), count, rng)
    order = rng.permutation(count)
    return [(readings[int(at)], int(number)) for at, number in zip(chosen, order, strict=True)]


def _mixed(by_reading: Mapping[Reading, Array], picks: Sequence[tuple[Reading, int]]) -> Array:
    return np.array([by_reading[reading][number] for reading, number in picks])


def _correlation(
    used: Sequence[Observation],
    after: Mapping[Reading, Predictor],
    totals: Mapping[Reading, Array],
    picks: Sequence[tuple[Reading, int]],
) -> float:
    """Correlate the error of the flows with that of the damage per missing share, after the observations."""
    names = tuple(dict.fromkeys(name for row in used for name in row.series.materials)) or ("all",)
    missing = {}
    for reading, predictor in after.items():
        first, last = predictor.flows.months[0], predictor.flows.months[-1]
        span = (period_of(first), period_of(last))
        assert span[0]  # noqa: S101 - labels of months are periods
        assert span[1]  # noqa: S101 - the same
        missing[reading] = 1.0 - predictor.arrives(names, span[0][0], span[1][1])
    gone, loss = np.maximum(_mixed(missing, picks), TINY), np.maximum(_mixed(totals, picks), TINY)
    flow, damage = np.log(gone), np.log(loss / gone)
    if float(np.ptp(flow)) == 0.0 or float(np.ptp(damage)) == 0.0:
        return 0.0
    return float(np.corrcoef(flow, damage)[0, 1])


def _forecasts(
    rows: Sequence[Observation],
    both: tuple[_Mixture, _Mixture],
    as_of: date,
    months: int,
    chance: int,
) -> list[ForecastSeries]:
    """Forecast every series that was published with a number, month by month after the day.

    Parameters
    ----------
    chance
        Seed of how figures stray from what is drawn: the same before and after.
    """
    forecasts: list[ForecastSeries] = []
    any_prior = next(iter(both[0].predictors.values()))
    series = {
        (row.series, row.country): row
        for row in rows
        if row.value is not None and row.series.kind is not ObservationKind.FIRM
    }
    first = as_of.replace(day=1)
    for (key, country), row in series.items():
        observed = {
            other.month: other for other in rows if (other.series, other.country) == (key, country) and other.month
        }
        last = observed[max(observed)] if observed else None
        for number in range(1, months + 1):
            begin = months_later(first, number)
            month = replace(row, since=begin, until=_month_end(begin), period=f"{begin:%Y-%m}")
            if any_prior.unfit(key, month.since, month.until) is not None:
                continue
            prior, posterior = (
                mixture.published(month, last, np.random.default_rng([chance, len(forecasts)])) for mixture in both
            )
            ago = observed.get(f"{begin.year - 1}-{begin.month:02d}")
            forecasts.append(
                ForecastSeries(
                    series=key,
                    country=country,
                    variable=row.variable,
                    period=month.period,
                    prior=prior,
                    posterior=posterior,
                    last=None if last is None else last.value,
                    last_period="" if last is None else last.period,
                    year_ago=None if ago is None else ago.value,
                )
            )
    return forecasts
