"""Duties and branches of the lines of a book: what a line carries beside its outcome, and what one line says of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.conformance import Line, Run, by_row, compare, read_results
from tests.support.synthetic_law import (
    DAYS,
    HALF,
    LISTS,
    NAMED,
    VALUES,
    chance_of,
    days,
    is_,
    libraries,
    library_of,
    new_clause,
    new_measure,
    new_term,
    random_line,
    seeds,
)

from sekisho import Library, Reading, determine_book
from sekisho.determination.core.outcome import branches_text
from sekisho.determination.line.determination import determine
from sekisho.examples.orders import write_orders
from sekisho.law.model.condition import FALSE, All, Condition, FactName, Listed, ListId, Not, Reaches
from sekisho.law.model.condition import Any as Either
from sekisho.law.model.measure import Clause, Effect, Measure, MeasureState, StatusInterval
from sekisho.present.explained_line import agreement
from sekisho.present.render.data import answer_row

DUTIES, DUTIES_OPEN, BRANCHES = -3, -2, -1
DAY = DAYS[5]


def duty(name: str, when: Condition) -> Clause:
    """A clause that obliges."""
    return new_clause(name, when, effect=Effect.OBLIGE, level="", duty="Do it.")


def unsure(named: str) -> tuple[StatusInterval, ...]:
    """A state of the law that nobody knows."""
    return (
        StatusInterval(
            state=MeasureState.UNKNOWN, start=DAYS[0], until=None, named=FactName(named), values=NAMED[named]
        ),
    )


def carried(lines: Sequence[Line], library: Library, folder: Path, **assume: str) -> list[tuple[str, str, str]]:
    """Duties, open duties and branches of each line, the same by row and in bulk."""
    run = Run(as_of=DAY, assume=assume)
    assert compare(lines, library, run, folder, columns=sorted(VALUES))
    return [(row[DUTIES], row[DUTIES_OPEN], row[BRANCHES]) for row in by_row(lines, library, run)]


# --- duties ---------------------------------------------------------------------------------------


def test_duties_that_hold_and_that_may_hold_stand_apart_in_the_order_of_the_law(tmp_path: Path):
    """A fact that duties alone test tells lines apart too."""
    library = library_of(
        [
            new_measure(
                "m",
                duty("z-report", is_("end_use", "military")),
                new_clause("ban", is_("destination", "KP")),
                duty("a-keep", Either((is_("end_use", "military"), is_("end_user_kind", "military")))),
            )
        ]
    )
    lines = [
        {"destination": "JP", "end_use": "military", "end_user_kind": "civil"},
        {"destination": "JP", "end_use": "civil"},
        {"destination": "KP", "end_use": "civil", "end_user_kind": "civil"},
        {"destination": "KP", "end_user_kind": "military"},
        {"destination": "KP"},
    ]
    assert carried(lines, library, tmp_path) == [
        ("xx/m#z-report;xx/m#a-keep", "", ""),
        ("", "xx/m#a-keep", ""),
        ("", "", ""),
        ("xx/m#a-keep", "xx/m#z-report", ""),
        ("", "xx/m#z-report;xx/m#a-keep", ""),
    ]


def test_a_law_without_duties_and_one_of_duties_alone_agree(tmp_path: Path):
    lines: list[Line] = [{"end_use": "military"}, {}, {"end_use": "civil"}]
    none = library_of([new_measure("m", new_clause("ban", is_("end_use", "military")))])
    assert carried(lines, none, tmp_path) == [("", "", "")] * 3
    alone = library_of([new_measure("m", duty("report", is_("end_use", "military")))])
    assert carried(lines, alone, tmp_path) == [("xx/m#report", "", ""), ("", "xx/m#report", ""), ("", "", "")]


def test_duties_follow_the_state_of_the_law(tmp_path: Path):
    """While nobody knows whether a measure holds, its duties may hold."""
    library = library_of([new_measure("m", duty("report", is_("end_use", "military")), status=unsure("was_it_signed"))])
    lines: list[Line] = [{"end_use": "military"}]
    assert carried(lines, library, tmp_path) == [("", "xx/m#report", "")]
    assert carried(lines, library, tmp_path, was_it_signed="signed") == [("xx/m#report", "", "")]
    assert carried(lines, library, tmp_path, was_it_signed="unsigned") == [("", "", "")]


def test_duties_are_those_under_the_reading_of_the_run(tmp_path: Path):
    """A broad reading reaches what a narrow one does not; another reading than that of the run bears on no duty."""
    military, civil = is_("end_use", "military"), is_("end_use", "civil")
    term = new_term("helps", FALSE, military, Either((military, civil)))
    measure = new_measure("m", duty("report", Reaches(term.id)), new_clause("ban", is_("destination", "KP")))
    library = library_of([replace(measure, terms=(term,))])
    lines: list[Line] = [{"end_use": "military"}, {"end_use": "civil"}, {}]
    owed = "xx/m#report"
    for reading, duties in (
        ("narrow", [("", ""), ("", ""), ("", "")]),
        ("central", [(owed, ""), ("", ""), ("", owed)]),
        ("broad", [(owed, ""), (owed, ""), ("", owed)]),
    ):
        run = Run(as_of=DAY, readings=reading)
        assert compare(lines, library, run, tmp_path, columns=["end_use"])
        assert [(row[DUTIES], row[DUTIES_OPEN]) for row in by_row(lines, library, run)] == duties


def test_duties_on_listed_parties_are_told_name_by_name(tmp_path: Path):
    """A name may be listed for sure, perhaps, later, or not at all."""
    found = [duty(f"d{place}", Listed(FactName("end_user"), ListId(name))) for place, name in enumerate(LISTS)]
    library = library_of([new_measure("m", *found, new_clause("ban", is_("destination", "KP")))])
    lines = [{"end_user": name, "destination": "KP"} for name in (*VALUES["end_user"], "")]
    assert len({row[DUTIES] for row in carried(lines, library, tmp_path)}) > 2


# --- branches -------------------------------------------------------------------------------------


def test_a_line_that_waits_for_the_state_of_the_law_has_a_branch_for_each_value(tmp_path: Path):
    library = library_of(
        [
            new_measure("m", new_clause("ban", is_("end_use", "military")), status=unsure("what_followed")),
            new_measure("n", new_clause("licence", is_("end_user_kind", "military"), "licence")),
        ]
    )
    told = "what_followed=extended:{}..{};what_followed=lapsed:{}..{};what_followed=changed:not known".format
    lines = [
        {"end_use": "military", "end_user_kind": "civil"},
        {"end_use": "civil", "end_user_kind": "civil"},
        {"end_use": "military", "end_user_kind": "military"},
        {"end_user_kind": "civil"},
        {"end_use": "military"},
    ]
    assert [row[BRANCHES] for row in carried(lines, library, tmp_path)] == [
        told("free", "free", "prohibited", "prohibited"),
        # Both known values agree; that the text may have been replaced has no level, and is a caution.
        "",
        told("licence", "licence", "prohibited", "prohibited"),
        told("free", "free", "free", "prohibited"),
        told("free", "licence", "prohibited", "prohibited"),
    ]
    assert all(not row[BRANCHES] for row in carried(lines, library, tmp_path, what_followed="lapsed"))


def test_an_unknown_that_moves_neither_end_has_no_branch(tmp_path: Path):
    """A line that is prohibited anyway, one open under another law up to the same level, and one not concerned."""
    ban = new_clause("ban", is_("end_use", "military"))
    library = library_of(
        [
            new_measure("m", ban, status=unsure("was_it_signed")),
            new_measure("n", new_clause("ban", is_("destination", "KP"))),
        ]
    )
    lines = [
        {"end_use": "military", "destination": "KP"},
        {"destination": "unknown"},
        {"end_use": "civil", "destination": "JP"},
    ]
    found = carried(lines, library, tmp_path)
    assert [row[BRANCHES] for row in found] == ["", "", ""]


def test_two_unknowns_have_branches_of_their_own(tmp_path: Path):
    """Also where a test of the law's state and of a fact of the line stand in one part."""
    both = All((is_("end_use", "military"), Not(is_("destination", "JP"))))
    library = library_of(
        [
            new_measure("m", new_clause("ban", both), status=unsure("was_it_signed")),
            new_measure(
                "n", new_clause("licence", is_("end_use", "military"), "licence"), status=unsure("what_followed")
            ),
        ]
    )
    (found,) = carried([{"end_use": "military", "destination": "KP"}], library, tmp_path)
    assert found[BRANCHES].count("was_it_signed=") == 2
    assert found[BRANCHES].count("what_followed=") == 3
    (found,) = carried([{"end_use": "military", "destination": "JP"}], library, tmp_path)
    assert found[BRANCHES].startswith("what_followed=extended:free..free;what_followed=lapsed:licence..licence;")
    assert "was_it_signed" not in found[BRANCHES]


