"""What changes in the law on each day: measures, their clauses, the parties listed, and the codes added.

Nothing is written down here: every change is found by comparing the state of a thing on a day with that on the day
before, so that an amended measure file changes the answer by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sekisho.law.dates.calendar import (
    OUTSIDE,
    Stage,
    change_days,
    change_days_of,
    day_after,
    day_before,
    entry_state,
    is_within,
    stage_on,
    status_on,
)
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, Listed, MeasureId, walk
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import ClauseId, Measure, MeasureState, StatusInterval, conditions_of
from sekisho.law.model.scheme import control_entries, scheme_name


class ChangeKind(StrEnum):
    """What happens on a day, in the order in which it is told."""

    PUBLISHED = "published"
    TAKES_EFFECT = "takes_effect"
    CODES_ADDED = "codes_added"
    BEGINS = "begins"
    LISTED = "listed"
    SUSPENDED = "suspended"
    REVIVED = "revived"
    UNKNOWN = "unknown"
    LISTING_UNKNOWN = "listing_unknown"
    ENDS = "ends"
    UNLISTED = "unlisted"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawChange:
    """One change of law on one day.

    Parameters
    ----------
    measure
        The measure that changes, or that lists the parties or adds the codes; None if no measure names the list.
    clause
        The clause, if only that changes.
    stage
        How far the measure has come on that day; None without a measure.
    span
        The span of days that says so, for a suspension or an unknown.
    effective
        First day of effect of the measure.
    list, scheme
        Which list of parties, or which scheme of codes.
    names
        Parties listed, or codes added.
    """

    day: date
    kind: ChangeKind
    measure: MeasureId | None = None
    clause: ClauseId | None = None
    stage: Stage | None = None
    span: StatusInterval | None = None
    effective: date | None = None
    list: str = ""
    scheme: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A named unknown of the law on a day, with what hangs on it.

    Parameters
    ----------
    since
        First day on which it is open.
    touches
        Measures and clauses whose state it is.
    """

    name: FactName
    question: str
    because: str
    since: date
    values: tuple[tuple[str, MeasureState], ...]
    touches: tuple[str, ...]


def changes(library: Library, since: date, until: date | None) -> tuple[LawChange, ...]:
    """List every change of law from one day to another, both inclusive; None is without end."""
    return tuple(change for change in _every_change(library) if is_within(change.day, since, until))


@cached_per_library
def _every_change(library: Library) -> tuple[LawChange, ...]:
    by_list = _measures_by_list(library)
    codes = _codes_by_measure(library)
    entries: dict[date, list[ListedParty]] = {}
    for entry in library.entries:
        for day in change_days_of((), (entry,)):
            entries.setdefault(day, []).append(entry)
    found = [
        *(
            change
            for measure in library.measures.values()
            for day in change_days_of((measure,), ())
            for change in _of_measure(measure, day)
        ),
        *(change for day, turning in entries.items() for change in _of_lists(library, by_list, turning, day)),
        *(change for day in change_days(library) for change in _of_codes(library, codes, day)),
    ]
    order = list(ChangeKind)
    return tuple(
        sorted(found, key=lambda one: (one.day, order.index(one.kind), one.measure or "", one.clause or "", one.list))
    )


def ahead(library: Library, day: date) -> tuple[LawChange, ...]:
    """List what lies ahead of a day for the measures that are published by then, as the library knows it now."""
    return tuple(
        change
        for change in changes(library, day, None)
        if change.day > day
        and change.measure
        and stage_on(library.measures[change.measure], day)[0] is not Stage.UNPUBLISHED
    )


def _of_measure(measure: Measure, day: date) -> Iterator[LawChange]:
    stage, span = stage_on(measure, day)

    def change(kind: ChangeKind, span: StatusInterval | None = None, clause: ClauseId | None = None) -> LawChange:
        return LawChange(
            day=day,
            kind=kind,
            measure=measure.id,
            clause=clause,
            stage=stage,
            span=span,
            effective=measure.effective,
        )

    if day == measure.published:
        yield change(ChangeKind.PUBLISHED)
    if day == measure.effective:
        yield change(ChangeKind.TAKES_EFFECT, span)
    if day == measure.repealed:
        yield change(ChangeKind.REPEALED)
    if stage in {Stage.UNPUBLISHED, Stage.REPEALED}:
        return
    for kind, found in _turn(measure.status, day):
        yield change(kind, found)
    for clause in measure.clauses:
        if clause.start == day and day != measure.effective:
            yield change(ChangeKind.BEGINS, clause=clause.id)
        if clause.until is not None and day_after(clause.until) == day:
            yield change(ChangeKind.ENDS, clause=clause.id)
        elif is_within(day, clause.start, clause.until):
            for kind, found in _turn(clause.status, day):
                yield change(kind, found, clause.id)


def _turn(spans: tuple[StatusInterval, ...], day: date) -> Iterator[tuple[ChangeKind, StatusInterval | None]]:
    """Tell what the spans of status turn to on a day, if on that day they turn."""
    was, now = status_on(spans, day_before(day)), status_on(spans, day)
    if was == now:
        return
    state = MeasureState.IN_FORCE if now is None else now.state
    if state is MeasureState.SUSPENDED:
        yield ChangeKind.SUSPENDED, now
    elif state is MeasureState.UNKNOWN:
        yield ChangeKind.UNKNOWN, now
    elif was is not None and was.state is not MeasureState.IN_FORCE:
        yield ChangeKind.REVIVED, was


