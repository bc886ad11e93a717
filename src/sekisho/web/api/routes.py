"""The addresses of the REST interface, save those of order lists and of costs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.assumptions import assumptions_of
from sekisho.law.model.library import Library
from sekisho.present.dependence_data import dependence_data, ranking_rows
from sekisho.present.determination.compared_answers import compared_data
from sekisho.present.law.changes import changed_data
from sekisho.present.law.coverage import coverage
from sekisho.present.law.facts import facts_rows
from sekisho.present.law.measures import measures_rows
from sekisho.present.law.subject import subject_data
from sekisho.present.law.timeline import timeline_data
from sekisho.present.letters.folder import drafts_data
from sekisho.service.check import CompareRequest, compare
from sekisho.service.classify import ClassifyRequest, classify
from sekisho.service.dependence import DependenceRequest, dependence, ranking
from sekisho.service.law import LawRequest, ShowRequest, TimelineRequest, measures_day, moves, show, timeline
from sekisho.service.law import changes as gather_changes
from sekisho.service.letters import letters_on_answer
from sekisho.service.lists import lists_held
from sekisho.service.party_decision import decisions_on, reviews_of, with_decisions
from sekisho.service.screen import ScreenRequest
from sekisho.web.accounts.auth_middleware import person_of
from sekisho.web.accounts.principal import Role
from sekisho.web.api.answers import DeterminationAnswer, Record, RowsAnswer, ScreeningAnswer
from sekisho.web.api.envelope import PROBLEMS, sent, settings_of, told
from sekisho.web.api.models import (
    ClassificationRequest,
    ComparisonRequest,
    DeterminationRequest,
    LettersLineRequest,
    ScreeningRequest,
    sent_as,
)
from sekisho.web.judges.line_answer import CheckTask, judge, readings_sent, written
from sekisho.web.judges.worker_pool import WorkerPool
from sekisho.web.messages import language_of
from sekisho.web.pages.parties import data_of, screened
from sekisho.web.register import decide, refreshed

router = APIRouter(prefix="/api", responses=PROBLEMS)
Day = Annotated[date | None, Query(description="Date of law, YYYY-MM-DD. Left out: today.")]
Since = Annotated[date | None, Query(description="First day. Left out: the first of which the law is known.")]
Until = Annotated[date | None, Query(description="Last day. Left out: without end, as far as the law is known.")]
MAX_NAME: Final = 300
MAX_DESTINATIONS: Final = 10
"""Each is determined on every day on which the law changed, about a third of a second. A guess."""


@router.post("/determinations", tags=["Determine"], responses={200: {"model": DeterminationAnswer}})
async def determinations(request: Request, asked: DeterminationRequest) -> Response:
    """Determine one line: outcome, reasons, branches, readings. `undetermined` is an answer, not an error."""
    line = CheckTask(
        facts=asked.facts,
        as_of=asked.as_of,
        today=settings_of(request).today(),
        readings=asked.readings,
        assume=asked.assume,
        trace=asked.trace,
        presume=asked.presume,
        language=language_of(request),
    )
    refreshed(settings_of(request))
    if asked.same:
        return sent(request, await run_in_threadpool(_answer_with_same, request, asked, line), dated=True)
    if settings_of(request).trail is not None:
        return sent(request, await run_in_threadpool(_kept_answer, request, line), dated=True)
    judges: WorkerPool = request.app.state.judges
    return sent(request, await judges.answer(line), dated=True)


@router.post("/determinations/letters", tags=["Determine"], responses={200: {"model": Record}})
def letters_on_line(request: Request, asked: LettersLineRequest) -> Response:
    """Write drafts to the customer and the supplier of one line that ask for what is open; nothing is sent.

    Each comes as text. `unwritten` says to whom none is written, since it is on a list.
    """
    settings = settings_of(request)
    refreshed(settings)
    language = asked.language or language_of(request)
    line = CheckTask(
        facts=asked.facts,
        as_of=asked.as_of,
        today=settings.today(),
        readings=asked.readings,
        assume=asked.assume,
        trace=False,
        presume=asked.presume,
        language=language,
    )
    drafts = letters_on_answer(judge(line, settings.library).answer, settings.library)
    return told(request, lambda: drafts_data(drafts, language=language), dated=asked.as_of is not None)


def _answer_with_same(request: Request, asked: DeterminationRequest, line: CheckTask) -> str:
    """Determine a line with what is said of its parties; with a basis, that is kept in the register."""
    settings, person = settings_of(request), person_of(request)
    by = person.name or asked.by
    on, basis = settings.today(), asked.basis.strip()
    reviews = reviews_of(settings.library, line.facts)
    made = decisions_on(asked.same, reviews, by=by or "asked", on=on, basis=basis)
    if not basis:
        return _kept_answer(request, line, with_decisions(settings.library, made))
    person.need(Role.REVIEW)
    for one in made:
        decide(settings, one.name, one.entry, "same" if one.same else "not_same", by=by, basis=basis)
    return _kept_answer(request, line)


def _kept_answer(request: Request, line: CheckTask, library: Library | None = None) -> str:
    """Determine a line here, and keep the answer before it is told."""
    settings = settings_of(request)
    library = library or settings.library
    judged = judge(line, library)
    if settings.trail is not None:
        settings.trail.determined(
            person_of(request).name,
            judged.answer,
            library,
            facts=judged.facts,
            as_of=judged.as_of,
            readings=judged.readings,
            assume=judged.assume,
            notes=line.notes,
            presume=line.presume,
        )
    return written(judged, line, library)


@router.post("/screenings", tags=["Parties"], responses={200: {"model": ScreeningAnswer}})
def screenings(request: Request, asked: Annotated[ScreenRequest, sent_as(ScreeningRequest, ScreenRequest)]) -> Response:
    """Compare names with the lists of parties, word by word."""
    settings = settings_of(request)
    refreshed(settings)
    answer = screened(asked, settings, person_of(request).name)
    return told(request, lambda: data_of(answer), dated=asked.as_of is not None)


@router.post("/classifications", tags=["Items"], responses={200: {"model": Record}})
def classifications(
    request: Request, asked: Annotated[ClassifyRequest, sent_as(ClassificationRequest, ClassifyRequest)]
) -> Response:
    """Suggest entries of the control list for an item, with limits and what would decide."""
    answer = classify(asked, settings_of(request).workspace)
    return told(request, answer.to_dict, dated=asked.as_of is not None)


@router.get("/measures", tags=["Law"], responses={200: {"model": RowsAnswer}})
def measures(
    request: Request,
    in_force_on: Annotated[date | None, Query(description="Only those that apply, or may, on that day.")] = None,
    as_of: Day = None,
) -> Response:
    """List the measures, with their state on a day."""
    library = settings_of(request).library
    day, only = measures_day(LawRequest(in_force_on=in_force_on, as_of=as_of), settings_of(request).workspace)
    return told(
        request,
        lambda: measures_rows(library, day, only_in_force=only),
        dated=bool(in_force_on or as_of),
        cached=True,
    )


@router.get("/measures/{jurisdiction}/{name}", tags=["Law"], responses={200: {"model": Record}})
def measure(
    request: Request,
    jurisdiction: str,
    name: str,
    as_of: Day = None,
    beside: Annotated[str, Query(description="Another measure: both are told part by part, what differs first.")] = "",
) -> Response:
    """Tell one measure clause by clause: words, encoding as a sentence, terms, sources; or beside another."""
    asked = ShowRequest(kind="measure", name=f"{jurisdiction}/{name}"[:MAX_NAME], as_of=as_of, beside=beside[:MAX_NAME])
    return _shown(request, asked, dated=as_of is not None)


@router.get("/measures/{jurisdiction}/{name}/compare", tags=["Law"], responses={200: {"model": Record}})
def comparison(
    request: Request,
    jurisdiction: str,
    name: str,
    first: Annotated[date, Query(alias="from", description="The earlier day.")],
    second: Annotated[date, Query(alias="to", description="The later day.")],
) -> Response:
    """Set a measure on two days side by side."""
    named = f"{jurisdiction}/{name}"[:MAX_NAME]
    return _shown(request, ShowRequest(kind="measure", name=named, first=first, second=second), dated=True)


@router.get("/measures/{jurisdiction}/{name}/timeline", tags=["Law"], responses={200: {"model": Record}})
def measure_timeline(
    request: Request, jurisdiction: str, name: str, since: Since = None, until: Until = None
) -> Response:
    """Tell how a measure and its clauses stood over time, with the events around it."""
    asked = TimelineRequest(what=(f"{jurisdiction}/{name}"[:MAX_NAME],), since=since, until=until)
    return _over_time(request, asked)


@router.get("/terms/{name}", tags=["Law"], responses={200: {"model": Record}})
def term(request: Request, name: str) -> Response:
    """Tell a term: its words, and how far it reaches under each reading."""
    return _shown(request, ShowRequest(kind="term", name=name[:MAX_NAME]), dated=True)


@router.get("/home-law/{place}", tags=["Law"], responses={200: {"model": Record}})
def home_law(request: Request, place: str) -> Response:
    """Name the export law to look up where a shipment leaves from: rules with their addresses, no determination."""
    return _shown(request, ShowRequest(kind="home_law", name=place[:MAX_NAME]), dated=True)


@router.get("/parties/{party}", tags=["Parties"], responses={200: {"model": Record}})
def party(request: Request, party: str, as_of: Day = None) -> Response:
    """Tell one party by its id or number: lists, dates, what put it there, owners, group, and like names."""
    refreshed(settings_of(request))
    return _shown(request, ShowRequest(kind="party", name=party[:MAX_NAME], as_of=as_of), dated=as_of is not None)


@router.get("/codes/{country}/{list_name}/{code}", tags=["Items"], responses={200: {"model": Record}})
def code(request: Request, country: str, list_name: str, code: str, as_of: Day = None) -> Response:
    """Tell a control code: its place, limits, customs codes, and the clauses that name it."""
    asked = ShowRequest(kind="code", name=f"{country}/{list_name}/{code}"[:MAX_NAME], as_of=as_of)
    return _shown(request, asked, dated=as_of is not None)


@router.get("/codes/{country}/{list_name}/{code}/timeline", tags=["Items"], responses={200: {"model": Record}})
def code_timeline(
    request: Request,
    *,
    country: str,
    list_name: str,
    code: str,
    since: Since = None,
    until: Until = None,
    destinations: Annotated[
        list[str],
        Query(
            alias="destination",
            description="Where an item of the code goes. Left out: all destinations that no measure names. Repeatable.",
            max_length=MAX_DESTINATIONS,
        ),
    ] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Tell what the export of a control code for civil use needed over time."""
    name = f"{country}/{list_name}/{code}"[:MAX_NAME]
    asked = TimelineRequest(what=(name,), since=since, until=until, destinations=tuple(destinations))
    return _over_time(request, asked)


