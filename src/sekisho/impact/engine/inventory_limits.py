"""What stocks of critical inputs allow: output falls by the share of the day's need that they do not cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.batch import Batch
from sekisho.impact.engine.inventory_rows import InventoryRows
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.variants import Inventory

DENSE = 0.6
"""Share of pairs that bind from which going through all of them is faster than picking them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """Pairs of a row and a user that bind: L for each of U users, pairs standing twice where a user has fewer.

    `place` is row x N + user, shape (L x U,); `share` is how they bind, shape (L, U, 1).
    """

    users: NDArray[np.int64]
    place: NDArray[np.int64]
    rows: NDArray[np.int64]
    share: Floats


class InventoryLimits:
    """Limits that stocks set, for rows that may part."""

    def __init__(self, setting: Setting, batch: Batch) -> None:
        """Take how inputs bind; nothing binds if downstream effects are switched off."""
        self.setting, self.batch = setting, batch
        self.days_of_stock = 1 / batch.restoring
        self.by_psi = setting.switches.inventory == Inventory.PSI
        self.noted = 0

    def regroup(self, rows: InventoryRows) -> None:
        """Pick the pairs that bind, for rows as they are now."""
        critical = self.setting.critical
        by_row = np.array([critical[products].max(axis=0, initial=0) for products in rows.members])
        by_row = by_row if self.setting.switches.downstream else np.zeros_like(by_row)
        self.full, self.partly = _pairs(by_row, by_row == 1), _pairs(by_row, (by_row > 0) & (by_row < 1))
        self.scale = 1 / (self.batch.psi * rows.target) if self.by_psi else None
        self.tiled = None if self.scale is None else rows.tiled(self.scale)
        self.dense = (by_row == 1).sum() > DENSE * by_row.size
        self.covered = np.empty(rows.stock.shape[1:] if self.dense else 0, rows.stock.dtype)
        self.noted = 0
        self.penalty = None if (by_row == 1).all() else np.where(by_row == 1, 0, np.inf).astype(critical.dtype)

    def apply(self, planned: Floats, rows: InventoryRows) -> Floats:
        """Output that planned output comes to, shape (N, K), in ratios."""
        if not len(self.full.users) and not len(self.partly.users):
            return planned
        lacking = np.zeros_like(planned)
        if self.dense:
            np.subtract(planned, self._covered_of_all(rows), out=lacking)
        elif len(self.full.users):
            lacking[self.full.users] = planned[self.full.users] - self._covered(rows, self.full).min(axis=0)
        if len(self.partly.users):
            users = self.partly.users
            short = planned[users] - self._covered(rows, self.partly)
            short *= self.partly.share
            lacking[users] = np.maximum(lacking[users], short.max(axis=0))
        np.maximum(lacking, 0, out=lacking)
        return np.subtract(planned, lacking, out=lacking)

    def _covered_of_all(self, rows: InventoryRows) -> Floats:
        """Output that the scarcest stock of each user covers, where nearly all inputs are fully critical."""
        if self.noted < len(rows.stock):
            self.begin_day()
            for block in rows.blocks:
                self.note(block, rows)
        return self.covered if self.scale is not None else self.covered * self.days_of_stock

    def begin_day(self) -> None:
        """Begin anew with what stocks cover, as they move block by block."""
        self.covered[...] = np.inf
        self.noted = 0

    def note(self, block: slice, rows: InventoryRows) -> None:
        """Lower what is covered to what the stocks of a block cover, while they are at hand."""
        if not self.dense:
            return
        stock = rows.stock[block]
        if self.tiled is not None:
            covers = rows.work[: len(stock)]
            rows.scale(self.tiled[block], stock, covers)
            stock = covers
        if self.penalty is not None:
            stock = np.add(stock, self.penalty[block][:, :, None], out=rows.work[: len(stock)])
        for row in stock:
            np.minimum(self.covered, row, out=self.covered)
        self.noted += len(stock)

    def _covered(self, rows: InventoryRows, pairs: _Pairs) -> Floats:
        """Output that the stock of each pair covers, shape (L, U, K)."""
        count, N, K = rows.stock.shape
        covered = rows.stock.reshape(count * N, K)[pairs.place]
        covered *= self.days_of_stock if self.scale is None else self.scale[pairs.rows, 0]
        return covered.reshape(-1, len(pairs.users), K)


def _pairs(critical: Floats, chosen: NDArray[np.bool_]) -> _Pairs:
    users = np.flatnonzero(chosen.any(axis=0))
    most = int(chosen.sum(axis=0).max(initial=0))
    rows = (
        np.array([np.resize(np.flatnonzero(chosen[:, user]), most) for user in users], np.int64)
        .reshape(len(users), most)
        .T
    )
    return _Pairs(
        users=users,
        place=(rows * critical.shape[1] + users).reshape(-1),
        rows=rows.reshape(-1),
        share=critical[rows, users][:, :, None],
    )
