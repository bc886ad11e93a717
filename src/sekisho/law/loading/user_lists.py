"""Lists that a user added: official texts laid over the tables of a code scheme; measures and their dates stay.

One folder a list, one folder a version in it, with `list.csv` and its card `source.yaml`; the file `in-use` names the
version in use. What a user's list lacks stays as it is built in: a list only ever adds to what may be controlled.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, ListError
from sekisho.files.package_csv import header_rows
from sekisho.files.versions import VersionedData, VersionFolder
from sekisho.law.model.holdings import Group, Holding, PartyId, read_holding_lines
from sekisho.law.model.user_list import OwnList, UserList

TABLE: Final = "list.csv"
CARD: Final = "source.yaml"
OWN_PARTIES: Final = "own"
"""Folder of the party lists that a user added."""
ENTRIES: Final = "entries.jsonl"
OFFICIAL: Final = VersionedData(
    data=TABLE,
    card=CARD,
    digest="table_sha256",
    keys=("list", "scheme", "version", "title", "url", "read", "added", "file", "sha256"),
    prefix="",
    none="built-in",
    error=ListError,
)
"""A list of items, laid over the built-in one of its name."""
PARTIES: Final = VersionedData(
    data=ENTRIES,
    card=CARD,
    digest="entries_sha256",
    keys=(
        *("list", "form", "layout", "encoding", "version", "title", "url", "read", "added", "file", "parties"),
        "sha256",
    ),
    prefix=f"{OWN_PARTIES}/",
    none="none",
    error=ListError,
)
"""A list of parties, with which names are compared."""
OWNERSHIP: Final = VersionedData(
    data="holdings.jsonl",
    card=CARD,
    digest="holdings_sha256",
    keys=("list", "layout", "version", "title", "url", "read", "added", "file", "holdings", "sha256"),
    prefix="ownership/",
    none="none",
    error=ListError,
)
"""A table of who holds whom; its parties are named, and are drawn together with those of the lists by `parties`."""
ORDER: Final = ("cn-catalogue", "cn-control-list")
"""Order in which lists are laid over each other: of limits, the control list has the last word."""


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
    lists = [VersionFolder(entry, PARTIES) for entry in sorted(filter(Path.is_dir, place.iterdir()))]
    return tuple(
        OwnList(name=own.name, version=version, digest=_entries_digest(own, version), folder=folder)
        for own in lists
        if (version := own.in_use())
    )


def own_holdings(folder: Path | None) -> tuple[tuple[OwnList, ...], tuple[Group, ...], tuple[Holding, ...]]:
    """Read the tables of who holds whom that are in use in a user's folder: what they are, their parties, and the rows.

    Raises
    ------
    LibraryError
        If a version in use is missing or was changed since it was added.
    """
    place = folder / OWNERSHIP.prefix.rstrip("/") if folder is not None else None
    if folder is None or place is None or not place.is_dir():
        return (), (), ()
    used: list[OwnList] = []
    parties: dict[PartyId, Group] = {}
    rows: list[Holding] = []
    for own in (VersionFolder(entry, OWNERSHIP) for entry in sorted(filter(Path.is_dir, place.iterdir()))):
        version = own.in_use()
        if version:
            card, data = own.read(version)
            used.append(OwnList(name=own.name, version=version, digest=str(card[OWNERSHIP.digest]), folder=folder))
            more, stakes = read_holding_lines(data, own.name)
            parties |= more
            rows += stakes
    return tuple(used), tuple(parties.values()), tuple(rows)


def _entries_digest(own: VersionFolder, version: str) -> str:
    """Read the digest of the entries from a card; whoever reads the entries says what is wrong with a broken one."""
    try:
        return str(own.card(version)[own.kind.digest])
    except LibraryError:
        return ""


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
        version = VersionFolder(each, OFFICIAL).in_use()
        if version:
            found.append(read_version(each / version))
    return tuple(found)


def read_version(place: Path) -> UserList:
    """Read one version of a user's list from its folder.

    Raises
    ------
    LibraryError
        If its files are missing, incomplete or changed.
    """
    stated, table = VersionFolder(place.parent, OFFICIAL).read(place.name)
    card = {key: str(value) for key, value in stated.items()}
    return UserList(
        name=card["list"],
        scheme=card["scheme"],
        version=card["version"],
        title=card["title"],
        url=card["url"],
        read=card["read"],
        added=card["added"],
        sha256=card["sha256"],
        rows={row["code"]: row for row in header_rows(io.StringIO(table.decode(), newline=""))},
        digest=hashlib.sha256(table + b"\0" + (place / CARD).read_bytes()).hexdigest(),
    )
