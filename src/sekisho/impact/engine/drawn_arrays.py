"""What is drawn, as arrays for a compiled kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.inputs import EngineDraws, MaterialUse
from sekisho.impact.engine.material_nests import grouping_of
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.numba_arrays import DrawArrays, Whole


def draw_arrays(
    setting: Setting,
    draws: EngineDraws,
    start: Whole,
    *,
    taken: Callable[[NDArray[Any]], Floats],
    daily: Callable[[NDArray[Any]], Floats] | None = None,
    dtype: str,
) -> DrawArrays:
    """Hand over what is drawn.

    Parameters
    ----------
    taken
        Takes the draws that run out of an array of all, in the precision of the kernel.
    daily
        Does so with what has days; None: as all else.
    dtype
        Of what no draw stands in: the profile of lost capacity, and the weights of materials.
    """
    daily = daily or taken
    profile, size = draws.capacity_loss or (np.zeros((0, 0)), np.zeros(draws.count))
    use = draws.materials or no_materials(draws.count)
    grouping = grouping_of(use, setting.switches.ceilings)
    series = np.arange(len(use.pair_sector)) if use.pair_arrivals is None else use.pair_arrivals
    return DrawArrays(
        start=start,
        holding=np.ascontiguousarray(setting.holding(taken(draws.inventory_days)), dtype),
        restoring=1 / taken(draws.restoration_days),
        psi=taken(draws.psi),
        overcapacity=taken(draws.overcapacity),
        overtime_speed=1 / taken(draws.overcapacity_days),
        loss_profile=np.ascontiguousarray(profile, dtype),
        loss_size=taken(size),
        exit_rate=taken(np.zeros(draws.count) if draws.exit_rate is None else draws.exit_rate),
        sector=np.ascontiguousarray(use.pair_sector, np.int64),
        group_of=grouping.group_of,
        nest_of=grouping.nest_of,
        sector_of=grouping.sector_of,
        series=np.ascontiguousarray(series, np.int64),
        phi=taken(use.phi),
        arrivals=daily(use.arrivals),
        thrift_max=taken(use.thrift_max if use.saved is None else np.ones_like(use.thrift_max)),
        thrift_days=taken(use.thrift_days),
        thrift_from=taken(use.thrift_from),
        saved=np.zeros((0, 0, 0), dtype) if use.saved is None else daily(use.saved),
        of_saved=np.ascontiguousarray(np.zeros(0) if use.pair_saved is None else use.pair_saved, np.int64),
        stock=taken(use.stock_days),
        weights=np.ascontiguousarray(use.weights, dtype),
    )


def no_materials(count: int) -> MaterialUse:
    """Materials of a run without any."""
    none = np.zeros((count, 0))
    return MaterialUse(
        pair_material=np.zeros(0, np.int64),
        pair_sector=np.zeros(0, np.int64),
        phi=none,
        arrivals=np.zeros((count, 0, 0)),
        thrift_max=none,
        thrift_days=none,
        thrift_from=np.zeros(count),
        stock_days=np.zeros((count, 0, 0)),
        weights=np.zeros(0),
    )
