"""Lists that a user added: official texts laid over the tables of a code scheme; measures and their dates stay.

One folder a list, one folder a version in it, with `list.csv` and its card `source.yaml`; the file `in-use` names the
version in use. What a user's list lacks stays as it is built in: a list only ever adds to what may be controlled.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, MeasureError, Problem
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.model.user_list import OwnList, UserList

IN_USE: Final = "in-use"
TABLE: Final = "list.csv"
CARD: Final = "source.yaml"
OWN_PARTIES: Final = "own"
"""Folder of the party lists that a user added; each is kept as `parties.lists.store` says."""
CARD_KEYS: Final = ("list", "scheme", "version", "title", "url", "read", "added", "file", "sha256", "table_sha256")
ORDER: Final = ("cn-catalogue", "cn-control-list")
"""Order in which lists are laid over each other: of limits, the control list has the last word."""

_VERSION: Final = re.compile(r"\w[\w.-]*", re.ASCII)
"""Names of versions; none leads out of the folder of its list."""


def own_lists(folder: Path | None) -> tuple[OwnList, ...]:
    """Name the party lists that are in use in a user's folder, without reading their entries.

    Raises
    ------
    LibraryError
        If a version in use is not named rightly.
    """
    place = folder / OWN_PARTIES if folder is not None else None
    if folder is None or place is None or not place.is_dir():
        return ()
    in_use = [(each, version_in_use(each)) for each in sorted(filter(Path.is_dir, place.iterdir()))]
    return tuple(
        OwnList(
            name=f"{OWN_PARTIES}/{each.name}", version=version, digest=_entries_digest(each / version), folder=folder
        )
        for each, version in in_use
        if version
    )


def _entries_digest(version: Path) -> str:
    """Read the digest of the entries from a card; whoever reads the entries says what is wrong with a broken one."""
    try:
        card = read_plain((version / CARD).read_text(encoding="utf-8"), name=CARD)
    except (MeasureError, OSError, UnicodeDecodeError):
        return ""
    return str(card.get("entries_sha256", ""))


def user_lists(folder: Path | None) -> tuple[UserList, ...]:
    """Read the lists that are in use from a user's folder.

    Raises
    ------
    LibraryError
        If a version in use is missing, was changed since it was added, or is not named rightly.
    """
    if folder is None or not folder.is_dir():
        return ()
    found = []
    kept = filter(Path.is_dir, folder.iterdir())
    for each in sorted(kept, key=lambda path: ((*ORDER, path.name).index(path.name), path.name)):
        version = version_in_use(each)
        if version:
            found.append(read_version(each / version))
    return tuple(found)


def version_in_use(folder: Path) -> str:
    """Name the version of a list that is in use; empty if the built-in one is.

    Raises
    ------
    LibraryError
        If the file that says so names no version.
    """
    file = folder / IN_USE
    if not file.is_file():
        return ""
    name = file.read_text(encoding="utf-8", errors="replace").strip()
    if not _VERSION.fullmatch(name):
        do = f"`sekisho data use {folder.name} built-in` mends it; then put a version in use again."
        raise LibraryError(Problem(where=str(file), what=f"'{name}' is no version of a list.", do=do))
    return name


def read_version(folder: Path) -> UserList:
    """Read one version of a user's list.

    Raises
    ------
    LibraryError
        If its files are missing, incomplete or changed.
    """
    do = f"`sekisho data remove {folder.parent.name} {folder.name}` takes it away; then add the file again."
    if not (folder / TABLE).is_file() or not (folder / CARD).is_file():
        raise LibraryError(Problem(where=str(folder), what="the version lacks its table or its card.", do=do))
    table, card_text = (folder / TABLE).read_bytes(), (folder / CARD).read_bytes()
    try:
        card = {key: str(value) for key, value in read_plain(card_text.decode(), name=CARD).items()}
    except (MeasureError, UnicodeDecodeError):
        card = {}
    lacking = [key for key in CARD_KEYS if key not in card]
    if lacking:
        raise LibraryError(Problem(where=str(folder / CARD), what=f"lacks {', '.join(lacking)}.", do=do))
    if hashlib.sha256(table).hexdigest() != card["table_sha256"]:
        raise LibraryError(Problem(where=str(folder / TABLE), what="was changed since it was added.", do=do))
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(table.decode(), newline=""))}
    return UserList(
        name=card["list"],
        scheme=card["scheme"],
        version=card["version"],
        title=card["title"],
        url=card["url"],
        read=card["read"],
        added=card["added"],
        sha256=card["sha256"],
        rows=rows,
        digest=hashlib.sha256(table + b"\0" + card_text).hexdigest(),
    )
