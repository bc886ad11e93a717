"""An economy in ratios to the normal day, as the kernels need it: 1 is normal, whatever the unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import EngineError, Problem, did_you_mean
from sekisho.impact.economy.economy import Economy
from sekisho.impact.economy.table import Array
from sekisho.impact.engine.variants import Inventory, Rationing, Switches
from sekisho.message import message

Floats = NDArray[np.floating[Any]]
"""Numbers in the precision of the run, float64 or float32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Ratios of an economy of m regions and n products; N = m x n suppliers, who are also the users.

    Parameters
    ----------
    sold
        Sales of supplier p to user j per unit of p's output; shape (n, m, N), by product, then region of the supplier.
    split
        Share of a region in what user j buys of product i inside the regions; shape (n, m, N), sum 1 over m.
    final
        Final demand per unit of output; shape (N,).
    home
        Share of product i that user j buys inside the regions; shape (n, N), or None if it buys nothing elsewhere.
    critical
        How product i binds user j; shape (n, N), 0 where j uses none of it.
    base
        Normal use of product i by user j, unit a day; shape (n, N).
    user_tiers, users_by_tier
        Who is served when a supplier is short, 0 first: tiers that have users, and the users of each.
    final_tier
        The same for final demand.
    """

    regions: int
    products: int
    sold: Floats
    split: Floats
    final: Floats
    home: Floats | None
    critical: Floats
    base: Array
    output: Array
    value_added_share: Array
    user_tiers: tuple[int, ...]
    users_by_tier: tuple[slice | NDArray[np.int64], ...]
    final_tier: int
    switches: Switches

    @property
    def users(self) -> int:
        """N, users and suppliers."""
        return self.regions * self.products

    @property
    def tiers(self) -> int:
        """How many kinds of buyers are served one after another."""
        return max(*self.user_tiers, self.final_tier) + 1

    def by_product(self, values: Floats) -> Floats:
        """View values by supplier, shape (N, K), as product by region, shape (n, m, K)."""
        return values.reshape(self.regions, self.products, -1).swapaxes(0, 1)

    def holding(self, inventory_days: Floats) -> Floats:
        """Stock that users aim at, in days of use: under the physical rule with the day's own need in hand."""
        return inventory_days + (self.switches.inventory == Inventory.PHYSICAL)


def setting_of(economy: Economy, switches: Switches, dtype: str) -> Setting:
    """Take the ratios of an economy.

    Raises
    ------
    EngineError
        If a sector of the priority list is not one of the economy.
    """
    m, n = len(economy.regions), len(economy.sectors)
    N = m * n
    flows = economy.flows.reshape(m, n, N).swapaxes(0, 1)
    inside = flows.sum(axis=1)
    base = inside if economy.imports is None else inside + economy.imports
    output = economy.output.reshape(m, n).T[:, :, None]
    tier, final_tier = _tiers(economy, switches)
    some = economy.imports is not None and bool(economy.imports.any())
    return Setting(
        regions=m,
        products=n,
        sold=_ratios(flows, output, dtype),
        split=_ratios(flows, inside[:, None, :], dtype, instead=1 / m),
        final=np.ascontiguousarray(_ratio(economy.final, economy.output), dtype),
        home=np.ascontiguousarray(_ratio(inside, base, instead=1.0), dtype) if some else None,
        critical=np.ascontiguousarray(np.where((base > 0) & switches.binding, economy.critical, 0.0), dtype),
        base=base,
        output=economy.output,
        value_added_share=economy.value_added_share,
        user_tiers=tuple(int(one) for one in np.unique(tier)),
        users_by_tier=_users_by_tier(tier),
        final_tier=final_tier,
        switches=switches,
    )


def _ratios(part: Array, whole: Array, dtype: str, instead: float = 0.0) -> Floats:
    """Take ratios; numpy casts piece by piece, so a large table never stands in memory twice in double precision."""
    ratios = np.full(part.shape, instead, dtype)
    np.divide(part, whole, out=ratios, where=whole > 0)
    return ratios


def _ratio(part: Array, whole: Array, instead: float = 0.0) -> Array:
    part, whole = np.broadcast_arrays(part, whole)
    ratio = np.full(part.shape, instead)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio


def _tiers(economy: Economy, switches: Switches) -> tuple[NDArray[np.int64], int]:
    N = len(economy.output)
    match switches.rationing:
        case Rationing.CUSTOMARY | Rationing.BY_ORDERS:
            return np.zeros(N, np.int64), 0
        case Rationing.INTERMEDIATES_FIRST:
            return np.zeros(N, np.int64), 1
        case Rationing.FINAL_FIRST:
            return np.ones(N, np.int64), 0
        case Rationing.PRIORITY:
            return _by_priority(economy, switches.priority)


def _users_by_tier(tier: NDArray[np.int64]) -> tuple[slice | NDArray[np.int64], ...]:
    if (tier == tier[0]).all():
        return (slice(None),)
    return tuple(np.flatnonzero(tier == one) for one in np.unique(tier))


def _by_priority(economy: Economy, priority: tuple[str, ...]) -> tuple[NDArray[np.int64], int]:
    unknown = [code for code in priority if code not in economy.sectors]
    if unknown:
        raise EngineError(
            Problem(
                where="switches: priority",
                what=message("impact.unknown_sector", "unknown sector '{code}'.", code=code),
                remedy=did_you_mean(code, economy.sectors),
            )
            for code in unknown
        )
    last = len(priority)
    ranks = {code: rank for rank, code in enumerate(priority)}
    tier = [ranks.get(code, last) for code in economy.sectors] * len(economy.regions)
    return np.array(tier, np.int64), last
