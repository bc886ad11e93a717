"""What the law answers on the way to a cost, as a digest: other law that answers alike leaves a sheet as it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sekisho.impact.model import Model
from sekisho.impact.run_setup import shock_for
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import Scenario
from sekisho.law.model.library import Library

if TYPE_CHECKING:
    from sekisho.impact.run_settings import RunSettings


def law_answers(scenario: Scenario, library: Library, model: Model, settings: RunSettings) -> str:
    """Ask the law of everything that a scenario hits, and return the digest of its answers.

    Raises
    ------
    ScenarioError, LibraryError
        With everything in the scenario that is not known.
    """
    horizon = Horizon(start=scenario.start, months=scenario.months)
    shock = shock_for(scenario, horizon, library, model, settings)
    # Who uses what for whom is economy data, and part of a sheet's key by itself.
    return hashlib.sha256(repr((shock.lawful, shock.on_headings)).encode()).hexdigest()
