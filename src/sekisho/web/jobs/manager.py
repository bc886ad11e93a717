"""The jobs of one kind that the pages hold: one folder each, the work on them, and how far it has come.

A kind of job says in a `JobKind` what it is called and which module does the work, and derives from `JobManager` to add
what is its own. The module is run as `python -m MODULE TASK.json`; `jobs.process` is what it does with that.
"""

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
from typing import Any, Final, Generic, Self, TypeVar

from sekisho.errors import LibraryError, Problem, SekishoError
from sekisho.law.model.match_policy import identity_data
from sekisho.web.accounts.principal import ALONE, Person
from sekisho.web.register import refreshed
from sekisho.web.settings import ServerSettings

ENDED_WITHIN: Final = 5.0
"""Seconds that a process gets to end before it is killed."""


class JobState(StrEnum):
    """How far a job has come; one that is mapped waits for a person."""

    WAITING = "waiting"
    WORKING = "working"
    MAPPED = "mapped"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


AT_WORK: Final = frozenset({JobState.WAITING, JobState.WORKING})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """What jobs of a kind are called, and what works on them.

    Parameters
    ----------
    module
        What the process runs.
    gone, busy, full, ended
        What is said of a job that is not there, of one that is at work already, of one for which there is no room,
        and of one whose process ended by itself.
    wrong
        The kind of mistake that `busy` and `full` are.
    """

    module: str
    gone: Problem
    busy: Problem
    full: Problem
    ended: Problem
    wrong: type[SekishoError]


@dataclass(slots=True, kw_only=True)
class Job:
    """A job, and what came of it.

    Parameters
    ----------
    day
        Day of the law that its page was asked for.
    owner
        Account that it belongs to; empty on a server without accounts.
    stage, part
        What is being done, and how far that has come, 0 to 1.
    doing
        Which task; empty if none.
    found
        What the tasks gave.
    settings
        What the tasks are given.
    """

    id: str
    name: str
    folder: Path
    day: date
    owner: str = ""
    state: JobState = JobState.WAITING
    stage: str = ""
    part: float = 0.0
    doing: str = ""
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
            "problems": [
                {"what": one.what, "where": one.where, "do": one.remedy, "remedy": one.remedy} for one in self.problems
            ],
        }

    @property
    def out(self) -> Path:
        """Folder of its results."""
        return self.folder / "out"

    def file(self, name: str) -> Path | None:
        """Return a file of the results; None if there is none."""
        path = self.out / name
        return path if path.is_file() else None


J = TypeVar("J", bound=Job)


