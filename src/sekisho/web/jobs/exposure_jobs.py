"""The exposures that the pages hold, and the work on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from sekisho.errors import BillError, BookError, Problem
from sekisho.files.formats import sha256_of
from sekisho.web.exposure_form import ExposureForm
from sekisho.web.jobs.manager import Job, JobKind, JobManager
from sekisho.web.settings import ServerSettings
from sekisho.web.uploads import UploadKind, keep_upload

EXPOSURES: Final = JobKind(
    module="sekisho.web.jobs.exposure_task",
    gone=Problem(
        where="exposure",
        what="there is no such run here.",
        remedy="Send the bill again: runs are kept only while the server runs, and the oldest make room for new ones.",
    ),
    busy=Problem(where="exposure", what="it is being run.", remedy="Wait until it is done, or cancel it."),
    full=Problem(where="bill", what="too many bills are waiting.", remedy="Wait until one is done, or cancel one."),
    ended=Problem(
        where="exposure",
        what="the run ended by itself.",
        remedy="The terminal in which the server runs says more. `sekisho exposure` runs the bill without the server.",
    ),
    wrong=BillError,
)
KINDS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".json", ".jsonl", ".parquet")
BILL: Final = UploadKind(
    called="bill of materials",
    kinds=KINDS,
    expected="Expected CSV (.csv, .txt, .tsv), Excel (.xlsx, .xls, .xlsb, .ods), .json, .jsonl or .parquet.",
    command="sekisho exposure BOM -o exposure.html",
)
SAMPLE: Final = "example-bill.csv"
"""Name of the made-up bill."""


@dataclass(slots=True, kw_only=True)
class ExposureJob(Job):
    """A bill that was sent, what was asked of it, and what came of it."""

    bill: Path
    asked: ExposureForm

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data; names are left out."""
        asked = replace(self.asked, facts={k: v for k, v in self.asked.facts.items() if k != "end_user"})
        return {**Job.to_dict(self), "as_of": self.day.isoformat(), "asked": asked.to_dict()}


class Exposures(JobManager[ExposureJob]):
    """All exposures of a server."""

    def __init__(self, settings: ServerSettings) -> None:
        """Begin without any."""
        super().__init__(settings, EXPOSURES)

    def send(self, sent: BinaryIO, name: str, asked: ExposureForm, *, day: date) -> ExposureJob:
        """Keep a bill that was sent, and begin to look at it.

        Raises
        ------
        BillError
            If it is none, or too many are being looked at.
        """

        def keep(folder: Path) -> Path:
            try:
                return keep_upload(sent, name, folder, self.settings.limits, sort=BILL)
            except BookError as fault:
                raise BillError([replace(one, where="bill") for one in fault.problems]) from None

        return self._begin(keep, asked, day=day)

    def sample(self, asked: ExposureForm, *, day: date) -> ExposureJob:
        """Begin to look at a made-up bill.

        Raises
        ------
        BillError
            If too many are being looked at.
        """
        return self._begin(lambda folder: folder / SAMPLE, asked, day=day, sample=True)

    def _begin(
        self, keep: Callable[[Path], Path], asked: ExposureForm, *, day: date, sample: bool = False
    ) -> ExposureJob:
        folder = self.folder()
        (folder / "bill").mkdir()
        try:
            bill = keep(folder / "bill")
            if self.settings.trail is not None:
                which = "a made-up bill" if sample else f"a bill of SHA-256 {sha256_of(bill)}"
                self.settings.trail.note(self.person.name, f"exposure of {which} asked")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        job = self.add(ExposureJob(id=folder.name, name=bill.name, folder=folder, day=day, bill=bill, asked=asked))
        more = {"bill": str(bill), "sample": sample, "as_of": day.isoformat(), "asked": asked.to_dict()}
        self.begin(job, "run", **more)
        return job
