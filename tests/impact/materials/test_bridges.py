"""Uses of materials move to another classification, and what cannot ship without a material stays what it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.raw_tables import table_of

from sekisho import Library
from sekisho.impact.economy.package_folder import sector_schemes
from sekisho.impact.economy.table import Sector
from sekisho.impact.economy.tables.loading import load_table
from sekisho.impact.economy.tables.package_tables import shipped_table
from sekisho.impact.materials.bridges import SchemeBridge, bridged_degrees, bridged_uses, bridges_of
from sekisho.impact.materials.package_materials import materials_and_uses
from sekisho.impact.materials.use import Use
from sekisho.impact.model import model_of

WORLD = Path(__file__).parents[4] / "shared/data/wiod2013/wiot_8reg_2011.csv.gz"


def value_added(library: Library) -> dict[str, float]:
    table = shipped_table(library, "jpn-2018")
    return dict(zip(table.codes, table.value_added.tolist(), strict=True))


def at_risk(uses: tuple[Use, ...] | list[Use], of: dict[str, float]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for use in uses:
        sums[str(use.material)] += use.phi.central * of[use.sector]
    return sums


def test_phi_times_value_added_is_kept_by_every_bridge_and_shares_of_use_add_up(library: Library):
    _, uses = materials_and_uses(library, importer="JP", seller="CN")
    here = value_added(library)
    on_file = [use for use in uses if use.scheme == "oecd45"]
    for bridge in bridges_of(library).values():
        moved = bridged_uses(uses, bridge, here)
        there = {
            code: sum(weight * here[part] for part, weight in parts.items()) for code, parts in bridge.weights.items()
        }
        assert at_risk(moved, there) == pytest.approx(at_risk(on_file, here), rel=0.01)
        for material in {use.material for use in moved}:
            assert sum(use.use_share for use in moved if use.material == material) == pytest.approx(1.0)


def test_a_mean_over_parts_by_hand(library: Library):
    _, uses = materials_and_uses(library, importer="JP", seller="CN")
    first = next(use for use in uses if use.sector == "17")
    figures = [replace(first.phi, low=0.0, central=phi, high=phi) for phi in (0.3, 0.1)]
    parts = [replace(first, sector=code, phi=phi, use_share=0.5) for code, phi in zip("ab", figures, strict=True)]
    bridge = SchemeBridge(scheme="made-up", weights={"x": {"a": 1.0, "b": 0.5}, "y": {"b": 0.5}})
    merged, rest = bridged_uses(
        [replace(use, scheme="oecd45") for use in parts], bridge, {"a": 100.0, "b": 200.0}
    )  # fmt: skip
    # 0.3 of 100 and 0.1 of the half of 200 that goes along: 0.2 of 200. The other half keeps its 0.1.
    assert (merged.sector, rest.sector) == ("x", "y")
    assert [merged.phi.central, merged.use_share] == pytest.approx([0.2, 0.75])
    assert [rest.phi.central, rest.use_share] == pytest.approx([0.1, 0.25])


def test_weights_left_open_go_by_the_value_added_of_the_table_and_sectors_that_are_not_there_have_none():
    weights = {"x": {"a": 0.2}, "y": {"a": 0.4}, "z": {"a": 0.4, "b": 1.0}}
    bridge = SchemeBridge(scheme="made-up", weights=weights, open=frozenset({("y", "a"), ("z", "a")}))
    # Of a, 0.2 is stated for x; the rest goes to y and z as 30 to 10.
    among = bridge.among({"x": 50.0, "y": 30.0, "z": 10.0})
    assert among.weights == {"x": {"a": 0.2}, "y": {"a": pytest.approx(0.6)}, "z": {"a": pytest.approx(0.2), "b": 1.0}}
    # Without x its part is shared out among those that are there.
    assert bridge.among({"y": 30.0, "z": 10.0}).weights["y"]["a"] == pytest.approx(0.75)


def test_inputs_bind_as_the_industries_do_that_a_sector_consists_of():
    bridge = SchemeBridge(scheme="made-up", weights={"x": {"a": 1.0, "b": 1.0}, "y": {"c": 1.0}})
    degrees = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 0.5], [0.0, 1.0, 0.0]])
    moved = bridged_degrees(bridge, ("x", "y"), degrees, {"a": 30.0, "b": 10.0, "c": 5.0})
    # y needs a fully and b half: 0.75 and 0.25 of x. x needs c for b alone, a quarter of it.
    assert moved == pytest.approx(np.array([[0.0, 0.875], [0.25, 0.0]]))


@pytest.mark.parametrize("scheme", ["wiod56", "mic37", "eora26", "nace1"])
def test_materials_run_in_the_sectors_of_every_publisher(library: Library, scheme: str):
    codes = list(sector_schemes(library)[scheme].names)
    table = table_of(5, sectors=len(codes))
    sectors = tuple(Sector(code=code, name=code, scheme=scheme) for code in codes)
    model = model_of(library, replace(table, sectors=sectors))
    shares: dict[str, float] = defaultdict(float)
    for use in model.pairs.uses:
        shares[str(use.material)] += use.use_share
    assert all(share == pytest.approx(1.0) for share in shares.values())
    assert 0 < model.economy.critical.max() <= 1
    # Two countries in a file, the buyer among them, leave the whole table for spill-overs.
    world = replace(table_of(6, sectors=len(codes), regions=2, closed=True), sectors=sectors)
    assert model_of(library, world).world is world


@pytest.mark.skipif(not WORLD.is_file(), reason="the published table of the world lies beside the checkout")
def test_materials_run_on_the_table_of_the_world(library: Library):
    model = model_of(library, load_table(WORLD, law=library))
    assert model.table.regions == ("JP",)
    assert model.table.scheme == "wiod35"
    assert any("moved to the sectors" in text for text in model.table.assumptions)
    cars = [use for use in model.pairs.uses if use.sector == "34t35"]
    assert np.all([0 < use.phi.central < 1 for use in cars])
