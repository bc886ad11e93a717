"""Who gets what a short supplier makes: each buyer what it asks for, up to one level for all of a tier.

A level is a ratio to normal purchases. It is set so that all that was made is handed out, so what one buyer does not
ask for goes to the others, and an order above the level buys nothing. Where users of inputs are guaranteed their share,
each keeps the smaller of its order and what the supplier makes per unit of normal output, before any tier is served.

Source
------
The uniform rule: Sprumont, Econometrica 59 (1991), section 2; docs/explanation/how-a-loss-is-computed.md says why it
stands in place of sharing by orders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.engine.normalised_economy import Floats, Setting

CLOSE = 1e-15
"""What is left to hand out, per unit of normal output, that counts as nothing: the last digit of a double."""
NO_LEVEL = 1e30
"""Level of a supplier that is not short: above any order, and inside the range of single precision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What is handed out on a day, N suppliers and K draws.

    Parameters
    ----------
    levels
        Most that users of a tier get in ratio to their normal purchase; shape (tiers of users, N, K).
    final
        Share of what final demand asks for that it gets; shape (N, K).
    short
        Suppliers that cannot deliver all in some draw, as numbers 0 to N - 1.
    """

    levels: Floats
    final: Floats
    short: NDArray[np.int64]


class RationingRule:
    """Levels of one day after another, for an economy and its tiers of buyers."""

    def __init__(self, setting: Setting) -> None:
        """Lay out what users of each tier buy of each supplier on a normal day."""
        self.setting = setting
        self.sold = np.ascontiguousarray(setting.sold.swapaxes(0, 1).reshape(setting.users, setting.users))
        self.final = np.maximum(setting.final, 0)
        self.normal = self.sold.sum(axis=1) + self.final

    def shares(self, output: Floats, demand: Floats, asked_final: Floats, orders: Callable[[int], Floats]) -> Shares:
        """Share out `output` where it is below `demand`; all have the shape (N, K), per unit of normal output.

        `orders` gives what all users order of a supplier in ratio to the normal day, shape (N, K).
        """
        setting = self.setting
        levels = np.full((len(setting.user_tiers), *output.shape), NO_LEVEL, output.dtype)
        final = np.ones_like(output)
        short = np.flatnonzero((output < demand).any(axis=1))
        for supplier in short.tolist():
            draws = np.flatnonzero(output[supplier] < demand[supplier])
            given = orders(supplier)[:, draws]
            lacks = demand[supplier, draws] - output[supplier, draws]
            own, met = self._of_one(supplier, given, asked_final[supplier, draws], lacks)
            levels[:, supplier, draws], final[supplier, draws] = own, met
        return Shares(levels=levels, final=final, short=short)

    def _of_one(self, supplier: int, orders: Floats, asked: Floats, lacks: Floats) -> tuple[Floats, Floats]:
        """Levels of one supplier, shape (tiers of users, D), and the share of final demand that is met, shape (D,)."""
        setting, sold, normal = self.setting, self.sold[supplier], self.final[supplier]
        asked = np.maximum(asked, 0)
        supply = np.maximum(sold @ orders + asked - lacks, 0)
        claim = supply / self.normal[supplier] if setting.switches.guaranteed else np.zeros_like(supply)
        secured = sold[:, None] * np.minimum(orders, claim)
        left = np.maximum(supply - secured.sum(axis=0), 0)
        levels = np.zeros((len(setting.user_tiers), len(supply)), supply.dtype)
        met = np.zeros_like(supply)
        for tier in range(setting.tiers):
            final = normal if tier == setting.final_tier else 0.0
            if tier not in setting.user_tiers:
                met = np.minimum(asked, left)
                left = left - met
                continue
            place = setting.user_tiers.index(tier)
            users = setting.users_by_tier[place]
            own, placed, base = sold[users], orders[users], secured[users].sum(axis=0)
            # Where final demand's part of what is left is below what users are guaranteed, it gets all that is left.
            last = final * claim > left
            level = _level(left + base, own, placed, final, asked if final else np.zeros_like(supply), claim)
            levels[place] = np.where(last, claim, level)
            if final:
                met = np.where(last, np.minimum(asked, left), np.minimum(asked, level * final))
            left = np.maximum(left + base - own @ np.minimum(placed, levels[place]), 0)
        return levels, np.divide(met, asked, out=np.ones_like(met), where=asked > 0)


def _level(  # noqa: PLR0917 - what is bought and what is asked for, of users and of final demand
    supply: Floats, sold: Floats, orders: Floats, final: float, asked: Floats, least: Floats
) -> Floats:
    """Level, at least `least`, at which buyers are given `supply`; shape (D,), as `supply`, `asked` and `least`.

    What buyers get is a rising, concave and piecewise linear function of the level, so Newton's rule from below passes
    a kink with each step, and ends.

    Parameters
    ----------
    sold, final
        Normal purchases of U users, shape (U,), and of final demand, per unit of normal output.
    orders
        What users ask for in ratio to these, shape (U, D); `asked` is what final demand asks for.
    """
    normal = sold.sum() + final
    level = np.maximum(supply / normal, least) if normal > 0 else np.full_like(supply, NO_LEVEL)
    for _ in range(len(sold) + 2):
        open_now = sold @ (orders > level) + final * (asked > level * final)
        missing = supply - sold @ np.minimum(orders, level) - np.minimum(asked, level * final)
        rises = (missing > CLOSE) & (open_now > CLOSE)
        if not rises.any():
            break
        level = np.where(rises, level + missing / np.where(rises, open_now, 1), level)
    return level
