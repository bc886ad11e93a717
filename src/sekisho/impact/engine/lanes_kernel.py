"""The recurrences of a day, compiled for many draws side by side: the draw runs along the last axis, in lanes.

The equations are those of `numpy_kernel`, for an economy of one region. A stock is gone through once a day: what
arrives of yesterday's orders, what the stock covers tomorrow and what is ordered today are found in the same pass.
Products share a row of stocks until a supplier falls short in any lane, and the firms of a pair of material and sector
share one stock until one of them is short.

Rows of arrays are taken in functions without branches: behind a branch numba counts who holds each of them, day by day
and cell by cell, which took a sixth of the time.

Only `lanes_runner` imports this module, for it needs numba. All that is compiled here stands in this file, and calls
nothing compiled elsewhere: kept machine code is made anew when the file of the function that is called has changed,
and not when a file that it calls into has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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


def compiled(function: Function, *, entered: bool = False) -> Function:
    """Compile a function; its machine code is kept between processes, and it lets other threads run.

    Only what is `entered` can be called by Python: of the others, the code for that is not made.
    """
    alone: dict[str, Any] = {} if entered else {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast("Function", njit(cache=True, nogil=True, fastmath=MATHS, error_model="numpy", **alone)(function))


OUTPUT, DEMAND, PLANNED, OVERTIME, TARGET, ASKED, NORMAL, FINAL, WAITING, MET, LEAST, SHARE, GONE, NUMBERS = range(14)
"""Numbers of each user or supplier, a lane for each draw."""
FORMER_USED, NOW_USED, NOW_PLANNED, NOW_TARGET, PLANS = range(5)
"""What orders are worked out from today, and what was used the day before."""
(
    LEFT, KEEPS, WANTED, NEED, GOT, SHIPS, TAKEN, LACK, PART, NET, OF_GROUP, OF_NEST, PHI, THRIFT, DAYS, SMALLEST,
    OF_FIRMS,
) = range(17)  # fmt: skip
"""Numbers of each pair of material and sector, of their groups and of nests of these; see `firm_stocks`."""
(
    RESTORING, OVER, SPEED, SIZE, BEGIN, SUPPLY, ASKING, REST, BASE, CLAIM, TO_FINAL, OPEN, MISSING, NEW_LEVEL, SUM,
    LEAST_LEVEL, WAS_OPEN, LEAVING, OF_LANES,
) = range(19)  # fmt: skip
"""Numbers of each lane: what is drawn, and what is worked out for one supplier after another."""

# ---------------------------------------------------------------------- rows


@compiled
def fill(into: Floats, number: Number) -> None:
    """Set all of some rows to a number. Numba takes seconds to compile what a slice is set to, so it is done here."""
    for j in range(len(into)):
        row = into[j]
        for k in range(len(row)):
            row[k] = number


@compiled
def copy(into: Floats, of: Floats) -> None:
    """Set some rows to others."""
    for j in range(len(into)):
        row, other = into[j], of[j]
        for k in range(len(row)):
            row[k] = other[k]


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
def gather(into: Floats, of: Floats, which: Whole, day: int) -> None:
    """Take what the draws have of each series on a day, the draw along the last axis.

    A draw's series stand side by side, so each draw is gone to once, and not once for every pair that has the series.
    """
    for k in range(len(which)):
        series = of[which[k], day]
        for a in range(len(series)):
            into[a, k] = series[a]


@compiled
def arrive(firms: Floats, arriving: Floats, series: Whole) -> None:
    """Take what arrives on a day for each pair."""
    for p in range(len(series)):
        got, of_series = firms[GOT, p], arriving[series[p]]
        for k in range(len(got)):
            got[k] = of_series[k]


@compiled
def save_by_day(firms: Floats, saving: Floats, of_saved: Whole) -> None:
    """Take thrift that is told day by day: of a gap of all use, what is not saved is left."""
    unit = firms.dtype.type(1)
    for p in range(len(of_saved)):
        left, of_series = firms[LEFT, p], saving[of_saved[p]]
        for k in range(len(left)):
            left[k] = unit - of_series[k]


@compiled
def need_of(firms: Floats, planned: Floats, p: int, j: int) -> Number:
    """Find what a pair needs, and by how much at most that is above arrivals and the smallest stock of a firm."""
    unit, zero = firms.dtype.type(1), firms.dtype.type(0)
    wanted, need, gap, lack, ships = firms[WANTED, p], firms[NEED, p], firms[NET, p], firms[LACK, p], firms[SHIPS, p]
    thrift, left, got, plan = firms[THRIFT, p], firms[LEFT, p], firms[GOT, p], planned[j]
    smallest, taken = firms[SMALLEST, p], firms[TAKEN, p]
    most = -firms.dtype.type(LARGE)
    for k in range(len(need)):
        wanted[k] = max(plan[k], unit)
        need[k] = (unit - thrift[k] * (unit - left[k])) * wanted[k]
        gap[k] = need[k] - got[k]
        lack[k], ships[k] = zero, zero
        most = max(most, gap[k] + taken[k] - smallest[k])
    return most


@compiled
def strain(stock: Floats, first: Floats, firms: Floats, p: int) -> None:
    """Put down the stock of each stratum; before a firm was short, all used up the same."""
    zero, taken = stock.dtype.type(0), firms[TAKEN, p]
    for b in range(len(stock)):
        stored, most = stock[b, p], first[b, p]
        for k in range(len(taken)):
            stored[k] = max(most[k] - taken[k], zero)


@compiled
def lack_of(firms: Floats, stock: Floats, weights: Floats, p: int) -> None:
    """Find what the firms of a pair lack, and what that takes of normal output."""
    zero = firms.dtype.type(0)
    need, gap, lack, ships, phi = firms[NEED, p], firms[NET, p], firms[LACK, p], firms[SHIPS, p], firms[PHI, p]
    for b in range(len(weights)):
        weight, stored = weights[b], stock[b, p]
        for k in range(len(need)):
            lack[k] += weight * max(gap[k] - stored[k], zero)
    for k in range(len(need)):
        ships[k] = phi[k] * (lack[k] / need[k]) if lack[k] > zero else zero


@compiled
def supply(
    firms: Floats, stock: Floats, first: Floats, strained: Whole, weights: Floats, planned: Floats, sector: Whole
) -> None:
    """Find what the lack of each pair takes of normal output: stratum by stratum, if a firm was ever short of it."""
    for p in range(len(sector)):
        most = need_of(firms, planned, p, sector[p])
        if strained[p] == 0:
            if most <= 0:
                continue
            strained[p] = 1
            strain(stock, first, firms, p)
        lack_of(firms, stock, weights, p)


@compiled
def note_short(first_short: Whole, firms: Floats, day: int) -> None:
    """Note on which day the firms of a pair were short first."""
    for p in range(len(first_short)):
        lack, first = firms[LACK, p], first_short[p]
        for k in range(len(first)):
            first[k] = day if lack[k] > 0 and first[k] > day else first[k]


@compiled
def note_least(numbers: Floats) -> None:
    """Note the least that materials let ship of the output of each sector."""
    for j in range(numbers.shape[1]):
        least, share = numbers[LEAST, j], numbers[SHARE, j]
        for k in range(len(least)):
            least[k] = min(least[k], share[k])


@compiled
def leave(numbers: Floats, rate: Floats) -> None:
    """Hold what materials let ship to the capacity that is left; a part of what stands idle leaves for good."""
    unit, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    for j in range(numbers.shape[1]):
        ships, gone = numbers[SHARE, j], numbers[GONE, j]
        for k in range(len(ships)):
            ships[k] = min(ships[k], unit - gone[k])
            gone[k] += rate[k] * max(unit - ships[k] - gone[k], zero)


@compiled
def cap(numbers: Floats, firms: Floats, group_of: Whole, nest_of: Whole, sector_of: Whole, rate: Floats) -> None:
    """Cap planned output at what materials let ship; leave with each pair what its material lets ship."""
    unit, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    share, groups, nests = numbers[SHARE], firms[OF_GROUP], firms[OF_NEST]
    fill(share, unit)
    fill(groups, zero)
    fill(nests, unit)
    lanes = share.shape[1]
    for p in range(len(group_of)):
        of_group, takes = groups[group_of[p]], firms[SHIPS, p]
        for k in range(lanes):
            of_group[k] += takes[k]
    for g in range(len(nest_of)):
        of_group, of_nest = groups[g], nests[nest_of[g]]
        for k in range(lanes):
            of_group[k] = max(unit - of_group[k], zero)
            of_nest[k] = min(of_nest[k], of_group[k])
    for h in range(len(sector_of)):
        of_sector, of_nest = share[sector_of[h]], nests[h]
        for k in range(lanes):
            of_sector[k] *= of_nest[k]
    leave(numbers, rate)
    for j in range(len(share)):
        planned, of_sector = numbers[PLANNED, j], share[j]
        for k in range(lanes):
            planned[k] = min(planned[k], max(planned[k], unit) * of_sector[k])
    for p in range(len(group_of)):
        ships, of_group = firms[SHIPS, p], groups[group_of[p]]
        for k in range(lanes):
            ships[k] = of_group[k]


@compiled
def part_of(firms: Floats, output: Floats, p: int, j: int) -> None:
    """Find which part of their use the firms of a pair keep up, and what arrives beyond it."""
    unit, zero = firms.dtype.type(1), firms.dtype.type(0)
    gap, part, net, output_of = firms[LACK, p], firms[PART, p], firms[NET, p], output[j]
    wanted, ships, need, got = firms[WANTED, p], firms[SHIPS, p], firms[NEED, p], firms[GOT, p]
    for k in range(len(gap)):
        could = wanted[k] * ships[k]
        part[k] = min(output_of[k] / could, unit) if could > zero else unit
        gap[k] = need[k] - got[k]
        net[k] = got[k] - need[k] * part[k]


@compiled
def take(firms: Floats, p: int) -> None:
    """Add what all firms of a pair took from their stocks alike."""
    zero, taken, net = firms.dtype.type(0), firms[TAKEN, p], firms[NET, p]
    for k in range(len(taken)):
        taken[k] = max(taken[k] - net[k], zero)


@compiled
def take_by_stratum(firms: Floats, stock: Floats, first: Floats, p: int) -> None:
    """Move the stock of each stratum of a pair."""
    zero, gap, part, net = firms.dtype.type(0), firms[LACK, p], firms[PART, p], firms[NET, p]
    for b in range(len(stock)):
        stored, most = stock[b, p], first[b, p]
        for k in range(len(gap)):
            left = stored[k] + max(gap[k] - stored[k], zero) * part[k] + net[k]
            stored[k] = min(max(left, zero), most[k])


@compiled
def use(firms: Floats, stock: Floats, first: Floats, strained: Whole, output: Floats, sector: Whole) -> None:
    """Take from firms' stocks what the day's output used."""
    for p in range(len(sector)):
        part_of(firms, output, p, sector[p])
        if strained[p] == 0:
            take(firms, p)
        else:
            take_by_stratum(firms, stock, first, p)


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
        for k in range(len(output)):
            output[k] = zero
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
    for k in range(len(daily)):
        daily[k] = 0
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
def hand_out(total: Floats, level: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int) -> None:
    """Add up what users of a tier get up to a level; tier -1 stands for all."""
    zero = total.dtype.type(0)
    for k in range(len(total)):
        total[k] = zero
    for j in range(len(sold)):
        order, part = placed[j], sold[j] if tier < 0 or of_tier[j] == tier else zero
        for k in range(len(total)):
            total[k] += part * min(order[k], level[k])


@compiled
def hand_out_rest(
    missing: Floats, open_now: Floats, level: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int
) -> None:
    """Take off what users of a tier get up to a level, and add up what those buy who asked for more."""
    zero = missing.dtype.type(0)
    for j in range(len(sold)):
        order, part = placed[j], sold[j] if of_tier[j] == tier else zero
        for k in range(len(level)):
            missing[k] -= part * min(order[k], level[k])
            open_now[k] += part if order[k] > level[k] else zero


@compiled
def raise_level(
    lanes: Floats, supplied: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int, final: Number,
    close: Number, former: Floats,
) -> None:  # fmt: skip
    """Find the level at which the users of a tier, and final demand, are given what there is; see `rationing`.

    It is sought from the level of the day before and left in `NEW_LEVEL`. A lane has it as soon as a step passes no
    kink: the same buyers then get all that they ask for as before it.
    """
    zero, large = sold.dtype.type(0), sold.dtype.type(LARGE)
    level, missing, open_now, asked = lanes[NEW_LEVEL], lanes[MISSING], lanes[OPEN], lanes[ASKING]
    least, was_open, claim = lanes[LEAST_LEVEL], lanes[WAS_OPEN], lanes[CLAIM]
    normal = final
    for j in range(len(sold)):
        if of_tier[j] == tier:
            normal += sold[j]
    if normal <= 0:
        for k in range(len(level)):
            level[k] = large
        return
    for k in range(len(level)):
        least[k] = max(supplied[k] / normal, claim[k])
        level[k] = former[k] if former[k] > least[k] and former[k] < large else least[k]
        was_open[k] = -close
    for step in range(len(sold) + 2):
        for k in range(len(level)):
            missing[k], open_now[k] = supplied[k], zero
        hand_out_rest(missing, open_now, level, sold, placed, of_tier, tier)
        if final > 0:
            for k in range(len(level)):
                missing[k] -= min(asked[k], level[k] * final)
                open_now[k] += final if asked[k] > level[k] * final else zero
        moves = 0
        if step == 0:
            for k in range(len(level)):
                opens = open_now[k] > close
                stepped = level[k] + missing[k] / open_now[k] if opens else least[k]
                moved = abs(missing[k]) > close if opens else missing[k] < -close
                level[k] = max(stepped, least[k]) if moved else level[k]
                was_open[k] = open_now[k]
                moves += moved
        else:
            for k in range(len(level)):
                rises = missing[k] > close and open_now[k] > close and open_now[k] != was_open[k]
                level[k] += missing[k] / open_now[k] if rises else zero
                was_open[k] = open_now[k]
                moves += rises
        if moves == 0:
            break


@compiled
def ration(  # noqa: C901, PLR0912 - the steps of one rule, compiled together
    levels: Floats, numbers: Floats, lanes: Floats, plans: Floats, orders: Floats, row_of: Whole, short: Whole,
    sold: Floats, final: Floats, tier_of_user: Whole, final_tier: int, downstream: bool,  # noqa: FBT001 - no keywords here
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
                for k in range(len(met)):
                    met[k] = unit
                    for tier in range(len(levels)):
                        levels[tier, i, k] = large
            short[i] = 0
            continue
        short[i] = 1
        of_supplier = sold[i]
        placed = orders[row_of[i]] if downstream else plans[FORMER_USED]
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
            raise_level(lanes, supplied, of_supplier, placed, tier_of_user, tier, at, close, levels[tier, i])
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
        copy(plans[NOW_USED], numbers[OUTPUT])
        copy(plans[NOW_PLANNED], numbers[PLANNED])
        for j in range(numbers.shape[1]):
            target, planned = plans[NOW_TARGET, j], numbers[PLANNED, j]
            for k in range(len(target)):
                target[k] += (planned[k] - target[k]) / smoothing


# ---------------------------------------------------------------------- stocks and orders


@compiled
def move_up_to(
    stock: Floats, placed: Floats, covered: Floats, numbers: Floats, plans: Floats, levels: Floats,
    kinds: Whole, home: Floats, tier_of_user: Whole, holding: Floats, scale: Floats, restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Move the stock of a short product by what is used and received, and place new orders in `placed`."""
    unit, zero = stock.dtype.type(1), stock.dtype.type(0)
    for j in range(len(stock)):
        stored, level, output, into = stock[j], levels[tier_of_user[j], i], numbers[OUTPUT, j], placed[j]
        cover, inside = covered[kinds[j], j], home[j]
        outside = unit - inside
        used, planned, target = plans[NOW_USED, j], plans[NOW_PLANNED, j], plans[NOW_TARGET, j]
        for k in range(len(stored)):
            left = max(stored[k] - output[k], zero) + (inside * min(into[k], level[k]) + outside * into[k])
            stored[k] = left
            cover[k] = min(cover[k], left * scale[k])
            gap = max(holding[k] * target[k] - left, zero)
            into[k] = min(planned[k] + gap * restoring[k], used[k] + gap)


