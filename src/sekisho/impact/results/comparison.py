"""What was observed beside what a run says of it: figure, band, ratio, and which figures lie outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sekisho.impact.results.bands import QuantileBand
from sekisho.law.model.term import Reading
from sekisho.message import Text

LEAST_MEDIAN: Final = 1e-12
"""Middle of a band below which no ratio to it is told: nothing was simulated."""


NO_CONFLICT: Final = 0.01
"""Chance below which the model did not think an observation possible."""


class Side(StrEnum):
    """Where a figure lies beside the 90 % interval of a run."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureComparison:
    """One figure beside what a run says of it.

    Parameters
    ----------
    id
        Of a row of an observation file; empty for a month of a statistical series.
    materials
        Ids of materials or groups; none for an index of output.
    form
        Name of a form, as an observation file names it; empty for all.
    hs
        Headings of six digits, of a series; none of an observation file.
    origin
        ISO 3166 alpha-2 of the country that it comes from, `XX` for all but the seller; empty for all together.
    counted_by
        Country whose customs counted it; empty where the file does not say.
    period
        As the file writes it; `2026-01` of a series.
    unit
        Of the figure, the band and the normal month: `t`, `share` or `points`.
    normal
        A normal month in the same unit, None where there is none.
    band
        Figures as they would be published, over the draws; None where the run says nothing.
    unused
        Why the run says nothing of it; None if it does.
    chance
        Chance, before any figure is counted, of one as far out; None where the figure weighs no draws.
    """

    id: str
    variable: str
    materials: tuple[str, ...]
    form: str
    hs: tuple[str, ...]
    origin: str
    counted_by: str
    period: str
    unit: str
    figure: float | None
    normal: float | None
    band: QuantileBand | None
    unused: Text | None
    chance: float | None = None

    @property
    def ratio(self) -> float | None:
        """The figure in shares of the middle of the band; None where there is nothing to compare."""
        if self.band is None or self.figure is None or abs(self.band.p50) < LEAST_MEDIAN:
            return None
        return self.figure / self.band.p50

    @property
    def side(self) -> Side | None:
        """Where it lies; None where the run says nothing."""
        if self.band is None or self.figure is None:
            return None
        if self.figure < self.band.p5:
            return Side.BELOW
        return Side.ABOVE if self.figure > self.band.p95 else Side.WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedReading:
    """What a reading weighs before and after the figures, and how they leave its draws.

    Parameters
    ----------
    effective
        Effective number of draws that the weights left.
    steps
        Degrees of tempering by which others were found; 0 without.
    """

    before: float
    after: float
    effective: float
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedLoss:
    """The loss of a run before and after the figures that weigh, over all readings by their weights.

    Parameters
    ----------
    before, after
        In per cent of annual GDP.
    """

    figures: int
    before: QuantileBand
    after: QuantileBand
    readings: Mapping[Reading, WeighedReading]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedComparison:
    """A file of observations, or of a statistical series, beside a run.

    Parameters
    ----------
    as_of
        Nothing that was known later is compared.
    layout
        What the file is: `observations`, or the publisher's layout of a series.
    rows
        In the order of the file; of a series by heading, origin and month.
    notes
        What a reader has to know of the figures, in sentences.
    weighed
        The loss after the figures; None of a publisher's series, which no draws are weighed by.
    """

    file: str
    as_of: date
    layout: str
    rows: tuple[FigureComparison, ...]
    notes: tuple[Text, ...] = ()
    weighed: WeighedLoss | None = None

    @property
    def compared(self) -> tuple[FigureComparison, ...]:
        """The figures of which the run says something."""
        return tuple(row for row in self.rows if row.side is not None)

    @property
    def outside(self) -> tuple[FigureComparison, ...]:
        """Those that lie outside the 90 % interval."""
        return tuple(row for row in self.compared if row.side is not Side.WITHIN)

    @property
    def conflicting(self) -> tuple[FigureComparison, ...]:
        """Those that weigh, and that the model did not think possible."""
        return tuple(row for row in self.rows if row.chance is not None and row.chance < NO_CONFLICT)
