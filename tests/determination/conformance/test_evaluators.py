"""Four ways to judge a clause: the evaluator, the bit sets of a book, the slow judge, and the documents' own words."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import slow_judge
from tests.support.real_lines import TELLING_DAYS, Trader
from tests.support.reference_evaluator import clause_value, world_of
from tests.support.synthetic_law import Line, assumptions, days, libraries, lines

from sekisho import Library, Readings
from sekisho.determination.book.cells import cell_table, clause_values, compile_law
from sekisho.determination.core.evaluation import Evaluation, evaluate
from sekisho.determination.core.inputs import settle_input
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.fact import UNKNOWN, Truth
from sekisho.law.model.term import Reading

NUMBERS = {False: 0.0, UNKNOWN: 0.5, True: 1.0}


def evaluation_of(library: Library, line: Line, day: date, reading: Reading, assumed: Line) -> Evaluation:
    """A line before the clauses of a day, typed as for every answer."""
    facts, day, readings = settle_input(line, library, as_of=day, readings=str(reading), assume=assumed)
    return evaluate(library, facts, day, readings)


def by_bit_sets(library: Library, evaluation: Evaluation) -> list[Truth]:
    """Every clause of the day as a book judges it, for a book of this one line."""
    context = evaluation.context
    law = compile_law(
        law_on(library, context.day),
        variants=[context.readings],
        constants={fact.name: context.facts[fact.name] for fact in library.facts.facts.values() if fact.of == "law"},
        parties=context.parties,
        clauses=law_on(library, context.day).clauses,
    )
    tables = {fact: cell_table(law, fact, [law.pattern(fact, context.facts[fact])]) for fact in law.facts}
    (values,) = clause_values(law, tables, {}, 1)
    return [
        True if sure else UNKNOWN if may else False
        for sure, may in zip(values.sure[:, 0], values.may[:, 0], strict=True)
    ]


def check(library: Library, evaluation: Evaluation) -> None:
    """Evaluator, slow judge and bit sets give each clause the same value."""
    clauses = law_on(library, evaluation.context.day).clauses
    values = list(evaluation.values)
    assert values == [slow_judge.judge(clause.condition, evaluation.context) for clause in clauses]
    assert values == by_bit_sets(library, evaluation)


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
        for _ in range(4):
            line, assumed = trader.line(0.6), trader.assumption()
            evaluation = evaluation_of(library, line, rng.choice(TELLING_DAYS), reading, assumed)
            check(library, evaluation)
            check(library, evaluation.with_readings(Readings(Reading.BROAD)))
            seen |= set(evaluation.values)
    assert seen == {True, False, UNKNOWN}
