"""The lines of a run as a person goes through them: the worst first, or sorted and filtered as asked, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from sekisho.determination.book.results.columns import TRIAGE
from sekisho.determination.book.results.line_table import ORDERS, LineQuery, lines_in_table, write_line_table
from sekisho.determination.book.results.lines import ToldLine
from sekisho.determination.book.run_files import open_run
from sekisho.determination.core.outcome import BOOK_HEADLINES
from sekisho.law.model.library import Library
from sekisho.service.request import Ask

MOST: Final = 500
"""Lines of one page at most: more make a page slow to draw, and nobody reads them at one look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRequest:
    """Which lines of a run are shown, and in which order."""

    triage: Annotated[
        str, Ask("Only lines at this place in the queue.", left_out="all places", choices=("", *TRIAGE))
    ] = ""
    headline: Annotated[
        str, Ask("Only lines with this headline.", left_out="all headlines", choices=("", *BOOK_HEADLINES))
    ] = ""
    clause: Annotated[
        str, Ask("Only lines that this clause decides, or any of this measure.", left_out="all clauses")
    ] = ""
    fact: Annotated[str, Ask("Only lines not decided that lack this fact.", left_out="all facts")] = ""
    text: Annotated[
        str, Ask("Only lines whose number, goods, code or party contains this text.", left_out="all", private=True)
    ] = ""
    order: Annotated[str, Ask("By what lines are sorted.", choices=tuple(ORDERS))] = "danger"
    descending: Annotated[bool, Ask("The last first.")] = False
    start: Annotated[int, Ask("How many lines to leave out at the beginning.", least=0, most=100_000_000)] = 0
    most: Annotated[int, Ask("How many lines to show.", least=1, most=MOST)] = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLines:
    """Lines of a run.

    Parameters
    ----------
    at_places
        Lines asked for at each place in the queue, whichever place is asked for.
    number
        Lines asked for.
    """

    asked: LinesRequest
    results: Path
    card: Mapping[str, Any]
    library: Library
    at_places: Mapping[str, int]
    number: int
    lines: tuple[ToldLine, ...]


def lines_of_results(request: LinesRequest, library: Library, results: Path, table: Path) -> RunLines:
    """Return lines of a run.

    Parameters
    ----------
    table
        Where the lines stand with what the book says of them; it is written if it is not there.

    Raises
    ------
    BookError
        If the results cannot be read.
    """
    card = open_run(results).card
    if not table.is_file():
        write_line_table(results, card, library, table)
    query = LineQuery(**{name: getattr(request, name) for name in LineQuery.__dataclass_fields__})
    at_places, lines = lines_in_table(table, query)
    return RunLines(
        asked=request,
        results=results,
        card=card,
        library=library,
        at_places=at_places,
        number=_number(request, at_places),
        lines=tuple(lines),
    )


def number_of_lines(request: LinesRequest, library: Library, results: Path, table: Path) -> int:
    """Count the lines of a run that are asked for, without reading what the run was made with.

    Raises
    ------
    BookError
        If the results cannot be read.
    """
    if not table.is_file():
        return lines_of_results(request, library, results, table).number
    query = LineQuery(**{name: getattr(request, name) for name in LineQuery.__dataclass_fields__})
    at_places, _ = lines_in_table(table, query)
    return _number(request, at_places)


def _number(request: LinesRequest, at_places: Mapping[str, int]) -> int:
    return at_places.get(request.triage, 0) if request.triage else sum(at_places.values())
