"""Conditions are judged by Kleene's tables, and every reader of a condition agrees with the judge."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.reference import World, evaluate
from tests.laws.synthetic import TABLE, Line, conditions, days, is_, library_of, lines, new_term

from sekisho.determine.given import parties_of
from sekisho.determine.judge import Case, Trace, judge, trace
from sekisho.determine.settle import waiting
from sekisho.law.condition import All, Any, Condition, Not, Reaches
from sekisho.law.fact import UNKNOWN, Truth, Unknown
from sekisho.law.term import Reading, Readings, Term
from sekisho.trade.transaction import facts_of_line

NUMBERS = {False: 0.0, True: 1.0}
LIBRARY = library_of(())


def number(value: Truth) -> float:
    """Write a truth value as the reference evaluator does."""
    return 0.5 if isinstance(value, Unknown) else NUMBERS[value]


def case_of(line: Line, day: date, known: tuple[Term, ...], reading: Reading) -> Case:
    """What a condition is judged against."""
    return Case(
        facts=facts_of_line(line, TABLE),
        day=day,
        terms={each.id: each for each in known},
        readings=Readings(reading),
        parties=parties_of(LIBRARY),
    )


@st.composite
def judged(draw: st.DrawFn) -> tuple[Condition, Case, World]:
    """A random condition with a random line, for the program and for the reference."""
    condition, known = draw(conditions())
    line, day, reading = draw(lines()), draw(days()), draw(st.sampled_from(Reading))
    world = World(line=line, day=day, terms={each.id: each for each in known}, measures={}, reading=reading)
    return condition, case_of(line, day, known, reading), world


@settings(max_examples=1000)
@given(judged())
def test_judge_follows_kleenes_tables_and_its_trace_and_what_it_waits_for_follow_it(
    given_: tuple[Condition, Case, World],
):
    """Judge agrees with the reference; a trace has the judge's values; what is settled has nothing left to settle."""
    condition, case, world = given_
    value = evaluate(condition, world)
    assert number(judge(condition, case)) == value
    check_trace(trace(condition, case), case)
    held, facts = waiting(condition, case)
    assert number(held) == value
    assert bool(facts) == (value == 0.5), "it waits for facts if, and only if, it is unknown"


def check_trace(part: Trace, case: Case) -> None:
    """Every part of a trace has the value that the judge gives it."""
    assert part.value is judge(part.condition, case)
    for inner in part.parts:
        check_trace(inner, case)


A, B = is_("end_use", "civil"), is_("end_user_kind", "civil")
FACTS = {True: "civil", False: "military", UNKNOWN: "unknown"}


def two(a: Truth, b: Truth) -> Case:
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
        assert judge(Any((A, B)), two(a, b)) is value
    for a, value in {yes: no, no: yes, may: may}.items():
        assert judge(Not(A), two(a, may)) is value


def test_all_of_nothing_is_true_and_any_of_nothing_is_false():
    assert judge(All(()), two(UNKNOWN, UNKNOWN)) is True
    assert judge(Any(()), two(UNKNOWN, UNKNOWN)) is False


def test_a_term_within_a_term_is_read_under_the_same_reading():
    inner = new_term("inner", All((A, B)), All((A, B)), A)
    outer = new_term("outer", *[Reaches(inner.id)] * 3, disputed=False)
    for reading, value in ((Reading.NARROW, False), (Reading.CENTRAL, False), (Reading.BROAD, True)):
        line = {"end_use": "civil", "end_user_kind": "military"}
        assert judge(Reaches(outer.id), case_of(line, date(2026, 1, 1), (inner, outer), reading)) is value
