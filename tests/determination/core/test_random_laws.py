"""Laws of the program over random laws and random lines: what holds whatever the measures say."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.random_laws import CONTRACT
from tests.support.reference_evaluator import answer, evaluate, world_of
from tests.support.synthetic_law import (
    ABSENT_MEANS_NONE,
    NAMED,
    TABLE,
    VALUES,
    Ends,
    Line,
    assumptions,
    days,
    ends,
    learnt,
    libraries,
    library_of,
    lines,
)
from tests.support.unpresumed import determine, readings

from sekisho import Determination, Library, Outcome, Reading, Readings
from sekisho.determination.core.outcome import HEADLINES
from sekisho.law.model.fact import Codes
from sekisho.law.model.measure import Effect, MeasureState

EXAMPLES = 30
"""In every run; `test_at_length` goes through many more."""


@settings(max_examples=3 * EXAMPLES)
@given(libraries(), lines(), assumptions(), days(), st.sampled_from(Reading))
def test_an_answer_is_what_the_documents_say(library: Library, line: Line, assumed: Line, day: date, reading: Reading):
    """Floor, ceiling, decisive and open clauses and duties agree with an evaluator written from the documents."""
    found = determine(line, library, as_of=day, readings=str(reading), assume=assumed)
    expected = answer(library, world_of(library, {**line, **assumed}, day, reading))
    assert (found.floor, found.ceiling) == (expected.floor, expected.ceiling)
    assert list(found.decisive) == expected.decisive
    assert set(found.open) == expected.open
    assert {duty.clause: duty.certain for duty in found.obligations} == expected.obligations
    assert found.outcome == (found.floor.level if found.floor == found.ceiling else "undetermined")


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_learning_facts_never_moves_an_answer_outside_its_floor_and_ceiling(data: st.DataObject):
    """A value whose text is not known ("changed") is left out: it widens no answer before somebody assumes it."""
    library, line, day = data.draw(libraries()), data.draw(lines()), data.draw(days())
    before = determine(line, library, as_of=day)
    told = {name: value for name, value in data.draw(assumptions()).items() if value != "changed"}
    after = determine(data.draw(learnt(line)), library, as_of=day, assume=told)
    assert ends(after).within(ends(before))
    for reading in Reading:
        one, other = before.by_reading[reading], after.by_reading[reading]
        assert Ends(other.floor, other.ceiling).within(Ends(one.floor, one.ceiling))


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_settling_which_codes_an_item_has_never_moves_an_answer_outside_its_floor_and_ceiling(data: st.DataObject):
    """A code marked `?` turns out to be one of the item's, or not."""
    library, line, day = data.draw(libraries()), data.draw(lines()), data.draw(days())
    line["control_codes"] = data.draw(st.sampled_from(["?1C905.a", "3A001;?1C905.a.4", "?3A001;?1C905", "?1C;?3A001"]))
    before = determine(line, library, as_of=day)
    value = TABLE.parse("control_codes", line["control_codes"])
    assert isinstance(value, Codes)
    kept = data.draw(st.sets(st.sampled_from(sorted(value.maybe))))
    after = determine({**line, "control_codes": [*value.sure, *kept]}, library, as_of=day)
    assert ends(after).within(ends(before))


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), days())
def test_branches_are_the_answers_under_each_value_and_lie_within_the_answer_without_one(
    library: Library, line: Line, day: date
):
    """A named unknown that nobody has settled is at least as wide as each of its values whose text is known."""
    found = determine(line, library, as_of=day)
    for branch in found.branches:
        told = determine(line, library, as_of=day, assume={branch.unknown: branch.value})
        assert branch.verdict == told.verdict
        assert branch.obligations == told.obligations
        assert branch.known == (dict(NAMED[branch.unknown])[branch.value] is not MeasureState.UNKNOWN)
        assert not branch.known or Ends(branch.verdict.floor, branch.verdict.ceiling).within(ends(found))
        assert branch.bears == any(
            Ends(one.verdict.floor, one.verdict.ceiling) != ends(found)
            for one in found.branches
            if one.unknown == branch.unknown and one.known
        )
    assert len({(branch.unknown, branch.value) for branch in found.branches}) == len(found.branches)


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), days())
def test_a_measure_whose_text_has_changed_never_gives_a_settled_answer_below_its_level(
    library: Library, line: Line, day: date
):
    """Within the subject of such a measure the ceiling reaches every level that a clause of it could set."""
    told = {name: "changed" for name, values in NAMED.items() if "changed" in dict(values)}
    found = determine(line, library, as_of=day, assume=told)
    world = world_of(library, {**line, **told}, day)
    for measure in library.measures.values():
        for clause in measure.clauses:
            if clause.effect in {Effect.EXCEPT, Effect.OBLIGE}:
                continue
            changed = next(
                (span for span in measure.status if span.start <= day and (span.until is None or day <= span.until)),
                None,
            )
            if changed is None or changed.state is not MeasureState.UNKNOWN or "changed" not in dict(changed.values):
                continue
            in_time = (clause.start is None or day >= clause.start) and (clause.until is None or day <= clause.until)
            in_force = day >= measure.effective and (measure.repealed is None or day < measure.repealed)
            if in_time and in_force and not clause.status and evaluate(measure.subject, world) > 0:
                level = Outcome[clause.level.upper()]
                assert found.ceiling >= level
                assert found.floor >= level or found.outcome == "undetermined"


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), days(), st.randoms(use_true_random=False))
def test_the_order_of_measures_and_clauses_does_not_matter(
    library: Library, line: Line, day: date, chance: random.Random
):
    def shuffled(things: tuple[object, ...]) -> list[object]:
        return chance.sample(things, len(things))

    measures = [
        replace(each, clauses=tuple(shuffled(each.clauses)))  # type: ignore[arg-type]
        for each in library.measures.values()
    ]
    other = determine(line, library_of(shuffled(tuple(measures))), as_of=day)  # type: ignore[arg-type]
    found = determine(line, library, as_of=day)
    assert other.verdict == found.verdict
    assert other.missing == found.missing
    assert other.by_reading == found.by_reading
    assert set(other.obligations) == set(found.obligations)
    assert {(b.unknown, b.value, b.verdict) for b in other.branches} == {
        (b.unknown, b.value, b.verdict) for b in found.branches
    }


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), assumptions(), days())
def test_exceptions_only_ever_lower_an_answer(library: Library, line: Line, assumed: Line, day: date):
    bare = library_of(
        replace(measure, clauses=tuple(clause for clause in measure.clauses if clause.effect is not Effect.EXCEPT))
        for measure in library.measures.values()
    )
    found, without = (determine(line, each, as_of=day, assume=assumed) for each in (library, bare))
    assert found.floor <= without.floor
    assert found.ceiling <= without.ceiling


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), days())
def test_readings_are_the_answers_with_one_term_read_otherwise(library: Library, line: Line, day: date):
    found = determine(line, library, as_of=day)
    for reading in Reading:
        assert found.by_reading[reading] == determine(line, library, as_of=day, readings=str(reading)).verdict
    for each in readings(line, library, as_of=day):
        for reading in Reading:
            chosen = Readings(Reading.CENTRAL, ((each.term.id, reading),))
            assert getattr(each, reading) == determine(line, library, as_of=day, readings=chosen).verdict
        assert each.central == found.verdict
        assert each.term.disputed


