"""What the process of a job does with an order book: read, judge, rank, settle, report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.determination.book.answers import Answer, BookAnswers, answers_of_card
from sekisho.determination.core.outcome import UNDETERMINED, Outcome
from sekisho.determination.settle.answer_acts import acts_of
from sekisho.errors import BookError, Problem
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.service.request import request_from
from sekisho.web.jobs.job import json_at
from sekisho.web.jobs.process import Task, library_of, tell, workspace_of

if TYPE_CHECKING:
    from sekisho.determination.settle.book_questions import BookQuestions
    from sekisho.service.settle import RankedQuestions, SettleRequest

SPECIAL: Final = ("line", "value")
ASKED_OF_BOOK: Final = ("as_of", "reading", "assume", "constants", "suppose", "keep")
"""What pages and REST ask of a book; how it is read, a person settles on its page."""
QUESTIONS: Final = 25
MOST_IN_GRID: Final = 300
"""Customers, and goods, that the grids of the page may hold. A guess: three times as many as somebody answers at one
sitting. More make the page slow; the sheet holds all."""
DECISIONS: Final = "decisions.csv"
"""In the folder of a book, what was decided of its names where no register keeps it."""
PACKAGE: Final = "results.datapackage.json"
"""In the folder of a run, its results described for other programs, as Parquet and as CSV."""
LINES: Final = "lines.3.parquet"
"""In the folder of a run, its lines with what the book says of them, from which its page reads."""
QUESTIONS_OPEN: Final = 400_000
"""Open lines up to which questions are ranked for a page; for more, the command line does it."""


def columns_of(task: Task, facts: FactTable) -> dict[str, str]:
    """Return fact to column as a person said."""
    chosen = task.get("columns")
    return {} if chosen is None else {str(name): str(chosen.get(name, "")) for name in (*facts.facts, *SPECIAL)}


def map_book(task: Task) -> dict[str, Any]:
    """Look at a book: its columns as facts, and what its words mean."""
    from sekisho.determination.book.opener import look_at
    from sekisho.present.book_mapping import mapping_data
    from sekisho.service.book import BookRequest, place_and_recipe
    from sekisho.trade.book.intake import all_guesses

    workspace = workspace_of(task)
    _, recipe = place_and_recipe(BookRequest(), workspace, task["sent"])
    tell("reading", 0.2)
    with look_at(task["sent"], workspace.library, recipe=recipe, mapping={}) as (opened, cleaned):
        tell("mapping", 0.8)
        book, memory = opened.book, opened.memory
        guesses = all_guesses(opened)
        return {
            **mapping_data(opened, cleaned, guesses=guesses),
            "mapped": {str(fact): column for fact, column in book.columns.facts.items()},
            "line": book.columns.line,
            "value": book.columns.value,
            "joined": {
                str(fact): book.joined[each] for fact, each in book.columns.facts.items() if each in book.joined
            },
            "other_days": {guess.column: guess.other_day for guess in guesses if guess.fact and guess.other_day},
            "reasons": {language: [guess.told(language) for guess in guesses] for language in LANGUAGES},
            "memory": {"day": str(memory.day), "book": memory.book, "columns": dict(memory.columns)}
            if memory
            else None,
        }


def run_book(task: Task) -> dict[str, Any]:
    """Determine every line with all that was given so far, and write the report."""
    from sekisho.determination.settle.given_so_far import given_in
    from sekisho.service.book import BookRequest, book_inputs, determine_asked, place_and_recipe
    from sekisho.service.party_decision import decisions_in, with_decisions
    from sekisho.trade.book.recipe import Recipe

    workspace = workspace_of(task)
    chosen = columns_of(task, workspace.library.facts)
    recipe = Recipe(columns=chosen)
    if not chosen:  # nobody chose columns: they are read as a person decided for an earlier book, or by themselves
        _, recipe = place_and_recipe(BookRequest(), workspace, task["sent"])
    own, folder, before = workspace.library, Path(task["out"]), Path(task["results"])
    if (table := before.parent / DECISIONS).is_file():  # what is decided of this book goes before what was before
        decisions, _ = decisions_in(table, own, today=workspace.today)
        workspace = replace(workspace, library=with_decisions(own, decisions))
    request = request_from(BookRequest, {name: task.get(name) for name in ASKED_OF_BOOK})
    asked = book_inputs(request, workspace, task["sent"], recipe=replace(recipe, read_as=task.get("read_as") or {}))
    given = given_in(before).under(workspace.library)
    result = determine_asked(
        replace(asked, answers=given.answers, assume={**given.assume, **asked.assume}),
        workspace,
        folder / "results.parquet",
        language=str(task["language"]),
        progress=lambda stage, part: tell(stage, 0.8 * part),
    )
    from sekisho.present.book import book_data

    reading = result.card.get("reading")
    day, _, book = str(reading.get("decided") or "" if isinstance(reading, Mapping) else "").partition(" ")
    decided = {"day": day, "book": book} if day else None
    after = _after(folder, own, task)
    return {**book_data(result, seconds=0.0), **after, "decided": decided, "carried": given.count}


def _after(folder: Path, library: Library, task: Task) -> dict[str, Any]:
    """Write what goes with results: the report, and CSV."""
    from sekisho.determination.book.results.line_table import write_line_table
    from sekisho.determination.book.results.package import write_package
    from sekisho.determination.book.results.with_book import opened_once
    from sekisho.determination.book.run_files import open_run
    from sekisho.determination.settle.given_so_far import GivenSoFar, keep_given
    from sekisho.files.tables import short_connection, stored_table, write_query
    from sekisho.present.book_results.export import reported_run, write_report
    from sekisho.present.book_results.run import clause_rows
    from sekisho.service.book import ReportRequest
    from sekisho.service.settle import answers_of

    results = folder / "results.parquet"
    tell("counting", 0.82)
    with opened_once(results, open_run(results).card, library):
        run = reported_run(results, library, str(task["language"]))
        write_report(run, folder / "report.html", ReportRequest())
        write_line_table(results, run.card, library, folder / LINES)
    tally = run.tally
    keep_given(GivenSoFar.of_card(run.card), folder)
    with short_connection() as connection:
        write_query(connection, f"SELECT * FROM {stored_table(results)}", folder / "results.csv", "csv")
        supposed = connection.execute(
            f"SELECT headline::VARCHAR, supposed::VARCHAR, count(*) FROM {stored_table(results)} GROUP BY ALL"
        ).fetchall()
    tables = [folder / "results.csv", results]
    write_package(folder / PACKAGE, tables, run.card, run.library, language=str(task["language"]))
    turning = tally.turning()
    return {
        "given": [asdict(act) for act in answers_of(results)],
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
        "as_supposed": lines_as_supposed(supposed) if run.card.get("suppose") else None,
        "questions": None,
        "moved_places": moved_places(
            Path(task["results"]) / "results.parquet", {place: part.lines for place, part in tally.by_triage.items()}
        ),
    }


def moved_places(before: Path, now: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return the places in the queue whose lines became more or fewer since a run before; none if there was none."""
    from sekisho.files.tables import short_connection, stored_table

    if not before.is_file() or not now:
        return {}
    with short_connection() as connection:
        counts = connection.execute(f"SELECT triage::VARCHAR, count(*) FROM {stored_table(before)} GROUP BY ALL")
        return moved_counts(dict(counts.fetchall()), now)


