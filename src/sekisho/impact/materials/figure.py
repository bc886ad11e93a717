"""A figure with its band, source, date and confidence: the only form in which a parameter enters the model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.sources import JUDGEMENT

Array = NDArray[np.float64]


class FigureConfidence(StrEnum):
    """How far a figure may be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is believed of one quantity.

    Half of the belief lies between low and central, half between central and high, and none outside.

    Parameters
    ----------
    unit
        Unit of the three numbers, in the words of the reference page.
    source
        Ids of sources of the data package, and `judgement` where the project's own judgement takes part.
    date
        Year, month or day of which the figure speaks.
    reason
        Why it is what it is, in one or two sentences.
    is_log
        Whether belief is spread evenly over ratios instead of differences, as for days of stock.
    """

    low: float
    central: float
    high: float
    unit: str
    source: tuple[str, ...]
    date: str
    confidence: FigureConfidence
    reason: str
    is_log: bool = False

    @property
    def is_weak(self) -> bool:
        """Whether it rests on judgement, or its confidence is low."""
        return JUDGEMENT in self.source or self.confidence is FigureConfidence.LOW

    def at(self, level: Array) -> Array:
        """Return the value below which a share `level` of the belief lies.

        Parameters
        ----------
        level
            Shares of belief, 0 to 1, of any shape; 0 gives low, 0.5 central, 1 high.

        Returns
        -------
        Array
            Values in the unit of the figure, of the shape of `level`; never falling in it.

        Examples
        --------
        >>> days = Figure(
        ...     low=25,
        ...     central=100,
        ...     high=400,
        ...     unit="days",
        ...     source=("judgement",),
        ...     date="2026",
        ...     confidence=FigureConfidence.LOW,
        ...     reason="An example.",
        ...     is_log=True,
        ... )
        >>> days.at(np.array([0.0, 0.25, 0.5, 1.0])).round(9).tolist()
        [25.0, 50.0, 100.0, 400.0]
        """
        points = (self.low, self.central, self.high)
        if self.is_log:
            return np.exp(np.interp(level, (0.0, 0.5, 1.0), np.log(points)))
        return np.interp(level, (0.0, 0.5, 1.0), points)

    def level_of(self, value: float) -> float:
        """Return the share of belief below a value, 0 to 1: what `at` takes to give it back."""
        points = (self.low, self.central, self.high)
        if self.is_log:
            return float(np.interp(np.log(max(value, self.low)), np.log(points), (0.0, 0.5, 1.0)))
        return float(np.interp(value, points, (0.0, 0.5, 1.0)))
