"""Names of territories in every language of the program, from the tables of the data packages."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.files.package_csv import header_rows
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library


@cached_per_library
def territory_names(library: Library) -> dict[str, dict[str, str]]:
    """Return the names of territories by language, code to name, in the order of the names in English."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for row in _rows(library):
        for language, names in found.items():
            names[row["alpha2"]] = row.get(f"name_{language}") or row["name_en"]
    return found


def _rows(library: Library) -> Iterable[dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for package in library.packages:
        file = package.folder / "lists" / "territories.csv"
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as table:
                rows.update((row["alpha2"], row) for row in header_rows(table))
    return sorted(rows.values(), key=lambda row: row["name_en"])
