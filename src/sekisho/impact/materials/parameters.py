"""Parameters of the balance of materials, draw by draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.impact.materials.fading import PlantOpening, PriceThrift
from sekisho.impact.materials.figure import Array, Figure, values_at
from sekisho.impact.materials.material import FIGURES
from sekisho.impact.materials.sector_pairs import Pairs
from sekisho.message import message

PHI = "phi"
CENTRAL = 0.5
"""Level of the median of a prior."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Values of all figures in K draws.

    Parameters
    ----------
    figures
        Name of `FIGURES` to values in their units; shape (K, M), a column a material of the pairs.
    phi
        Share of a sector's output that cannot ship without the material; shape (K, P).
    plants
        Column of a material to the plants of its other sellers; a material without any has one growth for all of them.
    thrift
        What price makes users save; None: the share and the time constant of thrift are all there is.
    """

    figures: Mapping[str, Array]
    phi: Array
    plants: Mapping[int, tuple[PlantOpening, ...]] = field(default_factory=dict)
    thrift: PriceThrift | None = None

    def __getitem__(self, name: str) -> Array:
        """Return the values of a figure; shape (K, M)."""
        return self.figures[name]

    def plus(self, name: str, more: Array) -> Parameters:
        """Return the same with something added to a figure; `more` has the shape (K, M)."""
        return replace(self, figures={**self.figures, name: self.figures[name] + more})

    @property
    def draws(self) -> int:
        """K."""
        return int(self.phi.shape[0])


def parameters_at(pairs: Pairs, levels: Mapping[str, Array], *, draws: int = 1) -> Parameters:
    """Take every figure at its level of belief.

    Parameters
    ----------
    levels
        Name of a figure, or `phi`, to shares of belief from 0 to 1: shape (K,) if they are common to all materials
        (pairs, for phi), else (K, M) or (K, P). What is left out is taken at its centre.
    draws
        K.

    Raises
    ------
    LibraryError
        If a name is no figure, a level leaves 0 to 1, or a shape does not fit; with all problems.
    """
    columns = {name: [one.figures[name] for one in pairs.materials] for name in FIGURES} | {PHI: list(pairs.phi)}
    problems = list(_faults(levels, {name: len(figures) for name, figures in columns.items()}, draws))
    if problems:
        raise LibraryError(problems)
    found = {name: _values(figures, levels.get(name), draws) for name, figures in columns.items()}
    return Parameters(phi=found.pop(PHI), figures=found)


def _values(figures: list[Figure], level: Array | None, draws: int) -> Array:
    shape = (draws, len(figures))
    whole = np.full(shape, CENTRAL) if level is None else np.asarray(level, dtype=float)
    if whole.ndim == 1:
        whole = np.broadcast_to(whole[:, None], shape)
    return values_at(figures, whole)


def _faults(levels: Mapping[str, Array], widths: Mapping[str, int], draws: int) -> Iterable[Problem]:
    for name, level in levels.items():
        if name not in widths:
            what = message("impact.no_figure", "no figure '{name}'.", name=name)
            yield Problem(where="levels", what=what, remedy=did_you_mean(name, widths))
            continue
        shape = np.shape(level)
        if shape not in {(draws,), (draws, widths[name])}:
            what = message("impact.levels_shape", "{name}: levels have the shape {shape}.", name=name, shape=str(shape))
            yield Problem(
                where="levels",
                what=what,
                remedy=message(
                    "impact.expected_levels",
                    "Expected ({draws},) or ({draws}, {widths}).",
                    draws=draws,
                    widths=widths[name],
                ),
            )
        elif not (np.min(level) >= 0 and np.max(level) <= 1):
            yield Problem(
                where="levels",
                what=message("impact.level_not_0_1", "{name}: a level is not from 0 to 1.", name=name),
                remedy=message("impact.give_beliefs", "Give shares of belief."),
            )
