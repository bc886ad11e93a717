"""Law in time around an answer: clauses that sleep, and clauses that change soon after the date of law.

A clause that is suspended leaves no trace in an outcome, and whoever signs for two years must know of it. So of every
clause that sets a level it is judged what it would ask of the line were it and its measure in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.compiled_clauses import compile_conditions
from sekisho.determination.core.evaluation import EvaluationContext, SignedConditions
from sekisho.determination.core.outcome import Outcome, Verdict, level_of
from sekisho.law.dates.calendar import (
    ClauseOnDay,
    LawOnDay,
    Stage,
    awake_condition,
    change_days,
    clause_stage_on,
    day_before,
    days_after,
    is_within,
    law_on,
)
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FALSE, Condition, FactName, MeasureId
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, StatusInterval
from sekisho.law.model.office_practice import OfficePractice

DESTINATION: Final = FactName("destination")
CODES: Final = FactName("control_codes")
AHEAD: Final = 30
"""Days after the date of law within which changes are told unless another number is asked for.

Of the 51 measures that say when they were published, 41 took effect within 30 days (counted on 2026-11-28), so most
changes become known and count within it. Larger: answers carry changes that do not bear on their shipment. Smaller:
goods that wait for a ship meet a law that nobody was told of. That a shipment leaves within a month is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepingClause:
    """A clause that would bear on the line, or could, were its measure in force.

    Parameters
    ----------
    state
        `suspended` up to a stated day, `stopped` without one, `unknown` if nobody can say whether it sleeps.
    until
        Last day of the suspension.
    by
        Instrument that suspends it; empty if its own words do.
    certain
        What is known of the line meets it; else a fact is still open.
    """

    clause: ClauseId
    level: Outcome
    state: str
    until: date | None
    by: MeasureId
    certain: bool

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "clause": self.clause,
            "level": self.level.level,
            "state": self.state,
            "until": self.until.isoformat() if self.until else None,
            "by": self.by,
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingChange:
    """A clause that bears on the line and changes its stage on a day.

    Parameters
    ----------
    on
        First day of the new stage.
    named
        The unknown of the law that opens or closes; empty if none does.
    """

    clause: ClauseId
    on: date
    before: Stage
    after: Stage
    named: str

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values; `from` and `to` are stages."""
        return {
            "clause": self.clause,
            "on": self.on.isoformat(),
            "from": str(self.before),
            "to": str(self.after),
            "named": self.named,
        }


@dataclass(frozen=True, slots=True)
class _Asleep:
    """A clause that sleeps on a day, with what it would ask."""

    clause: Clause
    awake: ClauseOnDay
    state: str
    span: StatusInterval


@cached_per_library
def _asleep(library: Library, day: date) -> tuple[_Asleep, ...]:
    """Find the clauses that set a level and sleep, or may, on the first day of a span of unchanged law."""
    found = []
    for measure, clause in library.clauses.values():
        stage, span = clause_stage_on(clause, measure, day)
        if span is None or stage not in {Stage.SUSPENDED, Stage.UNKNOWN} or level_of(clause) is Outcome.FREE:
            continue
        condition = awake_condition(library, clause, measure, day)
        if condition != FALSE:
            state = "unknown" if stage is Stage.UNKNOWN else "suspended" if span.until else "stopped"
            awake = ClauseOnDay(clause=clause, measure=measure, condition=condition)
            found.append(_Asleep(clause, awake, state, span))
    return tuple(found)


@cached_per_library
def _compiled_asleep(library: Library, day: date) -> SignedConditions:
    """Take apart what the clauses that sleep on the first day of a span of unchanged law would ask."""
    law = law_on(library, day)
    asleep: dict[str, Condition] = {sleeper.clause.id: sleeper.awake.condition for sleeper in _asleep(library, day)}
    return SignedConditions(compile_conditions(asleep, law.terms))


@cached_per_library
def _compiled_awake(library: Library, clause: ClauseId, day: date) -> SignedConditions:
    """Take apart what a clause would ask on the first day of a span of unchanged law were it in force."""
    measure, known = library.clauses[clause]
    awake: dict[str, Condition] = {clause: awake_condition(library, known, measure, day)}
    return SignedConditions(compile_conditions(awake, law_on(library, day).terms))


def clauses_asleep(library: Library, law: LawOnDay) -> tuple[ClauseOnDay, ...]:
    """Return the clauses that are suspended on a day and set a level, each with what it would ask if in force."""
    return tuple(one.awake for one in _asleep(library, law.day) if one.state != "unknown")


def sleeping_law(library: Library, case: EvaluationContext) -> tuple[SleepingClause, ...]:
    """Find the sleeping clauses that a line would meet, or could; the gravest first.

    Parameters
    ----------
    case
        The facts of the line under the law of the day.
    """
    day = law_on(library, case.day).day
    values = _compiled_asleep(library, day).values(case)
    bearing = [
        (sleeper, value) for sleeper, value in zip(_asleep(library, day), values, strict=True) if value is not False
    ]
    told = (
        SleepingClause(
            clause=sleeper.clause.id,
            level=level_of(sleeper.clause),
            state=sleeper.state,
            until=sleeper.span.until,
            by=MeasureId(sleeper.span.by),
            certain=value is True,
        )
        for sleeper, value in bearing
    )
    return tuple(sorted(told, key=lambda one: (-one.level, not one.certain, one.clause)))


def changes_ahead(
    library: Library, case: EvaluationContext, days: int = AHEAD, *, until: date | None = None
) -> tuple[ComingChange, ...]:
    """Find what changes after the date of law in clauses that bear on the line, in the order of days.

    Parameters
    ----------
    days
        Days after the date of law that are looked at.
    until
        Last day that is looked at, in place of `days`.
    """
    last = until or days_after(case.day, days)
    found: list[ComingChange] = []
    bearing: dict[ClauseId, bool] = {}
    day = law_on(library, case.day).day
    for change in _changes_between(library, case.day, last):
        name = change.clause
        if name not in bearing:
            bearing[name] = _compiled_awake(library, name, day).values(case) != [False]
        if bearing[name]:
            found.append(change)
    return tuple(sorted(found, key=lambda one: (one.on, one.clause)))


def _changes_between(library: Library, day: date, last: date) -> Iterator[ComingChange]:
    for on in (one for one in change_days(library) if day < one and is_within(one, None, last)):
        for name, before, after, named in _changes_on(library, on):
            yield ComingChange(clause=name, on=on, before=before, after=after, named=named)


@cached_per_library
def _changes_on(library: Library, on: date) -> tuple[tuple[ClauseId, Stage, Stage, str], ...]:
    """Find the clauses that set a level and whose stage is another from a day on."""
    found = []
    for name, (measure, clause) in library.clauses.items():
        if level_of(clause) is Outcome.FREE:
            continue
        before, span_before = clause_stage_on(clause, measure, day_before(on))
        after, span_after = clause_stage_on(clause, measure, on)
        if before is not after or _named(span_before) != _named(span_after):
            found.append((name, before, after, _named(span_after) or _named(span_before)))
    return tuple(found)


def _named(span: StatusInterval | None) -> str:
    return str(span.named) if span is not None else ""


LICENSABLE: Final = range(Outcome.REGISTRATION, Outcome.REFUSED_IN_PRINCIPLE + 1)
"""Levels at which an office decides, so that its practice tells something."""


def practice_of(library: Library, case: EvaluationContext, verdict: Verdict) -> tuple[OfficePractice, ...]:
    """Find the reports of practice that speak of a line whose answer is, or may be, of the level of a licence."""
    if verdict.ceiling < LICENSABLE[0] or verdict.floor > LICENSABLE[-1]:
        return ()
    destination, codes = case.facts.get(DESTINATION, UNKNOWN), case.facts.get(CODES, UNKNOWN)
    return tuple(
        one
        for one in library.practice
        if is_within(case.day, one.start, one.until)
        and (not one.destinations or destination in one.destinations)
        and (not one.codes or _is_of(codes, one.codes))
    )


def _is_of(codes: FactValue, entries: Iterable[str]) -> bool:
    """Tell whether some code, certain or possible, lies at or below an entry."""
    if not isinstance(codes, Codes):
        return False
    named = (*codes.sure, *codes.maybe)
    return any(code == entry or code.startswith(f"{entry}.") for code in named for entry in entries)
