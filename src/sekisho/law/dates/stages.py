"""The stages of a measure, one after the other; and the law of a measure on two days, clause by clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem
from sekisho.law.dates.calendar import (
    Stage,
    change_days_of,
    clause_stage_on,
    days_between,
    is_in_order,
    stage_on,
    status_on,
    subject_of,
)
from sekisho.law.model.condition import MeasureId, measures_of, terms_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure, StatusInterval
from sekisho.law.model.term import Reading
from sekisho.message import message

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSpan:
    """Days over which a measure, or a clause, stands at one stage.

    Parameters
    ----------
    last
        None is without end, as far as the law is known.
    span
        The span of status that says so: who suspends it, or which named unknown it is.
    assumed
        Value that is assumed for the named unknown, and that makes the stage what it is.
    """

    first: date
    last: date | None
    stage: Stage
    span: StatusInterval | None = None
    assumed: str = ""


At = Callable[[date], tuple[Stage, StatusInterval | None]]


def stages_of(
    measure: Measure,
    since: date,
    until: date | None,
    *,
    clause: Clause | None = None,
    assume: Mapping[str, str] = NOTHING,
) -> tuple[StageSpan, ...]:
    """Return the stages of a measure, or of one of its clauses, over a span of days, without gap or overlap."""

    def at(day: date) -> tuple[Stage, StatusInterval | None]:
        return stage_on(measure, day) if clause is None else clause_stage_on(clause, measure, day)

    found: list[StageSpan] = []
    for first, last in days_between(change_days_of([measure], []), since, until):
        span = _supposed(first, last, at(first), assume)
        if span.stage is Stage.PUBLISHED and span.span is None and clause is None:
            span = replace(span, span=status_on(measure.status, first))  # what suspends it before its first day
        if found and _same(found[-1], span):
            span = replace(span, first=found.pop().first)
        found.append(span)
    return tuple(found)


def _same(one: StageSpan, other: StageSpan) -> bool:
    return (one.stage, one.span, one.assumed) == (other.stage, other.span, other.assumed)


def _supposed(
    first: date, last: date | None, at: tuple[Stage, StatusInterval | None], assume: Mapping[str, str]
) -> StageSpan:
    stage, span = at
    value = assume.get(span.named, "") if span is not None and span.named else ""
    if stage is Stage.UNKNOWN and span is not None and value:
        stage = Stage(dict(span.values)[value])
    return StageSpan(first=first, last=last, stage=stage, span=span, assumed=value)


def has_days_of_its_own(clause: Clause) -> bool:
    """Tell whether a clause begins, ends or stands otherwise than its measure."""
    return bool(clause.start or clause.until or clause.status)


class Difference(StrEnum):
    """How a clause differs between two days."""

    NEW = "new"
    GONE = "gone"
    STATE = "state"
    REACH = "reach"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseCompared:
    """One clause on two days.

    Parameters
    ----------
    one, other
        How far it has come on the first and on the second day.
    rests_on
        Measures whose state the words of the clause ask for, and that apply, or may, on one of the days only.
    """

    clause: Clause
    one: tuple[Stage, StatusInterval | None]
    other: tuple[Stage, StatusInterval | None]
    difference: Difference
    rests_on: tuple[tuple[MeasureId, Stage, Stage], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureComparison:
    """A measure on two days."""

    measure: Measure
    first: date
    second: date
    one: tuple[Stage, StatusInterval | None]
    other: tuple[Stage, StatusInterval | None]
    clauses: tuple[ClauseCompared, ...]


BEFORE: Final = frozenset({Stage.UNPUBLISHED, Stage.PUBLISHED})
"""Stages of a clause that is still to come."""


def check_span(first: date, last: date | None, *, where: str) -> None:
    """Check that a span ends no earlier than it begins.

    Raises
    ------
    FactError
        If it does.
    """
    if last is not None and is_in_order(last, first):
        what = message(
            "lawdata.span_ends_early",
            "the span from {first} ends before it begins, on {last}.",
            first=first,
            last=last,
        )
        raise FactError(
            Problem(
                where=where,
                what=what,
                remedy=message("lawdata.earlier_since", "Name an earlier --since, or a later --until."),
            )
        )


def check_days(first: date, second: date) -> None:
    """Check that two days to compare stand in order.

    Raises
    ------
    FactError
        If they are the same day, or the first lies after the second.
    """
    if first == second:
        raise FactError(
            Problem(
                where="compare",
                what=message("lawdata.same_days", "both days are {day}.", day=first),
                remedy=message(
                    "lawdata.two_days", "Name two different days; `sekisho show ID --as-of DATE` shows one."
                ),
            )
        )
    if not is_in_order(first, second):
        raise FactError(
            Problem(
                where="compare",
                what=message("lawdata.lies_after", "{first} lies after {second}.", first=first, second=second),
                remedy=message(
                    "lawdata.earlier_first",
                    "Name the earlier day first: --compare {second} {first}.",
                    second=second,
                    first=first,
                ),
            )
        )


def compare(
    measure: Measure, library: Library, first: date, second: date, *, clause: Clause | None = None
) -> MeasureComparison:
    """Set the law of a measure, or of one of its clauses, on two days side by side.

    Raises
    ------
    FactError
        If the days are not two days in order.
    """
    check_days(first, second)
    return MeasureComparison(
        measure=measure,
        first=first,
        second=second,
        one=stage_on(measure, first),
        other=stage_on(measure, second),
        clauses=tuple(
            _compared(one, measure, library, first, second)
            for one in measure.clauses
            if clause is None or clause.id == one.id
        ),
    )


def _compared(clause: Clause, measure: Measure, library: Library, first: date, second: date) -> ClauseCompared:
    one, other = clause_stage_on(clause, measure, first), clause_stage_on(clause, measure, second)
    asked = ((name, library.measures[name]) for name in sorted(_asked(clause, measure, library)))
    stages = ((name, stage_on(asked_of, first)[0], stage_on(asked_of, second)[0]) for name, asked_of in asked)
    rests_on = tuple((name, was, now) for name, was, now in stages if _bears(was) is not _bears(now))
    return ClauseCompared(
        clause=clause,
        one=one,
        other=other,
        difference=_difference(one, other, rests_on=bool(rests_on)),
        rests_on=rests_on,
    )


def _bears(stage: Stage) -> Stage | None:
    """Return the stages at which a measure applies, or may, and None for all others: to those who ask, they are one."""
    return stage if stage in {Stage.IN_FORCE, Stage.UNKNOWN} else None


def _difference(
    one: tuple[Stage, StatusInterval | None], other: tuple[Stage, StatusInterval | None], *, rests_on: bool
) -> Difference:
    was, now = one[0], other[0]
    if was in BEFORE and now not in {*BEFORE, Stage.REPEALED}:
        return Difference.NEW
    if now is Stage.REPEALED and was is not Stage.REPEALED:
        return Difference.GONE
    if was is not now or one[1] != other[1]:
        return Difference.STATE
    applies = now not in {*BEFORE, Stage.REPEALED}
    return Difference.REACH if rests_on and applies else Difference.SAME


def _asked(clause: Clause, measure: Measure, library: Library) -> set[MeasureId]:
    """Find the measures whose state a clause asks for, itself, through terms, and through its exceptions."""
    excepting = (other.when for _, other in library.clauses.values() if clause.id in other.excepts)
    conditions = [clause.when, subject_of(clause, measure), *excepting]
    found: set[MeasureId] = set()
    seen: set[str] = set()
    while conditions:
        condition = conditions.pop()
        found |= measures_of(condition)
        for name in terms_of(condition) - seen:
            seen.add(name)
            conditions += [library.terms[name].reach(reading).when for reading in Reading]
    return found


FOREMOST: Final = (
    *(Stage.IN_FORCE, Stage.UNKNOWN, Stage.SUSPENDED),
    *(Stage.PUBLISHED, Stage.UNPUBLISHED, Stage.REPEALED),
)
"""Stages by how far a measure bears on a day, the farthest first."""


def stage_of_control(measure: MeasureId, library: Library, day: date) -> Stage | None:
    """Return the stage of what a measure brought under control: its own, or, once repealed, of what absorbed it.

    Of several measures that took it over, the one that bears farthest counts. None if the library has no such measure.
    """
    found: list[Stage] = []
    seen: set[MeasureId] = set()
    queue = [measure]
    while queue:
        one = library.measures.get(queue.pop())
        if one is None or one.id in seen:
            continue
        seen.add(one.id)
        stage, _ = stage_on(one, day)
        found.append(stage)
        if stage is Stage.REPEALED:
            queue += [relation.measure for relation in one.relations if relation.kind == "absorbed_by"]
    return min(found, key=FOREMOST.index, default=None)


def clauses_with_days(measure: Measure) -> Iterator[Clause]:
    """Go through the clauses of a measure that begin, end or stand otherwise than it."""
    return (clause for clause in measure.clauses if has_days_of_its_own(clause))


def suspending(spans: Iterable[StageSpan]) -> set[str]:
    """Name the measures by which a measure is suspended in some spans."""
    return {span.span.by for span in spans if span.span is not None and span.span.by}
