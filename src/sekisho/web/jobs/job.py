"""One long job: what was asked, how far it has come, what came of it, and the file from which it is read again.

A job is a folder. In it stand what was sent, a folder `out-N` of results, and `job.json`, which says how the job stands
and which folder of results counts. Whatever changes is written beside its place and counts from the moment at which
`job.json` is renamed, so that a server that is killed leaves the state before or the state after, never half of one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from sekisho.errors import Problem
from sekisho.files.formats import whole_file
from sekisho.files.formulas import table_rows

if TYPE_CHECKING:
    from sekisho.web.jobs.worker import Worker

VERSION: Final = 1
"""Of `job.json`; a file of another version is not read."""
JOB_FILE: Final = "job.json"
MAPPING_FILE: Final = "mapping.json"
"""In the folder of a book, its columns as facts."""
FOUND_FILE: Final = "found.json"
"""In a folder of results, what the tasks gave beside files."""


class JobState(StrEnum):
    """How far a job has come; one that is mapped waits for a person, one that has ended was broken off by a restart."""

    WAITING = "waiting"
    WORKING = "working"
    MAPPED = "mapped"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENDED = "ended"


AT_WORK: Final = frozenset({JobState.WAITING, JobState.WORKING})


@dataclass(slots=True, kw_only=True)
class Job:
    """A job, and what came of it.

    Parameters
    ----------
    kind
        Name of its kind: book, impact or exposure.
    day
        Day of the law that its page was asked for.
    owner
        Account that it belongs to; empty on a server without accounts.
    stage, part
        What is being done, and how far that has come, 0 to 1.
    doing
        Task at work; empty if none.
    task
        Task that a person asked for last, which is done when the job is run again.
    settings
        The request: what the tasks are given.
    mapping
        Of an order book that was looked at, its columns as facts.
    found
        What the tasks gave.
    attempt
        Number of the task begun last.
    results
        Number of the folder of results that counts.
    made, begun, ended
        Moments in ISO 8601: when it was sent, when work on the last task began, and when it ended.
    program, library
        Version of the program and hash of the law with which the results were made.
    """

    id: str
    kind: str
    name: str
    folder: Path
    day: date
    owner: str = ""
    state: JobState = JobState.WAITING
    stage: str = ""
    part: float = 0.0
    doing: str = ""
    task: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    attempt: int = 0
    results: int = 0
    made: str = ""
    begun: str = ""
    ended: str = ""
    program: str = ""
    library: str = ""
    process: Worker | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "owner": self.owner,
            "state": str(self.state),
            "doing": self.doing,
            "stage": self.stage,
            "part": self.part,
            "made": self.made or None,
            "begun": self.begun or None,
            "ended": self.ended or None,
            "problems": [
                {"what": problem.what, "where": problem.where, "do": problem.remedy, "remedy": problem.remedy}
                for problem in self.problems
            ],
        }

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Fields of a form or an address that ask the same, besides the day; none holds a name."""
        return []

    def query(self, day: date) -> list[tuple[str, str]]:
        """Return the fields of an address that asks the same as of a day."""
        return [("as_of", day.isoformat()), *self.fields]

    @property
    def sent(self) -> Path:
        """The book or the bill as it was sent."""
        return self.folder / "sent" / self.name

    @property
    def out(self) -> Path:
        """Folder of the results that count."""
        return self.out_of(self.results)

    def out_of(self, attempt: int) -> Path:
        """Return the folder of results of an attempt."""
        return self.folder / f"out-{attempt}"

    def workplace(self, attempt: int) -> Path:
        """Return the folder in which the process of an attempt works."""
        return self.folder / f"try-{attempt}"

    def file(self, name: str) -> Path | None:
        """Return a file of the results; None if there is none."""
        path = self.out / name
        return path if path.is_file() else None

    def answer(self) -> dict[str, Any] | None:
        """Return the whole result as plain data; None until the job is done."""
        file = self.file("result.json")
        if file is None or self.state is not JobState.DONE:
            return None
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return data

    def rows(self) -> list[dict[str, str]]:
        """Return the table of a job that is done."""
        with (self.out / "result.csv").open(encoding="utf-8", newline="") as file:
            return table_rows(file)

    def clear(self, *, attempt: int | None = None) -> None:
        """Take away what does not count: of one attempt, or whatever was left behind."""
        if attempt is None:
            left = [path for path in self.folder.glob("*-*") if path.name.startswith(("out-", "try-"))]
        else:
            left = [self.workplace(attempt), self.out_of(attempt)]
        for path in left:
            if path != self.out:
                shutil.rmtree(path, ignore_errors=True)

    def save(self) -> None:
        """Write `job.json`, whole or not at all."""
        put_json(self.folder / JOB_FILE, self._record())

    def _record(self) -> dict[str, Any]:
        own = ("kind", "name", "owner", "doing", "task", "stage", "part", "attempt", "results")
        times = ("made", "begun", "ended", "program", "library")
        return {
            "version": VERSION,
            "state": str(self.state),
            "day": self.day.isoformat(),
            **{name: getattr(self, name) for name in (*own, *times)},
            "problems": [problem.to_dict() for problem in self.problems],
            "request": self.settings,
        }

    @classmethod
    def read(cls, folder: Path, record: Mapping[str, Any]) -> Self:
        """Read a job again from what `job.json` says, with what its tasks gave.

        Raises
        ------
        ValueError, KeyError, TypeError, OSError
            If that is not what this program writes, or a file that it names cannot be read.
        """
        if record["version"] != VERSION:
            raise ValueError(record["version"])
        job = cls(
            id=folder.name,
            folder=folder,
            kind=str(record["kind"]),
            name=str(record["name"]),
            day=date.fromisoformat(record["day"]),
            state=JobState(record["state"]),
            part=float(record["part"]),
            attempt=int(record["attempt"]),
            results=int(record["results"]),
            settings=dict(record["request"]),
            problems=tuple(map(Problem.from_dict, record["problems"])),
        )
        for name in ("owner", "doing", "task", "stage", "made", "begun", "ended", "program", "library"):
            setattr(job, name, str(record[name]))
        job.out.mkdir(exist_ok=True)
        if (place := folder / MAPPING_FILE).is_file():
            job.mapping = dict(json_at(place))
        if (place := job.out / FOUND_FILE).is_file():
            job.found = dict(json_at(place))
        return job


def json_at(place: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Read a file of JSON.

    Raises
    ------
    ValueError, OSError
        If it cannot be read, or holds none.
    """
    return json.loads(place.read_text(encoding="utf-8"))


def put_json(place: Path, data: object) -> None:
    """Write a file of JSON, whole or not at all."""
    with whole_file(place) as file:
        json.dump(data, file, ensure_ascii=False, default=str)
