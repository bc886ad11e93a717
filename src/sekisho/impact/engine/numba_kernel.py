"""The recurrences of a day, compiled: one draw after another, its whole state in the core's cache.

The equations, their order and the rows that products share are those of `numpy_kernel`; here a row is gone through
once a day. Functions take plain arrays, for tuples of them take long to compile.

Only `numba_runner` imports this module, for it needs numba.

All that is compiled stands in one file, long as it is: machine code that is kept is made anew when the file of the
function that is called has changed, and not when a file that it calls into has; in several files, an old equation could
go on being used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, Number, RecorderArrays, SharedArrays, Whole

Function = TypeVar("Function", bound=Callable[..., Any])

BINDING = 0.99
"""Output below this ratio counts as bound."""
TINY, LARGE = 1e-30, 1e30
"""Instead of a division by zero, and of a cover or a level without end: beyond any quantity of a normalised economy,
and inside the range of single precision (1e-38 to 1e38)."""
CLOSE = 1e-15
"""What is left to hand out, per unit of normal output, that counts as nothing: the last digit of a double."""
MATHS = {"reassoc", "contract", "nsz", "nnan"}
"""Sums may be taken in any order; a quotient of equal numbers must stay 1, so divisions are left alone."""


def compiled(function: Function) -> Function:
    """Compile a function; its machine code is kept between processes, and it lets other threads run."""
    return cast("Function", njit(cache=True, nogil=True, fastmath=MATHS, error_model="numpy")(function))


OUTPUT, DEMAND, PLANNED, OVERTIME, AVAILABLE, WEIGHT, FORMER, TARGET, USED, SHARE, SPREAD = range(11)
FINAL, WAITING, LACKING, COVERED, GONE, NUMBERS = range(11, 17)
"""Numbers of each user or supplier; those of the first line are 1 on a normal day."""
ROW, SIZE, SEEN = range(3)
"""Row of a product; how many products a row stands for; the last day on which it was gone through."""
LEFT, KEEPS, WANTED, NEED, GOT, SHIPS, TAKEN, LACK, PART, NET, OF_GROUP, OF_NEST, OF_FIRMS = range(13)
"""Numbers of each pair of material and sector, of their groups and of nests of these; see `firm_stocks`."""

# ---------------------------------------------------------------------- materials


@compiled
def save(firms: Floats, days: Floats, begin: Number, day: int) -> None:
    """Move on what is left of the gap to the thrift's end."""
    one = firms.dtype.type(1)
    since = firms.dtype.type(day - begin)
    for p in range(len(days)):
        if since <= 0:
            firms[LEFT, p] = one
        elif since <= 1 or day == 0:
            firms[LEFT, p] = np.exp(-since / days[p])
        else:
            firms[LEFT, p] *= firms[KEEPS, p]


@compiled
def save_as_told(firms: Floats, saved: Floats, of_pair: Whole) -> None:
    """Leave of the gap to the thrift's end what the day says, for pairs whose thrift would be all of their use."""
    unit = firms.dtype.type(1)
    for p in range(len(of_pair)):
        firms[LEFT, p] = unit - saved[of_pair[p]]


@compiled
def run_down(firms: Floats, thrift_max: Floats, arrivals: Floats, series: Whole) -> None:
    """Run down the stocks of materials by a day on which no firm is short."""
    one, zero = firms.dtype.type(1), firms.dtype.type(0)
    for p in range(len(series)):
        need = one - thrift_max[p] * (one - firms[LEFT, p])
        firms[TAKEN, p] = max(firms[TAKEN, p] + need - arrivals[series[p]], zero)


