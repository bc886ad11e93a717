"""A line that is judged with shared parts has the values that the slow judge gives clause by clause."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from tests.support.real_lines import TELLING_DAYS, Trader
from tests.support.slow_judge import judge, trace, waiting
from tests.support.synthetic_law import (
    NAMED,
    TABLE,
    Line,
    assumptions,
    days,
    libraries,
    library_of,
    lines,
    new_clause,
    new_measure,
    new_term,
)

from sekisho import Library, Readings
from sekisho.determination.core.evaluation import Evaluation, evaluate
from sekisho.errors import MeasureError
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName, Reaches, TermId
from sekisho.law.model.fact import FactValue
from sekisho.law.model.term import Reading
from sekisho.trade.transaction import facts_of_line


def check(found: Evaluation, library: Library, day: date) -> None:
    """Values and what they wait for are those of the judge, which knows of no shared parts."""
    law, case = law_on(library, day), found.context
    assert found.values == [judge(clause.condition, case) for clause in law.clauses]
    for clause in law.clauses:
        assert found.missing(clause.clause.id) == waiting(clause.condition, case)[1]
        if found.value(clause.clause.id) is not False:
            assert found.trace(clause.clause.id) == trace(clause.condition, case)
    assert found.verdict == Evaluation(found.compiled, case).verdict


def check_all(library: Library, facts: Mapping[FactName, FactValue], day: date, told: Mapping[str, str]) -> None:
    """Check a line as it stands, under every reading, and after some facts are others."""
    heard = evaluate(library, facts, day)
    check(heard, library, day)
    other = {FactName(name): library.facts.parse(name, text) for name, text in told.items()}
    for reading in Reading:
        read = heard.with_readings(Readings(reading))
        check(read, library, day)
        check(read.with_facts(other), library, day)
    for term in heard.compiled.disputed:
        check(heard.with_readings(Readings().with_term(term, Reading.BROAD)), library, day)
    check(heard.with_facts(other), library, day)
    check(heard, library, day)


@settings(max_examples=100)
@given(libraries(), lines(), assumptions(), days())
def test_shared_parts_change_no_value_of_any_clause_of_a_random_law(
    library: Library, line: Line, told: Line, day: date
):
    check_all(library, facts_of_line(line, TABLE), day, {**dict.fromkeys(NAMED, "unknown"), **told})


def test_shared_parts_change_no_value_of_any_clause_of_the_library(library: Library, rng: random.Random):
    trader = Trader(library, rng)
    for _ in range(60):
        told = {name: trader.value(name) for name in rng.sample(sorted(trader.facts), 3)}
        check_all(library, facts_of_line(trader.line(0.6), library.facts), rng.choice(TELLING_DAYS), told)


def test_a_term_that_rests_on_itself_is_told_with_the_way_round():
    first, second = (new_term(name, *[Reaches(TermId(other))] * 3) for name, other in (("a", "b"), ("b", "a")))
    measure = replace(new_measure("2026-1", new_clause("1", Reaches(first.id))), terms=(first, second))
    library = library_of([measure])
    with pytest.raises(MeasureError, match=r"its reach rests on itself: a -> b -> a"):
        evaluate(library, facts_of_line({}, TABLE), measure.effective)