@compiled
def move_whole(
    stock: Floats, placed: Floats, covered: Floats, numbers: Floats, plans: Floats, kinds: Whole,
    holding: Floats, scale: Floats, restoring: Floats,
) -> None:  # fmt: skip
    """Do the same for a row of which all users get what they ordered."""
    zero = stock.dtype.type(0)
    for j in range(len(stock)):
        stored, output, into = stock[j], numbers[OUTPUT, j], placed[j]
        cover = covered[kinds[j], j]
        used, planned, target = plans[NOW_USED, j], plans[NOW_PLANNED, j], plans[NOW_TARGET, j]
        for k in range(len(stored)):
            left = max(stored[k] - output[k], zero) + into[k]
            stored[k] = left
            cover[k] = min(cover[k], left * scale[k])
            gap = max(holding[k] * target[k] - left, zero)
            into[k] = min(planned[k] + gap * restoring[k], used[k] + gap)


@compiled
def move_by_orders(
    stock: Floats, placed: Floats, covered: Floats, numbers: Floats, plans: Floats, share: Floats,
    kinds: Whole, home: Floats, holding: Floats, scale: Floats, restoring: Floats,
) -> None:  # fmt: skip
    """Do the same where all get the same share of their order, deliveries can be used, and used output is ordered."""
    unit, zero = stock.dtype.type(1), stock.dtype.type(0)
    for j in range(len(stock)):
        stored, output, into = stock[j], numbers[OUTPUT, j], placed[j]
        cover, inside = covered[kinds[j], j], home[j]
        outside = unit - inside
        used, target = plans[NOW_USED, j], plans[NOW_TARGET, j]
        for k in range(len(stored)):
            left = max(stored[k] + into[k] * (inside * share[k] + outside) - output[k], zero)
            stored[k] = left
            cover[k] = min(cover[k], left * scale[k])
            into[k] = used[k] + max(holding[k] * target[k] - left, zero) * restoring[k]


