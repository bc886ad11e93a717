"""A scenario held against observations, over REST: how it is asked; the work is a long job."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sekisho.service.nowcast import NowcastRequest
from sekisho.web.api.answers import NowcastAnswer
from sekisho.web.api.envelope import PROBLEMS, day_of, settings_of
from sekisho.web.api.impacts import check_installed
from sekisho.web.api.jobs import add_addresses, begun, jobs_of
from sekisho.web.api.models import NowcastBody, sent_as
from sekisho.web.jobs.kinds import NOWCASTS, ask_nowcast
from sekisho.web.nowcast_form import check_names

router = APIRouter(prefix="/api", tags=["Nowcasts"], responses=PROBLEMS)


@router.post("/nowcasts", status_code=202, responses={202: {"model": NowcastAnswer}})
def ask(request: Request, asked: Annotated[NowcastRequest, sent_as(NowcastBody, NowcastRequest)]) -> Response:
    """Begin to compare a scenario with what was known of it on a day, `as_of`; `Location` says where to look."""
    check_installed()
    asked = replace(asked, names=tuple(dict.fromkeys(asked.names)))
    check_names(asked, settings_of(request).library)
    run = ask_nowcast(jobs_of(request), asked, day=day_of(request, None), language="en")
    return begun(request, run, "/api/nowcasts")


add_addresses(router, NOWCASTS, "/nowcasts", NowcastAnswer, Literal["csv", "json"], noun="a nowcast", nouns="nowcasts")
