"""What lanes hold: numbers of sectors, of firms and of what is drawn, with a lane for each draw, and rows of them."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from sekisho.impact.engine.compilation import compiled
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, Number

TINY, LARGE = 1e-30, 1e30
"""Instead of a division by zero, and of a cover or a level without end; both lie inside single precision."""


class SectorLanes(NamedTuple):
    """Numbers of each sector, as user or as supplier, with a lane for each draw: shape (n, L) all of them."""

    output: Floats
    demand: Floats
    planned: Floats
    overtime: Floats
    asked: Floats
    normal: Floats
    final: Floats
    waiting: Floats
    met: Floats
    least: Floats
    share: Floats
    gone: Floats


class PlanLanes(NamedTuple):
    """What orders are worked out from today; shape (n, L)."""

    used: Floats
    planned: Floats
    target: Floats


class FirmLanes(NamedTuple):
    """Numbers of each pair of material and sector, of groups and nests of these, shape (P, L); see `firm_stocks`.

    `takes` is what its lack takes of a pair's output, `groups` what is left to each group of pairs. `left` is what is
    not yet saved of what is saved in the end: of each pair, or of each series of what is saved by day.
    """

    left: Floats
    keeps: Floats
    wanted: Floats
    need: Floats
    gap: Floats
    lack: Floats
    takes: Floats
    taken: Floats
    part: Floats
    net: Floats
    groups: Floats
    nests: Floats
    phi: Floats
    thrift: Floats
    days: Floats
    smallest: Floats


class DrawnLanes(NamedTuple):
    """What is drawn of the economy, one number a lane; shape (L,)."""

    restoring: Floats
    over: Floats
    speed: Floats
    size: Floats
    begin: Floats
    leaving: Floats


class LevelLanes(NamedTuple):
    """What is worked out for one supplier after another while it shares out what it made; shape (L,)."""

    supplied: Floats
    asked: Floats
    left: Floats
    base: Floats
    claim: Floats
    to_final: Floats
    opened: Floats
    missing: Floats
    level: Floats
    given: Floats
    least: Floats
    was_open: Floats


@partial(compiled, allocates=True)
def sector_lanes(n: int, lanes: int, of: Floats) -> SectorLanes:
    """Return numbers of sectors, 1 all of them, in the precision of another array."""
    kind, shape = of.dtype, (n, lanes)
    return SectorLanes(
        np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind),
        np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind),
        np.ones(shape, kind), np.ones(shape, kind),
    )  # fmt: skip


@partial(compiled, allocates=True)
def firm_lanes(draws: DrawArrays, lanes: int, of: Floats) -> FirmLanes:
    """Return numbers of pairs, 0 all of them, in the precision of another array."""
    kind, shape = of.dtype, (len(draws.sector), lanes)
    left = draws.saved.shape[0] if len(draws.of_saved) else shape[0]
    return FirmLanes(
        np.zeros((left, lanes), kind), np.zeros(shape, kind), np.zeros(shape, kind), np.zeros(shape, kind),
        np.zeros(shape, kind), np.zeros(shape, kind), np.zeros(shape, kind), np.zeros(shape, kind),
        np.zeros(shape, kind), np.zeros(shape, kind), np.zeros((len(draws.nest_of), lanes), kind),
        np.zeros((len(draws.sector_of), lanes), kind), np.zeros(shape, kind), np.zeros(shape, kind),
        np.zeros(shape, kind), np.zeros(shape, kind),
    )  # fmt: skip


@partial(compiled, allocates=True)
def drawn_lanes(lanes: int, of: Floats) -> DrawnLanes:
    """Return numbers that are drawn, in the precision of another array."""
    kind = of.dtype
    return DrawnLanes(
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
        np.zeros(lanes, kind), np.zeros(lanes, kind),
    )  # fmt: skip


@partial(compiled, allocates=True)
def level_lanes(lanes: int, of: Floats) -> LevelLanes:
    """Return what sharing out needs, in the precision of another array."""
    kind = of.dtype
    return LevelLanes(
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
    )  # fmt: skip


@compiled
def fill(into: Floats, number: Number) -> None:
    """Set all of some rows to a number. Numba takes seconds to compile what a slice is set to, so it is done here."""
    for j in range(len(into)):
        row = into[j]
        for k in range(len(row)):
            row[k] = number


@compiled
def copy(into: Floats, of: Floats) -> None:
    """Set some rows to others."""
    for j in range(len(into)):
        row, other = into[j], of[j]
        for k in range(len(row)):
            row[k] = other[k]
