"""Missing facts are those that would settle an answer: no fewer, and no more."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.reference_evaluator import evaluate, world_of
from tests.support.synthetic_law import (
    FINE_VALUES,
    FIRST,
    HALF,
    NAMED,
    VALUES,
    Line,
    chance_of,
    days,
    ends,
    is_,
    libraries,
    library_of,
    lines,
    new_clause,
    new_measure,
    seeds,
    under,
    unknown_facts,
)
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.determination.core.evaluation import missing_facts
from sekisho.law.model.condition import All, Any, Condition, FactName, Listed, ListId, Not, type_leaf, walk
from sekisho.law.model.measure import MeasureState

EXAMPLES = 40


@settings(max_examples=EXAMPLES)
@given(libraries(), lines(), days())
def test_facts_are_missing_if_and_only_if_the_answer_is_open(library: Library, line: Line, day: date):
    found = determine(line, library, as_of=day)
    assert bool(found.missing) == (found.outcome == "undetermined") == bool(found.open)
    assert len(set(found.missing)) == len(found.missing)
    told = determine(line, library, as_of=day, assume={"what_followed": "changed"})
    assert bool(told.missing) == (told.outcome == "undetermined") == bool(told.open)


def test_the_fact_that_most_open_clauses_wait_for_stands_first():
    """Three clauses wait for the end use, two for the kind of end user, one each for the others."""
    use, kind, place, zone = (FactName(name) for name in ("end_use", "end_user_kind", "destination", "to_bonded_zone"))
    waits = [frozenset({use}), frozenset({kind, use}), frozenset({zone, use}), frozenset({place, kind})]
    rank = {zone: 0, place: 1, kind: 2, use: 3}
    assert missing_facts(waits, rank) == (use, kind, zone, place), "equal counts: in the order of the table of facts"
    assert missing_facts(reversed(waits), rank) == (use, kind, zone, place)
    assert missing_facts(waits, {})[:2] == (use, kind), "a fact that the table lacks is told all the same"


def settled_values(name: str) -> list[str]:
    """Values that leave nothing open, of a fact or of a named unknown."""
    if name in NAMED:
        return [value for value, state in NAMED[name] if state is not MeasureState.UNKNOWN]
    return list(FINE_VALUES[name])


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_an_answer_is_settled_once_every_missing_fact_is_learnt(data: st.DataObject):
    library, line, day = data.draw(libraries()), data.draw(lines(FINE_VALUES)), data.draw(days())
    found = determine(line, library, as_of=day)
    told = {str(name): data.draw(st.sampled_from(settled_values(name)), label=name) for name in found.missing}
    after = determine({**line, **told}, library, as_of=day)
    assert after.outcome != "undetermined", f"missing was {found.missing}, and {after.missing} is still asked for"


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_fact_that_is_not_missing_alone_changes_nothing(data: st.DataObject):
    """While the missing facts stay unknown, learning any other fact leaves floor and ceiling where they are."""
    library, line, day = data.draw(libraries()), data.draw(lines()), data.draw(days())
    found = determine(line, library, as_of=day)
    others = [name for name in unknown_facts(line) if name not in found.missing]
    told = {name: data.draw(st.sampled_from(VALUES[name]), label=name) for name in others}
    after = determine({**line, **told}, library, as_of=day)
    assert ends(after) == ends(found)


def test_a_fact_that_counts_only_for_some_values_of_another_missing_fact_is_missing_too():
    """A contractor is barred for military use only: the end use is asked for as well as the kind of end user."""
    contractor = All((is_("end_user_kind", "defence_contractor"), is_("end_use", "military")))
    library = library_of([new_measure("m", new_clause("barred", Any((is_("end_user_kind", "military"), contractor))))])
    found = determine({}, library, as_of=FIRST)
    assert determine({"end_user_kind": "defence_contractor"}, library, as_of=FIRST).missing == ("end_use",)
    assert set(found.missing) == {"end_user_kind", "end_use"}


@settings(max_examples=EXAMPLES)
@given(seeds(), st.integers(1, 4), lines(FINE_VALUES))
def test_missing_facts_are_exactly_those_of_which_some_value_could_change_the_answer(seed: int, size: int, line: Line):
    """One clause that tests each fact once: every way to learn the facts is gone through."""
    condition = read_once(chance_of(seed), size)
    library = library_of([new_measure("m", new_clause("c", condition))])
    found = determine(line, library, as_of=FIRST)
    tested = {leaf.fact: leaf for leaf in walk(condition) if isinstance(leaf, type_leaf)}
    open_facts = [name for name in unknown_facts(line) if FactName(name) in tested]
    telling = set()
    for name in open_facts:
        others = [other for other in open_facts if other != name]
        for first in every_way_to_learn(line, others):
            before = evaluate(condition, world_of(library, first, FIRST))
            after = {evaluate(condition, world_of(library, {**first, name: value}, FIRST)) for value in VALUES[name]}
            if after != {before}:
                telling.add(name)
                break
    assert set(found.missing) == telling


def read_once(chance: random.Random, size: int) -> Condition:
    """A condition over some facts that tests each of them once; each test can hold and can fail."""
    tests: dict[str, Condition] = {
        "destination": is_("destination", "JP"),
        "end_use": is_("end_use", "military", "research"),
        "end_user_kind": is_("end_user_kind", "military"),
        "from_bonded_zone": is_("from_bonded_zone", "yes"),
        "control_codes": under(["1C905.a"]),
        "end_user": Listed(FactName("end_user"), ListId("xx/list/2026-1")),
    }
    parts = [tests[name] for name in chance.sample(sorted(tests), size)]
    while len(parts) > 1:
        one, other = parts.pop(chance.randrange(len(parts))), parts.pop(chance.randrange(len(parts)))
        joined: Condition = All((one, other)) if chance.random() < HALF else Any((one, other))
        parts.append(Not(joined) if chance.random() < HALF else joined)
    return parts[0]


def every_way_to_learn(line: Line, names: list[str]) -> list[Line]:
    """The line with each of the facts left unknown, or learnt."""
    found = [line]
    for name in names:
        found = [way for first in found for way in (first, *({**first, name: value} for value in FINE_VALUES[name]))]
    return found
