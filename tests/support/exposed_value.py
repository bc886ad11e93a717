"""Value added that hangs on materials: the sum over sectors of phi times value added, the direct part of any loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from math import prod
from typing import Literal

from sekisho.errors import LibraryError, Problem
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.use import Use

End = Literal["low", "central", "high"]


class Together(StrEnum):
    """How several materials of a sector combine.

    minimum: the worst counts, as if all were in the same parts. nested: the worst of each nest, and nests as
    independent parts. product: all as independent parts.
    """

    MINIMUM = "minimum"
    NESTED = "nested"
    PRODUCT = "product"


def value_added_exposed(
    table: InputOutputTable,
    materials: Materials,
    uses: Iterable[Use],
    *,
    region: str,
    only: Collection[str] = (),
    end: End = "central",
    together: Together = Together.MINIMUM,
) -> Mapping[str, float]:
    """Value added that cannot be made if materials are entirely missing, sector by sector, before any knock-on effect.

    Parameters
    ----------
    region
        ISO 3166 alpha-2 of the table.
    only
        Ids of the materials that are missing; all if empty.
    end
        Which end of the band of phi.

    Returns
    -------
    Mapping
        Code of a sector to value added, in the unit of the table a year.

    Raises
    ------
    LibraryError
        If the table has another classification than the uses.
    """
    nests = {str(one.id): one.nest for one in materials.items if not only or one.id in only}
    phi: dict[tuple[str, str], float] = defaultdict(float)
    kept = [use for use in uses if use.scheme == table.scheme and use.material in nests]
    if not kept:
        what = f"no phi for sectors of {table.scheme or 'a mixed classification'}."
        raise LibraryError(Problem(where=table.name, what=what, remedy="Take a table in the scheme of the uses."))
    for use in kept:
        phi[use.sector, use.material] += getattr(use.phi, end)
    found: dict[str, float] = {}
    for sector in sorted({use.sector for use in kept}):
        each = {material: share for (code, material), share in phi.items() if code == sector}
        value = float(table.value_added[table.place(sector, region)])
        found[sector] = value * _missing(each, nests, together)
    return found


def _missing(each: Mapping[str, float], nests: Mapping[str, str], together: Together) -> float:
    """Share of a sector's output that cannot ship if all its materials are missing."""
    if together is Together.MINIMUM:
        return max(each.values())
    parts: dict[str, float] = {}
    for material, share in each.items():
        name = nests[material] if together is Together.NESTED else material
        parts[name] = max(parts.get(name, 0.0), share)
    return 1 - prod(1 - share for share in parts.values())
