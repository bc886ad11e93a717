"""What a run keeps of its days."""

from __future__ import annotations

import numpy as np

from sekisho.impact.economy.table import Array
from sekisho.impact.engine.batch import Batch
from sekisho.impact.engine.firm_stocks import FirmStocks
from sekisho.impact.engine.inputs import Whole
from sekisho.impact.engine.normalised_economy import Floats, Setting
from sekisho.impact.engine.outputs import Paths

BINDING = 0.99
"""Output below this ratio counts as bound."""


class LossRecorder:
    """Losses of all draws; chunks of draws write into it as they run."""

    def __init__(self, setting: Setting, periods: Whole, draws: int, pairs: int) -> None:
        """Begin with no loss in any of `draws`; `periods` gives the period of each day, shape (T,)."""
        self.setting, self.periods = setting, periods
        days, N = len(periods), setting.users
        self.output_loss = np.zeros((draws, int(periods.max()) + 1, N))
        self.daily = np.zeros((draws, days))
        self.first_short = np.full((draws, pairs), days, np.int64)
        self.first_binding = np.full((draws, N), days, np.int64)
        self.stock_left = np.zeros((draws, pairs))
        self.least_ceiling = np.ones_like(self.output_loss)
        self.waiting = np.zeros((draws, N))
        self.value = setting.value_added_share * setting.output

    def paths(self) -> Paths:
        """Return what was kept, in the unit of the economy."""
        output_loss = self.output_loss * self.setting.output
        return Paths(
            value_added_loss=output_loss * self.setting.value_added_share,
            output_loss=output_loss,
            daily=self.daily,
            first_short=self.first_short,
            first_binding=self.first_binding,
            stock_left=self.stock_left,
            least_ceiling=self.least_ceiling,
            waiting=self.waiting * self.setting.output,
        )


class ChunkTally:
    """The part of a tally that a chunk of draws fills, with the draw along the last axis."""

    def __init__(self, tally: LossRecorder, batch: Batch) -> None:
        """Begin without a loss."""
        self.tally, self.batch = tally, batch
        days = len(tally.periods)
        shape = (tally.setting.users, batch.count)
        self.value: Floats = tally.value.astype(batch.holding.dtype)
        self.lost: Array = np.zeros((tally.output_loss.shape[1], *shape))
        self.least: Array = np.ones_like(self.lost)
        self.daily = np.zeros((days, batch.count))
        self.first_binding = np.full(shape, days, np.int64)

    def add(self, day: int, output: Floats, ceiling: Floats | None) -> None:
        """Add a day's output, shape (N, K), in ratios, and what was allowed of it, None where all was."""
        if ceiling is not None:
            least = self.least[self.tally.periods[day]]
            np.minimum(least, ceiling, out=least)
        loss = 1 - output
        self.lost[self.tally.periods[day]] += loss
        self.daily[day] = self.value @ loss
        fresh = (output < BINDING) & (self.first_binding > day)
        if fresh.any():
            self.first_binding[fresh] = day

    def close(self, waiting: Floats, firms: FirmStocks | None) -> None:
        """Hand over what was counted."""
        draws, tally = self.batch.draws, self.tally
        tally.output_loss[draws] = np.moveaxis(self.lost, -1, 0)
        tally.least_ceiling[draws] = np.moveaxis(self.least, -1, 0)
        tally.daily[draws] = self.daily.T
        tally.first_binding[draws] = self.first_binding.T
        tally.waiting[draws] = waiting.T
        if firms is not None:
            tally.stock_left[draws] = firms.left().T
            tally.first_short[draws] = np.where(firms.first_short < 0, len(tally.periods), firms.first_short).T
