"""The folder `economy` of a data package: tables, classifications, materials and priors. No answer of law reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import header_rows
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.model.library import Library
from sekisho.trade.items.code import read_alpha3

SCHEMES: Final = "schemes"
"""Folder of classifications of industries, a file each: code, name_en, also."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A classification of industries.

    Parameters
    ----------
    names
        Code to name, in the order of the classification.
    namings
        Other ways in which publishers write its codes: in each, their code to ours.
    """

    names: Mapping[str, str]
    namings: tuple[Mapping[str, str], ...] = ()

    def naming_of(self, codes: Collection[str]) -> Mapping[str, str] | None:
        """Find how codes are written, by which naming has most of them; None if no naming has half.

        Returns
        -------
        Mapping
            Every code of the classification as it is written there, to ours.
        """
        known = ({code: code for code in self.names}, *self.namings)
        best = max(known, key=lambda naming: sum(code in naming for code in codes))
        return best if 2 * sum(code in best for code in codes) >= len(codes) else None


def economy_folders(library: Library) -> tuple[Path, ...]:
    """Name the folders of all packages that have one, in the order of the packages."""
    folders = (package.folder / ECONOMY for package in library.packages)
    return tuple(folder for folder in folders if folder.is_dir())


def economy_hash(library: Library) -> str:
    """Return the SHA-256 over all files of economy data, 64 hexadecimal digits.

    It stands beside the hash of the library in a result on cost, and changes with any figure that may move it.
    """
    digest = hashlib.sha256()
    for folder in economy_folders(library):
        for file in sorted(file for file in folder.rglob("*") if file.suffix in {".csv", ".yaml"}):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def sector_schemes(library: Library) -> Mapping[str, Scheme]:
    """Read the classifications of industries by name, which is that of the file."""
    files = (file for folder in economy_folders(library) for file in sorted((folder / SCHEMES).glob("*.csv")))
    return {file.stem: _scheme(file) for file in files}


def _scheme(file: Path) -> Scheme:
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(header_rows(text))
    also = [row["also"].split(";") if row["also"] else [] for row in rows]
    namings = tuple(
        {others[at]: row["code"] for row, others in zip(rows, also, strict=True) if at < len(others)}
        for at in range(max(map(len, also), default=0))
    )
    return Scheme(names={row["code"]: row["name_en"] for row in rows}, namings=namings)


def alpha3_codes(library: Library) -> Mapping[str, str]:
    """Read the territories of all data packages: ISO 3166 alpha-3 to alpha-2."""
    found: dict[str, str] = {}
    for package in library.packages:
        if (package.folder / "lists" / "territories.csv").is_file():
            found |= read_alpha3(package.folder)
    return found
