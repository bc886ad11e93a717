"""What the law is on a day: the only place that compares dates.

A day of effect is the first on which a measure applies; spans of suspension are inclusive at both ends; a
repeal is the first day on which a measure no longer applies. The state of a measure becomes part of the
condition of each of its clauses, so that suspended, in force and a named unknown need no other machinery.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory, cached_per_library
from sekisho.law.model.condition import (
    FALSE,
    TRUE,
    Condition,
    FactName,
    Is,
    MeasureId,
    Open,
    Reaches,
    TermId,
    as_it_is,
    both,
    denied,
    either,
    fold,
    simplified,
)
from sekisho.law.model.holdings import Holding
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import Clause, ClauseId, Effect, Measure, MeasureState, StatusInterval
from sekisho.law.model.state_assumption import Assumption
from sekisho.law.model.term import Reach, Reading, Term
from sekisho.message import Text, message


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOnDay:
    """A clause with everything that bears on it on one day folded into its condition."""

    clause: Clause
    measure: Measure
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class LawOnDay:
    """All clauses that may apply on a day, the terms as they reach on it, and the open questions of law.

    Parameters
    ----------
    first, last
        First and last day of the span over which this law holds unchanged; None is without end.
    unknowns
        Named unknowns in play on the day, with the values they may have.
    untold
        Of these, the values with which the text itself is not known, so that no level can be told.
    """

    day: date
    first: date | None
    last: date | None
    clauses: tuple[ClauseOnDay, ...]
    terms: Mapping[TermId, Term]
    unknowns: Mapping[FactName, tuple[str, ...]]
    untold: Mapping[FactName, frozenset[str]]
    pending: tuple[Measure, ...]
    assumptions: tuple[Assumption, ...] = ()


def is_within(day: date, start: date | None, until: date | None) -> bool:
    """Tell whether a day lies in a span with inclusive ends; None is without end."""
    return (start is None or day >= start) and (until is None or day <= until)


def entry_state(entry: ListedParty, day: date) -> MeasureState:
    """Return the state of an entry of a list on a day."""
    if entry.open_from is not None and day >= entry.open_from:
        return MeasureState.UNKNOWN
    return MeasureState.IN_FORCE if is_within(day, entry.listed, entry.until) else MeasureState.SUSPENDED


def days_beyond(day: date, horizon: date) -> int:
    """Count the days by which a day lies after the last day on which sources were read."""
    return max(0, (day - horizon).days)


def status_on(spans: Iterable[StatusInterval], day: date) -> StatusInterval | None:
    """Return the span that covers a day, or None if the measure is simply in force."""
    return next((span for span in spans if is_within(day, span.start, span.until)), None)


class Stage(StrEnum):
    """How far a measure has come by a day: not yet in effect, in one of the states (see State), or repealed."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"
    REPEALED = "repealed"

    @property
    def words(self) -> Text:
        """The stage in words."""
        return {
            Stage.UNPUBLISHED: message("law.stage_unpublished", "not published"),
            Stage.PUBLISHED: message("law.stage_published", "published"),
            Stage.IN_FORCE: message("law.stage_in_force", "in force"),
            Stage.SUSPENDED: message("law.stage_suspended", "suspended"),
            Stage.UNKNOWN: message("law.stage_unknown", "not known"),
            Stage.REPEALED: message("law.stage_repealed", "repealed"),
        }[self]


MOST_DAYS: Final = 4096
"""Days of which it is remembered which law stands; more than ten years of them. A guess."""
APPLIES: Final = frozenset({Stage.IN_FORCE, Stage.UNKNOWN})
"""Stages at which a measure applies, or may."""


def stage_on(measure: Measure, day: date) -> tuple[Stage, StatusInterval | None]:
    """Return how far a measure has come by a day, with the span of days that says so, if one does."""
    if day < measure.effective:
        return (Stage.UNPUBLISHED if day < measure.published else Stage.PUBLISHED), None
    if measure.repealed is not None and day >= measure.repealed:
        return Stage.REPEALED, None
    span = status_on(measure.status, day)
    return (Stage.IN_FORCE if span is None else Stage(span.state)), span


def clause_stage_on(clause: Clause, measure: Measure, day: date) -> tuple[Stage, StatusInterval | None]:
    """Return how far a clause has come by a day: the stage of its measure, and its own days and states on top.

    A clause that has not begun counts as published, one that has ended as repealed. Suspended wins over unknown, since
    whatever became of the one, the other keeps the clause from applying.
    """
    stage, span = stage_on(measure, day)
    if stage in OUTSIDE:
        return stage, span
    if clause.start is not None and day < clause.start:
        return Stage.PUBLISHED, None
    if not is_within(day, clause.start, clause.until):
        return Stage.REPEALED, None
    own = status_on(clause.status, day)
    found = [(stage, span), (Stage.IN_FORCE if own is None else Stage(own.state), own)]
    for wanted in (Stage.SUSPENDED, Stage.UNKNOWN):
        for one in found:
            if one[0] is wanted:
                return one
    return stage, own or span


