"""The kinds of long job: order books, exposures of a bill of materials, costs of measures, and nowcasts.

A kind says what its jobs are called, which tasks work on them and what becomes of what a task leaves; and how one is
sent. The work itself is `jobs.tasks`, run by a process of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from sekisho.determination.settle.given_so_far import given_in, keep_given
from sekisho.errors import BillError, BookError, Problem, ScenarioError, SekishoError
from sekisho.files.formats import sha256_of
from sekisho.message import message
from sekisho.service.exposure import ExposureRequest
from sekisho.service.impact import ImpactRequest
from sekisho.service.nowcast import NowcastRequest
from sekisho.service.request import plain_of, request_from
from sekisho.web.exposure_form import ASKED as ASKED_OF_EXPOSURE
from sekisho.web.exposure_form import NAMES
from sekisho.web.exposure_form import query_of as query_of_exposure
from sekisho.web.impact_form import ASKED, query_of
from sekisho.web.jobs.job import FOUND_FILE, Job, json_at
from sekisho.web.jobs.ready_nowcasts import ready_nowcast
from sekisho.web.nowcast_form import ASKED as ASKED_OF_NOWCAST
from sekisho.web.nowcast_form import query_of as query_of_nowcast
from sekisho.web.uploads import UploadKind, keep_upload

if TYPE_CHECKING:
    from sekisho.web.jobs.manager import JobManager
    from sekisho.web.settings import ServerSettings


class TaskEffect(Enum):
    """What becomes of what a task leaves."""

    MAPPING = auto()
    """It tells the columns of a book, and a person looks at them."""
    RESULTS = auto()
    """It makes all results, in a folder that takes the place of the one before."""
    MORE_FILES = auto()
    """It adds files to the results that are there; they stand if it does not work, and what is wrong is told."""
    BEHIND = auto()
    """The same, while the results are shown; results stand if it does not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """What jobs of a kind are called, and what works on them.

    Parameters
    ----------
    name
        By which programs know the kind.
    path
        Where its pages stand.
    job
        Class of its jobs.
    tasks
        What may be done, the first thing first.
    gone, busy, full, ended
        What is said of a job that is not there, of one that is at work already, of one for which there is no room,
        and of one whose process ended by itself.
    wrong
        The kind of mistake that `busy` and `full` are.
    """

    name: str
    path: str
    job: type[Job]
    tasks: Mapping[str, TaskEffect]
    gone: Problem
    busy: Problem
    full: Problem
    ended: Problem
    wrong: type[SekishoError]

    @property
    def first(self) -> str:
        """Name the task with which a job begins."""
        return next(iter(self.tasks))

    def record(self, job: Job, task: str, results: Path, settings: ServerSettings) -> None:
        """Keep what a task made in the store, if the server has one and the kind is kept there.

        Raises
        ------
        SekishoError
            If it cannot be kept; then it does not count either.
        """

    def carry(self, before: Path, after: Path) -> None:
        """Keep what people gave beside results that are dropped, in the folder that takes their place."""

    def finish(self, job: Job, settings: ServerSettings) -> None:
        """Take that nothing more is done for a job, for now."""

    def next_task(self, job: Job, task: str) -> str:
        """Return the task that follows by itself; empty if none does."""
        del job, task
        return ""

    @property
    def without(self) -> dict[str, Any]:
        """What is found of a job whose work behind the results did not come to its end."""
        return {}


class BookJob(Job):
    """A book that was sent, and what was made of it."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {**Job.to_dict(self), "lines": self.found.get("lines", self.mapping.get("lines"))}


class ImpactJob(Job):
    """A cost that was asked for, and what came of it."""

    __slots__ = ()

    @property
    def asked(self) -> ImpactRequest:
        """What is costed, and how."""
        return request_from(ImpactRequest, self.settings["asked"])

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Fields of a form or an address that ask the same, besides the day."""
        return list(query_of(self.asked))

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {**Job.to_dict(self), "asked": plain_of(self.asked, ASKED)}


