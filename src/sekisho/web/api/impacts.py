"""What a measure costs, over REST: what can be costed, and how it is asked; the work is a long job."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sekisho.errors import Problem, ScenarioError
from sekisho.message import joined, message
from sekisho.service.impact import ImpactRequest
from sekisho.web.api.answers import ImpactAnswer, RowsAnswer
from sekisho.web.api.envelope import PROBLEMS, day_of, settings_of, told
from sekisho.web.api.jobs import add_addresses, begun, jobs_of
from sekisho.web.api.models import ImpactBody, sent_as
from sekisho.web.impact_form import check_names
from sekisho.web.jobs.kinds import COSTS, ask_impact
from sekisho.web.scenario_catalogue import INSTALL, absent, offers

router = APIRouter(prefix="/api", tags=["Costs"], responses=PROBLEMS)


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
    check_names(asked, settings_of(request).library)
    run = ask_impact(jobs_of(request), asked, day=day_of(request, None), language="en")
    return begun(request, run, "/api/impacts")


add_addresses(router, COSTS, "/impacts", ImpactAnswer, Literal["csv", "xlsx", "html"], noun="a cost", nouns="costs")
