"""Signing in and out; what somebody had filled in meanwhile is kept on the page and given back."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.web.accounts.principal import NOBODY
from sekisho.web.accounts.team import Team
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.response import Answer, Page, Redirect

KEPT: Final = "kept."
"""Before the name of a field that waits until somebody has signed in."""
SEAL: Final = "csrf"
"""Field by which a form shows that a page of the same session made it."""
NEXT: Final = "next"


def team_of(visit: RequestContext) -> Team:
    """Return the people of the server.

    Raises
    ------
    LibraryError
        If it has no accounts: then there is no such page.
    """
    if visit.settings.team is None:
        raise LibraryError(Problem(where=visit.path, what=visit.words("nothing_here")))
    return visit.settings.team


def sign_in(visit: RequestContext) -> Answer:
    """Ask for name and password, or take them."""
    team = team_of(visit)
    if visit.posted and not visit.wanted:
        return _tried(visit, team)
    kept = [(name, value) for name, value in visit.body if name != SEAL] if visit.wanted else []
    return _asked(visit, visit.wanted or visit.text(NEXT), kept, status=401 if visit.wanted else 200)


def _asked(
    visit: RequestContext,
    wanted: str,
    kept: Pairs,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    headers: Pairs = (),
) -> Page:
    return Page(
        template="sign_in.html",
        title=visit.words("sign_in_title"),
        context={
            "wanted": _own(wanted),
            "waiting": [(f"{KEPT}{name}", value) for name, value in kept],
            "files": bool(visit.files),
            "name": visit.text("name") if visit.posted and not visit.wanted else "",
            "errors": {problem.where: problem.what for problem in problems},
        },
        problems=problems,
        status=status,
        headers=headers,
        personal=True,
        person=NOBODY,
    )


def _tried(visit: RequestContext, team: Team) -> Answer:
    words, wanted = visit.words, _own(visit.text(NEXT))
    kept = [(name.removeprefix(KEPT), value) for name, value in visit.body if name.startswith(KEPT)]
    name, password = visit.text("name"), visit.exact("password")
    wanting = {"name": words("sign_in_no_name"), "password": words("sign_in_no_password")}
    empty = [Problem(where=key, what=what) for key, what in wanting.items() if not visit.exact(key)]
    if empty:
        return _asked(visit, wanted, kept, problems=tuple(empty), status=422)
    match team.try_to_sign_in(name, password, visit.client):
        case None:
            wrong = Problem(where="name", what=words("sign_in_wrong"))
            return _asked(visit, wanted, kept, problems=(wrong,), status=401)
        case float(wait):
            seconds = ceil(wait)
            told = Problem(where="name", what=words("sign_in_wait", n=seconds))
            headers = [("retry-after", str(seconds))]
            return _asked(visit, wanted, kept, problems=(told,), status=429, headers=headers)
        case account:
            key = team.begin(account, visit.person.session)
    person = team.by_session(key)
    if not kept or person is None or person.must_change:
        return Redirect(wanted, cookie=key)
    return again(replace(visit, person=person, wanted=wanted, body=kept), cookie=key)


def again(visit: RequestContext, *, cookie: str | None = None, status: int = 200) -> Page:
    """Show that what was filled in is still there, to be sent with one press of a button."""
    return Page(
        template="again.html",
        title=visit.words("again_title"),
        context={
            "wanted": _own(visit.wanted or visit.path),
            "waiting": [(name, value) for name, value in visit.body if name != SEAL],
            "files": bool(visit.files),
            "doubted": status != 200,  # noqa: PLR2004 - OK
        },
        status=status,
        cookie=cookie,
        person=visit.person,
        personal=True,
    )


def not_sealed(visit: RequestContext) -> Page:
    """Do nothing with a form that no page of this session made, and ask whether it was meant."""
    return again(visit, status=403)


def sign_out(visit: RequestContext) -> Answer:
    """End the session."""
    team_of(visit).sessions.end(visit.person.session)
    return Redirect("/sign-in", cookie="")


def _own(address: str) -> str:
    r"""Return an address of this server; the first page for every other.

    >>> _own("/books?as_of=2026-02-01"), _own("//example.com"), _own("https://example.com"), _own("/\\example.com")
    ('/books?as_of=2026-02-01', '/', '/', '/')
    """
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if own else "/"
