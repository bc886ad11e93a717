"""Content by value: what a unit of every part holds of some goods, as a share of its price, at every level of a bill.

Worked out level by level, from the bounds of prices and quantities: what is unknown makes an interval wider, and is
never taken as nothing. One thing is assumed: a price that nobody states is at least what the parts cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sekisho.trade.bom.bill import Bill, Flags, Floats
from sekisho.trade.bom.levels import add_up


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContentRule:
    """Which parts are content, and how content is counted; arrays of shape (parts,).

    Parameters
    ----------
    sure, possible
        Parts that are content certainly, and those that may be.
    in_all_inputs
        Count what stands in parts that are bought ready-made; else only what the maker of a part buys as such.
    lots
        Take the bounds of prices over all lots; else the standard price where there is one.
    """

    sure: Flags
    possible: Flags
    in_all_inputs: bool
    lots: bool

    @property
    def either(self) -> Flags:
        """Tell which parts are or may be content."""
        return self.sure | self.possible


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """What a unit of every part holds, as bounds; arrays of shape (parts,).

    Parameters
    ----------
    low, high
        Value of the content in it, in the currency of the bill; infinite if nothing bounds it.
    share_low, share_high
        The same over its price, 0 to 1.
    price_low, price_high
        Its price; of one that is not stated, at least what its parts cost.
    """

    low: Floats
    high: Floats
    share_low: Floats
    share_high: Floats
    price_low: Floats
    price_high: Floats


def stated_prices(bill: Bill, *, lots: bool) -> tuple[Floats, Floats]:
    """Return the bounds of the price of each part as stated; NaN where nothing is."""
    parts = bill.parts
    fixed = ~np.isnan(parts.price) & (not lots)
    return np.where(fixed, parts.price, parts.price_low), np.where(fixed, parts.price, parts.price_high)


def content_of(bill: Bill, counted: ContentRule) -> Content:
    """Work out the content of every part.

    Returns
    -------
    Content
        share_low  = low / (low + most that the rest can be worth)
        share_high = high / (high + least that the rest can be worth)
    """
    stated_low, stated_high = stated_prices(bill, lots=counted.lots)
    stated = ~np.isnan(stated_low)
    price_low, price_high = np.where(stated, stated_low, 0.0), np.where(stated, stated_high, np.inf)
    low, high, rest = np.zeros(len(stated)), np.zeros(len(stated)), price_low.copy()
    either, inner = counted.either, bill.is_made | counted.in_all_inputs
    for level in bill.structure.levels:
        lines, parents = level.lines, level.every_parent
        part, least, most = bill.lines.part[lines], bill.lines.low[lines], bill.lines.high[lines]
        cost, rest_here = np.zeros(len(stated)), np.zeros(len(stated))
        counts, opened = either[part], inner[part] & ~either[part]
        held_low = np.where(counted.sure[part], price_low[part], np.where(inner[part], low[part], 0.0))
        held_high = np.where(counts, price_high[part], np.where(opened, high[part], 0.0))
        others = np.where(counts, 0.0, np.where(opened, rest[part], price_low[part]))
        add_up(level, least * held_low, low, np.minimum)
        add_up(level, times(most, held_high), high, np.maximum)
        add_up(level, least * price_low[part], cost, np.minimum)
        add_up(level, least * others, rest_here, np.minimum)
        free = parents[~stated[parents]]
        price_low[free] = cost[free]
        high[parents] = np.minimum(high[parents], price_high[parents])
        low[parents] = np.minimum(low[parents], high[parents])
        bound = np.maximum(price_low[parents] - high[parents], 0.0)
        rest[parents] = np.where(stated[parents], bound, rest_here[parents])
    low, high = np.where(counted.sure, price_low, low), np.where(either, price_high, high)
    rest = np.where(either, 0.0, rest)
    return Content(
        low=low,
        high=high,
        share_low=np.where(counted.sure, 1.0, _over(low, price_high - np.where(np.isinf(price_high), 0.0, low))),
        share_high=np.where(either, 1.0, _over(high, rest)),
        price_low=price_low,
        price_high=price_high,
    )


def times(one: Floats, other: Floats) -> Floats:
    """Multiply, where nothing times without end is nothing."""
    with np.errstate(invalid="ignore"):
        return np.where((one == 0) | (other == 0), 0.0, one * other)


def _over(part: Floats, rest: Floats) -> Floats:
    """Return part / (part + rest): 0 of nothing, 1 if the part has no end, 0 if the rest alone has none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(part == 0, 0.0, np.where(np.isinf(part), 1.0, part / (part + rest)))
