"""One question a page: the one that settles most first, until the answer is settled or nothing is left to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.i18n.territories import territory_names
from sekisho.law.memo import cached_per_library
from sekisho.law.model.assumptions import as_date, collecting, readings_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import unknown_fact
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import CODES
from sekisho.law.model.term import Reading
from sekisho.message import joined, message
from sekisho.service.line.case_file import CaseFile, case_in
from sekisho.trade.items.code import ENTRY
from sekisho.web.check_form import UNKNOWN, CheckForm, answer_of, as_day, is_private, list_of, problems_at, stated_in
from sekisho.web.form_fields import Field, error_text, field_of, shown_value
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Page, Redirect


def left(answer: Determination, stated: CheckForm, library: Library) -> list[FactName]:
    """Return the facts that may still be asked, the most telling first; those of the law are nobody's to know."""
    return [name for name in answer.missing if str(name) not in stated.facts and library.facts[name].of != "law"]


def is_settled(answer: Determination) -> bool:
    """Tell whether no answer could change the outcome any more."""
    return answer.floor == answer.ceiling


def check(visit: RequestContext) -> Answer:
    """Ask the next question, take the answer to the last one, or go on to the result."""
    stated, given, problems = with_answer(stated_in(visit), visit)
    if given is not None:
        if problems:
            return _question(visit, stated, given, problems)
        if stated.problems:
            raise FactError(stated.problems)
        if not visit.posted:
            return Redirect(_address("/check", stated, visit.library))
    if stated.problems:
        raise FactError(stated.problems)
    wanted = visit.text("ask")
    if wanted in visit.library.facts:
        return _question(visit, stated.without(wanted), FactName(wanted), ())
    answer = answer_of(stated, visit.settings)
    following = [] if is_settled(answer) else left(answer, stated, visit.library)
    if following:
        return _question(visit, stated, following[0], (), left_over=len(following))
    if visit.posted:
        from sekisho.web.pages.result import result

        return result(visit, stated)
    return Redirect(_address("/check/result", stated, visit.library))


def with_answer(stated: CheckForm, visit: RequestContext) -> tuple[CheckForm, FactName | None, tuple[Problem, ...]]:
    """Take the answer to the question that a form asked, if it asked one.

    Returns
    -------
    The line with the answer, the fact that was asked for, and what is wrong with the answer; then the line is without.
    """
    asked = visit.text("asked")
    if asked not in visit.library.facts:
        return stated, None, ()
    fact = FactName(asked)
    if visit.text("dont_know") or visit.text(fact) == UNKNOWN:
        others = tuple(problem for problem in stated.problems if problem.where != fact)
        return replace(stated.with_facts({fact: UNKNOWN}), problems=others), fact, ()
    if visit.text("nobody"):
        return stated.with_facts({fact: "none"}), fact, ()
    if fact not in stated.facts and not stated.problems:
        return stated, fact, (Problem(where=fact, what=visit.words("error_nothing")),)
    if any(problem.where == fact for problem in stated.problems):
        return stated.without(fact), fact, stated.problems
    return stated, fact, ()


def _address(path: str, stated: CheckForm, library: Library) -> str:
    return address(path, [("as_of", stated.as_of.isoformat()), *stated.plain(library)])


def _question(
    visit: RequestContext, stated: CheckForm, name: FactName, problems: tuple[Problem, ...], *, left_over: int = 0
) -> Page:
    fact = visit.library.facts[name]
    return Page(
        template="question.html",
        title=visit.tell(visit.words.question(fact)),
        context={
            "field": field_of(fact, stated, visit, errors_of(problems, visit)),
            "stated": stated,
            "left": left_over,
            "answered": answered(stated, visit),
            **form_of(stated, visit, needs_post=is_private(fact)),
        },
        problems=problems,
        status=422 if problems else 200,
        query=stated.plain(visit.library),
        kept=stated.private(visit.library),
        personal=bool(stated.private(visit.library)),
        data=lambda: {"asked": name, "question": visit.words.question(fact), "choices": list(fact.choices)},
    )


def form_of(stated: CheckForm, visit: RequestContext, *, needs_post: bool = False) -> dict[str, object]:
    """Return what a form carries on: plain facts, and in its body alone what the address must not hold."""
    library = visit.library
    private = stated.private(library)
    return {
        "method": "post" if private or needs_post else "get",
        "method_now": "post" if private else "get",
        "carried": [("as_of", stated.as_of.isoformat()), *stated.plain(library), *private, *list_of(visit)],
        "territories": territory_names(library)[visit.language],
        "codes": _codes(library, visit.language),
    }


