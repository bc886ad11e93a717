"""Events around the law: what led to a measure, what was said of it, what was answered; context, never law.

An event names measures by id. It may also name one that the library does not hold, by the year and number of its
announcement (`cn/2024-21`); once a measure of that number is encoded, the event leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import header_rows
from sekisho.law.dates.calendar import is_within
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Confidence
from sekisho.message import joined, message

TYPES: Final = ("trigger", "measure", "statement", "retaliation", "talks")
COLUMNS: Final = ("event", "date", "type", "text", "measures", "confidence", "source", "note")
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_NAME: Final = re.compile(r"[a-z]{2}/\d{4}-[a-z0-9]+(-[a-z0-9]+)*")
_MISSPELT: Final = 0.85
"""Share of letters in common from which a name without a measure is taken for a slip."""
_NUMBERED: Final = re.compile(r"[a-z]{2}/\d{4}-\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, on a day or in a month.

    Parameters
    ----------
    when
        As stated: a day (2025-11-07), or a month (2026-08) where the day is not known.
    first
        The day, or the first day of the month.
    measures
        Measures it names, by id, or by year and number if the library may not hold them.
    """

    id: str
    when: str
    first: date
    type: str
    text: str
    measures: tuple[str, ...]
    confidence: str
    sources: tuple[str, ...]
    note: str = ""
    where: str = ""

    @property
    def precision(self) -> str:
        """How exactly the date is known: day or month."""
        return "month" if _MONTH.fullmatch(self.when) else "day"


@cached_per_library
def events_of(library: Library) -> tuple[Event, ...]:
    """Read the events of all data packages of a library, in order.

    Raises
    ------
    LibraryError
        With everything that is wrong with the tables.
    """
    found: list[Event] = []
    problems: list[Problem] = []
    for package in library.packages:
        file = package.folder / "lists" / "events.csv"
        if not file.is_file():
            continue
        events, faults = read_events(file)
        found += events
        problems += faults
    if problems:
        raise LibraryError(problems)
    return tuple(sorted(found, key=lambda event: (event.first, event.id)))


def read_events(file: Path) -> tuple[list[Event], list[Problem]]:
    """Read one table of events, with everything that is wrong with it: dates, order, types, sources."""
    events: list[Event] = []
    problems: list[Problem] = []
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = header_rows(text)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            remedy = message(
                "lawdata.expected_columns", "Expected the columns {columns}.", columns=joined(COLUMNS, "comma")
            )
            problem = _problem(
                f"lists/{file.name}:1",
                message("lawdata.no_event_columns", "the columns are not those of a table of events."),
                remedy,
            )
            return [], [problem]
        for number, row in enumerate(rows, start=2):
            where = f"lists/{file.name}:{number}"
            faults = [*_faults(row, where), *_disorder(row, events, where)]
            problems += faults
            if not faults:
                events.append(_event(row, where))
    return events, problems


def _problem(where: str, what: str, remedy: str = "") -> Problem:
    return Problem(where=where, code="M140", what=what, remedy=remedy)


