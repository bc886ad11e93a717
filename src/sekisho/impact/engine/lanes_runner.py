"""Hand a run to the kernel that takes draws side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.drawn_arrays import draw_arrays
from sekisho.impact.engine.inputs import EngineDraws
from sekisho.impact.engine.lanes.block import run_block
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.numba_arrays import DrawArrays, LaneArrays, RecorderArrays, Whole
from sekisho.impact.engine.recorder import LossRecorder
from sekisho.impact.engine.variants import Inventory

Arrays = TypeVar("Arrays", LaneArrays, DrawArrays)
LANES = {"float64": 32, "float32": 64}
"""Draws side by side: the stocks of 56 sectors then take 0.8 MB, which stays in a core's cache."""
STEP = 8
"""Lanes are filled up to a multiple of this, which is what a register of 512 bits holds in double precision."""
MOST_DEGREES = 4
"""Degrees to which inputs bind that are followed apart; a table that has more of them runs draw by draw."""
CLOSE = {"float64": 1e-15, "float32": 1e-7}
"""What is left to hand out, per unit of normal output, that counts as nothing: the last digit of the precision."""


def takes(setting: Setting) -> bool:
    """Whether the lanes have all rules that a run needs; if not, draws run one after another."""
    return setting.regions == 1 and not setting.switches.compatible and len(_degrees(setting)) <= MOST_DEGREES


def run_in_lanes(
    setting: Setting, draws: EngineDraws, tally: LossRecorder, start: Whole, *, dtype: str, threads: int
) -> None:
    """Run all draws that do not stay normal, those that begin at about the same time side by side."""
    fixed, given = _of_one_kind(_fixed(setting, tally, dtype)), _of_one_kind(_draws(setting, draws, start, dtype))
    records = RecorderArrays(
        tally.output_loss,
        tally.least_ceiling,
        tally.daily,
        tally.first_short,
        tally.first_binding,
        tally.stock_left,
        tally.waiting,
    )
    order = np.argsort(start, kind="stable")
    order = order[start[order] < len(tally.periods)]
    blocks = np.array_split(order, _count_of_blocks(len(order), LANES[dtype], threads)) if len(order) else []
    if threads == 1:  # a thread of its own would take as long to start as some draws to run
        for block in blocks:
            run_block(fixed, given, records, block)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(partial(run_block, fixed, given, records), blocks))


def _of_one_kind(arrays: Arrays) -> Arrays:
    """Copy arrays that may not be written to: to numba they are of another type, for which it compiles all anew."""
    values: tuple[Any, ...] = arrays
    writable = (np.require(value, requirements="W") if isinstance(value, np.ndarray) else value for value in values)
    return type(arrays)._make(writable)


def _count_of_blocks(draws: int, lanes: int, threads: int) -> int:
    """As few blocks as lanes allow, and at least one for each thread if there are draws enough to fill them."""
    return max(-(-draws // lanes), min(threads, draws // STEP), 1)


def _degrees(setting: Setting) -> Floats:
    critical = setting.critical if setting.switches.downstream else np.zeros_like(setting.critical)
    degrees: Floats = np.unique(critical[critical > 0])
    return degrees


def _fixed(setting: Setting, tally: LossRecorder, dtype: str) -> LaneArrays:
    switches, kind, degrees = setting.switches, np.dtype(dtype).type, _degrees(setting)
    binds = (setting.critical > 0) & switches.downstream
    tier_of_user = np.zeros(setting.users, np.int64)
    for tier, users in zip(setting.user_tiers, setting.users_by_tier, strict=True):
        tier_of_user[users] = tier
    return LaneArrays(
        sold=np.ascontiguousarray(setting.sold[:, 0]),
        final=setting.final,
        home=np.ones((len(setting.final), setting.users), dtype) if setting.home is None else setting.home,
        value=tally.value.astype(dtype),
        degrees=degrees,
        degree_of=np.where(binds, np.searchsorted(degrees, setting.critical), -1),
        tier_of_user=tier_of_user,
        periods=tally.periods,
        no_profile=np.zeros(0),
        psi=switches.inventory == Inventory.PSI,
        downstream=switches.downstream,
        upstream=switches.upstream,
        final_tier=setting.final_tier,
        tiers=setting.tiers,
        by_orders=switches.by_orders,
        guaranteed=switches.guaranteed,
        postponed=kind(switches.postponed_share),
        catch_up=kind(switches.catch_up_days),
        smoothing=kind(max(switches.smoothing_days, 1)),
        close=kind(CLOSE[dtype]),
    )


def _draws(setting: Setting, draws: EngineDraws, start: Whole, dtype: str) -> DrawArrays:
    """Hand the draws over as they are; a lane takes its numbers in the precision of the run."""
    given = draw_arrays(setting, draws, start, taken=_doubles, daily=_by_series, dtype="float64")
    return given._replace(weights=np.ascontiguousarray(given.weights, dtype))


def _by_series(values: NDArray[Any]) -> Floats:
    """Put series first and days last, as they are worked out; from (K, T, A) to (A, K, T)."""
    return np.ascontiguousarray(np.moveaxis(values, 2, 0), np.float64)


def _doubles(values: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(values, np.float64)
