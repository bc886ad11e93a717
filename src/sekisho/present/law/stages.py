"""How far a measure or a clause has come, in words; days and spans of days, in words."""

from __future__ import annotations

from datetime import date

from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.stages import StageSpan
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure, StatusInterval
from sekisho.present.render.terminal import Ink, paint

OPEN = "◆"


def stage_says(stage: Stage, span: StatusInterval | None, *, begins: date | None = None) -> str:
    """Say a stage in words, with what it rests on.

    Parameters
    ----------
    begins
        First day of effect, told of what is published and does not apply yet.
    """
    first = f", {begins}" if begins else ""
    match stage:
        case Stage.UNPUBLISHED:
            return "not published"
        case Stage.PUBLISHED if span is not None:
            return f"published; {_pause(span)}, before its first day{first}"
        case Stage.PUBLISHED:
            return f"not yet in effect{f' (from {begins})' if begins else ''}"
        case Stage.SUSPENDED if span is not None:
            return _pause(span)
        case Stage.UNKNOWN if span is not None:
            return f"{OPEN} not known: {span.named}"
        case Stage.REPEALED:
            return "no longer applies"
        case _:
            return str(stage).replace("_", " ")


def _pause(span: StatusInterval) -> str:
    through = f" through {span.until}" if span.until else ""
    return f"suspended{through}{f' by {span.by}' if span.by else ''}"


def days_say(first: date, last: date | None) -> str:
    """Say a span of days.

    >>> days_say(date(2025, 11, 7), date(2026, 11, 10)), days_say(date(2026, 11, 11), None)
    ('2025-11-07 to 2026-11-10', '2026-11-11 on')
    """
    if last is None:
        return f"{first} on"
    return str(first) if first == last else f"{first} to {last}"


def stage_rows(spans: tuple[StageSpan, ...], measure: Measure, *, begins: date | None) -> list[tuple[str, str]]:
    """Return the stages of a measure or a clause as rows of days and words; an open one names its question."""
    rows: list[tuple[str, str]] = []
    for one in spans:
        says = stage_says(one.stage, one.span, begins=begins or measure.effective)
        if one.assumed and one.span is not None:
            state = "its text is open" if one.stage is Stage.UNKNOWN else str(one.stage).replace("_", " ")
            rows.append((days_say(one.first, one.last), f"{state}, assuming {one.span.named} = {one.assumed}"))
            continue
        if one.stage is Stage.UNKNOWN and one.span is not None:
            rows.append((days_say(one.first, one.last), paint(says, Ink.BLUE)))
            rows += [("", one.span.question), ("", assume_says(one.span))]
            continue
        rows.append((days_say(one.first, one.last), says))
    return rows


def assume_says(span: StatusInterval) -> str:
    """Say how a named unknown is set, and what each value makes of the measure.

    The values are those of the measure file, such as `lapsed (in force)`.
    """
    values = ", ".join(f"{value} ({_state(state)})" for value, state in span.values)
    return f"--assume {span.named}=VALUE: {values}"


def _state(state: str) -> str:
    return "text open" if state == "unknown" else str(state).replace("_", " ")


def horizon_says(library: Library) -> str:
    """Say up to which day sources were read."""
    return f"Library {library.version}: sources read to {library.horizon}. What was published since is not known here."


def library_data(library: Library) -> dict[str, str]:
    """Return which library was asked, as plain data."""
    return {"version": library.version, "hash": library.hash, "horizon": library.horizon.isoformat()}


def iso(day: date | None) -> str:
    """Write a day, or `open` for a span without end."""
    return day.isoformat() if day else "open"
