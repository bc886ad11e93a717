"""Answers are tried by levels alone: what a try settles is what a whole run over the same lines settles."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library, determine_book
from sekisho.determination.book.law.compiled_law import compile_law
from sekisho.determination.book.line_outcomes import settled_lines
from sekisho.determination.book.run_files import open_run
from sekisho.determination.settle import what_if
from sekisho.determination.settle.completed_run import finished
from sekisho.determination.settle.question_ranking import WaitingLines, inquire, rank
from sekisho.examples.orders import write_orders
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.term import Reading, Readings
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.trade.book.recipe import Recipe

PLAIN = Recipe(encoding="utf-8", separator=",", header_row=1)
OSAKA = Path(__file__).parents[3].parent / "shared" / "data" / "osaka_like_book.xlsx"


def by_a_whole_run(book: Path, law: Library, out: Path, day: date | None, readings: Readings) -> set[int]:
    """Lines with an outcome, as results say it."""
    determine_book(book, law, out=out, as_of=day, readings=readings, recipe=PLAIN, threads=1)
    return settled_in(out)


def settled_in(out: Path) -> set[int]:
    """Lines with an outcome in results."""
    with out.open(encoding="utf-8", newline="") as file:
        return {int(row["line"]) for row in csv.DictReader(file) if row["outcome"] != "undetermined"}


@pytest.mark.parametrize("day", [pytest.param(None, marks=pytest.mark.slow), date(2026, 9, 30)])
@pytest.mark.parametrize("reading", [Reading.CENTRAL, Reading.BROAD])
def test_levels_alone_settle_the_lines_that_a_whole_run_settles(
    tmp_path: Path, library: Library, day: date | None, reading: Reading
):
    written = tmp_path / "orders.csv"
    write_orders(library, lines=120, seed=7, out=written)
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["line"] = str(number)
    book = tmp_path / "book.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    readings = Readings(reading)
    alone = settled_lines(book, library, as_of=day, readings=readings, assume={}, unknown=(), recipe=PLAIN)
    assert alone == by_a_whole_run(book, library, tmp_path / "r.csv", day, readings)
    assert 0 < len(alone) < len(rows)


def test_a_law_is_taken_apart_once_for_all_parties_and_answers(library: Library):
    law, variants = law_on(library, date(2026, 9, 30)), (Readings(),)
    one = compile_law(law, variants=variants, constants={}, parties=parties_of(library))
    other = compile_law(law, variants=variants, constants={}, parties=PartyIndex(()))
    assert one.roots is other.roots
    assert one.parties is not other.parties
    broad = compile_law(law, variants=(Readings(Reading.BROAD),), constants={}, parties=parties_of(library))
    assert broad.roots is not one.roots


@pytest.mark.slow
@pytest.mark.skipif(not OSAKA.exists(), reason="the open material is not here")
def test_questions_about_the_open_purchase_book_are_ranked_as_whole_runs_rank_them(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
):
    run = run_of_book(tmp_path, library)
    alone = rank(run, top=10)

    def whole(
        book: Path,
        law: Library,
        *,
        as_of: date | None,
        readings: Readings,
        assume: Mapping[str, str],
        unknown: Collection[str],
        recipe: Recipe,
    ) -> set[int]:
        out = tmp_path / "tried.csv"
        determine_book(
            book, law, out=out, as_of=as_of, readings=readings, assume=assume, unknown=unknown, recipe=recipe
        )
        return settled_in(tmp_path / "tried.csv")

    monkeypatch.setattr(what_if, "settled_lines", whole)
    assert rank(run, top=10) == alone
    assert any(one.settles.lines[1] for one in alone)


def run_of_book(folder: Path, law: Library) -> WaitingLines:
    """What the open lines of the open purchase book wait for."""
    determine_book(OSAKA, law, out=folder / "r.parquet", threads=1)
    return inquire(finished(folder / "r.parquet", open_run(folder / "r.parquet").card, law))
