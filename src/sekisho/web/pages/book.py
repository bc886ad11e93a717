"""The pages of an order book: send it, map its columns, watch it run, read what came out, settle what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sekisho.errors import BookError, FactError, LibraryError, Problem, SekishoError
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.term import Reading
from sekisho.web.jobs.book_jobs import BookJob, Runs
from sekisho.web.jobs.manager import AT_WORK, JobState
from sekisho.web.pages.book_data import FILES, line, lines, results, workbook
from sekisho.web.pages.book_frame import address_of, file_of, page_of, short_name
from sekisho.web.pages.book_settle import answers, decide, read_as
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect

Handler = Callable[[RequestContext], Answer]
SAMPLE: Final = "made-up-orders.csv"
SAMPLE_LINES: Final = 2_000


def books_of(runs: Runs) -> dict[str, tuple[Handler, tuple[str, ...]]]:
    """Return the addresses of order books, and what answers each."""
    return {
        "/books": (lambda visit: books(visit, runs.visible_to(visit.person)), ("GET", "POST")),
        "/books/empty": (empty, ("GET",)),
        "/books/{id}": (lambda visit: book(visit, runs.visible_to(visit.person)), ("GET",)),
        "/books/{id}/run": (lambda visit: run_book(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/cancel": (lambda visit: cancel(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/delete": (lambda visit: delete(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/map": (lambda visit: map_again(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/decide": (lambda visit: decide(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/answers": (lambda visit: answers(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/read_as": (lambda visit: read_as(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/workbook": (lambda visit: workbook(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/lines": (lambda visit: lines(visit, runs.visible_to(visit.person)), ("GET",)),
        "/books/{id}/line": (lambda visit: line(visit, runs.visible_to(visit.person)), ("POST",)),
        "/books/{id}/files/{name}": (lambda visit: download(visit, runs.visible_to(visit.person)), ("GET",)),
    }


def books(visit: RequestContext, runs: Runs) -> Answer:
    """Take a book, or list those that are held."""
    problems: tuple[Problem, ...] = ()
    if visit.posted:
        try:
            run = _made_up(visit, runs) if visit.text("sample") else _sent(visit, runs)
            runs.begin(run, "map", language=visit.language)
            return Redirect(address_of(run, visit))
        except SekishoError as fault:
            problems = fault.problems
    held = [runs.seen(run.id) for run in runs]
    return Page(
        template="books.html",
        title=visit.words("books_title"),
        context={
            "held": held,
            "most": visit.settings.limits.upload // (1024 * 1024),
            "sample_lines": SAMPLE_LINES,
            "errors": {problem.where: f"{problem.what} {problem.remedy}".strip() for problem in problems},
        },
        problems=problems,
        status=422 if problems else 200,
        data=lambda: [run.to_dict() for run in held],
        rows=lambda: [{k: v for k, v in run.to_dict().items() if k != "problems"} for run in held],
        personal=True,
    )


def empty(visit: RequestContext) -> Answer:
    """Give an empty order book: the header alone, one column a fact."""
    names = ["line", *(str(fact.name) for fact in visit.library.facts.facts.values() if fact.kind != "map")]
    return Download(name="orders.csv", kind="text/csv; charset=utf-8", text=",".join(names) + "\r\n")


def _sent(visit: RequestContext, runs: Runs) -> BookJob:
    file = visit.files.get("book")
    if file is None:
        raise BookError(Problem(where="book", what=visit.words("book_none")))
    return runs.upload(file.file, file.filename or "", visit.as_of)


def _made_up(visit: RequestContext, runs: Runs) -> BookJob:
    """Take a made-up book, for who has none at hand."""
    from sekisho.examples.orders import write_orders

    with temporary_folder(within=visit.settings.folder) as folder:
        path = folder / SAMPLE
        write_orders(visit.library, lines=SAMPLE_LINES, seed=1, out=path)
        with path.open("rb") as file:
            return runs.upload(file, SAMPLE, visit.as_of)


def book(visit: RequestContext, runs: Runs) -> Answer:
    """Show a book where it stands: at work, mapped, done, or failed."""
    run = runs.seen(visit.path_params["id"])
    if run.state in AT_WORK:
        return page_of(run, "book_working.html", visit.words("book_working", name=run.name))
    if run.found:
        return results(visit, run)
    if run.mapping:
        return _mapping(visit, run, run.problems)
    title = visit.words("book_cancelled" if run.state == "cancelled" else "book_failed", name=run.name)
    return page_of(run, "book_failed.html", title, problems=run.problems)


def _mapping(visit: RequestContext, run: BookJob, problems: tuple[Problem, ...] = ()) -> Page:
    library, words = visit.library, visit.words
    chosen = run.settings.get("columns") or {
        **run.mapping["mapped"],
        **{name: run.mapping[name] for name in ("line", "value") if run.mapping[name]},
    }
    by_column = {column: fact for fact, column in chosen.items() if column}
    facts = [fact for fact in library.facts.facts.values() if fact.of != "law" and fact.kind != "map"]
    used = set(by_column.values())
    return page_of(
        run,
        "book_map.html",
        words("book_map", name=run.name),
        problems=problems,
        status=422 if problems else 200,
        columns=[(guess, by_column.get(guess["column"], "")) for guess in run.mapping["columns"]],
        choices=[("line", words("column_line")), *((str(fact.name), short_name(fact, visit)) for fact in facts)],
        values=run.mapping["values"],
        missing=[short_name(fact, visit) for fact in facts if fact.name not in used and fact.name in WANTED],
        dated="date" in used,
        reading=run.settings.get("reading", "central"),
        remaining=words("without_column"),
    )


WANTED: Final = (
    *("movement", "departure", "destination", "control_codes", "end_user"),
    *("end_user_kind", "end_use", "knowledge_of_risk", "knowledge_of_barred_use"),
)
"""Facts whose column is missed most."""


def run_book(visit: RequestContext, runs: Runs) -> Answer:
    """Determine a book with its columns as a person chose them."""
    run = runs[visit.path_params["id"]]
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for key, column in visit.every("column.").items():
        fact = visit.text(f"fact.{key}")
        if not fact:
            continue
        if fact in chosen:
            what = visit.words("column_twice", fact=fact, one=chosen[fact], other=column)
            problems.append(Problem(where=f"fact.{key}", what=what))
        chosen[fact] = column
    reading = visit.text("reading") or "central"
    if reading not in set(Reading):
        raise FactError(Problem(where="reading", what=f"'{reading}' is not a reading."))
    if problems:
        with runs.lock:
            run.settings = {**run.settings, "columns": chosen}
        return _mapping(visit, run, tuple(problems))
    dated = visit.text("dated") == "each"
    runs.begin(
        run,
        "run",
        columns=chosen,
        as_of="" if dated else visit.as_of.isoformat(),
        reading=reading,
        language=visit.language,
        decisions="",
    )
    return Redirect(address_of(run, visit))


def map_again(visit: RequestContext, runs: Runs) -> Answer:
    """Go back to the columns of a book; its results are dropped."""
    run = runs[visit.path_params["id"]]
    with runs.lock:
        if run.state in AT_WORK:
            return Redirect(address_of(run, visit))
        run.found = {}
        run.state = JobState.MAPPED
    return Redirect(address_of(run, visit))


def cancel(visit: RequestContext, runs: Runs) -> Answer:
    """End the work on a book."""
    run = runs[visit.path_params["id"]]
    runs.cancel(run)
    return Redirect(address_of(run, visit))


def delete(visit: RequestContext, runs: Runs) -> Answer:
    """Take a book away with everything made of it."""
    runs.delete(visit.path_params["id"])
    return Redirect(address("/books", [("as_of", visit.as_of.isoformat())]))


def download(visit: RequestContext, runs: Runs) -> Answer:
    """Send a file of a run."""
    run = runs[visit.path_params["id"]]
    name = visit.path_params["name"]
    if name not in FILES:
        raise LibraryError(Problem(where="books", what=f"there is no {name[:80]} of a book."))
    stem = run.book.stem
    return Download(name=f"{stem}.{name}", kind=FILES[name][0], path=file_of(run, name))
