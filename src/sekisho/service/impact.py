"""What does it cost: measures, scenarios or presets put together, run once, for every face alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from sekisho.impact.defaults import DRAWS, SEED
from sekisho.law.model.term import Reading

if TYPE_CHECKING:
    from sekisho.impact.economy.table import InputOutputTable
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult
    from sekisho.impact.simulation import Progress, RunSettings
    from sekisho.service.check import Workspace

AUTO: Final = "auto"
FEW_DRAWS: Final = 64
"""Draws up to which `auto` takes numpy: numba compiles the engine for about 20 s of CPU where no cache holds it, and
numpy runs so few draws in less. A guess from one machine: larger costs seconds on a warm cache, smaller on a cold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRequest:
    """What is to be costed, and how; the defaults of every face stand here.

    Parameters
    ----------
    names
        Ids of measures, names of scenarios or presets, or paths of scenario files; their cuts add up.
    months, start
        Length of the horizon, and its first day; None takes the scenario's own.
    reading
        The reading that heads the answer; all three are run if they differ.
    draws
        A power of two.
    kernel
        `numpy`, `numba`, or `auto`: numba where it is installed and there are more than a few draws.
    assume
        Values of named unknowns of the law.
    """

    names: tuple[str, ...]
    months: int | None = None
    start: date | None = None
    reading: Reading = Reading.CENTRAL
    draws: int = DRAWS
    seed: int = SEED
    kernel: str = AUTO
    assume: Mapping[str, str] = field(default_factory=dict)


def impact(
    request: ImpactRequest, workspace: Workspace, table: InputOutputTable, *, progress: Progress | None = None
) -> ImpactResult | OutlookResult:
    """Say what measures or scenarios cost in the economy of a table, with a band and where it comes from.

    Raises
    ------
    ScenarioError
        With everything in what was asked that cannot be run.
    """
    from sekisho.impact.model import model_of
    from sekisho.impact.outlook import run_outlook
    from sekisho.impact.scenario.resolution import scenario_of
    from sekisho.impact.simulation import simulate

    library = workspace.library
    scenario = scenario_of(library, request.names)
    model = model_of(library, table, supplier=scenario.supplier, buyer=scenario.buyer)
    run = run_outlook if scenario.outcomes else simulate
    return run(scenario, library, model, settings_of(request, workspace, progress=progress))


def settings_of(request: ImpactRequest, workspace: Workspace, *, progress: Progress | None = None) -> RunSettings:
    """Return how the engine is to run a request."""
    from sekisho.impact.simulation import RunSettings

    return RunSettings(
        months=request.months,
        start=request.start,
        reading=request.reading,
        draws=request.draws,
        seed=request.seed,
        kernel=_kernel(request),
        assume=request.assume,
        cache=workspace.cache,
        progress=progress,
    )


def _kernel(request: ImpactRequest) -> str:
    if request.kernel != AUTO:
        return request.kernel
    return "numba" if request.draws > FEW_DRAWS and find_spec("numba") is not None else "numpy"
