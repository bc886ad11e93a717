"""The queue of decisions on names: what waits, for whom, and the buttons to decide, confirm, refuse and take back.

Names come in the body of a form and never in the address.
"""

from __future__ import annotations

from sekisho.errors import FactError, Problem
from sekisho.present.party_queue import ANSWERS, STATES, day_said, day_text
from sekisho.service.party_queue import STATES as ALL_STATES
from sekisho.service.party_queue import ZONES, QueueAnswer, QueueRequest
from sekisho.service.request import request_from
from sekisho.web.decision_buttons import take_decision
from sekisho.web.pages.parties import names_in
from sekisho.web.register import queue_now
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

FIELDS = ("list", "zone", "state", "who")
"""Filters of the page, each a field of its form."""


def party_queue(visit: RequestContext) -> Answer:
    """Show what waits for a decision: of the names given, or of the register by itself."""
    take_decision(visit)
    text = "\n".join(value for name, value in visit.body if name == "names") if visit.posted else ""
    filters = {name: visit.text(name) if visit.posted else "" for name in FIELDS}
    names, most = names_in(text), visit.settings.limits.names
    problems: tuple[Problem, ...] = ()
    answer: QueueAnswer | None = None
    if len(names) > most:
        problems = (Problem(where="names", what=visit.words("names_too_many", most=most)),)
    else:
        try:
            answer = queue_now(visit.settings, _request(names, filters, visit))
        except FactError as fault:
            problems = fault.problems
    rows = answer.rows if answer is not None else ()
    carried = [("names", text), *filters.items()]
    return Page(
        template="queue.html",
        title=visit.words("queue_title"),
        context={
            "text": text,
            "has_register": visit.settings.register is not None,
            "filters": filters,
            "rows": rows,
            "counts": [(STATES[state], n) for state, n in answer.counts.items() if n] if answer is not None else [],
            "states": [(state, STATES[state]) for state in ALL_STATES],
            "zones": ZONES,
            "lists": sorted({entry.list for entry in visit.settings.all_entries}),
            "state_says": lambda row: STATES[row.state],
            "day_said": day_said,
            "day_text": day_text,
            "answer_says": lambda row: ANSWERS.get(row.same, ""),
            "carried": carried,
            "errors": {problem.where: visit.words.say(problem.what) for problem in problems},
        },
        problems=problems,
        status=422 if problems else 200,
        kept=carried,
        personal=True,
        data=lambda: [row.to_dict() for row in rows],
        rows=lambda: [{**row.to_dict(), "reasons": "; ".join(row.reasons)} for row in rows],
    )


def _request(names: list[str], filters: dict[str, str], visit: RequestContext) -> QueueRequest:
    stated = {
        "names": tuple(names),
        "lists": (filters["list"],) if filters["list"] else (),
        "zone": filters["zone"],
        "state": filters["state"],
        "who": filters["who"],
        "as_of": visit.as_of,
    }
    return request_from(QueueRequest, stated)
