"""On a generated book under the real law, what ten answers settle is as predicted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.open_books import given, outcomes, run_of

from sekisho import Library
from sekisho.determination.settle.answer_effects import determine_again, measure
from sekisho.determination.settle.question_ranking import rank
from sekisho.determination.settle.what_if import WhatIf
from sekisho.examples.orders import write_orders

ANSWERS = {"control_codes": "none", "end_use": "civil", "end_user_kind": "civil"}


@pytest.mark.slow
def test_the_first_ten_answers_settle_what_was_predicted_of_them(tmp_path: Path, library: Library):
    write_orders(library, lines=1500, seed=1, out=tmp_path / "book.csv")
    run = run_of(tmp_path / "book.csv", library)
    tries = WhatIf(run.inquiry.run)
    ranked = rank(run.inquiry, top=10, tries=tries)
    measured = measure(run.inquiry, [given(one.question, ANSWERS[one.question.fact]) for one in ranked], tries)
    assert len(measured) == 10
    assert all(one.held for one in measured)
    # An answer that can turn out in one way only is predicted to the line.
    certain = [one for one in measured if one.predicted.settles.lines[0] == one.predicted.settles.lines[1]]
    assert [one.lines for one in certain] == [one.predicted.settles.lines[0] for one in certain]
    determine_again(run.inquiry.run, [one.given for one in measured], tmp_path / "new.csv")
    before, after = outcomes(run.results), outcomes(tmp_path / "new.csv")
    settled = [line for line, row in before.items() if row[0] == "undetermined" != after[line][0]]
    assert len(settled) == measured[-1].together > 0
