"""What to ask: the answers that settle most open lines of a run, and what becomes of the run with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from sekisho.determination.book.run_files import open_run
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, UNDETERMINED
from sekisho.errors import BookError, FactError, Problem, SekishoError
from sekisho.message import joined, message
from sekisho.service.book import book_classifier
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace, today_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sekisho.classification.answer_files import AnswerFiles
    from sekisho.classification.classifier import Classifier
    from sekisho.determination.book.answers import About, Answer
    from sekisho.determination.book.bulk import BookResult
    from sekisho.determination.book.items import Classifies
    from sekisho.determination.settle.answer_acts import AnswerAct
    from sekisho.determination.settle.answer_effects import AnswerEffect, MeasuredAnswer
    from sekisho.determination.settle.answer_workbook import Signed
    from sekisho.determination.settle.book_questions import BookAsking, BookQuestions
    from sekisho.determination.settle.completed_run import CompletedRun
    from sekisho.determination.settle.grids import ItemOpinion
    from sekisho.determination.settle.question_ranking import RankedQuestion, WaitingLines
    from sekisho.law.model.library import Library

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
    by: Annotated[str, Ask("What is to be decided.", choices=BY)] = BY[0]
    group: Annotated[
        str,
        Ask(
            "What lines share that one answer about their use, way or risk is about: "
            "end_user | importer | intermediate_consignee | exporter | destination | item.",
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
    back: tuple[Answer, ...] = ()
    """Earlier answers that these took back or took the place of."""

    @property
    def settled(self) -> int:
        """Open lines that the answers settled, as the new run counts them."""
        return self.waiting.count - self.result.by_outcome[UNDETERMINED]

    @property
    def decided(self) -> int:
        """Lines whose headline was open before the answers and is not now; of some of them the level stays open."""
        before, now = self.waiting.lines.by_headline, self.result.by_headline
        return max(0, sum(before.get(word, 0) - now.get(word, 0) for word in (UNDETERMINED, FREE_IF_SUPPOSED)))


def rank_questions(
    request: SettleRequest,
    workspace: Workspace,
    results: Path,
    *,
    most_open: int | None = None,
    begun: RankedQuestions | None = None,
) -> RankedQuestions:
    """Find the questions that settle most open lines of a run, whatever is answered.

    Parameters
    ----------
    most_open
        Open lines up to which questions are ranked; above it there are none.
    begun
        What `book_asked` found of the same run, where somebody asked it before.

    Raises
    ------
    BookError
        If the run cannot be read or was made with other law, or it states no values to rank by.
    """
    from sekisho.determination.settle.question_ranking import rank

    waiting = begun.waiting if begun is not None else _waiting(request, workspace, results)
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
    asked = begun.asked if begun is not None else _asking(waiting, workspace).ask()
    return RankedQuestions(questions=rank(waiting, top=request.top, by=by), waiting=waiting, asked=asked)


def book_asked(
    request: SettleRequest, workspace: Workspace, results: Path, *, most_open: int | None = None
) -> RankedQuestions:
    """Find what is asked of a whole run, its customers and its goods, before single questions are ranked.

    Raises
    ------
    BookError
        If the run cannot be read or was made with other law.
    """
    waiting = _waiting(request, workspace, results)
    too_many = most_open is not None and waiting.count > most_open
    return RankedQuestions(questions=[], waiting=waiting, asked=None if too_many else _asking(waiting, workspace).ask())


def _waiting(request: SettleRequest, workspace: Workspace, results: Path) -> WaitingLines:
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire

    run = finished(results, open_run(results).card, workspace.library, url=request.url)
    return inquire(run, group=group_named(request.group))


def _asking(waiting: WaitingLines, workspace: Workspace, *, leads: bool = True) -> BookAsking:
    """Ask of a book, with what its results say of each item that open lines wait for.

    What decides of goods that may fall under several codes, results do not say: these alone are classified again.

    Parameters
    ----------
    leads
        Whether anybody reads what decides of goods; without, those alone are classified of which results say nothing.
    """
    from sekisho.determination.core.outcome import UNCLASSIFIED
    from sekisho.determination.settle.book_questions import BookAsking
    from sekisho.determination.settle.grids import CODES, LOOK_ALIKE, item_of, opinion_of

    items: dict[About, ItemOpinion] = {}
    for lines in waiting.lines.alike:
        item = item_of(lines)
        if CODES in lines.missing and item:
            opinion = opinion_of(lines.item_state, lines.item_codes)
            # Under another customs code the same words may be other goods: one of them that may be listed goes first.
            if item not in items or items[item].state in LOOK_ALIKE:
                items[item] = opinion
    asked_again = {"", UNCLASSIFIED} if leads else {""}
    again = [item for item, opinion in items.items() if opinion.state in asked_again]
    if again and len(again) <= MOST_ITEMS:
        items |= _classified(again, waiting, workspace)
    return BookAsking(waiting, items)


def _classified(items: Sequence[About], waiting: WaitingLines, workspace: Workspace) -> dict[About, ItemOpinion]:
    """Classify items; data without words of the list say nothing of them, and all else is asked."""
    from sekisho.classification.classifier import Classifier

    day = waiting.run.day or today_of(None, workspace)
    try:
        classifier = Classifier(waiting.run.library, as_of=day, cache=workspace.cache)
    except SekishoError:
        return {}
    return {item: _opinion(classifier, dict(item)) for item in items}


def _opinion(classifier: Classifier, about: Mapping[str, str]) -> ItemOpinion:
    """Return what the classifier says of an item; of one without a description, and of a code unread, nothing."""
    from sekisho.determination.settle.grids import ItemOpinion

    if about.get("hs_code"):
        return ItemOpinion()
    answer = classifier.classify(about["description"])
    return ItemOpinion(
        state=str(answer.state),
        suggested=";".join(answer.codes),
        candidates="; ".join(candidate.code for candidate in answer.candidates[:LOOKED_AT] if candidate.code != "none"),
        asks=tuple(str(question.parameter) for question in answer.questions[:LOOKED_AT]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GridAnswers:
    """Answers to what is asked of a book, of its customers and of its goods, as a form or a program gives them.

    Parameters
    ----------
    book
        By the id of a question.
    customers
        Rows with customer, kind, country, end_use and sector, or with entry and same: what is left out is not answered,
        what is known already is not answered again, and `unknown` takes back what was answered of the customer.
    goods
        Rows with item, or hs_code where an item has no description, and answer: codes, or none.
    by, on, basis
        Who answers, on which day (ISO), on what grounds.
    """

    book: Mapping[str, str] = field(default_factory=dict)
    customers: tuple[Mapping[str, str], ...] = ()
    goods: tuple[Mapping[str, str], ...] = ()
    by: str = ""
    on: str = ""
    basis: str = ""

    def sheets(self) -> dict[str, list[tuple[str, dict[str, str]]]]:
        """Return the rows as a workbook holds them; each stands at the place of its field."""
        from sekisho.determination.settle.answer_workbook import BOOK, COLUMNS, CUSTOMERS, ITEMS

        rows: dict[str, list[tuple[str, Mapping[str, str]]]] = {
            BOOK: [(f"{BOOK}.{name}", {"id": name, "answer": answer}) for name, answer in self.book.items()],
            CUSTOMERS: [(f"{CUSTOMERS}.{place}", row) for place, row in enumerate(self.customers)],
            ITEMS: [(f"{ITEMS}.{place}", row) for place, row in enumerate(self.goods)],
        }
        signed = {"by": self.by, "on": self.on, "basis": self.basis}
        return {
            kind: [(where, {name: str({**row, **signed}.get(name, "")) for name in COLUMNS[kind]}) for where, row in of]
            for kind, of in rows.items()
        }


def grid_faults(answers: GridAnswers, library: Library) -> list[Problem]:
    """Find what of some answers cannot be read, before the book is opened: words that are none, and nobody's name.

    Returns
    -------
    Each where its field is, such as `customers.3.kind` or `by`.
    """
    from sekisho.determination.settle.answer_workbook import CUSTOMERS, FACT_OF, ITEMS, AnswerWords
    from sekisho.determination.settle.book_questions import QUESTIONS
    from sekisho.determination.settle.grids import CODES

    words = AnswerWords(library)
    for question, text in answers.book.items():
        if question in QUESTIONS:
            words.of_book(f"book.{question}", question, text)
            continue
        what = message("settle.no_such_question", "'{id}' is not a question about the whole book.", id=question)
        remedy = message("settle.expected_some", "Expected some of {names}.", names=joined(QUESTIONS, "comma"))
        words.problems.append(Problem(where=f"book.{question}", what=what, remedy=remedy))
    for place, row in enumerate(answers.customers):
        for column, fact in FACT_OF.items():
            if row.get(column, "").strip():
                words.word(f"{CUSTOMERS}.{place}.{column}", fact, row[column].strip())
        if row.get("same", "").strip():
            words.yes_no(f"{CUSTOMERS}.{place}.same", row["same"].strip())
    for place, row in enumerate(answers.goods):
        if row.get("answer", "").strip():
            words.word(f"{ITEMS}.{place}.answer", CODES, row["answer"].strip())
    problems = words.problems
    if not answers.by.strip():
        remedy = message("settle.name_yourself", "Name who answered.")
        problems.append(Problem(where="by", what=message("settle.nobody", "nobody answers."), remedy=remedy))
    return problems


def apply_answers(
    request: SettleRequest,
    workspace: Workspace,
    results: Path,
    sheet: Path | None,
    out: Path,
    *,
    grid: GridAnswers | None = None,
    tables: AnswerFiles | None = None,
    strict: bool = False,
) -> SettledRun:
    """Take the answers of a sheet or of grids, measure what each settles, determine the book again, and keep them.

    Parameters
    ----------
    out
        The new results; those of the run itself may make room for them.
    grid
        Answers that stand in no sheet.
    tables
        Where the answers are kept; None keeps none.
    strict
        Refuse all for a single answer that cannot be read.

    Raises
    ------
    FactError
        With the answers that cannot be read, if none can or all have to.
    BookError
        If no answer is given, or the run was made with other law.
    """
    from sekisho.classification.answer_files import keep, plan
    from sekisho.determination.settle.answer_effects import determine_again, measure
    from sekisho.determination.settle.answer_workbook import AnswerReader, other_sheet, own_sheets, workbook_rows
    from sekisho.determination.settle.book_questions import promised
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire
    from sekisho.determination.settle.question_sheet import group_in, read_answers
    from sekisho.determination.settle.reply_rows import reply_in

    run = finished(results, open_run(results).card, workspace.library, url=request.url)
    reply = reply_in(sheet) if sheet is not None else None
    replied: Mapping[str, Iterable[Signed]] = {}
    if reply is not None:
        replied = reply.of_party(_party_of(reply.number, request, workspace, results))
        sheet = None
    singles = other_sheet(sheet) if sheet is not None else ""
    has_own = sheet is not None and bool(own_sheets(sheet))
    alone = sheet is not None and (not has_own or bool(singles))
    waiting = inquire(
        run, group=group_in(sheet, singles) if sheet is not None and alone else group_named(request.group)
    )
    asking = _asking(waiting, workspace, leads=False)
    given: list[MeasuredAnswer] = []
    back: list[Answer] = []
    unread: list[Problem] = []
    for rows in (
        (workbook_rows(sheet) if sheet is not None and has_own else {}),
        replied,
        (grid.sheets() if grid else {}),
    ):
        if rows:
            reader = AnswerReader(asking, asking.listed())
            more, bad = reader.read(rows)
            given, unread, back = [*given, *more], [*unread, *bad], [*back, *reader.back]
    if sheet is not None and alone:
        more, bad = read_answers(sheet, waiting, singles)
        given, unread = [*given, *more], [*unread, *bad]
    if unread and (strict or not (given or back)):
        raise FactError(unread)
    if not (given or back):
        remedy = message("settle.fill_row", "Fill in the columns answer, by and on of a row.")
        where = sheet.name if sheet is not None else "answers"
        raise BookError(Problem(where=where, what=message("settle.no_answer", "has no answer."), remedy=remedy))
    # Beside answers about the whole book the part of a single one is none of its own.
    effects = measure(waiting, given) if not has_own and grid is None and reply is None else []
    before = promised(asking, given) if not back else None  # what is taken back opens lines again
    plans = plan(given, run, tables) if tables is not None else ()
    result = determine_again(run, given, out, back=back, classifies=_classifies(run, workspace))
    return SettledRun(
        waiting=waiting,
        effects=effects,
        result=result,
        kept=keep(plans),
        unread=tuple(unread),
        promised=before,
        given=len(given),
        back=tuple(dict.fromkeys(back)),
    )


def _party_of(number: str, request: SettleRequest, workspace: Workspace, results: Path) -> str:
    """Return to whom the letter of a number went.

    Raises
    ------
    FactError
        If no open line of the run waits for a reply to it.
    """
    from sekisho.service.letters import LettersRequest, letters

    written = letters(LettersRequest(url=request.url, every_line=True), workspace, results).letters
    party = next((letter.to for letter in written if letter.number == number and letter.to), "")
    if not party:
        what = message("settle.no_letter", "no open line of this run needs a reply to letter {number}.", number=number)
        remedy = message("settle.no_letter_do", "Look the number up in letters.csv, and name the results of that book.")
        raise FactError([Problem(where="letter", what=what, remedy=remedy)])
    return party


def _classifies(run: CompletedRun, workspace: Workspace) -> Classifies | None:
    """Return who classifies the items of a run again, as the run did; what it has seen costs nothing."""
    return book_classifier(workspace) if run.card.get("items") is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRun:
    """A run without some of its answers: how many were taken back, and the lines not decided before and after."""

    answers: int
    before: Mapping[str, int]
    result: BookResult
    gone: tuple[Answer, ...] = ()
    """The answers about lines that were taken back."""


def answers_of(results: Path) -> tuple[AnswerAct, ...]:
    """List what people answered of a run, each act with who and when; those on names first."""
    from sekisho.determination.book.answers import answers_of_card, lines_of_card
    from sekisho.determination.settle.answer_acts import acts_of

    card = open_run(results).card
    return acts_of(answers_of_card(card), lines_of_card(card))


def withdraw_answers(
    workspace: Workspace, results: Path, acts: Collection[str], out: Path, *, again: Sequence[Answer] = ()
) -> WithdrawnRun:
    """Take answers of a run back, and determine the book again without them.

    Parameters
    ----------
    acts
        Ids of `AnswerAct`.
    again
        Answers that were taken back before, and count once more under the names of who gave them.

    Raises
    ------
    FactError
        If there is no such act.
    """
    from sekisho.determination.settle.answer_acts import acts_of, without
    from sekisho.determination.settle.answer_effects import determine_with
    from sekisho.determination.settle.completed_run import counts_by_headline, finished

    run = finished(results, open_run(results).card, workspace.library)
    every = {act.id: act for act in acts_of(run.answers)}
    if unknown := [act for act in acts if act not in every]:
        what = message("settle.no_act", "no answer '{act}' was given.", act=unknown[0])
        remedy = message("settle.look_again", "Look at the answers of the book again: it may have been taken back.")
        raise FactError([Problem(where="withdraw", what=what, remedy=remedy)])
    before = counts_by_headline(results)
    left = without(run.answers, acts)
    gone = tuple(answer for answer in run.answers.facts if answer not in left.facts)
    left = replace(left, facts=tuple(dict.fromkeys((*left.facts, *again))))
    result = determine_with(run, left, run.assume, out, classifies=_classifies(run, workspace))
    return WithdrawnRun(answers=sum(every[act].answers for act in acts), before=before, result=result, gone=gone)


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
