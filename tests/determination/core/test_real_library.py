"""Laws of the program over the library as it ships, with random lines that meet its tests."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from tests.support.random_laws import CONTRACT
from tests.support.real_lines import TELLING_DAYS, Trader, telling_days
from tests.support.slow_judge import judge
from tests.support.synthetic_law import Ends, Line, ends
from tests.support.unpresumed import readings

from sekisho import Library, Readings
from sekisho.determination.core.evaluation import EvaluationContext
from sekisho.determination.line.determination import determine
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import Any, Condition, Listed, Reaches, TermId, walk
from sekisho.law.model.fact import Truth, Unknown
from sekisho.law.model.term import Reading
from sekisho.parties.index import parties_of
from sekisho.trade.items.inference import GOODS, triggered_facts
from sekisho.trade.transaction import facts_of_line

MANY = 150
LINES = pytest.mark.parametrize("count", [20, pytest.param(MANY, marks=pytest.mark.slow)])
"""How many random lines: a few in every run, and as many as meet every term in the long one."""


def unstated(library: Library, line: Line) -> list[str]:
    """Facts of a line that are plainly unknown: what is left out may follow, or mean that there is none.

    If the kind of end user is stated, its name is not learnt here, nor the other way round: a name may belie what the
    line says of its kind.
    """
    found = []
    for name, fact in library.facts.facts.items():
        if name == "end_user" and {"end_user_kind", "end_user_territory"} & set(line):
            continue
        if name in {"end_user_kind", "end_user_territory"} and "end_user" in line:
            continue
        if line.get(name, fact.absent) == "unknown":
            found.append(str(name))
    return found


def order(value: Truth) -> int:
    """False, unknown and true as 0, 1 and 2."""
    return 1 if isinstance(value, Unknown) else 2 * value


def without_contradiction(told: Line, line: Line) -> Line:
    """Take out a knowledge that contradicts the other one: a barred use that is known is a risk."""
    whole = {**line, **told}
    if whole.get("knowledge_of_barred_use") == "yes" and whole.get("knowledge_of_risk") == "no":
        return {name: value for name, value in told.items() if not name.startswith("knowledge_of_")}
    return told


def without_named_bars(library: Library) -> Library:
    """The library without the clauses that bar parties by name alone (`named: yes`)."""

    def by_name(condition: Condition) -> bool:
        return any(isinstance(part, Listed) and part.named for part in walk(condition))

    return replace(
        library,
        measures={
            name: replace(
                measure,
                clauses=tuple(one for one in measure.clauses if not (by_name(measure.subject) or by_name(one.when))),
            )
            for name, measure in library.measures.items()
        },
    )


@LINES
def test_learning_facts_never_moves_an_answer_outside_its_floor_and_ceiling(
    library: Library, rng: random.Random, count: int
):
    """A name that nobody has stated is not listed for clauses that bar by name, so these are left out where one is
    learnt; so is a value of the law whose text is not known, which widens no answer before somebody assumes it. Goods
    to which a customs code or a description points are unknown at first, for what is left out counts as none.
    """
    trader, moved, unnamed = Trader(library, rng), 0, without_named_bars(library)
    for _ in range(count):
        line, day = trader.line(0.4), rng.choice(TELLING_DAYS)
        names = [name for name in unstated(library, line) if name in trader.facts]
        told = {name: trader.value(name) for name in names if rng.random() < 0.5}
        told = without_contradiction(told, line)
        if not set(GOODS).isdisjoint(told):  # what they point to must not be taken for none, or stated otherwise
            line |= dict.fromkeys(map(str, triggered_facts(library.facts.triggers)), "unknown")
        law = unnamed if any(library.facts[name].kind == "party" for name in told) else library
        assumed = {name: value for name, value in trader.assumption().items() if value != "changed"}
        before = determine(line, law, as_of=day)
        after = determine({**line, **told}, law, as_of=day, assume=assumed)
        assert ends(after).within(ends(before)), (line, told, day)
        for reading in Reading:
            one, other = before.by_reading[reading], after.by_reading[reading]
            assert Ends(other.floor, other.ceiling).within(Ends(one.floor, one.ceiling)), (line, told, day, reading)
        moved += ends(after) != ends(before)
    assert moved >= count // 10


@LINES
def test_every_disputed_term_reaches_further_with_each_broader_reading(
    library: Library, rng: random.Random, count: int
):
    trader, reached = Trader(library, rng), dict.fromkeys((t for t in library.terms if library.terms[t].disputed), 0)
    assert reached
    for _ in range(2 * count):
        line, day = trader.line(), rng.choice(TELLING_DAYS)
        facts, law = facts_of_line({**line, **trader.assumption()}, library.facts), law_on(library, day)
        for term in reached:
            values = [order(reach(library, facts, day, term, reading)) for reading in Reading]
            assert values == sorted(values), (term, line, day)
            reached[term] += values[0] < values[2]
        assert law.terms.keys() == library.terms.keys()
    assert count < MANY or all(reached.values()), f"some term never made a difference: {reached}"


def reach(library: Library, facts: dict, day: object, term: TermId, reading: Reading) -> Truth:  # type: ignore[type-arg]
    """Judge whether a term reaches a line, with all terms under one reading."""
    law = law_on(library, day)  # type: ignore[arg-type]
    case = EvaluationContext(
        facts=facts,
        day=law.day,
        terms=law.terms,
        readings=Readings(reading),
        parties=parties_of(library),
    )
    if not law.terms[term].is_of_parties:
        return judge(law.terms[term].reach(reading).when, case)
    parts = (part for clause in law.clauses for part in walk(clause.condition))
    return judge(Any(tuple({part: None for part in parts if isinstance(part, Reaches) and part.term == term})), case)


@LINES
def test_an_answer_is_settled_once_every_missing_fact_is_learnt(library: Library, rng: random.Random, count: int):
    """Facts are learnt until nothing is missing; no fact is asked for that was not missing at first."""
    trader, asked = Trader(library, rng), 0
    for _ in range(count):
        line = {name: value for name, value in trader.line(0.5).items() if name != "control_codes"}
        line["control_codes"] = rng.choice(trader.telling)
        line = {name: value for name, value in line.items() if value not in trader.weak}
        day = rng.choice(TELLING_DAYS)
        found = determine(line, library, as_of=day)
        told = {str(name): settled_value(trader, name, line) for name in found.missing}
        told = without_contradiction(told, line)
        after = determine({**line, **told}, library, as_of=day)
        again = [name for name in after.missing if name not in found.missing]
        assert not again, f"{again} is asked for after {found.missing} were learnt: {line}, {told}, {day}"
        asked += bool(told)
    assert asked >= count // 4


def settled_value(trader: Trader, name: str, line: Line) -> str:
    """A value of a fact that leaves nothing open; a coarse code becomes one below it."""
    fact = trader.library.facts[name]
    if fact.of == "law":
        return trader.chance.choice([choice for choice in fact.choices if choice != "changed"])
    if fact.kind == "codes":
        return trader.chance.choice([code for code in trader.codes if code.startswith(line["control_codes"])])
    value = trader.value(name)
    return value if fact.kind != "party" or value in trader.listed else "none"


@LINES
def test_a_finer_code_never_moves_an_answer_outside_its_floor_and_ceiling(
    library: Library, rng: random.Random, count: int
):
    """A coarse code is one of the codes below it that nobody has named yet: to name it is to learn a fact."""
    trader, day = Trader(library, rng), TELLING_DAYS[-1]
    wrong = set()
    for _ in range(2 * count):
        fine = rng.choice(trader.telling)
        coarse = rng.choice([fine[:2], fine[:5], fine.rpartition(".")[0] or fine])
        line, day = trader.line(0.9), rng.choice(TELLING_DAYS)
        before = determine({**line, "control_codes": coarse}, library, as_of=day)
        after = determine({**line, "control_codes": fine}, library, as_of=day)
        if not ends(after).within(ends(before)):
            wrong.add(
                f"{coarse} gives {before.floor.level} to {before.ceiling.level}, "
                f"{fine} {after.floor.level} to {after.ceiling.level}, on {day}, decided by {before.decisive}"
            )
    assert not wrong, "\n".join(sorted(wrong)[:5])


@LINES
def test_readings_and_branches_are_the_answers_that_they_claim_to_be(library: Library, rng: random.Random, count: int):
    trader = Trader(library, rng)
    for _ in range(max(5, count // 5)):
        line, day = trader.line(0.7), rng.choice(TELLING_DAYS)
        found = determine(line, library, as_of=day)
        for branch in found.branches:
            told = determine(line, library, as_of=day, assume={branch.unknown: branch.value})
            assert branch.verdict == told.verdict
            assert not branch.known or Ends(told.floor, told.ceiling).within(ends(found))
        for reading in Reading:
            assert found.by_reading[reading] == determine(line, library, as_of=day, readings=str(reading)).verdict
        for each in readings(line, library, as_of=day):
            chosen = Readings(Reading.CENTRAL, ((each.term.id, Reading.BROAD),))
            assert each.broad == determine(line, library, as_of=day, readings=chosen).verdict


@LINES
def test_every_answer_has_the_keys_of_the_contract_and_goes_through_json(
    library: Library, rng: random.Random, count: int
):
    trader, days = Trader(library, rng), telling_days(library)
    for _ in range(max(5, count // 5)):
        line, day = trader.line(), rng.choice(days)
        data = determine(line, library, as_of=day, assume=trader.assumption()).to_dict()
        assert set(data) >= CONTRACT
        assert json.loads(json.dumps(data, allow_nan=False)) == data
        assert data["library"]["hash"] == library.hash
        assert data["as_of"] == day.isoformat()
