"""A process that has done a task does the next one of its kind, and no process outlasts what it knows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.web.team import DAY
from tests.support.web.waiting import until

from sekisho.web.jobs import idle_workers, process
from sekisho.web.jobs.job import Job, JobState
from sekisho.web.jobs.kinds import send_book
from sekisho.web.jobs.manager import JobManager
from sekisho.web.jobs.worker import Worker
from sekisho.web.settings import ServerSettings

BOOK = b"line,departure,destination,control_codes\n1,CN,JP,3C001.a\n"
ASKED = {"as_of": "2026-09-30", "reading": "central", "language": "en", "quiet": True}


@pytest.fixture
def jobs(settings: ServerSettings, tmp_path: Path) -> Iterator[JobManager]:
    """The jobs of a server with a folder of its own."""
    folder = tmp_path / "jobs"
    folder.mkdir()
    made = JobManager(replace(settings, folder=folder))
    yield made
    made.close()


def _ran(jobs: JobManager, name: str) -> Job:
    job = send_book(jobs, io.BytesIO(BOOK), name, DAY)
    _again(jobs, job)
    return job


def _again(jobs: JobManager, job: Job) -> None:
    jobs.begin(job, "run", **ASKED)
    until(lambda: not jobs.seen(job.id).doing)
    assert job.state is JobState.DONE, job.problems


def _waiting(jobs: JobManager) -> Worker:
    (worker,) = jobs.idle.workers.values()
    assert worker.poll() is None
    return worker


def test_the_next_task_of_a_kind_is_done_by_the_same_process(jobs: JobManager):
    first = _ran(jobs, "first.csv")
    worker = _waiting(jobs)
    _again(jobs, first)
    second = _ran(jobs, "second.csv")
    assert _waiting(jobs) is worker
    assert (first.out / "results.csv").read_bytes() == (second.out / "results.csv").read_bytes()


def test_a_process_that_knows_a_deleted_list_is_ended(jobs: JobManager):
    first = _ran(jobs, "first.csv")
    second = _ran(jobs, "second.csv")
    worker = _waiting(jobs)
    jobs.delete(first.id)
    assert worker.poll() is not None
    _again(jobs, second)
    fresh = _waiting(jobs)
    third = _ran(jobs, "third.csv")
    jobs.begin(second, "run", **ASKED)
    jobs.delete(third.id)  # while the process that knows it works on another list
    until(lambda: not jobs.seen(second.id).doing)
    assert second.state is JobState.DONE
    until(lambda: fresh.poll() is not None)
    assert not any(third.id in worker.jobs for worker in jobs.idle.workers.values())


def test_a_process_that_was_ended_from_outside_is_replaced(jobs: JobManager):
    job = _ran(jobs, "first.csv")
    worker = _waiting(jobs)
    worker.stop()
    _again(jobs, job)
    assert _waiting(jobs) is not worker


def test_a_process_does_not_wait_for_ever_and_none_outlasts_the_server(
    jobs: JobManager, monkeypatch: pytest.MonkeyPatch
):
    job = _ran(jobs, "first.csv")
    worker = _waiting(jobs)
    jobs.close()
    assert worker.poll() is not None
    jobs.closed.clear()
    monkeypatch.setattr(idle_workers, "WAITS", 0.2)
    _again(jobs, job)
    until(lambda: not jobs.idle.workers)


def test_a_process_that_has_grown_does_no_other_task(jobs: JobManager, monkeypatch: pytest.MonkeyPatch):
    assert process._memory() > 0
    monkeypatch.setattr(idle_workers, "Worker", _Grown)
    _ran(jobs, "first.csv")
    assert not jobs.idle.workers


class _Grown(Worker):
    """A process that says of each task that it is its last."""

    @property
    def is_last(self) -> bool:
        return True

    @is_last.setter
    def is_last(self, value: bool) -> None:
        """Whatever it says."""