@compiled
def supply(
    firms: Floats, stock: Floats, weights: Floats, thrift_max: Floats, phi: Floats, planned: Floats, sector: Whole
) -> None:
    """Find what the lack of each pair takes of normal output, stratum by stratum, pairs side by side."""
    one, zero = firms.dtype.type(1), firms.dtype.type(0)
    wanted, need, gap, lack = firms[WANTED], firms[NEED], firms[NET], firms[LACK]
    for p in range(len(sector)):
        wanted[p] = max(planned[sector[p]], one)
    for p in range(len(sector)):
        need[p] = (one - thrift_max[p] * (one - firms[LEFT, p])) * wanted[p]
        gap[p] = need[p] - firms[GOT, p]
        lack[p] = zero
    for b in range(len(weights)):
        weight, held = weights[b], stock[b]
        for p in range(len(sector)):
            lack[p] += weight * max(gap[p] - held[p], zero)
    for p in range(len(sector)):
        firms[SHIPS, p] = phi[p] * (lack[p] / need[p]) if lack[p] > 0 else zero


@compiled
def leave(ships: Floats, gone: Floats, rate: Number) -> None:
    """Hold what materials let ship to the capacity that is left; a part of what stands idle leaves for good."""
    one, zero = ships.dtype.type(1), ships.dtype.type(0)
    for j in range(len(ships)):
        ships[j] = min(ships[j], one - gone[j])
        gone[j] += rate * max(one - ships[j] - gone[j], zero)


@compiled
def cap(numbers: Floats, firms: Floats, group_of: Whole, nest_of: Whole, sector_of: Whole, rate: Number) -> None:
    """Cap planned output at what materials let ship; leave with each pair what its material lets ship."""
    one, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    share, groups, nests = numbers[LACKING], firms[OF_GROUP], firms[OF_NEST]
    share[:], groups[:], nests[:] = one, zero, one
    for p in range(len(group_of)):
        groups[group_of[p]] += firms[SHIPS, p]
    for g in range(len(nest_of)):
        groups[g] = max(one - groups[g], zero)
        nests[nest_of[g]] = min(nests[nest_of[g]], groups[g])
    for h in range(len(sector_of)):
        share[sector_of[h]] *= nests[h]
    leave(share, numbers[GONE], rate)
    for j in range(len(share)):
        normal = max(numbers[PLANNED, j], one)
        numbers[PLANNED, j] = min(numbers[PLANNED, j], normal * share[j])
        numbers[AVAILABLE, j] *= share[j]
    for p in range(len(group_of)):
        firms[SHIPS, p] = groups[group_of[p]]


@compiled
def use(firms: Floats, stock: Floats, first: Floats, output: Floats, sector: Whole) -> None:
    """Take from firms' stocks what the day's output used."""
    one, zero = firms.dtype.type(1), firms.dtype.type(0)
    gap, part, net = firms[LACK], firms[PART], firms[NET]
    for p in range(len(sector)):
        could = firms[WANTED, p] * firms[SHIPS, p]
        part[p] = min(output[sector[p]] / could, one) if could > 0 else one
    for p in range(len(sector)):
        gap[p] = firms[NEED, p] - firms[GOT, p]
        net[p] = firms[GOT, p] - firms[NEED, p] * part[p]
    for b in range(len(stock)):
        held, most = stock[b], first[b]
        for p in range(len(sector)):
            left = held[p] + max(gap[p] - held[p], zero) * part[p] + net[p]
            held[p] = min(max(left, zero), most[p])


# ---------------------------------------------------------------------- output


@compiled
def plan(numbers: Floats, profile: Floats, size: Number) -> None:
    """Plan to meet demand as far as capacity goes."""
    one, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    for j in range(numbers.shape[1]):
        available = numbers[OVERTIME, j]
        if len(profile):
            available *= max(one - profile[j] * size, zero)
        numbers[AVAILABLE, j] = available
        numbers[PLANNED, j] = min(numbers[DEMAND, j], available)


@compiled
def allow(least: Floats, ceiling: Floats, profile: Floats, size: Number) -> None:
    """Lower the least ceiling of a period to that of a day; an empty ceiling is one that allows all."""
    unit, zero = ceiling.dtype.type(1), ceiling.dtype.type(0)
    for j in range(len(least)):
        if len(ceiling):
            least[j] = min(least[j], ceiling[j])
        if len(profile):
            least[j] = min(least[j], max(unit - profile[j] * size, zero))


