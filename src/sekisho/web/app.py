"""The application: every address with what answers it, behind the guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import cache
from hmac import compare_digest
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

import sekisho
from sekisho.errors import FactError, LibraryError, Problem, RefusedError, SekishoError, StoreError
from sekisho.message import message
from sekisho.parties.register_file import DecisionConflictError
from sekisho.web.accounts import account_page, admin_page, sign_in_page
from sekisho.web.accounts.auth_middleware import REFUSED, SIGN_IN, AuthMiddleware, address_of, person_of, refused_in
from sekisho.web.accounts.sign_in_page import KEPT, SEAL, not_sealed
from sekisho.web.api import books as api_books
from sekisho.web.api import decisions as api_decisions
from sekisho.web.api import exposures as api_exposures
from sekisho.web.api import impacts as api_impacts
from sekisho.web.api import jobs as api_jobs
from sekisho.web.api import nowcasts as api_nowcasts
from sekisho.web.api import routes as api_routes
from sekisho.web.api.envelope import wrong_request
from sekisho.web.api.reference import reference
from sekisho.web.form_fields import error_text
from sekisho.web.jobs.manager import JobManager
from sekisho.web.judges.worker_pool import WorkerPool
from sekisho.web.messages import language_of, theme_of
from sekisho.web.monitoring import HEALTH, METRICS, AnswerTally, Monitor, health, metrics
from sekisho.web.pages import (
    classify,
    comparison,
    home,
    parties,
    party_queue,
    question,
    result,
    screening_sheet,
    search,
    suggestions,
)
from sekisho.web.pages.book import books_of
from sekisho.web.pages.exposure import exposures_of
from sekisho.web.pages.impact import impacts_of
from sekisho.web.pages.law import changes, codes, customs, dependence, feed, item_timeline, measures, party
from sekisho.web.pages.law.own_lists import holds_lists, with_lists
from sekisho.web.pages.nowcast import nowcasts_of
from sekisho.web.peer_credentials import OwnUser
from sekisho.web.problem import problem_response
from sekisho.web.register import refreshed
from sekisho.web.rendering import key_of, respond
from sekisho.web.request_context import PageFormat, Pairs, RequestContext, address
from sekisho.web.response import Answer, Page, Redirect
from sekisho.web.security import Guard, TooLargeError, too_large
from sekisho.web.settings import ServerSettings

Handler = Callable[[RequestContext], Answer]
FORMATS: Final[tuple[PageFormat, ...]] = ("json", "csv", "xlsx")
AS_THEY_ARE: Final = ("/static/", "/api/")
"""Addresses whose ending is their own."""
LONG: Final = frozenset({"names", "parameters"})
"""Fields of several lines."""
LONG_TIMES: Final = 20
MOST_FIELDS: Final = 2_000
BOTH: Final = ("GET", "POST")

PAGES: Final[tuple[tuple[str, Handler, tuple[str, ...]], ...]] = (
    ("/", home.home, ("GET",)),
    ("/index", home.home, ("GET",)),
    ("/search", search.search, BOTH),
    ("/ask", search.ask, BOTH),
    ("/suggest", suggestions.suggestions, ("POST",)),
    ("/check", question.check, BOTH),
    ("/check/answers", question.answers, BOTH),
    ("/check/result", result.result, BOTH),
    ("/answer/{item}/{route}", result.answer_page, ("GET",)),
    ("/check/sheet", screening_sheet.sheet, BOTH),
    ("/check/letters", screening_sheet.letters, BOTH),
    ("/quick", question.quick, BOTH),
    ("/compare", comparison.comparison, BOTH),
    ("/measures", measures.measures, ("GET",)),
    ("/measures/{id:path}/compare", measures.compared, ("GET",)),
    ("/measures/{id:path}", measures.measure, ("GET",)),
    ("/dependence", dependence.materials, ("GET",)),
    ("/dependence/files/{name}", dependence.chart_of_material, ("GET",)),
    ("/dependence/{id}", dependence.material, ("GET",)),
    ("/changes", changes.changes_page, ("GET",)),
    (feed.ATOM, feed.feed, ("GET",)),
    ("/changes/feed", feed.feed, ("GET",)),
    ("/terms/{id:path}", measures.term, ("GET",)),
    ("/home-law", measures.home_laws, ("GET",)),
    ("/home-law/{place}", measures.home_law, ("GET",)),
    ("/codes", codes.codes, ("GET",)),
    ("/codes/{id:path}", codes.code, ("GET",)),
    ("/customs/{code}", customs.customs, ("GET",)),
    ("/timeline", item_timeline.item_timeline, ("GET",)),
    ("/classify", classify.classify_page, BOTH),
    ("/parties/queue", party_queue.party_queue, BOTH),
    ("/parties", parties.parties, BOTH),
    ("/parties/{id}", party.party, ("GET",)),
    ("/coverage", home.coverage_page, ("GET",)),
    ("/help", home.help_page, ("GET",)),
    (SIGN_IN, sign_in_page.sign_in, BOTH),
    ("/sign-out", sign_in_page.sign_out, ("POST",)),
    ("/account", account_page.account, BOTH),
    ("/people", admin_page.people, BOTH),
)
"""Addresses of pages, what answers each, and how it is asked; the more particular ones first."""

OF_LISTS: Final[Mapping[str, Callable[..., Answer]]] = {
    "/measures/{id:path}": measures.measure,
    "/parties/{id}": party.party,
    "/changes": changes.changes_page,
}
"""Those of them that tell in which of a reader's order lists their subject occurs."""

