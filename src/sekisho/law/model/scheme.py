"""Entries of a control list: codes with their names, limits in words, and the measure that brought them in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import header_rows
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.user_list import UserList, overlaid

CODES: Final = FactName("control_codes")
HOME_SCHEME: Final = "cn/dual-use"
"""Scheme of the packages that name no control list of their own."""
ITEM_TYPES: Final = ("systems", "production_equipment", "materials", "software", "technology")
"""What an entry of a list of goods may be of; systems are whole goods and their parts."""
ITEM_QUALITIES: Final = (
    *("announcement", "good", "catalogue", "partial", "from_codes", "from_analogue", "heading", "missing_row"),
)
"""How the name of an entry of a list of goods came over, the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlEntry:
    """One row of a control list.

    Parameters
    ----------
    parent
        Code directly above; empty for a field such as 1.
    threshold
        Limits as the list states them; empty if it states none, the word `unknown` where a figure was lost.
    customs_codes
        Customs codes printed at the entry: a hint, never a ground of control.
    since
        Measure that brought the code under control; empty if the table does not say.
    quality
        How the name came over, one of `ITEM_QUALITIES`.
    """

    scheme: str
    code: str
    parent: str
    names: Mapping[str, str]
    threshold: str
    customs_codes: tuple[str, ...]
    kind: str
    since: MeasureId
    quality: str
    confidence: str
    source: str
    note: str

    @property
    def name(self) -> str:
        """Its English name, or the one that is known, or the code."""
        return self.names.get("en") or next(iter(self.names.values()), self.code)

    @property
    def label(self) -> str:
        """Its names, the English one first."""
        return ", ".join(filter(None, (self.names.get("en"), self.names.get("zh"))))


Scheme = Mapping[str, ControlEntry]


@cached_per_library
def control_entries(library: Library, name: str = "") -> Scheme:
    """Return a control list of the library, with the user's lists laid over; empty if no package has it.

    Without a name it is the list to which the control codes of a line belong.
    """
    name = name or scheme_name(library)
    return read_scheme(tuple(package.folder for package in library.packages), name, library.user_lists)


@cached_per_library
def built_in_entries(library: Library, name: str = "") -> Scheme:
    """Return a control list of the library as its packages have it; empty if none has it."""
    return read_scheme(tuple(package.folder for package in library.packages), name or scheme_name(library))


def read_scheme(folders: tuple[Path, ...], name: str, lists: tuple[UserList, ...] = ()) -> Scheme:
    """Read a control list of data packages; a package need not have it, nor every column."""
    rows: dict[str, dict[str, str]] = {}
    for folder in folders:
        file = folder / "lists" / f"{name.replace('/', '-')}.csv"
        if not file.is_file():
            continue
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows |= {row["code"]: row for row in header_rows(text) if row.get("code")}
    return {row["code"]: _entry(name, row) for row in overlaid(name, rows.values(), lists)}


def _entry(scheme: str, row: Mapping[str, str]) -> ControlEntry:
    return ControlEntry(
        scheme=scheme,
        code=row["code"],
        parent=row.get("parent") or "",
        names={language: row[f"name_{language}"] for language in ("zh", "en") if row.get(f"name_{language}")},
        threshold=row.get("threshold") or "",
        customs_codes=tuple(filter(None, (row.get("hs") or "").split(";"))),
        kind=row.get("type") or "",
        since=MeasureId(row.get("since_measure") or ""),
        quality=row.get("quality") or "",
        confidence=row.get("confidence") or "",
        source=row.get("source") or "",
        note=row.get("note") or "",
    )


@cached_per_library
def words_folder(library: Library) -> Path | None:
    """Find the package with the words by which items of a control list are called; None if none has them."""
    folders = (package.folder for package in library.packages)
    return next((folder for folder in folders if (folder / "lists" / "item-words.csv").is_file()), None)


def scheme_name(library: Library) -> str:
    """Return the scheme to which the control codes of a line belong, such as `cn/dual-use`."""
    return library.facts[CODES].scheme


def entries_named(words: str, library: Library) -> list[ControlEntry]:
    """Find entries by name: those whose name it is, or else those in whose name it stands; case does not count."""
    wanted = " ".join(words.casefold().split())
    if not wanted:
        return []
    entries = control_entries(library).values()
    exact = [entry for entry in entries if any(name.casefold() == wanted for name in entry.names.values())]
    return exact or [entry for entry in entries if any(wanted in name.casefold() for name in entry.names.values())]
