"""Fifty simulated truths: a draw is taken for true, figures of it are made up, and the band has to hold its loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from sekisho import Library
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.model import Model
from sekisho.impact.nowcast.observation import Observation, ObservationKind, ObservedSeries
from sekisho.impact.nowcast.particles import BRIDGE, particles_of
from sekisho.impact.nowcast.posterior import log_likelihoods, sampled_figures
from sekisho.impact.nowcast.prediction import normal_name
from sekisho.impact.nowcast.reading_runs import NowcastDesk
from sekisho.impact.nowcast.weights import effective_size, normalised
from sekisho.impact.results.bands import band
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.run_setup import shock_for
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario_reader import find_scenario
from sekisho.impact.shock.trade_flows import month_ends
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.term import Reading

TRUTHS: Final = 50
WITHIN: Final = (42, 48)
"""Truths of fifty that have to lie in the 90 % band, as the document on the economy asks."""
PRIOR: Final = 256
MONTHS: Final = 4
SEEN: Final = ("2026-02", "2026-03", "2026-04")
"""Months of which figures are made up."""


def _row(month: str) -> Observation:
    first, last = month_ends(month)
    return Observation(
        id=f"cn-{month}",
        where="",
        series=ObservedSeries(
            kind=ObservationKind.FLOW, importer="JP", origin="CN", materials=("rare-earths",), form="", unit="t"
        ),
        country="JP",
        period=month,
        since=first,
        until=last,
        known_by=date(2026, 6, 1),
        variable="import quantity from CN",
        value=None,
        low=None,
        high=None,
        event=None,
        yearly=None,
        monthly=None,
        error=0.05,
        error_stated=True,
        source="made up",
        url="",
        confidence=FigureConfidence.MEDIUM,
        note="",
    )


@pytest.mark.slow
def test_the_truth_lies_in_the_band_as_often_as_the_band_says(library: Library, japan: Model, answers: Path):
    scenario = replace(find_scenario(library, "japan-ban"), months=MONTHS)
    settings = RunSettings(draws=PRIOR, cache=answers)
    horizon = Horizon(start=scenario.start, months=MONTHS)
    shock = shock_for(scenario, horizon, library, japan, settings)
    desk = NowcastDesk(library=library, model=japan, shock=shock, settings=settings)
    names = (*(normal_name(normal) for normal in normal_imports(library).values()), BRIDGE)
    predictors, losses = [], []
    for count, seed in ((PRIOR, 1), (64, 2)):
        drawn = draw(count, seed)
        raw = desk.run(drawn, Reading.CENTRAL)
        predictors.append(desk.predictor(particles_of(drawn, names), raw.imports, raw.losses))
        losses.append(desk.totals(raw.losses))
    prior, truth = predictors
    rows, rng = [_row(month) for month in SEEN], np.random.default_rng(7)
    figures = [sampled_figures(row, truth, rng) for row in rows]
    since, until = rows[0].since, rows[-1].until
    arriving = [predictor.arrives(("rare-earths",), since, until) for predictor in predictors]
    held = {"loss": 0, "flow": 0}
    effective: list[float] = []
    narrower: dict[str, list[float]] = {"loss": [], "flow": []}
    for number in range(TRUTHS):
        seen = [replace(row, value=float(figure[number])) for row, figure in zip(rows, figures, strict=True)]
        weights = normalised(log_likelihoods(seen, prior).sum(axis=0))
        effective.append(effective_size(weights))
        for name, (before, true) in {"loss": losses, "flow": arriving}.items():
            after, wide = band(before, weights), band(before)
            held[name] += bool(after.p5 <= true[number] <= after.p95)
            narrower[name].append((after.p95 - after.p5) / (wide.p95 - wide.p5))
    widths = {name: float(np.median(ratios)) for name, ratios in narrower.items()}
    said = f"{held} of {TRUTHS} held; effective draws {effective}; bands as wide as before, median: {widths}"
    assert all(WITHIN[0] <= number <= WITHIN[1] for number in held.values()), said
    assert widths["flow"] < 1.0, said
