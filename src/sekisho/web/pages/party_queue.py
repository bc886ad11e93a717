"""The queue of decisions on names: what waits, for whom, and the buttons to decide, confirm, refuse and take back.

Names come in the body of a form and never in the address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.effects import effect_of
from sekisho.message import day_text
from sekisho.parties.index import parties_of
from sekisho.present.hit_signs import sign_of_entry
from sekisho.present.law.party import list_text
from sekisho.present.names.pair import PairRow, pair_rows
from sekisho.present.party_queue import ANSWERS, STATES, day_said
from sekisho.service.party_queue import STATES as ALL_STATES
from sekisho.service.party_queue import ZONES, QueueAnswer, QueueRequest, QueueRow
from sekisho.service.request import request_from
from sekisho.web.decision_buttons import TakenDecision, take_decision, taken_says, typed_in
from sekisho.web.pages.parties import names_in
from sekisho.web.register import queue_now
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

FIELDS = ("list", "zone", "state", "who")
"""Filters of the page, each a field of its form."""
SHOWN: Final = 100
"""Rows on the page, the gravest: as many as somebody decides in a sitting (a guess), and no form of too many fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of the queue on its page, by its place, beside the listed party."""

    place: int
    row: QueueRow
    pairs: tuple[PairRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A listed party, and every name that may be it: one answer may hold for all of them.

    Parameters
    ----------
    waiting
        Places of the rows that one answer would decide.
    """

    entry: str
    name: str
    list: str
    sign: str
    effect: str
    rows: tuple[RowView, ...]
    waiting: tuple[int, ...]


def party_queue(visit: RequestContext) -> Answer:
    """Show what waits for a decision: of the names given, or of the register by itself."""
    problems: tuple[Problem, ...] = ()
    taken: TakenDecision | None = None
    try:
        taken = take_decision(visit)
    except FactError as fault:
        problems = fault.problems
    text = "\n".join(value for name, value in visit.body if name == "names") if visit.posted else ""
    filters = {name: visit.text(name) if visit.posted else "" for name in FIELDS}
    names, most = names_in(text), visit.settings.limits.names
    answer: QueueAnswer | None = None
    if len(names) > most:
        problems += (Problem(where="names", what=visit.words("names_too_many", most=most)),)
    else:
        try:
            answer = queue_now(visit.settings, _request(names, filters, visit))
        except FactError as fault:
            problems += fault.problems
    rows = answer.rows if answer is not None else ()
    if taken is not None:
        rows = _with_decided(rows, taken, names, visit)
    carried = [("names", text), *filters.items()]
    return Page(
        template="queue.html",
        title=visit.words("queue_title"),
        context={
            "text": text,
            "has_register": visit.settings.register is not None,
            "filters": filters,
            "groups": _groups(rows[:SHOWN], visit),
            "more": max(0, len(rows) - SHOWN),
            "taken": taken_says(taken, visit) if taken is not None else "",
            "typed": typed_in(visit, taken),
            "next_place": _next_place(rows[:SHOWN], visit) if taken is not None else None,
            "counts": [(STATES[state], n) for state, n in answer.counts.items() if n] if answer is not None else [],
            "states": [(state, STATES[state]) for state in ALL_STATES],
            "zones": ZONES,
            "lists": _lists(visit),
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
        rows=lambda: [row.to_row() for row in rows],
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


def _with_decided(
    rows: Sequence[QueueRow], taken: TakenDecision, names: list[str], visit: RequestContext
) -> tuple[QueueRow, ...]:
    """Keep the rows in sight that were just decided, whatever the filter of states says."""
    shown = {(row.name, row.entry) for row in rows}
    decided = {(row.name, row.entry) for row in taken.rows}
    everything = queue_now(visit.settings, _request(names, {**dict.fromkeys(FIELDS, ""), "state": "all"}, visit)).rows
    return (*rows, *(row for row in everything if (row.name, row.entry) in decided - shown))


def _groups(rows: Sequence[QueueRow], visit: RequestContext) -> list[EntryView]:
    """Gather the rows by listed party, in the order in which the parties come."""
    groups: dict[str, list[RowView]] = {}
    for place, row in enumerate(rows):
        pairs = tuple(pair_rows(row.pairs, visit.library, visit.words))
        key = row.entry or f"nobody {place}"
        groups.setdefault(key, []).append(RowView(place=place, row=row, pairs=pairs))
    return [_group(views, visit) for views in groups.values()]


def _group(views: Sequence[RowView], visit: RequestContext) -> EntryView:
    first = views[0].row
    entry = parties_of(visit.library).by_id.get(first.entry)
    effect = effect_of(entry.list, visit.library.effects) if entry is not None else None
    return EntryView(
        entry=first.entry,
        name=entry.name_in(visit.language) if entry is not None else first.listed_name,
        list=first.list,
        sign=sign_of_entry(entry, visit.library, visit.as_of) if entry is not None else "",
        effect=effect.in_words(visit.words.language) if effect is not None else "",
        rows=tuple(views),
        waiting=tuple(view.place for view in views if view.row.needs == "decide"),
    )


def _next_place(rows: Sequence[QueueRow], visit: RequestContext) -> int | None:
    """Return the place of the row that waits first; None if none does."""
    order = [view for group in _groups(rows, visit) for view in group.rows]
    return next((view.place for view in order if view.row.needs in {"decide", "second"}), None)


def _lists(visit: RequestContext) -> list[tuple[str, str]]:
    """Return every list with its name in the language of whoever asks, in the order of the names."""
    library = visit.settings.library
    tell = teller_of(library, visit.words.language)
    named = {entry.list: tell(list_text(entry, library)) for entry in visit.settings.all_entries}
    often = Counter(named.values())
    shown = {
        one: f"{name} {tell(day_text(one.rpartition('/')[2]))}" if often[name] > 1 else name
        for one, name in named.items()
    }
    return sorted(shown.items(), key=lambda pair: pair[1])
