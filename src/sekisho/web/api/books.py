"""Order books over REST: sent as they are, worked on by a process of their own, their results streamed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sekisho.errors import FactError, Problem
from sekisho.law.model.term import Reading
from sekisho.service.book import BookRequest, book_faults
from sekisho.web.api.envelope import PROBLEMS, settings_of, told
from sekisho.web.api.jobs import MEDIA, add_addresses, begun, jobs_of, received, result_file, state_of
from sekisho.web.api.models import RunAnswer
from sekisho.web.jobs.job import AT_WORK
from sekisho.web.jobs.kinds import BOOKS, BookJob, send_book

router = APIRouter(prefix="/api/books", tags=["Order books"], responses=PROBLEMS)
LOOK: Final = 0.1
"""Seconds between looks at a run that somebody waits for."""
BLOCK: Final = 1 << 18
Answer = Literal["run", "csv", "parquet"]
SENT: Final[dict[str, Any]] = {
    "requestBody": {
        "description": "The book itself, as a file is: CSV, Excel, OpenDocument, Parquet or JSON lines.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "",
    status_code=202,
    responses={
        202: {"model": RunAnswer},
        200: {"description": "The results, streamed.", "content": {MEDIA[form]: {} for form in ("csv", "parquet")}},
    },
    openapi_extra=SENT,
)
async def send(
    request: Request,
    *,
    name: Annotated[
        str, Query(description="Name of the file; its ending says its kind.", min_length=1, max_length=200)
    ],
    as_of: Annotated[date | None, Query(description="Date of law for all lines. Left out: each line's own.")] = None,
    reading: Annotated[Reading, Query(description="How disputed words are read.")] = Reading.CENTRAL,
    same: Annotated[
        list[str],
        Query(
            alias="set",
            description="What is the same in every line that leaves it open: FACT=VALUE, such as destination=JP. "
            "Repeatable.",
        ),
    ] = [],  # noqa: B006 - FastAPI copies it
    suppose: Annotated[
        list[str],
        Query(
            description="What is supposed where a line leaves a fact open: `ordinary`, or FACT=VALUE. "
            "The outcome stays; `supposed` says what it would be. Repeatable."
        ),
    ] = [],  # noqa: B006 - the same
    constants: Annotated[
        str, Query(description='The same as JSON: {"movement": "export", "destination": "JP"}.', max_length=10_000)
    ] = "",
    answer: Annotated[
        Answer, Query(description="`run`: at once, with where to look. `csv`, `parquet`: wait, and stream the results.")
    ] = "run",
) -> Response:
    """Send an order book; every line is determined. Columns are found by name and by header in three languages."""
    runs, settings = jobs_of(request, BOOKS), settings_of(request)
    asked = BookRequest(as_of=as_of, reading=reading, constants=_constants(same, constants), suppose=tuple(suppose))
    if problems := await run_in_threadpool(book_faults, asked, settings.library, files=False):
        raise FactError(problems)
    async with received(request) as kept:
        run = await run_in_threadpool(send_book, runs, kept, name, as_of or settings.today())
    runs.begin(
        run,
        "run",
        as_of=as_of.isoformat() if as_of else "",
        reading=str(reading),
        language="en",
        decisions="",
        quiet=True,
        constants=dict(asked.constants),
        suppose=suppose,
    )
    if answer == "run":
        return begun(request, runs.seen(run.id), router.prefix)
    while run.state in AT_WORK:
        if await request.is_disconnected():
            runs.delete(run.id)
            break
        await asyncio.sleep(LOOK)
    return _streamed(run, answer)


def _constants(pairs: Sequence[str], stated: str) -> dict[str, str]:
    """Read what is the same in every line.

    Raises
    ------
    FactError
        With everything that is wrong.
    """
    given: dict[str, object] = {}
    if stated:
        try:
            stated_facts = json.loads(stated)
        except ValueError:
            stated_facts = None
        if not isinstance(stated_facts, dict):
            remedy = 'Expected an object of facts and values, such as {"destination": "JP"}.'
            raise FactError(Problem(where="constants", what="is no JSON object.", remedy=remedy))
        given |= stated_facts
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            remedy = "Expected FACT=VALUE, such as destination=JP."
            raise FactError(Problem(where="set", what=f"'{pair}' names no value.", remedy=remedy))
        given[name.strip()] = value
    return {name: _word(value) for name, value in given.items()}


def _word(value: object) -> str:
    """Write a value of JSON as a cell does: a truth is a word there, and nothing is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@router.post("/{run_id}/cancel", responses={200: {"model": RunAnswer}})
def cancel(request: Request, run_id: str) -> Response:
    """End the work on an order book; the book stays until it is deleted."""
    runs = jobs_of(request, BOOKS)
    runs.cancel(runs[run_id])
    return told(request, lambda: state_of(runs.seen(run_id)), dated=True)


add_addresses(router, BOOKS, "", RunAnswer, Literal["csv", "parquet"], noun="an order book", nouns="order books")


def _streamed(run: BookJob, form: str) -> Response:
    """Stream results to whoever waited for them.

    Raises
    ------
    BookError
        If the run did not work.
    LibraryError
        If it is not done.
    """
    file = result_file(run, form, router.prefix)
    name = f'attachment; filename="results.{form}"'
    headers = {"content-disposition": name, "content-length": str(file.stat().st_size), "cache-control": "no-store"}
    return StreamingResponse(_blocks(file), media_type=MEDIA[form], headers=headers)


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            yield block
