"""What follows from a measure: its penalties and its licensing, with what it takes over from other measures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from sekisho.law.model.condition import MeasureId
from sekisho.law.model.licensing import Licensing
from sekisho.law.model.measure import Clause, Effect, Measure
from sekisho.law.model.penalty import Deed, Penalty, PenaltyElsewhere

ALWAYS: Final = frozenset({Deed.ANY_BREACH, Deed.BREACH_ABROAD})
"""Deeds whose penalties come beside those of every breach."""
SPECIAL: Final = "prohibited_save_special"


def penalties_of(
    measure: Measure, measures: Mapping[MeasureId, Measure], deeds: Collection[Deed] = frozenset(Deed)
) -> Iterable[tuple[MeasureId, Penalty]]:
    """Yield the penalties of a measure for some deeds, own ones and those of other measures, each with its measure."""
    for one in measure.penalties:
        match one:
            case Penalty():
                if set(deeds) & set(one.deeds):
                    yield measure.id, one
            case PenaltyElsewhere():
                for article in one.articles:
                    for other in own_penalties(measures.get(one.measure), article):
                        if set(deeds) & set(other.deeds):
                            yield one.measure, other


def own_penalties(measure: Measure | None, article: str) -> Iterable[Penalty]:
    """Yield what an article of a measure itself sets."""
    for one in measure.penalties if measure is not None else ():
        if isinstance(one, Penalty) and one.article == article:
            yield one


def licensing_of(measure: Measure, measures: Mapping[MeasureId, Measure]) -> Licensing | None:
    """Return how a licence under a measure is got: what it says itself, and else what it refers to.

    Levels are taken over one by one, so that a measure may close one and leave the others as they are; papers for a
    level that is closed fall away.
    """
    own = measure.licensing
    if own is None or own.under is None or own.under not in measures:
        return own
    other = measures[own.under].licensing
    if other is None or other.under is not None:  # which lint refuses
        return own
    kinds = {level.kind for level in own.levels}
    closed = {level.kind for level in own.levels if not level.available}
    return replace(
        own,
        authority=own.authority or other.authority,
        channel=own.channel or other.channel,
        clock=own.clock or other.clock,
        documents=(*(paper for paper in other.documents if paper.kind not in closed), *own.documents),
        levels=(*(level for level in other.levels if level.kind not in kinds), *own.levels),
        practice=(*other.practice, *own.practice),
    )


def deeds_against(clause: Clause) -> frozenset[Deed]:
    """Return the deeds by which a clause is broken if the shipment goes all the same."""
    match clause.effect:
        case Effect.PROHIBIT:
            return ALWAYS | {Deed.LISTED_PARTY if clause.level == SPECIAL else Deed.BANNED_EXPORT}
        case Effect.REQUIRE_LICENCE:
            return ALWAYS | {Deed.WITHOUT_LICENCE}
        case _:
            return frozenset()


def opens_by_licence(clause: Clause) -> bool:
    """Tell whether an application can open what a clause closes: a plain ban names none."""
    return clause.effect is Effect.REQUIRE_LICENCE or clause.level == SPECIAL
