"""Lines are counted by one definition: results, summary, questions, report and page say the same numbers."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from tests.support.open_books import LEVEL_OPEN, inquire_of, random_rows, write_book

from sekisho import Library
from sekisho.determination.book.bulk import BookResult, determine_book
from sekisho.determination.book.results.columns import results_sql
from sekisho.determination.book.results.counts import RunCounts, tally_results
from sekisho.determination.book.run_files import read_card
from sekisho.determination.core.outcome import UNDETERMINED, Outcome, headline
from sekisho.determination.settle.question_ranking import WaitingLines
from sekisho.present.book import book_data
from sekisho.present.settle import settle_data, settle_text

LINES = 60
LEVELS = {outcome.level: outcome for outcome in Outcome}

Counted = tuple[BookResult, list[dict[str, str]], RunCounts, WaitingLines]


@pytest.fixture(scope="module", params=["csv", "parquet"])
def counted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_law: Library) -> Counted:
    """A made book with lines of which only the level is open, counted by everything that counts."""
    folder = tmp_path_factory.mktemp("counts")
    rows = [*random_rows(3, LINES), *([f"M{number}", *LEVEL_OPEN] for number in range(3))]
    book, out = write_book(folder / "book.csv", rows), folder / f"results.{request.param}"
    result = determine_book(book, small_law, out=out, threads=1)
    tally = tally_results(out, read_card(out), small_law)
    return result, _rows(out), tally, inquire_of(out, small_law)


def _rows(out: Path) -> list[dict[str, str]]:
    if out.suffix == ".csv":
        with out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM {results_sql(connection, out)}")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_headline_is_a_column_of_the_results_in_every_format(counted: Counted):
    for row in counted[1]:
        ends = LEVELS[row["floor"]], LEVELS[row["ceiling"]]
        assert row["headline"] in {headline(*ends, alert=alert) for alert in (False, True)}


def test_results_summary_questions_and_report_count_the_same_lines(counted: Counted):
    result, rows, tally, inquiry = counted
    by_headline = Counter(row["headline"] for row in rows)
    told = {word: number for word, number in result.by_headline.items() if number}
    assert told == dict(by_headline)
    assert {word: part.lines for word, part in tally.by_headline().items()} == dict(result.by_headline)
    assert inquiry.lines.by_headline == dict(result.by_headline)
    assert settle_data(inquiry, [], Path("sheet.csv"))["by_headline"] == book_data(result, seconds=0)["by_headline"]


def test_lines_that_wait_add_up_with_lines_undetermined(counted: Counted):
    result, rows, tally, inquiry = counted
    undetermined = sum(row["headline"] == UNDETERMINED for row in rows)
    level_open = sum(row["outcome"] == UNDETERMINED != row["headline"] for row in rows)
    assert level_open  # else nothing here could tell the two counts apart
    assert (inquiry.undetermined, inquiry.level_open) == (undetermined, level_open)
    assert inquiry.count == result.by_outcome[UNDETERMINED] == undetermined + level_open
    assert f"{undetermined} not decided, and {level_open} of which only the level is open" in " ".join(
        settle_text(inquiry, [], Path("sheet.csv"))
    )
    waiting = Counter(
        name for row in rows if row["headline"] == UNDETERMINED for name in (row["missing"] or "").split(";") if name
    )
    assert {name: lines for name, lines, _ in result.settle_first} == dict(waiting)
    assert {each.fact: each.all.lines for each in tally.waiting} == dict(waiting)
    assert all(lines <= undetermined for _, lines, _ in result.settle_first)
    assert sum(alone for _, _, alone in result.settle_first) <= undetermined
