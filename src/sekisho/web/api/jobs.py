"""Long work over REST: one resource for order lists, costs and exposures, and what the addresses of each kind share."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, Literal, cast, get_args

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from sekisho.errors import FactError, LibraryError, Problem
from sekisho.message import joined, message
from sekisho.web.accounts.auth_middleware import person_of
from sekisho.web.api.answers import Envelope, JobAnswer, JobListAnswer, JobStateName, RowsAnswer
from sekisho.web.api.envelope import PROBLEMS, settings_of, told
from sekisho.web.jobs.book_tasks import PACKAGE
from sekisho.web.jobs.job import Job, JobState
from sekisho.web.jobs.kinds import KINDS, JobKind
from sekisho.web.jobs.manager import JobManager
from sekisho.web.messages import words_for
from sekisho.web.pages.jobs import job_data
from sekisho.web.rendering import EXCEL

router = APIRouter(prefix="/api/jobs", tags=["Long jobs"], responses=PROBLEMS)
FileForm = Literal["csv", "parquet", "xlsx", "html", "json", "datapackage"]
MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": EXCEL,
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "datapackage": "application/json",
}
ZIP: Final = "application/zip"
_RESULT: Final = {form: f"result.{form}" for form in ("csv", "xlsx", "html", "json")}
FILES: Final[Mapping[str, Mapping[str, str]]] = {
    "book": {
        "csv": "results.csv",
        "parquet": "results.parquet",
        "xlsx": "report.xlsx",
        "html": "report.html",
        "datapackage": PACKAGE,
    },
    "impact": _RESULT,
    "exposure": _RESULT,
    "nowcast": {"csv": "result.csv", "json": "result.json"},
}
"""Of each kind of job, the forms of its results and the file of each."""


def file_answer(*forms: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer that is a file in one of several forms."""
    return {200: {"description": "The file.", "content": {MEDIA[form]: {} for form in forms}}}


def jobs_of(request: Request, kind: JobKind | None = None) -> JobManager:
    """Return the jobs that whoever asks may see, of all kinds or of one."""
    jobs: JobManager = request.app.state.jobs
    return jobs.visible_to(person_of(request), kind)


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[BinaryIO]:
    """Keep the body of a request in a file, for as long as it is looked at."""
    with tempfile.TemporaryFile(dir=settings_of(request).folder) as kept:
        async for block in request.stream():
            kept.write(block)
        kept.seek(0)
        yield cast("BinaryIO", kept)


def state_of(request: Request, job: Job) -> dict[str, Any]:
    """Return where a job stands as plain data, in the language of whoever asks."""
    return job_data(job, words_for(request))


def with_result(request: Request, job: Job) -> dict[str, Any]:
    """Return where a job stands, and its result once there is one."""
    if job.kind == "book":
        return {**state_of(request, job), "found": job.found or None, "result": job.found or None}
    return {**state_of(request, job), "result": job.answer()}


def begun(request: Request, job: Job, where: str) -> Response:
    """Answer that work has begun, and where to look."""
    response = told(request, lambda: with_result(request, job), dated=True)
    response.status_code = 202
    response.headers["location"] = f"{where}/{job.id}"
    return response


def result_file(job: Job, form: str, where: str) -> Path:
    """Return the file of the results of a job in a form.

    Raises
    ------
    FactError
        If results of this kind have no such form.
    SekishoError
        If the job did not work, or is not done.
    """
    forms = FILES[job.kind]
    if form not in forms:
        remedy = message("error.expected_either", "Expected {choices}.", choices=joined(forms, "comma"))
        raise FactError(
            Problem(
                where="format",
                what=message("web.no_results_as", "there are no results of this kind as {form}.", form=form),
                remedy=remedy,
            )
        )
    if job.state is JobState.FAILED:
        raise KINDS[job.kind].wrong(job.problems)
    file = job.file(forms[form])
    if file is None or job.state is not JobState.DONE:
        remedy = message("web.tells_how_far", "`GET {where}/{id}` tells how far it has come.", where=where, id=job.id)
        raise LibraryError(
            Problem(where="results", what=message("web.no_results_yet", "there are no results yet."), remedy=remedy)
        )
    return file


def result_sent(jobs: JobManager, name: str, form: str, where: str) -> Response:
    """Send the result of a job as a file, once it is written where that is done behind the results.

    Raises
    ------
    SekishoError
        If there is none in this form, or none yet.
    """
    job, _ = jobs.once_written(
        name, lambda job: job.file(FILES[job.kind][form]) if form in FILES[job.kind] else job.out
    )
    file = result_file(job, form, where)
    return FileResponse(file, media_type=MEDIA[form], filename=file.name, headers={"cache-control": "no-store"})


