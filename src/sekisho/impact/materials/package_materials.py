"""Materials and their uses as they come with the data packages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.i18n.names import territory_text
from sekisho.impact.economy.package_folder import economy_folders, sector_schemes
from sekisho.impact.economy.sources import read_sources
from sekisho.impact.materials.country_uses import UsesBasis, uses_of_country
from sekisho.impact.materials.importer_figures import FILE as IMPORTER_FIGURES
from sekisho.impact.materials.importer_figures import ImporterFigure, materials_of_importer, read_importer_figures
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.product_mix import FILE as PRODUCT_MIX
from sekisho.impact.materials.product_mix import read_product_mixes
from sekisho.impact.materials.reader import read_materials
from sekisho.impact.materials.use import Use
from sekisho.impact.materials.use_reader import read_uses
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import joined, message

MATERIALS: Final = "materials.yaml"
USES: Final = "uses.csv"
END_USE: Final = "end_use_sector"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsOfImporter:
    """What an importer buys from a seller, who needs it there, and where those uses come from."""

    materials: Materials
    uses: tuple[Use, ...]
    basis: UsesBasis


@cached_per_library
def materials_and_uses(
    library: Library, *, importer: str = "JP", seller: str = "CN"
) -> tuple[Materials, tuple[Use, ...]]:
    """Read the materials that an importer buys from a seller, and who needs them.

    Raises
    ------
    LibraryError
        If no data package has them, if one is wrong (all problems at once), or if a form names a control code that
        no list of the library has.
    """
    of_importer = materials_of(library, importer=importer, seller=seller)
    return of_importer.materials, of_importer.uses


@cached_per_library
def materials_of(library: Library, *, importer: str = "JP", seller: str = "CN") -> MaterialsOfImporter:
    """Read the materials of an importer from the file that speaks of it, or of another for whom it states figures.

    Raises
    ------
    LibraryError
        As `materials_and_uses`.
    """
    for folder, materials, figures in _on_file(library):
        if (importer, seller) in _pairs_of(materials, figures):
            _check_codes(materials, library)
            at_home = importer == materials.importer
            own = materials if at_home else materials_of_importer(materials, figures, importer)
            return _with_uses(own, folder, library)
    on_file = [pair for _, materials, figures in _on_file(library) for pair in _pairs_of(materials, figures)]
    remedy = message(
        "impact.known_pairs",
        "Known: {known}. A data package adds economy/{materials} and economy/{uses}, or rows of economy/{figures} and "
        "economy/{mix}.",
        known=joined([_pair(*pair) for pair in on_file], "comma") or message("impact.no_pairs", "none"),
        materials=MATERIALS,
        uses=USES,
        figures=IMPORTER_FIGURES,
        mix=PRODUCT_MIX,
    )
    raise LibraryError(
        Problem(
            what=message(
                "impact.no_pair_data",
                "no data on materials that {importer} buys from {seller}.",
                importer=importer,
                seller=seller,
            ),
            remedy=remedy,
        )
    )


@cached_per_library
def importers_of(library: Library, *, seller: str = "CN") -> tuple[str, ...]:
    """Return the countries of which it is on file what they buy from a seller, ISO 3166 alpha-2; judged ones first.

    Raises
    ------
    LibraryError
        If a file of a data package is wrong.
    """
    pairs = (pair for _, materials, figures in _on_file(library) for pair in _pairs_of(materials, figures))
    return tuple(dict.fromkeys(importer for importer, sold_by in pairs if sold_by == seller))


@cached_per_library
def _on_file(library: Library) -> tuple[tuple[Path, Materials, tuple[ImporterFigure, ...]], ...]:
    """Read the materials of every data package that has some, and what other importers state of them."""
    folders = [folder for folder in economy_folders(library) if (folder / MATERIALS).is_file()]
    read = [(folder, read_materials(folder / MATERIALS, read_sources(folder))) for folder in folders]
    return tuple(
        (folder, materials, read_importer_figures(folder / IMPORTER_FIGURES, materials)) for folder, materials in read
    )


def _pairs_of(materials: Materials, figures: Iterable[ImporterFigure]) -> tuple[tuple[str, str], ...]:
    """Return who buys from whom in a file of materials."""
    stated = ((row.importer, row.seller) for row in figures)
    return tuple(dict.fromkeys([(materials.importer, materials.seller), *stated]))


def _pair(importer: str, seller: str) -> str:
    return f"{importer} from {seller}"


def _with_uses(materials: Materials, folder: Path, library: Library) -> MaterialsOfImporter:
    """Read who needs the materials, and move those uses to the importer."""
    sectors = {name: scheme.names for name, scheme in sector_schemes(library).items()}
    territories = library.facts.schemes.get("iso/3166", frozenset())
    mixes = read_product_mixes(folder / PRODUCT_MIX, materials.sources, territories=territories)
    uses = read_uses(
        folder / USES,
        materials,
        sectors=sectors,
        end_use_sectors=library.facts[END_USE].choices,
        mixes=mixes or None,
    )
    chosen, basis = uses_of_country(uses, mixes, materials.importer, materials.judged_for)
    names = (territory_text(materials.importer, library), territory_text(materials.judged_for, library))
    return MaterialsOfImporter(materials=materials, uses=chosen, basis=replace(basis, names=names))


def _check_codes(materials: Materials, library: Library) -> None:
    codes = {code for scheme in library.code_names.values() for code in scheme}
    wrong = [
        Problem(
            where=f"{MATERIALS}: {one.id}",
            what=message("impact.no_control_code", "no control code '{code}'.", code=code),
            remedy=did_you_mean(code, codes),
        )
        for one in materials.items
        for code in one.control_codes
        if code not in codes
    ]
    if wrong:
        raise LibraryError(wrong)
