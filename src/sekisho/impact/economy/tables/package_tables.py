"""Tables that come with the data packages, and finding a table by its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, TableError, did_you_mean
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.metadata import known_from
from sekisho.impact.economy.tables.recognition import read_table
from sekisho.law.model.library import Library
from sekisho.message import joined, message

TABLES: Final = "tables"
"""Folder of tables in a folder of economy data."""


def shipped_tables(library: Library) -> Mapping[str, Path]:
    """Name the tables of all data packages: name to file."""
    files = (file for folder in economy_folders(library) for file in sorted((folder / TABLES).glob("*.csv")))
    return {file.stem: file for file in files}


def shipped_table(library: Library, name: str) -> InputOutputTable:
    """Read a table that comes with a data package, such as `jpn-2018`.

    Raises
    ------
    TableError
        If there is none of that name.
    """
    files = shipped_tables(library)
    if name not in files:
        hint = did_you_mean(name, files) or message(
            "impact.shipped", "Shipped: {tables}.", tables=joined(files, "comma") or message("impact.none", "none")
        )
        raise TableError(
            Problem(
                what=message("impact.no_table", "no table '{name}'.", name=name),
                remedy=joined((hint, message("impact.data_lists", "`sekisho data list` lists your own.")), "sentence"),
            )
        )
    return read_table(files[name], known=known_from(library))
