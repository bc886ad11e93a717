"""Draws of the uncertain inputs: scrambled Sobol points, one column a kind of input.

All inputs of one kind move together: a draw that has high shares of output that stop has them for every sector, since
the sources err together. That keeps the columns few, and the bands wide rather than narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.uncertainty.sobol import sobol_points
from sekisho.message import message

Array = NDArray[np.float64]


class SpreadCause(StrEnum):
    """What a spread may come from; `reading` is the law's own vagueness, drawn apart from the columns."""

    READING = "reading of the law"
    APPLICATION = "how the law is applied"
    SIZE = "size of the supposed cut"
    DEPENDENCE = "dependence and leakage"
    SHARE = "share of output that stops"
    STOCKS = "stocks"
    SUBSTITUTION = "substitution and thrift"
    NETWORK = "links between sectors"
    EXIT = "capacity that leaves for good"
    INTERACTION = "several together"


CAUSES: Final = {
    "undocumented": SpreadCause.APPLICATION,
    "military": SpreadCause.APPLICATION,
    "strictness": SpreadCause.APPLICATION,
    "severity": SpreadCause.APPLICATION,
    "spill_over": SpreadCause.APPLICATION,
    "standing_disturbed": SpreadCause.APPLICATION,
    "licence_delay": SpreadCause.APPLICATION,
    "licence_release": SpreadCause.APPLICATION,
    "dependence": SpreadCause.DEPENDENCE,
    "leakage": SpreadCause.DEPENDENCE,
    "phi": SpreadCause.SHARE,
    "firm_stock": SpreadCause.STOCKS,
    "stock_dispersion": SpreadCause.STOCKS,
    "public_stock": SpreadCause.STOCKS,
    "public_rate": SpreadCause.STOCKS,
    "alternatives": SpreadCause.SUBSTITUTION,
    "alternatives_lag": SpreadCause.SUBSTITUTION,
    "recycling": SpreadCause.SUBSTITUTION,
    "thrift": SpreadCause.SUBSTITUTION,
    "inventories": SpreadCause.NETWORK,
    "overcapacity": SpreadCause.NETWORK,
    "suppliers": SpreadCause.APPLICATION,
    "groups": SpreadCause.APPLICATION,
    "approval_loading": SpreadCause.APPLICATION,
    "dual_approved": SpreadCause.APPLICATION,
    "regime_1": SpreadCause.APPLICATION,
    "regime_2": SpreadCause.APPLICATION,
    "regime_3": SpreadCause.APPLICATION,
    "regime_4": SpreadCause.APPLICATION,
    "lag": SpreadCause.STOCKS,
    "front_loading": SpreadCause.STOCKS,
    "price_cap": SpreadCause.SUBSTITUTION,
    "capacity_exit": SpreadCause.EXIT,
}
"""Each column of the draws, and the cause to which its share of the spread is counted."""
WITHOUT_LAW: Final = {**CAUSES, "severity": SpreadCause.SIZE}
"""The same where no law is asked: severity is then how much is supposed to be cut."""

COLUMNS: Final = tuple(CAUSES)
SCRAMBLED: Final = (21, 32)
"""Columns up to which each of the earlier versions went. Later ones are scrambled apart, so that what an added column
does not touch keeps its draws."""
FEWEST: Final = 16
"""Fewest draws. A guess: with fewer, the interval is hardly more than its two outermost draws."""
MOST: Final = 65_536
"""Draws at most. A guess: the sampling error is far below what the priors do not know long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Quantiles drawn for each column.

    Parameters
    ----------
    quantiles
        Shape (K, columns), each in [0, 1).
    """

    quantiles: Array
    seed: int

    @property
    def count(self) -> int:
        """Number of draws, K."""
        return len(self.quantiles)

    def __getitem__(self, column: str) -> Array:
        """Return the quantiles of a column; shape (K,)."""
        return self.quantiles[:, COLUMNS.index(column)]


def draw(count: int, seed: int) -> Draws:
    """Draw scrambled Sobol points; the same count and seed give the same points.

    Raises
    ------
    ScenarioError
        If the count is out of range, or no power of two, of which Sobol points keep their balance.
    """
    problems = faults_of_draws(count, seed)
    if problems:
        raise ScenarioError(problems)
    # Each dimension of Sobol points is scrambled by itself, so those of several scramblings may stand side by side.
    # None keeps a column from looking like a product of two others; `results.polynomial_chaos` tells them apart.
    parts, first = [], 0
    for version, last in enumerate((*SCRAMBLED, len(COLUMNS))):
        rng = np.random.default_rng((seed, version) if version else seed)
        parts.append(sobol_points(count, last, rng)[:, first:])
        first = last
    return Draws(quantiles=np.hstack(parts), seed=seed)


def faults_of_draws(count: int, seed: int) -> list[Problem]:
    """Tell what is wrong with a number of draws and a seed."""
    found = []
    if not FEWEST <= count <= MOST or count & (count - 1):
        near = min(MOST, max(FEWEST, 1 << (max(1, count) - 1).bit_length()))
        what = message("impact.no_draws", "{count} draws cannot be made.", count=count)
        remedy = message(
            "impact.expected_power_of_two",
            "Expected a power of two from {fewest} to {most}, such as {near}: Sobol points are balanced then.",
            fewest=FEWEST,
            most=MOST,
            near=near,
        )
        found.append(Problem(where="draws", what=what, remedy=remedy))
    if seed < 0:
        found.append(
            Problem(
                where="seed",
                what=message("impact.no_seed", "{seed} is not a seed.", seed=str(seed)),
                remedy=message("impact.expected_from_0", "Expected a whole number from 0."),
            )
        )
    return found


def middle() -> Draws:
    """Return the one draw in which every column stands at its median."""
    return Draws(quantiles=np.full((1, len(COLUMNS)), 0.5), seed=0)
