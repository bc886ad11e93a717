"""Days: first and last days of effect, suspensions, listings, and what holds between two changes of the law."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from tests.support.real_lines import telling_days
from tests.support.synthetic_law import DAYS, NAMED, is_, library_of, new_clause, new_measure
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.law.dates.calendar import Stage, clause_stage_on, law_on
from sekisho.law.model.condition import TRUE, FactName, InForce, Listed, ListId, MeasureId
from sekisho.law.model.measure import Effect, Measure, MeasureState, StatusInterval

ONE = timedelta(days=1)
MONTH = [date(2026, 1, 1) + number * ONE for number in range(31)]


def days_met(library: Library, **line: str) -> list[date]:
    """The days of January 2026 on which a line is prohibited; none may be open."""
    answers = {day: determine(line, library, as_of=day) for day in [date(2025, 12, 31), *MONTH]}
    assert {answer.outcome for answer in answers.values()} <= {"free", "prohibited"}
    return [day for day, answer in answers.items() if answer.outcome == "prohibited"]


def january(first: int, last: int) -> list[date]:
    """Days of January 2026, both ends included."""
    return [date(2026, 1, number) for number in range(first, last + 1)]


def always(**more: object) -> Measure:
    """A measure that prohibits everything while it is in force."""
    return new_measure("m", new_clause("all", TRUE), **{"published": date(2025, 12, 1), **more})


def suspended(first: int, last: int | None) -> StatusInterval:
    """A suspension in January 2026."""
    until = date(2026, 1, last) if last else None
    return StatusInterval(state=MeasureState.SUSPENDED, start=date(2026, 1, first), until=until)


def test_a_measure_applies_from_the_day_of_effect():
    assert days_met(library_of([always(effective=date(2026, 1, 5))])) == january(5, 31)


def test_a_measure_no_longer_applies_on_the_day_of_its_repeal():
    assert days_met(library_of([always(repealed=date(2026, 1, 20))])) == january(1, 19)


@pytest.mark.parametrize(
    ("spans", "met"),
    [
        ([suspended(10, 12)], [*january(1, 9), *january(13, 31)]),
        ([suspended(10, 10)], [*january(1, 9), *january(11, 31)]),
        ([suspended(10, None)], january(1, 9)),
        ([suspended(3, 4), suspended(5, 6), suspended(8, 8)], [*january(1, 2), *january(7, 7), *january(9, 31)]),
        ([StatusInterval(state=MeasureState.IN_FORCE, start=date(2026, 1, 4), until=date(2026, 1, 8))], january(1, 31)),
    ],
)
def test_a_suspension_holds_on_its_first_and_on_its_last_day(spans: list[StatusInterval], met: list[date]):
    assert days_met(library_of([always(status=tuple(spans))])) == met
    one = new_measure("m", new_clause("all", TRUE, status=tuple(spans)))
    assert days_met(library_of([one])) == met, "a clause's own suspension counts its days in the same way"


def test_a_clause_applies_on_its_first_and_on_its_last_day():
    dated = new_clause("all", TRUE, start=date(2026, 1, 7), until=date(2026, 1, 9))
    assert days_met(library_of([new_measure("m", dated)])) == january(7, 9)


def test_a_clause_never_applies_outside_the_days_of_its_measure():
    dated = new_clause("all", TRUE, start=date(2026, 1, 2), until=date(2026, 1, 25))
    measure = new_measure("m", dated, effective=date(2026, 1, 5), repealed=date(2026, 1, 20))
    assert days_met(library_of([measure])) == january(5, 19)


def test_an_exception_counts_only_on_the_days_on_which_it_is_in_force_itself():
    exempt = new_clause("exempt", TRUE, effect=Effect.EXCEPT, level="", excepts=("xx/m#all",))
    relief = new_measure("relief", exempt, effective=date(2026, 1, 8), repealed=date(2026, 1, 12))
    assert days_met(library_of([always(), relief])) == [*january(1, 7), *january(12, 31)]


def test_a_condition_on_another_measure_follows_that_measures_days():
    other = new_measure("other", effective=date(2026, 1, 4), status=(suspended(10, 11),), repealed=date(2026, 1, 21))
    asks = new_measure("m", new_clause("all", InForce(MeasureId("xx/other"))))
    assert days_met(library_of([asks, other])) == [*january(4, 9), *january(12, 20)]


def test_a_listing_counts_on_its_first_and_on_its_last_day_and_is_open_from_the_day_it_says():
    library = library_of([new_measure("m", new_clause("all", Listed(FactName("end_user"), ListId("xx/list"))))])
    assert days_met(library, end_user="Later Labs") == january(DAYS[5].day, 31)
    assert days_met(library, end_user="Former Forge") == [DAYS[0] - ONE, *january(1, DAYS[4].day)][1:]
    assert days_met(library, end_user="Nobody Ltd.") == []
    for day in MONTH:
        found = determine({"end_user": "Open Mills"}, library, as_of=day).outcome
        expected = "free" if day < DAYS[1] else "prohibited" if day < DAYS[6] else "undetermined"
        assert found == expected, day


def test_part_of_a_list_is_named_by_whole_steps():
    """`2026-1` is not the beginning of `2026-11`."""
    library = library_of([new_measure("m", new_clause("all", Listed(FactName("end_user"), ListId("xx/list/2026-1"))))])
    assert days_met(library, end_user="Later Labs") == []
    assert days_met(library, end_user="Alpha Works") == january(1, 31)


def test_an_open_state_of_the_law_begins_and_ends_on_the_days_it_says():
    values = NAMED["what_followed"]
    span = StatusInterval(
        state=MeasureState.UNKNOWN,
        start=date(2026, 1, 10),
        until=date(2026, 1, 12),
        named=FactName("what_followed"),
        values=values,
    )
    library = library_of([always(status=(suspended(5, 9), span))])
    told = {"extended": "free", "lapsed": "prohibited", "changed": "undetermined"}
    for day in MONTH:
        found = determine({}, library, as_of=day)
        if day in january(10, 12):
            assert (found.outcome, found.missing) == ("undetermined", ("what_followed",))
            assert {branch.value: branch.verdict.outcome for branch in found.branches} == told
        else:
            assert found.outcome == ("free" if day in january(5, 9) else "prohibited")
            assert found.branches == ()
        for value, outcome in told.items():
            assumed = determine({}, library, as_of=day, assume={"what_followed": value})
            assert assumed.outcome == (outcome if day in january(10, 12) else found.outcome)


def test_a_text_that_may_have_changed_is_open_within_the_subject_and_nowhere_else():
    span = StatusInterval(
        state=MeasureState.UNKNOWN,
        start=date(2026, 1, 10),
        until=None,
        named=FactName("what_followed"),
        values=NAMED["what_followed"],
    )
    clause = new_clause("military", is_("end_use", "military"))
    library = library_of([new_measure("m", clause, status=(span,), subject=is_("destination", "JP", "KP"))])
    answers = {
        ("JP", "military"): {None: "undetermined", "lapsed": "prohibited", "changed": "undetermined"},
        # Both known values agree; that the text may have changed is a caution and widens nothing.
        ("JP", "civil"): {None: "free", "lapsed": "free", "changed": "undetermined"},
        ("NO", "military"): {None: "free", "lapsed": "free", "changed": "free"},
        ("unknown", "military"): {None: "undetermined", "lapsed": "undetermined", "changed": "undetermined"},
    }
    for (destination, use), outcomes in answers.items():
        for value, outcome in outcomes.items():
            told = {"what_followed": value} if value else {}
            line = {"destination": destination, "end_use": use}
            assert determine(line, library, as_of=date(2026, 1, 20), assume=told).outcome == outcome, (line, value)


def test_a_measure_published_and_not_yet_in_effect_is_pending():
    library = library_of([always(published=date(2026, 1, 3), effective=date(2026, 1, 6))])
    for day in MONTH:
        assert determine({}, library, as_of=day).coverage.pending == (1 if day in january(3, 5) else 0)


def test_a_day_after_the_horizon_is_cautioned_with_the_number_of_days():
    library = library_of([always()])
    for days in (0, 1, 11):
        cautions = determine({}, library, as_of=library.horizon + days * ONE).cautions
        assert [f" {days} day" in caution for caution in cautions] == ([True] if days else [])


# --- the library as it ships --------------------------------------------------------------------


def clauses_on(library: Library, day: date, measure: Measure) -> set[str]:
    """The clauses of a measure that may apply on a day, those in an open state among them."""
    return {each.clause.id for each in law_on(library, day).clauses if each.measure.id == measure.id}


def test_nothing_of_a_measure_applies_on_the_day_before_its_effect_or_from_its_repeal(library: Library):
    for measure in library.measures.values():
        assert clauses_on(library, measure.effective - ONE, measure) == set()
        if measure.repealed:
            assert clauses_on(library, measure.repealed, measure) == set()


def test_every_clause_of_a_measure_applies_on_its_first_and_on_its_last_day(library: Library):
    """Suspensions aside, and unless the clause has days of its own, or turns on another measure."""
    checked = 0
    for measure in library.measures.values():
        last = [measure.repealed - ONE] if measure.repealed else []
        for day in (measure.effective, *last):
            for clause in measure.clauses:
                spans = (*measure.status, *clause.status)
                if any(span.start <= day and (span.until is None or day <= span.until) for span in spans):
                    continue
                if clause.effect is Effect.EXCEPT or clause.start or clause.until:
                    continue
                assert clause.id in clauses_on(library, day, measure)
                checked += 1
    assert checked >= 50


def test_every_suspension_of_the_library_holds_on_its_first_and_on_its_last_day_only(library: Library):
    checked = 0
    for measure in library.measures.values():
        for clause in measure.clauses:
            for span in (*measure.status, *clause.status):
                if span.state is not MeasureState.SUSPENDED or clause.effect is Effect.EXCEPT:
                    continue
                days = [span.start, span.until or span.start, span.start - ONE, (span.until or span.start) + ONE]
                if clause.start or measure.effective >= span.start or span.until is None:
                    continue
                applies = [clause.id in clauses_on(library, day, measure) for day in days]
                assert applies == [False, False, True, True], (clause.id, span)
                checked += 1
    assert checked >= 5


def test_law_remembered_for_a_span_of_days_is_the_law_of_each_of_its_days(library: Library, rng: random.Random):
    days = telling_days(library)
    between = [day + timedelta(days=rng.randint(1, 40)) for day in days]
    for day in rng.sample([*days, *between], 60):
        found, fresh = law_on(library, day), law_on(library, day)
        assert [(each.clause.id, each.condition) for each in found.clauses] == [
            (each.clause.id, each.condition) for each in fresh.clauses
        ]
        assert found.unknowns == fresh.unknowns
        assert found.terms == fresh.terms
        assert found.pending == fresh.pending


NOBODY_KNOWS = StatusInterval(
    state=MeasureState.UNKNOWN,
    start=date(2026, 1, 1),
    until=None,
    named=FactName("what_followed"),
    question="What followed?",
    values=NAMED["what_followed"],
)


@pytest.mark.parametrize(
    ("of_measure", "of_clause"), [(NOBODY_KNOWS, suspended(1, None)), (suspended(1, None), NOBODY_KNOWS)]
)
def test_a_clause_both_suspended_and_of_unknown_state_is_told_as_suspended(
    of_measure: StatusInterval, of_clause: StatusInterval
):
    """Whatever became of the one, the other keeps the clause from applying."""
    measure = new_measure("m", new_clause("all", TRUE, status=(of_clause,)), status=(of_measure,))
    stage, span = clause_stage_on(measure.clauses[0], measure, date(2026, 1, 10))
    assert stage is Stage.SUSPENDED
    assert span is not None
    assert span.state is MeasureState.SUSPENDED
    assert days_met(library_of([measure])) == []
