"""Things that look controlled and generally are not, with who says so and what would overturn it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.classification.lexicon import words_of
from sekisho.law.condition import FactName
from sekisho.law.rows import rows_of_table

NAMES: Final = ("name_en", "name_zh", "name_ja", "words_en", "words_zh", "words_ja")
"""Columns of what a look-alike is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """One kind of thing that is taken for a listed one.

    Parameters
    ----------
    names
        What it is called, in any language.
    near
        Codes that it is taken for.
    ask
        Parameters whose answer would overturn it.
    by
        Who says so: an authority's answer, or the text of the entry.
    """

    id: str
    names: tuple[str, ...]
    title: str
    near: tuple[str, ...]
    why: str
    ask: tuple[FactName, ...]
    by: str
    source: str
    confidence: str


def read_look_alikes(path: Path) -> tuple[LookAlike, ...]:
    """Read the table of look-alikes; a package need not have one."""
    return tuple(
        LookAlike(
            id=row["id"],
            names=tuple(words_of(row, *NAMES)),
            title=row["name_en"],
            near=tuple(filter(None, (part.strip() for part in row["near"].split(";")))),
            why=row["why"],
            ask=tuple(FactName(part.strip()) for part in row["ask"].split(";") if part.strip()),
            by=row["by"],
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in rows_of_table(path, "id", *NAMES, "near", "why", "ask", "by", "source", "confidence")
    )
