"""The user's folder of input-output tables: versions, which is in use, and the log; without reading any figures.

A version is a folder with `table.csv` and `table.source.yaml`; the file `in-use` beside the versions names the one in
use. It is written beside its place and moved there when it is whole (see `user_tables`).
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, MeasureError, Problem, SekishoError, TableError, did_you_mean
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.user_lists import IN_USE, version_in_use
from sekisho.trade.official_lists.store import LOG, LOGGED, UNFINISHED, versions

OWN: Final = "table/"
"""What stands before the name of a table of the user's own where lists of all kinds are named."""
NONE: Final = "none"
"""Name of the version that is no table at all."""
CARD: Final = "table.source.yaml"


def own_tables(folder: Path) -> dict[str, str]:
    """Return the names of the user's tables that are in use, each with its version."""
    found = {name: version_in_use(folder / name) for name in table_names(folder)}
    return {name: version for name, version in found.items() if version}


def table_names(folder: Path) -> list[str]:
    """Name the tables that are kept, in use or not."""
    return sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []


def version_card(folder: Path, name: str, version: str) -> dict[str, object]:
    """Read what is said of a version.

    Raises
    ------
    LibraryError
        If the card is missing or incomplete.
    """
    file = folder / name / version / CARD
    try:
        card = read_plain(file.read_text(encoding="utf-8"), name=CARD)
    except (MeasureError, OSError, UnicodeDecodeError):
        card = {}
    if any(key not in card for key in ("list", "version", "year", "unit", "sha256", "table_sha256")):
        do = f"`sekisho data remove {OWN}{name} {version}` takes it away; then add the file again."
        raise LibraryError(Problem(where=str(file), what="is missing or incomplete.", do=do))
    return card


def cards(folder: Path) -> list[dict[str, object]]:
    """Describe every version of every table, and whether it is in use; a broken one says so."""
    found: list[dict[str, object]] = []
    for name in table_names(folder):
        in_use = version_in_use(folder / name)
        for version in versions(folder, name):
            try:
                card = version_card(folder, name, version)
                shown = {key: card[key] for key in card if key not in {"sectors", "assumptions"}}
            except SekishoError as fault:
                shown = {"list": f"{OWN}{name}", "version": version, "broken": str(fault)}
            found.append({**shown, "in_use": version == in_use})
    return found


def use(folder: Path, name: str, version: str, *, day: str) -> None:
    """Put a version in use, or none.

    Raises
    ------
    TableError
        If no such version is kept.
    """
    if version == NONE:
        (folder / name / IN_USE).unlink(missing_ok=True)
    else:
        _check_kept(folder, name, version)
        draft = folder / name / f"{IN_USE}{UNFINISHED}"
        draft.write_text(f"{version}\n", encoding="utf-8")
        draft.replace(folder / name / IN_USE)
    _log(folder, name, version, action="use", day=day)


def remove(folder: Path, name: str, version: str, *, day: str) -> bool:
    """Remove a version; tell whether it was in use, in which case none is any more.

    Raises
    ------
    TableError
        If no such version is kept.
    """
    _check_kept(folder, name, version)
    place = folder / name / version
    was_in_use = version_in_use(folder / name) == version
    if was_in_use:
        (folder / name / IN_USE).unlink()
    gone = place.with_name(f"{version}{UNFINISHED}")
    place.rename(gone)
    shutil.rmtree(gone)
    _log(folder, name, version, action="remove", day=day)
    return was_in_use


def _check_kept(folder: Path, name: str, version: str) -> None:
    held = versions(folder, name)
    if version not in held:
        hint = did_you_mean(version, held) or f"Kept: {', '.join(held) or 'none'}."
        what = f"no version '{version}'."
        raise TableError(Problem(where=f"{OWN}{name}", what=what, do=f"{hint} `sekisho data list` lists all."))


def _log(folder: Path, name: str, version: str, *, action: str, day: str) -> None:
    file = folder / name / LOG
    try:
        sha = str(version_card(folder, name, version)["sha256"])
    except SekishoError:
        sha = ""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, LOGGED, lineterminator="\n")
        if target.tell() == 0:
            writer.writeheader()
        writer.writerow({"day": day, "action": action, "version": version, "sha256": sha})
