"""What an answer says of law that is suspended, or whose state no source tells: which rule, since when, by what.

Where the state of the law alone keeps an answer open, the reason is that. Beside another reason, of a licence that is
needed anyway or of a code that is not settled, it is told too (`law_beside`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Final

from sekisho.determination.core.evaluation import LineEvaluation
from sekisho.determination.core.law_in_time import SleepingClause, sleeping_law
from sekisho.determination.core.outcome import Branch, Determination
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import act_text, plain_name
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, Measure, MeasureState, StatusInterval
from sekisho.law.model.scheme import CODES
from sekisho.law.model.state_assumption import Statement, statements_on
from sekisho.message import CapitalText, Text, joined, message
from sekisho.present.determination.phrases import cited_text, is_free
from sekisho.present.outcome_labels import SHORT

ACTS_NAMED: Final = 2
"""Acts that a case names: with three it is longer than what it says."""
NEAR_ASKED: Final = 4
"""Codes that an item may fall under and of which it is asked what sleeps: as many as the reason names."""


def paused(answer: Determination, library: Library) -> SleepingClause | None:
    """Return a suspended clause that would ask more of the line than the answer does: the gravest that surely would."""
    free = is_free(answer)
    sleeping = (
        clause
        for clause in answer.sleeping
        if clause.state != "unknown" or (free and _is_extended(clause, answer, library))
    )
    asleep = [clause for clause in sleeping if clause.level > answer.floor]
    return next((clause for clause in asleep if clause.certain), asleep[0] if asleep and free else None)


def _is_extended(asleep: SleepingClause, answer: Determination, library: Library) -> bool:
    """Tell whether it is assumed of the very suspension of a clause that it was extended."""
    measure, clause = library.clauses[asleep.clause]
    named = {span.named for span in (*measure.status, *clause.status)}
    return any(str(value) == "extended" for name, value in answer.facts.items() if name in named)


def paused_text(asleep: SleepingClause, library: Library, *, short: bool = False) -> Text:
    """Say which rule is suspended, until when and by what, and what it would ask; short, without the acts."""
    of = library.clauses[asleep.clause][0]
    measure = plain_name(of, library) if short else cited_text(of, library)
    level: Text = SHORT[asleep.level]
    if not asleep.certain:
        level = message("brief.perhaps", "perhaps {level}", level=level)
    by = None if short else library.measures.get(asleep.by)
    if asleep.state == "unknown":
        return message(
            "brief.why_paused_assumed",
            "Suspended, as you assume: {measure}. Without that: {level}.",
            measure=measure,
            level=level,
        )
    if asleep.until is None:
        return message(
            "brief.why_paused_open",
            "Suspended, no last day stated: {measure}. Without that: {level}.",
            measure=measure,
            level=level,
        )
    day = quantity("day", asleep.until)
    if by is None:
        return message(
            "brief.why_paused_to",
            "Suspended to {day}: {measure}. Without that: {level}.",
            day=day,
            measure=measure,
            level=level,
        )
    return message(
        "brief.why_paused",
        "Suspended to {day} by {by}: {measure}. Without that: {level}.",
        day=day,
        by=act_text(by),
        measure=measure,
        level=level,
    )


def open_law(answer: Determination) -> tuple[Branch, ...]:
    """Return the branches of the unknown of the law that alone keeps an answer open; none if facts are missing.

    With one of the values that are known it is settled, whatever the facts are.
    """
    branches = [branch for branch in answer.branches if branch.bears]
    if answer.verdict.headline != "undetermined" or len({branch.unknown for branch in branches}) != 1:
        return ()
    settled = any(branch.known and branch.verdict.floor == branch.verdict.ceiling for branch in branches)
    return tuple(branches) if settled else ()


def open_since(unknown: FactName, answer: Determination, library: Library) -> StatusInterval | None:
    """Return the span in which a named unknown of the law leaves a measure, or a clause of one, open on the day."""
    spans = (
        span
        for measure in library.measures.values()
        for of in (measure.status, *(clause.status for clause in measure.clauses))
        for span in of
        if span.named == unknown
    )
    begun = sorted((span for span in spans if span.start <= answer.as_of), key=lambda span: span.start)
    return begun[-1] if begun else None


def last_known(unknown: FactName, answer: Determination, library: Library, kind: str = "short_day") -> Text:
    """Return the last day on which the state of the law was known, written in a way (see `quantity`)."""
    span = open_since(unknown, answer, library)
    return quantity(kind, (span.start if span else answer.as_of) - timedelta(days=1))


def _cited(articles: Iterable[str]) -> Text:
    """Name articles, each once."""
    from sekisho.i18n.citations import article_text  # only where an act sleeps

    return joined(map(article_text, dict.fromkeys(articles)), "and")


def open_law_wordings(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say which rule was suspended, with its act and without; of one clause of it, which; and what was said of it."""
    unknown = open_law(answer)[0].unknown
    opened = [library.clauses[name] for name in answer.open]
    asleep = [measure for measure, _ in opened if any(span.named == unknown for span in measure.status)]
    parts = [(measure, clause) for measure, clause in opened if any(span.named == unknown for span in clause.status)]
    measure = (asleep or [measure for measure, _ in parts or opened])[0]
    articles = [clause.article for of, clause in parts if not asleep and of.id == measure.id and clause.article]
    day = last_known(unknown, answer, library, "day")
    names = (cited_text(measure, library), plain_name(measure, library))
    if not was_suspended(unknown, library):
        return tuple(
            message("brief.why_open_state", "No source read says whether this applies now: {measure}.", measure=name)
            for name in names
        )
    part = _cited(articles) if articles else None
    then = _what_follows(unknown, answer)
    whole = [joined([_was_suspended_to(day, CapitalText(name), part), then], "sentence") for name in names]
    statement = statement_on(unknown, answer)
    if statement is None or part is not None:
        return tuple(whole)
    short = message(
        "brief.suspended_and_said",
        "{measure} was suspended to {day}. MOFCOM spoke of {until}; no notice was read.",
        measure=CapitalText(act_text(measure)),
        day=day,
        until=quantity("day", statement.assumption.until),
    )
    return (*whole, short)


