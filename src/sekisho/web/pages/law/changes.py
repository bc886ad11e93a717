"""What changed in the law between two days: what moves for a shipment, month by month, and what is known to come."""

from __future__ import annotations

from datetime import date, timedelta

from sekisho.errors import FactError, Problem
from sekisho.present.law.changed_document import changes_document
from sekisho.present.law.changes import change_row, changed_data
from sekisho.service.law import LawRequest, changes, events_between, moves
from sekisho.web.pages.law.told_document import document_context
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

QUARTER = timedelta(days=90)
"""Days that are shown if nobody names the first: of a longer span nobody reads it all, in a shorter one the law seldom
moved."""


def changes_page(visit: RequestContext) -> Answer:
    """Show what changed between two days."""
    until = visit.day("to", visit.as_of)
    since = visit.day("from", max(until - QUARTER, date.min + QUARTER))
    problems: tuple[Problem, ...] = ()
    try:
        request = LawRequest(since=since, until=until, as_of=visit.as_of)
        diff = changes(request, visit.settings.workspace)
    except FactError as fault:
        problems, request = fault.problems, LawRequest(since=until, until=until, as_of=visit.as_of)
        diff = changes(request, visit.settings.workspace)
    moved = moves(request, visit.settings.workspace)
    document = changes_document(diff, moved, events_between(request, visit.settings.workspace), visit.library)
    return Page(
        template="changes.html",
        title=visit.tell(document.head.title),
        context={**document_context(document, visit), "first": since, "second": until},
        data=lambda: changed_data(diff, visit.library, moved),
        rows=lambda: [change_row(change, visit.library) for change in diff.changes],
        problems=problems,
        status=422 if problems else 200,
        query=[("from", since.isoformat()), ("to", until.isoformat())],
    )
