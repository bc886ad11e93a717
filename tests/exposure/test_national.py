"""Firm and country see the same draws: what arrives for a firm is what arrives in the national model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.support.bills import CIVIL, LIBRARY, WORKS, bill

import sekisho.impact.scenario_run as national_run
from sekisho import Reading
from sekisho.errors import ScenarioError
from sekisho.exposure.assessment import AssessmentInput, expose
from sekisho.exposure.national_supply import national_availability
from sekisho.exposure.scenario import National
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.impact.materials.balance import Supply
from sekisho.impact.model import Model, model_of
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.run_setup import switches_of
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.shock.shock import shock_of
from sekisho.impact.uncertainty.draws import draw
from sekisho.present.exposure.findings import caveats

SETTINGS = RunSettings(draws=16, seed=3, months=6)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    table = find_table(LIBRARY, "jpn-2018", tmp_path_factory.mktemp("tables"))
    return model_of(LIBRARY, table, supplier="CN", buyer="JP")


def test_what_arrives_for_a_firm_is_what_the_engine_of_the_country_takes(model: Model, monkeypatch: pytest.MonkeyPatch):
    """The arrivals that the engine is given, by material and weighted by base use, are those of the firm."""
    scenario = scenario_of(LIBRARY, ("rare-earths-stop",))
    found = national_availability(scenario, LIBRARY, model, SETTINGS)
    taken: list[np.ndarray] = []
    whole: Callable[..., Supply] = national_run.__dict__["supply_of"]

    def seen(*args: object, **more: object) -> Supply:
        supply = whole(*args, **more)
        taken.append(supply.arrivals)
        return supply

    monkeypatch.setattr(national_run, "supply_of", seen)
    horizon = Horizon(start=scenario.start, months=6)
    shock = shock_of(scenario, horizon, LIBRARY, model.materials, model.pairs.flows, assume={}, cache=None)
    runner = ScenarioRun(model=model, shock=shock, draws=draw(16, 3), settings=SETTINGS)
    runner.run(Reading.CENTRAL, switches_of(scenario, 0.0), 16)
    arrivals = np.concatenate(taken)
    for material in range(len(model.pairs.materials)):
        flows = model.pairs.flow_material == material
        mean = arrivals[:, :, flows] @ model.pairs.flow_share[flows]
        assert np.allclose(found.share[:, :, material], np.clip(mean, 0, 1), atol=1e-6)
    assert found.share.shape == (16, horizon.days, len(model.pairs.materials))
    assert found.share.min() < 0.5 < found.share.max() == 1.0


def test_a_firm_feels_the_materials_that_come_into_its_bill(tmp_path: Path, model: Model):
    scenario = scenario_of(LIBRARY, ("rare-earths-stop",))
    national = National(scenario=scenario, model=model, settings=SETTINGS)
    asked = AssessmentInput(as_of=date(2026, 9, 30), facts=CIVIL, national=national, remedies=False)
    found = expose(bill(tmp_path, WORKS), LIBRARY, asked)
    names = {found.bill.parts.ids[part] for part in found.case.network.products.tolist()}
    assert names == {"servo"}, "dysprosium comes into it; housings hang on no material of the scenario"
    servo = next(one for one in found.products if one.product == "servo")
    assert servo.weeks is not None
    assert 0 < servo.weeks.low < servo.weeks.mid < servo.weeks.high
    (dysprosium,) = found.case.network.use_material.tolist()
    assert found.case.availability.materials[dysprosium] == "heavy-rare-earths"
    share = found.case.availability.share[:, :, dysprosium]
    first = [int(np.flatnonzero(np.cumsum(1 - draw) > 50)[0]) for draw in share]
    assert found.case.stops.survive[:, 0].tolist() == first, "50 days of stock on the way, used up draw by draw"


def test_curbed_parts_that_no_material_stands_for_are_counted_and_told(tmp_path: Path, model: Model):
    scenario = scenario_of(LIBRARY, ("rare-earths-stop",))
    national = National(scenario=scenario, model=model, settings=SETTINGS)
    asked = AssessmentInput(as_of=date(2026, 9, 30), facts=CIVIL, national=national, remedies=False)
    camera = "servo,camera,1,piece,30,USD,CN,Acme,,6A203.b.5,sole,10,30,\n"
    found = expose(bill(tmp_path, WORKS.rstrip("\n") + "\n" + camera), LIBRARY, asked)
    assert "camera" in {row.number for row in found.parts}
    assert found.case.untied == 1
    assert any(
        "Nothing ties 1 part that may be controlled to a material of the scenario" in text for text in caveats(found)
    )
    alone = AssessmentInput(as_of=date(2026, 9, 30), facts=CIVIL, remedies=False)
    assert expose(found.bill, LIBRARY, alone).case.untied == 0


def test_a_sector_that_takes_no_material_is_told(model: Model):
    scenario = scenario_of(LIBRARY, ("rare-earths-stop",))
    with pytest.raises(ScenarioError, match="no material goes to sector 'shipyards'"):
        national_availability(scenario, LIBRARY, model, SETTINGS, sector="shipyards")
