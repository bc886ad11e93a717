"""What does it cost: measures, scenarios or presets put together, run once, for every face alike."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

from sekisho.errors import FactError, Problem, ScenarioError, SekishoError
from sekisho.impact.defaults import DRAWS, SEED, TABLE
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.model.assumptions import assumptions_of, collecting
from sekisho.law.model.term import Reading
from sekisho.message import message
from sekisho.service.impact_economy import check_covered, faults_of_inputs, faults_of_why, input_called, several_ways
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.impact.economy.table import InputOutputTable
    from sekisho.impact.materials.material import Materials
    from sekisho.impact.model import Model
    from sekisho.impact.nowcast.comparisons import ObservedFile
    from sekisho.impact.nowcast.observation import Observation
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult
    from sekisho.impact.run_settings import Progress, RunSettings
    from sekisho.impact.scenario.scenario import Scenario
    from sekisho.impact.sheets.sheet_file import SheetQuestion
    from sekisho.law.model.library import Library

AUTO: Final = "auto"
FEW_DRAWS: Final = 64
"""Draws up to which `auto` takes numpy: numba compiles the engine for about 20 s of CPU where no cache holds it, and
numpy runs so few draws in less. A guess from one machine: larger costs seconds on a warm cache, smaller on a cold."""
MOST_THREADS: Final = 4
"""Threads that share the draws of a run: what is not compiled lets one work at a time, and each takes some 100 MB."""
QUICK_DRAWS: Final = 64
"""Draws of a quick answer: enough to place the range. Of a ban its upper end then strays by a third between seeds."""
KERNELS: Final = (AUTO, "numpy", "numba")
Draws = Annotated[
    int,
    Ask(
        "Draws, a power of two: few answer in seconds, many give a smoother interval.",
        metavar="N",
        least=16,
        most=65_536,
        power_of_two=True,
        refused=message("impact.draws_refused", "{value} draws cannot be made.", value=""),
        expected=message(
            "impact.expected_draws",
            "Expected a power of two from {least} to {most}, such as {near}: Sobol points are balanced then.",
            least="",
            most="",
            near="",
        ),
    ),
]
Seed = Annotated[
    int,
    Ask(
        "Seed of the draws: the same seed gives the same answer.",
        metavar="S",
        least=0,
        refused=message("impact.seed_refused", "{value} is not a seed.", value=""),
        expected=message("impact.expected_seed", "Expected a whole number from 0."),
    ),
]
Months = Annotated[
    int | None,
    Ask(
        "Months to run.",
        left_out="the scenario's",
        metavar="M",
        least=1,
        most=36,
        refused=message("impact.months_refused", "a span of {value} months cannot be run.", value=""),
    ),
]


OBSERVATIONS: Final = "observations"
"""Folder of observation files in the economy data of a package."""
AsOfVintage = Annotated[
    date | None,
    Ask("Vintage, YYYY-MM-DD: nothing that was known later weighs.", left_out="today", metavar="DAY"),
]
Observed = Annotated[
    Path | None,
    Ask("Observation file.", left_out="what the data packages have", metavar="FILE"),
]


NOTHING_TO_RUN: Final = Problem(
    where="impact",
    what=message("impact.nothing_to_run", "nothing to run."),
    remedy=message(
        "impact.name_measure", "Name a measure, a scenario or a preset; `sekisho impact --list` lists them."
    ),
)
"""What is wrong with a request that names nothing."""


NOTHING_OBSERVED: Final = Problem(
    where="as_of",
    what=message("impact.vintage_of_nothing", "a vintage is named, and nothing that was observed."),
    remedy=message("impact.name_observed", "Name an observation file, or leave the vintage out."),
)


TWO_NUMBERS: Final = Problem(
    where="quick",
    what=message("impact.quick_and_draws", "a quick answer has its own number of draws, and another is named."),
    remedy=message("impact.quick_or_draws", "Leave --quick or --draws out."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRequest:
    """What is to be costed, and how."""

    names: Annotated[
        tuple[str, ...],
        Ask(
            "Ids of measures and names of scenarios or presets; their cuts add up.",
            metavar="[MEASURE|SCENARIO]...",
            argument=True,
        ),
    ]
    start: Annotated[
        date | None,
        Ask("First day.", left_out="the scenario's, or the day a measure takes effect", metavar="DATE"),
    ] = None
    months: Months = None
    draws: Draws = DRAWS
    seed: Seed = SEED
    reading: Annotated[
        Reading,
        Ask(
            "The reading that heads the answer; all three are run if they differ.",
            refused=message("error.no_reading", "'{value}' is not a reading.", value=""),
        ),
    ] = Reading.CENTRAL
    kernel: Annotated[
        str,
        Ask("How the engine computes; auto takes numba where it is installed and draws are many.", choices=KERNELS),
    ] = AUTO
    country: Annotated[
        str,
        Ask(
            "Whose loss is asked, such as KR; it needs a table of that country.",
            left_out="the scenario's",
            metavar="COUNTRY",
        ),
    ] = ""
    table: Annotated[
        str, Ask("The input-output table by its name; for the command and in Python a file too.", metavar="NAME|FILE")
    ] = TABLE
    assume: Annotated[Mapping[str, str], Ask("Value of a named unknown of the law.", metavar="NAME=VALUE")] = field(
        default_factory=dict
    )
    why: Annotated[
        str,
        Ask(
            "Say what one uncertain input does: the loss at its low and high, its figures, and what has tested them.",
            metavar="INPUT",
        ),
    ] = ""
    quick: Annotated[bool, Ask("A rough answer from 64 draws, which says so.")] = False
    observed: Annotated[
        Path | None,
        Ask(
            "Set what was observed beside it: an observation file, which also weighs the runs as a nowcast does, or a "
            "series of Japan's or China's customs or of UN Comtrade.",
            metavar="FILE",
        ),
    ] = None
    as_of: Annotated[
        date | None,
        Ask("With --observed: nothing that was known later counts.", left_out="today", metavar="DAY"),
    ] = None


def impact(
    request: ImpactRequest,
    workspace: Workspace,
    *,
    table: InputOutputTable | None = None,
    progress: Progress | None = None,
    shipped: bool = True,
) -> ImpactResult | OutlookResult:
    """Say what measures or scenarios cost in an economy, with a band and where it comes from.

    Parameters
    ----------
    table
        The economy, where it is at hand already; else the request names it.
    shipped
        Whether an answer may be one that data packages keep ready, which has no single draws.

    Raises
    ------
    ScenarioError
        With everything in what was asked that cannot be run.
    TableError
        If nothing but the table is wrong.
    """
    from sekisho.impact.kept_runs import kept_or_run

    library = workspace.library
    scenario, economy = inputs_of(request, workspace, table)
    settings = settings_of(request, workspace, progress=progress)

    def fresh() -> ImpactResult | OutlookResult:
        from sekisho.impact.outlook import run_outlook
        from sekisho.impact.simulation import simulate

        model = model_for(scenario, economy, library)
        run = run_outlook if scenario.outcomes else simulate
        return run(scenario, library, model, settings)

    def marked(answer: ImpactResult | OutlookResult) -> ImpactResult | OutlookResult:
        return _said_rough(answer) if request.quick else answer

    if request.observed is None and not request.why:
        ready = _ready(request, scenario, economy, settings, library) if shipped else None
        return ready or marked(kept_or_run(library, scenario, economy, settings, fresh))
    from sekisho.impact.input_weight import weigh_input

    seen = None if request.observed is None else _seen(request, scenario, workspace)  # its faults come before the work
    found = cast("ImpactResult", marked(kept_or_run(library, scenario, economy, settings, fresh)))
    model = model_for(scenario, economy, library)
    if request.why:
        found = replace(found, why=weigh_input(found, library, model, settings, input_called(request.why)))
    if seen is None or request.observed is None:
        return found
    from sekisho.impact.nowcast.comparisons import compare, weighed_beside
    from sekisho.impact.nowcast.reading_runs import NowcastDesk
    from sekisho.impact.run_setup import shock_for

    shock = shock_for(found.scenario, found.horizon, library, model, settings)
    desk = NowcastDesk(library=library, model=model, shock=shock, settings=settings)
    beside = compare(found, library, seen, request.observed.name)
    return replace(found, observed=weighed_beside(beside, found, seen, desk))


def _said_rough(answer: ImpactResult | OutlookResult) -> ImpactResult | OutlookResult:
    """Say on an answer that it is a quick one."""
    from sekisho.impact.outlook import OutlookResult

    if isinstance(answer, OutlookResult):
        ways = tuple((way, cast("ImpactResult", _said_rough(each))) for way, each in answer.outcomes)
        return replace(answer, outcomes=ways)
    rough = message(
        "impact.quick_answer",
        "A quick answer from {draws} draws: its range is rough. For a figure to quote, leave --quick out.",
        draws=QUICK_DRAWS,
    )
    return replace(answer, cautions=(rough, *answer.cautions))


def model_for(scenario: Scenario, economy: InputOutputTable, library: Library) -> Model:
    """Put an economy together with the materials of the countries of a scenario."""
    from sekisho.impact.model import model_of

    return model_of(library, economy, supplier=scenario.supplier, buyer=scenario.buyer)


def sheet_question(
    scenario: Scenario, economy: InputOutputTable, settings: RunSettings, library: Library
) -> SheetQuestion:
    """Return what a sheet is looked for, and made of."""
    from sekisho.impact.sheets.sheet_file import SheetQuestion

    def answers(asked: Scenario) -> str:
        from sekisho.impact.sheets.law_answers import law_answers

        return law_answers(asked, library, model_for(asked, economy, library), settings)

    return SheetQuestion(library=library, scenario=scenario, table=economy, settings=settings, answers=answers)


def _ready(
    request: ImpactRequest,
    scenario: Scenario,
    economy: InputOutputTable,
    settings: RunSettings,
    library: Library,
) -> ImpactResult | OutlookResult | None:
    """Return the answer that is kept ready; none to who says how to compute, or has trade statistics of his own."""
    from sekisho.impact.sheets.sheet_file import ready_sheet

    own = settings.flows is not None and settings.flows.is_dir() and any(settings.flows.iterdir())
    if request.kernel != AUTO or own:
        return None
    return ready_sheet(sheet_question(scenario, economy, settings, library))


def is_kept_ready(request: ImpactRequest, workspace: Workspace) -> bool:
    """Tell whether the answer is one that data packages keep ready, so that it costs nothing.

    Raises
    ------
    ScenarioError
        With everything in what was asked that cannot be run.
    TableError
        If nothing but the table is wrong.
    """
    if request.observed is not None or request.why:
        return False
    scenario, economy = inputs_of(request, workspace, None)
    return _ready(request, scenario, economy, settings_of(request, workspace), workspace.library) is not None


def _seen(request: ImpactRequest, scenario: Scenario, workspace: Workspace) -> ObservedFile:
    """Read what was observed.

    Raises
    ------
    FactError
        With everything that is wrong in the file.
    ScenarioError
        If the scenario is several ways on.
    """
    from sekisho.impact.materials.package_materials import materials_and_uses
    from sekisho.impact.nowcast.comparisons import read_observed

    if scenario.outcomes:
        raise ScenarioError(several_ways(scenario))
    assert request.observed is not None  # noqa: S101 - who asks looks first
    library = workspace.library
    materials, _ = materials_and_uses(library, importer=scenario.buyer, seller=scenario.supplier)
    return read_observed(request.observed, library, materials, as_of=vintage_of(request.as_of, workspace))


def impact_faults(request: ImpactRequest, workspace: Workspace) -> list[Problem]:
    """Tell everything in what is asked that cannot be run, without running it."""
    try:
        scenario, _ = inputs_of(request, workspace, None)
        if request.observed is not None:
            _seen(request, scenario, workspace)
    except SekishoError as fault:
        return list(fault.problems)
    return []


def observations_of(file: Path | None, workspace: Workspace, materials: Materials) -> Sequence[Observation]:
    """Return the observations of a file, else those of the data packages.

    Raises
    ------
    FactError
        With everything that is wrong in the file.
    """
    from sekisho.impact.nowcast.observation_file import observed_table, read_observations

    if file is not None:
        with observed_table(file) as table:
            return read_observations(table, materials)
    found: list[Observation] = []
    for package in workspace.library.packages:
        for each in sorted((package.folder / ECONOMY / OBSERVATIONS).glob("*.csv")):
            found += read_observations(each, materials)
    return found


def vintage_of(day: date | None, workspace: Workspace) -> date:
    """Return the vintage that is asked for; the day that counts as today if none is.

    Raises
    ------
    FactError
        If nobody says which day is today either, or the day is to come.
    """
    if day is None and workspace.today is None:
        raise FactError(
            Problem(
                where="as_of",
                what=message("nowcast.no_day", "no vintage is named."),
                remedy=message("nowcast.name_day", "Name the day up to which figures count, YYYY-MM-DD."),
            )
        )
    if day is not None and workspace.today is not None and day > workspace.today:
        raise FactError(
            Problem(
                where="as_of",
                what=message("nowcast.vintage_to_come", "{day} is to come; nobody knows its figures yet.", day=day),
                remedy=message("nowcast.expected_past", "Expected a day up to {today}.", today=workspace.today),
            )
        )
    return day or workspace.today or date.min


def settings_of(request: ImpactRequest, workspace: Workspace, *, progress: Progress | None = None) -> RunSettings:
    """Return how the engine is to run a request."""
    from sekisho.impact.run_settings import RunSettings

    return RunSettings(
        months=request.months,
        start=request.start,
        reading=request.reading,
        draws=_draws(request),
        seed=request.seed,
        kernel=_kernel(request),
        threads=min(os.cpu_count() or 1, MOST_THREADS),
        assume=request.assume,
        cache=workspace.cache,
        flows=workspace.flows,
        progress=progress,
    )


def inputs_of(
    request: ImpactRequest, workspace: Workspace, table: InputOutputTable | None
) -> tuple[Scenario, InputOutputTable]:
    """Return what is run and in which economy; tell of everything that is wrong at once."""
    from sekisho.impact.economy.tables.loading import load_table
    from sekisho.impact.run_settings import faults_of
    from sekisho.impact.scenario.resolution import for_country, scenario_of

    library = workspace.library
    if not request.names:
        raise ScenarioError(NOTHING_TO_RUN)
    problems: list[Problem] = []
    scenario: Scenario | None = None
    with collecting(problems):
        scenario = for_country(scenario_of(library, request.names), request.country, library)
    problems += (inputs := faults_of_inputs(request.assume))
    with collecting(problems):
        assumptions_of(library, {} if inputs else request.assume)
    problems += faults_of(settings_of(request, workspace))
    if request.as_of is not None and request.observed is None:
        problems.append(NOTHING_OBSERVED)
    problems += faults_of_why(request.why, scenario)
    if request.quick and request.draws not in {DRAWS, QUICK_DRAWS}:
        problems.append(TWO_NUMBERS)
    if problems or scenario is None:
        if table is None:
            with collecting(problems):
                load_table(request.table, law=library, folder=workspace.tables)
        raise ScenarioError(problems)
    if table is None:  # nothing but the table can be wrong, and it says so itself
        table = load_table(request.table, law=library, folder=workspace.tables)
        check_covered(table, scenario, workspace)
    return scenario, table


def _draws(request: ImpactRequest) -> int:
    return QUICK_DRAWS if request.quick else request.draws


def _kernel(request: ImpactRequest) -> str:
    if request.kernel != AUTO:
        return request.kernel
    return "numba" if _draws(request) > FEW_DRAWS and find_spec("numba") is not None else "numpy"
