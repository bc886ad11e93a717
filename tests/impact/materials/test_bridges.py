"""Uses of materials move to another classification, and what cannot ship without a material stays what it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sekisho import Library
from sekisho.impact.economy.tables.loading import load_table
from sekisho.impact.economy.tables.package_tables import shipped_table
from sekisho.impact.materials.bridges import SchemeBridge, bridged_uses, bridges_of
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


@pytest.mark.skipif(not WORLD.is_file(), reason="the published table of the world lies beside the checkout")
def test_materials_run_on_the_table_of_the_world(library: Library):
    model = model_of(library, load_table(WORLD, law=library))
    assert model.table.regions == ("JP",)
    assert model.table.scheme == "wiod35"
    assert any("moved to the sectors" in text for text in model.table.assumptions)
    cars = [use for use in model.pairs.uses if use.sector == "34t35"]
    assert np.all([0 < use.phi.central < 1 for use in cars])
