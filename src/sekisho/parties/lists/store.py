"""Party lists of the user's own, kept by version beside the official lists and read when names are compared.

They are no law and no part of the library's hash, for no measure asks for them; a library names those in use, and
`parties_of` compares names with them wherever a party is asked for. A version is a folder with the file as it came, a
card, what it changed, and its entries as JSON lines in one fixed order of fields (see `files.versions`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from sekisho.errors import ListError
from sekisho.files.formats import sha256_of
from sekisho.files.package_csv import csv_bytes
from sekisho.files.versions import VersionCard, VersionFolder, card_text, check_folder_name, named_folders, version_name
from sekisho.law.loading.user_lists import CARD, ENTRIES, PARTIES
from sekisho.message import message
from sekisho.parties.lists.diff import PartyChange
from sekisho.parties.lists.jsonl import FORM, write_lines
from sekisho.parties.lists.own_entries import version_card
from sekisho.parties.lists.party_list import OWN, PartyList

NONE: Final = PARTIES.none
"""Name of the version that is no list at all."""
_CHANGES: Final = ("kind", "id", "name", "before", "after", "row")


def own_versions(folder: Path, name: str) -> VersionFolder:
    """Return the versions of a party list, named `own/NAME`, in the user's folder of lists."""
    return VersionFolder(folder / name, PARTIES)


def list_names(folder: Path) -> list[str]:
    """Name the party lists that are kept, `own/NAME`."""
    return [f"{OWN}{name}" for name in named_folders(folder / OWN)]


def check_name(name: str) -> None:
    """Refuse a name that cannot be that of a folder.

    Raises
    ------
    ListError
        If it has other characters than letters, digits, hyphens and underscores.
    """
    check_folder_name(name, message("file.list_word", "list"), ListError)


def cards(folder: Path) -> list[dict[str, object]]:
    """Describe every version of every list, and whether it is in use; a broken one says so."""
    lists = [own_versions(folder, name) for name in list_names(folder)]
    return [card for own in lists for card in own.cards(partial(version_card, own))]


def keep(folder: Path, found: PartyList, file: Path, given: VersionCard, changes: Iterable[PartyChange]) -> Path:
    """Keep a version of a list and put it in use; returns its folder."""
    name, sha, body = f"{OWN}{found.name}", sha256_of(file), write_lines(found.entries)
    entries_sha = hashlib.sha256(body).hexdigest()
    version = version_name(given.read, sha, entries_sha)
    card = {
        "list": name,
        "form": FORM,
        "layout": found.layout,
        "encoding": found.encoding,
        "version": version,
        "title": given.title,
        "url": given.url,
        "read": given.read,
        "added": given.added,
        "file": file.name,
        "parties": len(found.entries),
        "sha256": sha,
        "entries_sha256": entries_sha,
    }

    def write(draft: Path) -> None:
        (draft / ENTRIES).write_bytes(body)
        (draft / "changes.csv").write_bytes(csv_bytes(_CHANGES, (change.to_dict() for change in changes)))
        (draft / CARD).write_text(card_text(card), encoding="utf-8")

    return own_versions(folder, name).add(version, file, write, day=given.added)
