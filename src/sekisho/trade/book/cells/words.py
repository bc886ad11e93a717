"""What was read otherwise than it stands in the cells of a column: each text once, with what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sekisho.law.model.condition import FactName

WORDS_SHOWN: Final = 1_000
"""Texts of one column that a report holds, those of most lines first; the others are counted."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a column: what it means, why it is unknown or cannot be read, and in how many lines it stands.

    Parameters
    ----------
    reason
        Key of the reason why it cannot be read, or is doubtful (see `gaps`).
    doubtful
        Whether it is read, used as it stands, and told.
    """

    text: str
    means: str
    why: str
    bad: bool
    lines: int
    reason: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnInterpretation:
    """What was read otherwise than it stands in the column of one fact.

    Parameters
    ----------
    words
        The texts that stand in most lines; at most `WORDS_SHOWN`.
    read, unknown, refused, doubtful
        Lines whose cell was read, is unknown for a reason, and cannot be read; and those whose cell is doubtful.
    filled
        Lines whose cell is not empty.
    """

    fact: FactName
    column: str
    table: str
    words: tuple[Word, ...]
    read: int
    unknown: int
    refused: int
    doubtful: int = 0
    filled: int = 0
