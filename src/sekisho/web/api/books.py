"""Order books over REST: sent as they are, worked on by a process of their own, their results streamed."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from sekisho.errors import BookError, FactError, LibraryError, Problem
from sekisho.law.model.term import Reading
from sekisho.message import message
from sekisho.present.book_results.desk import line_desk
from sekisho.present.book_results.run_pair import run_pair_data
from sekisho.present.explained_line import explained_data
from sekisho.service.book import BookRequest, ReportRequest, book_faults
from sekisho.service.book_columns import forget, memories_of
from sekisho.service.explain import ExplainRequest
from sekisho.service.explain import explain as explain_line
from sekisho.service.letters import LettersRequest
from sekisho.service.request import plain_of
from sekisho.service.rescreen import RescreenRequest, is_kept, runs_beside
from sekisho.service.run_lines import LinesRequest, lines_of_results
from sekisho.service.settle import GridAnswers, SettleRequest, grid_faults, group_named
from sekisho.trade.book.matching.memory import ColumnMemory
from sekisho.web.api.answers import Record, RowsAnswer, RunAnswer
from sekisho.web.api.envelope import PROBLEMS, settings_of, told
from sekisho.web.api.jobs import MEDIA, ZIP, add_addresses, begun, file_answer, jobs_of, received, result_file, state_of
from sekisho.web.api.models import (
    AnswersBody,
    ExplainBody,
    LettersBody,
    LinesBody,
    ReportBody,
    RescreenBody,
    SettleBody,
    WithdrawBody,
    sent_as,
)
from sekisho.web.jobs.book_tasks import LINES
from sekisho.web.jobs.job import AT_WORK
from sekisho.web.jobs.kinds import BOOKS, BookJob, send_book
from sekisho.web.jobs.manager import JobManager
from sekisho.web.messages import language_of
from sekisho.web.pages.book import mappings_of
from sekisho.web.pages.book_grids import keep_grid
from sekisho.web.pages.book_settle import take_back, write_answers

router = APIRouter(prefix="/api/books", tags=["Order lists"], responses=PROBLEMS)
LOOK: Final = 0.1
"""Seconds between looks at a run that somebody waits for."""
BLOCK: Final = 1 << 18
Answer = Literal["run", "csv", "parquet"]
RESULTS: Final = "results.parquet"
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
        Answer,
        Query(description="`run`: at once, with where to look. `csv`, `parquet`: when done, with the results."),
    ] = "run",
    keep: Annotated[
        bool, Query(description="Keep beside the results what it takes to judge them under another law.")
    ] = False,
) -> Response:
    """Send an order list; every line is determined. Columns are found by name and by header in three languages."""
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
        quiet=True,
        constants=dict(asked.constants),
        suppose=suppose,
        keep=keep,
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
            remedy = message(
                "web.expected_object", 'Expected an object of facts and values, such as {{"destination": "JP"}}.'
            )
            raise FactError(
                Problem(where="constants", what=message("web.no_object", "is not a JSON object."), remedy=remedy)
            )
        given |= stated_facts
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            remedy = message("web.expected_fact_value", "Expected FACT=VALUE, such as destination=JP.")
            raise FactError(
                Problem(
                    where="set",
                    what=message("web.names_no_value", "'{pair}' names no value.", pair=pair),
                    remedy=remedy,
                )
            )
        given[name.strip()] = value
    return {name: _word(value) for name, value in given.items()}


def _word(value: object) -> str:
    """Write a value of JSON as a cell does: a truth is a word there, and nothing is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@router.get("/remembered", responses={200: {"model": RowsAnswer}})
def remembered(request: Request) -> Response:
    """List what is remembered of the columns of books: one with the same headers, or nearly, is read so.

    Whether one was stands in `result.decided`: the day and the book for which it was decided.
    """
    folder = _mappings(request)
    return told(request, lambda: _memory_data(memories_of(folder) if folder is not None else ()), dated=False)


