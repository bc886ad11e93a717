"""Bounds of each draw's loss: what its own ceilings cost at the least, and the most that they can cost.

A run in which suppliers share out what they make by one level for all buyers can lose no more than the cascade of the
least ceilings so far: on every day a sector makes at least its ratio there. Rationing by orders keeps to no such bound;
a draw above it shows a rule that collapsed, and no finding about an economy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.economy.economy import Economy
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.results.static_models import links_of, lost, settled
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon

SLACK: Final = 1e-6
"""Per cent of annual GDP by which a loss may stand above its bound: rounding over some hundred days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossBounds:
    """What the ceilings of each draw cost without time and stocks, in per cent of annual GDP.

    Parameters
    ----------
    direct, orders, cascade
        Over the draws: no sector feels another's loss; orders fall; every shortage is passed on as well.
    draws, draws_above
        Draws that were compared, over all readings, and those of them that lose more than their own cascade.
    first_above
        The first of these, counted from 0 within its reading; None if there is none.
    """

    direct: QuantileBand
    orders: QuantileBand
    cascade: QuantileBand
    draws: int
    draws_above: int
    first_above: int | None

    @property
    def hold(self) -> bool:
        """Whether no draw loses more than its cascade."""
        return self.draws_above == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawBounds:
    """The bounds draw by draw, per cent of annual GDP; each has the shape (K,)."""

    direct: Array
    orders: Array
    cascade: Array


def bounds_of_draws(economy: Economy, least: Array, horizon: Horizon) -> DrawBounds:
    """Return what the ceilings of each draw cost.

    Parameters
    ----------
    least
        Least ceiling of each month, share of normal output; shape (K, months, N). A ceiling that rises again is taken
        as not having risen, for what was lost under it is not made good at once.

    Raises
    ------
    ConvergenceError
        If an iteration does not settle.
    """
    links, days = links_of(economy), horizon.days_of_periods
    ceilings = np.minimum.accumulate(least, axis=1)
    flat = ceilings.reshape(-1, ceilings.shape[2])

    def cost(ratio: Array) -> Array:
        of_year: Array = lost(links, ratio).reshape(ceilings.shape[:2]) @ days / DAYS_A_YEAR * 100.0
        return of_year

    return DrawBounds(
        direct=cost(np.minimum(flat, 1.0)),
        orders=cost(settled(links, flat, passed_on=False)),
        cascade=cost(settled(links, flat, passed_on=True)),
    )


def loss_bounds(totals: list[Array], bounds: list[DrawBounds], head: int) -> LossBounds:
    """Set the losses of all readings beside their bounds.

    Parameters
    ----------
    totals
        Loss of each draw by reading, per cent of annual GDP; shape (K,) each, as those in `bounds`.
    head
        The reading whose bands are told.
    """
    above = [np.flatnonzero(total > bound.cascade + SLACK) for total, bound in zip(totals, bounds, strict=True)]
    first = next((int(draws[0]) for draws in above if len(draws)), None)
    return LossBounds(
        direct=band(bounds[head].direct),
        orders=band(bounds[head].orders),
        cascade=band(bounds[head].cascade),
        draws=sum(len(total) for total in totals),
        draws_above=sum(len(draws) for draws in above),
        first_above=first,
    )
