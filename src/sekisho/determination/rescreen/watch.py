"""The state of a watch over a book: the last whole run, what it was made of, and what was found since.

    FOLDER/last.json          the run that counts, replaced in one step
    FOLDER/runs/ID/           results, run card, what was kept, and what changed against the run before
    FOLDER/lock               held while a watch works

A run is made in a folder ending in `.partial`, and counts once `last.json` names it. A watch that is told to end leaves
the last run as it was and takes away what it was writing; of one that is killed, the next does so.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from sekisho.errors import BookError, Problem
from sekisho.files.formats import whole_file
from sekisho.files.tables import short_connection, stored_table
from sekisho.message import message

RESULTS: Final = "results.parquet"
CHANGES: Final = "changes.parquet"
REPORT: Final = "report.json"
ENDS: Final = ("headline", "floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling")
"""Columns of results in which a line differs whose outcome, or whose headline, differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The run that counts.

    Parameters
    ----------
    inputs
        What it was made of, by name: a digest or a text each.
    """

    folder: Path
    inputs: Mapping[str, str]

    @property
    def results(self) -> Path:
        """Its results."""
        return self.folder / RESULTS

    @property
    def untold(self) -> bool:
        """Whether it found changes that were not yet told to the end."""
        return (self.folder / REPORT).is_file() and not (self.folder / "told").exists()

    def report(self) -> dict[str, object]:
        """Return what it found."""
        found = json.loads((self.folder / REPORT).read_text(encoding="utf-8"))
        assert isinstance(found, dict)  # noqa: S101 - `commit` was given one
        return found

    def tell(self) -> None:
        """Mark what it found as told."""
        (self.folder / "told").touch()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder alone; the lock falls with the process, however it ends.

    Its file is taken away at the end, and the folder with it if it was made here and holds nothing.

    Raises
    ------
    BookError
        If another process holds it.
    """
    was_there = folder.exists()
    with _lock_of(folder):
        try:
            yield
        finally:
            (folder / "lock").unlink(missing_ok=True)
            if not was_there:
                for empty in (folder / "runs", folder):
                    with suppress(OSError):
                        empty.rmdir()


def _lock_of(folder: Path) -> TextIO:
    """Open the file of the lock and hold it, with the number of this process in it."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with file:
                file.seek(0)
                what = message(
                    "watch.at_work",
                    "another watch is at work here (process {process}).",
                    process=file.read().strip() or message("watch.not_known", "not known"),
                )
            raise BookError(
                Problem(where=str(folder), what=what, remedy=message("watch.wait", "Start again when it ends."))
            ) from None
        if _is_at(file, folder / "lock"):
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
            return file
        file.close()


def _is_at(file: TextIO, path: Path) -> bool:
    """Tell whether a file that was opened is still there: a watch that ends takes its lock away."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def last_run(folder: Path) -> Last | None:
    """Return the run that counts; None if there is none yet.

    Raises
    ------
    BookError
        If the state is not as a watch left it.
    """
    file = folder / "last.json"
    if not file.is_file():
        return None
    try:
        stated = json.loads(file.read_text(encoding="utf-8"))
        found = Last(folder=folder / "runs" / str(stated["run"]), inputs=dict(stated["inputs"]))
    except (ValueError, KeyError, TypeError):
        found = None
    if found is None or not found.results.is_file():
        remedy = message("watch.remove_folder", "Remove the folder; the next watch starts anew.")
        raise BookError(
            Problem(where=str(file), what=message("watch.no_whole_run", "names no whole run."), remedy=remedy)
        )
    return found


def tidy(folder: Path) -> None:
    """Remove every run but the one that counts, whole or not."""
    last = last_run(folder)
    runs = folder / "runs"
    runs.mkdir(exist_ok=True)
    for other in runs.iterdir():
        if last is None or other.name != last.folder.name:
            shutil.rmtree(other)


@contextmanager
def new_run(folder: Path, name: str) -> Iterator[Path]:
    """Give an empty folder in which a run is made; if it does not come to count, nothing of it stays."""
    made = folder / "runs" / f"{name}.partial"
    try:
        made.mkdir(parents=True)
        yield made
    except BaseException:
        tidy(folder)
        raise


def commit(folder: Path, made: Path, inputs: Mapping[str, str], report: Mapping[str, object] | None) -> Last:
    """Let a run that is whole count from now on.

    Parameters
    ----------
    report
        What it found against the run before; None for a first run.
    """
    if report is not None:
        with whole_file(made / REPORT) as file:
            json.dump(report, file, ensure_ascii=False, indent=1)
    done = made.with_name(made.name.removesuffix(".partial"))
    made.rename(done)
    with whole_file(folder / "last.json") as file:
        json.dump({"run": done.name, "inputs": dict(inputs)}, file, indent=1)
    return Last(folder=done, inputs=inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDifference:
    """How the lines of two runs differ: lines that came, lines that went, and those whose outcome differs."""

    new: int
    gone: int
    changed: int


def lines_moved(before: Path, after: Path) -> BookDifference:
    """Compare the results of two runs line by line, by the name of the line."""
    differs = " OR ".join(f"one.{end}::VARCHAR <> other.{end}::VARCHAR" for end in ENDS)
    with short_connection() as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (one.line IS NULL), count(*) FILTER (other.line IS NULL), "
            f"count(*) FILTER (one.line IS NOT NULL AND other.line IS NOT NULL AND ({differs})) "
            f"FROM {stored_table(before)} AS one "
            f"FULL JOIN {stored_table(after)} AS other ON one.line::VARCHAR = other.line::VARCHAR"
        ).fetchall()[0]
    return BookDifference(new=row[0], gone=row[1], changed=row[2])
