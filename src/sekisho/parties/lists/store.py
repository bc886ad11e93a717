"""Party lists of the user's own, kept by version beside the official lists and read when names are compared.

They are no law and no part of the library's hash, for no measure asks for them; a library names those in use, and
`held_lists` compares names with them wherever a party is asked for. A version is a folder with the file as it came, a
card, what it changed, and its entries as JSON lines in one fixed order of fields. It is written beside its place and
moved there when it is whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sekisho.errors import ListError, Problem, SekishoError, did_you_mean
from sekisho.files.formats import sha256_of
from sekisho.law.loading.user_lists import CARD, IN_USE, own_lists, version_in_use
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.lists.diff import PartyChange
from sekisho.parties.lists.jsonl import FORM, write_lines
from sekisho.parties.lists.own_entries import ENTRIES, entries_of, version_card
from sekisho.parties.lists.party_list import OWN, PartyList
from sekisho.trade.official_lists.store import HEX_SHOWN, LOG, LOGGED, UNFINISHED, VersionCard, versions

NONE: Final = "none"
"""Name of the version that is no list at all."""

_NAME: Final = re.compile(r"\w[\w-]*")


def user_entries(folder: Path) -> tuple[ListedParty, ...]:
    """Read the entries of all party lists of the user that are in use.

    Parameters
    ----------
    folder
        The user's folder of lists.

    Raises
    ------
    LibraryError
        If a version in use is missing or was changed since it was added.
    """
    return entries_of(own_lists(folder))


def list_names(folder: Path) -> list[str]:
    """Name the party lists that are kept, `own/NAME`."""
    place = folder / OWN
    return sorted(f"{OWN}{each.name}" for each in place.iterdir() if each.is_dir()) if place.is_dir() else []


def check_name(name: str) -> None:
    """Refuse a name that cannot be that of a folder.

    Raises
    ------
    ListError
        If it has other characters than letters, digits, hyphens and underscores.
    """
    if not _NAME.fullmatch(name):
        do = "Expected letters, digits, hyphens and underscores."
        raise ListError(Problem(where="name", what=f"'{name}' cannot name a list.", do=do))


def cards(folder: Path) -> list[dict[str, object]]:
    """Describe every version of every list, and whether it is in use; a broken one says so."""
    found: list[dict[str, object]] = []
    for name in list_names(folder):
        in_use = version_in_use(folder / name)
        for version in versions(folder, name):
            try:
                card: dict[str, object] = dict(version_card(folder, name, version))
            except SekishoError as fault:
                card = {"list": name, "version": version, "broken": str(fault)}
            found.append({**card, "in_use": version == in_use})
    return found


def keep(folder: Path, found: PartyList, file: Path, given: VersionCard, changes: Iterable[PartyChange]) -> Path:
    """Keep a version of a list and put it in use; returns its folder."""
    name, sha = f"{OWN}{found.name}", sha256_of(file)
    body = write_lines(found.entries)
    entries_sha = hashlib.sha256(body).hexdigest()
    version = f"{given.read}-{hashlib.sha256(f'{sha}{entries_sha}'.encode()).hexdigest()[:HEX_SHOWN]}"
    place = folder / name / version
    if not place.is_dir():
        draft = place.with_name(f"{version}{UNFINISHED}")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            (draft / ENTRIES).write_bytes(body)
            (draft / "changes.csv").write_bytes(_changes_csv(changes))
            shutil.copyfile(file, draft / f"original{file.suffix.lower()}")
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
            lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in card.items())
            (draft / CARD).write_text("".join(lines), encoding="utf-8")
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    use(folder, name, version, day=given.added)
    return place


def _changes_csv(changes: Iterable[PartyChange]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, ("kind", "id", "name", "before", "after", "row"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(each.to_dict() for each in changes)
    return target.getvalue().encode()


def use(folder: Path, name: str, version: str, *, day: str) -> None:
    """Put a version in use, or none.

    Raises
    ------
    ListError
        If no such version is kept.
    """
    if version == NONE:
        (folder / name / IN_USE).unlink(missing_ok=True)
    else:
        check_kept(folder, name, version)
        version_card(folder, name, version)
        draft = folder / name / f"{IN_USE}{UNFINISHED}"
        draft.write_text(f"{version}\n", encoding="utf-8")
        draft.replace(folder / name / IN_USE)
    _log(folder, name, version, action="use", day=day)


def remove(folder: Path, name: str, version: str, *, day: str) -> bool:
    """Remove a version; tell whether it was in use, in which case none is any more.

    Raises
    ------
    ListError
        If no such version is kept.
    """
    check_kept(folder, name, version)
    place = folder / name / version
    was_in_use = version_in_use(folder / name) == version
    if was_in_use:
        (folder / name / IN_USE).unlink()
    gone = place.with_name(f"{version}{UNFINISHED}")
    place.rename(gone)
    shutil.rmtree(gone)
    _log(folder, name, version, action="remove", day=day)
    return was_in_use


def check_kept(folder: Path, name: str, version: str) -> None:
    """Refuse a version that is not kept.

    Raises
    ------
    ListError
        If there is none of that name.
    """
    held = versions(folder, name)
    if version not in held:
        hint = did_you_mean(version, held) or f"Kept: {', '.join(held) or 'none'}."
        what = f"no version '{version}'."
        raise ListError(Problem(where=name, what=what, do=f"{hint} `sekisho data list` lists all."))


def _log(folder: Path, name: str, version: str, *, action: str, day: str) -> None:
    file = folder / name / LOG
    place = folder / name / version
    sha = version_card(folder, name, version)["sha256"] if (place / CARD).is_file() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, LOGGED, lineterminator="\n")
        if target.tell() == 0:
            writer.writeheader()
        writer.writerow({"day": day, "action": action, "version": version, "sha256": sha})
