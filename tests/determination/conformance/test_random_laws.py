"""Random laws: what a law says by row it says in bulk."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.conformance import Run, compare
from tests.support.synthetic_law import (
    DAYS,
    NAMED,
    VALUES,
    Legislator,
    assumptions,
    chance_of,
    days,
    is_,
    libraries,
    library_of,
    new_clause,
    new_measure,
    random_line,
    seeds,
)

from sekisho import Library, Reading
from sekisho.law.model.condition import All, Between, FactName, Not
from sekisho.law.model.condition import Any as Either
from sekisho.law.model.measure import MeasureState, StatusInterval

FEW, MANY = 6, 400


def check(
    library: Library, seed: int, run: Run, folder: Path, *, formats: tuple[str, ...] = ("csv",), dated: bool = False
) -> int:
    """Compare some random lines."""
    chance: random.Random = chance_of(seed)
    lines = [random_line(chance, stated=chance.choice([0.3, 0.7, 1.0])) for _ in range(25)]
    if dated:
        lines = [{**line, "date": chance.choice(DAYS).isoformat()} for line in lines]
    return compare(lines, library, run, folder, formats=formats, columns=[*VALUES, *(["date"] if dated else [])])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("random-laws")


@settings(max_examples=FEW, suppress_health_check=list(HealthCheck))
@given(libraries(), seeds(), st.builds(Run, as_of=days(), assume=assumptions(), readings=st.sampled_from(Reading)))
def test_random_laws_say_the_same_by_row_and_in_bulk(folder: Path, library: Library, seed: int, run: Run):
    check(library, seed, run, folder)


@settings(max_examples=FEW // 2, suppress_health_check=list(HealthCheck))
@given(libraries(), seeds(), assumptions())
def test_random_laws_say_the_same_when_each_line_has_its_own_date(
    folder: Path, library: Library, seed: int, assumed: dict[str, str]
):
    check(library, seed, Run(assume=assumed), folder, dated=True)


@pytest.mark.slow
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(libraries(), seeds(), assumptions(), st.one_of(st.none(), days()))
def test_many_random_laws_say_the_same_by_row_and_in_bulk(
    folder: Path, library: Library, seed: int, assumed: dict[str, str], day: date | None
):
    run = Run(as_of=day, assume=assumed)
    check(library, seed, run, folder, formats=("csv", "parquet"), dated=day is None)


def test_a_threshold_that_no_row_names_still_tells_lines_apart(tmp_path: Path):
    """The rows of a clause may drop a test; what the clause waits for depends on it all the same."""
    library = Legislator(chance_of(1), 1).law(1, 1, 0)
    assert check(library, 1, Run(as_of=date(2026, 1, 8)), tmp_path, formats=("parquet",))


# --- corners ----------------------------------------------------------------------------------------


def test_a_clause_that_tests_the_day_of_export_agrees(tmp_path: Path):
    """The date is a fact like any other, with --as-of and without."""
    test = Between(FactName("date"), low=DAYS[4])
    library = library_of([new_measure("m", new_clause("late", All((test, is_("end_use", "military")))))])
    lines = [
        {"date": day.isoformat(), **use}
        for day in (DAYS[3], DAYS[4], DAYS[5])
        for use in ({"end_use": "military"}, {"end_use": "civil"}, {})
    ]
    assert compare(lines, library, Run(), tmp_path)
    lines += [{"end_use": "military"}]
    assert compare(lines, library, Run(as_of=DAYS[9]), tmp_path)


def test_a_threshold_that_decides_no_outcome_still_tells_what_is_missing(tmp_path: Path):
    """A part that another part absorbs leaves the rows of tests; the facts that are asked for depend on it still."""
    between = Between(FactName("prc_content_share"), low=Decimal("0.001"), high=Decimal("0.25"), low_open=True)
    signed = is_("was_it_signed", "signed")
    span = StatusInterval(
        state=MeasureState.UNKNOWN,
        start=DAYS[0],
        until=None,
        named=FactName("was_it_signed"),
        values=NAMED["was_it_signed"],
    )
    absorbed = Either((is_("end_user_kind", "military"), Not(between), signed))
    library = library_of([new_measure("m", new_clause("c", All((signed, absorbed))), status=(span,))])
    lines = [{"prc_content_share": share} for share in VALUES["prc_content_share"]]
    lines += [{**line, "end_user_kind": "civil"} for line in lines]
    assert compare(lines, library, Run(as_of=DAYS[5]), tmp_path, columns=["prc_content_share", "end_user_kind"])


@pytest.mark.parametrize("count", [64, 65, 128, 255, 256, 257, 300])
def test_a_law_of_hundreds_of_clauses_agrees(tmp_path: Path, count: int):
    """Counts of clauses that fill words and bytes, and one more."""
    clauses = [
        new_clause(f"c{number:03}", All((is_("end_use", "military"), is_("end_user_kind", "military"))))
        for number in range(count)
    ]
    last = new_clause("last", All((is_("end_use", "research"), is_("destination", "JP"))), "licence")
    library = library_of([new_measure("m", *clauses, last)])
    lines = [
        {name: value for name, value in zip(("end_use", "end_user_kind", "destination"), values, strict=True) if value}
        for values in (
            ("military", "", ""),
            ("", "military", ""),
            ("", "", ""),
            ("research", "civil", ""),
            ("military", "military", "NO"),
            ("research", "", "JP"),
        )
    ]
    assert compare(lines, library, Run(as_of=DAYS[5]), tmp_path, columns=["end_use", "end_user_kind", "destination"])
