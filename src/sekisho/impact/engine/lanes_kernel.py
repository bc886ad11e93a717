"""The recurrences of a day, compiled for many draws side by side: the draw runs along the last axis, in lanes.

The equations are those of `numpy_kernel`, for an economy of one region. A stock is gone through once a day: what was
ordered yesterday is worked out again from the stock, which has not changed since, so orders need no array; what the
stock covers tomorrow and what is ordered today are found in the same pass. Products share a row of stocks until a
supplier falls short in any lane.

Only `lanes_runner` imports this module, for it needs numba. All that is compiled here stands in this file, and calls
nothing compiled elsewhere: kept machine code is made anew when the file of the function that is called has changed,
and not when a file that it calls into has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, LaneArrays, Number, RecorderArrays, Whole

Function = TypeVar("Function", bound=Callable[..., Any])

BINDING = 0.99
"""Output below this ratio counts as bound."""
TINY, LARGE = 1e-30, 1e30
"""Instead of a division by zero, and of a cover or a level without end; both lie inside single precision."""
MATHS = {"reassoc", "contract", "nsz", "nnan"}
"""Sums may be taken in any order; a quotient of equal numbers must stay 1, so divisions are left alone."""


def compiled(function: Function) -> Function:
    """Compile a function; its machine code is kept between processes, and it lets other threads run."""
    return cast("Function", njit(cache=True, nogil=True, fastmath=MATHS, error_model="numpy")(function))


OUTPUT, DEMAND, PLANNED, OVERTIME, TARGET, ASKED, NORMAL, FINAL, WAITING, MET, LEAST, SHARE, NUMBERS = range(13)
"""Numbers of each user or supplier, a lane for each draw."""
FORMER_USED, FORMER_PLANNED, FORMER_TARGET, NOW_USED, NOW_PLANNED, NOW_TARGET, PLANS = range(7)
"""What orders are worked out from: of the day before, and of today."""
LEFT, KEEPS, WANTED, NEED, GOT, SHIPS, TAKEN, LACK, PART, NET, OF_GROUP, OF_NEST, PHI, THRIFT, DAYS, OF_FIRMS = range(
    16
)
"""Numbers of each pair of material and sector, of their groups and of nests of these; see `firm_stocks`."""
RESTORING, OVER, SPEED, SIZE, BEGIN, SUPPLY, ASKING, REST, BASE, CLAIM, TO_FINAL, OPEN, MISSING, NEW_LEVEL, SUM = range(
    15
)
OF_LANES = 15
"""Numbers of each lane: what is drawn, and what is worked out for one supplier after another."""

# ---------------------------------------------------------------------- materials


@compiled
def save(firms: Floats, begin: Floats, day: int) -> None:
    """Move on what is left of the gap to the thrift's end."""
    unit, zero, now = firms.dtype.type(1), firms.dtype.type(0), firms.dtype.type(day)
    for p in range(firms.shape[1]):
        left, keeps, length = firms[LEFT, p], firms[KEEPS, p], firms[DAYS, p]
        for k in range(len(left)):
            since = now - begin[k]
            if since <= zero:
                left[k] = unit
            elif since <= unit or day == 0:
                left[k] = np.exp(-since / length[k])
            else:
                left[k] *= keeps[k]


@compiled
def run_down(firms: Floats) -> None:
    """Run down the stocks of materials by a day on which no firm is short."""
    unit, zero = firms.dtype.type(1), firms.dtype.type(0)
    for p in range(firms.shape[1]):
        taken, got, thrift, left = firms[TAKEN, p], firms[GOT, p], firms[THRIFT, p], firms[LEFT, p]
        for k in range(len(taken)):
            taken[k] = max(taken[k] + (unit - thrift[k] * (unit - left[k])) - got[k], zero)


