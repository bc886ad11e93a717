"""Points of the uncertain inputs, with what observations need besides: normal trade, and the bridge of licences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.uncertainty.draws import COLUMNS, Draws

BRIDGE: Final = "bridge"
"""How many tonnes a share of applications stands for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Particles:
    """Points in the space of quantiles.

    Parameters
    ----------
    draws
        The uncertain inputs of the model, K draws of them.
    extra
        Names of what only observations need, each with its quantiles; shape (K,).
    """

    draws: Draws
    extra: dict[str, Array]

    @property
    def count(self) -> int:
        """K."""
        return self.draws.count

    @property
    def points(self) -> Array:
        """All quantiles side by side; shape (K, columns)."""
        return np.column_stack([self.draws.quantiles, *self.extra.values()])

    def moved(self, points: Array) -> Particles:
        """Return particles at other points of the same columns."""
        width = len(COLUMNS)
        extra = {name: points[:, width + at] for at, name in enumerate(self.extra)}
        return Particles(draws=Draws(quantiles=points[:, :width], seed=self.draws.seed), extra=extra)

    def rows(self, kept: Array) -> Particles:
        """Return some of the particles, by number; one may be named twice."""
        return self.moved(self.points[kept])


def particles_of(draws: Draws, names: tuple[str, ...]) -> Particles:
    """Put beside draws of a model what only observations need; the same seed gives the same."""
    extra = {name: np.random.default_rng([draws.seed, crc32(name.encode())]).random(draws.count) for name in names}
    return Particles(draws=draws, extra=extra)
