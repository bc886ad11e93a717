"""Goods that a measure names by customs code, or in words, told beside the control list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sekisho.i18n.names import goods_name, short_name
from sekisho.law.dates.calendar import APPLIES, Stage, clause_stage_on, subject_of
from sekisho.law.model.condition import Is, walk
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Effect, Measure
from sekisho.law.model.trigger import DESCRIPTION, HS_CODE, Trigger, hits_of

_SAYS: Final = {Effect.PROHIBIT: "export banned", Effect.REQUIRE_LICENCE: "a licence needed"}


def measure_cautions(hs: str, description: str, library: Library, day: date) -> Iterator[str]:
    """Say which measures of a day name an item by its customs code, and to which its code or words point."""
    hits = hits_of(library.facts.triggers, {HS_CODE: hs or None, DESCRIPTION: description or None})
    said: set[tuple[str, bool]] = set()
    for hit in sorted(hits, key=lambda hit: not hit.sure):
        trigger, measure = hit.trigger, library.measures[hit.trigger.measure]
        clause = _clause_of(trigger, measure, day)
        if clause is None or (trigger.measure, True) in said or (trigger.measure, hit.sure) in said:
            continue
        said.add((trigger.measure, hit.sure))
        since = clause.start or measure.effective
        sure = clause_stage_on(clause, measure, day)[0] is Stage.IN_FORCE
        what = f", {_SAYS[clause.effect]} since {since}" if sure and clause.effect in _SAYS else ""
        if hit.sure:
            yield f"{hs}: named by {short_name(measure)}{what}."
        else:
            by = hs if hit.by == HS_CODE else "The description"
            goods = goods_name(trigger.fact, trigger.value)
            yield f"{by} may be of {goods}: {short_name(measure)}{what}. Say whether it is."


def _clause_of(trigger: Trigger, measure: Measure, day: date) -> Clause | None:
    """Find the gravest clause of a day that asks for what a trigger sets, itself or through a term."""
    terms = {term.id: term for term in measure.terms}

    def asks(clause: Clause) -> bool:
        parts = list(walk(clause.when)) + list(walk(subject_of(clause, measure)))
        parts += [one for term in terms.values() for one in walk(term.broad.when)]
        return any(
            isinstance(part, Is) and part.fact == trigger.fact and trigger.value in part.values for part in parts
        )

    order = [Effect.PROHIBIT, Effect.REQUIRE_LICENCE, Effect.OBLIGE]
    found = [
        clause
        for clause in measure.clauses
        if clause.effect in order and clause_stage_on(clause, measure, day)[0] in APPLIES and asks(clause)
    ]
    return min(found, key=lambda clause: order.index(clause.effect), default=None)
