"""The library as it ships: random lines by row and in bulk, around changes of the law and under each assumption."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.support.conformance import Line, Run, compare
from tests.support.real_lines import Trader, telling_days

from sekisho import Library

OPEN_DAYS = (date(2026, 11, 10), date(2026, 11, 24), date(2026, 12, 5))
"""The last day of the suspension, and two days on which nobody knows what followed it."""


def every_run(library: Library) -> Iterator[Run]:
    """Days before and after the changes that matter most, and each value of each named unknown."""
    for day in (date(2025, 10, 9), date(2025, 12, 1), date(2026, 2, 24), *OPEN_DAYS):
        yield Run(as_of=day)
    for day in OPEN_DAYS[1:]:
        for fact in library.facts.facts.values():
            for choice in fact.choices if fact.of == "law" else ():
                yield Run(as_of=day, assume={str(fact.name): choice})
    yield Run(as_of=OPEN_DAYS[1], readings="narrow")
    yield Run(as_of=OPEN_DAYS[2], readings="broad")


def some_runs(library: Library) -> Iterator[Run]:
    """Enough of them for a first look: before and in the open time, and each value of each named unknown."""
    named = [fact for fact in library.facts.facts.values() if fact.of == "law"]
    yield Run(as_of=OPEN_DAYS[0])
    yield Run(as_of=OPEN_DAYS[1])
    for place in range(max(len(fact.choices) for fact in named)):
        told = {str(fact.name): fact.choices[place % len(fact.choices)] for fact in named}
        yield Run(as_of=OPEN_DAYS[1 + place % 2], assume=told, readings=["narrow", "central", "broad"][place % 3])


def lines_of(trader: Trader, count: int) -> list[Line]:
    """Random lines; some state much and some little."""
    return [trader.line() for _ in range(count)]


def test_random_lines_agree_on_telling_days_and_under_every_assumption(
    library: Library, rng: random.Random, tmp_path: Path
):
    trader, compared = Trader(library, rng), 0
    for number, run in enumerate(some_runs(library)):
        formats = ["csv"] if number % 2 else ["parquet"]
        compared += compare(lines_of(trader, 200), library, run, tmp_path, formats=formats, columns=trader.facts)
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 8_000


def test_some_lines_agree_with_a_date_of_their_own(library: Library, rng: random.Random, tmp_path: Path):
    """A few of the days of change; half of them take much memory and run with the slow tests."""
    trader = Trader(library, rng)
    met = sorted(rng.sample(telling_days(library), 4))
    lines = [{**trader.line(), "date": day.isoformat()} for day in met for _ in range(5)]
    compared = compare(lines, library, Run(), tmp_path, formats=["csv"], columns=["date", *trader.facts])
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 200


@pytest.mark.slow
def test_random_lines_agree_with_a_date_of_their_own(library: Library, rng: random.Random, tmp_path: Path):
    """Half the days of change and of the days before them occur; at length all do."""
    trader, days = Trader(library, rng), telling_days(library)
    met = sorted({*rng.sample(days, len(days) // 2), *OPEN_DAYS})
    lines = [{**trader.line(), "date": day.isoformat()} for day in met for _ in range(10)]
    compared = compare(lines, library, Run(), tmp_path, formats=["csv"], columns=["date", *trader.facts])
    told = trader.assumption()
    lines = [{**trader.line(), "date": rng.choice(OPEN_DAYS).isoformat()} for _ in range(100)]
    compared += compare(lines, library, Run(assume=told), tmp_path, formats=["parquet"])
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 4_000


@pytest.mark.slow
def test_many_random_lines_agree(library: Library, rng: random.Random, tmp_path: Path):
    trader, days, compared = Trader(library, rng), telling_days(library), 0
    for run in every_run(library):
        compared += compare(lines_of(trader, 500), library, run, tmp_path, columns=trader.facts)
    one = timedelta(days=1)
    for _ in range(3):
        lines = [
            {**trader.line(), "date": (rng.choice(days) + rng.choice([0, 0, 1, 9]) * one).isoformat()}
            for _ in range(1_000)
        ]
        compared += compare(lines, library, Run(assume=trader.assumption()), tmp_path)
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 250_000