@router.delete("/remembered/{key}", responses={200: {"model": RowsAnswer}})
def forget_remembered(request: Request, key: str) -> Response:
    """Forget what is remembered of the columns of one book; the answer says what was forgotten."""
    folder = _mappings(request)
    gone = forget(folder, key=key) if folder is not None else ()
    return told(request, lambda: _memory_data(gone), dated=False)


def _mappings(request: Request) -> Path | None:
    """Return where what whoever asks decided on the columns of books is kept; None where nothing is."""
    return mappings_of(settings_of(request), jobs_of(request, BOOKS).person.name)


def _memory_data(memories: Sequence[ColumnMemory]) -> list[dict[str, object]]:
    return [
        {
            "key": memory.key,
            "day": memory.day.isoformat(),
            "book": memory.book,
            "columns": dict(memory.columns),
            "headers": list(memory.headers),
        }
        for memory in memories
    ]


@router.post("/{run_id}/cancel", responses={200: {"model": RunAnswer}})
def cancel(request: Request, run_id: str) -> Response:
    """End the work on an order list; the book stays until it is deleted."""
    runs = jobs_of(request, BOOKS)
    runs.cancel(runs[run_id])
    return told(request, lambda: state_of(request, runs.seen(run_id)), dated=True)


@router.post("/{run_id}/explain", responses={200: {"model": Record}})
def explain(
    request: Request, run_id: str, asked: Annotated[ExplainRequest, sent_as(ExplainBody, ExplainRequest)]
) -> Response:
    """Judge one line of a book again with its reasons, and say whether the stored row is still right.

    The line is named in the body: a book may name a party in its name.
    """
    runs, run = _answered(request, run_id)
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"a line of order list {run_id} judged again")
    judged = explain_line(asked, settings_of(request).workspace, run.out / RESULTS)
    return told(request, lambda: explained_data(judged, language=language_of(request)), dated=True)


@router.post("/{run_id}/lines", responses={200: {"model": Record}})
def lines(request: Request, run_id: str, asked: Annotated[LinesRequest, sent_as(LinesBody, LinesRequest)]) -> Response:
    """Go through the lines of a book: the worst first, or sorted and filtered; each with why it stands there.

    What is searched for stands in the body: it may be a name.
    """
    runs, run = _answered(request, run_id)
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"lines of order list {run_id} looked at")
    results = run.out / RESULTS
    page = lines_of_results(asked, settings_of(request).library, results, results.with_name(LINES))
    return told(request, lambda: line_desk(page, language_of(request)).to_dict(), dated=True)


@router.get("/{run_id}/beside", responses={200: {"model": Record}})
def beside(
    request: Request,
    run_id: str,
    other: Annotated[str, Query(description="The order list that stands beside it, by its id.", min_length=1)],
) -> Response:
    """Say which lines of an order list stand elsewhere in another, and how many stand where in each."""
    runs, run = _answered(request, run_id)
    _, second = _answered(request, other)
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"order lists {run_id} and {other} side by side")
    pair = runs_beside(run.out / RESULTS, second.out / RESULTS)
    library = settings_of(request).library
    return told(request, lambda: run_pair_data(pair, library, language_of(request)), dated=True)


@router.post("/{run_id}/rescreen", status_code=202, responses={202: {"model": RunAnswer}})
def rescreen(
    request: Request, run_id: str, asked: Annotated[RescreenRequest, sent_as(RescreenBody, RescreenRequest)]
) -> Response:
    """Judge a book again under the law of another day, or under the law as it is now.

    The book has to be sent with `keep=true`. `result.rescreen` has the answer, `changes` every line that changes.
    """
    runs, run = _answered(request, run_id)
    if not is_kept(run.out / RESULTS):
        remedy = message(
            "web.send_with_keep", "Send the book again with `keep=true`: answers alone do not show what they depend on."
        )
        raise FactError(
            Problem(where="keep", what=message("web.run_without_keep", "this book was run without it."), remedy=remedy)
        )
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"order list {run_id} judged under another law")
    runs.begin(run, "rescreen", rescreen=plain_of(asked))
    return begun(request, runs.seen(run_id), router.prefix)