@router.get("", name="jobs", responses={200: {"model": JobListAnswer}})
def listed(
    request: Request,
    kind: Annotated[
        Literal["book", "impact", "exposure", "nowcast"] | None, Query(description="Only those of a kind.")
    ] = None,
    state: Annotated[JobStateName | None, Query(description="Only those in a state.")] = None,
) -> Response:
    """List the long jobs on the server, the newest first: order lists, costs, exposures and nowcasts."""
    jobs = jobs_of(request, KINDS[kind] if kind else None)
    return told(request, lambda: [state_of(request, job) for job in jobs if state in {None, job.state}], dated=True)


@router.get("/{job_id}", responses={200: {"model": JobAnswer}})
def job(request: Request, job_id: str) -> Response:
    """Tell how far a job has come, what is wrong with what was sent, and once it is done the result."""
    seen = jobs_of(request).seen(job_id)
    return told(request, lambda: with_result(request, seen), dated=True)


@router.get("/{job_id}/results", responses=file_answer(*MEDIA))
def job_results(
    request: Request,
    job_id: str,
    form: Annotated[
        FileForm, Query(alias="format", description="Parquet of books alone; JSON of costs and exposures alone.")
    ] = "csv",
) -> Response:
    """Send the results of a job as a file."""
    return result_sent(jobs_of(request), job_id, form, "/api/jobs")


@router.post("/{job_id}/cancel", responses={200: {"model": JobAnswer}})
def cancel_job(request: Request, job_id: str) -> Response:
    """End the work on a job; what was sent stays until it is deleted."""
    jobs = jobs_of(request)
    jobs.cancel(jobs[job_id])
    return told(request, lambda: with_result(request, jobs.seen(job_id)), dated=True)


@router.post("/{job_id}/again", status_code=202, responses={202: {"model": JobAnswer}})
def run_again(request: Request, job_id: str) -> Response:
    """Run the same request again: after a restart ended it, after a cancel, or under the law of now."""
    jobs = jobs_of(request)
    jobs.again(jobs[job_id])
    return begun(request, jobs.seen(job_id), "/api/jobs")


@router.delete("/{job_id}", status_code=204)
def delete_job(request: Request, job_id: str) -> Response:
    """End the work on a job, and take it away with everything made of it."""
    jobs_of(request).delete(job_id)
    return Response(status_code=204)


def add_addresses(
    router: APIRouter, kind: JobKind, path: str, model: type[Envelope], forms: object, *, noun: str, nouns: str
) -> None:
    """Add the addresses that jobs of a kind have besides those of the one resource: list, state, results, delete.

    Parameters
    ----------
    path
        Of the list, below that of the router.
    forms
        The forms of results: a Literal.
    noun, nouns
        What one is called, with its article, and what several are.
    """
    where = f"{router.prefix}{path}"
    same = "\n`/api/jobs` does the same for every kind of job."

    def held(request: Request) -> Response:
        return told(request, lambda: [state_of(request, job) for job in jobs_of(request, kind)], dated=True)

    def state(request: Request, run_id: str) -> Response:
        seen = jobs_of(request, kind).seen(run_id)
        return told(request, lambda: with_result(request, seen), dated=True)

    def results(request: Request, run_id: str, form: object = "csv") -> Response:
        return result_sent(jobs_of(request, kind), run_id, str(form), where)

    def delete(request: Request, run_id: str) -> Response:
        jobs_of(request, kind).delete(run_id)
        return Response(status_code=204)

    results.__annotations__["form"] = Annotated[forms, Query(alias="format", description="Form of the results.")]
    router.add_api_route(
        path,
        held,
        methods=["GET"],
        responses={200: {"model": RowsAnswer}},
        description=f"List the {nouns} on the server.{same}",
    )
    router.add_api_route(
        f"{path}/{{run_id}}",
        state,
        methods=["GET"],
        responses={200: {"model": model}},
        description=f"Tell how far {noun} has come, all that is wrong with it, and once it is done the result.{same}",
    )
    router.add_api_route(
        f"{path}/{{run_id}}/results",
        results,
        methods=["GET"],
        responses=file_answer(*get_args(forms)),
        description=f"Send the results of {noun} as a file.{same}",
    )
    router.add_api_route(
        f"{path}/{{run_id}}",
        delete,
        methods=["DELETE"],
        status_code=204,
        description=f"End the work on {noun}, and take it away with everything made of it.{same}",
    )
