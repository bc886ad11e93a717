"""Lists that a user added: official texts laid over the tables of a code scheme; measures and their dates stay.

One folder a list, one folder a version in it, with `list.csv` and its card `source.yaml`; the file `in-use` names the
version in use. What a user's list lacks stays as it is built in: a list only ever adds to what may be controlled.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, MeasureError, Problem
from sekisho.law.loading.measure_reader import read_plain

IN_USE: Final = "in-use"
TABLE: Final = "list.csv"
CARD: Final = "source.yaml"
OWN_PARTIES: Final = "own"
"""Folder of the party lists that a user added; each is kept as `parties.lists.store` says."""
CARD_KEYS: Final = ("list", "scheme", "version", "title", "url", "read", "added", "file", "sha256", "table_sha256")
ORDER: Final = ("cn-catalogue", "cn-control-list")
"""Order in which lists are laid over each other: of limits, the control list has the last word."""

COLUMNS: Final = (
    "name_zh",
    "name_en",
    "threshold",
    "hs",
    "type",
    "since_measure",
    "quality",
    "confidence",
    "source",
    "note",
)
"""Columns of a table of codes on which a list is laid; a table need not have all."""
NEW: Final = "in your list only; held under the list's general term, confidence low"
_VERSION: Final = re.compile(r"\w[\w.-]*", re.ASCII)
"""Names of versions; none leads out of the folder of its list."""
AREA: Final = 2
"""Length of an area such as 1C."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UserList:
    """A list that a user added and that is in use.

    Parameters
    ----------
    sha256
        Of the file from which it was read.
    added
        Day on which it was added.
    rows
        Its codes, as in `list.csv`.
    digest
        SHA-256 of table and card, part of the library's hash.
    """

    name: str
    scheme: str
    version: str
    title: str
    url: str
    read: str
    added: str
    sha256: str
    rows: Mapping[str, Mapping[str, str]]
    digest: str

    def card(self) -> dict[str, object]:
        """What is said of it beside an answer."""
        return {
            "list": self.name,
            "scheme": self.scheme,
            "version": self.version,
            "title": self.title,
            "url": self.url,
            "read": self.read,
            "added": self.added,
            "sha256": self.sha256,
            "codes": len(self.rows),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """A party list that a user added and that is in use: names are compared with it, and no clause asks for it.

    Parameters
    ----------
    digest
        SHA-256 of its entries, as its card states it; empty if the card cannot be read.
    folder
        The user's folder of lists, in which the entries stand.
    """

    name: str
    version: str
    digest: str
    folder: Path

    def to_dict(self) -> dict[str, str]:
        """Return it as a run card records it."""
        return {"list": self.name, "version": self.version, "digest": self.digest}


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


def overlaid(scheme: str, rows: Iterable[Row], lists: Iterable[UserList]) -> list[Row]:
    """Lay a user's lists over the rows of a code table.

    Names, limits and customs codes come from the lists; ids, parents and the measure that lists a code stay. A code
    that the table lacks comes with the areas above it, under the measure of its nearest relative, with low confidence.
    """
    own = [each for each in lists if each.scheme == scheme]
    held = list(rows)
    if not own or not held:
        return held
    table = {row["code"]: {**dict.fromkeys(COLUMNS, ""), **row} for row in held}
    for each in own:
        for code, row in each.rows.items():
            if code not in table:
                _add(code, each, table)
            _replace(table[code], row, each)
    return [table[code] for code in sorted(table)]


def _add(code: str, lists: UserList, table: dict[str, Row]) -> None:
    for part in (*_above(code), code):
        if part in table:
            continue
        parent = next(_above(part, nearest=True), "")
        relative = table.get(parent) or next(iter(table.values()), {})
        table[part] = dict.fromkeys(relative, "") | {
            "code": part,
            "parent": parent,
            "type": relative.get("type", ""),
            "since_measure": relative.get("since_measure", ""),
            "quality": "user_list" if part == code else "heading",
            "confidence": "low",
            "source": f"{lists.title or lists.name}, version {lists.version}",
            "note": f"A code {NEW}.",
        }


def _above(code: str, *, nearest: bool = False) -> Iterator[str]:
    """Go through the codes above a code, from the field down, or from the nearest up."""
    parts = code.split(".")
    found = [code[:1], code[:AREA], *(".".join(parts[:number]) for number in range(1, len(parts)))]
    found = [each for each in dict.fromkeys(found) if len(each) < len(code)]
    yield from reversed(found) if nearest else found


def _replace(row: Row, new: Mapping[str, str], lists: UserList) -> None:
    name = new["name_zh"]
    if name and (lists.name == "cn-catalogue" or not row.get("changed_name")):
        if name != row.get("name_zh"):
            row["changed_name"] = "yes"
        row["name_zh"] = name
    row["threshold"] = new["limits"] or row["threshold"]
    row["hs"] = new["hs"] or row["hs"]
    row["name_en"] = row["name_en"] or name
    if row["quality"] in {"heading", "from_codes", "missing_row", "partial"} and name and not new["check"]:
        row["quality"] = "user_list"
    row["source"] = f"{lists.title or lists.name}, version {lists.version}"
    if new["check"] and new["check"] not in row["note"]:
        row["note"] = f"{row['note']} {new['check']}".strip()


def scheme_names(rows: Iterable[Row]) -> dict[str, str]:
    """Name codes in English, with the official Chinese words where a user's list has others."""
    names = {}
    for row in rows:
        english, chinese = row["name_en"], row.get("name_zh", "")
        name = f"{chinese} ({english})" if row.get("changed_name") and english != chinese else english
        names[row["code"]] = f"{name} [{NEW}]" if NEW in row.get("note", "") else name
    return names
