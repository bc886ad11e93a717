"""Entries of the party lists that a user added, read as they were kept: nothing here is needed but the law layer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sekisho.files.versions import VersionFolder
from sekisho.law.loading.user_lists import CARD, PARTIES
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.user_list import OwnList
from sekisho.message import message
from sekisho.parties.lists.jsonl import READ, read_lines


def entries_of(lists: Iterable[OwnList]) -> tuple[ListedParty, ...]:
    """Read the entries of party lists that are in use.

    Raises
    ------
    LibraryError
        If a version in use is missing or was changed since it was added.
    """
    return tuple(
        entry
        for one in lists
        if one.name.startswith(PARTIES.prefix)  # the others are tables of who holds whom
        for entry in version_entries(one.folder, one.name, one.version)
    )


def version_entries(folder: Path, name: str, version: str) -> list[ListedParty]:
    """Read the entries of one version.

    Raises
    ------
    LibraryError
        If it is missing, was changed since it was added, or was written in another form.
    """
    own = VersionFolder(folder / name, PARTIES)
    version_card(own, version)
    return read_lines(own.read(version)[1])


def version_card(own: VersionFolder, version: str) -> dict[str, object]:
    """Read what is said of a version.

    Raises
    ------
    LibraryError
        If the card is missing, incomplete or of another form.
    """
    card = own.card(version)
    if card["form"] not in READ:
        raise own.fault(version, CARD, message("file.card_broken", "is missing, incomplete or of another form."))
    return card
