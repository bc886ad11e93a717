"""The library as it ships: what changes from one day of law to the next is what two full runs tell apart."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.support.conformance import write_csv
from tests.support.real_lines import Trader
from tests.support.rescreening import Settings, again, expected, full, kept_run, sorted_names

from sekisho import Library
from sekisho.law.dates.calendar import change_days

TELLING = ((date(2026, 1, 5), date(2026, 1, 6)), (date(2026, 11, 10), date(2026, 11, 11)))


def book_of(library: Library, rng: random.Random, folder: Path, count: int) -> Path:
    trader = Trader(library, rng)
    book = folder / "book.csv"
    write_csv([trader.line() for _ in range(count)], book, trader.facts)
    return book


def neighbours(library: Library) -> list[tuple[date, date]]:
    """The day before each change of the law, and the day of the change."""
    one = timedelta(days=1)
    return [(day - one, day) for day in change_days(library)]


def pairs_agree(pairs: list[tuple[date, date]], book: Path, library: Library, kept_on: date) -> int:
    """Compare pairs of days by one kept run with full runs on both days; return how many changes there were."""
    run, changed = Settings(), 0
    days = sorted({day for pair in pairs for day in pair})
    results = {day: full(book, library, day, run) for day in days}
    full(book, library, kept_on, run, keep=True)
    for before, after in pairs:
        found, _ = again(kept_run(book), (library, before), (library, after))
        wanted = expected(results[before], results[after])
        assert {line: sorted_names(row[1:]) for line, row in found.items()} == {
            line: sorted_names(row) for line, row in wanted.items()
        }, f"{before} to {after}"
        changed += len(wanted)
    return changed


def test_a_run_kept_on_one_day_tells_what_changed_between_others(library: Library, rng: random.Random, tmp_path: Path):
    book = book_of(library, rng, tmp_path, 120)
    assert pairs_agree(list(TELLING[1:]), book, library, date(2026, 9, 30)) > 0


@pytest.mark.slow
def test_every_change_of_the_law_is_told_as_by_two_full_runs(library: Library, rng: random.Random, tmp_path: Path):
    book = book_of(library, rng, tmp_path, 600)
    assert pairs_agree([*neighbours(library), *TELLING], book, library, date(2026, 9, 30)) > 1_000
