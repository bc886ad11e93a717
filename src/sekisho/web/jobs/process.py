"""The process of a job: it reads what to do, says how far it has come, and leaves what it found or what is wrong.

It is sent the file of a task a line on stdin, writes `{"stage": ..., "part": ...}` a line to stdout and `{"code": ...}`
as the last, and leaves `done.json` or `problems.json` beside the task; then it waits for the next (see `jobs.worker`).
A process of its own can be ended at any moment, and leaves the pages free for others. It ends with the server: its
stdin is a pipe that the server holds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import chdir, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Final

from sekisho.errors import Problem, SekishoError
from sekisho.files.temporary import hold, raised_when_ended
from sekisho.law.loading.library import load_measures
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_of
from sekisho.service.workspace import Workspace
from sekisho.web.jobs.job import json_at, put_json

Task = Mapping[str, Any]
INTERRUPTED: Final = 130
"""Exit code of work that was ended by a signal; whoever ended it asks for no result."""
TASK_FILE: Final = "task.json"
DONE_FILE: Final = "done.json"
PROBLEMS_FILE: Final = "problems.json"
ALIVE_FILE: Final = "alive"
"""File beside the task that the process holds for as long as it runs, with its number."""
TIDIED_WITHIN: Final = 5.0
"""Seconds that the work gets to tidy up once the server is gone."""
GROWN: Final = 768 * 1024 * 1024
"""Bytes of memory above which a process does no other task. A guess: three times what a list of 500 lines takes.
Larger, the memory of one large list is not given back for minutes; smaller, each answer in a list of some size waits
for a new process."""


def tell(stage: str, part: float) -> None:
    """Say how far the work has come."""
    sys.stdout.write(json.dumps({"stage": stage, "part": round(part, 3)}) + "\n")
    sys.stdout.flush()


_LAST: Final[list[tuple[Library, Library]]] = []
"""The law as it was loaded for the last task, and the same with its thresholds and decisions: what was worked out of it
serves the next task."""


def library_of(task: Task) -> Library:
    """Load the law that the pages have, with their thresholds and their decisions on names."""
    folders = [Path(folder) for folder in task["folders"]]
    cache = Path(task["cache"]) if task["cache"] else None
    overlay = Path(task["overlay"]) if task["overlay"] else None
    loaded = load_measures(folders or None, cache=cache, overlay=overlay)
    identity = identity_of(task["identity"], cache=cache)
    if not _LAST or _LAST[0][0] is not loaded or _LAST[0][1].identity != identity:
        _LAST[:] = [(loaded, replace(loaded, identity=identity))]
    return _LAST[0][1]


def workspace_of(task: Task) -> Workspace:
    """Return what the question of a task stands on: as the pages have it, with the user's own lists and tables."""
    return Workspace(
        library=library_of(task),
        today=date.fromisoformat(task["today"]) if task.get("today") else None,
        cache=Path(task["cache"]) if task["cache"] else None,
        home=Path(task["overlay"]).parent if task["overlay"] else None,
        kept=Path(task["kept"]) if task.get("kept") else None,
        account=str(task.get("owner") or ""),
    )


def do_task(
    place: Path, tasks: Mapping[str, Callable[[Task], dict[str, Any]]], too_large: Mapping[str, Problem]
) -> int:
    """Do the task of a file; what a person did wrong is told, whatever else goes wrong is raised.

    Parameters
    ----------
    tasks
        What may be done, by the kind of job, a dot, and the task.
    too_large
        What is said if there is not enough memory, by the kind of job.
    """
    task = json_at(place)
    try:
        with raised_when_ended():
            found = tasks[task["do"]](task)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SekishoError as fault:
        put_json(place.with_name(PROBLEMS_FILE), [problem.to_dict() for problem in fault.problems])
        return 1
    except MemoryError:
        kind = task["do"].partition(".")[0]
        put_json(place.with_name(PROBLEMS_FILE), [too_large[kind].to_dict()])
        return 1
    put_json(place.with_name(DONE_FILE), found)
    return 0


def work(place: Path, tasks: Mapping[str, Callable[[Task], dict[str, Any]]], too_large: Mapping[str, Problem]) -> int:
    """Do one task after the other as the server sends them, until it has no more or the process has grown.

    Parameters
    ----------
    place
        Folder in which the process waits.
    tasks, too_large
        As of `do_task`.

    Returns
    -------
    The exit code.
    """
    from sekisho.trade.book.reading_memory import books_remembered  # the server itself reads no book

    sent: SimpleQueue[str] = SimpleQueue()
    _end_with_server(sent)
    try:
        with raised_when_ended(), books_remembered(), chdir(place):
            while True:
                file = Path(json.loads(sent.get()))
                with _alive(file.parent), chdir(file.parent):
                    code = do_task(file, tasks, too_large)
                if code == INTERRUPTED:
                    return code
                is_last = _memory() > GROWN
                sys.stdout.write(json.dumps({"code": code, "last": is_last}) + "\n")
                sys.stdout.flush()
                if is_last:
                    return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _memory() -> int:
    """Return the bytes of memory that this process has now; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def end_with_server(workplace: Path) -> IO[str]:
    """Let this process end as soon as its stdin is closed; returns what it holds for as long as it runs."""
    alive = _alive(workplace)
    _end_with_server(SimpleQueue())
    return alive


def _alive(workplace: Path) -> IO[str]:
    alive = (workplace / ALIVE_FILE).open("w", encoding="ascii")
    hold(alive)
    alive.write(str(os.getpid()))
    alive.flush()
    return alive


def _end_with_server(sent: SimpleQueue[str]) -> None:
    """Listen to stdin: what is sent goes into the queue, and when it is closed the process ends."""
    threading.Thread(target=_listen, args=(sent,), daemon=True).start()


def _listen(sent: SimpleQueue[str]) -> None:
    begun = b""
    with suppress(OSError):
        while read := os.read(0, 65_536):  # not by `sys.stdin`, whose lock a process may not hold as it ends
            *lines, begun = (begun + read).split(b"\n")
            for line in lines:
                sent.put(line.decode())
    signal.raise_signal(signal.SIGTERM)
    threading.Event().wait(TIDIED_WITHIN)
    os._exit(INTERRUPTED)


def end_orphan(workplace: Path) -> None:
    """End a process that still works in a folder whose server is gone.

    Its number is believed only while it holds its file: afterwards the number may be that of another process.
    """
    if sys.platform == "win32":  # no such locks there; the process ends with its stdin
        return
    with suppress(OSError, ValueError), (workplace / ALIVE_FILE).open(encoding="ascii") as alive:
        try:
            hold(alive)
        except BlockingIOError:
            os.kill(int(alive.read()), signal.SIGKILL)
            import fcntl

            fcntl.flock(alive, fcntl.LOCK_EX)  # free once the process has ended
