"""What of a bill of materials hangs on what is curbed, over REST: sent, looked at, taken along."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import date
from typing import Annotated, Any, BinaryIO, Final, Literal, cast

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from sekisho.errors import BillError, LibraryError, Problem
from sekisho.law.term import Reading
from sekisho.web.api.answers import PROBLEMS, day_of, settings_of, told
from sekisho.web.api.models import ExposureAnswer, ExposureRequest, Rows
from sekisho.web.exposures.asked import Asked, faults_of
from sekisho.web.exposures.pages import result_in
from sekisho.web.exposures.runs import Exposed, Exposures
from sekisho.web.impacts.offered import INSTALL, absent
from sekisho.web.jobs.held import State
from sekisho.web.render import EXCEL
from sekisho.web.stated import territory_code
from sekisho.web.team.door import person_of
from sekisho.web.words import Words

router = APIRouter(prefix="/api/exposures", tags=["Exposure"], responses=PROBLEMS)
KINDS: Final = {"csv": "text/csv; charset=utf-8", "xlsx": EXCEL, "html": "text/html; charset=utf-8"}
FILE_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file.", "content": {kind: {} for kind in KINDS.values()}}
}
SENT: Final[dict[str, Any]] = {
    "requestBody": {
        "description": "The bill itself, as a file is: CSV, Excel, OpenDocument, JSON or Parquet.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def exposures_of(request: Request) -> Exposures:
    """Return the exposures that whoever asks may see."""
    found: Exposures = request.app.state.exposures
    return found.of(person_of(request))


def _checked(request: Request, asked: Asked) -> Asked:
    """Return what is asked, if it can be.

    Raises
    ------
    BillError
        With everything that cannot.
    """
    if lacking := absent():
        what = f"exposure needs {', '.join(lacking)}, which is not installed."
        raise BillError(Problem(where="exposures", what=what, do=f"Install it with `{INSTALL}`."))
    if problems := faults_of(asked, settings_of(request).library, Words("en")):
        raise BillError(problems)
    return asked


def _begun(request: Request, run: Exposed) -> Response:
    response = told(request, lambda: {**run.to_dict(), "result": None}, dated=True)
    response.status_code = 202
    response.headers["location"] = f"/api/exposures/{run.id}"
    return response


@router.post("", status_code=202, responses={202: {"model": ExposureAnswer}})
def send(request: Request, asked: ExposureRequest) -> Response:
    """Begin to find out what of a bill hangs on what is curbed; `Location` says where to look."""
    wanted = Asked(
        reading=Reading(asked.reading),
        made_in=territory_code(asked.made_in, settings_of(request).library),
        currency=asked.currency.upper(),
        measure=asked.measure,
        scenario=asked.scenario,
        draws=asked.draws,
        facts={str(fact): value for fact, value in asked.facts.items()},
    )
    sent = io.BytesIO(json.dumps(asked.bill, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    day = day_of(request, asked.as_of)
    return _begun(request, exposures_of(request).send(sent, f"{asked.name}.json", _checked(request, wanted), day=day))


@router.post("/files", status_code=202, responses={202: {"model": ExposureAnswer}}, openapi_extra=SENT)
async def send_file(  # noqa: PLR0917 - each is a parameter of the address
    request: Request,
    name: Annotated[
        str, Query(description="Name of the file; its ending says its kind.", min_length=1, max_length=200)
    ],
    as_of: Annotated[date | None, Query(description="Date of law. Left out: today.")] = None,
    reading: Annotated[Reading, Query(description="How disputed words are read.")] = Reading.CENTRAL,
    made_in: Annotated[str, Query(description="Where products are made, if the bill does not say.")] = "JP",
    currency: Annotated[str, Query(description="Currency of amounts that state none.")] = "",
    scenario: Annotated[str, Query(description="A scenario. Left out: licences are late.")] = "",
    end_use: Annotated[str, Query(description="End use of all parts alike. Left out: unknown.")] = "",
    end_user_kind: Annotated[str, Query(description="Kind of end user. Left out: unknown.")] = "",
    knowledge_of_risk: Annotated[str, Query(description="Whether a risk is known. Left out: unknown.")] = "",
) -> Response:
    """Begin to find out what of a bill in a file hangs on what is curbed; `Location` says where to look."""
    facts = {"end_use": end_use, "end_user_kind": end_user_kind, "knowledge_of_risk": knowledge_of_risk}
    wanted = Asked(
        reading=reading,
        made_in=territory_code(made_in, settings_of(request).library),
        currency=currency.upper(),
        scenario=scenario,
        facts={fact: value for fact, value in facts.items() if value},
    )
    checked = await run_in_threadpool(_checked, request, wanted)
    day = day_of(request, as_of)
    with tempfile.TemporaryFile(dir=settings_of(request).folder) as kept:
        async for block in request.stream():
            kept.write(block)
        kept.seek(0)
        runs = exposures_of(request)
        run = await run_in_threadpool(lambda: runs.send(cast("BinaryIO", kept), name, checked, day=day))
    return _begun(request, run)


@router.get("", responses={200: {"model": Rows}})
def held(request: Request) -> Response:
    """List the exposures that the server holds."""
    return told(request, lambda: [run.to_dict() for run in exposures_of(request)], dated=True)


@router.get("/{run_id}", responses={200: {"model": ExposureAnswer}})
def state(request: Request, run_id: str) -> Response:
    """Tell how far an exposure has come, all that is wrong with its bill, and once it is done the result."""
    run = exposures_of(request).seen(run_id)
    return told(request, lambda: {**run.to_dict(), "result": result_in(run)}, dated=True)


@router.get("/{run_id}/results", responses=FILE_ANSWER)
def results(
    request: Request,
    run_id: str,
    form: Annotated[
        Literal["csv", "xlsx", "html"], Query(alias="format", description="Table, workbook, page.")
    ] = "csv",
) -> Response:
    """Send the result of an exposure as a file."""
    run = exposures_of(request).seen(run_id)
    file = run.file(f"result.{form}")
    if run.state is State.FAILED:
        raise BillError(run.problems)
    if file is None or run.state is not State.DONE:
        do = f"`GET /api/exposures/{run.id}` tells how far it has come."
        raise LibraryError(Problem(where="results", what="there is no result yet.", do=do))
    return FileResponse(file, media_type=KINDS[form], filename=file.name, headers={"cache-control": "no-store"})


@router.delete("/{run_id}", status_code=204)
def delete(request: Request, run_id: str) -> Response:
    """End the work on a bill, and take it away with everything made of it."""
    exposures_of(request).delete(run_id)
    return Response(status_code=204)