@compiled
def hold_back(stock: Floats, covered: Floats, kinds: Whole, holding: Floats, scale: Floats) -> None:
    """Refuse what is above the target, where orders do not follow output."""
    for j in range(len(stock)):
        stored, cover = stock[j], covered[kinds[j], j]
        for k in range(len(stored)):
            stored[k] = min(stored[k], holding[k])
            cover[k] = min(cover[k], stored[k] * scale[k])


@compiled
def ask(asked: Floats, sold: Floats, placed: Floats) -> None:
    """Add up what users order of a product."""
    zero = asked.dtype.type(0)
    for k in range(len(asked)):
        asked[k] = zero
    for j in range(len(sold)):
        part, order = sold[j], placed[j]
        for k in range(len(asked)):
            asked[k] += part * order[k]


@compiled
def ask_of(numbers: Floats, sold: Floats, placed: Floats, i: int) -> None:
    """Add up what users order of a product, and leave it with the product."""
    ask(numbers[ASKED, i], sold[i], placed)


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
            same = True
            for k in range(holding.shape[1]):
                same = same and holding[earlier, k] == holding[i, k]
            if alike or same:
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
    for row in range(len(kinds)):
        for j in range(kinds.shape[1]):
            kinds[row, j] = -1
    for i in range(len(row_of)):
        for j in range(degree_of.shape[1]):
            kinds[row_of[i], j] = max(kinds[row_of[i], j], degree_of[i, j])


