"""The page of whoever administers: who may sign in, and what each may do."""

from __future__ import annotations

from sekisho.errors import AccountError, LibraryError, Problem
from sekisho.message import message
from sekisho.web.accounts.account_page import check_session, note, said
from sekisho.web.accounts.passwords import made_up
from sekisho.web.accounts.principal import Role, role_of
from sekisho.web.accounts.sign_in_page import team_of
from sekisho.web.accounts.team import Team
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page, Redirect


def people(visit: RequestContext) -> Answer:
    """Show all accounts, or change one."""
    team = team_of(visit)
    check_session(visit)
    visit.person.need(Role.ADMINISTER)
    if not visit.posted:
        return _shown(visit, team)
    try:
        return _done(visit, team)
    except AccountError as fault:
        return _shown(visit, team, problems=tuple(said(one, visit) for one in fault.problems))


def _done(visit: RequestContext, team: Team) -> Answer:
    """Do what is asked; a password that is made up is shown this once, and changed by whoever gets it."""
    accounts, name, do = team.accounts, visit.text("name"), visit.text("do")
    given = made_up()
    match do:
        case "add":
            role = role_of(visit.text("role"))
            made = accounts.add(name, role, given, visit.settings.today(), must_change=True)
            note(visit, f"account '{made.name}' made, {role}")
            return _shown(visit, team, given=(made.name, given))
        case "password":
            accounts.set_password(accounts.named(name).name, given, must_change=True)
            note(visit, f"password of account '{name}' set anew")
            return _shown(visit, team, given=(name, given))
        case "role":
            role = role_of(visit.text("role"))
            accounts.set_role(accounts.named(name).name, role)
            note(visit, f"account '{name}' may {role}")
        case "disable" | "enable":
            accounts.set_disabled(accounts.named(name).name, disabled=do == "disable")
            note(visit, f"account '{name}' may {'not sign in any more' if do == 'disable' else 'sign in again'}")
        case _:
            raise LibraryError(
                Problem(
                    where="do",
                    what=message("web.not_done_here", "'{other}' is nothing that is done here.", other=do[:80]),
                )
            )
    return Redirect("/people?done=changed")


def _shown(
    visit: RequestContext, team: Team, *, problems: tuple[Problem, ...] = (), given: tuple[str, str] | None = None
) -> Page:
    return Page(
        template="people.html",
        title=visit.words("people_title"),
        context={
            "accounts": team.accounts.all(),
            "roles": list(Role),
            "given": given,
            "done": visit.text("done") == "changed" and not visit.posted,
            "new_name": visit.text("name") if problems and visit.text("do") == "add" else "",
            "new_role": visit.text("role") if problems else Role.ASK,
            "errors": {problem.where: visit.words.say(problem.what) for problem in problems},
        },
        problems=problems,
        status=422 if problems else 200,
        personal=True,
    )
