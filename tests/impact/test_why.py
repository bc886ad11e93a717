"""Why a loss is what it is: an input at its ends, its figures moved alone, and what has tested them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from sekisho import Library, load_measures
from sekisho.errors import LibraryError, ScenarioError
from sekisho.impact.economy.input_proofs import InputProof, ProofKind, input_proofs, proof_of
from sekisho.impact.input_weight import MOVED, PHI, SHOWN, weigh_input
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario_reader import find_scenario
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import COLUMNS
from sekisho.message import Text
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.terminal import impact_text
from sekisho.service.impact import ImpactRequest, impact
from sekisho.service.impact_economy import faults_of_why, input_called
from sekisho.service.workspace import Workspace

SETTINGS = RunSettings(draws=16, months=3)


@pytest.fixture(scope="module")
def stop(library: Library, japan: Model) -> ImpactResult:
    return simulate(find_scenario(library, "rare-earths-stop"), library, japan, SETTINGS)


@pytest.fixture(scope="module")
def ban(library: Library, japan: Model) -> ImpactResult:
    return simulate(find_scenario(library, "japan-ban"), library, japan, SETTINGS)


def _proof(input_name: str, material: str, sector: str, kind: ProofKind) -> InputProof:
    return InputProof(input=input_name, material=material, sector=sector, kind=kind, names=(), says=Text("x"))


def test_the_row_that_names_a_figure_most_closely_counts():
    rows = (
        _proof("phi", "", "", ProofKind.PRESET),
        _proof("phi", "gallium", "", ProofKind.NOTHING),
        _proof("phi", "gallium", "17", ProofKind.BACK_TEST),
    )
    assert proof_of(rows, "phi", "gallium", "17") is rows[2]
    assert proof_of(rows, "phi", "gallium", "18") is None
    assert proof_of(rows, "phi", "indium", "17") is rows[0]
    assert proof_of(rows, "leakage", "indium", "") is None


def test_what_the_package_says_of_tests_names_inputs_materials_and_episodes_that_there_are(
    library: Library, japan: Model
):
    materials = {str(material.id) for material in japan.materials.items}
    for row in input_proofs(library):
        assert row.input in COLUMNS
        assert row.material in {"", *materials}
        assert row.sector in {"", *japan.table.codes}
        assert [find_scenario(library, name).id for name in row.names] == list(row.names)
        assert bool(row.names) is (row.kind is not ProofKind.NOTHING)


def test_no_preset_tests_the_heavy_share_nor_firms_stocks(library: Library):
    """As the document on the economy has it."""
    rows = input_proofs(library)
    assert proof_of(rows, "phi", "heavy-rare-earths", "20") is None
    tested = [row for row in rows if row.input == "firm_stock" and row.kind is ProofKind.PRESET]
    assert tested == []


def test_an_input_at_its_ends_is_the_run_with_that_input_fixed(library: Library, japan: Model, stop: ImpactResult):
    why = weigh_input(stop, library, japan, SETTINGS, PHI)
    fixed = replace(stop.scenario, fixed={"phi": "high"})
    by_hand = simulate(fixed, library, japan, SETTINGS).percent()
    assert why.high.p50 == pytest.approx(by_hand.p50)
    assert why.low.p50 < why.central.p50 < why.high.p50
    assert (why.draws, why.figures) == (16, len(japan.pairs.uses))
    assert 0 < len(why.effects) <= min(SHOWN, MOVED)


def test_a_figure_moved_alone_moves_the_loss_its_own_way(library: Library, japan: Model, stop: ImpactResult):
    """More of the output stops: more is lost. More stock: less is."""
    phi = weigh_input(stop, library, japan, SETTINGS, PHI)
    assert phi.middle > 0
    for effect in phi.effects:
        assert effect.at_low is not None
        assert effect.at_high is not None
        assert effect.at_low <= phi.middle + 1e-12
        assert effect.at_high >= phi.middle - 1e-12
        assert effect.figure.low <= effect.figure.high
    assert phi.effects == tuple(sorted(phi.effects, key=lambda effect: -effect.reach))
    stock = weigh_input(stop, library, japan, SETTINGS, "firm_stock")
    assert stock.middle == pytest.approx(phi.middle)
    assert stock.low.p50 > stock.high.p50
    assert {effect.name for effect in stock.effects} == {"firm_stock_days"}
    assert all((effect.at_low or 0.0) >= (effect.at_high or 0.0) for effect in stock.effects)


def test_figures_of_the_model_that_move_together_are_told_with_their_source(
    library: Library, japan: Model, stop: ImpactResult
):
    why = weigh_input(stop, library, japan, SETTINGS, "overcapacity")
    assert why.figures == 2  # the ratio, and the days in which it is reached
    assert [effect.figure for effect in why.effects] == [
        japan.priors[name] for name in ("overcapacity", "overcapacity_days")
    ]
    assert {(effect.at_low, effect.at_high) for effect in why.effects} == {(None, None)}
    text = " ".join("\n".join(impact_text(replace(stop, why=why))).split())
    assert "spare capacity (1, 1.1, 1.25 times); tested by: nothing; source: Hallegatte 2013, judgement" in text


def test_the_only_figure_of_an_input_is_moved_alone(library: Library, japan: Model):
    """Materials come back after two months, so that what left for good shows."""
    scenario = find_scenario(library, "rare-earths-stop")
    for_a_while = replace(scenario, cuts=(replace(scenario.cuts[0], until=scenario.start + timedelta(days=90)),))
    settings = RunSettings(draws=16, months=6)
    result = simulate(for_a_while, library, japan, settings)
    why = weigh_input(result, library, japan, settings, "capacity_exit")
    (effect,) = why.effects
    assert effect.figure == japan.priors["capacity_exit"]
    assert effect.at_low is not None
    assert effect.at_high is not None
    assert effect.at_low <= why.middle <= effect.at_high
    assert effect.at_low < effect.at_high


@pytest.mark.parametrize("name", ["military", "suppliers", "licence_release", "regime_3", "front_loading", "severity"])
def test_figures_of_trade_and_of_licences_are_told_with_their_source(
    library: Library, japan: Model, ban: ImpactResult, name: str
):
    why = impact_data(replace(ban, why=weigh_input(ban, library, japan, SETTINGS, name)))["why"]
    assert isinstance(why, dict)
    assert why["effects"]
    assert all(effect["source"] and (effect["material"] or effect["label"]) for effect in why["effects"])


def test_every_face_says_the_same(library: Library, japan: Model, stop: ImpactResult):
    result = replace(stop, why=weigh_input(stop, library, japan, SETTINGS, PHI))
    told = impact_data(result)["why"]
    assert isinstance(told, dict)
    assert result.why is not None
    assert told["gdp_loss_percent"]["high"]["p50"] == pytest.approx(result.why.high.p50)
    text = " ".join("\n".join(impact_text(result)).split())
    assert "What a judged number does" in text
    assert f"Figures behind it: {result.why.figures}." in text
    assert "tested by: nothing" in text
    assert "heavy rare earths in 20 Motor vehicles and parts (6, 20, 42 %): loss " in text
    assert np.isfinite([effect.at_low or np.nan for effect in result.why.effects]).all()


def test_what_is_no_input_is_told_with_the_nearest(library: Library):
    workspace = Workspace(library=library)
    with pytest.raises(ScenarioError, match="is not an uncertain input"):
        impact(ImpactRequest(names=("rare-earths-stop",), why="fi"), workspace)
    with pytest.raises(ScenarioError, match="several ways on"):
        impact(ImpactRequest(names=("outlook-2026",), why="phi"), workspace)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("phi", "phi"),
        ("share of output that stops", "phi"),
        ("止まる生産の割合", "phi"),
        ("Firms' stocks", "firm_stock"),
        ("nothing of the kind", "nothing of the kind"),
    ],
)
def test_an_input_is_called_by_the_words_of_an_answer(words: str, name: str):
    assert input_called(words) == name


@pytest.mark.parametrize("words", ["stocks", "在庫"])
def test_what_several_inputs_have_in_common_names_them(words: str):
    (fault,) = faults_of_why(words, None)
    assert "firm_stock (firms' stocks)" in fault.remedy
    assert "leakage" not in fault.remedy


def test_the_reading_is_no_input_and_is_told_where_it_stands():
    (fault,) = faults_of_why("reading of the law", None)
    assert "--full says why they differ" in fault.remedy


def test_rows_that_cannot_be_read_are_told_at_once(tmp_path: Path, library: Library):
    package = Path(shutil.copytree(library.packages[0].folder, tmp_path / "package"))
    with (package / "economy" / "input-proofs.csv").open("a", encoding="utf-8") as text:
        text.write("phi,,,luck,,says\nphi,,,window,,\n")
    with pytest.raises(LibraryError) as fault:
        input_proofs(load_measures([package]))
    assert len(fault.value.problems) == 2