def lines_as_supposed(counts: Iterable[tuple[str, str | None, int]]) -> dict[str, int]:
    """Count lines by headline as a run supposes them.

    A line that is certain stays what it is; and what is supposed makes no line free.

    Parameters
    ----------
    counts
        Headline, level as supposed, and lines.

    >>> lines_as_supposed([("undetermined", "licence", 3), ("undetermined", "undetermined", 2), ("prohibited", "", 1)])
    {'licence required': 3, 'undetermined': 2, 'prohibited': 1}
    """
    words = {level.level: level.headline for level in Outcome if level is not Outcome.FREE}
    lines: dict[str, int] = {}
    for headline, level, number in counts:
        word = words.get(level or "", headline) if headline == UNDETERMINED else headline
        lines[word] = lines.get(word, 0) + number
    return lines


_BEGUN: Final[dict[Path, RankedQuestions]] = {}
"""What was asked of the run of the last task, for the ranking of its single questions, which is the next."""


def ask_for_page(task: Task) -> dict[str, Any]:
    """Find what is asked of the whole list, its customers and its goods: its grids are shown before any ranking."""
    from sekisho.service.settle import SettleRequest, book_asked

    workspace, results = workspace_of(task), Path(task["results"]) / "results.parquet"
    tell("grouping", 0.1)
    begun = book_asked(SettleRequest(top=QUESTIONS), workspace, results, most_open=QUESTIONS_OPEN)
    _BEGUN.clear()
    _BEGUN[results] = begun
    return {"asked": _asked_on_page(begun.asked, begun.waiting.run.library) if begun.asked is not None else None}


