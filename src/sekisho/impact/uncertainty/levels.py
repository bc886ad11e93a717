"""Values of the model's own priors in each draw, with what a scenario fixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array, Figure
from sekisho.impact.uncertainty.draws import Draws

QUANTILES: Final[Mapping[str, float]] = {"low": 0.0, "central": 0.5, "high": 1.0}
COLUMN_OF: Final[Mapping[str, str]] = {
    "inventory_days": "inventories",
    "restoration_days": "inventories",
    "overcapacity_days": "overcapacity",
    "pause_days": "licence_delay",
    "tonnes_of_applications": "licence_release",
    "lag_sea_days": "lag",
    "lag_air_days": "lag",
    "lag_customs_days": "lag",
}
"""Priors that are moved by a column of another name."""
FOLLOWERS: Final = frozenset({"restoration_days", "overcapacity_days"})
"""Priors that keep their own unit where their column is fixed at a number, which speaks of another prior."""
BESIDE: Final[Mapping[str, str]] = {"restoration_days": "inventory_days"}
"""Followers that move with the prior of which a number speaks: who holds little refills fast, and a number for days of
stock alone would set short stocks beside a slow refill, which no draw has. The other followers stay uncertain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorLevels:
    """Draws, priors, and what is fixed of them.

    Parameters
    ----------
    fixed
        Column of the draws to low, central, high, or a number in the unit of its figure.
    read
        Priors that were asked for: many forms of materials ask for the same.
    """

    draws: Draws
    priors: Mapping[str, Figure]
    fixed: Mapping[str, str]
    read: dict[str, Array] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __getitem__(self, name: str) -> Array:
        """Return a prior in each draw, in its own unit; shape (K,), which nobody may write to."""
        if name not in self.read:
            self.read[name] = self._read(name)
            self.read[name].setflags(write=False)
        return self.read[name]

    def _read(self, name: str) -> Array:
        figure, column = self.priors[name], COLUMN_OF.get(name, name)
        number = self.number(column)
        if name in BESIDE and number is not None:
            return figure.at(np.full(self.draws.count, self.priors[BESIDE[name]].level_of(number)))
        return figure.at(self.quantile(column)) if name in FOLLOWERS else self.of(figure, column)

    def of(self, figure: Figure, column: str) -> Array:
        """Return any figure in each draw, by the column that moves it; shape (K,)."""
        number = self.number(column)
        return np.full(self.draws.count, number) if number is not None else figure.at(self.quantile(column))

    def quantile(self, column: str) -> Array:
        """Return the quantiles of a column, or the one at which it is fixed; shape (K,)."""
        said = self.fixed.get(column, "")
        return np.full(self.draws.count, QUANTILES[said]) if said in QUANTILES else self.draws[column]

    def number(self, column: str) -> float | None:
        """Return the number at which a column is fixed, if it is a number."""
        said = self.fixed.get(column)
        return float(said) if said is not None and said not in QUANTILES else None