class NowcastJob(Job):
    """A scenario that was to be held against what was observed, and what came of it."""

    __slots__ = ()

    @property
    def asked(self) -> NowcastRequest:
        """What is held against observations, and up to which day."""
        return request_from(NowcastRequest, self.settings["asked"])

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Fields of a form or an address that ask the same, besides the day."""
        return list(query_of_nowcast(self.asked))

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {**Job.to_dict(self), "asked": plain_of(self.asked, ASKED_OF_NOWCAST)}


class ExposureJob(Job):
    """A bill that was sent, what was asked of it, and what came of it."""

    __slots__ = ()

    @property
    def asked(self) -> ExposureRequest:
        """What is asked of the bill."""
        return request_from(ExposureRequest, self.settings["asked"])

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Fields of a form or an address that ask the same, besides the day."""
        return list(query_of_exposure(self.asked))

    def query(self, day: date) -> list[tuple[str, str]]:
        """Return the fields of an address that asks the same: as of the day of the bill, whatever day is looked at."""
        del day
        return Job.query(self, self.day)

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data; names are left out."""
        asked = replace(self.asked, facts={k: v for k, v in self.asked.facts.items() if k not in NAMES})
        return {**Job.to_dict(self), "as_of": self.day.isoformat(), "asked": plain_of(asked, ASKED_OF_EXPOSURE)}


class BookKind(JobKind):
    """Order books: their runs are kept in the store, and questions are ranked once there are results."""

    __slots__ = ()

    def record(self, job: Job, task: str, results: Path, settings: ServerSettings) -> None:
        """Keep a run under the name of whoever sent the book."""
        if settings.trail is not None and self.tasks[task] is TaskEffect.RESULTS:
            settings.trail.ran(job.owner, results / "results.parquet")

    def carry(self, before: Path, after: Path) -> None:
        """Keep the answers of a book, which say the same whatever its columns are."""
        keep_given(given_in(before), after)

    def next_task(self, job: Job, task: str) -> str:
        """Ask of the list once there are results with open lines; again where making files broke it off.

        What is asked of the whole list is found first, so that its grids are shown while single questions are ranked.
        """
        if task == "ask":
            return "questions" if job.found.get("questions") is None else ""
        behind = task in {"workbook", "letters", "rescreen"}
        broken_off = behind and job.found.get("questions") is None
        wanted = (self.tasks[task] is TaskEffect.RESULTS or broken_off) and not job.settings.get("quiet")
        return "ask" if wanted and job.found["by_headline"].get("undetermined") else ""

    @property
    def without(self) -> dict[str, Any]:
        """No question is ranked."""
        return {"questions": []}


class CostKind(JobKind):
    """Costs of measures: once their page can be read, the files to be taken along are written."""

    __slots__ = ()

    def finish(self, job: Job, settings: ServerSettings) -> None:
        """Keep what it left, if its scenario ships: the next who asks the same gets it at once."""
        from sekisho.web.jobs.kept_costs import keep_cost

        if isinstance(job, ImpactJob):
            keep_cost(job, settings)

    def next_task(self, job: Job, task: str) -> str:
        """Write the files once there are results."""
        del job
        return "write" if task == "run" else ""


KEPT_SO_LONG: Final = message(
    "web.kept_so_long", "the oldest make room for new ones, and whatever is older than 30 days is cleared."
)
WAIT: Final = message("web.wait_or_cancel", "Try again when it is done, or cancel it.")
WAIT_FOR_ONE: Final = message("web.wait_for_one", "Try again when one is done, or cancel one.")
BOOKS: Final = BookKind(
    name="book",
    path="/books",
    job=BookJob,
    tasks={
        "map": TaskEffect.MAPPING,
        "run": TaskEffect.RESULTS,
        "apply": TaskEffect.RESULTS,
        "withdraw": TaskEffect.RESULTS,
        "workbook": TaskEffect.MORE_FILES,
        "letters": TaskEffect.MORE_FILES,
        "rescreen": TaskEffect.MORE_FILES,
        "rank": TaskEffect.MORE_FILES,
        "ask": TaskEffect.BEHIND,
        "questions": TaskEffect.BEHIND,
    },
    gone=Problem(
        where="books",
        what=message("web.no_such_list", "there is no such order list here."),
        remedy=message("web.upload_again", "Upload it again: {kept_so_long}", kept_so_long=KEPT_SO_LONG),
    ),
    busy=Problem(where="book", what=message("web.list_at_work", "it is being worked on."), remedy=WAIT),
    full=Problem(
        where="book", what=message("web.lists_full", "too many order lists are being worked on."), remedy=WAIT_FOR_ONE
    ),
    ended=Problem(
        where="book",
        what=message("web.list_work_ended", "the work on it ended by itself."),
        remedy=message("web.terminal_bulk", "Whoever runs this server finds more in its terminal."),
    ),
    wrong=BookError,
)
COSTS: Final = CostKind(
    name="impact",
    path="/impact",
    job=ImpactJob,
    tasks={"run": TaskEffect.RESULTS, "write": TaskEffect.BEHIND},
    gone=Problem(
        where="impact",
        what=message("web.no_such_run", "there is no such run here."),
        remedy=message("web.start_again", "Start it again: {kept_so_long}", kept_so_long=KEPT_SO_LONG),
    ),
    busy=Problem(where="impact", what=message("web.being_run", "it is being run."), remedy=WAIT),
    full=Problem(where="impact", what=message("web.runs_full", "too many runs are waiting."), remedy=WAIT_FOR_ONE),
    ended=Problem(
        where="impact",
        what=message("web.run_ended", "the run ended by itself."),
        remedy=message("web.terminal_impact", "Whoever runs this server finds more in its terminal."),
    ),
    wrong=ScenarioError,
)
EXPOSURES: Final = JobKind(
    name="exposure",
    path="/exposure",
    job=ExposureJob,
    tasks={"run": TaskEffect.RESULTS},
    gone=Problem(
        where="exposure",
        what=message("web.no_such_run", "there is no such run here."),
        remedy=message("web.send_bill_again", "Send the bill again: {kept_so_long}", kept_so_long=KEPT_SO_LONG),
    ),
    busy=Problem(where="exposure", what=message("web.being_run", "it is being run."), remedy=WAIT),
    full=Problem(where="bill", what=message("web.bills_full", "too many bills are waiting."), remedy=WAIT_FOR_ONE),
    ended=Problem(
        where="exposure",
        what=message("web.run_ended", "the run ended by itself."),
        remedy=message("web.terminal_exposure", "Whoever runs this server finds more in its terminal."),
    ),
    wrong=BillError,
)
NOWCASTS: Final = JobKind(
    name="nowcast",
    path="/nowcast",
    job=NowcastJob,
    tasks={"run": TaskEffect.RESULTS},
    gone=Problem(
        where="nowcast",
        what=message("web.no_such_run", "there is no such run here."),
        remedy=message("web.start_again", "Start it again: {kept_so_long}", kept_so_long=KEPT_SO_LONG),
    ),
    busy=Problem(where="nowcast", what=message("web.being_run", "it is being run."), remedy=WAIT),
    full=Problem(where="nowcast", what=message("web.runs_full", "too many runs are waiting."), remedy=WAIT_FOR_ONE),
    ended=Problem(
        where="nowcast",
        what=message("web.run_ended", "the run ended by itself."),
        remedy=message("web.terminal_nowcast", "Whoever runs this server finds more in its terminal."),
    ),
    wrong=ScenarioError,
)
KINDS: Final[Mapping[str, JobKind]] = {kind.name: kind for kind in (BOOKS, COSTS, EXPOSURES, NOWCASTS)}

BILL_ENDINGS: Final = (
    *(".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".json", ".jsonl", ".parquet"),
    *(".md", ".html", ".htm", ".xml", ".shai", ".shci"),
)
BILL: Final = UploadKind(
    called=message("web.bill_of_materials", "bill of materials"),
    kinds=BILL_ENDINGS,
    expected=message(
        "web.expected_bill",
        "Expected CSV (.csv, .txt, .tsv), Excel (.xlsx, .xls, .xlsb, .ods), .json, .jsonl, .parquet, Markdown, HTML or "
        "a declaration (.xml, .shai, .shci).",
    ),
    command="sekisho exposure BOM -o exposure.html",
)
OBSERVED: Final = UploadKind(
    called=message("web.observation_file", "file of observations"),
    kinds=(".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip"),
    expected=message(
        "web.expected_observed",
        "Expected CSV (.csv, .txt, .tsv) or Excel (.xlsx, .xls, .xlsb, .ods), or one of them in a .zip.",
    ),
    command="sekisho impact SCENARIO --observed FILE",
)
SAMPLE: Final = "example-bill.csv"
"""Name of the made-up bill."""


def send_book(jobs: JobManager, sent: BinaryIO, name: str, day: date) -> BookJob:
    """Keep a book that was sent; no work on it begins yet.

    Raises
    ------
    BookError
        If it is none, or too many are being worked on.
    """
    folder = jobs.folder(BOOKS)
    try:
        (folder / "sent").mkdir()
        book = keep_upload(sent, name, folder / "sent", jobs.settings.limits)
        job = BookJob(id=folder.name, kind=BOOKS.name, name=book.name, folder=folder, day=day)
        return jobs.add(job)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def ask_impact(
    jobs: JobManager,
    asked: ImpactRequest,
    *,
    day: date,
    language: str,
    sent: BinaryIO | None = None,
    name: str = "",
) -> ImpactJob:
    """Begin to find out what something costs, and how it lies beside a file of observations if one was sent.

    Raises
    ------
    ScenarioError
        If too many are being run, or what was sent is no such file.
    """
    if jobs.settings.trail is not None:
        jobs.settings.trail.note(jobs.person.name, f"cost of {' + '.join(asked.names)} asked")
    folder = jobs.folder(COSTS)
    try:
        if sent is not None:
            (folder / "sent").mkdir()
            file = keep_upload(sent, name, folder / "sent", jobs.settings.limits, sort=OBSERVED)
            asked = replace(
                asked, observed=file, as_of=day
            )  # what was known later than the day of the page is left out
        job = ImpactJob(
            id=folder.name,
            kind=COSTS.name,
            name="+".join(asked.names),
            folder=folder,
            day=day,
            settings={"language": language, "asked": plain_of(asked)},
        )
        jobs.add(job)
    except BaseException as fault:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(fault, BookError):
            raise ScenarioError([replace(problem, where="observed") for problem in fault.problems]) from None
        raise
    from sekisho.web.jobs.kept_costs import kept_cost

    ready = kept_cost(asked, jobs.settings, language) if sent is None else None
    if ready is not None:
        jobs.take_ready(job, {}, json_at(ready / FOUND_FILE), folder=ready)
    else:
        jobs.begin(job, "run")
    return job


def ask_nowcast(jobs: JobManager, asked: NowcastRequest, *, day: date, language: str) -> NowcastJob:
    """Begin to hold a scenario against what the data packages have of observations; what is kept ready is done at once.

    Raises
    ------
    ScenarioError
        If too many are being run.
    """
    if jobs.settings.trail is not None:
        jobs.settings.trail.note(jobs.person.name, f"nowcast of {' + '.join(asked.names)} asked")
    ready = ready_nowcast(asked.names[0], jobs.settings.workspace) if len(asked.names) == 1 and asked.as_of else None
    folder = jobs.folder(NOWCASTS)
    job = NowcastJob(
        id=folder.name,
        kind=NOWCASTS.name,
        name="+".join(asked.names),
        folder=folder,
        day=day,
        settings={"language": language, "asked": plain_of(asked)},
    )
    jobs.add(job)
    if ready is not None and plain_of(ready.asked) == plain_of(asked):
        jobs.take_ready(job, ready.files, {"title": ready.title})
    else:
        jobs.begin(job, "run")
    return job


def send_bill(
    jobs: JobManager, sent: BinaryIO | None, name: str, asked: ExposureRequest, *, day: date, language: str = "en"
) -> ExposureJob:
    """Keep a bill that was sent, or take a made-up one if None was; and begin to look at it.

    Raises
    ------
    BillError
        If it is none, or too many are being looked at.
    """
    folder = jobs.folder(EXPOSURES)
    try:
        bill = folder / "sent" / SAMPLE
        bill.parent.mkdir()
        if sent is not None:
            bill = keep_upload(sent, name, bill.parent, jobs.settings.limits, sort=BILL)
        if jobs.settings.trail is not None:
            which = "a made-up bill" if sent is None else f"a bill of SHA-256 {sha256_of(bill)}"
            jobs.settings.trail.note(jobs.person.name, f"exposure of {which} asked")
        job = ExposureJob(
            id=folder.name,
            kind=EXPOSURES.name,
            name=bill.name,
            folder=folder,
            day=day,
            settings={"language": language, "sample": sent is None, "asked": plain_of(replace(asked, as_of=day))},
        )
        jobs.add(job)
    except BaseException as fault:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(fault, BookError):
            raise BillError([replace(problem, where="bill") for problem in fault.problems]) from None
        raise
    jobs.begin(job, "run")
    return job
