"""What do observations say of a scenario: prior and posterior, forecasts written down, and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.defaults import DRAWS, SEED
from sekisho.law.model.assumptions import collecting
from sekisho.message import message
from sekisho.service.impact import (
    AsOfVintage,
    Draws,
    ImpactRequest,
    Observed,
    Seed,
    inputs_of,
    observations_of,
    settings_of,
    vintage_of,
)
from sekisho.service.impact_economy import several_ways
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.impact.nowcast.nowcast import NowcastResult
    from sekisho.impact.nowcast.scores import ForecastScore
    from sekisho.impact.run_settings import Progress

MONTHS: Final = 6
"""Months that are forecast if nobody says."""
MOST_MONTHS: Final = 24
"""Months that may be forecast: with the months before them they have to fit what the model can run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowcastRequest:
    """A scenario, what was observed of it, and up to which day."""

    names: Annotated[
        tuple[str, ...],
        Ask("Ids of measures and names of scenarios; their cuts add up.", metavar="SCENARIO...", argument=True),
    ]
    observed: Observed = None
    as_of: AsOfVintage = None
    months: Annotated[
        int,
        Ask("Calendar months after the vintage that are forecast.", metavar="M", least=1, most=MOST_MONTHS),
    ] = MONTHS
    draws: Draws = DRAWS
    seed: Seed = SEED


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRequest:
    """Forecasts that were written down, and what was published since."""

    forecast: Annotated[
        Path, Ask("File of forecasts, as `sekisho nowcast -o` wrote it.", metavar="FORECAST", argument=True)
    ]
    observed: Observed = None


def nowcast(request: NowcastRequest, workspace: Workspace, *, progress: Progress | None = None) -> NowcastResult:
    """Compare a scenario with what was observed up to a day, and forecast what will be published.

    Raises
    ------
    ScenarioError, FactError
        With everything in what was asked, or in the observation file, that is wrong.
    """
    from sekisho.impact.model import model_of
    from sekisho.impact.nowcast.nowcast import nowcast as hold_against

    asked = ImpactRequest(names=request.names, draws=request.draws, seed=request.seed)
    scenario, table = inputs_of(asked, workspace, None)
    if scenario.outcomes:
        raise ScenarioError(several_ways(scenario))
    model = model_of(workspace.library, table, supplier=scenario.supplier, buyer=scenario.buyer)
    return hold_against(
        scenario,
        workspace.library,
        model,
        observations_of(request.observed, workspace, model.materials),
        as_of=vintage_of(request.as_of, workspace),
        months=request.months,
        settings=settings_of(asked, workspace, progress=progress),
    )


def score(request: ScoreRequest, workspace: Workspace) -> ForecastScore:
    """Score forecasts on what was published later.

    Raises
    ------
    ScenarioError, FactError
        If a file is not what it should be, with all problems.
    """
    from sekisho.impact.materials.package_materials import materials_and_uses
    from sekisho.impact.nowcast.forecast_file import read_forecasts
    from sekisho.impact.nowcast.scores import score_forecasts

    problems: list[Problem] = []
    materials, _ = materials_and_uses(workspace.library)
    with collecting(problems):
        forecasts = read_forecasts(request.forecast)
    with collecting(problems):
        observations = observations_of(request.observed, workspace, materials)
    if problems:
        raise ScenarioError(problems)
    return score_forecasts(forecasts, observations)


def check_forecast_place(file: Path) -> None:
    """Make sure, before any work, that forecasts can be written to a file.

    Raises
    ------
    ScenarioError
        If it is there already, or is no JSON file.
    """
    from sekisho.impact.nowcast.forecast_file import check_new

    if file.suffix != ".json":
        raise ScenarioError(
            Problem(
                where="-o",
                what=message("nowcast.no_json", "'{name}' is not a JSON file.", name=file.name),
                remedy=message("nowcast.expected_json", "Expected a name in .json."),
            )
        )
    check_new(file)


def write_down(result: NowcastResult, file: Path, *, program: str) -> None:
    """Write the forecasts of a nowcast to a new file.

    Raises
    ------
    ScenarioError
        If the file is there already.
    """
    from sekisho.impact.nowcast.forecast_file import write_forecasts

    write_forecasts(result, file, program=program)
