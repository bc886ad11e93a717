"""What the things that descriptions speak of are called in one language."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.classification.lexicon import words_of
from sekisho.files.package_csv import rows_of_table
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name, words_folder


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
def parameter_names(library: Library, language: str) -> Mapping[str, str]:
    """Map parameters to the first words by which data sheets of a language name what is measured."""
    under = scheme_name(library).replace("/", "-")
    names: dict[str, str] = {}
    for package in library.packages:
        for row in rows_of_table(package.folder / "limits" / under / "parameters.csv", "name"):
            words = words_of(row, language)
            if words:
                names[row["name"]] = words[0]
    return names
