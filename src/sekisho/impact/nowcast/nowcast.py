"""A scenario held against what was observed up to a day: prior, posterior, and forecasts of what will be published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from sekisho.errors import Problem, ScenarioError
from sekisho.files.frames.html_table import html_table
from sekisho.impact.kept_runs import DRAWS, kept_or_run
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.model import Model
from sekisho.impact.nowcast.observation import Observation, ObservationKind, ObservedSeries, of_vintage
from sekisho.impact.nowcast.observation_file import period_of
from sekisho.impact.nowcast.particles import BRIDGE, Particles, particles_of
from sekisho.impact.nowcast.posterior import (
    READING_PRIOR,
    MovedInput,
    ObservationUse,
    ReadingPosterior,
    log_likelihoods,
    moved_inputs,
    prior_tail,
    reading_posterior,
    reading_weights,
    sampled_figures,
    usable,
)
from sekisho.impact.nowcast.prediction import MANUFACTURING, Predictor, normal_name
from sekisho.impact.nowcast.weights import systematic
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.run_settings import RunSettings, as_asked, stamp_of
from sekisho.impact.run_setup import shock_for
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, LONGEST, Horizon, months_later
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.shock.import_flows import ImportFlows, counted_normals
from sekisho.impact.shock.shock import Shock
from sekisho.impact.simulation import flows_of_draws, raw_losses
from sekisho.impact.uncertainty.draws import Draws, draw
from sekisho.impact.uncertainty.levels import PriorLevels
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
        Loss over the horizon, % of annual GDP, over all readings by their weights; shape (K,).
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
    loss_before: Array
    loss_after: Array
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
        before, after = (float(np.median(loss)) for loss in (self.loss_before, self.loss_after))
        used = sum(1 for row in self.observations if row.unused is None)
        return (
            f"<NowcastResult of {self.scenario.id} as of {self.as_of}: loss {before:.3f} % of GDP, "
            f"{after:.3f} after {used} observations>"
        )

    def _repr_html_(self) -> str:
        """Show prior, posterior and forecasts in a notebook."""
        return self.shown() if self.shown is not None else html_table([("", repr(self)[1:-1])])

    @property
    def loss_bands(self) -> tuple[QuantileBand, QuantileBand]:
        """Loss before and after."""
        return band(self.loss_before), band(self.loss_after)


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadingRun:
    """What draws lose and import under a reading; losses in the table's unit, shape (K, months, N)."""

    losses: Array
    imports: ImportFlows


