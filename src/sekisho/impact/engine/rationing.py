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
AT_ONCE = 1 << 20
"""Bytes of orders that are looked at together: what the sums go through again and again stays in the core's cache."""
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


Orders = Callable[[NDArray[np.int64]], Floats]
"""Numbers of S suppliers; returns what all users order of each in ratio to the normal day, shape (S, N, K)."""


@dataclass(frozen=True, slots=True)
class _Short:
    """Some suppliers that are short: what is asked of them and how much they have, shapes (S, ...) and (S, K)."""

    sold: Floats
    orders: Floats
    final: Floats
    asked: Floats
    lacking: NDArray[np.bool_]
    supply: Floats
    claim: Floats


class RationingRule:
    """Levels of one day after another, for an economy and its tiers of buyers."""

    def __init__(self, setting: Setting) -> None:
        """Add up what all buy of each supplier on a normal day."""
        self.setting = setting
        self.final = np.maximum(setting.final, 0)
        self.normal = setting.sold.sum(axis=2).T.reshape(setting.users) + self.final
        self.former: Floats | None = None

    def shares(self, output: Floats, demand: Floats, asked_final: Floats, orders: Orders) -> Shares:
        """Share out `output` where it is below `demand`; all have the shape (N, K), per unit of normal output.

        Levels are sought from those of the day before, so days are asked for one after another.
        """
        tiers = len(self.setting.user_tiers)
        levels = np.full((tiers, *output.shape), NO_LEVEL, output.dtype)
        final = np.ones_like(output)
        lacking = output < demand
        short = np.flatnonzero(lacking.any(axis=1))
        step = max(1, AT_ONCE // (output.size * output.itemsize))
        for begin in range(0, len(short), step):
            some = short[begin : begin + step]
            placed, sold, asked = orders(some), self._sold(some), np.maximum(asked_final[some], 0)
            supply = _sum(sold, placed)
            supply += asked - (demand[some] - output[some])
            np.maximum(supply, 0, out=supply)
            claim = supply / self.normal[some, None] if self.setting.switches.guaranteed else np.zeros_like(supply)
            of = _Short(sold, placed, self.final[some, None], asked, lacking[some], supply, claim)
            own, met = self._of_some(of, None if self.former is None else self.former[:, some])
            levels[:, some] = np.where(of.lacking, own, NO_LEVEL)
            final[some] = np.where(of.lacking, met, 1)
        self.former = levels
        return Shares(levels=levels, final=final, short=short)

    def _sold(self, suppliers: NDArray[np.int64]) -> Floats:
        """What each user buys of some suppliers on a normal day, per unit of their output; shape (S, N)."""
        region, product = np.divmod(suppliers, self.setting.products)
        return self.setting.sold[product, region]

    def _of_some(self, of: _Short, former: Floats | None) -> tuple[Floats, Floats]:
        """Levels of some suppliers, shape (tiers of users, S, K), and the share of final demand that is met, (S, K)."""
        setting, guaranteed = self.setting, self.setting.switches.guaranteed
        left = of.supply
        if guaranteed:
            left = np.maximum(left - _sum(of.sold, np.minimum(of.orders, of.claim[:, None])), 0)
        levels = np.zeros((len(setting.user_tiers), *left.shape), left.dtype)
        met = np.zeros_like(left)
        for tier in range(setting.tiers):
            if tier not in setting.user_tiers:
                met = np.minimum(of.asked, left)
                left = left - met
                continue
            place = setting.user_tiers.index(tier)
            users = setting.users_by_tier[place]
            own, placed = of.sold[:, users], of.orders[:, users]
            whole = left + _sum(own, np.minimum(placed, of.claim[:, None])) if guaranteed else left
            is_final = tier == setting.final_tier
            of_tier = _Short(
                own,
                placed,
                of.final if is_final else np.zeros_like(of.final),
                of.asked if is_final else np.zeros_like(of.asked),
                of.lacking,
                whole,
                of.claim,
            )
            # Where final demand's part of what is left is below what users are guaranteed, it gets all that is left.
            last = of_tier.final * of.claim > left
            level = _level(of_tier, None if former is None else former[place])
            levels[place] = np.where(last, of.claim, level)
            if is_final:
                met = np.where(last, np.minimum(of.asked, left), np.minimum(of.asked, level * of.final))
            if tier + 1 < setting.tiers:
                left = np.maximum(whole - _sum(own, np.minimum(placed, levels[place][:, None])), 0)
        return levels, np.divide(met, of.asked, out=np.ones_like(met), where=of.asked > 0)


def _sum(sold: Floats, orders: Floats) -> Floats:
    """Add up over users what they buy; (S, U) and (S, U, K) give (S, K)."""
    total: Floats = np.matmul(sold[:, None], orders)[:, 0]
    return total


def _level(of: _Short, former: Floats | None) -> Floats:
    """Level, at least the claim, at which buyers are given the supply; shape (S, K).

    What buyers get is a rising, concave and piecewise linear function of the level, so Newton's rule from below passes
    a kink with each step, and ends. It begins at the level of the day before, `former`: where that is too high, the
    first step leads below the level or onto it, since a tangent of a concave function lies above it.
    """
    normal = of.sold.sum(axis=1)[:, None] + of.final
    least = np.full_like(of.supply, NO_LEVEL)
    np.divide(of.supply, normal, out=least, where=normal > 0)
    np.maximum(least, of.claim, out=least)
    level = least if former is None else np.where((former > least) & (former < NO_LEVEL), former, least)
    work = np.empty_like(of.orders)
    missing, at_level = _missing(of, level, work)
    np.greater(of.orders, level[:, None], out=work)
    open_now = _sum(of.sold, work) + of.final * (of.asked > at_level)
    opens = open_now > CLOSE
    moves = of.lacking & np.where(opens, np.abs(missing) > CLOSE, missing < -CLOSE)
    stepped = np.where(opens, level + missing / np.where(opens, open_now, 1), least)
    level = np.where(moves, np.maximum(stepped, least), level)
    missing, _ = _missing(of, level, work)
    suppliers, draws = np.nonzero(of.lacking & (missing > CLOSE))
    if len(suppliers):  # few: nearly all are where they were the day before, between the same two kinks
        level[suppliers, draws] = _risen(of, level, suppliers, draws)
    return level


def _missing(of: _Short, level: Floats, work: Floats) -> tuple[Floats, Floats]:
    """What is left to hand out at a level, and what final demand may have of it; shape (S, K) each."""
    missing = of.supply - _sum(of.sold, np.minimum(of.orders, level[:, None], out=work))
    at_level = level * of.final
    missing -= np.minimum(of.asked, at_level)
    return missing, at_level


def _risen(of: _Short, level: Floats, suppliers: NDArray[np.int64], draws: NDArray[np.int64]) -> Floats:
    """Raise the levels of some suppliers in some draws until all is handed out; shape (D,)."""
    sold, orders = of.sold[suppliers], of.orders[suppliers, :, draws]
    supply, asked, final = of.supply[suppliers, draws], of.asked[suppliers, draws], of.final[suppliers, 0]
    raised = level[suppliers, draws]
    for _ in range(orders.shape[1] + 2):
        at_level = raised * final
        missing = supply - (sold * np.minimum(orders, raised[:, None])).sum(axis=1) - np.minimum(asked, at_level)
        open_now = (sold * (orders > raised[:, None])).sum(axis=1) + final * (asked > at_level)
        rises = (missing > CLOSE) & (open_now > CLOSE)
        if not rises.any():
            break
        raised = np.where(rises, raised + missing / np.where(rises, open_now, 1), raised)
    return raised
