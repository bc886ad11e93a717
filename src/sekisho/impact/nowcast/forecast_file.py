"""Forecasts written down with their day: a file that is made once, read to be scored, and never written anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from sekisho.errors import Problem, ScenarioError
from sekisho.files.formats import whole_file
from sekisho.impact.materials.figure import Array
from sekisho.impact.nowcast.nowcast import NowcastResult
from sekisho.impact.nowcast.observation import ObservationKind, ObservedSeries
from sekisho.message import message

FORMAT: Final = "sekisho forecast 1"
MOST_DRAWS: Final = 512
"""Draws that a file holds of each figure: quantiles of 5 % then rest on 25 of them, and a file of 40 figures takes
half a megabyte. Fewer make the score noisy; more make the file large."""
DIGITS: Final = 5
"""Significant digits of a draw; no figure is published with more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastFigure:
    """One figure that was forecast.

    Parameters
    ----------
    draws
        Figures as they would be published; shape (N,), with the weights of the file.
    last, year_ago
        What stood there on the day: the last figure, and that of the same month a year before; None if not known.
    """

    series: ObservedSeries
    country: str
    variable: str
    period: str
    draws: Array
    last: float | None
    year_ago: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastFile:
    """Forecasts of a day.

    Parameters
    ----------
    hash
        Of the nowcast that made them.
    weights
        Of the draws, which add up to 1; shape (N,).
    """

    scenario: str
    as_of: date
    hash: str
    weights: Array
    figures: tuple[ForecastFigure, ...]


def write_forecasts(result: NowcastResult, file: Path, *, program: str) -> None:
    """Write the forecasts of a nowcast to a new file.

    Raises
    ------
    ScenarioError
        If the file is there: what was forecast is never written anew.
    """
    check_new(file)
    with whole_file(file) as text:
        text.write(json.dumps(forecasts_data(result, program=program), ensure_ascii=False, indent=1) + "\n")


def check_new(file: Path) -> None:
    """Make sure that a file of forecasts is not there yet.

    Raises
    ------
    ScenarioError
        If it is.
    """
    if file.exists():
        raise ScenarioError(
            Problem(
                where=str(file),
                what=message("nowcast.file_there", "is there already, and a forecast is never written anew."),
                remedy=message("nowcast.other_file", "Name another file."),
            )
        )


def forecasts_data(result: NowcastResult, *, program: str) -> dict[str, Any]:
    """Return the forecasts as a file holds them."""
    step = max(1, result.draws // MOST_DRAWS)
    count = len(range(0, result.draws, step))
    return {
        "format": FORMAT,
        "scenario": result.scenario.id,
        "as_of": result.as_of.isoformat(),
        "months": result.months,
        "hash": result.hash,
        "program": program,
        "draws": result.draws,
        "seed": result.seed,
        "inputs": dict(result.inputs),
        "weights": [round(1.0 / count, 9)] * count,
        "observables": [
            {
                "id": figure.series.id,
                "kind": str(figure.series.kind),
                "country": figure.country,
                "importer": figure.series.importer,
                "from": figure.series.origin,
                "material": list(figure.series.materials),
                "form": figure.series.form,
                "unit": figure.series.unit,
                "variable": figure.variable,
                "period": figure.period,
                "last": figure.last,
                "last_period": figure.last_period,
                "year_ago": figure.year_ago,
                "draws": [float(f"{number:.{DIGITS}g}") for number in figure.posterior[::step].tolist()],
            }
            for figure in result.forecasts
        ],
    }


def read_forecasts(file: Path) -> ForecastFile:
    """Read a file of forecasts.

    Raises
    ------
    ScenarioError
        If it is none.
    """
    try:
        text = json.loads(file.read_text(encoding="utf-8"))
        content = {str(text["format"]): text}[FORMAT]
        weights = np.array(content["weights"], dtype=float)
        figures = tuple(_figure(observable, len(weights)) for observable in content["observables"])
        return ForecastFile(
            scenario=str(content["scenario"]),
            as_of=date.fromisoformat(content["as_of"]),
            hash=str(content["hash"]),
            weights=weights / weights.sum(),
            figures=figures,
        )
    except (KeyError, TypeError, ValueError, UnicodeDecodeError):
        raise ScenarioError(
            Problem(
                where=str(file),
                what=message("nowcast.no_forecast_file", "is not a file of forecasts, or was changed."),
                remedy=message("nowcast.expected_forecast_file", "Expected a file that `sekisho nowcast -o` wrote."),
            )
        ) from None


def _figure(held: Mapping[str, Any], count: int) -> ForecastFigure:
    draws = np.array(held["draws"], dtype=float)
    if draws.shape != (count,):
        raise ValueError(held["id"])
    series = ObservedSeries(
        kind=ObservationKind(held["kind"]),
        importer=str(held["importer"]),
        origin=str(held["from"]),
        materials=tuple(map(str, held["material"])),
        form=str(held["form"]),
        unit=str(held["unit"]),
    )
    return ForecastFigure(
        series=series,
        country=str(held["country"]),
        variable=str(held["variable"]),
        period=str(held["period"]),
        draws=draws,
        last=None if held["last"] is None else float(held["last"]),
        year_ago=None if held["year_ago"] is None else float(held["year_ago"]),
    )
