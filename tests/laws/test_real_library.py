"""Laws of the program over the library as it ships, with random lines that meet its tests."""

from __future__ import annotations

import json
import random

from tests.laws.real_lines import TELLING_DAYS, Trader, telling_days
from tests.laws.synthetic import Ends, Line, ends
from tests.laws.test_random_laws import CONTRACT

from sekisho import Library, Readings, determine, readings
from sekisho.determine.given import parties_of
from sekisho.determine.judge import Case, judge
from sekisho.law.condition import TermId
from sekisho.law.fact import Truth, Unknown
from sekisho.law.term import Reading
from sekisho.trade.transaction import facts_of_line

LINES = 150


def unstated(library: Library, line: Line) -> list[str]:
    """Facts of a line that are plainly unknown: what is left out may follow, or mean that there is none.

    If the kind of end user is stated, its name is not learnt here: a name may belie what the line says of its kind.
    """
    found = []
    for name, fact in library.facts.facts.items():
        if name == "end_user" and {"end_user_kind", "end_user_territory"} & set(line):
            continue
        if line.get(name, fact.absent) == "unknown":
            found.append(str(name))
    return found


def order(value: Truth) -> int:
    """False, unknown and true as 0, 1 and 2."""
    return 1 if isinstance(value, Unknown) else 2 * value


def test_learning_facts_never_moves_an_answer_outside_its_floor_and_ceiling(library: Library, rng: random.Random):
    trader, moved = Trader(library, rng), 0
    for _ in range(LINES):
        line, day = trader.line(0.4), rng.choice(TELLING_DAYS)
        before = determine(line, library, as_of=day)
        names = [name for name in unstated(library, line) if name in trader.facts]
        told = {name: trader.value(name) for name in names if rng.random() < 0.5}
        after = determine({**line, **told}, library, as_of=day, assume=trader.assumption())
        assert ends(after).within(ends(before)), (line, told, day)
        for reading in Reading:
            one, other = before.by_reading[reading], after.by_reading[reading]
            assert Ends(other.floor, other.ceiling).within(Ends(one.floor, one.ceiling)), (line, told, day, reading)
        moved += ends(after) != ends(before)
    assert moved >= LINES // 4


def test_every_disputed_term_reaches_further_with_each_broader_reading(library: Library, rng: random.Random):
    trader, reached = Trader(library, rng), dict.fromkeys((t for t in library.terms if library.terms[t].disputed), 0)
    assert reached
    for _ in range(LINES * 2):
        line, day = trader.line(), rng.choice(TELLING_DAYS)
        facts, law = facts_of_line({**line, **trader.assumption()}, library.facts), library.law_on(day)
        for term in reached:
            values = [order(reach(library, facts, day, term, reading)) for reading in Reading]
            assert values == sorted(values), (term, line, day)
            reached[term] += values[0] < values[2]
        assert law.terms.keys() == library.terms.keys()
    assert all(reached.values()), f"some term never made a difference: {reached}"


def reach(library: Library, facts: dict, day: object, term: TermId, reading: Reading) -> Truth:  # type: ignore[type-arg]
    """Judge whether a term reaches a line, with all terms under one reading."""
    law = library.law_on(day)  # type: ignore[arg-type]
    case = Case(
        facts=facts,
        day=law.day,
        terms=law.terms,
        readings=Readings(reading),
        parties=parties_of(library),
    )
    return judge(law.terms[term].reach(reading).when, case)


def test_an_answer_is_settled_once_every_missing_fact_is_learnt(library: Library, rng: random.Random):
    """Facts are learnt until nothing is missing; no fact is asked for that was not missing at first."""
    trader, asked = Trader(library, rng), 0
    for _ in range(LINES):
        line = {name: value for name, value in trader.line(0.5).items() if name != "control_codes"}
        line["control_codes"] = rng.choice(trader.telling)
        line = {name: value for name, value in line.items() if value not in trader.weak}
        day = rng.choice(TELLING_DAYS)
        found = determine(line, library, as_of=day)
        told = {str(name): settled_value(trader, name, line) for name in found.missing}
        after = determine({**line, **told}, library, as_of=day)
        again = [name for name in after.missing if name not in found.missing]
        assert not again, f"{again} is asked for after {found.missing} were learnt: {line}, {told}, {day}"
        asked += bool(told)
    assert asked >= LINES // 4


def settled_value(trader: Trader, name: str, line: Line) -> str:
    """A value of a fact that leaves nothing open; a coarse code becomes one below it."""
    fact = trader.library.facts[name]
    if fact.of == "law":
        return trader.chance.choice([choice for choice in fact.choices if choice != "changed"])
    if fact.kind == "codes":
        return trader.chance.choice([code for code in trader.codes if code.startswith(line["control_codes"])])
    value = trader.value(name)
    return value if fact.kind != "party" or value in trader.listed else "none"


def test_a_finer_code_never_moves_an_answer_outside_its_floor_and_ceiling(library: Library, rng: random.Random):
    """A coarse code is one of the codes below it that nobody has named yet: to name it is to learn a fact."""
    trader, day = Trader(library, rng), TELLING_DAYS[-1]
    wrong = set()
    for _ in range(LINES * 2):
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


def test_readings_and_branches_are_the_answers_that_they_claim_to_be(library: Library, rng: random.Random):
    trader = Trader(library, rng)
    for _ in range(LINES // 5):
        line, day = trader.line(0.7), rng.choice(TELLING_DAYS)
        found = determine(line, library, as_of=day)
        for branch in found.branches:
            told = determine(line, library, as_of=day, assume={branch.unknown: branch.value})
            assert branch.verdict == told.verdict
            assert Ends(told.floor, told.ceiling).within(ends(found))
        for reading in Reading:
            assert found.by_reading[reading] == determine(line, library, as_of=day, readings=str(reading)).verdict
        for each in readings(line, library, as_of=day):
            chosen = Readings(Reading.CENTRAL, ((each.term.id, Reading.BROAD),))
            assert each.broad == determine(line, library, as_of=day, readings=chosen).verdict


def test_every_answer_has_the_keys_of_the_contract_and_goes_through_json(library: Library, rng: random.Random):
    trader, days = Trader(library, rng), telling_days(library)
    for _ in range(LINES // 5):
        line, day = trader.line(), rng.choice(days)
        data = determine(line, library, as_of=day, assume=trader.assumption()).to_dict()
        assert set(data) >= CONTRACT
        assert json.loads(json.dumps(data, allow_nan=False)) == data
        assert data["library"]["hash"] == library.hash
        assert data["as_of"] == day.isoformat()
