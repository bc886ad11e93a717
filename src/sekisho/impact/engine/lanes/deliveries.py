"""Who gets what a supplier made that is short in some lane; see `rationing`."""

from __future__ import annotations

from functools import partial

from sekisho.impact.engine.compilation import compiled
from sekisho.impact.engine.lanes.arrays import LARGE, LevelLanes, SectorLanes
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import LaneArrays, Number, Whole


@compiled
def hand_out(
    total: Floats, level: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int, i: int, row: int
) -> None:
    """Add up what users of a tier get of product `i` up to a level; tier -1 stands for all."""
    zero = total.dtype.type(0)
    for k in range(len(total)):
        total[k] = zero
    for j in range(sold.shape[1]):
        part = sold[i, j] if tier < 0 or of_tier[j] == tier else zero
        for k in range(len(total)):
            total[k] += part * min(placed[row, j, k], level[k])


@compiled
def hand_out_rest(missing: Floats, opened: Floats, level: Floats, parts: Floats, placed: Floats, row: int) -> None:
    """Take off what users get up to a level, and add up what those buy who asked for more; four users at a time.

    `parts` is what each buys on a normal day, and 0 of those of other tiers.
    """
    zero, users = missing.dtype.type(0), len(parts)
    fours = users - users % 4
    for j in range(0, fours, 4):
        for k in range(len(level)):
            first, second, third, fourth = (
                placed[row, j, k], placed[row, j + 1, k], placed[row, j + 2, k], placed[row, j + 3, k],
            )  # fmt: skip
            missing[k] = (
                missing[k]
                - parts[j] * min(first, level[k])
                - parts[j + 1] * min(second, level[k])
                - parts[j + 2] * min(third, level[k])
                - parts[j + 3] * min(fourth, level[k])
            )
            total = opened[k] + (parts[j] if first > level[k] else zero)
            total += parts[j + 1] if second > level[k] else zero
            total += parts[j + 2] if third > level[k] else zero
            opened[k] = total + (parts[j + 3] if fourth > level[k] else zero)
    for j in range(fours, users):
        for k in range(len(level)):
            missing[k] -= parts[j] * min(placed[row, j, k], level[k])
            opened[k] += parts[j] if placed[row, j, k] > level[k] else zero


@compiled
def raise_level(
    level: Floats, supplied: Floats, asked: Floats, claim: Floats, missing: Floats, opened: Floats, least: Floats,
    was_open: Floats, parts: Floats, placed: Floats, levels: Floats, tier: int, i: int, row: int, final: Number,
    normal: Number, close: Number,
) -> None:  # fmt: skip
    """Find the level at which the users of a tier, and final demand, are given what there is; see `rationing`.

    It is sought from the level of the day before, in `levels`. A lane has it as soon as a step passes no kink: the same
    buyers then get all that they ask for as before it.
    """
    zero, large = level.dtype.type(0), level.dtype.type(LARGE)
    if normal <= 0:
        for k in range(len(level)):
            level[k] = large
        return
    for k in range(len(level)):
        former = levels[tier, i, k]
        least[k] = max(supplied[k] / normal, claim[k])
        level[k] = former if former > least[k] and former < large else least[k]
        was_open[k] = -close
    for step in range(len(parts) + 2):
        for k in range(len(level)):
            missing[k], opened[k] = supplied[k], zero
        hand_out_rest(missing, opened, level, parts, placed, row)
        if final > 0:
            for k in range(len(level)):
                missing[k] -= min(asked[k], level[k] * final)
                opened[k] += final if asked[k] > level[k] * final else zero
        moves = 0
        if step == 0:
            for k in range(len(level)):
                opens = opened[k] > close
                stepped = level[k] + missing[k] / opened[k] if opens else least[k]
                moved = abs(missing[k]) > close if opens else missing[k] < -close
                level[k] = max(stepped, least[k]) if moved else level[k]
                was_open[k] = opened[k]
                moves += moved
        else:
            for k in range(len(level)):
                rises = missing[k] > close and opened[k] > close and opened[k] != was_open[k]
                level[k] += missing[k] / opened[k] if rises else zero
                was_open[k] = opened[k]
                moves += rises
        if moves == 0:
            break


@compiled
def is_short(output: Floats, demand: Floats, i: int) -> bool:
    """Tell whether a supplier cannot deliver all in some lane."""
    some = 0
    for k in range(output.shape[1]):
        some += output[i, k] < demand[i, k]
    return some > 0


