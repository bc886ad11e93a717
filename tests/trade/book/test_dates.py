"""Days as books write them: what tells the order of day and month, and what does not."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.trade.book.cells.dates import order_of, read_day

CANNOT_TELL = "day and month could be either way round"


@pytest.mark.parametrize(
    "text", ["12/05/2026", "05/12/2026", "12.05.2026", "1-12-2026", "12/1/2026", "１２/０５/２０２６"]
)
def test_a_day_whose_order_nothing_shows_cannot_be_told(text: str):
    found = read_day(text)
    assert (found.day, found.way) == (None, CANNOT_TELL)
    assert order_of([text, text]) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/05/2026", date(2026, 5, 13)),
        ("05/13/2026", date(2026, 5, 13)),
        ("31/12/2026", date(2026, 12, 31)),
        ("12/13/2026", date(2026, 12, 13)),
        ("05/05/2026", date(2026, 5, 5)),
    ],
)
def test_a_day_past_the_twelfth_or_equal_to_its_month_tells_itself(text: str, day: date):
    assert read_day(text).day == day


def test_a_column_that_shows_its_order_tells_the_others():
    assert read_day("12/05/2026", order_of(["12/05/2026", "13/05/2026"])).day == date(2026, 5, 12)
    assert read_day("12/05/2026", order_of(["12/05/2026", "05/13/2026"])).day == date(2026, 12, 5)
    assert order_of(["13/05/2026", "05/13/2026"]) == "", "two orders in one column tell nothing"
