"""The page of one's own account: another password, and tokens for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sekisho.errors import AccountError, LibraryError, Problem, RefusedError
from sekisho.message import message
from sekisho.web.accounts.passwords import LONGEST, SHORTEST, check_password
from sekisho.web.accounts.principal import Role, role_of
from sekisho.web.accounts.sign_in_page import team_of
from sekisho.web.accounts.team import Team
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page, Redirect

DAYS: Final = (30, 90, 365)
"""Days for which a token may be taken."""
DONE: Final = frozenset({"password", "revoked"})


def account(visit: RequestContext) -> Answer:
    """Show one's own account, or change it."""
    team = team_of(visit)
    check_session(visit)
    if not visit.posted:
        return _shown(visit, team)
    try:
        match visit.text("do"):
            case "password":
                return _password(visit, team)
            case "token":
                return _token(visit, team)
            case "revoke":
                token = team.tokens.revoke(visit.person.name, visit.text("token"))
                note(visit, f"token {token.id} of account '{visit.person.name}' revoked")
                return Redirect("/account?done=revoked")
            case other:
                raise LibraryError(
                    Problem(
                        where="do",
                        what=message("web.not_done_here", "'{other}' is nothing that is done here.", other=other[:80]),
                    )
                )
    except AccountError as fault:
        return _shown(visit, team, problems=tuple(said(one, visit) for one in fault.problems))


def check_session(visit: RequestContext) -> None:
    """Make sure that a person asks, not a program: with a token nobody makes more tokens, or changes a password.

    Raises
    ------
    RefusedError
        If a token asks.
    """
    if not visit.person.session:
        remedy = message("web.sign_in_browser", "Sign in with a browser.")
        raise RefusedError(
            Problem(
                where="authorization",
                what=message("web.token_accounts", "a token may not see accounts."),
                remedy=remedy,
            )
        )


def note(visit: RequestContext, what: str) -> None:
    """Write into the audit trail what was done to an account."""
    if visit.settings.trail is not None:
        visit.settings.trail.note(visit.person.name, what)


def said(problem: Problem, visit: RequestContext) -> Problem:
    """Say in the language of the pages what is wrong with an account."""
    words = visit.words
    match problem.where:
        case "password":
            return Problem(where="new", what=words("password_wrong", least=SHORTEST, most=f"{LONGEST:,}"))
        case "name":
            taken = getattr(problem.what, "id", "") == "web.account_taken"
            return Problem(where="name", what=words("account_name_taken" if taken else "account_name_wrong"))
        case "role" if getattr(problem.what, "id", "") == "web.last_admin":
            return Problem(where="role", what=words("account_last"))
        case "role":
            return Problem(where="role", what=words("token_role_wrong"))
        case _:
            return problem


def _shown(visit: RequestContext, team: Team, *, problems: tuple[Problem, ...] = (), made: str = "") -> Page:
    done = visit.text("done")
    person, today = visit.person, visit.settings.today()
    return Page(
        template="account.html",
        title=visit.words("account_title"),
        context={
            "tokens": [(one, one.is_taken(today)) for one in team.tokens.of(person.name)],
            "roles": [role for role in Role if person.role.covers(role)],
            "days": DAYS,
            "made": made,
            "done": done if done in DONE else "",
            "label": visit.text("label") if problems else "",
            "errors": {problem.where: visit.words.say(problem.what) for problem in problems},
            "shortest": SHORTEST,
        },
        problems=problems,
        status=422 if problems else 200,
        personal=True,
    )


def _password(visit: RequestContext, team: Team) -> Answer:
    name, words = visit.person.name, visit.words
    given, new = visit.exact("current"), visit.exact("new")
    problems = []
    if isinstance(found := team.try_to_sign_in(name, given, visit.client), float):
        problems.append(Problem(where="current", what=words("sign_in_wait", n=int(found) + 1)))
    elif found is None:
        problems.append(Problem(where="current", what=words("current_wrong")))
    try:
        check_password(new, name)
    except AccountError as fault:
        problems.append(said(fault.problems[0], visit))
    if new != visit.exact("repeated"):
        problems.append(Problem(where="repeated", what=words("repeated_wrong")))
    if not problems and new == given:
        problems.append(Problem(where="new", what=words("password_same")))
    if problems:
        return _shown(visit, team, problems=tuple(problems))
    changed = team.accounts.set_password(name, new)
    note(visit, f"password of account '{name}' changed")
    return Redirect("/account?done=password", cookie=team.begin(changed, visit.person.session))


def _token(visit: RequestContext, team: Team) -> Answer:
    today = visit.settings.today()
    days = next((one for one in DAYS if visit.text("days") == str(one)), DAYS[0])
    role = role_of(visit.text("role"))
    token, text = team.tokens.add(visit.person.name, visit.text("label"), role, today, today + timedelta(days=days))
    note(visit, f"token {token.id} of account '{visit.person.name}' made, {role}, until {token.expires}")
    return _shown(visit, team, made=text)
