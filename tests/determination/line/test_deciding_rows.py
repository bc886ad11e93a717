"""The if/then table of an answer: every row holds when it is put back, and names nothing that changes nothing."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Final

import pytest
from tests.support.put_back import broken, idle
from tests.support.real_lines import TELLING_DAYS, Trader
from tests.support.situations import SITUATIONS, golden_cases

from sekisho import Library, Outcome, determine
from sekisho.determination.core.deciding_table import DecidingKind, DecidingRow
from sekisho.determination.core.truth_table import TruthTable
from sekisho.determination.line import determination as line
from sekisho.determination.line.deciding_rows import MOST_ROWS, deciding_table, tables_known
from sekisho.determination.line.golden_cases import GoldenCase
from sekisho.law.model.condition import FactName
from sekisho.law.model.scheme import control_entries

CODES: Final = FactName("control_codes")
DAY: Final = "2026-11-27"
SAMPLE: Final = 30
GROUPS: Final = 12
OTHERS: Final = 4


def rows_by_level(rows: tuple[DecidingRow, ...]) -> dict[Outcome | None, DecidingRow]:
    """Rows of facts by the level that they decide."""
    return {row.floor: row for row in rows if row.kind is DecidingKind.ANSWER}


def check_rows(cases: tuple[GoldenCase, ...], library: Library) -> int:
    """Put every row of golden cases back; returns how many rows there were."""
    wrong: list[str] = []
    number = 0
    for case in cases:
        answer = line.determine(case.facts, library, as_of=case.as_of, assume=case.assume)
        number += len(answer.rows)
        wrong += [f"{case.id}: {text}" for text in broken(answer, case.facts, library)]
        wrong += [f"{case.id}: {text}" for text in idle(answer, case.facts, library)]
    assert wrong == []
    return number


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_row_of_the_twelve_situations_holds_when_it_is_put_back(name: str, library: Library):
    facts = SITUATIONS[name]
    answer = determine(facts, library, as_of=DAY)
    assert len(answer.rows) <= MOST_ROWS
    assert broken(answer, facts, library) == []
    assert idle(answer, facts, library) == []


def test_every_row_of_golden_cases_holds_when_it_is_put_back(library: Library):
    chosen = Random(60).sample(golden_cases(), SAMPLE)
    assert check_rows(tuple(chosen), library) > SAMPLE


def test_every_row_of_all_golden_cases_holds_when_it_is_put_back(library: Library):
    assert check_rows(golden_cases(), library) > len(golden_cases())


@pytest.mark.parametrize(
    ("stated", "destination"),
    [({"description": "NdFeB magnets"}, "JP"), ({"hs_code": "850511"}, "JP"), ({"description": "NdFeB magnets"}, "DE")],
)
def test_goods_that_may_fall_under_codes_say_what_it_is_under_them(
    stated: dict[str, str], destination: str, library: Library
):
    facts = {"origin": "CN", "destination": destination, "end_user_kind": "civil", **stated}
    answer = determine(facts, library, as_of=DAY)
    assert len(answer.near) > 1
    told = {code for row in answer.rows for code in row.facts.get(CODES, ())} - {"none"}
    assert told
    under = {code: determine({**facts, "control_codes": code}, library, as_of=DAY).floor for code, _ in answer.near}
    assert told <= under.keys()
    assert {under[code] for code in told} == set(under.values()) - {Outcome.FREE}
    assert broken(answer, facts, library) == []


def test_a_row_that_is_wrong_is_seen(library: Library):
    facts = SITUATIONS["re-export"]
    answer = determine(facts, library, as_of=DAY)
    first = answer.rows[0]
    assert first.floor is not Outcome.FREE
    free = next(row for row in answer.rows if row.floor is Outcome.FREE)
    wrong = DecidingRow(kind=first.kind, verdict=free.verdict, cases=first.cases)
    object.__setattr__(answer, "deciding", lambda: type(deciding_table(answer, facts, library))(rows=(wrong,)))
    assert len(broken(answer, facts, library)) == 1


def test_an_end_user_that_nobody_names_gives_a_row_for_each_list_and_the_ordinary_case_last(library: Library):
    answer = determine(SITUATIONS["end user unknown"], library, as_of=DAY)
    rows = rows_by_level(answer.rows)
    assert list(rows) == [
        *(Outcome.PROHIBITED, Outcome.PROHIBITED_SAVE_SPECIAL),
        *(Outcome.INDIVIDUAL_LICENCE, Outcome.LICENCE),
    ]
    military = [set(case.facts) for case in rows[Outcome.PROHIBITED].cases]
    assert {"end_user_kind"} in military
    assert {"end_use"} in military
    user = FactName("end_user")
    listed = {level: row.listed[user] for level, row in rows.items() if user in row.listed}
    assert all("control-list" in name for name in listed[Outcome.PROHIBITED_SAVE_SPECIAL])
    assert all("watch-list" in name for name in listed[Outcome.INDIVIDUAL_LICENCE])
    assert listed[Outcome.LICENCE] == ()
    ordinary = rows[Outcome.LICENCE].facts
    assert {name: values[0] for name, values in ordinary.items() if name != "knowledge_of_barred_use"} == {
        "end_user_kind": "civil",
        "end_use": "civil",
    }


def test_a_re_export_is_decided_by_the_undertaking_and_then_by_the_seller(library: Library):
    rows = rows_by_level(determine(SITUATIONS["re-export"], library, as_of=DAY).rows)
    said = {
        level: {str(name): values[0] for name, values in row.facts.items()}
        for level, row in rows.items()
        if level is not None
    }
    assert said[Outcome.CASE_BY_CASE]["prior_undertaking"] == "yes"
    assert said[Outcome.LICENCE]["exporter_is_prc_person"] == "yes"
    assert said[Outcome.FREE]["prior_undertaking"] == said[Outcome.FREE]["exporter_is_prc_person"] == "no"
    assert list(rows)[-1] is Outcome.FREE


def test_a_unit_that_may_be_the_listed_one_is_asked_by_its_entry(library: Library):
    rows = rows_by_level(determine(SITUATIONS["in-house unit"], library, as_of=DAY).rows)
    same = {level: set(row.cases[0].same.values()) for level, row in rows.items()}
    assert same[Outcome.PROHIBITED_SAVE_SPECIAL] == {"yes"}
    assert same[Outcome.LICENCE] == {"no"}


def test_the_state_of_the_law_is_a_row_a_branch_in_the_order_of_its_values(library: Library):
    answer = determine(SITUATIONS["suspended law"], library, as_of=DAY)
    law = [row for row in answer.rows if row.kind is DecidingKind.LAW]
    assert [next(iter(row.law.values())) for row in law] == ["extended", "lapsed", "changed"]
    assert [row.floor for row in law] == [Outcome.FREE, Outcome.LICENCE, None]
    assert law[-1].to_dict()["floor"] is None


def test_a_decided_answer_tells_the_single_changes_that_make_it_graver_first(library: Library):
    facts = {**SITUATIONS["civil buyer"], "knowledge_of_barred_use": "no"}
    rows = determine(facts, library, as_of=DAY).rows
    changes = [row for row in rows if row.kind is DecidingKind.CHANGE]
    assert [row.floor for row in changes] == sorted(
        (row.floor for row in changes if row.floor is not None), reverse=True
    )
    assert {"end_use"} in [set(case.facts) for case in changes[0].cases]


def test_rows_are_the_same_whenever_they_are_worked_out(library: Library):
    for name in ("end user unknown", "watch list"):
        first, again = (determine(SITUATIONS[name], library, as_of=DAY).to_dict()["if"] for _ in range(2))
        assert first == again


@pytest.mark.parametrize("name", ["end user unknown", "re-export", "listed party", "Chinese content"])
def test_the_table_of_all_answers_is_what_the_evaluator_says_at_each_place(name: str, library: Library):
    from sekisho.determination.line.deciding_rows import _Line
    from sekisho.determination.line.row_values import FOLLOWS

    answer = determine(SITUATIONS[name], library, as_of=DAY)
    asked = _Line(answer, SITUATIONS[name], library)
    names, _ = asked._open_facts()
    values = {name: [one.value for one in asked.classes(name)] for name in names}
    table = TruthTable(asked.heard, values, asked.derive, FOLLOWS)
    places = list(product(*(range(len(values[name]) + 1) for name in names)))
    for digits in Random(7).sample(places, min(len(places), 300)):
        stated = {name: digit for name, digit in zip(names, digits, strict=True) if digit}
        verdict = asked.heard_with({name: values[name][digit - 1] for name, digit in stated.items()}).verdict
        level = verdict.floor if verdict.floor is verdict.ceiling else None
        assert table.level(stated) is level, stated


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"end_user_kind": "civil"},
        {"end_user": "Mitsubishi Materials"},
        {"end_user": "Kawasaki Heavy Industries"},
        {"end_user": "Mitsubishi Shipbuilding", "end_user_kind": "civil"},
    ],
)
def test_a_use_that_nobody_states_is_no_row_where_another_answer_decides_the_same(
    stated: dict[str, str], library: Library
):
    facts = {"origin": "CN", "destination": "JP", "control_codes": "none", **stated}
    answer = determine(facts, library, as_of=DAY)
    told = [values for row in answer.rows for case in row.cases for values in case.facts.values()]
    assert told
    assert ("terrorism",) not in [tuple(values) for values in told]
    assert {row.floor for row in answer.rows if row.kind is DecidingKind.ANSWER} >= {Outcome.PROHIBITED}


def test_a_table_that_is_remembered_is_the_one_that_the_line_has_afresh(library: Library, rng: Random):
    """Lines that differ in one fact, or in their code alone, from one that was asked before."""
    trader, codes = Trader(library, rng), sorted(control_entries(library))
    known, shared = tables_known(library), 0
    for _ in range(GROUPS):
        day, line = rng.choice(TELLING_DAYS), trader.line(0.5)
        names = [name for _ in range(OTHERS) for name in ("control_codes", rng.choice(list(trader.facts)))]
        lines = [stated({**line, name: trader.value(name)}) for name in names]
        lines += [stated({**line, "control_codes": code}) for code in rng.sample(codes, OTHERS)]
        answers = [determine(one, library, as_of=day) for one in lines]
        known.clear()
        tables = [deciding_table(answer, one, library) for answer, one in zip(answers, lines, strict=True)]
        shared += len(lines) - len({id(table) for table in tables})
        for answer, one, table in zip(answers, lines, tables, strict=True):
            known.clear()
            assert deciding_table(answer, one, library) == table, one
    assert shared > GROUPS


def stated(line: dict[str, str]) -> dict[str, str]:
    """The line without the risk that nobody may deny who states a barred use."""
    barred = line.get("knowledge_of_barred_use") == "yes"
    return {name: value for name, value in line.items() if not (barred and name == "knowledge_of_risk")}
