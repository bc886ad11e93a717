"""Why the other clauses of the day do not apply: what each of them fails on, drawn together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.determination.core.outcome import Determination, Outcome, level_of
from sekisho.determination.line.determination import evaluation_of
from sekisho.i18n.names import NamingContext
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.message import counted, message
from sekisho.present.condition_outline import Point
from sekisho.present.determination.reasons import lines, why
from sekisho.present.render.terminal import Ink, paint, wrap

SHOWN = 4
"""Reasons that are told unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """Clauses that fail on the same point."""

    points: tuple[Point, ...]
    clauses: tuple[ClauseId, ...]


def unmet(
    answer: Determination, facts: Mapping[str, object], library: Library, speech: NamingContext
) -> tuple[Unmet, ...]:
    """Gather the clauses that are not met, those first that most clauses share a reason with."""
    evaluation = evaluation_of(answer, facts, library)
    found: dict[tuple[str, ...], Unmet] = {}
    for clause in law_on(library, answer.as_of).clauses:
        if level_of(clause.clause) is Outcome.FREE or evaluation.value(clause.clause.id) is not False:
            continue
        points = why(evaluation.trace(clause.clause.id), speech)
        key = tuple(f"{point.says} ({point.note})" for point in points)
        before = found.get(key, Unmet(points, ()))
        found[key] = Unmet(before.points, (*before.clauses, clause.clause.id))
    return tuple(sorted(found.values(), key=lambda one: -len(one.clauses)))


def unmet_lines(
    groups: tuple[Unmet, ...], speech: NamingContext, tell: PackageTranslator, *, full: bool, width: int
) -> list[str]:
    """Tell what the clauses fail on, in full with their ids."""
    if not groups:
        return []
    title = message("check.why_none", "Why no clause applies")
    if full:
        title = message("check.why_not_others", "Why the other clauses do not apply")
    told = [paint(tell(title), Ink.BOLD)]
    shown = groups if full else groups[:SHOWN]
    for group in shown:
        n = len(group.clauses)
        fail = counted("check.clauses_fail", "{n} clause fails on", "{n} clauses fail on", n=n)
        told += wrap(", ".join(group.clauses) if full else tell(fail), width=width, indent="  ", hang="  ")
        told += lines(group.points, speech, width=width, indent="    ")
    rest = sum(len(group.clauses) for group in groups[len(shown) :])
    if not rest:
        return told
    more = counted("check.clauses_more", "{n} clause more (--full)", "{n} clauses more (--full)", n=rest)
    return [*told, paint(f"  {tell(more)}", Ink.DIM)]
