"""A writer that is killed at any moment leaves a chain that fits, loses no result and doubles none."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from sekisho.files.formats import sha256_of
from sekisho.store.audit import check_store
from sekisho.store.location import Store
from sekisho.store.status import status_of

WRITER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
place, folder, first, last, *sys.path = sys.argv[1:]
from tests.support.stored_samples import asked
from sekisho.store.writer import Author
from sekisho.store.location import Store
from sekisho.store.runs import RunEnd, finish_run, start_run
from sekisho.files.formats import sha256_of
store, by = Store(place), Author(who="writer", now=lambda: datetime.now(UTC))
print("ready", flush=True)
for number in range(int(first), int(last)):
    out = Path(folder) / f"{number}.csv"
    run = start_run(store, by, asked(number, results=str(out)))
    partial = out.with_suffix(f".partial{os.getpid()}")
    partial.write_text(f"line,outcome\\n{number},free\\n", encoding="utf-8")
    partial.replace(out)
    card = {"as_of": "2026-11-24", "lines": 1, "by_outcome": {"free": 1}}
    finish_run(store, by, run.id, RunEnd(card=card, results=str(out), results_sha256=sha256_of(out)))
print("done", flush=True)
"""
"""Does runs one after the other: keeps the start, writes the file beside its place, moves it there, keeps the end."""


def writer(place: str, folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    """Start a writer, and wait until it begins to write."""
    words = [sys.executable, "-c", WRITER, place, str(folder), str(first), str(last), *filter(None, sys.path)]
    process = subprocess.Popen([*words, "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for a writer, and return what it printed since."""
    out, fault = process.communicate(timeout=120)
    assert process.returncode in {0, -9}, fault
    return out


def finished(store: Store) -> list[str]:
    """Results of all runs that finished, in order."""
    return [str(run["results"]) for run in status_of(store).runs if run["state"] == "finished"]


def check_whole(store: Store) -> None:
    """The chain fits, no run is doubled, and every file that is told of is there with its hash."""
    assert check_store(store).faults == ()
    rows = status_of(store).runs
    names = [str(run["results"]) for run in rows]
    assert len(names) == len(set(names)), "a run is doubled"
    for run in rows:
        if run["state"] == "finished":
            assert sha256_of(Path(str(run["results"]))) == run["results_sha256"]


def kill_and_go_on(store: Store, place: str, folder: Path, rng: random.Random, times: int) -> int:
    """Kill writers at random moments; each begins where the last was cut off; returns how many runs were."""
    cut_off = 0
    for _ in range(times):
        first = len(finished(store)) + 1
        process = writer(place, folder, first, first + 10_000)
        threading.Event().wait(rng.uniform(0, 0.12))  # the moment is what is tested
        process.kill()
        ended(process)
        check_whole(store)
        cut_off += sum(run["state"] == "unfinished" for run in status_of(store).runs)
    last = len(finished(store)) + 3
    assert ended(writer(place, folder, max(1, last - 5), last + 1)) == "done\n"
    check_whole(store)
    assert len(finished(store)) == last
    assert {run["state"] for run in status_of(store).runs} == {"finished"}, "each run that was cut off was resumed"
    with store.reading() as connection:
        resumed = connection.execute(text("SELECT count(*) FROM audit WHERE what LIKE '%resumed'")).scalar_one()
    assert resumed <= cut_off
    return cut_off


def test_a_writer_that_is_killed_five_times(store: Store, place: str, tmp_path: Path, rng: random.Random):
    kill_and_go_on(store, place, tmp_path, rng, 5 if store.is_file else 2)


@pytest.mark.slow
def test_a_writer_that_is_killed_thirty_times(store: Store, place: str, tmp_path: Path, rng: random.Random):
    assert kill_and_go_on(store, place, tmp_path, rng, 30), "no kill met a run between its start and its end"


def test_two_processes_that_do_the_same_runs_at_once_keep_each_once(store: Store, place: str, tmp_path: Path):
    both = [writer(place, tmp_path, 1, 9) for _ in range(2)]
    assert [ended(process) for process in both] == ["done\n", "done\n"]
    check_whole(store)
    assert len(finished(store)) == 8


@pytest.mark.slow
def test_two_processes_that_do_other_runs_at_once_keep_all(store: Store, place: str, tmp_path: Path):
    both = [writer(place, tmp_path, first, first + 8) for first in (1, 101)]
    assert [ended(process) for process in both] == ["done\n", "done\n"]
    check_whole(store)
    assert len(finished(store)) == 16


BULK = """
import sys
import threading
*words, = sys.argv[1:]
sys.path[:0] = [place for place in words.pop().split("|") if place]
print("ready", flush=True)
from sekisho.cli import main
main(words)
"""


def bulk(place: str, folder: Path) -> subprocess.Popen[str]:
    """Start `bulk` with a store."""
    words = ["bulk", str(folder / "orders.csv"), "-o", str(folder / "results.csv"), "--as-of", "2026-11-24"]
    words = [sys.executable, "-c", BULK, *words, "--store", place, "--format", "json", "|".join(sys.path)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_the_command_bulk_that_is_killed_is_resumed_as_one_run(
    store: Store, place: str, tmp_path: Path, rng: random.Random
):
    rows = (f"JP,{code},{use}" for code in ("1C905.a", "none") for use in ("civil", "military") for _ in range(20_000))
    (tmp_path / "orders.csv").write_text(
        "destination,control_codes,end_use\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    for _ in range(10):
        process = bulk(place, tmp_path)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        threading.Event().wait(rng.uniform(0.5, 5))  # the moment is what is tested
        process.kill()
        process.communicate(timeout=120)
        check_whole(store)
    out, fault = bulk(place, tmp_path).communicate(timeout=120)
    assert '"lines": 80000' in out, fault
    check_whole(store)
    assert [run["state"] for run in status_of(store).runs] == ["finished"]
