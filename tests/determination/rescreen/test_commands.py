"""`rescreen` and `watch` as a person calls them."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time  # noqa: TID251 - a run is killed after part of the time that it takes
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.synthetic_package import clause, measure, write_package

from sekisho.cli import main
from sekisho.determination.rescreen.watch import last_run, locked

BOOK = """\
line,destination,control_codes,end_use,end_user,value_usd
1,JP,1C905.a,civil,Nobody Ltd.,1000
2,JP,1C905.b,civil,Nobody Ltd.,2000
3,JP,1C905,civil,Nobody Ltd.,4000
4,NO,3A001,military,Alpha Works,8000
5,NO,,military,Nobody Ltd.,16000
6,NO,none,civil,Somebody Inc.,32000
"""
UNDER = {"control_codes": {"under": ["cn/dual-use/1C905.a"]}}
WIDER = {"control_codes": {"under": ["cn/dual-use/1C905"]}}
Call = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book, and a law before and after an amendment of one clause."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    military = clause("military", {"end_use": "military"})
    write_package(tmp_path / "old", measure("m", [clause("goods", UNDER, "licence"), military]))
    write_package(tmp_path / "new", measure("m", [clause("goods", WIDER, "licence"), military]))
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def run(*more: str) -> Result:
    return call("bulk", "orders.csv", "-o", "results.csv", "--as-of", "2026-05-01", "--measures", "old", *more)


def test_an_amended_clause_is_told_with_the_lines_that_it_changes(folder: Path):
    assert run("--keep").exit_code == 0
    (folder / "orders.csv").unlink()
    done = call("rescreen", "results.csv", "--library-to", "new", "-o", "changes.csv", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["lines"], found["changed"], found["value"]) == (6, 2, 6000.0)
    assert found["by_change"] == [
        {
            "before": before,
            "after": "licence",
            "lines": 1,
            "value": value,
            "clauses": [{"clause": "xx/m#goods", "did": did, "lines": 1}],
        }
        for before, value, did in (("free", 2000.0, "came"), ("undetermined", 4000.0, "settled"))
    ]
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["line"]: row for row in csv.DictReader(file)}
    assert {line: (row["floor_before"], row["floor_after"]) for line, row in rows.items()} == {
        "2": ("free", "licence"),
        "3": ("free", "licence"),
    }
    assert rows["2"]["clauses"] == "xx/m#goods came (central, narrow, broad)"
    assert rows["3"]["open_before"] == rows["3"]["decisive_after"] == "xx/m#goods"


def test_two_libraries_are_compared_by_name_and_the_text_counts_first(folder: Path):
    run("--keep")
    said = call("rescreen", "results.csv", "--library-from", "new", "--library-to", "old").stdout
    assert said.startswith("2 of 6 lines change, USD 6,000 (1 May 2026 to 1 May 2026).")
    assert "\n1  licence -> no licence  USD 2,000\n    by xx/m#goods  went  1\n" in said
    same = call("rescreen", "results.csv", "--library-to", "old").stdout
    assert same.startswith("No line of 6 lines changes its outcome under any reading")
    assert folder.exists()


@pytest.mark.usefixtures("folder")
def test_the_days_of_a_list_are_told_too():
    run("--keep")
    early = call("rescreen", "results.csv", "--law-to", "2025-12-31", "--library-to", "old").stdout
    assert "went" in early
    assert early.startswith("4 of 6 lines change")


@pytest.mark.usefixtures("folder")
def test_results_that_were_not_kept_are_told_how_to_be():
    run()
    done = call("rescreen", "results.csv", "--library-to", "new")
    assert (done.exit_code, "results.kept: no such file" in done.stderr, "--keep" in done.stderr) == (1, True, True)


def test_what_another_run_kept_is_refused(folder: Path):
    run("--keep")
    kept = (folder / "results.kept").read_bytes()
    run("--keep", "--reading", "broad")
    (folder / "results.kept").write_bytes(kept)
    done = call("rescreen", "results.csv", "--library-to", "new")
    assert (done.exit_code, "was saved by another run" in done.stderr) == (1, True)
    (folder / "results.kept").write_bytes(b"nothing of the kind")
    assert call("rescreen", "results.csv", "--library-to", "new").exit_code == 1


def test_a_run_without_keep_leaves_nothing_kept_by_an_older_one(folder: Path):
    run("--keep")
    run()
    assert not (folder / "results.kept").exists()


@pytest.mark.usefixtures("folder")
def test_all_that_is_wrong_with_a_call_is_told_at_once():
    done = call("rescreen", "results.csv", "--law-from", "x", "--law-to", "y", "-o", "a.doc")
    assert done.exit_code == 1
    assert all(part in done.stderr for part in ("'x' is not a date", "'y' is not a date", "cannot write '.doc'"))


# --- watch ------------------------------------------------------------------------------------------


def watch(*more: str, day: str = "2026-05-01", law: str = "old") -> Result:
    return call("watch", "orders.csv", "--as-of", day, "--measures", law, *more)


def test_a_watch_is_quiet_until_something_changes_and_tells_it_once(folder: Path):
    assert watch().exit_code == 0
    before = (folder / "orders.watch" / "last.json").read_bytes()
    assert (watch().exit_code, watch(day="2026-05-02").exit_code) == (0, 0)
    assert (folder / "orders.watch" / "last.json").read_bytes() == before
    told = watch(law="new")
    assert told.exit_code == 40
    assert told.stdout.startswith("Changed: the law data (measures and lists")
    assert "2 of 6 lines change" in told.stdout
    assert (folder / "orders.watch" / "runs").is_dir()
    assert "自上次运行 orders.csv 以来没有变化" in watch("--language", "zh", law="new").stdout
    back = watch("--language", "ja").stdout
    assert back.startswith("変わったもの：法データ")
    assert "6行のうち2行、6,000米ドルが変わります" in back
    watch(law="new")
    assert watch(law="new").exit_code == 0
    assert len(list((folder / "orders.watch" / "runs").iterdir())) == 1


def test_a_book_that_changes_is_told_line_by_line(folder: Path):
    watch()
    rows = BOOK.replace("1,JP,1C905.a", "1,JP,3A001").replace("6,NO,none", "7,NO,none")
    (folder / "orders.csv").write_text(rows, encoding="utf-8")
    done = watch("--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 40
    assert (found["lines_changed"], found["lines_new"], found["lines_gone"]) == (1, 1, 1)
    assert found["inputs"] == ["the book"]


def test_other_thresholds_for_names_are_told(folder: Path):
    watch()
    (folder / "policy.yaml").write_text("match: 0.9\nreview: 0.7\n", encoding="utf-8")
    done = watch("--policy", "policy.yaml")
    assert (done.exit_code, "how names are compared" in done.stdout) == (40, True)
    assert watch("--policy", "policy.yaml").exit_code == 0
    assert watch("--only-outcomes").exit_code == 0


@pytest.mark.usefixtures("folder")
def test_results_are_watched_without_a_state():
    run("--keep")
    day = ("--as-of", "2026-05-01")
    assert call("watch", "results.csv", *day, "--measures", "old").exit_code == 0
    for _ in range(2):
        done = call("watch", "results.csv", *day, "--measures", "new")
        assert (done.exit_code, "2 of 6 lines change" in done.stdout) == (40, True)


def test_a_second_watch_at_work_is_told_and_touches_nothing(folder: Path):
    watch()
    before = (folder / "orders.watch" / "last.json").read_bytes()
    with locked(folder / "orders.watch"):
        done = watch(law="new")
    assert done.exit_code == 1
    assert f"another watch is at work here (process {os.getpid()})" in done.stderr
    assert (folder / "orders.watch" / "last.json").read_bytes() == before
    assert watch(law="new").exit_code == 40


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_a_watch_that_is_told_to_end_leaves_nothing_of_what_it_was_making(
    folder: Path, monkeypatch: pytest.MonkeyPatch, told: signal.Signals
):
    """Nothing at all of a first watch; of a later one the last run as it was. What it was writing and its lock go."""

    def ended(*_args: object, out: Path, **_more: object) -> None:
        out.write_bytes(b"half of a result")
        os.kill(os.getpid(), told)

    def is_ended() -> None:
        with monkeypatch.context() as patch:
            patch.setattr("sekisho.determination.book.bulk.determine_book", ended)
            assert watch(law="new").exit_code == 128 + told

    before = sorted(folder.rglob("*"))
    is_ended()
    assert sorted(folder.rglob("*")) == before
    watch()
    before = sorted(folder.rglob("*"))
    is_ended()
    assert sorted(folder.rglob("*")) == before
    assert [path for path in before if path.name == "lock" or path.suffix == ".partial"] == []
    assert watch(law="new").exit_code == 40


@pytest.mark.parametrize("fails_at", range(1, 8))
def test_wherever_a_watch_breaks_off_the_last_run_is_whole_and_the_change_is_told_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    """Every rename of a watch may be its last act; printing may be too."""
    watch()
    calls = 0

    def breaking(act: Callable[..., object]) -> Callable[..., object]:
        def tried(*args: object, **more: object) -> object:
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise KeyboardInterrupt
            return act(*args, **more)

        return tried

    for holder, name in ((os, "replace"), (Path, "replace"), (Path, "rename"), (Path, "touch")):
        monkeypatch.setattr(holder, name, breaking(getattr(holder, name)))
    try:
        broken = watch(law="new").exit_code
    except KeyboardInterrupt:
        broken = 130
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    last = last_run(folder / "orders.watch")
    assert last is not None
    told = watch(law="new")
    if broken == 40:
        assert calls < fails_at
        return
    assert (told.exit_code, "2 of 6 lines change" in told.stdout) == (40, True)
    assert watch(law="new").exit_code == 0


@pytest.mark.slow
def test_a_watch_killed_at_random_moments_leaves_the_last_run_whole(folder: Path, rng: random.Random):
    watch()
    state = folder / "orders.watch"
    words = ["watch", "orders.csv", "--as-of", "2026-05-01", "--measures", "new"]
    command = [sys.executable, "-c", "from sekisho.cli import main; main()", *words]
    started = time.monotonic()
    subprocess.run([*command[:-1], "old"], check=True, capture_output=True)
    usual = time.monotonic() - started
    for _ in range(12):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(rng.uniform(0.3, 1.6) * usual)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=60)
        last = last_run(state)
        assert last is not None
        assert last.results.is_file()
        done = watch(law="new")
        assert done.exit_code in {0, 40}
        assert watch(law="old").exit_code in {0, 40}
