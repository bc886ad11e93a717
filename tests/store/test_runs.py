"""A run is kept when it starts and when it ends; one that was cut off is resumed, and none is kept twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.stored_samples import asked, finished

from sekisho.errors import BookError, StoreError
from sekisho.store.audit import check_store, entries
from sekisho.store.location import Store
from sekisho.store.runs import abandon_run, add_run, asked_of, finish_run, start_run
from sekisho.store.status import status_of
from sekisho.store.writer import Author


@pytest.fixture(autouse=True)
def _fits(store: Store) -> Iterator[None]:
    """Whatever a test did, the trail fits at its end."""
    yield
    assert check_store(store).faults == ()


def states(store: Store) -> list[tuple[object, object]]:
    """Runs and their states."""
    return [(run["id"], run["state"]) for run in status_of(store).runs]


def test_a_run_without_an_end_is_seen_to_be_unfinished(store: Store, by: Author):
    run = start_run(store, by, asked())
    assert (run.how, states(store)) == ("started", [(run.id, "unfinished")])
    assert finish_run(store, by, run.id, finished()).how == "kept"
    row = status_of(store).runs[0]
    assert (row["state"], row["lines"], row["results_sha256"]) == ("finished", 1, finished().results_sha256)
    assert str(row["started"]) < str(row["finished"])


def test_a_run_that_was_cut_off_is_resumed_as_the_same_run(store: Store, by: Author):
    first = start_run(store, by, asked())
    again = start_run(store, by, asked())
    assert (again.id, again.how) == (first.id, "resumed")
    finish_run(store, by, again.id, finished())
    assert states(store) == [(first.id, "finished")]
    assert f"run {first.id} resumed" in [entry.what for entry in entries(store)]


def test_another_book_day_or_library_is_another_run(store: Store, by: Author):
    runs = [asked(), asked(2), asked(as_of="2026-11-25"), asked(library_hash="1" * 64), asked(results="/elsewhere.csv")]
    assert len({start_run(store, by, run).id for run in runs}) == len(runs)


def test_a_run_that_gives_the_same_bytes_again_is_kept_once(store: Store, by: Author):
    run = start_run(store, by, asked())
    finish_run(store, by, run.id, finished())
    again = start_run(store, by, asked())
    assert (again.id, again.how) == (run.id, "repeated")
    assert finish_run(store, by, again.id, finished()).how == "kept before"
    assert states(store) == [(run.id, "finished")]


def test_other_bytes_of_the_same_run_are_kept_beside_the_first(store: Store, by: Author):
    """Two processes that do the same at once each finish; what each gave is there, and the second names the first."""
    one, other = (start_run(store, by, asked()) for _ in range(2))
    finish_run(store, by, one.id, finished())
    run = finish_run(store, by, other.id, finished(content="other bytes"))
    assert run.how == "kept anew"
    assert [(row["id"], row["instead_of"]) for row in status_of(store).runs] == [(one.id, None), (run.id, one.id)]
    assert finish_run(store, by, other.id, finished(content="other bytes")).how == "kept before"


def test_a_run_is_abandoned_once_and_with_a_reason(store: Store, by: Author):
    run = start_run(store, by, asked())
    abandon_run(store, by, run.id, "the book was withdrawn")
    assert status_of(store).runs[0]["reason"] == "the book was withdrawn"
    with pytest.raises(StoreError, match=f"run {run.id} is abandoned already"):
        abandon_run(store, by, run.id, "again")
    assert start_run(store, by, asked()).how == "started", "an abandoned run is not resumed"


def test_a_run_that_is_not_there_is_neither_finished_nor_abandoned(store: Store, by: Author):
    for act in (lambda: finish_run(store, by, 77, finished()), lambda: abandon_run(store, by, 77, "x")):
        with pytest.raises(StoreError, match="no run 77"):
            act()


# --- runs that are added from their files -----------------------------------------------------------------

CARD = {
    "book": "/books/1.csv",
    "book_sha256": "b",
    "mapping": {},
    "library": {"version": "2026.1", "hash": "0" * 64, "horizon": "2026-11-20"},
    "as_of": "2026-11-24",
    "readings": {"all": "central"},
    "assume": {},
    "engine": "DuckDB 2",
    "lines": "2",
    "by_outcome": {"free": "1", "licence": "1"},
}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    (tmp_path / "results.csv").write_text("line,outcome\n1,free\n2,licence\n", encoding="utf-8")
    return tmp_path / "results.csv"


def test_the_files_of_a_run_are_kept_once(store: Store, by: Author, results: Path):
    assert add_run(store, by, CARD, results, "0.1.0").how == "kept"
    assert add_run(store, by, CARD, results, "0.1.0").how == "kept before"
    assert [state for _, state in states(store)] == ["finished"]


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-24, or each line's own"])
def test_the_files_of_a_run_that_was_cut_off_after_writing_them_are_its_end(
    store: Store, by: Author, results: Path, day: str
):
    begun = asked_of(CARD, str(results.resolve()), "0.1.0")
    run = start_run(store, by, replace(begun, as_of=day, engine="DuckDB", options={}))
    assert add_run(store, by, CARD, results, "0.1.0").id == run.id
    assert states(store) == [(run.id, "finished")]


def test_the_files_of_another_day_are_a_run_of_their_own(store: Store, by: Author, results: Path):
    run = start_run(store, by, asked(results=str(results.resolve()), book_sha256="b", as_of="2026-11-25"))
    assert add_run(store, by, CARD, results, "0.1.0").id != run.id


@pytest.mark.parametrize("rows", ["line,outcome\n1,free\n", "line,outcome\n1,free\n2,free\n"])
def test_half_a_file_or_another_is_not_taken_for_the_whole(store: Store, by: Author, results: Path, rows: str):
    results.write_text(rows, encoding="utf-8")
    with pytest.raises(BookError, match="its run card says 2"):
        add_run(store, by, CARD, results, "0.1.0")
    assert states(store) == []
