"""From a page to an answer: HTML from a template, or the same as JSON, CSV or a workbook."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from starlette.responses import FileResponse, RedirectResponse, Response

import sekisho
from sekisho.errors import Problem
from sekisho.i18n.citations import article_in
from sekisho.i18n.languages import for_reader, in_language
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.present.law.stages import library_data
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.pdf import pdf_of
from sekisho.present.render.template import legible
from sekisho.web.accounts.auth_middleware import cookie_name
from sekisho.web.accounts.principal import Person
from sekisho.web.cache import PageKey
from sekisho.web.html_pieces import (
    by_first,
    hidden_fields,
    in_own_language,
    place_told,
    term_told,
    ticked_points,
    translation_told,
)
from sekisho.web.messages import LANGUAGES, PageTranslator
from sekisho.web.problem import problem_response
from sekisho.web.request_context import BOXES, Pairs, RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect
from sekisho.web.settings import ServerSettings
from sekisho.web.table_export import csv_of, workbook_of

_UNSET: Final = ("language", "theme", *(f"as_of-{box}" for box in BOXES), "as_of")
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_PAPER: Final = ".unseen { display: none } .sheet { margin: 0; max-width: none }"
"""What is for ears alone would stand in the way of tables on paper."""
SEE_OTHER: Final = 303
NOT_FOUND: Final = 404


@pass_context
def form(context: Context, action: str, *, method: str = "post", **attributes: str) -> Markup:
    """Return the beginning of a form, with the mark of who has signed in if it changes something.

    Templates begin every form with it (a test finds those that do not), so that none can forget the mark. One that a
    template includes without its context raises, since nobody knows there who has signed in.
    """
    fields = {"action": action, "method": method, **attributes}
    opening = "".join(f' {escape(name)}="{escape(value)}"' for name, value in fields.items())
    mark = escape(context["csrf"]) if method == "post" else ""
    return Markup(f"<form{opening}>{mark}")  # noqa: S704 - every attribute is escaped


class PageContext(Context):
    """What a template knows; it calls what wants nothing of it as it is.

    Of everything that is called Jinja asks twice what of the context it wants: a sixth of the writing of a page, in
    which a thousand things are called.
    """

    def call(self, called: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        """Call a macro, what tells words, or any function."""
        of = type(called)
        if of is Macro:
            args = (self.eval_ctx, *args)
        elif of not in _TELLING and (of not in _FUNCTIONS or hasattr(called, _WANTING)):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


@cache
def environment() -> Environment:
    """Return the templates."""
    found = Environment(
        loader=PackageLoader("sekisho.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # they change with the program alone; to look after them took a twentieth of a page
    )
    found.context_class = PageContext
    found.globals.update(
        form=form,
        hidden_fields=hidden_fields,
        ticked_points=ticked_points,
        place_told=place_told,
        term_told=term_told,
        translation_told=translation_told,
        shapes=SHAPES,
        languages=LANGUAGES,
        static=static,
        for_reader=for_reader,
        in_language=in_language,
        article_in=article_in,
    )
    found.filters["by_first"] = by_first
    found.filters["css"] = lambda text: str(text).replace(" ", "-").replace("_", "-")
    return found


@cache
def static(name: str) -> str:
    """Return the address of a file of the pages; it changes with the file, so that a browser may keep it."""
    text = resources.files("sekisho.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(text).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlBuilder:
    """Where a reader is: makes addresses that keep the day of the law."""

    visit: RequestContext
    day: date
    query: Pairs
    kept: Pairs = field(default_factory=tuple)

    def link(self, path: str, *, as_of: str = "", fields: Pairs = (), **more: object) -> str:
        """Return an address as of the same day, or of another."""
        if not (as_of or fields or more):
            return _on_day(path, self.day)
        named = [(name.rstrip("_"), str(value)) for name, value in more.items() if value not in {"", None}]
        return address(quote(path, safe="/:@#."), [("as_of", as_of or self.day.isoformat()), *fields, *named])

    def again(self, **more: str) -> str:
        """Return the address of this page with other fields."""
        rest = [(name, value) for name, value in self.query if name not in more]
        as_of = more.pop("as_of", self.day.isoformat())
        return address(quote(self.visit.path, safe="/:@."), [("as_of", as_of), *rest, *more.items()])

    def twin(self, format: str) -> str:
        """Return the address of the same in another format."""
        path = "/index" if self.visit.path == "/" else self.visit.path
        return address(quote(f"{path}.{format}", safe="/:@."), [("as_of", self.day.isoformat()), *self.query])


@lru_cache(maxsize=4_096)  # the measures, terms and main pages as of a few days; each stands on a page many times
def _on_day(path: str, day: date) -> str:
    """Return an address as of a day, with the fields that it has of its own."""
    place, _, own = path.partition("?")
    return address(quote(place, safe="/:@#."), [("as_of", day.isoformat()), *parse_qsl(own)])


def respond(visit: RequestContext, answer: Answer) -> Response:
    """Send a page in the form that was asked for."""
    match answer:
        case Redirect():
            moved = RedirectResponse(answer.to, status_code=SEE_OTHER)
            _set_session(moved, answer.cookie, visit.settings)
            if visit.text("language") in LANGUAGES:  # the page behind it is in the language that was asked for
                _keep_choice(moved, "language", visit.language, visit.settings)
            return moved
        case Download():
            return _download(answer)
        case Page():
            response = _page(visit, answer)
    _set_session(response, answer.cookie, visit.settings)
    response.headers.update(dict(answer.headers))
    personal = answer.personal or visit.posted or visit.settings.team is not None
    response.headers["cache-control"] = (
        "no-store" if (answer.personal and not visit.posted) or visit.settings.team else "private, no-cache"
    )
    response.headers["vary"] = "Accept-Language, Cookie"
    if not personal and answer.status == 200:  # noqa: PLR2004 - OK
        response.headers["etag"] = tag_of(visit)
    if visit.text("language") in LANGUAGES:
        _keep_choice(response, "language", visit.language, visit.settings)
    if visit.text("theme"):
        _keep_choice(response, "theme", visit.theme, visit.settings)
    return response


def _keep_choice(response: Response, name: str, value: str, settings: ServerSettings) -> None:
    """Let a browser remember how somebody wants the pages, for a year; nothing, if they want no choice kept."""
    if value:
        response.set_cookie(
            name,
            value,
            max_age=365 * 86_400,
            httponly=True,
            samesite="lax",
            secure=settings.secure,
            path="/",
        )
    else:
        response.delete_cookie(name, httponly=True, samesite="lax", secure=settings.secure, path="/")


def _set_session(response: Response, key: str | None, settings: ServerSettings) -> None:
    """Give a browser the key of a session, or take it away; it is gone once the browser is closed."""
    if key is None:
        return
    name = cookie_name(settings)
    if key:
        response.set_cookie(name, key, httponly=True, samesite="lax", secure=settings.secure, path="/")
    else:
        response.delete_cookie(name, httponly=True, samesite="lax", secure=settings.secure, path="/")


def tag_of(visit: RequestContext) -> str:
    """Return what stands for the state of an answer.

    That is library, program, today unless a day is named, what people decided of names, and whether lists are there.
    """
    day = "" if visit.text("as_of") else f"-{visit.settings.today().isoformat()}"
    lists = "-lists" if visit.settings.holds_lists() else ""
    decided = visit.settings.register.tag if visit.settings.register is not None else ""
    return f'"{visit.library.hash}-{sekisho.__version__}-{visit.language}{visit.theme}{day}{decided}{lists}"'


def key_of(visit: RequestContext) -> PageKey | None:
    """Return by what a page is kept; None of a form, and of who has signed in.

    None too where each answer is to be saved, or a choice of the reader is to be kept anew.
    """
    settings = visit.settings
    saves = settings.team is not None or settings.trail is not None
    if visit.posted or saves or visit.text("language") or visit.text("theme"):
        return None
    return PageKey(tag=tag_of(visit), format=visit.format, path=visit.path, query=tuple(visit.query))


def _page(visit: RequestContext, page: Page) -> Response:
    if visit.format != "html" and page.problems:
        return problem_response(page.problems, visit.words, status=page.status if page.status >= 400 else 422)  # noqa: PLR2004
    match visit.format:
        case "json" if page.data is not None:
            body = enveloped(page.data(), visit.library)
            return Response(body, status_code=page.status, media_type="application/json")
        case "csv" if page.rows is not None:
            return Response(csv_of(page.rows()), media_type="text/csv; charset=utf-8", headers=_as_file(visit))
        case "xlsx" if page.rows is not None:
            says = {"page": page.title, **_readme(visit)}
            return Response(
                workbook_of(page.rows(), title=page.title, says=says), media_type=EXCEL, headers=_as_file(visit)
            )
        case "html":
            return Response(html(visit, page), status_code=page.status, media_type="text/html; charset=utf-8")
        case _:
            remedy = message("web.leave_ending", "Leave out the ending for the page itself, or ask for .json.")
            return problem_response(
                [
                    Problem(
                        where=visit.path,
                        what=message("web.no_table", "is not a table; .{format} would be empty.", format=visit.format),
                        remedy=remedy,
                    )
                ],
                visit.words,
                status=NOT_FOUND,
            )


def html(visit: RequestContext, page: Page) -> str:
    """Write a page as HTML."""
    try:
        day = page.day or visit.as_of
    except sekisho.SekishoError:
        day = visit.settings.today()
    carried = [(name, value) for name, value in page.kept if value]
    query = [(name, value) for name, value in page.query if name not in _UNSET and value]
    here = UrlBuilder(visit=replace(visit, path=page.at or visit.path), day=day, query=query, kept=carried)
    context: dict[str, Any] = {
        "here": here,
        "link": here.link,
        "t": visit.words,
        "tell": visit.tell,
        "said": _Said(visit),
        "language": visit.language,
        "theme": visit.theme,
        "day": day,
        "to_come": day > max(visit.library.horizon, visit.settings.today()),
        "boxes": {"year": day.year, "month": day.month, "day": day.day},
        "page": page,
        "person": page.person or visit.person,
        "team": visit.settings.team is not None,
        "csrf": _mark(page.person or visit.person),
        "title": page.title,
        "library": visit.library,
        "version": sekisho.__version__,
        "problems": [problem.translate(visit.words.say) for problem in page.problems],
        **page.context,
    }
    return legible(environment().get_template(page.template).render(context))


def enveloped(data: object, library: Library) -> str:
    """Write data in the one envelope as JSON: what is told, of which law, and what that law does not cover."""
    return f'{{"data": {_written(data)}, {_rest(library)}'


@cached_per_library
def _rest(library: Library) -> str:
    """Write what the envelope of every answer holds beside the data, without the brace that opens it."""
    return _written({"coverage": coverage_data(library), "library": library_data(library), "problems": []})[1:]


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)


class _Said:
    """Tells texts of the law in the language of a page, marked with the language in which each is told.

    A table says the same few texts in hundreds of rows: one that was told is remembered as long as the page is written.
    """

    def __init__(self, visit: RequestContext) -> None:
        self._pair = visit.tell.pair
        self._markup: dict[int, tuple[str, Markup]] = {}

    def __call__(self, text: str) -> Markup:
        """Tell a text; equal ones may be told otherwise, so that only the very same one is remembered."""
        if id(text) not in self._markup:
            self._markup[id(text)] = (text, in_own_language(*self._pair(text)))  # held, so that its id stays its own
        return self._markup[id(text)][1]


_TELLING: Final = frozenset({PageTranslator, PackageTranslator, _Said})
"""What tells words, and wants nothing of the context."""
_FUNCTIONS: Final = frozenset({FunctionType, MethodType, BuiltinMethodType})
"""Types of what wants nothing of the context unless it is marked."""
_WANTING: Final = "jinja_pass_arg"
"""The mark of `pass_context` and its like on a function or a method."""


def _mark(person: Person) -> Markup:
    """Return the field by which a form shows that a page of the same session made it."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(person.csrf) if person.csrf else Markup()


