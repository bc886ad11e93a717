"""Decisions on names over REST: the register of the server, read, added to, and taken back from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from sekisho.web.accounts.auth_middleware import person_of
from sekisho.web.accounts.principal import Role
from sekisho.web.api.envelope import PROBLEMS, settings_of, told
from sekisho.web.api.models import DecisionRequest, Record, RowsAnswer, UndoRequest
from sekisho.web.register import decide, rows_now, undo

router = APIRouter(prefix="/api/decisions", tags=["Parties"], responses=PROBLEMS)
Id = Annotated[str, Path(description="Id of the decision.", max_length=100)]


@router.get("", responses={200: {"model": RowsAnswer}})
def decisions(request: Request) -> Response:
    """List what counts for each name and entry, the newest first: holds, escalated, open again or taken back."""
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
    )
    return told(request, row.to_dict, dated=True)


@router.post("/{decision_id}/undo", responses={200: {"model": Record}})
def undone(request: Request, decision_id: Id, asked: UndoRequest) -> Response:
    """Take a decision back: a new row that says so; nothing is deleted."""
    settings, person = settings_of(request), person_of(request)
    person.need(Role.REVIEW)
    row = undo(settings, decision_id, by=person.name or asked.by, basis=asked.basis)
    return told(request, row.to_dict, dated=True)
