"""Imports of a result by material, origin and month, as bands over the draws: shares of normal, tonnes and value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import NormalImports
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.shock.import_flows import OTHERS, ImportFlows

NO_FLOW: Final = 1e-9
"""Share of base use below which an origin sells nothing in a normal month, so that no share of it can be told."""
KG_A_TONNE: Final = 1_000.0
"""Kilograms of a tonne."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """What arrives of a material from one origin in one month.

    Parameters
    ----------
    hs, form
        Heading and name of a form; empty for the whole material.
    origin
        ISO 3166 alpha-2; `XX` for all countries but the seller together.
    normal
        Tonnes of a normal month from that origin, at the centre of what is on file; None where nothing is.
    arrives, cut
        Shares of what that origin sends in a normal month. More than 1 arrives of what others send instead.
    tonnes, value_usd
        None where no tonnes, or no price, are on file.
    share_of_imports
        Share of all that the seller and all others send in the month that comes from that origin. The base is the use
        of the material, so what is made at home stands among the others; scrap and releases of the state do not count.
    """

    material: str
    hs: str
    form: str
    origin: str
    month: str
    normal: float | None
    arrives: QuantileBand
    cut: QuantileBand
    tonnes: QuantileBand | None
    value_usd: QuantileBand | None
    share_of_imports: QuantileBand


def rows_of_flows(
    flows: ImportFlows, normals: Mapping[tuple[str, str, str], NormalImports], *, seller: str, buyer: str
) -> Iterator[FlowRow]:
    """Go through imports: material by material, the seller first, month by month.

    Parameters
    ----------
    normals
        What is imported in a normal month, by material, form and importer.
    """
    for at, material in enumerate(flows.materials):
        normal = normals.get((material, "", buyer))
        depends = flows.dependence[:, at]
        whole = None if normal is None else total_tonnes(normal, depends, seller)
        for origin, arriving, usual in (
            (seller, flows.seller, depends),
            (OTHERS, flows.others, 1.0 - depends),
        ):
            for number, month in enumerate(flows.months):
                share = arriving[:, number, at]
                arrives = share / np.maximum(usual, NO_FLOW)
                cut = np.clip(1.0 - arrives, 0.0, 1.0)
                mass = None if whole is None else whole * share
                price = None if normal is None or normal.usd_a_kg is None else normal.usd_a_kg * KG_A_TONNE
                imports = flows.seller[:, number, at] + flows.others[:, number, at]
                yield FlowRow(
                    material=material,
                    hs="",
                    form="",
                    origin=origin,
                    month=month,
                    normal=None if whole is None else float(np.mean(whole * usual)),
                    arrives=_band(np.where(usual > NO_FLOW, arrives, 1.0)),
                    cut=_band(np.where(usual > NO_FLOW, cut, 0.0)),
                    tonnes=None if mass is None else _band(mass),
                    value_usd=None if mass is None or price is None else _band(mass * price),
                    share_of_imports=_band(share / np.maximum(imports, NO_FLOW)),
                )


def total_tonnes(normal: NormalImports, depends: Array, seller: str, level: Array | None = None) -> Array:
    """Return the tonnes of a normal month from all origins, in each draw; shape (K,).

    Parameters
    ----------
    depends
        Share that comes from the seller, shape (K,).
    level
        Level of belief at which the figure on file is taken, shape (K,); left out, its centre.
    """
    tonnes = normal.tonnes.at(np.full(len(depends), 0.5) if level is None else level)
    whole: Array = tonnes / np.maximum(depends, NO_FLOW) if normal.origin == seller else tonnes
    return whole


def _band(numbers: Array) -> QuantileBand:
    if float(np.ptp(numbers)) == 0.0:
        value = float(numbers[0])
        return QuantileBand(p5=value, p25=value, p50=value, p75=value, p95=value, mean=value, error=0.0)
    return band(numbers)
