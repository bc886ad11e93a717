"""Stocks of inputs and the orders that fill them: a row for each product, or one for all that are held alike."""

from __future__ import annotations

from sekisho.impact.engine.compilation import compiled
from sekisho.impact.engine.lanes.arrays import PlanLanes, SectorLanes, copy
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, LaneArrays, Whole


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
def move_up_to(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, used: Floats, planned: Floats, target: Floats,
    levels: Floats, kinds: Whole, home: Floats, tier_of_user: Whole, holding: Floats, scale: Floats,
    restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Move the stock of a short product by what is used and received, and place new orders in `placed`."""
    zero = stock.dtype.type(0)
    for j in range(stock.shape[0]):
        tier, inside = tier_of_user[j], home[i, j]
        for k in range(stock.shape[1]):
            order = placed[j, k]
            left = max(stock[j, k] - output[j, k], zero) + order
            left += inside * (min(order, levels[tier, i, k]) - order)
            stock[j, k] = left
            gap = max(holding[i, k] * target[j, k] - left, zero)
            placed[j, k] = min(planned[j, k] + gap * restoring[k], used[j, k] + gap)
    note_cover(stock, covered, kinds, scale, i)


@compiled
def move_whole(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, used: Floats, planned: Floats, target: Floats,
    kinds: Whole, holding: Floats, scale: Floats, restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Do the same for a row of which all users get what they ordered."""
    zero = stock.dtype.type(0)
    for j in range(stock.shape[0]):
        for k in range(stock.shape[1]):
            left = max(stock[j, k] - output[j, k], zero) + placed[j, k]
            stock[j, k] = left
            gap = max(holding[i, k] * target[j, k] - left, zero)
            placed[j, k] = min(planned[j, k] + gap * restoring[k], used[j, k] + gap)
    note_cover(stock, covered, kinds, scale, i)


@compiled
def move_by_orders(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, used: Floats, target: Floats, levels: Floats,
    kinds: Whole, home: Floats, holding: Floats, scale: Floats, restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Do the same where all get the same share of their order, deliveries can be used, and used output is ordered."""
    unit, zero = stock.dtype.type(1), stock.dtype.type(0)
    for j in range(stock.shape[0]):
        inside = home[i, j]
        outside = unit - inside
        for k in range(stock.shape[1]):
            left = stock[j, k] - output[j, k]
            left = max(left + placed[j, k] * (inside * levels[0, i, k] + outside), zero)
            stock[j, k] = left
            placed[j, k] = used[j, k] + max(holding[i, k] * target[j, k] - left, zero) * restoring[k]
    note_cover(stock, covered, kinds, scale, i)


@compiled
def note_cover(stock: Floats, covered: Floats, kinds: Whole, scale: Floats, i: int) -> None:
    """Lower what is covered, of users whom a row binds, to what its stocks cover."""
    for j in range(stock.shape[0]):
        kind = kinds[j]
        if kind >= 0:
            for k in range(stock.shape[1]):
                covered[kind, j, k] = min(covered[kind, j, k], stock[j, k] * scale[i, k])


@compiled
def hold_back(stock: Floats, covered: Floats, kinds: Whole, holding: Floats, scale: Floats, i: int) -> None:
    """Refuse what is above the target, where orders do not follow output."""
    for j in range(stock.shape[0]):
        for k in range(stock.shape[1]):
            stock[j, k] = min(stock[j, k], holding[i, k])
    note_cover(stock, covered, kinds, scale, i)


@compiled
def move_row(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, plans: PlanLanes, levels: Floats, kinds: Whole,
    fixed: LaneArrays, holding: Floats, scale: Floats, restoring: Floats, i: int, short: int,
) -> None:  # fmt: skip
    """Move the stock of a row, whose first product is `i`."""
    if fixed.by_orders:
        move_by_orders(
            stock, placed, covered, output, plans.used, plans.target, levels, kinds, fixed.home, holding, scale,
            restoring, i,
        )  # fmt: skip
    elif short:
        move_up_to(
            stock, placed, covered, output, plans.used, plans.planned, plans.target, levels, kinds, fixed.home,
            fixed.tier_of_user, holding, scale, restoring, i,
        )  # fmt: skip
    else:
        move_whole(
            stock, placed, covered, output, plans.used, plans.planned, plans.target, kinds, holding, scale, restoring,
            i,
        )  # fmt: skip
    if not fixed.upstream:
        hold_back(stock, covered, kinds, holding, scale, i)


@compiled
def ask(asked: Floats, sold: Floats, placed: Floats, i: int) -> None:
    """Add up what users order of product `i`, four users at a time: sums are fetched and put back a fourth as often."""
    zero, users = asked.dtype.type(0), sold.shape[1]
    fours = users - users % 4
    for k in range(asked.shape[1]):
        asked[i, k] = zero
    for j in range(0, fours, 4):
        for k in range(asked.shape[1]):
            total = asked[i, k] + sold[i, j] * placed[j, k]
            total += sold[i, j + 1] * placed[j + 1, k]
            total += sold[i, j + 2] * placed[j + 2, k]
            asked[i, k] = total + sold[i, j + 3] * placed[j + 3, k]
    for j in range(fours, users):
        for k in range(asked.shape[1]):
            asked[i, k] += sold[i, j] * placed[j, k]


@compiled
def ask_for(asked: Floats, sold: Floats, placed: Floats, row_of: Whole, row: int, head: int) -> None:
    """Add up what users order of each product of a row, the first of which is `head`."""
    for i in range(head, len(row_of)):
        if row_of[i] == row:
            ask(asked, sold, placed, i)


@compiled
def move_rows(
    stock: Floats, orders: Floats, covered: Floats, sectors: SectorLanes, plans: PlanLanes, levels: Floats,
    kinds: Whole, fixed: LaneArrays, holding: Floats, scale: Floats, restoring: Floats, row_of: Whole,
    head_of: Whole, short: Whole, rows: int,
) -> None:  # fmt: skip
    """Move the stock of every row, and add up what users order of its products."""
    for row in range(rows):
        i, placed = head_of[row], orders[row]
        move_row(
            stock[row], placed, covered, sectors.output, plans, levels, kinds[row], fixed, holding, scale, restoring,
            i, short[i],
        )  # fmt: skip
        ask_for(sectors.asked, fixed.sold, placed, row_of, row, i)


@compiled
def restock(
    fixed: LaneArrays, sectors: SectorLanes, plans: PlanLanes, stock: Floats, orders: Floats, covered: Floats,
    levels: Floats, kinds: Whole, holding: Floats, scale: Floats, restoring: Floats, row_of: Whole, sizes: Whole,
    head_of: Whole, short: Whole, rows: int,
) -> int:  # fmt: skip
    """Move stocks and place orders, or without stocks order what is used; return how many rows there are now."""
    if fixed.downstream:
        rows = part_rows(row_of, sizes, short, stock, orders, kinds, head_of, fixed.degree_of, rows)
        move_rows(
            stock, orders, covered, sectors, plans, levels, kinds, fixed, holding, scale, restoring, row_of, head_of,
            short, rows,
        )  # fmt: skip
    else:
        for i in range(len(fixed.sold)):
            ask(sectors.asked, fixed.sold, plans.used, i)
    return rows
