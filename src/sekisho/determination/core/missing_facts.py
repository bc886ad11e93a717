"""What would settle an open answer: which facts are missing, the most telling first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from sekisho.determination.core.evaluation import EvaluationContext, negate, test
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Listed,
    Not,
    Open,
    Reaches,
    Under,
)
from sekisho.law.model.fact import UNKNOWN, Truth

Waiting = tuple[Truth, frozenset[FactName]]
"""The value of a condition, and the facts that it waits for; none if it is settled."""

NOTHING: frozenset[FactName] = frozenset()


def waiting(condition: Condition, case: EvaluationContext) -> Waiting:
    """Judge a condition, and find the facts without which it cannot be settled.

    What a part waits for does not count once the whole is settled without it. When all the facts are known for which
    a condition waits, it is settled; save one of the law that is answered with a value that leaves the text open.
    """
    match condition:
        case All(parts):
            return _together(parts, case, settled_by=False)
        case Any(parts):
            return _together(parts, case, settled_by=True)
        case Not(part):
            value, facts = waiting(part, case)
            return negate(value), facts
        case Reaches():
            return waiting(case.reach(condition), case)
        case Is() | Under() | Between() | Listed() | Open():
            value = test(condition, case.facts[condition.fact], case.day, case.parties)
            return value, frozenset({condition.fact}) if value is UNKNOWN else NOTHING
        case InForce(measure):
            message = f"the state of {measure} was not resolved for a day"
            raise AssertionError(message)
        case _:
            assert_never(condition)


def _together(parts: Iterable[Condition], case: EvaluationContext, *, settled_by: bool) -> Waiting:
    found: Truth = not settled_by
    facts = NOTHING
    for part in parts:
        value, more = waiting(part, case)
        if value is settled_by:
            return settled_by, NOTHING
        if value is UNKNOWN:
            found, facts = UNKNOWN, facts | more
    return found, facts


def missing_facts(open_clauses: Iterable[frozenset[FactName]], rank: Mapping[FactName, int]) -> tuple[FactName, ...]:
    """Order the facts that open clauses wait for: first those that most clauses wait for.

    Facts that equally many clauses wait for stand in the order of the table of facts.
    """
    count: dict[FactName, int] = {}
    for facts in open_clauses:
        for name in facts:
            count[name] = count.get(name, 0) + 1
    return tuple(sorted(count, key=lambda name: (-count[name], rank.get(name, len(rank)))))
