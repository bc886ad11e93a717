"""A small book whose cells are hostile, a run over it under the made-up law, and its report in pieces."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.calling import LAW
from tests.support.hostile_rows import HEAD, MakeRun, Rows, card_of, hostile_rows

from sekisho import determine_book, load_measures
from sekisho.cli import main
from sekisho.determination.book.results.counts import tally_results
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.book_results.workbook import write_workbook


@pytest.fixture(scope="session")
def small_law() -> Library:
    """The made-up law of the tests."""
    return load_measures([LAW])


def determined(folder: Path, law: Library, rows: Rows | None = None, *, name: str = "orders.csv") -> ReportedRun:
    """Determine a book and gather what a report tells of it."""
    book, results = folder / name, folder / "results.parquet"
    with book.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *(hostile_rows() if rows is None else rows)])
    determine_book(book, law, out=results, as_of="2026-09-30")
    card = card_of(results)
    tally = tally_results(results, card, law)
    return ReportedRun(results=results, card=card, tally=tally, library=law, words=Translator("en", ("report",)))


@pytest.fixture
def make_run(tmp_path: Path, small_law: Library) -> MakeRun:
    """Run over a book of one's own."""
    return partial(determined, tmp_path, small_law)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, small_law: Library) -> ReportedRun:
    """The run over the hostile lines; no test writes beside it."""
    return determined(tmp_path_factory.mktemp("hostile"), small_law)


@pytest.fixture(scope="session")
def barred(tmp_path_factory: pytest.TempPathFactory, small_law: Library) -> ReportedRun:
    """A run whose every line must stop, each with a hostile text as its party."""
    rows = [(*row[:3], "1C905.a", "weapons", *row[5:]) for row in hostile_rows()]
    return determined(tmp_path_factory.mktemp("barred"), small_law, rows)


@pytest.fixture(scope="session")
def hostile_workbook(tmp_path_factory: pytest.TempPathFactory, hostile: ReportedRun) -> Path:
    """The workbook of that run."""
    out = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    write_workbook(hostile, out)
    return out


@pytest.fixture
def alerted_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReportedRun:
    """A run over three lines with parties on a list of the user's own, and on one of the law under a short name."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "ours.csv").write_text("id,name\nX1,Isobe Magnetics Works Co. Ltd.\n", encoding="utf-8")
    words = ["data", "add", "party-list", str(tmp_path / "ours.csv"), "--name", "ours", "--replace"]
    added = CliRunner().invoke(main, words, catch_exceptions=False)
    assert added.exit_code == 0, added.output
    law = load_measures([LAW], overlay=tmp_path / "home" / "sekisho" / "lists")
    head = ("line", "departure", "destination", "control_codes", "end_use", "end_user", "importer", "value_usd")
    rows = [
        ("1", "CN", "KR", "none", "civil", "Isobe Magnetics Works", "none", "1000"),
        ("2", "CN", "KR", "none", "civil", "ISOBE MAGNETICS WORKS CO LTD", "none", "2000"),
        ("3", "CN", "KR", "none", "civil", "AW", "Isobe Magnetics Works", "4000"),
    ]
    with (tmp_path / "alerted.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    results = tmp_path / "alerted.parquet"
    determine_book(tmp_path / "alerted.csv", law, out=results, as_of="2026-09-30")
    card = card_of(results)
    return ReportedRun(
        results=results,
        card=card,
        tally=tally_results(results, card, law),
        library=law,
        words=Translator("en", ("report",)),
    )
