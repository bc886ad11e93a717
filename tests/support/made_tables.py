"""Economies that do not exist, and draws of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import EngineDraws, MaterialUse

Array = NDArray[np.float64]
DAYS = 365


def made_up_table(regions: int, sectors: int, seed: int) -> tuple[Array, Array, Array]:
    """Return flows, final demand and output of an economy that does not exist; it balances by construction."""
    rng = np.random.default_rng(seed)
    size = regions * sectors
    inputs = rng.uniform(0.2, 1.0, (size, size))
    inputs *= rng.uniform(0.3, 0.6, size) / inputs.sum(axis=0)
    final = rng.uniform(1.0, 5.0, size) * 1e6
    output = np.asarray(np.linalg.solve(np.eye(size) - inputs, final), dtype=np.float64)
    return np.asarray(inputs * output), final, output


def economy(regions: int = 1, sectors: int = 6, seed: int = 3, *, critical: float = 1.0) -> Economy:
    """Return such an economy by the day; every input binds as far as `critical` says."""
    flows, final, output = made_up_table(regions, sectors, seed)
    return Economy(
        regions=tuple(f"r{number}" for number in range(regions)),
        sectors=tuple(f"s{number}" for number in range(sectors)),
        flows=flows / DAYS,
        final=final / DAYS,
        output=output / DAYS,
        value_added_share=1.0 - flows.sum(axis=0) / output,
        critical=np.full((sectors, regions * sectors), critical),
        unit="million XXX",
        year=2020,
    )


def draws(economy: Economy, count: int = 1, seed: int | None = None, **others: Any) -> EngineDraws:  # noqa: ANN401
    """Return draws: BoARIO's defaults without a seed, else random ones."""
    n = len(economy.sectors)
    if seed is None:
        given: dict[str, Any] = {
            "inventory_days": np.full((count, n), 90.0),
            "restoration_days": np.full(count, 60.0),
            "psi": np.full(count, 0.8),
            "overcapacity": np.full(count, 1.25),
            "overcapacity_days": np.full(count, 365.0),
        }
    else:
        rng = np.random.default_rng(seed)
        given = {
            "inventory_days": rng.uniform(5.0, 60.0, (count, n)),
            "restoration_days": rng.uniform(2.0, 60.0, count),
            "psi": rng.uniform(0.6, 0.95, count),
            "overcapacity": rng.uniform(1.0, 1.3, count),
            "overcapacity_days": rng.uniform(90.0, 500.0, count),
        }
    return EngineDraws(**{**given, **others})


def capacity_shock(economy: Economy, size: float, days: int = DAYS) -> Array:
    """Return the loss of capacity of the first two sectors as BoARIO applies it: 90 days from day 6, then recovery."""
    found = np.zeros((days, len(economy.output)))
    for day in range(6, days):
        late = day - 2 - (5 + 90)
        found[day, :2] = np.round(size * (1.0 if late <= 0 else max(0.0, 1.0 - late / 30)), 6)
    return found


def materials(
    pairs: list[tuple[int, int]],
    *,
    phi: float = 0.5,
    cut: float = 0.6,
    stock: float = 30.0,
    thrift: float = 0.0,
    start: int = 0,
    days: int = DAYS,
    strata: tuple[float, ...] = (0.5, 1.0, 1.5),
    count: int = 1,
) -> MaterialUse:
    """Return pairs of material and sector that lose the same share of what arrives from a day on."""
    arrivals = np.ones((count, days, len(pairs)))
    arrivals[:, start:] = 1.0 - cut
    shape = (count, len(pairs))
    return MaterialUse(
        pair_material=np.array([material for material, _ in pairs]),
        pair_sector=np.array([sector for _, sector in pairs]),
        phi=np.full(shape, phi),
        arrivals=arrivals,
        thrift_max=np.full(shape, thrift),
        thrift_days=np.full(shape, 60.0),
        thrift_from=np.full(count, float(start)),
        stock_days=np.broadcast_to(stock * np.array(strata), (*shape, len(strata))).copy(),
        weights=np.full(len(strata), 1.0 / len(strata)),
    )
