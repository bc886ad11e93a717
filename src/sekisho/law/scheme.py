"""Entries of a control list: codes with their names and the measure that brought them in."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from sekisho.law.condition import FactName
from sekisho.law.library import Library

CODES = FactName("control_codes")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeEntry:
    """One code of a control list.

    Parameters
    ----------
    since_measure
        The measure that brought the code in; may be one that the library does not hold, or empty.
    """

    code: str
    parent: str
    name_en: str
    name_zh: str
    since_measure: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names in all languages, those that are known."""
        return tuple(filter(None, (self.name_en, self.name_zh)))


def control_scheme(library: Library) -> str:
    """Return the scheme to which the control codes of a line belong, such as `cn/dual-use`."""
    return library.facts[CODES].scheme


def scheme_entries(library: Library, scheme: str) -> dict[str, SchemeEntry]:
    """Read the entries of a scheme from all data packages, by code."""
    found: dict[str, SchemeEntry] = {}
    for package in library.packages:
        file = package.folder / "lists" / f"{scheme.replace('/', '-', 1)}.csv"
        if not file.is_file():
            continue
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                found[row["code"]] = SchemeEntry(
                    code=row["code"],
                    parent=row.get("parent", ""),
                    name_en=row.get("name_en", ""),
                    name_zh=row.get("name_zh", ""),
                    since_measure=row.get("since_measure", ""),
                )
    return found


def entries_named(words: str, library: Library) -> list[SchemeEntry]:
    """Find entries by name: those whose name it is, or else those in whose name it stands; case does not count."""
    wanted = " ".join(words.casefold().split())
    entries = scheme_entries(library, control_scheme(library)).values()
    exact = [entry for entry in entries if any(name.casefold() == wanted for name in entry.names)]
    return exact or [entry for entry in entries if any(wanted in name.casefold() for name in entry.names)]
