"""What the pages of all long jobs share: addresses, how far work has come, what a restart ended, and files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sekisho
from sekisho.errors import LibraryError, Problem
from sekisho.law.model.term import Reading
from sekisho.message import message
from sekisho.web.jobs.job import Job, JobState
from sekisho.web.jobs.kinds import KINDS, JobKind
from sekisho.web.jobs.manager import JobManager
from sekisho.web.messages import PageTranslator
from sekisho.web.pages.article import CHART_KINDS
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect

Handler = Callable[[RequestContext], Answer]
JobHandler = Callable[[RequestContext, JobManager], Answer]
Bound = dict[str, tuple[Handler, tuple[str, ...]]]
"""Addresses, what answers each, and how it is asked."""
LISTS: Final = {"book": "books_title", "impact": "costs_title", "exposure": "bom_title", "nowcast": "nowcasts_title"}
"""Title of the page that lists the jobs of a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFiles:
    """The files of a job that a page gives away.

    Parameters
    ----------
    kinds
        What each is, and the phrase that says so.
    stem
        Names a file to whoever takes it along, from the job and the name of the file here.
    chart
        Finds the drawing of a chart by its name, which the page shows; None if there is none.
    text
        What is sent instead of a file as it lies here; None if it is sent so.
    """

    kinds: Mapping[str, tuple[str, str]]
    stem: Callable[[Job, str], str]
    chart: Callable[[Job, str], Path | None] = lambda *_: None
    text: Callable[[Job, str], str | None] = lambda *_: None

    def there(self, job: Job, words: PageTranslator) -> list[tuple[str, str]]:
        """Return those that there are, each with the phrase that says what it is."""
        return [(name, words(phrase)) for name, (_, phrase) in self.kinds.items() if job.file(name) is not None]


def bound(jobs: JobManager, kind: JobKind, handlers: Mapping[str, tuple[JobHandler, tuple[str, ...]]]) -> Bound:
    """Let handlers answer addresses below that of a kind, each with the jobs that whoever asks may see."""

    def answering(handler: JobHandler) -> Handler:
        return lambda visit: handler(visit, jobs.visible_to(visit.person, kind))

    return {f"{kind.path}{path}": (answering(handler), methods) for path, (handler, methods) in handlers.items()}


def job_addresses(jobs: JobManager, kind: JobKind, show: JobHandler, files: JobFiles) -> Bound:
    """Return what every kind of job has: its page, its files, and to cancel it, run it again, and take it away."""
    return bound(
        jobs,
        kind,
        {
            "/{id}": (show, ("GET",)),
            "/{id}/cancel": (cancel, ("POST",)),
            "/{id}/again": (again, ("POST",)),
            "/{id}/delete": (lambda visit, own: delete(visit, own, kind), ("POST",)),
            "/{id}/files/{name}": (lambda visit, own: download(visit, own, files), ("GET",)),
        },
    )


def address_of(job: Job, visit: RequestContext) -> str:
    """Return the address of a job; it holds what was asked, save names, so that the same can be asked again."""
    return address(f"{path_of(job)}/{job.id}", job.query(visit.as_of))


def path_of(job: Job) -> str:
    """Return the address of the page that lists jobs of the same kind."""
    return KINDS[job.kind].path


def job_data(job: Job, words: PageTranslator) -> dict[str, Any]:
    """Return where a job stands as plain data, with what is being done in words."""
    problems = [
        {"what": fault.what, "where": fault.where, "do": fault.remedy, "remedy": fault.remedy}
        for fault in (problem.translate(words.say) for problem in job.problems)
    ]
    return {**job.to_dict(), "problems": problems, "phase": phase_of(job, words)}


def phase_of(job: Job, words: PageTranslator) -> str:
    """Say what is being done in a few plain words; empty if nothing is."""
    if not job.doing:
        return ""
    if not job.stage:
        return words("phase_waiting" if job.state is JobState.WAITING else "costing_other")
    first = job.stage.split(maxsplit=1)[0]
    match job.kind:
        case "book":
            key, other = f"phase_{first}", f"doing_{job.doing}"
            return words(key if job.doing in {"run", "apply"} and words.has(key) else other)
        case "impact" | "nowcast":
            reading = next((name for name in Reading if f" {name} " in f" {job.stage} "), None)
            if reading is not None:
                return words("costing_reading", reading=words(str(reading)))
            key, other = f"costing_{first}", "costing_other"
        case _:
            key, other = f"bom_doing_{first}", "costing_other"
    return words(key if words.has(key) else other)


