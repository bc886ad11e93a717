"""Entries of the party lists that a user added, read as they were kept: nothing here is needed but the law layer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, MeasureError, Problem
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.user_lists import CARD
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.user_list import OwnList
from sekisho.parties.lists.jsonl import FORM, read_lines

ENTRIES: Final = "entries.jsonl"
CARD_KEYS: Final = (
    "list",
    "layout",
    "encoding",
    "version",
    "title",
    "url",
    "read",
    "added",
    "file",
    "parties",
    "sha256",
)


def entries_of(lists: Iterable[OwnList]) -> tuple[ListedParty, ...]:
    """Read the entries of party lists that are in use.

    Raises
    ------
    LibraryError
        If a version in use is missing or was changed since it was added.
    """
    return tuple(entry for one in lists for entry in version_entries(one.folder, one.name, one.version))


def version_entries(folder: Path, name: str, version: str) -> list[ListedParty]:
    """Read the entries of one version.

    Raises
    ------
    LibraryError
        If it is missing, was changed since it was added, or was written in another form.
    """
    place = folder / name / version
    card = version_card(folder, name, version)
    do = f"`sekisho data remove {name} {version}` takes it away; then add the file again."
    body = (place / ENTRIES).read_bytes() if (place / ENTRIES).is_file() else b""
    if hashlib.sha256(body).hexdigest() != card.get("entries_sha256"):
        raise LibraryError(Problem(where=str(place / ENTRIES), what="is missing or was changed.", do=do))
    return read_lines(body)


def version_card(folder: Path, name: str, version: str) -> dict[str, str]:
    """Read what is said of a version.

    Raises
    ------
    LibraryError
        If the card is missing, incomplete or of another form.
    """
    file = folder / name / version / CARD
    do = f"`sekisho data remove {name} {version}` takes it away; then add the file again."
    try:
        card = {key: str(value) for key, value in read_plain(file.read_text(encoding="utf-8"), name=CARD).items()}
    except (MeasureError, OSError, UnicodeDecodeError):
        card = {}
    if any(key not in card for key in CARD_KEYS) or card.get("form") != str(FORM):
        raise LibraryError(Problem(where=str(file), what="is missing, incomplete or of another form.", do=do))
    return card
