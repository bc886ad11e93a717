"""Find a control code: describe the item, and see which entries it may fall under, why, and what would decide."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from sekisho.classification.answer import NOT_LISTED, Classification, ItemState, RankingReason
from sekisho.classification.labels import called, limit_names
from sekisho.errors import FactError, Problem, SekishoError
from sekisho.present.classification import figure_text, headline, reason_text
from sekisho.service.classify import ClassifyRequest, classify
from sekisho.web.check_form import stated_in
from sekisho.web.messages import PageTranslator
from sekisho.web.pages.question import form_of
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

PARAMETER: Final = "param."
"""Before the name of a parameter that is answered: `param.purity=99.9 %`."""
DETAILED: Final = 3
"""Candidates whose limits are set out."""


def classify_page(visit: RequestContext) -> Answer:
    """Ask for a description, and suggest entries."""
    description, hs = visit.text("description"), visit.text("hs_code")
    answers = visit.every(PARAMETER)
    found: Classification | None = None
    problems: tuple[Problem, ...] = ()
    if visit.posted and (description or hs or visit.text("send")):
        try:
            found = _found(visit, description, hs, answers)
        except SekishoError as fault:
            problems = fault.problems
    stated = stated_in(visit)
    back = visit.text("from") == "check"
    carried = stated.without("control_codes", "description", "hs_code")
    return Page(
        template="classify.html",
        title=visit.words("classify_title"),
        context={
            "description": description,
            "hs": hs,
            "answers": answers,
            "found": found,
            "head": _head(found, visit.words) if found is not None else "",
            "detailed": DETAILED,
            "not_an_entry": NOT_LISTED,
            "reason_in": lambda reason: _reason(reason, visit),
            "limit_in": visit.tell,
            "said_choice": lambda name, choice: _choice(name, choice, visit),
            "figure_in": lambda name, value: _figure(str(name), value, visit),
            "back": back,
            "errors": {problem.where: visit.words.say(problem.text) for problem in problems},
            "later": form_of(carried, visit, needs_post=True)["carried"] if back else [],
        },
        problems=problems,
        status=422 if problems else 200,
        kept=[("description", description), ("hs_code", hs), *((f"{PARAMETER}{k}", v) for k, v in answers.items())],
        personal=bool(description),
        data=lambda: found.to_dict() if found is not None else {},
        rows=lambda: [_row(one.to_dict()) for one in found.candidates] if found is not None else [],
    )


def _head(found: Classification, words: PageTranslator) -> str:
    """Say in one line what can be said."""
    match found.state:
        case ItemState.CLASSIFIED:
            return words("head_classified", code=found.candidates[0].code)
        case ItemState.NOT_LISTED:
            return words("head_not_listed")
        case ItemState.UNLIKELY_LISTED:
            return words.say(headline(found)) if found.of_kind else words("head_unlikely")
        case ItemState.UNREAD:
            return words("head_unread")
        case ItemState.UNCLASSIFIED:
            asked = len(found.questions)
            return words("head_open_asked", n=words.counted("answer", asked)) if asked else words("head_open")


def _reason(reason: RankingReason, visit: RequestContext) -> str:
    """Write a reason so that it can be told in the language of the page."""
    return reason_text(reason, called(visit.library, visit.language) if visit.language != "en" else {})


def _figure(name: str, value: str, visit: RequestContext) -> Markup:
    """Write what was understood of a parameter, by what it is called in the language, marked with its language."""
    names = limit_names(visit.library, visit.language)
    language = visit.language if name in names or visit.language == "en" else "en"
    return Markup('<span lang="{}">{}</span>').format(language, visit.words.say(figure_text(name, value, names)))


def _choice(name: str, choice: str, visit: RequestContext) -> str:
    """Name a choice of a parameter; yes and no among them."""
    if choice in {"yes", "no"}:
        return visit.words(choice)
    return limit_names(visit.library, visit.language).get(f"{name}.{choice}") or choice.replace("_", " ")


def _row(candidate: dict[str, object]) -> dict[str, object]:
    return {name: candidate[name] for name in ("code", "name", "score", "status", "law", "measure", "questions")}


def _found(visit: RequestContext, description: str, hs: str, answers: dict[str, str]) -> Classification:
    if not (description or hs or answers):
        what = visit.words("classify_nothing")
        raise FactError(Problem(where="description", what=what))
    request = ClassifyRequest(
        description=description, hs_code=hs, parameters=answers, as_of=visit.as_of, language=visit.language
    )
    return classify(request, visit.settings.workspace)
