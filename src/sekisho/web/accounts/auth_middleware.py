"""The door: who asks, whether they may come in, and how often; everything behind it knows who asks."""

from __future__ import annotations

from math import ceil
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sekisho.errors import Problem
from sekisho.message import message
from sekisho.web.accounts.principal import ALONE, NOBODY, Person
from sekisho.web.messages import words_for
from sekisho.web.monitoring import HEALTH
from sekisho.web.problem import problem_response
from sekisho.web.settings import CHANGING, ServerSettings

SIGN_IN: Final = "/sign-in"
ACCOUNT: Final = "/account"
REFUSED: Final = "/refused"
OPEN: Final = ("/static/",)
"""Addresses that anybody may see."""
BEFORE_CHANGE: Final = (ACCOUNT, "/sign-out", SIGN_IN)
"""Addresses that stand open while a password is to be changed."""
DATA: Final = "/api/"


def person_of(connection: HTTPConnection) -> Person:
    """Return who asks."""
    found = getattr(connection.state, "person", None)
    if isinstance(found, Person):
        return found
    settings: ServerSettings = connection.app.state.settings
    return ALONE if settings.team is None else NOBODY


def cookie_name(settings: ServerSettings) -> str:
    """Return the name of the cookie of a session; behind https one that no other server of the domain can set."""
    return "__Host-sekisho" if settings.secure else "sekisho_session"


class AuthMiddleware:
    """Lets in whoever may come in, and says so to everything behind."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        """Stand before an application."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, and let them in or not."""
        if scope["type"] != "http" or scope["path"].startswith(OPEN) or scope["path"] == HEALTH:
            await self.app(scope, receive, send)
            return
        person = self._who(scope)
        scope.setdefault("state", {})["person"] = person or NOBODY
        refused = self._too_often(scope, person) or self._not_in(scope, person)
        match refused:
            case None:
                await self.app(scope, receive, send)
            case dict():
                await self.app({**scope, **refused}, receive, send)
            case Response():
                await refused(scope, receive, send)

    def _who(self, scope: Scope) -> Person | None:
        team = self.settings.team
        if team is None:
            return ALONE
        headers = Headers(scope=scope)
        kind, _, text = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return team.by_token(text.strip(), self.settings.today())
        return team.by_session(HTTPConnection(scope).cookies.get(cookie_name(self.settings), ""))

    def _too_often(self, scope: Scope, person: Person | None) -> Response | Scope | None:
        """Count the request of whoever asks: by account, else by address."""
        meter = self.settings.meter
        if meter is None:
            return None
        who = f"account {person.name}" if person is not None and person.name else f"address {address_of(scope)}"
        wait = meter.wait(who)
        if not wait:
            return None
        seconds = ceil(wait)
        what = message("web.too_many_requests", "more than {burst} requests at once.", burst=meter.rate.burst)
        problem = Problem(
            where="rate",
            what=what,
            remedy=message("web.ask_again_in", "Ask again in {seconds} s, and more slowly.", seconds=seconds),
        )
        headers = {"retry-after": str(seconds)}
        if _wants_data(scope):
            return problem_response([problem], words_for(HTTPConnection(scope)), status=429, headers=headers)
        return {"path": REFUSED, "raw_path": REFUSED.encode(), "method": "GET", "refused": (429, problem, headers)}

    def _not_in(self, scope: Scope, person: Person | None) -> Response | Scope | None:
        """Turn away whoever has not signed in; what a form holds is kept on the page that asks to."""
        path, changing = scope["path"], scope["method"] in CHANGING
        if person is None:
            return None if path == SIGN_IN and not _wants_data(scope) else self._asked_to_sign_in(scope)
        if person.csrf and changing and path.startswith(DATA):
            remedy = message(
                "web.make_token_at",
                "Make a token at {account}, and send it as `Authorization: Bearer TOKEN`.",
                account=ACCOUNT,
            )
            what = message(
                "web.change_by_token",
                "what changes something over REST is sent with a token, not with the session of a browser.",
            )
            return problem_response(
                [Problem(where="authorization", what=what, remedy=remedy)], words_for(HTTPConnection(scope)), status=403
            )
        if person.must_change and not path.startswith(BEFORE_CHANGE):
            if _wants_data(scope):
                problem = Problem(
                    where="password",
                    what=message("web.password_first", "it is to be changed first."),
                    remedy=message("web.change_it_at", "Change it at {account}.", account=ACCOUNT),
                )
                return problem_response([problem], words_for(HTTPConnection(scope)), status=403)
            return RedirectResponse(ACCOUNT, status_code=303)
        return None

    def _asked_to_sign_in(self, scope: Scope) -> Response | Scope:
        if _wants_data(scope) or Headers(scope=scope).get("authorization"):
            what = message("web.not_signed_in", "no account is signed in, or the token is not taken.")
            remedy = message(
                "web.send_token", "Send a token as `Authorization: Bearer TOKEN`; the page of your account makes one."
            )
            return problem_response(
                [Problem(where="authorization", what=what, remedy=remedy)],
                words_for(HTTPConnection(scope)),
                status=401,
                headers={"www-authenticate": "Bearer"},
            )
        query = scope["query_string"].decode("latin-1")
        wanted = quote(scope["path"], safe="/:@.") + (f"?{query}" if query else "")
        if scope["method"] in {"GET", "HEAD"}:
            return RedirectResponse(f"{SIGN_IN}?next={quote(wanted, safe='')}", status_code=303)
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdigit() or int(length) > self.settings.limits.form:
            return RedirectResponse(f"{SIGN_IN}?next={quote(_page_before(scope['path']), safe='')}", status_code=303)
        return {"path": SIGN_IN, "raw_path": SIGN_IN.encode(), "query_string": b"", "wanted": wanted}


def address_of(scope: Scope) -> str:
    """Return the address from which a request comes."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def refused_in(request: Request) -> tuple[int, Problem, dict[str, str]] | None:
    """Return why a request was turned away; None if it was not."""
    found: tuple[int, Problem, dict[str, str]] | None = request.scope.get("refused")
    return found


def _wants_data(scope: Scope) -> bool:
    return bool(scope["path"].startswith(DATA)) or scope.get("format", "html") != "html"


def _page_before(path: str) -> str:
    """Return the page from which something is sent that is too large to be kept."""
    return "/books" if path.startswith("/books") else path