def rank_for_page(task: Task) -> dict[str, Any]:
    """Rank the questions that settle most lines, and write the sheet of them; none if too many lines are open."""
    from sekisho.service.settle import SettleRequest

    return _ranked(task, SettleRequest(top=QUESTIONS))[1]


def rank_as_asked(task: Task) -> dict[str, Any]:
    """Rank questions as somebody asks over REST, and write the sheet of them.

    Raises
    ------
    BookError
        If the book states no values to rank by, or too many lines are open.
    """
    from sekisho.present.settle import settle_data
    from sekisho.service.settle import SettleRequest

    answer, more = _ranked(task, request_from(SettleRequest, task["settle"]))
    if answer.waiting.count > QUESTIONS_OPEN:
        what = message(
            "web.lines_open", "{n} lines are open, more than {most}.", n=answer.waiting.count, most=QUESTIONS_OPEN
        )
        remedy = message("web.settle_elsewhere", "State first what all lines share, or split the list.")
        raise BookError(Problem(where="questions", what=what, remedy=remedy))
    data = settle_data(answer.waiting, answer.questions, Path("questions.csv"), asked=answer.asked)
    return {**more, "settle": {name: value for name, value in data.items() if name != "out"}}


def _ranked(task: Task, request: SettleRequest) -> tuple[RankedQuestions, dict[str, Any]]:
    from sekisho.present.settle import sheet_rows, write_sheet
    from sekisho.service.settle import SettleRequest, rank_questions

    workspace, folder, language = workspace_of(task), Path(task["out"]), str(task["language"])
    tell("ranking questions", 0.1)
    results = Path(task["results"]) / "results.parquet"
    begun = _BEGUN.pop(results, None) if request == SettleRequest(top=QUESTIONS) else None
    answer = rank_questions(request, workspace, results, most_open=QUESTIONS_OPEN, begun=begun)
    for name in ("questions.xlsx", "questions.csv") if answer.questions else ():
        write_sheet(folder / name, answer.questions, answer.waiting, asked=answer.asked, language=language)
    by_language = {
        language: [
            {"question": row["question"], "about": row["about"]}
            for row in sheet_rows(answer.questions, answer.waiting, language=language)
        ]
        for language in LANGUAGES
    }
    rows = sheet_rows(answer.questions, answer.waiting, language=language)
    asked = _asked_on_page(answer.asked, answer.waiting.run.library) if answer.asked is not None else None
    return answer, {"questions": rows, "questions_told": by_language, "asked": asked}


def _asked_on_page(asked: BookQuestions, library: Library) -> dict[str, Any]:
    """Return what is asked of a book as its page keeps it: so many rows of each grid."""
    from sekisho.present.settle_sheets import asked_data

    return asked_data(
        replace(asked, customers=asked.customers[:MOST_IN_GRID], goods=asked.goods[:MOST_IN_GRID]), library
    )


def rescreen_book(task: Task) -> dict[str, Any]:
    """Judge a run that was kept under another law, and write the lines that change.

    Raises
    ------
    BookError
        If the run was not kept.
    """
    import duckdb

    from sekisho.files.tables import stored_table, write_query
    from sekisho.present.rescreen import rescreen_data
    from sekisho.service.rescreen import RescreenRequest, rescreen

    folder = Path(task["out"])
    tell("comparing", 0.1)
    request, results = request_from(RescreenRequest, task["rescreen"]), Path(task["results"]) / "results.parquet"
    answer = rescreen(request, workspace_of(task), results, out=folder / "changes.parquet")
    with duckdb.connect() as connection:
        lines = f"SELECT * FROM {stored_table(folder / 'changes.parquet')}"
        write_query(connection, lines, folder / "changes.csv", "csv")
    return {"rescreen": {**rescreen_data(answer.result), "own_lists_changed": dict(answer.own_lists)}}


