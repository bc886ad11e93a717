"""Law that sleeps, or whose state no source tells, beside what decides an answer or leaves it open.

Where the state of the law alone keeps an answer open, the reason is that (`open_law`). Here it bears on the answer too,
and the reason would be of something else: of a licence that is needed anyway, of a code that is not settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Final

from sekisho.determination.core.evaluation import LineEvaluation
from sekisho.determination.core.law_in_time import SleepingClause, sleeping_law
from sekisho.determination.core.outcome import Determination
from sekisho.i18n.citations import article_text
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import act_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, Measure, MeasureState, StatusInterval
from sekisho.law.model.scheme import CODES
from sekisho.law.model.state_assumption import Statement, statements_on
from sekisho.message import CapitalText, Text, joined, message
from sekisho.present.determination.brief_parts.open_law import open_law

NEAR_ASKED: Final = 4
"""Codes that an item may fall under and of which it is asked what sleeps: as many as the reason names."""


def law_beside(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say which law of unknown state, or asleep, bears on an answer beside its reason, ever shorter."""
    if not answer.coverage.applying or open_law(answer):
        return ()
    unknowns = dict.fromkeys(branch.unknown for branch in answer.branches if branch.bears)
    for unknown in unknowns:
        if clauses := _named(unknown, (*answer.open, *(one.clause for one in answer.sleeping)), library):
            return _not_known(unknown, clauses, (), answer, library)
    return _of_near_codes(answer, library)


def asleep_with(
    answer: Determination, changes: Mapping[FactName, FactValue], library: Library
) -> tuple[SleepingClause, ...] | None:
    """Return the clauses that sleep and would be met, or could, if facts were others; None of an unjudged answer."""
    if not isinstance(answer.judged, LineEvaluation):
        return None
    context = answer.judged.heard.context
    return sleeping_law(library, replace(context, facts={**context.facts, **changes}))


def _named(
    unknown: FactName, names: Iterable[ClauseId], library: Library
) -> list[tuple[Measure, Clause, StatusInterval]]:
    """Return the clauses, of some, that a named unknown of the law leaves open, each with the span that says so."""
    found = []
    for name in dict.fromkeys(names):
        measure, clause = library.clauses[name]
        spans = [span for span in (*measure.status, *clause.status) if span.named == unknown]
        found += [(measure, clause, spans[0])] if spans else []
    return found


def _of_near_codes(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say what sleeps, or may, if the item falls under a code that it is near to: the gravest act with its codes."""
    if not answer.near or answer.facts.get(CODES) is not None:
        return ()
    codes: dict[ClauseId, list[str]] = {}
    clauses: dict[ClauseId, SleepingClause] = {}
    unlisted = asleep_with(answer, {CODES: library.facts.parse(CODES, "none")}, library) or ()
    of_any = {one.clause for one in unlisted}
    for code, _ in answer.near[:NEAR_ASKED]:
        for one in asleep_with(answer, {CODES: library.facts.parse(CODES, code)}, library) or ():
            if one.clause not in of_any and one.level > answer.floor:
                codes.setdefault(one.clause, []).append(code)
                clauses[one.clause] = one
    if not clauses:
        return ()
    first = min(clauses.values(), key=lambda one: (-one.level, -len(codes[one.clause]), one.clause))
    if first.state == "unknown":
        measure, clause = library.clauses[first.clause]
        span = next(span for span in (*measure.status, *clause.status) if span.named and _is_on(span, answer))
        return _not_known(span.named, [(measure, clause, span)], codes[first.clause], answer, library)
    return _suspended(first, codes[first.clause], library)


def _is_on(span: StatusInterval, answer: Determination) -> bool:
    return span.start <= answer.as_of and (span.until is None or answer.as_of <= span.until)


def _suspended(asleep: SleepingClause, codes: Sequence[str], library: Library) -> tuple[Text, ...]:
    """Say until when the rule sleeps under which the item would fall by its codes."""
    act, named = CapitalText(act_text(library.clauses[asleep.clause][0])), joined(codes, "comma")
    if asleep.until is None:
        return (
            message(
                "brief.near_paused_open", "{act} (for {codes}) is suspended without a last day.", act=act, codes=named
            ),
        )
    day = quantity("day", asleep.until)
    whole = message("brief.near_paused", "{act} (for {codes}) is suspended to {day}.", act=act, codes=named, day=day)
    return whole, message(
        "brief.near_paused_short", "{act}, which may cover it, is suspended to {day}.", act=act, day=day
    )


def _not_known(
    unknown: FactName,
    clauses: Sequence[tuple[Measure, Clause, StatusInterval]],
    codes: Sequence[str],
    answer: Determination,
    library: Library,
) -> tuple[Text, ...]:
    """Say that nobody knows whether an act applies: of part of it, which; since when; and what was said of it.

    Parameters
    ----------
    codes
        Codes under which the item may fall and of which the act speaks; none where the line falls under it anyway.
    """
    measure, _, span = clauses[0]
    articles = dict.fromkeys(
        clause.article for of, clause, on in clauses if of.id == measure.id and on in clause.status and clause.article
    )
    act: Text = CapitalText(act_text(measure))
    parts = [joined(map(article_text, articles), "and")] if articles else []
    for part in (*parts, *([message("brief.for_codes", "for {codes}", codes=joined(codes, "comma"))] if codes else [])):
        act = message("brief.act_as_to", "{act} ({part})", act=act, part=part)
    slept = _slept_before(span, (measure, *(clause for _, clause, _ in clauses)))
    if slept is None:
        return (message("brief.beside_open", "No source read says whether this applies now: {act}.", act=act),)
    day = quantity("day", span.start - timedelta(days=1))
    least = CapitalText(act_text(measure)) if codes else act
    short = message("brief.beside_unknown", "{act}: not known whether in force after {day}.", act=least, day=day)
    by = library.measures.get(slept.by)
    if (said := _said(unknown, answer, library)) is not None:
        until = quantity("day", said.assumption.until)
        spoken = message(
            "brief.beside_said",
            "{act} was suspended to {day}; MOFCOM spoke of {until}, no notice was read.",
            act=act,
            day=day,
            until=until,
        )
        return spoken, short
    if by is None:
        return (
            message(
                "brief.beside_nothing_said",
                "{act} was suspended to {day}; no source read says what follows.",
                act=act,
                day=day,
            ),
            short,
        )
    whole = message(
        "brief.beside_by",
        "{by} suspended {act} to {day}; what follows is not known.",
        by=CapitalText(act_text(by)),
        act=act,
        day=day,
    )
    return whole, short


def _said(unknown: FactName, answer: Determination, library: Library) -> Statement | None:
    """Return what the ministry said of a named unknown of the law, if it said any."""
    told = statements_on(unknown, library.assumptions, answer.as_of)
    return next((statement for statement in told if statement.value), None)


def _slept_before(span: StatusInterval, of: Iterable[Measure | Clause]) -> StatusInterval | None:
    """Return the suspension after which a state of the law is not known; None if it never was."""
    pairs = (pair for one in of for pair in pairwise(one.status))
    return next((before for before, after in pairs if after == span and before.state is MeasureState.SUSPENDED), None)