def on_paper(visit: RequestContext, page: Page) -> bytes:
    """Lay a page out as PDF, in the style of the pages.

    Raises
    ------
    SekishoError
        If PDF cannot be made here.
    """
    style = resources.files("sekisho.web").joinpath("static", "style.css").read_text(encoding="utf-8")
    return pdf_of(html(visit, page), styles=[style, ON_PAPER])


def coverage_data(library: Library) -> dict[str, object]:
    """Return what every answer says of coverage."""
    return {
        "measures": len(library.measures),
        "jurisdictions": sorted({measure.jurisdiction for measure in library.measures.values()}),
        "not_covered": [text for package in library.packages for text in package.not_covered],
    }


def _readme(visit: RequestContext) -> dict[str, str]:
    library = visit.library
    return {
        "address": visit.path,
        "as of": visit.as_of.isoformat(),
        "library": f"{library.version}, {library.hash}, sources read to {library.horizon}",
        "not covered": "; ".join(text for package in library.packages for text in package.not_covered),
    }


def _as_file(visit: RequestContext) -> dict[str, str]:
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", visit.path.strip("/")) or "sekisho"
    return {"content-disposition": f'attachment; filename="{name}.{visit.format}"'}


def _download(file: Download) -> Response:
    headers = {"cache-control": "no-store"}
    if file.path is not None:
        return FileResponse(file.path, media_type=file.kind, filename=file.name, headers=headers)
    headers["content-disposition"] = f'attachment; filename="{file.name}"'
    return Response(file.content or file.text, media_type=file.kind, headers=headers)
