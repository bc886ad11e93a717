"""Static companions of a dynamic run: what the same ceilings cost without time and without stocks of goods.

`u` is the share of normal output that the ceilings allow each sector, shape (N,). Losses are shares of value added.
Four answers stand beside every run: direct; with the fall of orders; the best that a planner could do; and the worst,
where every shortage is passed on in proportion and nobody gives way to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import ConvergenceError, Problem
from sekisho.impact.economy.economy import Economy
from sekisho.impact.materials.figure import Array
from sekisho.message import message

Whole = NDArray[np.signedinteger[Any]]

ROUNDS: Final = 100_000
"""Rounds after which a model that has not settled is given up. A guess. Smaller, a table near
the edge fails that would settle; larger, one that never settles takes longer to say so."""
CLOSE: Final = 1e-12
"""Change of output, as a share of normal output, at which an iteration has settled: far below what is printed. Each
round takes off a third or more, so what is left is of that size."""
WHOLE: Final = 1.0
"""Degree of an input without which nothing is made."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Links:
    """What one unit of output needs and gives, taken once from an economy.

    Parameters
    ----------
    inputs
        A, inputs of each seller for one unit of each buyer's output; shape (N, N).
    needed
        Share of all of a product that a buyer takes from each seller, shape (N, N): 0 where it buys none.
    binding
        How each product binds each buyer, 0 to 1; shape (n, N).
    """

    inputs: Array
    needed: Array
    binding: Array
    normal: Array
    final: Array
    value_added: Array
    products: int


def links_of(economy: Economy) -> Links:
    """Take the coefficients of an economy."""
    normal, n = economy.output, len(economy.sectors)
    inputs = np.divide(economy.flows, normal, out=np.zeros_like(economy.flows), where=normal > 0)
    whole = inputs.reshape(-1, n, len(normal)).sum(axis=0)
    every = np.tile(whole, (len(economy.regions), 1))
    needed = np.divide(inputs, every, out=np.zeros_like(inputs), where=every > 0)
    binding = np.where(whole > 0, economy.critical, 0.0)
    return Links(
        inputs=inputs,
        needed=needed,
        binding=binding,
        normal=normal,
        final=economy.final,
        value_added=economy.value_added_share * normal,
        products=n,
    )


def direct(links: Links, u: Array) -> float:
    """Return the loss where no sector feels another's."""
    return float(lost(links, np.minimum(u, 1.0)))


def with_orders(links: Links, u: Array) -> float:
    """Return the loss where sectors that make less order less, and nobody lacks what another makes.

    The largest output that neither a ceiling nor demand forbids, x = min(u x0, A x + f): the mixed exogenous model,
    in which the sectors at their ceilings are exogenous.

    Raises
    ------
    ConvergenceError
        If the iteration does not settle.

    Source
    ------
    Miller and Blair, Input-Output Analysis, 2nd ed. (2009), section 13.2.
    """
    return float(lost(links, settled(links, u[None], passed_on=False))[0])


def cascade(links: Links, u: Array) -> float:
    """Return the loss where every shortage of a critical input is passed on in proportion, and orders fall too.

    No supplier favours anyone and nobody holds stocks; the pessimistic end. While ceilings do not rise, no run of the
    engine makes less on any day, save one whose suppliers ration by orders: see docs/explanation.

    Raises
    ------
    ConvergenceError
        If the iteration does not settle.
    """
    return float(lost(links, settled(links, u[None], passed_on=True))[0])


