"""How much of each material arrives in a month, and from whom, as shares of its normal use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from sekisho.impact.engine.inputs import MaterialUse
from sekisho.impact.materials.balance import Supply
from sekisho.impact.materials.figure import Array
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


def material_flows(pairs: Pairs, parameters: Parameters, cut: Array, supply: Supply, periods: Index) -> MaterialFlows:
    """Work out what arrives of each material by month, from what was cut and what the balance found.

    Parameters
    ----------
    cut
        Share of the seller's flow that is cut; shape (K or 1, T, F).
    periods
        Month of each day; shape (T,).

    Source
    ------
    The equations of `materials.balance.supply_of`; a material's flows are weighed by their shares of its use.
    """
    weights = _weights(pairs)
    on_day = cut @ weights
    days = np.arange(cut.shape[1], dtype=float)
    start = np.where((on_day > 0).any(axis=1), (on_day > 0).argmax(axis=1), cut.shape[1]).astype(float)
    waited = days[None, :, None] - start[:, None, :] - parameters["alternative_lag_days"][:, None, :]
    grown = -np.expm1(-np.maximum(waited, 0.0) / parameters["alternative_ramp_days"][:, None, :])
    dependence, leakage = parameters["dependence"][:, None, :], parameters["leakage"][:, None, :]
    lost = dependence * on_day * (1.0 - leakage)
    arrivals = np.zeros((supply.use.arrivals.shape[2], len(pairs.materials)))
    np.add.at(arrivals, supply.flow_arrivals, weights)
    since = days[None, :, None] - start[:, None, :]
    thrift = -np.expm1(-np.maximum(since, 0.0) / parameters["thrift_ramp_days"][:, None, :])
    return MaterialFlows(
        lost=_monthly(lost, periods),
        alternative=_monthly(parameters["alternative_share"][:, None, :] * grown * lost, periods),
        supply=_monthly(supply.use.arrivals @ arrivals, periods),
        need=_monthly(1.0 - parameters["thrift_share"][:, None, :] * thrift, periods),
    )


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
    """Mean of each month; (K, T, M) to (K, months, M)."""
    first = np.flatnonzero(np.diff(periods, prepend=-1))
    sums = np.add.reduceat(daily, first, axis=1)
    means: Array = sums / np.bincount(periods).astype(np.float64)[None, :, None]
    return means


def with_more(use: MaterialUse, materials: Index) -> MaterialUse:
    """Let a little more of one material arrive on every day of each draw.

    Parameters
    ----------
    materials
        Number of the material of each draw; shape (K,).
    """
    series = np.full(use.arrivals.shape[2], -1)
    taken = use.pair_arrivals if use.pair_arrivals is not None else np.arange(len(use.pair_material))
    series[taken] = use.pair_material
    more: Array = MORE * (series[None, None, :] == materials[:, None, None]).astype(np.float64)
    return replace(use, arrivals=use.arrivals + more)