def by_date(found: Determination) -> dict[str, object]:
    """An answer as data, but for the use of the line's own date: it chooses the law only where none is given."""
    data = found.to_dict()
    return {**data, "inputs": [one for one in data["inputs"] if one["name"] != "date"]}


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), days())
def test_the_date_of_law_counts_in_the_same_way_whether_it_is_given_or_is_the_lines_own(
    library: Library, line: Line, day: date
):
    dated = {**line, "date": day.isoformat()}
    own, told = determine(dated, library), determine(dated, library, as_of=day)
    assert by_date(own) == by_date(told)
    assert determine(line, library, as_of=day.isoformat()).verdict == told.verdict


# --- the answer as data -----------------------------------------------------------------------------


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), assumptions(), days())
def test_an_answer_as_data_has_every_key_of_the_contract_and_goes_through_json(
    library: Library, line: Line, assumed: Line, day: date
):
    found = determine(line, library, as_of=day, assume=assumed)
    data = found.to_dict()
    assert set(data) >= CONTRACT
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    levels = {outcome.level for outcome in Outcome}
    assert data["outcome"] in levels | {"undetermined"}
    assert {data["floor"], data["ceiling"]} <= levels
    assert data["headline"] in HEADLINES
    assert set(data["by_reading"]) == {"narrow", "central", "broad"}
    assert all(set(one) >= {"floor", "ceiling"} for one in data["by_reading"].values())
    assert all(set(one) >= {"unknown", "value", "floor", "ceiling", "outcome"} for one in data["branches"])
    assert {one["clause"] for one in data["citations"]} == {*found.decisive, *found.open}
    assert all(set(one) >= {"title", "article", "url"} for one in data["citations"])
    assert set(data["library"]) >= {"version", "hash", "horizon"}
    assert data["as_of"] == day.isoformat()


def test_the_facts_that_the_generator_takes_for_none_when_left_out_are_those_of_the_table():
    assert {name for name in VALUES if TABLE[name].absent == "none"} == ABSENT_MEANS_NONE
