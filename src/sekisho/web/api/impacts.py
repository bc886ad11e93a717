"""What a measure costs, over REST: asked, run by a process of its own, looked at, taken along."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from sekisho.errors import Problem, ScenarioError
from sekisho.service.impact import ImpactRequest
from sekisho.web.accounts.auth_middleware import person_of
from sekisho.web.api.envelope import PROBLEMS, day_of, settings_of, told
from sekisho.web.api.jobs import FILE_ANSWER, FileForm, begun, result_sent, with_result
from sekisho.web.api.models import ImpactAnswer, ImpactBody, RowsAnswer, sent_as
from sekisho.web.impact_form import check_names
from sekisho.web.jobs.impact_jobs import COSTS, ImpactJobs
from sekisho.web.scenario_catalogue import INSTALL, absent, offers

router = APIRouter(prefix="/api", tags=["Costs"], responses=PROBLEMS)
WHERE: Final = "/api/impacts"


def costs_of(request: Request) -> ImpactJobs:
    """Return the costs that whoever asks may see."""
    found: ImpactJobs = request.app.state.costs
    return found.visible_to(person_of(request))


def _check_installed() -> None:
    """Make sure that what costs are computed with is there.

    Raises
    ------
    ScenarioError
        If it is not.
    """
    if lacking := absent():
        what = f"costs need {', '.join(lacking)}, which is not installed."
        raise ScenarioError(Problem(where="impacts", what=what, remedy=f"Install it with `{INSTALL}`."))


@router.get("/scenarios", responses={200: {"model": RowsAnswer}})
def scenarios(request: Request) -> Response:
    """List what can be costed: measures, scenarios, presets of published estimates, outlooks."""
    _check_installed()
    return told(request, lambda: [one.to_dict() for one in offers(settings_of(request).library)], dated=True)


@router.post("/impacts", status_code=202, responses={202: {"model": ImpactAnswer}})
def ask(request: Request, asked: Annotated[ImpactRequest, sent_as(ImpactBody, ImpactRequest)]) -> Response:
    """Begin to find out what measures or scenarios cost together; `Location` says where to look."""
    _check_installed()
    asked = replace(asked, names=tuple(dict.fromkeys(asked.names)))
    check_names(asked, settings_of(request).library)
    run = costs_of(request).ask(asked, day=day_of(request, None), language="en")
    return begun(request, with_result(run), WHERE)


@router.get("/impacts", responses={200: {"model": RowsAnswer}})
def held(request: Request) -> Response:
    """List the costs that the server holds."""
    return told(request, lambda: [run.to_dict() for run in costs_of(request)], dated=True)


@router.get("/impacts/{run_id}", responses={200: {"model": ImpactAnswer}})
def state(request: Request, run_id: str) -> Response:
    """Tell how far a cost has come, and once it is done the result: every number with its interval."""
    run = costs_of(request).seen(run_id)
    return told(request, lambda: with_result(run), dated=True)


@router.get("/impacts/{run_id}/results", responses=FILE_ANSWER)
def results(
    request: Request,
    run_id: str,
    format: Annotated[FileForm, Query(description="Table, workbook, or article.")] = "csv",
) -> Response:
    """Send the result of a cost as a file."""
    run = costs_of(request).seen(run_id)
    return result_sent(run, format, COSTS, WHERE)


@router.delete("/impacts/{run_id}", status_code=204)
def delete(request: Request, run_id: str) -> Response:
    """End the work on a cost, and take it away with everything made of it."""
    costs_of(request).delete(run_id)
    return Response(status_code=204)
