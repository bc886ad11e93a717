"""Names against the lists of parties: each hit with its list, its day, its score and why it may be the same.

Names come in the body of a form and never in the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, FactError, ListError, Problem
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.names import measure_text
from sekisho.law.model.effects import effect_of
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ALGORITHM
from sekisho.message import joined, message
from sekisho.parties.answer import Hit
from sekisho.parties.listings import listing_of
from sekisho.parties.name_tables import is_installed
from sekisho.present.hit_signs import members_of_group, sign_of, sign_of_all
from sekisho.present.screening import name_desk, screening_data, screening_rows
from sekisho.service.request import plain_of
from sekisho.service.screen import ScreenAnswer, ScreenRequest, queries_in, screen
from sekisho.web.check_form import territory_code
from sekisho.web.decision_buttons import take_decision
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page
from sekisho.web.settings import ServerSettings
from sekisho.web.uploads import keep_upload

if TYPE_CHECKING:
    from sekisho.parties.reason import Reason

SHOWN: Final = 10
"""Hits of one name that are written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit as the page tells it."""

    hit: Hit
    by: str
    measure: str
    listed: str
    state: str
    others: tuple[str, ...]


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
    try:  # whoever forgets a name or a ground finds the names still there
        take_decision(visit)
        sent = _names_of_file(visit)
    except (FactError, BookError, ListError) as fault:
        problems, sent = fault.problems, []
    text = "\n".join(value for name, value in visit.body if name == "names") if visit.posted else ""
    text = "\n".join(filter(None, [text.strip("\r\n"), *sent]))
    territory = territory_code(visit.text("territory"), library) if visit.posted else ""
    wrong = _problems(visit, text, territory) if text or not problems else ()
    problems += wrong
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
    desk = name_desk(found, library, day, language=visit.language) if found else None
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
            "found": [(one, [_told(hit, visit) for hit in one.hits[:SHOWN]]) for one in found],
            "fuller": lambda one: [near for near in one.kin if near.kind == "fuller"],
            "policy": policy,
            "lists": lists,
            "entries": sum(one.entries for one in lists),
            "algorithm": ALGORITHM,
            "shown": SHOWN,
            "newest": max((entry.listed for entry in visit.settings.all_entries if entry.listed), default=None),
            "errors": {problem.where: visit.words.say(problem.what) for problem in problems},
            "reason_says": lambda reason: reason_says(reason, visit),
            "zones": ZONES,
            "sign_of": sign_of,
            "sign_of_all": sign_of_all,
            "members_of_group": members_of_group,
            "effect_says": lambda hit: effect_says(hit, visit),
        },
        problems=problems,
        status=422 if problems else 200,
        kept=[("names", text), ("territory", visit.text("territory")), ("identifier", visit.text("identifier"))],
        personal=bool(text),
        data=lambda: data_of(answer) if answer is not None else [],
        rows=lambda: [row for one in found for row in screening_rows(one, library, day)],
    )


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


def _told(hit: Hit, visit: RequestContext) -> HitView:
    listing = listing_of(hit.entry, visit.library, visit.as_of)
    return HitView(
        hit=hit,
        by=measure_text(listing.measure) if listing.measure else hit.entry.list,
        measure=str(listing.measure.id) if listing.measure else "",
        listed=listing.listed.isoformat() if listing.listed else "",
        state=str(listing.state),
        others=tuple(name for name in hit.entry.names if name != hit.name)[:4],
    )


def reason_says(reason: Reason, visit: RequestContext) -> str:
    """Say why two names may be the same, in the language of the pages."""
    words = visit.words
    if reason.kind == "decided":
        decided = message("screen.reason_decided", "decided {what}", what=reason.asked)
        based = message("screen.with_basis", "{text} ({basis})", text=decided, basis=reason.listed)
        return words.say(based if reason.listed else decided)
    kind = words(f"reason_{reason.kind}") if words.has(f"reason_{reason.kind}") else reason.kind.replace("_", " ")
    if reason.asked and reason.listed and reason.asked != reason.listed:
        pair = f"{reason.asked} {'/' if reason.kind == 'form' else '~'} {reason.listed}"
        return words.say(joined([kind, pair], "colon"))
    return words.say(joined([kind, reason.asked or reason.listed], "colon"))


def effect_says(hit: Hit, visit: RequestContext) -> str:
    """Say what the list of a hit does, in the language of the pages."""
    effect = effect_of(hit.list, visit.library.effects)
    return effect.in_words(visit.words.language) if effect is not None else ""


ZONES: Final[Mapping[str, str]] = {"match": "prohibited", "review": "undetermined", "none": "quiet"}
"""How the sign of a name is coloured; a name that is on no list is grey."""