def _over_time(request: Request, asked: TimelineRequest) -> Response:
    """Tell one thing of the law over time."""
    settings = settings_of(request)
    line = timeline(asked, settings.workspace)
    return told(request, lambda: timeline_data(line, settings.library), dated=True, cached=True)


def _shown(request: Request, asked: ShowRequest, *, dated: bool) -> Response:
    """Tell one thing of the law."""
    settings = settings_of(request)
    subject = show(asked, settings.workspace)
    return told(request, lambda: subject_data(subject, settings.library), dated=dated, cached=True)


@router.get("/changes", tags=["Law"], responses={200: {"model": Record}})
def changes(
    request: Request,
    since: Annotated[date, Query(description="First day of the span.")],
    until: Annotated[date | None, Query(description="Last day. Left out: the date of law.")] = None,
    as_of: Day = None,
) -> Response:
    """Tell every change of law in a span of days, what moves for a shipment, what is pending and what is open."""
    library = settings_of(request).library
    asked = LawRequest(since=since, until=until, as_of=as_of)
    found = gather_changes(asked, settings_of(request).workspace)
    moved = moves(asked, settings_of(request).workspace)
    return told(request, lambda: changed_data(found, library, moved), dated=as_of is not None, cached=True)


@router.get("/dependence", tags=["Law"], responses={200: {"model": RowsAnswer}})
def materials(request: Request) -> Response:
    """Rank materials by the share of Japan's imports that comes from China, as it was counted last."""
    asked = DependenceRequest()
    return told(request, lambda: ranking_rows(ranking(asked, settings_of(request).workspace)), dated=True, cached=True)


