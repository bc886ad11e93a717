"""In which economy a cost is asked: a country, and a table that covers it, chosen by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import LibraryError, Problem, ScenarioError, TableError, did_you_mean
from sekisho.message import joined, message
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.impact.economy.table import InputOutputTable
    from sekisho.impact.scenario.scenario import Scenario
    from sekisho.law.model.library import Library
    from sekisho.service.impact import ImpactRequest


def countries_of(workspace: Workspace) -> tuple[str, ...]:
    """Return the countries whose uses of materials are on file, ISO 3166 alpha-2."""
    from sekisho.impact.materials.package_materials import importers_of

    return importers_of(workspace.library)


def tables_of(workspace: Workspace) -> tuple[str, ...]:
    """Name the tables in which a cost can be asked: those that are shipped with uses, and the user's own in use."""
    from sekisho.impact.economy.tables.user_versions import own_tables

    own = own_tables(workspace.tables) if workspace.tables is not None else {}
    with_uses = (name for name, has_uses in shipped_with_uses(workspace.library).items() if has_uses)
    return tuple(dict.fromkeys((*with_uses, *own)))


def shipped_with_uses(library: Library) -> dict[str, bool]:
    """Name the tables that are shipped, each with whether uses of materials are on file for its sectors."""
    from sekisho.impact.economy.tables.package_tables import shipped_table, shipped_tables
    from sekisho.impact.materials.bridges import bridges_of
    from sekisho.impact.materials.package_materials import materials_and_uses

    try:
        _, uses = materials_and_uses(library)
    except LibraryError:  # none of its packages speaks of materials
        return dict.fromkeys(shipped_tables(library), False)
    schemes = {use.scheme for use in uses} | set(bridges_of(library))
    return {name: shipped_table(library, name).scheme in schemes for name in shipped_tables(library)}


def check_covered(table: InputOutputTable, scenario: Scenario, workspace: Workspace) -> None:
    """Make sure that a table has the country whose loss is asked, or names none.

    Raises
    ------
    TableError
        If it is of other countries; tables that are known by name and have it are told.
    """
    from sekisho.impact.economy.tables.coverage import UNNAMED, without_country

    if scenario.buyer not in table.regions and not set(table.regions) <= UNNAMED:
        having = _tables_with(scenario.buyer, workspace)
        raise TableError(without_country(table.name, table.regions, scenario.buyer, workspace.library, having=having))


def economy_faults(request: ImpactRequest, workspace: Workspace) -> list[Problem]:
    """Tell why a cost cannot be asked of a country in a table, before it is run; both are names, and never files.

    Returns
    -------
    list
        Problems whose `where` is `table` or `country`; none where what is to be run is not known either.
    """
    from sekisho.impact.economy.tables.coverage import UNNAMED, coverage_of, without_country
    from sekisho.impact.scenario.resolution import for_country, scenario_of

    tables = tables_of(workspace)
    problems: list[Problem] = []
    if request.table in shipped_with_uses(workspace.library) and request.table not in tables:
        bare = message("impact.table_without_uses", "has sectors in which no use of a material is on file.")
        listed = message("impact.known", "Known: {known}.", known=joined(tables, "comma"))
        problems.append(Problem(where="table", what=joined((request.table, bare), "colon"), remedy=listed))
    elif request.table not in tables:
        remedy = did_you_mean(request.table[:80], tables) or message(
            "impact.known", "Known: {known}.", known=joined(tables, "comma")
        )
        what = message("impact.no_table", "no table '{name}'.", name=request.table[:80])
        problems.append(Problem(where="table", what=what, remedy=remedy))
    try:
        scenario = for_country(scenario_of(workspace.library, request.names), request.country, workspace.library)
    except ScenarioError as fault:
        return [*problems, *_of_country(fault, request, workspace)]
    regions = coverage_of(workspace.library, workspace.tables).get(request.table, frozenset())
    if regions and scenario.buyer not in regions and not regions <= UNNAMED:
        having = _tables_with(scenario.buyer, workspace)
        lack = without_country(request.table, regions, scenario.buyer, workspace.library, having=having)
        problems.append(Problem(where="country", what=joined((lack.where, lack.what), "colon"), remedy=lack.remedy))
    return problems


def _of_country(fault: ScenarioError, request: ImpactRequest, workspace: Workspace) -> list[Problem]:
    """Tell of a fault of the country alone; what is wrong with the names is told elsewhere."""
    from sekisho.impact.scenario.resolution import scenario_of

    try:
        scenario_of(workspace.library, request.names)
    except ScenarioError:
        return []
    return [
        Problem(
            where="country",
            what=problem.what if problem.where == "country" else joined((problem.where, problem.what), "colon"),
            remedy=problem.remedy,
        )
        for problem in fault.problems
    ]


def _tables_with(country: str, workspace: Workspace) -> list[str]:
    """Name the tables whose cards say that they have a country."""
    from sekisho.impact.economy.tables.coverage import coverage_of

    coverage, offered = coverage_of(workspace.library, workspace.tables), tables_of(workspace)
    return [name for name, regions in coverage.items() if country in regions and name in offered]
