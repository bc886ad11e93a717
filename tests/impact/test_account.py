"""The account of a shock adds up: incomes to the loss, persons to lost output, prices to the bill for imports."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from tests.support import small_economy as made

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.impact.economy.table import technical_coefficients
from sekisho.impact.model import Model
from sekisho.impact.results.account.account import (
    OWN_COLUMNS,
    ShockAccount,
    costs_by_sector,
    incomes_of,
    lost_shares,
    own_draws,
    persons_of,
    price_multiples,
    price_weights,
    valuation_of,
)
from sekisho.impact.results.account.material_flows import MaterialFlows
from sekisho.impact.results.account.national_figures import NationalFigures, national_figures
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.scenario.scenario import CapacityLoss, Employment
from sekisho.impact.scenario.scenario_reader import read_scenario
from sekisho.impact.simulation import simulate
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.terminal import impact_text

YEAR = Horizon(start=date(2026, 1, 6), months=12)


@pytest.fixture(scope="module")
def figures(library: Library, japan: Model) -> NationalFigures:
    return national_figures(library, "JP", japan.table.scheme, japan.table.codes)


@pytest.fixture(scope="module")
def stop(library: Library, japan: Model) -> ImpactResult:
    """Rare earths stop for four months, in few draws."""
    return simulate(scenario_of(library, ["rare-earths-stop"]), library, japan, RunSettings(draws=16, months=4))


@pytest.fixture(scope="module")
def daiwa(library: Library, japan: Model) -> ImpactResult:
    return simulate(scenario_of(library, ["daiwa-2025"]), library, japan, RunSettings(draws=16))


def account(result: ImpactResult) -> ShockAccount:
    assert result.account is not None
    return result.account


def test_persons_of_the_preset_fall_by_what_its_publisher_says(daiwa: ImpactResult):
    persons = account(daiwa).persons
    assert persons is not None
    assert np.median(persons.fall) == pytest.approx(0.9, rel=0.10)
    assert np.median(persons.percent) == pytest.approx(1.3, rel=0.10)
    assert persons.percent == pytest.approx(persons.hours_percent)


def test_lost_value_added_is_lost_wages_profits_and_taxes(stop: ImpactResult, daiwa: ImpactResult):
    for result in (stop, daiwa):
        incomes = account(result).incomes
        assert incomes is not None
        assert incomes.wages + incomes.profits + incomes.taxes == pytest.approx(result.totals(), rel=1e-12)


def test_a_wage_that_stays_paid_is_borne_by_profits():
    losses = np.array([[[2.0, 1.0]]])
    incomes = incomes_of(losses, np.array([60.0, 40.0]), np.array([0.5, 0.8]), np.array([0.1, 0.0]), np.array([0.75]))
    # Wages were 1.0 + 0.8 of 3.0 lost; a quarter of them is paid no more. Taxes were 0.2; profits bear the rest.
    assert (incomes.wages[0], incomes.taxes[0], incomes.profits[0]) == pytest.approx((0.45, 0.2, 2.35))


def test_persons_times_output_per_head_is_the_output_lost(figures: NationalFigures, stop: ImpactResult, japan: Model):
    annual = japan.economy.value_added_share * japan.economy.output * 365
    losses = stop.losses[stop.reading]
    shares = lost_shares(losses, annual, stop.horizon)
    employed = figures.employed
    assert employed is not None
    heads = np.array([figure.central for figure in employed])
    idle = shares * heads
    per_head = np.divide(annual * stop.horizon.share_of_year, heads)
    assert (idle * per_head).sum(axis=1) == pytest.approx(losses.sum(axis=(1, 2)), rel=1e-9)
    quantiles = {"employed": np.full(len(losses), 0.5)}
    persons = persons_of(shares, stop.totals(), employed, quantiles, np.full(len(losses), 0.7))
    assert persons.fall == pytest.approx(idle.sum(axis=1) * 0.3 / 1_000, rel=1e-9)
    assert persons.percent == pytest.approx(persons.hours_percent * 0.3)


def test_employed_persons_are_those_of_the_country(figures: NationalFigures):
    assert figures.employed is not None
    # Employed in Japan, of whom 1.3 % are 0.9 million.
    assert sum(each.central for each in figures.employed) == pytest.approx(68_000, rel=0.01)


def test_what_buyers_pay_more_is_what_imports_cost_more(figures: NationalFigures, japan: Model):
    """Nominal final uses less dearer imports are real: the price model only hands costs on."""
    economy = japan.economy
    flows = _flows(len(japan.pairs.materials), supply=0.5)
    quantiles = own_draws(4, seed=1)
    valuation = valuation_of(japan, figures, flows, quantiles, scarce=np.full(4, 0.2), horizon=YEAR)
    output = economy.output * 365
    costs = costs_by_sector(japan, valuation, output)
    dearer = costs @ price_weights(technical_coefficients(economy.flows, economy.output), economy.final * 365)
    assert dearer == pytest.approx(valuation.dearer.sum(axis=1), rel=1e-9)


def test_scarcity_makes_a_price_by_hand():
    supply, need = np.array([[[0.25, 1.2, 0.25]]]), np.array([[[0.5, 1.0, 0.5]]])
    multiples = price_multiples(supply, need, np.full((1, 1, 3), 0.5), np.array([69.0, 69.0, 3.0]))
    # Half of need at an elasticity of a half: (1/2)^-2. Enough: as before. Above what was seen: that.
    assert multiples[0, 0] == pytest.approx([4.0, 1.0, 3.0])


def test_where_nothing_can_be_saved_a_shortage_costs_the_highest_price_and_plenty_the_usual_one():
    supply, need = np.array([[[0.9, 1.0, 1.2]]]), np.ones((1, 1, 3))
    multiples = price_multiples(supply, need, np.zeros((1, 1, 3)), np.full(3, 69.0))
    assert multiples[0, 0] == pytest.approx([69.0, 1.0, 1.0])


def test_a_price_never_falls_as_less_arrives():
    need, elasticity, most = np.ones((1, 1, 1)), np.full((1, 1, 1), 0.2), np.array([69.0])
    prices = [price_multiples(np.full((1, 1, 1), left), need, elasticity, most) for left in (1.0, 0.8, 0.4, 0.1, 0.0)]
    assert prices[0] == pytest.approx(1.0)
    assert all((less <= more).all() for less, more in pairwise(prices))
    assert prices[-1] == pytest.approx(69.0)


def test_the_price_model_by_hand():
    # Half a unit of the first goes into the second; a cost of 0.1 on the first adds 0.05 to the second.
    weights = price_weights(np.array([[0.0, 0.5], [0.0, 0.0]]), np.array([0.0, 1.0]))
    assert np.array([0.1, 0.0]) @ weights == pytest.approx(0.05)


def test_a_later_preset_of_the_same_draws_takes_the_same_columns():
    first, again = own_draws(64, 5), own_draws(64, 5)
    assert set(first) == set(OWN_COLUMNS)
    for name, column in first.items():
        assert (column == again[name]).all()
        assert sorted(column) == pytest.approx((np.arange(64) + 0.5) / 64)


def test_what_a_kilogram_more_saves_is_found_in_paired_draws(library: Library, small: Model):
    scenario = made.stop(months=3)
    few = simulate(scenario, library, small, RunSettings(draws=64))
    many = simulate(scenario, library, small, RunSettings(draws=128))
    assert account(few).shadow_prices == ()
    prices = account(many).shadow_prices
    assert prices
    assert all((one.gained >= 0.0).all() for one in prices)
    assert max(float(one.gained.max()) for one in prices) > 0.0


def test_plants_that_stand_still_cost_their_own_value_added_at_least(library: Library, japan: Model):
    scenario = replace(
        scenario_of(library, ["rare-earths-stop"]),
        cuts=(),
        months=2,
        fixed={"overcapacity": "1", "postponed": "0"},
        capacity=(CapacityLoss(sector="20", share=0.5, since=date(2026, 2, 1), until=date(2026, 2, 28)),),
        start=date(2026, 2, 1),
    )
    result = simulate(scenario, library, japan, RunSettings(draws=16))
    (standstill,) = json.loads(json.dumps(impact_data(result)))["capacity"]
    assert standstill["own_gdp_percent"] > 0.0
    assert result.percent().p5 >= standstill["own_gdp_percent"] * (1 - 1e-6)
    with pytest.raises(ScenarioError, match="no sector '99'"):
        simulate(replace(scenario, capacity=(CapacityLoss(sector="99", share=0.5),)), library, japan)


def test_a_scenario_file_says_what_stands_still_and_how_persons_follow():
    text = (
        "title: A plant burns\nbecause: a test\nstart: 2026-02-01\nmonths: 2\nemployment: proportional\n"
        "capacity:\n  - {sector: '20', share: 0.3, from: 2026-02-01, until: 2026-02-20, because: fire}\n"
    )
    scenario = read_scenario(text, name="fire.yaml", id="fire")
    assert scenario.employment is Employment.PROPORTIONAL
    assert scenario.capacity[0].share == 0.3
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text.replace("until: 2026-02-20", "until: 2026-01-20").replace("0.3", "1.3"), name="f", id="f")
    assert len(caught.value.problems) == 2


def test_json_has_every_key_of_the_account(stop: ImpactResult):
    data = json.loads(json.dumps(impact_data(stop)))
    for key in ("persons", "cost_of_alternatives", "shadow_price", "trade_balance", "cpi_points", "capacity"):
        assert key in data
    assert set(data["persons"]["fall_million"]) >= {"p5", "p50", "p95", "mean"}
    bill = data["trade_balance"]
    assert bill["balance"]["mean"] == pytest.approx(
        -bill["exports_lost"]["mean"] - bill["import_bill"]["mean"], abs=1e-8
    )
    assert "samarium" in data["not_valued"]


def test_text_tells_persons_prices_and_what_is_left_out(stop: ImpactResult):
    told = " ".join("\n".join(impact_text(stop)).split())
    for words in ("persons employed, fall", "consumer prices, rise", "trade balance, change", "samarium"):
        assert words in told


def test_a_country_of_which_nothing_is_on_file_has_no_account_of_persons(library: Library):
    assert national_figures(library, "JP", "stylised", ("a", "b")).employed is None
    assert national_figures(library, "DE", "oecd45", ("01",)).basket is None


def _flows(materials: int, *, supply: float, draws: int = 4) -> MaterialFlows:
    months = len(YEAR.labels)
    shape = (draws, months, materials)
    return MaterialFlows(
        lost=np.full(shape, 1.0 - supply),
        alternative=np.zeros(shape),
        supply=np.full(shape, supply),
        need=np.ones(shape),
    )