OUTSIDE = frozenset({Stage.UNPUBLISHED, Stage.PUBLISHED, Stage.REPEALED})
"""Stages at which a measure does not apply, whatever its spans of status say."""


def _state(span: StatusInterval | None) -> tuple[Condition, Condition]:
    """Return two conditions: it is in force with the text as known; its text is open."""
    if span is None or span.state is MeasureState.IN_FORCE:
        return TRUE, FALSE
    if span.state is MeasureState.SUSPENDED:
        return FALSE, FALSE
    lapsed = frozenset(value for value, state in span.values if state is MeasureState.IN_FORCE)
    changed = frozenset(value for value, state in span.values if state is MeasureState.UNKNOWN)
    return (
        Is(span.named, lapsed) if lapsed else FALSE,
        Open(span.named, changed) if changed else FALSE,
    )


def _measure_state(measure: Measure, day: date) -> tuple[Condition, Condition]:
    stage, span = stage_on(measure, day)
    return (FALSE, FALSE) if stage in OUTSIDE else _state(span)


def _clause_state(clause: Clause, measure: Measure, day: date) -> tuple[Condition, Condition]:
    known, opened = _measure_state(measure, day)
    if not is_within(day, clause.start, clause.until):
        return FALSE, FALSE
    known_here, opened_here = _state(status_on(clause.status, day))
    return (
        both(known, known_here),
        either(both(opened, either(known_here, opened_here)), both(known, opened_here)),
    )


def is_sure_on(clause: Clause, measure: Measure, day: date) -> bool:
    """Tell whether a clause is in force on a day for sure: neither suspended nor in a state that nobody knows."""
    return _clause_state(clause, measure, day)[0] == TRUE


def on_day(condition: Condition, day: date, measures: Mapping[MeasureId, Measure]) -> Condition:
    """Replace every question about another measure by its state on the day."""

    def reaches(term: Reaches) -> Condition:
        return replace(term, ways=tuple(fold(way, by) for way in term.ways)) if term.ways else term

    by = simplified(as_it_is, reaches, lambda other: either(*_measure_state(measures[other.measure], day)))
    return fold(condition, by)


def subject_of(clause: Clause, measure: Measure) -> Condition:
    """Return what a clause is about: its own subject, or that of its measure."""
    return measure.subject if clause.subject is None else clause.subject


def bare_condition(
    clause: Clause, measure: Measure, day: date, measures: Mapping[MeasureId, Measure], *, although_paused: bool = False
) -> Condition:
    """Return what a clause asks on a day by itself: its own state and subject, without the exceptions to it.

    Parameters
    ----------
    although_paused
        Leave out the state too: what the clause would ask if it and its measure were in force.
    """
    if although_paused:
        return both(on_day(subject_of(clause, measure), day, measures), on_day(clause.when, day, measures))
    return _clause_on_day(clause, measure, (), day, measures)


def _clause_on_day(
    clause: Clause,
    measure: Measure,
    exceptions: Iterable[tuple[Clause, Measure]],
    day: date,
    measures: Mapping[MeasureId, Measure],
) -> Condition:
    known, opened = _clause_state(clause, measure, day)
    if known == FALSE and opened == FALSE:
        return FALSE
    subject = on_day(subject_of(clause, measure), day, measures)
    if subject == FALSE:
        return FALSE
    excepted = [
        # Where one unknown of the law decides both, the clause is met only if the exception stands too.
        bare_condition(other, of, day, measures, although_paused=True)
        if known != TRUE and _clause_state(other, of, day) == (known, opened)
        else _clause_on_day(other, of, (), day, measures)
        for other, of in exceptions
    ]
    met = both(
        known,
        subject,
        on_day(clause.when, day, measures),
        *(denied(other) for other in excepted),
    )
    return either(met, both(opened, subject, on_day(clause.within, day, measures)))


def awake_condition(library: Library, clause: Clause, measure: Measure, day: date) -> Condition:
    """Return what a clause would ask on a day were it and its measure in force.

    So are the exceptions to it of that measure then; those of other measures count as they stand on the day.
    """
    met = bare_condition(clause, measure, day, library.measures, although_paused=True)
    excepted = [
        bare_condition(other, of, day, library.measures, although_paused=of.id == measure.id)
        for of in library.measures.values()
        for other in of.clauses
        if clause.id in other.excepts
    ]
    return both(met, *(denied(other) for other in excepted))


def _term_on_day(term: Term, day: date, measures: Mapping[MeasureId, Measure]) -> Term:
    def reach(reading: Reading) -> Reach:
        given = term.reach(reading)
        return replace(given, when=on_day(given.when, day, measures))

    return Term(
        id=term.id,
        words=term.words,
        article=term.article,
        source=term.source,
        disputed=term.disputed,
        narrow=reach(Reading.NARROW),
        central=reach(Reading.CENTRAL),
        broad=reach(Reading.BROAD),
        note=term.note,
    )


def law_on(library: Library, day: date) -> LawOnDay:
    """Return the law as it stands on a day; days between two changes share one answer."""
    laws = _laws_by_day(library)
    law = laws.get(day)
    if law is None:
        first, _ = span_of(change_days(library), day)
        law = laws.keep(day, _law_since(library, first or date.min))
    return law