@compiled
def deliver_all(met: Floats, levels: Floats, i: int) -> None:
    """Note that a supplier that was short delivers all again."""
    unit, large = met.dtype.type(1), met.dtype.type(LARGE)
    for k in range(met.shape[1]):
        met[i, k] = unit
    for tier in range(levels.shape[0]):
        for k in range(met.shape[1]):
            levels[tier, i, k] = large


@compiled
def find_supply(
    asked: Floats, supplied: Floats, claim: Floats, left: Floats, base: Floats, to_final: Floats, sectors_final: Floats,
    sectors_asked: Floats, output: Floats, demand: Floats, whole: Number, i: int,
) -> None:  # fmt: skip
    """Find what a short supplier has, and what users are guaranteed of it: of `whole`, 0 for nothing."""
    zero = asked.dtype.type(0)
    for k in range(len(asked)):
        asked[k] = max(sectors_final[i, k], zero)
        lacks = demand[i, k] - output[i, k]
        supplied[k] = max(asked[k] - lacks + sectors_asked[i, k], zero) if lacks > zero else zero
        claim[k] = supplied[k] / whole if whole > zero else zero
        left[k], to_final[k], base[k] = supplied[k], zero, zero


@compiled
def take_parts(parts: Floats, sold: Floats, of_tier: Whole, tier: int, i: int) -> int:
    """Put down what each user of a tier buys on a normal day, and 0 for others; return how many users it has."""
    users = 0
    for j in range(len(parts)):
        parts[j] = sold[i, j] if of_tier[j] == tier else parts.dtype.type(0)
        users += of_tier[j] == tier
    return users


@compiled
def give_final(level: Floats, to_final: Floats, asked: Floats, left: Floats, claim: Floats, at: Number) -> None:
    """Give final demand what is its own at the level: all that is left where that is less than its claim."""
    for k in range(len(level)):
        if at * claim[k] > left[k]:
            level[k] = claim[k]
            to_final[k] = min(asked[k], left[k])
        else:
            to_final[k] = min(asked[k], level[k] * at)


@compiled
def give_rest(to_final: Floats, left: Floats, asked: Floats) -> None:
    """Give final demand what is left of what it asks for."""
    for k in range(len(left)):
        to_final[k] = min(asked[k], left[k])
        left[k] -= to_final[k]


@compiled
def take_off(left: Floats, of: Floats, given: Floats) -> None:
    """Find what is left after something was given."""
    zero = left.dtype.type(0)
    for k in range(len(left)):
        left[k] = max(of[k] - given[k], zero)


@compiled
def add_up(total: Floats, left: Floats, base: Floats) -> None:
    """Add two rows."""
    for k in range(len(total)):
        total[k] = left[k] + base[k]


@compiled
def put_down(levels: Floats, level: Floats, output: Floats, demand: Floats, tier: int, i: int) -> None:
    """Put down the level of a supplier, in lanes in which it is short."""
    large = level.dtype.type(LARGE)
    for k in range(len(level)):
        levels[tier, i, k] = level[k] if output[i, k] < demand[i, k] else large


@compiled
def note_met(met: Floats, to_final: Floats, asked: Floats, output: Floats, demand: Floats, i: int) -> None:
    """Note the share of final demand that a short supplier met."""
    unit, zero = met.dtype.type(1), met.dtype.type(0)
    for k in range(len(asked)):
        met[i, k] = to_final[k] / asked[k] if asked[k] > zero and output[i, k] < demand[i, k] else unit


@partial(compiled, any_order=True)
def bought(sold: Floats, of_tier: Whole, tier: int, i: int, final: Number) -> Number:
    """Add up what the users of a tier, and final demand, buy of a product on a normal day."""
    normal = final
    for j in range(sold.shape[1]):
        if of_tier[j] == tier:
            normal += sold[i, j]
    return normal


@partial(compiled, any_order=True)
def bought_in_all(sold: Floats, i: int, final: Number) -> Number:
    """Add up what all users, and final demand, buy of a product on a normal day."""
    normal = final
    for j in range(sold.shape[1]):
        normal += sold[i, j]
    return normal


