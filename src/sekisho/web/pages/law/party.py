"""The page of a party: lists, dates, what follows, owners and group. Its address is an id or a number, never a name."""

from __future__ import annotations

from sekisho.parties.profile import PartyProfile
from sekisho.present.law.party import party_document, party_rows, sign_of_profile
from sekisho.service.law import ShowRequest, show
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.law.own_lists import uses_of_party
from sekisho.web.pages.law.told_document import document_context
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page


def party(visit: RequestContext, runs: JobManager | None = None) -> Answer:
    """Show one party, with the order lists in which it occurs."""
    asked = ShowRequest(kind="party", name=visit.path_params["id"], as_of=visit.as_of)
    profile = show(asked, visit.settings.workspace).item
    assert isinstance(profile, PartyProfile)  # noqa: S101 - as it is asked
    document = party_document(profile, visit.library)
    uses = uses_of_party({str(entry.id) for entry in profile.entries}, visit, runs) if profile.entries else []
    return Page(
        template="party.html",
        title=visit.tell(document.head.title),
        context={
            **document_context(document, visit),
            "uses": uses,
            "open_sections": 4
            if profile.entries
            else 3,  # who is on no list has no table of lists: up to its relatives
            # what follows and what to do are read together where a window has room for both
            "beside": 2 if profile.entries and any(part.kind == "grid" for part in document.sections[0].parts) else 0,
            "sign": sign_of_profile(profile, visit.library),
        },
        personal=bool(profile.decisions) or visit.settings.holds_lists(),
        data=profile.to_dict,
        rows=lambda: party_rows(profile),
    )
