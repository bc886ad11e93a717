"""Firms' stocks of materials, stratum by stratum, and the ceiling on output that their lack sets."""

from __future__ import annotations

import numpy as np

from sekisho.impact.engine.batch import MaterialBatch
from sekisho.impact.engine.setting import Floats
from sekisho.impact.engine.switches import Ceilings


class FirmStocks:
    """Stocks of P pairs in B strata for K draws; one call of `ceiling` and one of `use` make a day.

    A firm of stratum b needs (1 - saved) x planned output, has its stock and what arrives, and uses the smaller. It
    keeps no more than it had at the start; what it does not need it does not buy. Satisfaction of a pair is the mean
    over strata; phi x what is lacking comes off output (`Ceilings` says how pairs of one sector combine).
    """

    def __init__(self, batch: MaterialBatch, users: int, ceilings: Ceilings, start: int) -> None:
        """Begin on day `start`, before which no firm was short."""
        self.batch, self.users, self.ceilings = batch, users, ceilings
        self.order = np.argsort(batch.sector, kind="stable")
        self.sectors, self.firsts = np.unique(batch.sector[self.order], return_index=True)
        pairs, self.draws = batch.phi.shape
        self.taken = np.zeros_like(batch.phi)
        self.saving = Saving(batch.thrift_max, batch.thrift_days, batch.thrift_from)
        for day in range(start):
            net = self.saving.need(day) - batch.arrivals[day][batch.series]
            self.taken = np.maximum(self.taken + net, 0)
        self.stock = batch.stock - self.taken[:, None, :]
        np.maximum(self.stock, 0, out=self.stock)
        self.work = np.empty_like(self.stock)
        self.first_short = np.full((pairs, self.draws), -1, np.int64)

    def ceiling(self, day: int, planned: Floats) -> Floats:
        """Share of planned output that can ship, shape (N, K), from planned output in ratios."""
        batch = self.batch
        self.planned = planned
        self.need = self.saving.need(day) * planned[batch.sector]
        self.got = batch.arrivals[day][batch.series]
        np.subtract((self.need - self.got)[:, None, :], self.stock, out=self.work)
        np.maximum(self.work, 0, out=self.work)
        short = self.work.max(axis=1) > 0
        np.copyto(self.first_short, day, where=short & (self.first_short < 0))
        lacking = np.matmul(batch.weights, self.work)
        np.divide(lacking, self.need, out=lacking, where=self.need > 0)
        ships = 1 - batch.phi * np.minimum(lacking, 1)
        share = np.ones((self.users, self.draws), ships.dtype)
        combine = np.minimum if self.ceilings == Ceilings.MINIMUM else np.multiply
        share[self.sectors] = combine.reduceat(ships[self.order], self.firsts, axis=0)
        return share

    def use(self, output: Floats) -> None:
        """Take from the stocks what the day's output used; shape (N, K), in ratios."""
        made, planned = output[self.batch.sector], self.planned[self.batch.sector]
        wanted = self.need * np.divide(made, planned, out=np.ones_like(made), where=planned > 0)
        self.stock += (self.got - wanted)[:, None, :]
        np.clip(self.stock, 0, self.batch.stock, out=self.stock)

    def left(self) -> Floats:
        """Stock of each pair, mean over firms, days of base use; shape (P, K)."""
        left: Floats = np.matmul(self.batch.weights, self.stock)
        return left


class Saving:
    """Thrift: the share of its use that a firm still needs, day by day; days are asked for one after another."""

    def __init__(self, most: Floats, days: Floats, begin: Floats) -> None:
        """Save `most` in the end, with a time constant of `days`, from day `begin`; draws run along the last axis."""
        self.most, self.days, self.begin = most, days, begin
        self.keeps = np.exp(-1 / days)
        self.first = np.maximum(np.floor(begin) + 1, 0)
        self.last_first = int(self.first.max(initial=0))
        self.left = np.ones_like(most)
        self.day = -1

    def need(self, day: int) -> Floats:
        """Share of base use that output at its normal level needs on a day."""
        if day != self.day + 1 or day <= self.last_first:
            self.left = np.exp(-np.maximum(day - self.begin, 0).astype(self.days.dtype) / self.days)
        else:
            self.left *= self.keeps
        self.day = day
        return 1 - self.most * (1 - self.left)
