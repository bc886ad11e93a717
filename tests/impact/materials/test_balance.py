"""The balance of materials: nothing is lost or made, more of a cut never brings more, and more help never less."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.support.made_materials import SECTORS, made_pairs, materials_text, read_text, read_uses_text, use, uses_text
from tests.support.material_cover import first_short

from sekisho.errors import LibraryError
from sekisho.impact.materials.balance import Allocation, StockPolicy, Supply, supply_of
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.licence_regimes import combined, licence_cut
from sekisho.impact.materials.material import FIGURES, Rule
from sekisho.impact.materials.origins import origins_of
from sekisho.impact.materials.parameters import Parameters, parameters_at
from sekisho.impact.materials.sector_pairs import Pairs, pairs_of
from sekisho.impact.materials.stock_strata import EDGES, strata, weights
from sekisho.impact.materials.use import Purpose
from sekisho.impact.results.account.material_flows import with_more

DAYS = 200
MIXED = uses_text(
    use("gallium", "18", end="defence_supply_chain", purpose="defence", share="0"),
).replace(
    "gallium,oecd45,,17,general,civil,final,,0.1,0.2,0.3,0.75",
    "gallium,oecd45,,17,general,civil,final,,0.1,0.2,0.3,0.55",
)
MIXED = MIXED.replace("defence,final,,0.1,0.2,0.3,0,", "defence,final,,0.1,0.2,0.3,0.2,")


def _pairs(folder: Path) -> Pairs:
    return made_pairs(folder, MIXED)


def _cut(pairs: Pairs, share: float = 1.0, start: int = 20, until: int = DAYS) -> Array:
    cut = np.zeros((1, DAYS, len(pairs.flows)))
    cut[:, start:until] = share
    return cut


def _set(parameters: Parameters, **values: float) -> Parameters:
    figures = dict(parameters.figures)
    for name, value in values.items():
        figures[name] = np.full_like(figures[name], value)
    return Parameters(figures=figures, phi=parameters.phi)


def _bare(pairs: Pairs, **values: float) -> Parameters:
    """Everything that could help is off, unless it is given."""
    off = dict.fromkeys(
        ("leakage", "alternative_share", "recycling_share", "catch_up_rate", "public_stock_days", "thrift_share"), 0.0
    )
    return _set(parameters_at(pairs, {}), **{**off, "dependence": 1.0, **values})


def _total(found: Supply, pairs: Pairs) -> Array:
    """What arrives of each material in the country; shape (K, T, M)."""
    total = np.zeros((*found.arrivals.shape[:2], len(pairs.materials)))
    for flow, material in enumerate(pairs.flow_material):
        total[:, :, material] += pairs.flow_share[flow] * found.arrivals[:, :, flow]
    return total


def _favoured(pairs: Pairs) -> list[bool]:
    return [flow.purpose is Purpose.DEFENCE for flow in pairs.flows]


def test_without_a_cut_all_arrives(tmp_path: Path):
    pairs = _pairs(tmp_path)
    found = supply_of(pairs, parameters_at(pairs, {}), _cut(pairs, 0.0))
    assert np.array_equal(found.arrivals, np.ones_like(found.arrivals))
    assert found.use.thrift_from.tolist() == [DAYS]


def test_what_arrives_is_what_is_not_cut_and_what_leaks(tmp_path: Path):
    pairs = _pairs(tmp_path)
    found = supply_of(pairs, _bare(pairs, dependence=0.8, leakage=0.25), _cut(pairs, 0.5))
    assert found.arrivals[0, :20] == pytest.approx(1.0)
    assert found.arrivals[0, 20:] == pytest.approx(1 - 0.8 * 0.5 * 0.75)


def test_flows_that_share_the_array_of_their_cut_get_what_they_get_with_arrays_of_their_own(tmp_path: Path):
    """Only gallium is cut; of what is not cut all arrives, and nothing of it is replaced, passed on or saved."""
    pairs = _pairs(tmp_path)
    gallium = next(number for number, material in enumerate(pairs.materials) if material.id == "gallium")
    is_cut = pairs.flow_material == gallium
    assert 0 < is_cut.sum() < len(is_cut)
    shared, nothing = np.zeros((1, DAYS)), np.zeros((1, DAYS))
    shared[:, 20:] = 0.7
    by_flow = [shared if cut else nothing for cut in is_cut]
    parameters = parameters_at(pairs, {})
    shared_by, stacked = (supply_of(pairs, parameters, cut) for cut in (by_flow, np.stack(by_flow, axis=2)))
    assert np.array_equal(shared_by.arrivals, stacked.arrivals)
    assert np.array_equal(shared_by.public_left, stacked.public_left)
    assert (shared_by.arrivals[:, :, ~is_cut] == 1.0).all()
    assert (shared_by.arrivals[0, 25:, is_cut] < 1.0).all()
    origins = origins_of(pairs, parameters, by_flow)
    assert origins.cut.tolist() == [gallium]
    for number in range(len(pairs.materials)):
        lost = origins.of(number, origins.lost)
        assert lost.shape == (1, DAYS)
        assert bool(lost.any()) is (number == gallium)


def test_more_of_one_material_reaches_no_other_though_they_share_what_arrives(tmp_path: Path):
    pairs = _pairs(tmp_path)
    use = supply_of(pairs, parameters_at(pairs, {}), _cut(pairs, 0.0)).use
    assert use.pair_arrivals is not None
    assert len(set(use.pair_arrivals.tolist())) < len(set(use.pair_material.tolist()))
    for material in range(len(pairs.materials)):
        more = with_more(use, np.array([material]))
        assert more.pair_arrivals is not None
        reached = more.arrivals[0, :, more.pair_arrivals] > 1.0
        assert reached.all(axis=1).tolist() == (use.pair_material == material).tolist()
        assert reached.any(axis=1).tolist() == (use.pair_material == material).tolist()


def test_a_cut_of_63_percent_lasts_95_days_with_60_days_of_stock(tmp_path: Path):
    pairs = _pairs(tmp_path)
    parameters = _bare(pairs, firm_stock_days=60.0, stock_dispersion=0.0)
    found = supply_of(pairs, parameters, _cut(pairs, 0.63, start=0))
    assert found.use.stock_days == pytest.approx(60.0)
    assert first_short(found.arrivals[0].T, np.array(60.0)).tolist() == [95] * len(pairs.flows)


def test_alternatives_grow_after_their_lag_towards_their_share_of_what_is_lost(tmp_path: Path):
    pairs = _pairs(tmp_path)
    values = {"alternative_share": 0.4, "alternative_lag_days": 30.0, "alternative_ramp_days": 50.0}
    found = supply_of(pairs, _bare(pairs, **values), _cut(pairs, 0.5)).arrivals[0, :, 0]
    assert found[20:51] == pytest.approx(0.5)
    assert found[20 + 30 + 50] == pytest.approx(0.5 + 0.5 * 0.4 * (1 - np.exp(-1)))


def test_recycling_never_brings_more_than_is_lost(tmp_path: Path):
    pairs = _pairs(tmp_path)
    found = supply_of(pairs, _bare(pairs, recycling_share=0.9, recycling_ramp_days=1.0), _cut(pairs, 0.5))
    assert found.arrivals.max() == 1.0
    assert found.arrivals[0, 60] == pytest.approx(1.0)


@pytest.mark.parametrize("rule", [Rule.AT_ONCE, Rule.FROM_DAY, Rule.PRIORITY])
def test_a_public_stock_gives_what_it_holds_and_no_more(tmp_path: Path, rule: Rule):
    pairs = _pairs(tmp_path)
    parameters = _bare(pairs, public_stock_days=10.0, public_stock_rate=0.25)
    policy = StockPolicy(release=rule, release_day=15)
    without = _total(supply_of(pairs, parameters, _cut(pairs, 0.5), policy=StockPolicy(release=Rule.NONE)), pairs)
    found = supply_of(pairs, parameters, _cut(pairs, 0.5), policy=policy)
    given = _total(found, pairs) - without
    assert given.min() >= -1e-12
    assert given.max() <= 0.25 + 1e-12
    assert given.sum(axis=1) + found.public_left == pytest.approx(np.full((1, 2), 10.0))
    first = given[0, :, 0].argmax()
    assert first == (35 if rule is Rule.FROM_DAY else 20)


def test_a_release_to_favoured_purposes_reaches_no_other(tmp_path: Path):
    pairs = _pairs(tmp_path)
    parameters = _bare(pairs, public_stock_days=5.0, public_stock_rate=1.0)
    found = supply_of(pairs, parameters, _cut(pairs), policy=StockPolicy(release=Rule.PRIORITY)).arrivals[0, 20]
    favoured = _favoured(pairs)
    assert found[favoured] == pytest.approx(1.0)
    assert found[np.logical_not(favoured)] == pytest.approx(0.0)


@pytest.mark.parametrize("allocation", list(Allocation))
def test_allocation_moves_material_and_makes_none(tmp_path: Path, allocation: Allocation):
    pairs = _pairs(tmp_path)
    cut = _cut(pairs)
    cut *= np.linspace(0.2, 0.9, len(pairs.flows))
    parameters = parameters_at(pairs, {})
    before = _total(supply_of(pairs, parameters, cut), pairs)
    after = supply_of(pairs, parameters, cut, policy=StockPolicy(allocation=allocation))
    assert _total(after, pairs) == pytest.approx(before, abs=1e-12)
    assert after.arrivals.min() >= 0
    if allocation is Allocation.PROPORTIONAL:
        spread = np.ptp(after.arrivals[0][:, pairs.flow_material == 0], axis=1)
        assert spread == pytest.approx(0, abs=1e-12)
    if allocation is Allocation.PRIORITY:
        assert after.arrivals[0][:, _favoured(pairs)] == pytest.approx(1.0)


def test_what_is_lost_is_made_up_for_once_the_cut_ends_and_no_more(tmp_path: Path):
    pairs = _pairs(tmp_path)
    cut = _cut(pairs, 0.5, until=60)
    found = supply_of(pairs, _bare(pairs, catch_up_rate=0.8), cut).arrivals[0, :, 0]
    assert found[20:60] == pytest.approx(0.5)
    assert found[60:85] == pytest.approx(1.8)
    assert found[85:] == pytest.approx(1.0)
    assert found.sum() == pytest.approx(DAYS)


HELPS = {
    "leakage": 1,
    "alternative_share": 1,
    "alternative_lag_days": -1,
    "alternative_ramp_days": -1,
    "recycling_share": 1,
    "recycling_ramp_days": -1,
    "public_stock_days": 1,
    "dependence": -1,
}


@pytest.mark.parametrize(("name", "sign"), HELPS.items())
def test_arrivals_over_the_year_rise_and_fall_with_each_driver(tmp_path: Path, name: str, sign: int):
    pairs = _pairs(tmp_path)
    levels = np.linspace(0, 1, 9)
    parameters = parameters_at(pairs, {name: levels}, draws=9)
    found = supply_of(pairs, parameters, _cut(pairs, 0.8), policy=StockPolicy(release=Rule.AT_ONCE))
    summed = np.cumsum(found.arrivals, axis=1)
    assert (sign * np.diff(summed, axis=0) >= -1e-9).all()
    assert np.ptp(summed[:, -1], axis=0).max() > 0.1


def test_a_deeper_cut_never_brings_more_on_any_day(tmp_path: Path):
    pairs = _pairs(tmp_path)
    shares = [supply_of(pairs, parameters_at(pairs, {}), _cut(pairs, share)).arrivals for share in (0, 0.3, 0.6, 1)]
    assert all((deeper <= milder + 1e-12).all() for milder, deeper in pairwise(shares))


def test_every_figure_that_drives_the_balance_is_used(tmp_path: Path):
    """Elasticities and the highest price need a price, the cost of alternatives is told beside; all others count."""
    pairs = _pairs(tmp_path)
    cut = _cut(pairs, 0.8, until=120)
    policy = StockPolicy(release=Rule.AT_ONCE)
    base = supply_of(pairs, parameters_at(pairs, {}), cut, policy=policy)
    idle = set()
    for name in FIGURES:
        other = supply_of(pairs, parameters_at(pairs, {name: np.array([0.9])}), cut, policy=policy)
        same = all(
            np.array_equal(getattr(base.use, part), getattr(other.use, part))
            for part in ("arrivals", "thrift_max", "thrift_days", "stock_days")
        )
        idle |= {name} if same else set()
    elasticities = {f"elasticity_{months}_months" for months in (6, 12, 24)}
    assert idle == {"alternative_cost", "price_cap"} | elasticities


def test_draws_of_one_call_are_the_draws_one_by_one(tmp_path: Path):
    pairs = _pairs(tmp_path)
    rng = np.random.default_rng(7)
    levels = {name: rng.random((5, len(pairs.materials))) for name in FIGURES}
    cut = rng.random((5, DAYS, len(pairs.flows))) * _cut(pairs)
    policy = StockPolicy(release=Rule.FROM_DAY, release_day=9, allocation=Allocation.PRIORITY)
    whole = supply_of(pairs, parameters_at(pairs, levels, draws=5), cut, policy=policy)
    for draw in range(5):
        one = parameters_at(pairs, {name: level[draw : draw + 1] for name, level in levels.items()})
        part = supply_of(pairs, one, cut[draw : draw + 1], policy=policy)
        assert part.arrivals[0] == pytest.approx(whole.arrivals[draw], abs=1e-14)
        assert part.use.stock_days[0] == pytest.approx(whole.use.stock_days[draw], abs=1e-14)


def test_the_order_of_uses_changes_nothing(tmp_path: Path):
    materials = read_text(tmp_path, materials_text())
    uses = read_uses_text(tmp_path, materials, MIXED)
    codes = sorted(SECTORS["oecd45"])
    one, other = (pairs_of(materials, rows, scheme="oecd45", sectors=codes) for rows in (uses, uses[::-1]))
    cut = _cut(one) * np.linspace(0.1, 1, len(one.flows))
    assert one.flows == other.flows
    first, second = (supply_of(each, parameters_at(each, {}), cut).arrivals for each in (one, other))
    assert np.array_equal(first, second)


def test_a_cut_of_another_shape_or_beyond_one_is_refused(tmp_path: Path):
    pairs = _pairs(tmp_path)
    parameters = parameters_at(pairs, {})
    with pytest.raises(LibraryError, match="has the shape"):
        supply_of(pairs, parameters, np.zeros((1, DAYS)))
    with pytest.raises(LibraryError, match="not from 0 to 1"):
        supply_of(pairs, parameters, _cut(pairs, 1.1))
    with pytest.raises(LibraryError, match="not from 0 to 1"):
        supply_of(pairs, parameters, _cut(pairs, np.nan))


def test_levels_are_checked_all_at_once(tmp_path: Path):
    pairs = _pairs(tmp_path)
    with pytest.raises(LibraryError) as fault:
        parameters_at(pairs, {"leak": np.array([0.5]), "leakage": np.array([1.5]), "phi": np.zeros((2, 2))})
    assert len(fault.value.problems) == 3
    assert "Did you mean 'leakage'?" in str(fault.value)


def test_an_economy_that_lacks_a_sector_is_refused_by_name(tmp_path: Path):
    materials = read_text(tmp_path, materials_text())
    uses = read_uses_text(tmp_path, materials, uses_text())
    with pytest.raises(LibraryError, match="the economy has no sector '21' of oecd45"):
        pairs_of(materials, uses, scheme="oecd45", sectors=("17",))
    with pytest.raises(LibraryError, match="no phi for any sector of wiod35"):
        pairs_of(materials, uses, scheme="wiod35", sectors=("17",))


@pytest.mark.parametrize("dispersion", [0.0, 0.3, 0.7, 1.5])
def test_strata_have_the_mean_of_the_distribution_and_the_weakest_lies_in_its_tail(dispersion: float):
    found = strata(np.array([100.0]), np.array([dispersion]))[0]
    assert found @ weights() == pytest.approx(100 * np.exp(dispersion**2 / 2))
    assert (np.diff(found) >= -1e-9).all()
    draws = 100 * np.exp(dispersion * np.random.default_rng(3).standard_normal(400_000))
    assert found[0] == pytest.approx(draws[draws <= np.quantile(draws, EDGES[1])].mean(), rel=0.02)


def test_a_licence_is_a_delay_and_then_a_partial_release():
    cut = licence_cut(300, start=10, delay_days=[63, 0], released_share=[0.4, 1.0], ramp_days=[30, 0], until=250)
    assert cut.shape == (2, 300)
    assert cut[0, :10].max() == 0
    assert cut[0, 10:73].min() == 1
    assert cut[0, 73 + 30] == pytest.approx(1 - 0.4 * (1 - np.exp(-1)))
    assert cut[0, 249] > 0.59
    assert cut[0, 250:].max() == 0
    assert cut[1].max() == 0


def test_measures_on_one_flow_combine_as_what_each_lets_through():
    assert combined([0.5, 0.5, 0.0]) == pytest.approx(0.75)
    assert combined([]) == 0
    assert combined([np.array([0.2, 1.0]), 0.5]) == pytest.approx(np.array([0.6, 1.0]))
