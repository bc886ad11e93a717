"""Why a column is a fact, or is none, in words about the column; `column-reasons.csv` has them in three languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("column-reasons.csv")
_BETWEEN: Final = {"en": "; ", "ja": "。", "zh": "；"}


@dataclass(frozen=True, slots=True)
class ColumnReason:
    """One reason: its key in the table, and what stands in its gaps."""

    key: str
    words: Mapping[str, str] = field(default_factory=dict)

    def told(self, language: str) -> str:
        """Say it."""
        row = _rows().get(self.key)
        if row is None:
            return self.key.replace("_", " ")
        text = row.get(language) or row["en"]
        for name, word in self.words.items():
            text = text.replace("{" + name + "}", _said(word, language))
        return text


def _said(word: str, language: str) -> str:
    """Say a word of the table, such as what values look like; other words stand as they are."""
    row = _rows().get(word)
    return row.get(language) or row["en"] if row is not None and word.startswith("looks_") else word


def reasons_told(reasons: Sequence[ColumnReason], language: str) -> str:
    """Say several reasons in one sentence.

    >>> reasons_told([ColumnReason("rank_1"), ColumnReason("empty")], "en")
    'the header says so; empty or not known'
    """
    return _BETWEEN.get(language, "; ").join(reason.told(language) for reason in reasons)


@cache
def _rows() -> dict[str, Mapping[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}
