"""A process that works on jobs one after another, as the server sees it.

To start a process, to import the program and to read the law takes longer than to save an answer in a small list. So a
process that has done its task waits for the next one for a while. It is ended like any other: whenever work on a job
is broken off, when a job is deleted whose data it has, when it has grown, and with the server.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

ENDED_WITHIN: Final = 5.0
"""Seconds that a process gets to end before it is killed."""
WAITS: Final = 300.0
"""Seconds after which a process without a task is ended: it has some 200 MB. A guess: whoever answers about a list
saves again within minutes."""


class Worker:
    """A process of `jobs.tasks`."""

    def __init__(self, place: Path) -> None:
        """Start it.

        Parameters
        ----------
        place
            Folder of jobs, by which the process is known among others.
        """
        self.jobs: set[str] = set()
        """The jobs of which it has read something."""
        self.is_last = False
        """Whether it does no other task after the one it is at."""
        self.done = 0
        """Tasks that it has done."""
        self._wrote: list[str] = []
        # The process ends when its stdin does, so that none outlives a server that is killed; and signals that a
        # terminal sends to the server are not for it: the server ends it, and says why.
        self._process = subprocess.Popen(  # noqa: S603 - this program, and a folder of its own
            [sys.executable, "-m", "sekisho.web.jobs.tasks", str(place)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=place,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stderr or ():
            self._wrote.append(line)

    def poll(self) -> int | None:
        """Return the exit code of the process; None while it runs."""
        return self._process.poll()

    def give(self, task: Path, job: str) -> None:
        """Give it the file of a task of a job.

        Raises
        ------
        OSError
            If the process has ended.
        """
        self.jobs.add(job)
        self._wrote.clear()
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        self._process.stdin.write(json.dumps(str(task)) + "\n")
        self._process.stdin.flush()

    def follow(self, tell: Callable[[str, float], None]) -> tuple[int, str]:
        """Listen until the task is done or the process has ended.

        Parameters
        ----------
        tell
            Takes how far the work has come: a stage, and a share.

        Returns
        -------
        The exit code of the task, and what the process wrote of mistakes if it ended by itself.
        """
        for line in self._process.stdout or ():
            with suppress(ValueError, KeyError, TypeError):  # a library may write to stdout as well
                said = json.loads(line)
                if "code" in said:
                    self.done += 1
                    self.is_last = self.is_last or bool(said["last"])
                    return int(said["code"]), ""
                tell(str(said["stage"]), float(said["part"]))
        code = self._process.wait()
        self._listener.join()
        self._close()
        return code, "".join(self._wrote)

    def stop(self) -> None:
        """End the process, and wait until it has ended."""
        self._process.terminate()
        try:
            self._process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def dismiss(self) -> None:
        """End a process that nobody follows."""
        self.stop()
        self._listener.join()
        self._close()

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
