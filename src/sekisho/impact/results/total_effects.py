"""What moves a loss, with everything that acts together: total effects by cause, by exchanging one cause at a time.

A total effect is the share of the variance that would be left if everything but one cause were known. Causes that act
together count in each of them, so total effects add up to more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.materials.figure import Array
from sekisho.impact.results.variance_shares import STILL
from sekisho.impact.uncertainty.draws import COLUMNS, Draws, SpreadCause, draw

FEWEST: Final = 64
"""Draws below which an effect is not told: its error would be as large as any effect."""
MOST: Final = 128
"""Draws that are exchanged, and run under other rules: of a ban each effect is known to a seventh or so, as its error
says, and the runs cost a quarter of those of three readings. Twice as many make the error a third smaller."""
PART: Final = 4
"""Share of the draws of a run that are exchanged at most, one in so many: a rough run stays quick."""
RESAMPLES: Final = 200
"""Bootstrap samples: the error itself is then known to about a twentieth."""

Places = NDArray[np.intp]
Evaluate = Callable[[Array, Places], Array]
"""Quantiles, shape (n, columns), and the number of the reading of each, shape (n,); returns the losses, shape (n,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalEffect:
    """Share of the variance that a cause has a hand in, 0 to 1, and its standard error by bootstrap."""

    cause: SpreadCause
    total: float
    error: float


def count_of(draws: int, fewest: int = FEWEST) -> int:
    """Return how many draws are exchanged; 0 if they are too few to tell anything."""
    count = min(MOST, draws // PART)
    return count if count >= fewest else 0


def total_effects(
    evaluate: Evaluate, draws: Draws, losses: Array, causes: Mapping[str, SpreadCause]
) -> tuple[TotalEffect, ...]:
    """Return the total effect of each cause, the greatest first; none if nothing spreads or draws are few.

    Parameters
    ----------
    losses
        Loss of each draw under each reading; shape (readings, K).
    causes
        Column to its cause.

    Source
    ------
    Jansen (1999), Computer Physics Communications 117, 35; groups of columns as in Saltelli and others (2010), Computer
    Physics Communications 181, 259.
    """
    count, variance = count_of(draws.count), float(losses.var())
    if not count or variance <= STILL * float(np.square(losses.mean())):
        return ()
    random = np.random.default_rng(draws.seed)
    quantiles = draws.quantiles[:count]
    other = draw(count, draws.seed + 1).quantiles[random.permutation(count)]
    readings = np.arange(count) % len(losses)
    seen = losses[readings, np.arange(count)]
    gaps: dict[SpreadCause, Array] = {}
    for cause in dict.fromkeys(causes.values()):
        exchanged = quantiles.copy()
        for column in (COLUMNS.index(name) for name, of in causes.items() if of is cause):
            exchanged[:, column] = other[:, column]
        gaps[cause] = np.square(seen - evaluate(exchanged, readings)) / 2.0
    if len(losses) > 1:
        gaps[SpreadCause.READING] = losses[:, :count].var(axis=0)
    picks = random.integers(count, size=(RESAMPLES, count))
    varied = seen[picks].var(axis=1)
    effects = []
    for cause, gap in gaps.items():
        again = gap[picks].mean(axis=1)
        error = float((again[varied > 0] / varied[varied > 0]).std(ddof=1)) if (varied > 0).sum() > 1 else 0.0
        effects.append(TotalEffect(cause=cause, total=float(gap.mean()) / variance, error=error))
    return tuple(sorted(effects, key=lambda each: -each.total))
