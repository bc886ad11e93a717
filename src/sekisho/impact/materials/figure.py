"""A figure with its band, source, date and confidence: the only form in which a parameter enters the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.sources import JUDGEMENT

Array = NDArray[np.float64]
MIDDLE: Final = 0.5
"""Share of the belief that lies below the central number."""


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


def values_at(figures: Sequence[Figure], levels: Array) -> Array:
    """Return the values of several figures at once, each at its own levels of belief: what `Figure.at` returns of each.

    Parameters
    ----------
    levels
        Shares of belief, 0 to 1, a column a figure; shape (K, F).

    Returns
    -------
    Array
        Shape (K, F).
    """
    # Ends may be whole numbers, and logarithms in an array of those would lose what is behind the point.
    ends = [(figure.low, figure.central, figure.high) for figure in figures]
    points = np.array(ends, dtype=np.float64).reshape(-1, 3)
    is_log = np.array([figure.is_log for figure in figures], dtype=bool)
    points[is_log] = np.log(points[is_log])
    low, central, high = points.T
    # The same steps as those of np.interp, so that one figure alone gives the same to the last digit.
    below = (central - low) / MIDDLE * levels + low
    above = (high - central) / MIDDLE * (levels - MIDDLE) + central
    found: Array = np.where(levels < MIDDLE, below, above)
    np.copyto(found, np.broadcast_to(high, found.shape), where=levels >= 1)
    found[:, is_log] = np.exp(found[:, is_log])
    return found
