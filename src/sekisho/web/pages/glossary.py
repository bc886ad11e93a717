"""The words that the pages use, explained in the language of the reader."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word and what it means here."""

    term: str
    means: str


@cache
def glossary(language: str) -> tuple[GlossaryEntry, ...]:
    """Read the glossary in one language, in the order of the table."""
    with resources.files("sekisho.web").joinpath("catalogue", "glossary.csv").open(encoding="utf-8") as file:
        return tuple(GlossaryEntry(row[f"term_{language}"], row[f"means_{language}"]) for row in csv.DictReader(file))