@router.get("/{run_id}/changes", responses=file_answer("csv", "parquet"))
def changes(
    request: Request,
    run_id: str,
    form: Annotated[Literal["csv", "parquet"], Query(alias="format", description="Form of the lines.")] = "csv",
) -> Response:
    """Send the lines that another law changes: before, after, and the clauses that did it."""
    return _added(request, run_id, f"changes.{form}", MEDIA[form], f"`POST {router.prefix}/{run_id}/rescreen`")


@router.post("/{run_id}/questions", status_code=202, responses={202: {"model": RunAnswer}})
def rank(
    request: Request, run_id: str, asked: Annotated[SettleRequest, sent_as(SettleBody, SettleRequest)]
) -> Response:
    """Find the questions that decide most open lines of a book, whatever is answered.

    `result.settle` has them once they are found, in the order of their rank.
    """
    runs, run = _answered(request, run_id)
    group_named(asked.group)
    runs.begin(run, "rank", settle=plain_of(asked))
    return begun(request, runs.seen(run_id), router.prefix)


@router.get("/{run_id}/questions", responses=file_answer("csv", "xlsx"))
def questions(
    request: Request,
    run_id: str,
    form: Annotated[Literal["csv", "xlsx"], Query(alias="format", description="Form of the sheet.")] = "csv",
) -> Response:
    """Send the questions that were ranked last, as the sheet that `sekisho settle` writes."""
    return _added(request, run_id, f"questions.{form}", MEDIA[form], f"`POST {router.prefix}/{run_id}/questions`")


@router.post("/{run_id}/answers", status_code=202, responses={202: {"model": RunAnswer}})
def answers(request: Request, run_id: str, asked: AnswersBody) -> Response:
    """Answer what is asked of a book, its customers and its goods, or questions by their rank.

    `result.answered` tells how many lines were decided; `result.measured` what each answer by rank settled beside what
    was predicted.
    """
    runs, run = _answered(request, run_id)
    by = runs.person.name or asked.by.strip()
    ranked = {str(row["rank"]) for row in run.found.get("questions") or []}
    remedy = (
        message(
            "web.rank_first",
            "Rank questions first: `POST {prefix}/{run_id}/questions`.",
            prefix=router.prefix,
            run_id=run_id,
        )
        if not ranked
        else message("web.ask_for_more", "Ask for more.")
    )
    problems = [
        Problem(
            where=f"answers.{place}.rank",
            what=message("web.rank_of_none", "{rank} is the rank of no question.", rank=one.rank),
            remedy=remedy,
        )
        for place, one in enumerate(asked.answers)
        if str(one.rank) not in ranked
    ]
    twice = [rank for rank, number in Counter(one.rank for one in asked.answers).items() if number > 1]
    problems += [
        Problem(
            where="answers",
            what=message("web.answered_twice", "question {rank} is answered twice.", rank=rank),
            remedy=message("web.keep_one", "Keep one."),
        )
        for rank in twice
    ]
    grid = GridAnswers(
        book={name: answer for name, answer in asked.book.items() if answer.strip()},
        customers=tuple(row.model_dump() for row in asked.customers),
        goods=tuple(row.model_dump() for row in asked.goods),
        by=by,
        on=runs.settings.today().isoformat(),
        basis=asked.basis,
    )
    problems += grid_faults(grid, runs.settings.library)
    if not (asked.answers or grid.book or grid.customers or grid.goods):
        what = message("web.answers_none", "no answer is given.")
        remedy = message("web.answer_some", "Give answers, book, customers or goods.")
        problems.append(Problem(where="answers", what=what, remedy=remedy))
    if problems:
        raise FactError(problems)
    filled = {str(one.rank): {"answer": one.answer, "by": by, "basis": one.basis} for one in asked.answers}
    sheet = str(write_answers(run, runs, filled)) if filled else ""
    place = str(keep_grid(run, runs, grid)) if grid.book or grid.customers or grid.goods else ""
    runs.begin(run, "apply", sheet=sheet, grid=place)
    return begun(request, runs.seen(run_id), router.prefix)


