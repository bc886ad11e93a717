"""What is asked to be held against observations: the fields of the form or of a request, checked all at once."""

from __future__ import annotations

from typing import Final

from sekisho.errors import FactError, Problem, ScenarioError, did_you_mean
from sekisho.law.model.library import Library
from sekisho.service.nowcast import MOST_MONTHS, NowcastRequest
from sekisho.service.request import RequestFault, by_name, plain_of, read_request
from sekisho.web.impact_form import FAULTS, MOST_DRAWS
from sekisho.web.messages import PageTranslator
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.scenario_catalogue import CatalogueEntry, offers

MOST: Final = {"draws": MOST_DRAWS, "names": 6, "seed": 2**32 - 1}
"""What the pages and REST take less of than the command line does."""
ASKED: Final = ("names", "as_of", "months", "draws", "seed")
"""What is asked here; the observations are those that the data packages have."""
FIELDS: Final = ("what", "vintage", "months", "draws", "seed")
"""Fields of the form; the head of each page has the day of the law under the name `as_of`."""


def offered(library: Library) -> tuple[CatalogueEntry, ...]:
    """Return what can be held against observations: all that can be costed but outlooks of several ways on."""
    return tuple(entry for entry in offers(library) if entry.kind != "outlook")


def query_of(asked: NowcastRequest) -> Pairs:
    """Return the fields of the form that ask the same."""
    plain = plain_of(asked, ASKED)
    told = [
        *(("what", name) for name in asked.names[:1]),
        ("vintage", str(plain["as_of"] or "")),
        *((name, str(plain[name])) for name in FIELDS[2:]),
    ]
    return [(name, value) for name, value in told if value]


def fields_of(visit: RequestContext) -> dict[str, str]:
    """Return the fields as they were given, for the form to show again."""
    texts = {name: visit.text(name) for name in FIELDS}
    return {**texts, **{f"vintage-{box}": value for box, value in visit.boxes("vintage").items()}}


def asked_of(visit: RequestContext) -> NowcastRequest:
    """Read the form.

    Raises
    ------
    FactError
        With everything that is wrong, each under the name of its field.
    """
    words, what = visit.words, visit.text("what")
    given: dict[str, object] = {name: visit.text(name) for name in FIELDS[2:]}
    given |= {"as_of": visit.day_or_text("vintage"), "names": (what,) if what else ()}
    asked, faults = read_request(NowcastRequest, given, most=MOST)
    problems = [_problem(fault, words) for fault in faults]
    problems += _faults_of_names(asked, visit.library, words)
    if problems:
        raise FactError(sorted(problems, key=lambda one: FIELDS.index(one.where)))
    return asked


def check_names(asked: NowcastRequest, library: Library) -> None:
    """Make sure that a request names what can be held against observations; files of the reader's own are no names.

    Raises
    ------
    ScenarioError
        With everything that is none.
    """
    if problems := _faults_of_names(asked, library, PageTranslator("en")):
        raise ScenarioError(problems)


def _problem(fault: RequestFault, words: PageTranslator) -> Problem:
    """Say in the language of the pages what is wrong with a field."""
    ask, name = fault.field.ask, fault.field.name
    where = {"as_of": "vintage", "names": "what"}.get(name, name)
    if fault.kind == "range":
        ends = {"least": f"{ask.least or 0:,.0f}", "most": f"{ask.most or MOST_MONTHS:,.0f}"}
        return Problem(where=where, what=words(f"cost_bad_{name}", value=fault.value, **ends))
    key = FAULTS.get(fault.kind)
    return Problem(where=where, what=words(key, value=fault.value[:40]) if key else fault.problem(by_name).what)


def _faults_of_names(asked: NowcastRequest, library: Library, words: PageTranslator) -> list[Problem]:
    if not asked.names:
        return [Problem(where="what", what=words("cost_nothing"))]
    names = {*library.measures, *(entry.name for entry in offered(library))}
    return [
        Problem(
            where="what",
            what=words("cost_unknown", value=name[:80]),
            remedy=did_you_mean(name[:80], sorted(names)),
        )
        for name in asked.names
        if name not in names
    ]
