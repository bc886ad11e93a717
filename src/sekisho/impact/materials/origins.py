"""Where each material comes from on each day of a cut: worked out once, for the loss, for imports and for the account.

Shares are of base use in the importing country: 1 is what its users take on a normal day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.parameters import Parameters
from sekisho.impact.materials.sector_pairs import Index, Pairs

FlowCuts = Array | Sequence[Array]
"""Share of the seller's flow that is cut, 0 to 1: shape (K or 1, T, F), a column a flow; or F of (K or 1, T), one
array for all flows that are cut alike."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialOrigins:
    """What comes from where of M materials, of which C are cut, in K draws over T days; shape (C, K, T) unless said.

    direct       = dependence x (1 - cut)
    through      = dependence x cut x leakage x passing, of the seller's origin, passed on by third countries
    lost         = dependence x cut - through
    alternative  = replaced x lost, from other sellers beyond what they send on a normal day
    others       = 1 - dependence, what other sellers send on a normal day

    Parameters
    ----------
    start
        First day on which any flow of a material is cut, T if none is; shape (K or 1, M).
    cut
        Numbers of the materials of which a flow is cut on some day; of the others nothing is lost or replaced.
    replaced
        Share of what is lost that other sellers replace.
    others, dependence
        Shape (M, K).
    """

    start: Index
    cut: Index
    direct: Array
    through: Array
    lost: Array
    replaced: Array
    others: Array
    dependence: Array

    @property
    def days(self) -> int:
        """T."""
        return int(self.lost.shape[2])

    @cached_property
    def alternative(self) -> Array:
        """What other sellers send beyond a normal day."""
        return np.asarray(self.replaced * self.lost)

    def of(self, number: int, of_cut: Array) -> Array:
        """Return the days of one of all materials out of those of the materials that are cut; shape (K, T)."""
        place = np.flatnonzero(self.cut == number)
        return np.asarray(of_cut[place[0]]) if len(place) else np.zeros(of_cut.shape[1:])


def flow_cuts(cut: FlowCuts) -> Sequence[Array]:
    """Return the cut of each flow, shape (K or 1, T)."""
    return [cut[:, :, at] for at in range(cut.shape[2])] if isinstance(cut, np.ndarray) else cut


def origins_of(pairs: Pairs, parameters: Parameters, cut: FlowCuts, passing: Array | None = None) -> MaterialOrigins:
    """Tell what arrives of each material by where it comes from.

    Parameters
    ----------
    passing
        Share of the leakage of each flow that no clause bars, 0 to 1; shape (K or 1, F). None: all of it.
    """
    cuts = flow_cuts(cut)
    draws, days, count = parameters.draws, cuts[0].shape[1], len(pairs.materials)
    dependence = np.ascontiguousarray(parameters["dependence"].T)
    firsts: dict[int, Index] = {}
    for column in cuts:
        if id(column) not in firsts:
            firsts[id(column)] = _first_day(column)
    start = np.full((len(cuts[0]), count), days, dtype=np.intp)
    for flow, material in enumerate(pairs.flow_material.tolist()):
        if pairs.flow_share[flow] > 0:
            np.minimum(start[:, material], firsts[id(cuts[flow])], out=start[:, material])
    is_cut = np.flatnonzero((start < days).any(axis=0))
    shape = (len(is_cut), draws, days)
    direct, through, lost, replaced = np.empty(shape), np.zeros(shape), np.zeros(shape), np.empty(shape)
    for place, at in enumerate(is_cut.tolist()):
        leakage, whole = parameters["leakage"][:, at], dependence[at][:, None]
        of = np.flatnonzero(pairs.flow_material == at)
        shares = pairs.flow_share[of] / pairs.flow_share[of].sum()
        missing = lost[place]  # becomes what is lost once what is passed on is taken off
        for flow, share in zip(of.tolist(), shares.tolist(), strict=True):
            if (firsts[id(cuts[flow])] < days).any():
                gone = cuts[flow] * share
                missing += gone
                through[place] += gone * (leakage if passing is None else leakage * passing[:, flow])[:, None]
        missing *= whole
        through[place] *= whole
        np.subtract(whole, missing, out=direct[place])
        missing -= through[place]
        replaced[place] = replaced_share(at, start[:, at, None].astype(float), days, parameters)
    return MaterialOrigins(
        start=start,
        cut=is_cut,
        direct=direct,
        through=through,
        lost=lost,
        replaced=replaced,
        others=1.0 - dependence,
        dependence=dependence,
    )


def replaced_share(number: int, start: Array, days: int, parameters: Parameters, territory: str | None = None) -> Array:
    """Return the share of what is lost of a material that other sellers replace, day by day; shape (K, T).

    Parameters
    ----------
    start
        First day of the cut; shape (K or 1, 1).
    territory
        Of the plants of one territory alone; None of all, named or not.
    """
    since = np.arange(days, dtype=float)[None, :]
    earliest = start + parameters["alternative_lag_days"][:, number, None]
    ramp, share = (parameters[f"alternative_{name}"][:, number] for name in ("ramp_days", "share"))
    plants = parameters.plants.get(number)
    if not plants:
        return share[:, None] * grown(since - earliest, ramp) * (territory in {None, ""})
    replaced = np.zeros((parameters.draws, days))
    for plant in plants:
        if territory in {None, plant.territory}:
            replaced += plant.share * grown(since - np.maximum(earliest, plant.day[:, None]), ramp)
    replaced *= share[:, None]
    return replaced


def grown(since: Array, ramp: Array) -> Array:
    """Share of its end that a growth has reached, 1 - exp(-t+ / ramp); `since` (K or 1, T), `ramp` (K,)."""
    found = np.maximum(since, 0.0) / -ramp[:, None]
    np.expm1(found, out=found)
    return np.negative(found, out=found)


def _first_day(gone: Array) -> Index:
    on = gone > 0
    return np.asarray(np.where(on.any(axis=1), on.argmax(axis=1), gone.shape[1]), dtype=np.intp)
