"""Prove that on every day every measure and every clause has one state, day by day.

Each possible state makes its own claim to a day: the days before publication, before effect, from repeal, the spans of
status, and otherwise the days in force. On every day of the range just one of them has to hold, and it has to be what
`calendar.stage_on` says. So spans of status neither overlap nor leave a gap, whatever the order of dates in a file.

Between two days of change nothing may change either: the searches of other proofs go through one day a span, and this
is what makes one day enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sekisho.errors import Problem
from sekisho.law.dates.calendar import Stage, change_days, entry_state, is_within, span_of, stage_on, status_on
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure, StatusInterval
from sekisho.message import Text, day_text, joined, message

FIRST: Final = date(2020, 12, 1)
"""Day on which the Export Control Law takes effect; nothing older is asked for."""

YEARS_AHEAD: Final = 3
"""Years after the horizon: two years ahead of any day within a year of it."""


@dataclass(slots=True)
class DayCount:
    """What was gone through."""

    first: date = FIRST
    last: date = FIRST
    days: int = 0
    states: int = 0


def last_day(library: Library) -> date:
    """Return the last day to go through: some years after the horizon, and after every change."""
    horizon = library.horizon
    ahead = date(horizon.year + YEARS_AHEAD, horizon.month, min(horizon.day, 28))
    last_change = change_days(library)[-1] if change_days(library) else ahead
    return max(ahead, last_change) + timedelta(days=1)


def state_problems(library: Library, *, until: date | None = None, count: DayCount | None = None) -> list[Problem]:
    """Go through every day, and report what has no state or several, once each.

    Parameters
    ----------
    until
        Last day at least; some years after the horizon of the library are gone through anyway.
    """
    told = count if count is not None else DayCount()
    told.last = max(until or FIRST, last_day(library))
    found: dict[str, Problem] = {}
    day = FIRST
    held: tuple[date | None, tuple[object, ...]] = date.max, ()
    while day <= told.last:
        told.days += 1
        states: list[object] = []
        for measure in library.measures.values():
            claims = measure_claims(measure, day)
            states.append(tuple(claims))
            if claims != [stage_on(measure, day)[0]]:
                found.setdefault(
                    measure.id, _problem(measure.file, day, claims, message("lawdata.a_measure", "measure"))
                )
            for clause in measure.clauses:
                told.states += 1
                claims_here = clause_claims(clause, day)
                states.append((tuple(claims_here), status_on(clause.status, day)))
                if len(claims_here) != 1:
                    where = f"{measure.file}:{clause.line}"
                    found.setdefault(
                        clause.id, _problem(where, day, claims_here, message("lawdata.a_clause", "clause"))
                    )
        told.states += len(library.measures)
        states += [entry_state(entry, day) for entry in library.entries]
        first, _ = span_of(change_days(library), day)
        if first == held[0] and tuple(states) != held[1]:
            what = message(
                "proof.unforeseen_change",
                "the law changes on {day}, which is not among the days of change.",
                day=day_text(day),
            )
            remedy = message("proof.report_this", "Report this: it is a fault of the program.")
            found.setdefault("", Problem(what=what, code="M133", remedy=remedy))
        held = first, tuple(states)
        day += timedelta(days=1)
    return list(found.values())


def measure_claims(measure: Measure, day: date) -> list[Stage]:
    """Return every state that claims a day for a measure; one, if its dates are in order."""
    claims: list[Stage] = []
    if day < measure.published:
        claims.append(Stage.UNPUBLISHED)
    if measure.published <= day < measure.effective:
        claims.append(Stage.PUBLISHED)
    if measure.repealed is not None and day >= measure.repealed:
        claims.append(Stage.REPEALED)
    if day >= measure.effective and (measure.repealed is None or day < measure.repealed):
        claims += _spans(measure.status, day)
    return claims


def clause_claims(clause: Clause, day: date) -> list[Stage]:
    """Return every state that claims a day for a clause, within the life of its measure."""
    if clause.start is not None and clause.until is not None and clause.until < clause.start:
        return []
    return _spans(clause.status, day)


def _spans(spans: tuple[StatusInterval, ...], day: date) -> list[Stage]:
    return [Stage(span.state) for span in spans if is_within(day, span.start, span.until)] or [Stage.IN_FORCE]


def _problem(where: str, day: date, claims: list[Stage], subject: Text) -> Problem:
    if len(claims) > 1:
        what = message(
            "proof.several_states",
            "on {day} the {subject} has several states: {states}.",
            day=day_text(day),
            subject=subject,
            states=joined(claims),
        )
    else:
        what = message(
            "proof.no_state",
            "on {day} the {subject} has not one state: {states}.",
            day=day_text(day),
            subject=subject,
            states=joined(claims) or message("proof.no_state_at_all", "no state at all"),
        )
    remedy = message("proof.one_state_a_day", "On every day it has one state.")
    return Problem(where=where, code="M133", what=what, remedy=remedy)
