"""What would settle an open share: whose price, origin or classification a product waits for, and from which price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.exposure.part_kinds import CODES, ORIGIN, Kinds
from sekisho.exposure.value_content import Content, ContentRule, times
from sekisho.exposure.value_shares import PartShares
from sekisho.law.model.term import Reading
from sekisho.trade.bom.bill import Bill, Floats

NEAR: Final = 1e-9
"""Relative difference below which two amounts are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settler:
    """Something that is unknown and leaves the share of a product open.

    Parameters
    ----------
    part
        The part that it is unknown of, or the product itself; its place in the bill.
    unknown
        `price`, `origin`, `control_codes`, `quantity`.
    effect
        How much of the share of the product hangs on it, 0 to 1.
    alone
        Whether nothing else is open, so that knowing it settles the share.
    break_even
        Price of a unit at which the share reaches the threshold, in the currency of the bill; None if other things are
        open too, or no price reaches it.
    """

    part: int
    unknown: tuple[str, ...]
    effect: float
    alone: bool
    break_even: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Within:
    """How much of every part that counts as content a unit of one product holds; arrays of shape (parts,)."""

    low: Floats
    high: Floats


def settlers(bill: Bill, shares: PartShares, kinds: Kinds, product: int, reading: Reading) -> list[Settler]:
    """List what leaves the share of a product open, the most telling first; nothing if it is not open."""
    if not shares.open_ones(reading)[product]:
        return []
    counted, content = shares.counted[reading], shares.content[reading]
    within = _within(bill, counted, product)
    worth = content.price_low, content.price_high
    low = np.where(counted.sure, within.low * worth[0], 0.0)
    high = times(within.high, worth[1])
    wide = np.flatnonzero(high > low * (1 + NEAR))
    fixed = bool(worth[1][product] <= worth[0][product] * (1 + NEAR))
    found = [
        Settler(
            part=part,
            unknown=tuple(_unknown(counted, content, kinds, within, part)),
            effect=_effect(float(high[part] - low[part]), float(worth[0][product])),
            alone=fixed and len(wide) == 1,
            break_even=_of_part(shares, content, within, product, part) if fixed and len(wide) == 1 else None,
        )
        for part in wide.tolist()
    ]
    if not fixed:
        alone = not len(wide)
        width = float(content.share_high[product] - content.share_low[product])
        limit = float(content.low[product]) / float(shares.threshold) if alone and shares.threshold else None
        found.append(Settler(part=product, unknown=("price",), effect=width, alone=alone, break_even=limit))
    return sorted(found, key=lambda one: (not one.alone, -one.effect, -within.high[one.part], one.part))


def _within(bill: Bill, counted: ContentRule, product: int) -> _Within:
    """Follow the lines of a product down to what counts as content, and no further."""
    count, lines = len(bill.parts), bill.lines
    either, inner = counted.either, bill.is_made | counted.in_all_inputs
    opened = inner & ~either
    many_low, many_high = np.zeros(count), np.zeros(count)
    low, high = np.zeros(count), np.zeros(count)
    many_low[product] = many_high[product] = 1.0
    top = int(bill.structure.level[product])
    for level in reversed(bill.structure.levels[:top]):
        every = level.lines
        chosen = every[many_high[lines.parent[every]] > 0]
        parent, part = lines.parent[chosen], lines.part[chosen]
        sure = np.where(lines.group[chosen] >= 0, 0.0, lines.low[chosen])
        for into, many, quantity in ((low, many_low, sure), (high, many_high, lines.high[chosen])):
            amount = many[parent] * quantity
            np.add.at(into, part[either[part]], amount[either[part]])
            np.add.at(many, part[opened[part]], amount[opened[part]])
    return _Within(low=low, high=high)


def _unknown(counted: ContentRule, content: Content, kinds: Kinds, within: _Within, part: int) -> Iterator[str]:
    """Name what is not known of a part."""
    facts = kinds.facts[int(kinds.of_part[part])]
    if counted.possible[part]:
        if ORIGIN not in facts:
            yield "origin"
        codes = facts.get(CODES, "?")
        if "?" in codes:
            yield "control_codes"
    if content.price_high[part] > content.price_low[part] * (1 + NEAR):
        yield "price"
    if within.high[part] > within.low[part] * (1 + NEAR) and counted.sure[part]:
        yield "quantity"


def _effect(amount: float, price: float) -> float:
    return min(1.0, amount / price) if price else 1.0


def _of_part(shares: PartShares, content: Content, within: _Within, product: int, part: int) -> float | None:
    """Return the price of a part at which the share reaches the threshold, if all else is known."""
    many, price = float(within.low[part]), float(content.price_low[product])
    if not many or within.high[part] > many * (1 + NEAR):
        return None
    others = float(content.low[product]) - many * float(content.price_low[part])
    found = (float(shares.threshold) * price - others) / many
    return found if content.price_low[part] <= found <= content.price_high[part] else None
