"""Presets land on what was published, with the assumptions that make them land; and the one that does not says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho import Library
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.scenario.scenario import Propagation
from sekisho.impact.simulation import simulate
from sekisho.present.impact.terminal import impact_text

WITHIN = 0.10
LANDING = (("nri-2025", 3), ("nri-2025", 12), ("daiwa-2025", 12), ("mizuho-2026", 12))


def run(library: Library, japan: Model, name: str, months: int | None = None, **changed: object) -> ImpactResult:
    scenario = replace(scenario_of(library, [name]), **changed)  # type: ignore[arg-type]
    return simulate(scenario, library, japan, RunSettings(draws=16, months=months))


@pytest.fixture(scope="module")
def results(library: Library, japan: Model) -> dict[tuple[str, int], ImpactResult]:
    return {(name, months): run(library, japan, name, months) for name, months in LANDING}


@pytest.mark.parametrize(("name", "months"), LANDING)
def test_a_preset_lands_within_ten_per_cent(results: dict[tuple[str, int], ImpactResult], name: str, months: int):
    result = results[name, months]
    published = result.scenario.published[months]
    assert result.percent().p50 == pytest.approx(published, rel=WITHIN)


@pytest.mark.parametrize(
    ("name", "months", "figure"),
    [("nri-2025", 3, 0.11), ("nri-2025", 12, 0.43), ("daiwa-2025", 12, 1.3), ("mizuho-2026", 12, 0.88)],
)
def test_what_was_published_is_quoted_as_it_was_published(library: Library, name: str, months: int, figure: float):
    assert scenario_of(library, [name]).published[months] == figure


@pytest.mark.parametrize(("name", "months"), LANDING)
def test_every_draw_of_a_preset_is_the_same_since_all_that_counts_is_fixed(
    results: dict[tuple[str, int], ImpactResult], name: str, months: int
):
    band = results[name, months].percent()
    assert band.p95 - band.p5 < 1e-3 * band.p50
    assert results[name, months].spread.shares == {}


@pytest.mark.parametrize(("name", "months"), LANDING)
def test_a_preset_prints_its_assumptions(results: dict[tuple[str, int], ImpactResult], name: str, months: int):
    result = results[name, months]
    told = " ".join("\n".join(impact_text(result)).split())
    for note in result.scenario.notes:
        assert " ".join(note.split()) in told
    for fixed in (
        "what arrives by other ways at 0",
        "share of output that stops at central",
        "firms' stocks at 0.001 days",
        "spare capacity at 1",
        "capacity that leaves for good at 0",
        "demand that is put off at 0",
    ):
        assert f"Fixed: {fixed}." in told
    assert any("Inferred" in note for note in result.scenario.notes)
    assert "Published" in told
    assert f"{result.scenario.published[months]:g} %" in told


def test_the_line_of_the_first_estimate_is_straight_and_of_the_others_is_not(
    library: Library, japan: Model, results: dict[tuple[str, int], ImpactResult]
):
    """No stocks and no links: a year costs as much as its days. A public stock puts the loss off."""
    three, twelve = (results["nri-2025", months] for months in (3, 12))
    a_day = [each.percent().p50 / each.horizon.days for each in (three, twelve)]
    assert a_day[0] == pytest.approx(a_day[1], rel=1e-3)
    early = run(library, japan, "mizuho-2026", 3).percent().p50
    assert early < 0.1 * results["mizuho-2026", 12].percent().p50


def test_one_switch_lies_between_the_two_houses(library: Library, japan: Model):
    """With the links of the one and the cut of the other the gap is that of propagation, about 1.6, and of the cut."""
    direct = run(library, japan, "daiwa-2025", propagation=Propagation.NONE).percent().p50
    whole = run(library, japan, "daiwa-2025").percent().p50
    assert 1.3 < whole / direct < 2.5


def test_the_preset_of_all_minerals_says_that_it_does_not_land(library: Library, japan: Model):
    result = run(library, japan, "daiwa-2025-minerals")
    published = result.scenario.published[12]
    assert result.percent().p50 < (1 - WITHIN) * published
    said = [note for note in result.scenario.notes if "does not land" in note]
    assert len(said) == 1
    assert "stays below" in said[0]
    above = run(library, japan, "daiwa-2025-minerals", ceilings="product").percent().p50
    assert above > (1 + WITHIN) * published


def test_a_preset_over_another_length_compares_itself_with_nothing(library: Library, japan: Model):
    result = run(library, japan, "nri-2025", 6)
    assert 6 not in result.scenario.published
    told = "\n".join(impact_text(result))
    assert "Published" not in told.replace("what was published", "")
