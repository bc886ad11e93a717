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
from typing import TYPE_CHECKING

from sekisho.errors import Problem, did_you_mean
from sekisho.law.model.measure import Measure, StatusInterval

if TYPE_CHECKING:
    from sekisho.law.model.library import Library


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
                what=f"{ending.id} is repealed on {ending.repealed or 'no day'}, and {taking_over.id}, which takes its "
                f"place, takes effect on {taking_over.effective}.",
                remedy="Expected the same day: later, two measures govern the same items; earlier, none does.",
            )


def _suspensions(measure: Measure) -> Iterator[Problem]:
    for relation in measure.relations:
        if relation.kind != "suspends" or relation.start is None:
            continue
        if relation.start < measure.effective or not _within_life(measure, relation.until):
            yield Problem(
                where=measure.file,
                code="M132",
                what=f"suspends {relation.measure} from {relation.start} to {relation.until or 'open'}, and is itself "
                f"in effect from {measure.effective} to {_last(measure) or 'open'}.",
                remedy="A measure suspends only on days on which it is in effect.",
            )


def _within_life(measure: Measure, until: date | None) -> bool:
    last = _last(measure)
    return last is None or (until is not None and until <= last)


def _last(measure: Measure) -> date | None:
    return measure.repealed - timedelta(days=1) if measure.repealed else None


def _outside(measure: Measure) -> Iterator[Problem]:
    last = _last(measure)
    life = f"the measure is in effect from {measure.effective} to {last or 'open'}"
    if last is not None and last < measure.effective:
        what = f"repealed on {measure.repealed}, and effective on {measure.effective}: it is never in effect."
        yield Problem(where=measure.file, code="M132", what=what, remedy="Mend one of the two dates.")
        return
    for clause in measure.clauses:
        where = f"{measure.file}:{clause.line}"
        if not _meets(measure, clause.start, clause.until):
            what = f"clause from {clause.start or 'open'} to {clause.until or 'open'}: it never applies, since {life}."
            yield Problem(where=where, code="M132", what=what, remedy="Mend its days, or those of the measure.")
        for span in clause.status:
            yield from _idle(span, measure, where, life)
    for span in measure.status:
        yield from _idle(span, measure, measure.file, life)


def _idle(span: StatusInterval, measure: Measure, where: str, life: str) -> Iterator[Problem]:
    if not _meets(measure, span.start, span.until):
        what = f"status {span.state} from {span.start} to {span.until or 'open'} never counts, since {life}."
        yield Problem(where=where, code="M132", what=what, remedy="Mend its days, or those of the measure.")


def _meets(measure: Measure, start: date | None, until: date | None) -> bool:
    last = _last(measure)
    return (until is None or until >= measure.effective) and (last is None or start is None or start <= last)


def _suspended_by(measure: Measure, library: Library) -> Iterator[Problem]:
    """Find suspensions by a measure that is not there; words other than an id name a source outside the library."""
    for spans in (measure.status, *(clause.status for clause in measure.clauses)):
        for span in spans:
            if "/" in span.by and " " not in span.by and span.by not in library.measures:
                hint = did_you_mean(span.by, library.measures)
                yield Problem(where=measure.file, code="M118", what=f"no measure '{span.by}'.", remedy=hint)