def test_the_text_lists_every_value_of_an_unknown_or_none():
    then = [("q", "a", ("free", "free")), ("q", "b", ("free", "licence")), ("r", "c", ("free", "licence"))]
    assert branches_text(("free", "licence"), then) == "q=a:free..free;q=b:free..licence"


# --- random laws, and the library as it ships -----------------------------------------------------


def obliging(measure: Measure) -> Measure:
    """A measure of which every second clause obliges instead."""
    clauses = [
        replace(clause, effect=Effect.OBLIGE, level="", duty="Do it.")
        if place % 2 and clause.effect is not Effect.EXCEPT
        else clause
        for place, clause in enumerate(measure.clauses)
    ]
    return replace(measure, clauses=tuple(clauses))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("carried")


def check(library: Library, seed: int, run: Run, folder: Path) -> None:
    """Compare random lines under a law with many duties, often in a state that nobody knows."""
    chance = chance_of(seed)
    measures = [obliging(measure) for measure in library.measures.values()]
    if chance.random() < HALF:
        measures = [replace(one, status=unsure(chance.choice(sorted(NAMED)))) for one in measures]
    lines = [random_line(chance, stated=chance.choice([0.3, 0.7, 1.0])) for _ in range(25)]
    if run.as_of is None:
        lines = [{**line, "date": chance.choice(DAYS).isoformat()} for line in lines]
    columns = [*VALUES, *([] if run.as_of else ["date"])]
    assert compare(lines, library_of(measures), run, folder, formats=("csv",), columns=columns)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(libraries(), seeds(), st.builds(Run, as_of=days(), readings=st.sampled_from(Reading)))
