"""The check that readings are nested finds a narrow reading that reaches further, and finds none where they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.support.synthetic_law import is_, library_of, new_clause, new_measure, new_term, under

from sekisho import Library
from sekisho.law.model.condition import All, Any, Between, Condition, FactName, Not, Reaches, TermId
from sekisho.proofs.nesting import nested_problems

MILITARY = is_("end_user_kind", "military")
OTHERS = is_("end_user_kind", "civil", "government", "police", "defence_contractor")
SHARE, DAY = FactName("prc_content_share"), FactName("date")


def problems_of(narrow: Condition, central: Condition, broad: Condition) -> list[str]:
    """What is found of one term."""
    term = new_term("t", narrow, central, broad)
    measure = new_measure("m", new_clause("c", Reaches(TermId("t"))), terms=(term,))
    return [problem.what for problem in nested_problems(library_of([measure]))]


def test_the_readings_of_the_library_are_nested(library: Library):
    assert nested_problems(library) == []


@pytest.mark.parametrize(
    ("narrow", "central", "broad"),
    [
        (MILITARY, OTHERS, Any((OTHERS, MILITARY))),
        (OTHERS, Any((OTHERS, MILITARY)), MILITARY),
        (under([""]), under([""], ["1C905"]), under([""])),
        (Between(SHARE, low=Decimal("0.1")), Between(SHARE, low=Decimal("0.2")), Between(SHARE, low=Decimal(0))),
        (Between(DAY, low=date(2026, 1, 1)), Between(DAY, low=date(2026, 1, 2)), Between(DAY, low=date(2025, 1, 1))),
    ],
)
def test_a_reading_that_reaches_further_than_a_wider_one_is_found(
    narrow: Condition, central: Condition, broad: Condition
):
    assert len(problems_of(narrow, central, broad)) == 1


@pytest.mark.parametrize(
    ("narrow", "central", "broad"),
    [
        (MILITARY, MILITARY, Any((MILITARY, OTHERS))),
        (Not(MILITARY), OTHERS, OTHERS),
        (Not(is_("prior_undertaking", "yes")), is_("prior_undertaking", "no"), is_("prior_undertaking", "no")),
        (All((MILITARY, under(["1C905"]))), under(["1C905"]), under(["1C"])),
        (Between(DAY, low=date(2026, 1, 2)), Between(DAY, low=date(2026, 1, 1)), Between(DAY, low=date(2025, 1, 1))),
    ],
)
def test_nested_readings_raise_no_alarm(narrow: Condition, central: Condition, broad: Condition):
    """No value is tried that a fact cannot have."""
    assert problems_of(narrow, central, broad) == []
