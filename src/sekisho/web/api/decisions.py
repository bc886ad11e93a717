"""Decisions on names over REST: the register of the server, read, added to, and taken back from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from sekisho.service.party_queue import QueueRequest
from sekisho.web.accounts.auth_middleware import person_of
from sekisho.web.accounts.principal import Role
from sekisho.web.api.answers import Record, RowsAnswer
from sekisho.web.api.envelope import PROBLEMS, settings_of, told
from sekisho.web.api.models import DecisionRequest, QueueBody, SecondRequest, UndoRequest, sent_as
from sekisho.web.register import decide, queue_now, rows_now, second, undo

router = APIRouter(prefix="/api/decisions", tags=["Parties"], responses=PROBLEMS)
Id = Annotated[str, Path(description="Id of the decision.", max_length=100)]


@router.get("", responses={200: {"model": RowsAnswer}})
def decisions(request: Request) -> Response:
    """List what counts for each name and entry, the newest first, with its state.

    States: `holds` (in force), `escalated`, `open again`, `lapsed` (past its last day),
    `waits for a second person`, `refused`, `taken back`.
    """
    settings = settings_of(request)
    return told(request, lambda: rows_now(settings), dated=False)


@router.post("", responses={200: {"model": Record}})
def decided(request: Request, asked: DecisionRequest) -> Response:
    """Decide whether a name is listed; 409 if `replaces` names another decision than the one that counts."""
    settings, person = settings_of(request), person_of(request)
    person.need(Role.REVIEW)
    row = decide(
        settings,
        asked.name,
        asked.entry,
        asked.answer,
        by=person.name or asked.by,
        basis=asked.basis,
        evidence=asked.evidence,
        replaces=asked.replaces,
        review_by=asked.review_by.isoformat() if asked.review_by else "",
    )
    return told(request, row.to_dict, dated=True)


@router.post("/queue", responses={200: {"model": RowsAnswer}})
def queued(request: Request, asked: Annotated[QueueRequest, sent_as(QueueBody, QueueRequest)]) -> Response:
    """List the names to be decided: of the names sent, or of the register by itself; the gravest state first."""
    settings = settings_of(request)
    return told(
        request, lambda: [row.to_dict() for row in queue_now(settings, asked).rows], dated=asked.as_of is not None
    )


@router.post("/{decision_id}/second", responses={200: {"model": Record}})
def seconded(request: Request, decision_id: Id, asked: SecondRequest) -> Response:
    """Confirm a decision of somebody else, or refuse it so that it is open again; one's own is refused with 422."""
    settings, person = settings_of(request), person_of(request)
    person.need(Role.REVIEW)
    by = person.name or asked.by
    row = second(settings, decision_id, agrees=asked.agrees, by=by, basis=asked.basis)
    return told(request, row.to_dict, dated=True)


@router.post("/{decision_id}/undo", responses={200: {"model": Record}})
def undone(request: Request, decision_id: Id, asked: UndoRequest) -> Response:
    """Take a decision back: a new row that says so; nothing is deleted."""
    settings, person = settings_of(request), person_of(request)
    person.need(Role.REVIEW)
    row = undo(settings, decision_id, by=person.name or asked.by, basis=asked.basis)
    return told(request, row.to_dict, dated=True)
