"""The user's folder of official lists: every version with its file, card and log; written whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import ListError, Problem, SekishoError, did_you_mean
from sekisho.files.formats import sha256_of
from sekisho.law.loading.user_lists import CARD, IN_USE, TABLE, read_version, version_in_use
from sekisho.trade.official_lists.diff import WRITTEN_OTHERWISE, CodeChange
from sekisho.trade.official_lists.official_list import SCHEME, Kind, OfficialList, PrintedEntry
from sekisho.trade.official_lists.printed_text import stated

COLUMNS: Final = ("code", "parent", "name_zh", "text", "limits", "hs", "unit", "serial", "place", "check")
LOG: Final = "log.csv"
LOGGED: Final = ("day", "action", "version", "sha256")
BUILT_IN: Final = "built-in"
"""Name of the version that comes with the package."""

UNFINISHED: Final = ".unfinished"
HEX_SHOWN: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """What the user says of a file."""

    title: str
    url: str
    read: str
    added: str


def keep(folder: Path, official: OfficialList, file: Path, given: VersionCard, found: Iterable[CodeChange]) -> Path:
    """Keep a version of a list and put it in use; returns its folder.

    The version is written beside its place and moved there when it is whole, so that nothing half written is ever used.
    """
    sha, noted = sha256_of(file), list(found)
    version = f"{given.read}-{sha[:HEX_SHOWN]}"
    place = folder / official.kind / version
    if not place.is_dir():
        draft = folder / official.kind / f"{version}{UNFINISHED}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            _write(draft, official, file, given, noted, version=version, sha=sha)
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    use(folder, official.kind, version, day=given.added)
    return place


def _write(
    draft: Path,
    official: OfficialList,
    file: Path,
    given: VersionCard,
    found: list[CodeChange],
    *,
    version: str,
    sha: str,
) -> None:
    flagged = {change.code for change in found if change.kind == "check"}
    rows = [
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
    table = _csv(COLUMNS, rows)
    (draft / TABLE).write_bytes(table)
    others = [{**_plain(item), "why": "no control code"} for item in official.uncoded]
    others += [{"place": each.place, "text": each.text, "why": each.why} for each in official.unread]
    (draft / "not-in-the-list.csv").write_bytes(_csv(("place", "serial", "name_zh", "text", "hs", "why"), others))
    changed = [{key: str(value) for key, value in change.to_dict().items()} for change in found]
    (draft / "changes.csv").write_bytes(_csv(("kind", "code", "before", "after", "place"), changed))
    shutil.copyfile(file, draft / f"original{file.suffix.lower()}")
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
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in card.items())
    (draft / CARD).write_text("".join(lines), encoding="utf-8")


def _plain(item: PrintedEntry) -> dict[str, str]:
    return {
        "place": item.place,
        "serial": item.serial,
        "name_zh": item.name,
        "text": item.text,
        "hs": ";".join(item.hs),
    }


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def versions(folder: Path, name: str) -> list[str]:
    """Name the versions of a list that are kept, oldest first."""
    place = folder / name
    if not place.is_dir():
        return []
    kept = [each for each in place.iterdir() if each.is_dir() and not each.name.endswith(UNFINISHED)]
    return sorted(each.name for each in kept)


def kept_cards(folder: Path, names: Iterable[str]) -> list[dict[str, object]]:
    """Describe every version that is kept, and whether it is in use; a broken one says so."""
    found: list[dict[str, object]] = []
    for name in names:
        in_use = version_in_use(folder / name)
        for version in versions(folder, name):
            try:
                card = read_version(folder / name / version).card()
            except SekishoError as fault:
                card = {"list": name, "version": version, "broken": str(fault)}
            found.append({**card, "in_use": version == in_use})
    return found


def use(folder: Path, name: str, version: str, *, day: str) -> None:
    """Put a version in use, or the built-in list.

    Raises
    ------
    ListError
        If no such version is kept.
    """
    if version == BUILT_IN:
        (folder / name / IN_USE).unlink(missing_ok=True)
    else:
        kept(folder, name, version)
        read_version(folder / name / version)
        draft = folder / name / f"{IN_USE}{UNFINISHED}"
        draft.write_text(f"{version}\n", encoding="utf-8")
        draft.replace(folder / name / IN_USE)
    log(folder, name, version, action="use", day=day)


def remove(folder: Path, name: str, version: str, *, day: str) -> bool:
    """Remove a version; tell whether it was in use, in which case the built-in list is again.

    Raises
    ------
    ListError
        If no such version is kept.
    """
    place = kept(folder, name, version)
    was_in_use = version_in_use(folder / name) == version
    if was_in_use:
        (folder / name / IN_USE).unlink()
    gone = place.with_name(f"{version}{UNFINISHED}")
    place.rename(gone)
    shutil.rmtree(gone)
    log(folder, name, version, action="remove", day=day)
    return was_in_use


def kept(folder: Path, name: str, version: str) -> Path:
    """Find a version that is kept.

    Raises
    ------
    ListError
        If there is none of that name.
    """
    held = versions(folder, name)
    if version not in held:
        hint = did_you_mean(version, held) or f"Kept: {', '.join(held) or 'none'}."
        raise ListError(
            Problem(where=name, what=f"no version '{version}'.", do=f"{hint} `sekisho data list` lists all.")
        )
    return folder / name / version


def log(folder: Path, name: str, version: str, *, action: str, day: str) -> None:
    """Note in the log of a list what was done."""
    file = folder / name / LOG
    card = folder / name / version / CARD
    sha = read_version(card.parent).sha256 if card.is_file() else ""
    row = {"day": day, "action": action, "version": version, "sha256": sha}
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, LOGGED, lineterminator="\n")
        if target.tell() == 0:
            writer.writeheader()
        writer.writerow(row)


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
