"""The process that works on a book: `python -m sekisho.web.jobs.book_task TASK.json` maps, determines, reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sekisho.errors import BookError, FactError, Problem
from sekisho.law.model.assumptions import readings_of
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.web.jobs.process import Task, do_task, library_of, tell

SPECIAL: Final = ("line", "value")
QUESTIONS: Final = 25
QUESTIONS_OPEN: Final = 400_000
"""Open lines up to which questions are ranked for a page; for more, the command line does it."""


def columns_of(task: Task, facts: FactTable) -> dict[str, str]:
    """Return fact to column as a person said."""
    chosen = task.get("columns")
    return {} if chosen is None else {str(name): str(chosen.get(name, "")) for name in (*facts.facts, *SPECIAL)}


def map_book(task: Task) -> dict[str, Any]:
    """Look at a book: its columns as facts, and what its words mean."""
    from sekisho.determination.book.preview import look_at
    from sekisho.present.book_mapping import mapping_data
    from sekisho.trade.book.recipe import Recipe

    library = library_of(task)
    tell("reading", 0.2)
    with look_at(task["book"], library, recipe=Recipe(), mapping={}) as (opened, cleaned):
        tell("mapping", 0.8)
        found = mapping_data(opened, cleaned)
        found["mapped"] = {str(fact): column for fact, column in opened.book.columns.facts.items()}
        found["line"], found["value"] = opened.book.columns.line, opened.book.columns.value
        return found


def run_book(task: Task) -> dict[str, Any]:
    """Determine every line, and write the report."""
    from sekisho.determination.book.answers import BookAnswers
    from sekisho.determination.book.bulk import determine_book
    from sekisho.trade.book.recipe import Recipe

    own = library = library_of(task)
    said = columns_of(task, library.facts)
    folder = Path(task["out"])
    decisions = Path(task["decisions"]) if task.get("decisions") else None
    if decisions is not None:
        from sekisho.parties.identification import held_lists
        from sekisho.parties.review_decisions import read_decisions

        kept = read_decisions(decisions, held_lists(library).entries).kept
        again = {(one.name, one.entry) for one in kept}  # what is decided of this book goes before what was before
        before = (one for one in library.identity.decisions if (one.name, one.entry) not in again)
        library = replace(library, identity=replace(library.identity, decisions=(*before, *kept)))
    result = determine_book(
        task["book"],
        library,
        out=folder / "results.parquet",
        as_of=date.fromisoformat(task["as_of"]) if task["as_of"] else None,
        today=date.fromisoformat(task["today"]),
        readings=readings_of(library, task["reading"], {}),
        assume=task.get("assume") or {},
        recipe=Recipe(columns=said, read_as=task.get("read_as") or {}),
        language=str(task["language"]),
        answers=BookAnswers(),
        constants=task.get("constants") or {},
        suppose=task.get("suppose") or (),
        progress=lambda stage, part: tell(stage, 0.8 * part),
    )
    from sekisho.present.book import book_data

    return {**book_data(result, seconds=0.0), **_after(folder, own, task)}


def _after(folder: Path, library: Library, task: Task) -> dict[str, Any]:
    """Write what goes with results: the report, and CSV."""
    import duckdb

    from sekisho.determination.book.outcome_counts import tally_results
    from sekisho.determination.book.run_card import open_run
    from sekisho.files.tables import stored_table, write_table
    from sekisho.i18n.messages import Translator
    from sekisho.present.book_results.page import page
    from sekisho.present.book_results.run import ReportedRun, clause_rows

    results = folder / "results.parquet"
    card = open_run(results).card
    tell("counting", 0.82)
    tally = tally_results(results, card, library)
    run = ReportedRun(
        results=results, card=card, tally=tally, library=library, words=Translator(task["language"], ("report",))
    )
    (folder / "report.html").write_text(page(run), encoding="utf-8", newline="\n")
    with duckdb.connect() as connection:
        write_table(connection, f"SELECT * FROM {stored_table(results)}", folder / "results.csv", "csv")
    for name in ("questions.xlsx", "questions.csv", "report.xlsx"):
        (folder / name).unlink(missing_ok=True)
    turning = tally.turning()
    return {
        "clauses": [
            {"id": str(row.id), "level": row.level.level, "decides": row.decisive.lines, "open": row.open.lines}
            for row in clause_rows(run)
        ],
        "waiting": [
            {"fact": str(each.fact), "alone": each.alone.lines, "all": each.all.lines} for each in tally.waiting
        ],
        "turning": turning.lines,
        "by_reading": {
            reading: {word: part.lines for word, part in tally.by_headline(reading).items()}
            for reading in ("chosen", "narrow", "broad")
        },
        "questions": None,
    }


def rank_questions(task: Task) -> dict[str, Any]:
    """Rank the questions that settle most lines, and write the sheet of them; none if too many lines are open."""
    from sekisho.determination.book.run_card import open_run
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire, rank
    from sekisho.present.settle import sheet_rows, write_sheet

    library, folder = library_of(task), Path(task["out"])
    results = folder / "results.parquet"
    inquiry = inquire(finished(results, open_run(results).card, library))
    if inquiry.count > QUESTIONS_OPEN:
        return {"questions": []}
    tell("ranking questions", 0.5)
    ranked = rank(inquiry, top=QUESTIONS)
    language = str(task["language"])
    write_sheet(folder / "questions.xlsx", ranked, inquiry, language=language)
    write_sheet(folder / "questions.csv", ranked, inquiry, language=language)
    return {"questions": sheet_rows(ranked, inquiry, language=language)}


def apply_answers(task: Task) -> dict[str, Any]:
    """Take the answers of a sheet, and determine the book again."""
    from sekisho.determination.book.run_card import open_run
    from sekisho.determination.settle.answer_effects import determine_again, measure
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire
    from sekisho.determination.settle.question_sheet import group_in, read_answers
    from sekisho.present.book import book_data
    from sekisho.present.settle import measured_rows

    library, folder, sheet = library_of(task), Path(task["out"]), Path(task["sheet"])
    results = folder / "results.parquet"
    run = finished(results, open_run(results).card, library)
    inquiry = inquire(run, group=group_in(sheet))
    given, unread = read_answers(sheet, inquiry)
    if unread:
        # A form is corrected and sent again; a sheet in which some answers are left aside would not be seen.
        raise FactError(unread)
    if not given:
        remedy = "Answer a question, and say who answers."
        raise BookError(Problem(where="answers", what="the sheet holds no answer.", remedy=remedy))
    tell("measuring", 0.3)
    measured = measure(inquiry, given)
    tell("deciding", 0.5)
    result = determine_again(run, given, results)
    after = _after(folder, library, task)
    return {**book_data(result, seconds=0.0), **after, "measured": measured_rows(measured, library)}


def write_workbook(task: Task) -> dict[str, Any]:
    """Write the workbook that holds every line."""
    from sekisho.determination.book.outcome_counts import tally_results
    from sekisho.determination.book.run_card import open_run
    from sekisho.determination.settle.completed_run import library_of_run
    from sekisho.i18n.messages import Translator
    from sekisho.present.book_results.run import ReportedRun
    from sekisho.present.book_results.workbook import write_workbook as write

    folder = Path(task["out"])
    results = folder / "results.parquet"
    card = open_run(results).card
    library = library_of_run(card, library_of(task))
    tally = tally_results(results, card, library)
    tell("writing", 0.4)
    write(
        ReportedRun(
            results=results, card=card, tally=tally, library=library, words=Translator(task["language"], ("report",))
        ),
        folder / "report.xlsx",
    )
    return {}


TASKS: Final[Mapping[str, Callable[[Task], dict[str, Any]]]] = {
    "map": map_book,
    "run": run_book,
    "ask": rank_questions,
    "apply": apply_answers,
    "workbook": write_workbook,
}


TOO_LARGE: Final = Problem(
    where="book",
    what="the book needs more memory than there is.",
    remedy="Run `sekisho bulk` on a larger machine, or split the book.",
)

if __name__ == "__main__":
    sys.exit(do_task(Path(sys.argv[1]), TASKS, too_large=TOO_LARGE))