def _was_suspended_to(day: Text, measure: Text, part: Text | None) -> Text:
    if part is None:
        return message("brief.was_suspended", "{measure} was suspended to {day}.", measure=measure, day=day)
    return message(
        "brief.part_was_suspended", "{measure}, {part}, was suspended to {day}.", measure=measure, part=part, day=day
    )


def _what_follows(unknown: FactName, answer: Determination) -> Text:
    """Say what the ministry said of what follows a suspension, if it did, and that no source has made it law."""
    statement = statement_on(unknown, answer)
    if statement is None:
        return message("brief.nothing_said", "No source read says what follows.")
    return message(
        "brief.extension_said",
        "MOFCOM said on {day} that this goes on to {until}; no notice was read.",
        day=quantity("day_in_year", statement.assumption.said),
        until=quantity("day", statement.assumption.until),
    )


def statement_on(unknown: FactName, answer: Determination) -> Statement | None:
    """Return what the ministry said of the value that a named unknown of the law has, if it said any."""
    return next(
        (statement for statement in answer.statements if statement.unknown == unknown and statement.value), None
    )


def suspended_acts(unknowns: Iterable[FactName], answer: Determination, library: Library) -> Text | None:
    """Name the acts whose suspension named unknowns of the law leave open, of those that bear on an answer."""
    asked = {unknown for unknown in unknowns if was_suspended(unknown, library)}
    asleep = (clause.clause for clause in answer.sleeping if clause.level > answer.floor)
    owed = (duty.clause for duty in answer.obligations if duty.certain)
    bear = dict.fromkeys((*answer.open, *answer.decisive, *asleep, *owed))
    measures = {
        measure.id: measure
        for measure, clause in (library.clauses[name] for name in bear)
        if any(span.named in asked for span in (*measure.status, *clause.status))
    }
    acts = tuple(dict.fromkeys(map(act_text, measures.values())))
    if not acts:
        return None
    if len(acts) <= ACTS_NAMED:
        return joined(acts, "and")
    return message("brief.acts_and_more", "{act} and {n} more", act=acts[0], n=len(acts) - 1)


