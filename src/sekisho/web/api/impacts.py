"""What a measure costs, over REST: what can be costed, and how it is asked; the work is a long job."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.defaults import DRAWS, SEED, TABLE
from sekisho.law.model.term import Reading
from sekisho.message import joined, message
from sekisho.service.impact import ImpactRequest
from sekisho.service.request import default_of, request_from
from sekisho.web.api.answers import ImpactAnswer, RowsAnswer
from sekisho.web.api.envelope import PROBLEMS, day_of, settings_of, told
from sekisho.web.api.jobs import add_addresses, begun, jobs_of, received
from sekisho.web.api.models import ImpactBody, sent_as
from sekisho.web.impact_form import MOST, MOST_DRAWS, check_names
from sekisho.web.jobs.kinds import COSTS, ask_impact
from sekisho.web.scenario_catalogue import INSTALL, absent, offers

router = APIRouter(prefix="/api", tags=["Costs"], responses=PROBLEMS)
READING: Final[Reading] = default_of(ImpactRequest, "reading")
SENT: Final[dict[str, Any]] = {
    "requestBody": {
        "description": "The file itself: an observation file, or a series of customs, as CSV or a spreadsheet.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def check_installed() -> None:
    """Make sure that what costs are computed with is there.

    Raises
    ------
    ScenarioError
        If it is not.
    """
    if lacking := absent():
        what = message(
            "web.costs_need", "costs need {lacking}, which is not installed.", lacking=joined(lacking, "comma")
        )
        raise ScenarioError(
            Problem(
                where="impacts",
                what=what,
                remedy=message("web.install_it", "Install it with `{install}`.", install=INSTALL),
            )
        )


@router.get("/scenarios", responses={200: {"model": RowsAnswer}})
def scenarios(request: Request) -> Response:
    """List what can be costed: measures, scenarios, presets of published estimates, outlooks."""
    check_installed()
    return told(request, lambda: [one.to_dict() for one in offers(settings_of(request).library)], dated=True)


@router.post("/impacts", status_code=202, responses={202: {"model": ImpactAnswer}})
def ask(request: Request, asked: Annotated[ImpactRequest, sent_as(ImpactBody, ImpactRequest)]) -> Response:
    """Begin to find out what measures or scenarios cost together; `Location` says where to look."""
    check_installed()
    asked = replace(asked, names=tuple(dict.fromkeys(asked.names)))
    check_names(asked, settings_of(request).workspace)
    run = ask_impact(jobs_of(request), asked, day=day_of(request, None), language="en")
    return begun(request, run, "/api/impacts")


@router.post("/impacts/files", status_code=202, responses={202: {"model": ImpactAnswer}}, openapi_extra=SENT)
async def ask_beside(  # noqa: PLR0917 - each is a parameter of the address
    request: Request,
    names: Annotated[
        list[str], Query(description="Measures, scenarios or presets; their cuts add up.", min_length=1, max_length=6)
    ],
    name: Annotated[
        str, Query(description="Name of the file; its ending says its kind.", min_length=1, max_length=200)
    ],
    as_of: Annotated[
        date | None, Query(description="Nothing that was known later is compared. Left out: today.")
    ] = None,
    start: Annotated[date | None, Query(description="First day. Left out: the scenario's.")] = None,
    months: Annotated[int | None, Query(description="Months to run. Left out: the scenario's.", ge=1, le=36)] = None,
    draws: Annotated[int, Query(description="Draws, a power of two.", ge=16, le=MOST_DRAWS)] = DRAWS,
    seed: Annotated[int, Query(description="Seed of the draws.", ge=0)] = SEED,
    reading: Annotated[Reading, Query(description="The reading that heads the answer.")] = READING,
    country: Annotated[
        str, Query(description="Whose loss is asked, such as KR. Left out: the scenario's.", max_length=2)
    ] = "",
    table: Annotated[str, Query(description="The input-output table, by its name.", max_length=200)] = TABLE,
) -> Response:
    """Begin to find out what something costs, and how it lies beside what a file has of observations."""
    given = {
        "names": names,
        "start": start,
        "months": months,
        "draws": draws,
        "seed": seed,
        "reading": reading.value,
        "country": country,
        "table": table,
    }

    def checked() -> ImpactRequest:
        check_installed()
        asked = request_from(
            ImpactRequest, {key: value for key, value in given.items() if value is not None}, most=MOST
        )
        asked = replace(asked, names=tuple(dict.fromkeys(asked.names)))
        check_names(asked, settings_of(request).workspace)
        return asked

    asked, day = await run_in_threadpool(checked), day_of(request, as_of)
    async with received(request) as kept:
        run = await run_in_threadpool(
            lambda: ask_impact(jobs_of(request), asked, day=day, language="en", sent=kept, name=name)
        )
    return begun(request, run, "/api/impacts")


add_addresses(router, COSTS, "/impacts", ImpactAnswer, Literal["csv", "xlsx", "html"], noun="a cost", nouns="costs")
