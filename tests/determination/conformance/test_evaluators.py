"""Ways to judge a clause: the evaluator, the bit sets of a book, rows, the slow judge, and the documents' own words."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import slow_judge
from tests.support.clause_rows import rows_of
from tests.support.real_lines import TELLING_DAYS, Trader
from tests.support.reference_evaluator import clause_value, world_of
from tests.support.synthetic_law import Line, assumptions, days, libraries, lines

from sekisho import Library, Readings
from sekisho.determination.book.cells import FactTests, PartitionedColumn
from sekisho.determination.book.law.compiled_law import CompiledLaw, compile_law
from sekisho.determination.book.law.law_judge import LawJudge
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext, evaluate, judge
from sekisho.determination.core.inputs import settle_input
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import Condition
from sekisho.law.model.fact import UNKNOWN, Truth, all_of, any_of
from sekisho.law.model.term import Reading

NUMBERS = {False: 0.0, UNKNOWN: 0.5, True: 1.0}


def evaluation_of(library: Library, line: Line, day: date, reading: Reading, assumed: Line) -> Evaluation:
    """A line before the clauses of a day, typed as for every answer."""
    facts, day, readings = settle_input(line, library, as_of=day, readings=str(reading), assume=assumed)
    return evaluate(library, facts, day, readings)


def by_bit_sets(library: Library, evaluation: Evaluation, *, rows: bool) -> list[Truth]:
    """Every clause of the day as a book judges it, for a book of this one line."""
    context = evaluation.context
    law = compile_law(
        law_on(library, context.day),
        variants=[context.readings],
        constants={fact.name: context.facts[fact.name] for fact in library.facts.facts.values() if fact.of == "law"},
        parties=context.parties,
        clauses=law_on(library, context.day).clauses,
    )
    columns = [
        PartitionedColumn(
            fact=fact,
            representatives=(context.facts[fact],),
            truths=FactTests(fact, [law]).truths([context.facts[fact]]),
        )
        for fact in law.facts
    ]
    (values,) = LawJudge(law, columns).values({}, 1)
    found: list[Truth] = [
        True if sure else UNKNOWN if may else False
        for sure, may in zip(values.sure[:, 0], values.may[:, 0], strict=True)
    ]
    if rows:
        assert found == by_rows(law, context)
    return found


def by_rows(law: CompiledLaw, context: EvaluationContext) -> list[Truth]:
    """Every clause as it is multiplied out to rows of tests that must hold together: a book judged these before."""
    judged: dict[int, Truth] = {}

    def value(test: Condition) -> Truth:
        if id(test) not in judged:
            judged[id(test)] = judge(test, context)
        return judged[id(test)]

    return [
        any_of(all_of(value(test) for _, test in row.tests) for row in rows_of(condition, frozenset(law.constants)))
        for condition in law.expanded
    ]


def check(library: Library, evaluation: Evaluation, *, rows: bool = True) -> None:
    """Evaluator, slow judge, bit sets, and rows where it is asked, give each clause the same value."""
    clauses = law_on(library, evaluation.context.day).clauses
    values = list(evaluation.values)
    assert values == [slow_judge.judge(clause.condition, evaluation.context) for clause in clauses]
    assert values == by_bit_sets(library, evaluation, rows=rows)


@settings(max_examples=60, deadline=None)
@given(libraries(), lines(), days(), st.sampled_from(Reading), assumptions())
def test_clauses_of_random_laws_have_one_value_in_all_four_ways(
    library: Library, line: Line, day: date, reading: Reading, assumed: Line
):
    evaluation = evaluation_of(library, line, day, reading, assumed)
    check(library, evaluation)
    world = world_of(library, {**line, **assumed}, day, reading)
    for name in evaluation.compiled.ids:
        measure, clause = library.clauses[name]
        assert NUMBERS[evaluation.value(name)] == clause_value(clause, measure, library, world), name


def test_clauses_of_the_library_have_one_value_in_three_ways(library: Library, rng: random.Random):
    """What the documents say is written for made-up laws alone; here line, book and slow judge are compared."""
    trader, seen = Trader(library, rng), set[Truth]()
    for reading in Reading:
        for line_number in range(4):
            line, assumed = trader.line(0.6), trader.assumption()
            evaluation = evaluation_of(library, line, rng.choice(TELLING_DAYS), reading, assumed)
            # The library comes to some thousand rows: one line under each reading tells whether they agree.
            check(library, evaluation, rows=not line_number)
            check(library, evaluation.with_readings(Readings(Reading.BROAD)), rows=False)
            seen |= set(evaluation.values)
    assert seen == {True, False, UNKNOWN}
