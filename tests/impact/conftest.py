"""What the tests of a run share: the made-up economy, and Japan's with answers of the law kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import small_economy as made

from sekisho import Library
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.impact.model import Model, model_of
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.simulation import simulate


@pytest.fixture(scope="session")
def small(library: Library) -> Model:
    """The made-up economy with its three materials."""
    return made.model(library)


@pytest.fixture(scope="session")
def japan(library: Library) -> Model:
    """Japan's economy with all materials on file."""
    return model_of(library, find_table(library, "jpn-2018"))


@pytest.fixture(scope="session", autouse=True)
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which answers of the law are kept as long as the tests run."""
    made.KEPT[:] = [tmp_path_factory.mktemp("answers")]
    return made.KEPT[0]


@pytest.fixture(scope="session")
def ban(library: Library, japan: Model, answers: Path) -> ImpactResult:
    """The ban of January 2026 over two months, in a few draws."""
    settings = RunSettings(draws=16, months=2, cache=answers)
    return simulate(scenario_of(library, ["japan-ban"]), library, japan, settings)
