"""Forecasts scored on what was published later: how far off, how often within their bands, and better than what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.nowcast.forecast_file import ForecastFigure, ForecastFile
from sekisho.impact.nowcast.observation import Observation, of_vintage


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureScore:
    """One forecast beside the figure that was published.

    Parameters
    ----------
    crps
        Continuous ranked probability score, in the unit of the figure: 0 is a forecast without any error.
    pit
        Share of the forecast below the figure; over many figures it is spread evenly if the forecasts are honest.
    within_50, within_90
        Whether the figure lies within the middle half, and the middle nine tenths, of the forecast.
    year_ago, last
        Distance of the figure from that of a year before, and from the last that was known; None if not known.
    """

    id: str
    variable: str
    period: str
    observation: str
    unit: str
    figure: float
    median: float
    low: float
    high: float
    crps: float
    pit: float
    within_50: bool
    within_90: bool
    year_ago: float | None
    last: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScore:
    """A file of forecasts, scored.

    Parameters
    ----------
    scores
        In the order of the file.
    unscored
        Forecasts of which no figure was published.
    early
        Ids of figures that were known on the day of the forecast already, and are not scored.
    """

    scenario: str
    as_of: date
    hash: str
    scores: tuple[FigureScore, ...]
    unscored: int
    early: tuple[str, ...]

    @property
    def coverage_50(self) -> float | None:
        """Share of the figures within the middle half."""
        return _mean([score.within_50 for score in self.scores])

    @property
    def coverage_90(self) -> float | None:
        """Share of the figures within the middle nine tenths."""
        return _mean([score.within_90 for score in self.scores])

    @property
    def skill_year_ago(self) -> float | None:
        """How much less the score is than the error of 'as a year ago': 1 is perfect, 0 no better."""
        return _skill(self.scores, lambda score: score.year_ago)

    @property
    def skill_last(self) -> float | None:
        """The same beside 'as last month': the last figure that was known."""
        return _skill(self.scores, lambda score: score.last)


def crps(draws: Array, weights: Array, figure: float) -> float:
    """Return mean|x - y| - 0.5 mean|x - x'| of weighted draws x and a figure y.

    >>> crps(np.array([1.0, 3.0]), np.array([0.5, 0.5]), 1.0)
    0.5
    """
    order = np.argsort(draws, kind="stable")
    sorted_draws, of = draws[order], weights[order]
    # mean|x - x'| of sorted draws: twice the sum of the gaps, each by the weight below it times that above.
    below = np.cumsum(of)[:-1]
    apart = 2.0 * float((np.diff(sorted_draws) * below * (1.0 - below)).sum())
    return float((weights * np.abs(draws - figure)).sum()) - 0.5 * apart


def score_forecasts(forecasts: ForecastFile, observations: Sequence[Observation]) -> ForecastScore:
    """Score forecasts on the last figures of an observation file; figures known on their day are not scored."""
    latest = of_vintage(observations, date.max)
    early = {id(row) for row in latest if row.known_by <= forecasts.as_of}
    scores: list[FigureScore] = []
    names: list[str] = []
    for forecast in forecasts.figures:
        seen = _figure_of(latest, forecast, forecast.period)
        if seen is None or seen.value is None:
            continue
        if id(seen) in early:
            names.append(seen.id)
            continue
        before = f"{int(forecast.period[:4]) - 1}{forecast.period[4:]}"
        ago = _figure_of(latest, forecast, before)
        year_ago = forecast.year_ago if ago is None else ago.value
        if year_ago is None and seen.yearly is not None:
            year_ago = seen.value / (1.0 + seen.yearly)
        scores.append(_score(forecast, forecasts.weights, seen, seen.value, year_ago))
    return ForecastScore(
        scenario=forecasts.scenario,
        as_of=forecasts.as_of,
        hash=forecasts.hash,
        scores=tuple(scores),
        unscored=len(forecasts.figures) - len(scores) - len(names),
        early=tuple(names),
    )


def _score(
    forecast: ForecastFigure, weights: Array, seen: Observation, figure: float, year_ago: float | None
) -> FigureScore:
    order = np.argsort(forecast.draws)
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    low, first, median, third, high = np.interp((0.05, 0.25, 0.5, 0.75, 0.95), reached, forecast.draws[order])
    below = float(weights[forecast.draws < figure].sum())
    same = float(weights[forecast.draws == figure].sum())
    return FigureScore(
        id=forecast.series.id,
        variable=forecast.variable,
        period=forecast.period,
        observation=seen.id,
        unit=forecast.series.unit,
        figure=figure,
        median=float(median),
        low=float(low),
        high=float(high),
        crps=crps(forecast.draws, weights, figure),
        pit=below + 0.5 * same,
        within_50=bool(first <= figure <= third),
        within_90=bool(low <= figure <= high),
        year_ago=None if year_ago is None else abs(figure - year_ago),
        last=None if forecast.last is None else abs(figure - forecast.last),
    )


def _figure_of(rows: Sequence[Observation], forecast: ForecastFigure, period: str) -> Observation | None:
    """Find the published figure of a series and a month."""
    key = (forecast.series, forecast.country, period)
    return next((row for row in reversed(rows) if (row.series, row.country, row.period) == key), None)


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _skill(scores: Sequence[FigureScore], naive: Callable[[FigureScore], float | None]) -> float | None:
    """Compare scores with the errors of a naive forecast, each by the size of its figure, over what has both."""
    pairs = [(score, naive(score)) for score in scores]
    both = [(score.crps, error, max(abs(score.figure), 1e-9)) for score, error in pairs if error is not None]
    of_naive = sum(error / size for _, error, size in both)
    return 1.0 - sum(ours / size for ours, _, size in both) / of_naive if of_naive > 0 else None
