"""The proofs over a library: they are silent on what is right, and go red for each fault that they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from tests.support.synthetic_law import (
    DAYS,
    FINE_VALUES,
    LEVELS,
    Line,
    is_,
    libraries,
    library_of,
    lines,
    new_clause,
    new_measure,
    new_term,
    under,
)
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.law.dates.calendar import change_days
from sekisho.law.model.condition import All, Any, Condition, FactName, Listed, ListId, MeasureId, Not, Reaches, TermId
from sekisho.law.model.measure import Clause, ClauseId, Effect, Measure, MeasureState, Relation, StatusInterval
from sekisho.law.model.term import Reading
from sekisho.proofs.contradictions import ContradictionKind, clashes
from sekisho.proofs.lint import lint
from sekisho.proofs.nesting import NestedCount, nested_problems
from sekisho.proofs.reachability import Reached, clause_reaches, exception_reaches
from sekisho.proofs.states import FIRST, DayCount, state_problems
from sekisho.proofs.suite import prove

MILITARY, CIVIL = is_("end_use", "military"), is_("end_use", "civil")
ON_LIST, ON_PART = (Listed(FactName("end_user"), ListId(name)) for name in ("xx/list", "xx/list/2026-1"))
JAPAN = is_("destination", "JP")


def codes_of(*measures: Measure) -> list[tuple[str, str]]:
    """Code and place of all that is wrong with some measures."""
    return [(problem.code, problem.where.partition(":")[0]) for problem in prove(library_of(measures)).problems]


def exception(name: str, when: Condition, *targets: str) -> Clause:
    """An exception to clauses, by their full ids."""
    return replace(new_clause(name, when), effect=Effect.EXCEPT, level="", excepts=tuple(map(ClauseId, targets)))


def filed(measure: Measure) -> Measure:
    """The measure with the name of a file, so that a problem says where."""
    return replace(measure, file=f"{measure.id}.yaml")


# --- reach of clauses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "when",
    [
        All((MILITARY, CIVIL)),
        All((under(["1C905"]), Not(under(["1C"])))),
        All((ON_PART, Not(ON_LIST))),
        Not(Any((MILITARY, Not(MILITARY)))),
    ],
)  # fmt: skip
def test_a_clause_that_no_facts_meet_is_a_problem(when: Condition):
    measure = filed(new_measure("m", new_clause("fine", MILITARY), new_clause("never", when)))
    assert codes_of(measure) == [("M134", "xx/m.yaml")]


def test_a_clause_that_its_exception_always_takes_back_is_a_problem():
    clause = new_clause("ban", All((MILITARY, JAPAN)))
    measure = filed(new_measure("m", clause, exception("relief", JAPAN, "xx/m#ban")))
    assert codes_of(measure) == [("M134", "xx/m.yaml")]


def test_a_clause_whose_days_lie_outside_those_of_its_measure_never_applies():
    clause = new_clause("late", MILITARY, start=DAYS[5], until=DAYS[6])
    measure = filed(new_measure("m", new_clause("fine", MILITARY), clause, repealed=DAYS[4]))
    assert codes_of(measure) == [("M134", "xx/m.yaml")]
    assert [problem.code for problem in lint(library_of([measure]))] == ["M132"]


def test_a_clause_that_lists_turn_on_is_reached_only_on_the_days_of_its_listings():
    """`xx/list/2026-11` has an entry until DAYS[4], and another from DAYS[5]; on no day is it empty."""
    listed = Listed(FactName("end_user"), ListId("xx/list/2026-11"))
    library = library_of([new_measure("m", new_clause("c", listed))])
    assert {one.reached for one in clause_reaches(library)} == {Reached.ALONE}
    gone = library_of([filed(new_measure("m", new_clause("c", listed)))], [e for e in library.entries if e.id != "e4"])
    assert [problem.code for problem in prove(gone).problems] == ["M134"]


def test_a_clause_that_a_graver_one_always_outdoes_is_noted_and_no_problem():
    measure = new_measure("m", new_clause("ban", MILITARY), new_clause("weak", All((MILITARY, JAPAN)), "licence"))
    proof = prove(library_of([measure]))
    assert proof.problems == []
    assert proof.notes == ["xx/m#weak: whenever it is met, a graver clause is met too (every reading)."]


def test_a_clause_that_never_decides_alone_is_noted():
    measure = new_measure("m", new_clause("ban", MILITARY), new_clause("same", All((MILITARY, JAPAN))))
    notes = prove(library_of([measure])).notes
    assert notes == ["xx/m#same: whenever it decides, another clause of its level is met too (every reading)."]


def test_a_clause_that_one_reading_alone_reaches_is_noted():
    term = new_term("t", All((MILITARY, CIVIL)), MILITARY, MILITARY)
    measure = new_measure("m", new_clause("c", Reaches(TermId("t"))), terms=(term,))
    proof = prove(library_of([measure]))
    assert proof.problems == []
    assert proof.notes == ["xx/m#c: no facts meet it (narrow)."]


def test_an_exception_that_never_meets_what_it_excepts_is_a_problem():
    ban = new_clause("ban", MILITARY)
    apart = filed(new_measure("m", ban, exception("relief", CIVIL, "xx/m#ban")))
    assert codes_of(apart) == [("M131", "xx/m.yaml")]
    meets = filed(new_measure("m", ban, exception("relief", JAPAN, "xx/m#ban")))
    assert codes_of(meets) == []


def test_an_exception_of_other_days_than_what_it_excepts_is_a_problem():
    early = new_measure("m", new_clause("ban", MILITARY), repealed=DAYS[4])
    late = filed(new_measure("r", exception("relief", JAPAN, "xx/m#ban"), effective=DAYS[5]))
    assert codes_of(early, late) == [("M131", "xx/r.yaml")]


@settings(max_examples=40)
@given(libraries(), lines(FINE_VALUES))
def test_what_is_said_of_a_clause_holds_for_every_line(library: Library, line: Line):
    """A clause that is never met decides no line; and the judge agrees with all facts that the search finds."""
    for one in clause_reaches(library):
        assert one.agreed, one
        if one.reached <= Reached.MET and one.first is not None:
            answer = determine(line, library, as_of=one.first, readings=str(one.reading))
            assert one.clause not in answer.decisive, one


# --- nested readings ------------------------------------------------------------------------------


def test_a_term_that_breaks_its_order_for_two_codes_only_is_found():
    """Every item with one code is nested: the narrow reading reaches none of them."""
    both = All((under(["1C905"]), under(["3A001"])))
    one = All((under(["1C905"]), Not(under(["3A001"]))))
    term = new_term("t", both, one, Any((one, both)))
    measure = filed(new_measure("m", new_clause("c", Reaches(TermId("t"))), terms=(term,)))
    (problem,) = nested_problems(library_of([measure]))
    assert problem.code == "M110"
    assert "1C905" in problem.what
    assert "3A001" in problem.what


def test_a_term_is_tried_under_every_reading_of_the_terms_below_it():
    """With the term below read as broadly as this one, all is nested; with that one narrow, it is not."""
    below = new_term("below", MILITARY, Any((MILITARY, CIVIL)), Any((MILITARY, CIVIL)))
    named = Reaches(TermId("below"))
    above = new_term("above", MILITARY, named, named)
    upside = new_term("upside", Not(named), All(()), All(()))
    measure = new_measure("m", new_clause("c", Reaches(TermId("above"))), terms=(below, above, upside))
    assert nested_problems(library_of([measure])) == []
    crossed = new_term("above", CIVIL, named, named)
    found = nested_problems(library_of([filed(replace(measure, terms=(below, crossed)))]))
    assert [problem.code for problem in found] == ["M110"]


def test_a_term_that_listings_turn_on_is_tried_on_every_span_of_days():
    """The two lists change on different days; the conditions are the same on all."""
    narrow, wide = (Listed(FactName("end_user"), ListId(f"xx/list/{name}")) for name in ("2026-11", "2026-1"))
    term = new_term("t", All((narrow, is_("destination", "JP"))), wide, wide)
    measure = new_measure("m", new_clause("c", Reaches(TermId("t"))), terms=(term,))
    assert [problem.code for problem in nested_problems(library_of([filed(measure)]))] == ["M110"]
    later = [entry for entry in library_of([]).entries if entry.id in {"e1", "e4"}]
    assert nested_problems(library_of([filed(measure)], later)) != []


def test_the_count_says_what_was_tried(library: Library):
    count = NestedCount()
    assert nested_problems(library, count) == []
    assert count.terms == {term.id for term in library.terms.values() if term.disputed}
    assert count.spans == len(change_days(library)) + 1
    assert count.triples >= len(count.terms)


# --- one state a day ------------------------------------------------------------------------------


def span(state: MeasureState, first: int, last: int | None) -> StatusInterval:
    """A span of status in January 2026."""
    return StatusInterval(state=state, start=date(2026, 1, first), until=date(2026, 1, last) if last else None)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"status": (span(MeasureState.SUSPENDED, 5, 9), span(MeasureState.IN_FORCE, 9, 12))},
            "suspended and in_force",
        ),
        (
            {"status": (span(MeasureState.SUSPENDED, 5, None), span(MeasureState.SUSPENDED, 9, 12))},
            "suspended and suspended",
        ),
        ({"published": date(2026, 1, 4), "effective": date(2026, 1, 2)}, "unpublished and in_force"),
        ({"repealed": date(2025, 12, 1), "published": date(2025, 11, 1)}, "published and repealed"),
    ],
)
def test_a_day_with_two_states_is_a_problem(more: dict[str, object], says: str):
    measure = filed(new_measure("m", new_clause("c", MILITARY), **more))
    (problem,) = state_problems(library_of([measure]))
    assert (problem.code, problem.where) == ("M133", "xx/m.yaml")
    assert says in problem.what


def test_a_day_with_two_states_of_a_clause_is_a_problem_and_ends_the_proof():
    spans = (span(MeasureState.SUSPENDED, 5, 9), span(MeasureState.UNKNOWN, 8, 12))
    proof = prove(library_of([filed(new_measure("m", new_clause("c", MILITARY, status=spans)))]))
    assert [problem.code for problem in proof.problems] == ["M133"]
    assert "on 8 January 2026" in proof.problems[0].what
    assert proof.reaches == dict.fromkeys(Reached, 0)


def test_spans_that_touch_leave_one_state_a_day():
    spans = (span(MeasureState.SUSPENDED, 5, 9), span(MeasureState.UNKNOWN, 10, None))
    assert state_problems(library_of([new_measure("m", new_clause("c", MILITARY), status=spans)])) == []


def test_every_day_until_two_years_ahead_has_one_state(library: Library):
    count = DayCount()
    assert state_problems(library, until=date(2028, 11, 24), count=count) == []
    assert (count.first, FIRST) == (date(2020, 12, 1), date(2020, 12, 1))
    assert count.last >= date(2028, 11, 24)
    assert count.last > change_days(library)[-1]
    assert count.days == (count.last - count.first).days + 1
    assert count.states == count.days * (len(library.measures) + len(library.clauses))


# --- two measures ---------------------------------------------------------------------------------


def suspends(target: str, **more: object) -> Relation:
    """A relation that suspends a measure from 3 to 7 January 2026."""
    days = {"start": DAYS[2], "until": DAYS[6], **more}
    return Relation(kind="suspends", measure=MeasureId(target), **days)  # type: ignore[arg-type]


PAUSED = StatusInterval(state=MeasureState.SUSPENDED, start=DAYS[2], until=DAYS[6], by="xx/pause")


def new_pause(**more: object) -> Measure:
    """A measure that only suspends others, and says so."""
    return new_measure("pause", not_executable="It acts through what it suspends.", **more)


def test_a_suspension_and_what_it_suspends_agree():
    pause = new_pause(relations=(suspends("xx/m"),))
    paused = new_measure("m", new_clause("c", MILITARY), status=(PAUSED,))
    assert lint(library_of([pause, paused])) == []
    assert [problem.code for problem in lint(library_of([pause, replace(paused, status=())]))] == ["M120"]
    assert [problem.code for problem in lint(library_of([replace(pause, relations=()), paused]))] == ["M120"]


def test_a_suspension_of_a_clause_names_that_clause():
    clauses = new_clause("a", MILITARY, status=(PAUSED,)), new_clause("b", CIVIL, status=(PAUSED,))
    paused = new_measure("m", *clauses)
    both = tuple(suspends("xx/m", clause=name) for name in ("a", "b"))
    assert lint(library_of([new_pause(relations=both), paused])) == []
    one = library_of([new_pause(relations=both[:1]), paused])
    assert [problem.code for problem in lint(one)] == ["M120"], "b is paused, and nothing says so"


def test_a_suspension_by_a_measure_that_is_not_there_is_a_problem():
    paused = new_measure("m", new_clause("c", MILITARY), status=(replace(PAUSED, by="xx/pauze"),))
    assert [problem.code for problem in lint(library_of([paused, new_pause()]))] == ["M118"]
    said = replace(paused, status=(replace(PAUSED, by="statement of the ministry / press"),))
    assert lint(library_of([said])) == []


@pytest.mark.parametrize(
    "pause",
    [
        {"published": DAYS[3], "effective": DAYS[3]},
        {"repealed": DAYS[6]},
    ],
)
def test_a_measure_suspends_only_while_it_is_in_effect(pause: dict[str, object]):
    made = new_pause(relations=(suspends("xx/m"),), **pause)
    paused = new_measure("m", new_clause("c", MILITARY), status=(PAUSED,))
    assert [problem.code for problem in lint(library_of([made, paused]))] == ["M132"]


@pytest.mark.parametrize("kind", ["supersedes", "absorbed_by"])
@pytest.mark.parametrize(("ends", "codes"), [(DAYS[4], []), (DAYS[5], ["M132"]), (DAYS[3], ["M132"]), (None, ["M132"])])
def test_what_is_superseded_ends_on_the_day_on_which_the_other_begins(kind: str, ends: date | None, codes: list[str]):
    old = new_measure("old", new_clause("c", MILITARY), repealed=ends)
    new = new_measure("new", new_clause("c", MILITARY), effective=DAYS[4])
    if kind == "supersedes":
        new = replace(new, relations=(Relation(kind=kind, measure=old.id),))
    else:
        old = replace(old, relations=(Relation(kind=kind, measure=new.id),))
    assert [problem.code for problem in lint(library_of([old, new]))] == codes


def test_a_status_that_never_counts_is_a_problem():
    early = StatusInterval(state=MeasureState.SUSPENDED, start=date(2025, 1, 1), until=date(2025, 12, 31))
    measure = new_measure("m", new_clause("c", MILITARY), status=(early,))
    assert [problem.code for problem in lint(library_of([measure]))] == ["M132"]


def item_control(name: str, level: str, *more: Clause, **other: object) -> Measure:
    """A measure that controls 1C905."""
    return new_measure(name, new_clause("licence", under(["1C905"]), level), *more, kind="item-control", **other)


def silent(*measures: Measure) -> list[tuple[str, ContradictionKind, str]]:
    """Pairs of clauses of which one relieves what the other controls, where neither measure names the other."""
    return [(one.relief, one.kind, one.control) for one in clashes(library_of(measures)) if not one.named]


def test_a_relief_of_what_another_measure_controls_is_noted_unless_one_names_the_other():
    relieving = item_control("a", "licence", exception("relief", MILITARY, "xx/a#licence"))
    other = item_control("b", "licence")
    assert silent(relieving, other) == [("xx/a#relief", ContradictionKind.RELIEVES, "xx/b#licence")]
    assert "xx/a relieves and xx/b controls" in str(prove(library_of([relieving, other])).notes)
    assert silent(relieving, replace(other, basis=(MeasureId("xx/a"),))) == []
    apart = new_measure("b", new_clause("licence", under(["3A001"]), "licence"), kind="item-control")
    assert silent(relieving, apart) == [], "an item with two codes is no contradiction"


def test_a_pause_of_what_another_measure_controls_is_noted():
    paused = item_control("a", "licence", status=(replace(PAUSED, by="a statement of the ministry"),))
    other = item_control("b", "licence")
    assert silent(paused, other) == [("xx/a#licence", ContradictionKind.IS_PAUSED, "xx/b#licence")]
    assert silent(paused, replace(other, repealed=DAYS[2])) == [], "on no day are both so"


def test_two_levels_for_the_same_items_are_noted():
    found = silent(item_control("a", LEVELS[0]), item_control("b", LEVELS[1]))
    assert found == [("xx/a#licence", ContradictionKind.IS_MILDER, "xx/b#licence")]
    assert silent(item_control("a", "licence"), item_control("b", "licence")) == []


# --- the library as it ships ------------------------------------------------------------------------


@pytest.mark.slow
def test_every_clause_of_the_library_can_be_met_on_every_span_of_days_under_every_reading(library: Library):
    proof = prove(library)
    assert proof.problems == []
    assert proof.reaches[Reached.NEVER] == proof.reaches[Reached.OPEN] == 0
    spans = {(one.clause, one.first) for one in clause_reaches(library)}
    assert sum(proof.reaches.values()) == len(spans) * len(Reading)
    assert proof.clauses == sum(clause.effect is not Effect.EXCEPT for _, clause in library.clauses.values())


def test_every_exception_of_the_library_meets_what_it_excepts(library: Library):
    assert [one for one in exception_reaches(library) if one.day is None] == []