@compiled
def bind(lacking: Floats, planned: Floats, stock: Floats, scale: Number, users: Whole, shares: Floats) -> None:
    """Raise what users lack to what the stock of a product does not cover."""
    for pair in range(len(users)):
        j = users[pair]
        lacking[j] = max(lacking[j], shares[pair] * (planned[j] - stock[j] * scale))


@compiled
def lose(lost: Floats, first_binding: Whole, output: Floats, value: Floats, day: int) -> float:
    """Add up what a day loses, and return the value added of it."""
    one, daily = output.dtype.type(1), 0.0
    for j in range(len(output)):
        loss = one - output[j]
        lost[j] += loss
        daily += value[j] * loss
    for j in range(len(output)):
        if output[j] < BINDING and first_binding[j] > day:
            first_binding[j] = day
    return daily


# ---------------------------------------------------------------------- deliveries


@compiled
def serve(served: Floats, numbers: Floats, asked: Floats, user_tier: int, final_tier: int) -> None:
    """Share out what was made: those of the first tier first, alike within a tier."""
    one, tiny = served.dtype.type(1), served.dtype.type(TINY)
    for p in range(served.shape[1]):
        left = numbers[OUTPUT, p]
        enough = left >= numbers[DEMAND, p]
        for tier in range(len(served)):
            if len(served) == 1:
                wanted = numbers[DEMAND, p]
            else:
                wanted = tiny
                if len(asked) > 1:
                    wanted += asked[tier, p]
                elif tier == user_tier:
                    wanted += asked[0, p]
                if tier == final_tier:
                    wanted += numbers[FINAL, p]
            given = min(left, wanted)
            served[tier, p] = one if enough else given / wanted
            left -= given


@compiled
def level_of(
    supply: Number, sold: Floats, orders: Floats, weight: Number, of_tier: Whole, tier: int, final: Number,
    asked: Number, least: Number,
) -> Number:  # fmt: skip
    """Level at which the users of a tier, and final demand, are given what was made; see `rationing`."""
    zero, close = sold.dtype.type(0), sold.dtype.type(CLOSE)
    normal = final
    for j in range(len(sold)):
        if of_tier[j] == tier:
            normal += sold[j]
    if normal <= 0:
        return sold.dtype.type(LARGE)
    level = max(supply / normal, least)
    for _ in range(len(sold) + 2):
        missing, open_now = supply, zero
        for j in range(len(sold)):
            if of_tier[j] == tier:
                order = orders[j] * weight
                if order > level:
                    open_now += sold[j]
                    missing -= sold[j] * level
                else:
                    missing -= sold[j] * order
        if asked > level * final:
            open_now += final
            missing -= level * final
        else:
            missing -= asked
        if missing <= close or open_now <= close:
            break
        level += missing / open_now
    return level


