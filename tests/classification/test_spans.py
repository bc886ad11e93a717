"""A number of which only the bounds are known: judged as every number within them would be."""

from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.model.condition import Between, FactName
from sekisho.law.model.fact import UNKNOWN, NumberInterval
from sekisho.parties.index import PartyIndex

NUMBERS = st.one_of(st.none(), st.integers(0, 6).map(Decimal))
NOBODY = PartyIndex(())


def _inside(number: Decimal, span: NumberInterval) -> bool:
    above = span.low is None or (number > span.low if span.low_open else number >= span.low)
    below = span.high is None or (number < span.high if span.high_open else number <= span.high)
    return above and below


SPANS = st.builds(NumberInterval, NUMBERS, NUMBERS, low_open=st.booleans(), high_open=st.booleans())
LIMITS = st.builds(
    Between, st.just(FactName("x")), low=NUMBERS, high=NUMBERS, low_open=st.booleans(), high_open=st.booleans()
)


def _is_empty(leaf: Between) -> bool:
    if not isinstance(leaf.low, Decimal) or not isinstance(leaf.high, Decimal):
        return False
    return leaf.low > leaf.high or (leaf.low == leaf.high and (leaf.low_open or leaf.high_open))


@given(SPANS, LIMITS)
def test_bounds_settle_a_limit_only_where_every_number_within_them_does(span: NumberInterval, leaf: Between):
    numbers = [number for step in range(-4, 30) if _inside(number := Decimal(step) / 4, span)]
    assume(numbers and not _is_empty(leaf))
    values = {judge_leaf(leaf, number, date(2026, 1, 1), NOBODY) for number in numbers}
    answer = judge_leaf(leaf, span, date(2026, 1, 1), NOBODY)
    if answer is UNKNOWN:
        assert values == {True, False}
    else:
        assert values == {answer}
