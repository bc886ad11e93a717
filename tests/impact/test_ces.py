"""The check against an aggregate production function: its formula, when it fits, and what a result says of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import Library, load_measures
from sekisho.errors import LibraryError
from sekisho.impact.model import Model
from sekisho.impact.results.ces import CesCheck, ces_loss, cost_shares, elasticity_of, last_whole_month
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.results.static_brackets import outside_ces
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.simulation import simulate
from sekisho.law.loading.data_package import installed_folders
from sekisho.present.impact.data import impact_data

LEFT = st.floats(0.05, 1.0)
SHARES = st.floats(1e-5, 0.2)
ELASTICITIES = st.floats(0.05, 3.0)


def run(library: Library, japan: Model, name: str, months: int | None = None, **changed: object) -> ImpactResult:
    scenario = replace(scenario_of(library, [name]), **changed)  # type: ignore[arg-type]
    return simulate(scenario, library, japan, RunSettings(draws=16, months=months))


@pytest.mark.parametrize(
    ("published", "low", "high"),
    [(0.0043, 0.18, 0.23), (0.013, 0.14, 0.18), (0.0117, 0.14, 0.19)],
    ids=["nri", "daiwa", "mizuho"],
)
def test_published_losses_come_out_at_the_elasticities_that_they_imply(published: float, low: float, high: float):
    """With 0.02 % of GDP as cost and 28 or 37 % of supply left, each figure has its elasticity, to two digits."""
    at = [ces_loss(left, 0.0002, elasticity) for left, elasticity in ((0.37, low), (0.28, high))]
    assert at == pytest.approx([published, published], rel=0.2)


def test_a_small_cut_costs_its_share_of_cost():
    """Hulten: to first order the elasticity does not matter."""
    for elasticity in (0.1, 0.5, 1.0, 2.0):
        assert ces_loss(0.999, 0.01, elasticity) == pytest.approx(0.01 * 0.001, rel=0.01)


@given(LEFT, SHARES, ELASTICITIES)
def test_a_loss_is_a_share_of_output(left: float, share: float, elasticity: float):
    assert 0.0 <= ces_loss(left, share, elasticity) <= 1.0


@given(LEFT, LEFT, SHARES, ELASTICITIES)
def test_less_that_is_left_costs_no_less(one: float, two: float, share: float, elasticity: float):
    less, more = sorted((one, two))
    assert ces_loss(less, share, elasticity) >= ces_loss(more, share, elasticity) - 1e-15


@given(LEFT, SHARES, ELASTICITIES, ELASTICITIES)
def test_an_easier_substitution_costs_no_more(left: float, share: float, one: float, two: float):
    low, high = sorted((one, two))
    assert ces_loss(left, share, low) >= ces_loss(left, share, high) - 1e-12


@given(LEFT, SHARES)
def test_the_formula_has_no_step_at_an_elasticity_of_one(left: float, share: float):
    around = [ces_loss(left, share, elasticity) for elasticity in (1 - 1e-6, 1.0, 1 + 1e-6)]
    assert around[0] == pytest.approx(around[1], rel=1e-3, abs=1e-12)
    assert around[2] == pytest.approx(around[1], rel=1e-3, abs=1e-12)


def test_without_the_input_all_is_lost_where_it_cannot_be_replaced():
    assert ces_loss(0.0, 0.0002, 0.5) == 1.0
    assert ces_loss(0.0, 0.2, 2.0) == pytest.approx(1 - 0.8**2)
    assert ces_loss(1.2, 0.2, 0.5) == 0.0


# ---------------------------------------------------------------- elasticities and months


def test_elasticities_are_those_on_file_at_their_lengths_and_between_them_a_line(japan: Model):
    rare = [one for one in japan.pairs.materials if one.group == "rare-earths"]
    assert elasticity_of(rare, 6) == pytest.approx((0.05, 0.15, 0.3))
    assert elasticity_of(rare, 12) == pytest.approx((0.1, 0.25, 0.5))
    assert elasticity_of(rare, 9) == pytest.approx((0.075, 0.2, 0.4))
    assert elasticity_of(rare, 1) == elasticity_of(rare, 6)


@pytest.mark.parametrize(("start", "months", "label"), [("2026-01-06", 12, "2026-12"), ("2026-01-06", 1, "2026-01")])
def test_the_last_whole_month_of_a_horizon(start: str, months: int, label: str):
    horizon = Horizon(start=date.fromisoformat(start), months=months)
    assert horizon.labels[last_whole_month(horizon)] == label


# ---------------------------------------------------------------- what a result says


def test_a_stop_of_rare_earths_lies_within_and_is_told_as_a_companion(library: Library, japan: Model):
    result = run(library, japan, "rare-earths-stop")
    check = result.ces
    assert check is not None
    assert check.holds
    assert check.percent[0] < check.percent[1] < check.percent[2]
    assert check.left == pytest.approx(1 - 0.7 * (1 - 0.2), abs=0.05)
    (bracket,) = (one for one in result.brackets if one.name == "ces")
    assert bracket.percent == pytest.approx(check.percent[1] * result.horizon.share_of_year)
    assert "an elasticity of 0.1 to 0.5" in bracket.says
    data = impact_data(result)["ces_check"]
    assert isinstance(data, dict)
    assert data["holds"] is True


def test_a_run_outside_says_so(library: Library, japan: Model):
    """Half of the flow cut, no stocks, and shares of output that stop: more than a smooth function gives."""
    result = run(library, japan, "nri-2025")
    assert result.ces is not None
    assert not result.ces.holds
    assert any("aggregate good" in each and each.endswith("it lies outside.") for each in result.cautions)
    # By hand: with k = 1 / e - 1, ln(1 + 0.0002 (0.6535^-k - 1)) / k = 0.00407; k = 13.23 gives ln(1.0555) / 13.23.
    assert result.ces.implied == pytest.approx(1 / 14.23, rel=0.01)
    assert any(each.startswith("An elasticity of 0.07 would cost as much") for each in result.cautions)
    inside = run(library, japan, "daiwa-2025")
    assert inside.ces is not None
    assert inside.ces.holds
    assert not any("aggregate good" in each for each in inside.cautions)
    assert inside.ces.left == pytest.approx(0.3)


def checked(flow: float) -> CesCheck:
    """A check of a run that costs so much, where 0.3 is left and elasticities run from 0.1 to 0.5."""
    low, central, high = (100 * ces_loss(0.3, 0.0002, each) for each in (0.5, 0.25, 0.1))
    return CesCheck(
        group="rare-earths",
        left=0.3,
        cost_share=0.0002,
        elasticity=(0.1, 0.25, 0.5),
        percent=(low, central, high),
        flow=flow,
    )


@pytest.mark.parametrize("elasticity", [0.05, 0.08, 0.2, 0.9, 3.0])
def test_the_elasticity_that_a_run_implies_gives_its_loss(elasticity: float):
    assert checked(100 * ces_loss(0.3, 0.0002, elasticity)).implied == pytest.approx(elasticity, rel=1e-3)


@pytest.mark.parametrize("flow", [0.0, 100.0])
def test_where_no_elasticity_gives_a_loss_none_is_told(flow: float):
    assert checked(flow).implied is None
    assert len(outside_ces(checked(flow), months=12)) == 1


@pytest.mark.parametrize(("elasticity", "said"), [(0.06, "replace less than"), (0.8, "replace more than")])
def test_a_run_outside_says_what_it_supposes_of_users(elasticity: float, said: str):
    _, takes = outside_ces(checked(100 * ces_loss(0.3, 0.0002, elasticity)), months=12)
    assert takes.startswith(f"An elasticity of {elasticity} would cost as much")
    assert said in takes


def test_a_run_that_costs_less_while_stocks_last_contradicts_nothing():
    assert outside_ces(checked(0.0), months=5) == ()
    assert outside_ces(checked(100.0), months=5), "a larger loss is told at any length"


@pytest.mark.parametrize("name", ["gallium-2023", "critical-minerals-stop", "senkaku-2010", "licensing-2025"])
def test_a_cut_that_is_not_that_of_one_good_is_not_checked(library: Library, japan: Model, name: str):
    """No share of cost is on file, or materials are cut unlike, or the cut is over by the last whole month."""
    result = run(library, japan, name, 4)
    assert result.ces is None
    assert "ces" not in {one.name for one in result.brackets}
    assert impact_data(result)["ces_check"] is None


# ---------------------------------------------------------------- the file


def test_shares_of_cost_on_file_are_few_hundredths_of_a_per_cent(library: Library):
    found = cost_shares(library)["rare-earths"]
    assert (found.low, found.central, found.high) == (0.0001, 0.0002, 0.0005)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("0.0001,0.0002", "0.0003,0.0002", "'rare-earths' runs 0.0003, 0.0002, 0.0005"),
        ("0.0001,", "0,", "'rare-earths' runs 0, 0.0002, 0.0005"),
        ("0.0001,", "little,", "cost-shares.csv:2"),
        (",low,", ",sure,", "cost-shares.csv:2"),
    ],
)
def test_a_wrong_share_of_cost_is_refused(tmp_path: Path, old: str, new: str, words: str):
    (shipped,) = (path for path in installed_folders() if (path / "economy/cost-shares.csv").is_file())
    folder = tmp_path / "law"
    shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "economy" / "cost-shares.csv"
    text = file.read_text(encoding="utf-8")
    head, row = text.split("\n", 1)
    assert old in row
    file.write_text(f"{head}\n{row.replace(old, new, 1)}", encoding="utf-8")
    with pytest.raises(LibraryError, match=words):
        cost_shares(load_measures([folder]))


@pytest.mark.parametrize("left", [0.0, 0.3, 0.999])
def test_where_nothing_replaces_an_input_output_falls_as_it_does_and_the_formula_leads_there(left: float):
    assert ces_loss(left, 0.0002, 0.0) == pytest.approx(1.0 - left)
    assert ces_loss(left, 0.0002, 1e-9) == pytest.approx(1.0 - left, abs=1e-6)
    assert ces_loss(left, 0.0002, 1e-3) == pytest.approx(1.0 - left, abs=0.01)
    assert ces_loss(1.0, 0.0002, 0.0) == 0.0
