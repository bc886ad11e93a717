"""What is asked to be costed: the fields of the form or of a request, checked all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sekisho.errors import FactError, Problem, ScenarioError, SekishoError, did_you_mean
from sekisho.impact.defaults import TABLE
from sekisho.law.model.library import Library
from sekisho.service.impact import ImpactRequest
from sekisho.service.impact_economy import economy_faults, faults_of_why
from sekisho.service.request import RequestFault, by_name, plain_of, read_request
from sekisho.service.workspace import Workspace
from sekisho.web.messages import PageTranslator
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.scenario_catalogue import offers

MOST_DRAWS: Final = 1_024
"""Draws that the pages make; the command line makes more. More keep a process busy for minutes."""
MOST: Final = {"draws": MOST_DRAWS, "names": 6, "seed": 2**32 - 1}
"""What the pages and REST take less of than the command line does."""
ASKED: Final = ("names", "start", "months", "draws", "seed", "reading", "country", "table", "why")
"""What is asked here of a cost; a table is a name and never a file, and the law is not supposed otherwise."""
FIELDS: Final = ("what", "with", "start", "months", "draws", "seed", "reading", "country", "table", "why")
FAULTS: Final = {"whole": "cost_no_number", "choice": "cost_bad_reading", "day": "cost_bad_day"}
"""What is said of a value that is none, by the kind of the fault."""


def query_of(asked: ImpactRequest) -> Pairs:
    """Return the fields of the form that ask the same."""
    told = [
        *(("what", name) for name in asked.names[:1]),
        *(("with", name) for name in asked.names[1:]),
        *((name, str(value or "")) for name, value in plain_of(asked, ASKED[1:]).items()),
    ]
    return [(name, value) for name, value in told if value and (name, value) != ("table", TABLE)]


def fault_text(fault: RequestFault, words: PageTranslator) -> str:
    """Say in the language of the pages what is wrong with a field of a request."""
    ask, name = fault.field.ask, fault.field.name
    if fault.kind == "range":
        ends = {"least": f"{ask.least or 0:,.0f}", "most": f"{ask.most or 0:,.0f}"}
        return words(f"cost_bad_{name}", value=f"{int(fault.value):,}" if name == "draws" else fault.value, **ends)
    key = FAULTS.get(fault.kind)
    return words(key, value=fault.value[:40]) if key else fault.problem(by_name).what


def fields_of(visit: RequestContext) -> dict[str, str]:
    """Return the fields as they were given, for the form to show again."""
    found = {name: visit.text(name) for name in FIELDS}
    return {**found, **{f"start-{box}": value for box, value in visit.boxes("start").items()}}


def asked_of(visit: RequestContext) -> ImpactRequest:
    """Read the form.

    Raises
    ------
    FactError
        With everything that is wrong, each under the name of its field.
    """
    words = visit.words
    names = dict.fromkeys(name for name in (visit.text("what"), visit.text("with")) if name)
    given: dict[str, object] = {name: visit.text(name) for name in ASKED[1:]}
    given["start"] = visit.day_or_text("start")
    asked, faults = read_request(ImpactRequest, {**given, "names": [*names] if visit.text("what") else ()}, most=MOST)
    problems = [Problem(where=fault.field.name, what=fault_text(fault, words)) for fault in faults]
    workspace = replace(visit.settings.workspace, library=visit.library)
    problems += _faults_of_names(asked.names, visit.library, words) or [
        *_faults_of_why(asked, visit.library),
        *economy_faults(asked, workspace),
    ]
    if problems:
        order = {name: number for number, name in enumerate(FIELDS)}
        raise FactError(sorted(problems, key=lambda one: order.get(one.where, 0)))
    return asked


def check_names(asked: ImpactRequest, workspace: Workspace) -> None:
    """Make sure that a request names what can be costed, and where; files of the reader's own are no names here.

    Raises
    ------
    ScenarioError
        With everything that is none.
    """
    library = workspace.library
    problems = _faults_of_names(asked.names, library, PageTranslator("en")) or [
        *_faults_of_why(asked, library),
        *economy_faults(asked, workspace),
    ]
    if problems:
        raise ScenarioError(problems)


def _faults_of_why(asked: ImpactRequest, library: Library) -> list[Problem]:
    """Say what is wrong with the input of which it is asked what it does; the names are right."""
    from sekisho.impact.scenario.resolution import scenario_of

    if not asked.why:
        return []
    return [replace(fault, where="why") for fault in faults_of_why(asked.why, scenario_of(library, asked.names))]


def _faults_of_names(names: Sequence[str], library: Library, words: PageTranslator) -> list[Problem]:
    from sekisho.impact.scenario.resolution import scenario_of

    if not names:
        return [Problem(where="what", what=words("cost_nothing"))]
    known = {*library.measures, *(one.name for one in offers(library))}
    found = [
        Problem(
            where="what" if number == 0 else "with",
            what=words("cost_unknown", value=name[:80]),
            remedy=did_you_mean(name[:80], sorted(known)),
        )
        for number, name in enumerate(names)
        if name not in known
    ]
    if found or len(names) == 1:
        return found
    try:
        scenario_of(library, names)
    except SekishoError as fault:
        return [Problem(where="with", what=one.what, remedy=one.remedy) for one in fault.problems]
    return []
