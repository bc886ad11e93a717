"""The user's folder of official lists: every version with its file, card and changes (see `files.versions`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from sekisho.files.formats import sha256_of
from sekisho.files.package_csv import csv_bytes
from sekisho.files.versions import VersionCard, VersionFolder, card_text, version_name
from sekisho.law.loading.user_lists import CARD, OFFICIAL, TABLE, read_version
from sekisho.trade.official_lists.diff import WRITTEN_OTHERWISE, CodeChange
from sekisho.trade.official_lists.official_list import SCHEME, Kind, OfficialList, PrintedEntry
from sekisho.trade.official_lists.printed_text import stated

COLUMNS: Final = ("code", "parent", "name_zh", "text", "limits", "hs", "unit", "serial", "place", "check")
BUILT_IN: Final = OFFICIAL.none
"""Name of the version that comes with the package."""


def version_folder(folder: Path, name: str) -> VersionFolder:
    """Return the versions of an official list in the user's folder of lists."""
    return VersionFolder(folder / name, OFFICIAL)


def keep(folder: Path, official: OfficialList, file: Path, given: VersionCard, found: Iterable[CodeChange]) -> Path:
    """Keep a version of a list and put it in use; returns its folder."""
    sha, changes = sha256_of(file), list(found)
    version = version_name(given.read, sha)
    table = csv_bytes(COLUMNS, _rows(official, changes))
    others = [{**_plain(item), "why": "no control code"} for item in official.uncoded]
    others += [{"place": each.place, "text": each.text, "why": each.why} for each in official.unread]
    card = {
        "list": official.kind,
        "scheme": SCHEME,
        "version": version,
        "title": given.title,
        "url": given.url,
        "read": given.read,
        "added": given.added,
        "file": file.name,
        "sha256": sha,
        "table_sha256": hashlib.sha256(table).hexdigest(),
        "licence": "Official text, outside copyright (Chinese Copyright Law, Art. 5)",
    }

    def write(draft: Path) -> None:
        (draft / TABLE).write_bytes(table)
        columns = ("place", "serial", "name_zh", "text", "hs", "why")
        (draft / "not-in-the-list.csv").write_bytes(csv_bytes(columns, others))
        changed = ({key: str(value) for key, value in change.to_dict().items()} for change in changes)
        (draft / "changes.csv").write_bytes(csv_bytes(("kind", "code", "before", "after", "place"), changed))
        (draft / CARD).write_text(card_text(card), encoding="utf-8")

    return version_folder(folder, official.kind).add(version, file, write, day=given.added)


def _rows(official: OfficialList, changes: Iterable[CodeChange]) -> list[dict[str, str]]:
    flagged = {change.code for change in changes if change.kind == "check"}
    return [
        {
            "code": item.code,
            "parent": item.parent,
            "name_zh": item.name,
            "text": item.text,
            "limits": item.text if stated(item.text, item.name) else "",
            "hs": ";".join(item.hs),
            "unit": item.unit,
            "serial": item.serial,
            "place": item.place,
            "check": WRITTEN_OTHERWISE.format(code=item.code) if item.code in flagged else "",
        }
        for item in official.items.values()
    ]


def _plain(item: PrintedEntry) -> dict[str, str]:
    return {
        "place": item.place,
        "serial": item.serial,
        "name_zh": item.name,
        "text": item.text,
        "hs": ";".join(item.hs),
    }


def kept_cards(folder: Path, names: Iterable[str]) -> list[dict[str, object]]:
    """Describe every version that is kept, and whether it is in use; a broken one says so."""
    cards: list[dict[str, object]] = []
    for name in names:
        lists = version_folder(folder, name)
        cards += lists.cards(partial(_shown, lists))
    return cards


def _shown(lists: VersionFolder, version: str) -> dict[str, object]:
    return read_version(lists.place / version).card()


def as_official(kind: Kind, rows: Mapping[str, Mapping[str, str]]) -> OfficialList:
    """Return the entries of a version that is kept."""
    items = {
        code: PrintedEntry(
            code=code,
            parent=row["parent"],
            name=row["name_zh"],
            text=row["text"],
            hs=tuple(filter(None, row["hs"].split(";"))),
            unit=row["unit"],
            serial=row["serial"],
            place=row["place"],
        )
        for code, row in rows.items()
    }
    return OfficialList(kind=kind, items=items)
