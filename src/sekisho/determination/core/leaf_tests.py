"""A test of one fact and a value of that fact: true, false or unknown. One line and a book both come here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from sekisho.law.model.condition import Between, Is, Leaf, Listed, Open, Under
from sekisho.law.model.fact import UNKNOWN, Among, FactValue, NumberInterval, Truth, Unknown
from sekisho.parties.index import PartyIndex
from sekisho.parties.list_tests import is_listed, is_owned
from sekisho.trade.items.code import is_under


def judge_leaf(leaf: Leaf, value: FactValue, day: date, parties: PartyIndex) -> Truth:
    """Judge a test of one fact against its value.

    Parameters
    ----------
    day
        Date of law: it decides who stands on a list.
    """
    if isinstance(value, Unknown):
        # A text that may have been changed has no level: it opens a clause only where somebody assumes the change.
        return False if isinstance(leaf, Open) or (isinstance(leaf, Listed) and leaf.named) else UNKNOWN
    if isinstance(leaf, Listed):  # three of four tests are; to try the other kinds first takes as long as the test
        if leaf.owned is not None:
            return is_owned(parties, value, leaf, day)
        return is_listed(parties, value, leaf.list, day, leaf.relations)
    match leaf:
        case Is(_, values) if isinstance(value, Among):
            return True if value.values <= values else UNKNOWN if value.values & values else False
        case Is(_, values):
            return (value if not isinstance(value, bool) else "yes" if value else "no") in values
        case Under():
            return is_under(leaf, value)
        case Between():
            return _is_span_between(leaf, value) if isinstance(value, NumberInterval) else _is_between(leaf, value)
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
