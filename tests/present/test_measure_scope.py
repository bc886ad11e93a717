"""Whom a measure binds: every condition of a clause stands in its row, what excepts beside what it excepts from."""

from __future__ import annotations

from sekisho import Library
from sekisho.i18n.conditions import prose
from sekisho.i18n.names import speech_of
from sekisho.law.dates.calendar import subject_of
from sekisho.law.model.condition import All, Condition, MeasureId
from sekisho.law.model.measure import Effect
from sekisho.present.law.measure_scope import SENDERS, ScopeRow, measure_scope


def row_of(clause: str, library: Library) -> ScopeRow:
    measure, _ = library.clauses[clause]  # type: ignore[index]
    rows = measure_scope(measure, library, language="en")
    (found,) = [row for row in rows if clause in dict(row.clauses)]
    return found


def test_every_clause_that_binds_has_one_row_with_its_article(library: Library):
    for measure in library.measures.values():
        rows = measure_scope(measure, library, language="en")
        told = sorted(pair for row in rows for pair in row.clauses)
        assert told == sorted((c.id, c.article) for c in measure.clauses if c.effect is not Effect.EXCEPT)


def test_no_condition_of_a_clause_is_left_out(library: Library):
    speech = speech_of(library)
    for measure, clause in library.clauses.values():
        if clause.effect is Effect.EXCEPT:
            continue
        row = row_of(clause.id, library)
        for part in innermost(All((subject_of(clause, measure), clause.when))):
            words = prose(part, speech).removeprefix("it falls under ")
            assert any(words in cell for cell in (row.bound, row.goods, row.whom)), (clause.id, words)


def innermost(condition: Condition) -> list[Condition]:
    """Return what must hold together, without the layers."""
    if isinstance(condition, All):
        return [one for part in condition.parts for one in innermost(part)]
    return [condition]


def test_the_ban_binds_exporters_and_whoever_passes_on_and_names_no_exception(library: Library):
    rows = measure_scope(library.measures[MeasureId("cn/2026-01-japan-dual-use")], library, language="en")
    assert ["export" in row.bound for row in rows] == [True, True, True, False]
    assert "passed on by a party abroad" in rows[-1].bound
    assert all("all dual-use items" in row.goods for row in rows)
    assert all("Japan" in row.whom and "dual-use items" not in row.whom for row in rows)
    assert not any(row.exceptions for row in rows)


def test_a_material_names_goods_and_nobody_for_whom(library: Library):
    (row,) = measure_scope(library.measures[MeasureId("cn/2023-23-gallium-germanium")], library, language="en")
    assert ("gallium" in row.goods, row.whom) == (True, "")


def test_what_excepts_stands_beside_what_it_excepts_from(library: Library):
    excepting = [clause for _, clause in library.clauses.values() if clause.effect is Effect.EXCEPT]
    assert excepting
    for clause in excepting:
        for name in clause.excepts:
            assert clause.id in {one.clause for one in row_of(name, library).exceptions}


def test_the_facts_of_who_sends_are_facts_that_clauses_may_ask(library: Library):
    assert set(library.facts.facts) >= SENDERS
