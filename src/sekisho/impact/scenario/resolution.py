"""From what is asked to what is run: measures, scenarios and presets by name, a table, and the model around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.i18n.names import territory_text
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.package_materials import importers_of, materials_and_uses
from sekisho.impact.scenario.scenario import LegalCut, Scenario, together
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.law.model.library import Library
from sekisho.message import LawText, joined, message

A_YEAR = 12
"""Months of a run of a measure whose scenario states no end."""


def scenario_of(library: Library, names: Sequence[str]) -> Scenario:
    """Return the one scenario that the names stand for, put together if they are several.

    Parameters
    ----------
    names
        Ids of measures, names of scenarios or presets, or paths of scenario files.

    Raises
    ------
    ScenarioError
        With every name that is not known, or where two scenarios cannot be put together.
    """
    problems: list[Problem] = []
    found: list[Scenario] = []
    for name in names:
        try:
            found.append(_named(library, name))
        except ScenarioError as fault:
            problems += fault.problems
    if problems:
        raise ScenarioError(problems)
    return together(found)


def for_country(scenario: Scenario, country: str, library: Library) -> Scenario:
    """Return a scenario with another country as the buyer; the same if none is named.

    Raises
    ------
    ScenarioError
        If the country is not known, or nothing is on file of its uses of materials, or the scenario speaks of its own
        buyer alone: its licences went as they did there, or it repeats an estimate, or has ways on that do.
    """
    code = country.strip().upper()
    if code in {"", scenario.buyer}:
        return scenario
    names = library.code_names.get("iso/3166", {})
    if code not in names:
        what = message("impact.no_country", "'{code}' is not a country.", code=country)
        remedy = message("impact.expected_alpha2", "Expected two letters, as KR.")
        raise ScenarioError(Problem(where="country", what=what, remedy=did_you_mean(code, names) or remedy))
    licensed = any(isinstance(cut, LegalCut) and cut.standing_licences for cut in scenario.cuts)
    if licensed or scenario.published or scenario.outcomes:
        what = message(
            "impact.of_one_country",
            "speaks of {land} alone: its licences, or the estimate that it repeats, are those of that country.",
            land=territory_text(scenario.buyer, library),
        )
        remedy = message(
            "impact.take_supposed",
            "Name a scenario that supposes a cut, such as rare-earths-stop. With a table of "
            "several countries, the answer says what others lose beside {land}.",
            land=territory_text(scenario.buyer, library),
        )
        raise ScenarioError(Problem(where=scenario.id, what=what, remedy=remedy))
    if code not in (importers := importers_of(library, seller=scenario.supplier)):
        what = message(
            "impact.no_uses_of",
            "it is not on file who needs which material in {country}.",
            country=territory_text(code, library),
        )
        remedy = message(
            "impact.uses_are_of",
            "Expected {countries}. A data package adds another country.",
            countries=joined([territory_text(importer, library) for importer in importers], "or"),
        )
        raise ScenarioError(Problem(where="country", what=what, remedy=remedy))
    return replace(scenario, buyer=code)


def _named(library: Library, name: str) -> Scenario:
    if name in library.measures:
        return of_measure(library, name)
    if "/" in name and not name.endswith((".yaml", ".yml")):
        hint = did_you_mean(name, library.measures)
        lists = message("impact.both_lists", "`sekisho measures` lists measures, `sekisho impact --list` scenarios.")
        remedy = joined((hint, lists), "sentence")
        raise ScenarioError(
            Problem(where="impact", what=message("impact.no_measure", "no measure '{name}'.", name=name), remedy=remedy)
        )
    return find_scenario(library, name)


def of_measure(library: Library, name: str) -> Scenario:
    """Return the scenario written for a measure, or one of its clauses alone.

    A scenario is written for a measure if its key `for` names it. Without one the clauses bite from the day on which
    the measure takes effect, licences that they require go as they last went for the same material, and those required
    by other law go on undisturbed.
    """
    own = [one for each in scenario_names(library) if (one := find_scenario(library, each)).stands_for == name]
    if own:
        return own[0]
    measure = library[name]
    materials, _ = materials_and_uses(library)
    return Scenario(
        id=name,
        title=LawText(measure.title.get("en", name)),
        because=message("impact.clauses_alone", "The clauses of the measure, and nothing else."),
        start=measure.effective,
        months=A_YEAR,
        cuts=(LegalCut(measures=(name,), new_licences=latest_first(materials)),),
        notes=(
            message(
                "impact.only_this_measure",
                "Only the clauses of this measure count; what other law asks stands, and changes no trade.",
            ),
        ),
    )


def latest_first(materials: Materials) -> tuple[str, ...]:
    """Name the experiences on file, the latest first, so that each material takes the last that covers it."""
    return tuple(one.id for one in sorted(materials.experiences, key=lambda one: one.start, reverse=True))


def outcomes_of(library: Library, outlook: Scenario) -> tuple[Scenario, ...]:
    """Return the scenarios of an outlook, all from its start and over its horizon.

    Raises
    ------
    ScenarioError
        With every scenario that is not known, or is an outlook itself.
    """
    problems: list[Problem] = []
    found: list[Scenario] = []
    for outcome in outlook.outcomes:
        try:
            scenario = _named(library, outcome.scenario)
        except ScenarioError as fault:
            problems += fault.problems
            continue
        if scenario.outcomes:
            problems.append(
                Problem(
                    where=outlook.id,
                    what=message(
                        "impact.outlook_itself", "'{scenario}' is an outlook itself.", scenario=outcome.scenario
                    ),
                )
            )
        found.append(replace(scenario, start=outlook.start, months=outlook.months))
    if problems:
        raise ScenarioError(problems)
    return tuple(found)
