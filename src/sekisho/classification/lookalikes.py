"""Things that look controlled and generally are not, with who says so and what would overturn it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from sekisho.classification.lexicon import words_of
from sekisho.law.condition import FactName


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
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            LookAlike(
                id=row["id"],
                names=tuple(words_of(row, "name_en", "name_zh", "name_ja", "words_en", "words_zh", "words_ja")),
                title=row["name_en"],
                near=tuple(filter(None, (part.strip() for part in row["near"].split(";")))),
                why=row["why"],
                ask=tuple(FactName(part.strip()) for part in row["ask"].split(";") if part.strip()),
                by=row["by"],
                source=row["source"],
                confidence=row["confidence"],
            )
            for row in csv.DictReader(file)
        )