@compiled
def share_out(
    levels: Floats, sectors: SectorLanes, of: LevelLanes, parts: Floats, placed: Floats, sold: Floats,
    tier_of_user: Whole, final: Number, final_tier: int, guaranteed: bool, close: Number, i: int, row: int,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Share out what a short supplier made, up to a level for each tier."""
    zero = final * 0
    output, demand = sectors.output, sectors.demand
    asked, supplied, left, base, claim = of.asked, of.supplied, of.left, of.base, of.claim
    to_final, level, given = of.to_final, of.level, of.given
    normal = max(final, zero)
    find_supply(
        asked, supplied, claim, left, base, to_final, sectors.final, sectors.asked, output, demand,
        bought_in_all(sold, i, normal) if guaranteed else zero, i,
    )  # fmt: skip
    if guaranteed:
        hand_out(given, claim, sold, placed, tier_of_user, -1, i, row)
        take_off(left, supplied, given)
    for tier in range(levels.shape[0]):
        users = take_parts(parts, sold, tier_of_user, tier, i)
        at = normal if tier == final_tier else zero
        if users == 0:
            if tier == final_tier:
                give_rest(to_final, left, asked)
            continue
        if guaranteed:
            hand_out(base, claim, sold, placed, tier_of_user, tier, i, row)
        add_up(supplied, left, base)
        raise_level(
            level, supplied, asked, claim, of.missing, of.opened, of.least, of.was_open, parts, placed, levels, tier,
            i, row, at, bought(sold, tier_of_user, tier, i, at), close,
        )  # fmt: skip
        if at > 0:
            give_final(level, to_final, asked, left, claim, at)
        if tier + 1 < levels.shape[0]:
            hand_out(given, level, sold, placed, tier_of_user, tier, i, row)
            take_off(left, supplied, given)
        put_down(levels, level, output, demand, tier, i)
    note_met(sectors.met, to_final, asked, output, demand, i)


@compiled
def ration(
    levels: Floats, sectors: SectorLanes, of: LevelLanes, parts: Floats, placed: Floats, row_of: Whole, short: Whole,
    sold: Floats, final: Floats, tier_of_user: Whole, final_tier: int, guaranteed: bool, close: Number,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Share out what suppliers made that are short in some lane, up to a level for each tier; see `rationing`."""
    for i in range(sold.shape[0]):
        if is_short(sectors.output, sectors.demand, i):
            short[i] = 1
            share_out(
                levels, sectors, of, parts, placed, sold, tier_of_user, final[i], final_tier, guaranteed, close, i,
                row_of[i],
            )  # fmt: skip
        else:
            if short[i]:
                deliver_all(sectors.met, levels, i)
            short[i] = 0


@compiled
def serve(levels: Floats, output: Floats, demand: Floats, met: Floats, short: Whole) -> None:
    """Share out what was made in ratio to orders: `levels` are shares of the order here."""
    unit = levels.dtype.type(1)
    for i in range(output.shape[0]):
        some = 0
        for k in range(output.shape[1]):
            share = min(output[i, k] / demand[i, k], unit)
            levels[0, i, k], met[i, k] = share, share
            some += share < unit
        short[i] = some > 0


@compiled
def let_wait(waiting: Floats, met: Floats, final: Floats, postponed: Number, catch_up: Number) -> None:
    """Let a share of final demand not met wait, and strike off what was caught up."""
    unit = waiting.dtype.type(1)
    for i in range(waiting.shape[0]):
        for k in range(waiting.shape[1]):
            caught_up = met[i, k] * waiting[i, k] / catch_up
            waiting[i, k] = waiting[i, k] - caught_up + postponed * final[i] * (unit - met[i, k])


@compiled
def allot(
    fixed: LaneArrays, sectors: SectorLanes, of: LevelLanes, levels: Floats, parts: Floats, orders: Floats,
    row_of: Whole, short: Whole,
) -> None:  # fmt: skip
    """Share out what short suppliers made, by the rule of the run; of what final demand misses a part waits."""
    if fixed.by_orders:
        serve(levels, sectors.output, sectors.demand, sectors.met, short)
    elif fixed.downstream or fixed.postponed > 0:
        ration(
            levels, sectors, of, parts, orders, row_of, short, fixed.sold, fixed.final, fixed.tier_of_user,
            fixed.final_tier, fixed.guaranteed, fixed.close,
        )  # fmt: skip
    if fixed.postponed > 0:
        let_wait(sectors.waiting, sectors.met, fixed.final, fixed.postponed, fixed.catch_up)
