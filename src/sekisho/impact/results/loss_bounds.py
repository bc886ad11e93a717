"""Bounds of each draw's loss: what its own ceilings cost at the least, and the most that they can cost.

A run in which suppliers share out what they make by one level for all buyers can lose no more than the cascade of the
least ceilings so far: on every day a sector makes at least its ratio there. Rationing by orders keeps to no such bound;
a draw above it shows a rule that collapsed, and no finding about an economy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.economy import Economy
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.results.static_models import Links, links_of, lost, settled
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon

SLACK: Final = 1e-6
"""Per cent of annual GDP by which a loss may stand above its bound: rounding over some hundred days."""
FEW_ROUNDS: Final = 3
"""Rounds of a cascade after which nearly every draw is below it already; a guess, of the ban all but some are."""
Places = NDArray[np.intp]


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
    direct, orders, cascade = (bound(links_of(economy), least, horizon) for bound in (_direct, _orders, _cascade))
    return DrawBounds(direct=direct, orders=orders, cascade=cascade)


def loss_bounds(
    economy: Economy, totals: Sequence[Array], least: Sequence[Array], horizon: Horizon, head: int
) -> LossBounds:
    """Set the losses of all readings beside their bounds.

    Parameters
    ----------
    totals
        Loss of each draw by reading, per cent of annual GDP; shape (K,) each.
    least
        Least ceilings by reading, as `bounds_of_draws` takes them.
    head
        The reading whose bands are told.
    """
    bounds = bounds_of_draws(economy, least[head], horizon)
    above = [
        np.flatnonzero(total > bounds.cascade + SLACK)
        if reading == head
        else _draws_above(economy, total, least[reading], horizon)
        for reading, total in enumerate(totals)
    ]
    first = next((int(draws[0]) for draws in above if len(draws)), None)
    return LossBounds(
        direct=band(bounds.direct),
        orders=band(bounds.orders),
        cascade=band(bounds.cascade),
        draws=sum(len(total) for total in totals),
        draws_above=sum(len(draws) for draws in above),
        first_above=first,
    )


def _draws_above(economy: Economy, totals: Array, least: Array, horizon: Horizon) -> Places:
    """Return the draws that lose more than their cascade; it is worked out for those alone that lower bounds leave."""
    links, draws = links_of(economy), np.arange(len(totals))
    for bound in (_direct, _begun_cascade, _cascade):
        draws = draws[totals[draws] > bound(links, least[draws], horizon) + SLACK]
    return draws


def _direct(links: Links, least: Array, horizon: Horizon) -> Array:
    return _of_year(links, np.minimum(_falling(least), 1.0), horizon)


def _orders(links: Links, least: Array, horizon: Horizon) -> Array:
    return _settled(links, least, horizon, passed_on=False)


def _cascade(links: Links, least: Array, horizon: Horizon) -> Array:
    return _settled(links, least, horizon, passed_on=True)


def _begun_cascade(links: Links, least: Array, horizon: Horizon) -> Array:
    return _settled(links, least, horizon, passed_on=True, rounds=FEW_ROUNDS)


def _settled(links: Links, least: Array, horizon: Horizon, *, passed_on: bool, rounds: int | None = None) -> Array:
    ceilings = _falling(least)
    ratios = settled(links, ceilings.reshape(-1, ceilings.shape[2]), passed_on=passed_on, rounds=rounds)
    return _of_year(links, ratios.reshape(ceilings.shape), horizon)


def _falling(least: Array) -> Array:
    ceilings: Array = np.minimum.accumulate(least, axis=1)
    return ceilings


def _of_year(links: Links, ratios: Array, horizon: Horizon) -> Array:
    """Return what ratios of output by month cost, in per cent of annual GDP; shape (K,)."""
    cost: Array = lost(links, ratios) @ horizon.days_of_periods / DAYS_A_YEAR * 100.0
    return cost
