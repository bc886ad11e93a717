"""A nowcast and the scores of forecasts as plain data: JSON, and rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sekisho.impact.nowcast.nowcast import ForecastSeries, NowcastResult
from sekisho.impact.nowcast.posterior import ObservationUse
from sekisho.impact.nowcast.scores import ForecastScore
from sekisho.impact.results.bands import band
from sekisho.present.impact.account_data import rounded
from sekisho.present.nowcast.after_figures import reading_data


def nowcast_data(result: NowcastResult) -> dict[str, object]:
    """Return everything of a nowcast but the single draws."""
    before, after = result.loss_bands
    return {
        "scenario": result.scenario.id,
        "as_of": result.as_of.isoformat(),
        "start": result.horizon.start.isoformat(),
        "months": result.months,
        "gdp_year": result.gdp_year,
        "gdp_loss_percent": {"prior": rounded(before), "posterior": rounded(after)},
        "readings": {str(reading): reading_data(weighed) for reading, weighed in result.readings.items()},
        "observations": [_use(use) for use in result.observations],
        "moved": [
            {"input": move.name, "prior_quantile": 0.5, "posterior_quantile": round(move.quantile, 4), "by": move.by}
            for move in result.moved
        ],
        "conflicts": [use.observation.id for use in result.observations if use.conflicts],
        "correlation_of_flow_and_damage": round(result.correlation, 4),
        "forecast": [_forecast(figure) for figure in result.forecasts],
        "draws": result.draws,
        "seed": result.seed,
        "hash": result.hash,
        "inputs": dict(result.inputs),
    }


def _use(use: ObservationUse) -> dict[str, object]:
    row = use.observation
    return {
        "id": row.id,
        "series": row.series.id,
        "period": row.period,
        "known_by": row.known_by.isoformat(),
        "value": row.value,
        "error": row.error,
        "error_stated": row.error_stated,
        "event": None if row.event is None else str(row.event),
        "used": use.unused is None,
        "why_not": None if use.unused is None else str(use.unused),
        "prior_tail": None if use.tail is None else round(use.tail, 6),
        "conflict": use.conflicts,
        "source": row.source,
        "url": row.url,
    }


def _forecast(figure: ForecastSeries) -> dict[str, object]:
    return {
        "series": figure.series.id,
        "variable": figure.variable,
        "period": figure.period,
        "unit": figure.series.unit,
        "prior": rounded(band(figure.prior)),
        "posterior": rounded(band(figure.posterior)),
        "last": figure.last,
        "last_period": figure.last_period or None,
        "year_ago": figure.year_ago,
    }


def forecast_rows(result: NowcastResult) -> Iterator[dict[str, object]]:
    """Go through the forecasts as rows of a table."""
    for figure in result.forecasts:
        prior, posterior = band(figure.prior), band(figure.posterior)
        yield {
            "scenario": result.scenario.id,
            "as_of": result.as_of.isoformat(),
            "series": figure.series.id,
            "variable": figure.variable,
            "period": figure.period,
            "unit": figure.series.unit,
            **{f"prior_{name}": getattr(prior, name) for name in ("p5", "p50", "p95")},
            **{f"posterior_{name}": getattr(posterior, name) for name in ("p5", "p25", "p50", "p75", "p95")},
            "last": figure.last,
            "hash": result.hash,
        }


def score_data(score: ForecastScore) -> dict[str, object]:
    """Return the scores of a file of forecasts."""
    return {
        "scenario": score.scenario,
        "as_of": score.as_of.isoformat(),
        "hash": score.hash,
        "scored": len(score.scores),
        "not_published": score.unscored,
        "known_before": list(score.early),
        "coverage_50": score.coverage_50,
        "coverage_90": score.coverage_90,
        "skill_year_ago": score.skill_year_ago,
        "skill_last_month": score.skill_last,
        "scores": list(score_rows(score)),
    }


def score_rows(score: ForecastScore) -> Iterator[dict[str, object]]:
    """Go through the single scores."""
    for entry in score.scores:
        yield asdict(entry)
