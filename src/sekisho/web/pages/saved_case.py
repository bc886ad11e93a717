"""A saved case, opened again: the file that the command line, the tests and these pages read alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sekisho.errors import FactError, Problem
from sekisho.law.model.assumptions import as_date, collecting, readings_of
from sekisho.law.model.fact_table import unknown_fact
from sekisho.law.model.term import Reading
from sekisho.service.case_file import CaseFile, case_in
from sekisho.web.check_form import CheckForm, as_day
from sekisho.web.request_context import RequestContext


def opened(visit: RequestContext) -> CheckForm:
    """Read a case file that was sent; what is wrong with it is kept as a problem of the field `case`."""
    file = visit.files.get("case")
    day = visit.settings.today()
    if file is None:
        return CheckForm(as_of=day, problems=(Problem(where="case", what=visit.words("case_none")),))
    problems: list[Problem] = []
    case, as_of, terms = CaseFile(), day, dict[str, str]()
    with collecting(problems):
        raw = file.file.read(visit.settings.limits.form + 1)
        case = case_in(_decoded(raw), Path(file.filename or "case.yaml"))
        problems += case.problems
    with collecting(problems):
        as_of = as_date(case.as_of, where="as_of") if case.as_of else day
    with collecting(problems):
        terms = dict(case.terms)
        readings_of(visit.library, case.reading or None, terms)
    facts = {**case.facts, **case.assume}
    for name, value in facts.items():
        if name not in visit.library.facts:
            problems.append(unknown_fact(name, visit.library.facts.facts))
        else:
            with collecting(problems):
                visit.library.facts.parse(name, value)
    if problems:
        told = tuple(replace(one, where="case", what=f"{one.where}: {one.what}".lstrip(": ")) for one in problems)
        return CheckForm(as_of=as_of, problems=told)
    reading = Reading(case.reading) if case.reading else Reading.CENTRAL
    written = {name: _written(value) for name, value in facts.items()}
    leaves = None if case.as_of else as_day(facts.get("date"), visit.library)
    dated = leaves is not None
    return CheckForm(facts=written, as_of=leaves or as_of, dated=dated, reading=reading, terms=terms)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FactError(Problem(what="is not UTF-8 text.", remedy="Save the file as UTF-8.")) from None


def _written(value: object) -> object:
    """Write a value of a case as a field of a form holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ";".join(map(str, value)) or "none"
    return value if isinstance(value, Mapping) else str(value)
