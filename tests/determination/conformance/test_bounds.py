"""A number that is known by its bounds: what it settles, one line as in a book, and how it is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.small_laws import BARRED, FREE, law, outcomes_of, text
from tests.support.synthetic_law import FIRST
from tests.support.unpresumed import determine

from sekisho import FactError
from sekisho.law.model.condition import Between, FactName, Not
from sekisho.law.model.fact import NumberInterval
from sekisho.law.model.fact_table import built_in_facts
from sekisho.law.model.notation import parse_value, span_of

SHARE = FactName("prc_content_share")
AT_LEAST = Between(SHARE, Decimal("0.001"), None)
ABOVE = Between(SHARE, Decimal(0), None, low_open=True)
OPEN = ("undetermined", SHARE)


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ("0.0004 to 0.0021", OPEN),
        ("0.0004..0.0021", OPEN),
        (">= 0.0004 and <= 0.0021", OPEN),
        ("0.001 to 0.5", BARRED),
        (">= 0.001", BARRED),
        ("< 0.001", FREE),
        ("<= 0.001", OPEN),
        ("0 to 0.00099", FREE),
        ("0.002 to 0.002", BARRED),
        ("unknown", OPEN),
    ],
)
def test_bounds_settle_what_all_numbers_within_them_settle(tmp_path: Path, stated: str, outcome: tuple[str, str]):
    library = law(AT_LEAST)
    one = determine({SHARE: stated}, library, as_of=FIRST)
    assert (one.outcome, ";".join(one.missing)) == outcome
    assert outcomes_of(text(tmp_path, f"{SHARE},end_use\n{stated},civil\n"), library) == [outcome]


SHARES = st.decimals(0, 1, places=4, allow_nan=False)


@given(low=SHARES, high=SHARES, learnt=SHARES)
def test_learning_the_number_never_leaves_floor_and_ceiling(low: Decimal, high: Decimal, learnt: Decimal):
    low, learnt, high = sorted((low, learnt, high))
    library = law(AT_LEAST, Not(Between(SHARE, Decimal("0.3"), Decimal("0.6"))))
    before = determine({SHARE: NumberInterval(low, high)}, library, as_of=FIRST)
    after = determine({SHARE: learnt}, library, as_of=FIRST)
    assert before.floor <= after.floor <= after.ceiling <= before.ceiling


def test_a_book_mixes_numbers_and_bounds(tmp_path: Path):
    book = text(tmp_path, f"{SHARE},end_use\n0.0005,civil\n0.0004 to 0.0021,civil\n0.2%,civil\n,civil\n")
    assert outcomes_of(book, law(AT_LEAST)) == [FREE, OPEN, BARRED, OPEN]
    assert outcomes_of(book, law(ABOVE)) == [BARRED, BARRED, BARRED, OPEN]


@pytest.mark.parametrize("stated", ["0.5 to 0.1", "0.1 to 2", ">= 1.5", "0.1 to", "0.1 - 0.2", "> 0.2 and < 0.2"])
def test_bounds_that_hold_no_share_are_refused(stated: str):
    with pytest.raises(FactError, match="0"):
        determine({SHARE: stated}, law(AT_LEAST), as_of=FIRST)


@given(low=SHARES, high=SHARES)
def test_bounds_are_read_as_they_are_shown(low: Decimal, high: Decimal):
    low, high = sorted((low, high))
    span = NumberInterval(low, high)
    assert span_of(str(span)) == span
    fact = next(fact for fact in built_in_facts() if fact.name == SHARE)
    assert parse_value(fact, str(span), {}, where="") == (span if low < high else low)
