"""Tables of the user's own, with their figures: kept in long form with a card, and found again by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sekisho.errors import Problem, TableError, did_you_mean
from sekisho.files.formats import sha256_of
from sekisho.files.versions import VersionCard, check_folder_name, version_name
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.package_tables import shipped_table, shipped_tables
from sekisho.impact.economy.tables.recognition import read_table
from sekisho.impact.economy.tables.user_versions import CARD, FILE, OWN, own_tables, table_versions
from sekisho.impact.economy.tables.writer import card_of, long_form_of
from sekisho.law.model.library import Library
from sekisho.message import joined, message


def find_table(library: Library, name: str, user_folder: Path | None = None) -> InputOutputTable:
    """Find a table by name: one of the user's own that is in use, or one that comes with a data package.

    Parameters
    ----------
    user_folder
        The user's folder of tables; None knows only what is shipped.

    Raises
    ------
    TableError
        If there is none of that name; the nearest name is told.
    """
    own = own_tables(user_folder) if user_folder is not None else {}
    bare = name.removeprefix(OWN)
    if user_folder is not None and bare in own:
        return kept_table(library, user_folder, bare, own[bare])
    shipped = shipped_tables(library)
    if name in shipped:
        return shipped_table(library, name)
    known = [*shipped, *own]
    hint = did_you_mean(bare, known) or message(
        "impact.known", "Known: {known}.", known=joined(known, "comma") or message("impact.none", "none")
    )
    raise TableError(
        Problem(
            what=message("impact.no_table", "no table '{name}'.", name=name),
            remedy=joined((hint, message("impact.table_lists", "`sekisho table` lists all.")), "sentence"),
        )
    )


def kept_table(library: Library, folder: Path, name: str, version: str) -> InputOutputTable:
    """Read one version of a table.

    Raises
    ------
    LibraryError
        If it is missing or was changed since it was added.
    """
    table_versions(folder, name).read(version)
    file = folder / name / version / FILE
    return read_table(file, stated=TableMetadata(name=name), known=known_from(library), layout="long")


def check_name(library: Library, name: str) -> None:
    """Refuse a name that cannot be that of a folder, or that a shipped table has.

    Raises
    ------
    TableError
        If it is either.
    """
    check_folder_name(name, message("file.table_word", "table"), TableError)
    if name in shipped_tables(library):
        remedy = message("impact.give_other_name", "Give it another name: a table that is shipped is never hidden.")
        raise TableError(
            Problem(
                where="name",
                what=message("impact.name_taken", "'{name}' comes with a data package.", name=name),
                remedy=remedy,
            )
        )


def keep(folder: Path, table: InputOutputTable, file: Path, given: VersionCard) -> Path:
    """Keep a version of a table and put it in use; returns its folder.

    Parameters
    ----------
    file
        The file from which it was read.
    """
    sha, body = sha256_of(file), long_form_of(table).encode()
    table_sha = hashlib.sha256(body).hexdigest()
    version = version_name(given.read, sha, table_sha)
    more = {
        "list": f"{OWN}{table.name}",
        "version": version,
        "title": given.title,
        "url": given.url,
        "read": given.read,
        "added": given.added,
        "file": file.name,
        "sha256": sha,
        "table_sha256": table_sha,
    }

    def write(draft: Path) -> None:
        (draft / FILE).write_bytes(body)
        (draft / CARD).write_text(card_of(table, more), encoding="utf-8")

    return table_versions(folder, table.name).add(version, None, write, day=given.added)