def _faults(row: dict[str, str], where: str) -> Iterator[Problem]:
    lacking = [name for name in ("date", "text", "source") if not row[name]]
    if lacking:
        yield _problem(
            where,
            message(
                "lawdata.event_lacks",
                "event '{event}' has no {lacking}.",
                event=row["event"],
                lacking=joined(lacking, "comma"),
            ),
        )
    if row["date"] and _first(row["date"]) is None:
        yield _problem(
            where,
            message("error.not_date", "'{value}' is not a date.", value=row["date"]),
            message("lawdata.expected_day_or_month", "Expected YYYY-MM-DD, or YYYY-MM if the day is unknown."),
        )
    if not row["event"].startswith(f"{row['date']}-"):
        yield _problem(
            where,
            message(
                "lawdata.event_date_first",
                "event '{event}' does not begin with its date, '{day}'.",
                event=row["event"],
                day=row["date"],
            ),
        )
    if row["type"] not in TYPES:
        yield _problem(
            where,
            message("lawdata.no_event_type", "'{value}' is not a type of event.", value=row["type"]),
            message("error.expected_either", "Expected {choices}.", choices=joined(TYPES, "comma")),
        )
    if row["confidence"] not in set(Confidence):
        yield _problem(
            where,
            message("lawdata.not_confidence", "'{value}' is not a confidence.", value=row["confidence"]),
            message("error.expected_either", "Expected {choices}.", choices=joined(Confidence, "comma")),
        )
    for source in _many(row["source"]):
        if not re.match(r"https?://\S+$", source):
            yield _problem(
                where,
                message("lawdata.source_no_address", "source '{source}' is not an address.", source=source),
                message("lawdata.separate_by_bar", "Separate several by '|'."),
            )
    for name in _many(row["measures"]):
        if not _NAME.fullmatch(name):
            remedy = message(
                "lawdata.expected_measure_name",
                "Expected an id (`cn/2025-70-suspension`), or year and number (`cn/2024-21`).",
            )
            yield _problem(
                where, message("lawdata.no_measure_name", "'{name}' is not the name of a measure.", name=name), remedy
            )


def _disorder(row: dict[str, str], events: list[Event], where: str) -> Iterator[Problem]:
    before = events[-1].id if events else ""
    if before and row["event"] <= before:
        yield _problem(
            where,
            message(
                "lawdata.event_after", "event '{event}' stands after '{before}'.", event=row["event"], before=before
            ),
            message("lawdata.sort_by_event", "Sort by event; no id stands twice."),
        )


def _first(text: str) -> date | None:
    """Return the day of a date, or the first day of a month; None if it is neither."""
    try:
        return date.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)
    except ValueError:
        return None


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _event(row: dict[str, str], where: str) -> Event:
    first = _first(row["date"])
    assert first is not None  # noqa: S101 - looked at in _faults
    return Event(
        id=row["event"],
        when=row["date"],
        first=first,
        type=row["type"],
        text=row["text"],
        measures=_many(row["measures"]),
        confidence=row["confidence"],
        sources=_many(row["source"]),
        note=row["note"],
        where=where,
    )


def measure_named(name: str, library: Library) -> MeasureId | None:
    """Find the measure that an event names: by its id, or by its year and number if just one has them.

    A measure that is not in the library is None.
    """
    if name in library.measures:
        return MeasureId(name)
    if not _NUMBERED.fullmatch(name):
        return None
    found = [measure for measure in library.measures if measure.startswith(f"{name}-")]
    return found[0] if len(found) == 1 else None


def events_on(library: Library, measures: Iterable[str]) -> tuple[Event, ...]:
    """Return the events that name one of some measures, in order."""
    wanted = set(measures)
    return tuple(
        event for event in events_of(library) if wanted & {measure_named(name, library) for name in event.measures}
    )


def lint_events(library: Library) -> Iterator[Problem]:
    """Find what is wrong with the events of a library: the tables, and measures that are misspelt.

    A name without a measure passes if no measure has its year and number: it may be one that is not encoded.
    """
    try:
        events = events_of(library)
    except LibraryError as fault:
        yield from fault.problems
        return
    for event in events:
        for name in event.measures:
            if measure_named(name, library) is not None:
                continue
            numbered = _NUMBERED.match(name)
            near: list[str] = [one for one in library.measures if numbered and one.startswith(f"{numbered[0]}-")]
            near = near or get_close_matches(name, library.measures, n=1, cutoff=_MISSPELT)
            if near:
                remedy = did_you_mean(name, near) or message(
                    "lawdata.known", "Known: {known}.", known=joined(near, "comma")
                )
                yield Problem(
                    where=event.where,
                    code="M118",
                    what=message("lawdata.no_measure", "no measure '{name}'.", name=name),
                    remedy=remedy,
                )


def is_within_days(event: Event, since: date | None, until: date | None) -> bool:
    """Tell whether an event lies in a span of days; one of a month counts with its first day."""
    return is_within(event.first, since, until)
