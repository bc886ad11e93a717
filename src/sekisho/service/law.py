"""What the law says on a day, and what changed in it over a span of days, for every face alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sekisho.errors import FactError, Problem
from sekisho.law.dates.changes import LawDiff, changed
from sekisho.law.dates.stages import check_span
from sekisho.law.model.assumptions import A_DAY
from sekisho.service.request import Ask, AsOf
from sekisho.service.workspace import Workspace, today_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRequest:
    """A day of the law, or a span of days."""

    in_force_on: Annotated[date | None, Ask("Only those that apply, or may, on that day.", metavar="DATE")] = None
    since: Annotated[date | None, Ask("First day of the span.", metavar="DATE")] = None
    until: Annotated[date | None, Ask("Last day of the span.", left_out="the date of law", metavar="DATE")] = None
    as_of: AsOf = None


def measures_day(request: LawRequest, workspace: Workspace) -> tuple[date, bool]:
    """Return the day on which measures are listed, and whether only those are that apply on it, or may."""
    return request.in_force_on or today_of(request.as_of, workspace), request.in_force_on is not None


def changes(request: LawRequest, workspace: Workspace) -> LawDiff:
    """Gather every change of law in a span of days, with what is pending and not known as of the date of law.

    Raises
    ------
    FactError
        If no first day is named, or the span ends before it begins.
    """
    if request.since is None:
        raise FactError(Problem(where="since", what="no first day is named.", remedy=A_DAY))
    day = today_of(request.as_of, workspace)
    last = request.until or day
    check_span(request.since, last, where="until" if request.until else "since")
    return changed(workspace.library, since=request.since, until=last, as_of=day)
