"""The slow judge: it walks a condition part by part, as it is written, and remembers nothing.

It was the program's own before one evaluator took its place, and is kept to be compared with it. What a test of one
fact says it takes from the program; `reference` says that for itself, from the documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from sekisho.determination.core.evaluation import EvaluationContext, Trace
from sekisho.determination.core.leaf_tests import judge_leaf
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
from sekisho.law.model.term import way_of


def reach(condition: Reaches, case: EvaluationContext) -> Condition:
    """What a term comes to under the reading chosen for it."""
    return way_of(condition, case.readings.of(condition.term), case.terms)


def negate(value: Truth) -> Truth:
    """Unknown stays unknown."""
    return UNKNOWN if value is UNKNOWN else value is False


def judge(condition: Condition, case: EvaluationContext) -> Truth:
    """Judge a condition in Kleene logic."""
    match condition:
        case All(parts):
            outcome: Truth = True
            for part in parts:
                value = judge(part, case)
                if value is False:
                    return False
                if value is UNKNOWN:
                    outcome = UNKNOWN
            return outcome
        case Any(parts):
            outcome = False
            for part in parts:
                value = judge(part, case)
                if value is True:
                    return True
                if value is UNKNOWN:
                    outcome = UNKNOWN
            return outcome
        case Not(part):
            return negate(judge(part, case))
        case Reaches():
            return judge(reach(condition, case), case)
        case InForce(measure):
            message = f"the state of {measure} was not resolved for a day"
            raise AssertionError(message)
        case Is() | Under() | Between() | Listed() | Open():
            return judge_leaf(condition, case.facts[condition.fact], case.day, case.parties)
        case _:
            assert_never(condition)


def trace(condition: Condition, case: EvaluationContext) -> Trace:
    """Judge a condition and keep the value of every part."""
    match condition:
        case All(parts) | Any(parts):
            return Trace(
                condition=condition, value=judge(condition, case), parts=tuple(trace(part, case) for part in parts)
            )
        case Not(part):
            return Trace(condition=condition, value=judge(condition, case), parts=(trace(part, case),))
        case Reaches():
            return Trace(
                condition=condition, value=judge(condition, case), parts=(trace(reach(condition, case), case),)
            )
        case Is() | Under() | Between() | Listed() | Open():
            return Trace(condition=condition, value=judge(condition, case), given=case.facts[condition.fact])
        case InForce():
            return Trace(condition=condition, value=judge(condition, case))
        case _:
            assert_never(condition)


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
            return waiting(reach(condition, case), case)
        case Is() | Under() | Between() | Listed() | Open():
            value = judge_leaf(condition, case.facts[condition.fact], case.day, case.parties)
            return value, frozenset({condition.fact}) if value is UNKNOWN else NOTHING
        case InForce(measure):
            message = f"the state of {measure} was not resolved for a day"
            raise AssertionError(message)
        case _:
            assert_never(condition)


def _together(parts: Iterable[Condition], case: EvaluationContext, *, settled_by: bool) -> Waiting:
    together: Truth = not settled_by
    facts = NOTHING
    for part in parts:
        value, more = waiting(part, case)
        if value is settled_by:
            return settled_by, NOTHING
        if value is UNKNOWN:
            together, facts = UNKNOWN, facts | more
    return together, facts
