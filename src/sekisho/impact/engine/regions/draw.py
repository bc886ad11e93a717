"""The days of one draw after another, and what is handed over of them."""

from __future__ import annotations

import numpy as np

from sekisho.impact.engine.compilation import compiled_in_turn as compiled
from sekisho.impact.engine.numba_arrays import DrawArrays, RecorderArrays, SharedArrays
from sekisho.impact.engine.regions.deliveries import share_what_was_made, turn
from sekisho.impact.engine.regions.materials import begin_firms, meet_materials, use
from sekisho.impact.engine.regions.numbers import (
    COVERED,
    FINAL,
    GONE,
    LACKING,
    LARGE,
    NUMBERS,
    OF_FIRMS,
    OUTPUT,
    ROW,
    WAITING,
)
from sekisho.impact.engine.regions.output import allow, look_ahead, lose, make, plan, work_over
from sekisho.impact.engine.regions.stocks import ask, begin, part_rows, turn_over


@compiled
def run_draws(fixed: SharedArrays, draws: DrawArrays, kept: RecorderArrays, first: int, last: int) -> None:
    """Run draws from `first` to before `last`, each from its first day that is not normal."""
    n, m, N = fixed.sold.shape
    P, B, kind = len(draws.sector), len(draws.weights), draws.holding.dtype
    catch_up = fixed.catch_up if fixed.postponed > 0 else 0 * fixed.catch_up
    smoothing = fixed.smoothing if fixed.upstream else 0 * fixed.smoothing
    switching = fixed.switching if m > 1 else 0 * fixed.switching
    none = np.zeros(0, kind)
    for k in range(first, last):
        numbers = np.ones((NUMBERS, N), kind)
        numbers[FINAL], numbers[WAITING], numbers[GONE] = fixed.final, kind.type(0), kind.type(0)
        asked, normal = np.zeros((fixed.user_tiers, N), kind), np.zeros((fixed.user_tiers, N), kind)
        served, met = np.ones((fixed.tiers, N), kind), np.ones(N, kind)
        stock, orders = np.zeros((2 * n, N), kind), np.zeros((2 * n, N), kind)
        places = np.zeros((3, 2 * n), np.int64)
        begin(draws.holding[k], places, stock, orders, not fixed.downstream)
        for i in range(n):
            ask(normal, fixed.sold[i], orders[places[ROW, i]], fixed.tier_of_user, i, n)
        numbers[COVERED] = kind.type(LARGE)
        asked[:] = normal
        firms, firm_stock = np.zeros((OF_FIRMS, P), kind), np.zeros((B, P), kind)
        begin_firms(firms, firm_stock, draws, k)
        for day in range(draws.start[k], len(fixed.periods)):
            profile = draws.loss_profile[day] if len(draws.loss_profile) else none
            period = fixed.periods[day]
            plan(numbers, profile, draws.loss_size[k])
            if P:
                meet_materials(numbers, firms, firm_stock, draws, kept.first_short[k], k, day)
            allow(kept.least[k, period], numbers[LACKING] if P else none, profile, draws.loss_size[k])
            make(numbers, stock, places, draws.holding[k], draws.psi[k], fixed)
            if P:
                use(firms, firm_stock, draws.stock[k], numbers[OUTPUT], draws.sector)
            kept.daily[k, day] = lose(kept.lost[k, period], kept.first_binding[k], numbers[OUTPUT], fixed.value, day)
            share_what_was_made(served, met, numbers, asked, orders, places, fixed)
            turn(numbers, smoothing, switching)
            part_rows(numbers, served, stock, orders, places, fixed)
            turn_over(numbers, served, asked, stock, orders, places, draws, fixed, k, day)
            look_ahead(numbers, asked, normal, fixed.final, catch_up)
            work_over(numbers, draws.overcapacity[k], draws.overtime_speed[k])
        kept.waiting[k] = numbers[WAITING]
        for p in range(P):
            kept.stock_left[k, p] = 0
            for b in range(B):
                kept.stock_left[k, p] += draws.weights[b] * firm_stock[b, p]
