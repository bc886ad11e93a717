"""How lacks of materials combine in a sector: parts of a material add, the scarcest of a nest counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sekisho.impact.engine.inputs import MaterialUse, Whole
from sekisho.impact.engine.variants import Ceilings


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """P pairs in G groups of one material and one sector, and these in H nests of a sector.

    Parameters
    ----------
    group_of
        Group of each pair; shape (P,). Groups are numbered sector by sector, and nest by nest.
    nest_of
        Nest of each group, never falling; shape (G,).
    sector_of
        Sector of each nest, never falling; shape (H,).
    """

    group_of: Whole
    nest_of: Whole
    sector_of: Whole


def grouping_of(use: MaterialUse, ceilings: Ceilings) -> Grouping:
    """Group the pairs; under `minimum` all materials of a sector are one nest, under `product` each is its own."""
    match ceilings:
        case Ceilings.MINIMUM:
            nest = np.zeros_like(use.pair_material)
        case Ceilings.NESTED if use.pair_nest is not None:
            nest = use.pair_nest
        case _:
            nest = use.pair_material
    keys = np.stack([use.pair_sector, nest, use.pair_material])
    groups, group_of = np.unique(keys, axis=1, return_inverse=True)
    nests, nest_of = np.unique(groups[:2], axis=1, return_inverse=True)
    return Grouping(
        group_of=np.ascontiguousarray(group_of.reshape(-1), np.int64),
        nest_of=np.ascontiguousarray(nest_of.reshape(-1), np.int64),
        sector_of=np.ascontiguousarray(nests[0], np.int64),
    )
