"""Two answers side by side: a shipment, and the same on another day, to another place, or read otherwise; two books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sekisho.determination.book.results.columns import TRIAGE
from sekisho.errors import FactError, LibraryError, Problem, SekishoError
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name
from sekisho.i18n.territories import territory_names
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.present.book_results.page import PLACES
from sekisho.present.book_results.run_pair import alone_text, moved_rows, run_pair_data
from sekisho.present.determination.compared_answers import (
    ComparedPart,
    compared_data,
    compared_parts,
    compared_rows,
)
from sekisho.present.law.item_outcomes import japan_first
from sekisho.present.law.measure_pair import pair_rows
from sekisho.present.law.subject import subject_data
from sekisho.present.rescreen import BEARING_NAMES, BEARINGS_SHOWN, DEEDS, LEVEL_NAMES, rescreen_data
from sekisho.service.check import ComparedAnswers, CompareRequest, compare
from sekisho.service.law import ShowRequest, show
from sekisho.service.rescreen import RescreenRequest, is_kept, rescreen, runs_beside
from sekisho.web.check_form import (
    IN_ADDRESS,
    NOBODY,
    CheckForm,
    as_written,
    assumed,
    is_private,
    request_of,
    stated_in,
    territory_code,
)
from sekisho.web.jobs.kinds import BOOKS, BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.answer_card import answer_address, chips_of
from sekisho.web.pages.book_frame import file_of, measure_name, rules_by_name
from sekisho.web.pages.jobs import address_of
from sekisho.web.pages.result import remembered_as
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Page, Redirect

OTHER: Final = "other."
"""Before the name of a field that says what is otherwise: `other.destination=US`."""
MEASURES: Final = ("a", "b")
"""Fields that name two measures."""
ASKED: Final = ("as_of", "destination", "end_user_kind", "end_use", "reading", "end_user")
"""What the form asks; any other fact may be named in the address."""


def comparison(visit: RequestContext) -> Answer:
    """Show a line and the same with something otherwise, or ask what is otherwise; or two measures."""
    if any(visit.text(name) for name in MEASURES):
        return _measures(visit)
    stated = stated_in(visit)
    if stated.problems:
        raise FactError(stated.problems)
    library = visit.library
    other = _other(visit)
    if visit.posted and other and not stated.private(library) and not _names(other, library):
        return Redirect(_address(stated, other, library))
    context: dict[str, object] = {
        "stated": stated,
        "other": other,
        "kinds": _choices("end_user_kind", visit),
        "uses": _choices("end_use", visit),
        "territories": territory_names(library)[visit.language],
        "carried": [("as_of", stated.as_of.isoformat()), *stated.plain(library), *stated.private(library)],
        "private": bool(stated.private(library)),
        "back": answer_address(stated, visit),
        "found": None,
        "parts": (),
    }
    unaddressed = [*stated.private(library), *((f"{OTHER}{name}", other[name]) for name in _names(other, library))]
    query = [
        *stated.plain(library),
        *((f"{OTHER}{name}", value) for name, value in other.items() if name not in _names(other, library)),
    ]
    problems: tuple[Problem, ...] = ()
    compared: ComparedAnswers | None = None
    parts: Sequence[ComparedPart] = ()
    if other:
        try:
            compared, parts = _told(stated, other, visit)
        except SekishoError as fault:  # the form stays, with what was filled in
            if visit.format != "html":
                raise
            problems = fault.problems
    if compared is None:
        return Page(
            template="comparison.html",
            title=visit.words("comparison_title"),
            context=context,
            problems=problems,
            status=422 if problems else 200,
            query=query,
            kept=unaddressed,
            personal=bool(unaddressed),
        )
    context |= {"found": compared, "parts": parts, "chips": chips_of(compared.first, stated, [], visit)}
    return Page(
        template="comparison.html",
        title=visit.words("comparison_title"),
        context=context,
        data=lambda: compared_data(compared, library, visit.tell),
        rows=lambda: compared_rows(compared, library, visit.tell),
        query=query,
        kept=unaddressed,
        personal=bool(unaddressed),
    )


def _told(
    stated: CheckForm, other: Mapping[str, str], visit: RequestContext
) -> tuple[ComparedAnswers, Sequence[ComparedPart]]:
    """Return two answers and what is said of them; the same pair is told once, unless a name is in it."""
    asked = None if _names(other, visit.library) else remembered_as(stated, visit)
    key = None if asked is None else (OTHER, asked, *sorted(other.items()))

    def tell() -> tuple[ComparedAnswers, Sequence[ComparedPart]]:
        compared = _compared(stated, other, visit)
        return compared, compared_parts(compared, visit.library, visit.tell)

    return visit.settings.answers.told(key, tell)


def _compared(stated: CheckForm, other: Mapping[str, str], visit: RequestContext) -> ComparedAnswers:
    """Answer a line, and the same with what is otherwise."""
    asked = request_of(stated, visit.library)
    return compare(
        CompareRequest(
            facts=as_written(stated, visit.library),
            as_of=asked.as_of,
            readings=asked.readings,
            assume=assumed(stated, visit.library),
            presume=asked.presume,
            other=other,
        ),
        visit.settings.workspace,
    )


def _measures(visit: RequestContext) -> Answer:
    """Show two measures side by side, or ask which stands beside the first."""
    library, names = visit.library, [visit.text(name) for name in MEASURES]
    called = [(measure, visit.tell(plain_name(measure, library))) for measure in library.measures.values()]
    shared = {name for name, times in Counter(name for _, name in called).items() if times > 1}
    offered = sorted(
        (
            (
                str(measure.id),
                visit.tell(joined((name, quantity("day", measure.effective)), "comma")) if name in shared else name,
            )
            for measure, name in called
        ),
        key=lambda pair: pair[1],
    )
    context: dict[str, object] = {"names": names, "offered": offered, "parts": ()}
    plain: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    if all(names):
        asked = ShowRequest(kind="measure", name=names[0], beside=names[1], as_of=visit.as_of)
        try:
            subject = show(asked, visit.settings.workspace)
        except LibraryError as fault:
            if visit.format != "html":
                raise
            problems = fault.problems
        else:
            plain = subject_data(subject, library, language=visit.language)
            context["parts"] = plain["parts"]
    return Page(
        template="measures_beside.html",
        title=visit.words("measures_beside"),
        context=context,
        problems=problems,
        status=422 if problems else 200,
        data=lambda: plain or {"names": names, "offered": [{"id": place, "name": name} for place, name in offered]},
        rows=(lambda: pair_rows(plain)) if plain else None,
        query=[(name, value) for name, value in zip(MEASURES, names, strict=True) if value],
    )


RESULTS: Final = "results.parquet"
OTHER_RUN: Final = "other"
"""Field that names the order list that stands beside one."""


def runs(visit: RequestContext, jobs: JobManager) -> Answer:
    """Show which lines of one order list stand elsewhere in another, or ask which stands beside it."""
    run: BookJob = jobs[visit.path_params["id"]]
    results = file_of(run, RESULTS)
    offered = [row for row in told_apart(jobs, visit) if row[0] != run.id]
    chosen = visit.text(OTHER_RUN)
    plain: dict[str, Any] = {}
    context: dict[str, Any] = {"run": run, "chosen": chosen, "offered": offered, "found": None}
    if chosen:
        pair = runs_beside(results, file_of(jobs[chosen], RESULTS))
        plain = run_pair_data(pair, visit.library, visit.language)
        alone = alone_text(pair)
        context |= {
            "found": plain,
            "alone": visit.words.say(alone) if alone is not None else "",
            "moved": moved_rows(pair, visit.library, visit.language),
        }
    return Page(
        template="run_pair.html",
        title=visit.words("runs_beside"),
        context=context,
        data=lambda: plain or {"offered": [{"id": place, "name": name} for place, name in offered]},
        rows=(lambda: context["moved"]) if plain else None,
        query=[(OTHER_RUN, chosen)] if chosen else [],
        personal=True,
    )


def told_apart(jobs: JobManager, visit: RequestContext) -> list[tuple[str, str]]:
    """Name the order lists that have results, each with the day it was sent and its lines: two may bear one name."""
    rows = []
    for job in jobs:
        if job.file(RESULTS) is None:
            continue
        sent = datetime.fromisoformat(job.made)
        text = message(
            "web.list_of_day",
            "{name}, {day} {time}, {lines}",
            name=job.name,
            day=quantity("short_day", sent.date()),
            time=f"{sent:%H:%M}",
            lines=visit.words.counted("line", job.found.get("lines", 0)),
        )
        rows.append((job.id, visit.words.say(text)))
    return rows


SINCE: Final = timedelta(days=90)
"""Days that are compared if nobody names the first: a quarter, as on the page of changes."""
MOST_MOVED: Final = 100
"""Lines that are named: a person goes through as many in an hour; the counts tell of all."""


def moved_by_law(visit: RequestContext, jobs: JobManager) -> Answer:
    """Show which lines of an order list stand elsewhere under the law of another day, or ask of which list.

    A list whose answers alone were kept is judged once more where a reader asks for it.
    """
    second = visit.day("to", visit.as_of)
    first = visit.day("from", max(second - SINCE, date.min + SINCE))
    days = [("from", first.isoformat()), ("to", second.isoformat())]
    name = visit.path_params.get("id", "")
    if not name and visit.text("book"):
        chosen: BookJob = jobs[visit.text("book")]
        return Redirect(address(f"{BOOKS.path}/{chosen.id}/moves", [*days, ("as_of", visit.as_of.isoformat())]))
    run: BookJob | None = jobs[name] if name else None
    if run is not None and visit.posted:
        jobs.begin(run, "run", keep=True, language=visit.language)
        return Redirect(address_of(run, visit))
    results = file_of(run, RESULTS) if run is not None else None
    moved: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    if results is not None and is_kept(results):
        try:
            moved = _moved(visit, results, first, second)
        except SekishoError as fault:
            if visit.format != "html":
                raise
            problems = fault.problems
    return Page(
        template="book_moves.html",
        title=visit.words("moves_title"),
        context={
            "run": run,
            "first": first,
            "second": second,
            "offered": told_apart(jobs, visit),
            "found": moved,
            "kept": results is not None and is_kept(results),
            "level_name": lambda level: visit.words.say(LEVEL_NAMES.get(level, level)),
            "deed": lambda deed: visit.words.say(DEEDS.get(deed, deed)),
            "rule_name": rules_by_name(
                (clause["clause"] for change in moved.get("by_change", ()) for clause in change["clauses"]), visit
            ).get,
            "measure_name": lambda measure: measure_name(measure, visit),
            "list_name": lambda name: visit.words.say(PartyListText(name)),
            "bearing": lambda bearing: visit.words.say(BEARING_NAMES[bearing]),
            "bearings_shown": BEARINGS_SHOWN,
            "stands": lambda place: f"{PLACES[place][0]} {visit.words.say(PLACES[place][1])}",
        },
        problems=problems,
        status=422 if problems else 200,
        data=lambda: moved or {"offered": [{"id": job.id, "name": job.name} for job in jobs]},
        rows=(lambda: moved["rows"]) if moved else None,
        query=days,
        personal=True,
    )


def _moved(visit: RequestContext, results: Path, first: date, second: date) -> dict[str, Any]:
    """Judge a run under the law of two days; returns what moves as plain data, and the first lines that do."""
    import duckdb

    from sekisho.files.formats import source_sql

    workspace = replace(visit.settings.workspace, library=visit.library)
    with temporary_folder(within=visit.settings.folder) as folder:
        out = folder / "moved.parquet"
        answer = rescreen(RescreenRequest(law_from=first, law_to=second), workspace, results, out=out)
        with duckdb.connect() as connection:
            lines = connection.execute(
                "SELECT line::VARCHAR, outcome_before::VARCHAR, outcome_after::VARCHAR, clauses::VARCHAR "
                f"FROM {source_sql(out)} LIMIT {MOST_MOVED}"
            ).fetchall()
        stands = _stands(results, [line for line, _, _ in answer.result.listed_lines])
    names = ("line", "before", "after", "clauses")
    plain: dict[str, Any] = rescreen_data(answer.result)
    listed = [dict(row, triage=stands.get(row["line"], "")) for row in plain["listed_lines"]]
    bearing = plain["by_bearing"]
    return {
        **plain,
        "rows": [dict(zip(names, line, strict=True)) for line in lines],
        "by_bearing": sorted(bearing, key=lambda row: (japan_first(row["measure"], visit.library), -row["lines"])),
        "listed_lines": sorted(listed, key=lambda row: TRIAGE.index(row["triage"]) if row["triage"] else len(TRIAGE)),
    }


def _stands(results: Path, lines: Sequence[str]) -> dict[str, str]:
    """Return where lines of a run stand in the queue, by their names."""
    import duckdb

    from sekisho.determination.book.results.columns import results_sql

    if not lines:
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT line::VARCHAR, triage::VARCHAR FROM {results_sql(connection, results)} "
            "WHERE list_contains($1, line::VARCHAR)",
            [list(lines)],
        ).fetchall()
    return dict(rows)


def _other(visit: RequestContext) -> dict[str, str]:
    """Return what is otherwise; a name in an address is refused."""
    compared = {name: value for name, value in visit.every(OTHER).items() if value.strip()}
    for key, value in visit.query:
        name = key.removeprefix(OTHER)
        if key.startswith(OTHER) and name in _names({name: value}, visit.library):
            raise FactError(Problem(where=key, what=IN_ADDRESS))
    for name, value in compared.items():
        fact = visit.library.facts.facts.get(name)  # type: ignore[call-overload] # a name that may be none
        if fact is not None and fact.kind == "territory":
            compared[name] = territory_code(value, visit.library)
    return compared


def _names(other: Mapping[str, str], library: Library) -> list[str]:
    """Return what is otherwise and must not stand in an address."""
    return [
        name
        for name, value in other.items()
        if (fact := library.facts.facts.get(name)) is not None  # type: ignore[call-overload] # a name that may be none
        and is_private(fact)
        and value.strip().lower() not in NOBODY
    ]


def _choices(name: str, visit: RequestContext) -> list[tuple[str, str]]:
    fact = visit.library.facts.facts.get(name)  # type: ignore[call-overload] # a package may lack it
    return [] if fact is None else [(value, visit.words.choice(fact, value)) for value in fact.choices]


def _address(stated: CheckForm, other: Mapping[str, str], library: Library) -> str:
    fields = [("as_of", stated.as_of.isoformat()), *stated.plain(library)]
    return address("/compare", [*fields, *((f"{OTHER}{name}", value) for name, value in other.items())])
