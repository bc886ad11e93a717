"""Clause values to an outcome: the gravest met clause is the floor, the gravest possible one the ceiling."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.determination.core.outcome import Outcome, Verdict
from sekisho.law.model.fact import UNKNOWN, Truth
from sekisho.law.model.measure import Clause, ClauseId, Effect


def level_of(clause: Clause) -> Outcome:
    """Return the level that a clause sets when it is met; a clause that only obliges sets none."""
    return Outcome[clause.level.upper()] if clause.effect in {Effect.PROHIBIT, Effect.REQUIRE_LICENCE} else Outcome.FREE


def decide(values: Iterable[tuple[Outcome, ClauseId, Truth]]) -> Verdict:
    """Combine the levels and the values of all clauses.

    floor   = max over clauses of (level if true, else free)
    ceiling = max over clauses of (level if true or unknown, else free)
    """
    met, possible = [], []
    for level, name, value in values:
        if value is True:
            met.append((level, name))
        elif value is UNKNOWN:
            possible.append((level, name))
    floor = max((level for level, _ in met), default=Outcome.FREE)
    raising = sorted(((level, name) for level, name in possible if level > floor), key=lambda pair: (-pair[0], pair[1]))
    return Verdict(
        floor=floor,
        ceiling=raising[0][0] if raising else floor,
        decisive=tuple(sorted(name for level, name in met if level == floor > Outcome.FREE)),
        open=tuple(name for _, name in raising),
    )
