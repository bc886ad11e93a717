"""How the answer to an item changed by date: a bar, and each step with the measure that changed it."""

from __future__ import annotations

from sekisho.determination.line.history import CodeTimeline
from sekisho.i18n.territories import territory_names
from sekisho.present.law.item_history import item_history
from sekisho.present.law.timeline import code_timeline_rows, timeline_data
from sekisho.service.law import TimelineRequest, timeline
from sekisho.web.check_form import territory_code
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page, Redirect


def item_timeline(visit: RequestContext) -> Answer:
    """Show the time line of a code to a destination; that of a measure stands on its own page."""
    destination = territory_code(visit.text("destination"), visit.library)
    asked = TimelineRequest(what=(visit.text("what"),), destinations=(destination,) if destination else ())
    line = timeline(asked, visit.settings.workspace)
    if not isinstance(line, CodeTimeline):
        return Redirect(f"/measures/{line.measure.id}")
    names = territory_names(visit.library)[visit.language]
    place = names.get(destination, destination) or visit.words("anywhere_else")
    code = line.entry.code
    return Page(
        template="item_timeline.html",
        title=visit.words("timeline_title", code=code, place=place),
        context={
            "code": code,
            "scheme": line.scheme,
            "names": line.entry.names,
            "destination": destination,
            "territories": names,
            "history": item_history(line.tracks[0], visit.library, visit.as_of),
        },
        data=lambda: timeline_data(line, visit.library),
        rows=lambda: code_timeline_rows(line),
        query=[("what", code), *([("destination", destination)] if destination else [])],
    )
