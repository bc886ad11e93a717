"""Weights of draws, tempering against a posterior known in closed form, and scores worked by hand."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.impact.materials.figure import Array, FigureConfidence
from sekisho.impact.nowcast.forecast_file import ForecastFigure, ForecastFile, check_new, read_forecasts
from sekisho.impact.nowcast.observation import Observation, ObservationKind, ObservedSeries
from sekisho.impact.nowcast.particles import Particles, particles_of
from sekisho.impact.nowcast.posterior import reading_weights
from sekisho.impact.nowcast.scores import crps, score_forecasts
from sekisho.impact.nowcast.tempering import tempered
from sekisho.impact.nowcast.weights import effective_size, log_mean, normalised, systematic
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.term import Reading
from sekisho.present.nowcast.words import score_table

SERIES = ObservedSeries(
    kind=ObservationKind.FLOW, importer="JP", origin="CN", materials=("rare-earths",), form="", unit="t"
)
SEEN = Observation(
    id="seen",
    where="",
    series=SERIES,
    country="JP",
    period="2026-04",
    since=date(2026, 4, 1),
    until=date(2026, 4, 30),
    known_by=date(2026, 5, 29),
    variable="import quantity from CN",
    value=4.0,
    low=None,
    high=None,
    event=None,
    yearly=None,
    monthly=None,
    error=0.0,
    error_stated=True,
    source="made up",
    url="",
    confidence=FigureConfidence.HIGH,
    note="",
)
FORECAST = ForecastFigure(
    series=SERIES,
    country="JP",
    variable="import quantity from CN",
    period="2026-04",
    draws=np.array([1.0, 2.0, 3.0, 4.0, 5.0]),
    last=8.0,
    year_ago=5.0,
)
FILE = ForecastFile(scenario="made-up", as_of=date(2026, 3, 31), hash="0", weights=np.full(5, 0.2), figures=(FORECAST,))


def test_weights_leave_as_many_draws_as_they_are_even():
    assert effective_size(np.full(100, 0.01)) == pytest.approx(100)
    assert effective_size(normalised(np.array([0.0, -1e9, -1e9]))) == pytest.approx(1)
    assert log_mean(np.log([1.0, 3.0])) == pytest.approx(np.log(2.0))
    kept = systematic(np.array([0.7, 0.2, 0.1]), 10, np.random.default_rng(3))
    assert np.bincount(kept).tolist() == [7, 2, 1]


def _bell(particles: Particles) -> Array:
    """A normal likelihood of a uniform prior, too narrow for plain weights."""
    return -0.5 * ((particles.points[:, 0] - 0.3) / 0.01) ** 2


def test_tempering_finds_a_narrow_posterior_that_weights_cannot():
    start = particles_of(draw(1024, 1), ("extra",))
    assert effective_size(normalised(_bell(start))) < 60
    found = tempered(start, _bell, np.random.default_rng(5))
    first = found.particles.points[:, 0]
    assert first.mean() == pytest.approx(0.3, abs=0.002)
    assert first.std() == pytest.approx(0.01, rel=0.15)
    assert found.evidence == pytest.approx(np.log(0.01 * np.sqrt(2 * np.pi)), abs=0.15)
    # What was not observed stays as it was believed: uniform.
    others = found.particles.points[:, 1:]
    assert np.abs(others.mean(axis=0) - 0.5).max() < 0.06
    assert others.std(axis=0) == pytest.approx(np.full(others.shape[1], 0.289), abs=0.03)


def test_readings_are_weighed_by_their_evidence():
    even = reading_weights({Reading.NARROW: 0.0, Reading.CENTRAL: 0.0, Reading.BROAD: 0.0})
    assert even == pytest.approx({Reading.NARROW: 0.2, Reading.CENTRAL: 0.5, Reading.BROAD: 0.3})
    told = reading_weights({Reading.NARROW: 0.0, Reading.CENTRAL: np.log(2.0), Reading.BROAD: 0.0})
    assert told[Reading.CENTRAL] == pytest.approx(2 / 3)


def test_crps_by_hand_and_by_its_definition():
    # mean|x - 4| = (3 + 2 + 1 + 0 + 1) / 5 = 1.4; mean|x - x'| = 40 / 25 = 1.6.
    assert crps(FORECAST.draws, FILE.weights, 4.0) == pytest.approx(1.4 - 0.8)
    rng = np.random.default_rng(7)
    draws, weights = rng.normal(size=40), normalised(rng.normal(size=40))
    pairs = np.abs(draws[:, None] - draws[None, :])
    by_definition = weights @ np.abs(draws - 0.2) - 0.5 * weights @ pairs @ weights
    assert crps(draws, weights, 0.2) == pytest.approx(by_definition)


def test_a_score_tells_coverage_pit_and_skill_beside_naive_forecasts():
    score = score_forecasts(FILE, [SEEN])
    (each,) = score.scores
    assert each.crps == pytest.approx(0.6)
    assert each.pit == pytest.approx(0.7)
    assert (each.within_50, each.within_90) == (True, True)
    assert (score.coverage_50, score.coverage_90) == (1.0, 1.0)
    assert score.skill_year_ago == pytest.approx(1 - 0.6 / 1.0)
    assert score.skill_last == pytest.approx(1 - 0.6 / 4.0)


def test_a_score_names_its_figures_in_words():
    head, row = score_table(score_forecasts(FILE, [SEEN]))
    month, _, name = str(row[0]).partition(": ")
    assert len(row) == len(head)
    assert (month, FORECAST.series.id in str(row[0])) == ("April 2026", False)
    assert name.startswith(FORECAST.variable)


def test_a_figure_known_on_the_day_of_the_forecast_is_not_scored():
    known = replace(SEEN, known_by=date(2026, 3, 31))
    score = score_forecasts(FILE, [known])
    assert (score.scores, score.early, score.unscored) == ((), ("seen",), 0)
    assert score_forecasts(FILE, []).unscored == 1


def test_a_forecast_is_never_written_anew(tmp_path: Path):
    file = tmp_path / "f.json"
    check_new(file)
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(ScenarioError, match="never written anew"):
        check_new(file)
    with pytest.raises(ScenarioError, match="is not a file of forecasts"):
        read_forecasts(file)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("japan-ban-2026-03-31.json", "3a3d9fd626a15c1b115e76e3739dee29f9da6f5ea00293b4ec4a9d19ac50118d"),
        (
            "japan-ban-2026-03-31-second.json",
            "c37149cf11a20d036312048ca8d5f0a06a4cd9ebf4ce69aa91e8b29c512bd172",
        ),
    ],
)
def test_forecasts_that_are_out_are_never_rewritten(name: str, digest: str, library: Library):
    """A model that has changed gives a second file; the first stays as it was, byte by byte."""
    (file,) = (each for package in library.packages for each in (package.folder / "economy/forecasts").glob(name))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
    forecast = read_forecasts(file)
    assert (forecast.scenario, forecast.as_of) == ("japan-ban", date(2026, 3, 31))
    assert forecast.weights.sum() == pytest.approx(1.0)
