"""Firms' stocks of materials, stratum by stratum, and the ceiling on output that their lack sets."""

from __future__ import annotations

import numpy as np

from sekisho.impact.engine.batch import MaterialBatch
from sekisho.impact.engine.inputs import Whole
from sekisho.impact.engine.normalised_economy import Floats


class FirmStocks:
    """Stocks of P pairs in B strata for K draws; one call of `ceiling` and one of `use` make a day.

    A firm of a stratum needs (1 - saved) x planned output, has its stock and what arrives, and uses the smaller of the
    two; satisfaction of a pair is the mean over strata, and phi x what is lacking comes off output. Pairs of one
    material in one sector are parts of its output that do not overlap, so they add; `Grouping` says how materials of
    one sector combine. If other things hold output lower still, all firms use less in proportion. A firm keeps no more
    than it had at the start; what it does not need it does not buy.
    """

    def __init__(self, batch: MaterialBatch, users: int, start: int) -> None:
        """Begin on day `start`, before which no firm was short."""
        self.batch, self.users = batch, users
        grouping = batch.grouping
        self.order = np.argsort(grouping.group_of, kind="stable")
        self.group_of = grouping.group_of
        _, self.first_pairs = np.unique(grouping.group_of[self.order], return_index=True)
        _, self.first_groups = np.unique(grouping.nest_of, return_index=True)
        self.sectors, self.first_nests = np.unique(grouping.sector_of, return_index=True)
        self.saving = saving_of(batch.thrift_max, batch.thrift_days, batch.thrift_from, batch.saved, batch.of_saved)
        taken = np.zeros_like(batch.phi)
        for day in range(start):
            taken += self.saving.need(day)
            taken -= batch.arrivals[day][batch.series]
            np.maximum(taken, 0, out=taken)
        self.stock = batch.stock - taken
        self.lack = np.empty_like(self.stock)
        self.first_short = np.full(batch.phi.shape, -1, np.int64)

    def ceiling(self, day: int, planned: Floats) -> Floats:
        """Share of planned output that can ship, shape (N, K), from planned output in ratios."""
        batch = self.batch
        self.wanted = planned[batch.sector]
        self.need = self.saving.need(day) * self.wanted
        self.got = batch.arrivals[day][batch.series]
        np.subtract(self.need - self.got, self.stock, out=self.lack)
        np.maximum(self.lack, 0, out=self.lack)
        lacking = self._mean(self.lack)
        short = lacking > 0
        np.copyto(self.first_short, day, where=short & (self.first_short < 0))
        np.divide(lacking, self.need, out=lacking, where=short)
        ships = 1 - np.add.reduceat((batch.phi * lacking)[self.order], self.first_pairs, axis=0)
        np.maximum(ships, 0, out=ships)
        self.ships = ships[self.group_of]
        share = np.ones((self.users, planned.shape[1]), planned.dtype)
        nests = np.minimum.reduceat(ships, self.first_groups, axis=0)
        share[self.sectors] = np.multiply.reduceat(nests, self.first_nests, axis=0)
        return share

    def use(self, output: Floats) -> None:
        """Take from the stocks what the day's output used; shape (N, K), in ratios."""
        could = self.wanted * self.ships
        part = np.divide(output[self.batch.sector], could, out=np.ones_like(could), where=could > 0)
        np.minimum(part, 1, out=part)
        self.lack *= part
        self.stock += self.lack
        self.stock += self.got - self.need * part
        np.maximum(self.stock, 0, out=self.stock)
        np.minimum(self.stock, self.batch.stock, out=self.stock)

    def left(self) -> Floats:
        """Stock of each pair, mean over firms, days of base use; shape (P, K)."""
        return self._mean(self.stock)

    def _mean(self, of_strata: Floats) -> Floats:
        """Mean over firms; (B, P, K) to (P, K)."""
        strata = len(of_strata)
        mean: Floats = (self.batch.weights @ of_strata.reshape(strata, -1)).reshape(of_strata.shape[1:])
        return mean


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


class SavingByDay:
    """Thrift that is stated day by day, for as many days as there are; draws run along the last axis."""

    def __init__(self, saved: Floats, of_pair: Whole) -> None:
        """Save what `saved` says, shape (T, S, K); `of_pair` says which of them a pair has, shape (P,)."""
        self.saved, self.of_pair = saved, of_pair

    def need(self, day: int) -> Floats:
        """Share of base use that output at its normal level needs on a day."""
        need: Floats = 1 - self.saved[day][self.of_pair]
        return need


def saving_of(
    most: Floats, days: Floats, begin: Floats, saved: Floats | None, of_pair: Whole | None
) -> Saving | SavingByDay:
    """Return the thrift that is stated: day by day, else by its end and its time constant."""
    if saved is None or of_pair is None:
        return Saving(most, days, begin)
    return SavingByDay(saved, of_pair)
