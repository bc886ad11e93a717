"""Stocks and orders of inputs, one row for all products that have fared alike.

Products that users aim to hold in the same days, and whose suppliers have always delivered in full, have the same stock
in days of use with every user. They share a row until one of them falls short in a draw of the chunk; then it gets a
row of its own. Nothing is approximated, and a shock to a few sectors costs a few rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.setting import Floats, Setting

Products = NDArray[np.int64]


class Rows:
    """Rows of stock and orders, shape (rows, N, K): stock in days of use, orders in ratios to the normal day's.

    The first `heads` rows stand for several products each, the others for one each. Orders are as suppliers see them:
    per unit of what they have available (`Setting.split`).
    """

    def __init__(self, setting: Setting, holding: Floats, *, lumped: bool) -> None:
        """Begin with full stocks and normal orders; `holding` has the shape (n, K)."""
        n, K = holding.shape
        self.setting, self.holding = setting, holding
        self.members = _alike(holding) if lumped else [np.array([product]) for product in range(n)]
        self.heads = sum(len(products) > 1 for products in self.members)
        self.row_of = np.empty(n, np.int64)
        shape = (n + self.heads, setting.users, K)
        self._stock, self._orders, self._work = (np.empty(shape, holding.dtype) for _ in range(3))
        for row, products in enumerate(self.members):
            self.row_of[products] = row
            self._stock[row] = holding[products[0]][None, :]
            self._orders[row] = 1
        self._regroup()

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
        self.stock, self.orders, self.work = self._stock[:count], self._orders[:count], self._work[:count]
        self.singles = np.concatenate([np.empty(0, np.int64), *self.members[heads:]])
        self.target = self.holding[[products[0] if len(products) else 0 for products in self.members]][:, None, :]
        self.split = np.ascontiguousarray(setting.split[self.singles].swapaxes(1, 2))
        self.home = None if setting.home is None else setting.home[self.singles][:, :, None]
        self._sold = [
            ([sold[products].reshape(-1, sold.shape[-1]) for products in self.members[:heads]], sold[self.singles])
            for sold in (setting.sold[:, :, users] for users in setting.users_by_tier)
        ]
        self.normal = self.asked(np.ones_like(self.orders))

    def asked(self, orders: Floats) -> Floats:
        """Orders for each supplier per unit of its output, by tier of users; shape (tiers of users, n, m, K)."""
        n, m, K = self.setting.products, self.setting.regions, orders.shape[-1]
        asked = np.empty((len(self._sold), n, m, K), orders.dtype)
        for into, (by_head, by_single), users in zip(asked, self._sold, self.setting.users_by_tier, strict=True):
            for products, sold, ordered in zip(self.members, by_head, orders, strict=False):
                if len(products):
                    into[products] = np.matmul(sold, ordered[users]).reshape(-1, m, K)
            if len(self.singles):
                into[self.singles] = np.matmul(by_single, orders[self.heads :, users])
        return asked


def _alike(holding: Floats) -> list[Products]:
    """Group products by what users aim to hold of them in every draw, the large groups first."""
    _, kind = np.unique(holding, axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    groups = [np.flatnonzero(kind == one) for one in range(int(kind.max()) + 1)]
    return sorted(groups, key=len, reverse=True)