OF_LAW: Final = frozenset(
    ("/check/result", "/answer/{item}/{route}", "/compare", "/codes/{id:path}", "/customs/{code}", "/timeline")
)
"""Those that take longest and, where nobody is named, tell of the law alone: processes beside the server write them."""

OTHER_ADDRESSES: Final = {
    "/items": "/codes",
    "/items/{id:path}": "/codes/{id}",
    "/lists": "/books",
    "/lists/{id}": "/books/{id}",
    "/cost": "/impact",
    "/groups/{id}": "/parties/{id}",
}
"""Addresses by the words that stand on the pages, and where each leads."""


class Twins:
    """Lets every page answer in other forms at its own address: `.json`, and tables `.csv` and `.xlsx`."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the ending off the address and keep it."""
        path = scope.get("path", "")
        stem, _, ending = path.rpartition(".")
        own = path.startswith(AS_THEY_ARE) or "/files/" in path
        if scope["type"] == "http" and ending in FORMATS and stem and not own:
            scope = {**scope, "path": stem, "raw_path": stem.encode(), "format": ending}
        await self.app(scope, receive, send)


def create_app(settings: ServerSettings, *, judges: int | None = 0) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    judges
        Processes beside this one that determine lines sent over REST, and write pages; without them, this one does.
        None starts some once this one is busy.
    """
    tally = AnswerTally()
    app: FastAPI = FastAPI(
        title="sekisho",
        summary="What the measures say of a shipment, as of a day.",
        version=sekisho.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[
            Middleware(Monitor, settings=settings, tally=tally, places=cache(lambda: places_of(app))),
            Middleware(Guard, settings=settings),
            *([Middleware(OwnUser)] if settings.own_user else []),
            Middleware(Twins),
            Middleware(AuthMiddleware, settings=settings),
        ],
        exception_handlers={
            HTTPException: _http_error,
            RequestValidationError: wrong_request,
            SekishoError: _users_mistake,
            DecisionConflictError: _decided_otherwise,
            RefusedError: _refused,
            StoreError: _not_kept,
            TooLargeError: _too_large,
            Exception: _our_mistake,
        },
    )
    settings = replace(settings, described=app.openapi, holds_lists=lambda: holds_lists(app.state.jobs))
    app.state.settings = settings
    app.state.tally = tally
    app.state.jobs = jobs = JobManager(settings)
    app.state.judges = WorkerPool(settings, judges, tally.seconds_in_hand)
    app.include_router(api_routes.router)  # first, since programs ask oftenest and routes are tried in order
    app.include_router(api_decisions.router)
    app.include_router(api_jobs.router)
    app.include_router(api_books.router)
    app.include_router(api_impacts.router)
    app.include_router(api_nowcasts.router)
    app.include_router(api_exposures.router)
    app.add_route("/api", page_of(reference), methods=["GET"], include_in_schema=False)
    app.add_route(HEALTH, health, methods=["GET"], include_in_schema=False)
    app.add_route(METRICS, metrics, methods=["GET"], include_in_schema=False)
    app.add_route(REFUSED, _turned_away, methods=["GET"], include_in_schema=False)
    long = {**books_of(jobs), **impacts_of(jobs), **nowcasts_of(jobs), **exposures_of(jobs)}
    bound = ((path, handler, methods) for path, (handler, methods) in long.items())
    for path, handler, methods in (*bound, *PAGES):
        shown = with_lists(OF_LISTS[path], jobs) if path in OF_LISTS else handler
        page = page_of(shown, beside=app.state.judges if path in OF_LAW else None)
        app.add_route(path, page, methods=list(methods), include_in_schema=False)
    for path, there in OTHER_ADDRESSES.items():
        app.add_route(path, page_of(_leading(there)), methods=["GET"], include_in_schema=False)
    app.router.routes.append(Mount("/static", StaticFiles(packages=[("sekisho.web", "static")]), name="static"))
    return app


def places_of(app: FastAPI) -> frozenset[str]:
    """Name the first parts of all paths that are answered."""
    return frozenset(str(getattr(route, "path", "")).split("/")[1] for route in app.routes if hasattr(route, "path"))


def _leading(there: str) -> Handler:
    """Lead from an address to another, with what its query asks."""

    def lead(visit: RequestContext) -> Answer:
        place, _, what = there.format(id=quote(visit.path_params.get("id", ""), safe="/")).partition("?")
        return Redirect(address(place, [*parse_qsl(what), *visit.query]))

    return lead


def page_of(handler: Handler, *, beside: WorkerPool | None = None) -> Callable[[Request], Awaitable[Response]]:
    """Let a handler answer a request.

    Parameters
    ----------
    beside
        Processes that write the page where a browser may keep it; None if the server has to.
    """

    async def endpoint(request: Request) -> Response:
        body, files = await _form(request)
        visit = visit_of(request, body, files)
        if visit.posted and visit.person.csrf and not _is_sealed(visit):
            return respond(visit, not_sealed(replace(visit, body=_unsealed(body))))
        visit = replace(visit, body=_unsealed(body))
        refreshed(visit.settings)
        key = key_of(visit) if request.method in {"GET", "HEAD"} else None
        if key is not None:
            if request.headers.get("if-none-match", "") == key.tag:
                return Response(status_code=304, headers={"etag": key.tag})
            ready = visit.settings.pages.page(key)
            if ready is not None:
                return ready
            written = await beside.page(_checked(visit), handler, tag=key.tag) if beside is not None else None
            if written is not None:
                visit.settings.pages.keep(key, written)
                return written

        def answered() -> Response:
            response = respond(visit, handler(_checked(visit)))
            if key is not None:
                visit.settings.pages.keep(key, response)
            return response

        try:
            return await run_in_threadpool(answered)
        finally:
            await request.close()  # files that were sent are gone with it

    return endpoint


def _is_sealed(visit: RequestContext) -> bool:
    """Tell whether a page of the same session made the form; who signs in anew has none yet."""
    return visit.path == SIGN_IN or compare_digest(visit.exact(SEAL).encode(), visit.person.csrf.encode())


def _unsealed(body: Pairs) -> Pairs:
    return [(name, value) for name, value in body if name != SEAL]


async def _form(request: Request) -> tuple[Pairs, dict[str, UploadFile]]:
    if request.method != "POST":
        return (), {}
    fields: list[tuple[str, str]] = []
    files: dict[str, UploadFile] = {}
    form = await request.form(max_files=4, max_fields=MOST_FIELDS)
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = value
        else:
            fields.append((name, value.replace("\r\n", "\n")))
    return fields, files


def visit_of(request: Request, body: Pairs = (), files: dict[str, UploadFile] | None = None) -> RequestContext:
    """Return a request as the pages see it."""
    settings: ServerSettings = request.app.state.settings
    query = request.query_params.multi_items()
    asked = dict((*reversed(query), *reversed(body)))  # of several the first counts
    return RequestContext(
        settings=settings,
        path=request.url.path,
        format=request.scope.get("format", "html"),
        posted=request.method == "POST",
        query=query,
        body=body,
        files=files or {},
        language=language_of(request, asked.get("language", "")),
        theme=theme_of(request, asked.get("theme", "")),
        path_params={name: str(value) for name, value in request.path_params.items()},
        person=person_of(request),
        client=address_of(request.scope),
        wanted=request.scope.get("wanted", ""),
    )


def _checked(visit: RequestContext) -> RequestContext:
    """Refuse fields that are longer than any answer.

    Raises
    ------
    FactError
        With every field that is too long.
    """
    most = visit.settings.limits.field
    problems = [
        Problem(
            where=name[:80],
            what=message("web.holds_letters", "has {n} letters.", n=len(value)),
            remedy=message("error.expected_at_most", "Expected {number} at most.", number=most),
        )
        for name, value in (*visit.query, *visit.body)
        if len(value) > (most * LONG_TIMES if name.removeprefix(KEPT) in LONG else most)
    ]
    if problems:
        raise FactError(problems)
    return visit


def _error(request: Request, problems: tuple[Problem, ...], status: int) -> Response:
    """Tell what is wrong, as a page or as data."""
    visit = visit_of(request)
    if request.url.path.startswith("/api/") or request.scope.get("format", "html") != "html":
        return problem_response(problems, visit.words, status=status)
    problems = tuple(_told(one, visit) for one in problems)
    key = f"error_title_{status}"
    title = visit.words(key if visit.words.has(key) else "error_title")
    page = Page(template="error.html", title=title, context={"status_told": status}, problems=problems, status=status)
    return respond(visit, page)


def _told(problem: Problem, visit: RequestContext) -> Problem:
    """Say what is wrong with the date of law in the reader's language: every page has its boxes."""
    if problem.where != "as_of":
        return problem
    return Problem(where="", what=error_text(problem, visit.words, visit.library))


