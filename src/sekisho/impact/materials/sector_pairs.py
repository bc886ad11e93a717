"""Materials and sectors as numbered pairs, and the flows of a material that the law can tell apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import LibraryError, Problem
from sekisho.impact.materials.figure import Array, Figure
from sekisho.impact.materials.material import Material, MaterialId, Materials
from sekisho.impact.materials.use import Purpose, Use
from sekisho.message import message

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MaterialFlow:
    """What arrives of a material for one end use; the law may treat two flows of a material differently."""

    material: MaterialId
    end_use_sector: str
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """P pairs of a material and a sector, over M materials and F flows.

    Parameters
    ----------
    materials
        The M materials, in the order of their file.
    flows
        The F flows.
    flow_material
        Material of each flow; shape (F,).
    flow_share
        Share of the base use of its material that goes to each flow; shape (F,); sums to 1 a material.
    uses
        The uses, one a pair.
    material, sector, flow
        Indices of material, sector (of the economy) and flow of each pair; shape (P,).
    """

    materials: tuple[Material, ...]
    flows: tuple[MaterialFlow, ...]
    flow_material: Index
    flow_share: Array
    uses: tuple[Use, ...]
    material: Index
    sector: Index
    flow: Index

    @property
    def phi(self) -> tuple[Figure, ...]:
        """Figure of phi of each pair."""
        return tuple(use.phi for use in self.uses)


def pairs_of(
    materials: Materials,
    uses: Iterable[Use],
    *,
    scheme: str,
    sectors: Sequence[str],
    only: Collection[str] = (),
) -> Pairs:
    """Number the pairs of materials and sectors of an economy.

    Parameters
    ----------
    scheme
        Classification of the economy, such as `oecd45`.
    sectors
        Codes of the sectors of the importer, in the order of the economy.
    only
        Ids of the materials to take; all if empty.

    Raises
    ------
    LibraryError
        If a material is not known, a use names a sector that the economy lacks, or a material has no use in the
        scheme; with all problems.
    """
    place = {code: number for number, code in enumerate(sectors)}
    chosen = tuple(one for one in materials.items if not only or one.id in only)
    problems = [
        Problem(where="materials", what=message("impact.no_material", "no material '{asked}'.", asked=name))
        for name in only
        if name not in materials.ids
    ]
    ids = {one.id: number for number, one in enumerate(chosen)}
    kept = [use for use in uses if use.scheme == scheme and use.material in ids]
    for use in kept:
        if use.sector not in place:
            what = message(
                "impact.no_sector_of_scheme",
                "{material}: the economy has no sector '{sector}' of {scheme}.",
                material=use.material,
                sector=use.sector,
                scheme=scheme,
            )
            problems.append(
                Problem(
                    where="uses",
                    what=what,
                    remedy=message("impact.table_in_scheme", "Take a table in that scheme, or a use in its codes."),
                )
            )
    held = {use.material for use in kept}
    for one in chosen:
        if one.id not in held:
            what = message(
                "impact.no_phi_of_scheme", "{id}: no phi for any sector of {scheme}.", id=one.id, scheme=scheme
            )
            problems.append(
                Problem(
                    where="uses",
                    what=what,
                    remedy=message("impact.add_use_or_only", "Add a use, or leave the material out with `only`."),
                )
            )
    if problems:
        raise LibraryError(problems)
    flow_of = {
        use: MaterialFlow(material=use.material, end_use_sector=use.end_use_sector, purpose=use.purpose) for use in kept
    }
    flows = tuple(sorted(set(flow_of.values()), key=lambda flow: (ids[flow.material], flow)))
    number = {flow: at for at, flow in enumerate(flows)}
    shares: Mapping[MaterialFlow, float] = _shares(flow_of)
    return Pairs(
        materials=chosen,
        flows=flows,
        flow_material=np.array([ids[flow.material] for flow in flows], dtype=np.intp),
        flow_share=np.array([shares[flow] for flow in flows]),
        uses=tuple(kept),
        material=np.array([ids[use.material] for use in kept], dtype=np.intp),
        sector=np.array([place[use.sector] for use in kept], dtype=np.intp),
        flow=np.array([number[flow_of[use]] for use in kept], dtype=np.intp),
    )


def _shares(flow_of: Mapping[Use, MaterialFlow]) -> Mapping[MaterialFlow, float]:
    found: dict[MaterialFlow, float] = defaultdict(float)
    for use, flow in flow_of.items():
        found[flow] += use.use_share
    return found