@compiled
def supply(firms: Floats, stock: Floats, weights: Floats, planned: Floats, sector: Whole) -> None:
    """Find what the lack of each pair takes of normal output, stratum by stratum."""
    unit, zero = firms.dtype.type(1), firms.dtype.type(0)
    for p in range(len(sector)):
        wanted, need, gap, lack, ships = (
            firms[WANTED, p],
            firms[NEED, p],
            firms[NET, p],
            firms[LACK, p],
            firms[SHIPS, p],
        )
        thrift, left, got, phi, plan = (
            firms[THRIFT, p],
            firms[LEFT, p],
            firms[GOT, p],
            firms[PHI, p],
            planned[sector[p]],
        )
        for k in range(len(need)):
            wanted[k] = max(plan[k], unit)
            need[k] = (unit - thrift[k] * (unit - left[k])) * wanted[k]
            gap[k] = need[k] - got[k]
            lack[k] = zero
        for b in range(len(weights)):
            weight, stored = weights[b], stock[b, p]
            for k in range(len(need)):
                lack[k] += weight * max(gap[k] - stored[k], zero)
        for k in range(len(need)):
            ships[k] = phi[k] * (lack[k] / need[k]) if lack[k] > zero else zero


@compiled
def cap(numbers: Floats, firms: Floats, group_of: Whole, nest_of: Whole, sector_of: Whole) -> None:
    """Cap planned output at what materials let ship; leave with each pair what its material lets ship."""
    unit, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    share, groups, nests = numbers[SHARE], firms[OF_GROUP], firms[OF_NEST]
    share[:], groups[:], nests[:] = unit, zero, unit
    lanes = share.shape[1]
    for p in range(len(group_of)):
        for k in range(lanes):
            groups[group_of[p], k] += firms[SHIPS, p, k]
    for g in range(len(nest_of)):
        for k in range(lanes):
            groups[g, k] = max(unit - groups[g, k], zero)
            nests[nest_of[g], k] = min(nests[nest_of[g], k], groups[g, k])
    for h in range(len(sector_of)):
        for k in range(lanes):
            share[sector_of[h], k] *= nests[h, k]
    for j in range(len(share)):
        planned = numbers[PLANNED, j]
        for k in range(lanes):
            planned[k] = min(planned[k], max(planned[k], unit) * share[j, k])
    for p in range(len(group_of)):
        for k in range(lanes):
            firms[SHIPS, p, k] = groups[group_of[p], k]


@compiled
def use(firms: Floats, stock: Floats, first: Floats, output: Floats, sector: Whole) -> None:
    """Take from firms' stocks what the day's output used."""
    unit, zero = firms.dtype.type(1), firms.dtype.type(0)
    for p in range(len(sector)):
        gap, part, net, output_of = firms[LACK, p], firms[PART, p], firms[NET, p], output[sector[p]]
        wanted, ships, need, got = firms[WANTED, p], firms[SHIPS, p], firms[NEED, p], firms[GOT, p]
        for k in range(len(gap)):
            could = wanted[k] * ships[k]
            part[k] = min(output_of[k] / could, unit) if could > zero else unit
            gap[k] = need[k] - got[k]
            net[k] = got[k] - need[k] * part[k]
        for b in range(len(stock)):
            stored, most = stock[b, p], first[b, p]
            for k in range(len(gap)):
                left = stored[k] + max(gap[k] - stored[k], zero) * part[k] + net[k]
                stored[k] = min(max(left, zero), most[k])


# ---------------------------------------------------------------------- output


@compiled
def plan(numbers: Floats, profile: Floats, size: Floats) -> None:
    """Plan to meet demand as far as capacity goes, and note what is allowed of normal output."""
    unit, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    for j in range(numbers.shape[1]):
        planned, demand, overtime, least = (
            numbers[PLANNED, j],
            numbers[DEMAND, j],
            numbers[OVERTIME, j],
            numbers[LEAST, j],
        )
        if len(profile) and profile[j] > 0:
            lost = numbers.dtype.type(profile[j])
            for k in range(len(planned)):
                left = max(unit - lost * size[k], zero)
                least[k] = min(least[k], left)
                planned[k] = min(demand[k], overtime[k] * left)
        else:
            for k in range(len(planned)):
                planned[k] = min(demand[k], overtime[k])


