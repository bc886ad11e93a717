"""What of a bill of materials hangs on what is curbed, over REST: how it is sent; the work is a long job."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sekisho.errors import BillError, Problem
from sekisho.law.model.term import Reading
from sekisho.message import joined, message
from sekisho.service.exposure import ExposureRequest, as_codes
from sekisho.service.request import default_of, request_from
from sekisho.web.api.answers import ExposureAnswer
from sekisho.web.api.envelope import PROBLEMS, day_of, settings_of
from sekisho.web.api.jobs import add_addresses, begun, jobs_of, received
from sekisho.web.api.models import BillBody, ExposureBody, body_of
from sekisho.web.exposure_form import faults_of
from sekisho.web.jobs.kinds import EXPOSURES, send_bill
from sekisho.web.messages import PageTranslator
from sekisho.web.scenario_catalogue import INSTALL, absent

router = APIRouter(prefix="/api/exposures", tags=["Exposure"], responses=PROBLEMS)
READING: Final[Reading] = default_of(ExposureRequest, "reading")
MADE_IN: Final[str] = default_of(ExposureRequest, "made_in")
SENT: Final[dict[str, Any]] = {
    "requestBody": {
        "description": "The bill itself, as a file is: CSV, Excel, OpenDocument, JSON, Parquet, Markdown or HTML.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _checked(request: Request, asked: ExposureRequest) -> ExposureRequest:
    """Return what is asked, with codes for names, if it can be.

    Raises
    ------
    BillError
        With everything that cannot.
    """
    if lacking := absent():
        what = message(
            "web.exposure_needs", "exposure needs {lacking}, which is not installed.", lacking=joined(lacking, "comma")
        )
        raise BillError(
            Problem(
                where="exposures",
                what=what,
                remedy=message("web.install_it", "Install it with `{install}`.", install=INSTALL),
            )
        )
    library = settings_of(request).library
    asked = as_codes(asked, library)
    if problems := faults_of(asked, library, PageTranslator("en")):
        raise BillError(problems)
    return asked


@router.post("", status_code=202, responses={202: {"model": ExposureAnswer}})
def send(request: Request, body: Annotated[BillBody, body_of(ExposureBody)]) -> Response:
    """Begin to find out which products of a bill are affected; `Location` says where to look."""
    asked = request_from(ExposureRequest, body.model_dump(exclude_unset=True))
    sent = io.BytesIO(json.dumps(body.bill, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    day = day_of(request, asked.as_of)
    run = send_bill(jobs_of(request), sent, f"{body.name}.json", _checked(request, asked), day=day)
    return begun(request, run, router.prefix)


@router.post("/files", status_code=202, responses={202: {"model": ExposureAnswer}}, openapi_extra=SENT)
async def send_file(  # noqa: PLR0917 - each is a parameter of the address
    request: Request,
    name: Annotated[
        str, Query(description="Name of the file; its ending says its kind.", min_length=1, max_length=200)
    ],
    as_of: Annotated[date | None, Query(description="Date of law. Left out: today.")] = None,
    reading: Annotated[Reading, Query(description="How disputed words are read.")] = READING,
    made_in: Annotated[str, Query(description="Where products are made, if the bill does not say.")] = MADE_IN,
    currency: Annotated[str, Query(description="Currency of amounts that state none.")] = "",
    scenario: Annotated[str, Query(description="A scenario. Left out: licences are late.")] = "",
    product: Annotated[str, Query(description="What a list of parts is a list of. Left out: its title.")] = "",
    origin: Annotated[str, Query(description="Origin of parts that state none. Left out: unknown.")] = "",
    suppose: Annotated[str, Query(description="What is supposed where a fact is open, such as ordinary.")] = "",
    end_use: Annotated[str, Query(description="End use of all parts alike. Left out: unknown.")] = "",
    end_user_kind: Annotated[str, Query(description="Kind of end user. Left out: unknown.")] = "",
    end_use_sector: Annotated[str, Query(description="Field of use. Left out: unknown.")] = "",
    knowledge_of_risk: Annotated[str, Query(description="Whether a risk is known. Left out: unknown.")] = "",
) -> Response:
    """Begin to find out which products of a bill in a file are affected; `Location` says where to look."""
    facts = {
        "origin": origin,
        "end_use": end_use,
        "end_user_kind": end_user_kind,
        "end_use_sector": end_use_sector,
        "knowledge_of_risk": knowledge_of_risk,
    }
    wanted = ExposureRequest(
        reading=reading,
        made_in=made_in,
        currency=currency,
        scenario=scenario,
        product=product,
        suppose=(suppose,) if suppose else (),
        facts={fact: value for fact, value in facts.items() if value},
    )
    checked = await run_in_threadpool(_checked, request, wanted)
    day = day_of(request, as_of)
    async with received(request) as kept:
        run = await run_in_threadpool(lambda: send_bill(jobs_of(request), kept, name, checked, day=day))
    return begun(request, run, router.prefix)


add_addresses(
    router, EXPOSURES, "", ExposureAnswer, Literal["csv", "xlsx", "html"], noun="an exposure", nouns="exposures"
)
