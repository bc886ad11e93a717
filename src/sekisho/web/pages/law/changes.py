"""What changed in the law between two days: what moves for a shipment, month by month, and what is known to come."""

from __future__ import annotations

from datetime import date, timedelta

from sekisho.errors import FactError, Problem
from sekisho.law.dates.changes import LawDiff
from sekisho.present.law.changed_document import changes_document
from sekisho.present.law.changes import OwnLines, change_row, changed_data, own_lines
from sekisho.service.law import LawRequest, changes, events_between, moves
from sekisho.web.jobs.kinds import BOOKS
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.law.own_lists import RESULTS, newest
from sekisho.web.pages.law.told_document import document_context
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Page

QUARTER = timedelta(days=90)
"""Days that are shown if nobody names the first: of a longer span nobody reads it all, in a shorter one the law seldom
moved."""


def changes_page(visit: RequestContext, runs: JobManager | None = None) -> Answer:
    """Show what changed between two days, and how many lines of the newest order list each change touches."""
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
    own = _own(diff, visit, runs)
    document = changes_document(diff, moved, events_between(request, visit.settings.workspace), visit.library, own)
    return Page(
        template="changes.html",
        title=visit.tell(document.head.title),
        context={**document_context(document, visit), "first": since, "second": until},
        data=lambda: changed_data(diff, visit.library, moved, own),
        rows=lambda: [change_row(change, visit.library, own) for change in diff.changes],
        problems=problems,
        status=422 if problems else 200,
        query=[("from", since.isoformat()), ("to", until.isoformat())],
        personal=own is not None,
    )


def _own(diff: LawDiff, visit: RequestContext, runs: JobManager | None) -> OwnLines | None:
    """Count what the changes touch in the newest list of whoever asks; None without one. What is counted is kept."""
    run = next(iter(newest(runs)), None)
    results = run.file(RESULTS) if run is not None else None
    if run is None or results is None:
        return None
    days = [("from", diff.since.isoformat()), ("to", diff.until.isoformat())]
    place = address(f"{BOOKS.path}/{run.id}/moves", days)
    key = ("touched", run.id, results.stat().st_mtime_ns, diff.since, diff.until, diff.as_of)
    return visit.settings.answers.told(key, lambda: own_lines(run.name, place, results, diff, visit.library))
