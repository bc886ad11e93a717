"""The days of some draws side by side, and what is handed over of them."""

from __future__ import annotations

from functools import partial

import numpy as np

from sekisho.impact.engine.compilation import compiled
from sekisho.impact.engine.lanes.arrays import (
    LARGE,
    DrawnLanes,
    PlanLanes,
    SectorLanes,
    copy,
    drawn_lanes,
    fill,
    firm_lanes,
    level_lanes,
    sector_lanes,
)
from sekisho.impact.engine.lanes.deliveries import allot
from sekisho.impact.engine.lanes.materials import (
    TURNED,
    keep_up,
    limit,
    receive_materials,
    run_down,
    set_firms,
    strain,
    use,
)
from sekisho.impact.engine.lanes.output import aim, look_ahead, lose, make, plan
from sekisho.impact.engine.lanes.stocks import ask, bind, fill_stocks, find_heads, put_together, restock, set_stocks
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, LaneArrays, RecorderArrays, Whole


@compiled
def set_lanes(
    drawn: DrawnLanes, sectors: SectorLanes, draws: DrawArrays, which: Whole, final: Floats, days: int
) -> int:
    """Put down what each lane draws of the economy; return the first day on which one of them is not normal."""
    start, at_last = days, sectors.final
    fill(sectors.waiting, at_last.dtype.type(0))
    fill(sectors.gone, at_last.dtype.type(0))
    for k in range(len(which)):
        d = which[k]
        start = min(start, draws.start[d])
        drawn.restoring[k], drawn.over[k], drawn.speed[k] = (
            draws.restoring[d], draws.overcapacity[d], draws.overtime_speed[d],
        )  # fmt: skip
        drawn.size[k], drawn.begin[k], drawn.leaving[k] = (
            draws.loss_size[d], draws.thrift_from[d], draws.exit_rate[d],
        )  # fmt: skip
        for i in range(len(final)):
            at_last[i, k] = final[i]
    return start


@compiled
def hand_over_day(kept: RecorderArrays, daily: Floats, which: Whole, day: int) -> None:
    """Hand over what a day loses."""
    for k in range(len(which)):
        kept.daily[which[k], day] = daily[k]


@compiled
def close_period(kept: RecorderArrays, lost: Floats, lanes_least: Floats, which: Whole, period: int) -> None:
    """Hand over what a period lost, and the least that was allowed in it; the next begins with nothing."""
    for k in range(len(which)):
        of_period, least = kept.lost[which[k], period], kept.least[which[k], period]
        for j in range(len(lost)):
            of_period[j] += lost[j, k]
            least[j] = min(least[j], lanes_least[j, k])
    fill(lost, 0.0)
    fill(lanes_least, lanes_least.dtype.type(1))


@partial(compiled, any_order=True)
def hand_over(
    kept: RecorderArrays, waiting: Floats, first_binding: Whole, first_short: Whole, firm_stock: Floats,
    weights: Floats, which: Whole,
) -> None:  # fmt: skip
    """Hand over what is left at the end, and first days."""
    for k in range(len(which)):
        d = which[k]
        for j in range(len(first_binding)):
            kept.waiting[d, j] = waiting[j, k]
            kept.first_binding[d, j] = min(kept.first_binding[d, j], first_binding[j, k])
        for p in range(len(first_short)):
            kept.stock_left[d, p] = 0
            kept.first_short[d, p] = min(kept.first_short[d, p], first_short[p, k])
            for b in range(len(weights)):
                kept.stock_left[d, p] += weights[b] * firm_stock[b, p, k]


