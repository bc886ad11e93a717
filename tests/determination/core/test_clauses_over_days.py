"""One line judged once for all days says on each day what it says judged on that day alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sekisho import Library
from sekisho.determination.core.clauses_over_days import LineOverDays, clauses_over_days
from sekisho.determination.core.compiled_clauses import clauses_on
from sekisho.determination.core.evaluation import evaluate
from sekisho.determination.core.inputs import line_facts
from sekisho.determination.core.variants import variants_of
from sekisho.determination.line.answer_parts import READ_THREE_WAYS, read_three_ways
from sekisho.determination.line.timeline import CIVIL
from sekisho.law.dates.calendar import change_days
from sekisho.law.model.term import Reading


@pytest.mark.parametrize(
    ("code", "destination"), [("3C001.a", "JP"), ("1C909.b", "DE"), ("3C001.a", "US"), ("none", "JP"), ("9A012", "KP")]
)
def test_a_line_says_on_every_day_what_it_says_on_that_day_alone(library: Library, code: str, destination: str):
    line = {**CIVIL, "control_codes": code, "departure": "CN", "origin": "CN", "destination": destination}
    facts = line_facts(line, library)
    heard = LineOverDays(library, facts)
    for day in change_days(library):
        alone = evaluate(library, facts, day)
        verdict = heard.verdict(day)
        assert verdict == alone.verdict
        assert {str(way): heard.verdict(day, way) for way in Reading} == read_three_ways(
            variants_of(alone, READ_THREE_WAYS, library)
        )
        assert list(heard.missing(day, verdict)) == [alone.missing(name) for name in verdict.open]


@pytest.mark.parametrize("code", ["3C001.a", "1C905.b"])
def test_where_no_clause_that_changed_bears_on_a_line_the_answer_goes_on(library: Library, code: str):
    line = {**CIVIL, "control_codes": code, "departure": "CN", "origin": "CN", "destination": "JP"}
    heard = LineOverDays(library, line_facts(line, library))
    days = list(pairwise(change_days(library)))
    same = [(before, day) for before, day in days if not heard.is_moved(day)]
    assert 2 * len(same) > len(days)  # else there would be nothing to spare
    assert all(heard.verdict(before, way) == heard.verdict(day, way) for before, day in same for way in Reading)
    assert any(heard.verdict(before) != heard.verdict(day) for before, day in days)


def test_a_part_that_stands_in_the_law_of_several_days_has_one_place(library: Library):
    days = change_days(library)
    whole = clauses_over_days(library)
    alone = [len(clauses_on(library, day).all) for day in days]
    assert max(alone) <= len(whole.graph.all) < 2 * max(alone)
    assert len(set(whole.graph.all)) == len(whole.graph.all)
