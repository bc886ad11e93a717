"""Cautions: an answer says of every clause that it rests on, or could, how sure its encoding is."""

from __future__ import annotations

from datetime import date

import pytest
from tests.laws.synthetic import is_, library_of, new_clause, new_measure

from sekisho import determine
from sekisho.law.measure import Confidence

DAY = date(2026, 1, 10)
TO_JAPAN = is_("destination", "JP")


@pytest.mark.parametrize("grade", [Confidence.MEDIUM, Confidence.LOW])
@pytest.mark.parametrize("line", [{"destination": "JP"}, {}], ids=["decisive", "open"])
def test_a_clause_that_is_not_encoded_with_high_confidence_is_told(line: dict[str, str], grade: Confidence):
    clause = new_clause("ban", TO_JAPAN, confidence=grade, note="One summary was read.")
    answer = determine(line, library_of([new_measure("m", clause)]), as_of=DAY)
    assert f"xx/m#ban is encoded with {grade} confidence: One summary was read." in answer.cautions


def test_a_clause_of_high_confidence_or_one_that_bears_on_nothing_gives_no_caution():
    sure = new_clause("ban", TO_JAPAN)
    away = new_clause("other", is_("destination", "KP"), confidence=Confidence.LOW)
    answer = determine({"destination": "JP"}, library_of([new_measure("m", sure, away)]), as_of=DAY)
    assert [told for told in answer.cautions if "confidence" in told] == []
