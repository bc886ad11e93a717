"""What the process of a job does: `python -m sekisho.web.jobs.tasks TASK.json` works on a book, a bill or a cost.

A task reads what was sent and the results that are there, and writes into a folder of its own; the server lets that
count once it is whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.errors import BookError, Problem
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.service.request import request_from
from sekisho.web.jobs.job import json_at
from sekisho.web.jobs.process import Task, do_task, end_with_server, library_of, tell, workspace_of

if TYPE_CHECKING:
    from sekisho.determination.settle.book_questions import BookQuestions
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult
    from sekisho.service.settle import RankedQuestions, SettleRequest
    from sekisho.service.workspace import Workspace

STEM: Final = "result"
"""Name of every file of results of a cost or an exposure."""
# ------------------------------------------------------------------------------------------------- order books

SPECIAL: Final = ("line", "value")
ASKED_OF_BOOK: Final = ("as_of", "reading", "assume", "constants", "suppose", "keep")
"""What pages and REST ask of a book; how it is read, a person settles on its page."""
QUESTIONS: Final = 25
MOST_IN_GRID: Final = 300
"""Customers, and goods, that the grids of the page may hold. A guess: three times as many as somebody answers at one
sitting. More make the page slow; the sheet holds all."""
DECISIONS: Final = "decisions.csv"
"""In the folder of a book, what was decided of its names where no register keeps it."""
LINES: Final = "lines.parquet"
"""In the folder of a run, its lines with what the book says of them, from which its page reads."""
QUESTIONS_OPEN: Final = 400_000
"""Open lines up to which questions are ranked for a page; for more, the command line does it."""


def columns_of(task: Task, facts: FactTable) -> dict[str, str]:
    """Return fact to column as a person said."""
    chosen = task.get("columns")
    return {} if chosen is None else {str(name): str(chosen.get(name, "")) for name in (*facts.facts, *SPECIAL)}


def map_book(task: Task) -> dict[str, Any]:
    """Look at a book: its columns as facts, and what its words mean."""
    from sekisho.determination.book.bulk import look_at
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
    import duckdb

    from sekisho.determination.book.results_with_book import write_line_table
    from sekisho.determination.settle.given_so_far import GivenSoFar, keep_given
    from sekisho.files.tables import stored_table, write_query
    from sekisho.present.book_results.export import reported_run, write_report
    from sekisho.present.book_results.run import clause_rows
    from sekisho.service.book import ReportRequest
    from sekisho.service.settle import answers_of

    results = folder / "results.parquet"
    tell("counting", 0.82)
    run = reported_run(results, library, str(task["language"]))
    tally = run.tally
    keep_given(GivenSoFar.of_card(run.card), folder)
    write_report(run, folder / "report.html", ReportRequest())
    write_line_table(results, run.card, library, folder / LINES)
    with duckdb.connect() as connection:
        write_query(connection, f"SELECT * FROM {stored_table(results)}", folder / "results.csv", "csv")
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
        "questions": None,
    }


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
        remedy = message(
            "web.settle_elsewhere",
            "Run `sekisho settle` on a machine of your own, or state first what all lines share.",
        )
        raise BookError(Problem(where="questions", what=what, remedy=remedy))
    data = settle_data(answer.waiting, answer.questions, Path("questions.csv"), asked=answer.asked)
    return {**more, "settle": {name: value for name, value in data.items() if name != "out"}}


def _ranked(task: Task, request: SettleRequest) -> tuple[RankedQuestions, dict[str, Any]]:
    from sekisho.present.settle import sheet_rows, write_sheet
    from sekisho.service.settle import rank_questions

    workspace, folder, language = workspace_of(task), Path(task["out"]), str(task["language"])
    tell("ranking questions", 0.1)
    results = Path(task["results"]) / "results.parquet"
    answer = rank_questions(request, workspace, results, most_open=QUESTIONS_OPEN, language=language)
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
    asked = _asked_on_page(answer.asked) if answer.asked is not None else None
    return answer, {"questions": rows, "questions_told": by_language, "asked": asked}


def _asked_on_page(asked: BookQuestions) -> dict[str, Any]:
    """Return what is asked of a book as its page keeps it: so many rows of each grid."""
    from sekisho.present.settle_sheets import asked_data

    return asked_data(replace(asked, customers=asked.customers[:MOST_IN_GRID], goods=asked.goods[:MOST_IN_GRID]))


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
        problem = Problem(where="answers", what=message("web.no_answers", "the sheet holds no answer."), remedy=remedy)
        raise BookError(problem) from None
    after = _after(folder, workspace.library, task)
    measured = measured_rows(settled.effects, workspace.library)
    before, now = settled.waiting.lines.by_headline, settled.result.by_headline
    earlier = {act.id for act in answers_of(results)}
    acts = [act["id"] for act in after["given"] if act["id"] not in earlier]
    counts = {"settled": settled.settled, "promised": settled.promised, "answers": settled.given, "acts": acts}
    answered = {**counts, "moved": moved_counts(before, now)}
    return {**book_data(settled.result, seconds=0.0), **after, "measured": measured, "answered": answered}


def withdraw_answers(task: Task) -> dict[str, Any]:
    """Take answers back, and determine the book again without them."""
    from sekisho.present.book import book_data
    from sekisho.service.settle import withdraw_answers as ask

    workspace, folder = workspace_of(task), Path(task["out"])
    tell("measuring", 0.3)
    results = Path(task["results"]) / "results.parquet"
    left = ask(workspace, results, [str(act) for act in task["acts"]], folder / "results.parquet")
    after = _after(folder, workspace.library, task)
    moved = moved_counts(left.before, left.result.by_headline)
    return {**book_data(left.result, seconds=0.0), **after, "withdrawn": {"answers": left.answers, "moved": moved}}


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
    return {}


def write_letters(task: Task) -> dict[str, Any]:
    """Write letters about the open lines, packed as one file."""
    from sekisho.present.letters.folder import letters_data, letters_zip
    from sekisho.service.letters import LettersRequest, letters

    tell("writing", 0.2)
    request = request_from(LettersRequest, task["letters"])
    answer = letters(request, workspace_of(task), Path(task["results"]) / "results.parquet")
    (Path(task["out"]) / "letters.zip").write_bytes(letters_zip(answer, language=request.language))
    return {"letters": {name: value for name, value in letters_data(answer, "").items() if name != "out"}}


# ----------------------------------------------------------------------------------------- costs of measures

RUN_PART: Final = 0.75
"""Share of the work that is the run itself; the rest is writing."""


def run_cost(task: Task) -> dict[str, Any]:
    """Run what is asked, and leave the article, its charts and its files."""
    workspace = workspace_of(task)
    answer = _run(task, workspace)
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.impact.export import told, write
    from sekisho.web.pages.article import draw, put_article
    from sekisho.web.pages.impact_data import article_of_impact

    out = Path(task["out"])
    translator = teller_of(workspace.library, task["language"]).translator
    one = told(answer, width=100, full=True, translator=translator)
    tell("drawing", RUN_PART)
    article, charts = article_of_impact(answer)
    draw(charts, out, translator)
    tell("writing", 0.9)
    for ending in (".csv", ".json", ".xlsx", ".html"):
        write(one, out / f"{STEM}{ending}")
    put_article(article, out)
    return {"title": answer.scenario.title}


def _run(task: Task, workspace: Workspace) -> ImpactResult | OutlookResult:
    from sekisho.impact.scenario.resolution import scenario_of
    from sekisho.service.impact import ImpactRequest, impact

    request = request_from(ImpactRequest, task["asked"])
    tell("loading", 0.02)
    progress = _progress(len(scenario_of(workspace.library, request.names).outcomes))
    return impact(request, workspace, progress=progress)


def _progress(outcomes: int) -> Callable[[str, float], None]:
    """Tell how far a run has come; an outlook runs one way on after the other."""
    done = {"runs": 0, "part": 0.0}

    def progress(stage: str, part: float) -> None:
        if part < done["part"]:
            done["runs"] += 1
        done["part"] = part
        tell(stage, 0.05 + (RUN_PART - 0.05) * (done["runs"] + part) / max(1, outcomes))

    return progress


# ---------------------------------------------------------------------------------------------------- nowcasts


def run_nowcast(task: Task) -> dict[str, Any]:
    """Hold a scenario against observations; leave what its page shows, its data, and the forecasts written down."""
    import sekisho
    from sekisho.files.records import as_csv
    from sekisho.present.nowcast.data import forecast_rows, nowcast_data
    from sekisho.service.nowcast import NowcastRequest, nowcast, write_down
    from sekisho.web.pages.nowcast_data import sheet_of

    workspace, out = workspace_of(task), Path(task["out"])
    tell("loading", 0.02)
    result = nowcast(
        request_from(NowcastRequest, task["asked"]),
        workspace,
        progress=lambda stage, part: tell(stage, 0.05 + 0.9 * part),
    )
    tell("writing", 0.97)
    (out / f"{STEM}.csv").write_text(as_csv(forecast_rows(result)), encoding="utf-8")
    (out / f"{STEM}.json").write_text(json.dumps(nowcast_data(result), ensure_ascii=False), encoding="utf-8")
    (out / "sheet.json").write_text(json.dumps(sheet_of(result), ensure_ascii=False), encoding="utf-8")
    write_down(result, out / "forecast.json", program=sekisho.__version__)
    return {"title": result.scenario.title}


# ------------------------------------------------------------------------------------------ bills of materials

SAMPLE_BILL: Final = {"lines": 600, "products": 20, "depth": 4, "seed": 3}
SAMPLE_VAGUE: Final = 0.1


def run_exposure(task: Task) -> dict[str, Any]:
    """Look at a bill, and leave what its page shows, its charts and its files."""
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.exposure.document import document_of
    from sekisho.present.exposure.export import write
    from sekisho.service.exposure import ExposureRequest, assess
    from sekisho.web.pages.article import article_of, draw, put_article

    workspace, place = workspace_of(task), Path(task["sent"])
    if task["sample"]:
        _make_up(place, workspace.library)
    tell("reading", 0.05)
    request = request_from(ExposureRequest, task["asked"])
    assessed = assess(request, workspace, place, progress=lambda stage, part: tell(stage, 0.2 + 0.6 * part))
    tellers = {language: teller_of(workspace.library, language).translator for language in LANGUAGES}
    translator = tellers[str(task.get("language", "en"))]
    out = Path(task["out"])
    tell("drawing", 0.8)
    article, charts = article_of(document_of(assessed))
    for language, spoken in tellers.items():
        draw(charts, out, spoken, end=f"-{language}")
    tell("writing", 0.9)
    for ending in (".csv", ".json", ".xlsx", ".html"):
        write(assessed, out / f"{STEM}{ending}", translator=translator)
    put_article(article, out)
    return {"products": len(assessed.products), "parts": len(assessed.parts)}


def _make_up(place: Path, library: Library) -> None:
    """Write a made-up bill, for who has none at hand."""
    from sekisho.examples.bills import write_bom
    from sekisho.examples.content_rule import content_codes

    metals, magnet = content_codes(library)
    write_bom(place, **SAMPLE_BILL, metals=metals, magnet=magnet, vague=SAMPLE_VAGUE)


# --------------------------------------------------------------------------------------------------------------

TASKS: Final[Mapping[str, Callable[[Task], dict[str, Any]]]] = {
    "book.map": map_book,
    "book.run": run_book,
    "book.ask": rank_for_page,
    "book.rank": rank_as_asked,
    "book.rescreen": rescreen_book,
    "book.apply": apply_answers,
    "book.withdraw": withdraw_answers,
    "book.workbook": write_reports,
    "book.letters": write_letters,
    "impact.run": run_cost,
    "exposure.run": run_exposure,
    "nowcast.run": run_nowcast,
}
TOO_LARGE: Final = {
    "book": Problem(
        where="book",
        what=message("web.list_memory", "the book needs more memory than there is."),
        remedy=message("web.larger_or_split", "Run `sekisho bulk` on a larger machine, or split the book."),
    ),
    "impact": Problem(
        where="impact",
        what=message("web.run_memory", "the run needs more memory than there is."),
        remedy=message(
            "web.fewer_draws", "Ask for fewer draws or months, or run `sekisho impact` on a larger machine."
        ),
    ),
    "nowcast": Problem(
        where="nowcast",
        what=message("web.run_memory", "the run needs more memory than there is."),
        remedy=message(
            "web.fewer_draws_nowcast", "Ask for fewer draws or months, or run `sekisho nowcast` on a larger machine."
        ),
    ),
    "exposure": Problem(
        where="exposure",
        what=message("web.bill_memory", "the bill needs more memory than there is."),
        remedy=message(
            "web.fewer_products",
            "Send fewer products or ask for fewer draws, or run `sekisho exposure` on a larger machine.",
        ),
    ),
}

if __name__ == "__main__":
    PLACE = Path(sys.argv[1])
    with end_with_server(PLACE.parent):
        sys.exit(do_task(PLACE, TASKS, TOO_LARGE))
