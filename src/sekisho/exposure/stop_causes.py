"""Which part stops a product first: followed down from the product to where a scarce material comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sekisho.exposure.part_outcomes import Curbs
from sekisho.exposure.product_outcomes import ProductOutcomes, parts_held
from sekisho.exposure.shortage_network import Network
from sekisho.exposure.time_to_stop import Availability, Stops, first_short
from sekisho.trade.bom.bill import Bill, Ints

EARLIEST = 0.05
"""Share of the draws that stop a product no later than the one that is followed: the lower end of its days."""


LATEST = 0.95
"""Share of the draws that stop it no later than the one that is followed for the upper end."""


def stopped_by(
    bill: Bill,
    curbs: Curbs,
    stakes: ProductOutcomes,
    availability: Availability,
    *,
    of: tuple[Network, Stops],
    share: float = EARLIEST,
) -> Mapping[int, tuple[int, ...]]:
    """Return, for each product that stops, the parts whose shortage stops it first, the gravest first.

    Parameters
    ----------
    of
        What is scarce and what that does: as far as it is certain, as far as a code points to it, or as far as may be.
    share
        Share of the draws that stop a product no later than the one that is followed.
    """
    network, stops = of
    if not len(network.products) or not availability.draws:
        return {}
    rank = int(share * (availability.draws - 1))
    draw = np.argsort(stops.survive, axis=0, kind="stable")[rank]
    day = stops.survive[draw, np.arange(len(network.products))]
    places = np.flatnonzero(day < availability.days)
    if not len(places):
        return {}
    draws, column = np.unique(draw[places], return_inverse=True)
    some = Availability(materials=availability.materials, share=availability.share[draws])
    feeds = _Feeds.of(network, first_short(network, some))
    every = _atoms_of_sets(network)
    parts: dict[int, list[int]] = {}
    for part, atom in zip(network.sources.tolist(), network.source_atom.tolist(), strict=True):
        parts.setdefault(atom, []).append(part)
    wanted: dict[int, frozenset[int]] = {}
    for place, at in zip(places.tolist(), column.tolist(), strict=True):
        short = [atom for atom in every[int(network.set_of[place])] if feeds.first[atom, at] == day[place]]
        fed = {feeds.source(atom, at) for atom in short}
        wanted[int(network.products[place])] = frozenset(part for atom in fed for part in parts.get(atom, ()))

    def gravity(part: int) -> tuple[int, int, int]:
        return -int(stakes.own_floor[part]), -int(stakes.own_ceiling[part]), part

    return {product: tuple(sorted(held, key=gravity)) for product, held in parts_held(bill, curbs, wanted).items()}


def _atoms_of_sets(network: Network) -> list[list[int]]:
    """List the atoms of each set."""
    count = len(network.sets[0]) if network.sets else 0
    return [[int(atoms[one]) for atoms in network.sets if len(atoms) > one] for one in range(count)]


@dataclass(slots=True, kw_only=True, eq=False)
class _Feeds:
    """What each atom is fed by, and when it is short.

    Parameters
    ----------
    first
        First day on which each atom is short; shape (atoms, draws).
    needs, groups
        For each atom that is fed by others, all that it needs, and of its alternatives the atoms of each choice.
    """

    first: Ints
    needs: dict[int, list[int]] = field(default_factory=dict)
    groups: dict[int, list[list[list[int]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, first: Ints) -> _Feeds:
        feeds = cls(first=first)
        for rung in network.rungs:
            for atom, children in zip(rung.atom.tolist(), _cut(rung.child, rung.starts), strict=True):
                feeds.needs[atom] = children
            choices = _cut(rung.choice_child, rung.choice_starts)
            bounds = [*rung.group_starts.tolist(), len(choices)]
            for atom, start, end in zip(rung.group_atom.tolist(), bounds, bounds[1:], strict=False):
                feeds.groups.setdefault(atom, []).append(choices[start:end])
        return feeds

    def source(self, atom: int, draw: int) -> int:
        """Return the atom through which the material comes in whose shortage reaches an atom first."""
        at = atom
        while fed := self._fed_by(at, draw):
            at = self._first_of(fed, draw)
        return at

    def _first_of(self, atoms: list[int], draw: int) -> int:
        """Return the atom that is short first."""
        return min((self._day(atom, draw), atom) for atom in atoms)[1]

    def _day(self, atom: int, draw: int) -> int:
        return int(self.first[atom, draw])

    def _fed_by(self, atom: int, draw: int) -> list[int]:
        """List what feeds an atom; of alternatives the choice that is short last, and of it what is short first."""
        feeding = list(self.needs.get(atom, ()))
        for choices in self.groups.get(atom, ()):
            firsts = [self._first_of(choice, draw) for choice in choices]
            days = [self._day(atom, draw) for atom in firsts]
            feeding.append(firsts[days.index(max(days))])
        return feeding


def _cut(values: NDArray[np.intp], starts: NDArray[np.intp]) -> list[list[int]]:
    """Cut an array where its pieces begin."""
    return [piece.tolist() for piece in np.split(values, starts[1:])] if len(starts) else []