@compiled
def make(numbers: Floats, covered: Floats, degrees: Floats) -> None:
    """Make what is planned less what stocks do not cover, by the degree to which an input binds."""
    zero, large = numbers.dtype.type(0), numbers.dtype.type(LARGE)
    for j in range(numbers.shape[1]):
        output, planned = numbers[OUTPUT, j], numbers[PLANNED, j]
        output[:] = zero
        for v in range(len(degrees)):
            degree, cover = degrees[v], covered[v, j]
            for k in range(len(output)):
                output[k] = max(output[k], degree * (planned[k] - cover[k]))
                cover[k] = large
        for k in range(len(output)):
            output[k] = planned[k] - output[k]


@compiled
def lose(numbers: Floats, lost: Floats, daily: Floats, first_binding: Whole, value: Floats, day: int) -> None:
    """Add up what a day loses, in double precision."""
    unit, binding = numbers.dtype.type(1), numbers.dtype.type(BINDING)
    daily[:] = 0
    for j in range(numbers.shape[1]):
        output, total, worth, first = numbers[OUTPUT, j], lost[j], value[j], first_binding[j]
        for k in range(len(output)):
            loss = unit - output[k]
            total[k] += loss
            daily[k] += worth * loss
        for k in range(len(output)):
            if output[k] < binding and first[k] > day:
                first[k] = day


# ---------------------------------------------------------------------- deliveries


@compiled
def place(placed: Floats, plans: Floats, stock: Floats, holding: Floats, restoring: Floats) -> None:
    """Work out again what users ordered of a product the day before."""
    zero = placed.dtype.type(0)
    for j in range(len(placed)):
        into, stored = placed[j], stock[j]
        used, planned, target = plans[FORMER_USED, j], plans[FORMER_PLANNED, j], plans[FORMER_TARGET, j]
        for k in range(len(into)):
            gap = max(holding[k] * target[k] - stored[k], zero)
            into[k] = min(planned[k] + gap * restoring[k], used[k] + gap)


@compiled
def hand_out(total: Floats, level: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int) -> None:
    """Add up what users of a tier get up to a level; tier -1 stands for all."""
    zero = total.dtype.type(0)
    total[:] = zero
    for j in range(len(sold)):
        part = sold[j]
        if part > 0 and (tier < 0 or of_tier[j] == tier):
            order = placed[j]
            for k in range(len(total)):
                total[k] += part * min(order[k], level[k])


@compiled
def raise_level(
    lanes: Floats, supplied: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int, final: Number,
    close: Number,
) -> None:  # fmt: skip
    """Find the level at which the users of a tier, and final demand, are given what there is; see `rationing`.

    It is left in `NEW_LEVEL`; a lane rests as soon as it has its level.
    """
    zero = sold.dtype.type(0)
    level, missing, open_now, asked = lanes[NEW_LEVEL], lanes[MISSING], lanes[OPEN], lanes[ASKING]
    normal = final
    for j in range(len(sold)):
        if of_tier[j] == tier:
            normal += sold[j]
    if normal <= 0:
        level[:] = sold.dtype.type(LARGE)
        return
    for k in range(len(level)):
        level[k] = max(supplied[k] / normal, lanes[CLAIM, k])
    for _ in range(len(sold) + 2):
        missing[:], open_now[:] = supplied, zero
        for j in range(len(sold)):
            part = sold[j]
            if part > 0 and of_tier[j] == tier:
                order = placed[j]
                for k in range(len(level)):
                    missing[k] -= part * min(order[k], level[k])
                    open_now[k] += part if order[k] > level[k] else zero
        rises = 0
        for k in range(len(level)):
            if final > 0:
                missing[k] -= min(asked[k], level[k] * final)
                if asked[k] > level[k] * final:
                    open_now[k] += final
            if missing[k] > close and open_now[k] > close:
                level[k] += missing[k] / open_now[k]
                rises += 1
        if rises == 0:
            break