@cached_per_library
def _laws_by_day(library: Library) -> Memory[date, LawOnDay]:  # noqa: ARG001 - whose they are
    """Return the memory of laws by day: one answer asks for that of its day some thirty times."""
    return Memory(MOST_DAYS)


@cached_per_library
def _law_since(library: Library, day: date) -> LawOnDay:
    """Gather the law of the days from a change to the next; suspended and repealed clauses drop out."""
    exceptions: dict[ClauseId, list[tuple[Clause, Measure]]] = {}
    for measure in library.measures.values():
        for clause in measure.clauses:
            for target in clause.excepts:
                exceptions.setdefault(target, []).append((clause, measure))
    clauses = []
    for measure in library.measures.values():
        for clause in measure.clauses:
            if clause.effect is Effect.EXCEPT:
                continue
            condition = _clause_on_day(clause, measure, exceptions.get(clause.id, ()), day, library.measures)
            if condition != FALSE:
                clauses.append(ClauseOnDay(clause=clause, measure=measure, condition=condition))
    first, last = span_of(change_days(library), day)
    spans = _unknowns_on(library.measures.values(), day)
    return LawOnDay(
        day=day,
        first=first,
        last=last,
        clauses=tuple(clauses),
        terms={term.id: _term_on_day(term, day, library.measures) for term in library.terms.values()},
        unknowns={name: tuple(value for value, _ in span.values) for name, span in spans.items()},
        untold={
            name: frozenset(value for value, state in span.values if state is MeasureState.UNKNOWN)
            for name, span in spans.items()
        },
        pending=tuple(measure for measure in library.measures.values() if stage_on(measure, day)[0] is Stage.PUBLISHED),
        assumptions=library.assumptions,
    )


def _unknowns_on(measures: Iterable[Measure], day: date) -> dict[FactName, StatusInterval]:
    """Return, for each named unknown in play on a day, a span that names it."""
    found: dict[FactName, StatusInterval] = {}
    for measure in measures:
        if _measure_state(measure, day) == (FALSE, FALSE):
            continue
        for spans in (measure.status, *(clause.status for clause in measure.clauses)):
            span = status_on(spans, day)
            if span is not None and span.named:
                found[span.named] = span
    return found


@cached_per_library
def change_days(library: Library) -> tuple[date, ...]:
    """List, in order, every day on which the law of a library changes."""
    ends = {day_after(assumption.until) for assumption in library.assumptions}
    return tuple(sorted({*change_days_of(library.measures.values(), library.entries, library.holdings), *ends}))


def change_days_of(
    measures: Iterable[Measure], entries: Iterable[ListedParty], holdings: Iterable[Holding] = ()
) -> tuple[date, ...]:
    """List, in order, every day on which something in the law begins or has ended."""
    days: set[date] = set()
    one = timedelta(days=1)
    for measure in measures:
        days |= {measure.published, measure.effective} | ({measure.repealed} if measure.repealed else set())
        for clause in measure.clauses:
            days |= {clause.start} if clause.start else set()
            days |= {clause.until + one} if clause.until else set()
        for spans in (measure.status, *(clause.status for clause in measure.clauses)):
            for span in spans:
                days |= {span.start} | ({span.until + one} if span.until else set())
    for entry in entries:
        days |= {day for day in (entry.listed, entry.open_from) if day}
        days |= {entry.until + one} if entry.until else set()
    for holding in holdings:
        days |= {holding.start} if holding.start else set()
        days |= {holding.until + one} if holding.until else set()
    return tuple(sorted(days))


def span_of(changes: tuple[date, ...], day: date) -> tuple[date | None, date | None]:
    """Return the first and last day around `day` between which nothing changes."""
    place = bisect_right(changes, day)
    first = changes[place - 1] if place else None
    return first, (changes[place] - timedelta(days=1) if place < len(changes) else None)


def is_in_order(first: date, second: date) -> bool:
    """Tell whether one day lies before another; the same day does not."""
    return first < second


def day_before(day: date) -> date:
    """Return the day before a day."""
    return day - timedelta(days=1)


def days_after(day: date, count: int) -> date:
    """Return the day that lies a number of days after another, or the last day of the calendar."""
    return day + timedelta(days=min(count, (date.max - day).days))


def day_after(day: date) -> date:
    """Return the day after a day."""
    return day + timedelta(days=1)


Days = tuple[date, date | None]
"""First and last day of a span, both inclusive; None is without end."""


def days_between(changes: Iterable[date], since: date, until: date | None) -> tuple[Days, ...]:
    """Cut the days from one to another at every day of change: spans without gap or overlap, in order.

    >>> [str(first) for first, last in days_between([date(2025, 4, 4)], date(2025, 1, 1), None)]
    ['2025-01-01', '2025-04-04']
    """
    inside = {change for change in changes if change > since and is_within(change, None, until)}
    starts = sorted({since, *inside})
    return tuple(zip(starts, [*(day_before(start) for start in starts[1:]), until], strict=True))
