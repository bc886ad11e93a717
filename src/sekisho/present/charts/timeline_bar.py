"""A time line as bars of lengths in percent: which stage from when to when, drawn as SVG that scales to any width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MARGIN = timedelta(days=45)
"""Days that an open end is drawn beyond the last day that is known of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBar:
    """A stage as a bar; start and width in percent of the whole."""

    state: str
    first: str
    last: str
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Stages side by side, with the day of the law among them.

    Parameters
    ----------
    mark
        Where the day of the law stands, in percent; None if it lies outside.
    """

    bars: tuple[StageBar, ...]
    first: str
    last: str
    mark: float | None


def bars(stages: Sequence[Mapping[str, object]], *, day: date) -> Bars:
    """Draw stages to scale.

    >>> drawn = bars([{"first": "2025-01-01", "last": "open", "state": "in_force"}], day=date(2025, 1, 1))
    >>> drawn.bars[0].width, drawn.mark
    (100.0, 0.0)
    """
    if not stages:
        return Bars(bars=(), first="", last="", mark=None)
    begins = [date.fromisoformat(str(one["first"])) for one in stages]
    known = [date.fromisoformat(str(one["last"])) for one in stages if one["last"] != "open"]
    first, end = begins[0], max([*begins, *known, day]) + MARGIN
    whole = max(1, (end - first).days)

    def place(when: date) -> float:
        return round(100 * (when - first).days / whole, 3)

    found = []
    for one, start in zip(stages, begins, strict=True):
        open_ended = one["last"] == "open"
        last = end if open_ended else date.fromisoformat(str(one["last"])) + timedelta(days=1)
        found.append(
            StageBar(
                state=str(one["state"]),
                first=str(one["first"]),
                last="" if open_ended else str(one["last"]),
                start=place(start),
                width=round(place(last) - place(start), 3),
            )
        )
    mark = place(day)
    return Bars(bars=tuple(found), first=str(first), last=str(end), mark=mark if mark >= 0 else None)
