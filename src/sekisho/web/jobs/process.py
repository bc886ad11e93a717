"""The process of a job: it reads what to do, says how far it has come, and leaves what it found or what is wrong.

It writes `{"stage": ..., "part": ...}` a line to stdout, and leaves `done.json` or `problems.json` beside the task.
A process of its own can be ended at any moment, and leaves the pages free for others.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sekisho.errors import Problem, SekishoError
from sekisho.files.termination import raised_when_ended
from sekisho.law.loading.library import load_measures
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_of
from sekisho.web.problem import parts_of

Task = Mapping[str, Any]
INTERRUPTED: Final = 130
"""Exit code of work that was ended by a signal; whoever ended it asks for no result."""


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


def do_task(place: Path, tasks: Mapping[str, Callable[[Task], dict[str, Any]]], *, too_large: Problem) -> int:
    """Do the task of a file; what a person did wrong is told, whatever else goes wrong is raised.

    Parameters
    ----------
    too_large
        What is said if there is not enough memory.
    """
    task = json.loads(place.read_text(encoding="utf-8"))
    try:
        with raised_when_ended():
            found = tasks[task["do"]](task)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SekishoError as fault:
        _leave(place.with_name("problems.json"), [parts_of(problem) for problem in fault.problems])
        return 1
    except MemoryError:
        _leave(place.with_name("problems.json"), [parts_of(too_large)])
        return 1
    _leave(place.with_name("done.json"), found)
    return 0


def _leave(place: Path, data: object) -> None:
    partial = place.with_name(f".{place.name}.partial")
    partial.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    shutil.move(partial, place)