def was_suspended(unknown: FactName, library: Library) -> bool:
    """Tell whether it is after a suspension that nobody knows the state of the law; else it was never known."""
    spans = (
        of
        for measure in library.measures.values()
        for of in (measure.status, *(clause.status for clause in measure.clauses))
    )
    pairs = (pair for several in spans for pair in pairwise(several))
    return any(span.named == unknown and before.state is MeasureState.SUSPENDED for before, span in pairs)


# --- beside another reason --------------------------------------------------------------------------


def law_beside(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say which law of unknown state, or asleep, bears on an answer beside its reason, ever shorter."""
    if not answer.coverage.applying or open_law(answer):
        return ()
    unknowns = dict.fromkeys(branch.unknown for branch in answer.branches if branch.bears)
    for unknown in unknowns:
        if clauses := _named(unknown, (*answer.open, *(clause.clause for clause in answer.sleeping)), library):
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
    named = (
        (measure, clause, next((span for span in (*measure.status, *clause.status) if span.named == unknown), None))
        for measure, clause in (library.clauses[name] for name in dict.fromkeys(names))
    )
    return [(measure, clause, span) for measure, clause, span in named if span is not None]


def _of_near_codes(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say what sleeps, or may, if the item falls under a code that it is near to: the gravest act with its codes."""
    if not answer.near or answer.facts.get(CODES) is not None:
        return ()
    codes: dict[ClauseId, list[str]] = {}
    clauses: dict[ClauseId, SleepingClause] = {}
    unlisted = asleep_with(answer, {CODES: library.facts.parse(CODES, "none")}, library) or ()
    of_any = {clause.clause for clause in unlisted}
    for code, _ in answer.near[:NEAR_ASKED]:
        for asleep in asleep_with(answer, {CODES: library.facts.parse(CODES, code)}, library) or ():
            if asleep.clause not in of_any and asleep.level > answer.floor:
                codes.setdefault(asleep.clause, []).append(code)
                clauses[asleep.clause] = asleep
    if not clauses:
        return ()
    first = min(clauses.values(), key=lambda asleep: (-asleep.level, -len(codes[asleep.clause]), asleep.clause))
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
    articles = [
        clause.article for of, clause, on in clauses if of.id == measure.id and on in clause.status and clause.article
    ]
    act: Text = CapitalText(act_text(measure))
    parts = [_cited(articles)] if articles else []
    for part in (*parts, *([message("brief.for_codes", "for {codes}", codes=joined(codes, "comma"))] if codes else [])):
        act = message("brief.act_as_to", "{act} ({part})", act=act, part=part)
    slept = _slept_before(span, (measure, *(clause for _, clause, _ in clauses)))
    if slept is None:
        return (message("brief.beside_open", "No source read says whether this applies now: {act}.", act=act),)
    day = quantity("day", span.start - timedelta(days=1))
    least = CapitalText(act_text(measure)) if codes else act
    short = message("brief.beside_unknown", "{act}: not known whether in force after {day}.", act=least, day=day)
    by = library.measures.get(MeasureId(slept.by))
    if (statement := _said(unknown, answer, library)) is not None:
        until = quantity("day", statement.assumption.until)
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
    statements = statements_on(unknown, library.assumptions, answer.as_of)
    return next((statement for statement in statements if statement.value), None)


def _slept_before(span: StatusInterval, of: Iterable[Measure | Clause]) -> StatusInterval | None:
    """Return the suspension after which a state of the law is not known; None if it never was."""
    pairs = (pair for rule in of for pair in pairwise(rule.status))
    return next((before for before, after in pairs if after == span and before.state is MeasureState.SUSPENDED), None)
