"""Tables in which answers are kept for the next run: facts of lines, items, names; one place for each kind.

What an item is goes to `items.csv`, whether a name is that of a listed party to `matches.csv`, and every other answer
to `answers.csv`. Rows are added, dated and attributed; none is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.classification import item_decisions
from sekisho.classification.item_decisions import key_of, read_items
from sekisho.determination.book.answers import ANY, POINTS, SUBJECTS, Answer, BookAnswers, about_of
from sekisho.determination.settle.answer_effects import MeasuredAnswer, answer_of
from sekisho.determination.settle.completed_run import CompletedRun
from sekisho.determination.settle.what_if import decision_of
from sekisho.errors import FactError, Problem
from sekisho.files.records import write_table
from sekisho.files.text_tables import Row, columns_of, read_table
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, Unknown, is_blank
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision
from sekisho.message import joined, message
from sekisho.parties import review_decisions
from sekisho.parties.index import parties_of
from sekisho.trade.book.cells.dates import read_day
from sekisho.trade.book.line_facts import read_words

COLUMNS: Final = ("fact", *SUBJECTS, "answer", "by", "on", "basis")
NEEDED: Final = ("fact", "answer", "by", "on")
CODES: Final = FactName("control_codes")

Plan = tuple[Path, list[str], list[Row], int]
"""A table, its columns, its rows, and how many of them are new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFiles:
    """Where answers are kept."""

    answers: Path
    items: Path
    matches: Path


def tables_in(folder: Path) -> AnswerFiles:
    """Return the tables of a folder, by their usual names."""
    return AnswerFiles(answers=folder / "answers.csv", items=folder / "items.csv", matches=folder / "matches.csv")


def read_tables(
    paths: Iterable[Path], library: Library, today: date | None = None
) -> tuple[BookAnswers, dict[str, str]]:
    """Read tables of answers of any of the three kinds, told apart by their columns.

    Returns
    -------
    Answers
        Facts of lines, decisions on names, and the rows that could not be read: these answer nothing.
    dict
        What is assumed of the law.

    Raises
    ------
    FactError
        With what is wrong in all tables.
    BookError
        If a file is no table.
    """
    found: list[Answer] = []
    decided: list[Decision] = []
    unread: list[Problem] = []
    assumed: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        if not path.is_file():
            problems.append(
                Problem(
                    where=str(path),
                    what=message("error.no_such_file", "no such file."),
                    remedy=message("classify.name_answers", "Name a table of answers, CSV."),
                )
            )
            continue
        try:
            names = columns_of(path)
            if "same" in names:
                decided += review_decisions.read_decisions(path, parties_of(library).entries, today).kept
            elif "kept" in names:
                found += _items(path, library)
            else:
                facts, law, bad = _answers(path, library)
                found += facts
                unread += bad
                assumed |= law
        except FactError as fault:
            problems += fault.problems
    if problems:
        raise FactError(problems)
    return BookAnswers(facts=tuple(found), decisions=tuple(decided), unread=tuple(unread)), assumed


def _items(path: Path, library: Library) -> Iterable[Answer]:
    for one in read_items(path, library.facts).every():
        if one.description:
            yield Answer(
                fact=CODES,
                about=(("description", one.description),),
                value=str(one.codes),
                by=one.by,
                on=one.on.isoformat(),
                basis=one.basis,
            )


def _answers(path: Path, library: Library) -> tuple[list[Answer], dict[str, str], list[Problem]]:
    """Read a table of answers; a row that cannot be read answers nothing, and the others count."""
    unread: list[Problem] = []
    facts: list[Answer] = []
    law: dict[str, str] = {}
    for where, row in read_table(
        path,
        NEEDED,
        remedy=message("error.expected_columns", "Expected the columns {columns}.", columns=joined(COLUMNS, "comma")),
    ):
        if is_blank(row["answer"]):
            continue
        name = row["fact"].strip()
        said, told = read_words({name: row["answer"]}, library.facts, territories_of(library).code)
        if told:
            unread.append(
                Problem(
                    where=f"{where}: answer",
                    what=told[0],
                    remedy=message("classify.listed_word", "Answer in a word that is listed."),
                )
            )
            continue
        text = str(said[name]).strip()
        try:
            value = library.facts.parse(name, text, where=f"{where}: answer")
        except FactError as fault:
            unread += fault.problems
            continue
        faults = list(_faults(row, where))
        if faults:
            unread += faults
            continue
        if isinstance(value, Unknown) or (isinstance(value, Codes) and value.maybe):
            continue
        fact = FactName(name)
        about = about_of({name: row.get(name) for name in SUBJECTS})
        if library.facts[fact].of == "law":
            law[fact] = text
        elif not about and row.get(POINTS) != ANY:
            remedy = message(
                "classify.fill_one", "Fill one of the columns {columns}.", columns=joined(SUBJECTS, "comma")
            )
            unread.append(
                Problem(
                    where=where, what=message("classify.about_nothing", "the answer is about nothing."), remedy=remedy
                )
            )
        else:
            facts.append(
                Answer(
                    fact=fact,
                    about=about,
                    value=text,
                    by=row["by"].strip(),
                    on=str(read_day(row["on"]).day),
                    basis=row.get("basis", "").strip(),
                )
            )
    return facts, law, unread