def planner(links: Links, u: Array) -> float:
    """Return the loss if a planner chose who gets what, so that most value added is made; the optimistic end.

    max v'x  subject to  0 <= x <= u x0,  x <= A x + f  (nothing is made that nobody asks for), and for every product
    what critical users need is made:  (C o A) x <= x.

    Raises
    ------
    ConvergenceError
        If the solver finds no optimum.

    Source
    ------
    Pichler and Farmer, Economic Systems Research 34 (2022), section 3, in own words.
    """
    N = len(links.normal)
    rows = np.tile(links.binding, (N // links.products, 1))
    needs = links.inputs * rows - np.eye(N)
    demand = np.eye(N) - links.inputs
    # In ratios to normal output, so that the solver sees numbers near 1.
    scale = links.normal
    made = scale > 0
    above = np.concatenate([needs, demand]) * scale
    limit = np.concatenate([np.zeros(N), links.final])
    weight = np.concatenate([scale, scale])
    kept = weight > 0
    above = above[kept] / weight[kept, None]
    best = _maximum(links.value_added, above, limit[kept] / weight[kept], np.where(made, np.minimum(u, 1.0), 0.0))
    return float(1.0 - best / links.value_added.sum())


def _maximum(gain: Array, above: Array, limit: Array, most: Array) -> float:
    """Return the largest gain'x with above x <= limit and 0 <= x <= most, by HiGHS through scipy."""
    from scipy.optimize import linprog

    found = linprog(-gain, A_ub=above, b_ub=limit, bounds=np.stack([np.zeros_like(most), most], axis=1), method="highs")
    if not found.success:
        raise _unsettled(message("impact.solver_stopped", "the solver stopped: {why}", why=str(found.message)))
    return float(-found.fun)


def settled(links: Links, u: Array, *, passed_on: bool, rounds: int | None = None) -> Array:
    """Return the largest ratios of output to normal that all limits allow, from above, for many ceilings at once.

    With p_j = min(u_j, demand), the largest r with r_j = p_j, or, where shortages are passed on, with
    r_j = p_j - max over products i of c_ij (p_j - supply of i to j)+: a half-critical input binds by half.

    Parameters
    ----------
    u
        Ceilings in ratios to normal output; shape (B, N), as what is returned.
    rounds
        Stop after so many, whatever still moves: ratios only fall, so what is reached is no lower than the end.

    Raises
    ------
    ConvergenceError
        If the iteration does not settle.
    """
    ratio = np.minimum(u, 1.0)
    some = np.flatnonzero((ratio < 1.0).any(axis=1))
    if not len(some):
        return ratio
    rows, back = np.unique(ratio[some], axis=0, return_inverse=True)
    columns = np.ascontiguousarray(rows.T)
    sold = _ratios(links.inputs * links.normal, links.normal)
    final = _ratios(links.final[:, None], links.normal)
    binding = _Binding(links) if passed_on else None
    moving, before, most = np.arange(columns.shape[1]), columns, columns.copy()
    for _ in range(rounds or ROUNDS):
        after = np.minimum(most, sold @ before + final)
        if binding is not None:
            after = binding.left(after, before)
        moves = (before - after).max(axis=0) >= CLOSE
        if not moves.all():
            columns[:, moving[~moves]] = after[:, ~moves]
            moving = moving[moves]
            after, most = np.ascontiguousarray(after[:, moves]), np.ascontiguousarray(most[:, moves])
        before = after
        if not len(moving):
            break
    else:
        if rounds is None:
            raise _unsettled(message("impact.still_move", "outputs still move after {n} rounds", n=ROUNDS))
        columns[:, moving] = before
    ratio[some] = columns.T[back.reshape(-1)]
    return np.asarray(ratio)


def _ratios(part: Array, whole: Array) -> Array:
    """Return sales per unit of a seller's output; what a seller that makes nothing sells counts as met."""
    ratio: Array = np.ones_like(part) / max(part.shape[1], 1)
    np.divide(part, whole[:, None], out=ratio, where=whole[:, None] > 0)
    return ratio


class _Binding:
    """Which inputs bind whom, by degree: what they lack comes off what a buyer could make.

    Where an input binds as a whole, so do the inputs of its own seller that bind as a whole, and theirs: a shortage
    travels along all such links in one round. One link a round, the rounds would be as many as the links in a row,
    many times over where sellers bind each other.
    """

    def __init__(self, links: Links) -> None:
        """Gather, for each degree of binding, the sellers that bind each buyer."""
        self.links, self.regions = links, len(links.normal) // links.products
        parts = np.unique(links.binding[(links.binding > 0) & (links.binding < WHOLE)])
        self.parts = [(float(degree), _by_buyer(links.binding == degree)) for degree in parts if self.regions == 1]
        self.whole = _by_buyer(_along_all(links.binding >= WHOLE)) if self.regions == 1 else {}

    def left(self, planned: Array, ratio: Array) -> Array:
        """Return what buyers make of `planned` if sellers make `ratio`; all have the shape (N, B)."""
        if self.regions > 1:
            return self._of_regions(planned, ratio)
        most = planned.copy()
        for degree, sellers_of in self.parts:
            for buyer, sellers in sellers_of.items():
                # (1 - c) p + c r where a seller makes less than is planned, else p
                least = np.minimum(_least(ratio, sellers), planned[buyer])
                np.minimum(most[buyer], planned[buyer] - degree * (planned[buyer] - least), out=most[buyer])
        left = most.copy()
        for buyer, sellers in self.whole.items():
            left[buyer] = _least(most, sellers)
        return left

    def _of_regions(self, planned: Array, ratio: Array) -> Array:
        left, n, N = planned.copy(), self.links.products, len(planned)
        for column, outputs in enumerate(ratio.T):
            supply = (self.links.needed * outputs[:, None]).reshape(-1, n, N).sum(axis=0)
            left[:, column] -= (self.links.binding * np.maximum(planned[:, column] - supply, 0.0)).max(axis=0)
        return left


def _by_buyer(binds: NDArray[np.bool_]) -> dict[int, list[int]]:
    """Return each buyer that is bound, with its sellers."""
    return {buyer: np.flatnonzero(column).tolist() for buyer, column in enumerate(binds.T) if column.any()}


def _least(rows: Array, chosen: list[int]) -> Array:
    """Return the least of some rows; row by row, since numpy reduces by groups at a twentieth of that speed."""
    least: Array = rows[chosen[0]].copy()
    for row in chosen[1:]:
        np.minimum(least, rows[row], out=least)
    return least


def _along_all(binds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return who is bound by whom along any number of links, each by itself too; shape (N, N)."""
    reached: NDArray[np.bool_] = binds | np.eye(len(binds), dtype=bool)
    while True:
        further = (reached.astype(np.float64) @ reached) > 0
        if (further == reached).all():
            return reached
        reached = further


def lost(links: Links, ratio: Array) -> Array:
    """Return the share of value added that is lost at ratios of output to normal, shape (..., N)."""
    return np.asarray((1.0 - ratio) @ links.value_added / links.value_added.sum())


def _unsettled(what: str) -> ConvergenceError:
    return ConvergenceError(
        Problem(
            where="static companions",
            what=message("impact.as_said", "{what}.", what=what),
            remedy=message("impact.report_seed", "Report it with the seed of the run."),
        )
    )