class JobManager(Generic[J]):
    """All jobs of a kind. One is worked on at a time; the others wait."""

    def __init__(self, settings: ServerSettings, kind: JobKind) -> None:
        """Begin without jobs."""
        self.settings = settings
        self.kind = kind
        self.lock = threading.RLock()
        self.turn = threading.Semaphore(1)
        self.held: dict[str, J] = {}
        self.person = ALONE

    def visible_to(self, person: Person) -> Self:
        """Return the same jobs as one person sees them: their own, or all to whoever administers."""
        seen = copy(self)
        seen.person = person
        return seen

    def __iter__(self) -> Iterator[J]:
        """Go through the jobs, the newest first."""
        with self.lock:
            held = list(reversed(self.held.values()))
        return (job for job in held if self.person.may_see(job.owner))

    def __getitem__(self, name: str) -> J:
        """Return a job.

        Raises
        ------
        LibraryError
            If there is none, or none that the person may see: it was deleted, or the server was started again.
        """
        with self.lock:
            found = self.held.get(name)
        if found is None or not self.person.may_see(found.owner):
            raise LibraryError(self.kind.gone)
        return found

    def seen(self, name: str) -> J:
        """Return a job as it stands at this moment, whatever the work on it does meanwhile.

        Raises
        ------
        LibraryError
            If there is none.
        """
        with self.lock:
            return replace(self[name])

    def folder(self) -> Path:
        """Make the folder of a new job, whose name is its id; the oldest finished job makes room.

        Raises
        ------
        SekishoError
            If all are being worked on.
        """
        self._make_room()
        found = self.settings.folder / secrets.token_urlsafe(9)
        (found / "out").mkdir(parents=True)
        return found

    def add(self, job: J) -> J:
        """Hold a job; it belongs to the person who sent it."""
        with self.lock:
            job.owner = self.person.name
            self.held[job.id] = job
        return job

    def _make_room(self) -> None:
        with self.lock:
            own = [job for job in self.held.values() if job.owner == self.person.name]
            finished = [job.id for job in own if job.state not in AT_WORK]
            if len(own) < self.settings.limits.runs:
                return
            if not finished:
                raise self.kind.wrong(self.kind.full)
        self.delete(finished[0])

    def begin(self, job: J, do: str, **more: object) -> None:
        """Begin a task in a process of its own.

        Raises
        ------
        SekishoError
            If the job is being worked on.
        """
        with self.lock:
            if job.state in AT_WORK and job.doing:
                raise self.kind.wrong(self.kind.busy)
            self._end(job)
            job.state, job.doing, job.stage, job.part, job.problems = JobState.WAITING, do, "", 0.0, ()
            job.settings = {**job.settings, **more}
        self.start(job, do)

    def start(self, job: J, do: str) -> None:
        """Start a task as soon as it is its turn."""
        task = {"do": do, **self.task(job)}
        threading.Thread(target=self._work, args=(job, task, do), daemon=True).start()

    def task(self, job: J) -> dict[str, object]:
        """Return what the process is given: the law that the pages have, where results go, and what was asked."""
        settings = self.settings
        refreshed(settings)
        return {
            "out": str(job.out),
            "folders": list(map(str, settings.folders)),
            "cache": str(settings.cache) if settings.cache else "",
            "overlay": str(settings.overlay) if settings.overlay else "",
            "identity": identity_data(settings.library.identity),
            "today": settings.today().isoformat(),
            **job.settings,
        }

    def is_background(self, do: str) -> bool:
        """Tell whether a task is done while the results of an earlier one are there already."""
        del do
        return False

    def on_success(self, job: J, do: str, found: dict[str, Any]) -> None:
        """Take what a task gave."""
        del do
        job.found, job.state = {**job.found, **found}, JobState.DONE

    def on_failure(self, job: J, do: str, problems: tuple[Problem, ...]) -> None:
        """Take that a task did not work."""
        del do
        job.problems, job.state = problems, JobState.FAILED

    def after(self, job: J, do: str) -> str:
        """Return the task that follows by itself; empty if none does."""
        del job, do
        return ""

    def _work(self, job: J, task: Mapping[str, object], do: str) -> None:
        with self.turn:
            with self.lock:
                if job.doing != do or job.process is not None or job.id not in self.held:
                    return
                if not self.is_background(do):
                    job.state = JobState.WORKING
                place = job.folder / "task.json"
                for name in ("done.json", "problems.json"):
                    place.with_name(name).unlink(missing_ok=True)
                place.write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")
                job.process = subprocess.Popen(  # noqa: S603 - this program, and a file that it wrote itself
                    [sys.executable, "-m", self.kind.module, str(place)],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    stdin=subprocess.DEVNULL,
                    text=True,
                    cwd=job.folder,
                )
            self._follow(job, job.process, do)

    def _follow(self, job: J, process: subprocess.Popen[str], do: str) -> None:
        """Listen to a process until it ends, and take what it left."""
        said: list[str] = []
        drain = threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True)
        with process:
            drain.start()
            for line in process.stdout or ():
                told = json.loads(line)
                with self.lock:
                    job.stage, job.part = told["stage"], told["part"]
            drain.join()
        code = process.returncode
        with self.lock:
            if job.process is not process:
                return
            job.process = None
            if job.state is JobState.CANCELLED or job.id not in self.held:
                return
            self._left(job, do, code, "".join(said))
            job.doing = self.after(job, do) if job.state is JobState.DONE else ""
            following = job.doing
        if following:
            self.start(job, following)

    def _left(self, job: J, do: str, code: int, said: str) -> None:
        done, wrong = job.folder / "done.json", job.folder / "problems.json"
        if code == 0 and done.is_file():
            self.on_success(job, do, json.loads(done.read_text(encoding="utf-8")))
            job.part = 1.0
            return
        if wrong.is_file():
            told = json.loads(wrong.read_text(encoding="utf-8"))
            problems = tuple(
                Problem(where=one["where"], what=one["what"], remedy=f"{one['expected']} {one['do']}".strip())
                for one in told
            )
        else:
            sys.stderr.write(said)
            problems = (self.kind.ended,)
        self.on_failure(job, do, problems)

    def cancel(self, job: J) -> None:
        """End the work on a job; the job stays, and so do results that are there."""
        with self.lock:
            if job.state in AT_WORK:
                job.state = JobState.CANCELLED
            self._end(job)

    def _end(self, job: J) -> None:
        """End the process that works on a job, if there is one."""
        process, job.process, job.doing = job.process, None, ""
        if process is not None:
            process.terminate()
            try:
                process.wait(ENDED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()

    def delete(self, name: str) -> None:
        """Take a job and everything made of it away."""
        job = self[name]
        self.cancel(job)
        with self.lock:
            self.held.pop(name, None)
        shutil.rmtree(job.folder, ignore_errors=True)

    def close(self) -> None:
        """Take all jobs away."""
        for job in self:
            self.delete(job.id)
