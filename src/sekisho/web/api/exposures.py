"""What of a bill of materials hangs on what is curbed, over REST: sent, looked at, taken along."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sekisho.errors import BillError, Problem
from sekisho.law.model.term import Reading
from sekisho.web.accounts.auth_middleware import person_of
from sekisho.web.api.envelope import PROBLEMS, day_of, settings_of, told
from sekisho.web.api.jobs import FILE_ANSWER, FileForm, begun, received, result_sent, with_result
from sekisho.web.api.models import ExposureAnswer, ExposureRequest, RowsAnswer
from sekisho.web.check_form import territory_code
from sekisho.web.exposure_form import ExposureForm, currency_code, faults_of
from sekisho.web.jobs.exposure_jobs import EXPOSURES, Exposures
from sekisho.web.messages import PageTranslator
from sekisho.web.scenario_catalogue import INSTALL, absent

router = APIRouter(prefix="/api/exposures", tags=["Exposure"], responses=PROBLEMS)
WHERE: Final = "/api/exposures"
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
    return found.visible_to(person_of(request))


def _checked(request: Request, asked: ExposureForm) -> ExposureForm:
    """Return what is asked, if it can be.

    Raises
    ------
    BillError
        With everything that cannot.
    """
    if lacking := absent():
        what = f"exposure needs {', '.join(lacking)}, which is not installed."
        raise BillError(Problem(where="exposures", what=what, remedy=f"Install it with `{INSTALL}`."))
    if problems := faults_of(asked, settings_of(request).library, PageTranslator("en")):
        raise BillError(problems)
    return asked


@router.post("", status_code=202, responses={202: {"model": ExposureAnswer}})
def send(request: Request, asked: ExposureRequest) -> Response:
    """Begin to find out what of a bill hangs on what is curbed; `Location` says where to look."""
    wanted = ExposureForm(
        reading=Reading(asked.reading),
        made_in=territory_code(asked.made_in, settings_of(request).library),
        currency=currency_code(asked.currency),
        measure=asked.measure,
        scenario=asked.scenario,
        draws=asked.draws,
        facts={str(fact): value for fact, value in asked.facts.items()},
    )
    sent = io.BytesIO(json.dumps(asked.bill, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    day = day_of(request, asked.as_of)
    run = exposures_of(request).send(sent, f"{asked.name}.json", _checked(request, wanted), day=day)
    return begun(request, with_result(run), WHERE)


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
    wanted = ExposureForm(
        reading=reading,
        made_in=territory_code(made_in, settings_of(request).library),
        currency=currency_code(currency),
        scenario=scenario,
        facts={fact: value for fact, value in facts.items() if value},
    )
    checked = await run_in_threadpool(_checked, request, wanted)
    day = day_of(request, as_of)
    async with received(request) as kept:
        runs = exposures_of(request)
        run = await run_in_threadpool(lambda: runs.send(kept, name, checked, day=day))
    return begun(request, with_result(run), WHERE)


@router.get("", responses={200: {"model": RowsAnswer}})
def held(request: Request) -> Response:
    """List the exposures that the server holds."""
    return told(request, lambda: [run.to_dict() for run in exposures_of(request)], dated=True)


@router.get("/{run_id}", responses={200: {"model": ExposureAnswer}})
def state(request: Request, run_id: str) -> Response:
    """Tell how far an exposure has come, all that is wrong with its bill, and once it is done the result."""
    run = exposures_of(request).seen(run_id)
    return told(request, lambda: with_result(run), dated=True)


@router.get("/{run_id}/results", responses=FILE_ANSWER)
def results(
    request: Request,
    run_id: str,
    format: Annotated[FileForm, Query(description="Table, workbook, page.")] = "csv",
) -> Response:
    """Send the result of an exposure as a file."""
    run = exposures_of(request).seen(run_id)
    return result_sent(run, format, EXPOSURES, WHERE)


@router.delete("/{run_id}", status_code=204)
def delete(request: Request, run_id: str) -> Response:
    """End the work on a bill, and take it away with everything made of it."""
    exposures_of(request).delete(run_id)
    return Response(status_code=204)
