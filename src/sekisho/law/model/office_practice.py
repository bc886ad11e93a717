"""What a licensing office does, as reported: dated, with its source, beside an answer and never part of it.

Readings say what words may mean; practice says what the office does. One row a report, in `office-practice.csv` of a
data package.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import Problem
from sekisho.files.package_csv import checked_rows
from sekisho.law.model.confidence import Confidence
from sekisho.message import joined, message

_LANGUAGES: Final = ("en", "ja", "zh")
_WORDS: Final = tuple(f"words_{language}" for language in _LANGUAGES)
_COLUMNS: Final = ("practice", "start", "until", "destinations", "codes", *_WORDS, "by", "confidence", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePractice:
    """One report of practice.

    Parameters
    ----------
    start, until
        First and last day of which it speaks; no last day if none was reported.
    destinations, codes
        Territories and control codes of which it speaks; empty is any.
    words
        The report in a sentence, by language: en, ja, zh.
    by
        Who said so.
    """

    id: str
    start: date
    until: date | None
    destinations: frozenset[str]
    codes: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    by: str
    confidence: Confidence
    source: str

    def in_words(self, language: str) -> str:
        """Return the sentence in a language; in English where it is missing."""
        said = dict(self.words)
        return said.get(language) or said["en"]

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {
            "words": dict(self.words),
            "from": self.start.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "by": self.by,
            "confidence": str(self.confidence),
            "source": self.source,
        }


def read_office_practice(path: Path) -> tuple[OfficePractice, ...]:
    """Read a table of practice.

    Raises
    ------
    LibraryError
        If the table lacks a column, or with every row that has no day, words, confidence or source.
    """
    return checked_rows(path, _COLUMNS, _faults, _made)


def _faults(row: dict[str, str], where: str) -> Iterable[Problem]:
    for name in ("words_en", "by", "source"):
        if not row[name]:
            yield Problem(where=where, what=message("lawdata.there_is_no", "no {name}.", name=name))
    if row["confidence"] not in set(Confidence):
        yield Problem(
            where=where,
            what=message("lawdata.no_confidence", "no confidence."),
            remedy=message("error.expected_either", "Expected {choices}.", choices=joined(Confidence, "comma")),
        )
    for name in ("start", "until"):
        if name == "start" or row[name]:
            try:
                date.fromisoformat(row[name])
            except ValueError:
                yield Problem(
                    where=where,
                    what=message(
                        "lawdata.name_no_date", "{name}: '{value}' is not a date.", name=name, value=row[name]
                    ),
                    remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
                )


def _made(row: dict[str, str]) -> OfficePractice:
    return OfficePractice(
        id=row["practice"],
        start=date.fromisoformat(row["start"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        destinations=frozenset(filter(None, row["destinations"].split(";"))),
        codes=tuple(filter(None, row["codes"].split(";"))),
        words=tuple((language, row[f"words_{language}"]) for language in _LANGUAGES if row[f"words_{language}"]),
        by=row["by"],
        confidence=Confidence(row["confidence"]),
        source=row["source"],
    )
