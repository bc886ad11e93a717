"""The pages of an order book: send it, map its columns, watch it run, read what came out, settle what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sekisho.determination.settle.given_so_far import given_in
from sekisho.errors import BookError, FactError, Problem, SekishoError
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Fact, when_absent
from sekisho.law.model.term import Reading
from sekisho.message import message
from sekisho.present.render.terminal import share
from sekisho.service.book import BookRequest, book_faults
from sekisho.service.book_columns import forget, memories_of, remember, said_by_person
from sekisho.trade.book.matching.joins import columns_named, joined_name
from sekisho.web.form_fields import YES_NO
from sekisho.web.jobs.job import AT_WORK, JobState
from sekisho.web.jobs.kinds import BOOKS, BookJob, send_book
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.book_data import FILES, WORKBOOK_LINES, boss_style, letters, line, results, workbook
from sekisho.web.pages.book_frame import light_of, page_of, short_name
from sekisho.web.pages.book_lines import lines
from sekisho.web.pages.book_settle import answers, decide, read_as, settle, withdraw
from sekisho.web.pages.comparison import moved_by_law, runs
from sekisho.web.pages.jobs import Bound, address_of, bound, is_told_here, job_addresses, stopped, working
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect
from sekisho.web.settings import ServerSettings

SAMPLE: Final = "made-up-orders.csv"
SAMPLE_LINES: Final = 2_000


def books_of(jobs: JobManager) -> Bound:
    """Return the addresses of order books, and what answers each."""
    return {
        "/books/empty": (empty, ("GET",)),
        "/books/boss.css": (boss_style, ("GET",)),
        "/books/forget": (forget_one, ("POST",)),
        **bound(
            jobs,
            BOOKS,
            {
                "": (books, ("GET", "POST")),
                "/moves": (moved_by_law, ("GET",)),
                "/{id}/run": (run_book, ("POST",)),
                "/{id}/map": (map_again, ("GET", "POST")),
                "/{id}/forget": (forget_columns, ("POST",)),
                "/{id}/decide": (decide, ("POST",)),
                "/{id}/answers": (answers, ("POST",)),
                "/{id}/settle": (settle, ("POST",)),
                "/{id}/withdraw": (withdraw, ("POST",)),
                "/{id}/read_as": (read_as, ("POST",)),
                "/{id}/workbook": (workbook, ("POST",)),
                "/{id}/letters": (letters, ("POST",)),
                "/{id}/lines": (lines, ("GET", "POST")),
                "/{id}/line": (line, ("POST",)),
                "/{id}/beside": (runs, ("GET",)),
                "/{id}/moves": (moved_by_law, ("GET", "POST")),
            },
        ),
        **job_addresses(jobs, BOOKS, book, FILES),
    }


def books(visit: RequestContext, runs: JobManager) -> Answer:
    """Take a book, or list those that are held."""
    problems: tuple[Problem, ...] = ()
    if visit.posted:
        try:
            run = _made_up(visit, runs) if visit.text("sample") else _sent(visit, runs)
            runs.begin(run, "map", language=visit.language)
            return Redirect(address_of(run, visit))
        except SekishoError as fault:
            problems = fault.problems
    sent = list(runs)
    mappings = mappings_of(visit.settings, visit.person.name)
    return Page(
        template="books.html",
        title=visit.words("books_title"),
        context={
            "held": sent,
            "most": visit.settings.limits.upload // (1024 * 1024),
            "sample_lines": SAMPLE_LINES,
            "keeps": visit.settings.keeps_jobs,
            "remembered": memories_of(mappings) if mappings is not None else (),
            "errors": {problem.where: visit.words.say(problem.text) for problem in problems},
        },
        problems=problems,
        status=422 if problems else 200,
        data=lambda: [run.to_dict() for run in sent],
        rows=lambda: [{k: v for k, v in run.to_dict().items() if k != "problems"} for run in sent],
        personal=True,
    )


def empty(visit: RequestContext) -> Answer:
    """Give an empty order book: the header alone, one column a fact."""
    names = ["line", *(str(fact.name) for fact in visit.library.facts.facts.values() if fact.kind != "map")]
    return Download(name="orders.csv", kind="text/csv; charset=utf-8", text=",".join(names) + "\r\n")


def _sent(visit: RequestContext, runs: JobManager) -> BookJob:
    file = visit.files.get("book")
    if file is None:
        raise BookError(Problem(where="book", what=visit.words("book_none")))
    return send_book(runs, file.file, file.filename or "", visit.as_of)


def _made_up(visit: RequestContext, runs: JobManager) -> BookJob:
    """Take a made-up book, for who has none at hand."""
    from sekisho.examples.orders import write_orders

    with temporary_folder(within=visit.settings.folder) as folder:
        path = folder / SAMPLE
        write_orders(visit.library, lines=SAMPLE_LINES, seed=1, out=path)
        with path.open("rb") as file:
            return send_book(runs, file, SAMPLE, visit.as_of)


def book(visit: RequestContext, runs: JobManager) -> Answer:
    """Show a book where it stands: at work, mapped, done, failed, or ended by a restart."""
    run: BookJob = runs.seen(visit.path_params["id"])
    words = visit.words
    if run.state in AT_WORK:
        return working(visit, run, words("book_working", name=run.name))
    if run.found and is_told_here(run):
        return results(visit, run)
    if run.found:
        return stopped(visit, run, run.name, says=words("job_other_program", program=run.program), files=FILES)
    if run.state is JobState.ENDED:
        return stopped(visit, run, run.name, says=words("job_ended"))
    if run.mapping:
        return _mapping(visit, run, run.problems)
    if run.state is JobState.CANCELLED:
        return stopped(visit, run, words("book_cancelled", name=run.name), says=words("was_cancelled"))
    return stopped(visit, run, words("book_failed", name=run.name), says="", problems=run.problems)


def _mapping(
    visit: RequestContext,
    run: BookJob,
    problems: tuple[Problem, ...] = (),
    *,
    said: Mapping[str, Any] | None = None,
) -> Page:
    """Show the columns of a book, with what was chosen of them before; `said` is what comes back with problems."""
    library, words = visit.library, visit.words
    settings = {**run.settings, **(said or {})}
    chosen = settings.get("columns") or _shown(run)
    names = [guess["column"] for guess in run.mapping["columns"]]
    by_column = {part: fact for fact, column in chosen.items() for part in columns_named(column, names)}
    memory = run.mapping.get("memory")
    reasons = (run.mapping.get("reasons") or {}).get(visit.language) or [
        each["reason"] for each in run.mapping["columns"]
    ]
    facts = [fact for fact in library.facts.facts.values() if fact.of != "law" and fact.kind != "map"]
    used = set(by_column.values())
    return page_of(
        visit,
        run,
        "book_map.html",
        words("book_map", name=run.name),
        problems=problems,
        status=422 if problems else 200,
        columns=[
            (
                {
                    **guess,
                    "reason": reason,
                    **_understood(
                        guess,
                        run.mapping["values"].get(fact),
                        run.mapping["lines"],
                        library.facts.facts.get(FactName(fact)),
                    ),
                },
                fact,
            )
            for guess, reason in zip(run.mapping["columns"], reasons, strict=True)
            for fact in [by_column.get(guess["column"], "")]
        ],
        percent=lambda part: share(part, 1),
        memory=memory and {**memory, "day": date.fromisoformat(memory["day"])},
        remembers=_remembers_in(visit, run) is not None,
        choices=[("line", words("column_line")), *((str(fact.name), short_name(fact, visit)) for fact in facts)],
        values=run.mapping["values"],
        missing=[short_name(fact, visit) for fact in facts if fact.name not in used and fact.name in WANTED],
        # A day for all lines beside a column of the date was somebody's choice; without one the column counts.
        dated=DATE in used and not (DATE in (settings.get("columns") or ()) and settings.get("as_of")),
        reading=settings.get("reading", "central"),
        remaining=words("without_column"),
        same=[_same_field(library.facts[FactName(name)], settings, visit) for name in SAME],
        suppose=ORDINARY in (settings.get("suppose") or ()),
        given=given_in(run.out).count,
        errors={problem.where for problem in problems},
    )


DATE: Final = "date"
ORDINARY: Final = "ordinary"
"""The set of suppositions that the page of columns offers."""
MARKS: Final[Mapping[str | None, str]] = {None: "unread", "unknown": "unknown"}
"""Of a cell, by what it means: none could be read out of it, or it says that nobody knows."""


def _understood(
    guess: Mapping[str, Any], reading: Mapping[str, Any] | None, lines: int, fact: Fact | None
) -> dict[str, Any]:
    """Mark the cells of a column that are shown as read or not, and say how well the column is understood.

    What no reading is told of, such as a name or free text, is understood as it stands and has no mark. An empty cell
    is not understood, as on the page of the results, unless it means that there is none.
    """
    words = {word["text"]: MARKS.get(word["means"], "read") for word in reading["words"]} if reading else {}
    cells = [(text, words.get(text, "")) for text in guess["sample"] if text.strip() and text != guess["column"]]
    if reading is None:
        return {"cells": cells, "part": None, "light": "", "blank": 0}
    says_none = fact is not None and when_absent(fact) is not UNKNOWN
    filled = lines if says_none else reading.get("filled") or lines
    part = max(0.0, (filled - reading["unknown"] - reading["unread"]) / max(lines, 1))
    return {"cells": cells, "part": part, "light": light_of(part), "blank": lines - filled}


def _columns_shown(run: BookJob) -> dict[str, str]:
    """Return fact to column as the page shows it: as a person chose before, else as the program reads it."""
    return run.settings.get("columns") or _shown(run)


def _shown(run: BookJob) -> dict[str, str]:
    """Return fact to column as the page shows it first."""
    special = {name: run.mapping[name] for name in ("line", "value") if run.mapping[name]}
    return {**run.mapping["mapped"], **special}


def _remembers_in(visit: RequestContext, run: BookJob) -> Path | None:
    """Return where what is decided on the columns of a book is kept; None on a server that keeps no jobs either."""
    return mappings_of(visit.settings, run.owner) if visit.settings.keeps_jobs else None


def mappings_of(settings: ServerSettings, account: str) -> Path | None:
    """Return where what an account decided on the columns of books is kept; None where nothing is."""
    return replace(settings.workspace, account=account).mappings


def _same_field(fact: Fact, settings: Mapping[str, Any], visit: RequestContext) -> Mapping[str, object]:
    """Return a fact that may be the same in every line, with its choices, none of a territory, and what was said."""
    words = visit.words
    constants = settings.get("constants") or {}
    options = [(value, words(value)) for value in YES_NO] if fact.kind == "yes_no" else []
    options += [(value, words.choice(fact, value)) for value in fact.choices]
    return {
        "name": str(fact.name),
        "label": short_name(fact, visit),
        "options": options,
        "value": constants.get(str(fact.name), ""),
    }


WANTED: Final = (
    *("movement", "departure", "destination", "control_codes", "end_user"),
    *("end_user_kind", "end_use", "knowledge_of_risk", "knowledge_of_barred_use"),
)
"""Facts whose column is missed most."""
SAME: Final = (
    *("movement", "departure", "destination"),
    *("end_user_kind", "end_use", "knowledge_of_risk", "knowledge_of_barred_use"),
)
"""Facts that a person may say for every line; what the goods are, and who uses them, is not the same in all."""


def run_book(visit: RequestContext, runs: JobManager) -> Answer:
    """Determine a book with its columns as a person chose them."""
    run: BookJob = runs[visit.path_params["id"]]
    chosen, problems = _chosen(visit, run)
    reading = visit.text("reading") or "central"
    if reading not in set(Reading):
        raise FactError(
            Problem(where="reading", what=message("error.not_reading", "'{value}' is not a reading.", value=reading))
        )
    # What a program said over REST, and the page has no field for, stays said.
    same = {name: text for name, text in (run.settings.get("constants") or {}).items() if name not in SAME}
    same |= {name: text for name, text in visit.every("same.").items() if name in SAME}
    suppose = tuple(word for word in run.settings.get("suppose") or () if word != ORDINARY)
    suppose += (visit.text("suppose"),) if visit.text("suppose") else ()
    for fault in book_faults(BookRequest(constants=same, suppose=suppose), visit.library, files=False):
        flag, _, name = str(fault.where).partition(" ")
        problems.append(replace(fault, where=f"same.{name}") if flag == "set" and name else fault)
    # Who has just chosen the column of the date wants each line judged by it, whatever the day beside still says.
    dated = visit.text("dated") == "each" or (DATE in chosen and DATE not in _columns_shown(run))
    day = "" if dated else visit.as_of.isoformat()
    if problems:
        said = {"columns": chosen, "as_of": day, "constants": same, "suppose": list(suppose)}
        if not run.found:  # what was judged stays as it was judged
            with runs.lock:
                run.settings = {**run.settings, **said}
                run.save()
        return _mapping(visit, run, tuple(problems), said=said)
    _remember(visit, run, chosen)
    if run.found:
        runs.reopen(run)
    runs.begin(
        run,
        "run",
        columns=chosen,
        as_of=day,
        reading=reading,
        constants=same,
        suppose=list(suppose),
        keep=run.mapping["lines"] <= WORKBOOK_LINES,  # so that a change of law can be held against it
        language=visit.language,
    )
    return Redirect(address_of(run, visit))


def _chosen(visit: RequestContext, run: BookJob) -> tuple[dict[str, str], list[Problem]]:
    """Return fact to column as the form says it, and what is wrong with that.

    What is told in words may stand in several columns, which are read as one: name and specification of goods, the
    spellings of a party.
    """
    columns: dict[str, list[str]] = {}
    problems: list[Problem] = []
    facts = visit.library.facts
    for key, column in visit.every("column.").items():
        fact = visit.text(f"fact.{key}")
        if not fact:
            continue
        in_words = fact in facts and (fact == "description" or facts[fact].kind == "party")
        if fact in columns and not in_words:
            what = visit.words("column_twice", fact=fact, one=columns[fact][0], other=column)
            problems.append(Problem(where=f"fact.{key}", what=what))
        columns.setdefault(fact, []).append(column)
    as_read: dict[str, list[str]] = run.mapping.get("joined") or {}
    for fact, parts in as_read.items():
        if sorted(parts) == sorted(columns.get(fact, ())):
            columns[fact] = list(parts)
    return {fact: joined_name(parts) for fact, parts in columns.items()}, problems


def _remember(visit: RequestContext, run: BookJob, chosen: Mapping[str, str]) -> None:
    """Keep what a person changed of the columns that were shown, if they want it kept."""
    mappings = _remembers_in(visit, run)
    if mappings is None or not visit.text("remember") or not run.mapping:
        return
    memory = run.mapping.get("memory") or {}
    said = said_by_person(chosen, _shown(run), memory.get("columns"))
    headers = [guess["column"] for guess in run.mapping["columns"]]
    remember(run.name, headers, said, mappings, visit.settings.today())


def forget_columns(visit: RequestContext, runs: JobManager) -> Answer:
    """Forget what is remembered for the headers of a book, and look at its columns afresh."""
    run: BookJob = runs[visit.path_params["id"]]
    mappings = mappings_of(visit.settings, run.owner)
    if mappings is not None and run.mapping:
        forget(mappings, [guess["column"] for guess in run.mapping["columns"]])
    runs.reopen(run)  # what was judged by columns that are forgotten is judged no more
    runs.begin(run, "map", language=visit.language, columns=None)
    return Redirect(address_of(run, visit))


def forget_one(visit: RequestContext) -> Answer:
    """Forget what is remembered of the columns of an earlier book."""
    mappings = mappings_of(visit.settings, visit.person.name)
    if mappings is not None and visit.text("key"):
        forget(mappings, key=visit.text("key"))
    return Redirect(address("/books", [("as_of", visit.as_of.isoformat())]))


def map_again(visit: RequestContext, runs: JobManager) -> Answer:
    """Show the columns of a book again; one that was judged stays so until it is judged with the columns chosen."""
    run: BookJob = runs[visit.path_params["id"]]
    if visit.posted:
        if not run.mapping and run.state not in AT_WORK:  # sent over REST: nobody has looked at its columns yet
            runs.begin(run, "map", language=visit.language)
        return Redirect(address(f"{BOOKS.path}/{run.id}/map", run.query(visit.as_of)))
    if run.state in AT_WORK:
        return working(visit, run, visit.words("book_working", name=run.name))
    return _mapping(visit, run) if run.mapping else Redirect(address_of(run, visit))
