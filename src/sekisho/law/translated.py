"""The tables of translations of data packages: a text in English to the same in another language."""

from __future__ import annotations

import csv

from sekisho.law.library import Library
from sekisho.law.once import once_a_library
from sekisho.law.scheme import control_entries


@once_a_library
def translations_of(library: Library, language: str) -> dict[str, str]:
    """Read what the packages translate into a language; a later package goes before an earlier one.

    An entry of the control list that has a name of its own in the language bears that one, untranslated.
    """
    texts: dict[str, str] = {}
    for package in library.packages:
        file = package.folder / "translations.csv"
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as table:
                texts.update((row["en"], row[language]) for row in csv.DictReader(table) if row.get(language))
    for entry in control_entries(library).values():
        if language in entry.names and entry.names.get("en"):
            texts[entry.names["en"]] = entry.names[language]
    return texts