def apply_answers(task: Task) -> dict[str, Any]:
    """Take the answers of a sheet, and determine the book again."""
    from sekisho.present.book import book_data
    from sekisho.present.settle import measured_rows
    from sekisho.service.settle import GridAnswers, SettleRequest, answers_of
    from sekisho.service.settle import apply_answers as ask

    workspace, folder = workspace_of(task), Path(task["out"])
    results = Path(task["results"]) / "results.parquet"
    tell("measuring", 0.3)
    # A form is corrected and sent again; a sheet in which some answers are left aside would not be seen.
    sheet = Path(task["sheet"]) if task.get("sheet") else None
    grid = GridAnswers(**json_at(Path(task["grid"]))) if task.get("grid") else None
    out = folder / "results.parquet"
    try:
        settled = ask(SettleRequest(), workspace, results, sheet, out, grid=grid, strict=True)
    except BookError as fault:
        if fault.problems[0].where not in {"answers", sheet.name if sheet is not None else ""}:
            raise
        remedy = message("web.answer_question", "Answer a question, and say who answers.")
        problem = Problem(where="answers", what=message("web.no_answers", "the sheet has no answer."), remedy=remedy)
        raise BookError(problem) from None
    after = _after(folder, workspace.library, task)
    measured = measured_rows(settled.effects, workspace.library)
    before, now = settled.waiting.lines.by_headline, settled.result.by_headline
    earlier = {act.id for act in answers_of(results)}
    acts = [act["id"] for act in after["given"] if act["id"] not in earlier]
    counts = {"settled": settled.settled, "decided": settled.decided, "promised": settled.promised}
    gone = {"back": _rows(settled.back), "taken_back": len(acts_of(BookAnswers(facts=settled.back)))}
    answered = {**counts, **gone, "answers": len(acts), "acts": acts, "moved": moved_counts(before, now)}
    return {**book_data(settled.result, seconds=0.0), **after, "measured": measured, "answered": answered}


def withdraw_answers(task: Task) -> dict[str, Any]:
    """Take answers back, and determine the book again without them."""
    from sekisho.present.book import book_data
    from sekisho.service.settle import answers_of
    from sekisho.service.settle import withdraw_answers as ask

    workspace, folder = workspace_of(task), Path(task["out"])
    tell("measuring", 0.3)
    results, acts = Path(task["results"]) / "results.parquet", [str(act) for act in task["acts"]]
    again = answers_of_card({"answers": task.get("again") or []}).facts
    names = {act.id for act in answers_of(results) if act.fact == "same"}
    left = ask(workspace, results, acts, folder / "results.parquet", again=again)
    after = _after(folder, workspace.library, task)
    # A decision on a name is made anew, in the register of names; answers about lines alone are given once more.
    gone = [] if names.intersection(acts) else _rows(left.gone)
    returned = [act.id for act in acts_of(BookAnswers(facts=again))]
    moved = moved_counts(left.before, left.result.by_headline)
    withdrawn = {"answers": len(acts), "back": gone, "acts": returned, "again": len(returned), "moved": moved}
    return {**book_data(left.result, seconds=0.0), **after, "withdrawn": withdrawn}


def _rows(answers: tuple[Answer, ...]) -> object:
    """Return answers as plain data, as a run card keeps them."""
    return BookAnswers(facts=answers).to_card().get("answers") or []


def moved_counts(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return the headlines whose lines became more or fewer, each with the lines before and now."""
    return {
        headline: (before.get(headline, 0), now.get(headline, 0))
        for headline in dict.fromkeys((*before, *now))
        if before.get(headline, 0) != now.get(headline, 0)
    }


def write_reports(task: Task) -> dict[str, Any]:
    """Write the boss's page as HTML and, where it can be made, as PDF; and the workbook that holds every line."""
    from sekisho.determination.book.run_files import open_run
    from sekisho.determination.settle.completed_run import library_of_run
    from sekisho.present.book_results.export import reported_run, write_report
    from sekisho.present.render.pdf import is_installed
    from sekisho.service.book import ReportRequest

    folder = Path(task["out"])
    results = Path(task["results"]) / "results.parquet"
    library = library_of_run(open_run(results).card, library_of(task))
    request = request_from(ReportRequest, task.get("report") or {})
    run = reported_run(results, library, str(task["language"]))
    names = ["report.xlsx", "report.html", *(["report.pdf"] if is_installed() else [])]
    for place, name in enumerate(names):
        tell("writing", 0.4 + 0.2 * place)
        write_report(run, folder / name, request)
    return {"made": "report"}


def write_letters(task: Task) -> dict[str, Any]:
    """Write letters about the open lines, packed as one file."""
    from sekisho.present.letters.folder import letters_data, letters_zip
    from sekisho.service.letters import LettersRequest, letters

    tell("writing", 0.2)
    request = request_from(LettersRequest, task["letters"])
    answer = letters(request, workspace_of(task), Path(task["results"]) / "results.parquet")
    (Path(task["out"]) / "letters.zip").write_bytes(letters_zip(answer, language=request.language))
    data = {name: value for name, value in letters_data(answer, "").items() if name != "out"}
    return {"letters": data, "made": "letters"}
