"""Materials and their uses as they come with the data packages."""

from __future__ import annotations

from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.impact.economy.package_folder import economy_folders, sector_schemes
from sekisho.impact.economy.sources import read_sources
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.reader import read_materials
from sekisho.impact.materials.use import Use
from sekisho.impact.materials.use_reader import read_uses
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import joined, message

MATERIALS: Final = "materials.yaml"
USES: Final = "uses.csv"
END_USE: Final = "end_use_sector"


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
    known: list[str] = []
    for folder in economy_folders(library):
        file = folder / MATERIALS
        if not file.is_file():
            continue
        found = read_materials(file, read_sources(folder))
        known.append(f"{found.importer} from {found.seller}")
        if (found.importer, found.seller) == (importer, seller):
            _check_codes(found, library)
            sectors = {name: scheme.names for name, scheme in sector_schemes(library).items()}
            choices = library.facts[END_USE].choices
            return found, read_uses(folder / USES, found, sectors=sectors, end_use_sectors=choices)
    remedy = message(
        "impact.known_pairs",
        "Known: {known}. A data package adds economy/{materials} and economy/{uses}.",
        known=joined(known, "comma") or message("impact.no_pairs", "none"),
        materials=MATERIALS,
        uses=USES,
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
