"""The user's folder of input-output tables: versions and which is in use; without reading any figures.

A version has `table.csv` and its card `table.source.yaml` (see `files.versions`); `user_tables` reads the figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sekisho.errors import TableError
from sekisho.files.versions import VersionedData, VersionFolder, named_folders

OWN: Final = "table/"
"""What stands before the name of a table of the user's own where lists of all kinds are named."""
CARD: Final = "table.source.yaml"
FILE: Final = "table.csv"
COUNTRIES: Final = "countries"
"""Key of a card: the countries of the table, ISO 3166 alpha-2."""
TABLES: Final = VersionedData(
    data=FILE,
    card=CARD,
    digest="table_sha256",
    keys=("list", "version", "year", "unit", "sha256"),
    prefix=OWN,
    none="none",
    error=TableError,
)


def table_versions(folder: Path, name: str) -> VersionFolder:
    """Return the versions of a table, named with or without `table/`, in the user's folder of tables."""
    return VersionFolder(folder / name.removeprefix(OWN), TABLES)


def own_tables(folder: Path) -> dict[str, str]:
    """Return the names of the user's tables that are in use, each with its version."""
    in_use = {name: table_versions(folder, name).in_use() for name in table_names(folder)}
    return {name: version for name, version in in_use.items() if version}


def table_names(folder: Path) -> list[str]:
    """Name the tables that are kept, in use or not."""
    return named_folders(folder)


def cards(folder: Path) -> list[dict[str, object]]:
    """Describe every version of every table, and whether it is in use; a broken one says so."""
    return [
        {key: value for key, value in card.items() if key not in {"sectors", "assumptions", COUNTRIES}}
        for table in (table_versions(folder, name) for name in table_names(folder))
        for card in table.cards(table.card)
    ]
