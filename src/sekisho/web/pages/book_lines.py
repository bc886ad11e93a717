"""The lines of a run: those that a reader asks for, page by page; and one of them judged again with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from sekisho.determination.book.result_columns import results_sql
from sekisho.determination.book.run_files import open_run
from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.errors import BookError
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.present.outcome_labels import SHAPES
from sekisho.service.explain import ExplainRequest, line_of_run, strings
from sekisho.trade.book.line_lookup import lines_of_book
from sekisho.web.check_form import CheckForm

SHOWN: Final = 50
"""Lines on one page."""
TELLING: Final = ("description", "control_codes", "destination", "end_user")
"""Facts by which a reader knows a line."""
TOLD_UP_TO: Final = 200_000
"""Lines of a book that is opened again to show them; a larger one takes too long for a page."""
COLUMNS: Final = ("line", "headline", "outcome", "floor", "ceiling", "decisive", "missing", "unread", "points")
_MILITARY: Final = (
    "array_to_string(list_filter(string_split(coalesce(points, '')::VARCHAR, ';'), "
    "lambda one: starts_with(one, 'defence_words:')), ';')"
)
"""Of what points, the words for a military use: the page names them beside the facts that are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """Which lines are asked for: of a headline, decided by a clause, waiting for a fact; from which place on."""

    headline: str = ""
    clause: str = ""
    fact: str = ""
    start: int = 0


def lines_of(results: Path, asked: LineFilter) -> tuple[int, list[dict[str, str]]]:
    """Return how many lines there are of those asked for, and those of one page."""
    wheres, values = _conditions(asked)
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    open_run(results)
    with duckdb.connect() as connection:
        source = results_sql(connection, results)
        counted = connection.execute(f"SELECT count(*) FROM {source} {where}", values).fetchone()
        shown = ", ".join(_MILITARY if name == "points" else f"{name}::VARCHAR" for name in COLUMNS)
        rows = connection.execute(
            f"SELECT {shown} FROM {source} {where} LIMIT {SHOWN} OFFSET {int(asked.start)}", values
        ).fetchall()
    return (counted[0] if counted else 0), [
        dict(zip(COLUMNS, (text or "" for text in row), strict=True)) for row in rows
    ]


def told_of(results: Path, names: Sequence[str], library: Library) -> dict[str, dict[str, str]]:
    """Return what the book says of some lines; nothing if it is large, or is no more what it was."""
    card = open_run(results).card
    if int(str(card["lines"])) > TOLD_UP_TO:
        return {}
    try:
        return lines_of_book(card, names, TELLING, facts=library.facts, territory=territories_of(library).code)
    except BookError:
        return {}


def _conditions(asked: LineFilter) -> tuple[list[str], list[object]]:
    wheres: list[str] = []
    values: list[object] = []
    if asked.headline in SHAPES:
        wheres.append("headline::VARCHAR = ?")
        values.append(asked.headline)
    if asked.fact:  # as lines that wait are counted everywhere: one whose level alone is open waits for nothing
        wheres.append("headline::VARCHAR = ?")
        values.append(UNDETERMINED)
    for column, value in (("decisive", asked.clause), ("missing", asked.fact)):
        if value:
            wheres.append(f"list_contains(string_split({column}::VARCHAR, ';'), ?)")
            values.append(value)
    return wheres, values


def explained(results: Path, line: str, library: Library) -> tuple[CheckForm, Library]:
    """Fetch one line of a run as a line that can be determined, with the library of the run.

    Raises
    ------
    BookError
        If the book has no such line.
    """
    of = line_of_run(ExplainRequest(line=line), library, results)
    facts = {name: value for name, value in of.facts.items() if name in of.library.facts and value.strip()}
    day = date.fromisoformat(of.day or str(facts.get("date", "")))
    terms = strings(of.card.get("readings"))
    reading = Reading(terms.pop("all", Reading.CENTRAL))
    stated = {**facts, **strings(of.card.get("assume"))}
    form = CheckForm(facts=stated, as_of=day, reading=reading, terms=terms, presume=False)
    return form, of.library
