"""What to ask: the answers that settle most open lines of a run, and what becomes of the run with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from sekisho.determination.book.run_files import open_run
from sekisho.errors import BookError, FactError, Problem
from sekisho.message import joined, message
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.classification.answer_files import AnswerFiles
    from sekisho.determination.book.bulk import BookResult
    from sekisho.determination.settle.answer_effects import AnswerEffect
    from sekisho.determination.settle.question_ranking import RankedQuestion, WaitingLines

BY: Final = ("lines", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRequest:
    """How the questions of a run are ranked."""

    top: Annotated[int, Ask("Questions.", metavar="N", least=1)] = 50
    by: Annotated[str, Ask("What is to be settled.", choices=BY)] = BY[0]
    group: Annotated[
        str,
        Ask(
            "What lines share that one answer about their use, way or risk is about: "
            "end_user, importer, intermediate_consignee, exporter, destination, item.",
            metavar="NAMES",
        ),
    ] = "end_user,item"
    url: Annotated[
        str,
        Ask("URL of the database with its password, if it needs one.", flag="--from", metavar="URL", private=True),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedQuestions:
    """The questions that settle most, and the open lines that they are about."""

    questions: list[RankedQuestion]
    waiting: WaitingLines


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRun:
    """What answers settled.

    Parameters
    ----------
    effects
        What each answer settles beside what was predicted.
    kept
        Rows that each table of answers gained.
    unread
        Answers that could not be read, and so answer nothing.
    result
        The new run.
    """

    waiting: WaitingLines
    effects: list[AnswerEffect]
    result: BookResult
    kept: Mapping[Path, int]
    unread: tuple[Problem, ...] = ()


def rank_questions(
    request: SettleRequest, workspace: Workspace, results: Path, *, most_open: int | None = None
) -> RankedQuestions:
    """Find the questions that settle most open lines of a run, whatever is answered.

    Parameters
    ----------
    most_open
        Open lines up to which questions are ranked; above it there are none.

    Raises
    ------
    BookError
        If the run cannot be read or was made with other law, or it states no values to rank by.
    """
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire, rank

    run = finished(results, open_run(results).card, workspace.library, url=request.url)
    waiting = inquire(run, group=group_named(request.group))
    if request.by == "value" and not waiting.run.columns.value:
        raise BookError(
            Problem(
                where=results.name,
                what=message("settle.no_values", "the book states no values."),
                remedy=message("settle.by_lines", "Use --by lines."),
            )
        )
    if most_open is not None and waiting.count > most_open:
        return RankedQuestions(questions=[], waiting=waiting)
    by: Literal["lines", "value"] = "value" if request.by == "value" else "lines"
    return RankedQuestions(questions=rank(waiting, top=request.top, by=by), waiting=waiting)


def apply_answers(
    request: SettleRequest,
    workspace: Workspace,
    results: Path,
    sheet: Path,
    out: Path,
    *,
    tables: AnswerFiles | None = None,
    strict: bool = False,
) -> SettledRun:
    """Take the answers of a sheet, measure what each settles, determine the book again, and keep the answers.

    Parameters
    ----------
    out
        The new results; those of the run itself may make room for them.
    tables
        Where the answers are kept; None keeps none.
    strict
        Refuse the sheet for a single answer that cannot be read.

    Raises
    ------
    FactError
        With the answers that cannot be read, if none can or all have to.
    BookError
        If the sheet holds no answer, or the run was made with other law.
    """
    from sekisho.classification.answer_files import keep, plan
    from sekisho.determination.settle.answer_effects import determine_again, measure
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire
    from sekisho.determination.settle.question_sheet import group_in, read_answers

    run = finished(results, open_run(results).card, workspace.library, url=request.url)
    waiting = inquire(run, group=group_in(sheet))
    given, unread = read_answers(sheet, waiting)
    if unread and (strict or not given):
        raise FactError(unread)
    if not given:
        remedy = message("settle.fill_row", "Fill in the columns answer, by and on of a row.")
        raise BookError(Problem(where=sheet.name, what=message("settle.no_answer", "holds no answer."), remedy=remedy))
    effects = measure(waiting, given)
    plans = plan(given, run, tables) if tables is not None else ()
    result = determine_again(run, given, out)
    return SettledRun(waiting=waiting, effects=effects, result=result, kept=keep(plans), unread=tuple(unread))


def group_named(names: str) -> tuple[str, ...]:
    """Return what lines share that one answer is about.

    Raises
    ------
    BookError
        If a name is nothing that lines share.
    """
    from sekisho.determination.settle.questions import GROUPS, group_of

    said = [name.strip() for name in names.split(",") if name.strip()]
    wrong = [name for name in said if name not in GROUPS]
    if wrong or not said:
        what = message(
            "settle.nothing_shared", "'{names}' is nothing that lines share.", names=joined(wrong, "comma") or names
        )
        raise BookError(
            Problem(
                where="group",
                what=what,
                remedy=message("settle.expected_some", "Expected some of {names}.", names=joined(GROUPS, "comma")),
            )
        )
    return group_of(said)