@router.post("/{run_id}/withdrawals", status_code=202, responses={202: {"model": RunAnswer}})
def withdraw(request: Request, run_id: str, asked: WithdrawBody) -> Response:
    """Take answers back, and determine the book again without them; `result.given` names each by its id."""
    runs, run = _answered(request, run_id)
    take_back(runs, run, asked.acts)
    return begun(request, runs.seen(run_id), router.prefix)


REPORTS: Final = {"pdf": "application/pdf", "html": MEDIA["html"], "xlsx": MEDIA["xlsx"]}
"""Forms of the report of a run."""


@router.post("/{run_id}/report", status_code=202, responses={202: {"model": RunAnswer}})
def write_report(
    request: Request, run_id: str, asked: Annotated[ReportRequest, sent_as(ReportBody, ReportRequest)]
) -> Response:
    """Write the report of a book in the language asked for: the boss's page, and the workbook of every line.

    PDF is among them where the server can make it.
    """
    runs, run = _answered(request, run_id)
    runs.begin(run, "workbook", language=language_of(request), report=plain_of(asked))
    return begun(request, runs.seen(run_id), router.prefix)


@router.get(
    "/{run_id}/report",
    responses={200: {"description": "The report.", "content": {kind: {} for kind in REPORTS.values()}}},
)
def report(
    request: Request,
    run_id: str,
    form: Annotated[Literal["pdf", "html", "xlsx"], Query(alias="format", description="Form of the report.")] = "html",
) -> Response:
    """Send the report that was written last; as HTML there is one from the beginning."""
    return _added(request, run_id, f"report.{form}", REPORTS[form], f"`POST {router.prefix}/{run_id}/report`")


@router.post("/{run_id}/letters", status_code=202, responses={202: {"model": RunAnswer}})
def write_letters(
    request: Request, run_id: str, asked: Annotated[LettersRequest, sent_as(LettersBody, LettersRequest)]
) -> Response:
    """Write drafts to the suppliers and customers of a book about its open lines; nothing is sent.

    `result.letters` gives the number of each, and to whom none is written since it is on a list.
    """
    runs, run = _answered(request, run_id)
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"letters of order list {run_id} written")
    runs.begin(run, "letters", letters=plain_of(asked))
    return begun(request, runs.seen(run_id), router.prefix)


@router.get("/{run_id}/letters", responses={200: {"description": "The letters, packed.", "content": {ZIP: {}}}})
def letters(request: Request, run_id: str) -> Response:
    """Send the letters that were written last: each as .docx and .txt, a note to the officer, and an index."""
    return _added(request, run_id, "letters.zip", ZIP, f"`POST {router.prefix}/{run_id}/letters`")


def _answered(request: Request, run_id: str) -> tuple[JobManager, BookJob]:
    """Return a book that has results, with the books that whoever asks may see.

    Raises
    ------
    BookError
        If it is being worked on.
    LibraryError
        If there is none, or it has no results yet.
    """
    runs = jobs_of(request, BOOKS)
    run: BookJob = runs[run_id]
    if run.state in AT_WORK:
        raise BookError(BOOKS.busy)
    if not run.found or run.file(RESULTS) is None:
        remedy = message(
            "web.tells_how_far", "`GET {where}/{id}` tells how far it has come.", where=router.prefix, id=run_id
        )
        raise LibraryError(
            Problem(where="results", what=message("web.no_results_yet", "there are no results yet."), remedy=remedy)
        )
    return runs, run


def _added(request: Request, run_id: str, name: str, media: str, asks: str) -> Response:
    """Send a file that a task added to the results.

    Raises
    ------
    LibraryError
        If there is none.
    """
    file = jobs_of(request, BOOKS).seen(run_id).file(name)
    if file is None:
        raise LibraryError(
            Problem(
                where="results",
                what=message("web.no_such_file", "there is no such file yet."),
                remedy=message("web.ask_with", "Ask with {asks}.", asks=asks),
            )
        )
    return FileResponse(file, media_type=media, filename=file.name, headers={"cache-control": "no-store"})


add_addresses(
    router, BOOKS, "", RunAnswer, Literal["csv", "parquet", "datapackage"], noun="an order list", nouns="order lists"
)


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
