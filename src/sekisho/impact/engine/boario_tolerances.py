"""Tolerances of BoARIO 0.7.2, to compare with it digit by digit.

It leaves all stocks as they are on a day on which what they receive is close to what they spend, everywhere at once;
and it orders no more than was used on a day on which all stocks are close to their targets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sekisho.impact.engine.normalised_economy import Floats

if TYPE_CHECKING:
    from sekisho.impact.engine.numpy_kernel import EngineState

ABSOLUTE, RELATIVE = 1e-8, 1e-5
"""Difference, in units of the economy a day and as a share, that is taken for none."""


def turn_over(state: EngineState, served: list[Floats], former: Floats, used: Floats) -> None:
    """Do what `EngineState.turn_over` does block by block, for all rows at once."""
    rows, restoring = state.rows, state.batch.restoring
    base = state.setting.base[:, :, None]
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
