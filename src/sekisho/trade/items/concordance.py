"""Entries of foreign control lists to compare with a Chinese control code: never a determination under that law."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import rows_of_table
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import Text, joined, message
from sekisho.trade.items.code import is_at_or_below

CAUTION: Final = message(
    "item.compare_with",
    "Compare with; never a determination under the other law. Written from knowledge, not checked clause by clause.",
)
"""Shown wherever a pair is shown."""

SCHEMES: Final[Mapping[str, Text]] = {
    "eu/annex-1": message("item.list_eu", "EU Annex I"),
    "us/ccl": message("item.list_us", "US Commerce Control List"),
    "jp/meti": message("item.list_japan", "Japan, Export Trade Control Order"),
}
"""Foreign lists, and what they are called in text."""

CONFIDENCES: Final = ("high", "medium", "low")


class Kinship(StrEnum):
    """How a foreign entry relates to the Chinese one, seen from the Chinese one."""

    EXACT = "exact"
    NEAR_EXACT = "near-exact"
    SAME_NUMBER = "same-number"
    SAME_GOODS = "same-goods"
    BROADER = "broader"
    PARTIAL = "partial"
    OTHER_TEST = "other-test"
    ANALOGUE = "analogue"
    NONE = "none"

    @property
    def word(self) -> Text:
        """The relation in a word or two."""
        return _WORDS[self]

    @property
    def means(self) -> Text:
        """What the relation says, in words."""
        return _MEANS[self]


_WORDS: Final[Mapping[Kinship, Text]] = {
    Kinship.EXACT: message("item.kin_exact", "exact"),
    Kinship.NEAR_EXACT: message("item.kin_near_exact", "near-exact"),
    Kinship.SAME_NUMBER: message("item.kin_same_number", "same-number"),
    Kinship.SAME_GOODS: message("item.kin_same_goods", "same-goods"),
    Kinship.BROADER: message("item.kin_broader", "broader"),
    Kinship.PARTIAL: message("item.kin_partial", "partial"),
    Kinship.OTHER_TEST: message("item.kin_other_test", "other-test"),
    Kinship.ANALOGUE: message("item.kin_analogue", "analogue"),
    Kinship.NONE: message("item.kin_none", "none"),
}
_MEANS: Final[Mapping[Kinship, Text]] = {
    Kinship.EXACT: message("item.pair_exact", "same goods and, as far as known, the same limits"),
    Kinship.NEAR_EXACT: message("item.pair_near_exact", "same goods, small differences of limit or wording"),
    Kinship.SAME_NUMBER: message("item.pair_same_number", "the same number there; limits not compared"),
    Kinship.SAME_GOODS: message(
        "item.pair_same_goods", "paired by what the goods are; limits not compared or not all known"
    ),
    Kinship.BROADER: message("item.pair_broader", "China reaches further"),
    Kinship.PARTIAL: message("item.pair_partial", "each covers part of the other"),
    Kinship.OTHER_TEST: message("item.pair_other_test", "same kind of goods, other tests"),
    Kinship.ANALOGUE: message("item.pair_analogue", "an entry of like purpose"),
    Kinship.NONE: message("item.pair_none", "no separate entry there"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEntry:
    """A Chinese control code and one entry of a foreign list.

    Parameters
    ----------
    other
        Entry of the foreign list; without one of its own: empty, or the row that takes what has none (EAR99, 16).
    confidence
        How sure the pairing is; no pair was checked against the foreign text.
    """

    code: str
    scheme: str
    other: str
    relation: Kinship
    confidence: str
    note: str


@cached_per_library
def concordance(library: Library) -> tuple[ForeignEntry, ...]:
    """Return all pairs of the library, sorted by code and foreign list."""
    return tuple(pair for package in library.packages for pair in read_concordance(package.folder))


def read_concordance(folder: Path) -> tuple[ForeignEntry, ...]:
    """Read the pairs of a data package; a package need not have any.

    Raises
    ------
    LibraryError
        If a column is lacking, or a foreign list, a relation or a confidence is not among those known.
    """
    file = folder / "lists" / "concordance.csv"
    rows = list(rows_of_table(file, "code", "scheme", "other", "relation", "confidence", "note"))
    closed = {"scheme": tuple(SCHEMES), "relation": tuple(map(str, Kinship)), "confidence": CONFIDENCES}
    problems = [
        Problem(
            where=f"{file.name}:{number}",
            what=message("item.unknown_word", "unknown {column} '{value}'.", column=column, value=row[column]),
            remedy=joined(
                [
                    did_you_mean(row[column], values),
                    message("error.expected_one_of", "Expected one of {choices}.", choices=joined(values, "comma")),
                ],
                "sentence",
            ),
        )
        for number, row in enumerate(rows, start=2)
        for column, values in closed.items()
        if row[column] not in values
    ]
    if problems:
        raise LibraryError(problems)
    return tuple(
        ForeignEntry(
            code=row["code"],
            scheme=row["scheme"],
            other=row["other"],
            relation=Kinship(row["relation"]),
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows
    )


def compare_with(code: str, library: Library) -> tuple[ForeignEntry, ...]:
    """Return the pairs of a control code, then those of the entries above it, then those of codes below it."""
    return _compared(library, code)


@cached_per_library
def _compared(library: Library, code: str) -> tuple[ForeignEntry, ...]:
    found = [pair for pair in concordance(library) if is_at_or_below(code, pair.code)]
    found.sort(key=lambda pair: -len(pair.code))
    own = [pair for pair in concordance(library) if pair not in found and is_at_or_below(pair.code, code)]
    return (*found, *own)
