"""Long work over REST: what is sent, what is told when it begins and as it goes, and the files that it leaves."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, Final, Literal, cast

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from sekisho.errors import LibraryError, Problem
from sekisho.web.api.envelope import settings_of, told
from sekisho.web.jobs.manager import Job, JobKind, JobState
from sekisho.web.jobs.outputs import result_of
from sekisho.web.rendering import EXCEL

FileForm = Literal["csv", "xlsx", "html"]
KINDS: Final = {"csv": "text/csv; charset=utf-8", "xlsx": EXCEL, "html": "text/html; charset=utf-8"}
FILE_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file.", "content": {kind: {} for kind in KINDS.values()}}
}


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[BinaryIO]:
    """Keep the body of a request in a file, for as long as it is looked at."""
    with tempfile.TemporaryFile(dir=settings_of(request).folder) as kept:
        async for block in request.stream():
            kept.write(block)
        kept.seek(0)
        yield cast("BinaryIO", kept)


def begun(request: Request, data: dict[str, Any], where: str) -> Response:
    """Answer that work has begun, and where to look."""
    response = told(request, lambda: data, dated=True)
    response.status_code = 202
    response.headers["location"] = f"{where}/{data['id']}"
    return response


def with_result(job: Job) -> dict[str, Any]:
    """Return where a job stands, and its result once there is one."""
    return {**job.to_dict(), "result": result_of(job)}


def result_sent(job: Job, format: FileForm, kind: JobKind, where: str) -> Response:
    """Send the result of a job as a file.

    Raises
    ------
    SekishoError
        If the job did not work, or is not done.
    """
    file = job.file(f"result.{format}")
    if job.state is JobState.FAILED:
        raise kind.wrong(job.problems)
    if file is None or job.state is not JobState.DONE:
        remedy = f"`GET {where}/{job.id}` tells how far it has come."
        raise LibraryError(Problem(where="results", what="there is no result yet.", remedy=remedy))
    return FileResponse(file, media_type=KINDS[format], filename=file.name, headers={"cache-control": "no-store"})
