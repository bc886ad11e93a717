"""A chunk of draws as a kernel takes it: the draw runs along the last axis, so that one step serves all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.inputs import EngineDraws, MaterialUse, Whole
from sekisho.impact.engine.material_nests import Grouping, grouping_of
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.variants import Ceilings


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialBatch:
    """Materials of a chunk: P pairs, A series of arrivals, B strata, K draws; see `MaterialUse`.

    Parameters
    ----------
    arrivals
        Shape (T, A, K); `series` says which one a pair has, shape (P,).
    keeps
        Share of the gap to the thrift's end that is left after a day, exp(-1 / thrift_days); shape (P, K).
    stock
        Stock at the start; shape (B, P, K): strata first, for most figures of a pair are the same in all of them.
    saved
        Share saved day by day, shape (T, S, K); `of_saved` says which one a pair has, shape (P,).
    """

    grouping: Grouping
    sector: Whole
    series: Whole
    phi: Floats
    arrivals: Floats
    thrift_max: Floats
    thrift_days: Floats
    thrift_from: Floats
    stock: Floats
    weights: Floats
    saved: Floats | None = None
    of_saved: Whole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Numbers of K draws; see `EngineDraws`.

    Parameters
    ----------
    holding
        Stock aimed at, days of use; shape (n, K).
    restoring, overtime_speed
        Shares of a gap that are closed in a day; shape (K,).
    loss_profile, loss_size
        Capacity lost: shape (T, N) and (K,).
    exit_rate
        Share of idle capacity that leaves in a day; shape (K,).
    """

    draws: NDArray[np.int64]
    holding: Floats
    restoring: Floats
    psi: Floats
    overcapacity: Floats
    overtime_speed: Floats
    loss_profile: Floats | None
    loss_size: Floats | None
    exit_rate: Floats | None
    materials: MaterialBatch | None

    @property
    def count(self) -> int:
        """K, how many draws."""
        return len(self.draws)


def batch_of(setting: Setting, draws: EngineDraws, chosen: NDArray[np.int64], dtype: str) -> Batch:
    """Take the chosen draws, in the precision of the run, with the draw along the last axis."""

    def taken(values: Floats) -> Floats:
        return np.ascontiguousarray(np.moveaxis(values[chosen], 0, -1), dtype)

    profile, size = draws.capacity_loss or (None, None)
    return Batch(
        draws=chosen,
        holding=setting.holding(taken(draws.inventory_days)),
        restoring=1 / taken(draws.restoration_days),
        psi=taken(draws.psi),
        overcapacity=taken(draws.overcapacity),
        overtime_speed=1 / taken(draws.overcapacity_days),
        loss_profile=None if profile is None else np.ascontiguousarray(profile, dtype),
        loss_size=None if size is None else taken(size),
        exit_rate=None if draws.exit_rate is None else taken(draws.exit_rate),
        materials=None
        if draws.materials is None
        else material_batch_of(draws.materials, setting.switches.ceilings, chosen, dtype),
    )


def material_batch_of(use: MaterialUse, ceilings: Ceilings, chosen: NDArray[np.int64], dtype: str) -> MaterialBatch:
    """Take the materials of the chosen draws."""

    def taken(values: Floats) -> Floats:
        return np.ascontiguousarray(np.moveaxis(values[chosen], 0, -1), dtype)

    series = np.arange(len(use.pair_sector)) if use.pair_arrivals is None else use.pair_arrivals
    return MaterialBatch(
        grouping=grouping_of(use, ceilings),
        sector=np.ascontiguousarray(use.pair_sector, np.int64),
        series=np.ascontiguousarray(series, np.int64),
        phi=taken(use.phi),
        arrivals=taken(use.arrivals),
        thrift_max=taken(use.thrift_max),
        thrift_days=taken(use.thrift_days),
        thrift_from=taken(use.thrift_from),
        stock=np.ascontiguousarray(taken(use.stock_days).swapaxes(0, 1)),
        weights=np.ascontiguousarray(use.weights, dtype),
        saved=None if use.saved is None else taken(use.saved),
        of_saved=use.pair_saved,
    )
