"""The lines of a run: those that a reader asks for, sorted and page by page; one of them judged again with reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from sekisho.files.records import texts_by_name
from sekisho.law.model.term import Reading
from sekisho.present.book_results.desk import LineDesk, line_desk
from sekisho.service.explain import ExplainRequest, JudgedLine, explain
from sekisho.service.request import request_from
from sekisho.service.run_lines import LinesRequest, lines_of_results
from sekisho.service.workspace import Workspace
from sekisho.web.check_form import CheckForm
from sekisho.web.jobs.book_tasks import LINES
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.book_frame import fact_name, file_of, law_said, measure_name, rules_by_name
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

FIRST: Final = 20
"""Lines of the danger list on the page of a book: what fits a screen beside the counts."""
IN_ADDRESS: Final = ("triage", "headline", "clause", "fact", "order", "descending", "start", "most")
SORTED: Final = frozenset({"danger", "line", "headline", "item", "supplier", "customer", "country", "amount", "day"})
"""Columns whose head sorts the lines."""


def lines(visit: RequestContext, runs: JobManager) -> Answer:
    """Show the lines that a reader asks for; what is searched for may be a name, and comes in the form."""
    run = runs[visit.path_params["id"]]
    asked = asked_of(visit)
    desk = desk_of(run, asked, visit)
    query = [(name, visit.text(name)) for name in IN_ADDRESS if visit.text(name)]
    return Page(
        template="book_lines.html",
        title=visit.words("book_lines", name=run.name),
        context={"run": run, "law_said": law_said(run, visit), **desk_context(desk, asked, visit)},
        data=desk.to_dict,
        rows=lambda: desk.to_dict()["rows"],  # type: ignore[arg-type,return-value] # plain rows
        query=query,
        kept=[("text", asked.text)] if asked.text else [],
        personal=True,
    )


def asked_of(visit: RequestContext) -> LinesRequest:
    """Read from an address and a form which lines are asked for.

    Raises
    ------
    FactError
        With everything that is no value of its field.
    """
    given: dict[str, Any] = {name: visit.text(name) for name in (*IN_ADDRESS, "text") if visit.text(name)}
    return request_from(LinesRequest, given)


def desk_of(run: BookJob, asked: LinesRequest, visit: RequestContext) -> LineDesk:
    """Tell the lines of a run that are asked for, in the language of the page."""
    results = file_of(run, "results.parquet")
    return line_desk(lines_of_results(asked, visit.library, results, results.with_name(LINES)), visit.language)


def desk_context(desk: LineDesk, asked: LinesRequest, visit: RequestContext) -> dict[str, Any]:
    """Return what the template of a table of lines needs."""
    chosen = [
        (name, text)
        for name, text in (
            ("headline", visit.words(asked.headline) if asked.headline else ""),
            ("clause", _rule_name(asked.clause, visit)),
            ("fact", fact_name(asked.fact, visit) if asked.fact else ""),
            ("text", asked.text),
        )
        if text
    ]
    return {"desk": desk, "asked": asked, "chosen": chosen, "sorted_by": SORTED}


def _rule_name(clause: str, visit: RequestContext) -> str:
    """Name the clause, or the measure, of which lines are shown, as people do."""
    return rules_by_name([clause], visit)[clause] if "#" in clause else measure_name(clause, visit) if clause else ""


def explained(results: Path, line: str, workspace: Workspace) -> tuple[CheckForm, JudgedLine]:
    """Judge one line of a run again, as every face does, and return it with the form of what is stated of it.

    Raises
    ------
    BookError
        If the book has no such line.
    """
    judged = explain(ExplainRequest(line=line), workspace, results)
    of = judged.of
    facts = {name: value for name, value in of.facts.items() if name in of.library.facts and value.strip()}
    day = date.fromisoformat(of.day) if of.day else judged.answer.as_of  # of a month, the day that is shown
    terms = texts_by_name(of.card.get("readings"))
    reading = Reading(terms.pop("all", Reading.CENTRAL))
    stated = {**facts, **texts_by_name(of.card.get("assume"))}
    return CheckForm(facts=stated, as_of=day, dated=of.day is None, reading=reading, terms=terms, presume=False), judged