@partial(compiled, entered=True, allocates=True)
def run_block(fixed: LaneArrays, draws: DrawArrays, kept: RecorderArrays, which: Whole) -> None:  # noqa: PLR0915 - the steps of a day
    """Run the draws `which` side by side, from the first day on which one of them is not normal."""
    sold, downstream, by_orders = fixed.sold, fixed.downstream, fixed.by_orders
    n, L, P, kind, days = len(sold), len(which), len(draws.sector), sold.dtype, len(fixed.periods)
    catch_up = fixed.catch_up if fixed.postponed > 0 else 0 * fixed.catch_up
    smoothing = fixed.smoothing if fixed.upstream else 0 * fixed.smoothing
    drawn, sectors, firms, levelling = (
        drawn_lanes(L, sold), sector_lanes(n, L, sold), firm_lanes(draws, L, sold), level_lanes(L, sold),
    )  # fmt: skip
    plans = PlanLanes(np.ones((n, L), kind), np.ones((n, L), kind), np.ones((n, L), kind))
    holding, scale, parts = np.ones((n, L), kind), np.ones((n, L), kind), np.zeros(n, kind)
    firm_stock, firm_first = np.zeros((len(draws.weights), P, L), kind), np.zeros((len(draws.weights), P, L), kind)
    arriving = np.zeros((TURNED, draws.arrivals.shape[0], L), kind)
    saving = np.zeros((TURNED, draws.saved.shape[0], L), kind)
    left_of = draws.of_saved if len(draws.of_saved) else np.arange(P)
    start = set_lanes(drawn, sectors, draws, which, fixed.final, days)
    set_stocks(holding, scale, draws, which, fixed.psi)
    set_firms(firms, firm_first, draws, which)
    strained, short, kinds = np.zeros(P, np.int64), np.zeros(n, np.int64), np.zeros((n, n), np.int64)
    row_of, sizes, head_of = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    rows = put_together(row_of, sizes, holding, not downstream)
    stock, orders = np.zeros((n if downstream else 1, n, L), kind), np.ones((n if downstream else 1, n, L), kind)
    bind(kinds, row_of, fixed.degree_of)
    find_heads(head_of, row_of)
    levels = np.full((fixed.tiers, n, L), kind.type(1 if by_orders else LARGE))
    covered = np.full((len(fixed.degrees), n, L), kind.type(LARGE))
    for i in range(n):
        ask(sectors.normal, sold, orders[0], i)
    if downstream:
        fill_stocks(stock, covered, kinds, row_of, holding, scale)
    copy(sectors.asked, sectors.normal)
    lost, daily, first_binding = np.zeros((n, L)), np.zeros(L), np.full((n, L), days)
    first_short = np.full((P, L), days)
    for day in range(days if P or start < days else 0):
        if P:
            receive_materials(firms, arriving, saving, drawn.begin, draws, which, day)
        if day < start:
            run_down(firms.taken, firms.thrift, firms.left, left_of, arriving[day % TURNED], draws.series)
            continue
        plan(
            sectors.planned, sectors.demand, sectors.overtime, sectors.least,
            draws.loss_profile[day] if len(draws.loss_profile) else fixed.no_profile, drawn.size,
        )  # fmt: skip
        if P:
            limit(
                sectors, firms, firm_stock, firm_first, strained, first_short, arriving[day % TURNED], left_of,
                drawn.leaving, draws, day,
            )  # fmt: skip
        make(sectors.output, sectors.planned, covered, fixed.degrees)
        if P:
            keep_up(
                firms.part, firms.net, firms.wanted, firms.need, firms.groups, draws.group_of,
                arriving[day % TURNED], draws.series, sectors.output, draws.sector,
            )  # fmt: skip
            use(firms.taken, firm_stock, firm_first, strained, firms.gap, firms.part, firms.net)
        lose(sectors.output, lost, daily, first_binding, fixed.value, day)
        hand_over_day(kept, daily, which, day)
        if day + 1 == days or fixed.periods[day + 1] != fixed.periods[day]:
            close_period(kept, lost, sectors.least, which, fixed.periods[day])
        if not downstream:
            copy(orders[0], plans.used)  # no stock stands between: what was ordered the day before is what was used
        allot(fixed, sectors, levelling, levels, parts, orders, row_of, short)
        aim(plans, sectors.output, sectors.planned, smoothing)
        rows = restock(
            fixed, sectors, plans, stock, orders, covered, levels, kinds, holding, scale, drawn.restoring, row_of,
            sizes, head_of, short, rows,
        )  # fmt: skip
        look_ahead(
            sectors.demand, sectors.overtime, sectors.final, sectors.asked, sectors.normal, sectors.output,
            sectors.waiting, drawn.over, drawn.speed, fixed.final, catch_up,
        )  # fmt: skip
    for p in range(P):
        if strained[p] == 0:
            strain(firm_stock, firm_first, firms.taken, p)
    hand_over(kept, sectors.waiting, first_binding, first_short, firm_stock, draws.weights, which)
