"""What the balance of materials hands to the engine is what the engine takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.made_materials import SECTORS, materials_text, read_text, read_uses_text, use, uses_text

from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import EngineDraws, run_engine
from sekisho.impact.materials.balance import Supply, supply_of
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.parameters import Parameters, parameters_at
from sekisho.impact.materials.sector_pairs import Pairs, pairs_of
from sekisho.impact.materials.use import Purpose

CODES = sorted(SECTORS["oecd45"])
DAYS = 120


def _pairs(folder: Path) -> Pairs:
    """Gallium in sector 17, civil and for defence, and in 21; indium in 17."""
    text = uses_text(use("gallium", "17", end="defence_supply_chain", purpose="defence", share="0"))
    materials = read_text(folder, materials_text())
    return pairs_of(materials, read_uses_text(folder, materials, text), scheme="oecd45", sectors=CODES)


def _economy() -> Economy:
    ones = np.ones(len(CODES))
    return Economy(
        regions=("JP",),
        sectors=tuple(CODES),
        flows=np.zeros((len(CODES), len(CODES))),
        final=ones,
        output=ones,
        value_added_share=ones,
        critical=np.zeros((len(CODES), len(CODES))),
        unit="million USD",
        year=2018,
    )


def _draws(found: Supply) -> EngineDraws:
    draws, ones = len(found.use.phi), np.ones(len(found.use.phi))
    return EngineDraws(
        inventory_days=np.zeros((draws, len(CODES))),
        restoration_days=ones,
        psi=ones,
        overcapacity=ones,
        overcapacity_days=ones,
        materials=found.use,
    )


def _set(parameters: Parameters, **values: float) -> Parameters:
    figures = {
        name: np.full_like(held, values.get(name, float(held.flat[0]))) for name, held in parameters.figures.items()
    }
    return Parameters(figures=figures, phi=parameters.phi)


def _nothing_helps(pairs: Pairs, **values: float) -> Parameters:
    off = dict.fromkeys(("leakage", "alternative_share", "recycling_share", "catch_up_rate", "thrift_share"), 0.0)
    return _set(parameters_at(pairs, {}), **{**off, "dependence": 1.0, **values})


def _cut(pairs: Pairs, share: float) -> Array:
    return np.full((1, DAYS, len(pairs.flows)), share)


def test_uses_of_a_material_in_a_sector_are_one_pair_whose_phi_add_up(tmp_path: Path):
    pairs = _pairs(tmp_path)
    found = supply_of(pairs, parameters_at(pairs, {}), _cut(pairs, 0.5)).use
    keys = list(zip(found.pair_material.tolist(), found.pair_sector.tolist(), strict=True))
    place = {code: CODES.index(code) for code in ("17", "21")}
    assert keys == [(0, place["17"]), (0, place["21"]), (1, place["17"])]
    assert found.phi[0] == pytest.approx([0.4, 0.2, 0.2])


def test_a_cut_of_63_percent_stops_output_on_the_95th_day_with_60_days_of_stock(tmp_path: Path):
    pairs = _pairs(tmp_path)
    found = supply_of(pairs, _nothing_helps(pairs, firm_stock_days=60.0, stock_dispersion=0.0), _cut(pairs, 0.63))
    paths = run_engine(_economy(), _draws(found), days=DAYS)
    assert paths.first_short.tolist() == [[95, 95, 95]]
    lost = 0.63 * (0.4 + 0.2)
    assert paths.daily[0, 100] == pytest.approx(lost)


def test_firms_with_little_stock_are_short_before_the_one_in_the_middle(tmp_path: Path):
    pairs = _pairs(tmp_path)
    even = supply_of(pairs, _nothing_helps(pairs, firm_stock_days=60.0, stock_dispersion=0.0), _cut(pairs, 1.0))
    uneven = supply_of(pairs, _nothing_helps(pairs, firm_stock_days=60.0, stock_dispersion=0.7), _cut(pairs, 1.0))
    first = [run_engine(_economy(), _draws(each), days=DAYS).first_short[0, 0] for each in (even, uneven)]
    assert first[0] == 60
    assert 5 < first[1] < 15


def test_of_a_cut_of_one_part_of_a_sector_the_pair_gets_the_mean_or_stays_apart(tmp_path: Path):
    pairs = _pairs(tmp_path)
    cut = _cut(pairs, 0.0)
    cut[:, :, [flow.purpose is Purpose.DEFENCE for flow in pairs.flows]] = 1.0
    parameters = _nothing_helps(pairs)
    joined = supply_of(pairs, parameters, cut).use
    assert joined.pair_arrivals is not None
    assert joined.arrivals[0, :, joined.pair_arrivals[0]] == pytest.approx(0.5)
    apart = supply_of(pairs, parameters, cut, apart=True).use
    assert apart.pair_arrivals is not None
    assert apart.phi[0] == pytest.approx([0.2, 0.2, 0.2, 0.2])
    reached = apart.arrivals[0, 0, apart.pair_arrivals]
    assert sorted(reached.tolist()) == [0.0, 1.0, 1.0, 1.0]


def test_draws_run_in_the_engine_and_more_of_everything_that_helps_loses_less(tmp_path: Path):
    pairs = _pairs(tmp_path)
    levels = np.linspace(0, 1, 5)
    helps = ("leakage", "alternative_share", "recycling_share", "thrift_share", "firm_stock_days")
    losses = []
    for name in helps:
        found = supply_of(pairs, parameters_at(pairs, {name: levels}, draws=5), _cut(pairs, 0.9))
        losses.append(run_engine(_economy(), _draws(found), days=DAYS).value_added_loss.sum(axis=(1, 2)))
    for name, lost in zip(helps, losses, strict=True):
        assert (np.diff(lost) <= 1e-12).all(), name
        assert lost[0] > lost[-1], name
