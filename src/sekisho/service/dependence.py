"""How far an importer depends on a seller for a material, a group of materials, or a heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.impact.dependence import Dependence, RankedMaterial


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenceRequest:
    """What is bought, by whom and from whom; territories are named by ISO 3166 alpha-2."""

    what: Annotated[tuple[str, ...], Ask("A material, a group of materials, or a heading.", argument=True)] = ()
    importer: Annotated[str, Ask("Who buys.", metavar="TERRITORY")] = "JP"
    seller: Annotated[str, Ask("From whom.", metavar="TERRITORY")] = "CN"


def dependence(request: DependenceRequest, workspace: Workspace) -> Dependence:
    """Gather what is known of the dependence: shares, concentration, and what else there is.

    Raises
    ------
    LibraryError
        If nothing on file has that name or heading, or there is no data for the importer.
    """
    from sekisho.impact.dependence import dependence_of

    subject = " ".join(request.what)
    return dependence_of(workspace.library, subject, importer=request.importer.upper(), seller=request.seller.upper())


def ranking(request: DependenceRequest, workspace: Workspace) -> tuple[RankedMaterial, ...]:
    """Rank all materials by the share that was counted last; what is bought is not asked for.

    Raises
    ------
    LibraryError
        If there is no data for the importer.
    """
    from sekisho.impact.dependence import ranked_materials

    importer, seller = request.importer.upper(), request.seller.upper()
    return ranked_materials(workspace.library, importer=importer, seller=seller)
