"""What a run of draws found, before anything is read off it."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.impact.materials.figure import Array
from sekisho.impact.results.account.material_flows import MaterialFlows
from sekisho.impact.shock.import_flows import ImportFlows


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLosses:
    """What a run of draws found.

    Parameters
    ----------
    losses
        Value added lost, in the table's unit; shape (K, months, N).
    short
        First day on which a sector lacks a material, T if never; shape (K, needs).
    least_ceiling
        Least share of normal output that materials and capacity allowed in each month; shape (K, months, N).
    felt
        First day on which a sector makes more than 1 % less, T if never; shape (K, N).
    flows
        What arrives of each material by month.
    imports
        What is imported of each material by month and origin.
    """

    losses: Array
    short: Array
    least_ceiling: Array
    felt: Array
    flows: MaterialFlows
    imports: ImportFlows
