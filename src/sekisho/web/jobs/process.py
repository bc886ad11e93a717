"""The process of a job: it reads what to do, says how far it has come, and leaves what it found or what is wrong.

It writes `{"stage": ..., "part": ...}` a line to stdout, and leaves `done.json` or `problems.json` beside the task.
A process of its own can be ended at any moment, and leaves the pages free for others. It ends with the server: its
stdin is a pipe that the server holds and never writes to.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
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


def tell(stage: str, part: float) -> None:
    """Say how far the work has come."""
    sys.stdout.write(json.dumps({"stage": stage, "part": round(part, 3)}) + "\n")
    sys.stdout.flush()


def library_of(task: Task) -> Library:
    """Load the law that the pages have, with their thresholds and their decisions on names."""
    folders = [Path(folder) for folder in task["folders"]]
    cache = Path(task["cache"]) if task["cache"] else None
    overlay = Path(task["overlay"]) if task["overlay"] else None
    library = load_measures(folders or None, cache=cache, overlay=overlay)
    return replace(library, identity=identity_of(task["identity"], cache=cache))


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


def end_with_server(workplace: Path) -> IO[str]:
    """Let this process end as soon as its stdin is closed; returns what it holds for as long as it runs."""
    alive = (workplace / ALIVE_FILE).open("w", encoding="ascii")
    hold(alive)
    alive.write(str(os.getpid()))
    alive.flush()
    threading.Thread(target=_wait_for_end, daemon=True).start()
    return alive


def _wait_for_end() -> None:
    with suppress(OSError):
        while os.read(0, 1):  # not by `sys.stdin`, whose lock a process may not hold as it ends
            pass
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
