"""Why a curb costs less the longer it lasts: users save by price, and plants elsewhere open one after another.

Both are time lines that a run reads day by day. What users save is no share that somebody set: it is what scarcity is
worth, P^(-e), with P how dear a scarce material was at most, and e an elasticity that rises with the time one has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.sector_pairs import Index

HALF_YEAR: Final = 365 / 2
"""Days of the first elasticity on file, up to which no more is saved than the band of thrift says."""
AT_DAYS: Final = (0.0, HALF_YEAR, 365.0, 730.0)
"""Days at which elasticities are on file; on the first nothing is saved, and after the last no more is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantOpening:
    """When one plant of an alternative supplier can deliver.

    Parameters
    ----------
    share
        Its share of what alternatives replace in the end; those of a material sum to 1 at most.
    day
        Day from which it can, counted from the start of the horizon, below 0 if it could before; shape (K,).
    """

    territory: str
    share: float
    day: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceThrift:
    """What price makes users save; arrays of shape (K, M).

    Parameters
    ----------
    price_cap
        The most that the material costs, as a multiple of its normal price, 1 or more.
    elasticities
        Of 6, 12 and 24 months.
    share, ramp_days
        The band of the first half year: share saved in the end, and time constant, days.
    factor
        On the elasticities; 0 saves nothing.
    """

    price_cap: Array
    elasticities: tuple[Array, Array, Array]
    share: Array
    ramp_days: Array
    factor: float = 1.0

    def saved(self, start: Array, days: int) -> Array:
        """Return the share of use that is saved on each day, from the first day of a cut; shape (K, T, M).

        saved(t) = 1 - P^(-e(t)), e a line between the horizons on file. In the first half year it is at most
        share x (1 - exp(-t / ramp)), for a price persuades nobody faster than a part can be approved; what that held
        back is caught up with over the second half year. In memory days run along the last axis, where numpy is fast.

        Parameters
        ----------
        start
            First day on which the material is cut; shape (K or 1, M).
        """
        saved = np.empty((start.shape[1], len(self.price_cap), days))
        for material, into in enumerate(saved):  # one after another: what is worked on then stays in the core's cache
            _save(self.of(np.array([material])), start[:, material], into)
        return np.moveaxis(saved, 0, 2)

    def of(self, materials: Index) -> PriceThrift:
        """Return what price makes users save of some materials, by number."""
        six, twelve, two_years = (elasticity[:, materials] for elasticity in self.elasticities)
        return PriceThrift(
            price_cap=self.price_cap[:, materials],
            elasticities=(six, twelve, two_years),
            share=self.share[:, materials],
            ramp_days=self.ramp_days[:, materials],
            factor=self.factor,
        )


def _save(of: PriceThrift, start: Array, saved: Array) -> None:
    """Write what is saved of one material into `saved`, shape (K, T); `start` has the shape (K or 1,)."""
    days = saved.shape[1]
    since = np.maximum(np.arange(days, dtype=float)[None, :] - start[:, None], 0.0)
    _save_by_price(of, since, saved)
    early = min(days, int(start.max(initial=0.0) + HALF_YEAR) + 1)
    late = min(days, int(start.min(initial=float(days)) + HALF_YEAR))
    band, later = since[:, :early] <= HALF_YEAR, saved[:, late:].copy()
    soonest = of.share * -np.expm1(-since[:, :early] / of.ramp_days)
    np.minimum(saved[:, :early], soonest, out=saved[:, :early], where=band)
    if late < days:
        at_half = np.empty_like(of.share)
        _save_by_price(of, np.full((1, 1), HALF_YEAR), at_half)
        short = np.maximum(0.0, at_half - of.share * -np.expm1(-HALF_YEAR / of.ramp_days))
        later -= short * np.clip(2.0 - since[:, late:] / HALF_YEAR, 0.0, 1.0)
        np.maximum(later, 0.0, out=saved[:, late:], where=since[:, late:] > HALF_YEAR)


def _save_by_price(of: PriceThrift, since: Array, saved: Array) -> None:
    """Write what price alone saves of one material, days after the cut; shapes (K or 1, T) and (K, T)."""
    at = (np.zeros_like(of.price_cap), *of.elasticities)
    worth = -of.factor * np.log(of.price_cap)
    saved.fill(0.0)
    for number in range(1, len(AT_DAYS)):
        first, last = AT_DAYS[number - 1], AT_DAYS[number]
        if number > 1 and float(since.max(initial=0.0)) <= first:
            break
        part = since - first
        part *= 1.0 / (last - first)
        np.clip(part, 0.0, 1.0, out=part)
        saved += part * ((at[number] - at[number - 1]) * worth)
    np.expm1(saved, out=saved)
    np.negative(saved, out=saved)