@dataclass(frozen=True, slots=True, kw_only=True)
class NowcastDesk:
    """A scenario ready to be run under each reading."""

    library: Library
    model: Model
    shock: Shock
    settings: RunSettings

    def predictor(self, particles: Particles, flows: ImportFlows, losses: Array | None) -> Predictor:
        """Return what tells figures of a run."""
        model, scenario = self.model, self.shock.scenario
        levels = PriorLevels(draws=particles.draws, priors=model.priors, fixed=scenario.fixed)
        return Predictor(
            materials=model.materials,
            importer=scenario.buyer,
            seller=scenario.supplier,
            start=scenario.start,
            normal=counted_normals(normal_imports(self.library), model.materials, self.shock.normal),
            flows=flows,
            particles=particles,
            parameters=model.parameters(levels),
            output=None if losses is None else self._output(losses),
            labels=self.shock.horizon.labels,
        )

    def again(self, particles: Particles, reading: Reading) -> Predictor:
        """Run the flows of other particles."""
        return self.predictor(
            particles, flows_of_draws(self.model, self.shock, particles.draws, self.settings, reading), None
        )

    def run(self, draws: Draws, reading: Reading) -> ReadingRun:
        """Run the engine."""
        raw = raw_losses(self.model, self.shock, draws, self.settings, reading)
        return ReadingRun(losses=raw.losses, imports=raw.imports)

    def runs(self, draws: Draws, readings: Sequence[Reading]) -> dict[Reading, ReadingRun]:
        """Run the engine under each reading, or take what was kept of it: no observation moves these draws."""
        told = self.settings.progress or (lambda _stage, _share: None)

        def fresh() -> dict[Reading, ReadingRun]:
            by_reading = {}
            for number, reading in enumerate(readings):
                told(f"running the {reading} reading", number / len(readings))
                by_reading[reading] = self.run(draws, reading)
            return by_reading

        return kept_or_run(self.library, self.shock.scenario, self.model.table, self.settings, fresh, kind=DRAWS)

    def _output(self, losses: Array) -> Array | None:
        """Share of the output of manufacturing that is lost, by month; None in other classifications."""
        table, economy = self.model.table, self.model.economy
        places = [at for at, sector in enumerate(table.sectors) if sector.code in MANUFACTURING]
        if table.scheme != "oecd45" or not places:
            return None
        daily = float((economy.value_added_share * economy.output)[places].sum())
        lost_shares: Array = losses[:, :, places].sum(axis=2) / (daily * self.shock.horizon.days_of_periods)
        return lost_shares

    def totals(self, losses: Array) -> Array:
        """Loss of each draw, % of annual GDP."""
        economy = self.model.economy
        annual = float((economy.value_added_share * economy.output).sum()) * DAYS_A_YEAR
        percents: Array = losses.sum(axis=(1, 2)) / annual * PERCENT
        return percents


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
    last = _month_end(months_later(as_of.replace(day=1), months))
    scenario = as_asked(scenario, replace(settings, months=_length(scenario, settings, last)))
    horizon = Horizon(start=scenario.start, months=scenario.months)
    desk = NowcastDesk(
        library=library,
        model=model,
        shock=shock_for(scenario, horizon, library, model, settings),
        settings=settings,
    )
    rows = of_vintage(observations, as_of)
    drawn = draw(settings.draws, settings.seed)
    before = particles_of(drawn, _extra_names(library))
    readings = tuple(Reading) if desk.shock.hangs_on_reading else (settings.reading,)
    told = settings.progress or (lambda _stage, _share: None)
    raws = desk.runs(drawn, readings)
    priors = {reading: desk.predictor(before, raw.imports, raw.losses) for reading, raw in raws.items()}
    uses = usable(rows, priors[readings[0]])
    used = [row for row, reason in uses if reason is None]
    rng = np.random.default_rng([settings.seed, 1])
    posteriors: dict[Reading, ReadingPosterior] = {}
    losses: dict[Reading, Array] = {}
    after: dict[Reading, Predictor] = {}
    for reading in readings:
        told("weighing draws", 0.9)
        posteriors[reading], losses[reading], after[reading] = _after(
            desk, reading, used, (raws[reading], priors[reading]), rng
        )
    weights = reading_weights({reading: posterior.evidence for reading, posterior in posteriors.items()})
    unread = {reading: READING_PRIOR[reading] for reading in readings}
    stated = {reading: part / sum(unread.values()) for reading, part in unread.items()}
    logs = {reading: log_likelihoods(used, prior) for reading, prior in priors.items()}
    picks_before, picks_after = (_picks(parts, settings.draws, rng) for parts in (stated, weights))
    mixture_before = _Mixture(predictors=priors, picks=picks_before)
    mixture_after = _Mixture(predictors=after, picks=picks_after)
    inputs = {
        **model.inputs,
        **({"trade flows": desk.shock.trade.sha256} if desk.shock.trade else {}),
        "observations": _stamp_of_rows(rows),
    }
    return NowcastResult(
        scenario=scenario,
        horizon=horizon,
        as_of=as_of,
        months=months,
        observations=tuple(
            ObservationUse(
                observation=row,
                unused=reason,
                tail=None if reason is not None else _tail(row, priors, stated, settings.seed),
            )
            for row, reason in uses
        ),
        readings_before=stated,
        readings_after=weights,
        posteriors=posteriors,
        loss_before=_mixed({r: desk.totals(raw.losses) for r, raw in raws.items()}, picks_before),
        loss_after=_mixed({r: desk.totals(posterior) for r, posterior in losses.items()}, picks_after),
        moved=moved_inputs(used, logs, before, {r: p.particles for r, p in posteriors.items()}, weights),
        correlation=_correlation(
            used, after, {r: desk.totals(posterior) for r, posterior in losses.items()}, picks_after
        ),
        forecasts=tuple(_forecasts(rows, (mixture_before, mixture_after), as_of, months, rng)),
        draws=settings.draws,
        seed=settings.seed,
        hash=stamp_of(
            scenario,
            inputs,
            {
                "as_of": as_of.isoformat(),
                "months": months,
                "draws": settings.draws,
                "seed": settings.seed,
                "kernel": settings.kernel,
                "assume": dict(settings.assume),
            },
        ),
        inputs=inputs,
    )


def _after(
    desk: NowcastDesk,
    reading: Reading,
    used: Sequence[Observation],
    before: tuple[ReadingRun, Predictor],
    rng: np.random.Generator,
) -> tuple[ReadingPosterior, Array, Predictor]:
    """Return the draws of a reading after the observations, what they lose, and what tells figures of them."""
    raw, prior = before
    posterior = reading_posterior(used, prior, lambda particles: desk.again(particles, reading), rng)
    if posterior.rows is not None:
        losses, flows = raw.losses[posterior.rows], raw.imports.rows(posterior.rows)
        return posterior, losses, desk.predictor(posterior.particles, flows, losses)
    raw = desk.run(posterior.particles.draws, reading)
    predictor = desk.predictor(posterior.particles, raw.imports, raw.losses)
    of_output = [row for row in used if row.series.kind is ObservationKind.OUTPUT]
    if not of_output:
        return posterior, raw.losses, predictor
    logs = log_likelihoods(of_output, predictor).sum(axis=0)
    drawn = systematic(np.exp(logs - logs.max()), len(logs), rng)
    losses, flows = raw.losses[drawn], raw.imports.rows(drawn)
    again = replace(posterior, particles=posterior.particles.rows(drawn))
    return again, losses, desk.predictor(again.particles, flows, losses)


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


def _extra_names(library: Library) -> tuple[str, ...]:
    return (*(normal_name(normal) for normal in normal_imports(library).values()), BRIDGE)


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


def _tail(row: Observation, priors: Mapping[Reading, Predictor], weights: Mapping[Reading, float], seed: int) -> float:
    rng = np.random.default_rng([seed, 2])
    return float(sum(weights[reading] * prior_tail(row, prior, rng) for reading, prior in priors.items()))


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
    rng: np.random.Generator,
) -> list[ForecastSeries]:
    """Forecast every series that was published with a number, month by month after the day."""
    forecasts = []
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
            prior, posterior = (mixture.published(month, last, rng) for mixture in both)
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
