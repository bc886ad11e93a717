"""The state of a watch over a book: the last whole run, what it was made of, and what was found since.

    FOLDER/last.json          the run that counts, replaced in one step
    FOLDER/runs/ID/           results, run card, what was kept, and what changed against the run before
    FOLDER/lock               held while a watch works

A run is made in a folder ending in `.partial`, and counts once `last.json` names it. A watch that is killed leaves the
last run as it was; what it was writing is removed by the next.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from sekisho.errors import BookError, Problem
from sekisho.files.formats import whole_file
from sekisho.files.tables import stored_table

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

    Raises
    ------
    BookError
        If another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            what = f"another watch is at work here (process {file.read().strip() or 'not known'})."
            raise BookError(Problem(where=str(folder), what=what, do="Wait until it ends, then start again.")) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


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
        do = "Remove the folder; the next watch starts anew."
        raise BookError(Problem(where=str(file), what="names no whole run.", do=do))
    return found


def tidy(folder: Path) -> None:
    """Remove every run but the one that counts, whole or not."""
    last = last_run(folder)
    runs = folder / "runs"
    runs.mkdir(exist_ok=True)
    for other in runs.iterdir():
        if last is None or other.name != last.folder.name:
            shutil.rmtree(other)


def new_run(folder: Path, name: str) -> Path:
    """Return an empty folder in which a run is made."""
    made = folder / "runs" / f"{name}.partial"
    made.mkdir(parents=True)
    return made


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
    with duckdb.connect() as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (one.line IS NULL), count(*) FILTER (other.line IS NULL), "
            f"count(*) FILTER (one.line IS NOT NULL AND other.line IS NOT NULL AND ({differs})) "
            f"FROM {stored_table(before)} AS one "
            f"FULL JOIN {stored_table(after)} AS other ON one.line::VARCHAR = other.line::VARCHAR"
        ).fetchall()[0]
    return BookDifference(new=row[0], gone=row[1], changed=row[2])
