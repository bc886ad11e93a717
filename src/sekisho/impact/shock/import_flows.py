"""What arrives of each material in each month, from the seller and from all other origins, draw by draw.

Units are shares of base use, as in the balance of materials: what users take in a normal month is 1. Imports alone are
counted: what scrap adds and what the state releases is used and not imported.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array, Figure, FigureConfidence
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.normal_trade import UNIT, NormalImports
from sekisho.impact.materials.origins import MaterialOrigins
from sekisho.impact.materials.sector_pairs import Pairs
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.shock.trade_flows import KG_A_TONNE, TRADE_FLOWS, NormalFlow

OTHERS: Final = "XX"
"""Origin of what does not come from the seller: all other countries together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImportFlows:
    """Imports of materials by month, as shares of base use.

    Parameters
    ----------
    months
        Calendar months, `2026-01`, of which every day is known; days before the start are normal.
    materials
        Ids, in the order of the arrays.
    seller, others
        What arrives from the seller, and from all other origins; shape (K, months, M).
    dependence
        Share of base use that comes from the seller in a normal month; shape (K, M).
    """

    months: tuple[str, ...]
    materials: tuple[str, ...]
    seller: Array
    others: Array
    dependence: Array

    @property
    def draws(self) -> int:
        """K."""
        return len(self.dependence)

    def rows(self, kept: Array) -> ImportFlows:
        """Return the flows of some draws, by number, in their order; a draw may be named twice."""
        return ImportFlows(
            months=self.months,
            materials=self.materials,
            seller=self.seller[kept],
            others=self.others[kept],
            dependence=self.dependence[kept],
        )


def import_flows(pairs: Pairs, origins: MaterialOrigins, horizon: Horizon) -> ImportFlows:
    """Take what arrives by calendar month, from the seller itself and from all others.

    What arrives late once a cut has ended is left out, since nobody knows from where.
    """
    months, spans = _months(horizon)
    cut = origins.cut

    def monthly(daily: Array, normal: Array) -> Array:
        means = np.repeat(normal.T[:, None, :], len(spans), axis=1)
        means[:, :, cut] = np.moveaxis(_means(daily, normal[cut], spans), 0, 2)
        return means

    elsewhere = origins.others[cut][:, :, None] + origins.through + origins.alternative
    return ImportFlows(
        months=months,
        materials=tuple(str(material.id) for material in pairs.materials),
        seller=monthly(origins.direct, origins.dependence),
        others=monthly(elsewhere, origins.others),
        dependence=np.ascontiguousarray(origins.dependence.T),
    )


def counted_normals(
    stated: Mapping[tuple[str, str, str], NormalImports],
    materials: Materials,
    counted: Mapping[str, NormalFlow],
) -> dict[tuple[str, str, str], NormalImports]:
    """Return normal imports, with what statistics count in place of what is stated, where they tell.

    They do for a material whose headings no other names, if each that has a flow has a mass.

    Parameters
    ----------
    counted
        Heading to its normal month on the route from the seller.
    """
    named = Counter(hs for material in materials.items for hs in material.hs)
    normals = dict(stated)
    for material in materials.items:
        flows = [counted[hs] for hs in material.hs if hs in counted]
        if not flows or any(named[hs] > 1 for hs in material.hs) or any(flow.tonnes is None for flow in flows):
            continue
        tonnes, usd = sum(flow.tonnes or 0.0 for flow in flows), sum(flow.usd for flow in flows)
        if tonnes <= 0:
            continue
        figure = Figure(
            low=tonnes,
            central=tonnes,
            high=tonnes,
            unit=UNIT,
            source=(TRADE_FLOWS,),
            date=f"{flows[0].first}/{flows[0].last}",
            confidence=FigureConfidence.HIGH,
            reason="Mean of the months that trade statistics count before the first day.",
            is_log=True,
        )
        normals[str(material.id), "", materials.importer] = NormalImports(
            material=str(material.id),
            form="",
            importer=materials.importer,
            origin=materials.seller,
            tonnes=figure,
            usd_a_kg=usd / tonnes / KG_A_TONNE,
        )
    return normals


def together(parts: Iterable[ImportFlows]) -> ImportFlows:
    """Put the flows of several sets of draws one after the other."""
    parts = tuple(parts)
    return ImportFlows(
        months=parts[0].months,
        materials=parts[0].materials,
        seller=np.concatenate([part.seller for part in parts]),
        others=np.concatenate([part.others for part in parts]),
        dependence=np.concatenate([part.dependence for part in parts]),
    )


def _months(horizon: Horizon) -> tuple[tuple[str, ...], list[tuple[slice, int]]]:
    """Return the calendar months that end within a horizon: their names, their days in it, and days before it."""
    names: list[str] = []
    spans: list[tuple[slice, int]] = []
    first = 0
    for name, held in zip(horizon.labels, horizon.days_of_periods.tolist(), strict=True):
        whole = monthrange(int(name[:4]), int(name[5:]))[1]
        before = horizon.start.day - 1 if not first else 0
        if before + held == whole:
            names.append(name)
            spans.append((slice(first, first + held), before))
        first += held
    return tuple(names), spans


def _means(daily: Array, normal: Array, spans: list[tuple[slice, int]]) -> Array:
    """Return the mean of each month, with normal days before the first day; shape (M, K, months)."""
    means = np.empty((*normal.shape, len(spans)))
    for number, (inside, before) in enumerate(spans):
        total = daily[:, :, inside].sum(axis=2) + before * normal
        means[:, :, number] = total / (inside.stop - inside.start + before)
    return means
