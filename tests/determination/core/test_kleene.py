"""Conditions are judged by Kleene's tables, and every reader of a condition agrees with the judge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import slow_judge
from tests.support.reference_evaluator import World, evaluate
from tests.support.synthetic_law import TABLE, Line, conditions, days, is_, library_of, lines, new_term, under

from sekisho.determination.core.compiled_clauses import compile_conditions, not_resolved
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext, Trace, judge
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.model.condition import All, Between, Condition, FactName, Fold, Not, Reaches, fold
from sekisho.law.model.condition import Any as Either
from sekisho.law.model.fact import UNKNOWN, Truth, Unknown, all_of, any_of, negate
from sekisho.law.model.term import Reading, Readings, Term, way_of
from sekisho.parties.index import parties_of
from sekisho.trade.transaction import facts_of_line

NUMBERS = {False: 0.0, True: 1.0}
LIBRARY = library_of(())


def number(value: Truth) -> float:
    """Write a truth value as the reference evaluator does."""
    return 0.5 if isinstance(value, Unknown) else NUMBERS[value]


def case_of(line: Line, day: date, known: tuple[Term, ...], reading: Reading) -> EvaluationContext:
    """What a condition is judged against."""
    return EvaluationContext(
        facts=facts_of_line(line, TABLE),
        day=day,
        terms={each.id: each for each in known},
        readings=Readings(reading),
        parties=parties_of(LIBRARY),
    )


@st.composite
def judged(draw: st.DrawFn) -> tuple[Condition, EvaluationContext, World]:
    """A random condition with a random line, for the program and for the reference."""
    condition, known = draw(conditions())
    line, day, reading = draw(lines()), draw(days()), draw(st.sampled_from(Reading))
    world = World(line=line, day=day, terms={each.id: each for each in known}, measures={}, reading=reading)
    return condition, case_of(line, day, known, reading), world


@settings(max_examples=150)
@given(judged())
def test_judge_follows_kleenes_tables_and_its_trace_and_what_it_waits_for_follow_it(
    given_: tuple[Condition, EvaluationContext, World],
):
    """The evaluator agrees with both references, its trace with the slow judge's; what is settled waits for nothing."""
    condition, case, world = given_
    value = evaluate(condition, world)
    evaluation = Evaluation(compile_conditions({"one": condition}, case.terms), case)
    assert number(evaluation.value("one")) == number(judge(condition, case)) == value
    assert evaluation.trace("one") == slow_judge.trace(condition, case)
    check_trace(evaluation.trace("one"), case)
    facts = evaluation.missing("one")
    assert facts == slow_judge.waiting(condition, case)[1]
    assert bool(facts) == (value == 0.5), "it waits for facts if, and only if, it is unknown"


@settings(max_examples=150)
@given(judged())
def test_kleenes_tables_in_one_place_say_what_the_evaluator_says(given_: tuple[Condition, EvaluationContext, World]):
    """A reader that folds a condition by `all_of`, `any_of` and `negate` gets the value that the evaluator finds."""
    condition, case, _ = given_

    def reaches(named: Reaches) -> Truth:
        return fold(way_of(named, case.readings.of(named.term), case.terms), by)

    by: Fold[Truth] = Fold(
        leaf=lambda leaf: judge_leaf(leaf, case.facts[leaf.fact], case.day, case.parties),
        all_of=all_of,
        any_of=any_of,
        negated=negate,
        reaches=reaches,
        in_force=not_resolved,
    )
    assert fold(condition, by) is judge(condition, case)


def check_trace(part: Trace, case: EvaluationContext) -> None:
    """Every part of a trace has the value that it has by itself."""
    assert part.value is judge(part.condition, case)
    for inner in part.parts:
        check_trace(inner, case)


A, B = is_("end_use", "civil"), is_("end_user_kind", "civil")
FACTS = {True: "civil", False: "military", UNKNOWN: "unknown"}


def two(a: Truth, b: Truth) -> EvaluationContext:
    """Two facts with the values that make A and B true, false or unknown."""
    return case_of({"end_use": FACTS[a], "end_user_kind": FACTS[b]}, date(2026, 1, 1), (), Reading.CENTRAL)


def test_the_tables_of_and_or_and_not_are_kleenes():
    """All nine pairs, written out: the table itself, not a formula for it."""
    yes: Truth = True
    no: Truth = False
    may: Truth = UNKNOWN
    both = {
        (yes, yes): yes, (yes, no): no, (yes, may): may,
        (no, yes): no, (no, no): no, (no, may): no,
        (may, yes): may, (may, no): no, (may, may): may,
    }  # fmt: skip
    either = {
        (yes, yes): yes, (yes, no): yes, (yes, may): yes,
        (no, yes): yes, (no, no): no, (no, may): may,
        (may, yes): yes, (may, no): may, (may, may): may,
    }  # fmt: skip
    for (a, b), value in both.items():
        assert judge(All((A, B)), two(a, b)) is value
    for (a, b), value in either.items():
        assert judge(Either((A, B)), two(a, b)) is value
    for a, value in {yes: no, no: yes, may: may}.items():
        assert judge(Not(A), two(a, may)) is value