@compiled
def set_lanes(lanes: Floats, numbers: Floats, draws: DrawArrays, which: Whole, final: Floats, days: int) -> int:
    """Put down what each lane draws of the economy; return the first day on which one of them is not normal."""
    start = days
    fill(numbers[WAITING], lanes.dtype.type(0))
    fill(numbers[GONE], lanes.dtype.type(0))
    for k in range(len(which)):
        d = which[k]
        start = min(start, draws.start[d])
        lanes[RESTORING, k], lanes[OVER, k], lanes[SPEED, k] = (
            draws.restoring[d], draws.overcapacity[d], draws.overtime_speed[d],
        )  # fmt: skip
        lanes[SIZE, k], lanes[BEGIN, k], lanes[LEAVING, k] = (
            draws.loss_size[d], draws.thrift_from[d], draws.exit_rate[d],
        )  # fmt: skip
        for i in range(len(final)):
            numbers[FINAL, i, k] = final[i]
    return start


@compiled
def set_stocks(holding: Floats, scale: Floats, draws: DrawArrays, which: Whole, psi: bool) -> None:  # noqa: FBT001 - no keywords here
    """Put down the stocks that lanes aim at, and what output a day of each covers."""
    unit = holding.dtype.type(1)
    for k in range(len(which)):
        d = which[k]
        for i in range(len(holding)):
            holding[i, k] = draws.holding[d, i]
            if psi:
                scale[i, k] = unit / (holding.dtype.type(draws.psi[d]) * holding[i, k])


