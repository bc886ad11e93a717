"""When lines stop: availability of materials, draw by draw and day by day, through stocks and bills to revenue.

The seam to the national model is `Availability`: the same draws of the same materials, so that firm and country agree.
Every part is used at its usual pace until it runs short; a product runs at the pace of the scarcest of its needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.exposure.shortage_network import Network, Rung
from sekisho.trade.bom.bill import Floats

Array = NDArray[np.floating]
Ints = NDArray[np.int32]
WEEK: Final = 7
SHORT: Final = 1e-6
"""A part or product is short when this share of its usual pace, or more, is missing."""
CHUNK: Final = 64
"""Draws that are run together, so that a day of them fits the cache."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Availability:
    """How much of each material arrives, as a share of usual use.

    Parameters
    ----------
    materials
        Names of the materials.
    share
        a_m(t): share of the usual use of a material that arrives on a day, 0 to 1; shape (K, T, M): draws, days,
        materials.
    """

    materials: tuple[str, ...]
    share: Array

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.share.shape[0])

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.share.shape[1])


def stopped(materials: Sequence[str], *, days: int, of: int) -> Availability:
    """Return the plain case in which nothing of some materials arrives for so many of all days; one draw."""
    share = np.ones((1, days, len(materials)), dtype=np.float32)
    share[:, :of] = 0.0
    return Availability(materials=tuple(materials), share=share)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stops:
    """When products and parts are short; K draws, P products, S parts through which materials come in.

    Parameters
    ----------
    weekly
        Revenue that is not made, by week, in the currency of the bill; shape (K, weeks).
    lost_days
        Days of output that each product loses; shape (K, P).
    survive, recover
        First day on which a product is short, the number of days if it never is; and the day after the last one, 0 if
        it never is; shape (K, P).
    part_survive, part_recover
        The same for the parts through which materials come in, `Network.sources`; shape (K, S).
    days
        Days that were run; who is short on the last has not recovered.
    """

    weekly: Floats
    lost_days: Floats
    survive: Ints
    recover: Ints
    part_survive: Ints
    part_recover: Ints
    days: int

    @property
    def gap(self) -> Ints:
        """Days from the first to the last on which each product is short; shape (K, P)."""
        found: Ints = np.maximum(self.recover - self.survive, 0).astype(np.int32)
        return found


def run(network: Network, availability: Availability, *, chunk: int = CHUNK) -> Stops:
    """Run all draws day by day.

    Returns
    -------
    Stops
        Of every draw; nothing is averaged.
    """
    draws, days = availability.draws, availability.days
    weeks, groups = -(-days // WEEK), len(network.sets[0]) if network.sets else 0
    revenue = np.bincount(network.set_of, weights=network.revenue, minlength=groups)
    weekly = np.zeros((draws, weeks))
    of_sets = _Tally.of(groups, draws, days)
    of_sources = _Tally.of(len(network.source_atom), draws, days)
    for start in range(0, draws, chunk):
        here = slice(start, min(start + chunk, draws))
        share = np.ascontiguousarray(np.moveaxis(availability.share[here], 0, 2), dtype=np.float32)
        count = share.shape[2]
        own, sources = _Tally.of(groups, count, 0), _Tally.of(len(network.source_atom), count, 0)
        state = _State(network, count)
        for day in range(days):
            pace = state.step(day, share[day])
            missing = 1.0 - _scarcest(pace, network.sets)
            weekly[here, day // WEEK] += revenue @ missing
            own.see(day, missing)
            sources.see(day, 1.0 - pace[network.source_atom])
        of_sets.keep(here, own)
        of_sources.keep(here, sources)
    chosen = network.set_of
    return Stops(
        weekly=weekly,
        lost_days=of_sets.lost[chosen].T.astype(np.float64),
        survive=of_sets.first[chosen].T,
        recover=of_sets.end[chosen].T,
        part_survive=of_sources.first.T,
        part_recover=of_sources.end.T,
        days=days,
    )


def first_short(network: Network, availability: Availability) -> Ints:
    """Return the first day on which each atom is short, the number of days if it never is; shape (atoms, draws)."""
    share = np.ascontiguousarray(np.moveaxis(availability.share, 0, 2), dtype=np.float32)
    own, state = _Tally.of(len(network), availability.draws, 0), _State(network, availability.draws)
    for day in range(availability.days):
        own.see(day, 1.0 - state.step(day, share[day]))
    return own.first


@dataclass(slots=True, kw_only=True, eq=False)
class _Tally:
    """What is lost, the first day of shortage and the day after the last; arrays of shape (things, draws)."""

    lost: NDArray[np.float32]
    first: Ints
    end: Ints

    @classmethod
    def of(cls, things: int, draws: int, days: int) -> _Tally:
        shape = (things, draws)
        return cls(
            lost=np.zeros(shape, dtype=np.float32),
            first=np.full(shape, days, dtype=np.int32),
            end=np.zeros(shape, dtype=np.int32),
        )

    def see(self, day: int, missing: NDArray[np.float32]) -> None:
        """Take one day in: as long as nothing was lost, the first day of shortage is still to come."""
        short = missing > SHORT
        if short.any():
            np.add(self.lost, missing, out=self.lost, where=short)
            np.putmask(self.end, short, day + 1)
        self.first += self.lost <= 0

    def keep(self, here: slice, other: _Tally) -> None:
        """Take the tally of some draws in."""
        self.lost[:, here], self.first[:, here], self.end[:, here] = other.lost, other.first, other.end


def _scarcest(pace: NDArray[np.float32], sets: Sequence[NDArray[np.intp]]) -> NDArray[np.float32]:
    """Return the pace of each set of atoms, that of the scarcest of them; shape (sets, draws)."""
    if not sets:
        return np.zeros((0, pace.shape[1]), dtype=np.float32)
    found = pace[sets[0]]
    for atoms in sets[1:]:
        np.minimum(found[: len(atoms)], pace[atoms], out=found[: len(atoms)])
    return found


class _State:
    """Stocks of all atoms in some draws; arrays of shape (atoms, draws)."""

    def __init__(self, network: Network, draws: int) -> None:
        self.network = network
        self.full = network.stock.astype(np.float32)[:, None]
        self.stock = np.repeat(self.full, draws, axis=1)
        self.pace = np.ones((len(network), draws), dtype=np.float32)

    def step(self, day: int, share: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run one day, and return the pace of every atom, 0 to 1.

        Parameters
        ----------
        share
            What arrives of each material; shape (materials, draws).
        """
        network, pace = self.network, self.pace
        pace[:] = 1.0
        if len(network.use_atom):
            pace[network.use_atom] = np.minimum.reduceat(share[network.use_material], network.use_starts, axis=0)
        for rung in network.rungs:
            _need(pace, rung)
            atoms = rung.atoms
            supply = pace[atoms]
            supply[network.other_from[atoms] <= day] = 1.0
            have = self.stock[atoms] + supply
            used = np.minimum(have, 1.0)
            pace[atoms] = used
            self.stock[atoms] = np.minimum(have - used, self.full[atoms])
        return pace


def _need(pace: NDArray[np.float32], rung: Rung) -> None:
    """Slow atoms down to the scarcest of what they need; of alternatives the best choice counts."""
    if len(rung.child):
        pace[rung.atom] = np.minimum.reduceat(pace[rung.child], rung.starts, axis=0)
    if len(rung.choice_child):
        of_choice = np.minimum.reduceat(pace[rung.choice_child], rung.choice_starts, axis=0)
        best = np.maximum.reduceat(of_choice, rung.group_starts, axis=0)
        np.minimum.at(pace, rung.group_atom, best)
