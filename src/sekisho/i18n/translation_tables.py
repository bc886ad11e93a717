"""The tables of translations of data packages: a text in English to the same in another language."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_table
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries

TRANSLATIONS: Final = (Path("translations.csv"), Path("economy", "translations.csv"))
"""Tables of translations in a data package: of what is said of the law, and of what its economy data say."""
LOOK_ALIKES: Final = Path("lists", "look-alikes.csv")
"""Things that are taken for listed ones, in a data package."""


@cached_per_library
def translations_of(library: Library, language: str) -> dict[str, str]:
    """Read what the packages translate into a language; a later package goes before an earlier one.

    What has a name in the language in its own table, such as an entry of the control list, bears that one.
    """
    texts: dict[str, str] = {}
    for package in library.packages:
        for name in TRANSLATIONS:
            rows = rows_of_table(package.folder / name, "en")
            texts.update((row["en"], row[language]) for row in rows if row.get(language))
    for entry in control_entries(library).values():
        if language in entry.names and entry.names.get("en"):
            texts[entry.names["en"]] = entry.names[language]
    for package in library.packages:
        for row in rows_of_table(package.folder / LOOK_ALIKES, "name_en"):
            if row.get(f"name_{language}"):
                texts[row["name_en"]] = row[f"name_{language}"]
    return texts
