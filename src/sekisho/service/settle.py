"""What to ask: the answers that settle most open lines of a run, and what becomes of the run with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from sekisho.determination.book.run_files import open_run
from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.errors import BookError, FactError, Problem, SekishoError
from sekisho.message import joined, message
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace, today_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.classification.answer_files import AnswerFiles
    from sekisho.classification.classifier import Classifier
    from sekisho.determination.book.bulk import BookResult
    from sekisho.determination.settle.answer_effects import AnswerEffect, MeasuredAnswer
    from sekisho.determination.settle.book_questions import BookAsking, BookQuestions, ItemOpinion
    from sekisho.determination.settle.question_ranking import RankedQuestion, WaitingLines

BY: Final = ("lines", "value")
MOST_ITEMS: Final = 5_000
"""Distinct items up to which they are classified for the grid of goods, at some hundreds a second. A guess. Larger, one
waits a minute for the sheet; smaller, books of many items show no suggestion."""
LOOKED_AT: Final = 3
"""Candidates, and deciding questions, that a row of the grid of goods names."""


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
    """What is asked first of the whole book, then of customers and goods; the single questions that settle most.

    Parameters
    ----------
    asked
        None where too many lines are open to ask of.
    """

    questions: list[RankedQuestion]
    waiting: WaitingLines
    asked: BookQuestions | None = None


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
    given: int = 0
    """Answers about lines, those of a grid among them."""
    promised: int | None = None
    """Open lines that the answers were to settle, all of them together, before the book was determined again."""

    @property
    def settled(self) -> int:
        """Open lines that the answers settled, as the new run counts them."""
        return self.waiting.count - self.result.by_outcome[UNDETERMINED]


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
    asked = _asking(waiting, workspace).ask()
    return RankedQuestions(questions=rank(waiting, top=request.top, by=by), waiting=waiting, asked=asked)


def _asking(waiting: WaitingLines, workspace: Workspace) -> BookAsking:
    """Ask of a book, with what the classifier says of each item that open lines wait for."""
    from sekisho.classification.classifier import Classifier
    from sekisho.determination.settle.book_questions import CODES, BookAsking, item_of

    open_lines = (lines for lines in waiting.lines.alike if CODES in lines.missing)
    items = dict.fromkeys(filter(None, map(item_of, open_lines)))
    if not items or len(items) > MOST_ITEMS:
        return BookAsking(waiting)
    day = waiting.run.day or today_of(None, workspace)
    try:
        classifier = Classifier(waiting.run.library, as_of=day, cache=workspace.cache)
    except SekishoError:  # data without words of the list say nothing of items, and all else is asked
        return BookAsking(waiting)
    return BookAsking(waiting, {about: _opinion(classifier, dict(about)) for about in items})


def _opinion(classifier: Classifier, about: Mapping[str, str]) -> ItemOpinion:
    """Return what the classifier says of an item; of one without a description, and of a code unread, nothing."""
    from sekisho.determination.settle.book_questions import ItemOpinion

    if about.get("hs_code"):
        return ItemOpinion()
    answer = classifier.classify(about["description"])
    return ItemOpinion(
        state=str(answer.state),
        suggested=";".join(answer.codes),
        candidates="; ".join(candidate.code for candidate in answer.candidates[:LOOKED_AT] if candidate.code != "none"),
        asks=tuple(question.question for question in answer.questions[:LOOKED_AT]),
    )


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
    from sekisho.determination.settle.answer_workbook import AnswerWorkbook, other_sheet, own_sheets
    from sekisho.determination.settle.book_questions import promised
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire
    from sekisho.determination.settle.question_sheet import group_in, read_answers

    run = finished(results, open_run(results).card, workspace.library, url=request.url)
    singles = other_sheet(sheet)
    has_own = bool(own_sheets(sheet))
    alone = not has_own or bool(singles)
    waiting = inquire(run, group=group_in(sheet, singles) if alone else group_named(request.group))
    asking = _asking(waiting, workspace)
    given: list[MeasuredAnswer] = []
    unread: list[Problem] = []
    if has_own:
        given, unread = AnswerWorkbook(sheet, asking, asking.listed()).read()
    if alone:
        more, bad = read_answers(sheet, waiting, singles)
        given, unread = [*given, *more], [*unread, *bad]
    if unread and (strict or not given):
        raise FactError(unread)
    if not given:
        remedy = message("settle.fill_row", "Fill in the columns answer, by and on of a row.")
        raise BookError(Problem(where=sheet.name, what=message("settle.no_answer", "holds no answer."), remedy=remedy))
    # Beside answers about the whole book the part of a single one is none of its own.
    effects = measure(waiting, given) if not has_own else []
    before = promised(asking, given)
    plans = plan(given, run, tables) if tables is not None else ()
    result = determine_again(run, given, out)
    return SettledRun(
        waiting=waiting,
        effects=effects,
        result=result,
        kept=keep(plans),
        unread=tuple(unread),
        promised=before,
        given=len(given),
    )


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
