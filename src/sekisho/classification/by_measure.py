"""Goods that a measure names by customs code, or in words, told beside the control list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sekisho.i18n.names import goods_name, measure_text
from sekisho.law.dates.calendar import APPLIES, Stage, clause_stage_on, subject_of
from sekisho.law.model.condition import Is, walk
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Effect, Measure
from sekisho.law.model.trigger import DESCRIPTION, HS_CODE, Trigger, hits_of
from sekisho.message import Text, message


def is_named(hs: str, library: Library) -> bool:
    """Tell whether some measure names goods by this customs code."""
    return any(hit.sure for hit in hits_of(library.facts.triggers, {HS_CODE: hs or None}))


def measure_cautions(hs: str, description: str, library: Library, day: date) -> Iterator[Text]:
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
        named = _named(measure, clause.effect if sure else None, str(since))
        if hit.sure:
            yield message("classify.named_by", "{code}: named by {measure}.", code=hs, measure=named)
        else:
            goods = goods_name(trigger.fact, trigger.value)
            if hit.by == HS_CODE:
                yield message(
                    "classify.code_may_be",
                    "{code} may be of {goods}: {measure}. Say whether it is.",
                    code=hs,
                    goods=goods,
                    measure=named,
                )
            else:
                yield message(
                    "classify.description_may_be",
                    "The description may be of {goods}: {measure}. Say whether it is.",
                    goods=goods,
                    measure=named,
                )


def _named(measure: Measure, effect: Effect | None, since: str) -> Text:
    """Name a measure, with what it does and since when."""
    name = measure_text(measure)
    if effect is Effect.PROHIBIT:
        return message("classify.banned_since", "{measure}, export banned since {day}", measure=name, day=since)
    if effect is Effect.REQUIRE_LICENCE:
        return message("classify.licence_since", "{measure}, a licence needed since {day}", measure=name, day=since)
    return name


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
