"""Who needs a material: the share of a sector's output that cannot ship without it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sekisho.impact.materials.figure import Figure
from sekisho.impact.materials.material import MaterialId


class ChainStage(StrEnum):
    """Whether a material leaves the country's chain in a sector's product, or passes on to other sectors."""

    FINAL = "final"
    UPSTREAM = "upstream"


class Purpose(StrEnum):
    """What a use serves, as far as a state may favour it."""

    CIVIL = "civil"
    DEFENCE = "defence"
    MEDICAL = "medical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a material by a sector.

    Parameters
    ----------
    scheme, sector
        Code of the sector and its classification, such as `oecd45` and `20`.
    end_use_sector
        Value of the fact of that name, as the law asks for it.
    phi
        Share of the sector's whole output that cannot ship if the material is entirely missing. Uses of one material
        in one sector are parts of its output that do not overlap.
    use_share
        Share of the national use of the material that ends in these products, 0 to 1; 0 for a use upstream, whose
        material is counted where it ends.
    country
        ISO 3166 alpha-2 of the country that it speaks of; empty for all, which the figures of `mix` tell apart.
    mix
        Id of the product mix by which phi moves from the country in which it was judged to another.
    """

    material: MaterialId
    scheme: str
    sector: str
    end_use_sector: str
    purpose: Purpose
    stage: ChainStage
    phi: Figure
    use_share: float
    country: str = ""
    mix: str = ""
