"""A row of changes says of each side what a run under its law says of the line."""

from __future__ import annotations

from itertools import product

import pytest

from sekisho.determination.core.outcome import Outcome, headline, outcome_name
from sekisho.determination.rescreen.change_export import _row
from sekisho.determination.rescreen.outcome_changes import OutcomeChange

ENDS = [(low, high) for low, high in product(Outcome, Outcome) if low <= high]


@pytest.mark.parametrize("alert", [False, True])
def test_headline_and_outcome_are_those_of_a_run(*, alert: bool):
    """Two kinds of licence are one headline, though which of them is open: `licence required`, not `undetermined`."""
    assert headline(Outcome.LICENCE, Outcome.INDIVIDUAL_LICENCE) == "licence required"
    for low, high in ENDS:
        change = OutcomeChange(
            before=(Outcome.PROHIBITED,) * 6,
            after=(low, high) * 3,
            deeds=(),
            decisive=("", ""),
            open=("", ""),
            alert=(False, alert),
        )
        row = _row(change)
        assert row["headline_before"] == "prohibited"
        assert row["headline_after"] == headline(low, high, alert=alert), (low, high)
        assert row["outcome_after"] == outcome_name(low, high), (low, high)
