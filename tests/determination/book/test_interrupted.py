"""A run that is cut off leaves nothing that looks complete, and an older result stays as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from sekisho import BookError, Library, determine_book
from sekisho.cli import main
from sekisho.determination.book.results.package import package_of
from sekisho.determination.book.run_files import alone_in, commit, run_card_of, staged
from sekisho.files.formats import reading_fault, writing_fault
from sekisho.files.temporary import sweep

DAY = "2026-11-24"


def small_book(folder: Path) -> Path:
    """A book of two lines."""
    book = folder / "orders.csv"
    book.write_text("destination,control_codes\nJP,1C905.a\nNO,none\n", encoding="utf-8")
    return book


@pytest.fixture(params=["results.parquet", "results.csv"])
def older(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> dict[Path, bytes]:
    """An older complete result with its run card, and their content."""
    out = tmp_path / str(request.param)
    determine_book(small_book(tmp_path), library, out=out, as_of="2026-02-01")
    return {path: path.read_bytes() for path in (out, run_card_of(out), package_of(out))}


def check_untouched(older: dict[Path, bytes], folder: Path) -> None:
    """Results and card are as they were, and nothing else is there."""
    assert {path: path.read_bytes() for path in older} == older
    assert {path.name for path in folder.iterdir()} == {path.name for path in older} | {"orders.csv"}


@pytest.mark.parametrize("fails_at", [1, 2])
def test_if_a_rename_fails_the_older_result_and_its_card_stay_together(
    older: dict[Path, bytes], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    """A new card beside old results would explain them by another day."""
    monkeypatch.setattr(os, "replace", failing(os.replace, fails_at))
    with pytest.raises(Exception, match=r"disk|orders|results|run"):
        determine_book(small_book(tmp_path), library, out=next(iter(older)), as_of=DAY)
    monkeypatch.undo()
    check_untouched(older, tmp_path)


@pytest.mark.parametrize("fails_at", [1, 2])
def test_if_a_rename_fails_no_result_appears_where_there_was_none(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    monkeypatch.setattr(os, "replace", failing(os.replace, fails_at))
    with pytest.raises(Exception, match=r"disk|orders|results|run"):
        determine_book(small_book(tmp_path), library, out=tmp_path / "results.parquet", as_of=DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_if_a_rename_fails_an_older_folder_of_results_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    """As a run with Spark writes it: the card is moved first, and then the older folder aside."""
    out, card = tmp_path / "results", run_card_of(tmp_path / "results")
    for turn in ("older", "newer"):
        with staged(out) as made:
            made.results.mkdir()
            (made.results / f"part-{turn}.parquet").write_text(turn, encoding="utf-8")
            if turn == "older":
                commit(made, out, {"turn": turn})
                before = card.read_bytes()
                continue
            monkeypatch.setattr(os, "replace", failing(os.replace, fails_at))
            with pytest.raises(OSError, match="disk is full"):
                commit(made, out, {"turn": turn})
            monkeypatch.undo()
    assert [path.name for path in out.iterdir()] == ["part-older.parquet"]
    assert card.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results", "results.run.yaml"]


def failing(replace: Callable[..., None], fails_at: int) -> Callable[..., None]:
    """A rename that fails the given time; every other time it does what it should."""
    calls = 0

    def renamed(*args: object, **more: object) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(28, "the disk is full")
        replace(*args, **more)

    return renamed


def test_what_a_killed_run_left_behind_does_not_disturb_the_next(library: Library, tmp_path: Path):
    out = tmp_path / "results.parquet"
    (tmp_path / "results.parquet.partial").write_bytes(b"half of a result")
    (tmp_path / "results.run.yaml.partial").write_bytes(b"half of a card")
    determine_book(small_book(tmp_path), library, out=out, as_of=DAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("orders.csv", "results.datapackage.json", "results.parquet", "results.run.yaml")
    ]


# --- a run in a process of its own --------------------------------------------------------------------

RUN = """
import signal, sys, tempfile
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
book, out, tempfile.tempdir, *sys.path = sys.argv[1:]
from sekisho import determine_book, load_measures
library = load_measures()
print("started", flush=True)
if tempfile.tempdir.endswith("command"):
    from sekisho.cli import main
    main(["bulk", book, "-o", out, "--as-of", "2026-11-24", "--threads", "1"])