@compiled
def ration(  # noqa: C901, PLR0912, PLR0915 - the steps of one rule, compiled together
    levels: Floats, numbers: Floats, lanes: Floats, plans: Floats, stock: Floats, row_of: Whole, holding: Floats,
    placed: Floats, short: Whole, sold: Floats, final: Floats, tier_of_user: Whole, final_tier: int, downstream: bool,  # noqa: FBT001 - no keywords here
    guaranteed: bool, close: Number,  # noqa: FBT001
) -> None:  # fmt: skip
    """Share out what suppliers made that are short in some lane, up to a level for each tier; see `rationing`."""
    unit, zero, large = levels.dtype.type(1), levels.dtype.type(0), levels.dtype.type(LARGE)
    asked, supplied, left, base = lanes[ASKING], lanes[SUPPLY], lanes[REST], lanes[BASE]
    claim, to_final, level, given = lanes[CLAIM], lanes[TO_FINAL], lanes[NEW_LEVEL], lanes[SUM]
    for i in range(len(sold)):
        output, demand, met = numbers[OUTPUT, i], numbers[DEMAND, i], numbers[MET, i]
        some = 0
        for k in range(len(met)):
            some += output[k] < demand[k]
        if some == 0:
            if short[i]:
                levels[:, i], met[:] = large, unit
            short[i] = 0
            continue
        short[i] = 1
        of_supplier = sold[i]
        if downstream:
            place(placed, plans, stock[row_of[i]], holding[i], lanes[RESTORING])
        else:
            placed[:] = plans[FORMER_USED]
        whole = max(final[i], zero)
        normal = whole
        for j in range(len(of_supplier)):
            whole += of_supplier[j]
        for k in range(len(met)):
            asked[k] = max(numbers[FINAL, i, k], zero)
            lacks = demand[k] - output[k]
            supplied[k] = max(asked[k] + numbers[ASKED, i, k] - lacks, zero) if lacks > zero else zero
            claim[k] = supplied[k] / whole if guaranteed else zero
            left[k], to_final[k], base[k] = supplied[k], zero, zero
        if guaranteed:
            hand_out(given, claim, of_supplier, placed, tier_of_user, -1)
            for k in range(len(met)):
                left[k] = max(left[k] - given[k], zero)
        for tier in range(len(levels)):
            users = 0
            for j in range(len(of_supplier)):
                users += tier_of_user[j] == tier
            at = normal if tier == final_tier else zero
            if users == 0:
                if tier == final_tier:
                    for k in range(len(met)):
                        to_final[k] = min(asked[k], left[k])
                        left[k] -= to_final[k]
                continue
            if guaranteed:
                hand_out(base, claim, of_supplier, placed, tier_of_user, tier)
            for k in range(len(met)):
                supplied[k] = left[k] + base[k]
            raise_level(lanes, supplied, of_supplier, placed, tier_of_user, tier, at, close)
            for k in range(len(met)):
                if at > 0 and at * claim[k] > left[k]:
                    level[k] = claim[k]
                    to_final[k] = min(asked[k], left[k])
                elif at > 0:
                    to_final[k] = min(asked[k], level[k] * at)
            if tier + 1 < len(levels):
                hand_out(given, level, of_supplier, placed, tier_of_user, tier)
                for k in range(len(met)):
                    left[k] = max(supplied[k] - given[k], zero)
            for k in range(len(met)):
                levels[tier, i, k] = level[k] if output[k] < demand[k] else large
        for k in range(len(met)):
            met[k] = to_final[k] / asked[k] if asked[k] > zero and output[k] < demand[k] else unit


@compiled
def serve(levels: Floats, numbers: Floats, short: Whole) -> None:
    """Share out what was made in ratio to orders: `levels` are shares of the order here."""
    unit = levels.dtype.type(1)
    for i in range(numbers.shape[1]):
        output, demand, share, met = numbers[OUTPUT, i], numbers[DEMAND, i], levels[0, i], numbers[MET, i]
        some = 0
        for k in range(len(output)):
            share[k] = min(output[k] / demand[k], unit)
            met[k] = share[k]
        for k in range(len(output)):
            some += share[k] < unit
        short[i] = some > 0


@compiled
def let_wait(numbers: Floats, final: Floats, postponed: Number, catch_up: Number) -> None:
    """Let a share of final demand not met wait, and strike off what was caught up."""
    unit = numbers.dtype.type(1)
    for i in range(len(final)):
        waiting, met, normal = numbers[WAITING, i], numbers[MET, i], final[i]
        for k in range(len(waiting)):
            waiting[k] += postponed * (unit - met[k]) * normal - met[k] * waiting[k] / catch_up


