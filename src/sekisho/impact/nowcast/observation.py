"""One figure that somebody published of a curb: what it measures, when it was known, and how far it may be off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sekisho.impact.materials.figure import FigureConfidence


class ObservationKind(StrEnum):
    """What a figure measures."""

    FLOW = "flow"
    SHARE = "share"
    LICENCE = "licence"
    FIRM = "firm"
    OUTPUT = "output"
    PRICE = "price"
    ESTIMATE = "estimate"


class ObservedEvent(StrEnum):
    """What was reported without a number."""

    STOPPED = "stopped"
    PAUSED = "paused"
    APPROVED = "approved"
    NO_LOSS = "no_loss"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedSeries:
    """What is measured again and again, month by month.

    Parameters
    ----------
    importer
        ISO 3166 alpha-2.
    origin
        ISO 3166 alpha-2 of the country of which it tells; empty for all together, `*` where the figure tells of no
        trade with the importer.
    materials
        Ids of materials or groups; none for an index of output.
    form
        Name of a form of the material; empty for all.
    unit
        `t`, `USD`, `share`, or that of an index.
    """

    kind: ObservationKind
    importer: str
    origin: str
    materials: tuple[str, ...]
    form: str
    unit: str

    @property
    def id(self) -> str:
        """Its name in files, such as `flow JP CN rare-earths t`."""
        of = "+".join(self.materials) or "-"
        parts = (self.kind, self.importer, self.origin or "all", of, *((self.form,) if self.form else ()), self.unit)
        return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A row of an observation file.

    Parameters
    ----------
    where
        File and line.
    since, until
        First and last day of which it tells.
    known_by
        Day on which the figure was known: its vintage.
    variable
        What is measured, in words.
    value, low, high
        In the unit of its series; a share of 1 where the file has per cent. None where the row has no number.
    event
        What was reported, where the row has no number; None where nobody can tell.
    yearly, monthly
        Change against a year and a month before, as a share, where the row states it.
    error
        Standard error: a share of the value of a flow, a share of 1 of a share, points of an index.
    error_stated
        Whether the source stated it; if not, it is what this program assumes of such a figure.
    """

    id: str
    where: str
    series: ObservedSeries
    country: str
    period: str
    since: date
    until: date
    known_by: date
    variable: str
    value: float | None
    low: float | None
    high: float | None
    event: ObservedEvent | None
    yearly: float | None
    monthly: float | None
    error: float
    error_stated: bool
    source: str
    url: str
    confidence: FigureConfidence
    note: str

    @property
    def month(self) -> str:
        """Calendar month, `2026-01`, if it tells of one; else empty."""
        return self.period if len(self.period) == len("2026-01") else ""

    @property
    def figure(self) -> tuple[object, ...]:
        """What it is a figure of: of goods that are counted the series says so, whatever words stand beside it."""
        counted = self.series.kind in {ObservationKind.FLOW, ObservationKind.SHARE} and self.value is not None
        return (self.series, self.country, "" if counted else self.variable, self.since, self.until)


def of_vintage(observations: Iterable[Observation], day: date) -> tuple[Observation, ...]:
    """Return what was known on a day, of each series and period the last figure, in the order of the file."""
    last: dict[tuple[object, ...], Observation] = {}
    for row in observations:
        if row.known_by > day:
            continue
        if row.figure not in last or last[row.figure].known_by <= row.known_by:
            last[row.figure] = row
    latest = set(map(id, last.values()))
    return tuple(row for row in observations if id(row) in latest)
