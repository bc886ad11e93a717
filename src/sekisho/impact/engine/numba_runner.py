"""Hand a run to the compiled kernel."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine import lanes_runner
from sekisho.impact.engine.drawn_arrays import draw_arrays
from sekisho.impact.engine.inputs import EngineDraws
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.numba_arrays import DrawArrays, RecorderArrays, SharedArrays
from sekisho.impact.engine.recorder import LossRecorder
from sekisho.impact.engine.regions.draw import run_draws
from sekisho.impact.engine.regions.numbers import LARGE
from sekisho.impact.engine.variants import Inventory

DENSE = 0.3
"""Share of pairs that bind fully from which going through all of them is faster than through a list."""
PARTS = 4
"""Parts of the draws for each thread, so that none waits long for another."""


def run(
    setting: Setting, draws: EngineDraws, tally: LossRecorder, start: NDArray[np.int64], *, dtype: str, threads: int
) -> None:
    """Run all draws that do not stay normal, and tally what is lost; side by side where lanes have all its rules."""
    if lanes_runner.takes(setting):
        lanes_runner.run_in_lanes(setting, draws, tally, start, dtype=dtype, threads=threads)
        return
    fixed = _fixed(setting, tally, dtype)
    chosen = np.flatnonzero(start < len(tally.periods))
    kept = RecorderArrays(
        np.zeros((len(chosen), *tally.output_loss.shape[1:])),
        np.ones((len(chosen), *tally.output_loss.shape[1:])),
        np.zeros((len(chosen), len(tally.periods))),
        tally.first_short[chosen],
        tally.first_binding[chosen],
        tally.stock_left[chosen],
        tally.waiting[chosen],
    )
    given = _draws(setting, draws, chosen, start[chosen], dtype)
    bounds = np.linspace(0, len(chosen), threads * PARTS + 1).astype(int).tolist()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(partial(run_draws, fixed, given, kept), bounds[:-1], bounds[1:]))
    tally.output_loss[chosen], tally.daily[chosen] = kept.lost, kept.daily
    tally.least_ceiling[chosen] = kept.least
    tally.first_short[chosen], tally.first_binding[chosen] = kept.first_short, kept.first_binding
    tally.stock_left[chosen], tally.waiting[chosen] = kept.stock_left, kept.waiting


def _fixed(setting: Setting, tally: LossRecorder, dtype: str) -> SharedArrays:
    switches, kind = setting.switches, np.dtype(dtype).type
    critical = setting.critical if switches.downstream else np.zeros_like(setting.critical)
    dense = bool((critical == 1).mean() > DENSE)
    listed = (critical > 0) & ~((critical == 1) & dense)
    product, user = np.nonzero(listed)
    tier_of_user = np.zeros(setting.users, np.int64)
    for tier, users in zip(setting.user_tiers, setting.users_by_tier, strict=True):
        tier_of_user[users] = tier
    some = dense and not (critical == 1).all()
    return SharedArrays(
        sold=setting.sold,
        split=setting.split if setting.regions > 1 else _none(dtype, 3),
        final=setting.final,
        home=_none(dtype, 2) if setting.home is None else setting.home,
        value=tally.value.astype(dtype),
        penalty=np.where(critical == 1, 0, LARGE).astype(dtype) if some else _none(dtype, 2),
        pair_begin=np.searchsorted(product, np.arange(setting.products + 1)),
        pair_user=np.ascontiguousarray(user),
        pair_share=critical[listed],
        tier_of_user=tier_of_user,
        periods=tally.periods,
        dense=dense,
        psi=switches.inventory == Inventory.PSI,
        downstream=switches.downstream,
        upstream=switches.upstream,
        user_tiers=len(setting.user_tiers),
        user_tier=setting.user_tiers[0],
        final_tier=setting.final_tier,
        tiers=setting.tiers,
        by_orders=switches.by_orders,
        guaranteed=switches.guaranteed,
        postponed=kind(switches.postponed_share),
        catch_up=kind(switches.catch_up_days),
        smoothing=kind(max(switches.smoothing_days, 1)),
        switching=kind(switches.switching_days),
    )


def _none(dtype: str, axes: int) -> Floats:
    return np.zeros((0,) * axes, dtype)


def _draws(
    setting: Setting, draws: EngineDraws, chosen: NDArray[np.int64], start: NDArray[np.int64], dtype: str
) -> DrawArrays:
    def taken(values: NDArray[Any]) -> Floats:
        whole = len(chosen) == draws.count
        return np.ascontiguousarray(values if whole else values[chosen], dtype)

    given = draw_arrays(setting, draws, start, taken=taken, dtype=dtype)
    return given._replace(stock=np.ascontiguousarray(np.moveaxis(given.stock, 1, 2)))
