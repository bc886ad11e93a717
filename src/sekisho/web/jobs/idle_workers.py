"""Processes that have done their task and wait for the next one: at most one for each kind of job."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sekisho.web.jobs.worker import WAITS, Worker


class IdleWorkers:
    """The processes that wait for a task; `given` and `take_back` are to be called under the lock."""

    def __init__(self, place: Path, lock: threading.RLock) -> None:
        """Begin without processes.

        Parameters
        ----------
        place
            Folder of jobs.
        lock
            Is held whenever a process begins or ceases to wait; it may be held by whoever calls.
        """
        self._place, self._lock = place, lock
        self.workers: dict[str, Worker] = {}
        self._is_closed = False

    def given(self, kind: str, task: Path, job: str) -> Worker:
        """Give a task to the process that waits for one of its kind, or to a new one.

        Raises
        ------
        OSError
            If no process can be started.
        """
        worker = self.workers.pop(kind, None)
        if worker is not None:
            with suppress(OSError):  # it may have been ended from outside
                worker.give(task, job)
                return worker
            worker.dismiss()
        worker = Worker(self._place)
        worker.give(task, job)
        return worker

    def take_back(self, kind: str, worker: Worker) -> None:
        """Let a process that has done its task wait for the next one, unless another waits or it is to do no more."""
        if worker.poll() is not None or worker.is_last or self._is_closed or kind in self.workers:
            threading.Thread(target=worker.dismiss, daemon=True).start()
            return
        self.workers[kind], done = worker, worker.done
        timer = threading.Timer(WAITS, self._dismiss, (kind, lambda other: other is worker and other.done == done))
        timer.daemon = True
        timer.start()

    def _dismiss(self, kind: str, which: Callable[[Worker], bool]) -> None:
        """End the process that waits for a task of a kind, if it is such a one."""
        with self._lock:
            worker = self.workers.get(kind)
            if worker is None or not which(worker):
                return
            del self.workers[kind]
        worker.dismiss()

    def forget(self, kind: str, job: str) -> None:
        """End the process of a kind that waits, if it has read something of a job."""
        self._dismiss(kind, lambda worker: job in worker.jobs)

    def close(self) -> None:
        """End all, and let none wait again."""
        self._is_closed = True
        for kind in tuple(self.workers):
            self._dismiss(kind, lambda _worker: True)
