"""Imports by month and origin: the terms of the balance of materials told apart, and nothing lost between them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.support.made_materials import made_pairs

from sekisho.impact.materials.balance import supply_of
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.origins import origins_of
from sekisho.impact.materials.parameters import Parameters, parameters_at
from sekisho.impact.materials.sector_pairs import Pairs
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.shock.import_flows import import_flows

HORIZON = Horizon(start=date(2026, 1, 6), months=6)
"""Whole months from January to June 2026; the five days of July are no whole month."""


def _cut(pairs: Pairs, share: float, start: int = 0) -> Array:
    cut = np.zeros((1, HORIZON.days, len(pairs.flows)))
    cut[:, start:] = share
    return cut


def _parameters(pairs: Pairs, **values: float) -> Parameters:
    found = parameters_at(pairs, {})
    off = dict.fromkeys(("recycling_share", "public_stock_days"), 0.0)
    figures = {
        name: np.full_like(figure, {**off, **values}[name]) if name in {**off, **values} else figure
        for name, figure in found.figures.items()
    }
    return Parameters(figures=figures, phi=found.phi)


def test_by_hand_the_first_month_has_its_normal_days(tmp_path: Path):
    pairs = made_pairs(tmp_path)
    given = _parameters(pairs, dependence=0.8, leakage=0.25, alternative_share=0.0)
    flows = import_flows(pairs, origins_of(pairs, given, _cut(pairs, 0.5)), HORIZON)
    assert flows.months == ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
    # 26 of 31 days at half: 0.8 x (5 + 13) / 31; a quarter of the cut 0.4 comes by other countries beside their 0.2.
    assert flows.seller[0, :2, 0] == pytest.approx([0.8 * 18 / 31, 0.4])
    assert flows.others[0, :2, 0] == pytest.approx([0.2 + 0.1 * 26 / 31, 0.3])


def test_origins_add_up_to_what_the_balance_of_materials_says_arrives(tmp_path: Path):
    pairs = made_pairs(tmp_path)
    given, cut = _parameters(pairs), _cut(pairs, 0.7, start=26)
    flows = import_flows(pairs, origins_of(pairs, given, cut), HORIZON)
    arrivals = supply_of(pairs, given, cut).arrivals
    february = slice(26, 26 + 28)
    for at in range(len(pairs.materials)):
        of = pairs.flow_material == at
        daily = (arrivals[0] * (pairs.flow_share * of)).sum(axis=1) / (pairs.flow_share * of).sum()
        assert flows.seller[0, 1, at] + flows.others[0, 1, at] == pytest.approx(daily[february].mean())


def test_without_a_cut_all_is_normal_and_a_deeper_cut_never_brings_more(tmp_path: Path):
    pairs = made_pairs(tmp_path)
    given = _parameters(pairs)
    before = import_flows(pairs, origins_of(pairs, given, _cut(pairs, 0.0)), HORIZON)
    assert np.allclose(before.seller, before.dependence[:, None, :])
    assert np.allclose(before.seller + before.others, 1.0)
    for share in (0.2, 0.5, 1.0):
        flows = import_flows(pairs, origins_of(pairs, given, _cut(pairs, share)), HORIZON)
        assert (flows.seller <= before.seller + 1e-12).all()
        assert (flows.others >= before.others - 1e-12).all()
        before = flows


def test_rows_of_a_run_share_out_all_imports_and_have_tonnes_where_a_normal_month_is_on_file(ban: ImpactResult):
    rows = ban.imports()
    places = {(row.material, row.month) for row in rows}
    assert len(rows) == 2 * len(places)
    for material, month in places:
        both = [row for row in rows if (row.material, row.month) == (material, month)]
        assert sum(row.share_of_imports.mean for row in both) == pytest.approx(1.0)
        assert [row.origin for row in both] == ["CN", "XX"]
    heavy = next(row for row in rows if row.material == "heavy-rare-earths" and row.origin == "CN")
    assert heavy.tonnes is not None
    assert heavy.normal is not None
    assert 0 < heavy.tonnes.p50 < heavy.normal < 30
    assert heavy.cut.p50 == pytest.approx(1 - heavy.arrives.p50, abs=1e-9)
    assert next(row for row in rows if row.material == "bismuth").tonnes is None