@compiled
def set_firms(firms: Floats, first: Floats, draws: DrawArrays, which: Whole) -> None:
    """Put down what each lane draws of materials."""
    unit, large = firms.dtype.type(1), firms.dtype.type(LARGE)
    for k in range(len(which)):
        d = which[k]
        for p in range(firms.shape[1]):
            firms[PHI, p, k], firms[THRIFT, p, k], firms[DAYS, p, k] = (
                draws.phi[d, p], draws.thrift_max[d, p], draws.thrift_days[d, p],
            )  # fmt: skip
            firms[KEEPS, p, k] = np.exp(-unit / firms[DAYS, p, k])
            firms[SMALLEST, p, k] = large
            for b in range(len(first)):
                first[b, p, k] = draws.stock[d, p, b]
                firms[SMALLEST, p, k] = min(firms[SMALLEST, p, k], first[b, p, k])


@compiled
def fill_stocks(stock: Floats, covered: Floats, kinds: Whole, row_of: Whole, holding: Floats, scale: Floats) -> None:
    """Fill the stocks of all products, and find what they cover."""
    for i in range(len(holding)):
        row = row_of[i]
        for j in range(len(holding)):
            for k in range(holding.shape[1]):
                stock[row, j, k] = holding[i, k]
            if kinds[row, j] >= 0:
                for k in range(holding.shape[1]):
                    covered[kinds[row, j], j, k] = min(covered[kinds[row, j], j, k], holding[i, k] * scale[i, k])