determine_book(book, library, out=out, as_of="2026-11-24", threads=1)
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def big_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that takes a while to read and to copy out."""
    book = tmp_path_factory.mktemp("big") / "orders.csv"
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT 'JP' AS destination, ['1C905.a', '3A001', 'none'][i % 3 + 1] AS control_codes, "
            "['civil', 'military'][i % 2 + 1] AS end_use, repeat('x', 200) || i AS line FROM range(200000) AS t(i)"
        ).write_csv(str(book))
    return book


def reached(stage: str, folder: Path) -> bool:
    """Tell by its files how far a run is: text is read into a temporary file, results are copied out beside."""
    match stage:
        case "reading":
            return any(path.is_file() for path in (folder / "scratch").rglob("*"))
        case "copying":
            return (folder / "results.csv.partial").exists()
    return True


@pytest.mark.parametrize(
    ("after", "how"),
    [
        ("started", signal.SIGINT),
        ("reading", signal.SIGINT),
        ("copying", signal.SIGINT),
        ("copying", signal.SIGKILL),
        ("copying", signal.SIGTERM),
        *(
            pytest.param(after, how, marks=pytest.mark.slow)
            for after, how in (
                ("started", signal.SIGTERM),
                ("started", signal.SIGKILL),
                ("reading", signal.SIGTERM),
                ("reading", signal.SIGKILL),
                ("copying", signal.SIGHUP),
            )
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else part.name,
)
def test_a_run_that_is_stopped_leaves_no_result_and_keeps_the_older_one(
    big_book: Path, library: Library, tmp_path: Path, after: str, how: signal.Signals
):
    out = tmp_path / "results.csv"
    determine_book(small_book(tmp_path), library, out=out, as_of="2026-02-01")
    older = {path: path.read_bytes() for path in (out, run_card_of(out), package_of(out))}
    by_command = how in (signal.SIGTERM, signal.SIGHUP)  # Python itself is not asked to take these signals
    scratch = tmp_path / "scratch" / ("command" if by_command else "python")
    scratch.mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(big_book), str(out), str(scratch), *filter(None, sys.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "started\n", process.stderr.read()
        while not reached(after, tmp_path):
            assert process.poll() is None, "the run was over before it could be stopped"
        process.send_signal(how)
        rest, fault = process.stdout.read(), process.stderr.read()
        process.wait(timeout=60)
    assert "done" not in rest, "the run was over before it was stopped: make the book bigger"
    assert process.returncode != 0
    assert {path: path.read_bytes() for path in older} == older
    left = {path.name for path in tmp_path.iterdir()} - {"orders.csv", "scratch", *(path.name for path in older)}
    if how is not signal.SIGKILL:
        assert left == set(), f"what is told to end tidies up after itself: {left}"
        assert not list(scratch.iterdir()), "no temporary file is left"
        assert "cannot be read" not in fault, "an interrupt is no fault of the book"
    if how is signal.SIGINT:
        assert fault.strip().splitlines()[-1].startswith("KeyboardInterrupt"), "an interrupt arrives as an interrupt"
    if by_command and after != "started":  # before that the command may not have begun
        assert process.returncode == 128 + how
    if how is signal.SIGKILL:
        assert after == "started" or list(scratch.iterdir())
        sweep(scratch)
        assert not list(scratch.iterdir()), "the next command takes temporary folders away whose process is gone"
    assert all(name.endswith(".partial") for name in left), "what is left does not look like a result"


# --- a disk without room, a book that changes, two runs at once ----------------------------------------


def test_a_book_that_is_written_anew_during_a_run_is_told_and_nothing_is_written(library: Library, tmp_path: Path):
    book, out = small_book(tmp_path), tmp_path / "results.parquet"

    def write_anew(stage: str, _share: float) -> None:
        if stage == "deciding":
            book.write_text(book.read_text(encoding="utf-8") + "JP,none\n", encoding="utf-8")

    with pytest.raises(BookError, match="written anew"):
        determine_book(book, library, out=out, as_of=DAY, progress=write_anew)
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]


def test_a_run_waits_until_another_has_written_into_the_folder(library: Library, tmp_path: Path):
    """Results and run card of two runs at once would else be mixed."""
    book, out = small_book(tmp_path), tmp_path / "results.parquet"
    done = threading.Event()

    def run() -> None:
        determine_book(book, library, out=out, as_of=DAY)
        done.set()

    with alone_in(tmp_path):
        other = threading.Thread(target=run)
        other.start()
        assert not done.wait(3)
        assert not out.exists()
    other.join(60)
    assert done.is_set()
    assert out.exists()


@pytest.mark.parametrize("words", ["No space left on device", "File too large"])
def test_a_disk_without_room_is_not_taken_for_a_damaged_book(words: str):
    fault = duckdb.IOException(
        'IO Error: Async write failed for range [offset=1, size=9]: {"exception_type":"IO",'
        f'"exception_message":"Could not write file \\"/tmp/x\\": {words}","errno":"28"}}'
    )
    for told in (reading_fault(fault, Path("orders.csv")), writing_fault(fault, "results.csv")):
        assert f'(Could not write file "/tmp/x": {words})' in told.what
        assert "damaged" not in told.remedy
        assert "TMPDIR" in told.remedy


def test_a_disk_that_fills_is_told_by_the_name_that_the_user_gave(tmp_path: Path):
    out = tmp_path / "results.parquet"
    with pytest.raises(BookError) as caught, staged(out) as made:
        raise duckdb.IOException(f'IO Error: Could not write file "{made.results}": No space left on device')
    (problem,) = caught.value.problems
    assert problem.where == str(out)
    assert f'(Could not write file "{out}": No space left on device)' in problem.what
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_finds_no_room_says_so_without_a_stack_trace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "orders.csv").write_text("destination,control_codes\nJP,none\n", encoding="utf-8")
    monkeypatch.setattr("sekisho.trade.book.mapping_file.written_mapping", full)
    done = CliRunner().invoke(main, ["map", str(tmp_path / "orders.csv"), "-o", str(tmp_path / "m.yaml")])
    assert done.exit_code == 1
    assert "no space left on device" in done.output
    assert "TMPDIR" in done.output
