"""What a cost is asked of by name: a country, a table that covers it, an uncertain input in the words of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from sekisho.errors import LibraryError, Problem, ScenarioError, TableError, did_you_mean
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.message import Text, joined, message
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.impact.economy.table import InputOutputTable
    from sekisho.impact.scenario.scenario import Scenario
    from sekisho.impact.uncertainty.draws import SpreadCause
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


def input_called(words: str) -> str:
    """Return the name of the input that words name in any language; the words as they are where none does.

    >>> input_called("phi"), input_called("Share of output that stops"), input_called("止まる生産の割合")
    ('phi', 'phi', 'phi')
    """
    return _inputs_by_words().get(_folded(words), words)


@cache
def _inputs_by_words() -> dict[str, str]:
    from sekisho.impact.uncertainty.draws import COLUMNS
    from sekisho.impact.uncertainty.input_names import input_name

    spoken = {folded: name for name in COLUMNS for folded in _in_every_language(input_name(name))}
    return {**spoken, **{name: name for name in COLUMNS}}


def _in_every_language(text: Text) -> Iterator[str]:
    yield from (_folded(Translator(language).say(text)) for language in LANGUAGES)


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())


def faults_of_why(name: str, scenario: Scenario | None) -> list[Problem]:
    """Say why nothing can be said of an input: it is none, or is several ways on."""
    from sekisho.impact.uncertainty.draws import COLUMNS, SpreadCause
    from sekisho.impact.uncertainty.input_names import typed_name

    if not name:
        return []
    if input_called(name) not in COLUMNS:
        if _folded(name) in _words_of(SpreadCause.READING):
            return [_reading_is_none(name)]
        if members := _inputs_of_cause(name):
            return [_several_inputs(name, joined(map(typed_name, members), "comma"))]
        what = message("impact.no_input", "'{name}' is not an uncertain input.", name=name)
        known = message("impact.known", "Known: {known}.", known=joined(map(typed_name, COLUMNS), "comma"))
        return [Problem(where="why", what=what, remedy=joined((_nearest(name), known), "sentence"))]
    if scenario is not None and scenario.outcomes:
        return [several_ways(scenario)]
    return []


def _reading_is_none(name: str) -> Problem:
    return Problem(
        where="why",
        what=message("impact.no_input", "'{name}' is not an uncertain input.", name=name),
        remedy=message("impact.readings_are_run", "All three readings are run; --full says why they differ."),
    )


def _several_inputs(name: str, members: Text) -> Problem:
    return Problem(
        where="why",
        what=message("impact.several_inputs", "'{name}' stands for several uncertain inputs.", name=name),
        remedy=message("impact.name_one_input", "Name one of them: {names}.", names=members),
    )


def _inputs_of_cause(words: str) -> list[str]:
    """Return the inputs whose share of the range is told together under such words, in any language."""
    from sekisho.impact.uncertainty.draws import CAUSES

    named = {cause for cause in CAUSES.values() if _folded(words) in _words_of(cause)}
    return [name for name, cause in CAUSES.items() if cause in named]


def _words_of(cause: SpreadCause) -> set[str]:
    """Return what a cause is called: its English words are its value, and its message has the others."""
    translated = (Translator(language).find(f"impact.cause_{cause.name.lower()}") for language in LANGUAGES)
    return {_folded(words) for words in (cause, *translated) if words}


def _nearest(words: str) -> str:
    return did_you_mean(_folded(words), _inputs_by_words())


def faults_of_inputs(assumed: Mapping[str, str]) -> list[Problem]:
    """Say of uncertain inputs of a cost that they are no unknowns of the law, and where one sets them."""
    from sekisho.impact.uncertainty.draws import COLUMNS

    return [
        Problem(
            where=f"assume {name}",
            what=message(
                "impact.input_assumed", "'{name}' is an uncertain input, and no unknown of the law.", name=name
            ),
            remedy=message(
                "impact.fix_input",
                "Set it under fixed in a scenario file ({name}: {value}). --why {name} says what it does.",
                name=name,
                value=value,
            ),
        )
        for name, value in assumed.items()
        if name in COLUMNS
    ]


def several_ways(scenario: Scenario) -> Problem:
    """Say that an outlook of several ways on stands beside nothing that was observed."""
    return Problem(
        where=scenario.id,
        what=message("nowcast.outlook", "is an outlook of several ways on."),
        remedy=message("nowcast.name_one_way", "Name one of its ways on."),
    )
