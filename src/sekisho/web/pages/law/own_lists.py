"""Where a measure or a party occurs in the order lists that a reader has on the server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sekisho.files.formulas import table_rows
from sekisho.service.run_lines import LinesRequest, number_of_lines
from sekisho.web.jobs.book_tasks import LINES
from sekisho.web.jobs.kinds import BOOKS, BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer

RESULTS: Final = "results.parquet"
LOOKED_AT: Final = 5
"""The newest lists that are looked through: each takes some hundredths of a second. A guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUse:
    """An order list in which something occurs.

    Parameters
    ----------
    lines
        Lines in which it does; they stand at `place` of the list.
    asked
        Field that asks for them, with its value.
    name_there
        How the list names a party; empty for a measure.
    zone
        `match` or `review`, as the list was screened; empty for a measure.
    """

    run: BookJob
    lines: int
    asked: tuple[str, str]
    name_there: str = ""
    zone: str = ""

    @property
    def place(self) -> str:
        """The address of its lines."""
        return f"{BOOKS.path}/{self.run.id}/lines"


def with_lists(handler: Callable[..., Answer], jobs: JobManager) -> Callable[[RequestContext], Answer]:
    """Let a page about the law see the order lists of whoever asks."""
    return lambda visit: handler(visit, jobs.visible_to(visit.person, BOOKS))


def holds_lists(jobs: JobManager) -> bool:
    """Tell whether a list with results is on the server."""
    return any(job.kind == BOOKS.name and job.file(RESULTS) is not None for job in jobs)


def uses_of_measure(measure: str, visit: RequestContext, runs: JobManager | None) -> list[ListUse]:
    """Return the lists with lines that a measure decides."""
    asked = ("clause", measure)
    uses = (ListUse(run=run, lines=_lines(run, asked, visit), asked=asked) for run in newest(runs))
    return [use for use in uses if use.lines]


def uses_of_party(entries: Collection[str], visit: RequestContext, runs: JobManager | None) -> list[ListUse]:
    """Return the lists in which a listed party is named, or may be, by each name that they have for it."""
    uses = []
    for run in newest(runs):
        for name, zone in _names(run, entries):
            asked = ("text", name)
            uses.append(ListUse(run=run, lines=_lines(run, asked, visit), asked=asked, name_there=name, zone=zone))
    return [use for use in uses if use.lines]


def newest(runs: JobManager | None) -> list[BookJob]:
    """Return the newest lists with results."""
    finished = (run for run in runs or () if isinstance(run, BookJob) and run.file(RESULTS) is not None)
    return list(islice(finished, LOOKED_AT))


def _names(run: BookJob, entries: Collection[str]) -> Iterator[tuple[str, str]]:
    """Go through the names of a list that are an entry, or may be; not those of which somebody decided they are not."""
    file = run.file("results.matches.csv")
    if file is None:
        return
    with file.open(encoding="utf-8", newline="") as table:
        rows = [row for row in table_rows(table) if row["entry"] in entries and row["same"] != "no"]
    yield from {row["name"]: "match" if row["same"] == "yes" else row["zone"] for row in rows}.items()


def _lines(run: BookJob, asked: tuple[str, str], visit: RequestContext) -> int:
    """Count the lines that the page of a list shows when it is asked for them."""
    results = run.file(RESULTS)
    if results is None:
        return 0
    field, value = asked
    request = LinesRequest(clause=value, most=1) if field == "clause" else LinesRequest(text=value, most=1)
    return number_of_lines(request, visit.library, results, results.with_name(LINES))