def _measures_by_list(library: Library) -> dict[str, MeasureId]:
    """Find the measure that names each list of parties itself, and not only a list above it."""
    found: dict[str, MeasureId] = {}
    for measure in library.measures.values():
        for _, condition in conditions_of(measure):
            for part in walk(condition):
                if isinstance(part, Listed) and part.owned is None:
                    found.setdefault(part.list, measure.id)
    return found


def _of_lists(
    library: Library, by_list: dict[str, MeasureId], turning: Iterable[ListedParty], day: date
) -> Iterator[LawChange]:
    """Tell which parties came on a list on a day, or went off it, among those whose entry turns on that day."""
    found: dict[tuple[str, ChangeKind], list[str]] = {}
    for entry in turning:
        was, now = entry_state(entry, day_before(day)), entry_state(entry, day)
        if was is now:
            continue
        kind = {
            MeasureState.IN_FORCE: ChangeKind.LISTED,
            MeasureState.SUSPENDED: ChangeKind.UNLISTED,
            MeasureState.UNKNOWN: ChangeKind.LISTING_UNKNOWN,
        }[now]
        found.setdefault((entry.list, kind), []).append(entry.names[0])
    for (name, kind), parties in found.items():
        measure = library.measures.get(by_list[name]) if name in by_list else None
        yield LawChange(
            day=day,
            kind=kind,
            measure=measure.id if measure else None,
            stage=stage_on(measure, day)[0] if measure else None,
            list=name,
            names=tuple(parties),
        )


def _codes_by_measure(library: Library) -> dict[str, tuple[str, ...]]:
    """Gather the codes that each measure brought in."""
    found: dict[str, list[str]] = {}
    for entry in control_entries(library).values():
        found.setdefault(entry.since, []).append(entry.code)
    return {name: tuple(codes) for name, codes in found.items()}


def _of_codes(library: Library, codes: Mapping[str, tuple[str, ...]], day: date) -> Iterator[LawChange]:
    """Codes come in with the measure that adds them, on its first day of effect, even if it is paused on that day."""
    for measure in library.measures.values():
        if measure.effective == day and measure.id in codes:
            stage, span = stage_on(measure, day)
            yield LawChange(
                day=day,
                kind=ChangeKind.CODES_ADDED,
                measure=measure.id,
                stage=stage,
                span=span,
                scheme=scheme_name(library),
                names=codes[measure.id],
            )


def open_questions(library: Library, day: date) -> tuple[OpenQuestion, ...]:
    """Gather the named unknowns of the law on a day."""
    touched: dict[FactName, tuple[StatusInterval, list[str]]] = {}
    for measure in library.measures.values():
        if stage_on(measure, day)[0] in OUTSIDE:
            continue
        for name, spans in _spans_of(measure):
            span = status_on(spans, day)
            if span is not None and span.named:
                touched.setdefault(span.named, (span, []))[1].append(name)
    return tuple(
        OpenQuestion(
            name=name,
            question=span.question,
            because=span.because,
            since=span.start,
            values=span.values,
            touches=tuple(touches),
        )
        for name, (span, touches) in touched.items()
    )


def _spans_of(measure: Measure) -> Iterable[tuple[str, tuple[StatusInterval, ...]]]:
    yield str(measure.id), measure.status
    for clause in measure.clauses:
        yield str(clause.id), clause.status


def unknown_listings(library: Library, day: date) -> dict[str, tuple[str, ...]]:
    """Name the parties of which nobody knows whether their listing applies on a day, by list."""
    found: dict[str, list[str]] = {}
    for entry in library.entries:
        if entry_state(entry, day) is MeasureState.UNKNOWN:
            found.setdefault(entry.list, []).append(entry.names[0])
    return {name: tuple(parties) for name, parties in found.items()}


def pending(library: Library, day: date) -> tuple[Measure, ...]:
    """List the measures that are published and not yet in effect on a day."""
    return tuple(measure for measure in library.measures.values() if stage_on(measure, day)[0] is Stage.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDiff:
    """Everything that is told of a span of days: its changes, and the law on one day.

    Parameters
    ----------
    ahead
        Later changes of the measures that are published by the day.
    """

    since: date
    until: date
    as_of: date
    changes: tuple[LawChange, ...]
    pending: tuple[Measure, ...]
    ahead: tuple[LawChange, ...]
    unknown: tuple[OpenQuestion, ...]
    listings: dict[str, tuple[str, ...]]


def changed(library: Library, *, since: date, until: date, as_of: date) -> LawDiff:
    """Gather the changes of a span of days, and what is pending, to come and not known on one day."""
    found = changes(library, since, until)
    return LawDiff(
        since=since,
        until=until,
        as_of=as_of,
        changes=found,
        pending=pending(library, as_of),
        ahead=tuple(change for change in ahead(library, as_of) if change not in found),
        unknown=open_questions(library, as_of),
        listings=unknown_listings(library, as_of),
    )
