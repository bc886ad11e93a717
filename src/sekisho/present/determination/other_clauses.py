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
from sekisho.message import message
from sekisho.present.condition_outline import Point
from sekisho.present.determination.reasons import lines, why
from sekisho.present.render.terminal import Ink, paint, wrap


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


def unmet_lines(groups: tuple[Unmet, ...], speech: NamingContext, tell: PackageTranslator, *, width: int) -> list[str]:
    """Tell what the clauses fail on, with their ids."""
    if not groups:
        return []
    told = [paint(tell(message("check.why_not_others", "Why the other clauses do not apply")), Ink.BOLD)]
    for group in groups:
        told += wrap(", ".join(group.clauses), width=width, indent="  ", hang="  ")
        told += lines(group.points, speech, width=width, indent="    ")
    return told
