"""What is wrong with the shape of a bill: cycles, parents that are nowhere, lines twice, quantities nobody means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from sekisho.errors import Problem, did_you_mean
from sekisho.message import Text, and_more, counted, message
from sekisho.trade.bom.bill import Bill, Flags, Floats, Ints
from sekisho.trade.bom.distinct_values import BillColumns
from sekisho.trade.bom.levels import Structure, add_up

MOST: Final = 1e7
"""Pieces, kg, m or l of one part in one parent that can still be meant. A guess: above it a quantity is a number of
something else. Smaller, real quantities are refused."""
CYCLES_SHOWN: Final = 10
"""Cycles that are named; the others are counted."""
PATH_SHOWN: Final = 12
"""Parts of a cycle that are named; the others are counted."""
MISSING_SHOWN: Final = 10
"""Parents that are named; the others are counted."""
REMARKS_SHOWN: Final = 3
"""Parts that a remark names; the others are counted."""


def quantity_problems(table: BillColumns, low: Floats, high: Floats, is_line: Flags) -> Flags:
    """Flag the rows whose quantity is negative, zero, or more than anybody means, and tell which they are."""
    found = np.zeros(len(low), dtype=bool)
    tests = (
        (
            low < 0,
            message("bill.quantity_negative", "the quantity is negative."),
            message("bill.expected_quantity", "Expected how much goes into one parent; leave what comes out aside."),
        ),
        (
            (low == 0) & (high == 0),
            message("bill.quantity_zero", "the quantity is zero."),
            message("bill.leave_or_give", "Leave the line out, or give the quantity."),
        ),
        (
            low > MOST,
            message("bill.quantity_above", "the quantity is above {most}.", most=f"{MOST:,.0f}"),
            message("bill.look_number_unit", "Look at the number and at its unit."),
        ),
    )
    for wrong, what, remedy in tests:
        with np.errstate(invalid="ignore"):
            here = is_line & wrong
        table.flag(
            np.flatnonzero(here),
            what,
            remedy,
            column="quantity",
            then=message("bill.how_much_unknown", "How much is unknown."),
        )
        found |= here
    return found


def duplicate_problems(table: BillColumns, rows: Ints, keys: Sequence[Ints], ids: tuple[str, ...]) -> None:
    """Keep the lines that say the same as an earlier one; `keys` are parent, part, group, choice and reference."""
    if not len(rows):
        return
    # One sort of numbers tells that no part stands in a parent twice, which is so in most bills.
    pairs = np.sort(keys[0].astype(np.int64) * len(ids) + keys[1])
    if not np.any(pairs[1:] == pairs[:-1]):
        return
    order = np.lexsort((rows, *reversed(keys)))
    same = np.ones(len(order) - 1, dtype=bool)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    twice = np.sort(rows[order[1:][same]])
    if len(twice):
        at = int(np.flatnonzero(rows == twice[0])[0])
        parent, part = ids[int(keys[0][at])], ids[int(keys[1][at])]
        remedy = message(
            "bill.add_quantities",
            "Add the quantities up in one line, or tell the lines apart with 'reference' or 'group'.",
        )
        table.complain(
            twice, message("bill.twice", "'{part}' stands in '{parent}' twice.", part=part, parent=parent), remedy
        )


def parent_problems(table: BillColumns, ids: tuple[str, ...], parent: Ints, described: Flags) -> None:
    """Keep parents that no row describes and nothing holds, in a bill that describes its products."""
    if not described.any():
        return
    known = described
    missing = np.unique(parent[(parent >= 0) & ~known[parent]])
    names = [ids[place] for place in np.flatnonzero(known)] if len(missing) else []
    for place in missing[:MISSING_SHOWN].tolist():
        rows = np.flatnonzero(parent == place)
        remedy = did_you_mean(ids[place], names[:100_000]) or message(
            "bill.describe_or_correct", "Add a row that describes it, or correct the name."
        )
        table.complain(
            rows,
            message("bill.no_parent", "parent '{parent}' is not a part or product of the bill.", parent=ids[place]),
            remedy,
            column="parent",
        )
    if len(missing) > MISSING_SHOWN:
        table.problems.append(
            Problem(
                where=table.names[0],
                what=counted(
                    "bill.more_parents",
                    "{n} more such parent.",
                    "{n} more such parents.",
                    n=len(missing) - MISSING_SHOWN,
                ),
            )
        )


def cycle_problems(
    structure: Structure, parent: Ints, part: Ints, ids: tuple[str, ...], where: str
) -> Iterator[Problem]:
    """Yield each cycle as a path that leads back to where it begins."""
    for number, path in enumerate(cycles(structure, parent, part)):
        if number == CYCLES_SHOWN:
            yield Problem(
                where=where,
                what=message("bill.more_cycles", "There are more cycles."),
                remedy=message("bill.break_first", "Break these first."),
            )
            return
        names = [ids[place] for place in path]
        what: Text = message("bill.cycle", "a cycle: {path}.", path=" > ".join([*names, names[0]]))
        if len(names) > PATH_SHOWN:
            what = message(
                "bill.long_cycle",
                "a cycle: {path} > {number} more > {last} > {first}.",
                path=" > ".join(names[: PATH_SHOWN - 1]),
                number=len(names) - PATH_SHOWN,
                last=names[-1],
                first=names[0],
            )
        yield Problem(
            where=where,
            what=what,
            remedy=message("bill.no_part_of_itself", "Nothing can be a part of itself; take one of these lines out."),
        )


def cycles(structure: Structure, parent: Ints, part: Ints) -> Iterator[list[int]]:
    """Yield one cycle of every knot of parts that need each other, each part of a cycle once.

    What is only above a cycle is left aside first; then every step down stays among parts that are in cycles or above
    one, and so must come back to where it was.
    """
    left = set(structure.looped().tolist())
    inside = np.flatnonzero((structure.level[parent] < 0) & (structure.level[part] < 0))
    down: dict[int, list[int]] = {}
    for line in inside.tolist():
        down.setdefault(int(parent[line]), []).append(int(part[line]))
    done: set[int] = set()
    for start in sorted(left):
        path: list[int] = []
        seen: dict[int, int] = {}
        place: int | None = start
        while place is not None and place not in done:
            if place in seen:
                cycle = path[seen[place] :]
                yield cycle[cycle.index(min(cycle)) :] + cycle[: cycle.index(min(cycle))]
                break
            seen[place] = len(path)
            path.append(place)
            place = next(iter(down.get(place, ())), None)
        done.update(path)


def remarks_on(bill: Bill) -> Iterator[Problem]:
    """Yield what is odd without being wrong."""
    yield from _below_cost(bill)
    parts, lines = bill.parts, bill.lines
    used = np.zeros(len(parts), dtype=bool)
    used[lines.part], used[lines.parent], used[bill.products] = True, True, True
    idle = np.flatnonzero(~used)
    if len(idle):
        quoted = [f"'{parts.ids[place]}'" for place in idle[:REMARKS_SHOWN]]
        what = message("bill.idle", "nothing needs {parts}.", parts=and_more(quoted, len(idle) - REMARKS_SHOWN))
        yield Problem(
            where=bill.name,
            what=what,
            remedy=message("bill.idle_count", "They are described, stand in no line, and count for nothing."),
        )
    unknown = np.flatnonzero(np.isinf(lines.high))
    if len(unknown):
        first = unknown[0]
        part, parent = parts.ids[lines.part[first]], parts.ids[lines.parent[first]]
        what = (
            counted(
                "bill.no_quantity_first",
                "no quantity is stated of '{part}' in '{parent}', the first of {n} such line.",
                "no quantity is stated of '{part}' in '{parent}', the first of {n} such lines.",
                part=part,
                parent=parent,
                n=len(unknown),
            )
            if len(unknown) > 1
            else message(
                "bill.no_quantity", "no quantity is stated of '{part}' in '{parent}'.", part=part, parent=parent
            )
        )
        yield Problem(
            where=bill.name, what=what, remedy=message("bill.no_end", "Their amounts lie between nothing and no end.")
        )


def _below_cost(bill: Bill) -> Iterator[Problem]:
    """Find parts whose price is below what their parts cost."""
    parts, lines = bill.parts, bill.lines
    known = np.nan_to_num(parts.price_low, nan=0.0)
    cost = np.zeros(len(parts))
    for level in bill.structure.levels:
        add_up(level, lines.low[level.lines] * known[lines.part[level.lines]], cost, np.minimum)
    with np.errstate(invalid="ignore"):
        odd = np.flatnonzero(parts.price_high < cost * (1 - 1e-9))
    for place in odd[:REMARKS_SHOWN].tolist():
        what = message(
            "bill.below_cost",
            "'{part}' is priced at {price} {currency}, and its parts cost at least {cost}.",
            part=parts.ids[place],
            price=f"{parts.price_high[place]:,.2f}",
            currency=bill.currency,
            cost=f"{cost[place]:,.2f}",
        )
        yield Problem(
            where=bill.name,
            what=what,
            remedy=message("bill.look_at_lines", "Look at the units, the currency, and the quantities of its lines."),
        )
    if len(odd) > REMARKS_SHOWN:
        more = counted(
            "bill.more_below_cost",
            "{n} more part is priced below what its parts cost.",
            "{n} more parts are priced below what their parts cost.",
            n=len(odd) - REMARKS_SHOWN,
        )
        yield Problem(where=bill.name, what=more)
