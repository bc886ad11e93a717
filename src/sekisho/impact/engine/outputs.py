"""What the engine answers: losses by period and sector, by day, and the days on which shortage begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import EngineError, Problem
from sekisho.impact.economy.table import Array
from sekisho.impact.engine.inputs import Whole
from sekisho.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Paths of K draws against the normal day; a loss is positive, a gain by catching up negative.

    Parameters
    ----------
    value_added_loss, output_loss
        Summed over the days of each period, in the unit of the economy; shape (K, periods, N).
    daily
        Value added lost in the whole economy on each day, unit a day; shape (K, T).
    first_short
        First day on which the firms with the smallest stock lack a material, T if never; shape (K, P).
    first_binding
        First day on which a sector's output is more than 1 % below normal, T if never; shape (K, N).
    stock_left
        Stock of each pair after the last day, mean over firms, days of base use; shape (K, P).
    least_ceiling
        Least share of normal output that materials and capacity allowed on a day of each period; shape (K, periods, N).
    waiting
        Final demand that still waits after the last day, unit of the economy; shape (K, N).
    """

    value_added_loss: Array
    output_loss: Array
    daily: Array
    first_short: Whole
    first_binding: Whole
    stock_left: Array
    least_ceiling: Array
    waiting: Array

    def check_finite(self) -> None:
        """Refuse a result in which a number got lost.

        Raises
        ------
        EngineError
            If a path is not finite, naming the first draw and sector.
        """
        bad: NDArray[np.intp] = np.argwhere(~np.isfinite(self.output_loss))
        if len(bad):
            draw, _, sector = (int(index) for index in bad[0])
            raise EngineError(
                Problem(
                    where=f"draw {draw}, sector {sector}",
                    what=message("impact.path_not_finite", "the path is not finite."),
                    remedy=message(
                        "impact.report_with_seed",
                        "Report it with the seed of the run: the engine should come to rest for all draws that it "
                        "accepts.",
                    ),
                )
            )
