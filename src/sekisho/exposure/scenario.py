"""A scenario of the national model that a firm looks at its bill under."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sekisho.impact.defaults import TABLE
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.impact.model import Model, model_of
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.scenario.scenario import Scenario
from sekisho.law.model.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class National:
    """A scenario of the national model whose draws the firm shares.

    Parameters
    ----------
    sector
        Sector of end use of the firm, a code of the economy; the mean of all if left out.
    """

    scenario: Scenario
    model: Model
    settings: RunSettings
    sector: str = ""


def national_of(
    library: Library, name: str, settings: RunSettings, *, sector: str = "", tables: Path | None = None
) -> National:
    """Put a scenario and its model together.

    Parameters
    ----------
    name
        Of the scenario.
    sector
        Sector of end use of the firm; the mean of all if left out.
    tables
        The user's folder of input-output tables; None knows only what is shipped.

    Raises
    ------
    ScenarioError
        If there is no such scenario.
    TableError
        If the table is not at hand.
    """
    scenario = scenario_of(library, (name,))
    table = find_table(library, TABLE, tables)
    model = model_of(library, table, supplier=scenario.supplier, buyer=scenario.buyer)
    return National(scenario=scenario, model=model, settings=settings, sector=sector)
