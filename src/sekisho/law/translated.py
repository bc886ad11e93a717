"""The tables of translations of data packages: a text in English to the same in another language."""

from __future__ import annotations

import csv

from sekisho.law.library import Library
from sekisho.law.once import once_a_library


@once_a_library
def translations_of(library: Library, language: str) -> dict[str, str]:
    """Read what the packages translate into a language; a later package goes before an earlier one."""
    texts: dict[str, str] = {}
    for package in library.packages:
        file = package.folder / "translations.csv"
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as table:
                texts.update((row["en"], row[language]) for row in csv.DictReader(table) if row.get(language))
    return texts
