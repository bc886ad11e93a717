"""The sheet of questions: its columns, and its answers read back and checked against the questions of a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.determination.book.answers import SUBJECTS, about_of
from sekisho.determination.settle.answer_effects import MeasuredAnswer
from sekisho.determination.settle.question_ranking import WaitingLines
from sekisho.determination.settle.questions import GROUPS, Question, group_of
from sekisho.errors import FactError, Problem
from sekisho.files.text_tables import Row, read_table
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, Unknown, is_blank, value_text
from sekisho.message import Text, joined, message
from sekisho.parties.review_decisions import NO, YES
from sekisho.trade.book.cells.dates import read_day
from sekisho.trade.book.line_facts import read_words

FILLED: Final = ("answer", "by", "on", "basis")
"""Columns that a person fills."""
KEYS: Final = ("fact", "name", "entry", *SUBJECTS, "group")
"""Columns that say which question a row is; they stay as they are."""
COLUMNS: Final = (
    *("rank", "question", "about", "choices", "lines", "alone", "value", "at_least", "at_most"),
    *("value_at_least", "value_at_most", "together_at_least", "together_at_most"),
    *FILLED,
    *KEYS,
)
NEEDED: Final = ("answer", "by", "on", "fact")
NOT_KNOWN: Final = message("settle.not_known", "unknown")
_YES_NO: Final[Mapping[str, Text]] = {"yes": message("settle.yes", "yes"), "no": message("settle.no", "no")}
SINGLE: Final = message("settle.sheet_single", "Single questions")
"""Name of the sheet of a workbook."""
SINGLE_HEADS: Final[Mapping[str, Text]] = {
    "rank": message("settle.head_rank", "no."),
    "question": message("settle.head_question", "question"),
    "about": message("settle.head_about", "about"),
    "choices": message("settle.head_choices", "answers"),
    "lines": message("settle.head_lines", "lines"),
    "alone": message("settle.head_alone", "lines open for this alone"),
    "value": message("settle.head_value", "value"),
    "at_least": message("settle.head_at_least", "decides at least"),
    "at_most": message("settle.head_at_most", "decides at most"),
    "value_at_least": message("settle.head_value_at_least", "value at least"),
    "value_at_most": message("settle.head_value_at_most", "value at most"),
    "together_at_least": message("settle.head_together_at_least", "so far at least"),
    "together_at_most": message("settle.head_together_at_most", "so far at most"),
    "answer": message("settle.head_answer", "your answer"),
    "by": message("settle.head_by", "answered by"),
    "on": message("settle.head_on", "on"),
    "basis": message("settle.head_basis", "basis"),
}
"""Heads of the columns of the sheet of a workbook; the grey ones keep their names, and so do all of a CSV file."""
_EXPECTED: Final = message("settle.expected_sheet", "Expected the sheet that `sekisho settle` writes.")


def key_cells(question: Question, group: tuple[str, ...]) -> dict[str, str]:
    """Return the cells that say which question a row is."""
    return {"fact": question.fact, "entry": question.entry, **dict(question.about), "group": ",".join(group)}


def group_in(path: Path, sheet: str = "") -> tuple[str, ...]:
    """Return what lines share that one answer of theirs is about, as the sheet was written.

    Parameters
    ----------
    sheet
        Sheet of a workbook that holds the questions; the first one if none is named.

    Raises
    ------
    FactError
        If its rows say several things, or none.
    BookError
        If the file cannot be read.
    """
    said = {row["group"].strip() for _, row in _rows(path, (*NEEDED, "group"), sheet)}
    names = next(iter(said)).split(",") if len(said) == 1 else []
    if not names or not set(names) <= set(GROUPS):
        what = message("settle.group_differs", "the column 'group' does not say one thing in all rows.")
        raise FactError(
            Problem(
                where=path.name,
                what=what,
                remedy=message("settle.leave_group", "Leave it as `sekisho settle` wrote it."),
            )
        )
    return group_of(names)


def _rows(path: Path, needed: tuple[str, ...], sheet: str) -> list[tuple[str, Row]]:
    """Read the rows of a sheet by the names of its columns, whatever the language of its heads."""
    if path.suffix.lower() != ".csv":
        ids = {Translator(language).say(text): name for name, text in SINGLE_HEADS.items() for language in LANGUAGES}
        rows = [
            (where, {ids.get(head, head): cell for head, cell in row.items()})
            for where, row in read_table(path, (), remedy=_EXPECTED, sheet=sheet)
        ]
        if rows and set(needed) <= set(rows[0][1]):
            return rows
    return read_table(path, needed, remedy=_EXPECTED, sheet=sheet)


def spelt(fact: FactName, value: str) -> set[str]:
    """Return the words in which a sheet offers a value, or shows what is known already."""
    words = value_text(fact, value)
    return {value, *(Translator(language).say(words) for language in LANGUAGES)}


def _yes_or_no(text: str) -> str:
    """Return yes or no for the word of a language in which a sheet offers it; any other text as it is."""
    offered = {Translator(language).say(word): choice for choice, word in _YES_NO.items() for language in LANGUAGES}
    return offered.get(text, text)


def read_answers(path: Path, inquiry: WaitingLines, sheet: str = "") -> tuple[list[MeasuredAnswer], list[Problem]]:
    """Read the answers of a sheet, by rank; rows without an answer are passed over, and so is "unknown".

    Returns
    -------
    list
        The answers.
    list
        The rows that answer nothing, since the answer cannot be read, nobody or no day is named, or no line asks.

    Raises
    ------
    FactError
        If a question is answered in two ways.
    BookError
        If the file cannot be read.
    """
    known = inquiry.places()
    problems: list[Problem] = []
    unread: list[Problem] = []
    found: dict[Question, tuple[MeasuredAnswer, str]] = {}
    ranks: dict[Question, float] = {}
    unknown = {"unknown", *(Translator(language).say(NOT_KNOWN) for language in LANGUAGES)}
    for where, row in _rows(path, NEEDED, sheet):
        if is_blank(row["answer"]) or row["answer"].strip().lower() in unknown:
            continue
        about = (("name", row["name"]),) if row.get("name") else about_of({key: row.get(key) for key in SUBJECTS})
        question = Question(fact=FactName(row["fact"].strip()), about=about, entry=row.get("entry", "").strip())
        if question not in known:
            what = message(
                "settle.no_line_waits",
                "no open line of {results} depends on this question.",
                results=inquiry.run.results.name,
            )
            unread.append(
                Problem(
                    where=where,
                    what=what,
                    remedy=message(
                        "settle.leave_columns",
                        "Leave the columns {columns} as they are.",
                        columns=joined(KEYS, "comma"),
                    ),
                )
            )
            continue
        given, faults = _given(row, question, where, inquiry)
        if faults:
            unread += faults
            continue
        rank = row.get("rank", "").strip()
        ranks.setdefault(question, float(rank) if rank.isdecimal() else float("inf"))
        first, at = found.setdefault(question, (given, where))
        if first.answer != given.answer:
            problems.append(
                Problem(
                    where=where,
                    what=message("settle.answered_otherwise", "is answered otherwise in {place}.", place=at),
                    remedy=message("error.keep_one", "Keep one of the two."),
                )
            )
    if problems:
        raise FactError(problems)
    return [found[question][0] for question in sorted(found, key=lambda one: (ranks[one], one))], unread


def _given(
    row: Mapping[str, str], question: Question, where: str, inquiry: WaitingLines
) -> tuple[MeasuredAnswer, list[Problem]]:
    answer, problems = _answer(row["answer"].strip(), question, where, inquiry)
    if is_blank(row["by"]):
        problems.append(
            Problem(
                where=f"{where}: by",
                what=message("classify.nobody_answers", "nobody answers."),
                remedy=message("classify.name_who_answered", "Name who answered."),
            )
        )
    day = read_day(row["on"]).day
    if not isinstance(day, date):
        problems.append(
            Problem(
                where=f"{where}: on",
                what=message("error.no_day", "'{value}' is not a day.", value=row["on"]),
                remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
            )
        )
    given = MeasuredAnswer(
        question=question,
        answer=answer,
        by=row["by"].strip(),
        on=str(day),
        basis=row.get("basis", "").strip(),
    )
    return given, problems


def _answer(text: str, question: Question, where: str, inquiry: WaitingLines) -> tuple[str, list[Problem]]:
    """Return an answer in one way of writing, and what is wrong with it."""
    place = f"{where}: answer"
    if question.kind == "name":
        text = _yes_or_no(text)
        if text.lower() not in YES | NO:
            return "", [
                Problem(
                    where=place,
                    what=message("error.no_answer", "'{value}' is not an answer.", value=text),
                    remedy=message("error.yes_or_no", "Expected yes or no."),
                )
            ]
        return "yes" if text.lower() in YES else "no", []
    library = inquiry.run.library
    fact = library.facts.facts.get(question.fact)
    if fact is not None and fact.of != "law":
        text = next((choice for choice in fact.choices if text in spelt(fact.name, choice)), text)
    said, told = read_words({str(question.fact): text}, library.facts, territories_of(library).code)
    if told:
        return "", [
            Problem(
                where=place, what=told[0], remedy=message("classify.listed_word", "Answer in a word that is listed.")
            )
        ]
    try:
        value = library.facts.parse(question.fact, said[str(question.fact)], where=place)
    except FactError as fault:
        return "", list(fault.problems)
    if isinstance(value, Unknown) or (isinstance(value, Codes) and value.maybe):
        remedy = message("settle.leave_answer", "Leave the answer empty until it is known.")
        return "", [
            Problem(
                where=place,
                what=message("settle.leaves_open", "'{answer}' leaves the question open.", answer=text),
                remedy=remedy,
            )
        ]
    return ("yes" if value else "no") if isinstance(value, bool) else str(value), []
