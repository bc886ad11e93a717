"""Where each material comes from on each day of a cut: worked out once, for the loss, for imports and for the account.

Shares are of base use in the importing country: 1 is what its users take on a normal day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.parameters import Parameters
from sekisho.impact.materials.sector_pairs import Index, Pairs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaterialOrigins:
    """M materials in K draws over T days; arrays have the shape (M, K, T) unless they say otherwise.

    direct       = dependence x (1 - cut)
    through      = dependence x cut x leakage x passing, of the seller's origin, passed on by third countries
    lost         = dependence x cut - through
    alternative  = replaced x lost, from other sellers beyond what they send on a normal day
    others       = 1 - dependence, what other sellers send on a normal day

    Parameters
    ----------
    start
        First day on which any flow of a material is cut, T if none is; shape (K or 1, M).
    replaced
        Share of what is lost that other sellers replace; a material that is not cut has none to replace.
    others, dependence
        Shape (M, K).
    """

    start: Index
    direct: Array
    through: Array
    lost: Array
    replaced: Array
    others: Array
    dependence: Array

    @property
    def cut(self) -> Index:
        """Numbers of the materials of which a flow is cut on some day; of the others nothing is lost or replaced."""
        return np.flatnonzero((self.start < self.lost.shape[2]).any(axis=0))

    def alternative(self, materials: Index) -> Array:
        """What other sellers of some materials send beyond a normal day; shape (len(materials), K, T)."""
        return np.asarray(self.replaced[materials] * self.lost[materials])


def origins_of(pairs: Pairs, parameters: Parameters, cut: Array, passing: Array | None = None) -> MaterialOrigins:
    """Tell what arrives of each material by where it comes from.

    Parameters
    ----------
    cut
        Share of the seller's flow that is cut, 0 to 1; shape (K or 1, T, F), a column a flow of the pairs.
    passing
        Share of the leakage of each flow that no clause bars, 0 to 1; shape (K or 1, F). None: all of it.
    """
    draws, days, count = parameters.draws, cut.shape[1], len(pairs.materials)
    dependence = np.ascontiguousarray(parameters["dependence"].T)
    missing, through, replaced = (np.zeros((count, draws, days)) for _ in range(3))
    start = np.full((len(cut), count), days, dtype=np.intp)
    for at in range(count):
        of = np.flatnonzero(pairs.flow_material == at)
        shares = pairs.flow_share[of] / pairs.flow_share[of].sum()
        leakage = parameters["leakage"][:, at]
        for flow, share in zip(of.tolist(), shares.tolist(), strict=True):
            gone = cut[:, :, flow] * share
            if gone.any():
                missing[at] += gone
                through[at] += gone * (leakage if passing is None else leakage * passing[:, flow])[:, None]
                np.minimum(start[:, at], _first_day(gone), out=start[:, at])
        if (start[:, at] < days).any():
            replaced[at] = replaced_share(at, start[:, at, None].astype(float), days, parameters)
    missing *= dependence[:, :, None]
    through *= dependence[:, :, None]
    return MaterialOrigins(
        start=start,
        direct=dependence[:, :, None] - missing,
        through=through,
        lost=missing - through,
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