@compiled
def receive_materials(
    firms: Floats, arriving: Floats, saving: Floats, lanes: Floats, draws: DrawArrays, which: Whole, day: int
) -> None:
    """Take what arrives of materials on a day, and what is saved of them."""
    gather(arriving, draws.arrivals, which, day)
    arrive(firms, arriving, draws.series)
    if len(draws.of_saved):
        gather(saving, draws.saved, which, day)
        save_by_day(firms, saving, draws.of_saved)
    else:
        save(firms, lanes[BEGIN], day)


@compiled
def hand_over_day(kept: RecorderArrays, daily: Floats, which: Whole, day: int) -> None:
    """Hand over what a day loses."""
    for k in range(len(which)):
        kept.daily[which[k], day] = daily[k]


@compiled
def close_period(kept: RecorderArrays, lost: Floats, numbers: Floats, which: Whole, period: int) -> None:
    """Hand over what a period lost, and the least that was allowed in it; the next begins with nothing."""
    for k in range(len(which)):
        of_period, least = kept.lost[which[k], period], kept.least[which[k], period]
        for j in range(len(lost)):
            of_period[j] += lost[j, k]
            least[j] = min(least[j], numbers[LEAST, j, k])
    fill(lost, 0.0)
    fill(numbers[LEAST], numbers.dtype.type(1))


