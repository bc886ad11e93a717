"""A condition and the facts of one line: true, false or unknown, with the trace that shows why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import assert_never

from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Leaf,
    Listed,
    Not,
    Open,
    Reaches,
    TermId,
    Under,
)
from sekisho.law.model.fact import UNKNOWN, Among, FactValue, NumberInterval, Truth, Unknown
from sekisho.law.model.term import Readings, Term, way_of
from sekisho.parties.index import PartyIndex
from sekisho.trade.items.code import is_under


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationContext:
    """What a condition is judged against: the facts of a line, the day, and how words are read."""

    facts: Mapping[FactName, FactValue]
    day: date
    terms: Mapping[TermId, Term]
    readings: Readings
    parties: PartyIndex
    _reached: dict[Reaches, Truth] = field(default_factory=dict)

    def reaches(self, condition: Reaches) -> Truth:
        """Judge a term once a case, or once a party of which it is said."""
        if condition not in self._reached:
            self._reached[condition] = judge(self.reach(condition), self)
        return self._reached[condition]

    def reach(self, condition: Reaches) -> Condition:
        """Return what a term comes to under the reading chosen for it."""
        return way_of(condition, self.readings.of(condition.term), self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A condition with its value, and the same for each of its parts."""

    condition: Condition
    value: Truth
    parts: tuple[Trace, ...] = ()
    given: FactValue = UNKNOWN


def negate(value: Truth) -> Truth:
    """Kleene's not: unknown stays unknown."""
    return UNKNOWN if isinstance(value, Unknown) else not value


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
            return case.reaches(condition)
        case InForce(measure):
            message = f"the state of {measure} was not resolved for a day"
            raise AssertionError(message)
        case Is() | Under() | Between() | Listed() | Open():
            return test(condition, case.facts[condition.fact], case.day, case.parties)
        case _:
            assert_never(condition)


def test(leaf: Leaf, value: FactValue, day: date, parties: PartyIndex) -> Truth:
    """Judge a test of one fact against its value; row and bulk both come here."""
    if isinstance(leaf, Listed) and leaf.named and isinstance(value, Unknown):
        return False
    if isinstance(value, Unknown):
        # A text that may have been changed has no level: it opens a clause only where somebody assumes the change.
        return False if isinstance(leaf, Open) else UNKNOWN
    match leaf:
        case Is(_, values) if isinstance(value, Among):
            return True if value.values <= values else UNKNOWN if value.values & values else False
        case Is(_, values):
            return (value if not isinstance(value, bool) else "yes" if value else "no") in values
        case Under():
            return is_under(leaf, value)
        case Between():
            return _is_span_between(leaf, value) if isinstance(value, NumberInterval) else _is_between(leaf, value)
        case Listed(_, on_list, None, relations, _):
            return parties.listed(value, on_list, day, relations)
        case Listed():
            return parties.owned(value, leaf, day)
        case Open(_, values):
            return UNKNOWN if value in values else False
        case _:
            assert_never(leaf)


def _is_between(leaf: Between, value: FactValue) -> bool:
    if isinstance(value, Decimal):
        number: Decimal | date = value
    elif isinstance(value, date):
        number = value
    else:
        message = f"fact {leaf.fact} is neither a number nor a date"
        raise TypeError(message)
    above = leaf.low is None or (number > leaf.low if leaf.low_open else number >= leaf.low)  # type: ignore[operator]
    below = leaf.high is None or (number < leaf.high if leaf.high_open else number <= leaf.high)  # type: ignore[operator]
    return above and below


def _is_span_between(leaf: Between, span: NumberInterval) -> Truth:
    """Judge a number of which only the bounds are known: true if all of it lies within, false if none of it does."""
    if isinstance(leaf.low, date) or isinstance(leaf.high, date):
        message = f"fact {leaf.fact} is a date"
        raise TypeError(message)
    low_met = leaf.low is None or _reaches(span.low, leaf.low, if_equal=span.low_open or not leaf.low_open)
    high_met = leaf.high is None or _reaches(leaf.high, span.high, if_equal=span.high_open or not leaf.high_open)
    if low_met and high_met:
        return True
    too_low = leaf.low is not None and _reaches(leaf.low, span.high, if_equal=leaf.low_open or span.high_open)
    too_high = leaf.high is not None and _reaches(span.low, leaf.high, if_equal=leaf.high_open or span.low_open)
    return False if too_low or too_high else UNKNOWN


def _reaches(upper: Decimal | None, lower: Decimal | None, *, if_equal: bool) -> bool:
    """Tell whether one number surely lies above another, or where the two are equal."""
    return upper is not None and lower is not None and (upper > lower or (if_equal and upper == lower))


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
            reach = case.reach(condition)
            return Trace(condition=condition, value=case.reaches(condition), parts=(trace(reach, case),))
        case Is() | Under() | Between() | Listed() | Open():
            return Trace(condition=condition, value=judge(condition, case), given=case.facts[condition.fact])
        case InForce():
            return Trace(condition=condition, value=judge(condition, case))
        case _:
            assert_never(condition)
