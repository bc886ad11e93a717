"""What every page of an order book shares: its frame, its files, and the names of facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sekisho.errors import LibraryError, Problem
from sekisho.i18n.names import fact_name as named_fact
from sekisho.i18n.names import plain_name, speech_of
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.fact import Fact
from sekisho.message import CapitalText, joined, message
from sekisho.present.book_intake import day_of_law_text, other_days_text
from sekisho.present.book_results.rule_names import rule_names
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.pages.jobs import job_data
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Page


def page_of(
    visit: RequestContext,
    run: BookJob,
    template: str,
    title: str,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    **context: object,
) -> Page:
    """Return a page of a book."""
    return Page(
        template=template,
        title=title,
        context={"run": run, "progress_url": f"/books/{run.id}.json", **context},
        problems=problems,
        status=status,
        data=lambda: job_data(run, visit.words),
        personal=True,
    )


def law_said(run: BookJob, visit: RequestContext) -> str:
    """Say by the law of which day the lines of a run are judged, where that is not the day at the head of the page.

    A column of days that was left aside is named too: of days on which nothing leaves, or of the days of the lines
    where one day was chosen for all.
    """
    as_of = str(run.found.get("as_of") or "")
    is_one, column = as_of[:1].isdigit(), str(run.found["mapped"].get("date") or "")
    left_aside = is_one and not column
    days = run.found["reading"].get("other_days") or run.mapping.get("other_days") or {} if left_aside else {}
    if not as_of or (as_of == visit.as_of.isoformat() and not days and not column):
        return ""
    hint = message("book.choose_shipment", "If it is the day of shipment, change the columns of the book.")
    texts = [*other_days_text(days), day_of_law_text(as_of), *([hint] if days else [])]
    if column:
        text = message("book.dates_of", "The dates stand in column '{column}'.", column=column)
        aside = message("book.dates_aside", "Column '{column}' does not change which law counts.", column=column)
        texts.append(aside if is_one else text)
    return visit.words.say(joined(texts, "sentence"))


WELL_READ, PARTLY_READ = 0.98, 0.5
"""Shares of readable cells from which a column is well understood, and partly. A guess: two odd cells in a hundred are
as many as people overlook, and of a column half unread nobody relies on the rest."""


def light_of(part: float) -> str:
    """Say how well a column is understood, by the share of its cells that could be read.

    >>> light_of(1.0), light_of(0.9), light_of(0.1)
    ('good', 'part', 'poor')
    """
    return "good" if part >= WELL_READ else "part" if part >= PARTLY_READ else "poor"


def short_name(fact: Fact, visit: RequestContext) -> str:
    """Name a fact in a word or two; a named unknown of the law as its data package does."""
    return named_fact(fact.name, speech_of(visit.library, language=visit.language))


def fact_name(name: str, visit: RequestContext) -> str:
    """Name a fact that results speak of; a name that no fact has stays as it is."""
    return short_name(visit.library.facts[name], visit) if name in visit.library.facts else name


def file_of(run: BookJob, name: str) -> Path:
    """Return a file of a run.

    Raises
    ------
    LibraryError
        If there is none yet.
    """
    found = run.file(name)
    if found is None:
        remedy = message("web.run_list_first", "Run the book first.")
        raise LibraryError(
            Problem(
                where="books",
                what=message("web.no_file_of_list", "there is no {name} of this book.", name=name),
                remedy=remedy,
            )
        )
    return found


def measure_name(name: str, visit: RequestContext) -> str:
    """Name a measure as people do; by its id if the law data has it no more."""
    measure = visit.library.measures.get(MeasureId(name))
    return name if measure is None else visit.words.say(CapitalText(plain_name(measure, visit.library)))


def rules_by_name(ids: Iterable[str], visit: RequestContext) -> dict[str, str]:
    """Name rules that stand on one page as people do, by their ids."""
    return {name: visit.words.say(text) for name, text in rule_names(ids, visit.library).items()}
