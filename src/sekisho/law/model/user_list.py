"""A list of the user's own, and how an official text is laid over the table of a code scheme.

What a user's list lacks stays as it is built in: a list only ever adds to what may be controlled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass

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
