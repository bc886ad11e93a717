"""A bound is met, missed, or met only from one side: at it, below it and above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sekisho.determine.judge import test as judge_test
from sekisho.law.condition import Between, FactName
from sekisho.trade.party import PartyIndex

SHARE = FactName("prc_content_share")
BOUND = Decimal("0.25")
STEP = Decimal("1e-9")


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (Between(SHARE, low=BOUND), [False, True, True]),
        (Between(SHARE, low=BOUND, low_open=True), [False, False, True]),
        (Between(SHARE, high=BOUND), [True, True, False]),
        (Between(SHARE, high=BOUND, high_open=True), [True, False, False]),
    ],
    ids=["at least", "above", "at most", "below"],
)
def test_each_bound_is_judged_at_it_below_it_and_above_it(test: Between, expected: list[bool]):
    values = [BOUND - STEP, BOUND, BOUND + STEP]
    assert [judge_test(test, value, date(2026, 1, 1), PartyIndex(())) for value in values] == expected
