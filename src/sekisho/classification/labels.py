"""What the things that descriptions speak of are called in one language."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.classification.lexicon import words_of
from sekisho.files.package_csv import rows_of_table
from sekisho.i18n.translation_tables import translations_of
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries, scheme_name, words_folder


@cached_per_library
def called(library: Library, language: str) -> Mapping[str, str]:
    """Map the plain name of each thing to the first word for it in a language; those without a word are left out."""
    folder = words_folder(library)
    if folder is None:
        return {}
    rows = rows_of_table(folder / "lists" / "item-words.csv", "concept")
    found = {row["concept"].replace("_", " "): words_of(row, language) for row in rows}
    return {name: words[0] for name, words in found.items() if words}


@cached_per_library
def limit_names(library: Library, language: str) -> Mapping[str, str]:
    """Map what limits speak of to what it is called in a language: parameters, choices as `PARAMETER.CHOICE`, codes.

    A parameter is called by the first words by which data sheets name what is measured, or as `names.csv` of the limits
    names it. In English it bears its own name.
    """
    if language == "en":
        return {}
    under, translated = scheme_name(library).replace("/", "-"), translations_of(library, language)
    names = {
        code: f"{code}（{translated[entry.name]}）"
        for code, entry in control_entries(library).items()
        if entry.name in translated
    }
    for package in library.packages:
        folder = package.folder / "limits" / under
        for row in rows_of_table(folder / "parameters.csv", "name"):
            if words := words_of(row, language):
                names[row["name"]] = words[0]
        names |= {row["name"]: row[language] for row in rows_of_table(folder / "names.csv", "name", "ja", "zh")}
    return names
