"""The recurrences of a day in numpy, in place, for a chunk of draws at once.

Everything is a ratio to the normal day (`Setting`). For supplier p, which is product i of a region, and user j, a day
goes: planned output = min(demand, capacity) x ceiling of materials; output = planned less what critical stocks do not
cover; suppliers deliver orders x output / demand; stocks grow by deliveries less use; users order what they used, and
part of the gap to their target. docs/explanation/how-a-loss-is-computed.md has the equations and their sources.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.batch import Batch
from sekisho.impact.engine.firm_stocks import FirmStocks
from sekisho.impact.engine.limits import Limits
from sekisho.impact.engine.rows import Rows
from sekisho.impact.engine.setting import Floats, Setting
from sekisho.impact.engine.tally import ChunkTally

TOLERANCE = (1e-8, 1e-5)
"""Difference, in units a day and as a share, that BoARIO 0.7.2 takes for none."""


def run(setting: Setting, batch: Batch, tally: ChunkTally, *, start: int, days: int) -> None:
    """Run a chunk from day `start`, before which each of its draws is in its normal state."""
    state = _State(setting, batch, start)
    for day in range(start, days):
        state.make(day)
        tally.add(day, state.output)
        state.deliver()
        state.order(day)
    tally.close(state.waiting, state.firms)


class _State:
    """What one day leaves to the next; arrays have the shape (N, K) unless they say otherwise."""

    def __init__(self, setting: Setting, batch: Batch, start: int) -> None:
        """Begin with a normal day behind."""
        N, K, dtype = setting.users, batch.count, batch.holding.dtype
        self.setting, self.switches, self.batch = setting, setting.switches, batch
        self.rows = Rows(setting, batch.holding, lumped=not self.switches.compatible)
        self.limits = Limits(setting, batch.psi)
        self.limits.regroup(self.rows)
        use = batch.materials
        self.firms = None if use is None else FirmStocks(use, N, self.switches.ceilings, start)
        self.output, self.demand, self.overtime, self.target, self.weight, self.available = (
            np.ones((N, K), dtype) for _ in range(6)
        )
        self.waiting = np.zeros((N, K), dtype)
        self.final = np.repeat(setting.final[:, None], K, axis=1)
        self.asked = self._by_supplier(self.rows.normal)

    def make(self, day: int) -> None:
        """Plan output, and make what materials and stocks of inputs allow."""
        batch = self.batch
        self.available = self.overtime
        if batch.loss_profile is not None and batch.loss_size is not None:
            left = 1 - np.multiply.outer(batch.loss_profile[day], batch.loss_size)
            self.available = self.overtime * np.maximum(left, 0)
        self.planned = np.minimum(self.demand, self.available)
        if self.firms is not None:
            share = self.firms.ceiling(day, self.planned)
            self.planned = self.planned * share
            self.available = self.available * share
        self.output = self.limits.apply(self.planned, self.rows)
        if self.firms is not None:
            self.firms.use(self.output)

    def deliver(self) -> None:
        """Hand out what was made, and move stocks by what came in and what was used."""
        served = self._served()
        if self.switches.postponed_share:
            self._let_wait(served[self.setting.final_tier])
        if not self.switches.downstream:
            return
        rows, tiers = self.rows, len(self.setting.users_by_tier)
        by_users = np.stack([served[tier] for tier in self.setting.user_tiers])
        self._part((by_users.min(axis=0) < 1).any(axis=1))
        received = rows.work
        np.copyto(received[: rows.heads], rows.orders[: rows.heads])
        self._received(by_users, received[rows.heads :], tiers)
        received -= self.output
        if self.switches.compatible:
            received *= self._moves(received)
        rows.stock += received
        np.maximum(rows.stock, 0, out=rows.stock)
        if not self.switches.upstream:
            np.minimum(rows.stock, rows.target, out=rows.stock)

    def order(self, day: int) -> None:
        """Place the orders of the day, and see what that asks of each supplier and of its overtime."""
        rows, switches = self.rows, self.switches
        used = self.output if switches.upstream else np.ones_like(self.output)
        self._aim()
        self._turn()
        if switches.downstream:
            np.multiply(rows.target, self.target, out=rows.orders)
            rows.orders -= rows.stock
            if switches.compatible:
                rows.orders *= self._gaps(rows.orders)
            np.maximum(rows.orders, 0, out=rows.orders)
            rows.orders *= self.batch.restoring
            rows.orders += used
        else:
            rows.orders[:] = used
        self._spread()
        self.asked = self._by_supplier(rows.asked(rows.orders)) * self.weight
        extra = (self.asked - self._by_supplier(rows.normal)).sum(axis=0)
        if switches.postponed_share:
            waiting = self.waiting / switches.catch_up_days
            self.final = self.setting.final[:, None] + waiting
            extra += waiting
        self.demand = np.maximum(1 + extra, 0)
        if day or not switches.compatible:
            self._work_over()

    # ------------------------------------------------------------------ deliveries

    def _served(self) -> list[Floats]:
        """Share of its order that each kind of buyer gets from each supplier, those served first first."""
        setting, output, demand = self.setting, self.output, self.demand
        if setting.tiers == 1:
            return [np.divide(output, demand, out=np.zeros_like(output), where=demand > 0)]
        enough, left, served = output >= demand, output.copy(), []
        for tier in range(setting.tiers):
            wanted = np.zeros_like(output)
            if tier in setting.user_tiers:
                wanted += self.asked[setting.user_tiers.index(tier)]
            if tier == setting.final_tier:
                wanted += self.final
            given = np.minimum(left, wanted)
            share = np.divide(given, wanted, out=np.ones_like(left), where=wanted > 0)
            served.append(np.where(enough, 1, share))
            left -= given
        return served

    def _let_wait(self, served: Floats) -> None:
        """Let a share of final demand not met wait, and strike off what was caught up."""
        caught_up = served * self.waiting / self.switches.catch_up_days
        self.waiting += self.switches.postponed_share * (1 - served) * self.setting.final[:, None] - caught_up

    def _part(self, suppliers: NDArray[np.bool_]) -> None:
        """Give products rows of their own of which a supplier differs from its normal state."""
        products = np.flatnonzero(suppliers.reshape(self.setting.regions, -1).any(axis=0))
        if self.rows.part(products):
            self.limits.regroup(self.rows)

    def _received(self, served: Floats, out: Floats, tiers: int) -> None:
        """Write what users of each tier get of the products with rows of their own, in ratios to the normal day."""
        rows, setting = self.rows, self.setting
        orders = rows.orders[rows.heads :]
        for tier in range(tiers):
            users = setting.users_by_tier[tier]
            if setting.regions == 1:
                share = served[tier][rows.singles][:, None, :]
                if rows.home is not None:
                    share = 1 - rows.home[:, users] * (1 - share)
            else:
                sent = setting.by_product(served[tier] * self.weight)[rows.singles]
                share = np.matmul(rows.split[:, users], sent)
                if rows.home is not None:
                    whole = np.matmul(rows.split[:, users], setting.by_product(self.weight)[rows.singles])
                    share = whole - rows.home[:, users] * (whole - share)
            np.multiply(orders[:, users], share, out=out[:, users])

    # ------------------------------------------------------------------ orders

    def _aim(self) -> None:
        """Move target stocks towards what planned output needs."""
        if not self.switches.upstream:
            return
        if self.switches.smoothing_days:
            self.target += (self.planned - self.target) / max(self.switches.smoothing_days, 1)
        else:
            self.target = self.planned

    def _turn(self) -> None:
        """Turn buyers to regions that can deliver, in proportion to what each has available."""
        if self.setting.regions == 1:
            return
        self.weight = self.weight + (self.available - self.weight) / self.switches.switching_days
        self._part((self.weight != 1).any(axis=1))

    def _spread(self) -> None:
        """Put orders as suppliers see them: per unit of what all of them have available."""
        rows, setting = self.rows, self.setting
        if setting.regions == 1 or not len(rows.singles):
            return
        available = np.matmul(rows.split, setting.by_product(self.weight)[rows.singles])
        orders = rows.orders[rows.heads :]
        np.divide(orders, available, out=orders, where=available > 0)
        orders[available <= 0] = 0

    def _by_supplier(self, asked: Floats) -> Floats:
        """View figures by product and region, shape (..., n, m, K), by supplier, shape (..., N, K)."""
        return np.swapaxes(asked, -3, -2).reshape(*asked.shape[:-3], self.setting.users, -1)

    def _work_over(self) -> None:
        """Let overtime rise where demand is above what was made, and fall back where it is not."""
        batch, one = self.batch, self.output.dtype.type(1)
        lacks = np.divide(self.demand - self.output, self.demand, out=np.zeros_like(self.output), where=self.demand > 0)
        if self.switches.compatible:
            step = np.where(lacks == 0, one - self.overtime, (batch.overcapacity - self.overtime) * lacks)
        else:
            step = one + (batch.overcapacity - one) * np.maximum(lacks, 0) - self.overtime
        self.overtime = np.maximum(self.overtime + step * batch.overtime_speed, one)

    # ------------------------------------------------------------------ tolerances of BoARIO

    def _moves(self, net: Floats) -> Floats:
        """Whether any stock of a draw moves by more than BoARIO takes for none, shape (K,)."""
        base = self.setting.base[:, :, None]
        far = np.abs(net) * base > TOLERANCE[0] + TOLERANCE[1] * base * self.output
        any_far: Floats = np.logical_or.reduce(far, axis=(0, 1)).astype(net.dtype)
        return any_far

    def _gaps(self, gap: Floats) -> Floats:
        """Whether any stock of a draw differs from its target by more than BoARIO takes for none, shape (K,)."""
        base = self.setting.base[:, :, None]
        far = np.abs(gap) * base > TOLERANCE[0] + TOLERANCE[1] * base * self.rows.target * self.target
        any_far: Floats = np.logical_or.reduce(far, axis=(0, 1)).astype(gap.dtype)
        return any_far
