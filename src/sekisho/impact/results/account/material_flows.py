"""How much of each material arrives in a month, and from whom, as shares of its normal use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from sekisho.impact.engine.inputs import MaterialUse
from sekisho.impact.materials.balance import Supply
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.origins import MaterialOrigins
from sekisho.impact.materials.parameters import Parameters
from sekisho.impact.materials.sector_pairs import Index, Pairs

MORE: Final = 0.01
"""Share of normal use by which a material is raised to see what it saves: small, so that the price is that of the last
kilogram, and far above the rounding of a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialFlows:
    """What arrives in each month; every array has the shape (K, months, M), in shares of normal use.

    Parameters
    ----------
    lost
        What the usual seller no longer sends, less what gets round the cut.
    alternative
        From other sellers, on top of what they send in a normal month.
    supply
        All that arrives, with what the state releases.
    need
        What users would take after what they save by redesign.
    """

    lost: Array
    alternative: Array
    supply: Array
    need: Array


def material_flows(
    pairs: Pairs, parameters: Parameters, origins: MaterialOrigins, supply: Supply, periods: Index
) -> MaterialFlows:
    """Take what arrives of each material by month, from its origins and from what the balance found.

    Parameters
    ----------
    periods
        Month of each day; shape (T,).
    """
    weights, use = _weights(pairs), supply.use
    arrivals = np.zeros((use.arrivals.shape[2], len(pairs.materials)))
    np.add.at(arrivals, supply.flow_arrivals, weights)
    cut = origins.cut
    # Series of what is saved stand in the order of the materials that are cut.
    saved = _saved(parameters, origins)[:, :, cut] if use.saved is None else use.saved[:, :, : len(cut)]
    return MaterialFlows(
        lost=_monthly_of(cut, origins.lost, len(pairs.materials), periods),
        alternative=_monthly_of(cut, origins.alternative, len(pairs.materials), periods),
        supply=_monthly(np.moveaxis(use.arrivals, 2, 0), periods) @ arrivals,
        need=1.0 - _monthly_of(cut, np.moveaxis(saved, 2, 0), len(pairs.materials), periods),
    )


def _saved(parameters: Parameters, origins: MaterialOrigins) -> Array:
    """Share of use that is saved day by day where no price makes users save; shape (K, T, M)."""
    since = np.arange(origins.days, dtype=float)[None, :, None] - origins.start[:, None, :]
    thrift = -np.expm1(-np.maximum(since, 0.0) / parameters["thrift_ramp_days"][:, None, :])
    return np.asarray(parameters["thrift_share"][:, None, :] * thrift)


def joined_flows(parts: Sequence[MaterialFlows]) -> MaterialFlows:
    """Put the flows of chunks of draws together, in their order."""
    return MaterialFlows(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(MaterialFlows)}
    )


def _weights(pairs: Pairs) -> Array:
    """Share of a material's use that each flow is; shape (F, M); a column adds up to 1."""
    weights = np.zeros((len(pairs.flows), len(pairs.materials)))
    weights[np.arange(len(pairs.flows)), pairs.flow_material] = pairs.flow_share
    sums = weights.sum(axis=0)
    whole: Array = np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)
    return whole


def _monthly(daily: Array, periods: Index) -> Array:
    """Mean of each month; (M, K, T) to (K, months, M)."""
    first = np.flatnonzero(np.diff(periods, prepend=-1))
    sums = np.add.reduceat(daily, first, axis=2)
    means: Array = np.moveaxis(sums, 0, 2) / np.bincount(periods).astype(np.float64)[None, :, None]
    return means


def _monthly_of(some: Index, daily: Array, count: int, periods: Index) -> Array:
    """Mean of each month of some of `count` materials, the others being 0 throughout; shape (K, months, M)."""
    means = np.zeros((daily.shape[1], int(periods.max()) + 1, count))
    means[:, :, some] = _monthly(daily, periods)
    return means


def with_more(use: MaterialUse, materials: Index) -> MaterialUse:
    """Let a little more of one material arrive on every day of each draw.

    Parameters
    ----------
    materials
        Number of the material of each draw; shape (K,).
    """
    taken = use.pair_arrivals if use.pair_arrivals is not None else np.arange(len(use.pair_material))
    # Materials may share a series; each gets its own, to have more of one alone.
    (series, owner), of_pair = np.unique(np.stack([taken, use.pair_material]), axis=1, return_inverse=True)
    more: Array = MORE * (owner[:, None] == materials).astype(np.float64)
    arrivals = np.moveaxis(use.arrivals, 2, 0)[series] + more[:, :, None]
    return replace(use, arrivals=np.moveaxis(arrivals, 0, 2), pair_arrivals=of_pair.reshape(-1))