def _faults(row: Row, where: str) -> Iterable[Problem]:
    if is_blank(row["by"]):
        yield Problem(
            where=f"{where}: by",
            what=message("classify.nobody_answers", "nobody answers."),
            remedy=message("classify.name_who_answered", "Name who answered."),
        )
    if not isinstance(read_day(row["on"]).day, date):
        yield Problem(
            where=f"{where}: on",
            what=message("error.no_day", "'{value}' is not a day.", value=row["on"]),
            remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
        )


def plan(given: Sequence[MeasuredAnswer], run: CompletedRun, tables: AnswerFiles) -> list[Plan]:
    """Say what each table will hold with the answers, each of them once; nothing is written yet.

    Raises
    ------
    FactError
        If an item is kept otherwise already, or a table cannot be added to.
    """
    kinds: dict[Path, list[MeasuredAnswer]] = {tables.answers: [], tables.items: [], tables.matches: []}
    for one in given:
        names = [name for name, _ in one.question.about]
        if one.question.kind == "name":
            kinds[tables.matches].append(one)
        elif one.question.fact == CODES and names == ["description"]:
            kinds[tables.items].append(one)
        else:
            kinds[tables.answers].append(one)
    return [
        _added(tables.answers, COLUMNS, [_answer_row(one) for one in kinds[tables.answers]]),
        _with_items(tables.items, kinds[tables.items], run.library),
        _added(tables.matches, review_decisions.COLUMNS, [_match_row(one, run) for one in kinds[tables.matches]]),
    ]


def keep(plans: Iterable[Plan]) -> dict[Path, int]:
    """Write the tables that gain rows; returns how many each gains."""
    gained = {}
    for path, columns, rows, more in plans:
        if more:
            write_table(path, columns, rows, "csv")
            gained[path] = more
    return gained


def _old(path: Path, columns: Sequence[str]) -> tuple[list[str], list[Row]]:
    if not path.exists():
        return list(columns), []
    names = columns_of(path)
    rows = [row for _, row in read_table(path, (), remedy="")]
    return [*names, *(name for name in columns if name not in names)], rows


def _added(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> Plan:
    names, old = _old(path, columns)
    has = {tuple(row.get(name, "") for name in columns) for row in old}
    more = [row for row in rows if tuple(row.get(name, "") for name in columns) not in has]
    return path, names, [*old, *more], len(more)


def _answer_row(one: MeasuredAnswer) -> Row:
    answer = answer_of(one)
    return {
        **(dict(answer.about) or {POINTS: ANY}),
        "fact": answer.fact,
        "answer": answer.value,
        "by": one.by,
        "on": one.on,
        "basis": one.basis,
    }


def _match_row(one: MeasuredAnswer, run: CompletedRun) -> Row:
    decision = decision_of(one.question, one.answer, run, by=one.by, on=one.on, basis=one.basis)
    entry = parties_of(run.library).by_id[decision.entry]
    return {
        "name": decision.name,
        "entry": decision.entry,
        "list": entry.list,
        "listed_name": entry.names[0],
        "same": one.answer,
        "by": one.by,
        "on": one.on,
        "basis": one.basis,
        "digest": decision.digest,
    }


def _with_items(path: Path, given: Iterable[MeasuredAnswer], library: Library) -> Plan:
    """Fill the rows of items that wait for a person, and add the others."""
    names, rows = _old(path, item_decisions.COLUMNS)
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(key_of(row.get("description", "")), []).append(row)
    problems: list[Problem] = []
    more = 0
    for one in given:
        description = dict(one.question.about)["description"]
        filled = {"kept": one.answer, "kept_by": one.by, "kept_on": one.on, "basis": one.basis}
        alike = by_key.setdefault(key_of(description), [])
        stated = [row["kept"] for row in alike if not is_blank(row.get("kept"))]
        wrong = [text for text in stated if library.facts.parse(CODES, text) != library.facts.parse(CODES, one.answer)]
        if wrong:
            what = message(
                "classify.kept_otherwise",
                "'{description}' is saved there as {kept}, and answered as {answer}.",
                description=description,
                kept=wrong[0],
                answer=one.answer,
            )
            problems.append(
                Problem(where=path.name, what=what, remedy=message("error.keep_one", "Keep one of the two."))
            )
            continue
        same = [row for row in alike if row["description"].strip() == description]
        if any(not is_blank(row.get("kept")) for row in same):
            continue
        more += 1
        for row in same:
            row.update(filled)
        if not same:
            alike.append({"description": description, **filled})
            rows.append(alike[-1])
    if problems:
        raise FactError(problems)
    return path, names, rows, more
