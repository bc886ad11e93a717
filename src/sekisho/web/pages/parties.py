"""Names against the lists of parties: each hit with its list, its day, its score and why it may be the same.

Names come in the body of a form and never in the address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sekisho.errors import BookError, FactError, ListError, Problem
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ALGORITHM
from sekisho.message import message
from sekisho.parties.folding import name_key
from sekisho.parties.name_tables import is_installed
from sekisho.present.names.desk import NameDesk, name_desk
from sekisho.present.screening import fuller_names, kin_name, screening_data, screening_rows
from sekisho.service.request import plain_of
from sekisho.service.screen import ScreenAnswer, ScreenRequest, queries_in, screen
from sekisho.web.check_form import territory_code
from sekisho.web.decision_buttons import TakenDecision, take_decision, taken_says, typed_in
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page
from sekisho.web.settings import ServerSettings
from sekisho.web.uploads import keep_upload

SHOWN: Final = 10
"""Hits of one name that are written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyListView:
    """A list of parties that names are compared with."""

    id: str
    name: str
    entries: int
    newest: str


def screened(request: ScreenRequest, settings: ServerSettings, who: str) -> ScreenAnswer:
    """Compare names with all lists, and keep names and answer in the store, if the server has one.

    Raises
    ------
    FactError
        If the comparison of names is not installed, or something of the request is wrong.
    """
    if not is_installed():
        remedy = message("web.install_screen", "Install it with `pip install 'sekisho[books]'`.")
        raise FactError(Problem(what=message("web.no_comparison", "names cannot be compared here."), remedy=remedy))
    answer = screen(request, settings.workspace)
    if settings.trail is not None:
        asked = plain_of(request, ("names", "territory", "identifiers"))
        settings.trail.screened(who, answer.library, answer.day, asked=asked, found=data_of(answer))
    return answer


def data_of(answer: ScreenAnswer) -> list[dict[str, object]]:
    """Return an answer as JSON holds it, name by name."""
    policy = answer.library.identity.policy
    return [screening_data(each, answer.library, answer.day, policy) for each in answer.found]


def names_in(text: str) -> list[str]:
    """Return the names of a field, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def parties(visit: RequestContext) -> Answer:
    """Ask for names and show what the lists say of each."""
    library, policy, day = visit.library, visit.library.identity.policy, visit.as_of
    problems: tuple[Problem, ...] = ()
    taken: TakenDecision | None = None
    try:  # whoever forgets a name or a ground finds the names still there
        taken = take_decision(visit)
        sent = _names_of_file(visit)
    except (FactError, BookError, ListError) as fault:
        problems, sent = fault.problems, []
    text = "\n".join(value for name, value in visit.body if name == "names") if visit.posted else ""
    text = "\n".join(filter(None, [text.strip("\r\n"), *sent]))
    territory = territory_code(visit.text("territory"), library) if visit.posted else ""
    wrong = _problems(visit, text, territory) if text or not problems else ()
    problems += wrong
    request: ScreenRequest | None = None
    answer: ScreenAnswer | None = None
    if text.strip() and not wrong:
        request = ScreenRequest(
            names=tuple(names_in(text)),
            territory=territory,
            identifiers=tuple(filter(None, [visit.text("identifier")])),
            as_of=day,
        )
        answer = screened(request, visit.settings, visit.person.name)
    found = answer.found if answer is not None else ()
    identifiers = request.identifiers if request is not None else ()
    desk = (
        name_desk(found, library, day, language=visit.language, territory=territory, identifiers=identifiers)
        if found
        else None
    )
    lists = _lists(visit)
    return Page(
        template="parties.html",
        title=desk.title if desk is not None else visit.words("parties_title"),
        context={
            "text": text,
            "desk": desk,
            "has_register": visit.settings.register is not None,
            "carried": [
                ("names", text),
                ("territory", visit.text("territory")),
                ("identifier", visit.text("identifier")),
            ],
            "territory": visit.text("territory") if visit.posted else "",
            "identifier": visit.text("identifier") if visit.posted else "",
            "taken": taken_says(taken, visit) if taken is not None else "",
            "typed": typed_in(visit, taken),
            "next_place": _next_place(desk, taken) if desk is not None else None,
            "fuller": fuller_names,
            "kin_name": lambda kin: visit.tell(kin_name(kin, visit.library)),
            "policy": policy,
            "lists": lists,
            "entries": sum(one.entries for one in lists),
            "algorithm": ALGORITHM,
            "shown": SHOWN,
            "newest": max((entry.listed for entry in visit.settings.all_entries if entry.listed), default=None),
            "errors": {problem.where: visit.words.say(problem.what) for problem in problems},
        },
        problems=problems,
        status=422 if problems else 200,
        kept=[("names", text), ("territory", visit.text("territory")), ("identifier", visit.text("identifier"))],
        personal=bool(text),
        data=lambda: data_of(answer) if answer is not None else [],
        rows=lambda: [row for one in found for row in screening_rows(one, library, day)],
    )


def _next_place(desk: NameDesk, taken: TakenDecision | None) -> int | None:
    """Return the place of the name that waits next after one that was decided; None if nothing was, or none waits."""
    if taken is None:
        return None
    decided = {name_key(row.name) for row in taken.rows}
    last = max((at for at, row in enumerate(desk.rows) if name_key(row.name) in decided), default=-1)
    return next((row.place for row in (*desk.rows[last + 1 :], *desk.rows) if row.waits), None)


def _names_of_file(visit: RequestContext) -> list[str]:
    """Return the names of a file that was sent: one a line, or the column of names of a table.

    Raises
    ------
    ListError, BookError
        If it cannot be read.
    """
    file = visit.files.get("file")
    if file is None or not file.filename:
        return []
    with temporary_folder(within=visit.settings.folder) as folder:
        place = keep_upload(file.file, file.filename, folder, visit.settings.limits)
        return [query.name for query in queries_in(place, visit.settings.workspace) if query.name.strip()]


def _problems(visit: RequestContext, text: str, territory: str) -> tuple[Problem, ...]:
    found = []
    most = visit.settings.limits.names
    if visit.posted and not text.strip():
        found.append(Problem(where="names", what=visit.words("names_nothing")))
    if len(names_in(text)) > most:
        found.append(Problem(where="names", what=visit.words("names_too_many", most=most)))
    if territory and territory not in visit.library.facts.schemes.get("iso/3166", frozenset()):
        found.append(Problem(where="territory", what=visit.words("error_territory", given=territory)))
    return tuple(found)


def _lists(visit: RequestContext) -> list[PartyListView]:
    """Return the lists, each with how many it names and its newest day."""
    families: dict[str, list[ListedParty]] = {}
    for entry in visit.settings.all_entries:
        families.setdefault(_family(entry.list), []).append(entry)
    return [
        PartyListView(
            id=family,
            name=visit.words(f"list_{family}") if visit.words.has(f"list_{family}") else "",
            entries=len(held),
            newest=max((entry.listed.isoformat() for entry in held if entry.listed), default=""),
        )
        for family, held in sorted(families.items())
    ]


def _family(name: str) -> str:
    return name.rpartition("/")[0] if name.count("/") > 1 else name