@router.get("/dependence/{name}", tags=["Law"], responses={200: {"model": Record}})
def material(request: Request, name: str) -> Response:
    """Tell how far Japan depends on China for a material, a group or a heading, and who else sells."""
    settings = settings_of(request)
    found = dependence(DependenceRequest(what=(name[:MAX_NAME],)), settings.workspace)
    return told(request, lambda: dependence_data(found, settings.library), dated=True, cached=True)


@router.post("/comparisons", tags=["Determine"], responses={200: {"model": Record}})
def comparisons(request: Request, asked: ComparisonRequest) -> Response:
    """Set two answers side by side: a line, and the same with another day, place, user or reading."""
    settings = settings_of(request)
    refreshed(settings)
    found = compare(
        CompareRequest(
            facts={name: "unknown" if value is None else value for name, value in asked.facts.items()},
            as_of=asked.as_of,
            readings=readings_sent(asked.readings, settings.library),
            assume=assumptions_of(settings.library, asked.assume),
            presume=asked.presume,
            other=asked.other,
        ),
        settings.workspace,
    )
    tell = teller_of(settings.library, language_of(request))
    return told(request, lambda: compared_data(found, settings.library, tell), dated=True)


@router.get("/facts", tags=["Determine"], responses={200: {"model": RowsAnswer}})
def facts(request: Request) -> Response:
    """List the facts that may be known of a line, with their choices and what leaving each out means."""
    return told(request, lambda: facts_rows(settings_of(request).library), dated=True, cached=True)


@router.get("/lists", tags=["Lists"], responses={200: {"model": RowsAnswer}})
def lists(request: Request) -> Response:
    """List the lists and tables of one's own that the server keeps, each with its versions and which is in use."""
    home = settings_of(request).workspace.home
    return told(request, lambda: lists_held(home) if home is not None else [], dated=False)


@router.get("/coverage", tags=["Law"], responses={200: {"model": Record}})
def held(request: Request) -> Response:
    """Say which measures and lists are included, and up to which day sources were read."""
    return told(request, lambda: coverage(settings_of(request).library), dated=True, cached=True)
