"""What the compiled kernel is given and gives back: arrays of the setting, of the draws, of what is kept."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.normalised_economy import Floats

Whole = NDArray[np.int64]
Number = float | np.floating[Any]


class SharedArrays(NamedTuple):
    """What all draws share; see `Setting` and `Switches`. An array that a run does not need is empty.

    `penalty` is 0 where an input binds fully and large elsewhere, shape (n, N), if most bind (`dense`). Other pairs
    that bind stand in `pair_user` and `pair_share`, those of product i from `pair_begin[i]` on.
    """

    sold: Floats
    split: Floats
    final: Floats
    home: Floats
    value: Floats
    penalty: Floats
    pair_begin: Whole
    pair_user: Whole
    pair_share: Floats
    tier_of_user: Whole
    periods: Whole
    dense: bool
    psi: bool
    downstream: bool
    upstream: bool
    user_tiers: int
    user_tier: int
    final_tier: int
    tiers: int
    by_orders: bool
    guaranteed: bool
    postponed: float
    catch_up: float
    smoothing: float
    switching: float


class LaneArrays(NamedTuple):
    """What all draws share where they run in lanes, in an economy of one region; see `SharedArrays`.

    `sold` has the shape (n, n). `degrees` are the degrees to which inputs bind, rising; `degree_of` says which of them
    a product has for a user, -1 where it does not bind, shape (n, n). `close` is what is left to hand out that counts
    as nothing. `home` is 1 where nothing is imported; `no_profile` is empty.
    """

    sold: Floats
    final: Floats
    home: Floats
    value: Floats
    degrees: Floats
    degree_of: Whole
    tier_of_user: Whole
    periods: Whole
    no_profile: Floats
    psi: bool
    downstream: bool
    upstream: bool
    final_tier: int
    tiers: int
    by_orders: bool
    guaranteed: bool
    postponed: float
    catch_up: float
    smoothing: float
    close: float


class DrawArrays(NamedTuple):
    """Numbers of K draws; see `EngineDraws`, `MaterialUse`, `Grouping`. `start` is the first day that is not normal.

    In lanes `arrivals` and `saved` have the shapes (A, K, T) and (S, K, T).
    """

    start: Whole
    holding: Floats
    restoring: Floats
    psi: Floats
    overcapacity: Floats
    overtime_speed: Floats
    loss_profile: Floats
    loss_size: Floats
    exit_rate: Floats
    sector: Whole
    group_of: Whole
    nest_of: Whole
    sector_of: Whole
    series: Whole
    phi: Floats
    arrivals: Floats
    thrift_max: Floats
    thrift_days: Floats
    thrift_from: Floats
    saved: Floats
    of_saved: Whole
    stock: Floats
    weights: Floats


class RecorderArrays(NamedTuple):
    """What is kept of each draw; see `Tally`."""

    lost: Floats
    least: Floats
    daily: Floats
    first_short: Whole
    first_binding: Whole
    stock_left: Floats
    waiting: Floats
