"""Determine one line: every clause judged, the answer with its reasons, branches and readings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from sekisho.dataclass import LateFields, dataclass, made_late
from sekisho.determination.core.evaluation import Evaluation, LineEvaluation, Trace, evaluate
from sekisho.determination.core.inputs import DATE, line_facts, settle_input, settle_line, state_days
from sekisho.determination.core.law_in_time import AHEAD
from sekisho.determination.core.outcome import Determination, Outcome, Verdict, level_of
from sekisho.determination.line.alerts import alerted, alerts_of
from sekisho.determination.line.answer_parts import AnswerParts, named_parties
from sekisho.determination.line.presumptions import with_presumed
from sekisho.errors import FactError
from sekisho.law.dates.calendar import ClauseOnDay, law_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.fact import DaySpan, Truth
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Readings
from sekisho.parties.index import parties_of
from sekisho.trade.transaction import Line


def determine(
    line: Line | Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None = None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    ahead: int = AHEAD,
) -> Determination:
    """Determine one line under the law of a day.

    Parameters
    ----------
    line
        The facts of the line; what is left out is unknown, save where the table of facts says otherwise (`absent`).
    as_of
        Date of law; the line's own date if left out. If of that only the month or a span of days is known, the line is
        judged under every state of the law within it (see `day_spans`).
    readings
        How disputed terms are read: central unless said otherwise.
    assume
        Values for named unknowns of the law.
    ahead
        Days after the date of law within which changes are told.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    given = dict(line.given if isinstance(line, Line) else line)  # what is late is of the line as it is asked now
    span = None if as_of is not None else _span(given, library)
    if span is not None:
        days = state_days(library, span)
        answers = [determine(given, library, as_of=day, readings=readings, assume=assume, ahead=ahead) for day in days]
        from sekisho.determination.line.day_spans import over_days  # few lines leave on a day that is not known

        return over_days(answers, span)
    facts, day, chosen, unstated = settle_line(given, library, as_of=as_of, readings=readings, assume=assume)
    parties_of(library).drop_recalled(str(value) for _, value in named_parties(facts, library))
    heard = evaluate(library, facts, day, chosen)
    judged = LineEvaluation(given, heard, unstated)
    return AnswerParts(judged, library, assume=assume or {}, dated=as_of is not None, days_ahead=ahead).answer()


def verdict_of(given: Mapping[str, object], library: Library, *, as_of: date) -> Verdict:
    """Determine floor and ceiling of one line as `determine` does, and nothing else of its answer.

    Raises
    ------
    FactError
        If a fact or a value is wrong, with all problems at once.
    """
    facts, day, chosen = settle_input(given, library, as_of=as_of, readings=None, assume=None)
    alerts = alerts_of(facts, parties_of(library), law_on(library, day).day)
    return alerted(evaluate(library, facts, day, chosen).verdict, alerts)


def _span(given: Mapping[str, object], library: Library) -> DaySpan | None:
    """Return the span of days that a line states as its date; None if it states a day, none, or nothing readable."""
    try:
        day = library.facts.parse(DATE, given.get(DATE))
    except FactError:
        return None  # it is told with all that is wrong
    return day if isinstance(day, DaySpan) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReason(LateFields):
    """A clause that bears on the answer, with the trace of its condition, which is told when it is read."""

    clause: ClauseOnDay
    level: Outcome
    value: Truth
    trace: Trace


def evaluation_of(answer: Determination, line: Line | Mapping[str, object], library: Library) -> Evaluation:
    """Put the line of an answer before the clauses again, to tell why they are met or not.

    Where nothing but presumptions would make it free, the clauses of the answer are those that are open without them.
    """
    given = line.given if isinstance(line, Line) else line
    stated = given if answer.verdict.supposed else with_presumed(given, answer)
    judged = answer.judged
    if isinstance(judged, LineEvaluation) and judged.answers(stated, library):
        return judged.heard
    assumed = {str(name): value for name, value in answer.facts.items() if library.facts[name].of == "law"}
    facts = line_facts({**stated, **assumed}, library)
    return evaluate(library, facts, answer.as_of, answer.readings)


def reasons(answer: Determination, line: Line | Mapping[str, object], library: Library) -> tuple[ClauseReason, ...]:
    """Judge the decisive and open clauses of an answer again, with a trace of every part."""
    evaluation = evaluation_of(answer, line, library)
    wanted = {name: place for place, name in enumerate((*answer.decisive, *answer.open))}
    of_day = _clauses_by_id(library, law_on(library, answer.as_of).day)
    found = [of_day[name] for name in wanted if name in of_day]
    return tuple(
        made_late(
            ClauseReason,
            {"trace": partial(evaluation.trace, clause.clause.id)},
            clause=clause,
            level=level_of(clause.clause),
            value=evaluation.value(clause.clause.id),
        )
        for clause in sorted(found, key=lambda clause: wanted[clause.clause.id])
    )


@cached_per_library
def _clauses_by_id(library: Library, day: date) -> dict[ClauseId, ClauseOnDay]:
    """Return the clauses of a day by their ids, once for all days between two changes (`LawOnDay.day`)."""
    return {clause.clause.id: clause for clause in law_on(library, day).clauses}
