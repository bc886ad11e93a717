"""What stocks of critical inputs allow: output falls by the share of the day's need that they do not cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.rows import Rows
from sekisho.impact.engine.setting import Floats, Setting
from sekisho.impact.engine.switches import Inventory

DENSE = 0.6
"""Share of pairs that bind from which going through all of them is faster than picking them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """Pairs of a row and a user that bind, sorted by user.

    `place` is row x N + user; `first` says where each of `users` begins; `share` is how they bind.
    """

    place: NDArray[np.int64]
    users: NDArray[np.int64]
    first: NDArray[np.int64]
    share: Floats
    owner: NDArray[np.int64]


class Limits:
    """Limits that stocks set, for rows that may part."""

    def __init__(self, setting: Setting, psi: Floats) -> None:
        """Take how inputs bind; nothing binds if downstream effects are switched off."""
        self.setting, self.psi = setting, psi
        self.by_psi = setting.switches.inventory == Inventory.PSI

    def regroup(self, rows: Rows) -> None:
        """Pick the pairs that bind, for rows as they are now."""
        critical = self.setting.critical
        by_row = np.array([critical[products].max(axis=0, initial=0) for products in rows.members])
        by_row = by_row if self.setting.switches.downstream else np.zeros_like(by_row)
        self.full, self.partly = _pairs(by_row, by_row == 1), _pairs(by_row, (by_row > 0) & (by_row < 1))
        dense = len(self.full.place) > DENSE * by_row.size
        self.penalty = np.where(by_row == 1, 0, np.inf).astype(critical.dtype)[:, :, None] if dense else None
        self.scale = 1 / (self.psi * rows.target) if self.by_psi else None

    def apply(self, planned: Floats, rows: Rows) -> Floats:
        """Output that planned output comes to, shape (N, K), in ratios."""
        lacking = np.zeros_like(planned)
        if len(self.full.users):
            lacking[self.full.users] = planned[self.full.users] - self._covered(rows)
        if len(self.partly.users):
            pairs = self.partly
            short = pairs.share[:, None] * (planned[pairs.owner] - self._picked(rows, pairs))
            most = np.maximum.reduceat(short, pairs.first, axis=0)
            lacking[pairs.users] = np.maximum(lacking[pairs.users], most)
        np.maximum(lacking, 0, out=lacking)
        return np.subtract(planned, lacking, out=lacking)

    def _covered(self, rows: Rows) -> Floats:
        """Output that the scarcest fully critical stock of a user covers."""
        if self.penalty is None:
            picked: Floats = np.minimum.reduceat(self._picked(rows, self.full), self.full.first, axis=0)
            return picked
        if self.scale is None:
            np.add(rows.stock, self.penalty, out=rows.work)
        else:
            np.multiply(rows.stock, self.scale, out=rows.work)
            rows.work += self.penalty
        covered: Floats = rows.work.min(axis=0)
        return covered[self.full.users]

    def _picked(self, rows: Rows, pairs: _Pairs) -> Floats:
        """Output that the stock of each pair covers."""
        count, N, K = rows.stock.shape
        picked = rows.stock.reshape(count * N, K)[pairs.place]
        if self.scale is not None:
            picked *= self.scale[pairs.place // N, 0]
        return picked


def _pairs(critical: Floats, chosen: NDArray[np.bool_]) -> _Pairs:
    owner, row = np.nonzero(chosen.T)
    users, first = np.unique(owner, return_index=True)
    place = row * critical.shape[1] + owner
    return _Pairs(place=place, users=users, first=first, share=critical[row, owner], owner=owner)
