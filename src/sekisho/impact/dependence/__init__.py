"""Who sells a material to an importer, how concentrated that is, and what else there is."""

from sekisho.impact.dependence.answer import (
    Dependence,
    Interval,
    Mix,
    RankedMaterial,
    dependence_of,
    ranked_materials,
    titles_of,
)
from sekisho.impact.dependence.data import Alternative, Basket, BasketShare, Covers

__all__ = [
    "Alternative",
    "Basket",
    "BasketShare",
    "Covers",
    "Dependence",
    "Interval",
    "Mix",
    "RankedMaterial",
    "dependence_of",
    "ranked_materials",
    "titles_of",
]