_SAID_OF: Final = {404: "nothing_here", 405: "only_by_form"}
"""What a page says of a status; what the server's framework says of it is in English."""


async def _http_error(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101 - handles these
    words = visit_of(request).words
    what = words(_SAID_OF.get(fault.status_code, "request_unread"))
    path = request.url.path
    remedy = words("api_lists_all") if fault.status_code == HTTPStatus.NOT_FOUND and path.startswith("/api/") else ""
    return _error(request, (Problem(where=path[:200], what=what, remedy=remedy),), fault.status_code)


async def _users_mistake(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, SekishoError)  # noqa: S101 - handles these
    return _error(request, fault.problems, 404 if isinstance(fault, LibraryError) else 422)


async def _decided_otherwise(request: Request, fault: Exception) -> Response:
    """Tell what counts instead of the decision that was seen."""
    assert isinstance(fault, DecisionConflictError)  # noqa: S101 - handles these
    if not request.url.path.startswith("/api/"):
        return _error(request, fault.problems, 409)
    return problem_response(
        fault.problems,
        visit_of(request).words,
        status=409,
        more={"row": fault.row.to_dict() if fault.row is not None else None},
    )


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RefusedError)  # noqa: S101 - handles these
    return _error(request, fault.problems, 403)


async def _not_kept(request: Request, fault: Exception) -> Response:
    """What cannot be kept is not answered either, where answers are to be kept."""
    assert isinstance(fault, StoreError)  # noqa: S101 - handles these
    return _error(request, fault.problems, 503)


async def _turned_away(request: Request) -> Response:
    refused = refused_in(request)
    if refused is None:
        return await _http_error(request, HTTPException(404))
    status, problem, headers = refused
    response = _error(request, (problem,), status)
    response.headers.update(headers)
    return response


async def _too_large(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, TooLargeError)  # noqa: S101 - handles these
    return _error(request, (too_large(fault.most),), 413)


async def _our_mistake(request: Request, fault: Exception) -> Response:
    del fault
    what = visit_of(request).words("our_mistake")
    return _error(request, (Problem(where=request.url.path[:200], what=what),), 500)
