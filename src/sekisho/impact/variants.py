"""The structural options of a run, as a scenario names them, and the share of final demand that waits."""

from __future__ import annotations

from typing import Final

import numpy as np

from sekisho.impact.engine import Switches
from sekisho.impact.model import Model
from sekisho.impact.scenario.horizon import MONTHS_A_YEAR
from sekisho.impact.scenario.scenario import Propagation, Scenario
from sekisho.impact.uncertainty.levels import QUANTILES

SHORT: Final = 3
"""Months from which the share of postponed demand falls towards that of a year."""


def postponed_share(model: Model, scenario: Scenario, months: int) -> float:
    """Return the share of unserved final demand that waits: less the longer a curb lasts, at the priors' centres."""
    said = scenario.fixed.get("postponed", "central")
    if said not in QUANTILES:
        return min(1.0, float(said))
    level = np.array(QUANTILES[said])
    short, long = (float(model.priors[f"postponed_{span}_months"].at(level)) for span in (SHORT, MONTHS_A_YEAR))
    return float(np.interp(months, (SHORT, MONTHS_A_YEAR), (short, long)))


def switches_of(scenario: Scenario, postponed: float) -> Switches:
    """Return the structural options that a scenario names."""
    return Switches(
        inventory=scenario.inventory,
        rationing=scenario.rationing,
        ceilings=scenario.ceilings,
        upstream=scenario.propagation is not Propagation.NONE,
        downstream=scenario.propagation is Propagation.FULL,
        postponed_share=postponed,
    )
