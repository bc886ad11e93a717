"""Checks that the dates of one measure agree with each other, and with what it says of other measures.

M118  a suspension by a measure that does not exist
M132  dates that disagree

Each is a way in which two files contradict each other without any test of a line showing it:

- what is superseded or absorbed as a whole ends on the very day on which the other takes effect: a later end would
  leave the same items under two measures, an earlier one would leave days under neither;
- a measure suspends another only on days on which it is itself in effect;
- a span of status, and the days of a clause, lie within the life of their measure, at least in part: else they never
  count, and whoever reads them is misled.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sekisho.errors import Problem, did_you_mean
from sekisho.law.model.measure import Measure, StatusInterval
from sekisho.message import Text, day_text, message

if TYPE_CHECKING:
    from sekisho.law.model.library import Library

MEND_DAYS: Final = message("proof.mend_days", "Mend its days, or those of the measure.")


def disagreements(library: Library) -> Iterator[Problem]:
    """Find dates that disagree, within a measure and between two."""
    for measure in library.measures.values():
        yield from _ends(measure, library)
        yield from _suspensions(measure)
        yield from _outside(measure)
        yield from _suspended_by(measure, library)


def _ends(measure: Measure, library: Library) -> Iterator[Problem]:
    for relation in measure.relations:
        other = library.measures.get(relation.measure)
        if other is None or relation.clause or relation.kind not in {"supersedes", "absorbed_by"}:
            continue
        ending, taking_over = (other, measure) if relation.kind == "supersedes" else (measure, other)
        if ending.repealed != taking_over.effective:
            yield Problem(
                where=measure.file,
                code="M132",
                what=message(
                    "proof.ends_otherwise",
                    "{ending} is repealed on {repealed}, and {other}, which takes its place, takes effect on "
                    "{effective}.",
                    ending=ending.id,
                    repealed=day_text(ending.repealed) if ending.repealed else message("proof.no_day", "no day"),
                    other=taking_over.id,
                    effective=day_text(taking_over.effective),
                ),
                remedy=message(
                    "proof.expected_same_day",
                    "Expected the same day: later, two measures govern the same items; earlier, none does.",
                ),
            )


def _suspensions(measure: Measure) -> Iterator[Problem]:
    for relation in measure.relations:
        if relation.kind != "suspends" or relation.start is None:
            continue
        if relation.start < measure.effective or not _within_life(measure, relation.until):
            yield Problem(
                where=measure.file,
                code="M132",
                what=message(
                    "proof.suspends_outside",
                    "suspends {measure} from {start} to {until}, and is itself in effect from {first} to {last}.",
                    measure=relation.measure,
                    start=day_text(relation.start),
                    until=day_or_open(relation.until),
                    first=day_text(measure.effective),
                    last=day_or_open(_last(measure)),
                ),
                remedy=message("proof.suspend_in_effect", "A measure suspends only on days on which it is in effect."),
            )


def day_or_open(day: date | None) -> str:
    """Tell the first or last day of a span; open if it has none."""
    return day_text(day) if day is not None else message("proof.open", "open")


def _within_life(measure: Measure, until: date | None) -> bool:
    last = _last(measure)
    return last is None or (until is not None and until <= last)


def _last(measure: Measure) -> date | None:
    return measure.repealed - timedelta(days=1) if measure.repealed else None


def _outside(measure: Measure) -> Iterator[Problem]:
    last = _last(measure)
    life = message(
        "proof.life",
        "the measure is in effect from {first} to {last}",
        first=day_text(measure.effective),
        last=day_or_open(last),
    )
    if last is not None and last < measure.effective:
        what = message(
            "proof.never_in_effect",
            "repealed on {repealed}, and effective on {effective}: it is never in effect.",
            repealed=day_or_open(measure.repealed),
            effective=day_text(measure.effective),
        )
        remedy = message("proof.mend_a_date", "Mend one of the two dates.")
        yield Problem(where=measure.file, code="M132", what=what, remedy=remedy)
        return
    for clause in measure.clauses:
        where = f"{measure.file}:{clause.line}"
        if not _meets(measure, clause.start, clause.until):
            what = message(
                "proof.clause_outside",
                "clause from {start} to {until}: it never applies, since {life}.",
                start=day_or_open(clause.start),
                until=day_or_open(clause.until),
                life=life,
            )
            yield Problem(where=where, code="M132", what=what, remedy=MEND_DAYS)
        for span in clause.status:
            yield from _idle(span, measure, where, life)
    for span in measure.status:
        yield from _idle(span, measure, measure.file, life)


def _idle(span: StatusInterval, measure: Measure, where: str, life: Text) -> Iterator[Problem]:
    if not _meets(measure, span.start, span.until):
        what = message(
            "proof.status_outside",
            "status {state} from {start} to {until} never counts, since {life}.",
            state=span.state,
            start=day_text(span.start),
            until=day_or_open(span.until),
            life=life,
        )
        yield Problem(where=where, code="M132", what=what, remedy=MEND_DAYS)


def _meets(measure: Measure, start: date | None, until: date | None) -> bool:
    last = _last(measure)
    return (until is None or until >= measure.effective) and (last is None or start is None or start <= last)


def _suspended_by(measure: Measure, library: Library) -> Iterator[Problem]:
    """Find suspensions by a measure that is not there; words other than an id name a source outside the library."""
    for spans in (measure.status, *(clause.status for clause in measure.clauses)):
        for span in spans:
            if "/" in span.by and " " not in span.by and span.by not in library.measures:
                hint = did_you_mean(span.by, library.measures)
                yield Problem(where=measure.file, code="M118", what=no_measure(span.by), remedy=hint)


def no_measure(name: str) -> Text:
    """Say that a measure which is named does not exist."""
    return message("lawdata.no_such", "no {kind} '{name}'.", kind=message("lawdata.a_measure", "measure"), name=name)