def test_all_of_nothing_is_true_and_any_of_nothing_is_false():
    assert judge(All(()), two(UNKNOWN, UNKNOWN)) is True
    assert judge(Either(()), two(UNKNOWN, UNKNOWN)) is False


def test_a_term_within_a_term_is_read_under_the_same_reading():
    inner = new_term("inner", All((A, B)), All((A, B)), A)
    outer = new_term("outer", *[Reaches(inner.id)] * 3, disputed=False)
    for reading, value in ((Reading.NARROW, False), (Reading.CENTRAL, False), (Reading.BROAD, True)):
        line = {"end_use": "civil", "end_user_kind": "military"}
        assert judge(Reaches(outer.id), case_of(line, date(2026, 1, 1), (inner, outer), reading)) is value


BELOW, AT, INSIDE, END, ABOVE = "0.000999999999", "0.001", "0.1", "0.25", "0.250000001"


@pytest.mark.parametrize(
    ("bounds", "met"),
    [
        ({"low": "0.001"}, [AT, INSIDE, END, ABOVE]),
        ({"low": "0.001", "low_open": True}, [INSIDE, END, ABOVE]),
        ({"high": "0.25"}, [BELOW, AT, INSIDE, END]),
        ({"high": "0.25", "high_open": True}, [BELOW, AT, INSIDE]),
        ({"low": "0.001", "high": "0.25"}, [AT, INSIDE, END]),
        ({"low": "0.001", "high": "0.25", "low_open": True, "high_open": True}, [INSIDE]),
        ({"low": "0.001", "high": "0.25", "low_open": True}, [INSIDE, END]),
        ({"low": "0.001", "high": "0.25", "high_open": True}, [AT, INSIDE]),
        ({}, [BELOW, AT, INSIDE, END, ABOVE]),
    ],
)
def test_a_bound_is_met_by_its_own_value_unless_it_is_open(bounds: dict[str, Any], met: list[str]):
    given: dict[str, Any] = {name: Decimal(end) if isinstance(end, str) else end for name, end in bounds.items()}
    test = Between(FactName("prc_content_share"), **given)
    for value in (BELOW, AT, INSIDE, END, ABOVE):
        case = case_of({"prc_content_share": value}, date(2026, 1, 1), (), Reading.CENTRAL)
        assert judge(test, case) is (value in met), value
    assert judge(test, case_of({}, date(2026, 1, 1), (), Reading.CENTRAL)) is UNKNOWN


@pytest.mark.parametrize(
    ("low_open", "high_open", "met"),
    [(False, False, [2, 3, 4]), (True, False, [3, 4]), (False, True, [2, 3]), (True, True, [3])],
)
def test_a_day_is_compared_like_a_number(low_open: bool, high_open: bool, met: list[int]):  # noqa: FBT001 - parameters
    test = Between(
        FactName("date"), low=date(2026, 1, 2), high=date(2026, 1, 4), low_open=low_open, high_open=high_open
    )
    for number in range(1, 6):
        case = case_of({"date": f"2026-01-0{number}"}, date(2026, 1, 1), (), Reading.CENTRAL)
        assert judge(test, case) is (number in met)


@pytest.mark.parametrize(
    ("codes", "entries", "without", "value"),
    [
        ("1C905.a.4", ["1C905.a"], [], True),
        ("1C905.a", ["1C905.a"], [], True),
        ("1C905.b", ["1C905.a"], [], False),
        ("1C905", ["1C905.a"], [], UNKNOWN),
        ("1", ["1C905.a"], [], UNKNOWN),
        ("1C905", ["1C9"], [], False),
        ("3A001", [""], [], True),
        ("none", [""], [], False),
        ("unknown", [""], [], UNKNOWN),
        ("?1C905.a", ["1C905"], [], UNKNOWN),
        ("?1C905.a", ["3A001"], [], False),
        ("3A001;?1C905.a", ["3A001"], [], True),
        ("3A001;1C905.b", ["1C905.a", "3A"], [], True),
        ("1C905.a.4", ["1C905"], ["1C905.a"], False),
        ("1C905.b", ["1C905"], ["1C905.a"], True),
        ("1C905.a.4;1C905.b", ["1C905"], ["1C905.a"], True),
        ("1C", [""], ["1C905"], UNKNOWN),
        ("1C", ["1C"], ["3A001"], True),
        ("3A", ["1C"], ["3A001"], False),
    ],
)
def test_a_code_is_under_an_entry_possibly_or_not(codes: str, entries: list[str], without: list[str], value: Truth):
    case = case_of({"control_codes": codes}, date(2026, 1, 1), (), Reading.CENTRAL)
    assert judge(under(entries, without), case) is value