@compiled
def ration(
    levels: Floats, met: Floats, numbers: Floats, orders: Floats, places: Whole, sold: Floats, final: Floats,
    tier_of_user: Whole, final_tier: int, guaranteed: bool,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Share out what short suppliers made, up to a level for each tier of users; see `rationing`."""
    zero, unit, large = levels.dtype.type(0), levels.dtype.type(1), levels.dtype.type(LARGE)
    n = len(sold)
    for p in range(levels.shape[1]):
        levels[:, p], met[p] = large, unit
        if numbers[OUTPUT, p] >= numbers[DEMAND, p]:
            continue
        i, region, weight = p % n, p // n, numbers[WEIGHT, p]
        of_supplier, placed = sold[i, region], orders[places[ROW, i]]
        asked, normal = max(numbers[FINAL, p], zero), max(final[p], zero)
        supply, whole = asked - (numbers[DEMAND, p] - numbers[OUTPUT, p]), normal
        for j in range(len(of_supplier)):
            supply += of_supplier[j] * placed[j] * weight
            whole += of_supplier[j]
        supply = max(supply, zero)
        claim = supply / whole if guaranteed else zero
        left = supply
        for j in range(len(of_supplier)):
            left -= of_supplier[j] * min(placed[j] * weight, claim)
        left, to_final = max(left, zero), zero
        for tier in range(len(levels)):
            own, base, users = zero, zero, 0
            for j in range(len(of_supplier)):
                if tier_of_user[j] == tier:
                    users += 1
                    own += of_supplier[j]
                    base += of_supplier[j] * min(placed[j] * weight, claim)
            at = normal if tier == final_tier else zero
            if users == 0:
                if tier == final_tier:
                    to_final = min(asked, left)
                    left -= to_final
                continue
            if at > 0 and at * claim > left:
                levels[tier, p] = claim
                to_final = min(asked, left)
            else:
                level = level_of(
                    left + base, of_supplier, placed, weight, tier_of_user, tier, at, asked if at > 0 else zero, claim
                )
                levels[tier, p] = level
                if at > 0:
                    to_final = min(asked, level * at)
            given = zero
            for j in range(len(of_supplier)):
                if tier_of_user[j] == tier:
                    given += of_supplier[j] * min(placed[j] * weight, levels[tier, p])
            left = max(left + base - given, zero)
        met[p] = to_final / asked if asked > 0 else unit


@compiled
def let_wait(waiting: Floats, served: Floats, final: Floats, postponed: float, catch_up: float) -> None:
    """Let a share of final demand not met wait, and strike off what was caught up."""
    one = waiting.dtype.type(1)
    for p in range(len(waiting)):
        caught_up = served[p] * waiting[p] / catch_up
        waiting[p] += postponed * (one - served[p]) * final[p] - caught_up


@compiled
def turn(numbers: Floats, smoothing: float, switching: float) -> None:
    """Turn weights of regions towards what each has available, if they differ, and targets towards what is planned."""
    for p in range(numbers.shape[1]):
        numbers[FORMER, p] = numbers[WEIGHT, p]
        if switching > 0:
            numbers[WEIGHT, p] += (numbers[AVAILABLE, p] - numbers[WEIGHT, p]) / switching
        if smoothing > 0:
            numbers[TARGET, p] += (numbers[PLANNED, p] - numbers[TARGET, p]) / smoothing
            numbers[USED, p] = numbers[OUTPUT, p]


@compiled
def differs(served: Floats, weight: Floats, i: int, n: int, tier: int, whole: Number) -> bool:
    """Whether a supplier of a product is not in its normal state; tier -1 stands for all tiers.

    A supplier that serves everybody has `whole` in `served`.
    """
    for p in range(i, len(weight), n):
        if weight[p] != 1:
            return True
        for one in range(len(served)):
            if (tier < 0 or one == tier) and served[one, p] < whole:
                return True
    return False


@compiled
def part(places: Whole, stock: Floats, orders: Floats, i: int) -> None:
    """Give a product a row of its own."""
    head = places[ROW, i]
    row = 0
    while places[SIZE, row] > 0:
        row += 1
    stock[row], orders[row] = stock[head], orders[head]
    places[ROW, i] = row
    places[SIZE, head] -= 1
    places[SIZE, row] = 1


@compiled
def share_out(numbers: Floats, served: Floats, tier_of_user: Whole, home: Floats, i: int) -> None:
    """Say what users get of a product per unit ordered, in an economy of one region."""
    one, share = numbers.dtype.type(1), numbers[SHARE]
    for j in range(len(share)):
        share[j] = served[tier_of_user[j], i]
        if len(home):
            share[j] = one - home[j] * (one - share[j])


@compiled
def share_out_by_region(
    numbers: Floats, served: Floats, split: Floats, tier_of_user: Whole, home: Floats, i: int, n: int
) -> None:
    """Say the same for several regions, and how orders are spread over them from now on."""
    one, zero, tiny = numbers.dtype.type(1), numbers.dtype.type(0), numbers.dtype.type(TINY)
    share, spread, whole = numbers[SHARE], numbers[SPREAD], numbers[LACKING]
    share[:], spread[:], whole[:] = zero, zero, zero
    for region in range(len(split)):
        p = region * n + i
        former, weight = numbers[FORMER, p], numbers[WEIGHT, p]
        for j in range(len(share)):
            share[j] += former * served[tier_of_user[j], p] * split[region, j]
            spread[j] += weight * split[region, j]
            whole[j] += former * split[region, j]
    for j in range(len(share)):
        if len(home):
            share[j] = whole[j] - home[j] * (whole[j] - share[j])
        spread[j] = one / max(spread[j], tiny)


@compiled
def share_out_alike(numbers: Floats, served: Floats, split: Floats, i: int, n: int) -> None:
    """Say the same for several regions if all users are served alike and nothing comes from elsewhere."""
    one, zero, tiny = numbers.dtype.type(1), numbers.dtype.type(0), numbers.dtype.type(TINY)
    share, spread = numbers[SHARE], numbers[SPREAD]
    share[:], spread[:] = zero, zero
    for region in range(len(split)):
        p = region * n + i
        sent, weight, part_of = numbers[FORMER, p] * served[p], numbers[WEIGHT, p], split[region]
        for j in range(len(share)):
            share[j] += sent * part_of[j]
            spread[j] += weight * part_of[j]
    for j in range(len(share)):
        spread[j] = one / max(spread[j], tiny)


@compiled
def receive_up_to(
    numbers: Floats, levels: Floats, split: Floats, tier_of_user: Whole, home: Floats, orders: Floats, i: int, n: int
) -> None:
    """Say the same where users get what they ordered up to a level, for one region or several."""
    unit, zero, tiny = numbers.dtype.type(1), numbers.dtype.type(0), numbers.dtype.type(TINY)
    share, spread, inside = numbers[SHARE], numbers[SPREAD], numbers[LACKING]
    if len(split) == 0:
        inside[:] = unit
        for j in range(len(share)):
            level = levels[tier_of_user[j], i]
            share[j] = level / orders[j] if orders[j] > level else unit
    else:
        share[:], spread[:], inside[:] = zero, zero, zero
        for region in range(len(split)):
            p = region * n + i
            former, weight = numbers[FORMER, p], numbers[WEIGHT, p]
            for j in range(len(share)):
                level = levels[tier_of_user[j], p]
                share[j] += split[region, j] * (level / orders[j] if orders[j] * former > level else former)
                spread[j] += weight * split[region, j]
                inside[j] += former * split[region, j]
        for j in range(len(share)):
            spread[j] = unit / max(spread[j], tiny)
    if len(home):
        for j in range(len(share)):
            share[j] = inside[j] - home[j] * (inside[j] - share[j])


# ---------------------------------------------------------------------- stocks and orders


@compiled
def move_up_to(
    numbers: Floats, planned: Floats, stock: Floats, orders: Floats, holding: Number, restoring: Number
) -> None:
    """Move the stock of a row by what is used and then received, and order what is planned, at most what fills it."""
    zero = numbers.dtype.type(0)
    output, target, used, share = numbers[OUTPUT], numbers[TARGET], numbers[USED], numbers[SHARE]
    for j in range(len(stock)):
        left = max(stock[j] - output[j], zero) + orders[j] * share[j]
        stock[j] = left
        gap = max(holding * target[j] - left, zero)
        orders[j] = min(planned[j] + gap * restoring, used[j] + gap)


@compiled
def move_whole(
    numbers: Floats, planned: Floats, stock: Floats, orders: Floats, holding: Number, restoring: Number
) -> None:
    """Do the same for a row of which all users get what they ordered."""
    zero = numbers.dtype.type(0)
    output, target, used = numbers[OUTPUT], numbers[TARGET], numbers[USED]
    for j in range(len(stock)):
        left = max(stock[j] - output[j], zero) + orders[j]
        stock[j] = left
        gap = max(holding * target[j] - left, zero)
        orders[j] = min(planned[j] + gap * restoring, used[j] + gap)


@compiled
def move(numbers: Floats, stock: Floats, orders: Floats, holding: Number, restoring: Number) -> None:
    """Move the stock of a row by what is received and used, and place its orders."""
    zero = numbers.dtype.type(0)
    output, target, used, share = numbers[OUTPUT], numbers[TARGET], numbers[USED], numbers[SHARE]
    for j in range(len(stock)):
        left = max(stock[j] + orders[j] * share[j] - output[j], zero)
        stock[j] = left
        orders[j] = used[j] + max(holding * target[j] - left, zero) * restoring


@compiled
def move_alike(
    numbers: Floats, stock: Floats, orders: Floats, holding: Number, restoring: Number, share: Number
) -> None:
    """Do the same for a row of which all users get the same share of what they ordered."""
    zero = numbers.dtype.type(0)
    output, target, used = numbers[OUTPUT], numbers[TARGET], numbers[USED]
    for j in range(len(stock)):
        left = max(stock[j] + orders[j] * share - output[j], zero)
        stock[j] = left
        orders[j] = used[j] + max(holding * target[j] - left, zero) * restoring


@compiled
def hold_back(stock: Floats, holding: Number) -> None:
    """Refuse what is above the target, where orders do not follow output."""
    for j in range(len(stock)):
        stock[j] = min(stock[j], holding)


@compiled
def cover(covered: Floats, stock: Floats, scale: Number) -> None:
    """Lower what is covered to what the stock of a row covers."""
    for j in range(len(stock)):
        covered[j] = min(covered[j], stock[j] * scale)


@compiled
def cover_with_penalty(covered: Floats, stock: Floats, scale: Number, penalty: Floats) -> None:
    """Lower what is covered to what the stock of a product covers, for users whom it binds."""
    for j in range(len(stock)):
        covered[j] = min(covered[j], stock[j] * scale + penalty[j])


@compiled
def ask(asked: Floats, sold: Floats, orders: Floats, tier_of_user: Whole, i: int, n: int) -> None:
    """Add up what users order of a product, by supplier and tier of users."""
    zero = asked.dtype.type(0)
    for region in range(len(sold)):
        p = region * n + i
        if len(asked) == 1:
            total, of_region = zero, sold[region]
            for j in range(len(orders)):
                total += of_region[j] * orders[j]
            asked[0, p] = total
        else:
            asked[:, p] = zero
            for j in range(len(orders)):
                asked[tier_of_user[j], p] += sold[region, j] * orders[j]


@compiled
def look_ahead(numbers: Floats, asked: Floats, normal: Floats, final: Floats, catch_up: float) -> None:
    """See what is asked of each supplier for the next day; what waits is asked for if `catch_up` is above 0."""
    one, zero, tiny = numbers.dtype.type(1), numbers.dtype.type(0), numbers.dtype.type(TINY)
    for p in range(numbers.shape[1]):
        extra = zero
        for tier in range(len(asked)):
            asked[tier, p] *= numbers[WEIGHT, p]
            extra += asked[tier, p] - normal[tier, p]
        if catch_up > 0:
            waiting = numbers[WAITING, p] / catch_up
            numbers[FINAL, p] = final[p] + waiting
            extra += waiting
        numbers[DEMAND, p] = max(one + extra, tiny)


@compiled
def work_over(numbers: Floats, most: Number, speed: Number) -> None:
    """Let overtime rise where demand is above what was made, and fall back where it is not."""
    one, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    for p in range(numbers.shape[1]):
        lacks = max((numbers[DEMAND, p] - numbers[OUTPUT, p]) / numbers[DEMAND, p], zero)
        numbers[OVERTIME, p] += (lacks * (most - one) + one - numbers[OVERTIME, p]) * speed


# ---------------------------------------------------------------------- run


@compiled
def begin(holding: Floats, places: Whole, stock: Floats, orders: Floats, alike: bool) -> None:  # noqa: FBT001 - no keywords here
    """Put products of equal targets, or all of them, into one row, with full stocks and normal orders."""
    orders[:] = orders.dtype.type(1)
    rows = 0
    for i in range(len(holding)):
        row = rows
        for earlier in range(i):
            if alike or holding[earlier] == holding[i]:
                row = places[ROW, earlier]
                break
        if row == rows:
            stock[row] = holding[i]
            rows += 1
        places[ROW, i] = row
        places[SIZE, row] += 1


@compiled
def begin_firms(firms: Floats, firm_stock: Floats, draws: DrawArrays, k: int) -> None:
    """Run firms' stocks of materials down to the day on which a draw begins."""
    zero = firms.dtype.type(0)
    for p in range(firms.shape[1]):
        firms[KEEPS, p] = np.exp(-firms.dtype.type(1) / draws.thrift_days[k, p])
    for day in range(draws.start[k] if firms.shape[1] else 0):
        save_on(firms, draws, k, day)
        run_down(firms, draws.thrift_max[k], draws.arrivals[k, day], draws.series)
    for b in range(len(firm_stock)):
        for p in range(firms.shape[1]):
            firm_stock[b, p] = max(draws.stock[k, b, p] - firms[TAKEN, p], zero)


@compiled
def save_on(firms: Floats, draws: DrawArrays, k: int, day: int) -> None:
    """Move on what is saved of materials, as the draw states it."""
    if len(draws.of_saved):
        save_as_told(firms, draws.saved[k, day], draws.of_saved)
    else:
        save(firms, draws.thrift_days[k], draws.thrift_from[k], day)


@compiled
def meet_materials(
    numbers: Floats, firms: Floats, firm_stock: Floats, draws: DrawArrays, first_short: Whole, k: int, day: int
) -> None:
    """Take what arrives of materials on a day, and cap planned output at what they let ship."""
    for p in range(firms.shape[1]):
        firms[GOT, p] = draws.arrivals[k, day, draws.series[p]]
    save_on(firms, draws, k, day)
    supply(firms, firm_stock, draws.weights, draws.thrift_max[k], draws.phi[k], numbers[PLANNED], draws.sector)
    for p in range(firms.shape[1]):
        if firms[LACK, p] > 0 and first_short[p] > day:
            first_short[p] = day
    cap(numbers, firms, draws.group_of, draws.nest_of, draws.sector_of, draws.exit_rate[k])


@compiled
def make(numbers: Floats, stock: Floats, places: Whole, holding: Floats, psi: Number, fixed: SharedArrays) -> None:
    """Make what is planned, less what stocks of critical inputs do not cover."""
    zero, unit = numbers.dtype.type(0), numbers.dtype.type(1)
    for j in range(numbers.shape[1]):
        numbers[LACKING, j] = max(numbers[PLANNED, j] - numbers[COVERED, j], zero)
    for i in range(len(holding)):
        some = slice(fixed.pair_begin[i], fixed.pair_begin[i + 1])
        if some.start < some.stop:
            scale = unit / (psi * holding[i]) if fixed.psi else unit
            bind(
                numbers[LACKING], numbers[PLANNED], stock[places[ROW, i]], scale, fixed.pair_user[some],
                fixed.pair_share[some],
            )  # fmt: skip
    for j in range(numbers.shape[1]):
        numbers[OUTPUT, j] = numbers[PLANNED, j] - numbers[LACKING, j]


@compiled
def deliver(
    numbers: Floats, served: Floats, orders: Floats, fixed: SharedArrays, i: int, alike: bool,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Say what users get of a product with a row of its own, and how orders are spread from now on."""
    n, m = fixed.sold.shape[:2]
    none, nowhere = np.zeros(0, numbers.dtype), np.zeros((0, 0), numbers.dtype)
    of_home = fixed.home[i] if len(fixed.home) else none
    if not fixed.by_orders:
        receive_up_to(numbers, served, fixed.split[i] if m > 1 else nowhere, fixed.tier_of_user, of_home, orders, i, n)
    elif m > 1 and alike:
        share_out_alike(numbers, served[fixed.user_tier], fixed.split[i], i, n)
    elif m > 1:
        share_out_by_region(numbers, served, fixed.split[i], fixed.tier_of_user, of_home, i, n)
    elif not alike:
        share_out(numbers, served, fixed.tier_of_user, of_home, i)


@compiled
def move_row(
    numbers: Floats, served: Floats, stock: Floats, orders: Floats, holding: Number, restoring: Number,
    fixed: SharedArrays, i: int, alone: bool, alike: bool,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Move the stock of a row by what is used and received, and place its orders."""
    m, unit = fixed.sold.shape[1], numbers.dtype.type(1)
    planned = numbers[PLANNED if fixed.upstream else USED]
    if not fixed.downstream:
        orders[:] = numbers[USED]
    elif not fixed.by_orders:
        if alone:
            move_up_to(numbers, planned, stock, orders, holding, restoring)
        else:
            move_whole(numbers, planned, stock, orders, holding, restoring)
    elif not alone or (m == 1 and alike):
        move_alike(numbers, stock, orders, holding, restoring, served[fixed.user_tier, i] if alone else unit)
    else:
        move(numbers, stock, orders, holding, restoring)
    if not fixed.upstream:
        hold_back(stock, holding)
    if alone and m > 1:
        for j in range(len(orders)):
            orders[j] *= numbers[SPREAD, j]


@compiled
def turn_over(
    numbers: Floats, served: Floats, asked: Floats, stock: Floats, orders: Floats, places: Whole, draws: DrawArrays,
    fixed: SharedArrays, k: int, day: int,
) -> None:  # fmt: skip
    """Hand out what was made, move stocks, and add up new orders, product by product."""
    n, unit = len(fixed.sold), numbers.dtype.type(1)
    alike = fixed.user_tiers == 1 and len(fixed.home) == 0
    if fixed.dense:
        numbers[COVERED] = numbers.dtype.type(LARGE)
    for i in range(n):
        row = places[ROW, i]
        scale = unit / (draws.psi[k] * draws.holding[k, i]) if fixed.psi else unit
        if places[SEEN, row] <= day:
            places[SEEN, row] = day + 1
            alone = places[SIZE, row] == 1
            if alone:
                deliver(numbers, served, orders[row], fixed, i, alike)
            move_row(
                numbers, served, stock[row], orders[row], draws.holding[k, i], draws.restoring[k], fixed, i, alone,
                alike,
            )  # fmt: skip
            if fixed.dense and len(fixed.penalty) == 0:
                cover(numbers[COVERED], stock[row], scale)
        if fixed.dense and len(fixed.penalty):
            cover_with_penalty(numbers[COVERED], stock[row], scale, fixed.penalty[i])
        ask(asked, fixed.sold[i], orders[row], fixed.tier_of_user, i, n)


@compiled
def share_what_was_made(
    served: Floats, met: Floats, numbers: Floats, asked: Floats, orders: Floats, places: Whole, fixed: SharedArrays
) -> None:
    """Share out what was made by the rule of the run, and let what is not met wait."""
    if fixed.by_orders:
        serve(served, numbers, asked, fixed.user_tier, fixed.final_tier)
        met[:] = served[fixed.final_tier]
    else:
        ration(
            served, met, numbers, orders, places, fixed.sold, fixed.final, fixed.tier_of_user, fixed.final_tier,
            fixed.guaranteed,
        )  # fmt: skip
    if fixed.postponed > 0:
        let_wait(numbers[WAITING], met, fixed.final, fixed.postponed, fixed.catch_up)


@compiled
def part_rows(
    numbers: Floats, served: Floats, stock: Floats, orders: Floats, places: Whole, fixed: SharedArrays
) -> None:
    """Give products rows of their own of which a supplier is not in its normal state."""
    n, whole = len(fixed.sold), numbers.dtype.type(1) if fixed.by_orders else numbers.dtype.type(LARGE)
    tier = -1 if fixed.user_tiers > 1 else fixed.user_tier
    for i in range(n):
        if places[SIZE, places[ROW, i]] > 1 and differs(
            served if fixed.downstream else served[:0], numbers[WEIGHT], i, n, tier, whole
        ):
            part(places, stock, orders, i)


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
