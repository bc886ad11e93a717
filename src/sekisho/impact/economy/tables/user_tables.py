"""Tables of the user's own, with their figures: kept in long form with a card, and found again by name."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, TableError, did_you_mean
from sekisho.files.formats import sha256_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.package_tables import shipped_table, shipped_tables
from sekisho.impact.economy.tables.recognition import read_table
from sekisho.impact.economy.tables.user_versions import CARD, OWN, own_tables, use, version_card
from sekisho.impact.economy.tables.writer import card_of, long_form_of
from sekisho.law.model.library import Library
from sekisho.trade.official_lists.store import HEX_SHOWN, UNFINISHED, VersionCard

FILE: Final = "table.csv"
_NAME: Final = re.compile(r"\w[\w-]*")


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
    hint = did_you_mean(bare, known) or f"Known: {', '.join(known) or 'none'}."
    raise TableError(Problem(what=f"no table '{name}'.", do=f"{hint} `sekisho table` lists all."))


def kept_table(library: Library, folder: Path, name: str, version: str) -> InputOutputTable:
    """Read one version of a table.

    Raises
    ------
    LibraryError
        If it is missing or was changed since it was added.
    """
    place = folder / name / version
    card = version_card(folder, name, version)
    if not (place / FILE).is_file() or sha256_of(place / FILE) != card["table_sha256"]:
        do = f"`sekisho data remove {OWN}{name} {version}` takes it away; then add the file again."
        raise LibraryError(Problem(where=str(place / FILE), what="is missing or was changed.", do=do))
    return read_table(place / FILE, stated=TableMetadata(name=name), known=known_from(library), layout="long")


def check_name(library: Library, name: str) -> None:
    """Refuse a name that cannot be that of a folder, or that a shipped table has.

    Raises
    ------
    TableError
        If it is either.
    """
    if not _NAME.fullmatch(name):
        do = "Expected letters, digits, hyphens and underscores."
        raise TableError(Problem(where="name", what=f"'{name}' cannot name a table.", do=do))
    if name in shipped_tables(library):
        do = "Give it another name: a table that is shipped is never hidden."
        raise TableError(Problem(where="name", what=f"'{name}' comes with a data package.", do=do))


def keep(folder: Path, table: InputOutputTable, file: Path, given: VersionCard) -> Path:
    """Keep a version of a table and put it in use; returns its folder.

    Parameters
    ----------
    file
        The file from which it was read.
    """
    sha, body = sha256_of(file), long_form_of(table).encode()
    table_sha = hashlib.sha256(body).hexdigest()
    version = f"{given.read}-{hashlib.sha256(f'{sha}{table_sha}'.encode()).hexdigest()[:HEX_SHOWN]}"
    place = folder / table.name / version
    if not place.is_dir():
        draft = place.with_name(f"{version}{UNFINISHED}")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            (draft / FILE).write_bytes(body)
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
            (draft / CARD).write_text(card_of(table, more), encoding="utf-8")
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    use(folder, table.name, version, day=given.added)
    return place
