"""Stocks of inputs and the orders that fill them: a row for each product, or one for all that are held alike."""

from __future__ import annotations

from sekisho.impact.engine.compilation import compiled_in_turn as compiled
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, Number, SharedArrays, Whole
from sekisho.impact.engine.regions.deliveries import deliver
from sekisho.impact.engine.regions.numbers import (
    COVERED,
    LARGE,
    OUTPUT,
    PLANNED,
    ROW,
    SEEN,
    SHARE,
    SIZE,
    SPREAD,
    TARGET,
    USED,
    WEIGHT,
)


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
