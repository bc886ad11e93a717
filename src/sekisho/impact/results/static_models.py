"""Static companions of a dynamic run: what the same ceilings cost without time and without stocks of goods.

`u` is the share of normal output that the ceilings allow each sector, shape (N,). Losses are shares of value added.
Four answers stand beside every run: direct; with the fall of orders; the best that a planner could do; and the worst,
where every shortage is passed on in proportion and nobody gives way to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.errors import ConvergenceError, Problem
from sekisho.impact.economy.economy import Economy
from sekisho.impact.materials.figure import Array
from sekisho.message import message

ROUNDS: Final = 100_000
"""Rounds after which a model that has not settled is given up. A guess. Smaller, a table near
the edge fails that would settle; larger, one that never settles takes longer to say so."""
CLOSE: Final = 1e-12
"""Change of output, as a share of normal output, at which an iteration has settled."""


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
    return _lost(links, np.minimum(u, 1.0))


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
    return _lost(links, _settled(links, u, passed_on=False))


def cascade(links: Links, u: Array) -> float:
    """Return the loss where every shortage of a critical input is passed on in proportion, and orders fall too.

    The largest r with r_j <= u_j, r_j <= 1 - c_ij (1 - supply of i to j) for every product i, and r_j <= demand. No
    supplier favours anyone and nobody holds stocks; the pessimistic end.

    Raises
    ------
    ConvergenceError
        If the iteration does not settle.
    """
    return _lost(links, _settled(links, u, passed_on=True))


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


def _settled(links: Links, u: Array, *, passed_on: bool) -> Array:
    """Return the largest ratios of output to normal that all limits allow, shape (N,); reached from above."""
    most = np.minimum(u, 1.0)
    ratio = most
    normal = np.where(links.normal > 0, links.normal, 1.0)
    for _ in range(ROUNDS):
        demand = (links.inputs @ (ratio * links.normal) + links.final) / normal
        found = np.minimum(most, np.where(links.normal > 0, demand, 1.0))
        if passed_on:
            found = np.minimum(found, _supplied(links, ratio))
        if float(np.abs(found - ratio).max()) < CLOSE:
            return found
        ratio = found
    raise _unsettled(message("impact.still_move", "outputs still move after {n} rounds", n=ROUNDS))


def _supplied(links: Links, ratio: Array) -> Array:
    """Return what critical inputs allow each buyer, if every seller passes its shortage on in proportion."""
    N = len(ratio)
    delivered = (links.needed * ratio[:, None]).reshape(-1, links.products, N).sum(axis=0)
    lacking = np.where(links.binding > 0, links.binding * (1.0 - delivered), 0.0)
    return np.asarray(1.0 - lacking.max(axis=0))


def _lost(links: Links, ratio: Array) -> float:
    return float(links.value_added @ (1.0 - ratio) / links.value_added.sum())


def _unsettled(what: str) -> ConvergenceError:
    return ConvergenceError(
        Problem(
            where="static companions",
            what=message("impact.as_said", "{what}.", what=what),
            remedy=message("impact.report_seed", "Report it with the seed of the run."),
        )
    )
