"""The order books that the pages hold, and the work on them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from sekisho.errors import BookError, Problem, SekishoError
from sekisho.web.jobs.manager import Job, JobKind, JobManager, JobState
from sekisho.web.settings import ServerSettings
from sekisho.web.uploads import keep_upload

DETERMINES: Final = frozenset({"run", "apply"})
"""Tasks that determine every line."""
BOOKS: Final = JobKind(
    module="sekisho.web.jobs.book_task",
    gone=Problem(
        where="books",
        what="there is no such order book here.",
        remedy="Upload it again: books are kept only while the server runs.",
    ),
    busy=Problem(where="book", what="it is being worked on.", remedy="Wait until it is done, or cancel it."),
    full=Problem(
        where="book", what="too many order books are being worked on.", remedy="Wait until one is done, or cancel one."
    ),
    ended=Problem(
        where="book",
        what="the work on it ended by itself.",
        remedy="The terminal in which the server runs says more. `sekisho bulk` runs the book without the server.",
    ),
    wrong=BookError,
)


@dataclass(slots=True, kw_only=True)
class BookJob(Job):
    """A book that was sent, and what was made of it.

    Its tasks are map, run, ask, apply and workbook. While questions are ranked, the results are there.

    Parameters
    ----------
    mapping
        Its columns as facts, once it was looked at.
    """

    book: Path
    mapping: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {**Job.to_dict(self), "lines": self.found.get("lines", self.mapping.get("lines"))}


class Runs(JobManager[BookJob]):
    """All books of a server."""

    def __init__(self, settings: ServerSettings) -> None:
        """Begin without books."""
        super().__init__(settings, BOOKS)

    def upload(self, sent: BinaryIO, name: str, day: date) -> BookJob:
        """Keep a book that was sent.

        Raises
        ------
        BookError
            If it is none, or too many are being worked on.
        """
        folder = self.folder()
        (folder / "book").mkdir()
        try:
            book = keep_upload(sent, name, folder / "book", self.settings.limits)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self.add(BookJob(id=folder.name, name=book.name, folder=folder, book=book, day=day))

    def task(self, job: BookJob) -> dict[str, object]:
        """Return what the process is given: the book besides."""
        return {"book": str(job.book), **super().task(job)}

    def is_background(self, do: str) -> bool:
        """Tell whether a task is done while results are there: questions are ranked so."""
        return do == "ask"

    def on_success(self, job: BookJob, do: str, found: dict[str, Any]) -> None:
        """Take what a task gave; of a book that was looked at, its columns."""
        if do == "map":
            job.mapping, job.state = found, JobState.MAPPED
            return
        try:
            self._record(job, do)
        except SekishoError as fault:  # results that cannot be kept are not shown either
            super().on_failure(job, do, fault.problems)
            return
        super().on_success(job, do, found)

    def _record(self, job: BookJob, do: str) -> None:
        """Keep a run in the store, if the server has one."""
        if self.settings.trail is not None and do in DETERMINES:
            self.settings.trail.ran(job.owner, job.out / "results.parquet")

    def on_failure(self, job: BookJob, do: str, problems: tuple[Problem, ...]) -> None:
        """Take that a task did not work; without questions the results stand."""
        if do == "ask":
            job.found = {**job.found, "questions": []}
        else:
            super().on_failure(job, do, problems)

    def after(self, job: BookJob, do: str) -> str:
        """Rank questions once there are results with open lines."""
        wanted = do in DETERMINES and not job.settings.get("quiet")
        return "ask" if wanted and job.found["by_headline"].get("undetermined") else ""