@compiled
def part_rows(
    row_of: Whole, sizes: Whole, short: Whole, stock: Floats, orders: Floats, kinds: Whole, head_of: Whole,
    degree_of: Whole, rows: int,
) -> int:  # fmt: skip
    """Give products rows of their own whose supplier is short; return how many rows there are now."""
    before = rows
    for i in range(len(row_of)):
        if short[i] and sizes[row_of[i]] > 1:
            sizes[row_of[i]] -= 1
            copy(stock[rows], stock[row_of[i]])
            copy(orders[rows], orders[row_of[i]])
            row_of[i], sizes[rows] = rows, 1
            rows += 1
    if rows > before:
        bind(kinds, row_of, degree_of)
        find_heads(head_of, row_of)
    return rows


@compiled
def move_rows(
    stock: Floats, orders: Floats, covered: Floats, numbers: Floats, plans: Floats, levels: Floats, kinds: Whole,
    home: Floats, tier_of_user: Whole, holding: Floats, scale: Floats, restoring: Floats, row_of: Whole,
    head_of: Whole, short: Whole, sold: Floats, rows: int, by_orders: bool, upstream: bool,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Move the stock of every row, and add up what users order of its products."""
    for row in range(rows):
        i = head_of[row]
        if by_orders:
            move_by_orders(
                stock[row], orders[row], covered, numbers, plans, levels[0, i], kinds[row], home[i], holding[i],
                scale[i], restoring,
            )  # fmt: skip
        elif short[i]:
            move_up_to(
                stock[row], orders[row], covered, numbers, plans, levels, kinds[row], home[i], tier_of_user,
                holding[i], scale[i], restoring, i,
            )  # fmt: skip
        else:
            move_whole(stock[row], orders[row], covered, numbers, plans, kinds[row], holding[i], scale[i], restoring)
        if not upstream:
            hold_back(stock[row], covered, kinds[row], holding[i], scale[i])
        for other in range(i, len(row_of)):
            if row_of[other] == row:
                ask_of(numbers, sold, orders[row], other)


@compiled
def hand_over(
    kept: RecorderArrays, numbers: Floats, first_binding: Whole, first_short: Whole, firm_stock: Floats,
    weights: Floats, which: Whole,
) -> None:  # fmt: skip
    """Hand over what is left at the end, and first days."""
    for k in range(len(which)):
        d = which[k]
        for j in range(len(first_binding)):
            kept.waiting[d, j] = numbers[WAITING, j, k]
            kept.first_binding[d, j] = min(kept.first_binding[d, j], first_binding[j, k])
        for p in range(len(first_short)):
            kept.stock_left[d, p] = 0
            kept.first_short[d, p] = min(kept.first_short[d, p], first_short[p, k])
            for b in range(len(weights)):
                kept.stock_left[d, p] += weights[b] * firm_stock[b, p, k]


@partial(compiled, entered=True)
def run_block(fixed: LaneArrays, draws: DrawArrays, kept: RecorderArrays, which: Whole) -> None:  # noqa: C901, PLR0912, PLR0915 - the steps of a day
    """Run the draws `which` side by side, from the first day on which one of them is not normal."""
    sold, downstream, by_orders = fixed.sold, fixed.downstream, fixed.by_orders
    n, L, P, kind, days = len(sold), len(which), len(draws.sector), sold.dtype, len(fixed.periods)
    catch_up = fixed.catch_up if fixed.postponed > 0 else 0 * fixed.catch_up
    smoothing = fixed.smoothing if fixed.upstream else 0 * fixed.smoothing
    lanes, numbers, plans = np.zeros((OF_LANES, L), kind), np.ones((NUMBERS, n, L), kind), np.ones((PLANS, n, L), kind)
    holding, scale, firms = np.ones((n, L), kind), np.ones((n, L), kind), np.zeros((OF_FIRMS, P, L), kind)
    firm_stock, firm_first = np.zeros((len(draws.weights), P, L), kind), np.zeros((len(draws.weights), P, L), kind)
    arriving, saving = np.zeros((draws.arrivals.shape[2], L), kind), np.zeros((draws.saved.shape[2], L), kind)
    start = set_lanes(lanes, numbers, draws, which, fixed.final, days)
    set_stocks(holding, scale, draws, which, fixed.psi)
    set_firms(firms, firm_first, draws, which)
    strained, short, kinds = np.zeros(P, np.int64), np.zeros(n, np.int64), np.zeros((n, n), np.int64)
    row_of, sizes, head_of = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    rows = put_together(row_of, sizes, holding, not downstream)
    stock, orders = np.zeros((n if downstream else 1, n, L), kind), np.ones((n if downstream else 1, n, L), kind)
    bind(kinds, row_of, fixed.degree_of)
    find_heads(head_of, row_of)
    levels = np.full((fixed.tiers, n, L), kind.type(1 if by_orders else LARGE))
    # The last row is of no degree: what does not bind, index -1, is put down there.
    covered = np.full((len(fixed.degrees) + 1, n, L), kind.type(LARGE))
    for i in range(n):
        ask(numbers[NORMAL, i], sold[i], orders[0])
    if downstream:
        fill_stocks(stock, covered, kinds, row_of, holding, scale)
    copy(numbers[ASKED], numbers[NORMAL])
    lost, daily, first_binding = np.zeros((n, L)), np.zeros(L), np.full((n, L), days)
    first_short = np.full((P, L), days)
    for day in range(days if P or start < days else 0):
        if P:
            receive_materials(firms, arriving, saving, lanes, draws, which, day)
        if day < start:
            run_down(firms)
            continue
        plan(numbers, draws.loss_profile[day] if len(draws.loss_profile) else fixed.no_profile, lanes[SIZE])
        if P:
            supply(firms, firm_stock, firm_first, strained, draws.weights, numbers[PLANNED], draws.sector)
            note_short(first_short, firms, day)
            cap(numbers, firms, draws.group_of, draws.nest_of, draws.sector_of, lanes[LEAVING])
            note_least(numbers)
        make(numbers, covered, fixed.degrees)
        if P:
            use(firms, firm_stock, firm_first, strained, numbers[OUTPUT], draws.sector)
        lose(numbers, lost, daily, first_binding, fixed.value, day)
        hand_over_day(kept, daily, which, day)
        if day + 1 == days or fixed.periods[day + 1] != fixed.periods[day]:
            close_period(kept, lost, numbers, which, fixed.periods[day])
        copy(plans[FORMER_USED], plans[NOW_USED])
        if by_orders:
            serve(levels, numbers, short)
        elif downstream or fixed.postponed > 0:
            ration(
                levels, numbers, lanes, plans, orders, row_of, short, sold, fixed.final, fixed.tier_of_user,
                fixed.final_tier, downstream, fixed.guaranteed, fixed.close,
            )  # fmt: skip
        if fixed.postponed > 0:
            let_wait(numbers, fixed.final, fixed.postponed, fixed.catch_up)
        aim(numbers, plans, smoothing)
        if downstream:
            rows = part_rows(row_of, sizes, short, stock, orders, kinds, head_of, fixed.degree_of, rows)
            move_rows(
                stock, orders, covered, numbers, plans, levels, kinds, fixed.home, fixed.tier_of_user, holding, scale,
                lanes[RESTORING], row_of, head_of, short, sold, rows, by_orders, fixed.upstream,
            )  # fmt: skip
        else:
            for i in range(n):
                ask(numbers[ASKED, i], sold[i], plans[NOW_USED])
        look_ahead(numbers, lanes, fixed.final, catch_up)
    for p in range(P):
        if strained[p] == 0:
            strain(firm_stock, firm_first, firms, p)
    hand_over(kept, numbers, first_binding, first_short, firm_stock, draws.weights, which)
