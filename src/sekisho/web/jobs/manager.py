"""All long jobs of a server: one folder each, the work on them in a process of its own, and how far it has come.

`jobs.kinds` says what kinds there are, `jobs.job` how a job is written, `jobs.tasks` what its process does. Jobs
outlive the server: whoever starts one lets `restore` read the folder again.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import sekisho
from sekisho.errors import LibraryError, Problem, SekishoError
from sekisho.files.temporary import sweep
from sekisho.law.model.match_policy import identity_data
from sekisho.message import message
from sekisho.web.accounts.principal import ALONE, Person
from sekisho.web.jobs.idle_workers import IdleWorkers
from sekisho.web.jobs.job import AT_WORK, FOUND_FILE, JOB_FILE, MAPPING_FILE, Job, JobState, json_at, put_json
from sekisho.web.jobs.kinds import KINDS, JobKind, TaskEffect
from sekisho.web.jobs.process import DONE_FILE, PROBLEMS_FILE, TASK_FILE, end_orphan
from sekisho.web.jobs.worker import Worker
from sekisho.web.register import refreshed
from sekisho.web.settings import ServerSettings

LOOKS: Final = 0.2
PATIENCE: Final = 150
"""Seconds between looks for a file that is being written, and looks: as long as those of a cost take on a busy core."""
SAVED_EACH: Final = 0.01
"""Share of the work after which progress is written down again; a reader sees whole percents."""
KEPT_FOR: Final = timedelta(days=30)
"""How long a job is kept that nobody works on. A guess of November 2026: a book is settled within days, and copies of
orders should not lie about for longer than they are used."""
GONE: Final = Problem(
    where="jobs",
    what=message("web.no_such_job", "there is no such job here."),
    remedy=message("web.jobs_lists", "`GET /api/jobs` lists those that are."),
)
RESTARTED: Final = Problem(
    where="job",
    what=message("web.restarted", "a restart of the server ended the work on it."),
    remedy=message("web.run_again", "Run it again."),
)
DAMAGED: Final = Problem(
    where="job",
    what=message("web.damaged_results", "its results are damaged."),
    remedy=message("web.run_again", "Run it again."),
)
_ID: Final = re.compile(r"[A-Za-z0-9_-]{12}")
"""Name of the folder of a job; what has another name in the folder of jobs is none."""
J = TypeVar("J", bound=Job)


class JobManager:
    """All jobs of a server. Of each kind one is worked on at a time; the others wait."""

    def __init__(self, settings: ServerSettings) -> None:
        """Begin without jobs."""
        self.settings = settings
        self.lock = threading.RLock()
        self.turns = {name: threading.Semaphore(1) for name in KINDS}
        self.jobs: dict[str, Job] = {}
        self.idle = IdleWorkers(settings.folder, self.lock)
        self.person = ALONE
        self.kind: JobKind | None = None
        self.closed = threading.Event()

    def visible_to(self, person: Person, kind: JobKind | None = None) -> Self:
        """Return the same jobs as one person sees them: their own, or all to whoever administers.

        Parameters
        ----------
        kind
            None shows all kinds.
        """
        view = copy(self)
        view.person, view.kind = person, kind
        return view

    def _shows(self, job: Job) -> bool:
        return self.person.may_see(job.owner) and (self.kind is None or self.kind.name == job.kind)

    def __iter__(self) -> Iterator[Job]:
        """Go through the jobs as they stand at this moment, the newest first."""
        with self.lock:
            jobs = [replace(job) for job in reversed(self.jobs.values()) if self._shows(job)]
        return iter(jobs)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - the class of the kind that is asked for
        """Return a job.

        Raises
        ------
        LibraryError
            If there is none, or none that the person may see: it was deleted, or had to make room.
        """
        with self.lock:
            job = self.jobs.get(name)
        if job is None or not self._shows(job):
            raise LibraryError(self.kind.gone if self.kind is not None else GONE)
        return job

    def seen(self, name: str) -> Any:  # noqa: ANN401 - the same
        """Return a job as it stands at this moment, whatever the work on it does meanwhile.

        Raises
        ------
        LibraryError
            If there is none.
        """
        with self.lock:
            return replace(self[name])

    def once_written(self, name: str, look: Callable[[Job], Path | None]) -> tuple[Any, Path | None]:
        """Return a job and a file of it; where files are written behind its results, it is waited for.

        Parameters
        ----------
        look
            Finds the file of the job as it stands; None if there is none.

        Raises
        ------
        LibraryError
            If there is no such job.
        """
        for _ in range(PATIENCE):
            job = self.seen(name)
            path = look(job)
            if path is not None or job.doing != "write" or job.state is not JobState.DONE:
                break
            threading.Event().wait(LOOKS)
        return job, path

    def folder(self, kind: JobKind) -> Path:
        """Make the folder of a new job, whose name is its id; the oldest finished job of the kind makes room.

        Raises
        ------
        SekishoError
            If all are being worked on.
        """
        self._make_room(kind)
        path = self.settings.folder / secrets.token_urlsafe(9)
        (path / "out-0").mkdir(parents=True)
        return path

    def add(self, job: J) -> J:
        """Take a job on; it belongs to the person who sent it."""
        with self.lock:
            job.owner, job.made = self.person.name, self._moment()
            job.save()
            self.jobs[job.id] = job
        return job

    def _make_room(self, kind: JobKind) -> None:
        with self.lock:
            own = [job for job in self.jobs.values() if job.owner == self.person.name and job.kind == kind.name]
            finished = [job.id for job in own if job.state not in AT_WORK]
            if len(own) < self.settings.limits.runs:
                return
            if not finished:
                raise kind.wrong(kind.full)
        self.delete(finished[0])

    def begin(self, job: Job, do: str, **more: object) -> None:
        """Begin a task in a process of its own.

        Raises
        ------
        SekishoError
            If the job is being worked on.
        """
        with self.lock:
            if job.state in AT_WORK and job.doing:
                raise KINDS[job.kind].wrong(KINDS[job.kind].busy)
            process = self._release(job)
            job.state, job.doing, job.task, job.stage, job.part, job.problems = JobState.WAITING, do, do, "", 0.0, ()
            job.settings = {**job.settings, **more}
            self._start(job, do)
        _stop(process)

    def again(self, job: Job) -> None:
        """Do the same once more: the task that was asked for last, with the same request; what is done is run anew.

        Raises
        ------
        SekishoError
            If the job is being worked on.
        """
        self.begin(job, "run" if job.state is JobState.DONE else job.task or KINDS[job.kind].first)

    def _start(self, job: Job, do: str) -> None:
        """Start a task as soon as it is its turn; to be called under the lock."""
        job.attempt += 1
        job.begun = job.ended = ""
        job.save()
        threading.Thread(target=self._work, args=(job, do, job.attempt), daemon=True).start()

    def task_data(self, job: Job) -> dict[str, object]:
        """Return what the process is given: the law that the pages have, where things are, and what was asked."""
        settings = self.settings
        refreshed(settings)
        return {
            "folders": list(map(str, settings.folders)),
            "cache": str(settings.cache) if settings.cache else "",
            "overlay": str(settings.overlay) if settings.overlay else "",
            "kept": str(settings.kept) if settings.kept else "",
            "identity": identity_data(settings.library.identity),
            "today": settings.today().isoformat(),
            "owner": job.owner,
            "sent": str(job.sent),
            "results": str(job.out),
            **job.settings,
        }

    def _work(self, job: Job, do: str, attempt: int) -> None:
        """Wait for the turn of a job, start its process, and follow it to its end."""
        with self.turns[job.kind]:
            with self.lock:
                if self.closed.is_set() or job.attempt != attempt or job.doing != do or job.id not in self.jobs:
                    return
                try:
                    worker = self._spawn(job, do, attempt)
                except OSError as fault:
                    self._fail(job, do, (_not_written(fault),))
                    return
                except SekishoError as fault:
                    self._fail(job, do, fault.problems)
                    return
            code, wrote = worker.follow(lambda stage, part: self._tell(job, worker, stage, part))
        with self.lock:
            counts = job.process is worker
            if counts:
                job.process = None
                self.idle.take_back(job.kind, worker)
                self._take(job, do, attempt, code, wrote)
        if not counts:
            worker.dismiss()
        job.clear(attempt=attempt)

    def _spawn(self, job: Job, do: str, attempt: int) -> Worker:
        kind, workplace = KINDS[job.kind], job.workplace(attempt)
        out = job.out_of(attempt) if kind.tasks[do] is TaskEffect.RESULTS else workplace / "out"
        job.clear(attempt=attempt)
        workplace.mkdir()
        out.mkdir()
        place = workplace / TASK_FILE
        put_json(place, {"do": f"{job.kind}.{do}", "out": str(out), **self.task_data(job)})
        if kind.tasks[do] is not TaskEffect.BEHIND:
            job.state = JobState.WORKING
        job.begun = self._moment()
        job.save()
        job.process = self.idle.given(job.kind, place, job.id)
        return job.process

    def _tell(self, job: Job, worker: Worker, stage: str, part: float) -> None:
        """Take how far a process says that it has come."""
        with self.lock:
            if job.process is not worker:
                return
            telling = stage != job.stage or part >= job.part + SAVED_EACH
            job.stage, job.part = stage, part
            if telling:
                with suppress(OSError):  # the next one may be written, and the work goes on
                    job.save()

    def _take(self, job: Job, do: str, attempt: int, code: int, said: str) -> None:
        """Take what a process left behind; to be called under the lock."""
        workplace = job.workplace(attempt)
        try:
            if code == 0 and (workplace / DONE_FILE).is_file():
                self._succeed(job, do, attempt, json_at(workplace / DONE_FILE))
            elif (workplace / PROBLEMS_FILE).is_file():
                self._fail(job, do, tuple(map(Problem.from_dict, json_at(workplace / PROBLEMS_FILE))))
            else:
                sys.stderr.write(said)
                self._fail(job, do, (KINDS[job.kind].ended,))
        except SekishoError as fault:  # results that cannot be kept are not shown either
            self._fail(job, do, fault.problems)
        except (OSError, ValueError) as fault:
            self._fail(job, do, (_not_written(fault),))

    def _succeed(self, job: Job, do: str, attempt: int, found: dict[str, Any]) -> None:
        """Let what a task made count: files first, and `job.json` last."""
        kind, effect, before = KINDS[job.kind], KINDS[job.kind].tasks[do], job.out
        kind.record(job, do, job.out_of(attempt), self.settings)
        match effect:
            case TaskEffect.MAPPING:
                put_json(job.folder / MAPPING_FILE, found)
                job.mapping, job.state = found, JobState.DONE if job.found else JobState.MAPPED
            case TaskEffect.RESULTS:
                put_json(job.out_of(attempt) / FOUND_FILE, found)
                job.found, job.results, job.state = found, attempt, JobState.DONE
                job.program, job.library = sekisho.__version__, self.settings.library.hash
            case TaskEffect.MORE_FILES | TaskEffect.BEHIND:
                for path in (job.workplace(attempt) / "out").iterdir():
                    path.replace(job.out / path.name)
                self._add_found(job, found)
                job.state = JobState.DONE
        job.part, job.ended, job.doing = 1.0, self._moment(), kind.next_task(job, do)
        job.save()
        if job.out != before:
            shutil.rmtree(before, ignore_errors=True)
        if job.doing:
            self._start(job, job.doing)
        else:
            kind.finish(job, self.settings)

    def _fail(self, job: Job, do: str, problems: tuple[Problem, ...]) -> None:
        """Take that a task did not work; results stand where they are shown meanwhile, without what it would add."""
        job.doing, job.ended = "", self._moment()
        with suppress(OSError):
            match KINDS[job.kind].tasks[do]:
                case TaskEffect.BEHIND:
                    self._add_found(job, KINDS[job.kind].without)
                case TaskEffect.MORE_FILES:
                    job.problems, job.state = problems, JobState.DONE
                case _:
                    job.problems, job.state = problems, JobState.FAILED
            job.save()

    def take_ready(
        self, job: Job, files: Mapping[str, str], found: dict[str, Any], *, folder: Path | None = None
    ) -> None:
        """Let files that are kept ready be the results of a job, as if its process had just made them.

        Parameters
        ----------
        folder
            Whose files are taken too.
        """
        with self.lock:
            before = job.out
            job.attempt += 1
            out = job.out_of(job.attempt)
            if folder is None:
                out.mkdir()
            else:
                shutil.copytree(folder, out)
            for name, text in files.items():
                (out / name).write_text(text, encoding="utf-8")
            put_json(out / FOUND_FILE, found)
            job.found, job.results, job.task, job.state = found, job.attempt, KINDS[job.kind].first, JobState.DONE
            job.program, job.library = sekisho.__version__, self.settings.library.hash
            job.part, job.begun, job.ended = 1.0, self._moment(), self._moment()
            job.save()
        shutil.rmtree(before, ignore_errors=True)

    def _add_found(self, job: Job, more: dict[str, Any]) -> None:
        job.found = {**job.found, **more}
        put_json(job.out / FOUND_FILE, job.found)

    def cancel(self, job: Job) -> None:
        """End the work on a job; the job stays, and so do results that were there before."""
        with self.lock:
            attempt, doing = job.attempt, job.doing
            if job.state in AT_WORK:
                job.state = JobState.CANCELLED
                job.ended = self._moment()
            elif doing:
                self._add_found(job, KINDS[job.kind].without)
            process = self._release(job)
            if job.id in self.jobs:
                job.save()
        _stop(process)
        if doing:
            job.clear(attempt=attempt)

    def _release(self, job: Job) -> Worker | None:
        """Follow the process of a job no more; returns it, to be ended once the lock is free."""
        process, job.process, job.doing = job.process, None, ""
        return process

    def reopen(self, job: Job) -> None:
        """Go back to the columns of a book unless it is at work: its results are dropped, what was given is not."""
        with self.lock:
            if job.state in AT_WORK:
                return
            process = self._release(job)
            job.attempt += 1
            job.out_of(job.attempt).mkdir()
            KINDS[job.kind].carry(job.out, job.out_of(job.attempt))
            job.results, job.found, job.problems, job.state = job.attempt, {}, (), JobState.MAPPED
            job.save()
        _stop(process)
        job.clear()

    def delete(self, name: str) -> None:
        """Take a job and everything made of it away."""
        job = self[name]
        with self.lock:
            self.jobs.pop(name, None)
            (job.folder / JOB_FILE).unlink(missing_ok=True)  # what is left of it is none from now on
            process = self._release(job)
        _stop(process)
        self._forget(job)
        shutil.rmtree(job.folder, ignore_errors=True)

    def _forget(self, job: Job) -> None:
        """Let no process go on that has read something of a job."""
        with self.lock:
            for other in self.jobs.values():
                if other.process is not None and job.id in other.process.jobs:
                    other.process.is_last = True
        self.idle.forget(job.kind, job.id)

    def close(self) -> None:
        """End all work: what is done stays, and what was at work says that a restart ended it."""
        self.closed.set()
        with self.lock:
            processes = []
            for job in self.jobs.values():
                behind, process = job.doing, job.process
                self._break_off(job)
                job.process = None
                processes.append(process)
                with suppress(OSError):
                    job.save()
                if behind:
                    job.doing = ""
        for process in processes:
            _stop(process)
        self.idle.close()
        for job in self.jobs.values():
            job.clear()

    def _break_off(self, job: Job) -> None:
        """Say that a restart ended the work on a job; what is done behind results is done again by itself."""
        if job.state in AT_WORK:
            job.state, job.doing, job.ended = JobState.ENDED, "", self._moment()
            job.problems = (RESTARTED,)

    def restore(self) -> None:
        """Read the folder again after a restart.

        What is done stays done. What was at work is told as ended by the restart, its process is ended if it still
        runs, and nothing of what it was writing stays. Jobs that nobody has worked on for `KEPT_FOR` are cleared.
        """
        sweep(self.settings.folder)
        jobs = filter(None, map(self._restored, self._folders()))
        with self.lock:
            for job in sorted(jobs, key=lambda job: (job.made, job.id)):
                if self._is_old(job):
                    shutil.rmtree(job.folder, ignore_errors=True)
                    continue
                self.jobs[job.id] = job
                if job.doing:
                    self._start(job, job.doing)

    def _folders(self) -> Iterable[Path]:
        """Return the folders of jobs; one without `job.json` holds what was never taken whole, and is taken away."""
        for path in sorted(self.settings.folder.iterdir()):
            if not _ID.fullmatch(path.name) or not path.is_dir():
                continue
            if (path / JOB_FILE).is_file():
                yield path
            else:
                shutil.rmtree(path, ignore_errors=True)

    def _restored(self, folder: Path) -> Job | None:
        """Read one job again; None if its file cannot be read: then nobody knows whose it is, and nobody sees it."""
        for workplace in folder.glob("try-*"):
            end_orphan(workplace)
        try:
            record = json_at(folder / JOB_FILE)
            job = KINDS[record["kind"]].job.read(folder, record)
        except (ValueError, KeyError, TypeError, OSError):
            sys.stderr.write(f"{folder / JOB_FILE}: cannot be read; the job is left as it is, and not shown.\n")
            return None
        job.clear()
        self._break_off(job)
        lacks = (job.state is JobState.MAPPED and not job.mapping) or (
            job.state is JobState.DONE and not (job.out / FOUND_FILE).is_file()
        )
        if lacks:
            job.state, job.problems, job.doing = JobState.FAILED, (DAMAGED,), ""
        with suppress(OSError):
            job.save()
        return job

    def _is_old(self, job: Job) -> bool:
        with suppress(ValueError):
            now, last = datetime.fromisoformat(self._moment()), datetime.fromisoformat(job.ended or job.made)
            return not job.doing and now - last > KEPT_FOR
        return False

    def _moment(self) -> str:
        return self.settings.now().isoformat(timespec="seconds")


def _stop(worker: Worker | None) -> None:
    """End a process, if there is one, and wait until it has ended."""
    if worker is not None:
        worker.stop()


def _not_written(fault: Exception) -> Problem:
    what = message(
        "web.results_not_written",
        "what came of it cannot be written or read ({why}).",
        why=str(getattr(fault, "strerror", None) or fault),
    )
    return Problem(
        where="job", what=what, remedy=message("web.make_room", "Make room in the folder of jobs, and run it again.")
    )
