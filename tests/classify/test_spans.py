"""A number of which only the bounds are known: judged as every number within them would be."""

from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.determine.judge import test as judge_leaf
from sekisho.law.condition import Between, FactName
from sekisho.law.fact import UNKNOWN, Span
from sekisho.trade.party import PartyIndex

NUMBERS = st.one_of(st.none(), st.integers(0, 6).map(Decimal))
NOBODY = PartyIndex(())


def _inside(number: Decimal, span: Span) -> bool:
    above = span.low is None or (number > span.low if span.low_open else number >= span.low)
    below = span.high is None or (number < span.high if span.high_open else number <= span.high)
    return above and below


@given(NUMBERS, NUMBERS, st.booleans(), st.booleans(), NUMBERS, NUMBERS, st.booleans(), st.booleans())
def test_bounds_settle_a_limit_only_where_every_number_within_them_does(
    low: Decimal | None,
    high: Decimal | None,
    low_open: bool,
    high_open: bool,
    at_least: Decimal | None,
    at_most: Decimal | None,
    above: bool,
    below: bool,
):
    span = Span(low, high, low_open=low_open, high_open=high_open)
    leaf = Between(FactName("x"), low=at_least, high=at_most, low_open=above, high_open=below)
    numbers = [number for step in range(-4, 30) if _inside(number := Decimal(step) / 4, span)]
    met_by_something = at_least is None or at_most is None or at_least < at_most or not (above or below)
    assume(numbers and met_by_something and not (at_least is not None and at_most is not None and at_least > at_most))
    values = {judge_leaf(leaf, number, date(2026, 1, 1), NOBODY) for number in numbers}
    answer = judge_leaf(leaf, span, date(2026, 1, 1), NOBODY)
    if answer is UNKNOWN:
        assert values == {True, False}
    else:
        assert values == {answer}
