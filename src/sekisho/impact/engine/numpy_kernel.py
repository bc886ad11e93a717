"""The recurrences of a day in numpy, in place, for a chunk of draws at once.

Everything is a ratio to the normal day (`Setting`). For supplier p, which is product i of a region, and user j, a day
goes: planned output = min(demand, capacity) x ceiling of materials; output = planned less what critical stocks do not
cover; short suppliers share out what they made (`rationing`); of a stock no more is used than there is, and deliveries
are there the next day; users order what planned output needs and part of the gap to their target, and no more than
fills the stock. Rationing by orders has the rules of ARIO instead: suppliers deliver orders x output / demand,
deliveries of the day can be used, users order what they used and part of the gap.
docs/explanation/how-a-loss-is-computed.md has the equations and their sources.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.batch import Batch
from sekisho.impact.engine.firm_stocks import FirmStocks
from sekisho.impact.engine.inventory_limits import InventoryLimits
from sekisho.impact.engine.inventory_rows import InventoryRows
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.rationing import NO_LEVEL, RationingRule, Shares
from sekisho.impact.engine.recorder import ChunkTally

ABSOLUTE, RELATIVE = 1e-8, 1e-5
"""Difference, in units of the economy a day and as a share, that is taken for none."""

TINY = 1e-30
"""Demand is never quite zero, so that shares of it can be taken."""
SMALL = 1e-20
"""Weight of a region from which on what users find available, a mean of weights, is above TINY by itself."""
PATIENCE = 16
"""Days after which it is looked at anew whether stocks may run out."""


def run(setting: Setting, batch: Batch, tally: ChunkTally, *, start: int, days: int) -> None:
    """Run a chunk from day `start`, before which each of its draws is in its normal state."""
    state = EngineState(setting, batch, start)
    for day in range(start, days):
        state.make(day)
        tally.add(day, state.output, state.ceiling)
        state.turn_over()
        state.look_ahead(day)
    tally.close(state.waiting, state.firms)


class EngineState:
    """What one day leaves to the next; arrays have the shape (N, K) unless they say otherwise."""

    def __init__(self, setting: Setting, batch: Batch, start: int) -> None:
        """Begin with a normal day behind."""
        N, K, dtype = setting.users, batch.count, batch.holding.dtype
        self.setting, self.switches, self.batch = setting, setting.switches, batch
        self.rows = InventoryRows(setting, batch)
        self.limits = InventoryLimits(setting, batch)
        self.limits.regroup(self.rows)
        self.rationing = RationingRule(setting)
        use = batch.materials
        self.firms = None if use is None else FirmStocks(use, N, start)
        self.normal = np.ones((N, K), dtype)
        self.zeros = np.zeros((N, K), dtype)
        self.output = self.demand = self.overtime = self.weight = self.available = self.planned = self.normal
        self.target, self.final = self.normal.copy(), np.repeat(setting.final[:, None], K, axis=1)
        self.waiting = np.zeros((N, K), dtype)
        self.gone = np.zeros((N, K), dtype)
        self.asked = self.by_supplier(self.rows.normal)
        self.days_to_restore = np.broadcast_to(1 / batch.restoring, (N, K)).copy()
        self.restoring = np.broadcast_to(batch.restoring, (N, K)).copy()
        self.delivers_all = self.spreads_as_usual = np.zeros(setting.products, np.bool_)
        self.works_over = bool((batch.overcapacity > 1).any())
        self.most_used = float(batch.restoring.max() * batch.overcapacity.max())
        self.floor_from = 0
        self.least_weight = 1.0
        self.ceiling: Floats | None = None

    def make(self, day: int) -> None:
        """Plan output, and make what materials and stocks of inputs allow."""
        batch = self.batch
        self.day = day
        self.available, self.ceiling = self.overtime, None
        if batch.loss_profile is not None and batch.loss_size is not None:
            left = 1 - np.multiply.outer(batch.loss_profile[day], batch.loss_size)
            self.ceiling = np.maximum(left, 0)
            self.available = self.overtime * self.ceiling
        self.planned = np.minimum(self.demand, self.available)
        if self.firms is not None:
            normal = np.maximum(self.planned, 1)
            share = self._less_what_left(self.firms.ceiling(day, normal))
            self.ceiling = share if self.ceiling is None else np.minimum(self.ceiling, share)
            np.minimum(self.planned, normal * share, out=self.planned)
            if self.setting.regions > 1:
                self.available = self.available * share
        self.output = self.limits.apply(self.planned, self.rows)
        if self.firms is not None:
            self.firms.use(self.output)

    def _less_what_left(self, ships: Floats) -> Floats:
        """Hold what materials let ship to the capacity that is left; a part of what stands idle leaves for good."""
        if self.batch.exit_rate is None:
            return ships
        np.minimum(ships, 1 - self.gone, out=ships)
        self.gone += self.batch.exit_rate * np.maximum(1 - ships - self.gone, 0)
        return ships

    def turn_over(self) -> None:
        """Hand out what was made, move stocks by what came in and what was used, and place new orders."""
        rows, switches = self.rows, self.switches
        if not switches.by_orders:
            self._turn_over_by_level()
            return
        served = self._served()
        if switches.postponed_share:
            self._let_wait(served[self.setting.final_tier])
        by_users = [served[tier] for tier in self.setting.user_tiers]
        former = self._turn_weights()
        if switches.downstream:
            self._part([one < 1 for one in by_users])
        self._part([self.weight != 1] if self.setting.regions > 1 else [])
        self._aim()
        used = self.output if switches.upstream else self.normal
        self.limits.begin_day()
        if switches.compatible:
            _turn_over_as_boario(self, by_users, former, used)
            return
        spent = self.output * self.batch.restoring
        sent = [one * self.batch.restoring for one in by_users]
        self.note_normal(by_users, former)
        for block in rows.blocks:
            if switches.downstream:
                self.receive(block, sent, former)
                self._spend(block, spent)
                self.limits.note(block, rows)
                self._refill(block, used)
            else:
                rows.orders[block] = used
            self.spread(block)
            rows.ask(block)

    def note_normal(self, served: Sequence[Floats], former: Floats) -> None:
        """Note the products all of whose suppliers deliver in full, and those orders for which are spread as usual."""
        regions = self.setting.regions
        if regions == 1:
            return
        usual = former == 1
        delivers = np.logical_and.reduce([usual, *(share == 1 for share in served)])
        self.delivers_all = delivers.reshape(regions, -1, self.batch.count).all(axis=(0, 2))
        self.spreads_as_usual = (self.weight == 1).reshape(regions, -1, self.batch.count).all(axis=(0, 2))

    def _turn_over_by_level(self) -> None:
        """Do so where suppliers give each buyer what it asks for up to a level."""
        rows, switches = self.rows, self.switches
        shares = self.rationing.shares(self.output, self.demand, self.final, self._orders_of)
        if switches.postponed_share:
            self._let_wait(shares.final)
        former = self._turn_weights()
        if switches.downstream:
            self._part([level < NO_LEVEL for level in shares.levels])
        self._part([self.weight != 1] if self.setting.regions > 1 else [])
        self._aim()
        used, planned = (self.output, self.planned) if switches.upstream else (self.normal, self.normal)
        spent = self.output * self.batch.restoring
        if switches.downstream and self.setting.regions == 1:
            self._hold_to(shares)
        aimed = rows.target[0] * self.target if rows.is_alike else None
        self.note_normal([np.where(level < NO_LEVEL, 0, 1) for level in shares.levels], former)
        self.limits.begin_day()
        for block in rows.blocks:
            if switches.downstream:
                stock = rows.stock[block]
                stock -= spent
                if self.floor_from <= self.day:
                    np.maximum(stock, self.zeros, out=stock)
                if self.setting.regions > 1:
                    self._receive_up_to(block, shares.levels, former)
                received = rows.orders[block]
                received *= self.batch.restoring
                stock += received
                if not switches.upstream:
                    np.minimum(stock, rows.target[block], out=stock)
                self.limits.note(block, rows)
                self._ask_for(block, used, planned, aimed)
            else:
                rows.orders[block] = used
            self.spread(block)
            rows.ask(block)

    def look_ahead(self, day: int) -> None:
        """See what is asked of each supplier for the next day, and of its overtime."""
        rows, switches = self.rows, self.switches
        asked = self.by_supplier(rows.asked)
        if self.setting.regions > 1:
            asked = asked * self.weight
        demand = asked - self.by_supplier(rows.normal)
        self.asked, extra = asked, demand[0] if len(demand) == 1 else demand.sum(axis=0)
        extra += 1
        if switches.postponed_share:
            waiting = self.waiting / switches.catch_up_days
            self.final = self.setting.final[:, None] + waiting
            extra += waiting
        self.demand = np.maximum(extra, TINY, out=extra)
        if self.works_over and (day or not switches.compatible):
            self.overtime = self._worked_over()

    # ------------------------------------------------------------------ deliveries

    def _served(self) -> list[Floats]:
        """Share of its order that each kind of buyer gets from each supplier, those served first first."""
        setting, output, demand = self.setting, self.output, self.demand
        if setting.tiers == 1:
            return [output / demand]
        enough, left, served = output >= demand, output.copy(), []
        for tier in range(setting.tiers):
            wanted = np.full_like(output, TINY)
            if tier in setting.user_tiers:
                wanted += self.asked[setting.user_tiers.index(tier)]
            if tier == setting.final_tier:
                wanted += self.final
            given = np.minimum(left, wanted)
            served.append(np.where(enough, 1, given / wanted))
            left -= given
        return served

    def _let_wait(self, served: Floats) -> None:
        """Let a share of final demand not met wait, and strike off what was caught up."""
        caught_up = served * self.waiting / self.switches.catch_up_days
        self.waiting += self.switches.postponed_share * (1 - served) * self.setting.final[:, None] - caught_up

    def _part(self, differs: list[NDArray[np.bool_]]) -> None:
        """Give products rows of their own of which a supplier differs from its normal state."""
        if not differs or len(self.rows.singles) == self.setting.products:
            return
        suppliers = np.logical_or.reduce([one.any(axis=1) for one in differs])
        products = np.flatnonzero(suppliers.reshape(self.setting.regions, -1).any(axis=0))
        if self.rows.part(products):
            self.limits.regroup(self.rows)

    def receive(self, block: slice, sent: Sequence[Floats], former: Floats) -> None:
        """Turn the orders of a block into what is received of them, in the rows' own unit of stock.

        `sent` is what suppliers deliver per unit ordered, by tier of users; `former` the weights when it was ordered.
        """
        rows, setting = self.rows, self.setting
        orders = rows.orders[block]
        if block.start < rows.heads:
            orders *= self.batch.restoring
            return
        single = slice(block.start - rows.heads, block.stop - rows.heads)
        products = rows.products(block)
        if setting.regions > 1 and self.delivers_all[products].all():
            orders *= self.restoring
            return
        for served, users in zip(sent, setting.users_by_tier, strict=True):
            if setting.regions == 1:
                share = served[products][:, None, :]
            else:
                weights = setting.by_product(served * former)[products]
                into = rows.work[: len(orders)] if rows.home is None and len(sent) == 1 else None
                share = np.matmul(rows.split[single, users], weights, out=into)
            if rows.home is not None:
                share = self._with_imports(block, rows.home[single, users], share, former, users)
            orders[:, users] *= share

    def _with_imports(
        self, block: slice, home: Floats, share: Floats, former: Floats, users: slice | NDArray[np.int64]
    ) -> Floats:
        """Share of orders that is received if the part that is not ordered at home always arrives."""
        rows = self.rows
        whole: Floats = self.batch.restoring
        if self.setting.regions > 1:
            single = slice(block.start - rows.heads, block.stop - rows.heads)
            weights = self.setting.by_product(former * whole)[rows.products(block)]
            whole = np.matmul(rows.split[single, users], weights)
        work = rows.work[: len(share), : home.shape[1]]
        np.multiply(home, share - whole, out=work)
        work += whole
        return work

    def _spend(self, block: slice, spent: Floats) -> None:
        """Add to stocks what was received, and take from them what was used."""
        stock = self.rows.stock[block]
        stock += self.rows.orders[block]
        stock -= spent
        if self.floor_from <= self.day:
            np.maximum(stock, self.zeros, out=stock)
        if not self.switches.upstream:
            np.minimum(stock, self.rows.target[block], out=stock)

    def _orders_of(self, suppliers: NDArray[np.int64]) -> Floats:
        """What users ordered of each supplier, in ratio to the normal day; shape (S, N, K)."""
        orders: Floats = self.rows.orders[self.rows.row_of[suppliers % self.setting.products]]
        return orders if self.setting.regions == 1 else orders * self.weight[suppliers, None]

    def _hold_to(self, shares: Shares) -> None:
        """Lower orders of one region to what short suppliers deliver of them; imports beside them arrive in full."""
        rows, some = self.rows, shares.short
        if not len(some):
            return
        at = rows.row_of[some]
        over = rows.orders[at]
        for of_tier, users in zip(shares.levels, self.setting.users_by_tier, strict=True):
            over[:, users] -= of_tier[some, None]
        np.maximum(over, 0, out=over)
        if rows.home is not None:
            over *= rows.home[at - rows.heads]
        rows.orders[at] -= over

    def _receive_up_to(self, block: slice, levels: Floats, former: Floats) -> None:
        """Turn the orders of a block, in several regions, into what is received up to the levels, in days of use."""
        rows, setting = self.rows, self.setting
        products = rows.products(block)
        if block.start < rows.heads or self.delivers_all[products].all():
            return
        orders, single = rows.orders[block], slice(block.start - rows.heads, block.stop - rows.heads)
        weights = setting.by_product(former)[products]
        for of_tier, users in zip(levels, setting.users_by_tier, strict=True):
            limits = setting.by_product(of_tier)[products]
            ordered, split = orders[:, users], rows.split[single, users]
            inside = ordered * np.matmul(split, weights)
            got = np.zeros_like(ordered)
            for region in range(setting.regions):
                sent = np.minimum(ordered * weights[:, region, None], limits[:, region, None])
                got += split[:, :, region, None] * sent
            if rows.home is not None:
                home = rows.home[single, users]
                got = home * got + (1 - home) * inside
            orders[:, users] = got

    # ------------------------------------------------------------------ orders

    def _ask_for(self, block: slice, used: Floats, planned: Floats, aimed: Floats | None) -> None:
        """Order what planned output needs and a part of the gap to the target, and no more than fills the stock.

        `aimed` is what all rows aim at, shape (N, K), if that is the same.
        """
        rows = self.rows
        orders, most = rows.orders[block], rows.work[: block.stop - block.start]
        if aimed is None:
            rows.aim(block, self.target)
            orders -= rows.stock[block]
        else:
            np.subtract(aimed, rows.stock[block], out=orders)
        np.maximum(orders, self.zeros, out=orders)
        np.multiply(orders, self.days_to_restore, out=most)
        most += used
        orders += planned
        np.minimum(orders, most, out=orders)

    def _refill(self, block: slice, used: Floats) -> None:
        """Order what was used, and a part of the gap to the target."""
        rows = self.rows
        orders = rows.orders[block]
        rows.aim(block, self.target)
        orders -= rows.stock[block]
        np.maximum(orders, self.zeros, out=orders)
        orders += used

    def spread(self, block: slice) -> None:
        """Put orders as suppliers see them: per unit of what all of them have available."""
        rows, setting = self.rows, self.setting
        if setting.regions == 1 or block.start < rows.heads or self.spreads_as_usual[rows.products(block)].all():
            return
        single = slice(block.start - rows.heads, block.stop - rows.heads)
        weights, into = setting.by_product(self.weight)[rows.products(block)], rows.work[: block.stop - block.start]
        available = np.matmul(rows.split[single], weights, out=into)
        if self.least_weight < SMALL:
            np.maximum(available, TINY, out=available)
        rows.orders[block] /= available

    def _aim(self) -> None:
        """Move target stocks towards what planned output needs, and see how long no stock can run out."""
        if self.switches.upstream:
            smoothing = self.switches.smoothing_days
            if smoothing > 1:
                self.target += (self.planned - self.target) / smoothing
            else:
                self.target = self.planned
        if self.switches.downstream and self.floor_from <= self.day and self.day % PATIENCE == 0:
            self.floor_from = self.day + int(self.rows.stock.min() / self.most_used)

    def _turn_weights(self) -> Floats:
        """Turn weights of regions towards what each has available; returns those of before."""
        former = self.weight
        if self.setting.regions > 1:
            self.weight = former + (self.available - former) / self.switches.switching_days
            self.least_weight = float(self.weight.min())
        return former

    def by_supplier(self, asked: Floats) -> Floats:
        """View figures by product and region, shape (..., n, m, K), by supplier, shape (..., N, K)."""
        return np.swapaxes(asked, -3, -2).reshape(*asked.shape[:-3], self.setting.users, -1)

    def _worked_over(self) -> Floats:
        """Overtime, risen where demand is above what was made, fallen back where it is not."""
        batch = self.batch
        one = self.output.dtype.type(1)
        lacks = (self.demand - self.output) / self.demand
        if self.switches.compatible:
            step = np.where(lacks == 0, one - self.overtime, (batch.overcapacity - self.overtime) * lacks)
            return np.maximum(self.overtime + step * batch.overtime_speed, one)
        np.maximum(lacks, self.zeros, out=lacks)
        lacks *= batch.overcapacity - one
        lacks += self.normal
        lacks -= self.overtime
        lacks *= batch.overtime_speed
        lacks += self.overtime
        return lacks


def _turn_over_as_boario(state: EngineState, served: list[Floats], former: Floats, used: Floats) -> None:
    """Do what `EngineState.turn_over` does block by block, for all rows at once, with the tolerances of BoARIO 0.7.2.

    It leaves all stocks as they are on a day on which what they receive is close to what they spend, everywhere at
    once; and it orders no more than was used on a day on which all stocks are close to their targets. So the engine can
    be compared with it digit by digit.
    """
    rows, restoring = state.rows, state.batch.restoring
    base = state.setting.base[:, :, None]
    state.note_normal(served, former)
    for block in rows.blocks:
        state.receive(block, [one * restoring for one in served], former)
    net = rows.orders - state.output * restoring
    moved = _far(net / restoring * base, state.output * base)
    rows.stock += net * moved
    gap = rows.target * state.target - rows.stock
    off = _far(gap / restoring * base, rows.target / restoring * state.target * base)
    rows.orders[:] = np.maximum(gap, 0) * off + used
    for block in rows.blocks:
        state.spread(block)
        rows.ask(block)


def _far(difference: Floats, whole: Floats) -> Floats:
    """Whether any difference of a draw is more than none: 1 or 0, shape (K,)."""
    far: Floats = np.logical_or.reduce(np.abs(difference) > ABSOLUTE + RELATIVE * np.abs(whole), axis=(0, 1))
    return far.astype(difference.dtype)
