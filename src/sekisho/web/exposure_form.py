"""What is asked of a bill: the fields of the form or of a request, checked all at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.model.library import Library
from sekisho.service.exposure import ExposureRequest, as_codes, exposure_faults
from sekisho.service.request import SHOWN, plain_of, read_request
from sekisho.web.impact_form import MOST_DRAWS, fault_text
from sekisho.web.messages import PageTranslator
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.scenario_catalogue import CatalogueEntry, offers

OF_PARTS: Final = ("origin",)
"""Facts that are said of parts that state none."""
OF_ALL: Final = ("end_user_kind", "end_use", "end_use_sector", "knowledge_of_risk")
"""Questions that one answer settles for all parts; the page of a result asks them again."""
FACTS: Final = (*OF_ALL, "end_user")
"""Facts that are stated of all parts alike, as those of the form."""
NAMES: Final = frozenset({"end_user"})
"""Those that hold names, which no address does."""
FIELDS: Final = (
    *("bill", "product", "currency", "made_in", "reading", "measure", "scenario", "draws", "suppose"),
    *(*OF_PARTS, *FACTS),
)
MOST: Final = {"draws": MOST_DRAWS}
ASKED: Final = ("product", "reading", "made_in", "currency", "measure", "scenario", "draws", "suppose", "facts")
"""What is asked here of a bill; what else a request holds is as it has it."""
WORDS: Final = {"made_in": "bom_no_place", "measure": "bom_no_share", "currency": "bom_no_currency"}
"""What is said of a field that names nothing that is known."""


def query_of(asked: ExposureRequest) -> Pairs:
    """Return the fields of an address that asks the same, which hold no names."""
    plain = plain_of(asked, ASKED)
    facts = {name: value for name, value in plain.pop("facts").items() if name not in NAMES}
    if not asked.scenario:
        del plain["draws"]
    plain["suppose"] = ",".join(asked.suppose)
    return [(name, str(plain[name])) for name in ASKED if plain.get(name)] + [*facts.items()]


def scenarios(library: Library) -> list[CatalogueEntry]:
    """Return what supply can be taken from: every measure and scenario that is one run."""
    return [one for one in offers(library) if one.kind != "outlook"]


def fields_of(visit: RequestContext) -> dict[str, str]:
    """Return the fields as they were given, for the form to show again."""
    return {name: visit.text(name) for name in FIELDS}


def asked_of(visit: RequestContext) -> ExposureRequest:
    """Read the form.

    Raises
    ------
    FactError
        With everything that is wrong, each under the name of its field.
    """
    words = visit.words
    given: dict[str, object] = {name: visit.text(name) for name in ASKED}
    stated = {name: visit.text(name) for name in (*OF_PARTS, *FACTS)}
    given["facts"] = {name: value for name, value in stated.items() if value not in {"", "unknown"}}
    given["suppose"] = tuple(filter(None, visit.text("suppose").split(",")))
    asked, faults = read_request(ExposureRequest, given, most=MOST)
    asked = as_codes(asked, visit.library)
    problems = [Problem(where=fault.field.name, what=fault_text(fault, words)) for fault in faults]
    problems += faults_of(asked, visit.library, words)
    if problems:
        raise FactError(sorted(problems, key=lambda one: FIELDS.index(one.where) if one.where in FIELDS else 0))
    return asked


def asked_otherwise(visit: RequestContext, asked: ExposureRequest) -> ExposureRequest:
    """Return what was asked with other answers to the questions that hold for all parts; names and the rest stay.

    Raises
    ------
    FactError
        With everything that is wrong.
    """
    given = {name: visit.text(name) for name in OF_ALL}
    others = {name: value for name, value in asked.facts.items() if name not in OF_ALL}
    wanted = replace(asked, facts={**others, **{name: value for name, value in given.items() if value}})
    if problems := faults_of(wanted, visit.library, visit.words):
        raise FactError(problems)
    return wanted


def faults_of(asked: ExposureRequest, library: Library, words: PageTranslator) -> list[Problem]:
    """Tell what cannot be asked in the language of the pages; files of the reader's own are no scenarios here."""
    problems = [
        Problem(where=fault.where, what=words(WORDS[fault.where], value=str(getattr(asked, fault.where))[:SHOWN]))
        if fault.where in WORDS
        else fault
        for fault in exposure_faults(asked, library)
    ]
    known = {one.name for one in scenarios(library)} if asked.scenario else set()
    if asked.scenario and asked.scenario not in known:
        name = asked.scenario[:SHOWN]
        remedy = did_you_mean(name, sorted(known))
        problems.append(Problem(where="scenario", what=words("cost_unknown", value=name), remedy=remedy))
    return problems
