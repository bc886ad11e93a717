"""The folder `economy` of a data package: tables, classifications, materials and priors. No answer of law reads it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sekisho.law.library import ECONOMY, Library

SCHEMES: Final = "schemes"
"""Folder of classifications of industries, a file each: code, name_en."""


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


def sector_schemes(library: Library) -> Mapping[str, Mapping[str, str]]:
    """Read the classifications of industries: name of the scheme, which is that of its file, to code to name."""
    found: dict[str, dict[str, str]] = {}
    for folder in economy_folders(library):
        for file in sorted((folder / SCHEMES).glob("*.csv")):
            with file.open(encoding="utf-8-sig", newline="") as text:
                found[file.stem] = {row["code"]: row["name_en"] for row in csv.DictReader(text)}
    return found


def alpha3_codes(library: Library) -> Mapping[str, str]:
    """Read the territories: ISO 3166 alpha-3 to alpha-2."""
    found: dict[str, str] = {}
    for package in library.packages:
        file = package.folder / "lists" / "territories.csv"
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as text:
                found |= {row["alpha3"]: row["alpha2"] for row in csv.DictReader(text)}
    return found
