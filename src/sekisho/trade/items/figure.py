"""Where the figures of limits come from, and what is told beside the questions that stand for those still missing.

`figures.csv` names for each figure the words that print it, the source and how sure it is; `texts.csv` does so for what
an entry says where its own words were found only later; `hints.csv` holds what another
list has where ours is lost, and both readings where a print is in doubt. A hint settles nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.law.model.condition import FactName

_FIGURE: Final = ("place", "figure", "words", "source", "kind", "confidence", "note")
_WORDING: Final = ("text_en", "text_zh", "source", "kind", "confidence", "note")
_LANGUAGES: Final = ("en", "zh", "ja")


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFigure:
    """One figure of a limit with its source.

    Parameters
    ----------
    place
        Which limb or property it belongs to.
    figure
        The figure with its sign and unit.
    words
        The words that print it, in the language of the source.
    kind
        What the source is: another transcription of the catalogue, an older list of the same state, another list.
    """

    place: str
    figure: str
    words: str
    source: str
    kind: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an entry says, put short in English, with the words of the source and how sure they are."""

    text_en: str
    text_zh: str
    source: str
    kind: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHint:
    """What is told beside a question that only the official text answers, in each language as the question itself."""

    questions: Mapping[str, str]
    source: str


def read_figures(path: Path) -> dict[str, tuple[LimitFigure, ...]]:
    """Read the figures of a list by code; a list without such a table has none.

    Raises
    ------
    LibraryError
        If the table lacks a column.
    """
    found: dict[str, tuple[LimitFigure, ...]] = {}
    for row in rows_of_table(path, "code", *_FIGURE):
        figure = LimitFigure(**{name: row[name] for name in _FIGURE})
        found[row["code"]] = (*found.get(row["code"], ()), figure)
    return found


def read_wordings(path: Path) -> dict[str, Wording]:
    """Read what entries say by code; a list without such a table has none.

    Raises
    ------
    LibraryError
        If the table lacks a column.
    """
    rows = rows_of_table(path, "code", *_WORDING)
    return {row["code"]: Wording(**{name: row[name] for name in _WORDING}) for row in rows}


def read_hints(path: Path) -> dict[FactName, QuestionHint]:
    """Read the hints of a list by the names of the questions that they belong to; a list need not have any.

    Raises
    ------
    LibraryError
        If the table lacks a column.
    """
    return {
        FactName(row["question"]): QuestionHint(
            questions={language: row[language] for language in _LANGUAGES}, source=row["source"]
        )
        for row in rows_of_table(path, "question", "source", *_LANGUAGES)
    }
