"""Who gets what a supplier made, of which region; see `rationing`."""

from __future__ import annotations

import numpy as np

from sekisho.impact.engine.compilation import compiled_in_turn as compiled
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import Number, SharedArrays, Whole
from sekisho.impact.engine.regions.numbers import (
    AVAILABLE,
    DEMAND,
    FINAL,
    FORMER,
    LACKING,
    LARGE,
    OUTPUT,
    PLANNED,
    ROW,
    SHARE,
    SPREAD,
    TARGET,
    TINY,
    USED,
    WAITING,
    WEIGHT,
)

CLOSE = 1e-15
"""What is left to hand out, per unit of normal output, that counts as nothing: the last digit of a double."""


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
