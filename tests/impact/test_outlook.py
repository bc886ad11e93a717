"""An outlook weighs ways on that run with the same draws; a measure is asked about by its own scenario, or by none."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho import Library
from sekisho.impact.model import Model
from sekisho.impact.outlook import OutlookResult, run_outlook
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import latest_first, of_measure, scenario_of
from sekisho.impact.scenario.scenario import LegalCut
from sekisho.impact.scenario.scenario_reader import read_scenario
from sekisho.impact.simulation import simulate

TEXT = """title: Two ways on
because: a test
start: 2026-01-06
months: 3
outcomes:
  - {scenario: rare-earths-stop, title: rare earths, weight: 0.75, because: a test}
  - {scenario: critical-minerals-stop, title: all of it, weight: 0.25, because: a test}
"""


@pytest.fixture(scope="module")
def outlook(library: Library, japan: Model) -> OutlookResult:
    asked = read_scenario(TEXT, name="two.yaml", id="two")
    return run_outlook(asked, library, japan, RunSettings(draws=16, months=2))


def test_ways_on_run_as_they_would_alone(library: Library, japan: Model, outlook: OutlookResult):
    for outcome, result in outlook.outcomes:
        alone = simulate(scenario_of(library, [outcome.scenario]), library, japan, RunSettings(draws=16, months=2))
        assert np.array_equal(result.totals(), alone.totals())
        assert (result.horizon.months, outlook.scenario.months) == (2, 2)


def test_a_mixture_is_its_parts_by_their_weights(outlook: OutlookResult):
    first, second = (result.totals() for _, result in outlook.outcomes)
    found = outlook.mixture()
    assert found.mean == pytest.approx(0.75 * first.mean() + 0.25 * second.mean())
    assert min(first.min(), second.min()) <= found.p5 <= found.p50 <= found.p95 <= max(first.max(), second.max())


def test_what_lies_between_the_ways_on_and_what_within_them_is_all_of_the_spread(outlook: OutlookResult):
    """The variance of a mixture is that of the means and the mean of the variances."""
    totals = [result.totals() for _, result in outlook.outcomes]
    weights = np.repeat([0.75 / 16, 0.25 / 16], 16)
    every = np.concatenate(totals)
    whole = weights @ (every - weights @ every) ** 2
    within = 0.75 * totals[0].var() + 0.25 * totals[1].var()
    assert outlook.between() == pytest.approx(1 - within / whole)
    assert 0 < outlook.between() < 1


def test_the_outlook_on_file_weighs_three_ways_alike(library: Library):
    found = scenario_of(library, ["outlook-2026"])
    assert [one.scenario for one in found.outcomes] == ["talks-succeed", "japan-ban", "ban-widens"]
    assert [round(one.weight, 2) for one in found.outcomes] == [0.33, 0.33, 0.33]


# ---------------------------------------------------------------- measures by their id


def test_a_measure_for_which_a_scenario_is_written_runs_it(library: Library):
    assert of_measure(library, "cn/2026-01-japan-dual-use").id == "japan-ban"
    assert scenario_of(library, ["cn/2026-01-japan-dual-use"]) == scenario_of(library, ["japan-ban"])


def test_another_measure_runs_by_its_clauses_with_every_experience_the_latest_first(library: Library, japan: Model):
    found = of_measure(library, "cn/2023-23-gallium-germanium")
    (cut,) = found.cuts
    assert isinstance(cut, LegalCut)
    assert (found.start, cut.measures) == (library[cut.measures[0]].effective, ("cn/2023-23-gallium-germanium",))
    held = {one.id: one.start for one in japan.materials.experiences}
    assert set(cut.new_licences) == set(held)
    days = [held[name] for name in cut.new_licences]
    assert days == sorted(days, reverse=True)
    assert cut.standing_licences == ()


@pytest.mark.parametrize(
    ("material", "experience"),
    [
        ("gallium", "gallium-germanium-2023"),
        ("tungsten", "tungsten-2025"),
        ("natural-graphite", "graphite-2023"),
        ("heavy-rare-earths", "licensing-2025-elements"),
        ("light-rare-earths", "licensing-2025-magnets"),
    ],
)
def test_licences_for_a_material_go_as_they_last_went_for_it(japan: Model, material: str, experience: str):
    names = latest_first(japan.materials)
    covering = [each.id for each in japan.materials.experiences if material in each.materials]
    assert next(name for name in names if name in covering) == experience


def test_every_measure_can_be_asked_about(library: Library):
    for name in library.measures:
        scenario = scenario_of(library, [str(name)])
        assert scenario.title
        assert scenario.cuts or scenario.outcomes