def test_random_duties_and_branches_are_the_same_by_row_and_in_bulk(
    folder: Path, library: Library, seed: int, run: Run
):
    check(library, seed, run, folder)


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(libraries(), seeds(), st.builds(Run, as_of=st.none() | days(), readings=st.sampled_from(Reading)))
def test_many_random_duties_and_branches_are_the_same_by_row_and_in_bulk(
    folder: Path, library: Library, seed: int, run: Run
):
    check(library, seed, run, folder)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2026, 11, 24), 80),
        pytest.param(date(2026, 9, 30), 400, marks=pytest.mark.slow),
        pytest.param(date(2026, 11, 24), 400, marks=pytest.mark.slow),
    ],
)
def test_every_line_of_the_example_book_carries_what_one_line_says(
    library: Library, tmp_path: Path, day: date, count: int
):
    """The stored row of each line agrees with the line judged again, in the columns that `explain` compares.

    Neither a book nor `explain` presumes a control code from the description; the question of one line (`check`) does.
    """
    book, out = tmp_path / "orders.csv", tmp_path / "results.parquet"
    write_orders(library, lines=count, seed=1, out=book)
    result = determine_book(book, library, out=out, as_of=day)
    names = ("outcome", "duties", "duties_open", "branches")
    stored = read_results(out, ["line::VARCHAR", *(f"{name}::VARCHAR" for name in names)])
    by_line = {row[0]: dict(zip(names, row[1:], strict=True)) for row in stored}
    with book.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=1):
        line = {str(fact): row[column] for fact, column in result.mapped.items()}
        judged = answer_row(determine(line, library, as_of=day).to_dict())
        name = row.get("line") or str(number)
        assert agreement(by_line[name], judged) == [], f"line {name}: {line}"
    assert sum(bool(row["duties"]) for row in by_line.values()) > count // 8
    assert sum(bool(row["duties_open"]) for row in by_line.values()) > count // 8
    assert sum(bool(row["branches"]) for row in by_line.values()) > (count // 40 if day.month == 11 else -1)
