"""What follows from what a line states: goods from a customs code or words, and one knowledge from the other.

Row and bulk both come here: a row with its facts, a book with one value of every cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sekisho.errors import Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Among, Fact, FactValue, Unknown, when_absent
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.trigger import DESCRIPTION, HS_CODE, Trigger, TriggerHit
from sekisho.message import message

BARRED_USE: Final = FactName("knowledge_of_barred_use")
RISK: Final = FactName("knowledge_of_risk")
KNOWLEDGE: Final = (BARRED_USE, RISK)
GOODS: Final = (HS_CODE, DESCRIPTION)
"""Facts of a line by which triggers are met."""


def infer(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], table: FactTable
) -> dict[FactName, FactValue]:
    """Add to the facts of a line what follows from them, its parties apart.

    Parameters
    ----------
    left_out
        Facts that the line does not state; one that is stated as unknown is stated.
    """
    found = dict(facts)
    found.update(know(facts))
    hits = table.hits(facts)
    for name in dict.fromkeys(hit.trigger.fact for hit in hits):
        here = [hit for hit in hits if hit.trigger.fact == name]
        found[name] = pointed_at(table[name], facts[name], here, stated=name not in left_out)
    return found


def know(facts: Mapping[FactName, FactValue]) -> dict[FactName, FactValue]:
    """Return what each knowledge is, given the other: a barred use is a risk, so no risk is no barred use either.

    Where a line says that a barred use is known and that no risk is, the graver counts.
    """
    barred, risk = facts.get(BARRED_USE, UNKNOWN), facts.get(RISK, UNKNOWN)
    if barred is True:
        risk = True
    elif risk is False:
        barred = False
    return {BARRED_USE: barred, RISK: risk}


def knowledge_problem(facts: Mapping[FactName, FactValue]) -> Problem | None:
    """Say that a line states a barred use that is known, and no risk."""
    if facts.get(BARRED_USE) is not True or facts.get(RISK) is not False:
        return None
    return Problem(
        where=str(BARRED_USE),
        what=message(
            "item.use_and_risk",
            "{use} is yes and {risk} is no: a barred use is such a risk.",
            use=BARRED_USE,
            risk=RISK,
        ),
        remedy=message("item.use_or_risk", "State {risk} yes, or {use} no.", risk=RISK, use=BARRED_USE),
    )


def triggered_facts(triggers: Iterable[Trigger]) -> tuple[FactName, ...]:
    """Return the facts that triggers set or open, each once."""
    return tuple(dict.fromkeys(one.fact for one in triggers))


def contradicts(hit: TriggerHit, stated: FactValue) -> bool:
    """Tell whether what a line states of a fact denies what its customs code says of it."""
    return hit.sure and not isinstance(stated, Unknown) and hit.trigger.value not in _values(stated)


def pointed_at(fact: Fact, value: FactValue, hits: Collection[TriggerHit], *, stated: bool) -> FactValue:
    """Return the value of a fact to which customs code or words of a line point.

    Parameters
    ----------
    value
        What the line states, or what leaving it out means.
    """
    sure = frozenset(hit.trigger.value for hit in hits if hit.sure)
    may = frozenset(hit.trigger.value for hit in hits)
    if sure and (not stated or isinstance(value, Unknown)):
        return _as_value(fact, sure)
    if sure:
        own = _values(value)
        return _as_value(fact, own & sure or own | sure)
    if not may or stated:
        return value
    absent = when_absent(fact)
    return UNKNOWN if isinstance(absent, Unknown) else _as_value(fact, _values(absent) | may)


def _values(value: FactValue) -> frozenset[str]:
    if isinstance(value, Among):
        return value.values
    return frozenset({("yes" if value else "no") if isinstance(value, bool) else str(value)})


def _as_value(fact: Fact, values: frozenset[str]) -> FactValue:
    if fact.kind == "yes_no":
        return values == {"yes"} if len(values) == 1 else UNKNOWN
    return next(iter(values)) if len(values) == 1 else Among(values)
