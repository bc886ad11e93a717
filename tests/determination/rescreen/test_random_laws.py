"""Random laws: re-screening gives exactly the lines that two full runs tell apart."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.conformance import write_csv, write_parquet
from tests.support.rescreening import Settings, check
from tests.support.synthetic_law import (
    DAYS,
    ENTRIES,
    HOLDINGS,
    VALUES,
    Legislator,
    assumptions,
    chance_of,
    days,
    libraries,
    library_of,
    random_line,
    seeds,
)

from sekisho import Library, Reading

FEW, MANY = 4, 250
RUNS = st.builds(Settings, readings=st.sampled_from(Reading), assume=assumptions())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("rescreen-random")


def book_of(chance: random.Random, library: Library, folder: Path, kind: str, *, dated: bool) -> Path:
    """A book of random lines that state much or little."""
    lines = [random_line(chance, stated=chance.choice([0.3, 0.7, 1.0])) for _ in range(30)]
    if dated:
        lines = [{**line, "date": chance.choice(DAYS).isoformat()} for line in lines]
    columns = [*VALUES, *(["date"] if dated else [])]
    book = folder / f"book.{kind}"
    write_csv(lines, folder / "book.csv", columns)
    if kind == "parquet":
        write_parquet(folder / "book.csv", book, library, columns)
    return book


def amended(library: Library, chance: random.Random) -> Library:
    """The library after a change: a measure made anew, a list changed, or both."""
    measures = list(library.measures.values())
    if chance.random() < 0.8:
        place = chance.randrange(len(measures))
        legislator = Legislator(chance, 2, terms=list(measures[0].terms), measures=len(measures))
        made = legislator.measure(place, 3)
        measures[place] = replace(made, terms=measures[place].terms)
    entries = ENTRIES
    if chance.random() < 0.4:
        entries = tuple(
            replace(entry, listed=chance.choice([None, *DAYS]), until=chance.choice([None, *DAYS])) for entry in ENTRIES
        )
    if chance.random() < 0.3:
        entries = tuple(replace(one, names=(*one.names, "Nobody Ltd.")) if one.id == "e3" else one for one in entries)
    made_anew = library_of(measures, entries)
    return replace(made_anew, hash="1" * 64, holdings=HOLDINGS)


def compared(seed: int, library: Library, run: Settings, folder: Path, days_of: tuple[date | None, date | None]) -> int:
    """Compare two states of the law for one random book."""
    chance = chance_of(seed)
    kind = chance.choice(["csv", "parquet"])
    book = book_of(chance, library, folder, kind, dated=None in days_of)
    other = amended(library, chance) if chance.random() < 0.7 else library
    return check(book, run, (library, days_of[0]), (other, days_of[1]))


@settings(max_examples=FEW, suppress_health_check=list(HealthCheck))
@given(seeds(), libraries(), RUNS, days(), days())
def test_another_day_or_another_library_changes_the_lines_that_two_runs_tell_apart(  # noqa: PLR0917 - what Hypothesis draws
    folder: Path, seed: int, library: Library, run: Settings, first: date, second: date
):
    compared(seed, library, run, folder, (first, second))


@settings(max_examples=FEW // 2, suppress_health_check=list(HealthCheck))
@given(seeds(), libraries(), RUNS, st.one_of(st.none(), days()))
def test_a_run_by_the_date_of_each_line_is_judged_again_by_it_or_by_one_day(
    folder: Path, seed: int, library: Library, run: Settings, day: date | None
):
    compared(seed, library, run, folder, (None, day))


@settings(max_examples=FEW // 2, suppress_health_check=list(HealthCheck))
@given(seeds(), libraries(), RUNS, days(), days(), days())
def test_two_days_that_are_not_that_of_the_run_are_compared_too(  # noqa: PLR0917 - what Hypothesis draws
    folder: Path, seed: int, library: Library, run: Settings, kept: date, first: date, second: date
):
    chance = chance_of(seed)
    book = book_of(chance, library, folder, "csv", dated=False)
    one, other = amended(library, chance), amended(library, chance)
    check(book, run, (one, first), (other, second), kept_under=(library, kept))


@pytest.mark.slow
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(seeds(), libraries(), RUNS, st.one_of(st.none(), days()), st.one_of(st.none(), days()))
def test_many_random_changes_are_those_of_two_full_runs(  # noqa: PLR0917 - what Hypothesis draws
    folder: Path, seed: int, library: Library, run: Settings, first: date | None, second: date | None
):
    if first is not None and second is None:
        first, second = second, first
    compared(seed, library, run, folder, (first, second))
