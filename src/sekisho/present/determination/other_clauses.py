"""Why the other clauses of the day do not apply: what each of them fails on, drawn together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.determination.core.outcome import Determination, Outcome, level_of
from sekisho.determination.line.determination import evaluation_of
from sekisho.i18n.names import NamingContext
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.present.condition_outline import Point
from sekisho.present.determination.reasons import lines, why
from sekisho.present.render.terminal import Ink, count, paint, wrap

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


def unmet_lines(found: tuple[Unmet, ...], speech: NamingContext, *, full: bool, width: int) -> list[str]:
    """Tell what the clauses fail on, in full with their ids."""
    if not found:
        return []
    told = [paint("Why the other clauses do not apply" if full else "Why no clause applies", Ink.BOLD)]
    shown = found if full else found[:SHOWN]
    for one in shown:
        fail = "fails" if len(one.clauses) == 1 else "fail"
        says = ", ".join(one.clauses) if full else f"{count(len(one.clauses), 'clause')} {fail} on"
        told += wrap(says, width=width, indent="  ", hang="  ")
        told += lines(one.points, speech, width=width, indent="    ")
    rest = sum(len(one.clauses) for one in found[len(shown) :])
    return [*told, paint(f"  {count(rest, 'clause')} more (--full)", Ink.DIM)] if rest else told
