"""Stocks and orders of inputs, one row for all products that have fared alike.

Products that users aim to hold in the same days, and whose suppliers have always delivered in full, have the same stock
in days of use with every user. They share a row until one of them falls short in a draw of the chunk; then it gets a
row of its own. Nothing is approximated, and a shock to a few sectors costs a few rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.batch import Batch
from sekisho.impact.engine.normalised_economy import Floats, Setting

Products = NDArray[np.int64]

TILES = 8
"""Users that a product with one number for all of them takes side by side: an inner loop of K draws alone is short."""
BLOCK = 1 << 18
"""Bytes of stocks that one step takes at once, so that they stay in the cache."""


class InventoryRows:
    """Rows of stock and orders, shape (rows, N, K).

    Stock is in days of use, times the share of a gap that is closed in a day, so that a gap is what is ordered to
    close it. Orders are in ratios to the normal day's, and as suppliers see them: per unit of what they have available.
    The first `heads` rows stand for several products each, the others for one each.
    """

    def __init__(self, setting: Setting, batch: Batch) -> None:
        """Begin with full stocks and normal orders."""
        n, K = batch.holding.shape
        self.setting, self.targets = setting, batch.holding * batch.restoring
        self._tiles = gcd(setting.users, TILES)
        self.members = _groups(setting, batch.holding)
        self.heads = sum(len(products) > 1 for products in self.members)
        self.row_of = np.empty(n, np.int64)
        shape = (n + self.heads, setting.users, K)
        self._stock, self._orders = np.empty(shape, self.targets.dtype), np.empty(shape, self.targets.dtype)
        for row, products in enumerate(self.members):
            self.row_of[products] = row
            self._stock[row] = self.targets[products[0]]
            self._orders[row] = 1
        row_bytes = setting.users * K * self.targets.itemsize
        self._at_once = max(BLOCK // row_bytes, 1)
        self.work = np.empty((min(self._at_once, shape[0]), setting.users, K), self.targets.dtype)
        self._regroup()

    @property
    def blocks(self) -> Iterator[slice]:
        """Rows in blocks that fit the cache; a block is of shared rows or of single ones."""
        for first, last in ((0, self.heads), (self.heads, len(self.members))):
            for begin in range(first, last, self._at_once):
                yield slice(begin, min(begin + self._at_once, last))

    def part(self, products: Products) -> bool:
        """Give products rows of their own; return whether any did not have one."""
        lumped = products[self.row_of[products] < self.heads]
        for product in lumped:
            head, row = self.row_of[product], len(self.members)
            self._stock[row], self._orders[row] = self._stock[head], self._orders[head]
            self.members[head] = self.members[head][self.members[head] != product]
            self.members.append(np.array([product]))
            self.row_of[product] = row
        if len(lumped):
            self._regroup()
        return bool(len(lumped))

    def _regroup(self) -> None:
        """Lay out by row what products bring along, and what is asked of suppliers on a normal day."""
        setting, heads, count = self.setting, self.heads, len(self.members)
        self.stock, self.orders = self._stock[:count], self._orders[:count]
        self.singles = np.concatenate([np.empty(0, np.int64), *self.members[heads:]])
        self.target = self.targets[[products[0] if len(products) else 0 for products in self.members]][:, None, :]
        self._aimed = self.tiled(self.target)
        self.is_alike = bool((self.target == self.target[:1]).all())
        self.split = np.swapaxes(setting.split[_run_of(self.singles)], 1, 2)
        self.home = None if setting.home is None else setting.home[self.singles][:, :, None]
        self._sold = [
            (
                [sold[products].reshape(-1, sold.shape[-1]) for products in self.members[:heads]],
                sold[_run_of(self.singles)],
            )
            for sold in (setting.sold[:, :, users] for users in setting.users_by_tier)
        ]
        shape = (len(self._sold), setting.products, setting.regions, self.targets.shape[1])
        self.asked = np.empty(shape, self.targets.dtype)
        whole = np.ones((1, *self.orders.shape[1:]), self.targets.dtype)
        for block in self.blocks:
            self._ask(block, np.broadcast_to(whole, (block.stop - block.start, *whole.shape[1:])))
        self.normal = self.asked.copy()

    def tiled(self, numbers: Floats) -> Floats:
        """Repeat numbers of rows, shape (rows, 1, K), for as many users as `scale` takes side by side."""
        return np.tile(numbers, (1, 1, self._tiles))

    def scale(self, numbers: Floats, values: Floats, out: Floats) -> None:
        """Multiply values by numbers of rows that are the same for all users.

        Parameters
        ----------
        numbers
            As `tiled` repeats them, shape (rows, 1, tiles x K).
        values, out
            Shape (rows, N, K), or (N, K) for values that all rows share.
        """
        wide = numbers.shape[2]
        np.multiply(numbers, values.reshape(*values.shape[:-2], -1, wide), out=out.reshape(len(out), -1, wide))

    def aim(self, block: slice, target: Floats) -> None:
        """Put what the rows of a block aim at into their orders; `target` is in ratios, shape (N, K)."""
        self.scale(self._aimed[block], target, self.orders[block])

    def products(self, block: slice) -> Products:
        """Products of a block of single rows."""
        return self.singles[block.start - self.heads : block.stop - self.heads]

    def ask(self, block: slice) -> None:
        """Add up what users order of the products of a block, per unit of the supplier's output, into `asked`.

        `asked` has the shape (tiers of users, n, m, K).
        """
        self._ask(block, self.orders[block])

    def _ask(self, block: slice, orders: Floats) -> None:
        m, K = self.asked.shape[2:]
        for into, (by_head, by_single), users in zip(self.asked, self._sold, self.setting.users_by_tier, strict=True):
            if block.start < self.heads:
                for row in range(block.start, block.stop):
                    if len(self.members[row]):
                        into[self.members[row]] = np.matmul(by_head[row], orders[row - block.start, users]).reshape(
                            -1, m, K
                        )
            else:
                single = slice(block.start - self.heads, block.stop - self.heads)
                into[self.singles[single]] = np.matmul(by_single[single], orders[:, users])


def _run_of(products: Products) -> slice | Products:
    """Write products that follow one another as a slice: a part of a large table is then looked at and not copied."""
    if not len(products):
        return slice(0, 0)
    first = int(products[0])
    follow = np.array_equal(products, np.arange(first, first + len(products)))
    return slice(first, first + len(products)) if follow else products


def _groups(setting: Setting, holding: Floats) -> list[Products]:
    """Group products by what users aim to hold of them in every draw: large groups first, then in the table's order."""
    if setting.switches.compatible:
        return [np.array([product]) for product in range(len(holding))]
    if not setting.switches.downstream:
        return [np.arange(len(holding))]
    _, kind = np.unique(holding, axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    groups = [np.flatnonzero(kind == one) for one in range(int(kind.max()) + 1)]
    return sorted(groups, key=lambda products: (-len(products), int(products[0])))
