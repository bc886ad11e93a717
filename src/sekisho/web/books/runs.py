"""The books that the pages hold: one folder each, the work on them, and how far it has come."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final

from sekisho.errors import BookError, LibraryError, Problem, SekishoError
from sekisho.web.books.upload import keep_upload
from sekisho.web.settings import Settings
from sekisho.web.team.person import ALONE, Person

ENDED_WITHIN: Final = 5.0
"""Seconds that a process gets to end before it is killed."""


class State(StrEnum):
    """How far a book has come."""

    WAITING = "waiting"
    WORKING = "working"
    MAPPED = "mapped"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


DETERMINES: Final = frozenset({"run", "apply"})
"""Tasks that determine every line."""
AT_WORK: Final = frozenset({State.WAITING, State.WORKING})


@dataclass(slots=True, kw_only=True)
class Run:
    """A book that was sent, and what was made of it.

    Parameters
    ----------
    owner
        Account that sent it; empty on a server without accounts.
    mapping
        Its columns as facts, once it was looked at.
    found
        What the run gave, once it was determined.
    stage, part
        What is being done, and how far that has come, 0 to 1.
    doing
        Which task: map, run, ask, apply or workbook; empty if none. While questions are ranked, the results are there.
    """

    id: str
    name: str
    owner: str
    folder: Path
    book: Path
    day: date
    state: State = State.WAITING
    stage: str = ""
    part: float = 0.0
    doing: str = ""
    mapping: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {
            "id": self.id,
            "name": self.name,
            "owner": self.owner,
            "state": str(self.state),
            "doing": self.doing,
            "stage": self.stage,
            "part": self.part,
            "lines": self.found.get("lines", self.mapping.get("lines")),
            "problems": [{"what": one.what, "where": one.where, "do": one.do} for one in self.problems],
        }

    def file(self, name: str) -> Path | None:
        """Return a file of the results; None if there is none."""
        path = self.folder / "out" / name
        return path if path.is_file() else None


class Runs:
    """All books of a server. One is worked on at a time; the others wait."""

    def __init__(self, settings: Settings) -> None:
        """Begin without books."""
        self.settings = settings
        self.lock = threading.RLock()
        self.turn = threading.Semaphore(1)
        self.held: dict[str, Run] = {}
        self.person = ALONE

    def of(self, person: Person) -> Runs:
        """Return the same books as one person sees them: their own, or all to whoever administers."""
        seen = copy(self)
        seen.person = person
        return seen

    def __iter__(self) -> Iterator[Run]:
        """Go through the books, the newest first."""
        with self.lock:
            held = list(reversed(self.held.values()))
        return (run for run in held if self.person.may_see(run.owner))

    def __getitem__(self, name: str) -> Run:
        """Return a book.

        Raises
        ------
        LibraryError
            If there is none, or none that the person may see: it was deleted, or the server was started again.
        """
        with self.lock:
            found = self.held.get(name)
        if found is None or not self.person.may_see(found.owner):
            do = "Upload it again: books are kept only while the server runs."
            raise LibraryError(Problem(where="books", what="there is no such order book here.", do=do))
        return found

    def seen(self, name: str) -> Run:
        """Return a book as it stands at this moment, whatever the work on it does meanwhile.

        Raises
        ------
        LibraryError
            If there is none.
        """
        with self.lock:
            return replace(self[name])

    def take(self, sent: BinaryIO, name: str, day: date) -> Run:
        """Keep a book that was sent.

        Raises
        ------
        BookError
            If it is none, or too many are being worked on.
        """
        self._make_room()
        key = secrets.token_urlsafe(9)
        folder = self.settings.folder / key
        (folder / "out").mkdir(parents=True)
        (folder / "book").mkdir()
        try:
            book = keep_upload(sent, name, folder / "book", self.settings.limits)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        run = Run(id=key, name=book.name, owner=self.person.name, folder=folder, book=book, day=day)
        with self.lock:
            self.held[key] = run
        return run

    def _make_room(self) -> None:
        with self.lock:
            own = [run for run in self.held.values() if run.owner == self.person.name]
            finished = [run.id for run in own if run.state not in AT_WORK]
            if len(own) < self.settings.limits.runs:
                return
            if not finished:
                do = "Wait until one is done, or cancel one."
                raise BookError(Problem(where="book", what="too many order books are being worked on.", do=do))
        self.delete(finished[0])

    def begin(self, run: Run, do: str, **more: object) -> None:
        """Begin a task in a process of its own.

        Raises
        ------
        BookError
            If the book is being worked on.
        """
        with self.lock:
            if run.state in AT_WORK and run.doing:
                what = "it is being worked on."
                raise BookError(Problem(where="book", what=what, do="Wait until it is done, or cancel it."))
            self._end(run)
            run.state, run.doing, run.stage, run.part, run.problems = State.WAITING, do, "", 0.0, ()
            run.settings = {**run.settings, **more}
        self._start(run, do)

    def _start(self, run: Run, do: str) -> None:
        settings = self.settings
        task = {
            "do": do,
            "book": str(run.book),
            "out": str(run.folder / "out"),
            "folders": list(map(str, settings.folders)),
            "cache": str(settings.cache) if settings.cache else "",
            "overlay": str(settings.overlay) if settings.overlay else "",
            "policy": settings.library.identity.policy.to_dict(),
            "today": settings.today().isoformat(),
            **run.settings,
        }
        threading.Thread(target=self._work, args=(run, task, do), daemon=True).start()

    def _work(self, run: Run, task: Mapping[str, object], do: str) -> None:
        with self.turn:
            with self.lock:
                if run.doing != do or run.process is not None or run.id not in self.held:
                    return
                if do != "ask":
                    run.state = State.WORKING
                place = run.folder / "task.json"
                for name in ("done.json", "problems.json"):
                    place.with_name(name).unlink(missing_ok=True)
                place.write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")
                run.process = subprocess.Popen(  # noqa: S603 - this program, and a file that it wrote itself
                    [sys.executable, "-m", "sekisho.web.books.work", str(place)],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    stdin=subprocess.DEVNULL,
                    text=True,
                    cwd=run.folder,
                )
            self._follow(run, run.process, do)

    def _follow(self, run: Run, process: subprocess.Popen[str], do: str) -> None:
        """Listen to a process until it ends, and take what it left."""
        said: list[str] = []
        drain = threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True)
        with process:
            drain.start()
            for line in process.stdout or ():
                told = json.loads(line)
                with self.lock:
                    run.stage, run.part = told["stage"], told["part"]
            drain.join()
        code = process.returncode
        with self.lock:
            if run.process is not process:
                return
            run.process = None
            if run.state is State.CANCELLED or run.id not in self.held:
                return
            self._take(run, code, "".join(said))
            wanted = do in DETERMINES and not run.settings.get("quiet")
            ask = wanted and run.state is State.DONE and run.found["by_headline"].get("undetermined")
            run.doing = "ask" if ask else ""
        if ask:
            self._start(run, "ask")

    def _take(self, run: Run, code: int, said: str) -> None:
        done, wrong = run.folder / "done.json", run.folder / "problems.json"
        if code == 0 and done.is_file() and self._is_kept(run):
            found = json.loads(done.read_text(encoding="utf-8"))
            if run.doing == "map":
                run.mapping, run.state = found, State.MAPPED
            else:
                run.found = {**run.found, **found}
                run.state = State.DONE
            run.part = 1.0
            return
        if run.state is State.FAILED:
            return
        if run.doing == "ask":
            run.found = {**run.found, "questions": []}
            return
        run.state = State.FAILED
        if wrong.is_file():
            told = json.loads(wrong.read_text(encoding="utf-8"))
            run.problems = tuple(
                Problem(where=one["where"], what=one["what"], do=f"{one['expected']} {one['do']}".strip())
                for one in told
            )
            return
        sys.stderr.write(said)
        do = "The terminal in which the server runs says more. `sekisho bulk` runs the book without the server."
        run.problems = (Problem(where="book", what="the work on it ended by itself.", do=do),)

    def _is_kept(self, run: Run) -> bool:
        """Keep a run in the store, if the server has one; results that cannot be kept are not shown either."""
        trail = self.settings.trail
        if trail is None or run.doing not in DETERMINES:
            return True
        try:
            trail.ran(run.owner, run.folder / "out" / "results.parquet")
        except SekishoError as fault:
            run.state, run.problems = State.FAILED, fault.problems
            return False
        return True

    def cancel(self, run: Run) -> None:
        """End the work on a book; the book stays, and so do results that are there."""
        with self.lock:
            if run.state in AT_WORK:
                run.state = State.CANCELLED
            self._end(run)

    def _end(self, run: Run) -> None:
        """End the process that works on a book, if there is one."""
        process, run.process, run.doing = run.process, None, ""
        if process is not None:
            process.terminate()
            try:
                process.wait(ENDED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()

    def delete(self, name: str) -> None:
        """Take a book and everything made of it away."""
        run = self[name]
        self.cancel(run)
        with self.lock:
            self.held.pop(name, None)
        shutil.rmtree(run.folder, ignore_errors=True)

    def close(self) -> None:
        """Take all books away."""
        for run in self:
            self.delete(run.id)