@compiled
def aim(numbers: Floats, plans: Floats, smoothing: Number) -> None:
    """Take what today's orders are worked out from; targets move towards what is planned. 0: nothing follows output."""
    if smoothing > 0:
        plans[NOW_USED], plans[NOW_PLANNED] = numbers[OUTPUT], numbers[PLANNED]
        for j in range(numbers.shape[1]):
            target, planned = plans[NOW_TARGET, j], numbers[PLANNED, j]
            for k in range(len(target)):
                target[k] += (planned[k] - target[k]) / smoothing


# ---------------------------------------------------------------------- stocks and orders


@compiled
def move_up_to(
    stock: Floats, placed: Floats, covered: Floats, spare: Floats, numbers: Floats, plans: Floats, levels: Floats,
    kinds: Whole, home: Floats, tier_of_user: Whole, holding: Floats, scale: Floats, restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Move the stock of a short product by what is used and received; what is ordered is left in `placed`."""
    unit, zero = stock.dtype.type(1), stock.dtype.type(0)
    for j in range(len(stock)):
        stored, level, output, into = stock[j], levels[tier_of_user[j], i], numbers[OUTPUT, j], placed[j]
        cover = covered[kinds[j], j] if kinds[j] >= 0 else spare
        inside = home[j] if len(home) else unit
        outside = unit - inside
        former_used, former_planned, former_target = (
            plans[FORMER_USED, j],
            plans[FORMER_PLANNED, j],
            plans[FORMER_TARGET, j],
        )
        used, planned, target = plans[NOW_USED, j], plans[NOW_PLANNED, j], plans[NOW_TARGET, j]
        for k in range(len(stored)):
            gap = max(holding[k] * former_target[k] - stored[k], zero)
            order = min(former_planned[k] + gap * restoring[k], former_used[k] + gap)
            left = max(stored[k] - output[k], zero) + (inside * min(order, level[k]) + outside * order)
            stored[k] = left
            cover[k] = min(cover[k], left * scale[k])
            gap = max(holding[k] * target[k] - left, zero)
            into[k] = min(planned[k] + gap * restoring[k], used[k] + gap)


@compiled
def move_whole(
    stock: Floats, placed: Floats, covered: Floats, spare: Floats, numbers: Floats, plans: Floats, kinds: Whole,
    holding: Floats, scale: Floats, restoring: Floats,
) -> None:  # fmt: skip
    """Do the same for a row of which all users get what they ordered."""
    zero = stock.dtype.type(0)
    for j in range(len(stock)):
        stored, output, into = stock[j], numbers[OUTPUT, j], placed[j]
        cover = covered[kinds[j], j] if kinds[j] >= 0 else spare
        former_used, former_planned, former_target = (
            plans[FORMER_USED, j],
            plans[FORMER_PLANNED, j],
            plans[FORMER_TARGET, j],
        )
        used, planned, target = plans[NOW_USED, j], plans[NOW_PLANNED, j], plans[NOW_TARGET, j]
        for k in range(len(stored)):
            gap = max(holding[k] * former_target[k] - stored[k], zero)
            order = min(former_planned[k] + gap * restoring[k], former_used[k] + gap)
            left = max(stored[k] - output[k], zero) + order
            stored[k] = left
            cover[k] = min(cover[k], left * scale[k])
            gap = max(holding[k] * target[k] - left, zero)
            into[k] = min(planned[k] + gap * restoring[k], used[k] + gap)


@compiled
def move_by_orders(
    stock: Floats, placed: Floats, covered: Floats, spare: Floats, numbers: Floats, plans: Floats, share: Floats,
    kinds: Whole, home: Floats, holding: Floats, scale: Floats, restoring: Floats,
) -> None:  # fmt: skip
    """Do the same where all get the same share of their order, deliveries can be used, and used output is ordered."""
    unit, zero = stock.dtype.type(1), stock.dtype.type(0)
    for j in range(len(stock)):
        stored, output, into = stock[j], numbers[OUTPUT, j], placed[j]
        cover = covered[kinds[j], j] if kinds[j] >= 0 else spare
        inside = home[j] if len(home) else unit
        outside = unit - inside
        former_used, former_target = plans[FORMER_USED, j], plans[FORMER_TARGET, j]
        used, target = plans[NOW_USED, j], plans[NOW_TARGET, j]
        for k in range(len(stored)):
            order = former_used[k] + max(holding[k] * former_target[k] - stored[k], zero) * restoring[k]
            left = max(stored[k] + order * (inside * share[k] + outside) - output[k], zero)
            stored[k] = left
            cover[k] = min(cover[k], left * scale[k])
            into[k] = used[k] + max(holding[k] * target[k] - left, zero) * restoring[k]


@compiled
def hold_back(stock: Floats, covered: Floats, spare: Floats, kinds: Whole, holding: Floats, scale: Floats) -> None:
    """Refuse what is above the target, where orders do not follow output."""
    for j in range(len(stock)):
        stored, cover = stock[j], covered[kinds[j], j] if kinds[j] >= 0 else spare
        for k in range(len(stored)):
            stored[k] = min(stored[k], holding[k])
            cover[k] = min(cover[k], stored[k] * scale[k])


@compiled
def ask(asked: Floats, sold: Floats, placed: Floats) -> None:
    """Add up what users order of a product."""
    asked[:] = asked.dtype.type(0)
    for j in range(len(sold)):
        part, order = sold[j], placed[j]
        for k in range(len(asked)):
            asked[k] += part * order[k]


@compiled
def look_ahead(numbers: Floats, lanes: Floats, final: Floats, catch_up: Number) -> None:
    """See what is asked of each supplier for the next day, and of its overtime; `catch_up` 0: nothing waits."""
    unit, zero, tiny = numbers.dtype.type(1), numbers.dtype.type(0), numbers.dtype.type(TINY)
    most, speed = lanes[OVER], lanes[SPEED]
    for i in range(len(final)):
        asked, usual, demand, output = numbers[ASKED, i], numbers[NORMAL, i], numbers[DEMAND, i], numbers[OUTPUT, i]
        overtime, waiting, at_last = numbers[OVERTIME, i], numbers[WAITING, i], numbers[FINAL, i]
        for k in range(len(asked)):
            extra = asked[k] - usual[k]
            if catch_up > zero:
                again = waiting[k] / catch_up
                at_last[k] = final[i] + again
                extra += again
            demand[k] = max(unit + extra, tiny)
            lacks = max((demand[k] - output[k]) / demand[k], zero)
            overtime[k] += (lacks * (most[k] - unit) + unit - overtime[k]) * speed[k]


# ---------------------------------------------------------------------- run


@compiled
def put_together(row_of: Whole, sizes: Whole, holding: Floats, alike: bool) -> int:  # noqa: FBT001 - no keywords here
    """Give products that are held in the same days in all lanes, or all of them, one row; return how many rows."""
    rows = 0
    for i in range(len(holding)):
        row_of[i] = rows
        for earlier in range(i):
            if alike or (holding[earlier] == holding[i]).all():
                row_of[i] = row_of[earlier]
                break
        rows += row_of[i] == rows
        sizes[row_of[i]] += 1
    return rows


@compiled
def find_heads(head_of: Whole, row_of: Whole) -> None:
    """Find the first product of each row."""
    for i in range(len(row_of) - 1, -1, -1):
        head_of[row_of[i]] = i


@compiled
def bind(kinds: Whole, row_of: Whole, degree_of: Whole) -> None:
    """Say to which degree the rows of stock bind users: as the product of theirs that binds most."""
    kinds[:] = -1
    for i in range(len(row_of)):
        for j in range(degree_of.shape[1]):
            kinds[row_of[i], j] = max(kinds[row_of[i], j], degree_of[i, j])


@compiled
def run_block(fixed: LaneArrays, draws: DrawArrays, kept: RecorderArrays, which: Whole) -> None:  # noqa: C901, PLR0912, PLR0915
    """Run the draws `which` side by side, from the first day on which one of them is not normal.

    One long function, for tuples of arrays handed on would be compiled anew each time.
    """
    sold, home, tier_of_user, sector, series, weights = (
        fixed.sold, fixed.home, fixed.tier_of_user, draws.sector, draws.series, draws.weights,
    )  # fmt: skip
    n, L, P, B, kind = len(sold), len(which), len(draws.sector), len(draws.weights), sold.dtype
    days, by_orders, downstream = len(fixed.periods), fixed.by_orders, fixed.downstream
    catch_up = fixed.catch_up if fixed.postponed > 0 else 0 * fixed.catch_up
    smoothing = fixed.smoothing if fixed.upstream else 0 * fixed.smoothing
    profiled = len(draws.loss_profile) > 0
    lanes, numbers, plans = np.zeros((OF_LANES, L), kind), np.ones((NUMBERS, n, L), kind), np.ones((PLANS, n, L), kind)
    numbers[WAITING] = kind.type(0)
    holding, scale = np.ones((n, L), kind), np.ones((n, L), kind)
    firms, firm_stock, firm_first = (
        np.zeros((OF_FIRMS, P, L), kind), np.zeros((B, P, L), kind), np.zeros((B, P, L), kind),
    )  # fmt: skip
    start = days
    for k in range(L):
        d = which[k]
        start = min(start, draws.start[d])
        lanes[RESTORING, k], lanes[OVER, k] = draws.restoring[d], draws.overcapacity[d]
        lanes[SPEED, k], lanes[SIZE, k], lanes[BEGIN, k] = (
            draws.overtime_speed[d],
            draws.loss_size[d],
            draws.thrift_from[d],
        )
        for i in range(n):
            holding[i, k] = draws.holding[d, i]
            if fixed.psi:
                scale[i, k] = kind.type(1) / (kind.type(draws.psi[d]) * holding[i, k])
            numbers[FINAL, i, k] = fixed.final[i]
        for p in range(P):
            firms[PHI, p, k], firms[THRIFT, p, k], firms[DAYS, p, k] = (
                draws.phi[d, p], draws.thrift_max[d, p], draws.thrift_days[d, p],
            )  # fmt: skip
            firms[KEEPS, p, k] = np.exp(-kind.type(1) / firms[DAYS, p, k])
            for b in range(B):
                firm_first[b, p, k] = draws.stock[d, p, b]
    row_of, sizes = np.zeros(n, np.int64), np.zeros(n, np.int64)
    rows = put_together(row_of, sizes, holding, not downstream)
    stock = np.zeros((n if downstream else 1, n, L), kind)
    kinds, short = np.zeros((n, n), np.int64), np.zeros(n, np.int64)
    bind(kinds, row_of, fixed.degree_of)
    head_of = np.zeros(n, np.int64)
    find_heads(head_of, row_of)
    placed, spare = np.ones((n, L), kind), np.ones(L, kind)
    levels = np.full((fixed.tiers, n, L), kind.type(1 if by_orders else LARGE))
    covered = np.full((len(fixed.degrees), n, L), kind.type(LARGE))
    for i in range(n):
        ask(numbers[NORMAL, i], sold[i], placed)
        if downstream:
            row = row_of[i]
            for j in range(n):
                stock[row, j] = holding[i]
                if kinds[row, j] >= 0:
                    for k in range(L):
                        covered[kinds[row, j], j, k] = min(covered[kinds[row, j], j, k], holding[i, k] * scale[i, k])
    numbers[ASKED] = numbers[NORMAL]
    lost, daily, first_binding = np.zeros((n, L)), np.zeros(L), np.full((n, L), days)
    for day in range(days if P or start < days else 0):
        if P:
            for k in range(L):
                for p in range(P):
                    firms[GOT, p, k] = draws.arrivals[which[k], day, series[p]]
            if len(draws.of_saved):
                # Thrift is told day by day: of a gap of all use, what is not saved is left.
                for k in range(L):
                    for p in range(P):
                        firms[LEFT, p, k] = 1 - draws.saved[which[k], day, draws.of_saved[p]]
            else:
                save(firms, lanes[BEGIN], day)
        if day < start:
            run_down(firms)
            continue
        if day == start:
            for b in range(B):
                for p in range(P):
                    for k in range(L):
                        firm_stock[b, p, k] = max(firm_first[b, p, k] - firms[TAKEN, p, k], kind.type(0))
        plan(numbers, draws.loss_profile[day] if profiled else fixed.no_profile, lanes[SIZE])
        if P:
            supply(firms, firm_stock, weights, numbers[PLANNED], sector)
            for p in range(P):
                for k in range(L):
                    if firms[LACK, p, k] > 0 and kept.first_short[which[k], p] > day:
                        kept.first_short[which[k], p] = day
            cap(numbers, firms, draws.group_of, draws.nest_of, draws.sector_of)
            for j in range(n):
                for k in range(L):
                    numbers[LEAST, j, k] = min(numbers[LEAST, j, k], numbers[SHARE, j, k])
        make(numbers, covered, fixed.degrees)
        if P:
            use(firms, firm_stock, firm_first, numbers[OUTPUT], sector)
        lose(numbers, lost, daily, first_binding, fixed.value, day)
        for k in range(L):
            kept.daily[which[k], day] = daily[k]
        if day + 1 == days or fixed.periods[day + 1] != fixed.periods[day]:
            for k in range(L):
                of_period, least = kept.lost[which[k], fixed.periods[day]], kept.least[which[k], fixed.periods[day]]
                for j in range(n):
                    of_period[j] += lost[j, k]
                    least[j] = min(least[j], numbers[LEAST, j, k])
            lost[:], numbers[LEAST] = 0, kind.type(1)
        plans[FORMER_USED], plans[FORMER_PLANNED] = plans[NOW_USED], plans[NOW_PLANNED]
        plans[FORMER_TARGET] = plans[NOW_TARGET]
        if by_orders:
            serve(levels, numbers, short)
        elif downstream or fixed.postponed > 0:
            ration(
                levels, numbers, lanes, plans, stock, row_of, holding, placed, short, sold, fixed.final, tier_of_user,
                fixed.final_tier, downstream, fixed.guaranteed, fixed.close,
            )  # fmt: skip
        if fixed.postponed > 0:
            let_wait(numbers, fixed.final, fixed.postponed, fixed.catch_up)
        aim(numbers, plans, smoothing)
        if not downstream:
            for i in range(n):
                ask(numbers[ASKED, i], sold[i], plans[NOW_USED])
            look_ahead(numbers, lanes, fixed.final, catch_up)
            continue
        parted = False
        for i in range(n):
            if short[i] and sizes[row_of[i]] > 1:
                sizes[row_of[i]] -= 1
                stock[rows] = stock[row_of[i]]
                row_of[i], sizes[rows] = rows, 1
                rows += 1
                parted = True
        if parted:
            bind(kinds, row_of, fixed.degree_of)
            find_heads(head_of, row_of)
        for row in range(rows):
            i = head_of[row]
            of_home = home[i] if len(home) else fixed.no_home
            if by_orders:
                move_by_orders(
                    stock[row], placed, covered, spare, numbers, plans, levels[0, i], kinds[row], of_home, holding[i],
                    scale[i], lanes[RESTORING],
                )  # fmt: skip
            elif short[i]:
                move_up_to(
                    stock[row], placed, covered, spare, numbers, plans, levels, kinds[row], of_home, tier_of_user,
                    holding[i], scale[i], lanes[RESTORING], i,
                )  # fmt: skip
            else:
                move_whole(
                    stock[row], placed, covered, spare, numbers, plans, kinds[row], holding[i], scale[i],
                    lanes[RESTORING],
                )  # fmt: skip
            if not fixed.upstream:
                hold_back(stock[row], covered, spare, kinds[row], holding[i], scale[i])
            for other in range(i, n):
                if row_of[other] == row:
                    ask(numbers[ASKED, other], sold[other], placed)
        look_ahead(numbers, lanes, fixed.final, catch_up)
    for k in range(L):
        d = which[k]
        for j in range(n):
            kept.waiting[d, j] = numbers[WAITING, j, k]
            kept.first_binding[d, j] = min(kept.first_binding[d, j], first_binding[j, k])
        for p in range(P):
            kept.stock_left[d, p] = 0
            for b in range(B):
                kept.stock_left[d, p] += weights[b] * firm_stock[b, p, k]