@cached_per_library
def _codes(library: Library, language: str) -> dict[str, str]:
    """Name the entries of the list of goods in a language, for a field that proposes them."""
    tell, names = teller_of(library, language), library.code_names.get(library.facts[CODES].scheme, {})
    return {code: tell(name) for code, name in names.items() if len(code) >= ENTRY}


def errors_of(problems: tuple[Problem, ...], visit: RequestContext) -> dict[str, str]:
    """Say what is wrong with each field."""
    return {where: error_text(one, visit.words, visit.library) for where, one in problems_at(problems).items()}


def answered(stated: CheckForm, visit: RequestContext) -> list[tuple[Fact, str, str]]:
    """Return the facts stated, each with its question and what was answered."""
    library, words = visit.library, visit.words
    return [
        (fact, visit.tell(words.question(fact)), shown_value(fact, stated.facts[fact.name], words, library))
        for fact in library.facts.facts.values()
        if fact.name in stated.facts
    ]


def answers(visit: RequestContext) -> Answer:
    """List what was answered, each to be changed."""
    stated = stated_in(visit)
    if stated.problems:
        raise FactError(stated.problems)
    return Page(
        template="answers.html",
        title=visit.words("check_answers"),
        context={"answered": answered(stated, visit), "stated": stated, **form_of(stated, visit)},
        query=stated.plain(visit.library),
        kept=stated.private(visit.library),
        personal=bool(stated.private(visit.library)),
        data=lambda: {"facts": dict(stated.facts), "as_of": stated.as_of.isoformat()},
    )


def quick(visit: RequestContext) -> Answer:
    """Show every question on one page, for who knows the answers."""
    stated = stated_in(visit)
    if visit.posted and visit.text("open"):
        stated = opened(visit)
        if not stated.problems:
            from sekisho.web.pages.result import result

            return result(visit, stated)
    elif visit.posted and visit.text("send"):
        if not stated.problems:
            if stated.private(visit.library):
                from sekisho.web.pages.result import result

                return result(visit, stated)
            return Redirect(_address("/check/result", stated, visit.library))
    elif stated.problems and not visit.posted:
        raise FactError(stated.problems)
    errors = errors_of(stated.problems, visit)
    return Page(
        template="quick.html",
        title=visit.words("quick_title"),
        context={
            "groups": _groups(stated, visit, errors),
            "errors": errors,
            "stated": stated,
            **form_of(stated, visit, needs_post=True),
        },
        problems=stated.problems,
        status=422 if stated.problems else 200,
        query=stated.plain(visit.library),
        kept=stated.private(visit.library),
        personal=bool(stated.private(visit.library)),
        data=lambda: {"facts": dict(stated.facts), "as_of": stated.as_of.isoformat()},
    )


def _groups(stated: CheckForm, visit: RequestContext, errors: Mapping[str, str]) -> list[tuple[str, list[Field]]]:
    """Return the fields in groups: the movement, the item, the parties, the use, and what seldom matters."""
    found: dict[str, list[Field]] = {name: [] for name in ("movement", "item", "parties", "use", "seldom")}
    for fact in visit.library.facts.facts.values():
        if fact.of == "law":
            continue
        found[_group(fact)].append(field_of(fact, stated, visit, errors))
    return list(found.items())


def _group(fact: Fact) -> str:
    if fact.name in {"movement", "departure", "destination", "origin", "date"}:
        return "movement"
    if fact.name in {"control_codes", "description", "hs_code", "special_item"}:
        return "item"
    if fact.name in {
        "exporter",
        "importer",
        "intermediate_consignee",
        "end_user",
        "end_user_kind",
        "end_user_territory",
    }:
        return "parties"
    if fact.name in {
        "end_use",
        "end_use_sector",
        "special_use",
        "knowledge_of_barred_use",
        "knowledge_of_risk",
        "licence_held",
    }:
        return "use"
    return "seldom"


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
        told = tuple(replace(one, where="case", what=joined((one.where, one.what), "colon")) for one in problems)
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
        raise FactError(
            Problem(
                what=message("web.not_utf8", "is not UTF-8 text."),
                remedy=message("error.save_utf8", "Save the file as UTF-8."),
            )
        ) from None


def _written(value: object) -> object:
    """Write a value of a case as a field of a form holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ";".join(map(str, value)) or "none"
    return value if isinstance(value, Mapping) else str(value)