def working(
    visit: RequestContext,
    job: Job,
    title: str,
    *,
    headings: Collection[tuple[str, str]] = (),
    others: Iterable[Job] = (),
) -> Page:
    """Show how far the work on a job has come.

    Parameters
    ----------
    headings
        Parts of the heading, each with its language, if they are not the title.
    others
        Jobs of the reader's, by the last of which it is said how long one takes.
    """
    takes = {"impact": "cost_takes", "nowcast": "nowcast_takes", "exposure": "bom_takes"}.get(job.kind, "")
    return _page(
        visit,
        job,
        "job_working.html",
        title,
        headings,
        phase=phase_of(job, visit.words),
        takes=" ".join(filter(None, (visit.words(takes) if takes else "", _last_took(job, others, visit)))),
    )


def _last_took(job: Job, others: Iterable[Job], visit: RequestContext) -> str:
    """Say how long the last job of the same kind took, its files included; nothing if none was worked on."""
    ended = [
        other
        for other in others
        if other.kind == job.kind and other.id != job.id and other.ended and other.begun != other.ended
    ]
    last = max(ended, key=lambda other: other.ended, default=None)
    if last is None:
        return ""
    seconds = (datetime.fromisoformat(last.ended) - datetime.fromisoformat(last.made)).total_seconds()
    return visit.words("last_took", n=f"{max(1, round(seconds)):,}")


def stopped(
    visit: RequestContext,
    job: Job,
    title: str,
    *,
    says: str,
    headings: Collection[tuple[str, str]] = (),
    files: JobFiles | None = None,
    problems: tuple[Problem, ...] = (),
) -> Page:
    """Show a job that was broken off, with what may be done now.

    Parameters
    ----------
    says
        Why nothing more is shown; empty if the problems say it.
    files
        What can be taken along all the same.
    """
    return _page(
        visit,
        job,
        "job_stopped.html",
        title,
        headings,
        problems=problems,
        says=says,
        files=files.there(job, visit.words) if files is not None else [],
    )


def _page(
    visit: RequestContext,
    job: Job,
    template: str,
    title: str,
    headings: Collection[tuple[str, str]],
    *,
    problems: tuple[Problem, ...] = (),
    **context: object,
) -> Page:
    path = path_of(job)
    shared = {
        "run": job,
        "path": path,
        "list_title": visit.words(LISTS[job.kind]),
        "headings": headings or [(title, visit.language)],
    }
    return Page(
        template=template,
        title=title,
        context={**shared, **context},
        problems=problems,
        data=lambda: job_data(job, visit.words),
        query=job.fields,
        personal=True,
    )


def is_told_here(job: Job) -> bool:
    """Tell whether the pages can show results as they were written: another version wrote them for its own pages."""
    return job.program == sekisho.__version__


def is_other_law(job: Job, visit: RequestContext) -> bool:
    """Tell whether results were made with another state of the law than the one that is loaded."""
    return job.library != visit.library.hash


def cancel(visit: RequestContext, jobs: JobManager) -> Answer:
    """End the work on a job."""
    job = jobs[visit.path_params["id"]]
    jobs.cancel(job)
    return Redirect(address_of(job, visit))


def again(visit: RequestContext, jobs: JobManager) -> Answer:
    """Run the same request again."""
    job = jobs[visit.path_params["id"]]
    jobs.again(job)
    return Redirect(address_of(job, visit))


def delete(visit: RequestContext, jobs: JobManager, kind: JobKind) -> Answer:
    """Take a job away with everything made of it."""
    jobs.delete(visit.path_params["id"])
    return Redirect(address(kind.path, [("as_of", visit.as_of.isoformat())]))


def download(visit: RequestContext, jobs: JobManager, files: JobFiles) -> Answer:
    """Send a file or a chart of a job; one that is made while its page is read is waited for.

    Raises
    ------
    LibraryError
        If there is none of that name.
    """
    name = visit.path_params["name"]
    job, path = jobs.once_written(
        visit.path_params["id"], lambda job: job.file(name) if name in files.kinds else files.chart(job, name)
    )
    if path is None:
        raise LibraryError(
            Problem(
                where=job.kind,
                what=message("web.no_file_of_it", "there is no {name} of it.", name=name[:80]),
                remedy=message("web.run_it_first", "Run it first."),
            )
        )
    drawn = CHART_KINDS[name.rpartition(".")[2]] if name not in files.kinds else ""
    kind = files.kinds[name][0] if name in files.kinds else drawn
    text = files.text(job, name)
    if text is not None:
        return Download(name=files.stem(job, name), kind=kind, text=text)
    return Download(name=files.stem(job, name), kind=kind, path=path)
