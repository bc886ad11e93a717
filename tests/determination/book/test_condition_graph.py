"""Conditions as one graph: many lines judged in bits have the values that each has alone, and equal parts are one."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.synthetic_law import TABLE, Line, conditions, days, is_, library_of, lines

from sekisho import Library
from sekisho.determination.book.cells import FactTests, Partitioner
from sekisho.determination.book.law import compiled_law, condition_graph, law_judge
from sekisho.determination.book.law.clause_bits import ClauseValues, floors
from sekisho.determination.book.law.compiled_law import CODES, CompiledLaw, compile_law
from sekisho.determination.book.law.condition_graph import FALSE_PART, TRUE_PART, parts_in, parts_under
from sekisho.determination.book.law.law_judge import LawJudge
from sekisho.determination.core.evaluation import EvaluationContext, judge
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FALSE, TRUE, All, Condition, FactName, Leaf, Not
from sekisho.law.model.condition import Any as Either
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth
from sekisho.law.model.term import Reading, Readings, Term
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.trade.transaction import facts_of_line

LIBRARY = library_of(())


def compiled(condition: Condition, terms: Sequence[Term], day: date, reading: Reading) -> CompiledLaw:
    """A law of one clause, under one reading."""
    readings = Readings(reading)
    part = parts_under({term.id: term for term in terms}, readings)(condition)
    law = law_on(LIBRARY, day)
    return CompiledLaw(
        law=law, clauses=(), variants=(readings,), roots=((part,),), constants={}, parties=parties_of(LIBRARY)
    )


@settings(max_examples=120, deadline=None)
@given(
    conditions(), st.lists(lines(), min_size=1, max_size=70), days(), st.sampled_from(Reading), st.sampled_from((0, 96))
)
def test_many_lines_judged_in_bits_have_the_values_that_each_has_alone(
    drawn: tuple[Condition, tuple[Term, ...]], several: list[Line], day: date, reading: Reading, masked: int
):
    condition, terms = drawn
    law = compiled(condition, terms, day, reading)
    facts = [facts_of_line(line, TABLE) for line in several]
    columns, cell_of = [], {}
    for fact in law.facts:
        cutter = Partitioner(fact, [law])
        numbers = np.array([cutter.cell(line[fact]) for line in facts], dtype=np.intp)
        columns.append(cutter.column())
        if len(columns[-1].representatives) > 1:
            cell_of[fact] = numbers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(law_judge, "MASKED", masked)
        (values,) = LawJudge(law, columns).values(cell_of, len(facts))
    for place, line in enumerate(facts):
        context = EvaluationContext(
            facts=line,
            day=law.law.day,
            terms={term.id: term for term in terms},
            readings=Readings(reading),
            parties=law.parties,
        )
        value = judge(condition, context)
        assert (values.sure[0, place], values.may[0, place]) == (value is True, value is not False)


def test_equal_parts_are_one_object_and_let_go_with_what_holds_them():
    part = parts_under({}, Readings())
    one, other = is_("origin", "CN"), is_("destination", "JP")
    both = part(All((one, other)))
    assert both is part(All((other, one))) is part(All((one, TRUE, other, one)))
    assert part(Either((FALSE, one))) is part(one)
    assert part(All((one, FALSE))) is FALSE_PART
    assert part(Not(FALSE)) is TRUE_PART
    assert [each.fact for each in parts_in([both])] == ["origin", "destination", None]
    kept = len(condition_graph._PARTS)
    del both
    gc.collect()
    assert len(condition_graph._PARTS) < kept


def test_floor_and_ceiling_are_the_gravest_levels_met_and_possible():
    sure = np.array([[True, False, False], [False, False, True]])
    may = np.array([[True, True, False], [False, True, True]])
    floor, ceiling = floors(ClauseValues.of(sure, may), np.array([7, 2], dtype=np.uint8))
    assert (floor.tolist(), ceiling.tolist()) == ([7, 0, 2], [7, 7, 2])


def test_a_test_is_judged_once_for_all_laws_that_ask_the_same(library: Library, monkeypatch: pytest.MonkeyPatch):
    days_of_law = [date(2026, 1, 10), date(2026, 9, 30), date(2026, 11, 24)]
    laws = [
        compile_law(law_on(library, day), variants=[Readings()], constants={}, parties=parties_of(library))
        for day in days_of_law
    ]
    asked: list[object] = []
    real = judge_leaf

    def counted(leaf: Leaf, value: FactValue, day: date, parties: PartyIndex) -> Truth:
        asked.append(leaf)
        return real(leaf, value, day, parties)

    monkeypatch.setattr(compiled_law, "judge_leaf", counted)
    tests = FactTests(FactName("origin"), laws)
    assert set(tests.pattern("CN")) <= set(CODES.values())
    assert tests.pattern(UNKNOWN) != tests.pattern("CN")
    assert 2 * len(tests.asked) == len(asked) - len(tests.asked) > 0
    assert len(set(asked)) == len(tests.asked)
