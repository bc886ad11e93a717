"""What the engine is given: draws of the economy's numbers, and of what becomes of each material."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import EngineError, Problem
from sekisho.impact.economy.economy import Economy
from sekisho.impact.economy.table import Array
from sekisho.message import message

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialUse:
    """P pairs of a material and a sector that cannot do without it, in K draws, over T days, in B strata of firms.

    Stocks and flows are in days of base use: 1 is what the pair uses on a normal day.

    Parameters
    ----------
    pair_material, pair_sector
        Which material, and which column of the economy; shape (P,). Pairs of one material in one sector are parts of
        the sector's output that do not overlap.
    phi
        Share of the sector's output that cannot ship without the material, 0 to 1; shape (K, P).
    arrivals
        What arrives on a day; shape (K, T, A). Without `pair_arrivals`, A = P.
    pair_arrivals
        Which series of arrivals a pair has, if several share one; shape (P,).
    pair_nest
        Number of the nest of a pair's material, for ceilings that are nested; shape (P,). None: each is its own.
    thrift_max, thrift_days
        Share of use that firms can save in the end, and the time constant of saving, days; shape (K, P).
    thrift_from
        Day from which firms save: 1 - need = thrift_max x (1 - exp(-(t - from)+ / days)); shape (K,).
    saved, pair_saved
        Share of use saved on each day, 0 to 1, shape (K, T, S), and which of them a pair has, shape (P,). None: as the
        three figures above say; else those count for nothing.
    stock_days
        Stock of a firm at the start, which is also the most that it keeps, days; shape (K, P, B).
    weights
        Share of the sector's use in each stratum; shape (B,), sum 1.
    """

    pair_material: Whole
    pair_sector: Whole
    phi: Array
    arrivals: Array
    pair_arrivals: Whole | None = None
    pair_nest: Whole | None = None
    thrift_max: Array
    thrift_days: Array
    thrift_from: Array
    stock_days: Array
    weights: Array
    saved: Array | None = None
    pair_saved: Whole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineDraws:
    """K draws; every array leads with K.

    Parameters
    ----------
    inventory_days
        Stock of each product that its users aim at, beyond the day's own need (under the psi rule, altogether), in
        days of base use; shape (K, n).
    restoration_days
        Time constant of restocking, days, 1 or more; shape (K,).
    psi
        Share of the target stock below which output falls, for the psi rule; shape (K,).
    overcapacity
        Most output by overtime, as a ratio of normal output, 1 or more; shape (K,).
    overcapacity_days
        Time constant of overtime, days; shape (K,).
    capacity_loss
        Profile of a loss of capacity, shape (T, N), and its size in each draw, shape (K,): their product is the
        share of capacity lost. None: no such loss.
    exit_rate
        Of the capacity that stands idle for want of materials, the share that leaves for good in a day, 0 to 1; shape
        (K,). None: none leaves.
    materials
        Materials that fall short. None: no such shortage.
    """

    inventory_days: Array
    restoration_days: Array
    psi: Array
    overcapacity: Array
    overcapacity_days: Array
    capacity_loss: tuple[Array, Array] | None = None
    exit_rate: Array | None = None
    materials: MaterialUse | None = None

    @property
    def count(self) -> int:
        """K, how many draws."""
        return len(self.inventory_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Expected:
    """What an array must be."""

    name: str
    values: NDArray[np.generic]
    shape: tuple[int, ...]
    low: float
    high: float


def check_draws(economy: Economy, draws: EngineDraws, days: int) -> None:
    """Refuse draws that do not fit the economy or lie out of range.

    Raises
    ------
    EngineError
        With all faults at once: array, what it is, what was expected.
    """
    problems = [problem for one in _expected(economy, draws, days) for problem in _faults(one)]
    use = draws.materials
    if use is not None and not problems:
        problems += _contradictions(use)
    if problems:
        raise EngineError(problems)


def _expected(economy: Economy, draws: EngineDraws, days: int) -> Iterator[_Expected]:
    K, n, N = draws.count, len(economy.sectors), len(economy.output)
    far = np.inf
    rows: dict[str, tuple[NDArray[np.generic], tuple[int, ...], float, float]] = {
        "inventory_days": (draws.inventory_days, (K, n), 0.0, far),
        "restoration_days": (draws.restoration_days, (K,), 1.0, far),
        "psi": (draws.psi, (K,), np.finfo(float).tiny, 1.0),
        "overcapacity": (draws.overcapacity, (K,), 1.0, far),
        "overcapacity_days": (draws.overcapacity_days, (K,), 1.0, far),
    }
    if draws.capacity_loss is not None:
        profile, size = draws.capacity_loss
        rows |= {
            "capacity_loss: profile": (profile, (days, N), 0.0, 1.0),
            "capacity_loss: size": (size, (K,), 0.0, far),
        }
    if draws.exit_rate is not None:
        rows["exit_rate"] = (draws.exit_rate, (K,), 0.0, 1.0)
    if draws.materials is not None:
        rows |= _of_materials(draws.materials, K, days, N)
    for name, (values, shape, low, high) in rows.items():
        yield _Expected(name=name, values=np.asarray(values), shape=shape, low=low, high=high)


def _of_materials(
    use: MaterialUse, K: int, days: int, N: int
) -> Mapping[str, tuple[NDArray[np.generic], tuple[int, ...], float, float]]:
    P, B, far = len(use.pair_sector), len(use.weights), np.inf
    A = np.shape(use.arrivals)[-1] if use.pair_arrivals is not None else P
    rows: dict[str, tuple[NDArray[np.generic], tuple[int, ...], float, float]] = {
        "materials: pair_material": (use.pair_material, (P,), 0.0, far),
        "materials: pair_sector": (use.pair_sector, (P,), 0.0, N - 1.0),
        "materials: phi": (use.phi, (K, P), 0.0, 1.0),
        "materials: arrivals": (use.arrivals, (K, days, A), 0.0, far),
        "materials: thrift_max": (use.thrift_max, (K, P), 0.0, 1.0),
        "materials: thrift_days": (use.thrift_days, (K, P), np.finfo(float).tiny, far),
        "materials: thrift_from": (use.thrift_from, (K,), -far, far),
        "materials: stock_days": (use.stock_days, (K, P, B), 0.0, far),
        "materials: weights": (use.weights, (B,), 0.0, 1.0),
    }
    if use.saved is not None and use.pair_saved is not None:
        rows["materials: saved"] = (use.saved, (K, days, np.shape(use.saved)[-1]), 0.0, 1.0)
        rows["materials: pair_saved"] = (use.pair_saved, (P,), 0.0, np.shape(use.saved)[-1] - 1.0)
    if use.pair_nest is not None:
        rows["materials: pair_nest"] = (use.pair_nest, (P,), 0.0, far)
    if use.pair_arrivals is not None:
        rows["materials: pair_arrivals"] = (use.pair_arrivals, (P,), 0.0, A - 1.0)
    return rows


def _faults(one: _Expected) -> Iterator[Problem]:
    where = f"draws: {one.name}"
    if one.values.shape != one.shape:
        yield Problem(
            where=where,
            what=message("impact.has_shape", "has the shape {shape}.", shape=str(one.values.shape)),
            remedy=message("error.expected_either", "Expected {choices}.", choices=str(one.shape)),
        )
        return
    values = one.values.astype(np.float64, copy=False)
    if not values.size or (values.min() >= one.low and values.max() <= one.high):  # neither holds of what is no number
        return
    bad = ~((values >= one.low) & (values <= one.high))
    if bad.any():
        first = tuple(int(axis[0]) for axis in np.nonzero(bad))
        what = message(
            "impact.numbers_out_of_range",
            "{n} numbers out of range, first {value} at {first}.",
            n=int(bad.sum()),
            value=f"{values[first]:g}",
            first=str(first),
        )
        yield Problem(
            where=where,
            what=what,
            remedy=message(
                "impact.expected_between", "Expected {low} to {high}.", low=f"{one.low:g}", high=f"{one.high:g}"
            ),
        )


def _contradictions(use: MaterialUse) -> Iterator[Problem]:
    total = float(use.weights.sum())
    if abs(total - 1) > 1e-9:  # noqa: PLR2004 - rounding
        yield Problem(
            where="draws: materials: weights",
            what=message("impact.sum_to", "sum to {total}.", total=f"{total:g}"),
            remedy=message("impact.expected_sum_1", "Expected shares that sum to 1."),
        )
